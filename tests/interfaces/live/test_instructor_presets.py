"""The nine faults under the digit keys."""

import asyncio
from pathlib import Path

import pytest
from instructed import events, fault_events, opened, sell
from msgspec.structs import replace

from emulator.domain.errors import UsageError
from emulator.domain.moments import HOUR, MINUTE
from emulator.domain.plan import NOWHERE, FaultPlan, Scenario
from emulator.domain.problem import ScenarioError, cell_width
from emulator.domain.texts import LANGUAGES
from emulator.interfaces.live.instructor.presets import MOST, Preset, presets, read_presets
from emulator.known import shop_words
from emulator.scenario.reader import read_text
from emulator.scenario.write import to_yaml

ROOT = Path(__file__).parents[3]
BY_NAME = {preset.name: preset for preset in presets()}
OVERNIGHT = ("bank_upgrade",)
"""Those that wait for the end of the business day."""


def test_there_is_one_for_each_digit() -> None:
    """Nine keys, nine faults, each with a name of its own."""
    assert MOST == len(presets()) == len(BY_NAME)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("preset", presets(), ids=list(BY_NAME))
def test_what_is_read_beside_a_key_fits_the_narrowest_panel(preset: Preset, lang: str) -> None:
    """Thirty cells are what a screen of 80 columns leaves for it."""
    assert 1 <= cell_width(preset.words(lang)) <= 30


@pytest.mark.parametrize("name", [name for name in BY_NAME if name not in OVERNIGHT])
def test_each_strikes_in_the_next_sale(name: str) -> None:
    """Armed at the idle terminal, it fires during one plain sale, and the run notes both."""

    async def day() -> list[str]:
        async with opened() as (session, wall):
            session.arm(BY_NAME[name].armed(()))
            await sell(session, wall)
            return fault_events(session, f"{name}_1")

    assert ["armed", "fired"] == asyncio.run(day())[:2]


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("paper_out", "load_paper"),
        ("jam", "clear_jam"),
        ("key_drift", ""),
        ("cable_out", ""),
        ("answer_lost", ""),
    ],
)
def test_each_can_strike_again_when_its_trouble_is_over(name: str, remedy: str) -> None:
    """The trainee has put things right, or they have healed; the next arming fires too."""

    async def day() -> list[str]:
        async with opened() as (session, wall):
            for _ in range(2):
                taken = [event.detail["fault"] for event in events(session, "fault")]
                session.arm(BY_NAME[name].armed(taken))
                await sell(session, wall, looks=40, remedy=remedy)
                session.skip_for(2 * MINUTE)
                await sell(session, wall, remedy=remedy)
            return fault_events(session, f"{name}_2")

    assert ["armed", "fired"] == asyncio.run(day())[:2]


def test_the_upgrade_of_the_bank_waits_for_the_cut_off() -> None:
    """It has not struck at 22:59, and has at 23:01."""

    async def day() -> tuple[list[str], list[str]]:
        async with opened() as (session, _):
            session.arm(BY_NAME["bank_upgrade"].armed(()))
            seen = []
            for hours in (13, 2):
                session.skip_for(hours * HOUR)
                while session.world.now_us < session.pace.now_us - 1:
                    await asyncio.sleep(0)
                seen.append(fault_events(session, "bank_upgrade_1"))
            return seen[0], seen[1]

    assert (["armed"], ["armed", "fired"]) == asyncio.run(day())


def test_each_arming_has_a_name_of_its_own() -> None:
    """The same key pressed again gives the next number that is free."""
    jam = BY_NAME["jam"]

    assert "jam_1" == jam.armed(()).id
    assert "jam_3" == jam.armed({"jam_1", "jam_2"}).id


def test_a_long_name_leaves_room_for_the_number() -> None:
    """A scenario file takes names of forty characters, and a recording must read back."""
    preset = Preset(name="x" * 40, plan=FaultPlan(name="printer.jam"))
    id = preset.armed(()).id

    assert 36 == len(id)
    assert preset.is_mine(id)


def test_a_preset_knows_its_own_faults() -> None:
    """By the name before the number; another's name that begins alike is not its own."""
    preset = Preset(name="jam", plan=FaultPlan(name="printer.jam"))

    assert preset.is_mine("jam_12")
    assert not preset.is_mine("jam_extra_1")
    assert not preset.is_mine("jam")


@pytest.mark.parametrize("preset", presets(), ids=list(BY_NAME))
def test_each_can_be_written_as_a_scenario_file_does(preset: Preset) -> None:
    """Or a recording of it could not be read back."""
    plan = preset.armed(())
    (again,) = read_text(to_yaml(Scenario(name="", faults=(plan,))), **shop_words())

    assert [plan] == _without_places(again.faults)


def test_the_nine_stand_in_the_reference_to_be_changed() -> None:
    """The page's file, handed in with --faults, gives the same nine faults."""
    page = (ROOT / "docs" / "reference" / "instructor.md").read_text(encoding="utf-8")
    text = next(block for block in page.split("```yaml\n")[1:] if "faults:" in block)
    (scenario,) = read_text(text.partition("```")[0], **shop_words())

    assert [(preset.name, preset.plan) for preset in presets()] == [
        (fault.id, replace(fault, id="")) for fault in _without_places(scenario.faults)
    ]


# A file of one's own ------------------------------------------------------------------------


def test_a_file_of_faults_replaces_the_nine(tmp_path: Path) -> None:
    """Names that were given are shown; others are shown by what goes wrong."""
    file = tmp_path / "mine.yaml"
    file.write_text(
        "scenario: v1\nfaults:\n"
        "  - printer.jam: {when: printer.slip_started, id: 卡纸}\n"
        "  - uplink.outage: {for: 2m}\n",
        encoding="utf-8",
    )

    first, second = read_presets(file, "en")

    assert ("卡纸", "卡纸") == (first.name, first.words("en"))
    assert (
        "uplink: The provider's network is down" == second.words("en").partition(": everything")[0]
    )


def test_no_place_of_a_file_gets_into_a_recording(tmp_path: Path) -> None:
    """Where the file lies is nobody's business who reads the recording."""
    file = tmp_path / "mine.yaml"
    file.write_text("scenario: v1\nfaults: [printer.jam]\n", encoding="utf-8")

    assert NOWHERE == read_presets(file, "en")[0].plan.span


def test_a_mistake_in_the_file_is_shown_with_a_caret(tmp_path: Path) -> None:
    """The reader of scenario files says what is wrong and where."""
    file = tmp_path / "mine.yaml"
    file.write_text("scenario: v1\nfaults:\n  - printer.jamm\n", encoding="utf-8")

    with pytest.raises(ScenarioError) as caught:
        read_presets(file, "en")

    assert "^^^^" in caught.value.render("en")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("scenario: v1\n", "has 0 faults"),
        ("scenario: v1\nfaults: [" + ", ".join(["printer.jam"] * 10) + "]\n", "has 10 faults"),
        (
            "scenario: v1\nsteps:\n  - cashier: confirm\nfaults: [printer.jam]\n",
            "nothing but faults",
        ),
        (
            "scenario: v1\nmatrix: {x: [jam, faded]}\nfaults: [printer.$x]\n",
            "nothing but faults",
        ),
    ],
    ids=["none", "ten", "steps", "variants"],
)
def test_what_else_a_file_of_faults_may_not_be(text: str, said: str, tmp_path: Path) -> None:
    """One to nine faults and nothing else, and the complaint says so."""
    file = tmp_path / "mine.yaml"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(UsageError, match=said):
        read_presets(file, "en")


def test_nine_faults_are_not_too_many(tmp_path: Path) -> None:
    """The limit itself is possible."""
    file = tmp_path / "mine.yaml"
    names = ["printer.jam", "printer.faded", "printer.stuck"] * 3
    file.write_text(f"scenario: v1\nfaults: [{', '.join(names)}]\n", encoding="utf-8")

    assert MOST == len(read_presets(file, "en"))


def _without_places(faults: tuple[FaultPlan, ...]) -> list[FaultPlan]:
    return [replace(fault, span=NOWHERE) for fault in faults]

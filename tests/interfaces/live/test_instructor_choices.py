"""Everything that can be let go wrong: the catalogue's causes, the search, and what is armed."""

import asyncio
from collections.abc import Iterable

import pytest
from instructed import events, fault_events, opened, sell
from msgspec.structs import replace

from emulator.domain.causes import CAUSES, REASONS, causes_of
from emulator.domain.errors import UsageError
from emulator.domain.event_table import LINES
from emulator.domain.moments import MINUTE, SECOND
from emulator.domain.plan import FaultPlan, Scenario
from emulator.domain.texts import LANGUAGES
from emulator.domain.vocabulary import FATES
from emulator.interfaces.live.instructor.choices import (
    TRIGGERS,
    Choice,
    all_choices,
    find,
    plan_of,
    read_settings,
    sentence_of,
    written_settings,
)
from emulator.known import known_levers, shop_words
from emulator.printer.repairs import MENDED_BY_HAND
from emulator.scenario.catalogue import catalogue
from emulator.scenario.reader import read_text
from emulator.scenario.write import to_yaml

CHOICES = all_choices(known_levers())
ABLE = {choice.name: choice for choice in CHOICES if choice.name}
WAYS = sorted({way for ways in CAUSES.values() if isinstance(ways, tuple) for way in ways})


def names(found: Iterable[Choice]) -> list[str]:
    return [choice.name or choice.causes[0] for choice in found]


# The table of causes ------------------------------------------------------------------------


def test_every_documented_cause_stands_in_the_table_in_its_order() -> None:
    """All forty-five of the catalogue, and nothing else."""
    assert [id for id, entry in catalogue().items() if entry.group == "causes"] == list(CAUSES)
    assert 45 == len(CAUSES)


def test_whatever_brings_a_cause_about_exists() -> None:
    """Every lever and every fate that the table names can be armed."""
    assert set() == set(WAYS) - set(ABLE)


def test_a_cause_without_a_lever_says_why() -> None:
    """The reason is one of those that have a sentence."""
    reasons = {ways for ways in CAUSES.values() if isinstance(ways, str)}

    assert set(REASONS) == reasons


@pytest.mark.parametrize("number", [f"F{n}" for n in range(51, 58)])
def test_a_mistake_of_a_person_cannot_be_armed(number: str) -> None:
    """Trainees make their own."""
    assert "people" == CAUSES[number]


def test_a_lever_knows_its_causes() -> None:
    """One that brings about several names them all."""
    assert ("F13", "F16") == causes_of("printer.wrong_baud")
    assert () == causes_of("printer.drawer_open")


# Search -------------------------------------------------------------------------------------


def test_there_is_a_choice_for_every_lever_fate_and_unreachable_cause() -> None:
    """Nothing of the shop and nothing of the catalogue is left out."""
    unreachable = {number for number, ways in CAUSES.items() if isinstance(ways, str)}
    fates = {f"{line}.{fate}" for line in LINES for fate in FATES}

    assert set(known_levers()) | fates == set(ABLE)
    assert unreachable == {choice.causes[0] for choice in CHOICES if not choice.name}


def test_the_number_of_a_cause_finds_what_brings_it_about_in_the_order_of_the_table() -> None:
    """The plainest first."""
    assert list(CAUSES["F07"]) == names(find(CHOICES, "F07"))
    assert list(CAUSES["F09"]) == names(find(CHOICES, " f09 "))


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("缺纸", "printer.paper_out"),
        ("PAPER out", "printer.paper_out"),
        ("printer.jam", "printer.jam"),
        ("应答回不来", "uplink.answers_lost"),
        ("counterfeit", "acquirer.unregistered"),
        ("cut power", "terminal.power_cut"),
    ],
)
def test_words_of_either_language_find_a_fault(query: str, first: str) -> None:
    """By its sentence, its name, or the words of a cause; in any case and order."""
    assert first == names(find(CHOICES, query))[0]


def test_a_cause_that_cannot_be_armed_is_found_with_its_reason() -> None:
    """So that nobody searches on."""
    (found,) = find(CHOICES, "F52")

    assert ("", "people") == (found.name, found.reason)
    assert found.why_not("en") != found.why_not("zh")


def test_what_can_be_armed_comes_before_what_cannot() -> None:
    """However well the words fit."""
    reasons = [bool(choice.reason) for choice in find(CHOICES, "wrong")]

    assert sorted(reasons) == reasons
    assert {True, False} == set(reasons)


def test_no_words_find_everything_and_nonsense_nothing() -> None:
    """The list is whole before anything is typed."""
    assert len(CHOICES) == len(find(CHOICES, ""))
    assert [] == find(CHOICES, "xyzzy")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_two_faults_read_the_same(lang: str) -> None:
    """Where several parts have the same lever, the part is named."""
    sentences = [sentence_of(name, lang) for name in ABLE]

    assert len(set(sentences)) == len(sentences)


# What is armed ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", list(ABLE))
def test_everything_that_can_be_armed_strikes(name: str) -> None:
    """With the trigger that it is offered with, each fires in the course of one sale."""
    choice = ABLE[name]
    plan = replace(plan_of(choice, choice.usual_trigger), id="it")

    async def day() -> list[str]:
        async with opened() as (session, wall):
            session.arm(plan)
            await sell(session, wall)
            assert "" == session.crash
            return fault_events(session, "it")

    assert ["armed", "fired"] == asyncio.run(day())[:2]


@pytest.mark.parametrize("trigger", list(TRIGGERS))
def test_each_trigger_comes_true_in_a_sale(trigger: str) -> None:
    """A lever strikes at each of the five moments."""
    plan = replace(plan_of(ABLE["uplink.slow"], trigger), id="it")

    async def day() -> list[str]:
        async with opened() as (session, wall):
            session.arm(plan)
            await sell(session, wall)
            return fault_events(session, "it")

    assert ["armed", "fired"] == asyncio.run(day())


@pytest.mark.parametrize(("trigger", "way"), [("request", "up"), ("answer", "down")])
def test_a_fate_that_waits_for_a_message_strikes_that_message(trigger: str, way: str) -> None:
    """The next request, or the next answer, is the one that is lost."""
    plan = replace(plan_of(ABLE["uplink.drop"], trigger), id="it")

    async def day() -> list[str]:
        async with opened() as (session, wall):
            session.arm(plan)
            await sell(session, wall, looks=4)
            return [e.detail["way"] for e in events(session, "uplink") if e.kind == "lost"]

    assert [way] == asyncio.run(day())


@pytest.mark.parametrize("trigger", list(TRIGGERS))
@pytest.mark.parametrize("name", ["printer.paper_out", "uplink.delay", "issuer.upgrade"])
def test_what_is_armed_can_be_written_as_a_scenario_file_does(name: str, trigger: str) -> None:
    """Or a recording of it could not be read back."""
    plan = replace(plan_of(ABLE[name], trigger, for_us=MINUTE), id="it")
    (again,) = read_text(to_yaml(Scenario(name="", faults=(plan,))), **shop_words())

    assert plan == replace(again.faults[0], span=plan.span)


# Settings -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", list(ABLE))
def test_settings_as_they_are_offered_read_back_as_the_usual_ones(name: str) -> None:
    """Whoever changes nothing gets the defaults."""
    assert {} == read_settings(ABLE[name], written_settings(ABLE[name]), "en")


def test_a_changed_setting_is_read_as_a_scenario_file_writes_it() -> None:
    """Numbers, durations and amounts; Chinese commas too."""
    assert {"line": 4} == read_settings(ABLE["printer.paper_out"], "line=4，mm=0", "zh")
    assert {"extra_us": 90 * SECOND} == read_settings(ABLE["issuer.slow"], "extra=1m30s", "en")
    assert {"by_fen": -100} == read_settings(ABLE["acquirer.wrong_posting"], "by=-1.00 CNY", "en")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("line=x", "whole number"),
        ("lines=4", "line, mm"),
        ("line", "line, mm"),
        ("line=-1", "whole"),
    ],
)
def test_a_setting_that_cannot_be_read_is_told(text: str, said: str) -> None:
    """What was wrong, or what there is."""
    with pytest.raises(UsageError, match=said):
        read_settings(ABLE["printer.paper_out"], text, "en")


def test_a_fault_without_settings_takes_none() -> None:
    """And an empty line is no setting."""
    assert {} == read_settings(ABLE["printer.jam"], "  ", "en")
    assert FaultPlan(name="printer.jam") == plan_of(ABLE["printer.jam"], "now")


# Afterwards ---------------------------------------------------------------------------------

BY_HAND = [(deed, name) for deed, names in MENDED_BY_HAND.items() for name in names]


@pytest.mark.parametrize(("deed", "name"), BY_HAND)
def test_what_the_trainee_put_right_is_not_shown_as_broken_and_can_break_again(
    deed: str, name: str
) -> None:
    """The lever goes back with the repair, and strikes when it is pulled once more."""
    plan = FaultPlan(name=f"printer.{name}")

    async def day() -> tuple[bool, tuple[str, ...], list[str]]:
        async with opened("epson_80") as (session, wall):  # it has a cutter
            session.arm(replace(plan, id="first"))
            await wall.advance(SECOND)
            came = session.act("cashier", deed)
            broken = session.view.truth.levers
            session.arm(replace(plan, id="again"))
            await wall.advance(SECOND)
            return came, broken, fault_events(session, "again")

    assert (True, (), ["armed", "fired"]) == asyncio.run(day())

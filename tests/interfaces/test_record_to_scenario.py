"""`posemu record-to-scenario`: what a person did, as a scenario that runs by itself."""

from pathlib import Path
from typing import Any

import attended_run
import pytest
from attended_run import leaving, sale
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from emulator.domain.deeds import (
    AllMended,
    CardShown,
    CustomerCame,
    Done,
    Entered,
    FaultArmed,
    HintTaken,
    KeyedSecret,
    LeverReleased,
    TaskGivenUp,
)
from emulator.domain.moments import SECOND
from emulator.domain.plan import Expectation, FaultPlan, Pattern, Step, Trigger
from emulator.domain.verdict import Truth
from emulator.interfaces.cli import main
from emulator.interfaces.exits import Exit
from emulator.interfaces.live.rewriting.trial import try_out
from emulator.runner import load, run

PAPER_OUT = FaultPlan(
    name="printer.paper_out",
    id="paper_out_1",
    trigger=Trigger(when=Pattern(source="printer", kind="slip_started")),
    settings={"line": 4},
)
ANSWER_LOST = FaultPlan(name="uplink.drop", id="answer_lost_1", message={"mti": "0210"})
NEVER = FaultPlan(
    name="printer.jam", id="never", trigger=Trigger(when=Pattern(source="printer", kind="cooled"))
)


class Converted:
    """A session after its conversion."""

    def __init__(self, code: int, path: Path) -> None:
        self.code = code
        self.text = path.read_text(encoding="utf-8")
        (self.scenario,) = load([path])

    @property
    def acts(self) -> list[str]:
        """Who does what, in order."""
        return [f"{step.who} {step.action}" for step in self.scenario.steps]

    @property
    def facts(self) -> dict[str, Any]:
        """What must be true in the end."""
        found = [e for e in self.scenario.expect if e.mode == "finally"]
        return dict(found[0].facts) if found else {}

    def step(self, name: str) -> Step:
        """The step of a name."""
        return next(step for step in self.scenario.steps if step.name == name)


def convert(
    folder: Path, deeds: attended_run.Deeds, text: str = attended_run.SHOP, *, seed: int = 1
) -> Converted:
    """Record a session and turn it into a scenario."""
    recording, made = folder / "session.jsonl", folder / "story.yaml"
    recording.write_bytes(attended_run.recording(deeds, text, seed=seed))
    code = main(["record-to-scenario", str(recording), "-o", str(made), "--force"])
    return Converted(code, made)


# What was done ----------------------------------------------------------------------------------


def test_a_sale_becomes_a_step(folder: Path) -> None:
    """Amount and card are those of the session, and it takes as long as the person took."""
    made = convert(folder, [*sale(1), *leaving(60)])

    assert Exit.HELD == made.code
    assert ["cashier sale", "note note"] == made.acts
    assert {"amount_fen": 12_850, "entry": "chip"} == made.step("sale1").options
    assert (("none",), 3 * SECOND) == (made.scenario.given.conduct, made.scenario.given.think_us)


def test_what_happened_is_proposed(folder: Path) -> None:
    """Books, batch, slips and the outcome of the sale."""
    facts = convert(folder, [*sale(1), *leaving(60)]).facts

    assert (87_150, 12_850, 0) == (
        facts["customer.balance"], facts["merchant.pending"], facts["merchant.account"],
    )  # fmt: skip
    assert {"batch": "000001", "count": 1, "total": 12_850} == facts["terminal.batch"]
    assert (2, 0, 0) == (facts["slips.original"], facts["slips.reprint"], facts["slips.torn"])
    assert "approved" == facts["sale.sale1"]


def test_the_scenario_holds_when_it_is_run(folder: Path) -> None:
    """Read from the file, without a person."""
    made = convert(folder, [*sale(1), *sale(40, 777), *leaving(100)])

    assert Truth.PASS is run(made.scenario).truth


def test_the_seed_is_that_of_the_session(folder: Path) -> None:
    """What is left to chance comes out the same."""
    assert 7 == convert(folder, [*sale(1), *leaving(60)], seed=7).scenario.seed


def test_trouble_at_the_printer_is_lived_through_again(folder: Path) -> None:
    """The instructor lets the paper run out at the second sale; the person loads it and goes on."""
    made = convert(
        folder,
        [
            *sale(1), (30, FaultArmed(PAPER_OUT)), *sale(40, 777),
            (70, Done("cashier", "load_paper")), (75, Entered("confirm")), *leaving(120),
        ],
    )  # fmt: skip
    (fault,) = made.scenario.faults

    assert Exit.HELD == made.code
    assert [
        "cashier sale", "cashier sale", "cashier load_paper", "cashier confirm", "note note",
    ] == made.acts  # fmt: skip
    # Two slips of the first sale had begun before the fault was armed.
    assert 3 == (fault.trigger.when.nth if fault.trigger.when else 0)
    assert 1 == made.facts["slips.torn"]


def test_how_soon_the_fault_showed_is_proposed(folder: Path) -> None:
    """The first fault, and the screen that told of it."""
    made = convert(folder, [(0.5, FaultArmed(ANSWER_LOST)), *sale(1), *leaving(200)])
    (shows,) = [e for e in made.scenario.expect if e.mode == "within"]

    assert {"screen": "timed_out"} == shows.facts
    assert Pattern(source="fault", kind="fired", where={"fault": "answer_lost_1"}) == shows.of
    assert "reversed" == made.facts["sale.sale1"]


def test_a_fault_that_strikes_while_the_terminal_is_busy_waits_for_the_screen(folder: Path) -> None:
    """The power goes 97 ms after the terminal began to wait for the answer."""
    cut = FaultPlan(name="terminal.power_cut", id="cut", for_us=20 * SECOND)
    made = convert(folder, [*sale(1), (11.1, FaultArmed(cut)), *leaving(200)])
    (fault,) = made.scenario.faults

    waiting = Pattern(source="console", kind="displayed", where={"screen": "waiting"})
    assert Trigger(when=waiting, after_us=97_000) == fault.trigger
    assert "reversed" == made.facts["sale.sale1"]


def test_a_deed_while_the_terminal_is_busy_waits_for_the_screen(folder: Path) -> None:
    """The person loses patience and switches the terminal off and on."""
    made = convert(folder, [*sale(1), (11.1, Done("cashier", "restart_terminal")), *leaving(200)])

    assert Exit.HELD == made.code
    assert ["cashier sale", "note note", "cashier restart_terminal"] == made.acts
    assert made.scenario.steps[-1].trigger.when is not None


def test_a_void_names_the_step_that_it_takes_back(folder: Path) -> None:
    """The person read the number from the slip; the scenario means the sale."""
    made = convert(
        folder,
        [
            *sale(1), (30, Entered("menu", "void")), (33, KeyedSecret("password", "ok")),
            (36, Entered("digits", "2")), (39, Entered("confirm")),
            (42, CardShown("customer", "chip")), *leaving(100),
        ],
    )  # fmt: skip

    assert "sale1" == made.step("void1").options["of"]
    assert "stan" not in made.step("void1").options
    assert "voided" == made.facts["sale.sale1"]


def test_a_refund_names_the_step_whose_reference_was_keyed(folder: Path) -> None:
    """Part of the amount, with the date as the person keyed it."""
    made = convert(
        folder,
        [
            *sale(1), (30, Entered("menu", "refund")), (33, KeyedSecret("password", "ok")),
            (36, CardShown("customer", "chip")), (39, Entered("digits", "000000000001")),
            (42, Entered("digits", "0302")), (45, Entered("digits", "5000")), *leaving(100),
        ],
    )  # fmt: skip

    assert {"amount_fen": 5_000, "of": "sale1", "date": "0302", "entry": "chip"} == made.step(
        "refund1"
    ).options
    assert "refunded" == made.facts["sale.sale1"]


def test_an_unknown_number_stays_a_number(folder: Path) -> None:
    """The person keyed one that is on no slip; the scenario keys it too."""
    made = convert(
        folder,
        [
            *sale(1), (30, Entered("menu", "void")), (33, KeyedSecret("password", "ok")),
            (36, Entered("digits", "4711")), *leaving(100),
        ],
    )  # fmt: skip

    assert {"stan": "4711"} == made.step("void1").options


@pytest.mark.parametrize(
    "wrong",
    [KeyedSecret("password", "wrong"), Entered("digits", "1"), Entered("confirm")],
)
def test_a_wrong_password_stays_wrong(wrong: Any, folder: Path) -> None:
    """However it was keyed; and nothing of it is in the file."""
    made = convert(folder, [*sale(1), (30, Entered("menu", "void")), (33, wrong), *leaving(100)])

    assert {"password": "wrong"} == made.step("void1").options
    assert "approved" == made.facts["sale.sale1"]


def test_a_wrong_pin_stays_wrong(folder: Path) -> None:
    """The issuer declines again."""
    made = convert(folder, [*sale(1)[:-1], (11, KeyedSecret("pin", "wrong")), *leaving(60)])

    assert "wrong" == made.step("sale1").options["pin"]
    assert "declined" == made.facts["sale.sale1"]


@pytest.mark.parametrize("function", ["detail", "totals"])
def test_a_list_of_the_batch_is_printed_again(function: str, folder: Path) -> None:
    """A slip came out, so the scenario prints one too."""
    made = convert(folder, [*sale(5), (40, Entered("menu", function)), *leaving(90)])

    assert ["cashier sale", f"cashier {function}", "note note"] == made.acts
    assert 3 == made.facts["slips.original"]


def test_a_locked_terminal_is_locked_again(folder: Path) -> None:
    """Whoever wants something of it afterwards unlocks it, so unlocking is no step."""
    locked = [(40, Entered("menu", "lock")), (90, KeyedSecret("password", "ok"))]
    made = convert(folder, [*sale(5), *locked, *sale(120, 700), *leaving(200)])

    assert ["cashier sale", "cashier lock", "cashier sale", "note note"] == made.acts
    assert "approved" == made.facts["sale.sale2"]
    assert "left out" not in made.text


def test_a_slip_of_the_finger_keeps_what_was_meant(folder: Path) -> None:
    """The customer meant another amount than was keyed."""
    deeds = sale(1, 1_000)
    deeds[2] = (5, Entered("digits", "10000"))
    made = convert(folder, [*deeds, *leaving(60)])

    assert (10_000, 1_000) == (
        made.step("sale1").options["amount_fen"], made.step("sale1").options["meant_fen"],
    )  # fmt: skip


def test_what_was_broken_in_the_session_is_waived_with_the_reason(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The person took the card again for a sale that had gone through."""
    again = [
        (40, Entered("menu", "sale")), (43, Entered("digits", "12850")),
        (46, CardShown("customer", "chip")), (48, Entered("confirm")),
        (50, KeyedSecret("pin", "ok")),
    ]  # fmt: skip
    made = convert(folder, [*sale(1), *again, *leaving(100)])

    assert Exit.HELD == made.code
    assert {"purchase": "sale1", "insists": True} == {
        key: made.step("sale2").options[key] for key in ("purchase", "insists")
    }
    assert ["charged_once"] == [waiver.check for waiver in made.scenario.waive]
    assert "waived: the check charged_once" in capsys.readouterr().err


def test_the_chosen_card_and_the_sign_in_are_kept(folder: Path) -> None:
    """A shop with several customers that the person signs in to."""
    text = attended_run.SHOP.replace(
        "card: {pin: yes}", "cards: {alice: {}, bob: {}}\n  signed_in: no"
    )
    signing_in = [
        (1, Entered("menu", "sign_in")), (3, Entered("digits", "07")),
        (5, KeyedSecret("password", "ok")),
    ]  # fmt: skip
    made = convert(folder, [*signing_in, *sale(20, holder="bob"), *leaving(80)], text)

    assert {"operator": "07"} == made.step("sign_in1").options
    assert "bob" == made.step("sale1").options["holder"]
    assert (100_000, 87_150) == (made.facts["alice.balance"], made.facts["bob.balance"])


def test_what_others_did_is_kept(folder: Path) -> None:
    """The scenario's customers and the colleague who had the till before, by their own names."""
    text = """\
scenario: v1
tags: [drill]
steps:
  - cashier: {menu: sale, amount: 10.00 CNY}
    as: before
  - after: 10s
    cashier: {menu: sale, amount: 20.00 CNY}
    as: mine
  - when: mine
    after: 1m
    customer: {complain: mine}
drill: {takes_over: before}
"""
    made = convert(
        folder,
        [
            (40, Entered("menu", "sale")), (42, Entered("digits", "2000")),
            (45, CardShown("customer", "contactless")), (48, KeyedSecret("pin", "ok")),
            *leaving(200),
        ],
        text,
    )  # fmt: skip

    assert ["cashier sale", "cashier sale", "customer complain", "note note"] == made.acts
    assert ("mine", "approved") == (
        made.scenario.steps[2].options["about"], made.facts["sale.mine"],
    )  # fmt: skip


TWO_TERMINALS = attended_run.SHOP + "  terminal: {backup: yes}\n"


def test_looks_calls_and_the_other_terminal_are_kept(folder: Path) -> None:
    """With the payment that they are about and the terminal that is turned to, and it holds."""
    about = {"of": "p1"}
    made = convert(
        folder,
        [
            *sale(0),
            (40, Entered("menu", "test_connection")),
            (60, Done("cashier", "compare_time", about)),
            (62, Done("cashier", "keep_evidence", about)),
            (64, Done("support", "call", {"about": "p1"})),
            (66, Done("cashier", "reconcile")),
            (68, Done("world", "file_papers")),
            (70, Done("cashier", "switch_terminal", {"to": "backup"})),
            (72, Done("cashier", "load_paper")),
            (74, Done("cashier", "switch_terminal", {"to": "main"})),
            *leaving(90),
        ],
        TWO_TERMINALS,
    )
    by_action = {step.action: step for step in made.scenario.steps}
    turned = [s.options["to"] for s in made.scenario.steps if s.action == "switch_terminal"]

    assert Exit.HELD == made.code
    assert [
        "cashier sale", "cashier test_connection", "cashier compare_time",
        "cashier keep_evidence", "support call", "cashier reconcile", "world file_papers",
        "cashier switch_terminal", "cashier load_paper", "cashier switch_terminal",
    ] == [act for act in made.acts if not act.startswith("note")]  # fmt: skip
    assert {"of": "sale1"} == by_action["keep_evidence"].options
    assert {"about": "sale1"} == by_action["call"].options
    assert ["backup", "main"] == turned
    assert Truth.PASS is run(made.scenario).truth


def test_what_others_do_after_the_person_has_left_is_kept(folder: Path) -> None:
    """The scenario's story goes on by itself until all is quiet."""
    text = attended_run.SHOP + "steps:\n  - {at: 20m, world: add_funds}\n"
    made = convert(folder, [*sale(1), *leaving(60)], text)

    assert ["cashier sale", "note note", "world add_funds"] == made.acts


def test_a_complaint_about_nothing_stays_one(folder: Path) -> None:
    """Only what was named is named."""
    about = Done("customer", "complain", {"about": "p1"})
    made = convert(
        folder, [*sale(1), (40, Done("customer", "complain")), (50, about), *leaving(60)]
    )

    assert [{}, {"about": "sale1"}] == [step.options for step in made.scenario.steps[1:3]]


def test_names_of_what_was_asked_for_are_not_given_to_anything_else(folder: Path) -> None:
    """The scenario asks for a sale that it calls sale1; the person does another one first."""
    text = attended_run.SHOP + (
        "steps:\n  - at: 50s\n    cashier: {menu: sale, amount: 7.00 CNY}\n    as: sale1\n"
    )
    made = convert(folder, [*sale(1), *sale(60, 700)[1:], *leaving(120)], text)

    assert ["sale2", "sale1"] == [step.name for step in made.scenario.steps[:2]]
    assert 700 == made.step("sale1").options["amount_fen"]


def test_a_long_day_stays_in_step(folder: Path) -> None:
    """After a while an errand names its moment, so that no run gives the story up."""
    deeds = [deed for number in range(40) for deed in sale(1 + 600 * number, 100 + number)]
    text = attended_run.SHOP + "  printer: {paper: 50 m}\n"
    made = convert(folder, [*deeds, *leaving(24_100)], text)
    moments = [step.trigger.at.at_us for step in made.scenario.steps if step.trigger.at is not None]

    assert Exit.HELD == made.code
    assert [3 * SECOND, 2_403 * SECOND, 4_803 * SECOND] == moments[:3]


def test_mending_is_kept(folder: Path) -> None:
    """What the instructor mends is mended in the scenario."""
    unplugged = FaultPlan(name="uplink.cable_unplugged", id="c")
    made = convert(
        folder,
        [(0.5, FaultArmed(unplugged)), *sale(1), (40, AllMended()), *sale(50, 5), *leaving(99)],
    )

    assert [
        "note note", "cashier sale", "world release", "cashier sale", "note note",
    ] == made.acts  # fmt: skip
    assert {"lever": "uplink.cable_unplugged"} == made.scenario.steps[2].options


def test_two_faults_of_one_name_get_names_of_their_own(folder: Path) -> None:
    """The instructor armed the same key twice."""
    jam = FaultPlan(name="printer.jam", id="jam", for_us=5 * SECOND)
    made = convert(
        folder,
        [
            (0.5, FaultArmed(jam)), *sale(1), (20, Entered("confirm")), (50, FaultArmed(jam)),
            *sale(51, 777), (70, Entered("confirm")), *leaving(120),
        ],
    )  # fmt: skip

    assert ["jam", "jam_2"] == [fault.id for fault in made.scenario.faults]


# What was left out ------------------------------------------------------------------------------

CANCELLED = [(1, Entered("menu", "sale")), (3, Entered("digits", "500")), (5, Entered("cancel"))]


@pytest.mark.parametrize(
    ("deeds", "said"),
    [
        (CANCELLED, "left out: sale, which was cancelled"),
        ([(1, Entered("menu", "sale"))], "left out: sale, which was cancelled"),
        (
            [(1, Entered("menu", "version"))],
            "left out: show the version, which a scenario cannot ask for",
        ),
        ([(1, FaultArmed(NEVER))], "left out: the fault printer.jam, which never struck"),
        ([(1, HintTaken("reprint"))], "left out: hints that were shown: 1"),
        ([(1, Entered("cancel"))], "left out: key presses that did nothing: 1"),
    ],
)
def test_what_is_left_out_is_said(
    deeds: list[Any], said: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In the file and in the narration."""
    made = convert(folder, [*deeds, *sale(200), *leaving(300)])

    assert Exit.HELD == made.code
    assert f"# {said}\n" in made.text
    assert said in capsys.readouterr().err


def test_a_cancelled_errand_leaves_a_note(folder: Path) -> None:
    """A reader of the scenario sees that there was something."""
    made = convert(folder, [*CANCELLED, *sale(20), *leaving(100)])

    assert "left out: sale, which was cancelled" == made.scenario.steps[0].options["text"]


def test_screens_of_what_is_left_out_are_not_counted(folder: Path) -> None:
    """The cancelled sale showed the card prompt too; the scenario will show it only once."""
    slow = FaultPlan(name="printer.jam", id="j", for_us=5 * SECOND)
    deeds = [*CANCELLED, *sale(20)[:-1], (28, FaultArmed(slow)), sale(20)[-1], *leaving(100)]
    (fault,) = convert(folder, deeds).scenario.faults

    assert fault.trigger.when == Pattern(
        source="console", kind="displayed", where={"screen": "enter_pin"}
    )


def test_what_was_given_up_is_a_note(folder: Path) -> None:
    """Nobody did what the scenario asked for."""
    made = convert(folder, [(5, TaskGivenUp()), *leaving(60)])

    assert "what was asked for was given up" == made.scenario.steps[0].options["text"]


def test_expectations_of_the_scenario_that_was_played_give_way(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The person did something else than the scenario had in mind."""
    text = attended_run.SHOP + "expect:\n  - finally: {customer.balance: 1.00 CNY}\n"
    made = convert(folder, [*sale(1), *leaving(60)], text)

    assert 87_150 == made.facts["customer.balance"]
    assert "expectations of the scenario that was played: 1" in capsys.readouterr().err


def test_a_step_that_is_not_done_goes_with_all_that_refers_to_it() -> None:
    """What a person did by chance may not come about again; the rest is still a scenario."""
    text = """\
scenario: v1
steps:
  - cashier: {menu: sale, amount: 1.00 CNY}
    as: s1
  - when: printer.jammed
    cashier: {menu: sale, amount: 2.00 CNY}
    as: s2
  - cashier: {menu: void, of: s2}
  - {when: screen.paper_out, customer: {complain: s1}}
faults:
  - printer.paper_out: {when: s2}
"""
    wrong = Expectation(mode="finally", facts={"customer.balance": 0, "sale.s2": "approved"})
    tried = try_out(
        attended_run.scenario(text), (wrong,), broken_before=(), say=lambda id, **_: str(id)
    )

    assert Truth.PASS is tried.result.truth
    assert [("cashier", "sale")] == [(step.who, step.action) for step in tried.scenario.steps]
    assert () == tried.scenario.faults
    assert () == tried.scenario.expect


# The command ------------------------------------------------------------------------------------


def written(folder: Path, *recordings: bytes) -> str:
    """A file with one or more recorded runs."""
    path = folder / "session.jsonl"
    path.write_bytes(b"".join(recordings))
    return str(path)


def test_it_is_written_to_standard_output(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Data there, narration beside it."""
    path = written(folder, attended_run.recording([*sale(1), *leaving(60)]))

    assert Exit.HELD == main(["record-to-scenario", path])
    out, err = capsys.readouterr()
    assert out.startswith("# Made by posemu record-to-scenario from session.jsonl")
    assert "\nscenario: v1\n" in out
    assert "It was run and holds." in err


def test_a_file_that_is_there_is_not_overwritten(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Unless one insists."""
    path = written(folder, attended_run.recording([*sale(1), *leaving(60)]))
    (folder / "story.yaml").write_text("mine")

    assert Exit.USAGE == main(["record-to-scenario", path, "-o", "story.yaml"])
    assert "--force" in capsys.readouterr().err
    assert "mine" == (folder / "story.yaml").read_text()
    assert Exit.HELD == main(["record-to-scenario", path, "-o", "story.yaml", "--force"])
    assert "mine" != (folder / "story.yaml").read_text()


def test_one_run_of_several_is_chosen(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The first if nobody says which, and it is said that there are more."""
    one = attended_run.recording([*sale(1, 100), *leaving(60)])
    two = attended_run.recording([*sale(1, 200), *leaving(60)])
    path = written(folder, one, two)

    main(["record-to-scenario", path])
    out, err = capsys.readouterr()
    assert "amount: 1.00 CNY" in out
    assert "--run" in err
    main(["record-to-scenario", path, "--run", "2"])
    assert "amount: 2.00 CNY" in capsys.readouterr().out
    assert Exit.USAGE == main(["record-to-scenario", path, "--run", "3"])
    assert "no run 3 (it has 2)" in capsys.readouterr().err


def test_of_a_run_that_nobody_attended_the_scenario_is_written(
    held: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """There is nothing to convert; the seed is that of the run."""
    main(["run", str(held), "--seed", "5", "--jsonl", "r.jsonl"])
    capsys.readouterr()

    assert Exit.HELD == main(["record-to-scenario", "r.jsonl", "-o", "again.yaml"])
    assert "nothing to convert" in capsys.readouterr().err
    (again,) = load([folder / "again.yaml"])
    assert (5, "customer.balance") == (again.seed, next(iter(again.expect[0].facts)))


def test_a_session_that_breaks_off_ends_a_minute_after_the_last_deed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The program died; what was recorded is still worth a scenario."""
    whole = attended_run.recording([*sale(1), *sale(40, 777), *leaving(99)])
    lines = whole.partition(b'"deed":"left"')[0].splitlines(keepends=True)[:-1]
    path = written(folder, *lines)

    assert Exit.HELD == main(["record-to-scenario", path])
    out, err = capsys.readouterr()
    assert f"breaks off after {len(lines) - 1} events" in err
    assert 2 == out.count("menu: sale")


def test_a_session_that_plays_otherwise_now_is_converted_as_it_plays(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An older emulator may have recorded it."""
    recorded = attended_run.recording([*sale(1), *leaving(60)])
    path = written(folder, recorded.replace(b'"screen":"approved"', b'"screen":"hurray"', 1))

    assert Exit.HELD == main(["record-to-scenario", path])
    assert "Played again it differs" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["", "x", '{"event":"run.start"}'])
def test_no_recording_at_all_is_told(text: str, folder: Path) -> None:
    """One sentence, and nothing is written."""
    path = written(folder, text.encode())

    assert Exit.USAGE == main(["record-to-scenario", path, "-o", "story.yaml"])
    assert not (folder / "story.yaml").exists()


def test_a_file_that_is_not_there_is_told(folder: Path) -> None:
    """A matter of the machine, not of the shop."""
    assert Exit.ENVIRONMENT == main(["record-to-scenario", "nowhere.jsonl"])


def test_it_speaks_chinese_too(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """File and narration."""
    path = written(folder, attended_run.recording([*CANCELLED, *sale(20), *leaving(80)]))
    main(["--lang", "zh", "record-to-scenario", path])
    out, err = capsys.readouterr()

    assert "# 略去：消费，当时取消了" in out
    assert "运行过一遍，成立" in err


# Whatever was done ------------------------------------------------------------------------------

FAULTS = st.sampled_from([
    "printer.paper_out", "printer.jam", "uplink.drop", "terminal.power_cut",
    "uplink.cable_unplugged",
])  # fmt: skip
odd = st.one_of(
    st.builds(
        Entered,
        st.just("menu"),
        st.sampled_from(["sale", "void", "refund", "settlement", "reprint", "cash", "query"]),
    ),
    st.builds(Entered, st.just("digits"), st.sampled_from(["100", "2", "000000000001", ""])),
    st.builds(Entered, st.sampled_from(["confirm", "cancel"])),
    st.builds(KeyedSecret, st.sampled_from(["pin", "password"]), st.sampled_from(["ok", "none"])),
    st.builds(CardShown, st.just("customer"), st.sampled_from(["chip", "keyed"])),
    st.builds(
        Done, st.just("cashier"), st.sampled_from(["load_paper", "restart_terminal", "clear_jam"])
    ),
    st.builds(Done, st.just("customer"), st.sampled_from(["refuse", "walk_away"])),
    st.builds(CustomerCame, st.none() | st.integers(1, 90_000)),
    st.builds(
        FaultArmed,
        st.builds(
            FaultPlan,
            name=FAULTS,
            id=st.sampled_from(["a", "b"]),
            for_us=st.none() | st.just(5 * SECOND),
        ),
    ),
    st.builds(LeverReleased, st.sampled_from(["printer.paper_out", "printer.jam"])),
    st.builds(AllMended),
)
sessions = st.lists(st.tuples(st.floats(0, 60), odd | st.just(None)), min_size=1, max_size=8)


@given(sessions)
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
def test_whatever_a_person_did_becomes_a_scenario(
    folder: Path, doings: list[tuple[float, Any]]
) -> None:
    """The file can be read, and says nothing but what holds when it is run."""
    at_s = 1.0
    deeds: list[tuple[float, Any]] = []
    for wait_s, deed in doings:
        deeds += sale(at_s) if deed is None else [(at_s, deed)]
        at_s += wait_s + 12 * (deed is None)
    made = convert(folder, [*deeds, *leaving(at_s + 60)])
    result = run(made.scenario)
    missed = [v.check for v in result.verdicts if v.truth is not Truth.PASS and v.applied]

    assert "" == result.crash
    assert [] == [check for check in missed if check.startswith("expect")]

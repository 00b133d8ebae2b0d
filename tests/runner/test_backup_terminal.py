"""A shop with two terminals: each its own number, batch and debts, and every check judges both."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from emulator.control import Control
from emulator.domain.card import Card, Secret, pan_from_mask
from emulator.domain.moments import MINUTE, SECOND
from emulator.domain.plan import (
    Account,
    FaultPlan,
    Given,
    Instant,
    Pattern,
    Scenario,
    Step,
    Trigger,
)
from emulator.domain.settings import TerminalSettings
from emulator.domain.trace import TraceEvent
from emulator.domain.verdict import Truth
from emulator.runner import Result, load, run
from emulator.scenario.find import find_files, shipped_folder
from emulator.terminal.backup import backup_batch, backup_settings, terminals_of
from emulator.testbed import Testbed

CARD = Card(name="customer", pan=pan_from_mask("622202******0018"), pin=Secret("111111"))
SHOP = Given(
    terminal=TerminalSettings(backup=True),
    cardholders=(Account(card=CARD, balance_fen=10_000_000),),
    conduct=("none",),
)
MAIN, BACKUP = "12345678", "12345679"


def does(action: str, after_us: int = SECOND, name: str = "", **options: Any) -> Step:
    """A step of the cashier's, a moment after the one before."""
    return Step(
        who="cashier", action=action, options=options, name=name, trigger=Trigger(after_us=after_us)
    )


def pays(amount_fen: int, name: str = "", **options: Any) -> Step:
    """A sale by chip."""
    return does("sale", name=name, amount_fen=amount_fen, insists=True, **options)


TO_BACKUP, TO_MAIN = does("switch_terminal", to="backup"), does("switch_terminal", to="main")
SETTLES = does("settlement")


def played(*steps: Step, faults: tuple[FaultPlan, ...] = (), **changed: Any) -> Result:
    """What came of a story in this shop."""
    return run(Scenario(name="two", given=SHOP, steps=steps, faults=faults, **changed))


def of(result: Result, name: str, **where: Any) -> list[TraceEvent]:
    """The events of a name with these details, from moment 0 on."""
    return [
        event
        for event in result.trace.named(name)
        if event.at_us >= 0 and all(event.detail.get(k) == v for k, v in where.items())
    ]


# Numbers --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "own"),
    [("12345678", "12345679"), ("99999999", "00000000"), ("POS0000A", "POS0000Z"),
     ("POS0000Z", "POS0000Y")],
)  # fmt: skip
def test_the_backup_has_a_number_of_its_own(number: str, own: str) -> None:
    """Eight characters, and never the first one's."""
    assert own == backup_settings(TerminalSettings(terminal_id=number)).terminal_id


def test_everything_else_is_set_up_alike() -> None:
    """But it has no backup itself."""
    first = TerminalSettings(copies=3, boot_us=SECOND, backup=True)
    second = backup_settings(first)

    assert (3, SECOND, False) == (second.copies, second.boot_us, second.backup)
    assert (first, second) == terminals_of(first)
    assert (second,) == terminals_of(second)


@given(st.integers(1, 999_999), st.integers(0, 400_000))
def test_the_batches_of_both_never_meet(first: int, settled: int) -> None:
    """Not before half of all numbers were used up."""
    later = (first + settled - 1) % 999_999 + 1

    assert backup_batch(f"{first:06d}") != f"{later:06d}"
    assert 1 <= int(backup_batch(f"{first:06d}")) <= 999_999


# Opening --------------------------------------------------------------------------------------


def test_both_are_signed_in_when_the_shop_opens() -> None:
    """By the cashier's hand, who then stands at the first."""
    control = Control(Testbed(SHOP))
    control.open_shop()
    bed = control.bed
    assert bed.backup is not None
    screens = [console.current.id for console in (bed.console, bed.backup.console)]  # type: ignore[union-attr]

    assert ["idle", "idle"] == screens
    assert "idle" == bed.front.current.id  # type: ignore[union-attr]
    assert {"000001", "500000"} == {
        terminal.batch for terminal in bed.acquirer.registry.terminals.values()
    }


def test_a_shop_without_one_knows_nothing_of_it() -> None:
    """Nothing is marked, and turning to it has no effect."""
    result = run(Scenario(name="one", given=Given(), steps=(TO_BACKUP, pays(100))))

    assert [{"action": "switch_terminal", "to": "backup", "effect": False}] == [
        event.detail for event in of(result, "cashier.did", action="switch_terminal")
    ]
    assert "backup_terminal" not in result.trace.named("bench.run_started")[0].detail
    assert not any("backup" in event.detail for event in result.trace)


# Selling --------------------------------------------------------------------------------------


def test_what_is_sold_at_the_backup_is_the_backups() -> None:
    """Its number on the line, its batch, its screens, its slips."""
    result = played(pays(100), TO_BACKUP, pays(200))
    sent = of(result, "uplink.sent", mti="0200")[:2]

    assert [(MAIN, "000001", 100), (BACKUP, "500000", 200)] == [
        (e.detail["terminal"], e.detail["batch"], e.detail["amount_fen"]) for e in sent
    ]
    assert [200, 200] == [
        e.detail["amount_fen"] for e in of(result, "printer.slip_printed", backup=True)
        if e.detail["amount_fen"] > 1
    ]  # fmt: skip
    assert Truth.FAIL is not result.truth


def test_each_settles_its_own_batch() -> None:
    """And both balance."""
    result = played(pays(100), TO_BACKUP, pays(200), SETTLES, TO_MAIN, SETTLES)

    assert [(BACKUP, "500000", "1"), (MAIN, "000001", "1")] == [
        (e.detail["terminal"], e.detail["batch"], e.detail["result"])
        for e in of(result, "acquirer.batch_closed")
    ]
    assert Truth.FAIL is not result.truth


def test_the_support_desk_finds_what_either_asked_for() -> None:
    """The books are kept by terminal."""
    control = Control(Testbed(SHOP))
    control.open_shop()
    for step in (TO_BACKUP, pays(200, name="second")):
        control.bed.staff.do(step, lambda _: None)
    control.drive(MINUTE)

    assert "approved" == control.bed._inquire("000002", "500000")
    assert "unknown" == control.bed._inquire("000002", "000001")


# While the first is out of order --------------------------------------------------------------

HANGS = FaultPlan(
    name="terminal.frozen",
    id="f1",
    trigger=Trigger(when=Pattern(source="uplink", kind="delivered", where={"mti": "0210"})),
)


def left_behind(*more: Step) -> tuple[Step, ...]:
    """A sale that hangs, and another at the backup meanwhile."""
    turn = Step(
        who="cashier",
        action="switch_terminal",
        trigger=Trigger(at=Instant(at_us=2 * MINUTE)),
    )
    return (pays(100, name="hung"), turn, pays(200), *more)


def test_the_backup_sells_while_a_reversal_of_the_first_is_due() -> None:
    """Which is no offence: each answers for what it asked itself."""
    result = played(*left_behind(), faults=(HANGS,))
    (sold,) = of(result, "console.displayed", screen="approved", amount_fen=200)
    (reversed_,) = of(result, "console.displayed", screen="reversed")

    assert sold.at_us < reversed_.at_us
    assert "backup" not in reversed_.detail
    assert Truth.FAIL is not result.truth


def test_what_the_first_owes_stays_with_it() -> None:
    """The backup neither reverses nor settles it."""
    steps = left_behind(SETTLES, does("restart_terminal"), does("wait", for_us=MINUTE), TO_MAIN)
    result = played(*steps, SETTLES, faults=(HANGS,))
    closed = of(result, "acquirer.batch_closed")
    reversals = of(result, "uplink.sent", mti="0400")

    assert [BACKUP, MAIN] == [event.detail["terminal"] for event in closed]
    assert {MAIN} == {event.detail["terminal"] for event in reversals}
    assert closed[0].at_us < reversals[0].at_us < closed[1].at_us
    assert Truth.FAIL is not result.truth


def test_an_answer_for_a_terminal_that_hangs_is_not_the_others() -> None:
    """Both use one line; the backup takes what is for it."""
    result = played(*left_behind(), faults=(HANGS,))

    assert not of(result, "terminal.answer_dropped", backup=True)


@pytest.mark.parametrize(
    ("without", "truth"),
    [("", Truth.PASS), ("cashier.switch_terminal", Truth.FAIL)],
)
def test_the_shipped_story_needs_its_backup(without: str, truth: Truth) -> None:
    """With it the story holds; without it the next customer is not served."""
    (file,) = [
        f for f in find_files([shipped_folder()]) if f.stem == "board-dies-backup-takes-over"
    ]
    (scenario,) = load([file])

    assert truth is run(scenario, left_out=frozenset({without} - {""})).truth


ANYTHING = st.sampled_from((pays(100), pays(250), TO_BACKUP, TO_MAIN, SETTLES))
TROUBLE = st.sampled_from(
    ("terminal.frozen", "terminal.power_cut", "terminal.internal_failure", "uplink.outage")
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(ANYTHING, min_size=2, max_size=8), TROUBLE, st.integers(0, 40_000))
def test_no_check_fails_whatever_is_done_at_which_terminal(
    steps: list[Step], lever: str, at_ms: int
) -> None:
    """Money, batches, order of records, slips: both terminals keep what one must keep."""
    fault = FaultPlan(
        name=lever, id="f1", trigger=Trigger(at=Instant(at_us=at_ms * 1000)), for_us=2 * MINUTE
    )
    book = Given(terminal=SHOP.terminal, cardholders=SHOP.cardholders)
    result = run(Scenario(name="two", given=book, steps=tuple(steps), faults=(fault,)))

    assert [] == [v for v in result.verdicts if v.truth is Truth.FAIL]
    assert "" == result.crash


# Paper ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("at", "loaded"), [("backup", [False, True]), ("main", [True, False])])
def test_a_roll_goes_into_the_printer_in_front(at: str, loaded: list[bool]) -> None:
    """The other printer keeps the roll that it has."""
    control = Control(Testbed(SHOP))
    control.open_shop()
    bed = control.bed
    assert bed.backup is not None
    hands = bed.staff.cashier.hands
    if at == "backup":
        hands.do("switch_terminal")
    printers = (bed.printer, bed.backup.printer)
    for printer in printers:
        printer.deeds["feed_paper"]()
    bed.world.run_until(bed.world.now_us + SECOND)
    before = [printer.paper_mm for printer in printers]

    assert hands.do("load_paper")
    assert loaded == [now.paper_mm > mm for now, mm in zip(printers, before, strict=True)]

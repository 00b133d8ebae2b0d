"""One scenario in, trace and verdict out."""

from collections.abc import Callable
from datetime import datetime

import msgspec
import pytest

from emulator.conformance.schedules import quiet_day
from emulator.control import Control
from emulator.domain.card import pan_from_mask
from emulator.domain.plan import (
    Calm,
    Expectation,
    FaultPlan,
    Given,
    Instant,
    Pattern,
    Scenario,
    Span,
    Step,
    Trigger,
    Waiver,
)
from emulator.domain.settings import AcquirerSettings, TerminalSettings
from emulator.domain.verdict import Truth, Verdict
from emulator.kernel.world import Steps
from emulator.reports.outcome import span_of
from emulator.runner import Result, run
from emulator.terminal.profiles import DropsReversal
from emulator.terminal.program import Ports
from emulator.testbed import Parts, Testbed

GIVEN = quiet_day(0).given
SALE = Step(who="cashier", action="sale", options={"amount_fen": 12850, "pin": "ok"}, name="s1")


def story(*steps: Step, **more: object) -> Scenario:
    return Scenario(name="story", **{"given": GIVEN, "steps": steps, **more})  # type: ignore[arg-type]


def verdict(result: Result, check: str) -> Verdict:
    return next(v for v in result.verdicts if v.check == check)


def test_a_quiet_sale_passes_every_check_that_applies() -> None:
    """A sale without trouble leaves nothing to complain about."""
    result = run(story(SALE))

    assert Truth.PASS is result.truth
    assert "" == result.crash
    assert not [v.check for v in result.verdicts if v.applied and v.truth is not Truth.PASS]


def test_a_story_in_which_nothing_applies_is_still_judged_by_its_probe() -> None:
    """Without a single step the shop must be able to sell in the end."""
    result = run(story())

    assert Truth.PASS is verdict(result, "comes_to_rest").truth
    assert 1 == len(result.trace.named("bench.probe_started"))


def test_the_probe_can_be_left_out() -> None:
    """Then nobody sells after the calm."""
    result = run(story(SALE, calm=Calm(probe=False)))

    assert [] == result.trace.named("bench.probe_started")


def test_a_shop_that_cannot_sell_any_more_fails() -> None:
    """A terminal that the acquirer does not know is found out by the probe."""
    barred = Given(
        cardholders=GIVEN.cardholders, acquirer=AcquirerSettings(registered=False), signed_in=False
    )

    assert Truth.FAIL is run(Scenario(name="barred", given=barred)).truth


def test_a_fault_that_never_fires_makes_the_run_inconclusive() -> None:
    """Nothing was survived."""
    never = FaultPlan(
        name="printer.jam",
        id="f1",
        trigger=Trigger(when=Pattern(source="printer", kind="slip_started", nth=99)),
    )
    result = run(story(SALE, faults=(never,)))

    assert Truth.INCONCLUSIVE is result.truth
    assert "f1" == verdict(result, "faults_fired").values["faults"]


def test_a_step_that_is_never_reached_makes_the_run_inconclusive() -> None:
    """The story was not played to its end."""
    waits = Step(
        who="cashier",
        action="confirm",
        trigger=Trigger(when=Pattern(source="printer", kind="jammed")),
    )

    assert Truth.INCONCLUSIVE is run(story(SALE, waits)).truth


def test_a_long_wait_that_the_story_asks_for_is_waited_for() -> None:
    """The bound on a story counts from what it says itself."""
    waits = Step(who="world", action="wait", options={"for_us": 5 * 3_600_000_000})
    held = run(story(SALE, waits))

    assert Truth.PASS is held.truth
    assert Truth.PASS is verdict(held, "steps_done").truth


def test_a_waived_check_does_not_count_and_says_why() -> None:
    """What a defect costs is stated, not judged."""
    lost = FaultPlan(name="uplink.drop", id="f1", message={"mti": "0210"}, nth=1)
    out = FaultPlan(
        name="uplink.outage",
        id="f2",
        trigger=Trigger(when=Pattern(source="uplink", kind="lost")),
        for_us=600_000_000,
    )
    scenario = story(
        SALE,
        Step(who="cashier", action="wait", options={"for_us": 900_000_000}),
        faults=(lost, out),
    )
    parts = Parts(program=DropsReversal)
    failing = {v.check for v in run(scenario, parts=parts).verdicts if v.truth is Truth.FAIL}
    assert failing

    waivers = tuple(Waiver(check, "known") for check in sorted(failing))
    waived = run(story(*scenario.steps, faults=(lost, out), waive=waivers), parts=parts)

    assert Truth.PASS is waived.truth
    assert "known" == verdict(waived, sorted(failing)[0]).waived


def test_expectations_are_judged_before_the_probe() -> None:
    """The probe's debit is not part of the story."""
    balance = Expectation(mode="finally", facts={"customer.balance": 10_000_000 - 12850})

    assert Truth.PASS is verdict(run(story(SALE, expect=(balance,))), "expect[1]").truth


def test_a_program_that_raises_is_reported_not_judged() -> None:
    """The traceback is there; no verdict pretends that the story was seen."""

    class Broken:
        def __init__(self, settings: TerminalSettings) -> None:
            pass

        def run(self, ports: Ports) -> Steps[None]:
            yield ports.world.sleep(1)
            raise LookupError("a mistake of the program's own")

    result = run(story(SALE), parts=Parts(program=Broken))

    assert Truth.PASS is not result.truth
    assert "LookupError: a mistake of the program's own" in result.crash


def test_faults_heal_for_the_calm() -> None:
    """A lever that nobody releases is released before recovery is judged."""
    jam = FaultPlan(
        name="printer.jam",
        id="f1",
        trigger=Trigger(when=Pattern(source="printer", kind="slip_started")),
    )
    result = run(story(SALE, faults=(jam,)))

    assert 1 == len(result.trace.named("lever.released"))
    assert Truth.FAIL is not result.truth


def test_a_seed_can_be_overridden() -> None:
    """Another seed, another trace; the same seed, the same."""
    first, again, other = run(story(SALE), seed=5), run(story(SALE), seed=5), run(story(SALE))

    assert 5 == first.seed
    assert first.digest == again.digest != other.digest


def test_a_run_that_keeps_nothing_has_the_same_digest() -> None:
    """Streaming changes nothing but memory."""
    kept, streamed = run(story(SALE)), run(story(SALE), keep=False)

    assert kept.digest == streamed.digest
    assert 0 == len(streamed.trace)


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        (datetime(2026, 3, 6, 20, 0), 0, datetime(2026, 3, 6, 9, 0)),
        (datetime(2026, 3, 6, 20, 0), 1, datetime(2026, 3, 9, 9, 0)),
        (datetime(2026, 3, 7, 12, 0), 0, datetime(2026, 3, 9, 9, 0)),
        (datetime(2026, 2, 14, 12, 0), 1, datetime(2026, 2, 24, 9, 0)),
    ],
)
def test_business_days_count_from_the_start(
    start: datetime, count: int, expected: datetime
) -> None:
    """T is the start's business day or the next; holidays and weekends do not count."""
    control = Control(Testbed(Given(start=start)))
    instant = Instant(business_days=count, of_day=expected.time())

    assert expected == control.world.clock.at(control.resolve(instant))


@pytest.mark.parametrize(
    ("lever", "deed"),
    [
        ("uplink.cable_unplugged", "reconnect_cable"),
        ("uplink.router_hang", "restart_router"),
        ("uplink.firewall", "open_firewall"),
        ("printer.cover_open", "close_cover"),
        ("printer.jam", "clear_jam"),
        ("printer.paper_out", "load_paper"),
        ("storage.full", "clear_storage"),
        ("terminal.power_cut", "plug_in_power"),
        ("bank.account_frozen", "correct_account"),
        ("acquirer.policy", "lift_policy"),
        ("acquirer.unregistered", "register_terminal"),
        ("acquirer.funds_short", "add_funds"),
    ],
)
def test_people_can_repair_what_breaks(lever: str, deed: str) -> None:
    """Each repair in the shop really reaches the part, and says whether it changed anything."""
    bed = Testbed(GIVEN)
    control = Control(bed)
    control.open_shop()
    bed.levers[lever].pull()
    who = "cashier" if deed in ("load_paper", "close_cover", "clear_jam", "clear_storage") else ""
    who = who or ("cashier" if deed.startswith(("re", "op", "pl")) else "world")
    if deed == "register_terminal":
        who = "world"
    ended: Callable[[str], None] = lambda _: None  # noqa: E731
    bed.staff.do(Step(who=who, action=deed), ended)
    control.drive(control.world.now_us + 60_000_000)
    did = [e for e in control.world.trace if e.kind == "did" and e.detail.get("action") == deed]

    assert [True] == [e.detail["effect"] for e in did]


def test_an_empty_account_does_not_count_against_the_shop() -> None:
    """The probe pays with a card of the bench's own."""
    (holder,) = GIVEN.cardholders
    poor = msgspec.structs.replace(holder, balance_fen=12850)
    given = msgspec.structs.replace(GIVEN, cardholders=(poor,))
    result = run(story(SALE, given=given))

    assert Truth.PASS is result.truth
    assert "probe" == result.trace.named("console.card_presented")[-1].detail["holder"]


def test_the_probe_takes_no_name_and_no_card_of_the_story() -> None:
    """A holder who is called like the probe keeps name and card."""
    (holder,) = GIVEN.cardholders
    card = msgspec.structs.replace(holder.card, name="probe", pan=pan_from_mask("622848******0000"))
    given = msgspec.structs.replace(
        GIVEN, cardholders=(msgspec.structs.replace(holder, card=card),)
    )
    presented = run(story(SALE, given=given)).trace.named("console.card_presented")

    assert ["probe", "probe-"] == [event.detail["holder"] for event in presented]
    assert len({event.detail["card"] for event in presented}) == 2


def test_what_never_struck_and_what_nobody_did_is_shown_at_its_place() -> None:
    """A report points at the fault and at the step, not at the head of the file."""
    fault = FaultPlan(name="printer.jam", id="f2", span=Span("a.yaml", 7, 5, 16))
    step = Step(who="cashier", action="confirm", span=Span("a.yaml", 3, 5, 9))
    scenario = story(SALE, step, faults=(FaultPlan(name="printer.jam", id="f1"), fault))
    never = Verdict(check="faults_fired", truth=Truth.INCONCLUSIVE, values={"faults": "f2, f3"})
    missing = Verdict(check="steps_done", truth=Truth.INCONCLUSIVE, values={"number": 2})

    assert fault.span == span_of(scenario, never)
    assert step.span == span_of(scenario, missing)


def test_what_is_left_out_is_done_before_the_story_begins() -> None:
    """The shop opens signed in, or there would be no story to leave anything out of."""
    result = run(story(SALE), left_out=frozenset(("cashier.sign_in",)))

    assert Truth.PASS is result.truth
    assert [] == result.trace.named("cashier.gave_up")


def test_a_story_can_be_given_its_end() -> None:
    """Everything is mended then, although a step still waits for what never comes."""
    waits = Step(
        who="cashier",
        action="confirm",
        trigger=Trigger(when=Pattern(source="printer", kind="jammed")),
    )
    result = run(story(SALE, waits), story_us=90_000_000)

    assert [90_000_000] == [e.at_us for e in result.trace.named("bench.trouble_ended")]


def test_a_story_that_is_through_early_lasts_as_long_as_it_was_given() -> None:
    """So that two runs that are compared have the same time."""
    result = run(story(SALE), story_us=3_600_000_000)

    assert [3_600_000_000] == [e.at_us for e in result.trace.named("bench.trouble_ended")]

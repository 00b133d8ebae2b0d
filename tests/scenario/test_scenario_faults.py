"""Faults: levers and fates, when they strike, which message, how long."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from emulator.domain.event_table import LINES
from emulator.domain.plan import FaultPlan, Instant, Pattern, Scenario, Trigger
from emulator.domain.vocabulary import FATES
from emulator.faults import fates
from emulator.scenario.reader import read_text

Read = Callable[..., Scenario]
SALE = "steps:\n  - {cashier: {menu: sale, amount: 1.00 CNY}, as: s1}\n"


def fault(read: Read, text: str) -> FaultPlan:
    """The fault of a scenario with a sale called s1."""
    (one,) = read(f"{SALE}faults:\n  - {text}\n").faults
    return one


def test_fates_are_those_of_the_injector() -> None:
    """The vocabulary and the part that carries fates out know the same ones."""
    assert fates.FATES == FATES


@pytest.mark.parametrize("text", ["printer.jam", "printer.jam:", "printer.jam: {}"])
def test_a_fault_without_options_strikes_at_once(read: Read, text: str) -> None:
    """The name alone is enough."""
    assert ("printer.jam", "f1", Trigger()) == (
        (one := fault(read, text)).name,
        one.id,
        one.trigger,
    )


def test_a_levers_settings_are_parsed_by_their_names(read: Read) -> None:
    """`extra` of a lever with `extra_us` is a duration."""
    one = fault(read, "uplink.slow: {at: 5s, for: 1m, with: {extra: 20s}}")

    assert {"extra_us": 20_000_000} == one.settings
    assert (Instant(at_us=5_000_000), 60_000_000) == (one.trigger.at, one.for_us)


def test_a_setting_that_shifts_an_amount_may_be_negative() -> None:
    """`by` of a lever with `by_fen` shifts up or down."""
    (scenario,) = read_text(
        "scenario: v1\nfaults: [{acquirer.wrong: {with: {by: -1.00 CNY}}}]\n",
        levers={"acquirer.wrong": {"by_fen": 1}},
    )

    assert {"by_fen": -100} == scenario.faults[0].settings


@pytest.mark.parametrize("moment", ["before", "during", "after"])
def test_power_may_fail_in_the_middle_of_a_durable_step(read: Read, moment: str) -> None:
    """Writing takes time, so a strike can come before, during or after it."""
    one = fault(
        read,
        "terminal.power_cut: {when: storage.written, where: {record: intent}, nth: 2, "
        f"moment: {moment}, for: 8s}}",
    )

    assert moment == one.moment
    assert (
        Pattern(source="storage", kind="written", where={"record": "intent"}, nth=2)
        == one.trigger.when
    )


@pytest.mark.parametrize("fate", FATES)
@pytest.mark.parametrize("line", LINES)
def test_every_fate_is_known_on_every_line(read: Read, line: str, fate: str) -> None:
    """A fate is named by its line."""
    assert f"{line}.{fate}" == fault(read, f"{line}.{fate}: {{message: '0210', nth: 3}}").name


@pytest.mark.parametrize(
    ("text", "settings"),
    [
        ("uplink.delay: {by: 3s}", {"by_us": 3_000_000}),
        ("uplink.delay: {with: {by: 3s}}", {"by_us": 3_000_000}),
        ("uplink.duplicate: {copies: 3}", {"copies": 3}),
        ("uplink.edge: {offset: -1ms}", {"offset_us": -1000}),
        ("uplink.edge: {offset: +1ms}", {"offset_us": 1000}),
        ("uplink.drop:", {}),
    ],
)
def test_a_fate_has_settings_of_its_own(read: Read, text: str, settings: dict[str, object]) -> None:
    """Written beside the other options, or below `with`."""
    assert settings == fault(read, text).settings


def test_a_message_may_be_described_closely(read: Read) -> None:
    """By everything that a line tap sees of it."""
    one = fault(
        read,
        "uplink.drop: {message: {mti: '0210', way: down, transaction: 消费, code: 00, "
        "amount: 1.00 CNY}, nth: 2, times: 3}",
    )

    assert {
        "mti": "0210",
        "way": "down",
        "transaction": "sale",
        "code": "00",
        "amount_fen": 100,
    } == one.message
    assert (2, 3) == (one.nth, one.times)


def test_the_message_of_a_step_is_looked_for_from_its_beginning(read: Read) -> None:
    """`of` arms the fault when the step begins."""
    one = fault(read, "uplink.drop: {message: {mti: '0210', of: s1}}")

    assert {"mti": "0210"} == one.message
    assert Pattern(source="bench", kind="step_began", where={"name": "s1"}) == one.trigger.when


def test_a_fate_counts_messages_and_its_event_apart(read: Read) -> None:
    """Beside a fate `nth` counts messages; the event's own stands inside `when`."""
    one = fault(
        read, "uplink.drop: {when: {event: printer.paper_out, nth: 2}, message: '0210', nth: 5}"
    )

    assert one.trigger.when is not None
    assert (2, 5) == (one.trigger.when.nth, one.nth)


def test_faults_without_a_name_are_numbered_around_the_named_ones(read: Read) -> None:
    """No two faults are called the same."""
    scenario = read("faults: [printer.jam, {printer.jam: {id: f1}}, {printer.jam: {id: x}}]")

    assert ["f2", "f1", "x"] == [one.id for one in scenario.faults]


def test_with_a_calendar_business_days_are_compared(
    read: Read, problems_of: Callable[..., tuple[object, ...]]
) -> None:
    """Whoever hands in the bank calendar learns that T+0 09:00 is over by 10:00."""
    text = "given: {start: 2026-03-02 10:00}\nfaults: [{printer.jam: {at: T+0 09:00}}]"

    def weekday(day: date) -> bool:
        return day.weekday() < 5

    assert datetime(2026, 3, 2, 10) == read(text).given.start
    assert 1 == len(problems_of(text, is_business_day=weekday))
    assert read(text, is_business_day=lambda day: day > date(2026, 3, 2))

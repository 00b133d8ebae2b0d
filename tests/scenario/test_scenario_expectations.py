"""Expectations and waivers."""

from collections.abc import Callable
from datetime import datetime, time

import pytest

from emulator.domain.event_table import SCREENS
from emulator.domain.plan import Expectation, Instant, Pattern, Scenario
from emulator.domain.vocabulary import CHECKS, FACTS, STEP_FACT
from emulator.scenario.fact_words import screen_words

Read = Callable[..., Scenario]

PAPER_OUT = Pattern(source="printer", kind="paper_out")
EXAMPLES = {
    "money": "1.50 CNY", "count": "2", "text": "word", "yes_no": "yes", "number": "000002",
    "screen": "交易成功", "copy": "商户联", "mark": "重打印", "slip_transaction": "消费",
}  # fmt: skip
PARSED = {
    "money": 150, "count": 2, "text": "word", "yes_no": True, "number": "000002",
    "screen": "approved", "copy": "merchant", "mark": "reprint", "slip_transaction": "sale",
}  # fmt: skip


def expectation(read: Read, text: str) -> Expectation:
    """The one expectation of a scenario with a step s1 and a second cardholder."""
    scenario = read(
        "given: {cards: {customer: {}, alice: {}}}\n"
        "steps:\n  - {cashier: confirm, as: s1}\n"
        f"expect:\n  - {text}\n"
    )
    (one,) = scenario.expect
    return one


@pytest.mark.parametrize(
    ("text", "mode", "facts", "event"),
    [
        ("finally: {screen: idle}", "finally", {"screen": "idle"}, None),
        ("always: {slips.torn: 0}", "always", {"slips.torn": 0}, None),
        ("eventually: printer.paper_out", "eventually", {}, PAPER_OUT),
        ("eventually: {event: printer.paper_out}", "eventually", {}, PAPER_OUT),
        ("eventually: {tickets.open: 1}", "eventually", {"tickets.open": 1}, None),
        ("never: printer.paper_out", "never", {}, PAPER_OUT),
        ("never: {event: printer.paper_out}", "never", {}, PAPER_OUT),
    ],
)
def test_the_modes(
    read: Read, text: str, mode: str, facts: dict[str, object], event: Pattern | None
) -> None:
    """Facts that must hold, or an event that must or must not happen."""
    one = expectation(read, text)

    assert (mode, facts, event) == (one.mode, one.facts, one.event)


@pytest.mark.parametrize(
    "of",
    ["5s of printer.paper_out", "{span: 5s, of: printer.paper_out}"],
)
def test_within_counts_from_an_event(read: Read, of: str) -> None:
    """Written in one text or as a mapping."""
    one = expectation(read, f"{{within: {of}, screen: idle}}")

    assert (5_000_000, PAPER_OUT) == (one.span_us, one.of)
    assert {"screen": "idle"} == one.facts


def test_within_may_ask_for_an_event(read: Read) -> None:
    """What must happen, and after which occurrence of what."""
    one = expectation(
        read,
        "{within: {span: 5s, of: uplink.lost, where: {mti: '0210'}, nth: 2}, "
        "event: printer.slip_printed, where: {copy: merchant}, nth: 3}",
    )

    assert Pattern(source="uplink", kind="lost", where={"mti": "0210"}, nth=2) == one.of
    assert (
        Pattern(source="printer", kind="slip_printed", where={"copy": "merchant"}, nth=3)
        == one.event
    )


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("T+3 09:30", Instant(business_days=3, of_day=time(9, 30))),
        ("T+3", Instant(business_days=3)),
        ("2h", Instant(at_us=7_200_000_000)),
        ("2026-03-05 20:10:30", Instant(wall=datetime(2026, 3, 5, 20, 10, 30))),
    ],
)
def test_by_names_a_moment(read: Read, text: str, instant: Instant) -> None:
    """All three ways to name a moment."""
    assert instant == expectation(read, f"{{by: {text}, screen: idle}}").instant


@pytest.mark.parametrize("name", FACTS)
def test_every_fact_is_parsed_by_its_type(read: Read, name: str) -> None:
    """A fact's value has the notation of its type."""
    kind = FACTS[name]
    if kind.type == "fields":
        written = ", ".join(f"{field}: {EXAMPLES[type]}" for field, type in kind.fields.items())
        wanted: object = {field: PARSED[type] for field, type in kind.fields.items()}
        text = f"{{{written}}}"
    else:
        text = kind.words[0] if kind.words else EXAMPLES[kind.type]
        wanted = kind.words[0] if kind.words else PARSED[kind.type]

    assert {name: wanted} == expectation(read, f"finally: {{{name}: {text}}}").facts


@pytest.mark.parametrize(
    ("said", "screen"),
    [
        ("idle", "idle"),
        ("WELCOME", "idle"),
        ("打印机缺纸", "paper_out"),
        ("打印机缺纸...", "paper_out"),
        ("APPROVED", "approved"),
    ],
)
def test_a_screen_is_named_by_its_id_or_by_what_it_says(read: Read, said: str, screen: str) -> None:
    """The first line that stands on it, in either language, will do."""
    assert {"screen": screen} == expectation(read, f"finally: {{screen: {said}}}").facts


def test_words_that_begin_two_screens_name_neither() -> None:
    """操作员签到 stands on the screen for the number and on that for the password."""
    words = screen_words()

    assert "操作员签到" not in words
    assert set(SCREENS) <= set(words)


def test_facts_of_a_cardholder_and_of_a_step(read: Read) -> None:
    """Every cardholder has an account, every named step an outcome."""
    text = "finally: {alice.balance: -1.00 CNY, alice.debits: 0, sale.s1: unknown}"

    assert {
        "alice.balance": -100,
        "alice.debits": 0,
        "sale.s1": "unknown",
    } == expectation(read, text).facts


@pytest.mark.parametrize("word", STEP_FACT.words)
def test_the_outcomes_of_a_step(read: Read, word: str) -> None:
    """Seven words say how a step may end."""
    assert {"sale.s1": word} == expectation(read, f"finally: {{sale.s1: {word}}}").facts


@pytest.mark.parametrize("check", CHECKS)
def test_every_check_can_be_waived_with_a_reason(read: Read, check: str) -> None:
    """A check that does not count says why."""
    (waiver,) = read(f"waive: [{{check: {check}, because: 有缺陷的终端}}]").waive

    assert (check, "有缺陷的终端") == (waiver.check, waiver.because)


def test_the_calm_may_be_longer_and_without_probe(read: Read) -> None:
    """Stories that end days later run on."""
    calm = read("calm: {grace: 1h, until: T+3 12:00, probe: no}").calm

    assert (3_600_000_000, False) == (calm.grace_us, calm.probe)
    assert Instant(business_days=3, of_day=time(12)) == calm.until

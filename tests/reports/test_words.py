"""Events in a person's words."""

import pytest

from emulator.domain.texts import has
from emulator.domain.trace import TraceEvent
from emulator.domain.vocabulary import EVENTS
from emulator.reports.words import clock, details, what, who, worded


@pytest.mark.parametrize(
    ("at_us", "text"),
    [
        (0, "00:00:00.000"),
        (999, "00:00:00.000"),
        (31_400_000, "00:00:31.400"),
        (86_399_999_999, "23:59:59.999"),
        (86_400_000_000, "1d 00:00:00.000"),
        (-12_345_678, "-00:00:12.345"),
    ],
)
def test_clock(at_us, text):
    """Time is cut to the millisecond; days stand in front, and a minus before the story."""

    assert text == clock(at_us)


def test_every_event_of_the_vocabulary_has_a_phrase():
    """No event of ours is shown by its machine name."""

    assert [] == [name for name in EVENTS if not has(f"event.{name}")]


def test_unknown_event_is_shown_by_its_name():
    """A stranger's part is not left out of the story."""
    event = TraceEvent(0, 0, "drone", "landed", {"why": "wind"})

    assert ("drone", "landed wind") == (who(event, "en"), what(event, "en"))


def test_message_goes_from_end_to_end():
    """A message names its two ends in the direction it travels."""
    up = TraceEvent(0, 0, "uplink", "sent", {"way": "up"})
    down = TraceEvent(0, 0, "issuer_line", "sent", {"way": "down"})

    assert "terminal -> acquirer" == who(up, "en")
    assert "issuer -> acquirer" == who(down, "en")


@pytest.mark.parametrize(
    ("key", "value", "text"),
    [
        ("amount_fen", 12850, "128.50"),
        ("takes_us", 3000, "3ms"),
        ("late_us", -3000, "-3ms"),
        ("why", "a\x1b[2J", "a\\x1b[2J"),
        ("legible", True, "True"),
    ],
)
def test_details_are_worded_by_their_unit(key, value, text):
    """Fen become yuan, microseconds a duration, and nothing moves the cursor."""

    assert text == worded(key, value)


@pytest.mark.parametrize(
    ("key", "value", "lang", "words"),
    [
        ("result", "stuck", "zh", "没做完"),
        ("result", "stuck", "en", "not finished"),
        ("result", "done", "zh", "做完"),
        ("reason", "stuck", "zh", "打印机死机"),
    ],
)
def test_a_step_that_is_stuck_is_no_printer_that_is(key, value, lang, words):
    """The same machine word is said as what it is a detail of."""

    assert [words] == details({key: value}, lang)


@pytest.mark.parametrize(("lang", "text"), [("zh", "对账 长款 1 未到期 2"), ("en", "")])
def test_a_reconciliation_tells_what_it_found(lang: str, text: str) -> None:
    """Class by class, each with its number."""
    found = {"action": "reconcile", "effect": True, "agrees": False, "long": 1, "not_yet_due": 2}
    en = "reconcile terminal, acquirer and bank long 1 not yet due 2"

    assert (text or en) == what(TraceEvent(0, 0, "cashier", "did", found), lang)

"""Sequence diagrams."""

from emulator.domain.trace import TraceEvent
from emulator.reports.layout import cells
from emulator.reports.sequence import WIDTHS, mermaid, text_diagram


def event(kind, way, **detail):
    return TraceEvent(0, 1_000, "uplink", kind, {"way": way, "mti": "0200", **detail})


def test_message_up_points_to_the_acquirer():
    """The arrow goes from the terminal to the acquirer."""
    _, row = text_diagram([event("delivered", "up")], "en")

    assert "00:00:00.001  |" + " " * 9 + "|---------- 0200 ---------->|" == row[:53]


def test_answer_points_back():
    """The arrow's head is on the terminal's side."""
    _, row = text_diagram([event("delivered", "down")], "en")

    assert "|<" in row
    assert ">" not in row


def test_lost_message_ends_in_a_cross():
    """A message that never arrived has no arrow head."""
    _, row = text_diagram([event("lost", "up")], "en")

    assert "x|" in row
    assert ">" not in row


def test_rows_are_as_wide_as_the_lanes(charged_twice):
    """Arrows keep to their lanes, whatever is written on them."""
    rows = text_diagram([event("delivered", "up", transaction="长" * 40)], "zh")

    assert cells(rows[1]) <= len("00:00:00.001  ") + sum(WIDTHS)


def test_nothing_to_draw_draws_nothing():
    """A trace without messages has no diagram."""

    assert [] == text_diagram([], "en")


def test_notes_stand_beside_their_lane(charged_twice):
    """What people and paper did is noted between the messages."""
    text = "\n".join(text_diagram(charged_twice.trace, "en"))

    assert "* sale 128.50" in text
    assert "* paper out" in text


def test_mermaid_has_participants_and_arrows(charged_twice):
    """The text is what Mermaid reads: answers dashed, lost ones crossed."""
    text = mermaid(charged_twice.trace, "en")

    assert text.startswith("sequenceDiagram\n    participant cashier as cashier\n")
    assert "    terminal->>acquirer: 00:00:01.700 0200 sale 128.50\n" in text
    assert "    acquirer--xterminal: " in text


def test_mermaid_text_cannot_end_a_statement():
    """A semicolon or a hash in a detail would be read as Mermaid."""
    text = mermaid([event("delivered", "up", transaction="a;b#c")], "en")

    assert "a,bno. c" in text

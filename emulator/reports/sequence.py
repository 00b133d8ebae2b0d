"""
A trace as a sequence diagram: as text for a terminal, as Mermaid for a page that draws it.

Drawn are the messages on both lines and what people, paper, power and faults did between them.
Answers are dashed in Mermaid; a message that never arrived ends in a cross.
"""

from collections.abc import Iterable, Iterator

import msgspec

from emulator.domain.texts import say
from emulator.domain.trace import TraceEvent
from emulator.reports.layout import cells, cut, pad
from emulator.reports.words import LINES, clock, details, what, who

LANES = ("cashier", "terminal", "acquirer", "issuer")
"""Who stands side by side, from the till to the bank."""

WIDTHS = (10, 28, 28, 28)
"""Cells from each lane to the next; `0210 sale 128.50 00` fits beside the arrow's shaft."""

_NOTES = {
    "cashier.did": "cashier",
    "cardholder.complained": "cashier",
    "terminal.powered_off": "terminal",
    "terminal.powered_on": "terminal",
    "printer.slip_printed": "terminal",
    "printer.slip_torn": "terminal",
    "printer.paper_out": "terminal",
    "printer.paper_loaded": "terminal",
    "storage.torn": "terminal",
    "acquirer.batch_closed": "acquirer",
    "acquirer.closed": "acquirer",
    "acquirer.opened": "acquirer",
    "clearing.merchant_credited": "acquirer",
    "fault.fired": "terminal",
    "fault.healed": "terminal",
}
"""Events that are written beside a lane."""

_LOST = ("lost", "not_sent")

_LABEL = ("mti", "transaction", "amount_fen", "code")
"""What is written on an arrow."""


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the diagram: an arrow between two lanes, or a note beside one."""

    at_us: int
    sender: str
    receiver: str = ""
    """Empty for a note."""
    text: str
    lost: bool = False
    answer: bool = False


def marks(events: Iterable[TraceEvent], lang: str) -> Iterator[Mark]:
    """What of a trace is drawn, in order."""
    for event in events:
        ends = LINES.get(event.source)
        if ends is not None and event.kind in ("delivered", *_LOST) and not event.inside:
            up = event.detail.get("way") == "up"
            yield Mark(
                at_us=event.at_us,
                sender=ends[0] if up else ends[1],
                receiver=ends[1] if up else ends[0],
                text=" ".join(details(event.detail, lang, _LABEL)),
                lost=event.kind in _LOST,
                answer=not up,
            )
        elif event.name in _NOTES:
            yield Mark(at_us=event.at_us, sender=_NOTES[event.name], text=_note(event, lang))


def _note(event: TraceEvent, lang: str) -> str:
    """What is written beside a lane; a fault says that it is one."""
    text = what(event, lang)
    return f"{who(event, lang)}: {text}" if event.source == "fault" else text


def text_diagram(events: Iterable[TraceEvent], lang: str) -> list[str]:
    """Draw arrows and lanes with ASCII characters only; lanes keep their places."""
    drawn = list(marks(events, lang))
    if not drawn:
        return []
    indent = max(len(clock(mark.at_us)) for mark in drawn) + 2
    names = "".join(
        pad(say(f"part.{lane}", lang), width) for lane, width in zip(LANES, WIDTHS, strict=True)
    )
    return [" " * indent + names.rstrip(), *(_row(mark, indent) for mark in drawn)]


def _row(mark: Mark, indent: int) -> str:
    time = pad(clock(mark.at_us), indent)
    start = LANES.index(mark.sender)
    if not mark.receiver:
        return f"{time}{_bars(0, start)}* {mark.text}"
    end = LANES.index(mark.receiver)
    left = min(start, end)
    shaft = _shaft(mark, WIDTHS[left] - 1, rightward=end > start)
    return f"{time}{_bars(0, left)}|{shaft}{_bars(left + 1, len(LANES)).rstrip()}"


def _bars(first: int, end: int) -> str:
    return "".join(pad("|", width) for width in WIDTHS[first:end])


def _shaft(mark: Mark, room: int, *, rightward: bool) -> str:
    label = cut(mark.text, room - 6)
    rest = room - cells(label) - 2
    line = "-" * (rest // 2) + f" {label} " + "-" * (rest - rest // 2)
    head = "x" if mark.lost else ">" if rightward else "<"
    return line[:-1] + head if rightward else head + line[1:]


def mermaid(events: Iterable[TraceEvent], lang: str) -> str:
    """Write the same diagram in Mermaid's words, for Markdown that draws it."""
    lines = ["sequenceDiagram"]
    lines += [f"    participant {lane} as {say(f'part.{lane}', lang)}" for lane in LANES]
    for mark in marks(events, lang):
        text = f"{clock(mark.at_us)} {_quiet(mark.text)}"
        if not mark.receiver:
            lines.append(f"    Note over {mark.sender}: {text}")
            continue
        dash = "--" if mark.answer else "-"
        arrow = dash + ("x" if mark.lost else ">>")
        lines.append(f"    {mark.sender}{arrow}{mark.receiver}: {text}")
    return "\n".join(lines) + "\n"


def _quiet(text: str) -> str:
    """Take out the two characters that end a statement or begin a comment in Mermaid."""
    return text.replace(";", ",").replace("#", "no. ")

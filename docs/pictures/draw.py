"""
Draws the pictures of the README from a real run: the sales slip, and what passed before it came.

    python docs/pictures/draw.py

writes `answer-lost.en.svg` and `answer-lost.zh.svg` beside this file; a test holds that they are up
to date. Every character is placed by its own x, so that Chinese and Latin line up whatever fonts
the reader has. Left out: shades of thermal paper, and any font or script from elsewhere.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import msgspec
from msgspec.structs import replace

from emulator.domain.moments import SECOND
from emulator.domain.money import yuan
from emulator.domain.plan import Scenario
from emulator.domain.receipt import SlipLine
from emulator.domain.texts import say, spoken_duration
from emulator.domain.trace import TraceEvent
from emulator.reports import slip
from emulator.reports.layout import cells
from emulator.reports.outcome import title_of
from emulator.reports.sequence import LANES, Mark, marks
from emulator.reports.words import clock
from emulator.runner import load, run

HERE = Path(__file__).parent
SCENARIOS = HERE.parents[1] / "scenarios"
STORY = SCENARIOS / "S1-debited-no-slip" / "answer-lost.yaml"
SLIP_LANGUAGE = {"zh": "zh", "en": "zh+en"}
"""What is on the slip beside each language of the drawing."""

FONTS = (
    "DejaVu Sans Mono, Menlo, Consolas, Liberation Mono, Noto Sans Mono CJK SC, "
    "Source Han Mono SC, WenQuanYi Micro Hei Mono, PingFang SC, Microsoft YaHei, monospace"
)
CELL = 0.602
"""Width of a Latin character of these fonts, of their size."""
INK, PALE, RULE, BAD, GOOD = "#1f2933", "#69757f", "#c5ccd3", "#c62828", "#1b6e3c"

WIDTH, MARGIN = 1000, 24
PAPER_WIDTH, PAPER_PAD, LINE = 300, 20, 17
LEFT = MARGIN + PAPER_WIDTH + 36
"""Where the column of times begins."""
LANE_X = {"cashier": 456, "terminal": 540, "acquirer": 696, "issuer": 852}
BALANCE_X = 976
"""Right edge of the column of balances."""
TOP, ROW = 72, 25
CARDHOLDER = "cardholder:customer"
"""Whose balance is shown."""
LONG_US = 30 * SECOND
"""A pause from which on the time that went by is written down."""


class Row(msgspec.Struct, frozen=True):
    """One row of the sequence: a mark, how long nothing came before it, and a new balance."""

    mark: Mark
    pause_us: int = 0
    balance_fen: int | None = None
    is_sound: bool = True
    """False for a debit that somebody will have to give back."""


# Text -----------------------------------------------------------------------------------------


def number(value: float) -> str:
    """A coordinate with one decimal at most."""
    return f"{value:.1f}".removesuffix(".0")


def text(
    x: float,
    y: float,
    words: str,
    *,
    size: float = 12.5,
    fill: str = INK,
    bold: bool = False,
    wide: int = 1,
    anchor: str = "start",
) -> str:
    """
    Words with a place for each character; a Chinese one takes two cells and stands amid them.

    A wide character takes twice the cells; it is drawn larger, not stretched.
    """
    cell = size * CELL * wide
    size *= 1 + (wide - 1) * 0.6
    if anchor != "start":
        x -= cells(words) * cell / (2 if anchor == "middle" else 1)
    places, shown, at = [], "", x
    for char in words:
        width = cells(char) * cell
        if char != " ":
            shown += char
            places.append(number(at + (width - size * (1 if cells(char) == 2 else CELL)) / 2))
        at += width
    look = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{" ".join(places)}" y="{number(y)}" font-size="{number(size)}" '
        f'fill="{fill}"{look}>{escape(shown)}</text>'
    )


def line(x1: float, y1: float, x2: float, y2: float, *, stroke: str = INK, dash: str = "") -> str:
    """A straight line."""
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    places = f'x1="{number(x1)}" y1="{number(y1)}" x2="{number(x2)}" y2="{number(y2)}"'
    return f'<line {places} stroke="{stroke}" stroke-width="1.3"{dashed}/>'


# The slip -------------------------------------------------------------------------------------


def paper(lines: Sequence[SlipLine], height: float) -> Iterator[str]:
    """A slip torn off below, with its lines."""
    left, right, bottom = MARGIN, MARGIN + PAPER_WIDTH, MARGIN + height
    teeth = range(right, left - 1, -10)
    torn = " ".join(f"L{x} {number(bottom - n % 2 * 5)}" for n, x in enumerate(teeth))
    yield (
        f'<path d="M{left} {MARGIN} L{right} {MARGIN} {torn} Z" fill="#fffefa" stroke="{RULE}"/>'
    )
    for n, one in enumerate(lines):
        if one.text.strip():
            yield slip_line(one, MARGIN + 32 + n * LINE)


def slip_line(one: SlipLine, y: float) -> str:
    """One line where the printer would put it: left, middle or right of 32 columns."""
    room = PAPER_WIDTH - 2 * PAPER_PAD
    size = room / slip.NARROW / CELL
    starts = {
        "left": (MARGIN + PAPER_PAD, "start"),
        "center": (MARGIN + PAPER_WIDTH / 2, "middle"),
        "right": (MARGIN + PAPER_WIDTH - PAPER_PAD, "end"),
    }
    x, anchor = starts[one.align]
    return text(x, y, one.text, size=size, bold=one.bold, wide=one.size, anchor=anchor)


# The sequence ---------------------------------------------------------------------------------


def rows(events: Sequence[TraceEvent], lang: str, opening_fen: int) -> list[Row]:
    """What is drawn of a story, with the cardholder's balance beside the bank's next answer."""
    found: list[Row] = []
    before_us, balance_fen, is_news = 0, opening_fen, True
    for event in events:
        if event.name == "issuer.posted":
            legs = event.detail["legs"]
            balance_fen += sum(fen for account, fen in legs if account == CARDHOLDER)
            is_news = True
        for mark in marks([event], lang):
            told = is_news and (not found or mark.sender == "issuer")
            found.append(Row(mark, mark.at_us - before_us, balance_fen if told else None))
            before_us, is_news = mark.at_us, is_news and not told
    return [
        replace(row, is_sound=not any(r.balance_fen == opening_fen for r in found[n:]))
        if row.balance_fen not in (None, opening_fen)
        else row
        for n, row in enumerate(found)
    ]


def sequence(drawn: Sequence[Row], lang: str, *, height: float) -> Iterator[str]:
    """Lanes, arrows, notes and balances."""
    for lane in LANES:
        x = LANE_X[lane]
        yield line(x, TOP - 8, x, height - MARGIN, stroke=RULE)
        yield text(x, TOP - 16, say(f"part.{lane}", lang), bold=True, anchor="middle")
    y: float = TOP
    for row in drawn:
        if row.pause_us >= LONG_US:
            y += ROW * 0.9
            yield from pause(row.pause_us, y)
        y += ROW
        yield text(LEFT, y, clock(row.mark.at_us)[3:], size=11, fill=PALE)
        yield from arrow(row.mark, y) if row.mark.receiver else note(row.mark, y)
        if row.balance_fen is not None:
            fill = GOOD if row.is_sound else BAD
            yield text(BALANCE_X, y, yuan(row.balance_fen), fill=fill, bold=True, anchor="end")


def pause(us: int, y: float) -> Iterator[str]:
    """A stretch in which nothing passed."""
    yield line(LEFT, y - 4, WIDTH - MARGIN, y - 4, stroke=RULE, dash="2 4")
    yield from chip((LANE_X["terminal"] + LANE_X["acquirer"]) / 2, y, f"... {spoken_duration(us)}")


def arrow(mark: Mark, y: float) -> Iterator[str]:
    """A message: whole, or ending in a cross half way."""
    start, end = LANE_X[mark.sender], LANE_X[mark.receiver]
    middle, step = (start + end) / 2, 1 if end > start else -1
    colour = BAD if mark.lost else INK
    tip = end - step * 2 if not mark.lost else start + (end - start) * 0.8
    yield line(start, y, tip, y, stroke=colour, dash="6 3" if mark.answer else "")
    if mark.lost:
        for dy in (-5, 5):
            yield line(tip - 5, y - dy, tip + 5, y + dy, stroke=colour)
    else:
        back = number(tip - step * 8)
        yield (
            f'<path d="M{number(tip)} {number(y)} L{back} {number(y - 4)} '
            f'L{back} {number(y + 4)} Z" fill="{colour}"/>'
        )
    yield text(middle, y - 5, mark.text, size=11.5, fill=colour, anchor="middle")


def note(mark: Mark, y: float) -> Iterator[str]:
    """What somebody did, or what was broken, beside its lane."""
    x = LANE_X[mark.sender]
    struck = mark.text.startswith(tuple(say("part.fault", lang) for lang in ("zh", "en")))
    colour = BAD if struck else INK
    yield f'<circle cx="{x}" cy="{number(y - 4)}" r="3.6" fill="{colour}"/>'
    width = cells(mark.text) * 11.5 * CELL
    yield (
        f'<rect x="{x + 8}" y="{number(y - 14)}" width="{number(width + 8)}" height="18" '
        'fill="#ffffff"/>'
    )
    yield text(x + 12, y, mark.text, size=11.5, fill=colour, bold=struck)


def chip(x: float, y: float, words: str) -> Iterator[str]:
    """Words on a patch that hides what is behind them."""
    width = cells(words) * 11.5 * CELL + 14
    yield (
        f'<rect x="{number(x - width / 2)}" y="{number(y - 14)}" width="{number(width)}" '
        'height="19" fill="#ffffff"/>'
    )
    yield text(x, y, words, size=11.5, fill=PALE, anchor="middle")


# The picture ----------------------------------------------------------------------------------


def story(lang: str) -> tuple[Scenario, list[TraceEvent]]:
    """Run the scenario, with its slips in the wanted language; its events from 0 to the calm."""
    scenario = next(iter(load([STORY], root=SCENARIOS)))
    terminal = replace(scenario.given.terminal, language=SLIP_LANGUAGE[lang])
    scenario = replace(scenario, given=replace(scenario.given, terminal=terminal))
    events = run(scenario).trace.events
    end = next(n for n, event in enumerate(events) if event.name == "bench.trouble_ended")
    return scenario, [event for event in events[:end] if event.at_us >= 0]


def picture(lang: str) -> str:
    """The whole drawing."""
    scenario, events = story(lang)
    opening_fen = scenario.given.cardholders[0].balance_fen
    printed = next(event for event in events if event.name == "printer.slip_printed")
    lines = slip.layout(slip.from_event(printed.detail))
    drawn = rows(events, lang, opening_fen)
    height = TOP + (len(drawn) + sum(row.pause_us >= LONG_US for row in drawn)) * ROW + MARGIN + 8
    title = title_of(scenario, lang)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        f'width="{WIDTH}" height="{height}" font-family="{FONTS}" role="img">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        *paper(lines, height - 2 * MARGIN),
        text(LEFT, MARGIN + 8, title, bold=True),
        text(BALANCE_X, TOP - 16, say("part.cardholder", lang), bold=True, anchor="end"),
        *sequence(drawn, lang, height=height),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def file_of(lang: str) -> Path:
    """Where the drawing in a language is kept."""
    return HERE / f"answer-lost.{lang}.svg"


if __name__ == "__main__":
    for each in SLIP_LANGUAGE:
        file_of(each).write_text(picture(each), encoding="utf-8")

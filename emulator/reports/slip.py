"""
How a slip looks: lines of 32 or 48 columns, in Chinese or in both languages.

The length of a slip is fixed by its kind (`domain.receipt.LINES`), because the printer must know it
before anybody looks. A layout that is shorter is fed to that length; one that is longer first loses
its rules and whatever else is expendable. Left out: fonts and dots. A wide line has half as many
columns; its text is never longer than they are.

Source: payments.md 3.11 for what a sales slip must say; the words are ours.
"""

from collections.abc import Callable
from typing import Any

import msgspec

from emulator.domain.receipt import DETAIL_ITEM_LINES, LINES, REPORT_LINES, Receipt, SlipLine
from emulator.reports.layout import cells
from emulator.reports.slip_certificate import certificate
from emulator.reports.slip_parts import Paper
from emulator.reports.slip_reports import cash, detail, fault, settlement, totals
from emulator.reports.slip_sale import sale

NARROW = 32
"""Columns of 58 mm paper."""
BROAD = 48
"""Columns of 80 mm paper."""

_REPORTS: dict[str, Callable[[Paper, dict[str, Any]], None]] = {
    "settlement": settlement,
    "fault": fault,
    "cash": cash,
    "detail": detail,
    "totals": totals,
    "certificate": certificate,
}


def line_count(receipt: Receipt) -> int:
    """How many lines a slip of this sort has, tail feed included."""
    if receipt.copy != "report":
        return LINES[receipt.copy]
    items = len(receipt.values.get("items", ())) if receipt.kind == "detail" else 0
    return REPORT_LINES[receipt.kind] + items * DETAIL_ITEM_LINES


def layout(receipt: Receipt, *, columns: int = NARROW) -> tuple[SlipLine, ...]:
    """
    Set a slip.

    Args:
        receipt: What it says.
        columns: Normal characters in a line, 32 or 48; a Chinese character takes two.

    Returns:
        As much as `line_count` lines are long, the last of them feed; a line of size 2 is two
        lines high.
    """
    paper = Paper(columns, receipt.language)
    if receipt.void_above:
        paper.mark("void_above")
    if receipt.copy == "report":
        _REPORTS[receipt.kind](paper, msgspec.structs.asdict(receipt))
    else:
        sale(paper, receipt)
    return paper.fed_to(line_count(receipt))


def plain(lines: tuple[SlipLine, ...], *, columns: int = NARROW) -> str:
    """The slip as text for a terminal, without the blanks at the ends of lines."""
    return "\n".join(_placed(line, columns).rstrip() for line in lines)


def _placed(line: SlipLine, columns: int) -> str:
    room = max(columns - cells(line.text), 0)
    if line.align == "right":
        return " " * room + line.text
    return " " * (room // 2) + line.text if line.align == "center" else line.text


def from_event(detail: dict[str, Any]) -> Receipt:
    """The slip that the event `printer.slip_printed` tells of."""
    return Receipt(
        kind=detail["slip_kind"],
        copy=detail["copy"],
        values=detail["content"],
        lines=detail["lines"],
        reprint=detail.get("reprint", False),
        void_above=detail.get("void_above", False),
        language=detail.get("language", "zh"),
        training=detail.get("training", False),
    )

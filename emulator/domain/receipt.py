"""
A slip as the terminal sends it to the printer: what it says, not yet how it looks.

Layout into columns and lines is in `reports.slip`; how long the paper gets is decided here, since
the printer needs to know it before anybody looks at the slip.
"""

from typing import Any

import msgspec

LINE_MM = 4
"""Paper fed by one line at the default spacing (30 dots at 203 dpi is 3.75 mm)."""

LINES = {"merchant": 26, "cardholder": 24, "bank": 26}
"""Lines of each copy of a card slip, tail feed included; the cardholder's has no signature."""
REPORT_LINES = {
    "settlement": 22,
    "fault": 14,
    "cash": 14,
    "detail": 7,
    "totals": 20,
    "certificate": 20,
}
"""Lines of slips without copies; a detail slip has `DETAIL_ITEM_LINES` more for each item."""
DETAIL_ITEM_LINES = 2


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """One copy of one slip."""

    kind: str
    """sale, void, refund, preauth ..., settlement, detail, totals, fault, certificate."""
    copy: str
    """merchant, cardholder, bank; `report` for slips without copies."""
    values: dict[str, Any]
    """What is printed: merchant, terminal, operator, card (masked), batch, stan, amount_fen ..."""
    lines: int
    """How many lines the layout has, tail feed included."""
    reprint: bool = False
    """True prints ****重打印/DUPLICATED****."""
    void_above: bool = False
    """True prints a line that voids the torn piece above."""
    language: str = "zh"
    """zh, or zh+en for the bilingual slip."""
    training: bool = False

    @property
    def length_mm(self) -> int:
        """Paper that the whole copy needs."""
        return self.lines * LINE_MM


class SlipLine(msgspec.Struct, frozen=True):
    """One line of a slip as a printer would be told to print it."""

    text: str = ""
    align: str = "left"
    """left, center or right."""
    bold: bool = False
    size: int = 1
    """1, or 2 for characters of double width and height."""


class PrintJob(msgspec.Struct, frozen=True):
    """What the terminal hands to the printer port."""

    number: int
    receipt: Receipt


class PrintReport(msgspec.Struct, frozen=True):
    """
    What comes back for a job.

    result is one of `printed`, `paper_out`, `cover_open`, `jam`, `cutter_jam`, `hot`, `fault`,
    `unknown`. On anything but `printed`, `cutter_jam` and `unknown` the job is over and the paper
    holds a torn piece of `printed_mm` millimetres, possibly none. `unknown`, or no report at all by
    the deadline, means that nobody knows: a whole slip may be on paper.
    """

    number: int
    result: str
    printed_mm: int = 0
    """At least this much is on paper; more than 0 if anything may be."""
    may_finish: bool = False
    """True: the printer could not be made to forget the job, so its rest may still come out; a
    second report then says so, and any further print carries the reprint mark."""

"""
The paper that has come out of the slot, as lines of text.

Watched, it grows line by line while a slip prints, torn pieces and hand-fed paper included. From
events alone, as in a replay without a shop, a whole slip comes at once, and of a piece that nobody
can know the text of, only how long it is. Left out there: paper that belongs to no slip.
"""

from collections import deque

from emulator.domain.paper import Strip
from emulator.domain.texts import say
from emulator.domain.trace import TraceEvent
from emulator.interfaces.live.views.view_state import Paper
from emulator.reports.paper.text import Screen
from emulator.reports.slip import NARROW, from_event
from emulator.reports.words import trade_word

KEPT_LINES = 400
"""Twelve slips; who wants older ones asks for a reprint."""


class PaperView:
    """The end of the paper."""

    def __init__(self, lang: str, *, columns: int = NARROW) -> None:
        """
        Args:
            lang: Of what is told beside the print, zh or en.
            columns: Characters across a slip that is known from its event alone.
        """
        self.lines: deque[str] = deque(maxlen=KEPT_LINES)
        """The last lines that came out."""
        self.count = 0
        """How many ever came out."""
        self.slips = 0
        """Pieces of paper that are complete."""
        self.columns = columns
        """Characters across the paper."""
        self.is_watched = False
        """True once `see` is told of paper; events tell nothing new then."""
        self._lang = lang
        self._screen: Screen | None = None
        self._number = 0
        self._shown = 0
        """Pieces of the strip under way that were shown."""

    def snapshot(self) -> Paper:
        """The paper as it is now."""
        return Paper(tuple(self.lines), self.count, self.slips)

    def see(self, strip: Strip) -> None:
        """Take in a strip as far as it is out; see `InstalledPrinter.watch_paper`."""
        if self._screen is None or strip.number != self._number:
            self._screen = Screen(strip.width, self.columns, lang=self._lang)
            self._number, self._shown = strip.number, 0
        screen, pieces = self._screen, strip.pieces
        for piece in pieces[self._shown :]:
            self._add(screen.piece(piece))
        self._shown = len(pieces)
        if strip.end:
            self._add([*screen.rest(), screen.end_mark(strip.end)])
            self._end()

    def take(self, event: TraceEvent) -> None:
        """Follow one of the printer's events."""
        if self.is_watched:
            return
        if event.kind == "slip_printed":
            self._take_whole(event)
        elif event.kind in ("slip_torn", "slip_unconfirmed"):
            self._take_piece(event)

    def _take_whole(self, event: TraceEvent) -> None:
        detail = event.detail
        if "content" not in detail:
            self._take_piece(event)
            return
        from emulator.reports.paper.slips import strip_of  # loads what draws pictures

        receipt = from_event(detail)
        end = "cut" if detail.get("cut") else "fed"
        self.see(strip_of(receipt, columns=self.columns, number=self.slips + 1, end=end))

    def _take_piece(self, event: TraceEvent) -> None:
        detail, lang = event.detail, self._lang
        what = " ".join(
            trade_word(str(detail[key]), lang)
            for key in ("slip_kind", "copy", "stan")
            if detail.get(key)
        )
        why = trade_word(str(detail.get("reason", "")), lang)
        lines = [what] if what else []
        printed_mm = detail.get("printed_mm", 0)
        self._add([*lines, say(f"live.paper.{event.kind}", lang, mm=printed_mm, why=why)])
        self._end()

    def _add(self, lines: list[str]) -> None:
        self.lines.extend(lines)
        self.count += len(lines)

    def _end(self) -> None:
        self.slips += 1
        self._screen = None

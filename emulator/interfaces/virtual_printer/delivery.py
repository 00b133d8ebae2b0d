"""
What comes out of the printer, told where people look: the screen, files, pictures.

Left out: how it looks, which is the affair of `reports.paper`.
"""

import os
import sys

from emulator.domain.paper import DOTS_PER_MM, Piece, Strip
from emulator.interfaces.virtual_printer.foot import Foot
from emulator.interfaces.virtual_printer.outputs import Lines, Pictures
from emulator.interfaces.voice import Voice, takes_colour, write
from emulator.printer.device.effects import (
    Beeped,
    Complaint,
    Effect,
    Kicked,
    LinePrinted,
    Lost,
    StripEnded,
)
from emulator.reports.layout import one_line
from emulator.reports.paper.text import Screen

MOST_COMPLAINTS = 20
"""Shown of one host, of garbage and of losses each; 100 MB of them would bury everything else."""


class Delivery:
    """Shows paper line by line and every piece of paper as it ends."""

    def __init__(
        self,
        voice: Voice,
        foot: Foot,
        *,
        width: int,
        pictures: Pictures | None = None,
        text: Lines | None = None,
    ) -> None:
        """
        Args:
            voice: Data goes to standard output, all else beside it.
            foot: Goes away while something is written.
            width: Printable dots across.
            pictures: Draws each strip; None draws none.
            text: Takes what the screen shows; None for nobody.
        """
        self.slips = 0
        """Pieces of paper that are complete."""
        self._voice = voice
        self._foot = foot
        self._pictures = pictures
        self._text = text
        ansi = takes_colour(sys.stdout, os.environ)
        self._screen = Screen(width, ansi=ansi, lang=voice.lang)
        self._plain = Screen(width, lang=voice.lang) if text is not None else None
        self._shown = 0
        """Pieces of the strip under way that were shown."""
        self._complaints = 0
        self._losses = 0
        self._lost_bytes = 0
        self._first_offset = 0
        """Of the stream, at the first byte of the host."""

    def took(self, effect: Effect) -> None:
        """Hear what the printer did."""
        kind = type(effect)
        if kind is LinePrinted:
            assert isinstance(effect, LinePrinted)
            self._shown += 1
            line = effect.line
            self._piece(Piece(line, line.height, effect.blank))
        elif isinstance(effect, StripEnded):
            self._ended(effect.strip)
        elif isinstance(effect, Complaint):
            self._complain(effect)
        elif isinstance(effect, Lost):
            self._lose(effect)
        elif isinstance(effect, Kicked):
            self.tell("cli.printer.kicked", pin=effect.pin)
        elif kind is Beeped:
            self.tell("cli.printer.beeped")

    def tell(self, id: str, /, **values: object) -> None:
        """Narrate a sentence, above the foot."""
        self._foot.hide()
        self._voice.tell(id, **values)

    def narrate(self, text: str) -> None:
        """Narrate lines, above the foot."""
        self._foot.hide()
        self._voice.narrate(text)

    def host_came(self, offset: int) -> None:
        """Count bytes from here; `offset` is that of the next one."""
        self._complaints = self._losses = self._lost_bytes = 0
        self._first_offset = offset

    def host_left(self) -> None:
        """Tell how much more there was to complain of than was shown."""
        if self._complaints > MOST_COMPLAINTS:
            self.tell("cli.printer.more_garbage", count=self._complaints - MOST_COMPLAINTS)
        if self._losses > MOST_COMPLAINTS:
            self.tell("cli.printer.lost_in_all", count=self._lost_bytes)

    # Paper ------------------------------------------------------------------------------------

    def _piece(self, piece: Piece) -> None:
        self._show(self._screen.piece(piece))
        if self._plain is not None:
            self._keep(self._plain.piece(piece))

    def _ended(self, strip: Strip) -> None:
        """Show what was not told as a whole line, and the end."""
        for piece in strip.pieces[self._shown :]:
            self._piece(piece)
        self._shown = 0
        self.slips += 1
        self._show([*self._screen.rest(), self._screen.end_mark(strip.end)])
        if self._plain is not None:
            self._keep([*self._plain.rest(), self._plain.end_mark(strip.end)])
        length_mm = strip.length // DOTS_PER_MM
        if self._pictures is None:
            self.tell("cli.printer.slip", number=strip.number, length_mm=length_mm)
        else:
            file = one_line(str(self._pictures.take(strip)))
            self.tell("cli.printer.saved", number=strip.number, length_mm=length_mm, file=file)

    def _show(self, lines: list[str]) -> None:
        if lines:
            self._foot.hide()
            write(sys.stdout, "\n".join(lines))

    def _keep(self, lines: list[str]) -> None:
        assert self._text is not None
        for line in lines:
            self._text.take(line.encode("utf-8", "backslashreplace"))

    # Garbage ----------------------------------------------------------------------------------

    def _complain(self, effect: Complaint) -> None:
        self._complaints += 1
        if self._complaints <= MOST_COMPLAINTS:
            offset = effect.offset - self._first_offset
            self.tell("cli.printer.garbage", offset=offset, data=effect.data.hex(" "))

    def _lose(self, effect: Lost) -> None:
        self._losses += 1
        self._lost_bytes += effect.count
        if self._losses <= MOST_COMPLAINTS:
            offset = effect.offset - self._first_offset
            self.tell("cli.printer.lost", offset=offset, count=effect.count)

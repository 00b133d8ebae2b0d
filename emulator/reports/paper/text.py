"""
A piece of paper as lines of text for a screen.

One line of the paper is one line of text, and every run of characters stands at the column where it
stands on the paper; a feed is as many empty lines as it is high. What text cannot show is told in
its place: a picture or a bar code by a box, a QR code by its modules if they fit, a line that
stopped half way by the upper halves of its characters, blank paper and the end of the strip by a
mark. Left out: the size of characters; a big one takes no more room than a normal one.
"""

from collections.abc import Sequence

from emulator.domain.paper import FONT_DOTS, Dots, Line, Piece, Strip, Text, is_wide
from emulator.domain.texts import say
from emulator.reports.layout import cells, cut, one_line
from emulator.reports.paper.symbols import boxed, qr_blocks

PITCH_DOTS = 30
"""A feed of so many dots is an empty line."""
_SLACK_DOTS = 8
"""A feed that is so much shorter still is one."""
_CELL = FONT_DOTS["A"][0]
_DIM, _BLACK_ON_WHITE = "2", "30;47"
_HALF = "▀"


def as_text(
    strip: Strip, *, columns: int | None = None, ansi: bool = False, lang: str = "zh"
) -> list[str]:
    """
    Read a strip.

    Args:
        strip: The paper.
        columns: Cells across; None gives each character of font A its own. Lines of small print may
            be longer.
        ansi: True shows bold, underlined and inverse words, and dims what is not print.
        lang: Of what is told beside the print, zh or en.

    Returns:
        Lines without blanks at their ends, the last of them the mark of the strip's end. Control
        characters are made visible.
    """
    screen = Screen(strip.width, columns, ansi=ansi, lang=lang)
    lines: list[str] = []
    for piece in strip.pieces:
        lines += screen.piece(piece)
    return [*lines, *screen.rest(), screen.end_mark(strip.end)]


class Screen:
    """
    Turns paper into text piece by piece, for a screen that shows it while it comes out.

    A picture that comes in bands is shown as one box, as soon as something else comes.
    """

    def __init__(
        self, width: int, columns: int | None = None, *, ansi: bool = False, lang: str = "zh"
    ) -> None:
        """
        Args:
            width: Dots across the paper.
            columns: As for `as_text`, and so `ansi` and `lang`.
        """
        self._columns = columns or max(width // _CELL, 1)
        self._dots_per_cell = max(width // self._columns, 1)
        self._ansi, self._lang = ansi, lang
        self._picture: Dots | None = None
        """The picture under way, as high as it has become."""
        self._is_blank = False
        """True while nothing but blank paper came since that was told."""

    def piece(self, piece: Piece) -> list[str]:
        """What can be shown now that this came out."""
        line = piece.line
        if line.items:
            if piece.blank:
                return [*self.rest(), *self._blank(piece)]
            self._is_blank = False
        band = _band(line)
        if band is not None:
            return self._grown(band, piece.dots)
        return [*self.rest(), *self._line(line, piece.dots)]

    def rest(self) -> list[str]:
        """The picture under way, if there is one; for when nothing more comes for a while."""
        picture, self._picture = self._picture, None
        return [] if picture is None else self._drawn(picture)

    def end_mark(self, end: str) -> str:
        """The line that shows where and how a strip ends, see `Strip.end`."""
        if end == "fed":
            mark = ("- " * self._columns)[: self._columns]
        elif end == "cut":
            mark = _amid(" ✂ ", " -", self._columns)
        else:
            mark = _amid(f" {self._say(end)} ", "~", self._columns)
        return self._painted(mark.rstrip(), _DIM)

    # Lines ------------------------------------------------------------------------------------

    def _line(self, line: Line, dots: int) -> list[str]:
        """Its pictures in rows of their own, its words, and the paper fed behind them."""
        texts = sorted((i for i in line.items if isinstance(i, Text)), key=lambda text: text.x)
        tallest = max((item.height for item in line.items), default=0)
        out: list[str] = []
        for item in line.items:
            if isinstance(item, Dots) and item.what != "character":
                out += self._drawn(item)
        if texts and dots >= tallest:
            out.append(self._words(texts))
        elif texts and dots > tallest - max(text.height for text in texts):
            out.append(self._words([_halved(text) for text in texts]))
        fed = dots - (tallest if line.items else 0)
        return [*out, *[""] * _empty_lines(fed)]

    def _words(self, texts: Sequence[Text]) -> str:
        """Runs of text at their columns; one that has no room begins behind the one before it."""
        out, used = "", 0
        for text in texts:
            shown = one_line(text.text)
            gap = max(self._column(text, cells(shown), is_alone=len(texts) == 1) - used, 0)
            out += " " * gap + self._painted(shown, _codes(text))
            used += gap + cells(shown)
        return out.rstrip()

    def _column(self, text: Text, size: int, *, is_alone: bool) -> int:
        """Where a run begins; a big one stands where its paper does: left, amid or right."""
        start = round(text.x / self._dots_per_cell)
        spare = round(text.width / self._dots_per_cell) - size
        if text.style.width == 1 or spare <= 0 or not is_alone:
            return start
        behind = self._columns - start - size - spare
        if abs(behind - start) <= 1:
            return start + spare // 2
        return start + spare if behind < start else start

    # What is not text -------------------------------------------------------------------------

    def _blank(self, piece: Piece) -> list[str]:
        """Blank paper, told once and then left empty."""
        told, self._is_blank = self._is_blank, True
        empty = [""] * max(_empty_lines(piece.dots), 1)
        return empty if told else [self._painted(self._say("blank"), _DIM), *empty[1:]]

    def _grown(self, band: Dots, dots: int) -> list[str]:
        """Put a band below the one before it if both are one picture."""
        above, height, done = self._picture, dots, []
        if above is not None and (above.x, above.width) == (band.x, band.width):
            height += above.height
        else:
            done = self.rest()
        self._picture = Dots(band.x, band.width, height, b"")
        return done

    def _drawn(self, item: Dots) -> list[str]:
        """A code by its modules with what it says below, anything else as a box."""
        rows, codes = qr_blocks(item, self._columns), _BLACK_ON_WHITE
        words = [] if rows is None else [cut(one_line(item.says), self._columns)]
        if rows is None:
            rows, codes = boxed(item, self._columns, self._dots_per_cell, self._lang), _DIM
        middle = round((item.x + item.width / 2) / self._dots_per_cell)
        return [
            *[self._around(middle, row, codes) for row in rows],
            *[self._around(middle, row, _DIM) for row in words if row],
        ]

    def _around(self, middle: int, row: str, codes: str) -> str:
        """A row amid its place on the paper, moved so that it does not go over the edge."""
        start = max(min(middle - cells(row) // 2, self._columns - cells(row)), 0)
        return (" " * start + self._painted(row, codes)).rstrip()

    def _say(self, name: str) -> str:
        return cut(say(f"paper.{name}", self._lang), self._columns)

    def _painted(self, shown: str, codes: str) -> str:
        return f"\x1b[{codes}m{shown}\x1b[0m" if self._ansi and codes and shown else shown


def _codes(text: Text) -> str:
    style = text.style
    looks = (("1", style.bold), ("4", style.underline), ("7", style.inverse))
    return ";".join(code for code, is_on in looks if is_on)


def _empty_lines(dots: int) -> int:
    return max((dots + _SLACK_DOTS) // PITCH_DOTS, 0)


def _band(line: Line) -> Dots | None:
    """The picture that a line consists of; the next line may hold more of it."""
    item = line.items[0] if len(line.items) == 1 else None
    is_band = isinstance(item, Dots) and item.what == "image" and item.height == line.height
    return item if is_band and isinstance(item, Dots) else None


def _halved(text: Text) -> Text:
    """The same run with the upper half of something in place of its characters."""
    halves = "".join(
        char if char.isspace() else _HALF * (2 if is_wide(char) else 1) for char in text.text
    )
    return Text(text.x, halves, text.style, text.spacing)


def _amid(words: str, pattern: str, columns: int) -> str:
    """Words amid a rule across the paper."""
    side = max((columns - cells(words)) // 2, 0)
    left = (pattern * columns)[-side:] if side else ""
    return left + words + left[::-1]

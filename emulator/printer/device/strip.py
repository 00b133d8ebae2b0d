"""The piece of paper that hangs out of the printer, and what becomes of a line that was broken."""

from emulator.domain.paper import Dots, Line, Piece, Strip, Text


class StripUnderWay:
    """
    What came out since the last cut.

    It is bounded by the roll: a piece without a dot row is not kept.
    """

    __slots__ = ("_pieces", "_width", "dots", "is_begun", "number")

    def __init__(self, width: int) -> None:
        self.number = 0
        """The count of strips; of the one under way once it has begun."""
        self.is_begun = False
        """True from the moment its first dot row was on its way."""
        self.dots = 0
        """How long its finished pieces are together."""
        self._pieces: list[Piece] = []
        self._width = width

    def begin(self) -> int:
        """Count a new strip and return its number."""
        self.is_begun = True
        self.number += 1
        return self.number

    def take_back(self) -> None:
        """Let a strip of which no dot row came out not have begun; its number is used again."""
        if self.is_begun and not self._pieces:
            self.is_begun = False
            self.number -= 1

    def add(self, line: Line, dots: int, blank: bool) -> None:
        """Let so many dot rows of a line come out; none are not kept."""
        if dots > 0:
            self._pieces.append(Piece(line, dots, blank))
            self.dots += dots

    def so_far(self) -> Strip | None:
        """What hangs out, as a strip that has no end yet; None if no dot row of it is out."""
        if not self._pieces:
            return None
        return Strip(self.number, tuple(self._pieces), self._width, "")

    def end(self, how: str) -> Strip | None:
        """Take the strip away; None if no dot row of it is out."""
        if not self._pieces:
            return None
        strip = Strip(self.number, tuple(self._pieces), self._width, how)
        self._pieces = []
        self.dots = 0
        self.is_begun = False
        return strip


def rest_of(line: Line, out_dots: int) -> Line:
    """
    Tell what of a line is still to come when its first dot rows are on another piece of paper.

    A picture goes on with its next dot row. Of characters nothing comes, unless not one dot row of
    them was out: nobody reads the lower halves.
    """
    left = line.height - out_dots
    items: list[Text | Dots] = []
    for item in line.items:
        if item.height <= left:
            items.append(item)
        elif isinstance(item, Dots):
            row_bytes = (item.width + 7) // 8
            rows = item.rows[(item.height - left) * row_bytes :]
            items.append(Dots(item.x, item.width, left, rows, item.what, item.says))
    return Line(left, tuple(items))

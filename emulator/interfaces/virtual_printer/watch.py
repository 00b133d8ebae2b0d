"""
Strikes faults of the command line when what they count has been counted.

Bytes are counted from the start of the program, lines and millimetres in each slip anew, slips as
they begin. Each fault strikes once.
"""

from collections.abc import Callable, Iterable

from emulator.interfaces.virtual_printer.fault_spec import FaultSpec

Strike = Callable[[FaultSpec], None]


class Watch:
    """Counts for all faults of one run."""

    def __init__(self, specs: Iterable[FaultSpec], strike: Strike) -> None:
        """
        Args:
            specs: Those that count something.
            strike: Called once for each of them, when it is due.
        """
        self._waiting = [spec for spec in specs if spec.unit]
        self._strike = strike
        self._bytes = 0
        self._lines = 0
        self._slips = 0

    @property
    def watches_length(self) -> bool:
        """True while some fault waits for so many millimetres of a slip."""
        return any(spec.unit == "mm" for spec in self._waiting)

    @property
    def next_mm(self) -> int:
        """How long a slip must be for the next of those faults."""
        return min(spec.count for spec in self._waiting if spec.unit == "mm")

    def bytes_until_next(self, most: int) -> int:
        """How many of the next `most` bytes may come in before something strikes."""
        counts = [spec.count - self._bytes for spec in self._waiting if spec.unit == "byte"]
        return min([most, *counts])

    def bytes_came(self, count: int) -> None:
        """Count bytes that the printer has taken in."""
        self._bytes += count
        if self._waiting:
            self._due("byte", self._bytes)

    def slip_began(self) -> None:
        """Count a slip, of which the first dot row is coming out."""
        self._slips += 1
        self._lines = 0
        if self._waiting:
            self._due("slip", self._slips)

    def line_out(self) -> None:
        """Count a line that is out."""
        self._lines += 1
        if self._waiting:
            self._due("line", self._lines)

    def length_out(self, mm: int) -> None:
        """See how long the slip under way is."""
        self._due("mm", mm)

    def _due(self, unit: str, counted: int) -> None:
        due = [spec for spec in self._waiting if spec.unit == unit and spec.count <= counted]
        for spec in due:
            self._waiting.remove(spec)
            self._strike(spec)

"""The pieces that every slip is set from: titles, marks, fields, amounts, rules, feed."""

from functools import cache

from emulator.domain.money import yuan
from emulator.domain.receipt import SlipLine
from emulator.domain.texts import say
from emulator.reports.layout import cells, cut

CURRENCY = "RMB"


FEED = SlipLine()


class Paper:
    """A slip that is being set, line by line."""

    def __init__(self, columns: int, language: str) -> None:
        """
        Args:
            columns: Normal characters in a line.
            language: zh, en, or zh+en for both in one line.
        """
        self.columns = columns
        self._languages = tuple(language.split("+"))
        self._lines: list[SlipLine] = []
        self._expendable: list[SlipLine] = []

    # Words ------------------------------------------------------------------------------------

    def words(self, id: str, *, room: int | None = None) -> str:
        """A text in the slip's languages; in the first alone if all take more than `room`."""
        said = _said(id, self._languages)
        return said if room is None or cells(said) <= room else self.each(id)[0]

    def each(self, id: str) -> list[str]:
        """The same text once for each language."""
        return [say(f"slip.{id}", lang) for lang in self._languages]

    # Lines ------------------------------------------------------------------------------------

    def title(self, name: str) -> None:
        """The heading; wide if it fits."""
        text = self.words(f"title.{name}")
        size = 2 if cells(text) * 2 <= self.columns else 1
        self.add(text, align="center", bold=True, size=size)

    def mark(self, name: str) -> None:
        """A mark that nobody may overlook."""
        self.add(self.words(f"mark.{name}"), align="center", bold=True)

    def field(self, name: str, value: object, *, beside: tuple[str, object] | None = None) -> None:
        """
        A label and its value.

        Args:
            name: The label, under `slip.field`.
            value: What stands behind it.
            beside: A second field that shares the line if both fit, and gets its own if not.
        """
        text = self._field(name, value)
        if beside is not None:
            other = self._field(*beside)
            gap = self.columns - cells(text) - cells(other)
            if gap > 0:
                self.add(text + " " * gap + other)
                return
            self.add(text)
            text = other
        self.add(text)

    def card(self, number: str, entry: str) -> None:
        """A masked card number and how it was read, beside its label if there is room."""
        label = f"{self.words('field.card')}:"
        shown = f"{grouped(number)} {entry}"
        if cells(label) + cells(shown) < self.columns:
            self.apart(label, shown, bold=True)
        else:
            self.add(label)
            self.add(shown, align="right", bold=True)

    def apart(self, left: str, right: str, *, bold: bool = False) -> None:
        """Words at the left and at the right edge; the left ones give way."""
        room = self.columns - cells(right)
        left = cut(left, room - 1)
        self.add(left + " " * (room - cells(left)) + right, bold=bold)

    def amount(self, name: str, amount_fen: int) -> None:
        """An amount of money, flush right."""
        label = f"{self.words(f'field.{name}')}:"
        self.apart(label, f"{CURRENCY} {yuan(amount_fen)}", bold=True)

    def rule(self) -> None:
        """A line across, if there is room for it."""
        line = SlipLine("-" * self.columns)
        self._lines.append(line)
        self._expendable.append(line)

    def spare(self, name: str, value: object) -> None:
        """A field that gives way when the slip would get too long."""
        self.field(name, value)
        self._expendable.append(self._lines[-1])

    def add(self, text: str, *, align: str = "left", bold: bool = False, size: int = 1) -> None:
        """One line as it is, cut at the paper's edge and never within a character."""
        self._lines.append(SlipLine(cut(text, self.columns // size), align, bold, size))

    def fed_to(self, count: int) -> tuple[SlipLine, ...]:
        """
        Give the slip the length of exactly so many lines, the last of them feed.

        A line of size 2 is two lines high.
        """
        lines = list(self._lines)
        length = sum(line.size for line in lines)
        for line in reversed(self._expendable):
            if length < count:
                break
            place = next(n for n in range(len(lines) - 1, -1, -1) if lines[n] is line)
            del lines[place]
            length -= line.size
        assert length < count, "the table of lengths leaves too little room for this slip"
        return (*lines, *[FEED] * (count - length))

    def _field(self, name: str, value: object) -> str:
        return f"{self.words(f'field.{name}')}:{value}"


@cache
def _said(id: str, languages: tuple[str, ...]) -> str:
    return " ".join(dict.fromkeys(say(f"slip.{id}", lang) for lang in languages))


def grouped(card: str) -> str:
    """A masked card number in groups of four."""
    return " ".join(card[at : at + 4] for at in range(0, len(card), 4))


def short_expiry(expiry: str) -> str:
    """YYMM as the slip shows it: `3012` is `12/30`."""
    return f"{expiry[2:]}/{expiry[:2]}" if len(expiry) == 4 else expiry

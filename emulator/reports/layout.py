"""
Lines for people: words with a role each, widths in terminal cells, columns that line up.

Colour is put on at the very end, from the role, so that a report is the same text everywhere and
never says anything by colour alone.
"""

from collections.abc import Iterable, Sequence

import msgspec

from emulator.domain.problem import cell_width, visible

STYLES = {
    "pass": "32",
    "fail": "1;31",
    "inconclusive": "33",
    "place": "36",
    "caret": "1;31",
    "label": "1",
    "dim": "2",
}
"""Role of a line or a word to its ANSI colour; any other role has none."""


class Line(msgspec.Struct, frozen=True):
    """One line of a report and what it is."""

    text: str
    role: str = ""


def cells(text: str) -> int:
    """How many terminal cells a text takes: a Chinese character is two, a combining mark none."""
    return cell_width(text)


def pad(text: str, width: int) -> str:
    """Fill a text with blanks up to `width` cells; a longer text stays whole."""
    return text + " " * (width - cells(text))


def pad_left(text: str, width: int) -> str:
    """Put blanks before a text up to `width` cells, for numbers in a column."""
    return " " * (width - cells(text)) + text


def cut(text: str, width: int) -> str:
    """Shorten a text to `width` cells, with `...` where something is missing."""
    if cells(text) <= width:
        return text
    kept, used = "", 0
    for char in text:
        used += cell_width(char)
        if used > width - 3:
            break
        kept += char
    return kept + "..."


def one_line(text: str) -> str:
    """Make control characters visible, so that no text can move a terminal's cursor."""
    return visible(text)


def all_visible(text: str) -> str:
    """The same for a text of several lines, which stay lines."""
    return "\n".join(visible(line) for line in text.split("\n"))


def columns(rows: Iterable[Sequence[str]], *, right: Sequence[int] = ()) -> list[str]:
    """
    Set rows of words in columns, two blanks apart.

    Args:
        rows: All of the same length.
        right: Numbers of the columns that are flush right.
    """
    table = [list(row) for row in rows]
    if not table:
        return []
    widths = [max(cells(row[n]) for row in table) for n in range(len(table[0]))]
    return [
        "  ".join(
            pad_left(word, widths[n]) if n in right else pad(word, widths[n])
            for n, word in enumerate(row)
        ).rstrip()
        for row in table
    ]


def painted(text: str, role: str, *, colour: bool) -> str:
    """Put a role's colour around a text, if colour is wanted and the role has one."""
    style = STYLES.get(role)
    return f"\x1b[{style}m{text}\x1b[0m" if colour and style and text else text


def plain(lines: Iterable[Line]) -> str:
    """The lines without colour, joined."""
    return "\n".join(line.text for line in lines)

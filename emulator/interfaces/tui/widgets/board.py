"""Rows of words on the screen, drawn again only when they differ from what stands there."""

from collections.abc import Iterable
from typing import NamedTuple

from textual.content import Content
from textual.widgets import Static

ROLES = {
    "heading": "bold $accent",
    "label": "dim",
    "strong": "bold",
    "good": "$text-success",
    "warn": "$text-warning",
    "bad": "bold $text-error",
    "dim": "dim",
    "mark": "reverse",
}
"""What a word is to how it looks; the word itself says it, for those who see no colour."""


class Word(NamedTuple):
    """Some text and what it is, one of `ROLES`; empty for plain text."""

    text: str
    role: str = ""


Row = tuple[Word, ...]


def row(*words: str | tuple[str, str]) -> Row:
    """Make a row of plain texts and (text, role)."""
    return tuple(Word(word) if isinstance(word, str) else Word(*word) for word in words)


class Board(Static):
    """A piece of the screen that shows rows of words."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes, markup=False)
        self.rows: tuple[Row, ...] = ()
        """What stands there."""

    def draw(self, rows: Iterable[Row]) -> bool:
        """Show these rows; False if they stood there already."""
        wanted = tuple(rows)
        if wanted == self.rows:
            return False
        self.rows = wanted
        self.update(Content("\n").join(_content(one) for one in wanted))
        return True


def _content(one: Row) -> Content:
    return Content.assemble(*[(word.text, ROLES.get(word.role, "")) for word in one])

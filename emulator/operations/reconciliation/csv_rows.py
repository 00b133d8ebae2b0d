"""
Rows of a CSV file by the names of our columns, whatever the file calls them.

UTF-8, UTF-16 with its mark and GB 18030 are read; cells are parted by comma, semicolon, tab or bar.
A file may come from anywhere: it is bounded, and the first thing wrong with it is said with its
line.
"""

import codecs
import csv
import io
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import NamedTuple, Protocol, TypeVar

from emulator.checks.seen import CREDITS
from emulator.domain.errors import UsageError
from emulator.domain.texts import say
from emulator.operations.reconciliation import columns
from emulator.reports.layout import one_line

FILE_BYTES = 64 * 1024 * 1024
ROWS = 250_000
SHOWN = 40
"""Characters of a file that are quoted or kept as a remark."""
STAN_DIGITS, TERMINAL_DIGITS = 6, 8

_HEAD_LENGTH = 10_000
_DELIMITERS = ",;\t|"

T = TypeVar("T")


class _Reader(Protocol):
    """What `csv.reader` gives."""

    @property
    def line_num(self) -> int:
        """How many lines were read."""

    def __iter__(self) -> Iterator[list[str]]:
        """The lines, cut into cells."""


class FileError(UsageError):
    """
    A file of records cannot be read; says where and why.

    Its arguments are the file's name, the number of the line, the id of a sentence below
    `reconcile.file.` in the messages file, and what that names.
    """

    def render(self, lang: str = "zh") -> str:
        """Say it as `file:line: why`."""
        name, line, id, values = self.args
        return f"{one_line(name)}:{line}: {say(f'reconcile.file.{id}', lang, **values)}"

    def __str__(self) -> str:
        return self.render("en")


class Row:
    """One line of a file, read cell by cell."""

    def __init__(self, cells: dict[str, str], name: str, line: int) -> None:
        self._cells = cells
        self._name = name
        self._line = line

    def wrong(self, id: str, **values: str) -> FileError:
        """The complaint about this line."""
        return FileError(self._name, self._line, id, values)

    def text(self, column: str) -> str:
        """A cell as it stands there; empty if there is none."""
        return self._cells.get(column, "").strip()

    def read(self, column: str, convert: Callable[[str], T], otherwise: T) -> T:
        """
        Read a cell.

        Args:
            column: Ours, not the file's word for it.
            convert: Raises ValueError for what it cannot read.
            otherwise: What an empty cell means.
        """
        return self.must(column, convert) if self.text(column) else otherwise

    def must(self, column: str, convert: Callable[[str], T]) -> T:
        """Read a cell that has to be there."""
        text = self.text(column)
        if not text:
            raise self.wrong("empty", column=column)
        try:
            return convert(text)
        except ValueError:
            shown = one_line(text)[:SHOWN]
            raise self.wrong("cell", column=column, found=shown) from None

    def number(self, column: str) -> str:
        """Read a batch or a STAN, or nothing."""
        return self.read(column, six_digits, "")

    def terminal(self) -> str:
        """Read the terminal, or nothing."""
        return self.read("terminal", lambda t: columns.number_in(t, TERMINAL_DIGITS), "")

    def word(self, column: str, otherwise: str) -> str:
        """Read one of the words that a column takes."""
        return self.read(column, lambda text: columns.word_in(column, text), otherwise)

    def moment(self) -> datetime | None:
        """Read the time, or None."""
        return self.read("time", columns.moment_in, None)

    def day(self) -> date | None:
        """Read the business day, or None."""
        return self.read("business_day", columns.day_in, None)

    def unsigned_fen(self, transaction: str) -> int:
        """
        Read what a transaction is for; many files write money that was given back with a minus.
        """
        amount_fen = self.must("amount", columns.fen_in)
        if amount_fen < 0 and transaction not in CREDITS:
            raise self.wrong("negative", found=self.text("amount")[:SHOWN])
        return abs(amount_fen)


def six_digits(text: str) -> str:
    """Read a batch or a STAN."""
    return columns.number_in(text, STAN_DIGITS)


class Table(NamedTuple):
    """A file whose headings were read."""

    columns: frozenset[str]
    """Which of our columns it has."""
    rows: Iterator[Row]


def read_table(data: bytes, name: str, needed: tuple[str, ...]) -> Table:
    """
    Read a file's headings, and then its rows as they are asked for.

    Args:
        data: The whole file.
        name: What it is called, for complaints.
        needed: Columns that must be there.

    Raises:
        FileError: It is no such file; while rows are read, one of them cannot be.
    """
    text = _text(data, name)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    cells = _cells(reader, name)
    heads = next(cells, None)
    if heads is None:
        raise FileError(name, 1, "nothing", {})
    places = _places(heads, name, reader.line_num, needed)
    return Table(frozenset(places), _rows(cells, places, len(heads), reader, name))


def _cells(reader: _Reader, name: str) -> Iterator[list[str]]:
    """The lines that are not empty."""
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield cells
    except csv.Error as error:
        raise FileError(name, reader.line_num, "csv", {"why": str(error)}) from None


def _rows(
    lines: Iterator[list[str]], places: dict[str, int], width: int, reader: _Reader, name: str
) -> Iterator[Row]:
    for count, cells in enumerate(lines):
        if count == ROWS:
            raise FileError(name, reader.line_num, "rows", {"limit": ROWS})
        if any(cell.strip() for cell in cells[width:]):
            # A comma within an amount that nobody quoted moves every cell behind it.
            values = {"found": len(cells), "expected": width}
            raise FileError(name, reader.line_num, "cells", values)
        known = {column: cells[at] for column, at in places.items() if at < len(cells)}
        yield Row(known, name, reader.line_num)


def _text(data: bytes, name: str) -> str:
    if len(data) > FILE_BYTES:
        raise FileError(name, 1, "bytes", {"limit": FILE_BYTES // (1024 * 1024)})
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileError(name, 1, "encoding", {})


def _delimiter(text: str) -> str:
    """Choose what parts the headings into most columns that we know."""
    heads = text.lstrip().split("\n", 1)[0][:_HEAD_LENGTH]

    def known(delimiter: str) -> int:
        return sum(bool(columns.meaning_of(cell.strip('"\r '))) for cell in heads.split(delimiter))

    return max(_DELIMITERS, key=known)


def _places(heads: list[str], name: str, line: int, needed: tuple[str, ...]) -> dict[str, int]:
    """Say which cell holds which column; of two that mean the same the plainer name counts."""
    best: dict[str, tuple[int, int]] = {}
    for at, head in enumerate(heads):
        meaning = columns.meaning_of(head)
        if meaning is None:
            continue
        column, rank = meaning
        known = best.get(column)
        if known is not None and known[0] == rank:
            raise FileError(name, line, "twice", {"column": one_line(head.strip())[:SHOWN]})
        if known is None or rank < known[0]:
            best[column] = (rank, at)
    for column in needed:
        if column not in best:
            also = ", ".join(columns.COLUMNS[column])
            raise FileError(name, line, "column", {"column": column, "also": also})
    return {column: at for column, (_, at) in best.items()}

"""
Slips as they look, kept as pictures and as text beside this file.

    python tests/reports/test_paper_goldens.py

draws them anew; look at what it changed.
"""

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from emulator.domain.paper import Piece, Strip
from emulator.domain.receipt import Receipt
from emulator.reports.paper.picture import as_picture, missing, png
from emulator.reports.paper.slips import receipt_png, strip_of
from emulator.reports.paper.text import as_text
from emulator.reports.slip import line_count

HERE = Path(__file__).parent / "paper"
SALE: dict[str, Any] = {
    "merchant_name": "阳光便利店",
    "merchant": "898520154110004",
    "terminal": "12345678",
    "operator": "01",
    "card": "622202******0018",
    "entry": "I",
    "expiry": "3012",
    "transaction": "sale",
    "batch": "000001",
    "stan": "000002",
    "authorisation": "000003",
    "reference": "000000000003",
    "date": "2026-03-02",
    "time": "10:00:07",
    "amount_fen": 12850,
}
SHOP = {key: SALE[key] for key in ("merchant_name", "merchant", "terminal", "date", "time")}
VOID = {**SALE, "transaction": "void", "stan": "000003", "original_stan": "000002"}
SETTLEMENT = {
    **SHOP,
    "transaction": "settlement",
    "batch": "000001",
    "next_batch": "000002",
    "result": "1",
    "debit_fen": 13850,
    "debit_count": 2,
    "credit_fen": 1000,
    "credit_count": 1,
    "kinds": {"sale": [13850, 2], "void": [1000, 1]},
}
FAULT = {**SALE, "reason": "98"}


def receipt(kind: str, copy: str, values: dict[str, Any], **how: Any) -> Receipt:
    """A receipt of the length that its kind has."""
    found = Receipt(kind=kind, copy=copy, values=values, lines=0, **how)
    return Receipt(kind=kind, copy=copy, values=values, lines=line_count(found), **how)


RECEIPTS = {
    "sale": receipt("sale", "merchant", SALE),
    "sale-in-both-languages": receipt("sale", "merchant", SALE, language="zh+en"),
    "reprint": receipt("sale", "cardholder", SALE, reprint=True, void_above=True),
    "void": receipt("void", "merchant", VOID),
    "settlement": receipt("settlement", "report", SETTLEMENT),
    "fault": receipt("fault", "report", FAULT),
}
ON_80_MM = "settlement"


def drawn(name: str) -> Strip:
    """One of the strips that are kept."""
    if name == "torn":
        return torn(strip_of(RECEIPTS["sale"], end="torn"), dots=300)
    columns = 48 if name == ON_80_MM else 32
    return strip_of(RECEIPTS[name], columns=columns, end="cut" if columns == 48 else "fed")


def torn(strip: Strip, *, dots: int) -> Strip:
    """The upper part of a strip."""
    pieces = []
    for piece in strip.pieces:
        if dots > 0:
            pieces.append(Piece(piece.line, min(dots, piece.dots)))
            dots -= piece.dots
    return Strip(number=1, pieces=tuple(pieces), width=strip.width, end=strip.end)


NAMES = [*RECEIPTS, "torn"]


def as_kept_text(name: str) -> str:
    """A strip as text, as it stands in a file."""
    return "\n".join(as_text(drawn(name))) + "\n"


@pytest.mark.parametrize("name", NAMES)
def test_the_picture_is_the_one_that_is_kept(name: str) -> None:
    """Dot for dot; how the file is packed does not matter."""
    kept = Image.open(HERE / f"{name}.png")

    assert kept.size == as_picture(drawn(name)).size
    assert kept.tobytes() == as_picture(drawn(name)).tobytes()


@pytest.mark.parametrize("name", NAMES)
def test_the_text_is_the_one_that_is_kept(name: str) -> None:
    """With the mark of its end."""
    assert (HERE / f"{name}.txt").read_text(encoding="utf-8") == as_kept_text(name)


@pytest.mark.parametrize("name", RECEIPTS)
def test_a_slip_is_as_long_as_it_says(name: str) -> None:
    """Eight dots a millimetre, big lines included."""
    assert RECEIPTS[name].length_mm * 8 == drawn(name).length


@pytest.mark.parametrize("name", RECEIPTS)
def test_slips_have_no_missing_characters(name: str) -> None:
    """In Chinese and in English."""
    assert {} == missing(drawn(name))


def test_a_receipt_can_be_drawn_at_once() -> None:
    """As a file."""
    opened = Image.open(io.BytesIO(receipt_png(RECEIPTS["sale"])))

    assert as_picture(drawn("sale")).tobytes() == opened.tobytes()


if __name__ == "__main__":
    HERE.mkdir(exist_ok=True)
    for each in NAMES:
        (HERE / f"{each}.png").write_bytes(png(drawn(each)))
        (HERE / f"{each}.txt").write_text(as_kept_text(each), encoding="utf-8")

"""QR and PDF417, read back by a reader that nobody here wrote."""

import subprocess
import sys

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from emulator.codecs.symbols.pdf417 import pdf417_matrix
from emulator.codecs.symbols.qr import qr_matrix

QUIET = 4


def read(rows: tuple[bytes, ...], *, wide: int = 3, high: int = 3) -> list[bytes]:
    """What a reader sees when each module is so many dots wide and high."""
    across = len(rows[0]) + 2 * QUIET
    blank = b"\xff" * across * wide
    side = b"\xff" * QUIET * wide
    lines = [
        side + b"".join((b"\x00" if dark else b"\xff") * wide for dark in row) + side
        for row in rows
        for _ in range(high)
    ]
    margin = [blank] * QUIET * wide
    every = [*margin, *lines, *margin]
    picture = Image.frombytes("L", (len(blank), len(every)), b"".join(every))
    return [found.bytes for found in zxingcpp.read_barcodes(picture)]


@pytest.mark.parametrize(
    "data",
    [
        b"https://example.com/s?n=000123",
        "支付宝 微信 银联".encode(),
        "支付宝 微信 银联".encode("gb18030"),
        b"0123456789" * 8,
        b"SALE 12.50/CNY",
        bytes(range(256)),
    ],
)
def test_a_qr_code_carries_bytes_as_they_are(data):
    """UTF-8, GBK, digits and raw bytes come back unchanged."""
    assert [data] == read(qr_matrix(data))


@given(st.binary(min_size=1, max_size=200), st.sampled_from("LMQH"))
@settings(deadline=None, max_examples=40)
def test_any_bytes_come_back_from_a_qr_code(data, level):
    """Whatever bytes at whatever level."""
    assert [data] == read(qr_matrix(data, level=level))


def test_the_level_is_the_one_asked_for():
    """60 bytes fit version 4 at L and M, 5 at Q, 7 at H."""
    sizes = [len(qr_matrix(b"x" * 60, level=level)) for level in "LMQH"]

    assert [33, 33, 37, 45] == sizes


def test_the_level_is_never_raised_by_itself():
    """Version 4 would carry 60 bytes at level M for free; asked for L, it stays L."""
    assert qr_matrix(b"x" * 60, level="L") != qr_matrix(b"x" * 60, level="M")


def test_a_qr_code_is_as_small_as_its_data_allows():
    """17 bytes fit version 1 at level L, 18 do not; digits pack tighter."""
    sizes = [len(qr_matrix(data)) for data in (b"x" * 17, b"x" * 18, b"1" * 41, b"1" * 42)]

    assert [21, 25, 21, 25] == sizes


def test_micro_qr_is_model_three():
    """The small form has one corner and is read as well."""
    rows = qr_matrix(b"12345", model=3)

    assert 13 == len(rows)
    assert [b"12345"] == read(rows)


def test_old_model_one_is_drawn_as_model_two():
    """Nobody reads model 1 today."""
    assert qr_matrix(b"abc", model=2) == qr_matrix(b"abc", model=1)


@pytest.mark.parametrize("size", [2953, 2954])
def test_a_qr_code_has_a_largest_size(size):
    """2,953 bytes at level L; one more is refused."""
    if size == 2953:
        assert 177 == len(qr_matrix(b"x" * size))
        return

    with pytest.raises(ValueError, match="too large"):
        qr_matrix(b"x" * size)


@pytest.mark.parametrize(
    ("data", "level", "model"), [(b"", "L", 2), (b"x", "X", 2), (b"x", "H", 3)]
)
def test_a_qr_code_that_cannot_be_drawn_is_refused(data, level, model):
    """No data, no such level, or not in this model."""
    with pytest.raises(ValueError, match=r"[Ll]evel|no data"):
        qr_matrix(data, level=level, model=model)


@pytest.mark.parametrize(
    "shape",
    [
        {},
        {"truncated": True},
        {"columns": 5},
        {"rows": 20},
        {"columns": 3, "rows": 30},
        {"level": 5},
        {"level": 0},
        {"ratio_percent": 200},
    ],
    ids=str,
)
def test_a_pdf417_is_read_in_every_shape(shape):
    """Text, digits and raw bytes together, however the client wants it laid out."""
    data = b"Hello PDF417 123456789012345678 \xff\x00 abc"

    assert [data] == read(pdf417_matrix(data, **shape), wide=2, high=6)


@given(st.binary(min_size=1, max_size=150))
@settings(deadline=None, max_examples=40)
def test_any_bytes_come_back_from_a_pdf417(data):
    """Whatever bytes."""
    assert [data] == read(pdf417_matrix(data), wide=2, high=6)


@given(st.text("0123456789aB ;\n", min_size=1, max_size=150).map(str.encode))
@settings(deadline=None, max_examples=60)
def test_changes_of_compaction_come_back_from_a_pdf417(data):
    """Digits, letters and signs in any order, where an encoder has most chances to slip."""
    assert [data] == read(pdf417_matrix(data), wide=2, high=6)


@pytest.mark.parametrize("truncated", [False, True])
def test_columns_and_rows_are_the_ones_asked_for(truncated):
    """17 modules a column and what stands around them: 69, or 35 in the truncated form."""
    rows = pdf417_matrix(b"abc", columns=4, rows=12, truncated=truncated)

    assert (12, 4 * 17 + (35 if truncated else 69)) == (len(rows), len(rows[0]))


def test_a_shape_is_chosen_about_twice_as_wide_as_high():
    """With rows three modules high."""
    rows = pdf417_matrix(b"x" * 300)

    assert 1.5 < len(rows[0]) / (3 * len(rows)) < 2.6


def test_a_chosen_shape_keeps_to_the_paper():
    """192 modules of 2 dots are all that 58 mm paper has."""
    rows = pdf417_matrix(b"x" * 600, modules_max=192)

    assert len(rows[0]) <= 192


@pytest.mark.parametrize(
    ("words", "level"), [(39, 2), (100, 2), (101, 3), (200, 3), (201, 4), (450, 4), (451, 5)]
)
def test_a_ratio_becomes_a_level(words, level):
    """A tenth of the codewords: 4 to 10 are level 2, 11 to 20 level 3, 21 to 45 level 4 ..."""
    data = b"AA" * words
    by_level = pdf417_matrix(data, level=level)

    assert by_level == pdf417_matrix(data, ratio_percent=10)


@pytest.mark.parametrize(
    ("data", "shape", "reason"),
    [
        (b"", {}, "no data"),
        (b"x", {"columns": 31}, "31 columns"),
        (b"x", {"rows": 2}, "2 rows"),
        (b"x", {"rows": 91}, "91 rows"),
        (b"x", {"level": 9}, "level 9"),
        (b"x" * 100, {"columns": 2, "rows": 3}, "do not fit"),
        (b"\xff" * 1200, {}, "do not fit"),
        (b"1" * 4000, {}, "more than any symbol holds"),
    ],
)
def test_a_pdf417_that_cannot_be_drawn_says_why(data, shape, reason):
    """The interpreter prints nothing then and passes the reason on."""
    with pytest.raises(ValueError, match=reason):
        pdf417_matrix(data, **shape)


def test_a_run_without_symbols_loads_no_encoder():
    """Importing the package costs nothing until the first symbol is printed."""
    program = (
        "import sys, emulator.codecs.symbols.qr, emulator.codecs.symbols.pdf417;"
        "print([name for name in ('segno', 'pdf417gen') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)

    assert b"[]" == done.stdout.strip()

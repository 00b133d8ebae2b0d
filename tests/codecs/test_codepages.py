"""One-byte text in the code pages of receipt printers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.codecs.escpos.codepages import (
    INTERNATIONAL,
    PAGES,
    UNDEFINED,
    decode_page,
)

EVERY = bytes(range(0x20, 0x100))


@pytest.mark.parametrize(
    ("page", "data", "text"),
    [
        (0, b"\xc4\xb3\xda\x81\x9c", "─│┌ü£"),
        (1, b"\x95\x96\xb1\xdd\xf2\xf3\xf4", "─│ｱﾝ年月日"),
        (2, b"\xb5\xd5", "Áı"),
        (3, b"\x84", "ã"),
        (11, b"\x86\xd6\xfa", "Άαω"),
        (12, b"\x86\xa6\xe8", "ĉĞħ"),
        (13, b"\x8d\xa6\xd5", "ıĞ€"),
        (14, b"\x80\x98", "Αα"),
        (15, b"\xc1\xe1", "Αα"),
        (16, b"\x80\xe9", "€é"),
        (17, b"\x80\xa0", "Аа"),
        (18, b"\xa4\x88", "Ął"),
        (19, b"\xd5", "€"),
        (21, b"\xa1\xdf", "ก฿"),
        (26, b"\xa1", "ก"),
        (20, b"\xa1\xa2\x90", "กข๐"),
        (30, b"\xa8\xae", "ăđ"),
        (31, b"\xa1", "Ă"),
        (32, b"\xa0", "ب"),
        (33, b"\xb5", "Ą"),
        (34, b"\xa0", "а"),
        (36, b"\x80", "א"),
        (39, b"\xb1", "ą"),
        (40, b"\xa4", "€"),
        (41, b"\x89", "ا"),
        (42, b"\xb5\xd0", "Ąą"),
        (43, b"\x80\xd0", "Аą"),
        (44, b"\xf2", "Ґ"),
        (45, b"\xb9", "ą"),
        (46, b"\xc0", "А"),
        (52, b"\xfe", "₫"),
        (53, b"\xb3", "і"),
    ],
)
def test_a_page_reads_as_its_standard_says(page: int, data: bytes, text: str) -> None:
    """Samples of each page, compared with its published table."""
    assert text == decode_page(data, page)


@pytest.mark.parametrize("page", PAGES)
def test_every_byte_of_every_page_is_one_character(page: int) -> None:
    """Nothing is lost, nothing is a control, letters and digits stay what they are."""
    text = decode_page(EVERY, page)

    assert len(EVERY) == len(text)
    assert "ABCxyz0189" == decode_page(b"ABCxyz0189", page)
    assert not [char for char in text if char < " " or "\x7f" <= char <= "\x9f"]


@given(st.binary(max_size=80), st.integers(0, 255), st.integers(0, 255))
def test_any_byte_reads_as_something(data: bytes, page: int, international: int) -> None:
    """No page and no byte is an error."""
    assert len(data) == len(decode_page(data, page, international))


def test_an_unknown_page_reads_as_page_0() -> None:
    """Who selects a page that is not there gets the first one."""
    assert decode_page(EVERY, 0) == decode_page(EVERY, 200)


def test_what_a_page_does_not_define_is_marked() -> None:
    """81h is nothing in code page 1252."""
    assert UNDEFINED == decode_page(b"\x81", 16)


def test_hard_spaces_and_soft_hyphens_are_printed_as_what_they_look_like() -> None:
    """FFh of code page 850 is blank, F0h a hyphen."""
    assert " -" == decode_page(b"\xff\xf0", 2)


@pytest.mark.parametrize(
    ("n", "text"),
    [
        (0, "#$@[\\]^`{|}~"),
        (1, "#$à°ç§^`éùè¨"),
        (2, "#$§ÄÖÜ^`äöüß"),
        (3, "£$@[\\]^`{|}~"),
        (8, "#$@[¥]^`{|}~"),
        (15, "#¥@[\\]^`{|}~"),
        (99, "#$@[\\]^`{|}~"),
    ],
)
def test_international_characters_take_the_place_of_twelve(n: int, text: str) -> None:
    """ESC R changes twelve characters, an unknown n changes none."""
    assert text == decode_page(b"#$@[\\]^`{|}~", 0, n)


@pytest.mark.parametrize("n", INTERNATIONAL)
def test_international_sets_change_nothing_else(n: int) -> None:
    """Letters, digits and the upper half stay."""
    others = bytes(byte for byte in EVERY if byte not in b"#$@[\\]^`{|}~")

    assert 12 == len(INTERNATIONAL[n])
    assert decode_page(others) == decode_page(others, 0, n)

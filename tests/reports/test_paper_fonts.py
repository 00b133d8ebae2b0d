"""The shipped dots: all of GB2312, the code pages, blanks, and a box for what is missing."""

import pytest

from emulator.reports.paper.fonts import characters, glyph

CODE_PAGES = ("cp437", "cp850", "cp852", "cp858", "cp860", "cp866", "cp1252", "cp1251", "cp737")


def gb2312():
    """Every character of GB2312, without the blank."""
    pairs = (bytes((row, cell)) for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF))
    return {char for pair in pairs if (char := pair.decode("gb2312", "ignore"))} - {"\u3000"}


def test_all_of_gb2312_has_dots():
    """7,445 characters, the blank among them."""
    have = characters(wide=True)

    assert 7444 == len(gb2312())
    assert set() == gb2312() - have


def test_rare_names_have_dots_too():
    """They are in GBK, or in the newer part of GB18030."""
    assert all(glyph(char, wide=True).is_known for char in "喆堃镕昇䶮囍")


@pytest.mark.parametrize("font", ["A", "B"])
def test_code_pages_have_dots(font):
    """Whatever a printer's one-byte characters stand for."""
    wanted = {
        char
        for page in CODE_PAGES
        for char in bytes(range(0x21, 0x100)).decode(page, "ignore")
        if char.isprintable() and not char.isspace()
    }

    assert set() == wanted - characters(font=font)


@pytest.mark.parametrize(("font", "wide", "size"), [("A", 0, (12, 24)), ("B", 0, (9, 17))])
def test_narrow_cells(font, wide, size):
    """As wide and high as printers' own."""
    drawn = glyph("R", font=font)

    assert size == (drawn.width, drawn.height)


@pytest.mark.parametrize("font", ["A", "B"])
def test_a_wide_cell_is_square_in_either_font(font):
    """24 x 24 dots."""
    drawn = glyph("银", font=font, wide=True)

    assert (24, 24) == (drawn.width, drawn.height)


@pytest.mark.parametrize(("font", "wide"), [("A", False), ("B", False), ("A", True)])
def test_every_character_has_ink_inside_its_cell(font, wide):
    """No row is longer than the cell, and no character is blank by mistake."""
    for char in characters(font=font, wide=wide):
        drawn = glyph(char, font=font, wide=wide)

        assert 0 < max(drawn.rows) < 1 << drawn.width, char


def test_no_two_common_chinese_characters_look_alike():
    """A box in their place would."""
    common = sorted(char for char in gb2312() if "\u4e00" <= char <= "\u9fff")
    looks = {glyph(char, wide=True).rows for char in common}

    assert len(common) == len(looks)


def test_digits_and_letters_can_be_told_apart():
    """Also the small ones: an amount must not be misread."""
    for font in ("A", "B"):
        looks = {glyph(char, font=font).rows for char in "0123456789OQDIl|ZSB"}

        assert 19 == len(looks)


@pytest.mark.parametrize("blank", [" ", "\u00a0"])
def test_a_blank_is_blank(blank):
    """And no missing character."""
    drawn = glyph(blank)

    assert (0, True) == (max(drawn.rows), drawn.is_known)


def test_a_character_that_is_missing_is_a_box():
    """It is white within, and marked."""
    drawn = glyph("\U0001f4a9", wide=True)

    assert not drawn.is_known
    assert drawn.rows[1] == drawn.rows[-2] == 0b0111_1111_1111_1111_1111_1110
    assert drawn.rows[12] == 0b0100_0000_0000_0000_0000_0010

"""What bytes of text become on paper: characters, widths, styles, Chinese, line breaks."""

import pytest

from emulator.codecs.escpos.tokenizer import Tokenizer
from emulator.domain.paper import Line, Style, Text
from emulator.printer.interpreter.interpreter import Interpreter
from emulator.printer.interpreter.steps import Step
from emulator.printer.profile import PROFILES, Profile

LATIN = PROFILES["epson_58"]
CHINESE = PROFILES["built_in"]
PAIRS_ONLY = PROFILES["generic_58"]


def steps(*chunks: bytes, profile: Profile = LATIN) -> list[Step]:
    """What a printer makes of some bytes that come one chunk after the other."""
    tokenizer, interpreter = Tokenizer(), Interpreter(profile)
    return [
        step
        for chunk in chunks
        for token in tokenizer.feed(chunk)
        for step in interpreter.take(token)
    ]


def lines(*chunks: bytes, profile: Profile = LATIN) -> list[Line]:
    """The lines among them."""
    return [step.what for step in steps(*chunks, profile=profile) if isinstance(step.what, Line)]


def texts(*chunks: bytes, profile: Profile = LATIN) -> list[Text]:
    """The texts on them."""
    return [
        item
        for line in lines(*chunks, profile=profile)
        for item in line.items
        if isinstance(item, Text)
    ]


def style(*chunks: bytes, profile: Profile = LATIN) -> Style:
    """How the one text among them looks."""
    (text,) = texts(*chunks, profile=profile)
    return text.style


# Lines ----------------------------------------------------------------------------------------


def test_a_line_ends_with_lf() -> None:
    """LF prints what stands in the line and feeds the line spacing."""
    assert [Line(30, (Text(0, "abc"),))] == lines(b"abc\n")


def test_nothing_is_printed_before_the_line_ends() -> None:
    """Text alone stays in the printer."""
    assert [] == steps(b"abc")


def test_an_empty_line_is_fed() -> None:
    """LF alone feeds paper."""
    assert [Line(30)] == lines(b"\n")


def test_cr_is_ignored() -> None:
    """CR LF ends one line, not two."""
    assert [Line(30, (Text(0, "abc"),))] == lines(b"abc\r\n")


def test_controls_without_meaning_are_ignored() -> None:
    """NUL and its like print nothing."""
    assert [Text(0, "ab")] == texts(b"a\x00\x01b\n")


def test_unknown_commands_print_nothing() -> None:
    """What is no command is skipped."""
    assert [Text(0, "ab")] == texts(b"a\x1b\x01b\n")


def test_a_tall_character_makes_the_line_higher() -> None:
    """Characters higher than the line spacing get the paper they need."""
    assert [48] == [line.height for line in lines(b"\x1d!\x01a\n")]


def test_each_step_knows_how_far_in_the_stream_it_reaches() -> None:
    """A line needs the bytes up to its LF."""
    assert [4, 6] == [step.end for step in steps(b"abc\nd\ne")]


# Line breaks ----------------------------------------------------------------------------------


def test_a_full_line_is_not_broken() -> None:
    """32 characters fit on 58 mm."""
    assert ["a" * 32] == [text.text for text in texts(b"a" * 32 + b"\n")]


def test_one_character_more_is_broken() -> None:
    """The 33rd begins a line."""
    assert ["a" * 32, "a"] == [text.text for text in texts(b"a" * 33 + b"\n")]


def test_a_full_line_is_printed_when_the_next_character_comes() -> None:
    """A break needs the bytes up to the character that did not fit."""
    assert [33] == [step.end for step in steps(b"a" * 40)]


def test_a_chinese_character_is_never_split() -> None:
    """One that is half over the edge begins a line."""
    data = b"a" * 31 + "一\n".encode("gb18030")

    assert ["a" * 31, "一"] == [text.text for text in texts(data, profile=CHINESE)]


def test_a_break_before_a_chinese_character_needs_both_its_bytes() -> None:
    """Its first byte alone does not say whether it fits."""
    data = b"a" * 31 + "一".encode("gb18030")

    assert [33] == [step.end for step in steps(data, profile=CHINESE)]


def test_a_character_wider_than_the_line_is_printed() -> None:
    """In the narrowest of areas each big character gets a line."""
    data = b"\x1dW\x00\x00\x1d!\x77ab\n"

    assert [Text(0, "a", Style(width=8, height=8)), Text(0, "b", Style(width=8, height=8))] == (
        texts(data)
    )


def test_the_blank_behind_the_last_character_may_be_over_the_edge() -> None:
    """With 12 dots between characters 16 fit, not only 15."""
    assert ["a" * 16, "a"] == [text.text for text in texts(b"\x1b \x0c" + b"a" * 17 + b"\n")]


# Chinese --------------------------------------------------------------------------------------


def test_chinese_and_latin_stand_in_one_text() -> None:
    """What looks alike and stands side by side is one piece."""
    assert [Text(0, "金额:12")] == texts("金额:12\n".encode("gb18030"), profile=CHINESE)


def test_chinese_needs_its_mode() -> None:
    """Without FS & the bytes are read in the code page."""
    assert ["╥╗"] == [text.text for text in texts("一\n".encode("gb18030"))]


def test_fs_and_switches_chinese_on_and_off() -> None:
    """FS & and FS . frame Chinese text."""
    data = b"\x1c&" + "一".encode("gb18030") + b"\x1c." + "一".encode("gb18030") + b"\n"

    assert ["一╥╗"] == [text.text for text in texts(data)]


def test_a_character_may_come_in_two_chunks() -> None:
    """Half a character waits for its other half."""
    first, second = "一".encode("gb18030")[:1], "一".encode("gb18030")[1:]

    assert [Text(0, "一")] == texts(first, second, b"\n", profile=CHINESE)


def test_a_control_drops_half_a_character() -> None:
    """What follows a command is not the other half."""
    first = "一".encode("gb18030")[:1]

    assert [Text(0, "a")] == texts(first + b"\x1bE\x00a\n", profile=CHINESE)


def test_a_command_drops_half_a_character() -> None:
    """LF with half a character before it prints an empty line."""
    assert [Line(30)] == lines(b"\xd2\n", profile=CHINESE)


def test_characters_of_four_bytes_print_where_the_printer_knows_them() -> None:
    """Rare characters and the half-width yen sign stand in Chinese cells."""
    assert [Text(0, "㐀"), Text(24, "¥", wide=True)] == texts(
        "㐀¥\n".encode("gb18030"), profile=CHINESE
    )


def test_characters_of_four_bytes_print_as_their_bytes_elsewhere() -> None:
    """Printers that know pairs alone print a figure for every second byte."""
    assert ["\ufffd0\ufffd6"] == [
        text.text for text in texts("¥\n".encode("gb18030"), profile=PAIRS_ONLY)
    ]


def test_four_bytes_may_come_one_by_one() -> None:
    """Each of them waits for the next."""
    chunks = [bytes((byte,)) for byte in "㐀\n".encode("gb18030")]

    assert [Text(0, "㐀")] == texts(*chunks, profile=CHINESE)


def test_four_bytes_without_a_character_print_a_mark() -> None:
    """Codes that mean nothing are seen on paper."""
    assert ["\ufffd"] == [text.text for text in texts(b"\xe3\x32\x9a\x36\n", profile=CHINESE)]


def test_a_byte_that_begins_no_character_prints_a_mark() -> None:
    """80h and FFh are no first bytes."""
    assert ["\ufffda\ufffd"] == [text.text for text in texts(b"\x80a\xff\n", profile=CHINESE)]


@pytest.mark.parametrize("char", ["“", "—", "×", "α", "①", "·"])
def test_a_pair_of_bytes_takes_a_chinese_cell(char: str) -> None:
    """Signs that Unicode calls narrow are as wide as Chinese characters when they are pairs."""
    assert [Text(0, char, wide=True), Text(24, "a")] == texts(
        f"{char}a\n".encode("gb18030"), profile=CHINESE
    )


# Code pages -----------------------------------------------------------------------------------


def test_the_code_page_says_what_high_bytes_mean() -> None:
    """E4h is ä in page 16 and Σ in page 0."""
    assert ["Σä"] == [text.text for text in texts(b"\xe4\x1bt\x10\xe4\n")]


def test_international_characters_replace_some_of_ascii() -> None:
    """ESC R 2 makes German letters of brackets."""
    assert ["[Ä"] == [text.text for text in texts(b"[\x1bR\x02[\n")]


def test_a_kanji_of_one_byte_takes_a_wide_cell() -> None:
    """Page 1 has a few; what follows stands behind them."""
    year, mark = texts(b"\x1bt\x01a\xf2\x1bE\x01b\n")

    assert ["a年", 36] == [year.text, mark.x]


def test_a_kanji_of_one_byte_has_the_size_of_one_byte_characters() -> None:
    """ESC ! sizes it, and it is as high as a Chinese character in font B too."""
    (line,) = lines(b"\x1bt\x01\x1b!\x31\xf2\x1b!\x00b\n")

    assert [48, 48] == [line.height, line.items[1].x]


# Styles ---------------------------------------------------------------------------------------


def test_esc_exclamation_sets_all_modes_at_once() -> None:
    """Font B, bold, high, wide, underlined."""
    assert Style("B", True, 1, False, 2, 2) == style(b"\x1b!\xb9a\n")


def test_esc_exclamation_leaves_chinese_at_its_size() -> None:
    """It sizes one-byte characters; bold holds for both."""
    big, chinese = texts("\x1b!\x38a一\n".encode("gb18030"), profile=CHINESE)

    assert [Style(bold=True, width=2, height=2), Style(bold=True)] == [big.style, chinese.style]


def test_gs_exclamation_sizes_both() -> None:
    """GS ! 11h makes everything four times as big."""
    assert [Text(0, "a一", Style(width=2, height=2))] == texts(
        "\x1d!\x11a一\n".encode("gb18030"), profile=CHINESE
    )


def test_gs_exclamation_ignores_sizes_above_eight() -> None:
    """Bits 3 and 7 belong to no size."""
    assert Style() == style(b"\x1d!\x08a\n")


def test_fs_exclamation_sizes_chinese_alone() -> None:
    """Wide, high and underlined Chinese."""
    assert [Text(0, "a"), Text(12, "一", Style(underline=1, width=2, height=2))] == texts(
        b"\x1c!\x8ca" + "一\n".encode("gb18030"), profile=CHINESE
    )


def test_fs_w_makes_chinese_four_times_as_big() -> None:
    """And puts it back."""
    data = b"\x1cW\x01" + "一".encode("gb18030") + b"\x1cW\x00" + "一\n".encode("gb18030")

    assert [Text(0, "一", Style(width=2, height=2)), Text(48, "一")] == texts(data, profile=CHINESE)


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        (b"\x1bE\x01", Style(bold=True)),
        (b"\x1bE\x02", Style()),
        (b"\x1bG\x01", Style(bold=True)),
        (b"\x1b-\x02", Style(underline=2)),
        (b"\x1b-1", Style(underline=1)),
        (b"\x1b-\x03", Style()),
        (b"\x1bM\x01", Style(font="B")),
        (b"\x1bM1", Style(font="B")),
        (b"\x1bM\x09", Style()),
        (b"\x1dB\x01", Style(inverse=True)),
        (b"\x1bV\x01", Style(rotated=True)),
        (b"\x1bV\x05", Style()),
        (b"\x1b{\x01", Style(upside_down=True)),
    ],
)
def test_a_command_sets_a_style(command: bytes, expected: Style) -> None:
    """Each sets its own, and values without meaning change nothing."""
    assert expected == style(command + b"a\n")


def test_fs_minus_underlines_chinese_alone() -> None:
    """ESC - is for one-byte characters, FS - for Chinese ones."""
    assert [Text(0, "a"), Text(12, "一", Style(underline=2))] == texts(
        b"\x1c-\x02a" + "一\n".encode("gb18030"), profile=CHINESE
    )


def test_turned_characters_are_as_wide_as_they_were_high() -> None:
    """16 turned characters of font A fill 58 mm."""
    assert [16, 1] == [len(text.text) for text in texts(b"\x1bV\x01" + b"a" * 17 + b"\n")]


def test_spacing_grows_with_the_width() -> None:
    """ESC SP counts at normal width."""
    assert [Text(0, "ab", Style(width=2), 10)] == texts(b"\x1d!\x10\x1b \x05ab\n")


def test_chinese_has_blanks_on_both_sides() -> None:
    """FS S 4 2: 4 dots before and 2 behind each character."""
    data = b"\x1cS\x04\x02" + "一二".encode("gb18030") + b"a\n"

    assert [Text(4, "一二", Style(), 6), Text(60, "a")] == texts(data, profile=CHINESE)


def test_upside_down_text_stands_at_the_right() -> None:
    """The line is turned as a whole: what was at the left edge is at the right one."""
    assert [Text(348, "abc", Style(upside_down=True))] == texts(b"\x1b{\x01abc\n")


def test_upside_down_text_reads_from_the_right() -> None:
    """What came first stands rightmost."""
    assert [372, 348] == [text.x for text in texts(b"\x1b{\x01a\x1bE\x01bc\n")]


def test_upside_down_counts_only_at_the_beginning_of_a_line() -> None:
    """Within a line it is ignored."""
    assert Style() == style(b"a\x1b{\x01b\n")

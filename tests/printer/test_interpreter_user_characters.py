"""Characters that the host draws itself."""

from emulator.codecs.escpos.tokenizer import Tokenizer
from emulator.domain.paper import Dots, Line, Text
from emulator.printer.interpreter.interpreter import Interpreter
from emulator.printer.profile import PROFILES

A_BOX = b"\x1b&\x03AA\x0c" + b"\xff\xff\xff" * 12
"""ESC &: A is a black box of 12 x 24 dots."""
ON, OFF = b"\x1b%\x01", b"\x1b%\x00"
OWN_CHINESE = b"\x1c2\xfe\xa1" + b"\xff\xff\xff" * 24


def items(data: bytes, profile: str = "epson_58") -> list[Text | Dots]:
    """What stands on the lines of a printer."""
    interpreter = Interpreter(PROFILES[profile])
    steps = [step for token in Tokenizer().feed(data) for step in interpreter.take(token)]
    return [item for step in steps if isinstance(step.what, Line) for item in step.what.items]


def test_a_drawn_character_takes_the_place_of_its_code() -> None:
    """Between characters that are not drawn."""
    first, drawn, last = items(A_BOX + ON + b"bAc\n")

    assert [Text(0, "b"), Text(24, "c")] == [first, last]
    assert Dots(12, 12, 24, b"\xff\xf0" * 24, "character", "A") == drawn


def test_drawn_characters_are_off_at_first() -> None:
    """ESC % 1 switches them on."""
    assert [Text(0, "A")] == items(A_BOX + b"A\n")


def test_drawn_characters_can_be_switched_off() -> None:
    """They are kept meanwhile."""
    first, second = items(A_BOX + ON + OFF + b"A\n" + ON + b"A\n")

    assert Text(0, "A") == first
    assert isinstance(second, Dots)


def test_a_drawn_character_can_be_cancelled() -> None:
    """ESC ? brings the printer's own back."""
    assert [Text(0, "A")] == items(A_BOX + ON + b"\x1b?AA\n")


def test_a_drawn_character_belongs_to_its_font() -> None:
    """Font B has its own."""
    (text,) = items(A_BOX + ON + b"\x1bM\x01A\n")

    assert isinstance(text, Text)


def test_a_character_is_drawn_for_the_font_that_is_on() -> None:
    """Drawn in font B, it does not appear in font A."""
    first, second = items(b"\x1bM\x01" + A_BOX + ON + b"A\n\x1bM\x00A\n")

    assert isinstance(first, Dots)
    assert Text(0, "A") == second


def test_several_characters_are_drawn_at_once() -> None:
    """Each with its own width; one without columns is left as it is."""
    data = b"\x1b&\x01AC\x01\xff\x00\x02\xff\xff" + ON + b"ABC\n"

    assert [0, 1, 13] == [item.x for item in items(data)]


def test_a_drawn_character_grows_with_the_others() -> None:
    """GS ! sizes it, GS B turns black into white."""
    (drawn,) = items(A_BOX + ON + b"\x1d!\x11\x1dB\x01A\n")

    assert isinstance(drawn, Dots)
    assert (24, 48, bytes(24 // 8 * 48)) == (drawn.width, drawn.height, drawn.rows)


def test_drawn_characters_are_spaced_and_broken_as_others() -> None:
    """With 4 dots behind each, 24 stand in a line of 384."""
    drawn = items(A_BOX + ON + b"\x1b \x04" + b"A" * 25 + b"\n")

    assert [0, 16, 368, 0] == [item.x for item in (*drawn[:2], drawn[23], drawn[24])]


def test_a_drawn_chinese_character() -> None:
    """FS 2 draws it, no command is needed to use it."""
    data = OWN_CHINESE + "一".encode("gb18030") + b"\xfe\xa1" + "二\n".encode("gb18030")
    first, drawn, last = items(data, "built_in")

    assert [Text(0, "一"), Text(48, "二")] == [first, last]
    assert (24, 24, 24, "character") == (drawn.x, drawn.width, drawn.height, drawn.what)


def test_a_drawn_chinese_character_can_be_cancelled() -> None:
    """FS ? forgets it."""
    (text,) = items(OWN_CHINESE + b"\x1c?\xfe\xa1" + b"\xfe\xa1\n", "built_in")

    assert isinstance(text, Text)


def test_the_second_byte_of_a_chinese_character_is_not_drawn() -> None:
    """A code that happens to be a drawn one stays part of its pair."""
    assert [Text(0, "丄")] == items(A_BOX + ON + b"\x81A\n", "built_in")

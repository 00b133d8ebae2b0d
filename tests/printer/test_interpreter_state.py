"""What the interpreter leaves to the device, and how it is put back."""

import pytest

from emulator.codecs.escpos.tokenizer import Tokenizer
from emulator.domain.paper import Dots, Line, Style, Text
from emulator.printer.interpreter.interpreter import Interpreter
from emulator.printer.interpreter.steps import Order, Step
from emulator.printer.profile import PROFILES

BIG = Style(width=2, height=2)
LOGO = b"\x1cq\x01\x01\x00\x01\x00" + b"\xff" * 8
"""An image of 8 x 8 dots, kept without power."""


@pytest.fixture
def interpreter() -> Interpreter:
    """A new one."""
    return Interpreter(PROFILES["epson_58"])


def feed(interpreter: Interpreter, data: bytes) -> list[Step]:
    """Give it some bytes from the beginning of a stream."""
    return [step for token in Tokenizer().feed(data) for step in interpreter.take(token)]


def texts(interpreter: Interpreter, data: bytes) -> list[Text | Dots]:
    """What stands on the lines."""
    lines = [step.what for step in feed(interpreter, data)]
    return [item for line in lines if isinstance(line, Line) for item in line.items]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"\x1dr\x01", "GS r"),
        (b"\x1da\xff", "GS a"),
        (b"\x1dI\x01", "GS I"),
        (b"\x1d(H\x06\x0000abcd", "GS ( H"),
        (b"\x1bc3\x0f", "ESC c 3"),
        (b"\x1bc4\x0f", "ESC c 4"),
        (b"\x1bp\x00\x19\xfa", "ESC p"),
        (b"\x1bu\x00", "ESC u"),
        (b"\x1bv", "ESC v"),
        (b"\x07", "BEL"),
        (b"\x1b@", "ESC @"),
        (b"\x1b=\x01", "ESC ="),
    ],
)
def test_what_concerns_the_device_is_handed_on(
    interpreter: Interpreter, data: bytes, name: str
) -> None:
    """As an order that carries the token and reaches to its end."""
    (step,) = feed(interpreter, data)

    assert isinstance(step.what, Order)
    assert (name, len(data)) == (step.what.token.name, step.end)


def test_an_order_seen_twice_carries_its_own_token(interpreter: Interpreter) -> None:
    """Remembering what a token led to must not bring back the old one."""
    first, second = feed(interpreter, b"\x1dr\x01\x1dr\x01")

    assert isinstance(first.what, Order)
    assert isinstance(second.what, Order)
    assert [0, 3] == [first.what.token.at, second.what.token.at]


def test_an_order_leaves_the_line_alone(interpreter: Interpreter) -> None:
    """A question in mid-line does not break it."""
    assert [Text(0, "ab")] == texts(interpreter, b"a\x1dr\x01b\n")


def test_esc_at_puts_all_settings_back(interpreter: Interpreter) -> None:
    """And drops what stands in the line."""
    assert [Text(0, "b")] == texts(interpreter, b"\x1d!\x11\x1ba\x02\x1dB\x01a\x1b@b\n")


def test_esc_at_keeps_what_is_stored_for_good(interpreter: Interpreter) -> None:
    """Images of FS q survive it."""
    (image,) = texts(interpreter, LOGO + b"\x1b@\x1cp\x01\x00")

    assert (8, 8) == (image.width, image.height)


def test_esc_at_forgets_what_is_stored_for_now(interpreter: Interpreter) -> None:
    """Images of GS * do not."""
    assert [] == texts(interpreter, b"\x1d*\x01\x01" + b"\xff" * 8 + b"\x1b@\x1d/\x00")


def test_nothing_is_printed_while_another_device_is_selected(interpreter: Interpreter) -> None:
    """Between ESC = 0 and ESC = 1 all is ignored, ESC @ and questions too."""
    steps = feed(interpreter, b"\x1b=\x00a\n\x1b@\x1dr\x01\x1b=\x02\x1b=\x01b\n")

    assert ["ESC =", "ESC =", Line(30, (Text(0, "b"),))] == [
        step.what.token.name if isinstance(step.what, Order) else step.what for step in steps
    ]


def test_saved_settings_come_back(interpreter: Interpreter) -> None:
    """As after a clear: back to what was on when the last step was executed."""
    feed(interpreter, b"\x1d!\x11")
    saved = interpreter.save()
    feed(interpreter, b"\x1d!\x00\x1ba\x02abc")
    interpreter.restore(saved)

    assert [Text(0, "x", BIG)] == texts(interpreter, b"x\n")


def test_a_cleared_line_prints_nothing(interpreter: Interpreter) -> None:
    """The settings stay."""
    feed(interpreter, b"\x1d!\x11abc")
    interpreter.clear_line()

    assert [Text(0, "x", BIG)] == texts(interpreter, b"x\n")


def test_a_cleared_line_ends_an_image(interpreter: Interpreter) -> None:
    """Rows that come after it belong to nothing."""
    tokens = Tokenizer().feed(b"\x1dv0\x00\x01\x00\x02\x00\xff\xff")
    interpreter.take(tokens[0])
    interpreter.clear_line()

    assert [] == interpreter.take(tokens[1])


@pytest.mark.parametrize(
    ("data", "is_empty"),
    [
        (b"", True),
        (b"a", False),
        (b"a\n", True),
        (b"\t", False),
        (b"\x1bE\x01", True),
        (b"\x1c&\xd2", False),
    ],
)
def test_whether_the_line_is_empty(interpreter: Interpreter, data: bytes, is_empty: bool) -> None:
    """Text, a tab or half a character stand in it; settings do not."""
    feed(interpreter, data)

    assert is_empty == interpreter.is_line_empty


def test_power_on_puts_all_settings_back(interpreter: Interpreter) -> None:
    """And forgets the line."""
    feed(interpreter, b"\x1d!\x11\x1b3\x40abc")
    interpreter.reset()

    assert [Line(30, (Text(0, "x"),))] == [step.what for step in feed(interpreter, b"x\n")]


def test_power_on_keeps_what_is_stored_for_good(interpreter: Interpreter) -> None:
    """Images of FS q lie in memory that needs no power."""
    feed(interpreter, LOGO)
    interpreter.reset()

    assert 1 == len(texts(interpreter, b"\x1cp\x01\x00"))


def test_printers_of_one_model_do_not_disturb_each_other(interpreter: Interpreter) -> None:
    """They share what they remember of lines, not what they are set to."""
    other = Interpreter(PROFILES["epson_58"])
    feed(interpreter, b"\x1d!\x11ab")

    assert [Text(0, "x")] == texts(other, b"x\n")


def test_profiles_differ_in_their_defaults() -> None:
    """Chinese mode, width and line spacing come from the model."""
    broad = Interpreter(PROFILES["generic_80"])

    assert [Text(552, "一")] == texts(broad, b"\x1ba\x02" + "一\n".encode("gb18030"))


def test_a_refused_symbol_says_why(interpreter: Interpreter) -> None:
    """Until the next picture or symbol that can be printed."""
    feed(interpreter, b"\x1dk\x02abc\x00")
    why = interpreter.refused
    feed(interpreter, b"\x1dk\x04ABC\x00")

    assert why is not None
    assert interpreter.refused is None

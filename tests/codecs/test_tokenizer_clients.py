"""What clients that nobody here wrote send falls into commands we know."""

from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image

from emulator.codecs.escpos.tokenizer import Tokenizer
from emulator.codecs.escpos.tokens import Sort, Token

escpos = pytest.importorskip("escpos.printer", reason="python-escpos is not installed")


def checked() -> Image.Image:
    """Draw a picture with both colours in every row."""
    image = Image.new("1", (200, 60), 1)
    for x in range(0, 200, 3):
        for y in range(60):
            image.putpixel((x, y), 0)
    return image


ACTS: dict[str, tuple[Callable[[Any], Any], set[str]]] = {
    "initialise": (lambda p: p.hw("INIT"), {"ESC @"}),
    "text": (lambda p: p.text("Hello żółw\n"), {"", "LF", "ESC t"}),
    "styles": (
        lambda p: p.set(align="center", font="b", bold=True, underline=2, invert=True, flip=True),
        {"ESC a", "ESC M", "ESC E", "ESC -", "GS B", "ESC {"},
    ),
    "sizes": (lambda p: p.set(width=3, height=2, custom_size=True, smooth=True), {"GS !", "GS b"}),
    "density": (lambda p: p.set(density=5), {"GS |"}),
    "ean": (lambda p: p.barcode("1234567890128", "EAN13"), {"GS h", "GS w", "GS H", "GS k"}),
    "code128": (lambda p: p.barcode("{B012AB", "CODE128", function_type="B"), {"GS k"}),
    "qr": (lambda p: p.qr("hello", native=True, size=6), {"GS ( k"}),
    "raster": (lambda p: p.image(checked(), impl="bitImageRaster"), {"GS v 0"}),
    "graphics": (lambda p: p.image(checked(), impl="graphics"), {"GS ( L"}),
    "columns": (lambda p: p.image(checked(), impl="bitImageColumn"), {"ESC *"}),
    "drawer": (lambda p: p.cashdraw(2), {"ESC p"}),
    "tabs": (lambda p: p.control("HT", tab_size=4), {"ESC D"}),
    "spacing": (lambda p: p.line_spacing(40), {"ESC 3"}),
    "buzzer": (lambda p: p.buzzer(2, 3), {"ESC B"}),
    "display": (lambda p: p.linedisplay("hi"), {"ESC ="}),
    "panel": (lambda p: p.panel_buttons(False), {"ESC c 5"}),
    "cut": (lambda p: p.cut(mode="PART"), {"ESC d", "GS V"}),
}


def tokens(data: bytes) -> list[Token]:
    tokenizer = Tokenizer()
    told = tokenizer.feed(data)

    assert 0 == tokenizer.pending
    return told


@pytest.mark.parametrize("act", ACTS)
def test_whatever_python_escpos_sends_is_known(act: str) -> None:
    """Each of its methods gives the commands it means, and no unknown one."""
    do, expected = ACTS[act]
    printer = escpos.Dummy(profile="TM-T88V")
    do(printer)

    told = tokens(printer.output)

    assert [] == [token for token in told if token.sort is Sort.UNKNOWN]
    assert expected <= {token.name for token in told}


def test_whatever_escpos_thermal_sends_is_known() -> None:
    """All its printing methods, one after another."""
    thermal = pytest.importorskip("escpos_thermal", reason="escpos-thermal is not installed")
    connector = thermal.connectors.DummyConnector()
    printer = thermal.Printer(connector)
    printer.initialize()
    printer.text("Hello\n")
    printer.text_chinese("银联\n")
    printer.select_print_mode(printer.MODE_DOUBLE_HEIGHT | printer.MODE_EMPHASIZED)
    printer.set_justification(printer.JUSTIFY_CENTER)
    printer.set_text_size(2, 2)
    printer.set_underline(printer.UNDERLINE_SINGLE)
    printer.set_reverse_colors(True)
    printer.set_print_left_margin(8)
    printer.set_print_width(300)
    printer.set_line_spacing(40)
    printer.barcode("ABC", printer.BARCODE_CODE39)
    printer.qr_code("hello")
    printer.pdf417_code("hello")
    printer.feed(2)
    printer.feed_reverse(1)
    printer.pulse()
    printer.cut()

    data = connector.get_data()
    printer.close()
    told = tokens(data)

    assert [] == [token for token in told if token.sort is Sort.UNKNOWN]
    assert {"FS &", "GS k", "GS ( k", "GS L", "GS W", "ESC e", "GS V"} <= {t.name for t in told}


def test_a_drawer_command_cut_short_takes_what_follows() -> None:
    """node-thermal-printer sends ESC p without its times: a printer loses the second one."""
    told = tokens(b"\x1bp\x00\x1bp\x01\x1d\x56\x00")

    assert [("ESC p", b"\x00\x1bp"), ("SOH", b""), ("GS V", b"\x00")] == [
        (token.name, token.args) for token in told
    ]


def test_the_probe_for_star_printers_does_no_harm() -> None:
    """Receiptio asks DLE EOT 2, then as one asks Star printers, then initialises."""
    assert ["DLE EOT", "ESC ACK", "ESC @"] == [
        token.name for token in tokens(b"\x10\x04\x02\x1b\x06\x01\x1b@")
    ]


def test_nuls_without_end_are_taken() -> None:
    """Receiptio sends 8,192 NULs to a silent printer to end whatever it waits for."""
    tokenizer = Tokenizer()
    tokenizer.feed(b"\x1d(L\x00\x10")

    told = tokenizer.feed(bytes(8192))

    assert 0 == tokenizer.pending
    assert ["GS ( L"] + ["NUL"] * (8192 - 0x1000) == [token.name for token in told]

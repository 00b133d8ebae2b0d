"""escpos-thermal prints, draws and asks over the network."""

from contextlib import contextmanager

import pytest
import segno
from running_printer import fast, fault, running
from scanning import scanned

thermal = pytest.importorskip("escpos_thermal", reason="escpos-thermal is not installed")
connectors = pytest.importorskip("escpos_thermal.connectors")

Printer = thermal.Printer
SYMBOLS = {
    "BARCODE_UPCA": ("31234567890", ("EAN13", "0312345678906")),
    "BARCODE_UPCE": ("01234565", ("UPCE", "0012345000065")),
    "BARCODE_JAN13": ("690123456789", ("EAN13", "6901234567892")),
    "BARCODE_JAN8": ("9638507", ("EAN8", "96385074")),
    "BARCODE_CODE39": ("ABC-123", ("Code39", "ABC-123")),
    "BARCODE_ITF": ("12345678", ("ITF", "12345678")),
    "BARCODE_CODABAR": ("A12345A", ("Codabar", "A12345A")),
    "BARCODE_CODE93": ("CODE93", ("Code93", "CODE93")),
    "BARCODE_CODE128": ("{C\x0c\x22\x38", ("Code128", "123456")),
}
"""Its name of a bar code: what is asked for, and what a scanner reads."""


@contextmanager
def talking(**wishes):
    """A printer and the client at it."""
    with running(**wishes) as one:
        client = Printer(connectors.NetworkConnector("127.0.0.1", one.port, timeout=20))
        try:
            yield one, client
        finally:
            client.close()


def receipt(tmp_path, act, model="epson_80"):
    """Let it print and cut; give the lines of the paper and the picture."""
    text, folder = tmp_path / "paper.txt", tmp_path / "slips"
    wishes = {"profile": fast(model), "text": text, "png": folder, "once": True}
    with talking(**wishes) as (one, client):
        act(client)
        client.cut()
        client.close()
        one.wait()
    lines = [line.strip() for line in text.read_text(encoding="utf-8").splitlines()]
    return lines, folder / "slip-0001.png"


def test_text_in_its_styles_is_on_the_paper(tmp_path):
    """Sizes, fonts and alignment, line by line."""

    def act(client):
        client.set_justification(Printer.JUSTIFY_CENTER)
        client.set_emphasis(True)
        client.text("CORNER SHOP\n")
        client.set_emphasis(False)
        client.set_font(Printer.FONT_B)
        client.text("small\n")
        client.set_font(Printer.FONT_A)
        client.set_text_size(2, 2)
        client.text("BIG\n")
        client.set_text_size(1, 1)
        client.set_reverse_colors(True)
        client.text("inverse\n")
        client.set_reverse_colors(False)
        client.set_underline(Printer.UNDERLINE_DOUBLE)
        client.text("underlined\n")

    lines, _ = receipt(tmp_path, act)

    assert {"CORNER SHOP", "small", "inverse", "underlined"} <= set(lines)
    assert any("BIG" == line.replace(" ", "") for line in lines)


def test_chinese_is_printed_in_the_mode_it_asks_for(tmp_path):
    """It sends FS &, GBK, FS . one after the other, and Latin text in between."""

    def act(client):
        client.text_chinese("合计 12.50\n")
        client.text("Total 12.50\n")
        client.text_chinese("谢谢惠顾\n")

    lines, _ = receipt(tmp_path, act)

    assert {"合计 12.50", "Total 12.50", "谢谢惠顾"} <= set(lines)


@pytest.mark.parametrize("name", SYMBOLS)
def test_bar_codes_are_read_back(name, tmp_path):
    """Each sort with what was asked for."""
    asked, read = SYMBOLS[name]

    def act(client):
        client.set_barcode_height(80)
        client.set_barcode_width(2)
        client.set_barcode_text_position(Printer.BARCODE_TEXT_BELOW)
        client.barcode(asked, getattr(Printer, name))

    _, slip = receipt(tmp_path, act)

    assert [read] == scanned(slip)


def test_two_dimensional_symbols_are_read_back(tmp_path):
    """QR codes of every strength, one with Chinese in it, and PDF417."""

    def act(client):
        for level, text in enumerate(("level L", "level M", "level Q", "层次 H")):
            client.qr_code(text, ec=level, size=5)
            client.feed(2)
        client.pdf417_code("PDF417 of a slip", width=2)

    _, slip = receipt(tmp_path, act)

    assert [
        ("PDF417", "PDF417 of a slip"),
        ("QRCode", "level L"),
        ("QRCode", "level M"),
        ("QRCode", "level Q"),
        ("QRCode", "层次 H"),
    ] == scanned(slip)


@pytest.mark.parametrize("way", ["graphics", "bit_image", "bit_image_column_format"])
def test_pictures_are_dot_for_dot(way, tmp_path):
    """A QR code that the client drew scans, in each of its three ways to draw."""
    file = tmp_path / "drawn.png"
    segno.make("drawn by the client", micro=False).save(str(file), scale=6)
    image = thermal.PillowEscposImage(str(file))
    _, slip = receipt(tmp_path, lambda client: getattr(client, way)(image))

    assert [("QRCode", "drawn by the client")] == scanned(slip)


@pytest.mark.parametrize(
    ("lever", "online", "paper", "error"),
    [
        (None, True, True, False),
        ("near_end", True, True, False),
        ("paper_out", False, False, False),
        ("cover_open", False, True, False),
        ("head_failure", False, True, True),
    ],
)
def test_it_asks_how_the_printer_is(lever, online, paper, error):
    """By DLE EOT 1, 3 and 4."""
    with talking(faults=(fault(lever),) if lever else ()) as (_, client):
        assert (online, paper, error) == (
            client.is_online(),
            client.has_paper(),
            client.has_error(),
        )


@pytest.mark.parametrize("is_open", [False, True])
def test_it_asks_whether_the_drawer_is_open(is_open):
    """By bit 2 of DLE EOT 1."""
    with talking(faults=(fault("drawer_open"),) if is_open else ()) as (_, client):
        assert is_open is client.is_drawer_open()


def test_it_hears_of_a_blocked_cutter_after_the_cut():
    """A whole slip, and an error all the same."""
    with talking(faults=(fault("cutter_jam"),)) as (one, client):
        client.text("hello\n")
        assert not client.has_error()
        client.cut()
        one.eventually(lambda session: session.printer.state == "offline")
        assert client.has_error()

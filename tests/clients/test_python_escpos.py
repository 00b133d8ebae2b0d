"""python-escpos prints, draws and asks, over the network and over a serial line."""

from contextlib import contextmanager
from random import Random

import pytest
from PIL import Image, ImageChops, ImageDraw
from running_printer import fast, fault, running
from scanning import scanned

escpos = pytest.importorskip("escpos.printer", reason="python-escpos is not installed")
pytest.importorskip("serial", reason="pyserial is not installed")

WIRES = ("tcp", "pty")
BAUD = 115_200
ANSWER_S = 0.1
"""Over a serial line it always waits so long for more of an answer."""
NONE, NEARLY_NONE, PLENTY = 0, 1, 2
"""What it calls the paper."""
DIALECTS = ("bitImageRaster", "graphics", "bitImageColumn")


@contextmanager
def client_of(one, wire, profile="default"):
    """Connect it to the printer."""
    if wire == "tcp":
        client = escpos.Network("127.0.0.1", port=one.port, timeout=20, profile=profile)
    else:
        wired = {"baudrate": BAUD, "timeout": ANSWER_S, "dsrdtr": False}
        client = escpos.Serial(one.place, profile=profile, **wired)
    client.open()
    try:
        yield client
    finally:
        client.close()


@contextmanager
def talking(wire, *, client="default", **wishes):
    """A printer and the client at it, which would take XOFF for an answer."""
    place = {} if wire == "tcp" else {"pty": "", "baud": BAUD, "flow": "none"}
    with running(**place, **wishes) as one, client_of(one, wire, client) as connected:
        yield one, connected


def receipt(tmp_path, wire, act, *, model="epson_80", client="default"):
    """Let it print and cut; give the lines of the paper and the picture."""
    text, folder = tmp_path / "paper.txt", tmp_path / "slips"
    wishes = {"profile": fast(model), "text": text, "png": folder, "once": True}
    with talking(wire, client=client, **wishes) as (one, connected):
        act(connected)
        connected.cut()
        connected.close()
        one.wait()
    lines = [line.rstrip() for line in text.read_text(encoding="utf-8").splitlines()]
    return lines, folder / "slip-0001.png"


def framed_noise(width, height):
    """Dots in no order within a black frame, by which they are found again."""
    dots = Random(width).randbytes(width * height // 8)
    picture = Image.frombytes("1", (width, height), dots)
    ImageDraw.Draw(picture).rectangle((0, 0, width - 1, height - 1), outline=0)
    return picture


@pytest.mark.parametrize("wire", WIRES)
def test_a_receipt_with_symbols(wire, tmp_path):
    """Text in its sizes is on the paper, and every symbol scans."""

    def act(client):
        client.set(align="center", bold=True, double_width=True, double_height=True)
        client.text("CORNER SHOP\n")
        client.set_with_default()
        client.textln("Item A       12.50")
        client.qr("https://example.com/r?n=17", native=True, size=6)
        client.barcode("690123456789", "EAN13", height=80, width=3)
        client.barcode("{BAB-1234", "CODE128", function_type="B", height=80, width=2)
        client.barcode("CODE39", "CODE39", height=80, width=2)
        client.barcode("A12345A", "NW7", height=80, width=2)
        client.barcode("12345678", "ITF", height=80, width=3)

    lines, slip = receipt(tmp_path, wire, act)

    assert "Item A       12.50" in lines
    assert any("CORNER SHOP" in line for line in lines)
    assert [
        ("Codabar", "A12345A"),
        ("Code128", "AB-1234"),
        ("Code39", "CODE39"),
        ("EAN13", "6901234567892"),
        ("ITF", "12345678"),
        ("QRCode", "https://example.com/r?n=17"),
    ] == scanned(slip)


@pytest.mark.parametrize("wire", WIRES)
@pytest.mark.parametrize("model", ["built_in", "generic_80", "generic_58"])
def test_chinese_is_printed_by_printers_that_expect_it(model, wire, tmp_path):
    """It sends GB18030 without FS &, and changes the code page between the pieces of a line."""

    def act(client):
        client.text("银联商户\n")
        client.text("Total ")
        client.text("合计")
        client.text(" 12.50 RMB\n")
        client.set(double_width=True, double_height=True)
        client.text("谢谢惠顾\n")

    lines, _ = receipt(tmp_path, wire, act, model=model)

    assert {"银联商户", "Total 合计 12.50 RMB"} <= set(lines)
    assert any("谢谢惠顾" in line.replace(" ", "") for line in lines)


def test_chinese_is_garbage_on_a_printer_that_was_not_told(tmp_path):
    """A printer without Chinese mode reads the bytes one by one, as the paper then shows."""
    lines, _ = receipt(tmp_path, "tcp", lambda client: client.text("合计 12\nTotal\n"))

    assert "合计 12" not in lines
    assert "合计 12".encode("gb18030").decode("cp437") in lines
    assert "Total" in lines


@pytest.mark.parametrize("client", ["default", "TM-T88V", "TM-T20II"])
@pytest.mark.parametrize(
    "text", ["Größe 5 €", "Привет", "Ωμέγα", "Zażółć gęślą", "Şişli ığ", "½ ± é", "ｱｲｳ"]
)
def test_its_code_pages_are_ours(text, client, tmp_path):
    """Letter for letter, whichever page its profile of a printer makes it choose."""
    lines, _ = receipt(tmp_path, "tcp", lambda one: one.text(f"{text}\n"), client=client)

    assert text in lines


@pytest.mark.parametrize("wire", WIRES)
@pytest.mark.parametrize("dialect", DIALECTS)
def test_pictures_are_dot_for_dot(dialect, wire, tmp_path):
    """Every dot of a picture is on the paper, and no other, in each of its three ways to draw."""
    picture = framed_noise(120, 72)
    _, slip = receipt(tmp_path, wire, lambda client: client.image(picture, impl=dialect))
    with Image.open(slip) as seen:
        black = ImageChops.invert(seen.convert("L")).getbbox()
        printed = seen.convert("1").crop(black)

    assert picture.tobytes() == printed.tobytes()


@pytest.mark.parametrize("wire", WIRES)
@pytest.mark.parametrize(
    ("lever", "online", "paper"),
    [
        (None, True, PLENTY),
        ("near_end", True, NEARLY_NONE),
        ("paper_out", False, NONE),
        ("cover_open", False, PLENTY),
        ("jam", False, PLENTY),
        ("head_failure", False, PLENTY),
        ("hot_head", False, PLENTY),
        ("feed_button", False, PLENTY),
        ("drawer_open", True, PLENTY),
    ],
)
def test_it_asks_how_the_printer_is(lever, online, paper, wire):
    """By DLE EOT 1 and 4, which are answered whatever is wrong."""
    broken = (fault(lever),) if lever else ()
    # As slow as real ones: a stuck feed button must not use up the roll meanwhile.
    with talking(wire, profile=fast(speed_mm_s=100), faults=broken) as (_, client):
        assert (online, paper) == (client.is_online(), client.paper_status())


@pytest.mark.parametrize("wire", WIRES)
def test_it_sees_the_trouble_come_and_go(wire):
    """Paper out in the middle of a slip, and online again with a new roll."""
    broken = fault("paper_out", unit="line", count=3)
    with talking(wire, faults=(broken,)) as (one, client):
        assert client.is_online()
        client.text("".join(f"line {number}\n" for number in range(6)))
        one.eventually(lambda session: session.printer.state == "offline")
        assert (False, NONE) == (client.is_online(), client.paper_status())
        one.press("l")
        assert (True, PLENTY) == (client.is_online(), client.paper_status())


def test_silence_is_plenty_of_paper_to_it():
    """It takes a printer that answers nothing for offline, and its paper for plenty."""
    with talking("pty", profile=fast("silent_58")) as (_, client):
        assert (False, PLENTY) == (client.is_online(), client.paper_status())


@pytest.mark.parametrize("wire", WIRES)
def test_its_other_commands_leave_the_text_alone(wire, tmp_path, capsys):
    """Drawer, buzzer, tabs, spacing, display and panel: nothing of them is printed."""

    def act(client):
        client.text("first\n")
        client.cashdraw(2)
        client.buzzer(times=1, duration=1)
        client.line_spacing(60)
        client.line_spacing()
        client.panel_buttons(enable=False)
        client.control("HT")
        client.control("CR")
        client.linedisplay_select(select_display=False)
        client.target("ROLL")
        client.hw("INIT")
        client.print_and_feed(2)
        client.text("last\n")

    lines, _ = receipt(tmp_path, wire, act)
    said = capsys.readouterr().err

    assert ["first", "last"] == [line for line in lines if line and "✂" not in line]
    assert "cash drawer is told to open (pin 2)" in said

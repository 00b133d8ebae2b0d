"""Clients that nobody here wrote print on the virtual printer and ask how it is."""

import pytest
import zxingcpp
from PIL import Image
from running_printer import HERE, STATUS, fast, running, until

FENCE = b"\x1dr\x01"

escpos = pytest.importorskip("escpos.printer", reason="python-escpos is not installed")


def read_back(file):
    """What a reader finds on a picture, by the sort of symbol."""
    return {found.format.name: found.text for found in zxingcpp.read_barcodes(Image.open(file))}


def network(one):
    return escpos.Network("127.0.0.1", port=one.port, timeout=20)


def test_python_escpos_prints_a_receipt_over_tcp(tmp_path, capsys):
    """Text and styles are on the screen; QR and bar codes can be read back from the picture."""
    with running(png=tmp_path, once=True) as one:
        client = network(one)
        client.set(align="center", bold=True, double_width=True, double_height=True)
        client.text("HELLO SHOP\n")
        client.set_with_default()
        client.text("Item A       12.50\n")
        client.qr("https://example.com/r?n=17", native=True, size=6)
        client.barcode("690123456789", "EAN13", height=80, width=3)
        client.barcode("{BAB-1234", "CODE128", function_type="B", height=80, width=2)
        client.cut()
        client.close()
        one.wait()
    out = capsys.readouterr().out
    seen = read_back(tmp_path / "slip-0001.png")

    assert "HELLO SHOP" in out
    assert "Item A       12.50" in out
    assert "https://example.com/r?n=17" == seen["QRCode"]
    assert "6901234567892" == seen["EAN13"]
    assert "AB-1234" == seen["Code128"]


def test_python_escpos_prints_pictures_in_every_way(tmp_path, capsys):
    """Raster, graphics and columns: the same QR code drawn by the client is read each time."""
    with running(png=tmp_path, once=True) as one:
        client = network(one)
        for way in ("bitImageRaster", "graphics", "bitImageColumn"):
            client.qr(f"by {way}", native=False, size=6, image_arguments={"impl": way})
            client.cut()
        client.close()
        one.wait()
    seen = [read_back(file)["QRCode"] for file in sorted(tmp_path.iterdir())]

    assert ["by bitImageRaster", "by graphics", "by bitImageColumn"] == seen


def test_python_escpos_prints_chinese_on_a_chinese_printer(capsys):
    """It sends GB18030 without asking for Chinese mode, which such printers have on anyway."""
    with running(profile=fast("generic_80"), once=True) as one:
        client = network(one)
        client._raw("合计 ￥12.50 谢谢惠顾\n".encode("gb18030"))
        client.cut()
        client.close()
        one.wait()
    assert "合计 ￥12.50 谢谢惠顾" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("key", "online", "paper"), [("", True, 2), ("n", True, 1), ("p", False, 0), ("c", False, 2)]
)
def test_python_escpos_asks_over_tcp(key, online, paper, capsys):
    """Its own names for what DLE EOT told it: 2 is plenty, 1 near the end, 0 none."""
    with running() as one:
        client = network(one)
        client.open()
        one.press(key)

        assert (online, paper) == (client.is_online(), client.paper_status())
        client.close()


def test_python_escpos_opens_the_drawer(capsys):
    """The kick is told, with its pin."""
    with running() as one:
        client = network(one)
        client.cashdraw(2)
        client.close()
        one.eventually(lambda session: not session.attendant.host)
    assert "cash drawer is told to open (pin 2)" in capsys.readouterr().err


def test_python_escpos_prints_over_a_serial_line(tmp_path, capsys):
    """The pseudo-terminal is a serial port to it, status included."""
    link = tmp_path / "printer"
    with running(pty=str(link), once=True, baud=115_200) as one:
        client = escpos.Serial(str(link), baudrate=115_200, timeout=0.2, dsrdtr=False)
        client.open()
        assert client.is_online()
        client.text("over a wire\n")
        client.cut()
        client.close()
        one.wait()
    out = capsys.readouterr().out

    assert "over a wire" in out
    assert "✂" in out
    assert not link.is_symlink()


def test_escpos_thermal_prints_over_tcp(tmp_path, capsys):
    """Text, a QR code, a PDF417 and a bar code of its own making."""
    thermal = pytest.importorskip("escpos_thermal", reason="escpos-thermal is not installed")
    from escpos_thermal.connectors import NetworkConnector

    with running(png=tmp_path, once=True) as one:
        client = thermal.Printer(NetworkConnector("127.0.0.1", one.port))
        client.set_emphasis(True)
        client.text("thermal receipt\n")
        client.qr_code("https://example.com/t", size=6)
        client.feed(2)
        client.pdf417_code("PDF417 of a slip", width=2)
        client.feed(2)
        client.set_barcode_height(80)
        client.barcode("ABC-123", thermal.Printer.BARCODE_CODE39)
        client.feed(1)
        client.cut()
        client.close()
        one.wait()
    seen = read_back(tmp_path / "slip-0001.png")

    assert "thermal receipt" in capsys.readouterr().out
    assert "https://example.com/t" == seen["QRCode"]
    assert "PDF417 of a slip" == seen["PDF417"]
    assert "ABC-123" == seen["Code39"]


def test_escpos_thermal_asks_over_tcp(capsys):
    """What it makes of the status bytes while the paper is out and after it is back."""
    thermal = pytest.importorskip("escpos_thermal", reason="escpos-thermal is not installed")
    from escpos_thermal.connectors import NetworkConnector

    with running() as one:
        client = thermal.Printer(NetworkConnector("127.0.0.1", one.port))
        one.press("p")

        assert (False, False) == (client.is_online(), client.has_paper())
        one.press("l")
        assert (True, True) == (client.is_online(), client.has_paper())
        client.close()


def test_pyserial_meets_xon_xoff(tmp_path, capsys):
    """A host that heeds XON/XOFF loses nothing, however much more it has than the buffer."""
    import serial

    link = tmp_path / "printer"
    count = 400
    profile = fast("built_in", speed_mm_s=5_000)
    with running(pty=str(link), profile=profile, baud=0) as one:
        with serial.Serial(str(link), xonxoff=True, timeout=20, write_timeout=20) as port:
            for number in range(count):
                port.write(b"line %d\n" % number)
            port.write(FENCE)
            assert b"\x00" == port.read(1)
            port.write(STATUS)
            assert b"\x12" * 4 == port.read(4)
        one.eventually(lambda session: session.printer.is_quiet)
    out, err = capsys.readouterr()

    assert [f"line {number}" for number in range(count)] == out.splitlines()[:count]
    assert "the buffer is full" not in err


def test_pyserial_without_flow_control_loses_data(tmp_path, capsys):
    """A host that heeds nothing overruns the buffer, and the printer says where."""
    import serial

    link = tmp_path / "printer"
    profile = fast("built_in", speed_mm_s=100, buffer_bytes=1024)
    with running(pty=str(link), profile=profile, baud=0) as one:
        with serial.Serial(str(link), timeout=20) as port:
            port.write(b"x" * 4000)
            one.eventually(lambda session: session.printer.taken == 4000)
        assert "the buffer is full" in capsys.readouterr().err


@pytest.mark.filterwarnings("ignore:set(Daemon|Name)")
@pytest.mark.parametrize(("flow", "line"), [("rtscts", "cts"), ("dsrdtr", "dsr")])
def test_rfc2217_shows_flow_control_on_its_lines(flow, line, capsys):
    """A full buffer lowers the line, and printing raises it again."""
    import serial

    profile = fast("built_in", speed_mm_s=2_000, buffer_bytes=512)
    with (
        running(rfc2217=HERE, profile=profile, baud=115_200, flow=flow) as one,
        serial.serial_for_url(one.place, baudrate=115_200, timeout=20) as port,
    ):
        assert getattr(port, line)
        port.write(b"line\n" * 300)
        until(lambda: not getattr(port, line))
        until(lambda: getattr(port, line))


@pytest.mark.filterwarnings("ignore:set(Daemon|Name)")
def test_rfc2217_holds_data_back_for_a_host_that_asked_for_it(capsys):
    """With RTS/CTS set on the port, four times the buffer comes out whole."""
    import serial

    profile = fast("built_in", speed_mm_s=10_000, buffer_bytes=1024)
    settings = {"profile": profile, "baud": 115_200, "flow": "rtscts"}
    with (
        running(rfc2217=HERE, **settings) as one,
        serial.serial_for_url(one.place, baudrate=115_200, rtscts=True, timeout=20) as port,
    ):
        port.write(b"".join(b"line %d\n" % number for number in range(500)) + FENCE)
        assert b"\x00" == port.read(1)
    out = capsys.readouterr().out

    assert [f"line {number}" for number in range(500)] == out.splitlines()[:500]


@pytest.mark.filterwarnings("ignore:set(Daemon|Name)")
def test_rfc2217_at_the_wrong_speed_is_garbage(capsys):
    """DLE EOT is not understood at twice the speed, and is again at the right one."""
    import serial

    with (
        running(rfc2217=HERE, profile=fast("built_in"), baud=19_200) as one,
        serial.serial_for_url(one.place, baudrate=38_400, timeout=0.2) as port,
    ):
        port.write(b"\x10\x04\x01\n")
        assert b"\x12" != port.read(1)
        port.timeout = 20
        port.baudrate = 19_200
        port.reset_input_buffer()
        port.write(b"\x1b@\x10\x04\x01")
        assert b"\x12" == port.read(1)


def test_bytes_take_the_time_of_their_line(tmp_path, capsys):
    """480 bytes at 4,800 baud are a second; the last one is not there after a quarter of it."""
    import serial

    link = tmp_path / "printer"
    with (
        running(pty=str(link), profile=fast("built_in"), baud=4_800) as one,
        serial.Serial(str(link), timeout=0.25) as port,
    ):
        port.write(b"x" * 477 + b"\x10\x04\x01")
        assert b"" == port.read(1)
        assert 0 < one.do(lambda session: session.printer.taken) < 480
        port.timeout = 20
        assert b"\x12" == port.read(1)

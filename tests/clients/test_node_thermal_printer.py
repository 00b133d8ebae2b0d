"""
node-thermal-printer: it writes and hangs up, asks little, and sends what no manual knows.

What it sends wrongly is swallowed as printers do: the rest of the receipt is right, and the
connection is kept.
"""

import base64
from io import BytesIO

import pytest
import segno
from node_client import driven, needs
from running_printer import fast, fault, running
from scanning import scanned

pytestmark = needs("node-thermal-printer")

CUT = ("cut",)
SEND = ("execute",)
ASK = (("clear",), ("getStatus",), ("execute", {"waitForResponse": True}))
"""Nothing but GS r 1, and the wait for its answer."""
WAIT_MS = 500
PLENTY = "00"
"""What GS r 1 answers while the roll is neither out nor near its end."""


def printer(one, *acts, kind="epson", width=48, **settings):
    """Let it do something; give what each act answered."""
    wishes = {"type": kind, "port": one.port, "width": width, "options": {"timeout": WAIT_MS}}
    return driven("thermal_printer.js", {**wishes, **settings, "acts": acts})


def receipt(tmp_path, *acts, profile="epson_80", **settings):
    """Let it print; give the lines of the paper and what a scanner finds on the picture."""
    text, folder = tmp_path / "paper.txt", tmp_path / "slips"
    with running(profile=fast(profile), text=text, png=folder, once=True) as one:
        answers = printer(one, *acts, CUT, SEND, **settings)
        one.wait()

    assert {None} == set(answers)
    found = scanned(folder / "slip-0001.png")
    return [line.rstrip() for line in text.read_text(encoding="utf-8").splitlines()], found


def test_text_in_its_styles_is_on_the_paper(tmp_path):
    """Sizes, fonts, tables and rules of its own, line by line."""
    lines, _ = receipt(
        tmp_path,
        *(("alignCenter",), ("bold", True), ("println", "CORNER SHOP"), ("bold", False)),
        *(("alignLeft",), ("setTypeFontB",), ("println", "small"), ("setTypeFontA",)),
        *(("setTextQuadArea",), ("println", "BIG"), ("setTextNormal",)),
        *(("invert", True), ("println", "inverse"), ("invert", False)),
        *(("underlineThick", True), ("println", "underlined"), ("underline", False)),
        *(("leftRight", "Total", "12.50"), ("drawLine",), ("table", ["one", "two", "three"])),
    )
    seen = [line.strip() for line in lines]

    for expected in ("CORNER SHOP", "small", "inverse", "underlined", "-" * 48):
        assert expected in seen
    assert "BIG" in "".join(seen).replace(" ", "")
    assert "Total" + " " * 38 + "12.50" in lines
    assert ["one", "two", "three"] in [line.split() for line in lines]


@pytest.mark.parametrize("profile", ["built_in", "generic_80", "generic_58"])
def test_chinese_is_printed_by_printers_that_expect_it(profile, tmp_path):
    """It asks for the Chinese set by ESC R and sends GB2312 without FS &."""
    lines, _ = receipt(
        tmp_path,
        *(("println", "银联商户"), ("println", "合计 12.50")),
        profile=profile,
        width=32,
        characterSet="CHINA",
    )

    assert {"银联商户", "合计 12.50"} <= set(lines)


@pytest.mark.parametrize(
    ("characters", "text"),
    [
        ("PC852_LATIN2", "Zażółć gęślą jaźń"),
        ("PC866_CYRILLIC2", "Привет"),
        ("PC858_EURO", "Größe 5 €"),
        ("WPC1253_GREEK", "Ωμέγα"),
        ("PC857_TURKISH", "Şişli ığ"),
    ],
)
def test_code_pages_are_what_it_takes_them_for(characters, text, tmp_path):
    """ESC t chooses the page in which it has encoded the text."""
    lines, _ = receipt(tmp_path, ("println", text), characterSet=characters)

    assert text in lines


def test_symbols_are_read_back(tmp_path):
    """A QR code and bar codes, each with the text it was asked for."""
    _, found = receipt(
        tmp_path,
        *(("printQR", "https://example.com/r?n=17", {"cellSize": 6}), ("newLine",)),
        *(("code128", "AB-1234", {"width": 2, "height": 80}), ("newLine",)),
        *(("printBarcode", "690123456789", 67, {"width": 3, "height": 80}), ("newLine",)),
        *(("printBarcode", "CODE39", 69, {"width": 2, "height": 80}), ("newLine",)),
        *(("printBarcode", "12345678", 70, {"width": 3, "height": 80}), ("newLine",)),
        ("pdf417", "PDF417 of a slip", {"width": 2}),
    )

    assert [
        ("Code128", "AB-1234"),
        ("Code39", "CODE39"),
        ("EAN13", "6901234567892"),
        ("ITF", "12345678"),
        ("PDF417", "PDF417 of a slip"),
        ("QRCode", "https://example.com/r?n=17"),
    ] == found


@pytest.mark.parametrize("scale", [5, 7])
def test_pictures_are_dot_for_dot(scale, tmp_path):
    """A raster of any width, whole bytes or not, scans as what the picture shows."""
    file = BytesIO()
    segno.make("drawn by the client", micro=False).save(file, kind="png", scale=scale)
    picture = {"png": base64.b64encode(file.getvalue()).decode("ascii")}
    with running(png=tmp_path, once=True) as one:
        printer(one, ("printImageBuffer", picture), CUT, SEND)
        one.wait()

    assert [("QRCode", "drawn by the client")] == scanned(tmp_path / "slip-0001.png")


def test_its_drawer_kick_eats_the_next_command_and_no_more(tmp_path):
    """ESC p comes without its two times: it takes the second kick for them, and 01 is left."""
    lines, _ = receipt(tmp_path, ("println", "before"), ("openCashDrawer",), ("println", "after"))

    assert lines.index("before") + 1 == lines.index("after")


def test_the_drawer_is_kicked(tmp_path, capsys):
    """One kick of the two arrives."""
    receipt(tmp_path, ("openCashDrawer",))

    assert 1 == capsys.readouterr().err.count("cash drawer is told to open")


@pytest.mark.parametrize("settings", [{"width": 0}, {"width": 9}, {"height": 0}])
def test_measures_that_no_bar_code_has_are_ignored(settings, tmp_path):
    """The bar code comes out in the measures that were set before."""
    _, found = receipt(tmp_path, ("code128", "AB-1234", settings))

    assert [("Code128", "AB-1234")] == found


def test_a_qr_code_whose_length_it_counts_in_characters_is_cut_short(tmp_path):
    """The bytes beyond are printed as text, and the next line is right again."""
    lines, found = receipt(
        tmp_path,
        *(("printQR", "shop-é", {"cellSize": 6}), ("println", ""), ("println", "after")),
    )

    assert [("QRCode", "shop-")] == [(sort, says[:5]) for sort, says in found]
    assert "shop-é" != found[0][1]
    assert "after" in lines


@pytest.mark.parametrize("kind", ["tanca", "custom", "brother", "daruma", "star"])
def test_whatever_printer_it_takes_ours_for_text_comes_out(kind, capsys):
    """A command of another maker's costs a letter or cuts the paper, and the next line is right."""
    with running() as one:
        acts = (("println", "first"), ("bold", True), ("println", "bold"), ("println", "last"))
        printer(one, *acts, CUT, SEND, kind=kind)
        one.eventually(lambda session: session.printer.is_quiet and not session.attendant.host)

        assert PLENTY == printer(one, *ASK)[-1]
    lines = capsys.readouterr().out.splitlines()

    assert {"first", "last"} <= set(lines)


def test_the_connection_is_kept_through_all_of_it():
    """An answer to the last command comes back on the connection that all the nonsense came on."""
    with running() as one:
        *_, answer = printer(
            one,
            *(("openCashDrawer",), ("code128", "x", {"width": 0}), ("printQR", "é")),
            *(("beep",), ("maxiCode", "no such symbol here"), ("getStatus",)),
            ("execute", {"waitForResponse": True}),
        )

        assert PLENTY == answer


@pytest.mark.parametrize(
    ("lever", "answer"), [(None, PLENTY), ("near_end", "03"), ("paper_out", None)]
)
def test_it_asks_by_a_command_that_waits_its_turn(lever, answer):
    """GS r 1 is not reached while the paper is out, so silence is the only answer then."""
    with running(faults=(fault(lever),) if lever else ()) as one:
        said = printer(one, *ASK)[-1]

    assert (answer or {"error": "Socket timeout"}) == said


def test_it_believes_in_a_receipt_that_nobody_has(tmp_path):
    """Without paper its `execute` ends well all the same, and nothing is printed."""
    text = tmp_path / "paper.txt"
    with running(faults=(fault("paper_out"),), text=text) as one:
        answers = printer(one, ("isPrinterConnected",), ("println", "hello"), CUT, SEND)

        assert [True, None, None, None] == answers
    assert "hello" not in text.read_text(encoding="utf-8")

"""
receipt-printer-encoder makes the bytes for printers of many makers; ours prints what was asked for.

Every maker numbers the code pages as he likes. Texts in them are compared where the numbers
are Epson's, everything else on all models.
"""

from functools import cache

import pytest
import segno
from node_client import driven, needs
from running_printer import connected, fast, running
from scanning import scanned

pytestmark = needs("@point-of-sale/receipt-printer-encoder")

NAMES = {
    "upca": "EAN13",
    "upce": "UPCE",
    "ean13": "EAN13",
    "ean8": "EAN8",
    "code39": "Code39",
    "itf": "ITF",
    "codabar": "Codabar",
    "code93": "Code93",
    "code128": "Code128",
}
"""Its name of a bar code to the scanner's; the scanner reads UPC-A as the EAN-13 that it is."""
BAR_CODES = {
    "upca": ("31234567890", "0312345678906"),
    "upce": ("01234565", "0012345000065"),
    "ean13": ("313063057461", "3130630574613"),
    "ean8": ("9638507", "96385074"),
    "code39": ("CODE39", "CODE39"),
    "itf": ("12345678", "12345678"),
    "codabar": ("A12345A", "A12345A"),
    "code93": ("CODE93", "CODE93"),
    "code128": ("{BAB-1234", "AB-1234"),
}
"""What is asked for and what is read: check digits are added, and UPC-E is read in full."""
WITHOUT_UPCE = {"pos-5890", "sunmi-p2se"}
WITHOUT_QR = {"bixolon-srp350", "epson-tm-t88iii", "metapace-t1", "mpt-ii"}
"""What the encoder knows that these models cannot do; it leaves it out."""
MODELS = (
    *("bixolon-srp350", "citizen-ct-s310ii", "epson-tm-m30iii", "epson-tm-p20ii"),
    *("epson-tm-t20iii", "epson-tm-t88iii", "epson-tm-t88vii", "fujitsu-fp1000", "hp-a779"),
    *("metapace-t1", "mpt-ii", "pos-5890", "sunmi-p2se", "xprinter-xp-t80q"),
)
TEXTS = {
    "auto": "5 € für Zażółć, Привет, Ωμέγα, Şişli",
    "cp437": "½ älter ±",
    "cp852": "Zażółć gęślą jaźń",
    "cp858": "Größe 5 €",
    "cp866": "Привет",
    "cp857": "Şişli 5 €",
    "windows1252": "“Œuvre” – 5 €",
    "windows1253": "Ωμέγα",
    "windows1257": "Ąžuolas",
}
"""By the code page that is asked for; `auto` lets it choose one for each letter."""
DRAWN = "drawn by the client"


def url(model):
    return f"https://example.com/{model}?n=17"


def receipt(model):
    """Text, every bar code and a QR code for one model."""
    acts = [["initialize"], ["align", "center"], ["bold", True], ["line", "CORNER SHOP"]]
    acts += [["bold", False], ["line", model]]
    for symbology, (asked, _) in BAR_CODES.items():
        acts += [["barcode", asked, symbology, {"height": 60, "width": 2}], ["newline"]]
    acts += [["qrcode", url(model), {"size": 5}], ["newline"], ["line", "thank you"], ["cut"]]
    return {"options": {"printerModel": model}, "acts": acts}


def expected(model):
    """What a scanner should find on it."""
    found = [
        (NAMES[symbology], read)
        for symbology, (_, read) in BAR_CODES.items()
        if not (symbology == "upce" and model in WITHOUT_UPCE)
    ]
    return sorted(found + ([] if model in WITHOUT_QR else [("QRCode", url(model))]))


def drawing(**options):
    """A QR code as a picture."""
    rows = [
        "".join(str(dot) for dot in row for _ in range(8))
        for row in segno.make(DRAWN, micro=False).matrix_iter(border=4)
        for _ in range(8)
    ]
    size = len(rows)
    acts = [["image", {"dots": rows}, size, size, "threshold"], ["cut"]]
    return {"options": options, "acts": [["initialize"], *acts]}


def encoded(*receipts):
    return [bytes.fromhex(data) for data in driven("receipt_encoder.js", receipts)]


@cache
def receipts():
    """The receipts of all models; starting Node once for all of them saves seconds."""
    return dict(zip(MODELS, encoded(*map(receipt, MODELS)), strict=True))


def printed(data, tmp_path, profile="epson_80"):
    """The lines of the paper and the picture; a line feed of its own follows the cut."""
    text, folder = tmp_path / "paper.txt", tmp_path / "slips"
    with running(profile=fast(profile), text=text, png=folder, once=True) as one:
        with connected(one) as made:
            made.sendall(data)
        one.wait()
    lines = [line.strip() for line in text.read_text(encoding="utf-8").splitlines()]
    return lines, folder / "slip-0001.png"


@pytest.mark.parametrize("model", MODELS)
def test_what_was_asked_for_is_read_back(model, tmp_path):
    """Bar codes and the QR code scan with the very text, on the paper of each model."""
    lines, slip = printed(receipts()[model], tmp_path)

    assert {"CORNER SHOP", model, "thank you"} <= set(lines)
    assert expected(model) == scanned(slip)


@pytest.mark.parametrize("page", TEXTS)
def test_its_code_pages_are_ours(page, tmp_path):
    """Text in any page of an Epson printer is on the paper letter for letter."""
    acts = [["initialize"], ["codepage", page], ["line", TEXTS[page]], ["cut"]]
    (data,) = encoded({"options": {"printerModel": "epson-tm-t20iii"}, "acts": acts})
    lines, _ = printed(data, tmp_path)

    assert TEXTS[page] in lines


@pytest.mark.parametrize(
    "options",
    [
        {"imageMode": "column", "language": "esc-pos"},
        {"imageMode": "raster", "language": "esc-pos"},
        {"printerModel": "epson-tm-p20ii"},
        {"printerModel": "epson-tm-t88iii"},
        {"printerModel": "mpt-ii"},
        {"printerModel": "pos-5890"},
    ],
)
def test_pictures_are_dot_for_dot(options, tmp_path):
    """A QR code that the client drew scans, whichever way a model takes pictures."""
    (data,) = encoded(drawing(**options))
    _, slip = printed(data, tmp_path)

    assert [("QRCode", DRAWN)] == scanned(slip)


def test_pdf417_is_read_back(tmp_path):
    """With a number of columns of the client's choice."""
    acts = [["initialize"], ["pdf417", "PDF417 of a slip", {"columns": 3, "width": 2}], ["cut"]]
    (data,) = encoded({"options": {"printerModel": "epson-tm-t20iii"}, "acts": acts})
    _, slip = printed(data, tmp_path)

    assert [("PDF417", "PDF417 of a slip")] == scanned(slip)


def test_bar_codes_that_ours_does_not_draw_are_told(tmp_path, capsys):
    """GS1-128 and DataBar are skipped in step, with their place, and the text goes on."""
    acts = [["initialize"], ["line", "before"]]
    acts += [["barcode", "(01)09501101020917", "gs1-128", {"height": 60}]]
    acts += [["barcode", "0950110102091", "gs1-databar-omni", {"height": 60}]]
    acts += [["line", "after"], ["cut"]]
    (data,) = encoded({"options": {"printerModel": "epson-tm-t20iii"}, "acts": acts})
    lines, slip = printed(data, tmp_path)

    assert {"before", "after"} <= set(lines)
    assert [] == scanned(slip)
    assert 2 == capsys.readouterr().err.count("unknown bytes at offset")


def test_tables_and_boxes_keep_their_columns(tmp_path):
    """What it lays out for 48 columns stands in 48 columns."""
    columns = [{"width": 36}, {"width": 12, "align": "right"}]
    acts = [
        *(["initialize"], ["table", columns, [["Item A", "12.50"], ["Item B", "1.00"]]]),
        *(["rule"], ["box", {"width": 48}, "boxed"], ["size", "small"], ["line", "tiny"], ["cut"]),
    ]
    (data,) = encoded({"options": {"printerModel": "epson-tm-t20iii"}, "acts": acts})
    lines, _ = printed(data, tmp_path)

    assert "Item A" + " " * 37 + "12.50" in lines
    assert "─" * 48 in lines
    assert "│boxed" + " " * 41 + "│" in lines
    assert "tiny" in lines

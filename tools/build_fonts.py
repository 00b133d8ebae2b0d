"""
Builds the bitmap fonts with which slips are drawn: emulator/reports/paper/fonts/glyphs.zip.

    sudo apt-get install fonts-noto-cjk fonts-noto-mono fonts-noto-core
    python tools/build_fonts.py

Run time needs none of these fonts: a slip looks the same on every machine because the dots are
shipped. Three cells as printers have them: font A 12 x 24, font B 9 x 17, and 24 x 24 for whatever
takes two bytes in Chinese mode. The outlines are open-licensed (OFL 1.1, see the licence beside the
pack); which versions were used stands in the pack's README. Another FreeType may set a few dots
otherwise, so a pack is rebuilt on purpose only, and looked at.
"""

import sys
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

sys.path.insert(0, str(Path(__file__).parent))
from box_characters import drawn, is_box_character

ROOT = Path(__file__).parents[1]
PACK = ROOT / "emulator/reports/paper/fonts/glyphs.zip"
NOTO = Path("/usr/share/fonts")
OUTLINES = (
    ("opentype/noto/NotoSansCJK-Regular.ttc", 7),
    ("truetype/noto/NotoSansMono-Regular.ttf", 0),
    ("truetype/noto/NotoSansHebrew-Regular.ttf", 0),
    ("truetype/noto/NotoSansThai-Regular.ttf", 0),
    ("truetype/noto/NotoSansArabic-Regular.ttf", 0),
)
"""File and face, the first that has a character gives it; 7 is the half-width Chinese one."""

CODE_PAGES = (
    *(f"cp{n}" for n in (437, 720, 737, 775, 850, 852, 855, 857, 858, *range(860, 867), 869, 874)),
    *(f"cp{n}" for n in (1125, *range(1250, 1259))),
    *(f"iso8859_{n}" for n in (2, 3, 5, 7, 9, 15)),
    *("koi8_r", "koi8_u", "kz1048"),
)
"""Whose characters the narrow cells have."""
KATAKANA = "".join(map(chr, range(0xFF61, 0xFFA0)))
CURRENCIES = "€₤₦₩₪₫₭₮₱₴₵₸₹₺₽"
UNKNOWN = "\ufffd"

TRIES = [eighth / 8 for eighth in range(-4, 5)]
"""Dots by which a glyph is moved aside in search of the place where its stems meet the dots."""


@dataclass(frozen=True)
class Cell:
    """A size of character, and how outlines are put into it."""

    width: int
    height: int
    base: int
    """The dot row on which letters stand, from the top."""
    size: float
    """Of the outlines' em, in dots."""
    black_from: int
    """Grey from which on a dot is black, of 255."""


CELLS = {
    "a": Cell(width=12, height=24, base=20, size=24, black_from=110),
    "b": Cell(width=9, height=17, base=13, size=16.33, black_from=78),
    "wide": Cell(width=24, height=24, base=21, size=24, black_from=104),
}


# Which characters -----------------------------------------------------------------------------


def narrow() -> list[str]:
    """What the one-byte code pages hold, without controls."""
    found = {*KATAKANA, *CURRENCIES, UNKNOWN}
    for page in CODE_PAGES:
        found |= set(bytes(range(0x20, 0x100)).decode(page, errors="ignore"))
    return sorted(char for char in found if _is_drawable(char))


def two_byte(codec: str) -> set[str]:
    """What a Chinese codec writes with two bytes."""
    pairs = (bytes((lead, trail)) for lead in range(0x81, 0xFF) for trail in range(0x40, 0xFF))
    decoded = (pair.decode(codec, errors="replace") for pair in pairs)
    return {text for text in decoded if len(text) == 1 and text > "\x7f" and _is_drawable(text)}


def _is_drawable(char: str) -> bool:
    """Not a control or a mark of direction, and not from the area for private use."""
    kind = unicodedata.category(char)
    return not char.isspace() and kind not in ("Cc", "Co") and (kind != "Cf" or char == "\u00ad")


# Drawing --------------------------------------------------------------------------------------


@cache
def outlines(size: float) -> list[tuple[ImageFont.FreeTypeFont, bytes]]:
    """The fonts in this size, each with what it draws for a character that it does not have."""
    found = []
    for name, face in OUTLINES:
        font = ImageFont.truetype(
            str(NOTO / name), size, index=face, layout_engine=ImageFont.Layout.BASIC
        )
        found.append((font, bytes(font.getmask("\uffff"))))
    return found


def font_of(char: str, size: float) -> ImageFont.FreeTypeFont | None:
    """The first font that has this character; None if none has."""
    for font, nothing in outlines(size):
        mask = bytes(font.getmask(char))
        if mask and any(mask) and mask != nothing:
            return font
    return None


def glyph(char: str, cell: Cell) -> bytes | None:
    """The dots of a character row by row, leftmost in the highest bit; None without an outline."""
    if is_box_character(char):
        return packed(drawn(char, cell.width, cell.height))
    font = font_of(char, cell.size)
    if font is None:
        return None
    tries = [(toned(char, font, cell, aside), abs(aside)) for aside in TRIES]
    best = min(tries, key=lambda each: (doubt(each[0]), each[1]))[0]
    black = [grey >= cell.black_from for grey in best.tobytes()]
    dots = [black[at : at + cell.width] for at in range(0, len(black), cell.width)]
    return packed(dots)


def doubt(toned: Image.Image) -> int:
    """How far its dots are from being clearly black or clearly white."""
    return sum(count * min(grey, 255 - grey) for grey, count in enumerate(toned.histogram()))


def toned(char: str, font: ImageFont.FreeTypeFont, cell: Cell, aside: float) -> Image.Image:
    """A character in its cell, in shades of grey."""
    high = 2 * cell.height
    base = cell.base + cell.height // 2
    advance = max(font.getlength(char), 1.0)
    sheet = Image.new("L", (max(cell.width, round(advance)) + 8, high), 0)
    place = (sheet.width - advance) / 2 + aside
    ImageDraw.Draw(sheet).text((place, base), char, font=font, fill=255, anchor="ls")
    if advance > cell.width + 1:
        sheet = _brought_across(sheet, cell)
    left = (sheet.width - cell.width) // 2
    return _squeezed_along(sheet.crop((left, 0, left + cell.width, high)), cell)


def _brought_across(sheet: Image.Image, cell: Cell) -> Image.Image:
    """Bring a letter that was drawn for a broader cell into this one, narrower if it must be."""
    left, _, right, _ = sheet.getbbox() or (0, 0, cell.width, 0)
    ink = sheet.crop((left, 0, right, sheet.height))
    if ink.width > cell.width:
        ink = ink.resize((cell.width, sheet.height), Image.Resampling.BOX)
    out = Image.new("L", (cell.width, sheet.height), 0)
    out.paste(ink, ((cell.width - ink.width) // 2, 0))
    return out


def _squeezed_along(sheet: Image.Image, cell: Cell) -> Image.Image:
    """Bring accents above and tails below into the cell; letters keep standing on their line."""
    margin = cell.height // 2
    base = margin + cell.base
    box = sheet.getbbox() or (0, margin, 0, margin + 1)
    out = Image.new("L", (cell.width, cell.height), 0)
    top, foot = min(box[1], margin), max(box[3], margin + cell.height)
    above = sheet.crop((0, top, cell.width, base))
    below = sheet.crop((0, base, cell.width, foot))
    for part, y, high in ((above, 0, cell.base), (below, cell.base, cell.height - cell.base)):
        if part.height != high:
            part = part.resize((cell.width, high), Image.Resampling.BOX)
        out.paste(part, (0, y))
    return out


def packed(dots: list[list[bool]]) -> bytes:
    """Rows of dots as bytes, each row filled up at its right."""
    out = bytearray()
    for row in dots:
        size = (len(row) + 7) // 8
        bits = sum(1 << (size * 8 - 1 - x) for x, black in enumerate(row) if black)
        out += bits.to_bytes(size, "big")
    return bytes(out)


# The pack -------------------------------------------------------------------------------------


def sections() -> Iterator[tuple[str, str, bytes]]:
    """Name, characters and their dots of each part of the pack; a character we lack is left out."""
    first = two_byte("gb2312")
    rest = (two_byte("gbk") | two_byte("gb18030")) - first
    wide = sorted(first | {UNKNOWN})
    for name, cell, chars in (
        ("a", "a", narrow()),
        ("b", "b", narrow()),
        ("wide", "wide", wide),
        ("more", "wide", sorted(rest)),
    ):
        drawn = [(char, glyph(char, CELLS[cell])) for char in chars]
        have = [(char, dots) for char, dots in drawn if dots is not None]
        yield name, "".join(char for char, _ in have), b"".join(dots for _, dots in have)


def main() -> None:
    """Write the pack."""
    with zipfile.ZipFile(PACK, "w", zipfile.ZIP_LZMA) as pack:
        for name, chars, dots in sections():
            for suffix, data in (("chars", chars.encode()), ("dots", dots)):
                pack.writestr(zipfile.ZipInfo(f"{name}.{suffix}"), data, zipfile.ZIP_LZMA)
            sys.stdout.write(f"{name}: {len(chars)} characters, {len(dots)} bytes\n")
    sys.stdout.write(f"{PACK.stat().st_size} bytes\n")


if __name__ == "__main__":
    main()

"""A slip drawn from its layout is the slip that the encoder's bytes leave behind in a printer."""

import runpy
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from emulator.codecs.escpos.encoder import encode
from emulator.domain.paper import Piece, Strip
from emulator.domain.receipt import SlipLine
from emulator.printer.device.device import Device
from emulator.printer.device.effects import StripEnded
from emulator.printer.driver.manner import manner_for
from emulator.printer.profile import PROFILES
from emulator.reports.layout import cells
from emulator.reports.paper.picture import as_picture, pixels_digest
from emulator.reports.paper.slips import lines_of, printable, strip_of
from emulator.reports.paper.text import as_text
from emulator.reports.slip import layout

RECEIPTS = runpy.run_path(str(Path(__file__).parent / "test_paper_goldens.py"))["RECEIPTS"]
FOUR_BYTE = [name for name, profile in PROFILES.items() if profile.four_byte]


def printed(lines, profile):
    """The one strip that comes out of a printer for a slip."""
    device = Device(profile)
    data = b"".join(block.data for block in encode(lines, manner_for(profile)))
    effects, now_us = [], 0
    for at in range(0, len(data), 256):
        effects += device.feed(data[at : at + 256], now_us)
        while device.room < 512 and (due := device.next_us()) is not None:
            now_us = due
            effects += device.advance(now_us)
    while (due := device.next_us()) is not None:
        now_us = due
        effects += device.advance(now_us)
    (strip,) = [effect.strip for effect in effects if isinstance(effect, StripEnded)]
    return strip


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("kind", RECEIPTS)
def test_layout_and_printer_give_the_same_paper(kind, profile):
    """Dot for dot, to the last blank row and the way it ends, on 58 mm and on 80 mm."""
    model = PROFILES[profile]
    receipt = RECEIPTS[kind]
    drawn = strip_of(receipt, columns=model.columns, end="cut" if model.has_cutter else "fed")

    strip = printed(layout(receipt, columns=model.columns), model)

    assert drawn.length == strip.length
    assert as_text(drawn) == as_text(strip)
    assert pixels_digest(drawn) == pixels_digest(strip)


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs"])
    | st.sampled_from("金额:¥￥·—“”×é①Ωж ABC0128.50    "),
    max_size=20,
)
LINES = st.builds(
    SlipLine,
    text=WORDS,
    align=st.sampled_from(["left", "center", "right"]),
    bold=st.booleans(),
    size=st.sampled_from([1, 2]),
).filter(lambda line: cells(line.text) * line.size <= 32)


@settings(max_examples=60, deadline=None)
@given(lines=st.lists(LINES, min_size=1, max_size=6), name=st.sampled_from(FOUR_BYTE))
def test_any_line_is_printed_as_it_is_drawn(lines, name):
    """Also letters that are broader in Chinese mode than on a screen, and signs that no set has."""
    profile = replace(PROFILES[name], width=384, columns=32)
    pieces = [Piece(one, one.height) for line in lines for one in lines_of(line, 32)]
    drawn = Strip(number=1, pieces=tuple(pieces), end="cut" if profile.has_cutter else "fed")

    strip = printed(lines, profile)

    assert as_picture(drawn).tobytes() == as_picture(strip).tobytes()


def test_blanks_give_way_to_broad_letters():
    """The amount stays at the right edge, whole."""
    assert "肯德基·中山路店 128.50" == printable("肯德基·中山路店   128.50", 23)


def test_without_blanks_the_end_gives_way():
    """Never half a character."""
    assert "中山路" == printable("中山路店", 7)

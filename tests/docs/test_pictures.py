"""The pictures are drawn from a real run, stand alone, and line up."""

import re
import runpy
import xml.etree.ElementTree as ET

import pytest
from pages import ROOT

DRAW = runpy.run_path(str(ROOT / "docs/pictures/draw.py"))
TEXT = "{http://www.w3.org/2000/svg}text"


@pytest.fixture(scope="module", params=["en", "zh"])
def drawn(request):
    """A language and its picture as it is kept."""
    return request.param, DRAW["file_of"](request.param).read_text(encoding="utf-8")


def test_the_picture_is_what_the_script_draws(drawn):
    """`python docs/pictures/draw.py` brings it up to date."""
    lang, kept = drawn

    assert DRAW["picture"](lang) == kept


def test_every_character_has_its_place(drawn):
    """As many x as characters, from left to right."""
    for text in ET.fromstring(drawn[1]).iter(TEXT):
        places = [float(x) for x in text.attrib["x"].split()]

        assert len(text.text) == len(places)
        assert sorted(places) == places


def test_nothing_is_fetched(drawn):
    """No font, script, style sheet or image from anywhere."""
    addresses = re.findall(r"https?://[^\"]+", drawn[1])

    assert ["http://www.w3.org/2000/svg"] == addresses
    assert not re.search(r"<script|<image|<style|@import|textLength|transform", drawn[1])


def test_all_of_it_is_inside(drawn):
    """No character begins beyond the edge."""
    root = ET.fromstring(drawn[1])
    width, height = (float(root.attrib[name]) for name in ("width", "height"))

    for text in root.iter(TEXT):
        assert float(text.attrib["y"]) < height
        assert max(float(x) for x in text.attrib["x"].split()) < width


def test_latin_fonts_come_before_chinese_ones(drawn):
    """Else a Chinese font would set the digits."""
    fonts = ET.fromstring(drawn[1]).attrib["font-family"].split(", ")

    assert fonts.index("Menlo") < fonts.index("Noto Sans Mono CJK SC")
    assert "monospace" == fonts[-1]


def test_a_chinese_character_takes_two_cells():
    """What stands behind it begins where it would behind two Latin letters."""
    places = [
        re.search(r'x="([^"]+)"', DRAW["text"](0, 0, words))[1].split()[-1]
        for words in ("金额:", "ABCD:")
    ]

    assert places[0] == places[1]

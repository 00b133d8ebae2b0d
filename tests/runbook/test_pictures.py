"""The pictures of a runbook: the same words on both, everything inside, nothing fetched."""

import io
import re
import xml.etree.ElementTree as ET

import pytest
from PIL import Image

from emulator.domain.paper import is_wide
from emulator.domain.texts import LANGUAGES
from emulator.reports.paper.fonts import glyph
from emulator.runbook.book import Book
from emulator.runbook.chart import Chart
from emulator.runbook.colours import COLOURS, look_of
from emulator.runbook.layout import sheet_of
from emulator.runbook.margin import heading_of
from emulator.runbook.png import SCALE, in_dots, picture

SVG = "{http://www.w3.org/2000/svg}"


def words_on(chart: Chart) -> list[str]:
    """Every line of words on a picture."""
    heading = heading_of(chart)
    lines = [line.words for p in sheet_of(chart, top=heading.height).all() for line in p.lines]
    return [*(mark.words for mark in heading.marks), *lines]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_all_words_stand_on_the_svg_picture(book: Book, lang: str) -> None:
    """As many places as characters, each on the paper."""
    root = ET.fromstring(book.written("svg", lang))
    width, height = (float(root.attrib[name]) for name in ("width", "height"))
    texts = list(root.iter(f"{SVG}text"))

    assert sorted(w.replace(" ", "") for w in words_on(book.chart(lang))) == sorted(
        text.text or "" for text in texts
    )
    for text in texts:
        places = [float(x) for x in text.attrib["x"].split()]

        assert len(text.text or "") == len(places)
        assert 0 <= min(places) <= max(places) < width
        assert 0 < float(text.attrib["y"]) < height


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_is_fetched(book: Book, lang: str) -> None:
    """No font, script, style sheet or image from anywhere."""
    text = book.written("svg", lang).decode()

    assert ["http://www.w3.org/2000/svg"] == re.findall(r"https?://[^\"]+", text)
    assert not re.search(r"<script|<image|<style|@import", text)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_fonts_have_every_character(book: Book, lang: str) -> None:
    """No box stands for one of them on the PNG picture."""
    shown = {char for words in words_on(book.chart(lang)) for char in in_dots(words)}

    assert [] == sorted(char for char in shown if not glyph(char, wide=is_wide(char)).is_known)


def test_the_png_picture_is_as_large_as_the_svg_one(book: Book) -> None:
    """Dot for unit."""
    root = ET.fromstring(book.written("svg", "en"))
    image = Image.open(io.BytesIO(book.written("png", "en")))

    assert image.width == pytest.approx(float(root.attrib["width"]) * SCALE, abs=1)
    assert image.height == pytest.approx(float(root.attrib["height"]) * SCALE, abs=1)


def test_every_box_has_the_colour_of_its_role(book: Book) -> None:
    """In its upper left corner, where no words stand."""
    chart = book.chart("en")
    image = picture(chart)
    for placed in sheet_of(chart, top=heading_of(chart).height).all():
        at = (round((placed.x + placed.width / 2) * SCALE), round((placed.y + 3) * SCALE))
        fill = COLOURS[look_of(placed.box)].fill

        assert tuple(int(fill[n : n + 2], 16) for n in (1, 3, 5)) == image.getpixel(at)


def test_the_same_picture_every_time(book: Book) -> None:
    """Dot for dot."""

    assert picture(book.chart("zh")).tobytes() == picture(book.chart("zh")).tobytes()

"""Pictures of the screen: every character in its place, and nothing from elsewhere."""

import asyncio
import re
from xml.etree import ElementTree

import pytest
from textual.app import App
from textual.widgets import Static

from emulator.interfaces.tui.picture import CELL_PX, HEIGHT_PX, PicturedApp, corrected
from emulator.reports.layout import cells

TEXT = "{http://www.w3.org/2000/svg}text"
WORDS = "金额 128.50 元 <OK> & 完"


class Shown(App):
    def compose(self):
        yield Static(WORDS, markup=False)
        yield Static("abc")


def taken(app=Shown):
    """The picture of a small app, as Textual gives it."""

    async def run():
        one = app()
        async with one.run_test(size=(40, 4)) as pilot:
            await pilot.pause()
            return one.export_screenshot(title="终端", simplify=True)

    return asyncio.run(run())


@pytest.fixture(scope="module")
def raw():
    return taken()


@pytest.fixture(scope="module")
def texts(raw):
    """The texts on the screen, with their x."""
    root = ElementTree.fromstring(corrected(raw))
    return [text for text in root.iter(TEXT) if "clip-path" in text.attrib]


def test_each_character_stands_where_its_cells_are(texts):
    """A wide character stands amid two cells, a narrow one in one; blanks leave theirs empty."""
    text = next(text for text in texts if "金" in text.text)
    expected, at = [], 0
    for char in WORDS:
        if char != " ":
            spare = max(cells(char) * CELL_PX - HEIGHT_PX, 0)
            expected.append(f"{at * CELL_PX + spare / 2:.6g}")
        at += cells(char)

    assert WORDS.replace(" ", "") == text.text
    assert expected == text.attrib["x"].split()


def test_as_many_places_as_characters(texts):
    """No text is stretched or squeezed any more."""

    assert {True} == {len(text.text) == len(text.attrib["x"].split()) for text in texts}
    assert set() == {text.attrib.get("textLength") for text in texts} - {None}


def test_nothing_is_fetched(raw):
    """No font, style sheet or address but the name of the format."""
    picture = corrected(raw)

    assert ["http://www.w3.org/2000/svg"] == re.findall(r"https?://[^\"' )]+", picture)
    assert not re.search(r"@font-face|@import|url\((?!#)|href|<script|<image", picture)


def test_latin_fonts_come_first(raw):
    """Digits keep the width of their cells whatever Chinese font is there."""
    fonts = re.search(r"font-family: ([^;]+);", corrected(raw))[1]

    assert fonts.index("Menlo") < fonts.index("Noto Sans Mono CJK SC")


def test_title_stays(raw):
    """The title above the screen is not one of its cells and is left as it is."""

    assert ">终端</text>" in corrected(raw)


def test_same_screen_gives_the_same_bytes():
    """Names inside depend on what is shown, not on the objects that showed it."""

    assert corrected(taken()) == corrected(taken())


def test_names_inside_differ_with_the_screen(raw):
    """Two pictures may stand in one page without taking each other's colours."""

    class Other(App):
        def compose(self):
            yield Static("else")

    names = [re.search(r"t[0-9a-f]{8}", corrected(one))[0] for one in (raw, taken(Other))]

    assert names[0] != names[1]


def test_corrected_picture_is_smaller(raw):
    """The correction costs no room, not even with its lists of places."""

    assert len(corrected(raw)) < len(raw)


class Handing(PicturedApp):
    lang = "en"

    def compose(self):
        yield Static(WORDS, markup=False)


def handed(tmp_path, monkeypatch, *, folder=None):
    """What the app says after a picture was asked for."""
    monkeypatch.setattr("textual.app.user_downloads_path", lambda: folder or tmp_path)

    async def run():
        app = Handing()
        async with app.run_test(size=(60, 12), notifications=True) as pilot:
            await pilot.pause()
            app.take_picture()
            while not app._notifications:
                await pilot.pause(0.02)
            return [note.message for note in app._notifications]

    return asyncio.run(asyncio.wait_for(run(), 30))


def test_picture_is_saved_and_said_to_be(tmp_path, monkeypatch):
    """A corrected picture lies where downloads go, and the app says where."""
    (said,) = handed(tmp_path, monkeypatch)
    (file,) = tmp_path.glob("*.svg")

    assert f"The picture is saved as {file}" == said
    assert "textLength" not in file.read_text(encoding="utf-8")


def test_picture_that_cannot_be_saved_is_said_not_to_be(tmp_path, monkeypatch):
    """A folder that is none is the reason that is given."""
    nowhere = tmp_path / "file"
    nowhere.touch()
    (said,) = handed(tmp_path, monkeypatch, folder=nowhere / "below")

    assert said.startswith("The picture could not be saved: ")

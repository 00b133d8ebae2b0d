"""The pictures of the screen are what it shows, stand alone, and line up."""

import re
import runpy
import xml.etree.ElementTree as ET
from importlib.metadata import version

import pytest
from pages import ROOT

SCREENS = runpy.run_path(str(ROOT / "docs/pictures/screens.py"))
KEYS = [(scene, lang) for scene in SCREENS["SCENES"] for lang in SCREENS["LANGUAGES"]]
SVG = "{http://www.w3.org/2000/svg}"
PINS = dict(
    line.split("==")
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    if "==" in line
)
DRAWN_WITH = {name: PINS[name] for name in ("rich", "textual")}


@pytest.fixture(scope="module", params=KEYS, ids="-".join)
def kept(request):
    """Scene, language, and the picture as it is kept."""
    file = SCREENS["file_of"](*request.param)
    return *request.param, file.read_text(encoding="utf-8")


@pytest.mark.skipif(
    {name: version(name) for name in DRAWN_WITH} != DRAWN_WITH,
    reason="other versions of rich or textual than the pinned ones draw other bytes",
)
def test_the_picture_is_what_the_screen_shows(kept):
    """`python docs/pictures/screens.py` brings it up to date."""
    scene, lang, text = kept

    assert SCREENS["picture"](scene, lang) == text


def test_nothing_is_fetched(kept):
    """No font, script, style sheet or image from anywhere."""
    _, _, text = kept

    assert ["http://www.w3.org/2000/svg"] == re.findall(r"https?://[^\"' )]+", text)
    assert not re.search(r"@font-face|@import|url\((?!#)|href|<script|<image|textLength", text)


def test_every_character_has_its_place(kept):
    """As many x as characters, from left to right, and all inside."""
    root = ET.fromstring(kept[2])
    width = float(root.attrib["viewBox"].split()[2])
    for text in root.iter(f"{SVG}text"):
        if "clip-path" in text.attrib:
            places = [float(x) for x in text.attrib["x"].split()]

            assert len(text.text) == len(places)
            assert sorted(places) == places
            assert places[-1] < width


def test_each_language_is_spoken(kept):
    """A picture in English has Chinese on the slip at most; one in Chinese is Chinese."""
    scene, lang, text = kept
    words = {"screen-sale": ("APPROVED", "交易成功"), "screen-instructor": ("Instructor", "教员台"),
             "screen-debriefing": ("Debriefing", "演练讲评")}  # fmt: skip
    characters = "".join(one.text or "" for one in ET.fromstring(text).iter(f"{SVG}text"))
    wanted, other = words[scene] if lang == "en" else words[scene][::-1]

    assert wanted in characters
    assert other not in characters

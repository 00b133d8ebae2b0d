"""What a person sees, row by row: the screens as they are kept beside the tests."""

import unicodedata
from functools import cache

import pytest
from pictures import LANGUAGES, SCENES, drawn, golden

KEYS = [
    (scene, lang, size) for lang in LANGUAGES for scene, sizes in SCENES.items() for size in sizes
]


@pytest.fixture(scope="module")
def screens():
    """Every scene of a language as it looks now; each language is played once."""
    return cache(drawn)


@pytest.mark.parametrize(("scene", "lang", "size"), KEYS)
def test_the_screen_is_as_it_was_kept(scene, lang, size, screens):
    """A change of what people see is made on purpose: `python tests/.../pictures.py`."""
    kept = golden(scene, lang, size).read_text(encoding="utf-8")

    assert kept == screens(lang)[scene, lang, size] + "\n"


@pytest.mark.parametrize(("scene", "lang", "size"), KEYS)
def test_every_character_has_the_width_that_it_seems_to_have(scene, lang, size, screens):
    """No character is one cell wide here and two in a Chinese terminal."""
    doubtful = {
        char
        for char in screens(lang)[scene, lang, size]
        if unicodedata.east_asian_width(char) == "A"
    }

    assert set() == doubtful

"""
The instructor's panel as it looks, kept as text beside the tests.

    PYTHONPATH=tests/interfaces:tests/interfaces/tui python -m test_tui_instructor_pictures

draws all pictures anew; read the difference before committing it: it is what a person will see.
"""

import asyncio
import sys
from pathlib import Path

import pytest
from instructor_stand import seat

from emulator.domain.problem import cell_width

GOLDENS = Path(__file__).parent / "goldens"
SIZES = ((80, 24), (120, 40))
LANGUAGES = ("zh", "en")
SCENES = {"panel": (), "panel_search": ("slash", *"F5"), "panel_arm": ("slash", *"out", "enter")}


async def drawn(scene, lang, size):
    async with seat(lang=lang, size=size) as place:
        await place.do(*SCENES[scene])
        return await place.picture()


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("scene", SCENES)
def test_the_panel_looks_as_it_was_drawn(scene, lang, size):
    """Word for word and cell for cell."""
    kept = GOLDENS / f"{scene}-{lang}-{size[0]}x{size[1]}.txt"

    assert kept.read_text(encoding="utf-8") == asyncio.run(drawn(scene, lang, size)) + "\n"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("size", [(80, 24), (120, 40), (60, 24), (40, 16), (200, 60)])
def test_no_row_is_wider_than_the_screen_and_nothing_is_of_doubtful_width(lang, size):
    """Many Chinese terminals draw these two cells wide, and all behind them shifts."""

    async def look():
        async with seat(lang=lang, size=size) as place:
            return await place.picture()

    text = asyncio.run(look())

    assert max(map(cell_width, text.splitlines())) <= size[0]
    assert set() == set(text) & set("—…→←·“”‘’①②③×")


def renew():
    """Draw all of them."""
    for scene in SCENES:
        for lang in LANGUAGES:
            for size in SIZES:
                kept = GOLDENS / f"{scene}-{lang}-{size[0]}x{size[1]}.txt"
                text = asyncio.run(drawn(scene, lang, size))
                kept.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(renew())

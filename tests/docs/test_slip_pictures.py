"""The pictures of slips are drawn from real runs, and are up to date."""

import runpy

import pytest
from pages import ROOT
from PIL import Image

SLIP = runpy.run_path(str(ROOT / "docs/pictures/slip.py"))


@pytest.mark.parametrize("name", SLIP["STORIES"])
def test_the_picture_is_what_the_script_draws(name):
    """`python docs/pictures/slip.py` brings it up to date."""
    kept, drawn = Image.open(SLIP["file_of"](name)), SLIP["drawn"](name)

    assert kept.size == drawn.size
    assert kept.convert("RGBA").tobytes() == drawn.tobytes()


def test_a_torn_piece_comes_before_the_whole_slip():
    """As much of it as the run tells."""
    torn, whole = SLIP["slips"](SLIP["STORIES"]["torn-and-voided"])

    assert ("torn", "fed") == (torn.end, whole.end)
    assert 0 < torn.length < whole.length
    assert torn.pieces[0].line == whole.pieces[1].line  # The mark stands above the title.


def test_around_the_paper_there_is_nothing():
    """So that it lies well on light and dark pages."""
    picture = SLIP["drawn"]("sales-slip")

    assert 0 == picture.getpixel((0, 0))[3]
    assert (*SLIP["PAPER"], 255) == picture.getpixel((picture.width // 2, 20))

"""Reads printed symbols back from the pictures of slips."""

import pytest
from PIL import Image


def scanned(file):
    """What a scanner finds on a picture: pairs of the sort of symbol and what it says, sorted."""
    zxingcpp = pytest.importorskip("zxingcpp", reason="zxing-cpp is not installed")
    with Image.open(file) as picture:
        found = zxingcpp.read_barcodes(picture)
    return sorted((symbol.format.name, symbol.text) for symbol in found)

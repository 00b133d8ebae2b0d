"""Every screen and every answer code has words that fit the display."""

from unicodedata import east_asian_width

import pytest

from emulator.domain.event_table import SCREENS
from emulator.domain.responses import CLASSES
from emulator.domain.texts import LANGUAGES, ids, say

CELLS, LINES = 16, 4

VALUES = {
    "stan": "000001",
    "amount_fen": 1_000_000_00,
    "balance_fen": 1_000_000_00,
    "batch": "000001",
    "next_batch": "000002",
    "code": "51",
    "attempt": 3,
    "status": "refunded",
    "number": 9999,
    "operator": "01",
    "software": "310001",
    "newest": "320001",
    "oldest": "300000",
    "driver": "0200",
    "reader": "0200",
    "part": 3,
    "parts": 8,
    "round_trip_ms": 16_300,
    "lost": 5,
    "probes": 5,
    "terminal": "12345678",
    "unprinted": "000001",
}


def _cells(line: str) -> int:
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in line)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("screen", SCREENS)
def test_every_screen_has_words(screen: str, lang: str) -> None:
    """In both languages, from values that the screen shows."""
    shown = {key: value for key, value in VALUES.items() if key in SCREENS[screen]}

    assert say(f"lcd.{screen}", lang, **shown)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_words_fit_the_display(lang: str) -> None:
    """Four lines of sixteen cells; a Chinese character takes two."""
    too_large = []
    for name in ids():
        if name.startswith("lcd."):
            lines = say(name, lang, **VALUES).split("\n")
            if len(lines) > LINES or any(_cells(line) > CELLS for line in lines):
                too_large.append((name, lines))

    assert [] == too_large


@pytest.mark.parametrize("code", CLASSES)
def test_every_answer_code_has_words_of_one_line(code: str) -> None:
    """They stand below the code on the display."""
    assert all(0 < _cells(say(f"code.{code}", lang)) <= CELLS for lang in LANGUAGES)

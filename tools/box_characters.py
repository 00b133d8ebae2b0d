"""
Draws the characters for frames and blocks (U+2500 to U+259F) to the very edge of their cell.

A font's own ones are drawn for its line height, and would neither meet nor fit in a printer's cell.
Left out: the roundness of arcs; their corners are square.
"""

import unicodedata
from collections.abc import Iterable

Cell = list[list[bool]]
"""Rows of dots; True is black."""

_ARMS = {
    "LEFT": ("left",),
    "RIGHT": ("right",),
    "UP": ("up",),
    "DOWN": ("down",),
    "VERTICAL": ("up", "down"),
    "HORIZONTAL": ("left", "right"),
}
_WEIGHTS = {"LIGHT": 1, "SINGLE": 1, "HEAVY": 2, "DOUBLE": 3}
LIGHT, HEAVY, DOUBLE = 1, 2, 3
_DASHES = {"DOUBLE DASH": 2, "TRIPLE DASH": 3, "QUADRUPLE DASH": 4}
_DIAGONALS = {"╱": (True, False), "╲": (False, True), "╳": (True, True)}
_QUADRANTS = {
    "▖": (2,),
    "▗": (3,),
    "▘": (0,),
    "▙": (0, 2, 3),
    "▚": (0, 3),
    "▛": (0, 1, 2),
    "▜": (0, 1, 3),
    "▝": (1,),
    "▞": (1, 2),
    "▟": (1, 2, 3),
}
"""Which quarters are black, counted as one reads."""


def is_box_character(char: str) -> bool:
    """Tell whether a character is drawn here."""
    return "─" <= char <= "▟"


def drawn(char: str, width: int, height: int) -> Cell:
    """
    Draw one.

    Args:
        char: One for which `is_box_character` holds.
        width: Of its cell, in dots.
        height: Of its cell, in dots.
    """
    cell = [[False] * width for _ in range(height)]
    if char >= "▀":
        _block(cell, char, width, height)
    elif char in _DIAGONALS:
        _diagonals(cell, width, height, *_DIAGONALS[char])
    else:
        name = unicodedata.name(char).removeprefix("BOX DRAWINGS ")
        dashes = next((count for words, count in _DASHES.items() if words in name), 0)
        for words in _DASHES:
            name = name.replace(words + " ", "")
        _frame(cell, arms(name))
        if dashes:
            _dash(cell, dashes, along="HORIZONTAL" in name)
    return cell


def arms(name: str) -> dict[str, int]:
    """
    Read from a character's name which arms it has, and how thick each is.

    `LIGHT DOWN AND RIGHT` gives one thickness to all; `DOWN HEAVY AND RIGHT LIGHT` one to each.
    """
    found = {}
    parts = [part.split() for part in name.removeprefix("LIGHT ARC ").split(" AND ")]
    default = _WEIGHTS.get(parts[0][0], LIGHT)
    for words in parts:
        weight = next((_WEIGHTS[word] for word in words if word in _WEIGHTS), default)
        for word in words:
            for arm in _ARMS.get(word, ()):
                found[arm] = weight
    return found


def _fill(cell: Cell, xs: Iterable[int], ys: Iterable[int], black: bool = True) -> None:
    columns = list(xs)
    for y in ys:
        for x in columns:
            if 0 <= y < len(cell) and 0 <= x < len(cell[0]):
                cell[y][x] = black


def _frame(cell: Cell, arms: dict[str, int]) -> None:
    """First what is single, then the double lines as broad ones out of which a channel is taken."""
    width, height = len(cell[0]), len(cell)
    pen = 2 if width > 9 else 1
    left, top = (width - pen) // 2, (height - pen) // 2
    reach = {0: 0, LIGHT: 0, HEAVY: max(pen // 2, 1), DOUBLE: pen}
    """How far an arm of this weight stands out on either side of a light one."""
    across = max(reach[arms.get("up", 0)], reach[arms.get("down", 0)])
    along = max(reach[arms.get("left", 0)], reach[arms.get("right", 0)])
    spans = {
        "left": range(left + pen + across),
        "right": range(left - across, width),
        "up": range(top + pen + along),
        "down": range(top - along, height),
    }
    for arm, weight in sorted(arms.items(), key=lambda each: each[1]):
        _stroke(cell, arm, spans[arm], reach[weight], left, top, pen)
    _channels(cell, arms, left, top, pen)


def _stroke(cell: Cell, arm: str, span: range, reach: int, left: int, top: int, pen: int) -> None:
    if arm in ("left", "right"):
        _fill(cell, span, range(top - reach, top + pen + reach))
    else:
        _fill(cell, range(left - reach, left + pen + reach), span)


def _channels(cell: Cell, arms: dict[str, int], left: int, top: int, pen: int) -> None:
    """Take the middle out of double lines; it stops at a single line that goes across."""
    rows, columns = range(top, top + pen), range(left, left + pen)
    stop_x = pen if _stands_across(arms, ("up", "down"), ("left", "right")) else 0
    stop_y = pen if _stands_across(arms, ("left", "right"), ("up", "down")) else 0
    if arms.get("left") == DOUBLE:
        _fill(cell, range(left + pen - stop_x), rows, False)
    if arms.get("right") == DOUBLE:
        _fill(cell, range(left + stop_x, len(cell[0])), rows, False)
    if arms.get("up") == DOUBLE:
        _fill(cell, columns, range(top + pen - stop_y), False)
    if arms.get("down") == DOUBLE:
        _fill(cell, columns, range(top + stop_y, len(cell)), False)


def _stands_across(arms: dict[str, int], these: tuple[str, str], those: tuple[str, str]) -> bool:
    """Tell whether these single arms interrupt the channel of those double ones."""
    weights = [arms[arm] for arm in these if arm in arms]
    passes_by = all(arms.get(arm) == DOUBLE for arm in those) and len(weights) < 2
    return bool(weights) and DOUBLE not in weights and not passes_by


def _dash(cell: Cell, count: int, *, along: bool) -> None:
    """Leave gaps, half of one at either end, so that neighbours go on with the pattern."""
    length = len(cell[0]) if along else len(cell)
    for n in range(count):
        end = (n + 1) * length // count
        gap = range(end - max(1, length // count // 3), end)
        if along:
            _fill(cell, gap, range(len(cell)), False)
        else:
            _fill(cell, range(len(cell[0])), gap, False)


def _diagonals(cell: Cell, width: int, height: int, rising: bool, falling: bool) -> None:
    for y in range(height):
        x = round(y * (width - 2) / (height - 1))
        if falling:
            _fill(cell, (x, x + 1), (y,))
        if rising:
            _fill(cell, (width - 1 - x, width - 2 - x), (y,))


def _block(cell: Cell, char: str, width: int, height: int) -> None:
    code = ord(char)
    all_x, all_y = range(width), range(height)
    if char in _QUADRANTS:
        for quarter in _QUADRANTS[char]:
            xs = range(width // 2, width) if quarter % 2 else range(width // 2)
            _fill(cell, xs, range(height // 2, height) if quarter > 1 else range(height // 2))
    elif "▁" <= char <= "█":
        _fill(cell, all_x, range(height - height * (code - 0x2580) // 8, height))
    elif "▉" <= char <= "▏":
        _fill(cell, range(width * (0x2590 - code) // 8), all_y)
    elif char in "▀▔":
        _fill(cell, all_x, range(height // (2 if char == "▀" else 8)))
    elif char in "▐▕":
        _fill(cell, range(width - width // (2 if char == "▐" else 8), width), all_y)
    else:
        _shade(cell, char)


def _shade(cell: Cell, char: str) -> None:
    """A quarter, a half or three quarters of the dots."""
    for y, row in enumerate(cell):
        for x in range(len(row)):
            is_even, is_fourth = (x + y) % 2 == 0, x % 2 == 0 and y % 2 == 0
            row[x] = {"░": is_fourth, "▒": is_even, "▓": not is_fourth}[char]

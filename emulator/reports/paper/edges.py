"""
How a piece of paper ends: the rows below the last printed one, in which the paper stops.

Cut straight by the cutter; in fine teeth where it was torn off at the bar; ragged where it came
away otherwise; and straight again where the roll had no more. What is beyond the paper is black.
"""

from functools import lru_cache

from emulator.reports.paper.canvas import row_bytes

FOOT_ROWS = 16
"""White paper below the print."""
TOOTH_DOTS = 8
"""From tooth to tooth of the tear bar."""
RAGGED_ROWS = 22
"""How far up a tear goes at most."""
_TEAR = (4, 9, 6, 13, 17, 11, 20, 14, 16, 8, 11, 3, 7, 2, 10, 8, 15, 21, 13, 18, 9, 12, 5, 6)
"""Where a tear runs, in rows from the last one, every `_TEAR_STEP` dots; the same each time."""
_TEAR_STEP = 21
_STRAIGHT = ("cut", "paper_out")


@lru_cache(maxsize=32)
def edge_rows(end: str, width: int) -> bytes:
    """
    Draw the end of a strip.

    Args:
        end: See `Strip.end`.
        width: Of the whole paper with its margins, in dots.

    Returns:
        Rows of `row_bytes(width)` bytes, 1 is black.
    """
    size = row_bytes(width)
    foot = bytes(size * FOOT_ROWS)
    if end in _STRAIGHT:
        return foot
    depths = _teeth(width) if end == "fed" else _tear(width)
    rows = max(depths) + 2
    out = bytearray(foot)
    for row in range(rows):
        bits = 0
        for depth in depths:
            bits = bits << 1 | (row >= rows - depth)
        out += (bits << (size * 8 - width)).to_bytes(size, "big")
    return bytes(out)


def _teeth(width: int) -> list[int]:
    """How many rows are missing at each dot across."""
    half = TOOTH_DOTS // 2
    return [1 + abs(x % TOOTH_DOTS - half) for x in range(width)]


def _tear(width: int) -> list[int]:
    depths = []
    for x in range(width):
        step, within = divmod(x, _TEAR_STEP)
        here, there = _TEAR[step % len(_TEAR)], _TEAR[(step + 1) % len(_TEAR)]
        fibre = (x // 3 * 40_503 >> 5) % 4 - 1
        depth = here + (there - here) * within // _TEAR_STEP + fibre
        depths.append(min(max(depth, 1), RAGGED_ROWS))
    return depths

"""
PDF417 as GS ( k draws it, without quiet zone.

Left out: macro PDF417, which spreads a text over several symbols. Source: ISO/IEC 15438; the
manuals of GS ( k for the table from ratio to level.
"""

import bisect
import math
from collections.abc import Sequence
from functools import lru_cache

ROWS_MIN, ROWS_MAX = 3, 90
COLUMNS_MAX = 30
CODEWORDS_MAX = 928
BYTES_MAX = 2 * CODEWORDS_MAX * 2
"""No compaction puts more into a symbol; longer data is refused before any work is done."""
PADDING = 900
MODULES = 17
"""Of a codeword and of the start pattern; the stop pattern has one more."""
_AROUND = 4 * MODULES + 1
"""Modules of start, stop and both row indicators."""
_AROUND_TRUNCATED = 2 * MODULES + 1

ROW_HEIGHT = 3
"""Modules that a row is high when GS ( k says nothing; taken for choosing a shape."""
SHAPE = 2.0
"""Width through height that a shape chosen here comes near to."""
_LEVEL_BY_WORDS = (4, 11, 21, 46, 101, 201, 401)
"""From so many codewords of error correction on, levels 2, 3 ... 8; fewer are level 1."""


@lru_cache(maxsize=32)  # Printing a stored code again takes 8 bytes, drawing it milliseconds.
def pdf417_matrix(
    data: bytes,
    *,
    columns: int = 0,
    rows: int = 0,
    level: int | None = None,
    ratio_percent: int = 10,
    truncated: bool = False,
    modules_max: int = 0,
) -> tuple[bytes, ...]:
    """
    Draw a PDF417.

    Args:
        data: What a reader shall read back.
        columns: Data columns, 1 to 30; 0 chooses a shape about twice as wide as high.
        rows: Rows, 3 to 90; 0 takes as many as are needed.
        level: Error correction, 0 to 8; None takes it from `ratio_percent`.
        ratio_percent: Codewords of error correction wanted for a hundred of data.
        truncated: Without the right row indicators and with one bar for a stop pattern.
        modules_max: The widest symbol that may be chosen, in modules; 0 for any. Columns that the
            caller fixed are not changed by it.

    Returns:
        The rows, one byte a module, 1 is dark. Each is one row of the symbol: the caller draws it
        as many modules high as GS ( k says.

    Raises:
        ValueError: No data, more than fits into rows and columns, or a number out of range.
    """
    _check(columns, rows, level)
    if not data:
        raise ValueError("pdf417: no data")
    if len(data) > BYTES_MAX:
        raise ValueError(f"pdf417: {len(data)} bytes are more than any symbol holds")
    # Loading these takes as long as a whole short run, and most runs print no PDF417.
    from pdf417gen.compaction import compact
    from pdf417gen.encoding import encode_rows
    from pdf417gen.error_correction import compute_error_correction_code_words

    words = list(compact(data))
    if level is None:
        level = _level(len(words), ratio_percent)
    needed = len(words) + 1 + 2 ** (level + 1)
    if not columns:
        around = _AROUND_TRUNCATED if truncated else _AROUND
        columns = _columns(needed, rows, around, modules_max)
    rows = rows or max(ROWS_MIN, math.ceil(needed / columns))
    if needed > columns * rows or rows > ROWS_MAX or columns * rows > CODEWORDS_MAX:
        raise ValueError(f"pdf417: {needed} codewords do not fit {columns} columns, {rows} rows")
    words += [PADDING] * (columns * rows - needed)
    words.insert(0, len(words) + 1)
    words += compute_error_correction_code_words(words, level)
    grid = [words[start : start + columns] for start in range(0, len(words), columns)]
    return tuple(_row(row, truncated) for row in encode_rows(grid, columns, level))


def _check(columns: int, rows: int, level: int | None) -> None:
    if not 0 <= columns <= COLUMNS_MAX:
        raise ValueError(f"pdf417: {columns} columns, not 0 to {COLUMNS_MAX}")
    if rows and not ROWS_MIN <= rows <= ROWS_MAX:
        raise ValueError(f"pdf417: {rows} rows, not 0 or {ROWS_MIN} to {ROWS_MAX}")
    if level is not None and not 0 <= level <= 8:
        raise ValueError(f"pdf417: level {level}, not 0 to 8")


def _level(words: int, ratio_percent: int) -> int:
    wanted = math.ceil(words * ratio_percent / 100)
    return 1 + bisect.bisect_right(_LEVEL_BY_WORDS, wanted)


def _columns(needed: int, rows: int, around: int, modules_max: int) -> int:
    """The columns whose shape comes nearest to `SHAPE` among those that hold all codewords."""
    if rows:
        return min(COLUMNS_MAX, math.ceil(needed / rows))
    best, nearest = COLUMNS_MAX, math.inf
    for columns in range(1, COLUMNS_MAX + 1):
        width = columns * MODULES + around
        high = max(ROWS_MIN, math.ceil(needed / columns))
        if high > ROWS_MAX or columns * high > CODEWORDS_MAX or 0 < modules_max < width:
            continue
        off = abs(math.log(width / (high * ROW_HEIGHT * SHAPE)))
        if off < nearest:
            best, nearest = columns, off
    return best


def _row(words: Sequence[int], truncated: bool) -> bytes:
    """Modules of one row from the bit patterns of start, left, data ..., right and stop."""
    if truncated:
        bits = "".join(f"{word:0{MODULES}b}" for word in words[:-2]) + "1"
    else:
        bits = "".join(f"{word:0{MODULES}b}" for word in words)
    return bytes(map(int, bits))

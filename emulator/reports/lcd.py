"""
The terminal's display: four rows of sixteen cells, drawn from a screen and what is half keyed.

    |      消费      |   title, if the screen belongs to a function; inverse
    |请输入金额:     |   words of `lcd.<screen>`
    |*测试，凭证无效*|   in training, wherever nothing must be read
    |          128.50|   what is keyed, growing from the right

A screen of somebody else's program may have any name and any values: it is shown as well as it can
be, and nothing here ever fails. Left out: the look of it; inverse and beeps are the device's.

Source: interfaces.md 2.1 of the project's domain notes, for size, titles, wording and menus.
"""

from itertools import zip_longest

import msgspec

from emulator.domain import menus
from emulator.domain.console import NOTHING_TYPED, Screen, Typed
from emulator.domain.money import yuan
from emulator.domain.problem import without_secrets
from emulator.domain.prompts import LONGEST, SECRETS
from emulator.domain.texts import say
from emulator.reports.layout import cells, cut, one_line, pad, pad_left
from emulator.reports.lcd_words import CELLS, function_of, lines_of

ROWS = 4

_ASKS = SECRETS | LONGEST.keys()
"""Screens whose last row is for what is keyed."""
_STANDS = ("idle", "sign_in_required")
"""Screens that say whose terminal it is."""


class Lcd(msgspec.Struct, frozen=True):
    """What the display shows."""

    rows: tuple[str, str, str, str]
    """At most sixteen cells each."""
    is_title: bool = False
    """True: the first row is inverse, and centred over all sixteen cells."""


DARK = Lcd(("", "", "", ""))


class _Face(msgspec.Struct):
    """A display that is being set."""

    title: str
    """Empty for none."""
    body: list[str]
    entry: str | None = None
    """What is keyed; empty while nothing is, None where nothing is asked for."""

    @property
    def free(self) -> int:
        """Rows that nobody needs."""
        return ROWS - len(self.body) - bool(self.title) - (self.entry is not None)

    def set(self) -> Lcd:
        """Lay it out."""
        rows = [_centred(self.title)] if self.title else []
        rows += [cut(line, CELLS).rstrip() for line in self.body]
        if self.entry is not None:
            rows += [""] * (ROWS - 1 - len(rows))
            rows.append(pad_left(cut(self.entry, CELLS), CELLS) if self.entry else "")
        first, second, third, last = [*rows, *[""] * ROWS][:ROWS]
        return Lcd((first, second, third, last), bool(self.title))


def lcd(
    screen: Screen | None,
    *,
    lang: str,
    typed: Typed = NOTHING_TYPED,
    merchant_name: str = "",
    training: bool = False,
) -> Lcd:
    """
    Draw the display.

    Args:
        screen: What the program shows; None is a dark terminal.
        lang: zh or en.
        typed: What is half keyed; an open menu covers the screen.
        merchant_name: Whose terminal it is, for the idle screen.
        training: True marks every screen as worth nothing.
    """
    if screen is None:
        return DARK
    items = () if typed.menu is None else menus.items_of(typed.menu)
    if items:
        face = _of_menu(items, typed, lang, training=training)
    else:
        face = _of_screen(screen, typed, lang, merchant_name)
    if training:
        _mark(face, lang)
    return face.set()


# Screens --------------------------------------------------------------------------------------


def _of_screen(screen: Screen, typed: Typed, lang: str, merchant_name: str) -> _Face:
    entry = _entry(screen.id, typed.digits)
    body = lines_of(screen, lang)[: ROWS - (entry is not None)]
    title = function_of(screen, lang)
    if screen.id in _STANDS:
        title = cut(one_line(merchant_name), CELLS)
    has_room = len(body) + (entry is not None) < ROWS
    return _Face(title if has_room else "", body, entry)


def _entry(screen_id: str, digits: str) -> str | None:
    if screen_id == "enter_amount" and (not digits or _is_amount(digits)):
        return yuan(int(digits or "0"))
    return one_line(without_secrets(digits)) if digits or screen_id in _ASKS else None


def _is_amount(digits: str) -> bool:
    return digits.isascii() and digits.isdecimal() and len(digits) < CELLS


# Menus ----------------------------------------------------------------------------------------


def _of_menu(items: tuple[menus.Item, ...], typed: Typed, lang: str, *, training: bool) -> _Face:
    words = [(item.key, say(f"menu.{item.name}", lang)) for item in items]
    found = menus.find(typed.menu or ())
    if found is None:
        return _Face("", _in_pairs(words, tight=training))
    pages = menus.pages(typed.menu or ())
    page = min(max(typed.page, 0), pages - 1)
    title = say(f"menu.{found.name}", lang)
    shown = words[page * menus.PAGE : (page + 1) * menus.PAGE]
    return _Face(
        f"{title} {page + 1}/{pages}" if pages > 1 else title,
        [f"{key} {word}" for key, word in shown],
    )


def _in_pairs(words: list[tuple[str, str]], *, tight: bool) -> list[str]:
    """Two items a row: in columns if they fit, the keys apart from the words if that fits, too."""
    for between in (" ", ""):
        labels = [f"{key}{between}{word}" for key, word in words]
        pairs = list(zip_longest(labels[::2], labels[1::2], fillvalue=""))
        column = max(CELLS // 2, *(cells(left) + 1 for left, _ in pairs))
        if not tight and all(column + cells(right) <= CELLS for _, right in pairs):
            return [pad(left, column) + right for left, right in pairs]
    return [f"{left} {right}" for left, right in pairs]


# Training -------------------------------------------------------------------------------------


def _mark(face: _Face, lang: str) -> None:
    """Say that nothing of this counts: in a row of its own, else beside what must be read."""
    if face.free > 0:
        face.body += [""] * (face.free - 1)
        face.body.append(_centred(say("lcd.training", lang)))
        return
    short = say("lcd.training.short", lang)
    room = CELLS - 1 - cells(short)
    if face.title:
        face.title = f"{cut(face.title, room)} {short}"
        return
    fitting = [number for number, line in enumerate(face.body) if cells(line) <= room]
    row = fitting[-1] if fitting else 0
    face.body[row] = f"{pad(cut(face.body[row], room), room)} {short}"


def _centred(text: str) -> str:
    left = (CELLS - cells(text)) // 2
    return pad(" " * left + text, CELLS)

"""
The commands that say how characters look and what bytes mean.

What each does to one-byte and to Chinese characters follows the printers of Chinese makers, which
agree with Epson's where Epson's have Chinese: GS ! sizes both, ESC ! and ESC - only one-byte ones,
FS !, FS - and FS W only Chinese ones; bold, inverse, turned and upside-down hold for both.

Left out: smoothing, colour, the italic of some Chinese makers; double strike is bold.
"""

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from emulator.printer.interpreter.state import Out, Settings, State

Handler = Callable[[State, bytes, Out], State]
"""Executes a command: the state before, its parameters, where lines go; gives the state after."""

FONTS = {0: "A", 48: "A", 1: "B", 49: "B"}
ASCII_ZERO = 48
"""Many commands take the figure 0 as well as the byte 0."""
DOUBLE_HEIGHT, DOUBLE_WIDTH, UNDERLINED = 0x10, 0x20, 0x80
CHINESE_WIDE, CHINESE_HIGH = 0x04, 0x08


def both(settings: Settings, **changed: Any) -> Settings:
    """Change how one-byte and Chinese characters look."""
    return replace(
        settings,
        narrow=replace(settings.narrow, **changed),
        chinese=replace(settings.chinese, **changed),
    )


def narrow(settings: Settings, **changed: Any) -> Settings:
    """Change how one-byte characters look."""
    return replace(settings, narrow=replace(settings.narrow, **changed))


def chinese(settings: Settings, **changed: Any) -> Settings:
    """Change how Chinese characters look."""
    return replace(settings, chinese=replace(settings.chinese, **changed))


def _print_modes(settings: Settings, n: int) -> Settings:
    """ESC !: font, bold, height, width, underline in one byte."""
    changed = narrow(
        settings,
        font="B" if n & 1 else "A",
        height=2 if n & DOUBLE_HEIGHT else 1,
        width=2 if n & DOUBLE_WIDTH else 1,
        underline=1 if n & UNDERLINED else 0,
    )
    return both(changed, bold=bool(n & 8))


def _chinese_modes(settings: Settings, n: int) -> Settings:
    """FS !: width, height, underline of Chinese characters."""
    return chinese(
        settings,
        width=2 if n & CHINESE_WIDE else 1,
        height=2 if n & CHINESE_HIGH else 1,
        underline=1 if n & UNDERLINED else 0,
    )


def _size(settings: Settings, n: int) -> Settings:
    """GS !: times the width and the height; sizes above 8 do not exist."""
    if n & 0x88:
        return settings
    return both(settings, width=(n >> 4) + 1, height=(n & 7) + 1)


def _fourfold(settings: Settings, n: int) -> Settings:
    times = 2 if n & 1 else 1
    return chinese(settings, width=times, height=times)


def _underline(change: Callable[..., Settings]) -> Callable[[Settings, int], Settings]:
    def underline(settings: Settings, n: int) -> Settings:
        dots = n - ASCII_ZERO if n >= ASCII_ZERO else n
        return change(settings, underline=dots) if 0 <= dots <= 2 else settings

    return underline


def _font(settings: Settings, n: int) -> Settings:
    return narrow(settings, font=FONTS[n]) if n in FONTS else settings


def _rotated(settings: Settings, n: int) -> Settings:
    """ESC V: 1 and 2 differ only in the space between characters, which this model does not."""
    turned = n % ASCII_ZERO
    return both(settings, rotated=turned > 0) if turned <= 2 else settings


_BY_ONE_BYTE: dict[str, Callable[[Settings, int], Settings]] = {
    "ESC !": _print_modes,
    "ESC E": lambda settings, n: both(settings, bold=bool(n & 1)),
    "ESC G": lambda settings, n: both(settings, bold=bool(n & 1)),
    "ESC -": _underline(narrow),
    "ESC M": _font,
    "ESC V": _rotated,
    "ESC SP": lambda settings, n: replace(settings, spacing=n * 203 // settings.unit_x),
    "ESC t": lambda settings, n: replace(settings, code_page=n),
    "ESC R": lambda settings, n: replace(settings, international=n),
    "ESC %": lambda settings, n: replace(settings, user_characters=bool(n & 1)),
    "GS !": _size,
    "GS B": lambda settings, n: both(settings, inverse=bool(n & 1)),
    "FS !": _chinese_modes,
    "FS -": _underline(chinese),
    "FS W": _fourfold,
}


def _of_settings(change: Callable[[Settings, int], Settings]) -> Handler:
    def handler(state: State, args: bytes, _out: Out) -> State:
        settings = change(state.settings, args[0])
        return state if settings == state.settings else replace(state, settings=settings)

    return handler


def _upside_down(state: State, args: bytes, _out: Out) -> State:
    """ESC {: counts only at the beginning of a line."""
    if not state.row.is_empty:
        return state
    settings = both(state.settings, upside_down=bool(args[0] & 1))
    return replace(state, settings=settings)


def _chinese_spacing(state: State, args: bytes, _out: Out) -> State:
    settings = replace(state.settings, chinese_left=args[0], chinese_right=args[1])
    return replace(state, settings=settings)


def _chinese_on(state: State, _args: bytes, _out: Out) -> State:
    return replace(state, settings=replace(state.settings, chinese_mode=True))


def _chinese_off(state: State, _args: bytes, _out: Out) -> State:
    return replace(state, settings=replace(state.settings, chinese_mode=False))


STYLES: dict[str, tuple[int, Handler]] = {
    **{name: (1, _of_settings(change)) for name, change in _BY_ONE_BYTE.items()},
    "ESC {": (1, _upside_down),
    "FS S": (2, _chinese_spacing),
    "FS &": (0, _chinese_on),
    "FS .": (0, _chinese_off),
}
"""Each with how many bytes of parameters it cannot do without."""

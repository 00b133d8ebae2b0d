"""Dark, light, and the terminal's own colours; and bars that look the same in every terminal."""

from typing import ClassVar

from textual.scrollbar import ScrollBar, ScrollBarRender
from textual.theme import Theme

OURS = (
    Theme(
        name="posemu-dark",
        primary="#5b9bd5",
        secondary="#7f8fa6",
        accent="#e0b060",
        warning="#e0b060",
        error="#e06c6c",
        success="#78b878",
        foreground="#dfe3e8",
        background="#14181d",
        surface="#1b2129",
        panel="#262e38",
        dark=True,
    ),
    Theme(
        name="posemu-light",
        primary="#1f5f9f",
        secondary="#5c6b7d",
        accent="#8a5a00",
        warning="#8a5a00",
        error="#b3261e",
        success="#1e6b34",
        foreground="#1c2127",
        background="#e9ecef",
        surface="#f7f8f9",
        panel="#d5dae0",
        dark=False,
    ),
)
THEMES = {"dark": "posemu-dark", "light": "posemu-light", "ansi": "ansi-dark"}
"""What `--theme` takes to the theme's name; `ansi` leaves all colours to the terminal."""


class PlainBars(ScrollBarRender):
    """
    Scroll bars that end at whole rows and columns.

    The eighths of a block that they usually end with are two cells wide in many Chinese terminals.
    """

    VERTICAL_BARS: ClassVar[list[str]] = [" "] * 8
    HORIZONTAL_BARS: ClassVar[list[str]] = [" "] * 8


# For every screen that takes its colours from here.
ScrollBar.renderer = PlainBars

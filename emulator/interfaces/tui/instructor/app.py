"""The instructor's panel as a program of its own, at the other end of a line."""

import traceback
from collections.abc import Sequence
from typing import ClassVar

from textual.app import App
from textual.binding import BindingType

from emulator.interfaces.live.instructor.presets import Preset
from emulator.interfaces.live.instructor.remote import Remote
from emulator.interfaces.tui.instructor.panel import InstructorPanel, InstructorScreen
from emulator.interfaces.tui.themes import OURS, THEMES


class InstructorApp(App[None], inherit_bindings=False):
    """A screen with nothing but the panel; ends when it is closed."""

    CSS_PATH = "../tui.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [("ctrl+c,ctrl+q", "leave")]

    def __init__(
        self, remote: Remote, presets: Sequence[Preset], lang: str, *, theme: str = "dark"
    ) -> None:
        """
        Args:
            remote: The session; the line to it is up for as long as the screen is.
            presets: The faults under the digit keys.
            lang: zh or en.
            theme: One of `THEMES`.
        """
        super().__init__()
        for one in OURS:
            self.register_theme(one)
        self.theme = THEMES[theme]
        self.broken = ""
        """Traceback of a mistake in the panel itself; empty if there was none."""
        self._remote = remote
        self.panel = InstructorPanel(remote, presets, lang)

    async def on_mount(self) -> None:
        """Show the panel and connect."""
        await self.push_screen(InstructorScreen(self.panel), lambda _: self.exit())
        self.run_worker(self._remote.run(), name="line")

    def _handle_exception(self, error: Exception) -> None:
        """Keep a mistake of the panel's for whoever asks after it has gone."""
        cause = getattr(error, "error", error)
        if not self.broken:
            self.broken = "".join(traceback.format_exception(cause))
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """End without a stack trace over the person's terminal."""
        self._close_messages_no_wait()

    def action_leave(self) -> None:
        """Go."""
        self.exit()

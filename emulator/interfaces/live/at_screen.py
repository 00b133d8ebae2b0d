"""The person at the screen as a bridge to a printer speaks to them; see `telling.Listening`."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from emulator.clock.paced import Wall
from emulator.domain.texts import say

Asks = Callable[[str], Coroutine[Any, Any, bool]]
"""Puts a question to the person at the screen: True is yes. Cancelled when it comes too late."""


class AtScreen:
    """Asks, as long as there is a way to ask."""

    def __init__(self, lang: str, wall: Wall) -> None:
        self.asks: Asks | None = None
        self._lang = lang
        self._wall = wall

    @property
    def is_there(self) -> bool:
        """False when nothing will ever be answered."""
        return self.asks is not None

    @property
    def lang(self) -> str:
        """zh or en."""
        return self._lang

    def text(self, id: str, /, **values: object) -> str:
        """A sentence in the person's language."""
        return say(id, self._lang, **values)

    def tell(self, id: str, role: str = "", /, **values: object) -> None:
        """Say nothing: what becomes of printer and slips stands on the screen already."""

    async def ask(self, id: str, /, *, patience_us: int, **values: object) -> str:
        """See `Listening.ask`; gives y or nothing."""
        if self.asks is None:
            return ""
        answered = asyncio.Event()
        asking = asyncio.ensure_future(self.asks(self.text(id, **values)))
        asking.add_done_callback(lambda _: answered.set())
        try:
            await self._wall.wait(answered, patience_us)
        finally:
            asking.cancel()
            await asyncio.wait((asking,))
        return "y" if not asking.cancelled() and asking.result() else ""

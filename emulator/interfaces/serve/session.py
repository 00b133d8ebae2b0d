"""One run of `posemu serve`, from the open socket to the last visitor's end."""

import asyncio
import contextlib
import signal
from collections.abc import Callable
from contextlib import ExitStack

from aiohttp import web

from emulator.interfaces.exits import Exit
from emulator.interfaces.serve.door import Door
from emulator.interfaces.serve.listening import listen
from emulator.interfaces.serve.wishes import Wishes
from emulator.interfaces.virtual_printer.wishes import Place
from emulator.interfaces.voice import Voice

LEAVE_S = 2.0
"""For answers under way when the server ends; visitors have their own time before that."""


def serve(wishes: Wishes, voice: Voice) -> int:
    """
    Let visitors come until somebody ends it.

    Returns:
        The exit code.

    Raises:
        EnvironmentTrouble: It cannot listen there.
    """
    return asyncio.run(Serving(wishes, voice).run())


class Serving:
    """The server with its signals and its words to whoever started it."""

    def __init__(
        self,
        wishes: Wishes,
        voice: Voice,
        *,
        opened: Callable[[Place], None] = lambda _: None,
    ) -> None:
        """
        Args:
            wishes: What the caller asked for.
            voice: Speaks to the caller.
            opened: Told where browsers find it, once they do.
        """
        self._wishes = wishes
        self._voice = voice
        self._opened = opened
        self._ended = asyncio.Event()
        self._code = Exit.HELD
        self._door: Door | None = None

    @property
    def visitors(self) -> int:
        """How many are inside."""
        return 0 if self._door is None else self._door.visitors

    async def run(self) -> int:
        """See `serve`."""
        socket, place = listen(self._wishes.place, self._voice.lang)
        with socket, ExitStack() as stack:
            self._signals(stack)
            self._door = door = Door(self._wishes, self._voice.lang)
            runner = web.AppRunner(
                await door.application(), access_log=None, shutdown_timeout=LEAVE_S
            )
            await runner.setup()
            try:
                await web.SockSite(runner, socket).start()
                self._greet(place)
                await self._ended.wait()
            finally:
                await runner.cleanup()
        self._voice.tell("serve.stopped")
        return self._code

    def end(self) -> None:
        """Come to the end in order; call it in the event loop's own thread."""
        self._ended.set()

    def _greet(self, place: Place) -> None:
        """Say where it is: the address as data, since another program may wait for it."""
        self._voice.put(f"http://{place.shown}/")
        self._voice.tell("serve.listening", most=self._wishes.most)
        if not place.is_loopback:
            self._voice.tell("serve.open_to_all")
        self._opened(place)

    def _signals(self, stack: ExitStack) -> None:
        """Let Ctrl-C and whoever stops the program end it in order; a second time at once."""
        loop = asyncio.get_running_loop()

        def stop(number: int) -> None:
            if number == signal.SIGINT:
                self._code = Exit.INTERRUPTED
                loop.remove_signal_handler(number)
            self.end()

        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            # Not on Windows, where Ctrl-C raises KeyboardInterrupt instead.
            with contextlib.suppress(NotImplementedError, AttributeError, ValueError, RuntimeError):
                number = getattr(signal, name)
                loop.add_signal_handler(number, stop, number)
                stack.callback(loop.remove_signal_handler, number)

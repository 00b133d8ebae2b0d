"""
A session at the other end of a line, with the same hands as one beside it (see `talk`).

    panel --command--> Remote --line--> Door of the session
          <---state---        <--line--

It connects again by itself for as long as the session may come back, and says how things stand.
"""

import asyncio
import contextlib
from collections import deque
from typing import cast

import msgspec

from emulator.domain.plan import FaultPlan
from emulator.interfaces.live.instructor import talk
from emulator.interfaces.live.instructor.commands import SPEEDS, LinkState
from emulator.interfaces.live.views.view_state import ViewState
from emulator.interfaces.virtual_printer.wishes import Place

CONNECT_S = 3.0
SILENT_S = 4.0
"""A session says something every second."""
AGAIN_S = (0.3, 0.6, 1.0, 2.0, 3.0)
"""Waits between tries; the last one from then on."""
LARGEST_STATE = 16 * 1024 * 1024
_FOR_GOOD = ("token", "version", "over")
"""Troubles after which another try would come to the same."""


class Remote:
    """One session on a line; see `Commands` for what can be done to it."""

    def __init__(self, place: Place, token: str, *, waits_s: tuple[float, ...] = AGAIN_S) -> None:
        """
        Args:
            place: Where the session listens.
            token: What it showed when it began to listen.
            waits_s: Between tries to connect; the last one again and again.
        """
        self.hello: talk.Hello | None = None
        """What the session said of itself."""
        self.state: ViewState | None = None
        """The last that came."""
        self.link: LinkState = "calling"
        self.troubles: deque[talk.Trouble] = deque(maxlen=8)
        """What was not done, and why; whoever shows one takes it out."""
        self.version = 0
        """Grows whenever something has changed that a screen may show."""
        self.changed = asyncio.Event()
        """Set along with it; whoever draws clears it."""
        self.address = place.shown
        self._place, self._token = place, token
        self._waits_s = waits_s
        self._writer: asyncio.StreamWriter | None = None
        self._orders = 0

    def start(self) -> "asyncio.Task[None]":
        """Keep the line up in a task of the running loop; cancelling it hangs up."""
        return asyncio.get_running_loop().create_task(self.run())

    async def run(self) -> None:
        """Connect, listen, and connect again, until the session is over or refuses us."""
        tries = 0
        while self.link not in ("over", "refused"):
            with contextlib.suppress(OSError, TimeoutError):
                await self._call()
            if self.link in ("over", "refused"):
                return
            if self.link != "lost":
                tries = 0
            self._set_link("lost")
            await asyncio.sleep(self._waits_s[min(tries, len(self._waits_s) - 1)])
            tries += 1

    async def _call(self) -> None:
        async with asyncio.timeout(CONNECT_S):
            reader, writer = await asyncio.open_connection(
                self._place.host, self._place.port, limit=LARGEST_STATE
            )
        try:
            self._writer = writer
            self._send(talk.Knock(talk.VERSION, self._token))
            await self._listen(reader)
        finally:
            self._writer = None
            writer.close()

    async def _listen(self, reader: asyncio.StreamReader) -> None:
        while True:
            line = asyncio.ensure_future(reader.readline())
            try:
                done, _ = await asyncio.wait((line,), timeout=SILENT_S)
                if not done and self.link == "open":
                    self._set_link("silent")
                raw = await line
            except ValueError:
                return
            finally:
                line.cancel()
            if not raw.endswith(b"\n") or not self._take(raw):
                return

    def _take(self, raw: bytes) -> bool:
        """Take in one line; False if the talk is over."""
        try:
            said = _SAID.decode(raw)
            if said.hello is not None:
                self.hello = said.hello
            if bytes(said.state):
                self.state = _STATE.decode(said.state)
                self.link = "open"
        except (msgspec.MsgspecError, RecursionError):
            # Somebody else has the port, or speaks another version.
            self.troubles.append(talk.trouble("strange"))
            self._set_link("refused")
            return False
        if said.error is not None:
            self._hear_of(said.error, is_reply=said.reply is not None)
        self._tell()
        return said.error is None or said.reply is not None

    def _hear_of(self, trouble: talk.Trouble, *, is_reply: bool) -> None:
        self.troubles.append(trouble)
        if not is_reply and trouble.code in _FOR_GOOD:
            self.link = "over" if trouble.code == "over" else "refused"

    def _set_link(self, link: LinkState) -> None:
        self.link = link
        self._tell()

    def _tell(self) -> None:
        self.version += 1
        self.changed.set()

    # The instructor's hands --------------------------------------------------------------------

    def arm(self, plan: FaultPlan) -> None:
        """See `Commands.arm`."""
        self._order(talk.Arm(id=self._number(), fault=talk.written_fault(plan)))

    def release(self, lever: str) -> None:
        """See `Commands.release`."""
        self._order(talk.Release(id=self._number(), lever=lever))

    def mend_all(self) -> None:
        """See `Commands.mend_all`."""
        self._order(talk.MendAll(id=self._number()))

    def hold(self) -> None:
        """See `Commands.hold`."""
        self._order(talk.Hold(id=self._number()))

    def go_on(self) -> None:
        """See `Commands.go_on`."""
        self._order(talk.GoOn(id=self._number()))

    def set_times(self, times: int) -> None:
        """See `Commands.set_times`; one of `SPEEDS`."""
        assert times in SPEEDS, "others are not understood"
        self._order(talk.SetTimes(id=self._number(), times=cast(talk.Speed, times)))

    def skip_to_next(self) -> None:
        """See `Commands.skip_to_next`."""
        self._order(talk.SkipToNext(id=self._number()))

    def skip_for(self, us: int) -> None:
        """See `Commands.skip_for`."""
        self._order(talk.SkipFor(id=self._number(), us=us))

    def next_day(self) -> None:
        """See `Commands.next_day`."""
        self._order(talk.NextDay(id=self._number()))

    def _number(self) -> int:
        self._orders += 1
        return self._orders

    def _order(self, order: talk.Order) -> None:
        if self.link not in ("open", "silent"):
            self.troubles.append(talk.trouble("not_connected"))
            self._tell()
        else:
            self._send(order)

    def _send(self, said: talk.Order | talk.Knock) -> None:
        if self._writer is not None and not self._writer.is_closing():
            self._writer.write(msgspec.json.encode(said) + b"\n")


_SAID: msgspec.json.Decoder[talk.Said] = msgspec.json.Decoder(talk.Said)
_STATE: msgspec.json.Decoder[ViewState] = msgspec.json.Decoder(ViewState)

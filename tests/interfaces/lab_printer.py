"""
A printer in the laboratory: our device core on a line within the test, by a clock that waits for
nobody.

Time passes a little at every turn of the event loop, so that a test of minutes takes moments and
comes out the same every time.
"""

import asyncio
from collections.abc import Callable

from emulator.domain.paper import DOTS_PER_MM, Strip
from emulator.interfaces.wire.loop import LoopTransport
from emulator.printer.camera import read
from emulator.printer.device.device import Device
from emulator.printer.device.effects import Effect, Flow, Reply, StripEnded
from emulator.printer.profile import PROFILES, Profile

STEP_US = 500
Act = Callable[[Device, int], list[Effect]]


class LabPrinter:
    """A printer, the line to it, and the clock of both."""

    def __init__(
        self, profile: Profile | str, *, byte_us: int = 87, step_us: int = STEP_US
    ) -> None:
        """
        Args:
            profile: Which model.
            byte_us: How long a byte takes on the line.
            step_us: Time that passes at a turn of the event loop.
        """
        model = PROFILES[profile] if isinstance(profile, str) else profile
        self.device = Device(model)
        self.line, self._far = LoopTransport.pair(capacity=64)
        self._far.open()
        self.strips: list[Strip] = []
        self.taken = bytearray()
        """Every byte that reached the printer."""
        self.now_us = 1_000_000
        self.garbles = False
        """True: host and printer are set to different speeds."""
        self.xonxoff = False
        self._byte_us = byte_us
        self.step_us = step_us
        self._arrived = bytearray()
        self._waiters = 0
        self._is_ticking = False
        self._plans: list[tuple[Callable[[], bool], Callable[[], None]]] = []

    @property
    def texts(self) -> list[list[str]]:
        """What can be read on each strip."""
        return [read(strip)[0] for strip in self.strips]

    @property
    def slips(self) -> list[str]:
        """Each strip in a word: `original`, `reprint`, `piece`, with `void+` before it."""
        return [_sort(texts) for texts in self.texts if texts]

    # What happens to it -------------------------------------------------------------------------

    def at_mm(self, mm: int, act: Act) -> None:
        """Do something to the device once so much of a strip is out."""
        self.when(lambda: self.device.strip_dots >= mm * DOTS_PER_MM, lambda: self.do(act))

    def at_byte(self, count: int, act: Act) -> None:
        """Do something to the device once so many bytes have reached it."""
        self.when(lambda: len(self.taken) >= count, lambda: self.do(act))

    def later(self, us: int, act: Callable[[], None]) -> None:
        """Do something after a while."""
        at_us = self.now_us + us
        self.when(lambda: self.now_us >= at_us, act)

    def when(self, true: Callable[[], bool], act: Callable[[], None]) -> None:
        """Do something once something holds."""
        self._plans.append((true, act))

    def do(self, act: Act) -> None:
        """Do something to the device now."""
        self._note(act(self.device, self.now_us))

    def unplug(self) -> None:
        """Pull the cable."""
        self._far.is_cut = True

    def plug_in(self) -> None:
        """Push it in again."""
        self._far.is_cut = False

    # The clock ----------------------------------------------------------------------------------

    async def wait(self, news: asyncio.Event, us: int | None) -> None:
        """See `Wall.wait`."""
        until_us = None if us is None else self.now_us + us
        self._waiters += 1
        if not self._is_ticking:
            self._is_ticking = True
            asyncio.get_running_loop().call_soon(self._tick)
        try:
            while not news.is_set() and (until_us is None or self.now_us < until_us):
                await asyncio.sleep(0)
        finally:
            self._waiters -= 1

    def pause(self, us: int) -> None:
        """See `Watch.pause`."""
        until_us = self.now_us + us
        while self.now_us < until_us:
            self._pass_time()

    def _tick(self) -> None:
        if not self._waiters:
            self._is_ticking = False
            return
        self._pass_time()
        asyncio.get_running_loop().call_soon(self._tick)

    def _pass_time(self) -> None:
        self.now_us += self.step_us
        self._move_bytes()
        for plan in [plan for plan in self._plans if plan[0]()]:
            self._plans.remove(plan)
            plan[1]()

    def _move_bytes(self) -> None:
        if not self._far.is_cut:
            # The line holds few bytes, so that a printer that lets nothing in is felt at once.
            self._arrived += self._far.read_some() if len(self._arrived) < 64 else b""
        most = self.step_us // self._byte_us if self._byte_us else len(self._arrived)
        count = min(max(most, 1), self.device.room)
        data, self._arrived = bytes(self._arrived[:count]), self._arrived[count:]
        self.taken += data
        self._note(self.device.feed(self._heard(data), self.now_us))
        self._note(self.device.advance(self.now_us))

    def _heard(self, data: bytes) -> bytes:
        return bytes(byte ^ 0xA5 for byte in data) if self.garbles else data

    def _answer(self, data: bytes) -> None:
        if not self._far.is_cut:
            self._far.write_some(self._heard(data))

    def _note(self, effects: list[Effect]) -> None:
        for effect in effects:
            if isinstance(effect, Reply):
                self._answer(effect.data)
            elif isinstance(effect, StripEnded):
                self.strips.append(effect.strip)
            elif isinstance(effect, Flow) and self.xonxoff:
                self._answer(b"\x13" if effect.busy else b"\x11")


LAST_WORDS = {
    "商户存根": "本人同意将以上交易记入本卡账户",
    "持卡人存根": "金额:",
    "结算单": "贷记合计",
}
"""What tells a slip of the sale or the settlement, to what its last line begins with."""


def copy_of(texts: list[str]) -> str:
    """Which slip it is; empty if the paper does not say."""
    return next((text for text in texts if text in LAST_WORDS), "")


def is_whole(texts: list[str]) -> bool:
    """Tell whether a strip has a slip down to its last line."""
    copy = copy_of(texts)
    return bool(copy) and texts[-1].startswith(LAST_WORDS[copy])


def is_marked(texts: list[str]) -> bool:
    """Tell whether a strip has the reprint mark."""
    return any("DUPLICATED" in text for text in texts)


def _sort(texts: list[str]) -> str:
    void = "void+" if any("VOID ABOVE" in text for text in texts) else ""
    if not is_whole(texts):
        return void + "piece"
    return void + ("reprint" if is_marked(texts) else "original")

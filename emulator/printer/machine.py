"""
The printer under the world's clock: the device, its plug, and the camera on its paper.

    bytes -> plug -> device -> replies -> plug -> host
                        |
                        +-- strips, lamps -> camera -> trace

The device knows no clock of its own. Whatever is done to it is done at the world's present moment,
and it is looked at again when it said that something would happen.
"""

from collections.abc import Callable
from typing import Any

import msgspec

from emulator.codecs.escpos.status import Status
from emulator.domain.paper import DOTS_PER_MM
from emulator.domain.receipt import LINE_MM
from emulator.printer.cable import CHUNK_BYTES
from emulator.printer.camera import Camera
from emulator.printer.device.device import Device
from emulator.printer.device.effects import (
    Effect,
    Flow,
    LinePrinted,
    Lost,
    Reply,
    StripBegan,
    StripEnded,
    Trouble,
)
from emulator.printer.plug import Plug
from emulator.printer.profile import Profile
from emulator.printer.timeline import Timeline

LINE_DOTS = LINE_MM * DOTS_PER_MM

_STOPS = {"paper_out": "paper_out", "hot": "hot", "cool": ""}
"""Troubles that stop the paper, to why a slip is torn if nothing comes of it."""
_AT_A_LINE = ("paper_out", "near_end")


class Machine:
    """One device with whoever listens to it."""

    def __init__(
        self, time: Timeline, profile: Profile, *, roll_mm: int, flow: str = "xonxoff"
    ) -> None:
        """
        Args:
            time: In which it lives.
            profile: The model, as it is set up.
            roll_mm: Paper at the start.
            flow: How it asks the host to wait: none, xonxoff, or dsrdtr, by which the host also
                sees whether it is there at all.
        """
        self.profile = profile
        self.device = Device(profile, roll_mm=roll_mm)
        self.plug = Plug()
        self.camera = Camera(time)
        self.taken_bytes = 0
        """How many have reached the device."""
        self.on_reply: Callable[[bytes], None] = _nobody
        """Told the bytes that come back through the plug."""
        self.on_flow: Callable[[bool], None] = _nobody
        """Told True when the printer asks to wait, False when it lets go on."""
        self.on_carrier: Callable[[bool], None] = _nobody
        """Told False when a host that watches the line sees it go dead, True when it is back."""
        self.on_effect: Callable[[Effect], None] = _nobody
        """Told everything, before anybody else."""
        self._is_nobodys = False
        """True while paper comes out that belongs to no slip."""
        self._told_lines = False
        self._flow = flow
        self._heeds_flow = flow != "none"
        self._is_there = True
        self._time = time
        self._origin_us = time.now_us
        """The device counts time from here; the world's may be negative while the shop opens."""
        self._rings_at_us: int | None = None
        self._hear: dict[type[Effect], Callable[[Any], None]] = {
            Reply: self._replied,
            Flow: self._flowed,
            StripBegan: self._began,
            LinePrinted: self._line_printed,
            StripEnded: self._ended,
            Trouble: self._troubled,
            Lost: self._lost,
        }

    @property
    def status(self) -> Status:
        """What the sensors tell now."""
        return self.device.status

    @property
    def room(self) -> int:
        """Bytes that can fly before the printer asks to wait, as far as it is heard."""
        return self.device.room if self._heeds_flow else CHUNK_BYTES

    @property
    def asks_to_wait(self) -> bool:
        """True while the printer asks the host to wait and is heard."""
        return self._heeds_flow and self.device.is_busy

    @property
    def quiet_dots(self) -> int:
        """How much paper can come out before a sensor of the roll notices anything."""
        return self.device.quiet_dots

    @property
    def strips(self) -> int:
        """How many strips have begun."""
        return self.device.strips

    @property
    def is_at_rest(self) -> bool:
        """True when printer and line are sound and nothing is under way."""
        is_heard = self._heeds_flow or self._flow == "none"
        return is_heard and self.plug.is_sound and self.device.is_at_rest

    def pass_by(self, *, strips: int, dots: int, bytes: int) -> None:
        """Have printed slips, each like the last one."""
        self.device.pass_by(strips=strips, dots=dots)
        self.taken_bytes += bytes

    # Doing ------------------------------------------------------------------------------------

    def feed(self, data: bytes) -> None:
        """Let bytes arrive at the plug."""
        data = self.plug.inward(data)
        self.taken_bytes += len(data)
        self._tell(self.device.feed(data, self._time.now_us - self._origin_us))

    def overtake(self, command: bytes) -> None:
        """Let a real-time command arrive at the plug past bytes that wait for room."""
        command = self.plug.inward(command)
        self.taken_bytes += len(command)
        self._tell(self.device.overtake(command, self._time.now_us - self._origin_us))

    def do(self, act: Callable[[Device, int], list[Effect]]) -> None:
        """Do something to the device's equipment, after all that is due by now."""
        self._tell(act(self.device, self._time.now_us - self._origin_us))

    def heed_flow(self, wanted: bool) -> None:
        """Let its asking to wait be heard or not, where there is anything to hear."""
        self._heeds_flow = wanted and self._flow != "none"
        self.on_flow(self.asks_to_wait)

    def catch_up(self) -> None:
        """Let everything happen that is due by now."""
        self._tell(self.device.advance(self._time.now_us - self._origin_us))

    def _tell(self, effects: list[Effect]) -> None:
        hear = self._hear
        for effect in effects:
            self.on_effect(effect)
            heard = hear.get(type(effect))
            if heard is not None:
                heard(effect)
        if self.camera.seen is not None and not self.device.has_strip:
            self.camera.vanished()
        is_there = self.device.is_on and not self.plug.is_out
        if is_there != self._is_there:
            self._is_there = is_there
            if self._flow == "dsrdtr":
                self.on_carrier(is_there)
        # Looked at again when the device said that something would happen.
        due_us = self.device.next_us()
        if due_us is None:
            return
        due_us += self._origin_us
        rings_at_us = self._rings_at_us
        if rings_at_us is None or due_us < rings_at_us:
            self._rings_at_us = due_us
            self._time.after(max(due_us - self._time.now_us, 0), self._ring, due_us)

    def stop_waiting(self) -> None:
        """Look at the device no more until something is done to it."""
        self._rings_at_us = None

    def _ring(self, at_us: int) -> None:
        if at_us == self._rings_at_us:
            self._rings_at_us = None
            self.catch_up()

    # Hearing ----------------------------------------------------------------------------------

    def _replied(self, effect: Reply) -> None:
        data = self.plug.outward(effect.data)
        if data:
            self.on_reply(data)

    def _flowed(self, effect: Flow) -> None:
        if self._heeds_flow:
            self.on_flow(effect.busy)

    def _began(self, effect: StripBegan) -> None:
        if effect.is_feed:
            # Nobody's, even if a slip was torn before of which more could come.
            self._look_at_lines(True)
        else:
            self._look(effect.number)

    def _line_printed(self, effect: LinePrinted) -> None:
        if self._is_nobodys and effect.line.items:
            self._look(effect.strip)

    def _look(self, strip: int) -> None:
        """
        Let the camera see whose paper is coming out.

        When it is nobody's, each line is looked at, since a slip may follow on the same piece.
        """
        waiting = self.profile.buffer_bytes - self.device.room
        self._look_at_lines(not self.camera.began(strip, self.taken_bytes - waiting))

    def _look_at_lines(self, wanted: bool) -> None:
        if wanted and not self._is_nobodys:
            self._told_lines, self.device.tells_lines = self.device.tells_lines, True
        elif self._is_nobodys and not wanted:
            self.device.tells_lines = self._told_lines
        self._is_nobodys = wanted

    def _ended(self, effect: StripEnded) -> None:
        self.camera.ended(effect.strip)
        self._look_at_lines(False)

    def _troubled(self, effect: Trouble) -> None:
        kind, camera = effect.kind, self.camera
        if kind == "cutter_jam":
            camera.note("cutter_jammed")
            self._see_uncut_slip()
        elif kind in _AT_A_LINE:
            line = {} if camera.seen is None else {"line": effect.out_dots // LINE_DOTS}
            camera.note(kind, **line)
        elif kind == "cool":
            camera.note_alone("cooled")
        elif kind == "hot":
            camera.note("overheated")
        if kind in _STOPS:
            camera.stopped(_STOPS[kind])

    def _see_uncut_slip(self) -> None:
        """Look at a slip that hangs in the printer, and for others behind it."""
        strip = self.device.strip
        if strip is not None and self.camera.seen is not None:
            # Whole, and to be torn off by hand.
            self.camera.ended(msgspec.structs.replace(strip, end="fed"))
            self._look_at_lines(True)

    def _lost(self, effect: Lost) -> None:
        self.camera.note("data_lost", bytes=effect.count)


def _nobody(_: Any) -> None:
    """Who listens until somebody does."""

"""
The simulated printer in step with the wall clock, as its lines and the person at it meet it.

Everything that comes from outside goes through the pace, so that it happens at the world's present
moment. Left out: what the paper looks like, and whose bytes they are.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any, Self

from emulator.clock.paced import Pace, Wall
from emulator.codecs.escpos.tokenizer import Tokenizer
from emulator.domain.paper import DOTS_PER_MM
from emulator.domain.settings import PrinterSettings
from emulator.interfaces.virtual_printer.fault_spec import FaultSpec
from emulator.interfaces.virtual_printer.strikes import Strikes
from emulator.kernel.lever import Lever, levers_of
from emulator.kernel.world import World
from emulator.printer.device.device import Device
from emulator.printer.device.effects import Effect
from emulator.printer.printer import Printer
from emulator.printer.profile import Profile

NAME = "printer"
Listener = Callable[[Effect], None]


class VirtualPrinter:
    """One printer that is being talked to from outside."""

    def __init__(
        self, world: World, printer: Printer, pace: Pace, specs: tuple[FaultSpec, ...] = ()
    ) -> None:
        """
        Args:
            world: Where the printer is; nobody else lets its time pass.
            printer: Switched on.
            pace: Of that world.
            specs: Faults that strike by themselves.
        """
        self.levers: dict[str, Lever] = levers_of(world, NAME, printer)
        self.answer: Callable[[bytes], None] = _nobody
        """Takes what the printer sends to its host."""
        self.show_busy: Callable[[bool], None] = _nobody
        """Told True when the printer asks the host to wait."""
        self.room_came: Callable[[], None] = _nothing
        """Called a little after something happened that may have made room."""
        self.overhear: Callable[[str, bytes], None] = _nobody
        """Told who (host, printer) said what."""
        self.taken = 0
        """Bytes that have come in."""
        self.world = world
        self.pace = pace
        self.printer = printer
        self.new_roll_mm = 18_000
        self._machine = printer.machine
        self._device = printer.machine.device
        self._listeners: list[Listener] = []
        self._waiters: list[asyncio.Future[None]] = []
        self._is_telling = False
        self._strikes = Strikes(world, printer.machine, specs, self._strike)
        self._watch = self._strikes.watch
        self._device.tells_lines = True
        self._machine.on_effect = self._heard
        self._machine.on_reply = self._answered
        self._machine.on_flow = lambda is_busy: self.show_busy(is_busy)

    @classmethod
    def switched_on(
        cls,
        settings: PrinterSettings,
        profile: Profile,
        specs: tuple[FaultSpec, ...] = (),
        *,
        start: datetime,
        wall: Wall | None = None,
    ) -> Self:
        """
        Make a world with nothing but a printer in it.

        Args:
            settings: Its line and its paper.
            profile: What it is like, whatever model the settings name.
            specs: Faults that strike by themselves.
            start: The date and time now.
            wall: None is the machine's clock.
        """
        world = World(seed=0, start=start, keep=False)
        printer = Printer(world, settings, profile=profile)
        return cls(world, printer, Pace(world, wall=wall), specs)

    # What it is like now ----------------------------------------------------------------------

    @property
    def profile(self) -> Profile:
        """The model."""
        return self.printer.profile

    @property
    def state(self) -> str:
        """off, error (mended, but not cleared), offline, printing or online."""
        device = self._device
        if not device.is_on:
            return "off"
        if device.status.has_error and not any(lever.is_pulled for lever in self.levers.values()):
            return "error"
        if device.status.is_offline:
            return "offline"
        return "printing" if device.is_printing else "online"

    @property
    def paper_mm(self) -> int:
        """What is left on the roll, whole millimetres."""
        return self._device.paper_mm

    @property
    def is_printing(self) -> bool:
        """True while paper comes out, and while something that was begun waits."""
        return self._device.is_printing

    @property
    def room(self) -> int:
        """Free bytes of its receive buffer."""
        return self._device.room

    @property
    def is_busy(self) -> bool:
        """True while it asks the host to wait."""
        return self._device.is_busy

    @property
    def is_stuck(self) -> bool:
        """True while it asks to wait for no reason, or its cable is out: nothing should be sent."""
        return self.levers[f"{NAME}.stuck_busy"].is_pulled or self._machine.plug.is_out

    @property
    def overruns(self) -> bool:
        """True while nobody heeds what it asks for."""
        return self.levers[f"{NAME}.flow_control_ignored"].is_pulled

    @property
    def is_quiet(self) -> bool:
        """True when nothing will come out by itself: all is printed, or something stops it."""
        device = self._device
        return not device.is_printing or device.status.is_offline or not device.is_on

    @property
    def out_mm(self) -> int:
        """How much of a piece of paper hangs out, in whole millimetres."""
        return self._device.strip_dots // DOTS_PER_MM

    @property
    def offset(self) -> int:
        """Of the next byte, as complaints count."""
        return self._device.offset

    def twin(self) -> Tokenizer:
        """See `ahead.Taker.twin`."""
        return self._device.twin()

    # Bytes ------------------------------------------------------------------------------------

    def forget_host(self) -> None:
        """Talk to nobody until another host comes."""
        self.answer = _nobody
        self.show_busy = _nobody
        self.room_came = _nothing
        self._tell_soon()

    def feed(self, data: bytes) -> None:
        """Let bytes arrive now."""
        self.pace.arrive(self._feed, data)

    def overtake(self, command: bytes) -> bool:
        """See `ahead.Taker.overtake`."""
        return self.pace.arrive(self._overtake, command)

    def _overtake(self, command: bytes) -> bool:
        clears = self._device.clears
        self.overhear("host", command)
        self._machine.overtake(command)
        self._count(len(command))
        return self._device.clears > clears

    def _answered(self, data: bytes) -> None:
        self.overhear("printer", data)
        self.answer(data)

    def _feed(self, data: bytes) -> None:
        self.overhear("host", data)
        while data:
            count = self._watch.bytes_until_next(len(data))
            self._machine.feed(data[:count])
            self._count(count)
            data = data[count:]
            if data:
                # What strikes between two bytes strikes before the second of them.
                self.pace.catch_up()

    def _count(self, count: int) -> None:
        self.taken += count
        self._watch.bytes_came(count)

    # Listening --------------------------------------------------------------------------------

    def listen(self, listener: Listener) -> None:
        """Hear every effect."""
        self._listeners.append(listener)

    async def change(self) -> None:
        """Wait until something has happened to the printer."""
        waiter = asyncio.get_running_loop().create_future()
        self._waiters.append(waiter)
        try:
            await waiter
        finally:
            # Whoever waits for so long only must not be kept for ever.
            if waiter in self._waiters:
                self._waiters.remove(waiter)

    def _heard(self, effect: Effect) -> None:
        for listener in self._listeners:
            listener(effect)
        self._strikes.heard(effect)
        self._tell_soon()

    def _tell_soon(self) -> None:
        """Let those who wait go on, when whoever is at it now has finished."""
        if not self._is_telling:
            self._is_telling = True
            asyncio.get_running_loop().call_soon(self._tell)

    def _tell(self) -> None:
        self._is_telling = False
        self.room_came()
        waiters, self._waiters = self._waiters, []
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(None)

    # Faults -----------------------------------------------------------------------------------

    def pull(self, name: str, settings: dict[str, Any] | None = None) -> bool:
        """Break something now; False if it is broken in that way already."""
        return self.pace.arrive(self._pull, name, settings or {})

    def release(self, name: str) -> bool:
        """Mend it now; False if nothing was broken."""
        return self.pace.arrive(self._release, name)

    def do(self, deed: str) -> bool:
        """Let somebody do something now, by the names of `domain.actions`; False if in vain."""
        done: bool = self.pace.arrive(self.printer.deeds[deed])
        self._tell_soon()
        return done

    def load_roll(self) -> None:
        """Put in a new roll now, whatever is going on."""
        self._handle(lambda device, now_us: device.load_roll(self.new_roll_mm, now_us))

    def tear_off(self) -> bool:
        """Tear off what hangs out now; False if nothing does."""
        self.pace.catch_up()
        if not self._device.strip_dots:
            return False
        self._handle(Device.tear_off)
        return True

    def _handle(self, act: Callable[[Device, int], list[Effect]]) -> None:
        self.pace.arrive(self._machine.do, act)
        self._tell_soon()

    def _pull(self, name: str, settings: dict[str, Any]) -> bool:
        done = self.levers[name].pull(**settings)
        self._tell_soon()
        return done

    def _release(self, name: str) -> bool:
        done = self.levers[name].release()
        self._tell_soon()
        return done

    def _strike(self, spec: FaultSpec) -> None:
        """Break what a fault of the command line breaks, for as long as it says."""
        lever = self.levers[spec.lever]
        if not self._pull(spec.lever, spec.settings) or spec.for_us is None:
            return
        mine = lever.pulls

        def heal() -> None:
            # Somebody may have mended it, and broken it again, meanwhile.
            if lever.pulls == mine:
                self._release(spec.lever)

        self.world.soon(heal, after_us=spec.for_us)


def known_levers() -> dict[str, dict[str, Any]]:
    """Every lever of a printer by its full name, with its settings and their defaults."""
    world = World(seed=0, start=datetime(2026, 1, 1), keep=False)
    levers = levers_of(world, NAME, Printer(world, PrinterSettings()))
    return {name: lever.settings for name, lever in levers.items()}


def _nobody(*_: Any) -> None:
    """Who hears it until somebody does."""


def _nothing() -> None:
    """What is done about it until somebody does something."""

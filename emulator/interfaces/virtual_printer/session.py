"""
One run of `posemu printer`, from the first line on the screen to the last.

    host <-> front <-> talk <-> virtual printer --effects--> delivery -> screen, files, pictures
                                     ^    ^
                             keys, faults attendant

Whatever ends it, paper that hangs out is torn off and every picture is finished first.
"""

import asyncio
import contextlib
import signal
from collections.abc import Callable, Coroutine
from contextlib import ExitStack
from datetime import datetime
from typing import Any

import msgspec

from emulator.clock.paced import Wall
from emulator.domain.paper import DOTS_PER_MM
from emulator.domain.settings import PrinterSettings
from emulator.domain.trace import TraceEvent
from emulator.interfaces.exits import Exit
from emulator.interfaces.virtual_printer.attendant import Attendant
from emulator.interfaces.virtual_printer.delivery import Delivery
from emulator.interfaces.virtual_printer.foot import PAUSE_S, Foot
from emulator.interfaces.virtual_printer.fronts import NetFront, Visits, raw_talk, rfc2217_talk
from emulator.interfaces.virtual_printer.keys import Keyboard
from emulator.interfaces.virtual_printer.outputs import Lines, Pictures, Record
from emulator.interfaces.virtual_printer.pty_line import PtyLine
from emulator.interfaces.virtual_printer.scenario_faults import arm_plans
from emulator.interfaces.virtual_printer.serial_pace import SerialPace
from emulator.interfaces.virtual_printer.talk import talk_serial
from emulator.interfaces.virtual_printer.virtual import VirtualPrinter
from emulator.interfaces.virtual_printer.wishes import Wishes
from emulator.interfaces.voice import Voice
from emulator.printer.device.effects import Effect, StripEnded
from emulator.reports.paper.picture import png

PAPER_MM = {384: 58, 576: 80}
"""Printable dots across to the width of the paper."""


def run_printer(wishes: Wishes, voice: Voice) -> int:
    """
    Offer the printer until somebody ends it.

    Returns:
        The exit code.

    Raises:
        EnvironmentTrouble: It cannot listen, or a file cannot be written.
    """
    return asyncio.run(Session(wishes, voice).run())


class Session:
    """Puts the pieces together and takes them apart again."""

    def __init__(
        self,
        wishes: Wishes,
        voice: Voice,
        *,
        wall: Wall | None = None,
        opened: Callable[[str], None] = lambda _: None,
    ) -> None:
        """
        Args:
            wishes: What the caller asked for.
            voice: Speaks to the caller.
            wall: None is the machine's clock.
            opened: Told where hosts find the printer, once they do.
        """
        self._wishes = wishes
        self._voice = voice
        self._wall = wall
        self._opened = opened
        self._foot = Foot()
        self._ended = asyncio.Event()
        self._code = Exit.HELD
        self._pictures: Pictures | None = None
        self._taken_before = 0
        """Bytes that had come in when the host came."""

    async def run(self) -> int:
        """See `run_printer`."""
        with ExitStack() as stack:
            self.printer = self._switched_on()
            self._open_outputs(stack)
            self.attendant = Attendant(
                self.printer, self._delivery, self._voice.lang, quit=self.end,
                new_rolls=self._wishes.roll_mm is None,
            )  # fmt: skip
            talk = await self._front(stack)
            keyboard = stack.enter_context(Keyboard(self.attendant.pressed))
            self._voice.tell("cli.printer.keys" if keyboard.is_there else "cli.printer.no_keys")
            stack.enter_context(self._signals())
            await self._until_ended(talk)
        self._voice.tell(
            "cli.printer.stopped", slips=self._delivery.slips, count=self.printer.taken
        )
        return self._code

    def _switched_on(self) -> VirtualPrinter:
        wishes = self._wishes
        settings = PrinterSettings(flow=wishes.flow)
        if wishes.roll_mm is not None:
            settings = msgspec.structs.replace(settings, roll_mm=wishes.roll_mm)
        printer = VirtualPrinter.switched_on(
            settings, wishes.profile, wishes.faults, start=datetime.now(), wall=self._wall
        )
        arm_plans(printer, wishes.plans)
        return printer

    def end(self) -> None:
        """Come to the end in order; call it in the event loop's own thread."""
        self._ended.set()

    # Putting together -------------------------------------------------------------------------

    def _open_outputs(self, stack: ExitStack) -> None:
        """Open files before anything is printed, so that no slip is lost for want of them."""
        wishes, lang = self._wishes, self._voice.lang
        if wishes.png is not None:
            self._pictures = Pictures(wishes.png, png, lang)
        text = stack.enter_context(Lines(wishes.text, lang)) if wishes.text else None
        self._delivery = Delivery(
            self._voice,
            self._foot,
            width=wishes.profile.width,
            pictures=self._pictures,
            text=text,
        )
        self.printer.listen(self._delivery.took)
        self.printer.world.listen(self._tell_levers, ("pulled", "released"))
        if wishes.record is not None:
            self._record(Record(stack.enter_context(Lines(wishes.record, lang))))

    def _record(self, record: Record) -> None:
        printer = self.printer
        printer.overhear = lambda who, data: record.said(printer.world.now_us, who, data)

        def happened(event: TraceEvent) -> None:
            record.happened(event.at_us, event.name, event.detail)

        printer.world.listen(happened)

    async def _front(self, stack: ExitStack) -> Coroutine[Any, Any, None]:
        """Open the way in and say where it is; what is given back lets hosts in for ever."""
        wishes = self._wishes
        if wishes.pty is not None:
            line = stack.enter_context(PtyLine(wishes.pty, self._voice.lang))
            self.printer.listen(self._end_after_slip)
            self._greet(line.name)
            # Nobody can tell when a host closes the port, so it counts as always there.
            self.attendant.host = line.name
            pace = SerialPace(wishes.baud)
            return talk_serial(line, self.printer, self._room, flow=wishes.flow, pace=pace)
        place = wishes.tcp or wishes.rfc2217
        assert place is not None
        if wishes.tcp is not None:
            talk = raw_talk(self.printer, self._room)
        else:
            talk = rfc2217_talk(self.printer, self._room, baud=wishes.baud, flow=wishes.flow)
        visits = Visits(self._came, self._left, self._refused)
        front = NetFront(place, talk, visits, self._voice.lang)
        await front.open()
        stack.callback(front.close)
        self._greet(("" if wishes.tcp is not None else "rfc2217://") + front.place.shown)
        if not front.place.is_loopback:
            self._voice.tell("cli.printer.open_to_all")
        return front.run()

    def _greet(self, place: str) -> None:
        profile = self._wishes.profile
        width_mm = PAPER_MM.get(profile.width, profile.width // DOTS_PER_MM)
        self._voice.tell(
            "cli.printer.listening", profile=profile.name, width_mm=width_mm, place=place
        )
        self._opened(place)

    async def _room(self) -> None:
        if self._pictures is not None:
            await self._pictures.room()

    # Hosts ------------------------------------------------------------------------------------

    def _came(self, host: str) -> None:
        self.attendant.host = host
        self._taken_before = self.printer.taken
        self._delivery.host_came(self.printer.offset)
        self._delivery.tell("cli.printer.host_came", host=host)

    def _left(self, host: str) -> None:
        self.attendant.host = ""
        count = self.printer.taken - self._taken_before
        self._delivery.host_left()
        self._delivery.tell("cli.printer.host_left", host=host, count=count)
        if self.printer.twin().is_mid_command:
            self._delivery.tell("cli.printer.mid_command")
        if self._wishes.once:
            self._end_soon()

    def _refused(self, host: str, waiting: int) -> None:
        self._delivery.tell("cli.printer.too_many", host=host, count=waiting)

    def _tell_levers(self, event: TraceEvent) -> None:
        id = "cli.printer.broke" if event.kind == "pulled" else "cli.printer.mended"
        sentence = self.printer.levers[event.detail["lever"]].sentence
        self._delivery.tell(id, sentence=self._voice.text(sentence))

    # The end ----------------------------------------------------------------------------------

    def _end_after_slip(self, effect: Effect) -> None:
        if self._wishes.once and isinstance(effect, StripEnded):
            self._end_soon()

    def _end_soon(self) -> None:
        async def end() -> None:
            while not self.printer.is_quiet:
                await self.printer.change()
            self._ended.set()

        self._ending = asyncio.create_task(end())

    def _signals(self) -> ExitStack:
        """Let Ctrl-C and whoever stops the program end it in order; a second time at once."""
        loop, stack = asyncio.get_running_loop(), ExitStack()

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
        return stack

    async def _until_ended(self, talk: Coroutine[Any, Any, None]) -> None:
        """Let everything go on until the end; then finish what is on its way to people."""
        works = [
            self.printer.pace.run(),
            talk,
            self.attendant.tear_when_left(),
            self._draw_foot(),
        ]
        if self._pictures is not None:
            works.append(self._pictures.run())
        try:
            async with asyncio.TaskGroup() as group:
                tasks = [group.create_task(work) for work in works]
                await self._ended.wait()
                self.printer.tear_off()
                if self._pictures is not None:
                    await self._pictures.done()
                for task in tasks:
                    task.cancel()
        except BaseExceptionGroup as troubles:
            # The first is the one that ended the others.
            raise troubles.exceptions[0] from None
        finally:
            self._foot.hide()

    async def _draw_foot(self) -> None:
        while self._foot.is_shown:
            self._foot.draw(self.attendant.status_line())
            await asyncio.sleep(PAUSE_S)

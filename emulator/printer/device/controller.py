"""
The printer's own program: watches the sensors and decides when all must stand still.

    sensors + errors -> Status -> stop or go on -> what the host is told

An error stays until something clears it: DLE ENQ, the end of its cause, or the power switch. Left
out: DLE ENQ 0, and the order in which real printers notice two troubles of one instant.

Sources: printer.md 2.4, 2.6, 2.8 and 6 of the domain notes; Epson's command reference.
"""

from collections.abc import Callable

import msgspec

from emulator.codecs.escpos.status import Status
from emulator.codecs.escpos.tokens import Token
from emulator.printer.device.buffer import ReceiveBuffer
from emulator.printer.device.effects import Effect, Trouble
from emulator.printer.device.engine import Engine
from emulator.printer.device.equipment import Equipment
from emulator.printer.device.voice import Voice
from emulator.printer.interpreter.state import State
from emulator.printer.profile import Profile

_AFTER_STOP = ("resume", "restart_line", "lost")
"""How printing may go on after a stop, the one that does most last; see `Profile.paper_end`."""


class Errors(msgspec.Struct):
    """What has gone wrong and was not cleared yet."""

    has_jam: bool = False
    has_head_failure: bool = False
    has_cutter_jam: bool = False
    is_hot: bool = False
    by_cover: str = ""
    """The cover was opened while printing: `auto` if closing it is enough, `enq` if it is not."""

    @property
    def are_recoverable(self) -> bool:
        """True if DLE ENQ may clear one of them."""
        return self.has_jam or self.has_cutter_jam or self.by_cover == "enq"


class Controller:
    """
    One printer's program.

    Args:
        profile: What the printer is like.
        equipment: What its sensors feel.
        buffer: Where received bytes are counted.
        tell: Takes effects, in the order of time.
    """

    def __init__(
        self,
        profile: Profile,
        equipment: Equipment,
        buffer: ReceiveBuffer,
        tell: Callable[[Effect], None],
    ) -> None:
        self.status = Status()
        self.engine = Engine(profile, buffer, tell, self)
        self.voice = Voice(profile, equipment, buffer, self.status, tell)
        self.stops_at_near_end = False
        """ESC c 4."""
        self.has_buttons = True
        """ESC c 5."""
        self._profile = profile
        self._equipment = equipment
        self._tell = tell
        self._errors = Errors()
        self._after_stop = "resume"
        self._save: Callable[[], State]
        self._obey: Callable[[Token, int], None]
        self._forget: Callable[[int], None]

    def connect(
        self,
        *,
        save: Callable[[], State],
        obey: Callable[[Token, int], None],
        forget: Callable[[int], None],
    ) -> None:
        """
        Name the neighbours, once, before anything else.

        Args:
            save: Tells the interpreter's settings.
            obey: Carries out an order.
            forget: Drops all that was received and is not on paper.
        """
        self._save, self._obey, self._forget = save, obey, forget

    # What the engine asks for -----------------------------------------------------------------

    @property
    def settings(self) -> State:
        """The interpreter's settings as they are now."""
        return self._save()

    def obey(self, token: Token, at_us: int) -> None:
        """Carry out an order."""
        self._obey(token, at_us)

    def tell_flow(self, at_us: int) -> None:
        """See whether the host must wait."""
        self.voice.tell_flow(at_us)

    def notice(self, kind: str, at_us: int) -> None:
        """Learn of trouble inside: paper_out, near_end, cutter_jam, hot, cool."""
        if kind == "paper_out":
            if self.engine.is_printing:
                self._go_on_later(self._profile.paper_end)
        elif kind == "cutter_jam":
            self._errors.has_cutter_jam = True
        elif kind in ("hot", "cool"):
            self._errors.is_hot = kind == "hot"
        self._tell(Trouble(at_us, kind, self.engine.path.strip_dots(at_us)))
        self.look(at_us)

    # Sensors ----------------------------------------------------------------------------------

    def look(self, at_us: int) -> None:
        """Look at all sensors, then stop, go on, and tell."""
        machine, status, errors, engine = self._equipment, self.status, self._errors, self.engine
        self._see_cover()
        roll, line = engine.path.roll, engine.path.line
        lie = machine.near_end_lie
        status.near_end = roll.is_near_end if lie is None else lie
        status.paper_end = roll.is_at_end
        status.drawer_high = machine.is_drawer_open
        status.cutter_error = errors.has_cutter_jam
        status.recoverable_error = errors.has_jam or errors.by_cover == "enq"
        status.unrecoverable_error = errors.has_head_failure
        status.auto_recoverable_error = (
            errors.is_hot or machine.is_overheated or errors.by_cover == "auto"
        )
        stops_near_end = self.stops_at_near_end and status.near_end
        status.stopped_by_paper_end = roll.is_at_end or (stops_near_end and line is None)

        must_stop = status.cover_open or status.stopped_by_paper_end or status.has_error
        status.feed_pressed = machine.is_feed_pressed and self.has_buttons
        is_feed_line = line is not None and line.is_feed
        status.feeding = not must_stop and (status.feed_pressed or is_feed_line)
        engine.is_feeding = status.feeding and status.feed_pressed and not machine.is_hung
        engine.looks_between_lines = stops_near_end or status.feeding
        engine.is_paused = status.is_offline or machine.is_hung
        self._stop_or_go_on(must_stop or machine.is_hung, at_us)
        self.voice.tell_changes(at_us)

    def _see_cover(self) -> None:
        status, errors = self.status, self._errors
        is_open = self._equipment.seems_open
        if is_open and not status.cover_open and self.engine.path.motion.is_running:
            needs_enq = self._profile.cover_needs_enq and self._profile.has_enq
            errors.by_cover = "enq" if needs_enq else "auto"
            if not needs_enq:
                self._go_on_later(self._profile.paper_end)
        elif not is_open and errors.by_cover == "auto":
            errors.by_cover = ""
        status.cover_open = is_open

    def _stop_or_go_on(self, must_stop: bool, at_us: int) -> None:
        engine = self.engine
        was_stopped, engine.is_stopped = engine.is_stopped, must_stop
        if must_stop:
            if not was_stopped:
                engine.path.halt(at_us)
        elif was_stopped:
            how, self._after_stop = self._after_stop, "resume"
            if how == "lost":
                self._forget(at_us)
            elif how == "restart_line":
                engine.path.restart_line(at_us)

    def _go_on_later(self, how: str) -> None:
        """Note how printing goes on after this stop; of several reasons the worst counts."""
        self._after_stop = max(self._after_stop, how, key=_AFTER_STOP.index)

    # Errors -----------------------------------------------------------------------------------

    def jam(self) -> None:
        """Notice that the paper does not move."""
        self._errors.has_jam = True

    def break_head(self) -> None:
        """Notice that the head's voltage is wrong."""
        self._errors.has_head_failure = True

    def clear_cause(self) -> None:
        """
        Notice that a jam is gone or the cutter free.

        Where there is no DLE ENQ that is all it takes; the broken line goes on as after the end of
        the paper.
        """
        machine, errors = self._equipment, self._errors
        if self._profile.has_enq:
            return
        if errors.has_jam and not machine.is_jammed:
            errors.has_jam = False
            self._go_on_later(self._profile.paper_end)
        errors.has_cutter_jam = errors.has_cutter_jam and machine.is_cutter_blocked

    def recover(self, at_us: int, *, clears: bool) -> None:
        """
        Recover from errors that can be recovered from, as far as their causes are gone.

        Args:
            at_us: Now.
            clears: True drops all data, False begins the broken line or cut anew.
        """
        machine, errors = self._equipment, self._errors
        if not errors.are_recoverable:
            return
        tries_in_vain = clears and errors.has_cutter_jam and machine.is_cutter_blocked
        errors.has_jam = machine.is_jammed
        errors.has_cutter_jam = False
        if not machine.seems_open:
            errors.by_cover = ""
        if clears:
            self.clear(at_us)
        else:
            self._go_on_later("restart_line")
        if tries_in_vain:
            self.notice("cutter_jam", at_us)
        else:
            self.look(at_us)

    def clear(self, at_us: int) -> None:
        """Drop all data; how the broken line would have gone on does not matter any more."""
        self._after_stop = "resume"
        self._forget(at_us)

    # Power ------------------------------------------------------------------------------------

    def reset(self) -> None:
        """Begin as after power-on: errors whose cause is still there are noticed at once."""
        machine = self._equipment
        self._errors = Errors(
            has_jam=machine.is_jammed,
            has_head_failure=machine.is_head_broken,
            is_hot=self._errors.is_hot,
        )
        self._after_stop = "resume"
        self.initialise()
        self.voice.reset()

    def initialise(self) -> None:
        """Put back what hosts may have set about sensors and buttons, as ESC @ does."""
        self.stops_at_near_end = False
        self.has_buttons = True

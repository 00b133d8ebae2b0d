"""
A receipt printer as a device without any input or output of its own: bytes, time and people's hands
go in, effects come out.

    feed(bytes) --> buffer --> tokenizer --> interpreter --> steps --> engine --> strips of paper
                       |            |                                    |
                       |            +--> real-time commands --+          +--> orders --+
                       v                                      v                        v
                    Lost, Flow                         controller and voice --> Reply, Trouble

Time is whole microseconds, handed in with every call, and never goes back: an earlier moment counts
as the last one. Every call first lets everything happen until and including its moment. Left out:
how long it takes to switch on, to interpret, and to answer.
"""

from collections.abc import Callable

from emulator.codecs.escpos.status import Status
from emulator.codecs.escpos.tokenizer import Tokenizer
from emulator.codecs.escpos.tokens import Sort
from emulator.domain.paper import DOTS_PER_MM, Strip
from emulator.printer.device.buffer import Overflow, ReceiveBuffer
from emulator.printer.device.controller import Controller
from emulator.printer.device.effects import Effect, Lost
from emulator.printer.device.equipment import Equipment
from emulator.printer.device.intake import Intake
from emulator.printer.device.orders import Orders
from emulator.printer.profile import Profile

_WINDOW_BYTES = 4096
"""How many bytes without room are looked through at a time."""

_SOUND = Equipment()


class DeviceCore:
    """
    One printer, as its host sees it, with its power switch; see `Device`.

    Args:
        profile: What the printer is like.
        roll_mm: Length of the roll that is in it.
    """

    def __init__(self, profile: Profile, *, roll_mm: int = 18_000) -> None:
        self._effects: list[Effect] = []
        tell = self._tell = self._effects.append
        self._machine = Equipment()
        self._buffer = ReceiveBuffer(profile)
        self._overflow = Overflow()
        self._controller = Controller(profile, self._machine, self._buffer, tell)
        self._engine = self._controller.engine
        self._path = self._engine.path
        self._orders = Orders(profile, self._controller, tell, self._lose_power)
        self._intake = Intake(profile, self._buffer, self._engine, self._orders, tell)
        self._controller.connect(
            save=self._intake.interpreter.save, obey=self._orders.obey, forget=self._forget
        )
        self._engine.executed = self._intake.interpreter.save()
        self._engine.fetch = self._intake.go_on
        self._offset = 0
        """How many bytes the host has sent while it was on."""
        self.clears = 0
        """How often it has thrown away what waited in it."""
        self._now_us = 0
        self._path.put_roll(roll_mm * DOTS_PER_MM, 0)
        self._path.roll.is_near_end = self._path.roll.next_place <= 0
        self._controller.look(0)

    # Bytes and time ---------------------------------------------------------------------------

    def feed(self, data: bytes, now_us: int) -> list[Effect]:
        """
        Let bytes arrive.

        Real-time commands are executed at once. What finds no room in the receive buffer is lost,
        but not the real-time commands in it. Without power, or when the program hangs, bytes
        vanish.
        """
        self._advance(now_us)
        if self._machine.is_on and not self._machine.is_hung:
            self._receive(data)
        return self._told()

    def overtake(self, command: bytes, now_us: int) -> list[Effect]:
        """Let a real-time command arrive past bytes that still wait outside for room."""
        self._advance(now_us)
        if self._machine.is_on and not self._machine.is_hung:
            self._offset += len(command)
            for token in Tokenizer().feed(command):
                # Anything else is what a bad line has made of it.
                if token.sort is Sort.REALTIME:
                    self._orders.realtime(token, self._now_us)
                    self._engine.run(self._now_us)
            self._tell_flow()
        return self._told()

    def advance(self, now_us: int) -> list[Effect]:
        """Let everything happen until and including a moment."""
        self._advance(now_us)
        return self._told()

    def next_us(self) -> int | None:
        """
        The next moment at which `advance` has something to tell; None if nothing happens by itself.

        Never late. Now and then there is nothing to tell after all.
        """
        return self._engine.next_us() if self._machine.is_on else None

    def _advance(self, now_us: int) -> None:
        if now_us > self._now_us:
            self._now_us = now_us
        if self._machine.is_on:
            self._engine.run(self._now_us)

    def _told(self) -> list[Effect]:
        effects = self._effects[:]
        self._effects.clear()
        return effects

    def _receive(self, data: bytes) -> None:
        now_us, at, size = self._now_us, 0, len(data)
        while at < size and self._machine.is_on:
            room = self._buffer.room
            if room <= 0:
                taken = self._overrun(data[at : at + _WINDOW_BYTES])
            else:
                if self._overflow.doubtful:
                    self._lose(self._overflow.doubtful, self._overflow.doubtful)
                    self._overflow.give_up()
                piece = data[at : at + room]
                taken = self._intake.take(piece, self._offset, now_us)
                if not self._path.motion.is_running:
                    self._engine.run(now_us)
            self._offset += taken
            at += taken
        self._tell_flow()

    def _tell_flow(self) -> None:
        if self._machine.is_on:
            self._controller.voice.tell_flow(self._now_us)

    def _overrun(self, data: bytes) -> int:
        """Take bytes without room as far as the first real-time command; return how many."""
        before = self._overflow.doubtful
        command, taken, lost = self._overflow.take(data)
        self._lose(lost, before)
        if command is not None:
            self._orders.realtime(command, self._now_us)
            self._engine.run(self._now_us)
        return taken

    def _lose(self, count: int, before: int) -> None:
        """Tell that so many bytes are lost, the first of them `before` bytes back in the stream."""
        if count:
            self._tell(Lost(self._now_us, self._offset - before, count))

    def _forget(self, at_us: int) -> None:
        self.clears += 1
        self._intake.forget()
        self._engine.clear(at_us)

    # How it stands ----------------------------------------------------------------------------

    @property
    def room(self) -> int:
        """Free bytes in the receive buffer."""
        return self._buffer.room

    @property
    def is_busy(self) -> bool:
        """True while it asks the host to wait."""
        return self._controller.status.busy

    @property
    def status(self) -> Status:
        """What its own program believes; for looking at."""
        return self._controller.status

    @property
    def is_on(self) -> bool:
        """True while it has power and is switched on."""
        return self._machine.is_on

    @property
    def is_printing(self) -> bool:
        """True while a line or a cut is under way, also when it pauses, or steps wait."""
        return self._engine.is_printing

    @property
    def paper_mm(self) -> int:
        """Whole millimetres left on the roll."""
        return self.roll_dots // DOTS_PER_MM

    @property
    def roll_dots(self) -> int:
        """Dot rows left on the roll."""
        return self._path.roll_dots(self._now_us)

    @property
    def strip_dots(self) -> int:
        """How much of the strip under way is out; 0 if nothing hangs out."""
        return self._path.strip_dots(self._now_us)

    @property
    def strip(self) -> Strip | None:
        """The finished lines of the strip under way, its end empty; None if there are none."""
        return self._path.strip.so_far()

    @property
    def tells_lines(self) -> bool:
        """True if `LinePrinted` effects are wanted."""
        return self._engine.tells_lines

    @tells_lines.setter
    def tells_lines(self, wanted: bool) -> None:
        self._engine.tells_lines = wanted

    @property
    def offset(self) -> int:
        """Place of the host's next byte in its stream, as `Complaint` and `Lost` count."""
        return self._offset

    def twin(self) -> Tokenizer:
        """A tokenizer at the place in the stream where its own stands, for who looks ahead."""
        return self._intake.twin()

    # Slips that go by without being printed dot by dot ----------------------------------------

    @property
    def is_at_rest(self) -> bool:
        """True when it is sound and on line, and nothing is under way, waits, or hangs out."""
        return (
            self._machine == _SOUND
            and not self._engine.is_printing
            and not self._path.strip.is_begun
            and self._engine.next_us() is None
            and not self._controller.status.is_offline
            and not self._buffer.used
        )

    @property
    def has_strip(self) -> bool:
        """True from the moment a strip has begun until it ends, however short it is."""
        return self._path.strip.is_begun

    @property
    def strips(self) -> int:
        """How many strips have begun."""
        return self._path.strip.number

    @property
    def quiet_dots(self) -> int:
        """How much paper can come out before a sensor of the roll notices anything."""
        return self._path.roll.next_place - self._path.place

    def pass_by(self, *, strips: int, dots: int) -> None:
        """Have printed so many strips of so much paper together, each like the last one."""
        self._path.strip.number += strips
        self._path.roll.end -= dots

    # Power ------------------------------------------------------------------------------------

    def power_off(self, now_us: int) -> list[Effect]:
        """Take the power away: what was received is lost, what hangs out stays as it is."""
        self._advance(now_us)
        if self._machine.is_on:
            self._lose_power(self._now_us)
        return self._told()

    def power_on(self, now_us: int) -> list[Effect]:
        """Give it power: empty buffers, default settings, and errors only where causes last."""
        self._advance(now_us)
        if not self._machine.is_on:
            machine = self._machine
            machine.is_on, machine.is_hung, machine.is_kept_busy = True, False, False
            self._engine.wake(self._now_us)
            self._controller.reset()
            self._controller.look(self._now_us)
            self._engine.run(self._now_us)
        return self._told()

    def _lose_power(self, at_us: int) -> None:
        self.clears += 1
        self._engine.lose_power(at_us)
        self._intake.reset()
        self._overflow.give_up()
        self._machine.is_on = False

    def _set(self, name: str, value: bool | None, now_us: int) -> list[Effect]:
        return self._do(lambda _at_us: setattr(self._machine, name, value), now_us)

    def _do(self, act: Callable[[int], None], now_us: int) -> list[Effect]:
        """Change something about the hardware, and let the printer notice."""
        self._advance(now_us)
        act(self._now_us)
        self._path.is_blank = self._machine.prints_blank
        if self._path.is_blank:
            self._path.spoil_line()
        if self._machine.is_on:
            self._controller.look(self._now_us)
            self._engine.run(self._now_us)
        return self._told()

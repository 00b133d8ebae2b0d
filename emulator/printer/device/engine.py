"""
The print engine: takes steps one after the other and turns them into paper.

    queue -> line:  paper moves, dot row by dot row -> piece on the strip
          -> cut:   the cutter works                -> the strip ends
          -> order: the controller carries it out, at once

Nothing here costs more for being far away: the next moment of interest is a subtraction and a
division, however many lines come before it. Left out: starting and braking of the motor, and the
way between head and cutter.
"""

from collections.abc import Callable
from typing import Protocol

from emulator.codecs.escpos.tokens import Token
from emulator.domain.paper import Line
from emulator.printer.device.buffer import ReceiveBuffer
from emulator.printer.device.effects import Effect, LinePrinted
from emulator.printer.device.heat import Head
from emulator.printer.device.paper_path import LineUnderWay, PaperPath
from emulator.printer.device.queue import StepQueue
from emulator.printer.device.roll import NEVER
from emulator.printer.interpreter.state import State
from emulator.printer.interpreter.steps import Order
from emulator.printer.profile import Profile


class Overseer(Protocol):
    """Who decides; told what happens in the engine at its very moment."""

    @property
    def settings(self) -> State:
        """The interpreter's settings as they are now."""

    def obey(self, token: Token, at_us: int) -> None:
        """Carry out an order."""

    def look(self, at_us: int) -> None:
        """Look at all sensors again."""

    def tell_flow(self, at_us: int) -> None:
        """See whether the host must wait."""

    def notice(self, kind: str, at_us: int) -> None:
        """Learn of trouble: paper_out, near_end, cutter_jam, hot, cool."""


class Engine:
    """
    What turns steps into paper.

    The overseer says what it may do through the four flags below; the engine never asks why.
    """

    def __init__(
        self,
        profile: Profile,
        buffer: ReceiveBuffer,
        tell: Callable[[Effect], None],
        overseer: Overseer,
    ) -> None:
        self.is_stopped = False
        """True: nothing may move, but a cut that has begun is finished."""
        self.is_paused = False
        """True: no step may begin; so it is also while stopped."""
        self.is_feeding = False
        """True: blank lines are fed before any step."""
        self.looks_between_lines = False
        """True: the overseer looks at its sensors before each step."""
        self.is_cutter_blocked = False
        self.tells_lines = False
        self.path = PaperPath(profile, tell)
        self.queue = StepQueue()
        self.executed: State
        """The interpreter's settings behind the last step that was begun."""
        self.fetch: Callable[[int], None]
        """Gets more steps into a queue that is held up."""

        self._buffer = buffer
        self._tell = tell
        self._overseer = overseer
        self._head = Head(profile)
        self._has_cutter = profile.has_cutter
        self._cut_us = profile.cut_us
        self._blank_line = Line(profile.line_spacing)
        self._cut_until_us: int | None = None
        self._cool_us: int | None = None
        self._at_us = 0
        """The moment up to which everything has happened."""

    @property
    def is_printing(self) -> bool:
        """True while a line or a cut is under way, also when it pauses, or steps wait."""
        has_begun = self.path.line is not None or self._cut_until_us is not None
        return has_begun or bool(self.queue.steps)

    # Time -------------------------------------------------------------------------------------

    def run(self, until_us: int) -> None:
        """Let everything happen until and including a moment."""
        while self._goes_on(until_us):
            pass
        if until_us > self._at_us:
            self._at_us = until_us

    def _goes_on(self, until_us: int) -> bool:
        """Let the next thing happen; False if none is left until then."""
        if self._cut_until_us is not None:
            if self._cut_until_us > until_us:
                return False
            self._finish_cut(self._cut_until_us)
            return True
        line = self.path.line
        if self._begin_next() if line is None else self._roll_on(line, until_us):
            return True
        # Only now: what happens at the instant in which the head got hot comes before its rest.
        if self._cool_us is None or self._cool_us > until_us:
            return False
        self._cool()
        return True

    def next_us(self) -> int | None:
        """
        The next moment worth a look; None if nothing will happen by itself.

        Never late. It is too early where the head might have got hot and has not, and where an
        order turns out to do nothing.
        """
        if self._cut_until_us is not None:
            return self._cut_until_us
        line, motion = self.path.line, self.path.motion
        if line is None or not motion.is_running:
            return self._cool_us
        last, interest, is_cut = NEVER, NEVER, False
        if not self.is_feeding:
            last = line.end if self.looks_between_lines else self.queue.tail
            if not self.looks_between_lines and self.queue.interest is not None:
                interest, is_cut = self.queue.interest
        place = min(self._next_change(line), self.path.roll.next_place)
        if interest < place:
            cuts = is_cut and self._has_cutter and not self.is_cutter_blocked
            return motion.due_us(interest) + (self._cut_us if cuts else 0)
        return motion.due_us(place) if place <= last else None

    def _next_change(self, line: LineUnderWay) -> int:
        """Where something happens besides steps and sensors, as far as lines are known."""
        if self.tells_lines or self.queue.is_held_up:
            return line.end
        if self.looks_between_lines and not self.is_feeding:
            return line.end
        place = max(line.end, line.start + self._head.rows_until_hot)
        if self._buffer.is_full:
            return min(place, self.queue.place_after_freeing(self._buffer.missing))
        return place

    # Steps ------------------------------------------------------------------------------------

    def _begin_next(self) -> bool:
        """Take the next step; False if nothing goes on by itself."""
        if self.queue.is_held_up:
            self.fetch(self._at_us)
        if self.looks_between_lines:
            self._overseer.look(self._at_us)
        path = self.path
        has_paper = path.roll.end > path.place
        if self.is_feeding and has_paper:
            path.begin_feed_line(self._blank_line)
            return True
        if not self.is_paused and self.queue.steps:
            what = self.queue.steps[0].what
            if type(what) is Line:
                if has_paper:
                    path.begin_line(what, self._begun())
                    return True
            elif type(what) is Order:
                self._begun()
                self._overseer.obey(what.token, self._at_us)
                return True
            else:
                self._begin_cut()
                return True
        path.stand()
        return self._rest()

    def _begun(self) -> int:
        """Take the first step out of the queue and let its bytes go; return its place."""
        waiting, buffer = self.queue.pop(), self._buffer
        self.executed = waiting.saved
        if buffer.is_full:
            buffer.free(waiting.bytes)
            self._overseer.tell_flow(self._at_us)
        else:
            buffer.free(waiting.bytes)
        return waiting.place

    def _rest(self) -> bool:
        """Look at the roll, and let bytes go that only changed settings; True if more happens."""
        path = self.path
        if path.roll.next_place <= path.place:
            self._pass_sensor(path.place, self._at_us)
            return True
        if self._buffer.used and not self.is_paused:
            was_full = self._buffer.is_full
            self._buffer.settle()
            self.executed = self._overseer.settings
            if was_full:
                self._overseer.tell_flow(self._at_us)
        return False

    def _roll_on(self, line: LineUnderWay, until_us: int) -> bool:
        """Move to the end of the line or to a sensor's place; False if that is later."""
        if self.is_stopped:
            return False
        path = self.path
        path.move(self._at_us)
        end, sensor = line.end, path.roll.next_place
        if sensor < end or sensor == end != path.roll.end:
            at_us = max(path.motion.due_us(sensor), self._at_us)
            if at_us > until_us:
                return False
            self._pass_sensor(sensor, at_us)
            return True
        at_us = path.motion.due_us(end)
        if at_us > until_us:
            return False
        self._finish_line(line, at_us)
        slowly = self.is_paused or self.tells_lines or self.queue.is_held_up
        if not (slowly or self._buffer.is_full):
            self._pass_lines(until_us)
        return True

    def _finish_line(self, line: LineUnderWay, at_us: int) -> None:
        self._at_us = at_us
        path, shown = self.path, line.shown
        path.finish_line(line)
        if self.tells_lines:
            self._tell(LinePrinted(at_us, path.strip.number, shown, line.is_blank))
        if not line.is_blank:
            self._warm(shown, at_us)

    def _pass_lines(self, until_us: int) -> None:
        """
        Print, in short, the lines that follow and are wholly out by then.

        It does what the long way does, for lines of which nobody is told anything.
        """
        path, steps, buffer = self.path, self.queue.steps, self._buffer
        due_us, sensor, is_blank = path.motion.due_us, path.roll.next_place, path.is_blank
        while steps and not self.is_paused and not self.looks_between_lines:
            waiting = steps[0]
            what = waiting.what
            if type(what) is not Line:
                return
            end = waiting.place + what.height
            if end >= sensor or (at_us := due_us(end)) > until_us:
                return
            steps.popleft()
            self.executed = waiting.saved
            buffer.used -= waiting.bytes
            self._at_us = at_us
            path.place = end
            path.strip.add(what, what.height, is_blank)
            if not is_blank:
                self._warm(what, at_us)

    def _warm(self, line: Line, at_us: int) -> None:
        if line.items and self._head.print(line, at_us):
            self.path.stand()
            self._cool_us = self._head.cool_us()
            self._overseer.notice("hot", at_us)

    def _pass_sensor(self, place: int, at_us: int) -> None:
        """Let the sensor whose place this is trip."""
        self._at_us = at_us
        if self.path.roll.trip():
            self.path.motion.stand_at(place)
            self._overseer.notice("paper_out", at_us)
        else:
            self._overseer.notice("near_end", at_us)

    def _begin_cut(self) -> None:
        """Cut, as far as there is a cutter; with a blocked one the step stays to be done."""
        if not self._has_cutter:
            self._begun()
            self.path.end_strip("fed", self._at_us)
        elif self.is_cutter_blocked:
            self._overseer.notice("cutter_jam", self._at_us)
        else:
            self._begun()
            self.path.stand()
            self._cut_until_us = self._at_us + self._cut_us

    def _finish_cut(self, at_us: int) -> None:
        self._at_us = at_us
        self._cut_until_us = None
        self.path.end_strip("cut", at_us)

    def _cool(self) -> None:
        assert self._cool_us is not None, "only a hot head cools"
        self._at_us = max(self._cool_us, self._at_us)
        self._cool_us = None
        self._overseer.notice("cool", self._at_us)

    # What the controller does with it -------------------------------------------------------------

    def clear(self, at_us: int) -> None:
        """Forget the line under way and all steps; the strip ends, unless it is being cut."""
        self.path.halt(at_us)
        if self._cut_until_us is None:
            self.path.end_strip("cleared", at_us)
        self._forget(at_us)

    def lose_power(self, at_us: int) -> None:
        """Stop everything, also a cut, and forget all steps."""
        self.path.halt(at_us)
        self._cut_until_us = None
        self.path.end_strip("power", at_us)
        self._forget(at_us)

    def wake(self, at_us: int) -> None:
        """Let time have gone by without power."""
        self._at_us = at_us

    def _forget(self, at_us: int) -> None:
        self.path.drop_line(at_us)
        self.queue.clear(self.path.place)

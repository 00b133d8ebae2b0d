"""
The way of received bytes: into tokens, real-time commands at once, all else into steps.

    bytes -> Tokenizer -> real-time command -> orders, now
                       -> anything else     -> Interpreter -> steps -> the engine's queue

When steps for a lot of paper wait already, tokens wait before the interpreter.
"""

from collections import deque
from collections.abc import Callable, Sequence

from emulator.codecs.escpos.tokenizer import Tokenizer
from emulator.codecs.escpos.tokens import Sort, Token
from emulator.domain.paper import Line
from emulator.printer.device.buffer import ReceiveBuffer
from emulator.printer.device.effects import Complaint, Effect
from emulator.printer.device.engine import Engine
from emulator.printer.device.orders import Orders
from emulator.printer.device.queue import FAR_DOTS
from emulator.printer.interpreter.interpreter import Interpreter
from emulator.printer.interpreter.steps import Order, Step
from emulator.printer.profile import Profile

_SHOWN_BYTES = 16
_REALTIME, _TEXT, _UNKNOWN = Sort.REALTIME, Sort.TEXT, Sort.UNKNOWN


class Intake:
    """Takes bytes that found room."""

    def __init__(
        self,
        profile: Profile,
        buffer: ReceiveBuffer,
        engine: Engine,
        orders: Orders,
        tell: Callable[[Effect], None],
    ) -> None:
        self.interpreter = Interpreter(profile)
        self._scan = profile.realtime_scan
        self._tokenizer = Tokenizer(realtime_scan=self._scan)
        self._buffer = buffer
        self._engine = engine
        self._path = engine.path
        self._orders = orders
        self._tell = tell
        self._waiting: deque[Token] = deque()
        self._base = 0
        """Offset in the host's stream of the tokenizer's first byte."""

    def take(self, data: bytes, offset: int, at_us: int) -> int:
        """
        Take bytes for which there is room; `offset` is that of the first in the host's stream.

        Returns:
            How many were taken: fewer than all if a command among them cleared everything, since
            what follows it finds a new beginning.
        """
        buffer, queue, execute = self._buffer, self._engine.queue, self.interpreter.take
        first = buffer.arrived
        self._base = offset - first
        buffer.take(len(data))
        tokenizer = self._tokenizer
        for token in tokenizer.feed(data):
            sort = token.sort
            if sort is _REALTIME:
                self._execute_now(token, at_us)
                if self._tokenizer is not tokenizer:
                    return token.end - first
            elif queue.is_held_up:
                self._waiting.append(token)
            else:
                steps = execute(token)
                if steps:
                    self._queue(steps)
                elif sort is not _TEXT:
                    self._complain(token, at_us)
        self._see(buffer.arrived)
        return len(data)

    def go_on(self, at_us: int) -> None:
        """Make steps of what waits, as long as not too much paper waits to be printed."""
        waiting, queue = self._waiting, self._engine.queue
        queue.is_held_up = self._is_far
        while waiting and not queue.is_held_up:
            token = waiting.popleft()
            steps = self.interpreter.take(token)
            if steps:
                self._queue(steps)
            elif token.sort is not _TEXT:
                self._complain(token, at_us)
        self._see(self._buffer.arrived)

    @property
    def _is_far(self) -> bool:
        return self._engine.queue.tail - self._path.place > FAR_DOTS

    def _see(self, end: int) -> None:
        """Let everything up to an offset be interpreted, but for what waits."""
        self._buffer.seen = self._waiting[0].at if self._waiting else end

    def _execute_now(self, token: Token, at_us: int) -> None:
        self._see(token.at)
        self._engine.run(at_us)
        self._buffer.pass_by(token.end - token.at)
        self._orders.realtime(token, at_us)

    def _queue(self, steps: Sequence[Step]) -> None:
        saved = self.interpreter.save()
        queue, claim = self._engine.queue, self._buffer.claim
        for step in steps:
            what = step.what
            if isinstance(what, Line):
                queue.add_line(what, claim(step.end), saved)
            else:
                is_silent = isinstance(what, Order) and not self._orders.is_of_interest(what.token)
                queue.add(what, claim(step.end), saved, is_of_interest=not is_silent)
        if queue.tail - self._path.place > FAR_DOTS:
            queue.is_held_up = True

    def _complain(self, token: Token, at_us: int) -> None:
        """Tell of a command without effect, if the reason is that it makes no sense."""
        interpreter = self.interpreter
        if token.sort is _UNKNOWN or interpreter.refused is not None:
            interpreter.refused = None
            self._tell(Complaint(at_us, self._base + token.at, token.args[:_SHOWN_BYTES]))

    def twin(self) -> Tokenizer:
        """See `Device.twin`."""
        return self._tokenizer.twin()

    def forget(self) -> None:
        """Drop what was received and not begun, with the settings it made."""
        self.interpreter.restore(self._engine.executed)
        self.interpreter.clear_line()
        self._begin_anew()

    def reset(self) -> None:
        """As after power-on."""
        self.interpreter.reset()
        self._begin_anew()

    def _begin_anew(self) -> None:
        self._tokenizer = Tokenizer(realtime_scan=self._scan)
        self._waiting.clear()
        self._buffer.restart()
        self._engine.executed = self.interpreter.save()

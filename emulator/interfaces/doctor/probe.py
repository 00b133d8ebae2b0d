"""
Questions to whatever is at the end of a line, and what comes back in time.

One question at a time, each after a moment of silence, so that an answer belongs to its question.
"""

import time
from collections.abc import Callable
from typing import Protocol

import msgspec

from emulator.codecs.escpos.replies import Answer, Flow, ReplyReader
from emulator.domain.moments import MS
from emulator.interfaces.wire.transport import Transport

PATIENCE_US = 500 * MS
"""A question that is not answered by then is not answered."""
_SILENCE_US = 50 * MS
_LOOK_US = 2 * MS
_CHUNK_BYTES = 64


class Watch(Protocol):
    """A clock that can be waited by."""

    @property
    def now_us(self) -> int:
        """Microseconds since some moment in the past."""

    def pause(self, us: int) -> None:
        """Let time pass."""


class RealWatch:
    """The machine's own clock."""

    @property
    def now_us(self) -> int:
        """See `Watch.now_us`."""
        return time.monotonic_ns() // 1000

    def pause(self, us: int) -> None:
        """See `Watch.pause`."""
        time.sleep(us / 1_000_000)


class Heard(msgspec.Struct):
    """What came back for a question."""

    data: bytes = b""
    answers: list[Answer] = []

    def first(self, kind: type[Answer]) -> Answer | None:
        """The first answer of a kind; None if none came."""
        return next((answer for answer in self.answers if isinstance(answer, kind)), None)


class Probe:
    """Somebody who asks; the line is open."""

    def __init__(self, transport: Transport, watch: Watch) -> None:
        self.watch = watch
        self.line = transport
        self.waits: set[str] = set()
        """How the printer made us wait so far: xonxoff, rtscts, dsrdtr."""
        self._reader = ReplyReader()
        self._is_held = False
        # A control line that is low from the start is one that the cable does not have.
        self._wired = [name for name, is_clear in _control_lines(transport) if is_clear]

    def ask(
        self, question: bytes, wanted: type[Answer], *, patience_us: int = PATIENCE_US
    ) -> Heard:
        """
        Ask and listen until an answer of the wanted kind is there, or patience is over.

        Raises:
            LineLost: The line is gone.
        """
        self._let_fall_silent()
        self.send(question, patience_us=patience_us)
        heard = self.listen(lambda heard: heard.first(wanted) is not None, patience_us=patience_us)
        if question in heard.data or (heard.data and question.startswith(heard.data)):
            # Send and receive are joined somewhere; nobody has answered.
            return Heard(heard.data)
        return heard

    def listen(
        self, is_enough: Callable[[Heard], bool], *, patience_us: int = PATIENCE_US
    ) -> Heard:
        """Take what comes until it is enough or patience is over."""
        heard = Heard()
        until_us = self.watch.now_us + patience_us
        while not is_enough(heard) and self.watch.now_us < until_us:
            self._take(heard)
            self.watch.pause(_LOOK_US)
        self._take(heard)
        return heard

    def send(self, data: bytes, *, patience_us: int = PATIENCE_US, heeds: bool = False) -> int:
        """
        Send, a little at a time.

        Args:
            data: What to send.
            patience_us: How long nothing may be taken before it is given up.
            heeds: Stop whenever the printer asks to wait, and remember how it asked.

        Returns:
            How many bytes were taken.
        """
        sent = 0
        until_us = self.watch.now_us + patience_us
        while sent < len(data) and self.watch.now_us < until_us:
            if heeds:
                self._take(Heard())
                if self._must_wait():
                    self.watch.pause(_LOOK_US)
                    continue
            taken = self.line.write_some(data[sent : sent + _CHUNK_BYTES])
            if taken:
                sent += taken
                until_us = self.watch.now_us + patience_us
            else:
                self.watch.pause(_LOOK_US)
        return sent

    def _must_wait(self) -> bool:
        low = [name for name, is_clear in _control_lines(self.line) if is_clear is False]
        busy = [name for name in low if name in self._wired]
        self.waits.update(busy)
        return bool(busy) or self._is_held

    def _take(self, heard: Heard) -> None:
        data = self.line.read_some()
        if not data:
            return
        heard.data += data
        for answer in self._reader.feed(data):
            heard.answers.append(answer)
            if isinstance(answer, Flow):
                self._is_held = answer.busy
                self.waits.add("xonxoff")

    def _let_fall_silent(self) -> None:
        """Let pass what is still coming, so that it is not taken for the answer."""
        self._reader.reset()
        quiet_since_us = self.watch.now_us
        until_us = quiet_since_us + PATIENCE_US
        while self.watch.now_us - quiet_since_us < _SILENCE_US and self.watch.now_us < until_us:
            heard = Heard()
            self._take(heard)
            if heard.data:
                quiet_since_us = self.watch.now_us
            self.watch.pause(_LOOK_US)


def _control_lines(line: Transport) -> tuple[tuple[str, bool | None], ...]:
    state = line.line_state()
    return (("rtscts", state.cts), ("dsrdtr", state.dsr))

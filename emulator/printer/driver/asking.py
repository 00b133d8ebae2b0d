"""
Asking a printer how it is, one round of questions at a time.

Answers to DLE EOT do not say which question they answer, so they are matched in order. Whatever
comes while nothing is asked is a stray: some printers find DLE EOT inside the data of others. A
stray can make a round wrong; that costs a retry, since no paper is believed in because of a status.
"""

from emulator.codecs.escpos.manner import Manner
from emulator.codecs.escpos.requests import ALL_CHANGES, PAD, ask_status
from emulator.codecs.escpos.status import Reading, read_asb, read_dle_eot
from emulator.printer.driver.outbox import Outbox


class Asking:
    """Rounds of status questions."""

    def __init__(self, manner: Manner, outbox: Outbox) -> None:
        self.is_open = False
        """True while answers are awaited."""
        self.has_failed = False
        """True when the last round was not answered in time and nothing was heard since."""
        self.can_ask = manner.status != "none" and bool(manner.statuses or manner.status == "asb")
        self.reading = Reading()
        """What the round has told so far."""
        self._manner = manner
        self._outbox = outbox
        self._asked_us = 0
        self._awaited: list[int] = []
        # Whatever was lost on the way may have left half a command there, which must not eat this.
        self._question = PAD + (b"".join(map(ask_status, manner.statuses)) or ALL_CHANGES)

    def ask(self, now_us: int) -> None:
        """Begin a round."""
        self.is_open = True
        self.reading = Reading()
        self._asked_us = now_us
        self.has_failed = False
        self._awaited = list(self._manner.statuses)
        self._outbox.put(self._question)

    def stop(self) -> None:
        """Await nothing any more."""
        self.is_open = False
        self._awaited = []

    def fail(self) -> None:
        """Hear that the time for answers is up."""
        self.stop()
        self.has_failed = True

    def take(self, byte: int) -> bool:
        """Take an answer to DLE EOT; True when it is the last of the round."""
        if not self._awaited:
            return False
        manner = self._manner
        told = read_dle_eot(
            self._awaited.pop(0),
            byte,
            has_near_end_sensor=manner.has_near_end_sensor,
            near_end_inverted=manner.near_end_inverted,
        )
        self.reading = self.reading.joined(told)
        self.is_open = bool(self._awaited)
        return not self._awaited

    def read_automatic(self, told: bytes) -> Reading:
        """Read an automatic status; where there is no other, it answers the question."""
        manner = self._manner
        reading = read_asb(
            told,
            has_near_end_sensor=manner.has_near_end_sensor,
            near_end_inverted=manner.near_end_inverted,
        )
        if not self._awaited:
            self.reading = reading
            self.is_open = False
        return reading

    def due_us(self) -> int:
        """When the round has failed."""
        return self._outbox.due_us(self._asked_us, self._manner.status_timeout_us)

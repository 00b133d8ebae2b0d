"""
One slip from its first byte to its outcome: watches fences, status and time, and gives up in time.

    sending, waiting --all fences--> printed
        |  hot, busy, off line without a cause: wait a while
        +- trouble, silence, an answer missing -> forget (DLE DC4 8, or DLE ENQ 2) -> outcome

A fence that was skipped means that a piece of the line's traffic is gone, and with it perhaps a
piece of the slip: the printer answers every one. Where the last words may have been sent, an
outcome is torn only if the printer confirmed that it forgot the rest, every question since was
answered in time and no byte was garbled: the fence behind the last words would have come first.

Left out: that both answers to the last words, and nothing else, vanish without a trace a moment
before trouble; and that two strays look like the answer to one plain fence.
"""

from emulator.codecs.escpos.encoder import Block
from emulator.codecs.escpos.manner import Manner
from emulator.codecs.escpos.requests import CLEAR, PAD, RECOVER_AND_CLEAR
from emulator.codecs.escpos.status import Reading
from emulator.printer.driver.asking import Asking
from emulator.printer.driver.outbox import Outbox
from emulator.printer.driver.outcome import Outcome, outcome_of
from emulator.printer.driver.patience import Patience
from emulator.printer.driver.sending import Sending
from emulator.printer.driver.troubles import PARTS_PAPER, PASSING, result_of, trouble_of

ROUNDS = 2
"""Rounds of questions with trouble after which it is believed; a stray can spoil one."""


class Printing:
    """A slip under way, and what may yet become of it."""

    def __init__(
        self,
        number: int,
        blocks: tuple[Block, ...],
        manner: Manner,
        outbox: Outbox,
        asking: Asking,
        now_us: int,
    ) -> None:
        self.sending = Sending(number, blocks, manner)
        self.sending.is_doubtful = manner.fence == "none" or not asking.can_ask
        self.outcome: Outcome | None = None
        self.early: str | None = None
        """Trouble to tell before there is an outcome."""
        self.is_over = False
        """True when nothing more of it is sent."""
        self.is_cleared = False
        """True when the printer confirmed that it forgot the rest."""
        self._manner = manner
        self._outbox = outbox
        self._asking = asking
        self._patience = Patience(self.sending, manner, outbox, now_us)
        self._trouble = ""
        self._rounds = 0
        """Rounds of questions in a row that told of trouble."""
        self._is_last_chance = False
        """True when time was up and the printer is asked once more."""
        self._was_blind = False
        """True when a question was not answered before the last words were proven."""
        self._is_broken_off = False
        """True when the printer may have stopped short of the end and not go on."""
        self._gave_up_us = 0

    @property
    def leaves_rest(self) -> bool:
        """True when the printer may not get to the cut."""
        return self._is_broken_off or not self.sending.is_all_taken

    # Going out --------------------------------------------------------------------------------

    def next_bytes(self, most: int) -> bytes:
        """What of the slip may be sent now, `most` bytes or one block."""
        if self.is_over:
            return b""
        return self.sending.next_bytes(most, may_end=not self._asking.is_open)

    def took(self, count: int, now_us: int) -> None:
        """Hear that the line took bytes of the slip."""
        self.sending.taken += count
        self._is_last_chance = False
        self._patience.took(count, now_us)

    # Coming in --------------------------------------------------------------------------------

    def fence(self, id: bytes, now_us: int) -> None:
        """Hear that the fence with this ID was answered."""
        sending = self.sending
        place = sending.place_of(id)
        if place is None or place < sending.proven:
            return
        if place > sending.proven:
            self.doubt(now_us)
            self._give_up("", now_us)
        else:
            self._prove(now_us)

    def plain_fence(self, now_us: int) -> None:
        """Hear that a fence was answered, the next one since they come in order."""
        if self._manner.fence != "gs_r" or not self.sending.awaits_fence:
            self.doubt(now_us)
        elif self.sending.count_answer():
            self._prove(now_us)

    def doubt(self, now_us: int) -> None:
        """Hear something that should not be: what else went wrong on the line nobody knows."""
        self.sending.is_doubtful = True
        if not self.sending.may_be_whole:
            self._give_up("", now_us)

    def told(self, reading: Reading, now_us: int, *, by_itself: bool) -> None:
        """
        Hear what the printer says of itself.

        Args:
            reading: A whole round of answers, or an automatic status.
            now_us: When.
            by_itself: True for automatic status, False for the answer to questions.
        """
        if self.is_over:
            return
        trouble = trouble_of(reading)
        if not by_itself:
            self._patience.asked(now_us)
        self._rounds = self._rounds + 1 if trouble else 0
        if not trouble:
            self._all_well(now_us)
        elif trouble in PASSING:
            self._wait_a_while(trouble, now_us)
        elif by_itself or self._rounds >= ROUNDS:
            self._stop_for(trouble, now_us)

    def cleared(self) -> None:
        """Hear that the printer has forgotten everything."""
        if self.is_over:
            self.is_cleared = True
            # What was asked before was to be answered before: that, or more, is lost.
            self.sending.is_doubtful = self.sending.is_doubtful or self._asking.is_open
            self._end()

    def line_lost(self) -> None:
        """Hear that nothing will be heard any more."""
        self.sending.is_doubtful = True
        self._go_blind()
        self.is_over = self._is_broken_off = True
        self._end()

    def _all_well(self, now_us: int) -> None:
        is_last_chance = self._is_last_chance
        if self._trouble:
            self._trouble = ""
            self._move(now_us)
        elif self._patience.misses_fence(now_us):
            self.sending.is_doubtful = True
        if is_last_chance and not self._asking.is_open:
            self._give_up("", now_us)

    def _wait_a_while(self, trouble: str, now_us: int) -> None:
        if self._trouble not in PASSING:
            self._patience.troubled(now_us)
        self._trouble = trouble
        # The line under way may have been finished, and no fence is answered off line.
        self.sending.is_doubtful = self.sending.is_doubtful or self.sending.may_be_whole

    def _stop_for(self, trouble: str, now_us: int) -> None:
        may_resume = trouble not in PARTS_PAPER and self._manner.recovery == "resume"
        if may_resume and not self.sending.has_all_words:
            if self._trouble != trouble:
                self.early = result_of(trouble)
            self._trouble = trouble
            return
        if trouble == "cutter" and not self.sending.has_all_words:
            # It cuts behind the last words, so that the answer to their fence must be lost.
            self.sending.is_doubtful = True
        self._give_up(trouble, now_us)

    # Time -------------------------------------------------------------------------------------

    def due_us(self) -> int:
        """When time decides."""
        if self.is_over:
            return self._outbox.due_us(self._gave_up_us, self._manner.status_timeout_us)
        due_us = self._patience.ends_us(self._trouble)
        if self._asking.is_open:
            return min(due_us, self._asking.due_us())
        ask_us = self._patience.ask_us(self._trouble) if self._asking.can_ask else None
        return due_us if ask_us is None else min(due_us, ask_us)

    def time_is_up(self, now_us: int) -> None:
        """Hear that `due_us` has come."""
        if self.is_over:
            self._end()
        elif self._asking.is_open and now_us >= self._asking.due_us():
            self._silence(now_us)
        elif now_us >= self._patience.ends_us(self._trouble):
            self._lose_patience(now_us)
        else:
            self._poll(now_us)

    def _poll(self, now_us: int) -> None:
        self._patience.asked(now_us)
        self._asking.ask(now_us)

    def _silence(self, now_us: int) -> None:
        self._asking.fail()
        self._go_blind()
        self.doubt(now_us)
        self._patience.asked(now_us)
        if self._is_last_chance:
            self._give_up("", now_us)

    def _go_blind(self) -> None:
        """Paper may run out and be replaced unseen: fences do not tell of two pieces."""
        self._was_blind = self._was_blind or not self.sending.has_all_words

    def _lose_patience(self, now_us: int) -> None:
        if self.sending.assume_printed():
            self._move(now_us)
            return
        if self._trouble:
            self._give_up(self._trouble, now_us)
            return
        self.sending.is_doubtful = True
        if self._is_last_chance or not self._asking.can_ask:
            self._give_up("", now_us)
            return
        self._move(now_us)
        self._is_last_chance = True
        if not self._asking.is_open:
            self._poll(now_us)

    # Ends -------------------------------------------------------------------------------------

    def _prove(self, now_us: int) -> None:
        self.sending.proven += 1
        self._is_last_chance = False
        self._patience.proved(now_us)
        if self.sending.is_whole:
            self.is_over = True
            self._end()

    def _move(self, now_us: int) -> None:
        self._patience.moved(now_us)
        self._is_last_chance = False

    def _give_up(self, trouble: str, now_us: int) -> None:
        """Send no more, and make the printer forget what it has."""
        if self.is_over:
            return
        self.is_over = True
        self._trouble = trouble
        self._gave_up_us = now_us
        if self._outbox.waiting:
            self._asking.stop()
        self._outbox.clear()
        if trouble == "cutter" and self.sending.has_all_words:
            self._end()
            return
        self._is_broken_off = bool(trouble) or self._asking.can_ask
        if self._manner.clear == "dle_dc4":
            self._outbox.put(PAD + CLEAR)
            return
        if self._manner.clear == "dle_enq":
            self._outbox.put(PAD + RECOVER_AND_CLEAR)
        self._end()

    def _end(self) -> None:
        if self.outcome is None:
            self.outcome = outcome_of(
                self.sending,
                self._trouble,
                is_cleared=self.is_cleared,
                was_blind=self._was_blind,
            )

"""How long a slip may take, and when the printer must be asked how it is."""

from emulator.codecs.escpos.manner import Manner
from emulator.domain.moments import DAY, MS, SECOND
from emulator.domain.receipt import LINE_MM
from emulator.printer.driver.outbox import Outbox
from emulator.printer.driver.sending import Sending
from emulator.printer.driver.troubles import PASSING

GRACE_US = 100 * MS
"""How much later than it should a line may be on paper and its fence be answered."""


class Patience:
    """The clock beside one slip."""

    def __init__(self, sending: Sending, manner: Manner, outbox: Outbox, now_us: int) -> None:
        self.poll_us = now_us + manner.poll_us
        """When to ask next, if there is a reason to."""
        self._sending = sending
        self._manner = manner
        self._outbox = outbox
        self._line_us = LINE_MM * SECOND // manner.speed_mm_s
        self._moved_us = now_us
        """When something was last taken or proven."""
        self._carried_us = now_us
        """When the line has carried all of the slip that it took."""
        self._words_us = 0
        """When it has carried the last words."""
        self._since_us = 0
        """When trouble that may pass began."""

    # What happens -----------------------------------------------------------------------------

    def took(self, count: int, now_us: int) -> None:
        """See the line take bytes of the slip; the caller has counted them."""
        self._carried_us = self._outbox.free_us
        self._moved_us = now_us
        sending, byte_us = self._sending, self._outbox.byte_us
        first, words, fence = sending.taken - count, sending.words_end, sending.fence_end
        if first < words <= sending.taken:
            self._words_us = self._carried_us - (sending.taken - words) * byte_us
            self.asked(now_us)
        if first < fence <= sending.taken:
            fence_us = self._carried_us - (sending.taken - fence) * byte_us
            if fence_us > self._words_us + self._line_us:
                # Should something stop the printer between the two, words are on paper unproven.
                sending.is_doubtful = True

    def moved(self, now_us: int) -> None:
        """See things go on."""
        self._moved_us = now_us

    def proved(self, now_us: int) -> None:
        """See a fence answered."""
        self._moved_us = now_us
        if self._manner.status == "asb":
            self.asked(now_us)  # as good as an answer

    def asked(self, now_us: int) -> None:
        """See a question asked or answered."""
        self.poll_us = now_us + self._manner.poll_us

    def troubled(self, now_us: int) -> None:
        """See trouble begin that may pass."""
        self._since_us = now_us

    # When -------------------------------------------------------------------------------------

    @property
    def _begins_us(self) -> int:
        return max(self._carried_us, self._moved_us)

    @property
    def _takes_us(self) -> int:
        """How long what was sent and is not proven should take."""
        print_us = self._sending.unproven_lines * self._line_us
        return print_us + (self._manner.cut_us if self._manner.has_cutter else 0)

    def misses_fence(self, now_us: int) -> bool:
        """Tell whether a printer that is well should have answered the fence of the last words."""
        return self._sending.may_be_whole and now_us > self._words_us + self._line_us + GRACE_US

    def ends_us(self, trouble: str) -> int:
        """When the slip, with this trouble or none, is waited for no longer."""
        manner, sending = self._manner, self._sending
        if trouble in PASSING:
            return self._since_us + (manner.hot_us if trouble == "hot" else manner.unsure_us)
        if trouble:
            return self._moved_us + DAY  # a person is at it
        if not sending.awaits_fence and not sending.is_all_taken:
            return self._moved_us + manner.stall_us
        return self._begins_us + 2 * self._takes_us + manner.margin_us

    def ask_us(self, trouble: str) -> int | None:
        """When trouble or silence might go unnoticed unless the printer is asked; None if never."""
        sending = self._sending
        if self._manner.status != "asb" or trouble:
            return self.poll_us
        if sending.has_all_words:
            return None
        # Its power may come and go while the line is stopped, or behind the last words.
        is_waiting = not sending.awaits_fence and not sending.is_all_taken
        if is_waiting or sending.may_be_whole:
            return self.poll_us
        return max(self.poll_us, self._begins_us + self._takes_us + self._manner.poll_us)

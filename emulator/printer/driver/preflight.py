"""
What is done before the first byte of a slip: make the printer forget, ask, mend, get in step.

    forget (if an earlier slip may be in it) -> ask -> mend (DLE ENQ) -> ask
           -> get in step (GS r alone) -> ask -> clear to print

No answer is never taken for a good one. Getting in step is for fences that look all alike: one is
sent, and all is said when it was answered and nothing more came for longer than a block takes.
"""

import enum

from emulator.codecs.escpos.manner import Manner
from emulator.codecs.escpos.requests import (
    CLEAR,
    FLUSH,
    PAD,
    PLAIN_FENCE,
    RECOVER_AND_CLEAR,
    RECOVER_AND_GO_ON,
)
from emulator.printer.driver.asking import Asking
from emulator.printer.driver.outbox import Outbox, Standing
from emulator.printer.driver.troubles import NEED_ENQ, PASSING, result_of, trouble_of

TRIES = 2
"""Rounds without an answer after which the printer counts as silent, and with the same trouble
after which that is believed: a stray answer can put a single round out of step."""


class Stage(enum.Enum):
    """Where the preflight is."""

    FORGET = "forget"
    ASK = "ask"
    PAUSE = "pause"
    STEP = "step"
    QUIET = "quiet"
    DONE = "done"


class Preflight:
    """The preflight of one slip."""

    def __init__(self, manner: Manner, outbox: Outbox, asking: Asking, standing: Standing) -> None:
        self.stage = Stage.ASK
        self.refusal = ""
        """The result with which the slip is refused; empty if it may be printed."""
        self._manner = manner
        self._outbox = outbox
        self._asking = asking
        self._standing = standing
        self._silent = self._troubled = 0
        self._has_mended = False
        self._began_us = 0
        self._at_us = 0

    @property
    def is_done(self) -> bool:
        """True when it is decided."""
        return self.stage is Stage.DONE

    def start(self, now_us: int) -> None:
        """Begin."""
        self._began_us = now_us
        if self._manner.has_enq and not self._asking.can_ask:
            # Whatever may be wrong with it: this does nothing to a printer that is well.
            self._outbox.put(PAD + RECOVER_AND_CLEAR)
        if self._standing.is_dirty and self._manner.clear == "dle_dc4":
            self.stage, self._at_us = Stage.FORGET, now_us
            self._outbox.put(PAD + CLEAR)
        else:
            self._ask(now_us)

    # What the printer says --------------------------------------------------------------------

    def cleared(self, now_us: int) -> None:
        """Hear that the printer has forgotten everything."""
        if self.stage is Stage.FORGET:
            self._standing.is_dirty = False
            self._ask(now_us)

    def told(self, now_us: int) -> None:
        """Hear that a round of questions is answered."""
        if self.stage is not Stage.ASK:
            return
        trouble = trouble_of(self._asking.reading)
        if not trouble:
            self._get_in_step(now_us)
            return
        # It may have stopped amid an earlier slip, whose fences are then still to come.
        self._standing.is_in_step = False
        self._troubled += 1
        if trouble in NEED_ENQ and self._manner.has_enq and not self._has_mended:
            self._has_mended = True
            self._outbox.put(RECOVER_AND_GO_ON if trouble == "cutter" else RECOVER_AND_CLEAR)
            self._pause(now_us)
        elif self._troubled < TRIES or (
            trouble in PASSING and now_us < self._began_us + self._manner.unsure_us
        ):
            self._pause(now_us)
        else:
            self._refuse(result_of(trouble))

    def stepped(self, now_us: int) -> None:
        """Hear an answer to GS r."""
        if self.stage in (Stage.STEP, Stage.QUIET):
            self.stage, self._at_us = Stage.QUIET, now_us

    # Time -------------------------------------------------------------------------------------

    def due_us(self) -> int:
        """When time decides."""
        manner = self._manner
        if self.stage is Stage.ASK:
            return self._asking.due_us()
        if self.stage is Stage.FORGET:
            return self._outbox.due_us(self._at_us, manner.status_timeout_us)
        if self.stage is Stage.PAUSE:
            return self._at_us + manner.poll_us
        if self.stage is Stage.STEP:
            return self._outbox.due_us(self._at_us, manner.stall_us + manner.margin_us)
        return self._at_us + manner.quiet_us

    def time_is_up(self, now_us: int) -> None:
        """Hear that `due_us` has come."""
        if self.stage is Stage.ASK:
            self._asking.fail()
            self._silent += 1
            if self._silent >= TRIES:
                self._refuse(result_of(""))
            else:
                self._outbox.put(FLUSH)
                self._ask(now_us)
        elif self.stage is Stage.STEP:
            # The printer is well and does not get to our fence: nothing can be proven.
            self._refuse(result_of(""))
        elif self.stage is Stage.QUIET:
            self._standing.is_in_step = True
            self._ask(now_us)
        else:
            self._ask(now_us)

    # Steps ------------------------------------------------------------------------------------

    def _ask(self, now_us: int) -> None:
        if not self._asking.can_ask:
            self._get_in_step(now_us)
            return
        self.stage = Stage.ASK
        self._asking.ask(now_us)

    def _pause(self, now_us: int) -> None:
        self.stage, self._at_us = Stage.PAUSE, now_us

    def _get_in_step(self, now_us: int) -> None:
        if self._manner.fence != "gs_r" or self._standing.is_in_step:
            self.stage = Stage.DONE
            return
        self.stage, self._at_us = Stage.STEP, now_us
        self._outbox.put(PAD + PLAIN_FENCE)

    def _refuse(self, result: str) -> None:
        self.stage, self.refusal = Stage.DONE, result

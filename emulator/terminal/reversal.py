"""
Reversals: what was asked of the host and has no outcome must not stand.

A pending reversal is tried before anything else goes online, and by itself while the terminal is
idle. It ends only when the host says that it is done, or that it knows no such original. The
dialect's terminals drop it after the last try (payments.md 3.7); the careful one never does.
"""

from emulator.domain.journal import Record
from emulator.domain.responses import REVERSAL_DONE, SIGN_IN_AGAIN
from emulator.kernel.world import Steps
from emulator.terminal.dialogue import Dialogue
from emulator.terminal.journal import Pending
from emulator.terminal.online import Online, Trouble
from emulator.terminal.printing import Printing
from emulator.terminal.session import Session


class Reversals:
    """The reversals that the terminal owes."""

    def __init__(
        self, session: Session, dialogue: Dialogue, online: Online, printing: Printing
    ) -> None:
        self._session = session
        self._dialogue = dialogue
        self._online = online
        self._printing = printing

    def owe(
        self, batch: str, stan: str, reason: str, authorisation: str | None = None
    ) -> Steps[None]:
        """
        Write down why a request must be reversed.

        The intent alone leads to the same reversal with reason 06, so a full memory or a power
        cut here loses the reason and nothing else.
        """
        session = self._session
        values = {"reason": reason}
        if authorisation is not None:
            values["authorisation"] = authorisation
        session.tell("reversal_due", stan=stan, reason=reason)
        yield from session.keep_if_possible(
            Record(kind="reason", stan=stan, batch=batch, values=values)
        )
        session.try_soon()

    def round(self) -> Steps[bool]:
        """Try every pending reversal, oldest first; False as soon as one cannot be delivered."""
        for pending in list(self._session.journal.pending.values()):
            if not (yield from self.deliver(pending)):
                return False
        return True

    def deliver(self, pending: Pending) -> Steps[bool]:
        """Try one reversal as often as the settings say."""
        entry = pending.entry
        attempts = 0
        for attempt in range(1, self._session.settings.reversal_tries + 1):
            attempts = attempt
            self._dialogue.show("reversing", {"stan": entry.stan, "attempt": attempt})
            self._session.tell("reversal_tried", stan=entry.stan, attempt=attempt)
            answer = yield from self._online.exchange(self._online.reversal(entry, pending.reason))
            if answer is Trouble.NOT_SENT:
                break
            if isinstance(answer, Trouble):
                continue
            if self.is_done(answer.code):
                yield from self.confirmed(pending)
                return True
            if answer.code in SIGN_IN_AGAIN:
                yield from self._session.lose_sign_in()
            if self._session.wants_sign_in:
                self._session.try_soon()
                return False
            if answer.code in SIGN_IN_AGAIN:
                break
        return (yield from self.failed(pending, attempts))

    def is_done(self, code: str | None) -> bool:
        """Tell whether the host's answer ends the reversal (payments.md 3.7: 00, 25, 12)."""
        return code in REVERSAL_DONE

    def confirmed(self, pending: Pending) -> Steps[None]:
        """Empty the slot, now that the host has reversed."""
        entry = pending.entry
        yield from self._session.keep_if_possible(
            Record(kind="reversed", stan=entry.stan, batch=entry.batch)
        )
        yield from self._dialogue.notice("reversed", {"stan": entry.stan, "batch": entry.batch})

    def failed(self, pending: Pending, attempts: int) -> Steps[bool]:
        """
        Say that a round failed; the reversal stays due.

        Returns:
            True if the terminal may go on as though the reversal were done. The careful one
            never may.
        """
        entry = pending.entry
        yield from self._dialogue.notice(
            "reversal_failed", {"stan": entry.stan, "batch": entry.batch, "attempts": attempts}
        )
        yield from self._printing.print_fault(pending)
        self._session.try_later()
        return False

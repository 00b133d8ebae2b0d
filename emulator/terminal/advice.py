"""
Refunds: notices (0220) that the dialect does not reverse.

The choice made here: a refund is stored before it is sent, and if no answer comes it is sent again
under the same STAN until the host answers, before the next online transaction, before settlement
and by itself while the terminal is idle. The host knows it again by batch and STAN and refunds
once. An unanswered refund does not hold up sales, but no batch is settled without its outcome.
"""

from typing import Any

from emulator.domain.journal import Entry, Record
from emulator.domain.responses import is_approved
from emulator.kernel.world import Steps
from emulator.terminal.dialogue import Dialogue
from emulator.terminal.online import Online, Trouble
from emulator.terminal.payment import Payments, approved_entry
from emulator.terminal.session import Session


class Advices:
    """Refunds that wait for the host's answer."""

    def __init__(
        self, session: Session, dialogue: Dialogue, online: Online, payments: Payments
    ) -> None:
        self._session = session
        self._dialogue = dialogue
        self._online = online
        self._payments = payments

    def send(self, kind: str, **details: Any) -> Steps[None]:
        """Store a new one and send it."""
        journal = self._session.journal
        entry = Entry(
            kind=kind,
            stan=journal.next_stan(),
            batch=journal.batch,
            operator=journal.operator,
            **details,
        )
        stored = yield from self._session.keep(
            Record(kind="advice", stan=entry.stan, batch=entry.batch, entry=entry)
        )
        if not stored:
            yield from self._dialogue.notice(self._session.no_room)
            return
        trouble = yield from self._deliver(entry)
        if trouble is Trouble.NOT_SENT:
            yield from self._session.keep_if_possible(
                Record(kind="cleared", stan=entry.stan, batch=entry.batch)
            )
            yield from self._dialogue.notice("not_connected", {"transaction": kind})
        elif trouble is not None:
            self._session.try_later()
            yield from self._dialogue.notice(
                "timed_out", {"transaction": kind, "stan": entry.stan, "batch": entry.batch}
            )

    def send_again(self) -> Steps[bool]:
        """Send each one that has no answer yet; False if one still has none."""
        for entry in list(self._session.journal.advices.values()):
            if (yield from self._deliver(entry)) is not None:
                self._session.try_later()
                return False
        return True

    def _deliver(self, entry: Entry) -> Steps[Trouble | None]:
        self._dialogue.show("waiting", {"transaction": entry.kind})
        answer = yield from self._online.exchange(self._online.financial(entry))
        if isinstance(answer, Trouble):
            if answer is Trouble.UNREADABLE:
                yield from self._session.lose_sign_in()
            return answer
        if is_approved(answer.code):
            entry = approved_entry(entry, answer, own_time=self._session.clock.stamp_if_off())
            if not (yield from self._payments.commit(entry)):
                # It stays stored as unanswered; the host gives the same answer once more.
                yield from self._dialogue.notice(self._session.no_room)
                return Trouble.SILENCE
            yield from self._payments.conclude(entry)
        else:
            yield from self._payments.declined(entry, answer)
        return None

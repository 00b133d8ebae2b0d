"""
One reversible transaction, from the intent to the slip.

    intent -> request -> answer -> verdict -> slip -> printed
       |         |          |         |
       +---------+----------+---------+-- a power cut here leaves the intent alone in the memory:
                                          reversed after the boot. Behind the verdict the
                                          transaction stands, and only slips can be missing.
"""

from typing import Any

import msgspec

from emulator.domain.card import Secret
from emulator.domain.journal import Entry, Record
from emulator.domain.message import Message
from emulator.domain.responses import SIGN_IN_AGAIN, is_approved, operator_class
from emulator.kernel.world import Steps
from emulator.terminal.dialogue import Dialogue
from emulator.terminal.journal import Item
from emulator.terminal.online import Online, Trouble
from emulator.terminal.printing import Printing
from emulator.terminal.reversal import Reversals
from emulator.terminal.session import Session


class Payments:
    """Transactions that must be reversed if their outcome stays unknown."""

    def __init__(
        self,
        session: Session,
        dialogue: Dialogue,
        online: Online,
        reversals: Reversals,
        printing: Printing,
    ) -> None:
        self._session = session
        self._dialogue = dialogue
        self._online = online
        self._reversals = reversals
        self._printing = printing

    def pay(self, kind: str, pin: Secret | None, **details: Any) -> Steps[Message | Trouble | None]:
        """
        Run one transaction; whatever was due before must be done already.

        Returns:
            The host's answer or why there was none; None when the memory was full and nothing
            was sent.
        """
        journal = self._session.journal
        entry = Entry(
            kind=kind,
            stan=journal.next_stan(),
            batch=journal.batch,
            operator=journal.operator,
            **details,
        )
        if not (yield from self.write_intent(entry)):
            yield from self._dialogue.notice(self._session.no_room)
            return None
        self._dialogue.show("waiting", {"transaction": kind})
        answer = yield from self._online.exchange(self._online.financial(entry, pin))
        if isinstance(answer, Trouble):
            yield from self.no_answer(entry, answer)
        elif is_approved(answer.code):
            yield from self.approved(entry, answer)
        else:
            yield from self.declined(entry, answer)
        return answer

    def write_intent(self, entry: Entry) -> Steps[bool]:
        """Make the request durable before its first byte leaves."""
        return self._session.keep(
            Record(kind="intent", stan=entry.stan, batch=entry.batch, entry=entry)
        )

    # Outcomes ---------------------------------------------------------------------------------

    def approved(self, entry: Entry, answer: Message) -> Steps[None]:
        """Make an approval final, tell the person, print."""
        entry = approved_entry(entry, answer, own_time=self._session.clock.stamp_if_off())
        if not (yield from self.commit(entry)):
            yield from self._reversals.owe(entry.batch, entry.stan, "96", answer.authorisation)
            yield from self._dialogue.notice(self._session.no_room)
            return
        yield from self.conclude(entry)

    def conclude(self, entry: Entry) -> Steps[bool]:
        """Tell the person that it stands, and print."""
        self.show_approved(entry)
        return self.hand_over(entry)

    def commit(self, entry: Entry) -> Steps[bool]:
        """
        Write the verdict; this one record enters the transaction and empties the pending slot.

        False when the memory is full: the terminal cannot complete and must reverse.
        """
        return self._session.keep(
            Record(
                kind="verdict",
                stan=entry.stan,
                batch=entry.batch,
                entry=entry,
                values={"outcome": "approved"},
            )
        )

    def show_approved(self, entry: Entry) -> None:
        """Tell the person, and know what a second sale would double."""
        values: dict[str, Any] = {
            "transaction": entry.kind,
            "stan": entry.stan,
            "batch": entry.batch,
            "amount_fen": entry.amount_fen,
            "code": entry.code,
        }
        if entry.authorisation is not None:
            values["authorisation"] = entry.authorisation
        self._dialogue.show("approved", values)
        if entry.kind == "sale" and entry.pan is not None:
            self._session.remember_approval(entry.pan, entry.amount_fen, entry.stan)

    def hand_over(self, entry: Entry) -> Steps[bool]:
        """Print the slips of what was just approved."""
        item = self._session.journal.item((entry.batch, entry.stan))
        return self._printing.hand_over(item if item is not None else Item(entry))

    def declined(self, entry: Entry, answer: Message) -> Steps[None]:
        """Make a refusal final and tell the person what to do."""
        yield from self._session.keep_if_possible(
            Record(
                kind="verdict",
                stan=entry.stan,
                batch=entry.batch,
                entry=entry,
                values={"outcome": "declined", "code": answer.code},
            )
        )
        if answer.code in SIGN_IN_AGAIN:
            yield from self._session.lose_sign_in()
        yield from self._dialogue.notice("declined", refusal(entry, answer.code))

    def no_answer(self, entry: Entry, trouble: Trouble) -> Steps[None]:
        """Leave a request without outcome so that it will be reversed, unless nothing left."""
        batch, stan = entry.batch, entry.stan
        named = {"transaction": entry.kind, "stan": stan, "batch": batch}
        if trouble is Trouble.NOT_SENT:
            yield from self._session.keep_if_possible(
                Record(kind="cleared", stan=stan, batch=batch)
            )
            yield from self._dialogue.notice("not_connected", {"transaction": entry.kind})
        elif trouble is Trouble.SILENCE:
            yield from self._reversals.owe(batch, stan, "98")
            yield from self._dialogue.notice("timed_out", named)
        else:
            yield from self._reversals.owe(batch, stan, "A0")
            yield from self._session.lose_sign_in()
            yield from self._dialogue.notice("bad_answer", {**named, "reason": "A0"})


def approved_entry(entry: Entry, answer: Message, *, own_time: str | None = None) -> Entry:
    """
    The entry as the host approved it, for the amount in the answer if it names one.

    Args:
        entry: As it was asked for.
        answer: The host's approval.
        own_time: What the terminal's clock says, MMDDhhmmss; None if it agrees with the host's.
    """
    amount_fen = answer.amount_fen if answer.amount_fen is not None else entry.amount_fen
    return msgspec.structs.replace(
        entry,
        amount_fen=amount_fen,
        reference=answer.reference,
        authorisation=answer.authorisation or entry.authorisation,
        code=answer.code,
        host_time=answer.host_time,
        own_time=own_time,
    )


def refusal(entry: Entry, code: str | None) -> dict[str, Any]:
    """What the display says of a refused transaction."""
    return {
        "transaction": entry.kind,
        "stan": entry.stan,
        "batch": entry.batch,
        "code": code,
        "operator_class": operator_class(code),
    }


def refused_management(
    dialogue: Dialogue, request: Message, answer: Message | Trouble
) -> Steps[None]:
    """Tell the person why something that moves no money did not work; nothing is to be reversed."""
    named = {"transaction": request.kind, "stan": request.stan, "batch": request.batch}
    if answer is Trouble.NOT_SENT:
        yield from dialogue.notice("not_connected", {"transaction": request.kind})
    elif answer is Trouble.SILENCE:
        yield from dialogue.notice("timed_out", named)
    elif isinstance(answer, Trouble):
        yield from dialogue.notice("bad_answer", {**named, "reason": "A0"})
    else:
        yield from dialogue.notice(
            "declined",
            {**named, "code": answer.code, "operator_class": operator_class(answer.code)},
        )

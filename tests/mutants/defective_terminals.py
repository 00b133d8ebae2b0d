"""
Terminals with one defect each, written as users would meet them in the field.

Source: the defect list in exploration.md 3e and the real terminals of payments.md 3.7 of the
domain notes. Each overrides one decision of the reference terminal.
"""

from typing import Any

import msgspec

from emulator.domain.journal import Entry, Record
from emulator.domain.message import Message, Totals
from emulator.domain.settings import TerminalSettings
from emulator.kernel.world import Steps
from emulator.terminal.journal import Batch, Item, Journal, Settling
from emulator.terminal.menu import Menu
from emulator.terminal.online import Online, Trouble
from emulator.terminal.payment import Payments, approved_entry
from emulator.terminal.printing import Printing
from emulator.terminal.profiles import ClearsReversalEarly, DropsReversal
from emulator.terminal.reference import ReferenceTerminal
from emulator.terminal.reversal import Reversals
from emulator.terminal.session import Session
from emulator.terminal.settlement import Settlement
from emulator.terminal.slips import Slips


class ForgetsUnanswered(Payments):
    """After a time-out it clears the slot and never reverses."""

    def no_answer(self, entry: Entry, trouble: Trouble) -> Steps[None]:
        yield from self._session.keep_if_possible(
            Record(kind="cleared", stan=entry.stan, batch=entry.batch)
        )
        yield from self._dialogue.notice(
            "timed_out", {"transaction": entry.kind, "stan": entry.stan, "batch": entry.batch}
        )


class IntentInMemoryOnly(Payments):
    """Keeps what must be reversed in working memory, where a power cut wipes it."""

    def write_intent(self, entry: Entry) -> Steps[bool]:
        self._session.journal.apply(
            Record(kind="intent", stan=entry.stan, batch=entry.batch, entry=entry)
        )
        return True
        yield


class SellsAnew(Payments):
    """After a time-out it simply sends the sale again under a new number."""

    def no_answer(self, entry: Entry, trouble: Trouble) -> Steps[None]:
        if trouble is not Trouble.SILENCE or entry.kind != "sale":
            yield from super().no_answer(entry, trouble)
            return
        yield from self._session.keep_if_possible(
            Record(kind="cleared", stan=entry.stan, batch=entry.batch)
        )
        yield from self.pay("sale", None, amount_fen=entry.amount_fen, pan=entry.pan)


class PrintsBeforeJournal(Payments):
    """Prints the slip and writes the verdict afterwards."""

    def approved(self, entry: Entry, answer: Message) -> Steps[None]:
        entry = approved_entry(entry, answer)
        self.show_approved(entry)
        yield from self._printing.hand_over(Item(entry))
        yield from self.commit(entry)


class PaperOutIsFailure(Payments):
    """Takes a slip that did not come out for a sale that failed, and reverses it."""

    def hand_over(self, entry: Entry) -> Steps[None]:
        item = self._session.journal.item((entry.batch, entry.stan)) or Item(entry)
        if not (yield from self._printing.hand_over(item)):
            self._session.journal.apply(
                Record(kind="intent", stan=entry.stan, batch=entry.batch, entry=entry)
            )
            yield from self._reversals.owe(entry.batch, entry.stan, "96")


class ForgetsLostVoid(Payments):
    """Takes a void without answer for one that never happened."""

    def no_answer(self, entry: Entry, trouble: Trouble) -> Steps[None]:
        if entry.kind != "void":
            yield from super().no_answer(entry, trouble)
            return
        yield from self._session.keep_if_possible(
            Record(kind="cleared", stan=entry.stan, batch=entry.batch)
        )


class ShowsApprovedEarly(Payments):
    """Tells the cashier that a sale is approved when it has only been sent."""

    def no_answer(self, entry: Entry, trouble: Trouble) -> Steps[None]:
        self.show_approved(entry)
        yield from super().no_answer(entry, trouble)


class AnyAnswerFits(Online):
    """Matches answers by message type only."""

    def fits(self, request: Message, answer: Message) -> bool:
        return answer.mti == str(int(request.mti) + 10).zfill(4)


class BelievesNoise(Online):
    """Does not check the MAC."""

    def is_sound(self, request: Message, answer: Message) -> bool:
        return True


class AnyCodeEndsReversal(Reversals):
    """Takes any answer to a reversal for its end, also a refusal."""

    def is_done(self, code: str | None) -> bool:
        return True


class NeverReverses(Reversals):
    """Writes reversals down and says that they are done."""

    def deliver(self, pending: Any) -> Steps[bool]:
        yield from self.confirmed(pending)
        return True


class UnmarkedReprints(Printing):
    """Reprints look like originals."""

    def hand_over(self, item: Item, *, reprint: bool = False) -> Steps[bool]:
        return (yield from super().hand_over(item, reprint=False))


class ClearNumberSlips(Slips):
    """Prints the whole card number."""

    def sale(self, entry: Entry) -> dict[str, Any]:
        values = super().sale(entry)
        if entry.pan is not None:
            values = {**values, "card": entry.pan.clear()}
        return values


class PrintsClearNumbers(Printing):
    """Its slips name the card in full."""

    def __init__(self, session: Session, dialogue: Any) -> None:
        super().__init__(session, dialogue)
        self.slips = ClearNumberSlips(session.world, session.settings)


class CreditsDoNotCount(Settlement):
    """Leaves voids and refunds out of the totals."""

    def totals_of(self, batch: Batch) -> Totals:
        totals = batch.totals
        return Totals(totals.debit_fen, totals.debit_count, 0, 0)


class WrongEndCode(Settlement):
    """Ends every upload as though the batch had balanced."""

    def end_code(self, result: str) -> str:
        return "207"


class ClosesUnasked(Settlement):
    """Closes the batch by itself when the host's answer is lost."""

    def _insist(self, settling: Settling, message: Message) -> Steps[Message | None]:
        answer = yield from self._online.exchange(message)
        if isinstance(answer, Trouble) and message.mti == "0500":
            yield from self.close(settling)
            return None
        return None if isinstance(answer, Trouble) else answer


class UploadsHalf(Settlement):
    """Loses every second item of an upload."""

    def items_of(self, batch: Batch) -> tuple[Any, ...]:
        return super().items_of(batch)[::2]


class ForgetfulJournal(Journal):
    """Numbers transactions from what is approved in the open batch only."""

    def next_stan(self) -> str:
        items = self.batches.get(self.batch)
        taken = [int(stan) for stan in items.items] if items is not None else [0]
        return f"{max(taken, default=0) + 1:06d}"


class ReusesNumbers(Session):
    """Declined and reversed numbers come again in the same batch."""

    def __init__(self, ports: Any, settings: TerminalSettings) -> None:
        super().__init__(ports, settings)
        self.journal = ForgetfulJournal()


class OverwritingMenu(Menu):
    """Goes on selling when the journal is full."""

    def is_full(self) -> str:
        return ""


class OverwritesOldest(Payments):
    """When the journal is full the oldest transaction makes room."""

    def commit(self, entry: Entry) -> Steps[bool]:
        journal = self._session.journal
        batch = journal.batches.get(journal.batch)
        if batch is not None and len(batch.items) >= self._session.settings.journal_limit:
            oldest = batch.items.pop(next(iter(batch.items)))
            totals = batch.totals
            batch.totals = msgspec.structs.replace(
                totals,
                debit_fen=totals.debit_fen - oldest.entry.amount_fen,
                debit_count=totals.debit_count - 1,
            )
        return (yield from super().commit(entry))


def _with(**classes: type) -> type[ReferenceTerminal]:
    return type("DefectiveTerminal", (ReferenceTerminal,), classes)


TERMINALS: dict[str, type[ReferenceTerminal]] = {
    "clears_reversal_early": ClearsReversalEarly,
    "drops_reversal": DropsReversal,
    "forgets_unanswered": _with(payments_class=ForgetsUnanswered),
    "intent_in_memory_only": _with(payments_class=IntentInMemoryOnly),
    "sells_anew": _with(payments_class=SellsAnew),
    "prints_before_journal": _with(payments_class=PrintsBeforeJournal),
    "paper_out_is_failure": _with(payments_class=PaperOutIsFailure),
    "forgets_lost_void": _with(payments_class=ForgetsLostVoid),
    "shows_approved_early": _with(payments_class=ShowsApprovedEarly),
    "any_answer_fits": _with(online_class=AnyAnswerFits),
    "believes_noise": _with(online_class=BelievesNoise),
    "any_code_ends_reversal": _with(reversals_class=AnyCodeEndsReversal),
    "never_reverses": _with(reversals_class=NeverReverses),
    "unmarked_reprints": _with(printing_class=UnmarkedReprints),
    "prints_clear_numbers": _with(printing_class=PrintsClearNumbers),
    "credits_do_not_count": _with(settlement_class=CreditsDoNotCount),
    "wrong_end_code": _with(settlement_class=WrongEndCode),
    "closes_unasked": _with(settlement_class=ClosesUnasked),
    "uploads_half": _with(settlement_class=UploadsHalf),
    "reuses_numbers": _with(session_class=ReusesNumbers),
    "overwrites_oldest": _with(menu_class=OverwritingMenu, payments_class=OverwritesOldest),
}
"""Every defective terminal by name."""

"""
Closing a batch with the host: totals, upload if they differ, end message, next batch.

    0500 -> 0510 -+- balanced ----------------------+-> 0320 end (207) -> batch_closed -> slip
                  +- unbalanced -> 0320 items ... --+-> 0320 end (202)

Each step is written down before it is taken, with the STAN of its message, so that a power cut or
a lost answer anywhere leads to the same message again under the same STAN and batch; the host
answers from what it stored. Source: payments.md 3.8 of the domain notes.
"""

from typing import Any

from emulator.domain.journal import Record
from emulator.domain.message import Message, Totals, UploadItem
from emulator.domain.responses import SIGN_IN_AGAIN
from emulator.domain.transaction import KINDS, Side
from emulator.kernel.world import Steps
from emulator.terminal.dialogue import Dialogue
from emulator.terminal.journal import DROPPED, Batch, Settling, settling_record
from emulator.terminal.online import Online, Trouble
from emulator.terminal.printing import Printing
from emulator.terminal.session import Session
from emulator.terminal.slips import totals_by_kind

SETTLEMENT_TRIES = 3
"""How often one message is sent before the settlement is put off."""
HIGHEST_BATCH = 999_999

BALANCED = "1"
CLOSING_RESULTS = ("1", "2")
"""After 3 (error) the batch is still open at the host."""
_UPLOAD_DONE = (None, "00", "94")
"""94: the host has the items already, so an earlier try got through."""


class Settlement:
    """Settles batches, one step after the other."""

    def __init__(
        self, session: Session, dialogue: Dialogue, online: Online, printing: Printing
    ) -> None:
        self._session = session
        self._dialogue = dialogue
        self._online = online
        self._printing = printing

    def settle(self) -> Steps[bool]:
        """
        Settle all batches: what was left of older ones first, the open one last.

        The open batch is settled even if it is empty: the host may know of something that this
        terminal has forgotten.
        """
        journal = self._session.journal
        if journal.settling is not None:
            if not (yield from self.resume()):
                return False
            if not journal.batches:
                # This was the settlement that was asked for; nothing was sold since it began.
                return True
        older = [number for number in journal.batches if number != journal.batch]
        all_closed = True
        for number in (*older, journal.batch):
            if (yield from self._begin(number)):
                continue
            if journal.settling is not None or not journal.signed_in:
                return False
            # The host refused this batch in so many words; the others may still be settled.
            all_closed = False
        return all_closed

    def resume(self) -> Steps[bool]:
        """Take up an interrupted settlement where it stood; True if none is left."""
        settling = self._session.journal.settling
        return True if settling is None else (yield from self._go_on(settling))

    def _begin(self, number: str) -> Steps[bool]:
        settling = Settling(number, self._session.journal.next_stan())
        yield from self._write(settling, int(settling.stan))
        return (yield from self._go_on(settling))

    def _go_on(self, settling: Settling) -> Steps[bool]:
        if settling.step == "request" and not (yield from self._compare(settling)):
            return False
        if settling.step == "upload" and not (yield from self._upload(settling)):
            return False
        if not (yield from self._end(settling)):
            return False
        yield from self.close(settling)
        return True

    # Steps ------------------------------------------------------------------------------------

    def _compare(self, settling: Settling) -> Steps[bool]:
        self._dialogue.show("settling", {"step": "request"})
        answer = yield from self._insist(settling, self.request(settling))
        if answer is None:
            return False
        result = answer.settlement_result
        if result not in CLOSING_RESULTS:
            # The host has closed nothing, so that the batch goes on and sales may too.
            settling.step = DROPPED
            yield from self._write(settling, self._session.journal.last_stan)
            return (yield from self._put_off(settling, answer.code or "error"))
        settling.result = result
        yield from self._advance(settling, "end" if result == BALANCED else "upload")
        return True

    def _upload(self, settling: Settling) -> Steps[bool]:
        items = self.items_of(self._batch(settling))
        block = self._session.settings.upload_block
        while settling.uploaded < len(items):
            self._dialogue.show("settling", {"step": "upload"})
            some = items[settling.uploaded : settling.uploaded + block]
            message = self._online.management(
                "batch_upload", settling.stan, batch=settling.batch, network_code="201"
            ).changed(items=some, item_count=len(some))
            if not (yield from self._deliver(settling, message)):
                return False
            settling.uploaded += len(some)
            yield from self._advance(settling, "upload")
        yield from self._advance(settling, "end")
        return True

    def _end(self, settling: Settling) -> Steps[bool]:
        self._dialogue.show("settling", {"step": "end"})
        message = self._online.management(
            "batch_upload",
            settling.stan,
            batch=settling.batch,
            network_code=self.end_code(settling.result),
        ).changed(item_count=settling.uploaded)
        return (yield from self._deliver(settling, message))

    def close(self, settling: Settling) -> Steps[None]:
        """Make the end of the batch final, then tidy the memory and print; in this order."""
        session = self._session
        batch = self._batch(settling)
        totals = self.totals_of(batch)
        values: dict[str, Any] = {
            "result": settling.result,
            "debit_fen": totals.debit_fen,
            "debit_count": totals.debit_count,
            "credit_fen": totals.credit_fen,
            "credit_count": totals.credit_count,
            "next_batch": self._next_batch(settling.batch),
        }
        record = Record(
            kind="batch_closed",
            batch=settling.batch,
            values={**values, "kinds": totals_by_kind(batch)},
        )
        is_kept = yield from session.keep_if_possible(record)
        is_tidy = yield from session.compact()
        self._dialogue.show("settled", {"batch": settling.batch, **values})
        closed = session.journal.closed
        assert closed is not None
        yield from self._printing.print_settlement(closed)
        if not (is_kept or is_tidy):
            # The host has closed it; after a power cut the terminal would settle it once more.
            yield from self._dialogue.notice(session.no_room)

    # What is sent -----------------------------------------------------------------------------

    def request(self, settling: Settling) -> Message:
        """The settlement request (0500, 60.3 = 201)."""
        totals = self.totals_of(self._batch(settling))
        return self._online.management(
            "settlement", settling.stan, batch=settling.batch, network_code="201"
        ).changed(totals=totals)

    def totals_of(self, batch: Batch) -> Totals:
        """A voided sale stays a debit, its void is a credit (payments.md 3.4)."""
        return batch.totals

    def items_of(self, batch: Batch) -> tuple[UploadItem, ...]:
        """Everything that counts in the totals, in the order in which it was approved."""
        return tuple(
            UploadItem(entry.kind, entry.stan, entry.pan, entry.amount_fen, entry.reference)
            for entry in (item.entry for item in batch.items.values())
            if entry.pan is not None and KINDS[entry.kind].side is not Side.NONE
        )

    def end_code(self, result: str) -> str:
        """60.3 of the end message: 207 after a balanced batch, 202 after any other."""
        return "207" if result == BALANCED else "202"

    # Machinery --------------------------------------------------------------------------------

    def _batch(self, settling: Settling) -> Batch:
        return self._session.journal.batches.get(settling.batch) or Batch(settling.batch)

    def _next_batch(self, number: str) -> str:
        following = int(number)
        while True:
            following = following % HIGHEST_BATCH + 1
            # An older batch may still wait for its settlement under the next number.
            if f"{following:06d}" not in self._session.journal.batches:
                return f"{following:06d}"

    def _advance(self, settling: Settling, step: str) -> Steps[None]:
        """Write down that a step is done, and number the message of the next."""
        settling.step = step
        settling.stan = self._session.journal.next_stan()
        yield from self._write(settling, int(settling.stan))

    def _write(self, settling: Settling, last_stan: int) -> Steps[None]:
        # With a full memory the batch can still be settled, which is what empties the memory; a
        # power cut then finds the batch open, and the host answers the second settlement from
        # what it stored.
        yield from self._session.keep_if_possible(settling_record(settling, last_stan))

    def _deliver(self, settling: Settling, message: Message) -> Steps[bool]:
        answer = yield from self._insist(settling, message)
        if answer is None:
            return False
        if answer.code in _UPLOAD_DONE:
            return True
        return (yield from self._put_off(settling, answer.code or ""))

    def _insist(self, settling: Settling, message: Message) -> Steps[Message | None]:
        """Send one message up to three times; None, and told to the person, without an answer."""
        for _ in range(SETTLEMENT_TRIES):
            answer = yield from self._online.exchange(message)
            if not isinstance(answer, Trouble):
                if answer.code in SIGN_IN_AGAIN:
                    yield from self._session.lose_sign_in()
                return answer
            if answer is Trouble.NOT_SENT:
                break
        why = "not_connected" if answer is Trouble.NOT_SENT else "no_answer"
        yield from self._put_off(settling, why)
        return None

    def _put_off(self, settling: Settling, why: str) -> Steps[bool]:
        self._session.try_later()
        yield from self._dialogue.notice("settlement_failed", {"batch": settling.batch, "why": why})
        return False

"""
Settlement of batches: totals compared, items compared if they differ, never closed twice.

    0500 -> 1 balanced   -> closed; 0320 end 207
         -> 2 unbalanced -> closed; 0320 items ..., end 202 -> differences listed
         -> 3 error      -> still open
    0500 again -> the stored answer

A merchant whom a policy forbids to take cards cannot settle either: whoever is stopped is stopped
altogether, and the batch stays open until the policy is lifted.
"""

from datetime import date, timedelta
from typing import Any

import msgspec

from emulator.acquirer.authorise import Refusal
from emulator.acquirer.batches import (
    BALANCED,
    UNBALANCED,
    Batch,
    HostItem,
    ItemDifference,
    compare_items,
)
from emulator.acquirer.registry import RegisteredTerminal, next_batch
from emulator.acquirer.reversals import Reversals
from emulator.domain.message import Message, Totals
from emulator.domain.transaction import KINDS, Side

END_UNBALANCED, END_BALANCED = "202", "207"
"""DE60.3 of the closing 0320 (payments.md 3.8)."""

BATCH_DAYS = 10
"""Business days for which a closed batch's answer is kept."""


class Settlement(Reversals):
    """What the acquirer does about batches."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._handlers |= {"0500": self.settle, "0320": self.upload}

    def settle(self, request: Message, terminal: RegisteredTerminal) -> None:
        """Close a batch, or answer again how it was closed."""
        batch = self.batches.find(terminal.id, request.batch)
        if batch is not None and self.is_settled(batch):
            self._report(request, terminal, batch, repeated=True)
        elif terminal.merchant.policy:
            self.refuse(request, terminal, Refusal("58", "policy"))
        elif terminal.signed_in_on is None:
            self.refuse(request, terminal, Refusal("90", "not_signed_in"))
        elif batch is None and request.batch != terminal.batch:
            self.refuse(request, terminal, Refusal("77", "batch"))
        else:
            self._close_batch(request, terminal)

    def is_settled(self, batch: Batch) -> bool:
        """Tell whether a batch was closed before."""
        return batch.closed_on is not None

    def compare_totals(self, host: Totals, shop: Totals) -> str:
        """Give the result of DE48: 1 balanced, 2 unbalanced."""
        return BALANCED if host == shop else UNBALANCED

    def _close_batch(self, request: Message, terminal: RegisteredTerminal) -> None:
        batch = self.batches.open(terminal.id, request.batch)
        batch.host, batch.shop = batch.totals, request.totals or Totals()
        batch.result = self.compare_totals(batch.host, batch.shop)
        batch.closed_on = self.business_day
        if terminal.batch == request.batch:
            terminal.batch = next_batch(request.batch)
        batch.next_batch = terminal.batch
        self._report(request, terminal, batch, repeated=False)

    def _report(
        self, request: Message, terminal: RegisteredTerminal, batch: Batch, *, repeated: bool
    ) -> None:
        detail: dict[str, Any] = {
            "terminal": terminal.id,
            "batch": request.batch,
            "next_batch": batch.next_batch,
            "result": batch.result,
            "host": list(msgspec.structs.astuple(batch.host)),
            "shop": list(msgspec.structs.astuple(batch.shop)),
        }
        if repeated:
            detail["repeated"] = True
        self.world.record("acquirer", "batch_closed", detail)
        self.reply(
            request,
            terminal,
            None,
            settlement_result=batch.result,
            totals=batch.host,
            settlement_date=self.mmdd,
        )

    # Batch upload -----------------------------------------------------------------------------

    def upload(self, request: Message, terminal: RegisteredTerminal) -> None:
        """Take in a block of the terminal's journal, or the end of it."""
        batch = self.batches.find(terminal.id, request.batch)
        if batch is None or batch.closed_on is None:
            self.refuse(request, terminal, Refusal("12", "not_settled"))
            return
        for item in request.items:
            batch.uploaded[item.stan] = item
        if request.network_code in (END_UNBALANCED, END_BALANCED) and not batch.upload_ended:
            self._end_upload(request, terminal, batch)
        self.reply(request, terminal, "00")

    def _end_upload(self, request: Message, terminal: RegisteredTerminal, batch: Batch) -> None:
        batch.upload_ended = True
        unbalanced = batch.result == UNBALANCED
        if request.network_code != (END_UNBALANCED if unbalanced else END_BALANCED):
            self.differences.add((terminal.id, request.batch, ""), "wrong_end_message", 0)
        if unbalanced:
            if (request.item_count or 0) > len(batch.uploaded):
                self._list_gap(terminal.id, request.batch, batch)
            else:
                for difference in compare_items(self._host_items(batch), batch.uploaded):
                    self._list(terminal.id, request.batch, difference)
        batch.uploaded = {}

    def _host_items(self, batch: Batch) -> list[HostItem]:
        items = []
        for key in batch.keys:
            one = self.transactions.live[key]
            same_batch = one.original is not None and one.original[1] == key[1]
            items.append(
                HostItem(
                    key[2],
                    KINDS[one.kind].side is Side.DEBIT,
                    one.booked_fen,
                    one.live_fen,
                    one.original[2] if one.original is not None and same_batch else "",
                )
            )
        return items

    def _list(self, terminal: str, number: str, difference: ItemDifference) -> None:
        key = (terminal, number, difference.stan)
        one = self.transactions.live.get(key)
        pan = one.pan if one is not None else None
        listed = self.differences.open.get(key)
        # What the merchant has reported is in suspense by now.
        move_fen = difference.move_fen - (listed.reported_fen if listed is not None else 0)
        self.differences.add(key, difference.why, difference.amount_fen, pan=pan)
        if one is not None and move_fen > 0:
            self.correct(key, one.merchant, move_fen)

    def _list_gap(self, terminal: str, number: str, batch: Batch) -> None:
        """An upload with holes proves nothing about single items; list the batch as a whole."""
        gap_fen = abs(
            (batch.host.debit_fen - batch.host.credit_fen)
            - (batch.shop.debit_fen - batch.shop.credit_fen)
        )
        self.differences.add((terminal, number, ""), "upload_incomplete", gap_fen)

    def end_day_of_batches(self, today: date) -> None:
        """Give up waiting for uploads of an earlier day and forget batches long closed."""
        for terminal, number, batch in self.batches.unfinished_uploads(today - timedelta(days=1)):
            batch.upload_ended = True
            self._list_gap(terminal, number, batch)
        self.batches.forget(today - timedelta(days=BATCH_DAYS))

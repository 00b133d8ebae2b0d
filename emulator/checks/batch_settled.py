"""Every debit is settled in exactly one batch, and both sides' totals agree or are explained."""

from typing import Any

from emulator.checks.base import Check, Folds, Handlers, Values
from emulator.checks.books import PAYABLE, Books
from emulator.checks.seen import CREDITS, DEBITS, NOT_SEEN, Transaction
from emulator.checks.transactions import Transactions
from emulator.domain.trace import TraceEvent
from emulator.domain.transaction import SETTLEMENT_RESULTS

BALANCED = next(flag for flag, word in SETTLEMENT_RESULTS.items() if word == "balanced")

Totals = tuple[int, int, int, int]
"""Debit fen and count, credit fen and count, as DE48 has them."""


class _Batch:
    """What the acquirer booked and said about one batch of one terminal."""

    __slots__ = (
        "booked",
        "closed_seq",
        "differences",
        "late",
        "listed",
        "settled",
        "shop",
        "totals",
    )

    def __init__(self) -> None:
        self.totals = [0, 0, 0, 0]
        self.booked: dict[str, int] = {}
        """The posting of each STAN that is booked now; a reversed one is taken out."""
        self.closed_seq = NOT_SEEN
        self.shop: Totals | None = None
        self.listed: dict[str, None] = {}
        self.differences = False
        self.late: list[str] = []
        """STANs that were booked after the closing."""
        self.settled: bool | None = None
        """Nothing is open about it; None until somebody asks, a batch later."""


class BatchSettled(Check):
    """
    A batch is closed once, with totals that are the sum of what was booked in it.

    Each number is booked once and taken back once at most, and on the right side: what the acquirer
    owes the merchant rises with a sale or a completion and falls with what takes one back.
    A voided sale stays among the debits and its void is a credit (payments.md 3.4); a reversed
    one is in neither. Where host and shop differ, the host must say so and list the difference.
    """

    name = "batch_settled"

    def __init__(self, folds: Folds | None = None) -> None:
        super().__init__(folds)
        self._books = self.read(Books)
        self._transactions = self.read(Transactions)
        self._transactions.concerns.append(self._concerns)
        self._batches: dict[tuple[str, str], _Batch] = {}
        self._current: dict[str, str] = {}
        """The batch of each terminal's last posting."""

    def handlers(self) -> Handlers:
        return {
            ("acquirer", "posted"): self._posted,
            ("acquirer", "batch_closed"): self._batch_closed,
            ("acquirer", "difference_listed"): self._difference_listed,
            **self.rest_handlers(),
        }

    def counts(self) -> Values:
        return {"judged": self.judged}

    # The host's books -------------------------------------------------------------------------

    def _posted(self, event: TraceEvent) -> None:
        detail = event.detail
        stan = detail.get("stan")
        if not stan:
            return
        reason = detail["reason"]
        is_reversal = reason == "reversal"
        kind = detail.get("transaction", reason) if is_reversal else reason
        if kind not in DEBITS and kind not in CREDITS:
            return
        terminal, number = detail["terminal"], detail["batch"]
        batch = self._batch(terminal, number)
        given_fen = self._books.moved.get(PAYABLE, 0)
        self._judge_booking(batch, event, given_fen, is_reversal=is_reversal)
        rises = (kind in DEBITS) != is_reversal
        if given_fen and rises != (given_fen > 0):
            self._offend_booking("wrong_side", event, given_fen)
        if batch.closed_seq != NOT_SEEN:
            batch.late.append(stan)
            return
        place = 0 if kind in DEBITS else 2
        sign = -1 if is_reversal else 1
        batch.totals[place] += sign * abs(given_fen)
        batch.totals[place + 1] += sign
        self._current[terminal] = number

    def _judge_booking(
        self, batch: _Batch, event: TraceEvent, given_fen: int, *, is_reversal: bool
    ) -> None:
        """Judge that a number is booked once, and taken back once (payments.md 4, ii and iv)."""
        stan = event.detail["stan"]
        earlier = batch.booked.pop(stan, NOT_SEEN)
        if is_reversal == (earlier == NOT_SEEN):
            what = "reversed_twice" if is_reversal else "booked_twice"
            self._offend_booking(what, event, given_fen, earlier)
        if not is_reversal:
            batch.booked[stan] = event.seq

    def _offend_booking(
        self, what: str, event: TraceEvent, given_fen: int, earlier: int = NOT_SEEN
    ) -> None:
        self.offences.add(
            what,
            (event.seq, earlier),
            weight=abs(given_fen),
            stan=event.detail["stan"],
            batch=event.detail["batch"],
        )

    def _batch(self, terminal: str, number: str) -> _Batch:
        found = self._batches.get((terminal, number))
        if found is None:
            found = self._batches[terminal, number] = _Batch()
        return found

    def _difference_listed(self, event: TraceEvent) -> None:
        detail = event.detail
        batch = self._batch(detail["terminal"], detail["batch"])
        batch.differences = True
        if detail.get("stan"):
            batch.listed[detail["stan"]] = None

    # The closing ------------------------------------------------------------------------------

    def _batch_closed(self, event: TraceEvent) -> None:
        detail = event.detail
        if detail.get("repeated"):
            return
        self.judged += 1
        terminal, number = detail["terminal"], detail["batch"]
        batch = self._batch(terminal, number)
        if batch.closed_seq != NOT_SEEN:
            self.offences.add("twice", (event.seq, batch.closed_seq), batch=number)
            return
        batch.closed_seq = event.seq
        host, shop = _totals(detail.get("host")), _totals(detail.get("shop"))
        batch.shop = shop
        if host is not None and list(host) != batch.totals:
            self._offend_totals("host_totals", event, host, tuple(batch.totals))
        if host is not None and shop is not None:
            said_balanced = str(detail.get("result")) == BALANCED
            if said_balanced != (host == shop):
                what = "called_balanced" if said_balanced else "called_unbalanced"
                self._offend_totals(what, event, host, shop)
        self._drop_settled(terminal, number)

    def _offend_totals(self, what: str, event: TraceEvent, told: Totals, counted: Any) -> None:
        self.offences.add(
            what,
            (event.seq,),
            weight=abs(told[0] - counted[0]) + abs(told[2] - counted[2]),
            batch=event.detail["batch"],
            told_debit_fen=told[0],
            told_credit_fen=told[2],
            counted_debit_fen=counted[0],
            counted_credit_fen=counted[2],
        )

    def _drop_settled(self, terminal: str, latest: str) -> None:
        """Forget older batches of this terminal about which nothing is open."""
        for key in [k for k in self._batches if k[0] == terminal and k[1] != latest]:
            if self._is_settled(key, self._batches[key]):
                del self._batches[key]

    def _is_settled(self, key: tuple[str, str], batch: _Batch) -> bool:
        if batch.settled is None:
            batch.settled = batch.closed_seq != NOT_SEEN and not batch.late
            if batch.settled and batch.shop is not None and self._transactions.is_own(key[0]):
                batch.settled = self._unexplained(key, batch) is None and (
                    batch.differences or batch.shop == tuple(batch.totals)
                )
        return batch.settled

    # At the end -------------------------------------------------------------------------------

    def at_rest(self, event: TraceEvent) -> None:
        """Judge what may be put right after the closing: late bookings, lists, left batches."""
        for key, batch in self._batches.items():
            if batch.closed_seq == NOT_SEEN:
                self._judge_left_open(key, batch)
            else:
                self._judge_closed(key, batch)

    def _judge_closed(self, key: tuple[str, str], batch: _Batch) -> None:
        for stan in batch.late:
            seen = self._transactions.find(key[1], stan)
            if seen is not None and seen.is_live_debit and not seen.listed:
                self.offences.add(
                    "in_no_batch",
                    (seen.moved_seq, batch.closed_seq),
                    weight=seen.taken_fen,
                    batch=key[1],
                    stan=stan,
                    taken_fen=seen.taken_fen,
                )
        if batch.shop is None or not self._transactions.is_own(key[0]):
            return
        counted = self._unexplained(key, batch)
        if counted is not None:
            self.offences.add(
                "shop_totals",
                (batch.closed_seq,),
                weight=abs(batch.shop[0] - counted[0]) + abs(batch.shop[2] - counted[2]),
                batch=key[1],
                told_debit_fen=batch.shop[0],
                told_credit_fen=batch.shop[2],
                counted_debit_fen=counted[0],
                counted_credit_fen=counted[2],
            )
        if batch.shop != tuple(batch.totals) and not batch.differences:
            self.offences.add("not_listed", (batch.closed_seq,), batch=key[1])

    def _unexplained(self, key: tuple[str, str], batch: _Batch) -> list[int] | None:
        """
        What the shop told its people was approved, if its totals do not say that.

        Transactions on a list are uncertain: the shop may have counted them or not.
        """
        shop = batch.shop
        assert shop is not None
        least, most = [0, 0, 0, 0], [0, 0, 0, 0]
        for seen in self._transactions.batches.get(key[1], {}).values():
            place = 0 if seen.kind in DEBITS else 2 if seen.kind in CREDITS else None
            uncertain = seen.listed or seen.stan in batch.listed
            if place is None or (seen.said != "approved" and not uncertain):
                continue
            most[place] += seen.amount_fen
            most[place + 1] += 1
            if not uncertain:
                least[place] += seen.amount_fen
                least[place + 1] += 1
        inside = all(low <= told <= high for low, told, high in zip(least, shop, most, strict=True))
        return None if inside else least

    def _judge_left_open(self, key: tuple[str, str], batch: _Batch) -> None:
        terminal, number = key
        if self._current.get(terminal) == number or not any(batch.totals):
            return
        own = self._transactions.batches.get(number, {}).values()
        live = [seen for seen in own if seen.is_live_debit and not seen.listed]
        if live:
            self.offences.add(
                "left_open",
                [seen.moved_seq for seen in live],
                weight=sum(seen.taken_fen for seen in live),
                batch=number,
                current=self._current.get(terminal, ""),
                items=len(live),
            )

    def _concerns(self, seen: Transaction) -> bool:
        """Keep what belongs to a batch about which something is open."""
        key = (seen.terminal, seen.batch)
        batch = self._batches.get(key)
        return batch is not None and not self._is_settled(key, batch)


def _totals(listed: Any) -> Totals | None:
    return None if listed is None else (listed[0], listed[1], listed[2], listed[3])

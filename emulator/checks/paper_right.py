"""The slips are right: every approval has one, no reversal keeps one, reprints say so."""

from typing import Any

import msgspec

from emulator.checks.base import Check, Folds, Handlers, Values, worded
from emulator.checks.seen import MONEY_KINDS, NOT_SEEN, Transaction
from emulator.checks.transactions import Transactions
from emulator.domain.trace import TraceEvent
from emulator.domain.verdict import Truth, Verdict

PRINTER_SCREENS = ("paper_out", "printer_fault", "printer_hot")
"""Screens that tell a person about a slip that did not come out."""


class _Paper(msgspec.Struct, eq=False, gc=False):
    """What came out for one transaction."""

    legible: dict[str, int] = {}
    """Copies of which a readable one exists, and the slip that is."""
    flagged: bool = False
    """A person was told, or saw the torn piece."""
    wrong_fen: int | None = None
    """Amount on a slip that is not what the host booked."""
    wrong_seq: int = NOT_SEEN


class PaperRight(Check):
    """
    Slips of money transactions, judged by what the camera on the paper saw.

    Which copies a shop hands out is learnt from its own slips. A copy that is missing is no
    offence when a screen or a torn piece told a person about it: cancelling after paper-out leaves
    the sale approved (payments.md 3.11).
    """

    name = "paper_right"
    judged_at_rest = True

    def __init__(self, folds: Folds | None = None) -> None:
        super().__init__(folds)
        self._transactions = self.read(Transactions)
        self._transactions.concerns.append(self._concerns)
        self._copies: dict[str, None] = {}
        self._unprinted = 0
        self._unconfirmed: dict[Any, int] = {}
        """Slips of which nobody knows whether they are whole, and who said so."""

    def handlers(self) -> Handlers:
        return {
            ("printer", "slip_started"): self._started,
            ("printer", "slip_printed"): self._printed,
            ("printer", "slip_torn"): self._torn,
            ("printer", "slip_unconfirmed"): self._not_confirmed,
            **worded("console", "displayed", PRINTER_SCREENS, self._trouble_shown),
            **self.rest_handlers(),
        }

    def counts(self) -> Values:
        return {"judged": self.judged, "unprinted": self._unprinted}

    def verdict(self, end_us: int) -> Verdict:
        """See `Check.verdict`; with a slip that may be whole or not, nothing is right for sure."""
        verdict = super().verdict(end_us)
        if verdict.truth is Truth.FAIL or not self._unconfirmed:
            return verdict
        return Verdict(
            check=self.name,
            truth=Truth.INCONCLUSIVE,
            message="check.paper_right.unconfirmed",
            values={"slips": len(self._unconfirmed)},
            evidence=tuple(self._unconfirmed.values()),
        )

    # The camera -------------------------------------------------------------------------------

    def _started(self, event: TraceEvent) -> None:
        detail = event.detail
        seen = self._seen(detail)
        if seen is None:
            return
        earlier = _paper_of(seen).legible.get(detail["copy"])
        if earlier is not None and not detail.get("reprint"):
            self.offences.add(
                "unmarked",
                (event.seq, earlier),
                weight=detail.get("amount_fen") or 0,
                stan=detail["stan"],
                copy=detail["copy"],
            )

    def _printed(self, event: TraceEvent) -> None:
        detail = event.detail
        if self._unconfirmed:
            self._unconfirmed.pop(detail.get("slip"), None)
        seen = self._transactions.on_slip
        if seen is not None and detail.get("legible", True):
            copy = detail["copy"]
            paper = _paper_of(seen)
            paper.legible.setdefault(copy, event.seq)
            self._copies[copy] = None
            self._compare(seen, paper, event)

    def _torn(self, event: TraceEvent) -> None:
        seen = self._seen(event.detail)
        if seen is not None:
            _paper_of(seen).flagged = True

    def _not_confirmed(self, event: TraceEvent) -> None:
        self._unconfirmed[event.detail.get("slip")] = event.seq
        self._torn(event)

    def _trouble_shown(self, event: TraceEvent) -> None:
        stan = event.detail.get("stan", "")
        is_backup = bool(event.detail.get("backup"))
        # The screen does not name the batch; the number is in the youngest one that has it.
        for of_batch in reversed(self._transactions.batches.values()):
            seen = of_batch.get(stan)
            if seen is not None and self._transactions.is_of_backup(seen) == is_backup:
                _paper_of(seen).flagged = True
                return

    def _seen(self, detail: dict[str, Any]) -> Transaction | None:
        """The transaction that a slip is about; None for other slips."""
        if detail.get("slip_kind") not in MONEY_KINDS:
            return None
        return self._transactions.find(detail.get("batch"), detail.get("stan"))

    def _compare(self, seen: Transaction, paper: _Paper, event: TraceEvent) -> None:
        detail = event.detail
        printed_fen = detail.get("amount_fen")
        if printed_fen is not None and printed_fen != _booked_fen(seen):
            paper.wrong_fen, paper.wrong_seq = printed_fen, event.seq
        content = detail.get("content")
        card = content.get("card") if content else None
        if card and card != seen.card and seen.card and not _same_card(str(card), seen.card):
            self.offences.add("card", (event.seq, seen.asked_seq), stan=seen.stan)

    # At the end -------------------------------------------------------------------------------

    def at_rest(self, event: TraceEvent) -> None:
        """Look for slips that are missing and slips that should not be."""
        self.judged = self._transactions.forgotten
        for seen in self._transactions:
            if seen.said == "approved" or seen.paper is not None:
                self.judged += 1
                self._judge(seen)

    def _judge(self, seen: Transaction) -> None:
        if _is_wrong(seen):
            self.offences.add(
                "amount",
                (seen.paper.wrong_seq, seen.moved_seq),
                weight=abs(seen.paper.wrong_fen - _booked_fen(seen)),
                stan=seen.stan,
                printed_fen=seen.paper.wrong_fen,
                booked_fen=_booked_fen(seen),
            )
        legible = {} if seen.paper is None else seen.paper.legible
        if _is_taken_back(seen):
            if legible and not seen.listed:
                self.offences.add(
                    "reversed",
                    (*legible.values(), seen.reversed_seq),
                    weight=seen.amount_fen,
                    stan=seen.stan,
                    batch=seen.batch,
                    amount_fen=seen.amount_fen,
                )
        elif self._missing(seen):
            if seen.listed or (seen.paper is not None and seen.paper.flagged):
                self._unprinted += 1
            else:
                self.offences.add(
                    "missing",
                    (seen.said_seq,),
                    weight=seen.amount_fen,
                    stan=seen.stan,
                    batch=seen.batch,
                    copies=len(self._missing(seen)),
                    amount_fen=seen.amount_fen,
                )

    def _missing(self, seen: Transaction) -> list[str]:
        if seen.said != "approved":
            return []
        legible = {} if seen.paper is None else seen.paper.legible
        wanted = self._copies or {"merchant": None}
        return [copy for copy in wanted if copy not in legible]

    def _concerns(self, seen: Transaction) -> bool:
        if _is_wrong(seen):
            return True
        if _is_taken_back(seen):
            return seen.paper is not None and bool(seen.paper.legible)
        return seen.said == "approved" and (
            seen.paper is None or len(seen.paper.legible) < len(self._copies)
        )


def _booked_fen(seen: Transaction) -> int:
    """What the host booked; for a hold, which it does not book, what it approved."""
    return seen.amount_fen if seen.host_fen is None else seen.host_fen


def _is_wrong(seen: Transaction) -> bool:
    """Tell whether a slip says another amount than the books, and nobody has it on a list."""
    paper: _Paper | None = seen.paper
    return paper is not None and paper.wrong_fen is not None and not seen.listed


def _is_taken_back(seen: Transaction) -> bool:
    """Reversed under its own number, or told to have failed; a void has a number of its own."""
    if seen.reversed_seq >= 0:
        return seen.moved_fen == 0
    return seen.said not in ("", "approved")


def _paper_of(seen: Transaction) -> _Paper:
    paper: _Paper | None = seen.paper
    if paper is None:
        paper = seen.paper = _Paper()
    return paper


def _same_card(printed: str, asked: str) -> bool:
    bare = "".join(char for char in printed if char.isdigit() or char == "*")
    return bare[:6] == asked[:6] and bare[-4:] == asked[-4:]

"""The slips are right: every approval has one, no reversal keeps one, reprints say so."""

from typing import Any

from emulator.checks.base import Check, Folds, Handlers, Values
from emulator.checks.seen import MONEY_KINDS, NOT_SEEN, Transaction
from emulator.checks.transactions import Transactions
from emulator.domain.trace import TraceEvent

PRINTER_SCREENS = frozenset({"paper_out", "printer_fault", "printer_hot"})
"""Screens that tell a person about a slip that did not come out."""


class _Paper:
    """What came out for one transaction."""

    __slots__ = ("flagged", "legible", "wrong_fen", "wrong_seq")

    def __init__(self) -> None:
        self.legible: dict[str, int] = {}
        """Copies of which a readable one exists, and the slip that is."""
        self.flagged = False
        """A person was told, or saw the torn piece."""
        self.wrong_fen: int | None = None
        """Amount on a slip that is not what the host booked."""
        self.wrong_seq = NOT_SEEN


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

    def handlers(self) -> Handlers:
        return {
            ("printer", "slip_started"): self._started,
            ("printer", "slip_printed"): self._printed,
            ("printer", "slip_torn"): self._torn,
            ("console", "displayed"): self._displayed,
            **self.rest_handlers(),
        }

    def counts(self) -> Values:
        return {"judged": self.judged, "unprinted": self._unprinted}

    # The camera -------------------------------------------------------------------------------

    def _started(self, event: TraceEvent) -> None:
        detail = event.detail
        paper = self._paper(detail)
        if paper is None:
            return
        earlier = paper.legible.get(detail["copy"])
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
        paper = self._paper(detail)
        if paper is None:
            return
        if detail.get("legible", True):
            copy = detail["copy"]
            paper.legible.setdefault(copy, event.seq)
            self._copies[copy] = None
            self._compare(paper, detail, event.seq)

    def _torn(self, event: TraceEvent) -> None:
        paper = self._paper(event.detail)
        if paper is not None:
            paper.flagged = True

    def _displayed(self, event: TraceEvent) -> None:
        if event.detail["screen"] in PRINTER_SCREENS:
            stan = event.detail.get("stan")
            # The screen does not name the batch; the number is in the youngest one that has it.
            for of_batch in reversed(self._transactions.batches.values()):
                if stan in of_batch:
                    _paper_of(of_batch[stan]).flagged = True
                    return

    def _paper(self, detail: dict[str, Any]) -> _Paper | None:
        if detail.get("slip_kind") not in MONEY_KINDS:
            return None
        seen = self._transactions.find(detail.get("batch"), detail.get("stan"))
        return None if seen is None else _paper_of(seen)

    def _compare(self, paper: _Paper, detail: dict[str, Any], seq: int) -> None:
        seen = self._transactions.find(detail["batch"], detail["stan"])
        if seen is None:
            return
        printed_fen = detail.get("amount_fen")
        if printed_fen is not None and printed_fen != _booked_fen(seen):
            paper.wrong_fen, paper.wrong_seq = printed_fen, seq
        card = (detail.get("content") or {}).get("card")
        if card and seen.card and not _same_card(str(card), seen.card):
            self.offences.add("card", (seq, seen.asked_seq), stan=seen.stan)

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
    if printed == asked:
        return True
    bare = "".join(char for char in printed if char.isdigit() or char == "*")
    return bare[:6] == asked[:6] and bare[-4:] == asked[-4:]

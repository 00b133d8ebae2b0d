"""
What all sides saw of each transaction of the shop's own terminals: line, screen, paper and books.

Several checks read this one fold. A transaction is named by batch and STAN, which are different
for each terminal of a shop; a void or a refund hangs on the transaction that it takes back.
Transactions of other terminals (a counterfeit one) are left out: nobody filmed their screens.

Memory: one batch of the same terminal after its own is closed, a transaction about which no check
has a concern is forgotten; one that is in doubt stays until the end.
"""

from collections.abc import Callable, Iterator
from typing import Any, Self

from emulator.checks.base import Fold, Folds, Handlers, worded
from emulator.checks.books import CARDHOLDER, HELD, PAYABLE, Books
from emulator.checks.seen import (
    ANSWER_MTIS,
    CREDITS,
    FINAL_SCREENS,
    HOLDS,
    MONEY_KINDS,
    NOT_SEEN,
    REQUEST_MTIS,
    REVERSIBLE,
    TELLING_SCREENS,
    Purchase,
    Transaction,
)
from emulator.domain.responses import REVERSAL_DONE
from emulator.domain.trace import TraceEvent


class Transactions(Fold):
    """All transactions of the run's own terminals that are still of interest."""

    def __init__(self, books: Books) -> None:
        """
        Args:
            books: Must hear each event before this fold does.
        """
        self.terminal = ""
        """The shop's first terminal."""
        self.backup = ""
        """Its second; empty if it has none."""
        self.batches: dict[str, dict[str, Transaction]] = {}
        self.ghosts: list[Transaction] = []
        """Transactions whose number was used again by a later one."""
        self.unfinished: dict[tuple[str, str], Transaction] = {}
        """Reversible requests that left and are neither finished nor reversed."""
        self.purchases: dict[str, Purchase] = {}
        self.presented = False
        """A card was presented for a purchase that has a name."""
        self.concerns: list[Callable[[Transaction], bool]] = []
        """Asked before a transaction is forgotten; one True keeps it."""
        self.forgotten = 0
        self.on_slip: Transaction | None = None
        """What the slip is about whose printing was heard last; None for other slips."""
        self.screen = ""
        """The screen that stands, and since which event."""
        self.screen_seq = NOT_SEEN
        self.backup_screen = ""
        """The same of the second terminal."""
        self.backup_screen_seq = NOT_SEEN
        self._books = books
        self._at_till: Purchase | None = None
        self._by_reference: dict[str, Transaction] = {}
        self._closed: dict[str, list[str]] = {}
        """Of each terminal, the batches that are closed and not forgotten."""

    @classmethod
    def made(cls, folds: Folds) -> Self:
        return cls(folds.get(Books))

    def handlers(self) -> Handlers:
        return {
            ("bench", "run_started"): self._started,
            ("console", "card_presented"): self._card_presented,
            ("console", "displayed"): self._displayed,
            **worded("console", "displayed", TELLING_SCREENS, self._outcome_shown),
            ("cardholder", "meant"): self._meant,
            ("cashier", "rang_up"): self._meant,
            **worded("uplink", "sent", REQUEST_MTIS, self._asked),
            **worded("uplink", "delivered", ANSWER_MTIS, self._answered),
            ("uplink", "delivered", "0410"): self._reversal_answered,
            ("storage", "written", "verdict"): self._verdict_written,
            ("storage", "written", "reversed"): self._reversed_written,
            ("printer", "slip_printed"): self._slip_printed,
            ("issuer", "posted"): self._issuer_posted,
            ("acquirer", "posted"): self._host_posted,
            ("acquirer", "difference_listed"): self._difference_listed,
            ("acquirer", "batch_closed"): self._batch_closed,
            ("support", "ticket_opened"): self._ticket_opened,
            ("clearing", "dispute_opened"): self._ticket_opened,
        }

    def find(self, batch: Any, stan: Any) -> Transaction | None:
        """The transaction of this number; None if there is none or it was forgotten."""
        of_batch = self.batches.get(batch)
        return None if of_batch is None else of_batch.get(stan)

    def __iter__(self) -> Iterator[Transaction]:
        """Every transaction that was not forgotten, oldest batch first."""
        for of_batch in self.batches.values():
            yield from of_batch.values()
        yield from self.ghosts

    def is_own(self, terminal: Any) -> bool:
        """
        Tell whether this is one of the run's own terminals.

        Without a `run_started` the first one that comes is.
        """
        if terminal == self.terminal or (terminal and terminal == self.backup):
            return True
        if self.terminal or not terminal:
            return False
        self.terminal = terminal
        return True

    def is_of_backup(self, seen: Transaction) -> bool:
        """Tell whether the shop's second terminal asked for a transaction."""
        return bool(self.backup) and seen.terminal == self.backup

    # Who pays for what ------------------------------------------------------------------------

    def _started(self, event: TraceEvent) -> None:
        self.terminal = event.detail.get("terminal", "")
        self.backup = event.detail.get("backup_terminal", "")

    def _card_presented(self, event: TraceEvent) -> None:
        self._at_till = self._purchase(event.detail.get("purchase"))
        if self._at_till is not None:
            self.presented = True

    def _meant(self, event: TraceEvent) -> None:
        detail = event.detail
        purchase = self._purchase(detail.get("purchase"))
        meant_fen = detail.get("meant_fen", detail.get("amount_fen"))
        if purchase is not None and meant_fen is not None:
            purchase.meant_fen = meant_fen

    def _purchase(self, name: str | None) -> Purchase | None:
        if not name:
            return None
        found = self.purchases.get(name)
        if found is None:
            found = self.purchases[name] = Purchase(name)
        return found

    # The line ---------------------------------------------------------------------------------

    def _asked(self, event: TraceEvent) -> None:
        detail = event.detail
        kind = detail.get("transaction")
        if kind not in MONEY_KINDS or not self.is_own(detail.get("terminal")):
            return
        batch, stan = detail["batch"], detail["stan"]
        known = self.find(batch, stan)
        if known is not None:
            if not known.finished:
                return
            self.ghosts.append(known)
        asked = self._new(kind, batch, stan, detail["terminal"])
        asked.asked_seq = event.seq
        asked.amount_fen = detail.get("amount_fen") or 0
        asked.card = detail.get("card", "")
        if kind in REVERSIBLE:
            self.unfinished[batch, stan] = asked
        if kind in CREDITS:
            self._hang_on_original(asked, detail)
        elif self._at_till is not None:
            asked.purchase = self._at_till
            self._at_till.asked.append(asked)

    def _new(self, kind: str, batch: str, stan: str, terminal: str) -> Transaction:
        made = Transaction(kind, batch, stan, terminal=terminal)
        of_batch = self.batches.get(batch)
        if of_batch is None:
            of_batch = self.batches[batch] = {}
        of_batch[stan] = made
        return made

    def _hang_on_original(self, taker: Transaction, detail: dict[str, Any]) -> None:
        original = self.find(detail.get("original_batch"), detail.get("original_stan"))
        if original is None:
            original = self._by_reference.get(detail.get("reference", ""))
        if original is None:
            return
        root = original.taken_back or original
        taker.taken_back = root
        taker.purchase = root.purchase
        if root.takers is None:
            root.takers = []
        root.takers.append(taker)

    def _answered(self, event: TraceEvent) -> None:
        detail = event.detail
        if "reference" not in detail or not self._reaches_shop(detail):
            return
        known = self.find(detail["batch"], detail["stan"])
        if known is not None:
            known.reference = detail["reference"]
            # A partial approval is for less than was asked.
            known.amount_fen = detail.get("amount_fen", known.amount_fen)
            self._by_reference[known.reference] = known

    def _reversal_answered(self, event: TraceEvent) -> None:
        detail = event.detail
        if detail.get("code") not in REVERSAL_DONE or not self._reaches_shop(detail):
            return
        key = (detail["batch"], detail["stan"])
        self.unfinished.pop(key, None)
        known = self.find(*key)
        if known is not None:
            known.reversed_seq = event.seq

    def _reaches_shop(self, detail: dict[str, Any]) -> bool:
        """Tell whether a delivered message is one that the run's own terminal can read."""
        return (
            detail["way"] == "down"
            and not detail.get("garbled")
            and self.is_own(detail.get("terminal"))
        )

    # The shop ---------------------------------------------------------------------------------

    def _displayed(self, event: TraceEvent) -> None:
        detail = event.detail
        if detail.get("backup"):
            self.backup_screen = detail["screen"]
            self.backup_screen_seq = event.seq
        else:
            self.screen = detail["screen"]
            self.screen_seq = event.seq

    def _outcome_shown(self, event: TraceEvent) -> None:
        self._told(event.detail["screen"], event.detail, event.seq)

    def _verdict_written(self, event: TraceEvent) -> None:
        self._told(event.detail.get("outcome", ""), event.detail, event.seq)

    def _reversed_written(self, event: TraceEvent) -> None:
        self._told("reversed", event.detail, event.seq)

    def _slip_printed(self, event: TraceEvent) -> None:
        detail = event.detail
        slip_kind = detail.get("slip_kind")
        self.on_slip = None
        if slip_kind in MONEY_KINDS:
            self.on_slip = known = self._told("approved", detail, event.seq)
            if known is not None and detail.get("legible", True):
                known.slip_seq = event.seq
        elif slip_kind == "fault":
            self._list(detail)

    def _told(self, what: str, detail: dict[str, Any], seq: int) -> Transaction | None:
        known = self.find(detail.get("batch"), detail.get("stan"))
        if known is None:
            return None
        known.said = what
        known.said_seq = seq
        if not known.finished and what in FINAL_SCREENS:
            known.finished = True
            self.unfinished.pop((known.batch, known.stan), None)
        return known

    # The books --------------------------------------------------------------------------------

    def _issuer_posted(self, event: TraceEvent) -> None:
        detail = event.detail
        stan = detail.get("stan")
        if not stan or not self.is_own(detail.get("terminal")):
            return
        reason = detail["reason"]
        known = self.find(detail["batch"], stan)
        if known is None:
            if reason not in MONEY_KINDS and reason != "hold":
                return
            kind = "preauth" if reason == "hold" else reason
            known = self._new(kind, detail["batch"], stan, detail["terminal"])
        known.moved_seq = event.seq
        known.holder = detail.get("holder", "")
        moved = self._books.moved
        if known.kind in HOLDS:
            known.moved_fen += moved.get(HELD, 0)
            known.expired = reason == "release" and known.reversed_seq == NOT_SEEN
        else:
            # Money moved into a hold stays the cardholder's.
            known.moved_fen -= moved.get(CARDHOLDER, 0) + moved.get(HELD, 0)

    def _host_posted(self, event: TraceEvent) -> None:
        detail = event.detail
        if detail["reason"] in MONEY_KINDS:
            known = self.find(detail.get("batch"), detail.get("stan"))
            if known is not None and self.is_own(detail.get("terminal")):
                known.host_fen = abs(self._books.moved.get(PAYABLE, 0))

    def _difference_listed(self, event: TraceEvent) -> None:
        if self.is_own(event.detail.get("terminal")):
            self._list(event.detail)

    def _ticket_opened(self, event: TraceEvent) -> None:
        self._list(event.detail)

    def _list(self, detail: dict[str, Any]) -> None:
        known = self.find(detail.get("batch"), detail.get("stan"))
        if known is not None:
            known.listed = True

    # Forgetting -------------------------------------------------------------------------------

    def _batch_closed(self, event: TraceEvent) -> None:
        detail = event.detail
        if detail.get("repeated") or not self.is_own(detail.get("terminal")):
            return
        closed = self._closed.setdefault(detail["terminal"], [])
        if detail["batch"] in closed:
            return
        closed.append(detail["batch"])
        if len(closed) > 1:
            self._forget(closed.pop(0))

    def _forget(self, batch: str) -> None:
        of_batch = self.batches.get(batch)
        if of_batch is None:
            return
        kept = {}
        for stan, known in of_batch.items():
            if (batch, stan) in self.unfinished:
                kept[stan] = known
                continue
            for has_concern in self.concerns:
                if has_concern(known):
                    kept[stan] = known
                    break
            else:
                self._let_go(known)
        if kept:
            self.batches[batch] = kept
        else:
            del self.batches[batch]

    def _let_go(self, known: Transaction) -> None:
        self.forgotten += 1
        self._by_reference.pop(known.reference, None)
        purchase = known.purchase
        if purchase is not None and known in purchase.asked:
            purchase.asked.remove(known)
            if not purchase.asked and purchase is not self._at_till:
                self.purchases.pop(purchase.name, None)

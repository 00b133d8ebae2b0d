"""
What all sides saw of each transaction of the shop's own terminal: line, screen, paper and books.

Several checks read this one fold. A transaction is named by batch and STAN; a void or a refund
hangs on the transaction that it takes back. Transactions of other terminals (a counterfeit one)
are left out: nobody filmed their screens.

Memory: one batch after its own is closed, a transaction about which no check has a concern is
forgotten; one that is in doubt stays until the end.
"""

from collections.abc import Callable, Iterator
from typing import Any

from emulator.checks.base import Fold, Handlers
from emulator.checks.seen import (
    CREDITS,
    FINAL_SCREENS,
    HOLDS,
    MONEY_KINDS,
    NOT_SEEN,
    REQUEST_MTIS,
    TELLING_SCREENS,
    Purchase,
    Transaction,
    cardholder_fen,
    payable_fen,
)
from emulator.domain.responses import REVERSAL_DONE
from emulator.domain.trace import TraceEvent
from emulator.domain.transaction import KINDS

_NONE: dict[str, Transaction] = {}


class Transactions(Fold):
    """All transactions of the run's own terminal that are still of interest."""

    def __init__(self) -> None:
        self.terminal = ""
        self.batches: dict[str, dict[str, Transaction]] = {}
        self.ghosts: list[Transaction] = []
        """Transactions whose number was used again by a later one."""
        self.unfinished: dict[tuple[str, str], Transaction] = {}
        """Reversible requests that left and are neither finished nor reversed."""
        self.purchases: dict[str, Purchase] = {}
        self.concerns: list[Callable[[Transaction], bool]] = []
        """Asked before a transaction is forgotten; one True keeps it."""
        self.forgotten = 0
        self.screen = ""
        """The screen that stands, and since which event."""
        self.screen_seq = NOT_SEEN
        self._at_till: Purchase | None = None
        self._by_reference: dict[str, Transaction] = {}
        self._closed: list[str] = []

    def handlers(self) -> Handlers:
        return {
            ("bench", "run_started"): self._started,
            ("console", "card_presented"): self._card_presented,
            ("console", "displayed"): self._displayed,
            ("cardholder", "meant"): self._meant,
            ("cashier", "rang_up"): self._meant,
            ("uplink", "sent"): self._sent,
            ("uplink", "delivered"): self._delivered,
            ("storage", "written"): self._written,
            ("printer", "slip_printed"): self._slip_printed,
            ("issuer", "posted"): self._issuer_posted,
            ("acquirer", "posted"): self._host_posted,
            ("acquirer", "difference_listed"): self._difference_listed,
            ("acquirer", "batch_closed"): self._batch_closed,
            ("support", "ticket_opened"): self._ticket_opened,
        }

    def find(self, batch: Any, stan: Any) -> Transaction | None:
        """The transaction of this number; None if there is none or it was forgotten."""
        return self.batches.get(batch, _NONE).get(stan)

    def __iter__(self) -> Iterator[Transaction]:
        """Every transaction that was not forgotten, oldest batch first."""
        for of_batch in self.batches.values():
            yield from of_batch.values()
        yield from self.ghosts

    def is_own(self, terminal: Any) -> bool:
        """Tell whether this is the run's own terminal; without a `run_started` the first one is."""
        if not self.terminal and terminal:
            self.terminal = terminal
        return bool(terminal == self.terminal)

    # Who pays for what ------------------------------------------------------------------------

    def _started(self, event: TraceEvent) -> None:
        self.terminal = event.detail.get("terminal", "")

    def _card_presented(self, event: TraceEvent) -> None:
        self._at_till = self._purchase(event.detail.get("purchase"))

    def _meant(self, event: TraceEvent) -> None:
        purchase = self._purchase(event.detail.get("purchase"))
        meant_fen = event.detail.get("meant_fen", event.detail.get("amount_fen"))
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

    def _sent(self, event: TraceEvent) -> None:
        detail = event.detail
        if (
            detail["mti"] not in REQUEST_MTIS
            or detail.get("transaction") not in MONEY_KINDS
            or not self.is_own(detail.get("terminal"))
        ):
            return
        batch, stan = detail["batch"], detail["stan"]
        known = self.find(batch, stan)
        if known is not None:
            if not known.finished:
                return
            self.ghosts.append(known)
        asked = self._new(detail["transaction"], batch, stan)
        asked.asked_seq = event.seq
        asked.amount_fen = detail.get("amount_fen") or 0
        asked.card = detail.get("card", "")
        if KINDS[asked.kind].reversible:
            self.unfinished[batch, stan] = asked
        if asked.kind in CREDITS:
            self._hang_on_original(asked, detail)
        elif self._at_till is not None:
            asked.purchase = self._at_till
            self._at_till.asked.append(asked)

    def _new(self, kind: str, batch: str, stan: str) -> Transaction:
        made = Transaction(kind, batch, stan)
        self.batches.setdefault(batch, {})[stan] = made
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

    def _delivered(self, event: TraceEvent) -> None:
        detail = event.detail
        if detail["way"] != "down" or detail.get("garbled"):
            return
        mti = detail["mti"]
        if mti == "0410":
            if detail.get("code") in REVERSAL_DONE and self.is_own(detail.get("terminal")):
                key = (detail["batch"], detail["stan"])
                self.unfinished.pop(key, None)
                known = self.find(*key)
                if known is not None:
                    known.reversed_seq = event.seq
        elif "reference" in detail and self.is_own(detail.get("terminal")):
            known = self.find(detail["batch"], detail["stan"])
            if known is not None:
                known.reference = detail["reference"]
                # A partial approval is for less than was asked.
                known.amount_fen = detail.get("amount_fen", known.amount_fen)
                self._by_reference[known.reference] = known

    # The shop ---------------------------------------------------------------------------------

    def _displayed(self, event: TraceEvent) -> None:
        detail = event.detail
        self.screen = screen = detail["screen"]
        self.screen_seq = event.seq
        if screen in TELLING_SCREENS:
            self._told(screen, detail, event.seq)

    def _written(self, event: TraceEvent) -> None:
        detail = event.detail
        record = detail["record"]
        if record == "verdict":
            self._told(detail.get("outcome", ""), detail, event.seq)
        elif record == "reversed":
            self._told("reversed", detail, event.seq)

    def _slip_printed(self, event: TraceEvent) -> None:
        detail = event.detail
        if detail.get("slip_kind") == "fault":
            self._list(detail)
        elif detail.get("slip_kind") in MONEY_KINDS:
            self._told("approved", detail, event.seq)

    def _told(self, what: str, detail: dict[str, Any], seq: int) -> None:
        known = self.find(detail.get("batch"), detail.get("stan"))
        if known is None:
            return
        known.said = what
        known.said_seq = seq
        if what in FINAL_SCREENS and not known.finished:
            known.finished = True
            self.unfinished.pop((known.batch, known.stan), None)

    # The books --------------------------------------------------------------------------------

    def _issuer_posted(self, event: TraceEvent) -> None:
        detail = event.detail
        stan = detail.get("stan")
        if not stan or not self.is_own(detail.get("terminal")):
            return
        known = self.find(detail["batch"], stan)
        if known is None:
            reason = detail["reason"]
            if reason not in MONEY_KINDS and reason != "hold":
                return
            known = self._new("preauth" if reason == "hold" else reason, detail["batch"], stan)
        known.moved_seq = event.seq
        known.holder = detail.get("holder", "")
        if known.kind in HOLDS:
            known.moved_fen += cardholder_fen(detail["legs"], held_only=True)
            known.expired = detail["reason"] == "release" and known.reversed_seq == NOT_SEEN
        else:
            known.moved_fen -= cardholder_fen(detail["legs"])

    def _host_posted(self, event: TraceEvent) -> None:
        detail = event.detail
        if detail["reason"] in MONEY_KINDS:
            known = self.find(detail.get("batch"), detail.get("stan"))
            if known is not None and self.is_own(detail.get("terminal")):
                known.host_fen = abs(payable_fen(detail["legs"]))

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
        if detail["batch"] in self._closed:
            return
        self._closed.append(detail["batch"])
        if len(self._closed) > 1:
            self._forget(self._closed.pop(0))

    def _forget(self, batch: str) -> None:
        of_batch = self.batches.get(batch)
        if of_batch is None:
            return
        kept = {}
        for stan, known in of_batch.items():
            if (batch, stan) in self.unfinished or any(ask(known) for ask in self.concerns):
                kept[stan] = known
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

"""What can be seen at the till: the screen, the terminals' memory, and what each step led to."""

from typing import Any

from emulator.checks.base import Fold, Handlers
from emulator.checks.seen import CREDITS, DEBITS, Transaction
from emulator.checks.transactions import Transactions
from emulator.domain.trace import TraceEvent
from emulator.domain.transaction import KINDS

_SETTLES = frozenset({"verdict", "reversed", "cleared", "gave_up"})
"""Records after which a request needs no reversal any more."""


class Memory:
    """What the bus to one terminal's memory tells of it."""

    def __init__(self) -> None:
        self.pending: dict[tuple[str, str], None] = {}
        """Intents on record that are not settled: batch and STAN."""
        self._batch = ""
        self._approved: dict[str, dict[str, int]] = {}
        """Batch to STAN to amount of approved debits on record."""

    def batch_shown(self) -> dict[str, Any]:
        """The open batch with count and total of its approved debits."""
        approved = self._approved.get(self._batch, {})
        shown: dict[str, Any] = {"count": len(approved), "total": sum(approved.values())}
        if self._batch:
            shown["batch"] = self._batch
        return shown

    def displayed(self, detail: dict[str, Any]) -> None:
        """Learn which batch is open from the screens that tell."""
        if detail["screen"] == "settled":
            self._batch = detail.get("next_batch", self._batch)
        elif detail["screen"] == "signed_in":
            self._batch = detail.get("batch", self._batch)

    def written(self, detail: dict[str, Any]) -> None:
        """Take in one record."""
        record, batch, stan = detail["record"], detail.get("batch", ""), detail.get("stan", "")
        if record == "intent":
            self.pending[batch, stan] = None
            self._batch = batch
        elif record in _SETTLES:
            self.pending.pop((batch, stan), None)
        if (
            record == "verdict"
            and detail.get("outcome") == "approved"
            and detail.get("transaction") in DEBITS
        ):
            self._approved.setdefault(batch, {})[stan] = detail["amount_fen"]

    def wiped(self) -> None:
        """Know that nothing is left of it."""
        self._approved.clear()
        self.pending.clear()


class Till(Fold):
    """Facts about the terminals from the camera and from the bus to their storage."""

    def __init__(self, transactions: Transactions) -> None:
        """
        Args:
            transactions: Must hear each event before this fold does.
        """
        self.screen = ""
        """What appeared last, on whichever terminal."""
        self.terminal = Memory()
        """The first terminal's."""
        self.backup = Memory()
        """That of the second; stays empty in a shop that has none."""
        self._transactions = transactions
        self._step = ""
        self._of_step: dict[str, list[Transaction]] = {}

    def handlers(self) -> Handlers:
        return {
            ("console", "displayed"): self._displayed,
            ("storage", "written"): self._written,
            ("storage", "replaced"): self._replaced,
            ("cashier", "did"): self._did,
            ("uplink", "sent"): self._sent,
        }

    def outcome(self, step: str) -> str:
        """How the last transaction that a step led to has ended; `none` if it led to none."""
        asked = self._of_step.get(step)
        return outcome_of(asked[-1]) if asked else "none"

    def _displayed(self, event: TraceEvent) -> None:
        self.screen = event.detail["screen"]
        self._of(event).displayed(event.detail)

    def _written(self, event: TraceEvent) -> None:
        self._of(event).written(event.detail)

    def _replaced(self, event: TraceEvent) -> None:
        if event.detail.get("records") == 0:
            # Not the end of a batch but a memory that was wiped.
            self._of(event).wiped()

    def _of(self, event: TraceEvent) -> Memory:
        return self.backup if event.detail.get("backup") else self.terminal

    def _did(self, event: TraceEvent) -> None:
        detail = event.detail
        # Confirming or loading paper goes on with the errand; another menu function ends it.
        if "step" in detail or detail["action"] in KINDS:
            self._step = detail.get("step", "")

    def _sent(self, event: TraceEvent) -> None:
        seen = self._transactions.find(event.detail.get("batch"), event.detail.get("stan"))
        if self._step and seen is not None and seen.asked_seq == event.seq:
            self._of_step.setdefault(self._step, []).append(seen)


def outcome_of(seen: Transaction) -> str:
    """How a transaction stands: approved, declined, reversed, voided, refunded or unknown."""
    if seen.said == "reversed" or (seen.reversed_seq >= 0 and seen.moved_fen == 0):
        return "reversed"
    if seen.said == "declined":
        return "declined"
    if seen.said != "approved":
        return "unknown"
    for taker in seen.takers or ():
        if taker.said == "approved" and taker.kind in CREDITS:
            return "refunded" if taker.kind == "refund" else "voided"
    return "approved"

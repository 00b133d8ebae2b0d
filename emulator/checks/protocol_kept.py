"""The terminal keeps to the protocol: numbers, answers, reversals first, the right end code."""

from typing import Any

from emulator.checks.base import Check, Folds, Handlers
from emulator.checks.recent import RecentBatches
from emulator.checks.seen import NOT_SEEN
from emulator.checks.transactions import Transactions
from emulator.domain.responses import APPROVALS
from emulator.domain.trace import TraceEvent
from emulator.domain.transaction import SETTLEMENT_RESULTS

ONLINE = frozenset({"0100", "0200", "0220", "0500"})
"""Requests that must wait until a reversal that is due was accepted (payments.md 3.7)."""

NUMBERED = ONLINE | {"0320", "0800", "0820", "0620"}
"""Requests that take a number of their own; 0400 carries its original's."""

REPEATABLE = NUMBERED - {"0100", "0200"}
"""Requests that may be sent again unchanged: no money moves, or it is a notice of what happened."""

END_CODES = {"balanced": "207", "unbalanced": "202"}
"""DE60.3 of the closing 0320 (payments.md 3.8, step 6)."""

_ANSWERS = frozenset({"0110", "0210", "0230"})


class _Number:
    """What happened under one STAN of one batch."""

    __slots__ = ("approved_seq", "asked_seq", "reversal_seq", "wording")

    def __init__(self, asked_seq: int, wording: tuple[Any, ...] | None) -> None:
        self.asked_seq = asked_seq
        self.wording = wording
        self.approved_seq = NOT_SEEN
        self.reversal_seq = NOT_SEEN


class ProtocolKept(Check):
    """
    What the terminal sends, and what it shows for the answers.

    How often a reversal is tried is a setting of the terminal and not judged.
    """

    name = "protocol_kept"

    def __init__(self, folds: Folds | None = None) -> None:
        super().__init__(folds)
        self._transactions = self.read(Transactions)
        self._numbers: RecentBatches[_Number] = RecentBatches()
        self._results: dict[str, str] = {}

    def handlers(self) -> Handlers:
        return {
            ("uplink", "sent"): self._sent,
            ("uplink", "delivered"): self._delivered,
            ("console", "displayed"): self._displayed,
        }

    # Requests ---------------------------------------------------------------------------------

    def _sent(self, event: TraceEvent) -> None:
        detail = event.detail
        if detail["way"] != "up" or not self._transactions.is_own(detail.get("terminal")):
            return
        self.judged += 1
        mti = detail["mti"]
        if mti == "0400":
            number = self._numbers.find(detail["batch"], detail["stan"])
            if number is not None:
                number.reversal_seq = event.seq
            return
        if mti in NUMBERED:
            self._judge_number(event, mti)
        if mti in ONLINE and self._transactions.unfinished:
            self._judge_reversal_first(event)
        if mti == "0320" and detail.get("network_code") in END_CODES.values():
            self._judge_end_code(event)

    def _judge_number(self, event: TraceEvent, mti: str) -> None:
        detail = event.detail
        of_batch = self._numbers.of(detail["batch"])
        earlier = of_batch.get(detail["stan"])
        # Only what may be repeated is worth remembering word for word.
        wording = _wording(detail) if mti in REPEATABLE else None
        if earlier is None:
            of_batch[detail["stan"]] = _Number(event.seq, wording)
        elif wording is None or wording != earlier.wording:
            self.offences.add(
                "stan_twice",
                (event.seq, earlier.asked_seq),
                weight=detail.get("amount_fen") or 0,
                stan=detail["stan"],
                batch=detail["batch"],
            )
            of_batch[detail["stan"]] = _Number(event.seq, wording)

    def _judge_reversal_first(self, event: TraceEvent) -> None:
        detail = event.detail
        for key, open_one in self._transactions.unfinished.items():
            if key != (detail["batch"], detail["stan"]):
                self.offences.add(
                    "reversal_first",
                    (event.seq, open_one.asked_seq),
                    weight=open_one.amount_fen,
                    mti=detail["mti"],
                    stan=detail["stan"],
                    open_stan=open_one.stan,
                    open_batch=open_one.batch,
                )
                return

    def _judge_end_code(self, event: TraceEvent) -> None:
        batch = event.detail["batch"]
        wanted = END_CODES.get(SETTLEMENT_RESULTS.get(self._results.get(batch, ""), ""))
        if wanted is not None and wanted != event.detail["network_code"]:
            self.offences.add(
                "end_code",
                (event.seq,),
                batch=batch,
                sent=event.detail["network_code"],
                wanted=wanted,
            )

    # Answers and what the shop was told -------------------------------------------------------

    def _delivered(self, event: TraceEvent) -> None:
        detail = event.detail
        if detail["way"] != "down" or detail.get("garbled"):
            return
        if detail["mti"] in _ANSWERS:
            if detail.get("code") in APPROVALS:
                number = self._numbers.find(detail["batch"], detail["stan"])
                if number is not None and self._transactions.is_own(detail.get("terminal")):
                    number.approved_seq = event.seq
        elif detail["mti"] == "0510" and "result" in detail:
            self._results = {detail["batch"]: str(detail["result"])}

    def _displayed(self, event: TraceEvent) -> None:
        detail = event.detail
        if detail["screen"] != "approved" or "stan" not in detail:
            return
        number = self._numbers.find(detail.get("batch"), detail["stan"])
        amount_fen = detail.get("amount_fen") or 0
        if number is None or number.approved_seq < number.asked_seq:
            asked_seq = NOT_SEEN if number is None else number.asked_seq
            self.offences.add(
                "unanswered",
                (event.seq, asked_seq),
                weight=amount_fen,
                stan=detail["stan"],
                batch=detail.get("batch", ""),
                amount_fen=amount_fen,
            )
        elif number.reversal_seq > number.asked_seq:
            self.offences.add(
                "after_reversal",
                (event.seq, number.reversal_seq),
                weight=amount_fen,
                stan=detail["stan"],
                batch=detail.get("batch", ""),
            )


def _wording(detail: dict[str, Any]) -> tuple[Any, ...]:
    return tuple([(key, repr(value)) for key, value in sorted(detail.items()) if key != "message"])

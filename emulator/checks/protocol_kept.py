"""The terminal keeps to the protocol: numbers, answers, reversals first, the right end code."""

from typing import Any

import msgspec

from emulator.checks.base import Check, Folds, Handlers, worded
from emulator.checks.recent import RecentBatches
from emulator.checks.seen import ANSWER_MTIS, NOT_SEEN
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


class _Number(msgspec.Struct, eq=False, gc=False):
    """What happened under one STAN of one batch."""

    asked_seq: int
    wording: tuple[Any, ...] | None
    """The request word for word, if it may be repeated."""
    approved_seq: int = NOT_SEEN
    reversal_seq: int = NOT_SEEN


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
            ("uplink", "sent", "0400"): self._reversal_sent,
            **worded("uplink", "sent", sorted(NUMBERED), self._sent),
            **worded("uplink", "delivered", ANSWER_MTIS, self._answered),
            ("uplink", "delivered", "0510"): self._settlement_answered,
            ("console", "displayed", "approved"): self._approved_shown,
        }

    # Requests ---------------------------------------------------------------------------------

    def _sent(self, event: TraceEvent) -> None:
        detail = event.detail
        if detail["way"] != "up" or not self._transactions.is_own(detail.get("terminal")):
            return
        self.judged += 1
        mti = detail["mti"]
        self._judge_number(event, mti)
        if mti in ONLINE and self._transactions.unfinished:
            self._judge_reversal_first(event)
        if mti == "0320" and detail.get("network_code") in END_CODES.values():
            self._judge_end_code(event)

    def _reversal_sent(self, event: TraceEvent) -> None:
        detail = event.detail
        if detail["way"] != "up" or not self._transactions.is_own(detail.get("terminal")):
            return
        self.judged += 1
        number = self._numbers.find(detail["batch"], detail["stan"])
        if number is not None:
            number.reversal_seq = event.seq

    def _judge_number(self, event: TraceEvent, mti: str) -> None:
        detail = event.detail
        stan = detail["stan"]
        of_batch = self._numbers.of(detail["batch"])
        earlier = of_batch.get(stan)
        # Only what may be repeated is worth remembering word for word.
        wording = _wording(detail) if mti in REPEATABLE else None
        if earlier is None:
            of_batch[stan] = _Number(event.seq, wording)
        elif wording is None or wording != earlier.wording:
            self.offences.add(
                "stan_twice",
                (event.seq, earlier.asked_seq),
                weight=detail.get("amount_fen") or 0,
                stan=stan,
                batch=detail["batch"],
            )
            of_batch[stan] = _Number(event.seq, wording)

    def _judge_reversal_first(self, event: TraceEvent) -> None:
        detail = event.detail
        own = (detail["batch"], detail["stan"])
        for key, open_one in self._transactions.unfinished.items():
            # Each terminal answers for what it asked itself.
            if key != own and open_one.terminal == detail["terminal"]:
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

    def _answered(self, event: TraceEvent) -> None:
        detail = event.detail
        if (
            detail.get("code") in APPROVALS
            and detail["way"] == "down"
            and not detail.get("garbled")
            and self._transactions.is_own(detail.get("terminal"))
        ):
            number = self._numbers.find(detail["batch"], detail["stan"])
            if number is not None:
                number.approved_seq = event.seq

    def _settlement_answered(self, event: TraceEvent) -> None:
        detail = event.detail
        if detail["way"] == "down" and not detail.get("garbled") and "result" in detail:
            self._results = {detail["batch"]: str(detail["result"])}

    def _approved_shown(self, event: TraceEvent) -> None:
        detail = event.detail
        if "stan" not in detail:
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

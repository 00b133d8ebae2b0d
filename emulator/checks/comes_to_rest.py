"""After the trouble the shop comes to rest: nothing is owed, it can sell, the money arrives."""

from emulator.checks.base import Check, Folds, Handlers
from emulator.checks.payouts import Payouts
from emulator.checks.seen import NOT_SEEN
from emulator.checks.transactions import Transactions
from emulator.domain.trace import TraceEvent

BUSY_SCREENS = frozenset(
    {"booting", "connecting", "waiting", "reversing", "settling", "press_to_print"}
)
"""Screens on which the terminal works by itself; any other is idle or asks a person."""


class ComesToRest(Check):
    """
    No reversal is pending, no screen is stuck, a small sale succeeds, payouts are right.

    A payout is what was cleared less the fee and what was returned, on the date that the clearing
    announced, unless a recorded reason explains another one. It is sent once, and again only when
    it came back: what takes long may still arrive.
    """

    name = "comes_to_rest"
    judged_at_rest = True

    def __init__(self, folds: Folds | None = None) -> None:
        super().__init__(folds)
        self._transactions = self.read(Transactions)
        self._payouts = self.read(Payouts)
        self._is_on = True
        self._power_seq = NOT_SEEN
        self._probe_seq = NOT_SEEN

    def handlers(self) -> Handlers:
        return {
            ("terminal", "powered_on"): self._powered_on,
            ("terminal", "powered_off"): self._powered_off,
            ("clearing", "payout_sent"): self._sent,
            ("clearing", "merchant_credited"): self._credited,
            ("bench", "probe_started"): self._probe_started,
            ("bench", "run_ended"): self._run_ended,
            **self.rest_handlers(),
        }

    def _powered_on(self, event: TraceEvent) -> None:
        self._is_on = True

    def _powered_off(self, event: TraceEvent) -> None:
        self._is_on = False
        self._power_seq = event.seq

    # At the end of the calm -------------------------------------------------------------------

    def at_rest(self, event: TraceEvent) -> None:
        """Look at what is still owed and at the screen that stands."""
        self.judged += 1
        for owed in self._transactions.unfinished.values():
            self.offences.add(
                "reversal_pending",
                (owed.said_seq, owed.asked_seq),
                weight=owed.amount_fen,
                stan=owed.stan,
                batch=owed.batch,
                amount_fen=owed.amount_fen,
            )
        if not self._is_on:
            self.offences.add("off", (self._power_seq,))
        elif self._transactions.screen in BUSY_SCREENS:
            self.offences.add(
                "stuck", (self._transactions.screen_seq,), screen=self._transactions.screen
            )
        if self._transactions.backup_screen in BUSY_SCREENS:
            self.offences.add(
                "stuck",
                (self._transactions.backup_screen_seq,),
                screen=self._transactions.backup_screen,
            )
        self._judge_missing_payouts(event)

    def _judge_missing_payouts(self, event: TraceEvent) -> None:
        today = self._payouts.date_at(event.at_us)
        for (merchant, business_day), payout in self._payouts.open.items():
            if today is not None and payout.due < today.isoformat() and not payout.excused:
                self.offences.add(
                    "payout_missing",
                    (payout.due_seq,),
                    weight=payout.amount_fen,
                    merchant=merchant,
                    business_day=business_day,
                    due=payout.due,
                    amount_fen=payout.amount_fen,
                )

    # The probe --------------------------------------------------------------------------------

    def _probe_started(self, event: TraceEvent) -> None:
        self._probe_seq = event.seq

    def _run_ended(self, event: TraceEvent) -> None:
        if self._probe_seq == NOT_SEEN:
            return
        seen = self._transactions
        approved = [t for t in seen if t.asked_seq > self._probe_seq and t.said == "approved"]
        proof = (max(seen.screen_seq, seen.backup_screen_seq), self._probe_seq)
        if not approved:
            self.offences.add("cannot_sell", proof, weight=1, screen=seen.screen)
        elif all(t.slip_seq == NOT_SEEN for t in approved):
            self.offences.add("cannot_print", proof, weight=1)

    # Payouts ----------------------------------------------------------------------------------

    def _sent(self, event: TraceEvent) -> None:
        again = self._payouts.sent_again
        if again is not None:
            self.offences.add(
                "payout_twice",
                (event.seq, again.earlier_seq),
                weight=again.payout.amount_fen,
                merchant=event.detail["merchant"],
                business_day=event.detail["business_day"],
                amount_fen=again.payout.amount_fen,
            )

    def _credited(self, event: TraceEvent) -> None:
        credit = self._payouts.credit
        assert credit is not None
        detail, payout = credit.detail, credit.payout
        self.judged += 1
        paid_fen = detail["amount_fen"]
        if "cleared_fen" in detail:
            right_fen = (
                detail["cleared_fen"] - detail.get("fee_fen", 0) - detail.get("returned_fen", 0)
            )
            if paid_fen != right_fen:
                self._offend_payout("payout_amount", event, paid_fen, right_fen)
        if payout is None or payout.excused:
            return
        if paid_fen != payout.amount_fen:
            self._offend_payout("payout_amount", event, paid_fen, payout.amount_fen)
        if detail.get("date", payout.due) != payout.due:
            self.offences.add(
                "payout_day",
                (event.seq, payout.due_seq),
                weight=paid_fen,
                business_day=detail["business_day"],
                date=detail["date"],
                due=payout.due,
            )

    def _offend_payout(self, what: str, event: TraceEvent, paid_fen: int, right_fen: int) -> None:
        self.offences.add(
            what,
            (event.seq,),
            weight=abs(paid_fen - right_fen),
            business_day=event.detail.get("business_day", ""),
            paid_fen=paid_fen,
            right_fen=right_fen,
        )

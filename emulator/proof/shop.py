"""
How a run ended for the shop at the till and for the merchant at the bank.

    a screen that waits for a remedy   blocks the shop while it stands
    no sign-in                         blocks the shop until there is one
    a screen that tells of a failure   blocks the shop until something is approved again

The third sort is why a shop counts as blocked up to the test sale if nobody tried before: what
was not tried is not known to work.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

import msgspec

from emulator.domain.trace import TraceEvent
from emulator.domain.transaction import SETTLEMENT_RESULTS

STANDING = frozenset(("paper_out", "printer_fault", "printer_hot", "locked", "booting"))
TELLING = frozenset(
    (
        "not_connected", "card_unread", "update_required", "timed_out", "bad_answer",
        "reversal_failed", "journal_full", "totals_full", "storage_full", "settlement_failed",
    )
)  # fmt: skip
NOT_THE_CUSTOMERS = frozenset(("B", "D", "E"))
"""Classes of refusals for which another card would not help."""
OWN_DEBTS = frozenset(("reversal_pending", "refund_pending", "settlement_pending", "sign_in"))
"""Why a function is not possible when the terminal itself is in the way."""


class ShopEnd(msgspec.Struct, frozen=True, kw_only=True):
    """What a run came to at the till."""

    blocked_us: int = 0
    sells: bool = True
    """The test sale at the end was approved and its slip came out; True if there was none."""
    batch_result: str = ""
    """Of the last settlement: balanced, unbalanced, error; empty if there was none."""
    batches: int = 0
    without_batch_slip: int = 0
    """Settled batches of which no slip can be read."""
    complaints: int = 0
    differences: int = 0
    """Listed at the acquirer and not resolved."""


class MerchantEnd(msgspec.Struct, frozen=True, kw_only=True):
    """What a run came to on the merchant's account."""

    credited_fen: int = 0
    credit_day: int = 0
    """Calendar days from the beginning of the story to the last credit; 0 if none came."""
    credit_us: int = 0
    """From midnight before the story to the last credit; 0 if none came."""
    pending_fen: int = 0
    """Owed by the acquirer, or under way."""
    suspense_fen: int = 0
    """In any institution's suspense account."""


def shop_of(events: Sequence[TraceEvent]) -> ShopEnd:
    """How the run ended at the till; all of its events are looked at, the test sale's too."""
    blocks, counts = _Blocks(), _Counts()
    for event in events:
        blocks.take(event)
        counts.take(event)
    return ShopEnd(
        blocked_us=blocks.total_us(events[-1].at_us if events else 0),
        sells=counts.probe in ((), ("approved", "slip")),
        batch_result=counts.batch_result,
        batches=counts.batches,
        without_batch_slip=len(counts.unproven),
        complaints=counts.complaints,
        differences=len(counts.differences),
    )


class _Blocks:
    """Adds up the time in which the shop could not sell."""

    def __init__(self) -> None:
        self._stands = self._was_told = self._is_signed_out = False
        self._since_us: int | None = None
        self._sum_us = 0

    def take(self, event: TraceEvent) -> None:
        if event.name == "terminal.powered_off":
            self._stands = True
        elif event.name == "console.displayed":
            screen = event.detail["screen"]
            self._stands = screen in STANDING
            if screen in ("approved", "signed_in"):
                self._is_signed_out = False
                self._was_told &= screen != "approved"
            elif screen == "sign_in_required":
                self._is_signed_out = True
            elif tells_of_failure(event):
                self._was_told = True
        else:
            return
        # While the shop is being opened nobody wants to buy anything.
        now_us = max(event.at_us, 0)
        is_blocked = self._stands or self._was_told or self._is_signed_out
        if is_blocked and self._since_us is None:
            self._since_us = now_us
        elif not is_blocked and self._since_us is not None:
            self._sum_us += now_us - self._since_us
            self._since_us = None

    def total_us(self, end_us: int) -> int:
        return self._sum_us + (0 if self._since_us is None else end_us - self._since_us)


def tells_of_failure(event: TraceEvent) -> bool:
    """Whether a screen says that the shop cannot sell, whatever the customer does."""
    detail = event.detail
    match detail["screen"]:
        case "declined":
            return detail.get("operator_class") in NOT_THE_CUSTOMERS
        case "not_possible":
            return detail.get("why") in OWN_DEBTS
        case screen:
            return screen in TELLING


class _Counts:
    def __init__(self) -> None:
        self.batches = self.complaints = 0
        self.batch_result = ""
        self.unproven: dict[str, None] = {}
        """Closed batches of which no slip could be read yet."""
        self.differences: dict[tuple[str, str, str], None] = {}
        self.probe: tuple[str, ...] = ()
        """`tried`, then `approved`, then `approved` and `slip`; empty if there was no test sale."""

    def take(self, event: TraceEvent) -> None:
        detail = event.detail
        match event.name:
            case "acquirer.batch_closed" if not detail.get("repeated"):
                self.batches += 1
                self.unproven[detail["batch"]] = None
                self.batch_result = SETTLEMENT_RESULTS.get(str(detail.get("result")), "")
            case "printer.slip_printed":
                self._slip(event)
            case "cardholder.complained":
                self.complaints += 1
            case "acquirer.difference_listed":
                self.differences[_number(event)] = None
            case "acquirer.difference_resolved":
                self.differences.pop(_number(event), None)
            case "bench.probe_started":
                self.probe = ("tried",)
            case "console.displayed" if self.probe and detail["screen"] == "approved":
                self.probe = ("approved",)

    def _slip(self, event: TraceEvent) -> None:
        detail = event.detail
        if not detail.get("legible", True):
            return
        if detail.get("slip_kind") == "settlement":
            self.unproven.pop(detail.get("batch", ""), None)
        elif self.probe == ("approved",):
            self.probe = ("approved", "slip")


def _number(event: TraceEvent) -> tuple[str, str, str]:
    detail = event.detail
    return detail.get("terminal", ""), detail.get("batch", ""), detail.get("stan", "")


def merchant_of(events: Sequence[TraceEvent], *, start: datetime) -> MerchantEnd:
    """
    How the run ended on the merchant's account.

    Args:
        events: What happened until the end of the calm, in order.
        start: The date and time of moment 0.
    """
    books: dict[str, int] = {}
    # So that stories that begin at another time of day can be compared.
    midnight_us = (start - datetime.combine(start.date(), time())) // timedelta(microseconds=1)
    credited_fen = credit_day = credit_us = 0
    for event in events:
        if event.kind == "posted":
            for account, fen in event.detail.get("legs", ()):
                books[account] = books.get(account, 0) + fen
        elif event.name == "clearing.merchant_credited":
            credited_fen += event.detail["amount_fen"]
            credit_day = (date.fromisoformat(event.detail["date"]) - start.date()).days
            credit_us = event.at_us + midnight_us
    owed = ("acquirer:payable:", "clearing:transit:")
    return MerchantEnd(
        credited_fen=credited_fen,
        credit_day=credit_day,
        credit_us=credit_us,
        pending_fen=sum(fen for account, fen in books.items() if account.startswith(owed)),
        suspense_fen=sum(fen for account, fen in books.items() if account.endswith(":suspense")),
    )

"""
The banks' statements, from the issuers' postings and from what came of the payouts.

A posting that undoes something does not say what; it is taken for what stood under its number.
"""

from datetime import date, datetime

import msgspec

from emulator.checks.seen import MONEY_KINDS
from emulator.domain.trace import TraceEvent
from emulator.operations.reconciliation.acquirer_side import Handler
from emulator.operations.reconciliation.positions import sign_of
from emulator.operations.reconciliation.records import (
    ADJUSTED,
    BOOKED,
    CHARGED_BACK,
    CREDITED,
    DEFERRED,
    DUE,
    FAILED_STATES,
    HELD,
    PAYOUT,
    RETURNED,
    REVERSED,
    SENT,
    Key,
    Obstacle,
    StatementLine,
)
from emulator.operations.reconciliation.trace_details import Credited, OfDay, Posted, Shut, read

_KIND_OF = {"hold": "preauth", "release": "preauth_void"}
_STATE_OF = {
    "payout_due": DUE,
    "payout_sent": SENT,
    "payout_held": HELD,
    "payout_deferred": DEFERRED,
    "payout_returned": RETURNED,
}


_MOST_OBSTACLES = 1_000
"""More than a shop meets in its life; every late payout is held against all of them."""


class _Payout(msgspec.Struct):
    """A payout on its way."""

    amount_fen: int = 0
    fee_fen: int = 0
    state: str = DUE
    why: str = ""


class BankSide:
    """Takes events, and gives the statements as they are after them."""

    def __init__(self) -> None:
        self._lines: list[StatementLine] = []
        self._kinds: dict[Key, str] = {}
        self._payouts: dict[date, _Payout] = {}
        self._obstacles: list[Obstacle] = []
        self._open: dict[str, int] = {}
        """What is in the way now: its name, and where it stands in the list."""
        self.handlers: dict[tuple[str, str], Handler] = {
            ("issuer", "posted"): self._posted,
            ("clearing", "posted"): self._cleared,
            ("clearing", "merchant_credited"): self._credited,
            ("clearing", "closed"): self._shut,
            ("clearing", "opened"): self._opened,
            ("clearing", "file_late"): self._file_missing,
            ("clearing", "file_rejected"): self._file_missing,
            ("clearing", "file_made"): self._file_made,
            **{("clearing", kind): self._payout for kind in _STATE_OF},
        }

    def __len__(self) -> int:
        return len(self._lines) + len(self._payouts) + len(self._obstacles)

    # Cards ------------------------------------------------------------------------------------

    def _posted(self, event: TraceEvent, at: datetime) -> None:
        one = read(event, Posted)
        if not one.stan:
            return
        settled_fen = one.moved_fen("issuer:", ":settlement")
        known = self._kinds.get(one.key)
        if one.reason == "adjustment":
            self._add(one, at, known or "", ADJUSTED, settled_fen)
        elif one.reason == "chargeback":
            self._add(one, at, known or "", CHARGED_BACK, -settled_fen)
        elif one.reason == "reversal":
            kind = known or ("sale" if settled_fen < 0 else "refund")
            self._add(one, at, kind, REVERSED, self._amount(one, kind, -1))
        elif one.reason == "release" and known == "preauth":
            # A hold that ran out; it was right while it lasted.
            return
        else:
            kind = _KIND_OF.get(one.reason, one.reason)
            if kind in MONEY_KINDS:
                self._kinds[one.key] = kind
                self._add(one, at, kind, BOOKED, self._amount(one, kind, 1))

    def _amount(self, one: Posted, kind: str, way: int) -> int:
        sign = sign_of(kind)
        if sign == 0:
            return abs(one.moved_fen("cardholder:", ":held"))
        return way * sign * one.moved_fen("issuer:", ":settlement")

    def _add(self, one: Posted, at: datetime, kind: str, entry: str, amount_fen: int) -> None:
        self._lines.append(
            StatementLine(
                terminal=one.terminal,
                batch=one.batch,
                stan=one.stan,
                transaction=kind,
                entry=entry,
                amount_fen=amount_fen,
                at=at,
                card=one.card,
            )
        )

    # Payouts ----------------------------------------------------------------------------------

    def _of_day(self, day: date) -> _Payout:
        found = self._payouts.get(day)
        if found is None:
            found = self._payouts[day] = _Payout()
        return found

    def _cleared(self, event: TraceEvent, _: datetime) -> None:
        one = read(event, Posted)
        if one.reason == "fee" and one.business_day is not None:
            self._of_day(one.business_day).fee_fen += one.moved_fen("acquirer:fees")

    def _payout(self, event: TraceEvent, _: datetime) -> None:
        one = read(event, OfDay)
        payout = self._of_day(one.business_day)
        payout.amount_fen = one.amount_fen
        payout.state = _STATE_OF[event.kind]
        if payout.state in FAILED_STATES:
            payout.why = one.why

    def _credited(self, event: TraceEvent, at: datetime) -> None:
        one = read(event, Credited)
        payout = self._of_day(one.business_day)
        payout.state = CREDITED
        self._lines.append(
            StatementLine(
                entry=PAYOUT,
                business_day=one.business_day,
                amount_fen=one.amount_fen,
                fee_fen=one.fee_fen,
                at=at,
                why=payout.why,
            )
        )

    # What is in the way -----------------------------------------------------------------------

    def _shut(self, event: TraceEvent, at: datetime) -> None:
        why = read(event, Shut).why
        self._begin(f"closed:{why}", why, at)

    def _opened(self, event: TraceEvent, at: datetime) -> None:
        self._end(f"closed:{read(event, Shut).why}", at)

    def _file_missing(self, event: TraceEvent, at: datetime) -> None:
        one = read(event, OfDay)
        self._begin(f"file:{one.business_day}", one.why or "late", at)

    def _file_made(self, event: TraceEvent, at: datetime) -> None:
        self._end(f"file:{read(event, OfDay).business_day}", at)

    def _begin(self, name: str, why: str, at: datetime) -> None:
        if len(self._obstacles) == _MOST_OBSTACLES:
            raise ValueError("too many obstacles")
        if name not in self._open:
            self._open[name] = len(self._obstacles)
            self._obstacles.append(Obstacle(since=at, why=why))

    def _end(self, name: str, at: datetime) -> None:
        index = self._open.pop(name, None)
        if index is not None:
            self._obstacles[index] = msgspec.structs.replace(self._obstacles[index], until=at)

    def lines(self) -> tuple[StatementLine, ...]:
        """The statements: what was posted, and then what is still under way."""
        under_way = [
            StatementLine(
                entry=PAYOUT,
                business_day=day,
                amount_fen=one.amount_fen,
                fee_fen=one.fee_fen,
                state=one.state,
                why=one.why,
            )
            for day, one in self._payouts.items()
            if one.state != CREDITED
        ]
        return (*self._lines, *under_way)

    def obstacles(self) -> tuple[Obstacle, ...]:
        """When nothing was cleared or paid, in the order in which it began."""
        return tuple(self._obstacles)

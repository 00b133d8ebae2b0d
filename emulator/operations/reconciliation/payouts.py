"""
What should come to the merchant's account, and what came.

By business day, because a payout is for a day; one that is split is taken together. Left out: a
payout that pays several days in one sum.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time

import msgspec

from emulator.operations.reconciliation.differences import (
    BANK,
    CARRIED,
    DUPLICATED,
    EXPECTED,
    LATE,
    NOT_YET_DUE,
    UNMATCHED,
    WRONG_AMOUNT,
    Difference,
)
from emulator.operations.reconciliation.records import (
    CREDITED,
    FAILED_STATES,
    PAYOUT,
    Obstacle,
    StatementLine,
)
from emulator.operations.reconciliation.takings import Takings, owed_by_day

DueOn = Callable[[date], date]
"""By the bank calendar: on which date the takings of a business day are due."""


FeeOf = Callable[[int], int]
"""What the acquirer has agreed to keep of a day's takings."""


class PayoutsCompared(msgspec.Struct, frozen=True):
    """What came of the comparison."""

    differences: list[Difference]
    fee_fen: int
    """What was kept of the takings that were paid out."""
    credited_fen: int
    """What came to the merchant's account."""


def compare_payouts(
    takings: dict[date, Takings],
    lines: Iterable[StatementLine],
    *,
    until: datetime,
    due_on: DueOn,
    fee_of: FeeOf | None = None,
    obstacles: Sequence[Obstacle] = (),
) -> PayoutsCompared:
    """
    Compare what is owed for each business day with what came to the merchant's account.

    Args:
        takings: By business day, as `takings_by_day` sums them up.
        lines: The statement; only its payouts are looked at.
        until: Up to when the statement goes.
        due_on: The bank calendar.
        fee_of: What was agreed; None: whatever the records or the statement say was kept.
        obstacles: When nothing was cleared or paid, and why.
    """
    owed, carried = owed_by_day(takings)
    by_day: dict[date, list[StatementLine]] = {}
    for line in lines:
        if line.entry == PAYOUT and line.business_day is not None:
            by_day.setdefault(line.business_day, []).append(line)
    found: list[Difference] = []
    fee_fen = credited_fen = 0
    for day in sorted({*owed, *by_day}):
        one = _Day(day, owed.get(day, Takings()), by_day.get(day, []), obstacles, until)
        one.agree(fee_of)
        credited_fen += one.credited_fen
        if one.credited:
            fee_fen += one.fee_fen
        found += one.differences(due_on)
    if carried.taken_fen:
        found.append(_carried_on(max(takings), carried.taken_fen))
    return PayoutsCompared(found, fee_fen, credited_fen)


def _carried_on(day: date, taken_fen: int) -> Difference:
    return Difference(
        kind=NOT_YET_DUE,
        standing=EXPECTED,
        why=CARRIED,
        business_day=day,
        amount_fen=-taken_fen,
        to_account_fen=-taken_fen,
    )


class _Day:
    """The takings of one business day, and their payout."""

    def __init__(
        self,
        day: date,
        owed: Takings,
        lines: list[StatementLine],
        obstacles: Sequence[Obstacle],
        until: datetime,
    ) -> None:
        self.day = day
        self.credited = [line for line in lines if line.state == CREDITED]
        self.credited_fen = sum(line.amount_fen for line in self.credited)
        self._waiting = [line for line in lines if line.state != CREDITED]
        self._obstacles = obstacles
        self._until = until
        self._owed_fen = owed.taken_fen
        self.fee_fen = owed.fee_fen or 0
        self._is_fee_told = owed.fee_fen is not None

    def agree(self, fee_of: FeeOf | None) -> None:
        """
        Say what the fee is if the acquirer's records do not.

        It is what was agreed; if nobody knows that, what the statement says was kept.
        """
        if self._is_fee_told or not self._owed_fen:
            return
        if fee_of is not None:
            self.fee_fen = fee_of(self._owed_fen)
            return
        told = [line.fee_fen for line in self.credited if line.fee_fen is not None]
        # A fee that is told with two payouts of the same day was kept once all the same.
        self.fee_fen = max(told, default=0)

    def differences(self, due_on: DueOn) -> list[Difference]:
        if not self.credited:
            return [self._outstanding(due_on(self.day))] if self._owed_fen else []
        if not self._owed_fen:
            return [self._told(UNMATCHED, self.credited_fen, self.credited_fen)]
        return [*self._wrong_sum(), *self._arrived_late(due_on(self.day))]

    def _told(self, kind: str, amount_fen: int, gap_fen: int, **more: object) -> Difference:
        return msgspec.structs.replace(
            Difference(
                kind=kind,
                odd=BANK,
                business_day=self.day,
                amount_fen=abs(amount_fen),
                to_account_fen=gap_fen,
            ),
            **more,
        )

    def _outstanding(self, due: date) -> Difference:
        last = self._waiting[-1] if self._waiting else None
        # What was returned and is due again cannot come on its day any more.
        has_failed = last is not None and (last.state in FAILED_STATES or last.why != "")
        if not has_failed and self._until.date() <= due:
            more = {"standing": EXPECTED, "odd": "", "due": due}
            return self._told(NOT_YET_DUE, self._owed_fen, -self._owed_fen, **more)
        why = self._why(last, self._until)
        return self._told(LATE, self._owed_fen, -self._owed_fen, due=due, why=why)

    def _wrong_sum(self) -> list[Difference]:
        wanted_fen = self._owed_fen - self.fee_fen
        over_fen = self.credited_fen - wanted_fen
        if not over_fen:
            return []
        is_repeated = len(self.credited) > 1 and any(
            line.amount_fen == wanted_fen for line in self.credited
        )
        return [self._told(DUPLICATED if is_repeated else WRONG_AMOUNT, over_fen, over_fen)]

    def _arrived_late(self, due: date) -> list[Difference]:
        arrived = [line for line in self.credited if line.at is not None]
        late = [line for line in arrived if line.at is not None and line.at.date() > due]
        if not late or self._is_early_enough(arrived, due):
            return []
        last = late[-1]
        assert last.at is not None
        more = {"due": due, "credited_on": last.at.date(), "why": self._why(last, last.at)}
        return [self._told(LATE, last.amount_fen, 0, **more)]

    def _is_early_enough(self, arrived: list[StatementLine], due: date) -> bool:
        """A second credit of the same money is not late; it should not be there at all."""
        in_time_fen = sum(
            line.amount_fen for line in arrived if line.at is not None and line.at.date() <= due
        )
        return in_time_fen >= self._owed_fen - self.fee_fen

    def _why(self, line: StatementLine | None, by: datetime) -> str:
        """What stood in the way last: of the payout itself, else of everybody's money."""
        if line is not None and line.why:
            return line.why
        since = datetime.combine(self.day, time())
        in_the_way = [
            one
            for one in self._obstacles
            if one.since <= by and (one.until is None or one.until >= since)
        ]
        return in_the_way[-1].why if in_the_way else ""

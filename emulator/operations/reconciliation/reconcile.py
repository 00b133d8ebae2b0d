"""
Three-way reconciliation: terminal journal, acquirer's records and bank statement (D15).

    Sides -> by transaction -> differences -+
          -> by business day -> payouts ----+-> Report
          -> totals ------------------------+

A pure function: it can be asked at any moment of a day, with what is on record up to then.
"""

from collections.abc import Iterator
from datetime import datetime

import msgspec
from msgspec.structs import replace

from emulator.operations.reconciliation.differences import (
    ACQUIRER,
    BANK,
    CLASSES,
    DIFFERS,
    TERMINAL,
    UNDECIDED,
    Difference,
)
from emulator.operations.reconciliation.items import CLOCK_TOLERANCE_US, compare_items
from emulator.operations.reconciliation.payouts import (
    DueOn,
    FeeOf,
    PayoutsCompared,
    compare_payouts,
)
from emulator.operations.reconciliation.positions import (
    acquirer_positions,
    bank_positions,
    journal_positions,
    sign_of,
)
from emulator.operations.reconciliation.records import (
    APPROVED,
    OPEN,
    JournalItem,
    Sides,
)
from emulator.operations.reconciliation.settled import compare_settled
from emulator.operations.reconciliation.takings import takings_by_day
from emulator.operations.reconciliation.totals import (
    Explanation,
    Share,
    Totals,
    shares_of,
    total_acquirer,
    total_bank,
    total_journal,
)
from emulator.operations.reconciliation.twice import keyed_twice, taken_back

AGREES = "agrees"
"""The verdict when everything does."""

ACCOUNT = "account"
"""What the last explanation leads to: the merchant's account."""


class OpenBatch(msgspec.Struct, frozen=True):
    """A batch that the terminal has not settled."""

    terminal: str
    batch: str
    count: int
    net_fen: int
    undecided: int
    """Transactions whose outcome the terminal does not know."""


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What the reconciliation came to."""

    until: datetime
    journal: Totals
    acquirer: Totals
    bank: Totals | None
    """None if the statement lists no transactions, or nobody has one."""
    explanations: tuple[Explanation, ...]
    findings: tuple[Difference, ...]
    """By class, in the order of `CLASSES`."""
    open_batches: tuple[OpenBatch, ...]
    is_whole: bool
    """False: the record breaks off, so what is open now might have been closed."""
    journal_seen: bool

    def standing(self, standing: str) -> tuple[Difference, ...]:
        """The findings that stand like this."""
        return tuple(one for one in self.findings if one.standing == standing)

    @property
    def differences(self) -> tuple[Difference, ...]:
        """What does not agree."""
        return self.standing(DIFFERS)

    @property
    def agrees(self) -> bool:
        """Tell whether everything that could be judged agrees, to the fen."""
        return not self.differences and not any(one.unexplained_fen for one in self.explanations)

    @property
    def is_judged(self) -> bool:
        """False if the record breaks off before the end of the batch, or lacks the journal."""
        if not self.journal_seen:
            return False
        if self.is_whole:
            return True
        has_any = self.journal.debit_count + self.journal.credit_count > 0
        return has_any and not self.open_batches

    @property
    def verdict(self) -> str:
        """One of AGREES, DIFFERS and UNDECIDED; what differs outweighs what cannot be judged."""
        if not self.agrees:
            return DIFFERS
        return AGREES if self.is_judged else UNDECIDED

    def counts(self) -> dict[str, int]:
        """How many of each class do not agree; classes without any are left out."""
        kinds = [one.kind for one in self.differences]
        return {kind: kinds.count(kind) for kind in CLASSES if kind in kinds}


def reconcile(
    sides: Sides,
    *,
    due_on: DueOn,
    fee_of: FeeOf | None = None,
    is_whole: bool = True,
    clock_tolerance_us: int = CLOCK_TOLERANCE_US,
) -> Report:
    """
    Compare the three sides by item and in total, and say what every difference is.

    Args:
        sides: What terminal, acquirer and banks have on record.
        due_on: The bank calendar: when the takings of a business day are due.
        fee_of: What was agreed to be kept of a day's takings; None: whatever was kept.
        is_whole: False if the record breaks off, so that what the terminal had not settled by then
            cannot be judged.
        clock_tolerance_us: How far the terminal's clock may be off.
    """
    journal = journal_positions(sides.journal)
    acquirer, listed = acquirer_positions(sides.acquirer)
    has_items = sides.bank is not None and sides.bank_lists_items
    bank = bank_positions(sides.bank or ()) if has_items else None
    open_batches = _open_batches(sides)
    found = compare_items(journal, acquirer, bank, listed, clock_tolerance_us=clock_tolerance_us)
    found += compare_settled(sides.journal, sides.shop_totals)
    if not sides.journal_seen:
        found = [replace(one, standing=UNDECIDED) for one in found]
    elif not is_whole:
        found = _undecided(found, sides)
    no_question = {one.key for one in found} | taken_back(sides.acquirer, acquirer)
    found += keyed_twice(journal, acquirer, bank, no_question)
    payouts = None
    if sides.bank is not None:
        payouts = compare_payouts(
            takings_by_day(sides.acquirer),
            sides.bank,
            until=sides.until,
            due_on=due_on,
            fee_of=fee_of,
            obstacles=sides.obstacles,
        )
        found += payouts.differences
    return Report(
        until=sides.until,
        journal=total_journal(sides.journal),
        acquirer=total_acquirer(sides.acquirer)[0],
        bank=total_bank(sides.bank or ()) if has_items else None,
        explanations=tuple(_explanations(sides, found, payouts, has_items=has_items)),
        findings=tuple(sorted(found, key=lambda one: CLASSES.index(one.kind))),
        open_batches=open_batches,
        is_whole=is_whole,
        journal_seen=sides.journal_seen,
    )


# Totals -----------------------------------------------------------------------------------------


def _explanations(
    sides: Sides, found: list[Difference], payouts: PayoutsCompared | None, *, has_items: bool
) -> Iterator[Explanation]:
    acquirer, held_fen, borne_fen = total_acquirer(sides.acquirer)
    net_fen = acquirer.net_fen
    journal_fen = total_journal(sides.journal).net_fen
    shares = shares_of(found, "to_acquirer_fen")
    yield Explanation(TERMINAL, journal_fen, shares, ACQUIRER, net_fen)
    if has_items:
        bank_fen = total_bank(sides.bank or ()).net_fen
        yield Explanation(ACQUIRER, net_fen, shares_of(found, "to_bank_fen"), BANK, bank_fen)
    if payouts is not None:
        own = (("suspense", held_fen), ("borne", -borne_fen), ("fees", -payouts.fee_fen))
        shares = (
            *(Share(why, amount_fen) for why, amount_fen in own if amount_fen),
            *shares_of(found, "to_account_fen"),
        )
        yield Explanation(ACQUIRER, net_fen, shares, ACCOUNT, payouts.credited_fen)


# What is open -----------------------------------------------------------------------------------


def _open_batches(sides: Sides) -> tuple[OpenBatch, ...]:
    batches: dict[tuple[str, str], list[JournalItem]] = {}
    for item in sides.journal:
        if not item.settled:
            batches.setdefault((item.terminal, item.batch), []).append(item)
    found = []
    for (terminal, batch), items in batches.items():
        approved = [item for item in items if item.outcome == APPROVED]
        net_fen = sum(sign_of(item.transaction) * item.amount_fen for item in approved)
        undecided = sum(item.outcome == OPEN for item in items)
        if approved or undecided:
            found.append(OpenBatch(terminal, batch, len(approved), net_fen, undecided))
    return tuple(found)


def _undecided(found: list[Difference], sides: Sides) -> list[Difference]:
    """What is not settled when the record breaks off might have come right."""
    settled = {(item.terminal, item.batch) for item in sides.journal if item.settled}
    return [
        one if (one.terminal, one.batch) in settled else replace(one, standing=UNDECIDED)
        for one in found
    ]

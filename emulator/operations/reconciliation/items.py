"""
The three sides compared transaction by transaction.

One side says nothing about a transaction, or says it more than once, or says something else; what
is found first explains the money, whatever else is found of the same transaction.
"""

from collections.abc import Iterator
from datetime import timedelta

from msgspec.structs import replace

from emulator.domain.moments import MINUTE
from emulator.operations.reconciliation.differences import (
    ACQUIRER,
    BANK,
    CHARGED_BACK,
    DUPLICATED,
    IN_SUSPENSE,
    LONG,
    SHORT,
    SIDES,
    TERMINAL,
    UNMATCHED,
    WRONG_AMOUNT,
    WRONG_TIME,
    WRONG_TYPE,
    Difference,
)
from emulator.operations.reconciliation.positions import NOTHING, Listing, Position, Positions
from emulator.operations.reconciliation.records import Key

CLOCK_TOLERANCE_US = 5 * MINUTE
"""A terminal's clock may be off by this much before anybody minds."""

_AS_BANKS_SAY = {"completion_void": "void"}


def compare_items(
    journal: Positions,
    acquirer: Positions,
    bank: Positions | None,
    listed: dict[Key, Listing],
    *,
    clock_tolerance_us: int = CLOCK_TOLERANCE_US,
) -> list[Difference]:
    """
    Hold all sides against each other.

    Args:
        journal: What the terminal remembers.
        acquirer: What the acquirer has booked.
        bank: What the cardholders' banks have booked; None if nobody knows.
        listed: The acquirer's list of differences.
        clock_tolerance_us: How far the terminal's clock may be off.

    Returns:
        In the order of terminal, batch and STAN.
    """
    found: list[Difference] = []
    for key in sorted({**journal, **acquirer, **(bank or {}), **listed}):
        one = _Transaction(
            journal.get(key, NOTHING),
            acquirer.get(key, NOTHING),
            None if bank is None else bank.get(key, NOTHING),
        )
        of_key = [*one.differences(), *one.wrong_time(clock_tolerance_us)]
        of_key = one.with_list(of_key, listed.get(key))
        found += [replace(d, terminal=key[0], batch=key[1], stan=key[2]) for d in of_key]
    return found


class _Transaction:
    """What the sides say of one transaction."""

    def __init__(self, journal: Position, acquirer: Position, bank: Position | None) -> None:
        self.journal, self.acquirer, self.bank = journal, acquirer, bank
        by_side = zip(SIDES, (journal, acquirer, bank), strict=True)
        self.by_side = {side: one for side, one in by_side if one is not None}

    def differences(self) -> Iterator[Difference]:
        """
        Give what does not agree; the first one carries what it means in money.

        What a dispute took back comes last, and carries its own share.
        """
        disputed = self._charged_back()
        gaps = self._gaps()
        if disputed is not None:
            gaps["to_acquirer_fen"] -= disputed.to_acquirer_fen
            gaps["to_bank_fen"] -= disputed.to_bank_fen
        found = [*self._duplicated(), *self._missing_or_other()]
        if not found and any(gaps.values()):
            # Only where money was moved under the number of something that moves none.
            found = [self._told(WRONG_AMOUNT, max(map(abs, gaps.values())), "")]
        for one in found:
            yield replace(one, **gaps)
            gaps = {}
        if disputed is not None:
            yield disputed

    def _gaps(self) -> dict[str, int]:
        return {
            "to_acquirer_fen": self.acquirer.net_fen - self.journal.net_fen,
            "to_bank_fen": self.bank.net_fen - self.acquirer.net_fen if self.bank else 0,
        }

    def _charged_back(self) -> Difference | None:
        """Tell what a dispute took back, with its own share of the money; None if none did."""
        ours_fen = self.acquirer.charged_back_fen
        theirs_fen = self.bank.charged_back_fen if self.bank else ours_fen
        if not ours_fen and not theirs_fen:
            return None
        odd = "" if ours_fen and theirs_fen else ACQUIRER if ours_fen else BANK
        return replace(
            self._told(CHARGED_BACK, ours_fen or theirs_fen, odd),
            to_acquirer_fen=-ours_fen,
            to_bank_fen=ours_fen - theirs_fen,
        )

    def _told(self, kind: str, amount_fen: int, odd: str, why: str = "") -> Difference:
        return Difference(
            kind=kind,
            amount_fen=abs(amount_fen),
            odd=odd,
            why=why,
            journal=self.journal.told(),
            acquirer=self.acquirer.told(),
            bank=self.bank.told() if self.bank else None,
        )

    def _duplicated(self) -> Iterator[Difference]:
        for side, one in self.by_side.items():
            if one.count > 1:
                over_fen = abs(one.net_fen) - (one.amount_fen or 0)
                yield self._told(DUPLICATED, over_fen, side)
            elif one.count < 0:
                yield self._told(DUPLICATED, one.net_fen, side)

    def _missing_or_other(self) -> Iterator[Difference]:
        there = {side: one for side, one in self.by_side.items() if one.is_there}
        if len(there) == len(self.by_side):
            yield from self._other()
        elif there:
            most_fen = max(one.amount_fen or 0 for one in there.values())
            yield self._told(*self._missing(there, most_fen))

    def _missing(self, there: dict[str, Position], most_fen: int) -> tuple[str, int, str, str]:
        if (TERMINAL in there) == (ACQUIRER in there):
            return (UNMATCHED, most_fen, BANK, "")
        # With the bank's word it is two against one.
        with_bank = BANK in there
        if ACQUIRER in there:
            odd = TERMINAL if with_bank else ACQUIRER
            return (LONG, most_fen, odd, self.journal.why_not)
        return (SHORT, most_fen, ACQUIRER if with_bank else TERMINAL, "")

    def _other(self) -> Iterator[Difference]:
        kinds = self._kinds()
        if len(set(kinds.values())) > 1:
            most_fen = max(one.amount_fen or 0 for one in self.by_side.values())
            yield self._told(WRONG_TYPE, most_fen, _odd_one(kinds))
            return
        amounts = {
            side: one.amount_fen for side, one in self.by_side.items() if one.amount_fen is not None
        }
        if len(set(amounts.values())) > 1:
            apart_fen = max(amounts.values()) - min(amounts.values())
            yield self._told(WRONG_AMOUNT, apart_fen, _odd_one(amounts))

    def _kinds(self) -> dict[str, str]:
        """What each side calls it; a bank calls every void by the same name."""
        kinds = {side: one.transaction for side, one in self.by_side.items()}
        shop, host = kinds[TERMINAL], kinds[ACQUIRER]
        if shop == host and kinds.get(BANK) == _AS_BANKS_SAY.get(shop):
            kinds[BANK] = shop
        return kinds

    def wrong_time(self, tolerance_us: int) -> Iterator[Difference]:
        """Compare the terminal's clock with the acquirer's, if both have it."""
        ours, theirs = self.journal.at, self.acquirer.at
        if not (self.journal.is_there and self.acquirer.is_there and ours and theirs):
            return
        off_us = (ours - theirs) // timedelta(microseconds=1)
        if abs(off_us) > tolerance_us:
            yield replace(self._told(WRONG_TIME, 0, TERMINAL), off_us=off_us)

    def with_list(self, found: list[Difference], entry: Listing | None) -> list[Difference]:
        """Add what the acquirer's own list says of it."""
        if entry is None:
            return found
        if entry.suspense_fen or not found:
            amount_fen = entry.suspense_fen or entry.amount_fen
            return [*found, self._told(IN_SUSPENSE, amount_fen, ACQUIRER, entry.why)]
        return [replace(found[0], why=found[0].why or entry.why), *found[1:]]


def _odd_one(says: dict[str, str] | dict[str, int]) -> str:
    """Find the side that stands alone; empty if all differ or there are only two."""
    words = list(says.values())
    alone = [side for side, word in says.items() if words.count(word) == 1]
    return alone[0] if len(alone) == 1 else ""

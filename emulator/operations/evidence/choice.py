"""
Which transactions a bundle is about: those in dispute, what took them back, and their like.

Whoever says "charged twice" means another debit of the same card and amount; so those of a day
before and after come into the bundle too, each with what took it back.
"""

from typing import NamedTuple

import msgspec

from emulator.domain.moments import DAY
from emulator.operations.evidence.details import Key
from emulator.operations.evidence.index import DEBITS, Asked, Index, TooMuch

MOST_DISPUTED = 100
"""Transactions in dispute in one bundle."""
MOST_ALIKE = 20
"""Others of the same card and amount, the nearest in time."""
ALIKE_US = DAY


class Choice(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a person asked for; without any word it is everything."""

    batch: str = ""
    """Narrows `stan` where several batches have the same number."""
    stan: str = ""
    purchase: str = ""
    """As the camera at the till names it."""


class Chosen(NamedTuple):
    """The transactions that a bundle is about."""

    disputed: tuple[Key, ...]
    alike: tuple[Key, ...]
    """Other debits of the same card and amount."""
    taking_back: tuple[Key, ...]
    left_out: int
    """How many more are alike than have room."""

    @property
    def keys(self) -> frozenset[Key]:
        """All of them."""
        return frozenset((*self.disputed, *self.alike, *self.taking_back))


def chosen(index: Index, choice: Choice) -> Chosen:
    """
    Find the transactions.

    Raises:
        TooMuch: There is none, more than `MOST_DISPUTED`, or a STAN stands in several batches.
    """
    named = _named(index, choice)
    disputed = tuple(dict.fromkeys(_root(index, key) for key in named))
    if not disputed:
        raise TooMuch("evidence.nothing", {"count": len(index.asked)})
    if len(disputed) > MOST_DISPUTED:
        raise TooMuch("evidence.too_many", {"count": len(disputed), "most": MOST_DISPUTED})
    alike, left_out = _alike(index, disputed)
    roots = (*disputed, *alike)
    back = tuple(taker for key in roots for taker in index.takers(key) if taker not in roots)
    return Chosen(disputed, alike, tuple(dict.fromkeys(back)), left_out)


def _named(index: Index, choice: Choice) -> list[Key]:
    asked = index.asked
    if choice.stan:
        found = [key for key in asked if key[1] == choice.stan and choice.batch in ("", key[0])]
        if len(found) > 1:
            batches = ", ".join(f"{batch}/{stan}" for batch, stan in found[:10])
            raise TooMuch("evidence.which_batch", {"stan": choice.stan, "found": batches})
        return found
    if choice.purchase:
        return [key for key, one in asked.items() if one.purchase == choice.purchase]
    return list(asked)


def _root(index: Index, key: Key) -> Key:
    """What a void or a refund takes back, if this run has it; else the transaction itself."""
    original = index.asked[key].original
    return original if original is not None and original in index.asked else key


def _alike(index: Index, disputed: tuple[Key, ...]) -> tuple[tuple[Key, ...], int]:
    """Debits that might be the same purchase a second time; and how many have no room."""
    found: dict[Key, int] = {}
    roots = [index.asked[key] for key in disputed]
    wanted: dict[tuple[str, int], list[Asked]] = {}
    for root in roots:
        if root.kind in DEBITS and root.card:
            wanted.setdefault((root.card, root.amount_fen), []).append(root)
    for key, one in index.asked.items():
        if one.kind not in DEBITS or key in disputed:
            continue
        near = [abs(one.at_us - r.at_us) for r in wanted.get((one.card, one.amount_fen), ())]
        if near and min(near) <= ALIKE_US:
            found[key] = min(near)
    nearest = sorted(found, key=lambda key: found[key])[:MOST_ALIKE]
    kept = tuple(key for key in found if key in nearest)
    return kept, len(found) - len(kept)

"""Sales that look like one sale keyed twice: all sides have both, so only a person can tell."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from emulator.domain.moments import MINUTE
from emulator.operations.reconciliation.differences import DUPLICATED, QUESTION, Difference
from emulator.operations.reconciliation.positions import NOTHING, Positions, sign_of
from emulator.operations.reconciliation.records import AcquirerItem, Key

TWICE_WITHIN_US = 5 * MINUTE
"""The same card and amount within this time are asked about, as the terminal's own guard does."""


def taken_back(items: Iterable[AcquirerItem], acquirer: Positions) -> set[Key]:
    """What was voided or refunded, as far as the acquirer's records tell."""
    return {
        (item.terminal, item.original_batch or item.batch, item.original_stan)
        for item in items
        if item.original_stan and acquirer.get(item.key, NOTHING).is_there
    }


def keyed_twice(
    journal: Positions, acquirer: Positions, bank: Positions | None, no_question: set[Key]
) -> list[Difference]:
    """
    Find debits of the same card and amount, one shortly after the other.

    Such a pair stands in all books alike, so it is a question and no difference; one that
    differs, or was taken back, needs no asking.

    Args:
        journal: What the terminal has.
        acquirer: What the acquirer has.
        bank: What the banks have, who know the card; None if nobody knows.
        no_question: What differs, or was taken back.
    """
    last: dict[tuple[str, int], tuple[datetime, Key]] = {}
    found = []
    told = sorted(_card_debits(journal, bank or acquirer), key=lambda one: one[0])
    for at, card, amount_fen, key in told:
        if key in no_question:
            continue
        earlier = last.get((card, amount_fen))
        last[card, amount_fen] = (at, key)
        if earlier is None or at - earlier[0] > timedelta(microseconds=TWICE_WITHIN_US):
            continue
        found.append(
            Difference(
                kind=DUPLICATED,
                standing=QUESTION,
                terminal=key[0],
                batch=key[1],
                stan=key[2],
                with_stan=earlier[1][2],
                amount_fen=amount_fen,
                journal=journal[key].told(),
                acquirer=acquirer.get(key, NOTHING).told(),
                bank=(bank or {}).get(key, NOTHING).told(),
            )
        )
    return found


def _card_debits(journal: Positions, others: Positions) -> Iterator[tuple[datetime, str, int, Key]]:
    for key, one in journal.items():
        other = others.get(key)
        card = one.card or (other.card if other is not None else "")
        at = one.at or (other.at if other is not None else None)
        if one.is_there and sign_of(one.transaction) > 0 and card and at and one.amount_fen:
            yield at, card, one.amount_fen, key

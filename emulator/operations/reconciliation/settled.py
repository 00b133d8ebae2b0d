"""
What the terminal said its batches come to, against what it wrote down.

Both are the terminal's own, so they differ only when its memory was altered, or when it counts
wrong; neither can be seen in any single record.
"""

from collections.abc import Iterable

from emulator.operations.reconciliation.differences import (
    ALTERED,
    TERMINAL,
    WRONG_AMOUNT,
    Difference,
)
from emulator.operations.reconciliation.records import JournalItem, ShopTotals
from emulator.operations.reconciliation.totals import Totals, total_journal


def compare_settled(
    journal: Iterable[JournalItem], settled: Iterable[ShopTotals]
) -> list[Difference]:
    """Find the batches whose totals are not those of the journal; no money moves by it."""
    batches: dict[tuple[str, str], list[JournalItem]] = {}
    for item in journal:
        batches.setdefault((item.terminal, item.batch), []).append(item)
    found = []
    for said in settled:
        written = total_journal(batches.get((said.terminal, said.batch), ()))
        if _is_same(said, written):
            continue
        apart_fen = abs(said.debit_fen - said.credit_fen - written.net_fen)
        found.append(
            Difference(
                kind=WRONG_AMOUNT,
                terminal=said.terminal,
                batch=said.batch,
                odd=TERMINAL,
                why=ALTERED,
                amount_fen=apart_fen,
            )
        )
    return found


def _is_same(said: ShopTotals, written: Totals) -> bool:
    return (said.debit_fen, said.debit_count, said.credit_fen, said.credit_count) == (
        written.debit_fen,
        written.debit_count,
        written.credit_fen,
        written.credit_count,
    )

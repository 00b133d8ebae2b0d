"""
What a memory says must still be done: pure, so that it can be argued about without time.

A terminal that boots asks this of its records before it serves anybody.
"""

from collections.abc import Sequence

import msgspec

from emulator.domain.journal import Record
from emulator.terminal.journal import Journal, fold

REVERSE, SEND_AGAIN, SETTLE, PRINT = "reverse", "send_again", "settle", "print"


class Debt(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that the terminal owes somebody."""

    kind: str
    """reverse, send_again, settle or print; in this order they are paid."""
    batch: str
    stan: str
    why: str = ""
    """Reason of the reversal (98, 96, A0, 06), or the settlement's step."""


def debts(records: Sequence[Record]) -> list[Debt]:
    """
    List what must still be reversed, sent again, settled and printed.

    An intent without a verdict is a debt even if nothing was sent: the terminal cannot know, and
    a host that has no such original says so (code 25).

    Source: payments.md 3.7 and 3.8 of the domain notes.
    """
    return debts_of(fold(records))


def debts_of(journal: Journal) -> list[Debt]:
    """The same for records that were folded already."""
    owed = [
        Debt(kind=REVERSE, batch=batch, stan=stan, why=pending.reason)
        for (batch, stan), pending in journal.pending.items()
    ]
    owed += [Debt(kind=SEND_AGAIN, batch=batch, stan=stan) for batch, stan in journal.advices]
    if journal.settling is not None:
        settling = journal.settling
        owed.append(Debt(kind=SETTLE, batch=settling.batch, stan=settling.stan, why=settling.step))
    owed += [Debt(kind=PRINT, batch=batch, stan=stan) for batch, stan in journal.unprinted]
    return owed


def signed_in_memory(*, batch: str, keys: str, operator: str = "01") -> tuple[Record, ...]:
    """
    What the memory of a terminal holds that was signed in before the story begins.

    Args:
        batch: The batch that the host gave it.
        keys: Check value of the working keys that the host gave it.
        operator: Who signed in.
    """
    journal = Journal()
    return (
        journal.parameters(batch=batch, keys=keys, signed_in=True, operator=operator, last_stan=1),
    )

"""
The three sides from CSV files that a user brings: what terminal, acquirer and bank exported.

A file has a line of headings, in English or Chinese, in any order; columns that nobody asks for
are passed over. See `columns` for their names, and `csv_rows` for what else a file may be.
"""

from collections.abc import Iterable
from datetime import datetime, time
from functools import partial

from msgspec.structs import replace

from emulator.operations.reconciliation import columns
from emulator.operations.reconciliation.acquirer_side import CUT_OFF, business_day_at
from emulator.operations.reconciliation.csv_rows import (
    SHOWN,
    Row,
    read_table,
    six_digits,
)
from emulator.operations.reconciliation.records import (
    APPROVED,
    BOOKED,
    BORNE,
    CHARGED_BACK,
    CORRECTED,
    CREDITED,
    LISTED,
    PAYOUT,
    REVERSED,
    AcquirerItem,
    JournalItem,
    Sides,
    StatementLine,
)


def read_journal(data: bytes, name: str) -> tuple[JournalItem, ...]:
    """
    Read a terminal's journal.

    Args:
        data: The whole file.
        name: What it is called, for complaints.

    Raises:
        FileError: It cannot be read.
    """
    table = read_table(data, name, ("batch", "stan", "transaction", "amount"))
    # A file that does not say what is settled does not say that anything is open.
    unless_told = "" if "settled" in table.columns else "yes"
    return tuple(_journal_item(row, unless_told) for row in table.rows)


def _journal_item(row: Row, settled: str) -> JournalItem:
    transaction = row.must("transaction", columns.kind_in)
    return JournalItem(
        terminal=row.terminal(),
        batch=row.must("batch", six_digits),
        stan=row.must("stan", six_digits),
        transaction=transaction,
        amount_fen=row.unsigned_fen(transaction),
        outcome=row.word("outcome", APPROVED),
        at=row.moment(),
        card=columns.card_in(row.text("card")),
        settled=bool(row.word("settled", settled)),
    )


def read_acquirer(data: bytes, name: str, *, needs_days: bool = False) -> tuple[AcquirerItem, ...]:
    """
    Read the acquirer's records; see `read_journal`.

    An entry without a business day belongs to the day of its time, from `CUT_OFF` on to the next.

    Args:
        data: The whole file.
        name: What it is called, for complaints.
        needs_days: True where payouts are to be compared: an entry of no day is refused.
    """
    needed = ("batch", "stan", "amount")
    read = partial(_acquirer_item, needs_days=needs_days)
    return tuple(map(read, read_table(data, name, needed).rows))


def _acquirer_item(row: Row, *, needs_days: bool) -> AcquirerItem:
    entry = row.word("entry", BOOKED)
    has_none = entry in (CORRECTED, BORNE, LISTED, CHARGED_BACK)
    transaction = "" if has_none else row.must("transaction", columns.kind_in)
    at = row.moment()
    day = row.day() or (business_day_at(at, CUT_OFF) if at else None)
    if needs_days and day is None:
        raise row.wrong("empty", column="business_day")
    return AcquirerItem(
        terminal=row.terminal(),
        batch=row.must("batch", six_digits),
        stan=row.number("stan") if entry == LISTED else row.must("stan", six_digits),
        transaction=transaction,
        entry=entry,
        amount_fen=_amount_fen(row, entry, transaction),
        at=at,
        business_day=day,
        fee_fen=row.read("fee", columns.fen_in, None),
        why=row.text("why")[:SHOWN],
        suspense_fen=row.read("suspense", columns.fen_in, 0),
        original_batch=row.number("original_batch"),
        original_stan=row.number("original_stan"),
    )


def _amount_fen(row: Row, entry: str, transaction: str) -> int:
    if entry in (BOOKED, REVERSED):
        return row.unsigned_fen(transaction)
    amount_fen = row.must("amount", columns.fen_in)
    # It goes one way only, so a minus before it says nothing else.
    return abs(amount_fen) if entry == CHARGED_BACK else amount_fen


def read_bank(data: bytes, name: str) -> tuple[tuple[StatementLine, ...], bool]:
    """
    Read a bank statement; see `read_journal`.

    Returns:
        The lines, and whether the file lists single transactions at all.
    """
    table = read_table(data, name, ("amount",))
    return tuple(map(_statement_line, table.rows)), "stan" in table.columns


def _statement_line(row: Row) -> StatementLine:
    stan = row.number("stan")
    entry = row.word("entry", BOOKED if stan else PAYOUT)
    if entry == PAYOUT:
        return _payout(row)
    has_none = entry == CHARGED_BACK
    transaction = "" if has_none else row.must("transaction", columns.kind_in)
    return StatementLine(
        terminal=row.terminal(),
        batch=row.must("batch", six_digits),
        stan=row.must("stan", six_digits),
        transaction=transaction,
        entry=entry,
        amount_fen=_amount_fen(row, entry, transaction),
        at=row.moment(),
        card=columns.card_in(row.text("card")),
    )


def _payout(row: Row) -> StatementLine:
    state = row.word("state", CREDITED)
    return StatementLine(
        entry=PAYOUT,
        business_day=row.must("business_day", columns.day_in),
        amount_fen=row.must("amount", columns.fen_in),
        fee_fen=row.read("fee", columns.fen_in, None),
        at=row.must("time", columns.moment_in) if state == CREDITED else row.moment(),
        state=state,
        why=row.text("why")[:SHOWN],
    )


# All three together -----------------------------------------------------------------------------


def sides_of(
    journal: tuple[JournalItem, ...],
    acquirer: tuple[AcquirerItem, ...],
    bank: tuple[StatementLine, ...] | None,
    *,
    bank_lists_items: bool = False,
    until: datetime | None = None,
) -> Sides | None:
    """
    Put three files together.

    A shop with one terminal may leave out its number; if one file does, it counts in none.

    Args:
        journal: From `read_journal`.
        acquirer: From `read_acquirer`.
        bank: From `read_bank`; None if there is no statement.
        bank_lists_items: As `read_bank` said.
        until: Lines of later moments are left out; None for the end of the newest day.

    Returns:
        None if nobody says until when, and no line has a date.
    """
    if until is None:
        until = _newest((*journal, *acquirer, *(bank or ())))
    if until is None:
        return None
    terminals = [one.terminal for one in journal] + [one.terminal for one in acquirer]
    terminals += [line.terminal for line in bank or () if line.entry != PAYOUT]
    if not all(terminals):
        journal = tuple(replace(one, terminal="") for one in journal)
        acquirer = tuple(replace(one, terminal="") for one in acquirer)
        bank = None if bank is None else tuple(replace(one, terminal="") for one in bank)
    return Sides(
        journal=tuple(one for one in journal if one.at is None or one.at <= until),
        acquirer=tuple(one for one in acquirer if one.at is None or one.at <= until),
        bank=None
        if bank is None
        else tuple(one for one in bank if one.at is None or one.at <= until),
        until=until,
        bank_lists_items=bank_lists_items,
    )


def _newest(lines: Iterable[JournalItem | AcquirerItem | StatementLine]) -> datetime | None:
    moments = [line.at for line in lines if line.at is not None]
    return datetime.combine(max(moments).date(), time.max) if moments else None

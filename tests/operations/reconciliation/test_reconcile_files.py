"""CSV files that a user brings: read generously where that is safe, else refused with a line."""

import csv
import io
from contextlib import suppress
from datetime import date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import asdict
from three_sides import MONDAY, TEN, due_on

from emulator.domain.money import yuan
from emulator.operations.reconciliation.columns import COLUMNS, fen_in, kind_in, moment_in
from emulator.operations.reconciliation.csv_rows import FILE_BYTES, FileError
from emulator.operations.reconciliation.files import (
    read_acquirer,
    read_bank,
    read_journal,
    sides_of,
)
from emulator.operations.reconciliation.reconcile import reconcile
from emulator.operations.reconciliation.records import (
    OUTCOMES,
    AcquirerItem,
    JournalItem,
    StatementLine,
)

JOURNAL = "batch,stan,transaction,amount\n000001,000002,sale,128.50\n"
ACQUIRER = JOURNAL.replace("amount\n", "amount,business_day\n").replace("50\n", "50,2026-03-02\n")
BANK = "business_day,amount,fee,time\n2026-03-02,127.73,0.77,2026-03-03 09:20\n"


def read(text: str) -> tuple[JournalItem, ...]:
    return read_journal(text.encode(), "j.csv")


def complaint(text: str | bytes, reader=read_journal) -> str:
    data = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(FileError) as caught:
        reader(data, "j.csv")
    assert 2 == caught.value.exit_code
    assert caught.value.render("zh") != caught.value.render("en")
    return str(caught.value)


def test_three_files_agree() -> None:
    """A day of one sale: journal, records, and what came to the account."""
    lines, lists_items = read_bank(BANK.encode(), "b.csv")
    theirs = read_acquirer(ACQUIRER.encode(), "a.csv", needs_days=True)
    sides = sides_of(read(JOURNAL), theirs, lines, bank_lists_items=lists_items)
    assert sides is not None
    report = reconcile(sides, due_on=due_on)

    assert ("agrees", None) == (report.verdict, report.bank)
    assert [0, 0] == [explanation.unexplained_fen for explanation in report.explanations]
    assert 12_773 == report.explanations[-1].end_fen


def test_chinese_headings_and_words_are_read() -> None:
    """As an acquirer's portal exports them, in GB 18030."""
    text = "终端号,批次号,凭证号,交易类型,交易金额,交易结果,卡号\n12345678,1,2,消费,128.5,成功,\n"
    (item,) = read_journal(text.encode("gb18030"), "j.csv")

    assert ("12345678", "000001", "000002") == item.key
    assert ("sale", 12_850, "approved") == (item.transaction, item.amount_fen, item.outcome)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_encodings_and_delimiters_are_found_out(encoding: str, delimiter: str) -> None:
    """Whatever a spreadsheet writes."""
    text = "批次号,凭证号,交易类型,金额\n000001,000002,消费,128.50\n".replace(",", delimiter)

    assert read(JOURNAL) == read_journal(text.encode(encoding), "j.csv")


def test_zeros_that_a_spreadsheet_lost_are_put_back() -> None:
    """Batch 1 and number 2 are 000001 and 000002."""
    assert read(JOURNAL) == read(JOURNAL.replace("000001", "1").replace("000002", "2"))


def test_a_card_number_in_clear_is_masked() -> None:
    """It is never held, let alone shown."""
    text = JOURNAL.replace("amount", "amount,card").replace("128.50", "128.50,6222021234560018")

    assert "622202******0018" == read(text)[0].card


def test_money_given_back_may_have_a_minus() -> None:
    """A refund of -10.00 and one of 10.00 are the same; a sale of -10.00 is refused."""
    refund = JOURNAL.replace("sale", "refund")

    assert read(refund) == read(refund.replace("128.50", "-128.50"))
    assert "j.csv:2: a sale cannot be negative: '-128.50'" in complaint(
        JOURNAL.replace("128.50", "-128.50")
    )


def test_the_plainer_of_two_headings_counts() -> None:
    """A file with the amount of the sale and the amount credited means the first."""
    text = "批次号,凭证号,交易类型,入账金额,金额\n1,2,消费,1.00,128.50\n"

    assert 12_850 == read(text)[0].amount_fen


def test_a_file_that_does_not_tell_leaves_no_batch_open() -> None:
    """Only one that has the column says that something is not settled."""
    told = JOURNAL.replace("amount", "amount,settled").replace("128.50", "128.50,{}")

    assert read(JOURNAL)[0].settled
    assert [True, False, False] == [read(told.format(word))[0].settled for word in ("是", "no", "")]


def test_from_the_cut_off_on_a_sale_belongs_to_the_next_day() -> None:
    """Where the file does not tell the business day."""
    text = JOURNAL.replace("amount", "amount,time").replace("128.50", "128.50,2026-03-02 {}")
    days = [
        read_acquirer(text.format(clock).encode(), "a.csv")[0].business_day
        for clock in ("22:59:59", "23:00:00")
    ]

    assert [date(2026, 3, 2), date(2026, 3, 3)] == days


@pytest.mark.parametrize("amount", ["128.50", "-128.50"])
@pytest.mark.parametrize("entry", ["charged_back", "退单"])
def test_a_chargeback_needs_no_kind_and_may_have_a_minus(entry: str, amount: str) -> None:
    """It goes one way only, at the acquirer and at the bank."""
    line = f"batch,stan,transaction,amount,entry\n1,2,,{amount},{entry}\n".encode()
    (theirs,), ((banks,), _) = read_acquirer(line, "a.csv"), read_bank(line, "b.csv")

    assert ("charged_back", 12_850) == (theirs.entry, theirs.amount_fen)
    assert ("charged_back", 12_850) == (banks.entry, banks.amount_fen)


def test_a_terminal_number_counts_only_if_all_have_it() -> None:
    """A shop with one terminal need not export its number everywhere."""
    with_terminal = JOURNAL.replace("batch", "terminal,batch").replace("000001", "T1,000001")
    sides = sides_of(read(with_terminal), read_acquirer(ACQUIRER.encode(), "a"), (), until=TEN)
    assert sides is not None

    assert {("", "000001", "000002")} == {one.key for one in (*sides.journal, *sides.acquirer)}


def test_lines_after_the_moment_are_left_out() -> None:
    """Reconciled as it stood then."""
    text = JOURNAL.replace("amount", "amount,time").replace("128.50", "128.50,2026-03-02 10:00:01")
    sides = sides_of(read(text), (), None, until=TEN)
    assert sides is not None

    assert () == sides.journal


def test_without_a_moment_the_newest_day_is_taken_to_its_end() -> None:
    """And without any time in any file nobody knows."""
    text = JOURNAL.replace("amount", "amount,time").replace("128.50", "128.50,2026-03-02 10:00")
    sides = sides_of(read(text), (), None)
    assert sides is not None

    assert datetime.combine(MONDAY, time.max) == sides.until
    assert sides_of(read(JOURNAL), (), None) is None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "j.csv:1: the file is empty"),
        ("\n\n", "j.csv:1: the file is empty"),
        ("batch,stan,amount\n", "j.csv:1: the column transaction is missing"),
        ("batch,batch,stan,transaction,amount\n", "j.csv:1: the column batch is there twice"),
        (JOURNAL.replace("sale", "gift"), "j.csv:2: transaction: cannot read 'gift'"),
        (JOURNAL.replace("sale", ""), "j.csv:2: transaction is empty"),
        (JOURNAL.replace("000002", "2;3"), "j.csv:2: stan: cannot read '2;3'"),
        (JOURNAL.replace("128.50", "1.28E+05"), "j.csv:2: amount: cannot read '1.28E+05'"),
        (JOURNAL.replace("128.50", "128.505"), "j.csv:2: amount: cannot read '128.505'"),
        (JOURNAL.replace("128.50", "1,234.50"), "j.csv:2: this row has 5 cells for 4 headings"),
        (JOURNAL.replace("128.50", "12\x00"), "j.csv:2: "),
        (JOURNAL + "\n,,,9.00\n", "j.csv:4: transaction is empty"),
        (JOURNAL.replace("sale", '"sale'), "j.csv:2: "),
        (JOURNAL.replace("sale", "s" * 200_000), "j.csv:2: not CSV"),
        (b"\xff\xff\xff", "j.csv:1: unknown text encoding"),
        (b"\xff\xfe\x00", "j.csv:1: unknown text encoding"),
        (b"x" * (FILE_BYTES + 1), "j.csv:1: the file is larger than 64 MiB"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text: str | bytes, says: str) -> None:
    """One sentence, and the code 2."""
    assert complaint(text).startswith(says)


def test_an_entry_of_no_day_is_refused_where_payouts_count() -> None:
    """Nobody could tell which payout it is in."""

    def reader(data: bytes, name: str) -> object:
        return read_acquirer(data, name, needs_days=True)

    assert "j.csv:2: business_day is empty" == complaint(JOURNAL, reader)


def test_a_payout_needs_its_day_and_its_time() -> None:
    """Unless it has not come."""
    waiting = BANK.replace("time\n", "time,state\n").replace("2026-03-03 09:20", ",returned")

    assert "j.csv:2: time is empty" == complaint(BANK.replace("2026-03-03 09:20", ""), read_bank)
    assert "returned" == read_bank(waiting.encode(), "b.csv")[0][0].state


@pytest.mark.parametrize(
    ("text", "fen"),
    [("128.50", 12850), ("128.5", 12850), ("128", 12800), ("1,234.50", 123450), ("¥8.00", 800),
     ("-10.00", -1000), ("+0.01", 1), ("0.010", 1)],
)  # fmt: skip
def test_amounts_as_people_write_them(text: str, fen: int) -> None:
    """Yuan with up to two decimals that say anything."""
    assert fen == fen_in(text)


@pytest.mark.parametrize(
    "text", ["", "1.234", "12,34.00", "1e3", "NaN", "99999999999", "1.2.3", "٣"]
)
def test_what_is_no_amount(text: str) -> None:
    """Nothing is guessed."""
    with pytest.raises(ValueError, match=r"^"):
        fen_in(text)


@pytest.mark.parametrize(
    "text",
    ["2026-03-02 10:00", "2026/3/2 10:00:00", "2026-03-02T10:00:00", "2026-03-02T02:00:00+00:00"],
)
def test_moments_as_people_write_them(text: str) -> None:
    """With another zone's time put right."""
    assert TEN == moment_in(text)


@pytest.mark.parametrize(
    "text", ["", "2026-02-30", "10:00", "9999-12-31", "0001-01-01", "0001-01-01T00:00:00+14:00"]
)
def test_what_is_no_moment(text: str) -> None:
    """Nor is a year that no bank calendar knows."""
    with pytest.raises(ValueError, match=r"^"):
        moment_in(text)


def test_kinds_are_read_as_slips_print_them() -> None:
    """In both languages, and by their own name."""
    assert {"completion_void"} == {
        kind_in(text) for text in ("completion_void", "完成撤销", "COMPL. VOID", " compl. void ")
    }


# Properties -------------------------------------------------------------------------------------

moments = st.none() | st.datetimes(datetime(2000, 1, 1), datetime(2050, 1, 1)).map(
    lambda at: at.replace(microsecond=0)
)
numbers = st.integers(1, 999_999).map(lambda n: f"{n:06d}")
common = {
    "terminal": st.sampled_from(["", "12345678"]),
    "batch": numbers,
    "stan": numbers,
    "transaction": st.sampled_from(["sale", "void", "refund", "preauth", "completion"]),
    "amount_fen": st.integers(0, 10**9),
    "at": moments,
}
journal_items = st.builds(
    JournalItem,
    outcome=st.sampled_from(OUTCOMES),
    card=st.sampled_from(["", "622202******0018"]),
    settled=st.booleans(),
    **common,
)
acquirer_items = st.builds(
    AcquirerItem,
    entry=st.sampled_from(["booked", "reversed"]),
    business_day=st.dates(date(2000, 1, 1), date(2050, 1, 1)),
    fee_fen=st.none() | st.integers(0, 10_000),
    original_batch=st.just("") | numbers,
    original_stan=st.just("") | numbers,
    **common,
)
statement_lines = st.builds(
    StatementLine,
    entry=st.sampled_from(["booked", "reversed"]),
    card=st.sampled_from(["", "622202******0018"]),
    **common,
)

_COLUMN_OF = {"amount_fen": "amount", "fee_fen": "fee", "suspense_fen": "suspense", "at": "time"}


def written(items: list) -> bytes:
    """The file that somebody would write of these lines."""
    out = io.StringIO()
    fields = [name for name in asdict(items[0]) if _COLUMN_OF.get(name, name) in COLUMNS]
    writer = csv.writer(out)
    writer.writerow([_COLUMN_OF.get(name, name) for name in fields])
    for item in items:
        writer.writerow([_cell(name, getattr(item, name)) for name in fields])
    return out.getvalue().encode()


def _cell(name: str, value: object) -> str:
    if value is None:
        return ""
    if name.endswith("_fen"):
        assert isinstance(value, int)
        return yuan(value)
    if isinstance(value, bool):
        return "yes" if value else ""
    return str(value)


@settings(deadline=None)
@given(st.lists(journal_items, min_size=1, max_size=5))
def test_a_journal_that_was_written_reads_back(items: list[JournalItem]) -> None:
    """Line by line the same."""
    assert tuple(items) == read_journal(written(items), "j.csv")


@settings(deadline=None)
@given(st.lists(acquirer_items, min_size=1, max_size=5))
def test_records_that_were_written_read_back(items: list[AcquirerItem]) -> None:
    """Line by line the same."""
    assert tuple(items) == read_acquirer(written(items), "a.csv")


@settings(deadline=None)
@given(st.lists(statement_lines, min_size=1, max_size=5))
def test_a_statement_that_was_written_reads_back(lines: list[StatementLine]) -> None:
    """Line by line the same, and its single transactions are known to be listed."""
    assert (tuple(lines), True) == read_bank(written(lines), "b.csv")


@settings(deadline=None, max_examples=300)
@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode), st.booleans())
def test_whatever_the_bytes_are_there_is_an_answer(data: bytes, has_head: bool) -> None:
    """Either lines or one sentence, never anything else."""
    head = b"batch,stan,transaction,amount,time,entry,card,business_day,fee,state\n"
    for reader in (read_journal, read_acquirer, read_bank):
        with suppress(FileError):
            assert isinstance(reader(head + data if has_head else data, "x.csv"), tuple)

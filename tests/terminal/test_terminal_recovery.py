"""What a memory says must still be done; no time, no screens."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.domain.card import pan_from_mask
from emulator.domain.journal import Entry, Record
from emulator.terminal.journal import HIGHEST_STAN, Journal, fold
from emulator.terminal.recovery import Debt, debts, signed_in_memory

PAN = pan_from_mask("622202******0018")


def _entry(stan: str, kind: str = "sale", amount_fen: int = 100, **more: Any) -> Entry:
    return Entry(kind=kind, stan=stan, batch="000001", amount_fen=amount_fen, pan=PAN, **more)


def _record(kind: str, stan: str, entry: Entry | None = None, **values: Any) -> Record:
    return Record(kind=kind, stan=stan, batch="000001", entry=entry, values=values)


def _intent(stan: str, kind: str = "sale") -> Record:
    return _record("intent", stan, _entry(stan, kind))


def _approved(stan: str, kind: str = "sale", **more: Any) -> Record:
    return _record("verdict", stan, _entry(stan, kind, **more), outcome="approved")


def _printed(stan: str, outcome: str = "complete") -> Record:
    return _record("printed", stan, copies=["merchant"], outcome=outcome)


REVERSE = {"kind": "reverse", "batch": "000001", "stan": "000002"}

CASES: list[tuple[str, list[Record], list[Debt]]] = [
    ("empty", [], []),
    ("intent", [_intent("000002")], [Debt(**REVERSE, why="06")]),
    (
        "no answer",
        [_intent("000002"), _record("reason", "000002", reason="98")],
        [Debt(**REVERSE, why="98")],
    ),
    ("reversed", [_intent("000002"), _record("reversed", "000002")], []),
    ("not sent", [_intent("000002"), _record("cleared", "000002")], []),
    ("gave up", [_intent("000002"), _record("gave_up", "000002")], []),
    (
        "declined",
        [_intent("000002"), _record("verdict", "000002", _entry("000002"), outcome="declined")],
        [],
    ),
    (
        "approved, unprinted",
        [_intent("000002"), _approved("000002")],
        [Debt(kind="print", batch="000001", stan="000002")],
    ),
    ("approved, printed", [_intent("000002"), _approved("000002"), _printed("000002")], []),
    (
        "approved, left unprinted",
        [_intent("000002"), _approved("000002"), _printed("000002", "unprinted")],
        [Debt(kind="print", batch="000001", stan="000002")],
    ),
    (
        "refund without answer",
        [_record("advice", "000002", _entry("000002", "refund"))],
        [Debt(kind="send_again", batch="000001", stan="000002")],
    ),
    (
        "settlement",
        [_record("settling", "000005", step="upload", result="2", uploaded=3, last_stan=5)],
        [Debt(kind="settle", batch="000001", stan="000005", why="upload")],
    ),
    ("somebody else's", [_record("loyalty", "000002")], []),
]


@pytest.mark.parametrize(
    ("records", "expected"), [case[1:] for case in CASES], ids=[c[0] for c in CASES]
)
def test_debts(records: list[Record], expected: list[Debt]) -> None:
    """Each state of a transaction leaves its own debt."""
    assert expected == debts(records)


def test_a_void_marks_its_original_and_counts_as_credit() -> None:
    """The original stays a debit."""
    journal = fold([_approved("000002"), _approved("000003", "void", original_stan="000002")])

    totals = journal.batches["000001"].totals
    assert (100, 1, 100, 1) == (
        totals.debit_fen,
        totals.debit_count,
        totals.credit_fen,
        totals.credit_count,
    )
    assert journal.batches["000001"].items["000002"].voided


@pytest.mark.parametrize(
    ("last", "expected"), [(0, "000001"), (HIGHEST_STAN - 1, "999999"), (HIGHEST_STAN, "000001")]
)
def test_the_stan_wraps_to_one(last: int, expected: str) -> None:
    """000001 to 999999, never 000000."""
    journal = Journal()
    journal.last_stan = last

    assert expected == journal.next_stan()


def test_a_wrapped_stan_is_not_one_of_the_open_batch() -> None:
    """Numbers that are taken in the open batch are left out."""
    journal = fold([_approved("000001"), _approved("000002")])
    journal.last_stan = HIGHEST_STAN

    assert "000003" == journal.next_stan()


def test_a_closed_batch_leaves_its_unprinted_and_its_last_items() -> None:
    """They can still be reprinted; everything else is gone."""
    records = [_approved(f"{n:06d}") for n in range(1, 6)]
    records += [_printed(f"{n:06d}") for n in (1, 2, 4, 5)]
    closed = _record("batch_closed", "", result="1", next_batch="000002")

    journal = fold([*records, closed])

    assert [("000001", "000003"), ("000001", "000005")] == list(journal.left)
    assert "000002" == journal.batch
    assert 0 == journal.count
    assert journal.is_stale
    assert not fold(journal.snapshot()).is_stale


def test_unprinted_items_of_closed_batches_are_bounded() -> None:
    """A shop that never prints does not fill the memory."""
    journal = Journal()
    for batch in range(1, 50):
        number = f"{batch:06d}"
        entry = Entry(kind="sale", stan="000009", batch=number, amount_fen=1, pan=PAN)
        values = {"outcome": "approved"}
        journal.apply(
            Record(kind="verdict", stan="000009", batch=number, entry=entry, values=values)
        )
        closing = {"result": "1", "next_batch": f"{batch + 1:06d}"}
        journal.apply(Record(kind="batch_closed", batch=number, values=closing))

    assert 20 == len(journal.left) == len(journal.unprinted)


def test_what_is_on_paper_stays_on_paper() -> None:
    """A record that takes copies back, whoever wrote it, asks for no slip, compacted or not."""
    journal = fold([_approved("000002"), _printed("000002"), _printed("000002", "unprinted")])

    assert [] == list(journal.unprinted)
    assert [] == debts(journal.snapshot())
    assert journal.batches["000001"].items["000002"].complete


def test_a_reprint_completes_what_was_left_unprinted() -> None:
    """The other way round the last record counts."""
    journal = fold([_approved("000002"), _printed("000002", "unprinted"), _printed("000002")])

    assert [] == list(journal.unprinted)
    assert [] == debts(journal.snapshot())


def test_a_signed_in_memory_is_ready_to_sell() -> None:
    """What a test bed puts into a terminal that was signed in before the story begins."""
    journal = fold(signed_in_memory(batch="000007", keys="ABC"))

    assert ("000007", "ABC", True) == (journal.batch, journal.keys, journal.signed_in)


_STANS = st.sampled_from([f"{n:06d}" for n in range(1, 5)])
_RECORDS = st.one_of(
    _STANS.map(_intent),
    _STANS.map(_approved),
    st.tuples(_STANS, _STANS).map(lambda two: _approved(two[0], "void", original_stan=two[1])),
    _STANS.map(lambda stan: _record("reason", stan, reason="98")),
    _STANS.map(lambda stan: _record("reversed", stan)),
    _STANS.map(lambda stan: _record("advice", stan, _entry(stan, "refund"))),
    st.tuples(_STANS, st.sampled_from(["complete", "unprinted"])).map(lambda two: _printed(*two)),
    _STANS.map(
        lambda stan: _record(
            "settling", stan, step="upload", result="2", uploaded=1, last_stan=int(stan)
        )
    ),
    st.just(_record("batch_closed", "", result="1", next_batch="000001")),
    st.just(_record("parameters", "", keys="K", signed_in=True, operator="03")),
    _STANS.map(lambda stan: _record("cash", "", number=int(stan))),
)


@given(st.lists(_RECORDS, max_size=12))
def test_a_snapshot_folds_to_the_same_journal(records: list[Record]) -> None:
    """Compacting the memory forgets nothing that counts."""
    journal = fold(records)

    again = fold(journal.snapshot())

    assert journal.snapshot() == again.snapshot()
    assert {debt.stan for debt in debts(records)} == {
        debt.stan for debt in debts(journal.snapshot())
    }

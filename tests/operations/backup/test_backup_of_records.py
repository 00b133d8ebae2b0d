"""A backup gives back what was backed up, or says where it was touched."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from takings_records import real_records, records

from emulator.domain.card import Pan, Secret, pan_from_mask
from emulator.domain.journal import Entry, Record
from emulator.operations.backup import backup
from emulator.operations.backup.backup import BackupError, backup_of, restored
from emulator.operations.backup.seal import NotPlain, Takings
from emulator.terminal.journal import fold

CARD = pan_from_mask("622202******0018")
SALE = Entry(kind="sale", stan="000002", batch="000001", amount_fen=6600, pan=CARD)
APPROVED = Record(
    kind="verdict", stan="000002", batch="000001", entry=SALE, values={"outcome": "approved"}
)


def journal(count=3):
    """Approved sales of 66.00."""
    return tuple(
        msgspec.structs.replace(
            APPROVED, stan=f"{n:06d}", entry=msgspec.structs.replace(SALE, stan=f"{n:06d}")
        )
        for n in range(1, count + 1)
    )


class TestRestored:
    @settings(max_examples=60, deadline=None)
    @given(records())
    def test_what_was_backed_up_comes_back(self, held):
        """Whatever the records are."""
        assert held == restored(backup_of(held)).records

    def test_a_real_journal_comes_back_and_folds_to_the_same(self):
        """The terminal that reads it knows what it knew."""
        held = real_records()
        back = restored(backup_of(held))

        assert held == back.records
        assert fold(held).snapshot() == fold(back.records).snapshot()

    def test_it_says_whose_it_is_and_what_it_comes_to(self):
        """So that it is not put into another terminal by mistake."""
        back = restored(backup_of(journal(), terminal="12345678"))

        assert ("12345678", Takings(debit_fen=19800, debit_count=3)) == (
            back.terminal, back.takings,
        )  # fmt: skip

    def test_the_same_records_give_the_same_bytes(self):
        """Whatever the order in which values were put into a record."""
        one = Record(kind="cash", values={"a": 1, "b": 2})
        other = Record(kind="cash", values={"b": 2, "a": 1})

        assert backup_of([one]) == backup_of([other])

    def test_a_record_that_is_written_twice_counts_once(self):
        """A verdict that was folded into a snapshot is the same transaction."""
        assert 1 == restored(backup_of([APPROVED, APPROVED])).takings.debit_count


class TestMasked:
    def test_no_card_number_is_in_it(self):
        """Only its mask."""
        data = backup_of(journal())

        assert CARD.clear().encode() not in data
        assert CARD.masked.encode() in data

    def test_a_number_that_its_mask_does_not_give_back_is_refused(self):
        """It would be lost unseen."""
        entry = msgspec.structs.replace(SALE, pan=Pan("6222021234567890"))

        with pytest.raises(NotPlain, match="give it back"):
            backup_of([msgspec.structs.replace(APPROVED, entry=entry)])

    @pytest.mark.parametrize("value", [Secret("1234"), Pan("6222021234567890"), object(), {1: 2}])
    def test_what_is_no_plain_value_is_refused_and_not_told(self, value):
        """A PIN least of all."""
        with pytest.raises((NotPlain, BackupError)) as told:
            restored(backup_of([Record(kind="cash", values={"pin": value})]))
        assert "1234" not in str(told.value)


class TestTouched:
    @settings(max_examples=150, deadline=None)
    @given(st.data())
    def test_no_byte_can_be_changed_unseen(self, data):
        """Wherever it stands."""
        genuine = backup_of(journal())
        at = data.draw(st.integers(0, len(genuine) - 1))
        changed = bytearray(genuine)
        changed[at] ^= data.draw(st.integers(1, 255))

        with pytest.raises(BackupError):
            restored(bytes(changed))

    @settings(max_examples=60, deadline=None)
    @given(st.integers(0, 10_000))
    def test_a_backup_that_was_cut_off_is_refused(self, length):
        """Wherever the copying stopped."""
        genuine = backup_of(journal())

        with pytest.raises(BackupError):
            restored(genuine[: length % len(genuine)])

    @pytest.mark.parametrize(
        ("touch", "place"),
        [
            (lambda lines: [lines[0], *lines[2:]], 2),
            (lambda lines: [*lines[:2], lines[3], lines[2], *lines[4:]], 3),
            (lambda lines: [*lines[:2], lines[1], *lines[2:]], 3),
            (lambda lines: [*lines[:3], lines[3].replace(b"6600", b"6601"), *lines[4:]], 4),
            (lambda lines: [*lines[:3], lines[-1]], 4),
            (lambda lines: [lines[0].replace(b"1234", b"9999"), *lines[1:]], 2),
        ],
        ids=["dropped", "swapped", "twice", "altered", "last dropped", "another terminal"],
    )
    def test_the_place_is_told(self, touch, place):
        """The line from which the chain does not fit."""
        lines = backup_of(journal(), terminal="12345678").splitlines(keepends=True)

        with pytest.raises(BackupError) as told:
            restored(b"".join(touch(lines)))
        assert place == told.value.args[0]

    def test_totals_that_were_written_anew_do_not_fit(self):
        """They are counted, not believed."""
        data = backup_of(journal()).replace(b'"debit_fen":19800', b'"debit_fen":29800')

        with pytest.raises(BackupError, match="totals"):
            restored(data)

    @settings(max_examples=100, deadline=None)
    @given(st.binary(max_size=300))
    def test_bytes_from_anywhere_are_no_backup(self, data):
        """And nothing worse."""
        with pytest.raises(BackupError):
            restored(data)

    @pytest.mark.parametrize("data", [b"", b"\n", b"{}\n", b"[" * 60_000 + b"\n"], ids=len)
    def test_what_is_none_is_said_in_both_languages(self, data):
        """With its line."""
        with pytest.raises(BackupError) as told:
            restored(data)
        assert told.value.render("zh") != told.value.render("en")

    def test_too_large_a_backup_is_refused_unread(self, monkeypatch):
        """By its length, one byte over."""
        data = backup_of(journal())
        monkeypatch.setattr(backup, "MOST_BYTES", len(data))

        assert restored(data)
        with pytest.raises(BackupError, match="too large"):
            restored(data + b"\n")

    def test_more_records_than_it_can_hold_are_not_backed_up(self, monkeypatch):
        """One more."""
        monkeypatch.setattr(backup, "MOST_RECORDS", 3)

        assert backup_of(journal(3))
        with pytest.raises(BackupError, match="too large"):
            backup_of(journal(4))

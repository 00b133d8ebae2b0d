"""The shop's safe: the last backup, its seal, and no keys."""

import msgspec
import pytest
from takings_records import real_records

from emulator.domain.card import Pan
from emulator.domain.journal import Record
from emulator.operations.backup.safe import Safe
from emulator.terminal.journal import fold

SIGNED_IN = Record(kind="parameters", values={"batch": "000001", "keys": "A1", "signed_in": True})


def filled(*records):
    """A safe with a backup of these."""
    safe = Safe("12345678")
    assert safe.put(records)
    return safe


def test_what_was_put_in_comes_out():
    """The journal that folds from it knows the same takings."""
    held = real_records()
    back = filled(*held).get()

    assert fold(held).batches == fold(back).batches


def test_keys_and_sign_in_do_not_leave_the_terminal():
    """Whoever restores the backup signs in again."""
    journal = fold(filled(SIGNED_IN).get())

    assert ("000001", None, False) == (journal.batch, journal.keys, journal.signed_in)


def test_an_empty_safe_gives_nothing_and_agrees_with_nothing():
    """Nobody can tell without a backup."""
    assert (None, False) == (Safe("12345678").get(), Safe("12345678").agrees(()))


def test_a_backup_of_another_terminal_is_not_given_out():
    """It belongs to somebody else's takings."""
    safe, other = Safe("12345678"), filled(SIGNED_IN)
    safe.data = other.data.replace(b"12345678", b"87654321")
    other._terminal = "87654321"

    assert (None, None) == (safe.get(), other.get())


def test_signing_in_again_alters_nothing():
    """Keys come and go every day; the takings stay."""
    again = msgspec.structs.replace(SIGNED_IN, values={**SIGNED_IN.values, "keys": "B2"})

    assert filled(SIGNED_IN).agrees((again,))


@pytest.mark.parametrize(("records", "agrees"), [
    ((SIGNED_IN, Record(kind="cash")), True),
    ((Record(kind="cash"),), False),
    ((), False),
], ids=["grown", "altered", "lost"])  # fmt: skip
def test_it_tells_whether_the_terminal_still_holds_what_was_backed_up(records, agrees):
    """What was written since does not count."""
    assert agrees is filled(SIGNED_IN).agrees(records)


class TestToRestore:
    SALE = Record(kind="intent", stan="000002", batch="000001")

    @pytest.mark.parametrize(
        "now",
        [
            (),
            (SIGNED_IN,),
            (SIGNED_IN, msgspec.structs.replace(SALE, batch="000009")),
        ],
        ids=["lost", "cut short", "altered"],
    )
    def test_a_backup_replaces_what_is_lost_or_altered(self, now):
        """Back comes what was put in."""
        safe = filled(SIGNED_IN, self.SALE)

        assert safe.get() == safe.to_restore(now)

    def test_there_is_nothing_to_restore_while_all_is_there(self):
        """Also if more was written since."""
        now = (SIGNED_IN, self.SALE, Record(kind="printed", stan="000002", batch="000001"))

        assert None is filled(SIGNED_IN, self.SALE).to_restore(now)

    def test_an_older_backup_never_replaces_younger_records(self):
        """Numbers that were used since would be used again."""
        settled = Record(kind="parameters", values={"batch": "000002", "last_stan": 3})

        assert None is filled(SIGNED_IN, self.SALE).to_restore([settled])


def test_what_cannot_be_backed_up_leaves_the_last_backup_alone():
    """A half backup would be worse than yesterday's."""
    safe = filled(SIGNED_IN)
    before = safe.data

    assert not safe.put([Record(kind="cash", values={"card": Pan("6222021234567890")})])
    assert before == safe.data


def test_an_old_slip_that_was_printed_again_makes_no_memory_older():
    """What is written of an old number does not hide that younger ones were used."""
    old, young = (Record(kind="intent", stan=stan, batch="000001") for stan in ("000002", "000009"))
    settled = Record(kind="parameters", values={"batch": "000002", "last_stan": 8})
    reprinted = Record(kind="printed", stan="000002", batch="000001")

    assert None is filled(SIGNED_IN, old).to_restore([settled, young, reprinted])

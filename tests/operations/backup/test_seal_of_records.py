"""The seal tells whether the journal is what it was, and where it is not."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from takings_records import real_records, records

from emulator.domain.card import Pan
from emulator.domain.journal import Record
from emulator.operations.backup.seal import Break, Takings, seal, takings_of, verify


def altered(held, place, **values):
    """Records of which somebody changed one."""
    changed = msgspec.structs.replace(held[place - 1], **values)
    return (*held[: place - 1], changed, *held[place:])


class TestVerify:
    @settings(max_examples=60, deadline=None)
    @given(records())
    def test_records_as_they_were_hold(self, held):
        """Whatever they are."""
        assert None is verify(held, seal(held))

    @settings(max_examples=60, deadline=None)
    @given(records().filter(bool), st.data())
    def test_an_altered_record_is_told_with_its_place(self, held, data):
        """Also the last one."""
        place = data.draw(st.integers(1, len(held)))

        found = verify(altered(held, place, values={"never": "drawn"}), seal(held))

        assert Break(place, "altered") == found

    @settings(max_examples=40, deadline=None)
    @given(records().filter(bool), st.data())
    def test_what_was_cut_off_is_missing(self, held, data):
        """From the first that is not there."""
        left = data.draw(st.integers(0, len(held) - 1))

        assert Break(left + 1, "missing") == verify(held[:left], seal(held))

    def test_an_altered_amount_in_a_real_journal_is_told(self):
        """One fen less."""
        held = real_records()
        place = next(n for n, record in enumerate(held, start=1) if record.entry is not None)
        entry = held[place - 1].entry
        less = msgspec.structs.replace(entry, amount_fen=entry.amount_fen - 1)

        assert Break(place, "altered") == verify(altered(held, place, entry=less), seal(held))

    def test_what_was_written_since_is_added_unless_it_may_be(self):
        """A journal grows all day."""
        held = real_records()
        sealed = seal(held[:-2])

        assert Break(len(held) - 1, "added") == verify(held, sealed)
        assert None is verify(held, sealed, may_have_grown=True)

    def test_what_no_backup_may_hold_was_put_there_by_somebody(self):
        """A real card number in the place of the masked one."""
        held = real_records()
        place = next(n for n, record in enumerate(held, start=1) if record.entry is not None)
        real = msgspec.structs.replace(held[place - 1].entry, pan=Pan("6222021234567890"))

        assert Break(place, "altered") == verify(altered(held, place, entry=real), seal(held))

    def test_a_seal_whose_totals_were_changed_does_not_hold(self):
        """They are part of it."""
        sealed = msgspec.structs.replace(seal(real_records()), takings=Takings())

        assert Break(0, "totals") == verify(real_records(), sealed)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_the_number_is_the_last_link(count):
    """And there is one for no records too."""
    held = (Record(kind="cash"), Record(kind="cash"))[:count]

    assert 64 == len(seal(held).number)
    assert seal(held).number != seal((*held, Record(kind="cash"))).number


def test_takings_are_what_a_settlement_counts():
    """Debits and credits apart, declined ones not at all."""
    assert Takings(debit_fen=19801, debit_count=3, credit_fen=9900, credit_count=1) == takings_of(
        real_records()
    )

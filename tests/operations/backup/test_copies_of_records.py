"""What a thief finds in the copies of the records."""

import re

from hypothesis import given
from takings_records import real_records, records

from emulator.domain.card import Pan, pan_from_mask
from emulator.domain.journal import Entry, Record
from emulator.operations.backup.copies import cards_in, careless_copy
from emulator.operations.backup.safe import Safe

PAN = pan_from_mask("622202******0018")
SALE = Record(
    kind="verdict", stan="000002", batch="000001", values={"outcome": "approved"},
    entry=Entry(kind="sale", stan="000002", batch="000001", amount_fen=6600, pan=PAN),
)  # fmt: skip


def test_a_careless_copy_has_every_card_once():
    """Who was twice in the shop stands there once."""
    assert (PAN,) == cards_in(careless_copy([SALE, SALE]))


@given(records())
def test_a_backup_has_no_card_to_find(held):
    """None of those that paid; whatever other long number there is, it is nobody's card."""
    safe = Safe("12345678")
    safe.put(held)
    paid = {one.entry.pan for one in held if one.entry is not None and one.entry.pan is not None}

    assert set() == paid & set(cards_in(safe.within_reach))


def test_what_a_thief_finds_depends_on_the_copy():
    """The same records, copied with care and without."""
    found = []
    for masks in (True, False):
        safe = Safe("12345678", masks=masks)
        safe.put([*real_records(), SALE])
        found.append(PAN in cards_in(safe.within_reach))

    assert [False, True] == found


def test_before_the_first_backup_there_is_nothing():
    """An empty safe has been robbed of nothing."""
    assert () == cards_in(Safe("12345678", masks=False).within_reach)


def test_a_long_number_that_is_no_card_is_left():
    """Thirteen digits and more make a card only with the right check digit."""
    good = PAN.clear()
    bad = good[:-1] + str((int(good[-1]) + 1) % 10)

    assert () == cards_in(bad.encode())
    assert (Pan(good),) == cards_in(f"x {good}, {bad}".encode())


def test_nothing_but_the_copy_shows_a_number():
    """What the pan says of itself stays masked."""
    (found,) = cards_in(careless_copy([SALE]))

    assert not re.search(r"\d{11}", f"{found} {found!r}")

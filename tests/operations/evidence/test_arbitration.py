"""The ruling depends on what the bundle really holds, and on nothing else."""

import pytest
from disputes import RUN, bundled, events_of, lines_of
from hypothesis import given, settings
from hypothesis import strategies as st

from emulator.domain.moments import DAY
from emulator.domain.trace import TraceEvent
from emulator.operations.evidence import drawer as drawers
from emulator.operations.evidence.arbitration import arbitrate
from emulator.operations.evidence.bundle import bundle
from emulator.operations.evidence.choice import Choice
from emulator.operations.evidence.defence import Claim
from emulator.operations.evidence.drawer import AT_HAND_US, Drawer
from emulator.operations.evidence.extract import FILES, extract
from emulator.operations.evidence.verify import opened

STORY = "refund-next-day"
SALE = ("000001", "000002")
WON = "disputed-and-won"


def ruled(data: bytes, *, seal: str | None = None, claim: Claim = Claim.WRONG_AMOUNT):
    """Who wins with this bundle, and why; the seal is its own unless another is told."""
    told = opened(data).seal if seal is None else seal
    return arbitrate(data, claim, about=SALE, seal=told)


def bundle_of(events):
    """A bundle of the sale among some events of a recording."""
    found = extract(lines_of(events), Choice(batch=SALE[0], stan=SALE[1]))
    return bundle(found, run=RUN, complete=False)


def without(name: str, **where: str):
    """The events of the story but some."""
    return [
        event
        for event in events_of(WON)
        if event.name != name or any(event.detail.get(k) != v for k, v in where.items())
    ]


def test_a_whole_bundle_wins():
    """Journal, messages, slip and bill agree with the debit."""
    assert (True, "as_billed") == ruled(bundled(WON, SALE[1]))


def test_nothing_handed_in_is_lost():
    """The burden is the merchant's."""
    assert (False, "no_evidence") == arbitrate(b"", Claim.NOT_MINE, about=SALE, seal="")


def test_what_is_no_bundle_is_lost():
    """Anything may come in an envelope."""
    assert (False, "altered") == arbitrate(
        b"PK\x03\x04 nothing", Claim.NOT_MINE, about=SALE, seal=""
    )


def test_another_bundle_than_was_sealed_is_lost():
    """It is whole, but not the one whose number was told that day."""
    assert (False, "altered") == ruled(bundled(WON, SALE[1]), seal="0" * 64)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_who_alters_a_byte_does_not_win(data):
    """Wherever it stands."""
    whole = bundled(WON, SALE[1])
    place = data.draw(st.integers(0, len(whole) - 1))
    altered = bytearray(whole)
    altered[place] ^= data.draw(st.integers(1, 255))

    ruling = arbitrate(bytes(altered), Claim.WRONG_AMOUNT, about=SALE, seal=opened(whole).seal)

    assert (False, "altered") == ruling


@pytest.mark.parametrize(
    ("name", "where", "reason"),
    [
        ("storage.written", {"record": "verdict"}, "no_journal"),
        ("uplink.delivered", {"way": "down", "mti": "0210"}, "no_messages"),
        ("printer.slip_printed", {"copy": "merchant"}, "no_slip"),
    ],
)
def test_every_record_is_needed(name, where, reason):
    """Journal, messages, merchant's copy: the one that lacks is named."""
    assert (False, reason) == ruled(bundle_of(without(name, **where)))


def test_a_bundle_of_another_payment_is_lost():
    """It shows nothing of the one in dispute."""
    data = bundled(WON, SALE[1])
    other = ("000001", "000077")
    ruling = arbitrate(data, Claim.WRONG_AMOUNT, about=other, seal=opened(data).seal)

    assert (False, "no_journal") == ruling


def test_what_cannot_be_told_is_lost():
    """A card that was tapped without PIN shows no holder."""
    stolen = bundle_of(_until_slip("stolen-card"))

    assert (False, "holder_unproven") == ruled(stolen, claim=Claim.NOT_MINE)


def test_the_claim_counts():
    """The same bundle wins against one claim and loses against another."""
    overcharged = bundled("wrong-amount", SALE[1])

    assert ruled(overcharged).is_won
    assert not ruled(bundle_of(_until_slip("wrong-amount"))).is_won


def _until_slip(name: str) -> list[TraceEvent]:
    """The events of a story up to the cardholder's first slip."""
    events = []
    for event in events_of(name):
        events.append(event)
        if event.name == "printer.slip_printed" and event.detail["copy"] == "cardholder":
            break
    return events


# The drawer ---------------------------------------------------------------------------------------


def drawer(events=None):
    """A drawer that has heard the first day of the story."""
    heard = Drawer()
    for event in events_of(WON) if events is None else events:
        if event.at_us < DAY:
            heard.take(event)
    return heard


def test_what_was_kept_wins():
    """Ten minutes after the sale."""
    kept = drawer()

    assert kept.keep(SALE, now_us=600_000_000)
    assert (True, "as_billed") == kept.rule(SALE, "wrong_amount")


def test_an_empty_drawer_loses():
    """Nobody kept anything."""
    assert (False, "no_evidence") == drawer().rule(SALE, "wrong_amount")


@pytest.mark.parametrize(("late_us", "is_kept"), [(0, True), (DAY, False)])
def test_after_a_week_there_is_nothing_left_to_keep(late_us, is_kept):
    """Journal and message log have run over."""
    assert is_kept == drawer().keep(SALE, now_us=AT_HAND_US + late_us)


def test_of_a_payment_that_never_was_nothing_is_kept():
    """Nor if the drawer was not there when it happened."""
    assert not drawer().keep(("000009", "000009"), now_us=0)
    assert not drawer(()).keep(SALE, now_us=0)


@pytest.mark.parametrize(("most", "is_kept"), [(0, True), (-1, False)])
def test_only_so_much_lies_at_hand(monkeypatch, most, is_kept):
    """One event too many, and the request for the sale has run over."""
    events = [event for event in events_of(WON) if event.at_us < 600_000_000]
    asked = next(
        place
        for place, event in enumerate(events)
        if event.name == "uplink.sent" and event.detail.get("stan") == SALE[1]
    )
    heard = [
        e for e in events[asked:] if not e.inside and e.source in FILES and e.source != "bench"
    ]
    monkeypatch.setattr(drawers, "MOST_AT_HAND", len(heard) + most)

    assert is_kept == drawer(events).keep(SALE, now_us=600_000_000)


def test_what_no_bundle_may_hold_takes_no_room(monkeypatch):
    """What the program says of itself, and what the bench does to the shop."""
    monkeypatch.setattr(drawers, "MOST_AT_HAND", 1_000)
    heard = drawer()
    for event in (TraceEvent(10**6, 1, "terminal", "thought", {}, True),) * 1_000:
        heard.take(event)
    for event in (TraceEvent(10**6, 1, "fault", "fired", {}),) * 1_000:
        heard.take(event)

    assert heard.keep(SALE, now_us=600_000_000)


def test_what_is_exchanged_in_the_drawer_loses():
    """The seal beside it is that of the first bundle."""
    kept = drawer()
    kept.keep(SALE, now_us=600_000_000)
    kept.bundles[SALE] = bundle_of(without("printer.slip_torn"))[:-1]

    assert (False, "altered") == kept.rule(SALE, "wrong_amount")

"""The trace as a value: lines, digest, names."""

from hypothesis import given
from hypothesis import strategies as st

from emulator.domain.trace import (
    Digest,
    Trace,
    TraceEvent,
    decode_event,
    encode_event,
    encode_events,
)

plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=10),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.text(max_size=5), below),
    max_leaves=6,
)
events = st.builds(
    TraceEvent,
    seq=st.integers(0, 10**6),
    at_us=st.integers(0, 10**12),
    source=st.sampled_from(["uplink", "uplink.up", "printer"]),
    kind=st.sampled_from(["sent", "lost"]),
    detail=st.dictionaries(st.text(max_size=5), plain, max_size=3),
    inside=st.booleans(),
)


@given(events)
def test_an_event_is_its_line(event: TraceEvent) -> None:
    """What is written to a recording reads back equal."""
    assert event == decode_event(encode_event(event))


@given(st.lists(events, max_size=6), st.integers(0, 6))
def test_the_digest_does_not_depend_on_the_pieces(found: list[TraceEvent], cut: int) -> None:
    """However the lines are cut, the fingerprint is the same."""
    digest = Digest()
    digest.add(encode_events(found[:cut]))
    digest.add(encode_events(found[cut:]))

    assert Trace(found).digest() == digest.text()


def test_one_different_detail_is_another_digest() -> None:
    """A single fen changes the fingerprint."""
    one = TraceEvent(0, 0, "acquirer", "posted", {"amount_fen": 1})
    other = TraceEvent(0, 0, "acquirer", "posted", {"amount_fen": 2})

    assert Trace([one]).digest() != Trace([other]).digest()


def test_events_are_found_by_name() -> None:
    """`source.kind`; an event's name says the same."""
    trace = Trace([TraceEvent(n, n, "uplink", kind, {}) for n, kind in enumerate(["sent", "lost"])])

    assert ["uplink.lost"] == [event.name for event in trace.named("uplink.lost")]
    assert 2 == len(trace)

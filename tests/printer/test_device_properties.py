"""What holds for a device whatever it is sent and whenever somebody looks."""

import itertools
from collections.abc import Sequence
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from emulator.printer.device.device import Device
from emulator.printer.device.effects import (
    Complaint,
    Effect,
    Flow,
    LinePrinted,
    Lost,
    Reply,
    StripEnded,
)
from emulator.printer.profile import PROFILES
from tests.printer.device_bench import CLEAR, CUT, fence

PIECES = (
    *(b"one line\n", b"text", b"\n", "收银".encode("gb18030"), b"\xca", b"\x1b@", b"\x1bd\x03"),
    *(b"\x1b3\x01", b"\x1b3\x00", b"\x1b2", b"\x1bE\x01", b"\x1d!\x11", b"\x1ba\x01", b"\x1b="),
    *(CUT, b"\x1bm", fence(b"0001"), fence(b"0002"), b"\x1dr\x01", b"\x1dI\x43", b"\x1da\xff"),
    *(b"\x1b=\x01", b"\x1bc4\x03", b"\x1bc5\x01", b"\x1bp\x00\x01\x01", b"\x07", b"\x1d(H\x03"),
    *(b"\x10\x04\x01", b"\x10\x04\x04", b"\x10\x05\x01", b"\x10\x05\x02", CLEAR, b"\x10", b"\x04"),
    *(b"\x1dv0\x00\x02\x00\x09\x00", b"\x80\x01" * 9, b"\x1b*\x21\x04\x00", b"\x1dk\x04AB\x00"),
    *(b"\x1d(k\x03\x00\x31\x51\x30", b"\x10\x14\x01\x00\x01", b"\x1bL", b"\x0c", b"\x18"),
)
streams = st.lists(st.sampled_from(PIECES) | st.binary(max_size=8), max_size=25).map(b"".join)
profiles = st.sampled_from(sorted(PROFILES))
quirks = st.fixed_dictionaries(
    {},
    optional={
        "speed_mm_s": st.sampled_from((1, 70, 333, 1_000_000)),
        "buffer_bytes": st.sampled_from((40, 300, 4096)),
        "near_end_mm": st.sampled_from((0, 3, 1_500)),
        "heat_limit": st.sampled_from((5, 6_000)),
        "heat_resume": st.just(2),
    },
)
HANDS: tuple[tuple[Any, ...], ...] = (
    *(("load_roll", 12), ("leave_on_roll", 0), ("leave_on_roll", 45), ("tear_off",), ("jam",)),
    *(("clear_jam",), ("open_cover",), ("close_cover",), ("block_cutter",), ("free_cutter",)),
    *(("overheat",), ("cool_down",), ("break_head",), ("mend_head",), ("press_feed",)),
    *(("release_feed",), ("fade",), ("unfade",), ("wrong_side", True), ("drawer", True)),
    *(("lie_near_end", True), ("lie_near_end", None), ("lie_cover", True), ("lie_cover", None)),
    *(("lie_cover", False), ("hang",), ("unhang",), ("mute",), ("unmute",), ("keep_busy",)),
    *(("release_busy",), ("power_off",), ("power_on",)),
)
Deed = tuple[int, Any]
deeds = st.lists(
    st.tuples(
        st.sampled_from((0, 1, 999, 30_000, 123_456, 3_000_000)),
        st.sampled_from(HANDS) | streams,
    ),
    max_size=12,
)
AN_HOUR_US = 3_600_000_000


def device(
    name: str, quirk: dict[str, Any], roll_mm: int = 60, *, tells_lines: bool = True
) -> Device:
    """A printer; one that tells its lines has more moments in which something may go wrong."""
    made = Device(msgspec.structs.replace(PROFILES[name], **quirk), roll_mm=roll_mm)
    made.tells_lines = tells_lines
    return made


def done(printer: Device, deed: Any, at_us: int) -> list[Effect]:
    """Feed bytes, or do something to the hardware."""
    if isinstance(deed, bytes):
        return printer.feed(deed, at_us)
    effects: list[Effect] = getattr(printer, deed[0])(*deed[1:], at_us)
    return effects


def lived(printer: Device, plan: Sequence[Deed], looks: Sequence[int] = ()) -> list[Effect]:
    """
    Do one thing after the other, then let an hour go by.

    Args:
        printer: Whose life it is.
        plan: Pauses and what follows them.
        looks: How far into each pause, in thousandths, somebody looks besides.
    """
    effects: list[Effect] = []
    now_us = 0
    for pause_us, deed in (*plan, (AN_HOUR_US, b"")):
        for look in sorted(looks):
            effects += printer.advance(now_us + pause_us * look // 1_000)
        now_us += pause_us
        effects += done(printer, deed, now_us)
    return effects


def seen(effects: Sequence[Effect]) -> tuple[list[Effect], bytes]:
    """Strips and other things of note, and all that was answered."""
    replies = b"".join(effect.data for effect in effects if isinstance(effect, Reply))
    return [e for e in effects if not isinstance(e, Reply | Flow | Lost | Complaint)], replies


@settings(max_examples=150, deadline=None)
@given(profiles, quirks, streams, st.lists(st.integers(0, 200), max_size=6))
def test_any_bytes_in_any_pieces_give_the_same_paper(
    name: str, quirk: dict[str, Any], data: bytes, cuts: list[int]
) -> None:
    """If they arrive at the same moment; what is lost to a small buffer is the same, too."""
    whole, parts = device(name, quirk), device(name, quirk)
    places = [0, *sorted(min(cut, len(data)) for cut in cuts), len(data)]
    in_parts = [
        effect
        for begin, end in itertools.pairwise(places)
        for effect in parts.feed(data[begin:end], 0)
    ]
    at_once = whole.feed(data, 0) + whole.advance(AN_HOUR_US)
    in_parts += parts.advance(AN_HOUR_US)

    assert seen(at_once) == seen(in_parts)
    assert (whole.room, whole.status) == (parts.room, parts.status)


@settings(max_examples=150, deadline=None)
@given(profiles, quirks, deeds, st.lists(st.integers(1, 999), max_size=5), st.booleans())
def test_looking_more_often_changes_nothing(
    name: str, quirk: dict[str, Any], plan: list[Deed], looks: list[int], tells_lines: bool
) -> None:
    """Every effect has the same moment, whoever looked in between."""
    seldom = lived(device(name, quirk, tells_lines=tells_lines), plan)
    often = lived(device(name, quirk, tells_lines=tells_lines), plan, looks)

    assert seldom == often


@settings(max_examples=150, deadline=None)
@given(profiles, quirks, deeds)
def test_lines_are_the_same_whether_they_are_told_or_not(
    name: str, quirk: dict[str, Any], plan: list[Deed]
) -> None:
    """Untold ones take a shorter way through the engine."""
    told = lived(device(name, quirk), plan)
    untold = lived(device(name, quirk, tells_lines=False), plan)

    assert [effect for effect in told if not isinstance(effect, LinePrinted)] == untold


@settings(max_examples=150, deadline=None)
@given(profiles, quirks, deeds, st.booleans())
def test_nothing_happens_before_the_moment_it_is_announced_for(
    name: str, quirk: dict[str, Any], plan: list[Deed], tells_lines: bool
) -> None:
    """Waking at the announced moments alone misses nothing, and they get on."""
    printer = device(name, quirk, tells_lines=tells_lines)
    other = device(name, quirk, tells_lines=tells_lines)
    now_us = 0
    effects: list[Effect] = []
    for pause_us, deed in (*plan, (AN_HOUR_US, b"")):
        end_us = now_us + pause_us
        while (due_us := printer.next_us()) is not None and due_us <= end_us:
            assert due_us > now_us or not pause_us
            assert [] == printer.advance(due_us - 1)
            now_us = due_us
            effects += printer.advance(due_us)
        assert [] == printer.advance(end_us)
        now_us = end_us
        effects += done(printer, deed, now_us)

    assert lived(other, plan) == effects


@settings(max_examples=150, deadline=None)
@given(profiles, quirks, deeds)
def test_whatever_is_done_paper_and_memory_stay_in_bounds(
    name: str, quirk: dict[str, Any], plan: list[Deed]
) -> None:
    """Time runs forward, strips are no longer than rolls, nothing is negative."""
    printer = device(name, quirk)
    effects = lived(printer, plan)
    moments = [effect.at_us for effect in effects]
    numbers = [effect.strip.number for effect in effects if isinstance(effect, StripEnded)]

    assert sorted(moments) == moments
    assert sorted(set(numbers)) == numbers
    assert 0 <= printer.room <= quirk.get("buffer_bytes", 4096)
    assert printer.roll_dots >= 0
    for effect in effects:
        if isinstance(effect, StripEnded):
            assert 0 < effect.strip.length <= 60 * 8
            assert all(0 < piece.dots <= piece.line.height for piece in effect.strip.pieces)


@settings(max_examples=150, deadline=None)
@given(profiles, deeds, st.sampled_from(HANDS))
def test_everything_may_be_done_twice(name: str, plan: list[Deed], hand: tuple[Any, ...]) -> None:
    """What is already so changes nothing and tells nothing."""
    printer = device(name, {})
    lived(printer, plan)
    now_us = 2 * AN_HOUR_US
    done(printer, hand, now_us)
    again = done(printer, hand, now_us)

    assert [] == again


@pytest.mark.parametrize("name", sorted(PROFILES))
def test_a_healthy_device_prints_what_it_is_sent(name: str) -> None:
    """Every model, without flow control, a line at a time."""
    printer = device(name, {}, roll_mm=18_000)
    effects: list[Effect] = []
    for number in range(40):
        effects += printer.feed(b"line %d\n" % number, number * 1_000_000)
    effects += printer.feed(CUT, 40_000_000) + printer.advance(AN_HOUR_US)
    (strip,) = [effect.strip for effect in effects if isinstance(effect, StripEnded)]

    assert 40 == len(strip.pieces)

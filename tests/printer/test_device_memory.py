"""What waits for its paper needs little memory, however much paper a few bytes call for."""

import time
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from emulator.domain.paper import Dots, Text
from emulator.printer.device import intake
from emulator.printer.device.effects import Complaint, Effect, Flow, Lost, Reply, StripEnded
from emulator.printer.interpreter.page import PICTURE_BYTES_IN_A_PAGE
from tests.printer.device_bench import CLEAR, CLEARED, CUT, DeviceBench, fence, passed
from tests.printer.test_device_properties import device, lived, profiles, quirks, streams

MB = 1_000_000
SMALL = b"\x1d*\x01\x01" + b"\x99" * 8
"""GS *: 8 x 8 dots."""
PRINT_SMALL = b"\x1d/\x00"
WORDS = st.binary(max_size=6) | st.sampled_from((SMALL, PRINT_SMALL * 7, b"x\n" * 9, b"\x1bL\x0c"))


def word(number: int) -> bytes:
    """Two bytes, the low one first."""
    return number.to_bytes(2, "little")


def stored(columns: int, rows: int) -> bytes:
    """FS q with one image."""
    return b"\x1cq\x01" + word(columns // 8) + word(rows // 8) + b"\xa5" * (columns * rows // 8)


def graphics(width: int, rows: int) -> bytes:
    """GS 8 L function 83 with the key `ab`."""
    body = b"0S0ab\x01" + word(width) + word(rows) + b"1" + b"\xa5" * (width // 8 * rows)
    return b"\x1d8L" + len(body).to_bytes(4, "little") + body


def blocked(once: bytes = b"") -> DeviceBench:
    """A printer that was told something and then had its cover opened."""
    bench = DeviceBench()
    while once:
        room = bench.device.room
        bench.feed(once[:room]).wait(1)
        once = once[room:]
    return bench.do("open_cover")


def fill(bench: DeviceBench, again: bytes) -> DeviceBench:
    """Say the same until the receive buffer is full."""
    return bench.feed(again * (bench.device.room // len(again)))


@contextmanager
def little_memory_and_time() -> Iterator[None]:
    """Nothing in here takes 30 MB, or so long that a person at the keys would notice."""
    tracemalloc.start()
    begun = time.process_time()
    try:
        before, _ = tracemalloc.get_traced_memory()
        yield
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert most - before < 30 * MB
    assert time.process_time() - begun < 5


@contextmanager
def held_up_behind(dots: int) -> Iterator[None]:
    """Let printers interpret no further ahead than so much paper."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(intake, "FAR_DOTS", dots)
        yield


@pytest.mark.parametrize(
    ("once", "again"),
    [
        (stored(288, 2304), b"\x1cp\x01\x03"),
        (graphics(288, 10_000), b"\x1d(L\x06\x000Uab\x02\x02"),
        (graphics(8, 65_535), b"\x1d(L\x06\x000Uab\x02\x02"),
        (b"\x1d*\x20\x30" + b"\xa5" * (32 * 8 * 48), b"\x1d/\x03"),
        (b"\x1d*\x20\x30" + b"\xa5" * (32 * 8 * 48) + b"\x1bL", b"\x1d/\x03\x1b\x0c"),
        (b"\x1d(k\x03\x001C\x0a\x1d(k\x67\x001P0" + b"x" * 100, b"\x1d(k\x03\x001Q0"),
        (b"\x1dh\xff", b"\x1dkI\x05{B123"),
        (b"\x1b3\xff", b"\n"),
    ],
    ids=["FS p", "GS ( L", "tall", "GS /", "page", "QR", "bar code", "feed"],
)
def test_a_full_buffer_calls_for_little_memory(once: bytes, again: bytes) -> None:
    """4 KB of commands that each print something big, and a printer that cannot print."""
    bench = blocked(once)

    with little_memory_and_time():
        fill(bench, again)


def test_pictures_of_ever_new_widths_call_for_little_memory() -> None:
    """Each is cut to another width, so that none can be shared."""
    bench = blocked(stored(288, 2304))
    data = b"".join(b"\x1dW" + word(300 + number % 276) + b"\x1cp\x01\x03" for number in range(500))

    with little_memory_and_time():
        bench.feed(data)


def test_all_that_waited_is_printed() -> None:
    """In its order, with what stands between, when the cover is closed."""
    with held_up_behind(100):
        bench = blocked(SMALL)
        bench.feed((PRINT_SMALL + b"a word\n") * 200 + fence(b"last") + CUT)
        bench.do("close_cover").wait()
        (strip,) = bench.strips
        lines = [piece.line.items for piece in strip.pieces if piece.line.items]

    assert [Dots, Text] * 200 == [type(item) for (item,) in lines]
    assert (True, 4096) == (passed(b"last") in bench.replies, bench.device.room)


def test_what_waits_is_dropped_by_a_clear() -> None:
    """Real-time commands are found behind all that waits."""
    with held_up_behind(100):
        bench = blocked(SMALL).feed(PRINT_SMALL * 1_000)
        bench.do("close_cover").feed(CLEAR).feed(b"behind\n" + CUT).wait()

    assert (True, "behind") == (CLEARED in bench.replies, bench.papers[-1][1][-1])


def test_what_waits_makes_the_host_wait() -> None:
    """It stands in the receive buffer all the while."""
    with held_up_behind(100):
        bench = fill(blocked(SMALL), PRINT_SMALL)

    assert (True, True) == (bench.device.is_busy, bench.device.room < 3)


def test_garbage_that_waited_is_told_with_its_place() -> None:
    """When its turn comes."""
    with held_up_behind(100):
        bench = DeviceBench().feed(b"\n" * 20 + b"\x1d\xff" + b"\n").wait()
        (complaint,) = [effect for effect in bench.effects if isinstance(effect, Complaint)]

    assert (20, b"\x1d\xff") == (complaint.offset, complaint.data)
    assert complaint.at_us > 0


def test_a_page_keeps_only_so_many_pictures() -> None:
    """What is too much is lost, as below the page's end; clearing makes room again."""
    big = graphics(8 * 64, PICTURE_BYTES_IN_A_PAGE // 64 // 2)
    show = b"\x1d(L\x06\x000Uab\x01\x01"
    bench = blocked(big).do("close_cover")
    bench.feed(b"\x1bL" + show * 3 + b"\x1b\x0c" + b"\x18" + show + b"\x0c" + CUT).wait()
    pictures = [item for strip in bench.strips for p in strip.pieces for item in p.line.items]

    assert 3 == len(pictures)


def plain(effects: list[Effect]) -> tuple[list[Any], bytes]:
    """The strips, and all that was answered."""
    strips = [effect.strip for effect in effects if isinstance(effect, StripEnded)]
    return strips, b"".join(effect.data for effect in effects if isinstance(effect, Reply))


@settings(max_examples=150, deadline=None)
@given(profiles, quirks, st.lists(WORDS | streams, max_size=12).map(b"".join), st.integers(1, 300))
def test_waiting_changes_nothing_on_paper(
    name: str, quirk: dict[str, Any], data: bytes, dots: int
) -> None:
    """However short the way is that is interpreted ahead."""
    far = lived(device(name, quirk), [(0, data)])
    with held_up_behind(dots):
        near = lived(device(name, quirk), [(0, data)])

    assert plain(far) == plain(near)


@settings(max_examples=150, deadline=None)
@given(profiles, quirks, st.lists(WORDS | streams, max_size=12).map(b"".join), st.booleans())
def test_a_device_with_much_ahead_is_never_late(
    name: str, quirk: dict[str, Any], data: bytes, tells_lines: bool
) -> None:
    """Whoever wakes it at the moments that it names, misses nothing."""
    with held_up_behind(50):
        woken = device(name, quirk, tells_lines=tells_lines)
        effects = woken.feed(data, 0)
        while (due_us := woken.next_us()) is not None:
            assert [] == woken.advance(due_us - 1)
            effects += woken.advance(due_us)
        seldom = lived(device(name, quirk, tells_lines=tells_lines), [(0, data)])

    assert [e for e in seldom if not isinstance(e, Flow | Lost)] == [
        e for e in effects if not isinstance(e, Flow | Lost)
    ]

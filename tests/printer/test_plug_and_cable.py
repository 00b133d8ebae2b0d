"""The way of the bytes: how long they take, and what becomes of them."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.codecs.escpos.status import read_dle_eot
from emulator.kernel.world import World
from emulator.printer.cable import CHUNK_BYTES, Cable
from emulator.printer.plug import Plug
from emulator.printer.timeline import Timeline

BYTE_US = 1_000
"""At 10,000 baud, ten bits a byte."""


class FarEnd:
    """Takes bytes down, and what was the moment."""

    def __init__(self) -> None:
        self.world = World(seed=0, start=datetime(2026, 3, 2))
        self.got: list[tuple[int, bytes]] = []
        self.readies = 0
        self.cable = Cable(Timeline(self.world), self, baud=10_000, ready=self.ready)

    def ready(self) -> None:
        self.readies += 1

    def feed(self, data: bytes) -> None:
        self.got.append((self.world.now_us, data))


def test_bytes_take_their_time_and_only_one_chunk_flies() -> None:
    """Then it is ready for more."""
    end = FarEnd()
    took = end.cable.write_some(b"12345")
    again = end.cable.write_some(b"6")
    end.world.run_until(10**6)

    assert (5, 0) == (took, again)
    assert [(5 * BYTE_US, b"12345")] == end.got
    assert 1 == end.readies


@pytest.mark.parametrize(("most", "taken"), [(0, 0), (1, 1), (10, 10), (10_000, CHUNK_BYTES)])
def test_it_takes_no_more_than_the_far_end_lets_pass(most: int, taken: int) -> None:
    """A chunk at most, and nothing when nothing passes."""
    end = FarEnd()

    assert taken == end.cable.write_some(bytes(1_000), most=most)
    assert bool(taken) == (0 == end.cable.write_some(b"x"))


def test_what_flies_when_the_host_goes_dark_never_arrives() -> None:
    """And the line is free for the host's next life."""
    end = FarEnd()
    end.cable.write_some(b"lost")
    end.world.run_until(BYTE_US)
    end.cable.forget()
    end.cable.write_some(b"kept")
    end.world.run_until(10**6)

    assert [(5 * BYTE_US, b"kept")] == end.got


# The plug -------------------------------------------------------------------------------------


@given(st.binary(), st.binary())
def test_a_sound_plug_changes_nothing(there: bytes, back: bytes) -> None:
    """Both ways."""
    plug = Plug()

    assert (there, back) == (plug.inward(there), plug.outward(back))
    assert plug.is_sound


@pytest.mark.parametrize("after_bytes", [0, 1, 4, 5])
def test_a_plug_comes_out_after_so_many_bytes(after_bytes: int) -> None:
    """In whatever pieces they come; then nothing passes either way until it is in again."""
    plug = Plug()
    plug.pull_out(after_bytes)
    passed = plug.inward(b"ab") + plug.inward(b"cde") + plug.inward(b"fgh")
    back = plug.outward(b"x")
    plug.push_in()

    assert b"abcdefgh"[:after_bytes] == passed
    assert b"" == back
    assert (b"y", b"z") == (plug.inward(b"y"), plug.outward(b"z"))


@given(
    every_bytes=st.integers(min_value=1, max_value=50),
    pieces=st.lists(st.binary(max_size=30), max_size=8),
)
def test_noise_spoils_one_bit_in_so_many_bytes(every_bytes: int, pieces: list[bytes]) -> None:
    """Wherever the pieces end; all other bytes pass."""
    plug = Plug()
    plug.disturb(every_bytes)
    sent = b"".join(pieces)
    got = b"".join(map(plug.inward, pieces))
    wrong = [n + 1 for n, (a, b) in enumerate(zip(sent, got, strict=True)) if a != b]

    assert [n for n in range(1, len(sent) + 1) if n % every_bytes == 0] == wrong
    assert all((sent[n - 1] ^ got[n - 1]).bit_count() == 1 for n in wrong)


def test_at_the_wrong_speed_no_answer_can_be_taken_for_a_good_one() -> None:
    """The pattern of a status byte does not survive."""
    plug = Plug()
    plug.mistake_speed()
    answer = plug.outward(b"\x12")[0]

    assert answer & 0x93 != 0x12
    assert read_dle_eot(1, 0x12) != read_dle_eot(1, answer)


def test_a_line_with_a_broken_way_back_still_prints() -> None:
    """Bytes pass there and none back."""
    plug = Plug()
    plug.cut_way_back()

    assert (b"there", b"") == (plug.inward(b"there"), plug.outward(b"back"))

"""What a printer sends falls into answers, also when answers cut into one another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.codecs.escpos.replies import (
    MAX_BLOCK,
    SHOWN,
    Answer,
    AutomaticStatus,
    Block,
    Cleared,
    Fence,
    Flow,
    Identity,
    Noise,
    Offline,
    RealtimeStatus,
    ReplyReader,
    SingleByte,
)
from emulator.codecs.escpos.status import Status, asb, dle_eot


def read(data: bytes) -> list[Answer]:
    return ReplyReader().feed(data)


@pytest.mark.parametrize(
    ("data", "answer"),
    [
        (b"\x11", Flow(0, False)),
        (b"\x13", Flow(0, True)),
        (b"\x12", RealtimeStatus(0, 0x12)),
        (b"\x7e", RealtimeStatus(0, 0x7E)),
        (b"\x00", SingleByte(0, 0x00)),
        (b"\x0f", SingleByte(0, 0x0F)),
        (b"\x63", SingleByte(0, 0x63)),
        (b"\x18\x00\x0f\x00", AutomaticStatus(0, b"\x18\x00\x0f\x00")),
        (b"\x10\x00\x00\x0f", AutomaticStatus(0, b"\x10\x00\x00\x0f")),
        (b'7"0001\x00', Fence(0, b"0001")),
        (b"7%\x00", Cleared(0)),
        (b"7#\x00", Offline(0, b"")),
        (b"7#A\x00", Offline(0, b"A")),
        (b"_EPSON\x00", Identity(0, b"EPSON")),
        (b"_\x00", Identity(0, b"")),
        (b";0\x00", Block(0, 0x3B, b"0")),
        (b"=abc\x00", Block(0, 0x3D, b"abc")),
        (b"5abc\x00", Block(0, 0x35, b"abc")),
        (b"7!1\x00", Block(0, 0x37, b"!1")),
        (b"\xff\x80", Noise(0, b"\xff\x80", 2)),
        (b"\x31", Noise(0, b"\x31", 1)),
    ],
)
def test_an_answer_is_known_by_its_bits(data: bytes, answer: Answer) -> None:
    """Each kind of answer is told from the others by its first byte."""
    assert [answer] == read(data)


@given(st.builds(Status, **{field: st.booleans() for field in Status.__struct_fields__}))
def test_whatever_a_printer_says_of_itself_is_understood(status: Status) -> None:
    """Every status that can be written is read as what it is."""
    eots = [dle_eot(status, n) for n in (1, 2, 3, 4)]

    answers = read(b"".join(eots) + asb(status))

    assert [
        *(RealtimeStatus(at, byte[0]) for at, byte in enumerate(eots)),
        AutomaticStatus(4, asb(status)),
    ] == answers


@pytest.mark.parametrize("cut_in", [b"\x11", b"\x13", b"\x12", b"\x1a", b"\x32", b"\x7e"])
@pytest.mark.parametrize("place", [1, 2, 3])
def test_status_and_flow_control_cut_into_automatic_status(cut_in: bytes, place: int) -> None:
    """What cuts in comes first, the automatic status is whole all the same."""
    told = b"\x18\x00\x0f\x00"

    first, second = read(told[:place] + cut_in + told[place:])

    assert place == first.at
    assert AutomaticStatus(0, told) == second


@pytest.mark.parametrize("cut_in", [b"\x11", b"\x13", b"\x12", b"\x16", b"\x1a", b"\x1e"])
@pytest.mark.parametrize("place", [1, 2, 4, 6])
def test_status_and_flow_control_cut_into_a_fence(cut_in: bytes, place: int) -> None:
    """Bytes below 20h cannot be of the block, so that they are what cut in."""
    fence = b'7"0001\x00'

    first, second = read(fence[:place] + cut_in + fence[place:])

    assert place == first.at
    assert Fence(0, b"0001") == second


@pytest.mark.parametrize("byte", [0x32, 0x7E, 0x52])
def test_one_printable_status_byte_in_a_fence_is_found(byte: int) -> None:
    """A process ID one byte too long gives back the only byte that can be a status."""
    answers = read(b'7"00' + bytes((byte,)) + b"01\x00")

    assert [RealtimeStatus(4, byte), Fence(0, b"0001")] == answers


def test_a_fence_that_could_be_two_is_none() -> None:
    """Two bytes that could have cut in: nobody can tell, so that nothing is confirmed."""
    assert [Noise(0, b'7"00220\x00', 8)] == read(b'7"00220\x00')


@pytest.mark.parametrize("id", [b"", b"001", b"00012"])
def test_a_process_id_has_four_characters(id: bytes) -> None:
    """Anything else confirms nothing."""
    if id == b"00012":
        id = b"000133"

    assert [Noise] == [type(answer) for answer in read(b'7"' + id + b"\x00")]


def test_a_broken_automatic_status_is_noise() -> None:
    """A new head before the fourth byte: the first was not finished, the second is."""
    assert [Noise(0, b"\x10\x00", 2), AutomaticStatus(2, b"\x18\x00\x0f\x00")] == read(
        b"\x10\x00\x18\x00\x0f\x00"
    )


def test_a_broken_block_is_noise() -> None:
    """A byte that no block holds ends it; what follows is read anew."""
    assert [Noise(0, b"_EP\xff", 4), SingleByte(4, 0x01)] == read(b"_EP\xff\x01")


@pytest.mark.parametrize("length", [MAX_BLOCK, MAX_BLOCK + 1])
def test_a_block_without_end_is_given_up(length: int) -> None:
    """The longest block is held, one byte more and it is noise."""
    reader = ReplyReader()
    answers = reader.feed(b"_" + b"A" * (length - 1))

    assert ([] if length == MAX_BLOCK else [Noise]) == [type(answer) for answer in answers][:1]
    assert reader.pending <= MAX_BLOCK


def test_noise_is_told_in_short() -> None:
    """Much noise in one piece is one answer, with its first bytes and its length."""
    assert [Noise(1, b"\xff" * SHOWN, 1000)] == read(b"\x12" + b"\xff" * 1000)[1:]


def test_places_count_over_chunks() -> None:
    """Where an answer began counts from the first byte the reader ever took."""
    reader = ReplyReader()
    reader.feed(b"\x12\x12\x10\x00")

    assert 2 == reader.pending
    assert [AutomaticStatus(2, b"\x10\x00\x00\x00")] == reader.feed(b"\x00\x00")
    assert 6 == reader.offset


def test_a_reset_forgets_half_an_answer() -> None:
    """After the printer was off, its next byte begins an answer."""
    reader = ReplyReader()
    reader.feed(b'7"00')
    reader.reset()

    assert [RealtimeStatus(4, 0x12)] == reader.feed(b"\x12")


def with_noise_joined(answers: list[Answer]) -> list[Answer]:
    """Noise may be cut where chunks are."""
    joined: list[Answer] = []
    for answer in answers:
        last = joined[-1] if joined else None
        if isinstance(answer, Noise) and isinstance(last, Noise):
            joined[-1] = Noise(
                last.at, (last.data + answer.data)[:SHOWN], last.count + answer.count
            )
        else:
            joined.append(answer)
    return joined


@given(
    data=st.lists(
        st.one_of(
            st.binary(max_size=8),
            st.sampled_from(
                [b'7"0001\x00', b"7%\x00", b"\x18\x00\x0f\x00", b"_EPSON\x00", b"\x11", b"\x13"]
            ),
        ),
        max_size=20,
    ).map(b"".join),
    cuts=st.data(),
)
def test_chunks_do_not_matter(data: bytes, cuts: st.DataObject) -> None:
    """Any bytes in any chunks give the same answers, and never more than a block is held."""
    places = sorted(cuts.draw(st.lists(st.integers(0, len(data)), max_size=10)))
    reader = ReplyReader()
    answers = []
    begin = 0
    for end in [*places, len(data)]:
        answers += reader.feed(data[begin:end])
        begin = end

    assert with_noise_joined(read(data)) == with_noise_joined(answers)
    assert reader.pending <= MAX_BLOCK

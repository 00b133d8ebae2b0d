"""Recordings with a part outside of the simulation are read with care, wherever they come from."""

import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from emulator.domain.errors import UsageError
from emulator.interfaces.bridge.story import FILE, TEXT
from emulator.interfaces.cli import main
from emulator.interfaces.outside import played_from
from emulator.reports.jsonl import Header, Recording, RecordingError, line, recordings

HEADER = Header(scenario="one-sale", seed=1, emulator="0", file=FILE, files={FILE: TEXT})
HEARD = b'{"seq":%d,"at_us":5,"source":"printer","kind":"heard","detail":%s,"inside":true}\n'
LOST = b'{"what":"line_lost"}'


def recorded(*lines: bytes, outside: tuple[str, ...] = ("printer",)) -> Recording:
    """A recording in memory, before its first event is taken."""
    header = Header(**{**_fields(), "outside": outside})
    return next(recordings(BytesIO(line(header) + b"".join(lines)), "test.jsonl"))


def _fields() -> dict[str, object]:
    names = ("scenario", "seed", "emulator", "file", "files")
    return {name: getattr(HEADER, name) for name in names}


def test_looking_ahead_takes_nothing() -> None:
    """After the arrivals were looked up, all events are still there."""
    recording = recorded(HEARD % (0, LOST), HEARD % (1, LOST))

    assert played_from(recording, "en") is not None
    assert 2 == len(list(recording.events()))


def test_a_run_ends_where_the_next_begins() -> None:
    """Arrivals of a later run in the same file are not taken for this one's."""
    recording = recorded(HEARD % (0, LOST), line(HEADER), HEARD % (0, LOST))

    assert 1 == len(recording.ahead([b"heard"], 10))


def test_a_run_that_was_simulated_as_a_whole_needs_nobody() -> None:
    """Without the mark in the header everything is as it always was."""
    stream = BytesIO(line(HEADER) + HEARD % (0, LOST))

    assert played_from(next(recordings(stream, "test.jsonl")), "en") is None


def test_an_ordinary_recording_says_nothing_of_the_outside() -> None:
    """The header of a simulated run has not changed."""
    assert "outside" not in json.loads(line(HEADER))


def test_a_part_that_cannot_be_replayed_is_named() -> None:
    """A later emulator may let other parts stand outside."""
    with pytest.raises(UsageError, match="terminal"):
        played_from(recorded(outside=("printer", "terminal")), "en")


@pytest.mark.parametrize(
    "lines",
    [
        HEARD % (0, b'{"what":"eaten"}'),
        HEARD % (0, b'{"what":"begun","job":"x"}'),
        b'{"source":"printer","kind":"heard"}\n',
        b'"source":"printer","kind":"heard"\xff\n',
        b"[" * 100_000 + b'"source":"printer","kind":"heard"\n',
    ],
)
def test_nonsense_is_told_with_its_line(lines: bytes) -> None:
    """The second line of the file is the one that is wrong."""
    with pytest.raises(RecordingError) as caught:
        played_from(recorded(lines), "en")

    assert caught.value.render("en").startswith("test.jsonl:2:")


def test_a_flood_from_outside_is_refused() -> None:
    """More than anybody's printer says is not kept in memory."""

    def flood() -> Iterator[bytes]:
        for number in range(12):
            yield HEARD % (number, LOST)

    with pytest.raises(RecordingError, match="more than 10"):
        recorded(*flood()).ahead([b"heard"], 10)


def test_arrivals_at_impossible_moments_only_differ(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Moments out of order, before the start or after the end: another run, told as such."""
    moments = (10**12, -(10**15), 0, 5)
    text = line(Header(**{**_fields(), "outside": ("printer",)}))
    for moment in moments:
        text += (HEARD % (0, LOST)).replace(b'"at_us":5', b'"at_us":%d' % moment)
    file = tmp_path / "odd.jsonl"
    file.write_bytes(text)

    assert 1 == main(["replay", str(file)])

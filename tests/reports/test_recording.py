"""Recordings: written, read back, and refused when they are damaged."""

import io

import pytest

from emulator.domain.trace import encode_events
from emulator.reports.jsonl import (
    FILES,
    LINE_BYTES,
    Header,
    RecordingError,
    encode,
    end_of,
    line,
    recordings,
)

HEADER = Header(
    scenario="x", seed=7, emulator="0.1.0", file="x.yaml", files={"x.yaml": "scenario: v1\n"}
)


def read(data):
    return [(r.header, list(r.events()), r.end) for r in recordings(io.BytesIO(data), "r.jsonl")]


def recorded(story):
    return line(HEADER) + encode_events(story.trace) + line(end_of(story.outcome()))


def test_recording_reads_back_as_written(charged_twice):
    """Header, event lines and end come back; event lines are the digested bytes."""
    ((header, events, end),) = read(recorded(charged_twice))

    assert HEADER == header
    assert encode_events(charged_twice.trace) == b"".join(e + b"\n" for e in events)
    assert charged_twice.trace.digest() == end.digest


def test_version_stands_in_the_first_line():
    """Any program can tell what it reads from the first line alone."""

    assert line(HEADER).startswith(b'{"event":"run.start","v":1,')


def test_runs_follow_one_another(charged_twice):
    """Several runs in a file are read in their order."""

    assert 2 == len(read(recorded(charged_twice) * 2))


def test_events_left_over_are_skipped(charged_twice):
    """Whoever needs only the headers need not read the events."""
    stream = io.BytesIO(recorded(charged_twice) * 2)

    assert ["x", "x"] == [r.header.scenario for r in recordings(stream, "r")]


def test_recording_that_breaks_off_has_no_end(charged_twice):
    """What is there can be read, and that it is not all is known."""
    whole = recorded(charged_twice)
    ((_, events, end),) = read(whole[: whole.index(b'{"event":"run.end"')])

    assert len(charged_twice.trace) == len(events)
    assert end is None


def test_end_sums_up_what_was_broken(charged_twice):
    """The last line carries verdict, counts and the broken checks with their lines."""
    end = end_of(charged_twice.outcome())

    assert ("fail", 13, 40_000_000) == (end.verdict, end.events, end.end_us)
    assert [("expect[1]", "fail", 4)] == [(b.check, b.verdict, b.line) for b in end.broken]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"hello\n", "not a recording"),
        (b"\xff\xfe\n", "not a recording"),
        (b"{}\n", "not a recording"),
        (b"[" * 100_000 + b"\n", "not a recording"),
        (b'{"event":"run.start","v":2}\n', "recording of version 2; this is version 1"),
        (b'{"event":"run.start"}\n', "recording of version none"),
        (b'{"event":"run.start","v":1,"scenario":5}\n', "scenario"),
        (line(HEADER) + line(HEADER), "a run begins inside another run"),
        (line(HEADER) + b'{"event":"run.end"}\n', "r.jsonl:2"),
    ],
)
def test_damaged_recording_is_refused_in_one_sentence(data, why):
    """Whatever a stranger hands in, the answer is a sentence with file and line."""
    with pytest.raises(RecordingError, match=why) as caught:
        read(data)

    assert str(caught.value).startswith("r.jsonl:")


def test_line_of_the_largest_size_is_read():
    """The limit itself is allowed, one byte more is not."""
    fits = b"x" * LINE_BYTES

    assert [fits] == read(line(HEADER) + fits)[0][1]
    with pytest.raises(RecordingError, match="longer than"):
        read(line(HEADER) + fits + b"x")


def test_header_with_too_many_files_is_refused():
    """A scenario includes a few files, never dozens."""
    files = {f"{n}.yaml": "" for n in range(FILES + 1)}
    header = encode({"event": "run.start", "v": 1, "scenario": "x", "seed": 0, "emulator": "",
                     "file": "0.yaml", "files": files})  # fmt: skip
    with pytest.raises(RecordingError, match="more than 64"):
        read(header + b"\n")


def test_header_without_its_scenario_is_refused():
    """A header must carry the file it names."""
    header = Header(scenario="x", seed=0, emulator="", file="a.yaml", files={})
    with pytest.raises(RecordingError, match="lacks its own"):
        read(line(header))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_complaint_is_worded_in_both_languages(lang):
    """The place is the same, the sentence is not."""
    with pytest.raises(RecordingError) as raised:
        list(recordings(io.BytesIO(b"{}\n"), "a\x1b.jsonl"))

    assert raised.value.render(lang).startswith(r"a\x1b.jsonl:1: ")
    assert "run.start" in raised.value.render(lang)
    assert raised.value.render("zh") != raised.value.render("en")

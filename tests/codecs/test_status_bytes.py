"""Status bytes, row by row of the fault table, written and read."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.codecs.escpos.status import (
    Reading,
    Status,
    asb,
    asb_watched,
    dle_eot,
    gs_r,
    is_asb,
    read_asb,
    read_dle_eot,
)

ROWS: tuple[tuple[str, dict[str, Any], str, str], ...] = (
    ("healthy", {}, "12 12 12 12", "10 00 00 00"),
    ("near end", {"near_end": True}, "12 12 12 1E", "10 00 03 00"),
    (
        "paper out",
        {"paper_end": True, "stopped_by_paper_end": True},
        "1A 32 12 7E",
        "18 00 0F 00",
    ),
    ("cover open, idle", {"cover_open": True}, "1A 16 12 12", "38 00 00 00"),
    (
        "cover open, printing",
        {"cover_open": True, "auto_recoverable_error": True},
        "1A 56 52 12",
        "38 40 00 00",
    ),
    (
        "cover open, printing, recoverable",
        {"cover_open": True, "recoverable_error": True},
        "1A 56 16 12",
        "38 04 00 00",
    ),
    ("jam", {"recoverable_error": True}, "1A 52 16 12", "18 04 00 00"),
    ("cutter jam", {"cutter_error": True}, "1A 52 1A 12", "18 08 00 00"),
    ("hot head", {"auto_recoverable_error": True}, "1A 52 52 12", "18 40 00 00"),
    ("dead head", {"unrecoverable_error": True}, "1A 52 32 12", "18 20 00 00"),
    ("feed button", {"feed_pressed": True, "feeding": True}, "5A 1A 12 12", "58 02 00 00"),
    ("drawer", {"drawer_high": True}, "16 12 12 12", "14 00 00 00"),
    ("waiting", {"waiting": True}, "3A 12 12 12", "18 01 00 00"),
)
names = [row[0] for row in ROWS]


@pytest.mark.parametrize(("name", "fields", "answers", "told"), ROWS, ids=names)
def test_a_trouble_shows_as_the_manuals_say(
    name: str, fields: dict[str, Any], answers: str, told: str
) -> None:
    """DLE EOT 1 to 4 and automatic status of each row of the fault table."""
    status = Status(**fields)

    assert bytes.fromhex(answers) == b"".join(dle_eot(status, n) for n in (1, 2, 3, 4))
    assert bytes.fromhex(told) == asb(status)


@pytest.mark.parametrize(("name", "fields", "answers", "told"), ROWS, ids=names)
def test_a_trouble_is_read_back(name: str, fields: dict[str, Any], answers: str, told: str) -> None:
    """A host learns exactly the fields that were set; an empty holder is also near its end."""
    polled = Reading()
    for n, byte in zip((1, 2, 3, 4), bytes.fromhex(answers), strict=True):
        polled = polled.joined(read_dle_eot(n, byte))

    if fields.get("paper_end"):
        fields = {**fields, "near_end": True}
    for reading, silent in ((polled, set()), (read_asb(bytes.fromhex(told)), STOP)):
        for field in Status.__struct_fields__:
            if field != "busy" and field not in silent:
                assert fields.get(field, False) == getattr(reading, field)
        assert Status(**fields).is_offline == reading.offline
        assert Status(**fields).has_error == reading.has_error


STOP = {"stopped_by_paper_end"}
"""Automatic status does not tell it."""
statuses = st.builds(Status, **{field: st.booleans() for field in Status.__struct_fields__})
sensors = st.fixed_dictionaries(
    {"has_near_end_sensor": st.booleans(), "near_end_inverted": st.booleans()}
)


@given(status=statuses, sensor=sensors, n=st.integers(-1, 6))
def test_the_fixed_bits_are_always_there(status: Status, sensor: Any, n: int) -> None:
    """DLE EOT 0xx1xx10, automatic status 0xx1xx00 and 0xx0xxxx, GS r 0xx0xxxx; else nothing."""
    answer = dle_eot(status, n, **sensor)

    assert (1 <= n <= 4) == bool(answer)
    assert not answer or answer[0] & 0x93 == 0x12
    assert is_asb(asb(status, **sensor))
    assert all(byte & 0x90 == 0 for byte in gs_r(status, n, **sensor))


@given(status=statuses, sensor=sensors)
def test_a_host_that_knows_the_model_reads_the_paper_right(status: Status, sensor: Any) -> None:
    """Whatever the near-end bits mean on this model, near end and paper end come through."""
    expected = (
        status.paper_end,
        (status.near_end or status.paper_end) if sensor["has_near_end_sensor"] else None,
    )

    for reading in (
        read_dle_eot(4, dle_eot(status, 4, **sensor)[0], **sensor),
        read_asb(asb(status, **sensor), **sensor),
    ):
        assert expected == (reading.paper_end, reading.near_end)


def test_a_printer_without_near_end_sensor_shows_only_the_end() -> None:
    """Paper out is 72h, as read from hardware, and plenty is 12h."""
    out = Status(paper_end=True, near_end=True)

    assert b"\x72" == dle_eot(out, 4, has_near_end_sensor=False)
    assert b"\x12" == dle_eot(Status(near_end=True), 4, has_near_end_sensor=False)
    assert b"\x18\x00\x0c\x00" == asb(out, has_near_end_sensor=False)


def test_inverted_near_end_bits_are_set_while_there_is_plenty() -> None:
    """Some makers have the two bits the other way round."""
    assert b"\x1e" == dle_eot(Status(), 4, near_end_inverted=True)
    assert b"\x12" == dle_eot(Status(near_end=True), 4, near_end_inverted=True)


@pytest.mark.parametrize(
    ("n", "fields", "answer"),
    [
        (1, {}, b"\x00"),
        (49, {"near_end": True}, b"\x03"),
        (1, {"paper_end": True}, b"\x0f"),
        (2, {"drawer_high": True}, b"\x01"),
        (50, {}, b"\x00"),
        (3, {}, b""),
        (0, {}, b""),
    ],
)
def test_gs_r_tells_paper_or_drawer(n: int, fields: dict[str, Any], answer: bytes) -> None:
    """1 is paper, 2 the drawer, as numbers or digits; anything else is not answered."""
    assert answer == gs_r(Status(**fields), n)


@pytest.mark.parametrize(
    "field", ["offline", "cover_open", "paper_end", "near_end", "has_error", "feeding"]
)
def test_nothing_is_known_before_anybody_told(field: str) -> None:
    """No answer is not an all-clear."""
    assert getattr(Reading(), field) is None


@pytest.mark.parametrize("byte", [0x00, 0x10, 0x13, 0x92, 0xFF])
@pytest.mark.parametrize("n", [1, 2, 3, 4])
def test_a_byte_without_the_pattern_tells_nothing(n: int, byte: int) -> None:
    """Noise on the line is not taken for a status."""
    assert Reading() == read_dle_eot(n, byte)


@pytest.mark.parametrize(
    "told",
    [b"", b"\x10\x00\x00", b"\x12\x00\x00\x00", b"\x10\x10\x00\x00", b"\x10\x00\x00\x00\x00"],
)
def test_four_bytes_without_the_pattern_tell_nothing(told: bytes) -> None:
    """Neither fewer bytes nor other bits are an automatic status."""
    assert Reading() == read_asb(told)


def test_bytes_no_question_belongs_to_tell_nothing() -> None:
    """An answer to a DLE EOT that nobody defines is no knowledge."""
    assert Reading() == read_dle_eot(5, 0x12)


def test_what_a_later_reading_does_not_know_stays() -> None:
    """Joining keeps the old where the new is silent, and takes the new where it speaks."""
    joined = Reading(cover_open=True, near_end=True).joined(Reading(cover_open=False))

    assert Reading(cover_open=False, near_end=True) == joined


@pytest.mark.parametrize(
    ("enabled", "fields", "told"),
    [
        (0x01, {"drawer_high": True}, True),
        (0x4E, {"drawer_high": True}, False),
        (0x02, {"cover_open": True}, True),
        (0x0D, {"cover_open": True}, False),
        (0x04, {"cutter_error": True}, True),
        (0x49, {"cutter_error": True}, False),
        (0x08, {"near_end": True}, True),
        (0x47, {"near_end": True}, False),
        (0x40, {"feed_pressed": True}, True),
        (0x00, {"paper_end": True, "cover_open": True, "drawer_high": True}, False),
    ],
)
def test_only_the_changes_asked_for_count(enabled: int, fields: dict[str, Any], told: bool) -> None:
    """Each bit of GS a n watches its own part of the status."""
    before, after = asb(Status()), asb(Status(**fields))

    assert told == (asb_watched(before, enabled) != asb_watched(after, enabled))

"""Faults on the command line of `posemu printer`: how they are written and when they strike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.domain.errors import UsageError
from emulator.domain.moments import SECOND
from emulator.interfaces.virtual_printer.fault_spec import FaultSpec, parse_fault
from emulator.interfaces.virtual_printer.watch import Watch

LEVERS = {
    "printer.jam": {},
    "printer.paper_out": {"line": 0, "mm": 0},
    "printer.stuck": {"prints": False},
    "printer.slow": {"extra_us": 5 * SECOND},
}


def parsed(text):
    return parse_fault(text, LEVERS, "en")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("jam", {"lever": "printer.jam"}),
        ("printer.jam", {"lever": "printer.jam"}),
        ("jam@line:5", {"lever": "printer.jam", "unit": "line", "count": 5}),
        ("jam@byte:300", {"lever": "printer.jam", "unit": "byte", "count": 300}),
        ("jam@mm:40", {"lever": "printer.jam", "unit": "mm", "count": 40}),
        ("jam@slip:2", {"lever": "printer.jam", "unit": "slip", "count": 2}),
        ("jam@10s", {"lever": "printer.jam", "at_us": 10 * SECOND}),
        ("jam~2s", {"lever": "printer.jam", "for_us": 2 * SECOND}),
        ("paper_out:mm=30", {"lever": "printer.paper_out", "settings": {"mm": 30}}),
        ("stuck:prints=yes", {"lever": "printer.stuck", "settings": {"prints": True}}),
        ("slow:extra=1m30s", {"lever": "printer.slow", "settings": {"extra_us": 90 * SECOND}}),
        (
            "paper_out@slip:2:line=3:mm=4~500ms",
            {
                "lever": "printer.paper_out",
                "unit": "slip",
                "count": 2,
                "settings": {"line": 3, "mm": 4},
                "for_us": SECOND // 2,
            },
        ),
    ],
)
def test_a_fault_is_read(text, expected):
    """Lever, condition, settings and duration, each where it may be left out."""
    assert FaultSpec(text=text, **expected) == parsed(text)


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("jma", "jma", "did you mean jam?"),
        ("xyzzy@line:5", "xyzzy", "there are jam, paper_out, stuck, slow"),
        ("", "", "there is no fault"),
        ("jam@lines:5", "lines", "write line:N, byte:N, mm:N, slip:N"),
        ("jam@", "", "is no condition"),
        ("jam@line", "line", "write line:5"),
        ("jam@line:0", "0", "not a whole number from 1"),
        ("jam@line:x", "x", "not a whole number from 1"),
        ("jam@line:12345678901", "12345678901", "not a whole number from 1"),
        ("jam~x", "x", "is not a duration"),
        ("jam~0s", "0s", "is not a duration"),
        ("jam~", "", "is not a duration"),
        ("jam:mm=3", "mm=3", "there are -"),
        ("paper_out:cm=3", "cm=3", "there are line, mm"),
        ("paper_out:mm", "mm", "no setting of this fault"),
        ("paper_out@line:5:mm=x", "x", "x"),
        ("stuck:prints=maybe", "maybe", "maybe"),
    ],
)
def test_a_wrong_fault_is_shown_with_its_place(text, place, message):
    """The caret stands below the piece that is wrong, and the sentence says what there is."""
    with pytest.raises(UsageError) as caught:
        parsed(text)
    shown, caret, said = str(caught.value).split("\n")

    assert f"--fault {text}" == shown
    assert shown[len(caret) - len(caret.lstrip()) :].startswith(place)
    assert max(1, len(place)) == caret.count("^")
    assert message in said


def test_the_caret_stands_right_behind_wide_characters():
    """A Chinese character takes two cells of the screen."""
    with pytest.raises(UsageError) as caught:
        parsed("paper_out:张=3")

    assert "-" * 18 + "^" * 4 == str(caught.value).split("\n")[1].replace(" ", "-")


def test_control_characters_are_shown_not_obeyed():
    """What somebody pasted cannot move the cursor."""
    with pytest.raises(UsageError) as caught:
        parsed("\x1b[2Jjam")

    assert "\x1b" not in str(caught.value)


@given(st.text())
def test_any_text_is_read_or_refused(text):
    """Nothing else than a complaint comes of a wrong fault."""
    try:
        spec = parsed(text)
    except UsageError:
        return

    assert spec.lever in LEVERS


def struck(*texts):
    """A watch on faults, and the list of what has struck."""
    found = []
    watch = Watch([parsed(text) for text in texts], lambda spec: found.append(spec.text))
    return watch, found


def test_bytes_strike_at_the_very_byte():
    """The watch says how many bytes may come in before it strikes, and strikes then."""
    watch, found = struck("jam@byte:300")

    assert 100 == watch.bytes_until_next(100)
    watch.bytes_came(250)
    assert 50 == watch.bytes_until_next(1000)
    watch.bytes_came(49)
    assert [] == found
    watch.bytes_came(1)
    assert ["jam@byte:300"] == found
    assert 1000 == watch.bytes_until_next(1000)


def test_lines_are_counted_in_each_slip():
    """Four lines of one slip and four of the next are not eight lines of one."""
    watch, found = struck("jam@line:5")
    for _ in range(2):
        watch.slip_began()
        for _ in range(4):
            watch.line_out()

    assert [] == found
    watch.line_out()
    assert ["jam@line:5"] == found


def test_slips_are_counted_as_they_begin():
    """The second slip is struck at its first dot row."""
    watch, found = struck("jam@slip:2")
    watch.slip_began()

    assert [] == found
    watch.slip_began()
    assert ["jam@slip:2"] == found


def test_length_is_watched_until_it_struck():
    """The nearest length comes first; afterwards nobody measures any more."""
    watch, found = struck("jam@mm:40", "stuck@mm:20")

    assert 20 == watch.next_mm
    watch.length_out(20)
    assert (["stuck@mm:20"], 40) == (found, watch.next_mm)
    watch.length_out(41)
    assert not watch.watches_length


def test_a_fault_strikes_once():
    """Later slips are left alone."""
    watch, found = struck("jam@line:1")
    for _ in range(3):
        watch.slip_began()
        watch.line_out()

    assert ["jam@line:1"] == found

"""`posemu replay`."""

import pytest

from emulator.interfaces.cli import main
from emulator.interfaces.exits import Exit

from_shared = "include: [shared/base.yaml]\n"


@pytest.fixture
def recording(held, folder, capsys):
    """A recording of the scenario that holds."""
    main(["run", str(held), "--jsonl", "r.jsonl"])
    capsys.readouterr()
    return folder / "r.jsonl"


def changed(recording, old, new):
    text = recording.read_bytes()
    assert old in text
    recording.write_bytes(text.replace(old, new, 1))


def test_same_run_comes_out_the_same(recording, capsys):
    """The recording is enough: the scenario file may be gone."""
    (recording.parent / "calm-day.yaml").unlink()

    assert Exit.HELD == main(["replay", str(recording)])
    assert capsys.readouterr().out.startswith("✓ same  calm-day seed=0")


def test_first_difference_is_shown(recording, capsys):
    """Both versions of the event stand below each other, and the code is 1."""
    changed(recording, b'"kind":"powered_on"', b'"kind":"powered_un"')

    assert Exit.BROKEN == main(["replay", str(recording)])
    out = capsys.readouterr().out
    assert "✗ differs  calm-day seed=0: event " in out
    assert "powered_un" in out
    assert "powered_on" in out


def test_event_that_did_not_happen_now_is_a_difference(recording, capsys):
    """A recording with an event too many differs at its end."""
    changed(recording, b'{"event":"run.end"', b'{"seq":99999}\n{"event":"run.end"')

    assert Exit.BROKEN == main(["replay", str(recording)])
    assert "(ended here)" in capsys.readouterr().out


def test_recording_that_breaks_off_is_incomplete(recording, capsys):
    """As far as it goes it is the same; that is all that can be said."""
    lines = recording.read_bytes().splitlines(keepends=True)
    recording.write_bytes(b"".join(lines[:20]))

    assert Exit.INCONCLUSIVE == main(["replay", str(recording)])
    assert "breaks off after 19 events" in capsys.readouterr().out


def test_recording_that_breaks_off_within_a_line_is_incomplete(recording, capsys):
    """Half a line is no other event, as a machine that stopped leaves it."""
    lines = recording.read_bytes().splitlines(keepends=True)
    recording.write_bytes(b"".join(lines[:20]) + lines[20][:30])

    assert Exit.INCONCLUSIVE == main(["replay", str(recording)])
    assert "breaks off after 19 events" in capsys.readouterr().out


def test_half_a_line_in_the_middle_is_a_difference(recording, capsys):
    """Something was recorded after it, so nothing broke off there."""
    lines = recording.read_bytes().splitlines(keepends=True)
    recording.write_bytes(b"".join([*lines[:20], lines[20][:30] + b"\n", *lines[21:25]]))

    assert Exit.BROKEN == main(["replay", str(recording)])


def test_until_prints_events_with_money(recording, capsys):
    """The table ends at the moment asked for; the rest is counted."""
    main(["replay", str(recording), "--until", "7s"])
    out, err = capsys.readouterr()

    assert "00:00:06.949" in out
    assert "871.50     -128.50" in out
    assert "slip printed" not in out
    assert "more events came later" in err


def test_several_runs_are_replayed_in_order(held, broken, folder, capsys):
    """Each run has its line."""
    main(["run", ".", "--jsonl", "r.jsonl"])
    capsys.readouterr()

    assert Exit.HELD == main(["replay", "r.jsonl"])
    assert 2 == capsys.readouterr().out.count("✓ same")


def test_includes_travel_in_the_recording(held, folder, capsys):
    """A scenario with a shared set-up replays without the shared file."""
    (folder / "shared").mkdir()
    shared = folder / "shared/base.yaml"
    shared.write_text("given:\n  printer: {paper: 40 lines}\n", encoding="utf-8")
    text = held.read_text(encoding="utf-8")
    held.write_text(text.replace("steps:", from_shared + "steps:"), encoding="utf-8")
    assert Exit.HELD == main(["run", str(held), "--jsonl", "r.jsonl"])
    shared.unlink()

    assert Exit.HELD == main(["replay", "r.jsonl"])


@pytest.mark.parametrize(
    ("old", "new", "code", "said"),
    [
        (b'"v":1', b'"v":9', Exit.USAGE, "recording of version 9"),
        (b'"scenario":"calm-day"', b'"scenario":"x\\u001b"', Exit.USAGE, "no scenario called x"),
        (b"scenario: v1", b"scenario: v0", Exit.USAGE, "error[E"),
        (b'"files":{', b'"files":{"a":1,', Exit.USAGE, "r.jsonl:1"),
    ],
)
def test_damaged_header_is_refused(recording, capsys, old, new, code, said):
    """What a stranger hands in is answered with one sentence."""
    changed(recording, old, new)

    assert code == main(["replay", str(recording)])
    assert said in capsys.readouterr().err


def test_no_recording_at_all(folder, capsys):
    """A file that is not there is a matter of the machine, not of the shop."""

    assert Exit.ENVIRONMENT == main(["replay", "nowhere.jsonl"])
    assert "Cannot read" in capsys.readouterr().err


def test_empty_recording_holds_nothing(folder):
    """Nothing replayed is not the same as everything the same."""
    (folder / "empty.jsonl").touch()

    assert Exit.NOTHING == main(["replay", "empty.jsonl"])


def test_until_must_be_a_time(recording):
    """A moment is written as in scenario files."""

    assert Exit.USAGE == main(["replay", str(recording), "--until", "soon"])


def test_difference_is_blamed_on_the_version_if_it_is_another(recording, capsys):
    """A recording of another version may differ with reason."""
    changed(recording, b'"emulator":"', b'"emulator":"0.0.')
    changed(recording, b'"kind":"powered_on"', b'"kind":"powered_un"')
    main(["replay", str(recording)])

    assert "Recorded by posemu 0.0." in capsys.readouterr().err

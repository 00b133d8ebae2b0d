"""What a bridge remembers of its slips outlives it."""

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.domain.errors import EnvironmentTrouble
from emulator.domain.receipt import Receipt
from emulator.interfaces.bridge import job_file
from emulator.interfaces.bridge.job_file import JobFile, usual_path
from emulator.printer.driver.jobs import JobEntry, JobState

SLIP = Receipt(
    kind="sale", copy="merchant", values={"stan": "000001", "amount_fen": 3500}, lines=26
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file that is not there yet, in a folder that is not there either."""
    return tmp_path / "state" / "jobs.jsonl"


def after(path: Path, *states: JobState) -> JobFile:
    """The file of a bridge that was interrupted after these states of one slip."""
    first = JobFile(path, "en")
    number = first.begin(SLIP)
    for state in states:
        first.note(JobEntry(number, state))
    first.close()
    return JobFile(path, "en")


@pytest.mark.parametrize(
    ("states", "is_left"),
    [
        ((), False),
        ((JobState.SENDING,), True),
        ((JobState.SENDING, JobState.UNKNOWN), True),
        ((JobState.SENDING, JobState.PARTIAL), False),
        ((JobState.SENDING, JobState.CONFIRMED), False),
        ((JobState.SENDING, JobState.UNKNOWN, JobState.CONFIRMED), False),
    ],
)
def test_a_slip_is_left_over_exactly_if_nobody_knows_whether_it_is_whole(
    path: Path, states: tuple[JobState, ...], is_left: bool
) -> None:
    """Begun and not confirmed is left over; what was never begun or is torn is not."""
    jobs = after(path, *states)

    assert [SLIP] * is_left == [leftover.receipt for leftover in jobs.leftovers]

    jobs.close()


def test_an_entry_is_on_the_disk_when_note_returns(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each entry is written and synchronised before anything else can happen."""
    jobs = JobFile(path, "en")
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda fd: synced.append(path.stat().st_size))
    number = jobs.begin(SLIP)
    jobs.note(JobEntry(number, JobState.SENDING))

    assert path.stat().st_size == synced[-1]
    assert 2 == len(synced)

    jobs.close()


def test_numbers_go_on_where_the_last_bridge_ended(path: Path) -> None:
    """No number is ever used twice."""
    jobs = after(path, JobState.SENDING)

    assert 2 == jobs.begin(SLIP)

    jobs.close()


def test_a_reprint_takes_the_place_of_its_original(path: Path) -> None:
    """Once the slip is being printed again, it is the reprint that must be confirmed."""
    jobs = after(path, JobState.SENDING)
    again = jobs.begin(SLIP, instead_of=1)

    assert [again] == [leftover.number for leftover in jobs.leftovers]

    jobs.note(JobEntry(again, JobState.SENDING))
    jobs.note(JobEntry(again, JobState.CONFIRMED))

    assert [] == jobs.leftovers

    jobs.close()


@pytest.mark.parametrize("state", [JobState.QUEUED, JobState.PARTIAL, JobState.UNKNOWN])
def test_a_reprint_that_is_not_whole_stays_left_over(path: Path, state: JobState) -> None:
    """A refused or torn reprint does not settle the slip, also for the next bridge."""
    jobs = after(path, JobState.SENDING)
    again = jobs.begin(SLIP, instead_of=1)
    jobs.note(JobEntry(again, state))
    jobs.close()
    jobs = JobFile(path, "en")

    assert [again] == [leftover.number for leftover in jobs.leftovers]

    jobs.close()


def test_a_slip_that_a_person_drops_is_not_told_again(path: Path) -> None:
    """Whoever says so is asked no more."""
    jobs = after(path, JobState.UNKNOWN)
    jobs.drop(1)
    jobs.close()
    jobs = JobFile(path, "en")

    assert [] == jobs.leftovers

    jobs.close()


def test_two_bridges_do_not_share_a_file(path: Path) -> None:
    """The second is told so, in one sentence."""
    first = JobFile(path, "en")
    with pytest.raises(EnvironmentTrouble, match="another posemu bridge"):
        JobFile(path, "en")
    first.close()


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """A folder in the place of the file, for example."""
    with pytest.raises(EnvironmentTrouble, match="Is a directory"):
        JobFile(tmp_path, "en")


def test_a_disk_that_is_full_stops_the_slip(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be remembered is not sent: the error comes before the byte."""
    jobs = JobFile(path, "en")

    def full(fd: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(EnvironmentTrouble, match="No space left"):
        jobs.begin(SLIP)
    jobs.close()


def test_nobody_else_may_read_the_file(path: Path) -> None:
    """Slips are nobody else's business."""
    JobFile(path, "en").close()

    assert 0o600 == path.stat().st_mode & 0o777


def test_a_long_file_is_begun_anew_when_nothing_is_open(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file does not grow for ever, and the numbers go on."""
    monkeypatch.setattr(job_file, "_ROTATE_BYTES", 500)
    jobs = JobFile(path, "en")
    for _ in range(5):
        jobs.note(JobEntry(jobs.begin(SLIP), JobState.CONFIRMED))
    jobs.close()
    jobs = JobFile(path, "en")

    assert 1 == len(path.read_bytes().splitlines())
    assert 6 == jobs.begin(SLIP)

    jobs.close()


def test_a_long_file_with_an_open_slip_is_kept(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What somebody must still see to is not thrown away."""
    monkeypatch.setattr(job_file, "_ROTATE_BYTES", 1)
    jobs = after(path, JobState.SENDING)

    assert [SLIP] == [leftover.receipt for leftover in jobs.leftovers]

    jobs.close()


@given(st.binary(max_size=300), st.integers(0, 400))
def test_damage_never_keeps_a_bridge_from_starting(
    tmp_path_factory: pytest.TempPathFactory, junk: bytes, cut: int
) -> None:
    """Whatever stands in the file, a later slip gets a number above all that can be read."""
    path = tmp_path_factory.mktemp("jobs") / "jobs.jsonl"
    after(path, JobState.SENDING).close()
    path.write_bytes(path.read_bytes()[:cut] + b"\n" + junk)
    jobs = JobFile(path, "en")
    numbers = [
        entry["number"]
        for text in path.read_bytes().splitlines()
        if (entry := _entry(text)) is not None
    ]

    assert jobs.begin(SLIP) > max(numbers, default=0)

    jobs.close()


def _entry(text: bytes) -> dict[str, int] | None:
    try:
        entry = json.loads(text)
    except ValueError:
        return None
    is_ours = isinstance(entry, dict) and type(entry.get("number")) is int and "state" in entry
    return entry if is_ours and entry["number"] < 10 else None


def test_the_usual_place_is_the_users_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A printer's jobs stand under its own name in the user's state folder."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))

    assert tmp_path / "posemu" / "jobs-dev-ttyUSB0.jsonl" == usual_path("/dev/ttyUSB0")
    assert tmp_path / "posemu" / "jobs-192-168-0-9-9100.jsonl" == usual_path("192.168.0.9:9100")

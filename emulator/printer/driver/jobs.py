"""Slips on their way to paper: the job, what becomes of it, and the log of both."""

import enum
from collections.abc import Iterable
from typing import Protocol

import msgspec

from emulator.domain.receipt import SlipLine


class JobState(enum.Enum):
    """How far a job is, as far as anybody can prove."""

    QUEUED = "queued"
    """Nothing of it was sent."""
    SENDING = "sending"
    """Something may be on paper; found in a log after a power cut, it means UNKNOWN."""
    CONFIRMED = "confirmed"
    """All of it is on paper."""
    PARTIAL = "partial"
    """It was given up, and a whole slip is not on paper."""
    UNKNOWN = "unknown"
    """A whole slip may be on paper, or may not."""


class Job(msgspec.Struct, frozen=True):
    """A slip to print."""

    number: int
    """Never used before towards the same printer, also before a power cut: its fences carry it."""
    lines: tuple[SlipLine, ...]
    copy: str = ""
    attempt: int = 1
    reprint: bool = False


class JobEntry(msgspec.Struct, frozen=True):
    """A line of the log."""

    number: int
    state: JobState
    copy: str = ""
    attempt: int = 1
    reprint: bool = False
    printed_mm: int = 0


class JobReport(msgspec.Struct, frozen=True):
    """What becomes of a job; the words are those of `domain.receipt.PrintReport`."""

    number: int
    result: str
    printed_mm: int = 0
    """Proven to be on paper; 1 if nothing is proven but something may be."""
    may_finish: bool = False
    """True: the printer could not be made to forget the job, which may still come out whole. If it
    does, a second report says `printed`."""
    state: JobState = JobState.CONFIRMED


class JobLog(Protocol):
    """Where the states of jobs are kept. An entry is durable when `note` returns."""

    def note(self, entry: JobEntry) -> None:
        """Keep an entry."""


def unsettled(entries: Iterable[JobEntry]) -> list[JobEntry]:
    """
    Find the jobs of which nobody knows whether they are on paper.

    Returns:
        The last entry of each job that ended as UNKNOWN or never ended, oldest first; they are to
        be printed again with the reprint mark. A job found QUEUED was never begun and needs none.
    """
    latest: dict[int, JobEntry] = {}
    for entry in entries:
        latest[entry.number] = entry
    open_states = (JobState.SENDING, JobState.UNKNOWN)
    return [entry for entry in latest.values() if entry.state in open_states]

"""The jobs on the host's desk: those that wait, the one under way, and what was told of them."""

from collections import deque

from emulator.printer.driver.jobs import Job, JobEntry, JobLog, JobReport, JobState
from emulator.printer.driver.sending import Sending

LATE_FENCES = 24
"""Fences that are known after their jobs were given up."""


class Desk:
    """Jobs in, reports out, every state into the log."""

    def __init__(self, log: JobLog | None) -> None:
        """
        Args:
            log: None keeps none.
        """
        self.job: Job | None = None
        """The one under way."""
        self._log = log
        self._waiting: deque[Job] = deque()
        self._reports: list[JobReport] = []
        self._late: dict[bytes, tuple[Job, int]] = {}
        """Fences that prove jobs which ended as unknown, and the millimetres of those."""

    @property
    def is_empty(self) -> bool:
        """True when no job is under way and none waits."""
        return self.job is None and not self._waiting

    def take(self, job: Job) -> None:
        """Take a job in."""
        self._note(job, JobState.QUEUED, 0)
        self._waiting.append(job)

    def next_job(self) -> bool:
        """Put the next job under way; False if there is none."""
        if not self._waiting:
            return False
        self.job = self._waiting.popleft()
        return True

    def begin(self) -> Job:
        """Write down that the job's first byte is about to be given out."""
        assert self.job is not None, "only a job under way can begin"
        self._note(self.job, JobState.SENDING, 0)
        return self.job

    def tell_early(self, result: str, printed_mm: int) -> None:
        """Tell of trouble with a job that is not given up."""
        assert self.job is not None, "only a job under way has trouble"
        self._reports.append(JobReport(self.job.number, result, printed_mm, True, JobState.SENDING))

    def finish(self, result: str, state: JobState, printed_mm: int, *, may_finish: bool) -> None:
        """Tell the outcome of the job under way."""
        assert self.job is not None, "only a job under way can finish"
        job, self.job = self.job, None
        self._note(job, state, printed_mm)
        self._reports.append(JobReport(job.number, result, printed_mm, may_finish, state))

    def remember(self, sending: Sending) -> None:
        """Know the fences that may yet prove the job under way."""
        assert self.job is not None, "only a job under way is remembered"
        for id in sending.proofs:
            self._late[id] = (self.job, sending.length_mm)
        while len(self._late) > LATE_FENCES:
            del self._late[next(iter(self._late))]

    def proves_late(self, id: bytes) -> bool:
        """Tell of a job that came out after all; False if the fence proves none."""
        if id not in self._late:
            return False
        job, length_mm = self._late[id]
        self._late = {key: late for key, late in self._late.items() if late[0] is not job}
        self._note(job, JobState.CONFIRMED, length_mm)
        self._reports.append(JobReport(job.number, "printed", length_mm))
        return True

    def reports(self) -> list[JobReport]:
        """Take the reports that have come up, oldest first."""
        reports, self._reports = self._reports, []
        return reports

    def _note(self, job: Job, state: JobState, printed_mm: int) -> None:
        if self._log is not None:
            entry = JobEntry(job.number, state, job.copy, job.attempt, job.reprint, printed_mm)
            self._log.note(entry)

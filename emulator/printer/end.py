"""The terminal's end of the printer's line."""

from collections.abc import Callable

from emulator.domain.receipt import PrintJob, PrintReport
from emulator.kernel.port import Inbox
from emulator.kernel.world import Steps, World


class PrinterEnd:
    """A port that hands jobs to whatever prints and receives its reports."""

    def __init__(self, world: World, take: Callable[[PrintJob], bool]) -> None:
        self.inbox: Inbox[PrintReport] = Inbox(world, "printer")
        self._take = take

    def send(self, job: PrintJob, /) -> bool:
        """Hand over a job; False when the printer has no power."""
        return self._take(job)

    def receive(self, *, deadline_us: int | None = None) -> Steps[PrintReport | None]:
        """See `Port.receive`."""
        return self.inbox.receive(deadline_us=deadline_us)

"""The terminal's end of the printer's line."""

from collections.abc import Callable

from emulator.domain.receipt import PrintJob, PrintReport
from emulator.kernel.port import Inbox
from emulator.kernel.world import World


class PrinterEnd:
    """A port that hands jobs to whatever prints and receives its reports."""

    def __init__(self, world: World, take: Callable[[PrintJob], bool]) -> None:
        self.inbox: Inbox[PrintReport] = Inbox(world, "printer")
        self.send = take
        """Hand over a job; False when the printer has no power."""
        self.receive = self.inbox.receive
        """See `Port.receive`."""

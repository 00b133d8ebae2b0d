"""A terminal that takes nothing back by itself, for runs that show what reversals are good for."""

from emulator.domain.journal import Record
from emulator.domain.settings import TerminalSettings
from emulator.kernel.world import Steps
from emulator.terminal.journal import Pending
from emulator.terminal.profiles import make_program
from emulator.terminal.program import TerminalProgram
from emulator.terminal.reference import ReferenceTerminal
from emulator.terminal.reversal import Reversals


class LeftOutReversals(Reversals):
    """Strikes what it owes off its memory, unsent, as a terminal does that knows no reversals."""

    def deliver(self, pending: Pending) -> Steps[bool]:
        """Forget it and carry on; nobody at the shop is told."""
        entry = pending.entry
        yield from self._session.keep_if_possible(
            Record(kind="gave_up", stan=entry.stan, batch=entry.batch)
        )
        return True


def makes_no_reversals(settings: TerminalSettings) -> TerminalProgram:
    """
    Make the program that the settings name, without its reversals.

    A program that is not built on ours stays as it is: what it does by itself cannot be left out.
    """
    program = make_program(settings)
    if isinstance(program, ReferenceTerminal):
        program.reversals_class = LeftOutReversals
    return program

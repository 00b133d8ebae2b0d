"""
Terminal programs by name: the careful one, two with documented defects, and installed ones.

A package installs its own under the entry-point group `posemu.terminals`: a callable that takes
`TerminalSettings` and gives a `TerminalProgram`.
"""

from collections.abc import Callable
from difflib import get_close_matches
from importlib import metadata

from emulator.domain.errors import UsageError
from emulator.domain.journal import Entry, Record
from emulator.domain.settings import TerminalSettings
from emulator.kernel.world import Steps
from emulator.terminal.journal import Pending
from emulator.terminal.payment import Payments
from emulator.terminal.program import TerminalProgram
from emulator.terminal.reference import ReferenceTerminal
from emulator.terminal.reversal import Reversals

GROUP = "posemu.terminals"


class EarlyClearingPayments(Payments):
    """Empties the pending slot before the verdict is in the journal (payments.md 3.7)."""

    def commit(self, entry: Entry) -> Steps[bool]:
        """Leave a moment in which an approved sale is neither pending nor in the journal."""
        yield from self._session.keep_if_possible(
            Record(kind="cleared", stan=entry.stan, batch=entry.batch)
        )
        return (yield from super().commit(entry))


class DroppedReversals(Reversals):
    """Forgets a reversal after the last try and carries on (payments.md 3.7)."""

    def failed(self, pending: Pending, attempts: int) -> Steps[bool]:
        """Give up: from here on only the acquirer can find the difference."""
        entry = pending.entry
        yield from self._dialogue.notice(
            "reversal_failed", {"stan": entry.stan, "batch": entry.batch, "attempts": attempts}
        )
        yield from self._printing.print_fault(pending)
        yield from self._session.keep_if_possible(
            Record(kind="gave_up", stan=entry.stan, batch=entry.batch)
        )
        return True


class ClearsReversalEarly(ReferenceTerminal):
    """Approved and then cut off, it has neither a sale nor a reversal."""

    payments_class = EarlyClearingPayments


class DropsReversal(ReferenceTerminal):
    """After the last try the cardholder stays debited and the shop has no sale."""

    reversals_class = DroppedReversals


BUILT_IN: dict[str, Callable[[TerminalSettings], TerminalProgram]] = {
    "reference": ReferenceTerminal,
    "clears_reversal_early": ClearsReversalEarly,
    "drops_reversal": DropsReversal,
}


def make_program(settings: TerminalSettings) -> TerminalProgram:
    """
    Make the program that the settings name; the test bed calls this at every power-on.

    Raises:
        UsageError: There is no program of this name, built in or installed.
    """
    factory = BUILT_IN.get(settings.program)
    if factory is None:
        factory = _installed(settings.program)
    return factory(settings)


def names() -> tuple[str, ...]:
    """All programs that can be named, built in ones first."""
    installed = sorted({point.name for point in metadata.entry_points(group=GROUP)})
    return (*BUILT_IN, *(name for name in installed if name not in BUILT_IN))


def _installed(name: str) -> Callable[[TerminalSettings], TerminalProgram]:
    for point in metadata.entry_points(group=GROUP):
        if point.name == name:
            factory: Callable[[TerminalSettings], TerminalProgram] = point.load()
            return factory
    known = names()
    close = get_close_matches(name, known, n=1)
    hint = f"; did you mean {close[0]}?" if close else ""
    raise UsageError(f"no terminal program {name!r}{hint} Known: {', '.join(known)}.")

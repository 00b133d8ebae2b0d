"""
The three sides, from the outside events of a trace.

    storage, slips ------------------> journal
    issuer line, acquirer, clearing -> acquirer's records
    issuers, clearing ---------------> bank statements

What the bench asks for itself once the story is over is none of the shop's takings.
"""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from emulator.domain.trace import TraceEvent
from emulator.operations.reconciliation.acquirer_side import CUT_OFF, AcquirerSide, Handler
from emulator.operations.reconciliation.bank_side import BankSide
from emulator.operations.reconciliation.effort import Effort
from emulator.operations.reconciliation.journal_side import JournalSide
from emulator.operations.reconciliation.payouts import DueOn, FeeOf
from emulator.operations.reconciliation.reconcile import Report, reconcile
from emulator.operations.reconciliation.records import Sides
from emulator.operations.reconciliation.trace_details import Started, read

_EARLIEST, _LATEST = datetime(1990, 1, 1), datetime(2100, 1, 1)
"""The bank calendar knows no others."""


class TraceSides:
    """
    Takes one event after the other; the three sides can be asked for at any moment between.

    It keeps every transaction, as a reconciliation must: memory grows with them.
    """

    def __init__(self, *, cut_off: time = CUT_OFF) -> None:
        """
        Args:
            cut_off: When the acquirer's business day changes.
        """
        self.is_over = False
        """The story is through; nothing more is taken in."""
        self._start: datetime | None = None
        self._now = _EARLIEST
        effort = Effort()
        self._journal = JournalSide(effort)
        self._backup = JournalSide(effort)
        """Of the shop's second terminal."""
        self._acquirer = AcquirerSide(cut_off, effort)
        self._bank = BankSide()
        self._handlers = {
            **self._journal.handlers,
            **self._acquirer.handlers,
            **self._bank.handlers,
        }
        self._backup_handlers: dict[tuple[str, str], Handler] = {**self._backup.handlers}
        # The clearing file closes a day at the acquirer and an obstacle at the bank.
        self._handlers["clearing", "file_made"] = self._file_made

    def __len__(self) -> int:
        """How much is kept."""
        journals = len(self._journal) + len(self._backup)
        return journals + len(self._acquirer) + len(self._bank)

    @property
    def kinds(self) -> frozenset[str]:
        """Kinds of events that say anything to it; it may be given others."""
        return frozenset((*(kind for _, kind in self._handlers), "run_started", "probe_started"))

    @property
    def start(self) -> datetime | None:
        """The date and time at moment 0; None before anybody said."""
        return self._start

    def take(self, event: TraceEvent) -> None:
        """
        Take in one event.

        Raises:
            msgspec.ValidationError: Its details are not what such an event has.
            ValueError: Neither is a date or a moment in it.
        """
        if self.is_over or event.inside:
            return
        if event.source == "bench":
            if event.kind == "run_started":
                self._run_started(event)
            elif event.kind == "probe_started":
                self.is_over = True
        if self._start is None:
            return
        self._now = self.at(event.at_us)
        handlers = self._backup_handlers if event.detail.get("backup") else self._handlers
        handle = handlers.get((event.source, event.kind))
        if handle is not None and not self.is_over:
            handle(event, self._now)

    def at(self, at_us: int) -> datetime:
        """
        The date and time at a moment of the run.

        Raises:
            ValueError: No such time is in the bank calendar.
        """
        assert self._start is not None
        try:
            moment = self._start + timedelta(microseconds=at_us)
        except OverflowError:
            moment = _LATEST
        if not _EARLIEST <= moment < _LATEST:
            raise ValueError(f"at_us: {at_us}")
        return moment

    def _run_started(self, event: TraceEvent) -> None:
        started = read(event, Started)
        self._start = datetime.fromisoformat(started.start).replace(tzinfo=None)
        self._journal.terminal = started.terminal
        self._backup.terminal = started.backup_terminal

    def _file_made(self, event: TraceEvent, at: datetime) -> None:
        for side in (self._acquirer, self._bank):
            side.handlers["clearing", "file_made"](event, at)

    def sides(self, until: datetime | None = None) -> Sides:
        """
        What is on record by now.

        Args:
            until: The moment up to which events were taken; None for that of the last one.
        """
        acquirer = self._acquirer.items()
        return Sides(
            journal=(*self._journal.items(), *self._backup.items()),
            acquirer=acquirer,
            bank=self._bank.lines(),
            until=until or self._now,
            obstacles=self._bank.obstacles(),
            shop_totals=self._acquirer.shop_totals(),
            journal_seen=self._journal.is_seen or self._backup.is_seen or not acquirer,
        )


def reconcile_events(
    events: Iterable[TraceEvent],
    *,
    due_on: DueOn,
    fee_of: FeeOf | None = None,
    until_us: int | None = None,
    cut_off: time = CUT_OFF,
    is_whole: bool = True,
) -> Report:
    """
    Reconcile what a trace shows, as somebody in the shop would do it at some moment.

    Args:
        events: From the beginning of the run; inside events are passed over.
        due_on: The bank calendar, see `reconcile`.
        fee_of: See `reconcile`.
        until_us: The moment; None for the end of the story.
        cut_off: When the acquirer's business day changes.
        is_whole: See `reconcile`.

    Raises:
        msgspec.ValidationError: An event's details are not what such an event has.
        ValueError: Neither is a date or a moment in it.
    """
    taken = TraceSides(cut_off=cut_off)
    for event in events:
        if until_us is not None and event.at_us > until_us:
            break
        taken.take(event)
    until = taken.at(until_us) if until_us is not None and taken.start is not None else None
    return reconcile(taken.sides(until), due_on=due_on, fee_of=fee_of, is_whole=is_whole)

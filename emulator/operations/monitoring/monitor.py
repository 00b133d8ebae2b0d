"""
The monitor: takes what can be seen from outside, and tells what is worth an alarm.

    events --> watches --> board --> news (raised, cleared)
                             ^
                        time passes

It knows no simulator: in a run a listener lets it hear events and asks it in time, and over a
recording time passes with the events themselves. To watch something else, write a class with
`handlers` and add it to `Monitor`.
"""

from collections.abc import Callable, Iterable
from datetime import datetime

from emulator.domain.plan import Given
from emulator.domain.trace import TraceEvent
from emulator.operations.monitoring.board import Board, News
from emulator.operations.monitoring.details import Started, read
from emulator.operations.monitoring.office_watch import BatchWatch, DueOn, NoticeWatch, PayoutWatch
from emulator.operations.monitoring.till_watch import DebtWatch, ErrorWatch, PaperWatch, SlipWatch


class Monitor:
    """Hears events in their order, and has news at moments of its own."""

    def __init__(self, given: Given, due_on: DueOn) -> None:
        """
        Args:
            given: How the shop is set up, with its thresholds.
            due_on: The bank calendar: a business day to the day on which its takings are due.
        """
        board = self._board = Board()
        self._slips = SlipWatch(board, given)
        self._payouts = PayoutWatch(board, given, due_on)
        self.is_over = False
        """The story is through; what the bench asks for afterwards is none of the shop's."""
        watches = (
            self._slips,
            PaperWatch(board, given),
            DebtWatch(board, given),
            ErrorWatch(board, given),
            BatchWatch(board, given),
            NoticeWatch(board, given),
            self._payouts,
        )
        self._handlers: dict[tuple[str, str], list[Callable[[TraceEvent], None]]] = {
            ("bench", "run_started"): [self._started],
            ("bench", "probe_started"): [self._ended],
        }
        for watch in watches:
            for name, handler in watch.handlers.items():
                self._handlers.setdefault(name, []).append(handler)

    @property
    def kinds(self) -> tuple[str, ...]:
        """Kinds of events that it needs to hear."""
        return tuple(dict.fromkeys(kind for _, kind in self._handlers))

    def __len__(self) -> int:
        """How much is kept."""
        return len(self._board)

    def take(self, event: TraceEvent) -> None:
        """
        Take in one event; inside events are passed over.

        Raises:
            msgspec.ValidationError: Its details are not what such an event has.
            ValueError: Neither is a date or a moment in it.
        """
        handlers = self._handlers.get((event.source, event.kind))
        if handlers is None or event.inside or self.is_over:
            return
        self._board.pass_to(event.at_us)
        for handle in handlers:
            handle(event)

    def news(self, now_us: int) -> list[News]:
        """What is new up to a moment, in order."""
        self._board.pass_to(now_us)
        return self._board.news()

    @property
    def next_us(self) -> int | None:
        """When there will be news if nothing happens until then; None if there will be none."""
        return self._board.next_us

    def _started(self, event: TraceEvent) -> None:
        start = datetime.fromisoformat(read(event, Started).start).replace(tzinfo=None)
        self._slips.start = self._payouts.start = start

    def _ended(self, _: TraceEvent) -> None:
        self.is_over = True
        self._board.close()


def alarms_in(events: Iterable[TraceEvent], given: Given, due_on: DueOn) -> list[News]:
    """
    Everything that a monitor would have told in a run, in order.

    Args:
        events: The trace, from its beginning.
        given: As for `Monitor`.
        due_on: As for `Monitor`.
    """
    monitor, last_us = Monitor(given, due_on), 0
    told: list[News] = []
    for event in events:
        monitor.take(event)
        last_us = event.at_us
        told += monitor.news(last_us)
    return told

"""Runs all checks at once beside a run, or over a finished trace, and knows which there are."""

from collections.abc import Callable, Iterable
from functools import cache
from importlib.metadata import entry_points

from emulator.checks.base import Check, Desk, Folds
from emulator.checks.batch_settled import BatchSettled
from emulator.checks.charged_once import ChargedOnce
from emulator.checks.comes_to_rest import ComesToRest
from emulator.checks.durable_order import DurableOrder
from emulator.checks.faults_fired import FaultsFired
from emulator.checks.money_conserved import MoneyConserved
from emulator.checks.nothing_in_clear import NothingInClear
from emulator.checks.outcome_agreed import OutcomeAgreed
from emulator.checks.paper_right import PaperRight
from emulator.checks.protocol_kept import ProtocolKept
from emulator.domain.errors import EnvironmentTrouble
from emulator.domain.trace import TraceEvent, encode_events
from emulator.domain.verdict import Verdict

CheckMaker = Callable[[Folds], Check]

Listen = Callable[[Callable[[TraceEvent], None]], None]
Tap = Callable[[Callable[[bytes], None]], None]

ALL_CHECKS: dict[str, CheckMaker] = {
    check.name: check
    for check in (
        MoneyConserved,
        ChargedOnce,
        OutcomeAgreed,
        BatchSettled,
        PaperRight,
        ProtocolKept,
        DurableOrder,
        ComesToRest,
        NothingInClear,
    )
}
"""The checks that hold in every scenario, by name."""

ENTRY_POINTS = "posemu.checks"
"""Group under which an installed package offers checks of its own: a class or a maker each."""


@cache
def installed_checks() -> dict[str, CheckMaker]:
    """
    Checks that other packages offer, by the names of their entry points.

    Looked up once a process: it costs more than a whole short run.

    Raises:
        EnvironmentTrouble: One of them cannot be imported.
    """
    found: dict[str, CheckMaker] = {}
    for point in sorted(entry_points(group=ENTRY_POINTS), key=lambda point: point.name):
        try:
            found[point.name] = point.load()
        except Exception as error:
            raise EnvironmentTrouble(
                f"check {point.name!r} ({point.value}) cannot be loaded: {error}"
            ) from error
    return found


def all_checks(*, installed: bool = True) -> list[Check]:
    """Make one of each check on shared folds; the accounting of faults comes last."""
    folds = Folds()
    makers = {**ALL_CHECKS, **(installed_checks() if installed else {})}
    return [*(make(folds) for make in makers.values()), FaultsFired(folds)]


class Watch:
    """
    Several checks over one stream of events.

    Checks that share folds must come from the same `Folds`, as those of `all_checks` do; each
    fold hears an event before any check does.
    """

    def __init__(self, checks: Iterable[Check] | None = None) -> None:
        """
        Args:
            checks: Fresh checks; None takes all there are.
        """
        self.checks = list(all_checks() if checks is None else checks)
        folds = list(dict.fromkeys(f for check in self.checks for f in check.folds.all()))
        self._desk = Desk([*folds, *self.checks])
        self._of_lines = [check for check in self.checks if isinstance(check, NothingInClear)]
        self._heard: list[TraceEvent] = []
        """What was heard and not yet looked at."""

    def attach(self, listen: Listen, tap: Tap) -> None:
        """
        Follow a run: `listen` as `World.listen`, `tap` as `World.tap`.

        Nobody asks a check before the run is over, so events are only laid by as they come and are
        looked at together when the next block of lines is ready.
        """
        listen(self._heard.append)
        tap(self._look_at_block)

    def see_all(self, events: Iterable[TraceEvent]) -> None:
        """Take in some events of any kind, without the recording's lines."""
        self._desk.see_all(events)

    def verdicts(self, end_us: int) -> list[Verdict]:
        """What every check says, in their order; call once, when the run is over."""
        self._catch_up()
        return [check.conclude(end_us) for check in self.checks]

    def read(self, lines: bytes) -> None:
        """Take in some whole lines of the recording."""
        for check in self._of_lines:
            check.tap(lines)

    def _look_at_block(self, lines: bytes) -> None:
        self._catch_up()
        self.read(lines)

    def _catch_up(self) -> None:
        self._desk.see_all(self._heard)
        self._heard.clear()


def judge_all(trace: Iterable[TraceEvent], checks: Iterable[Check] | None = None) -> list[Verdict]:
    """Judge a finished trace with fresh checks in one go."""
    watch = Watch(checks)
    events = list(trace)
    watch.see_all(events)
    watch.read(encode_events(events))
    return watch.verdicts(events[-1].at_us if events else 0)

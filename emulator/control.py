"""A test bed under power: its levers, its faults, its clock."""

from collections.abc import Iterator
from datetime import date

from emulator.domain.moments import WallClock
from emulator.domain.plan import Instant, Scenario, Step
from emulator.faults.injector import Injector
from emulator.testbed import LEAD_US, Testbed

SIGN_IN = Step(who="cashier", action="sign_in")
_BACKUP_TOO = (
    Step(who="cashier", action="switch_terminal", options={"to": "backup"}),
    SIGN_IN,
    Step(who="cashier", action="switch_terminal", options={"to": "main"}),
)


class Control:
    """What somebody at the control desk of a test bed can do."""

    def __init__(self, bed: Testbed) -> None:
        self.bed = bed
        self.world = bed.world
        self.injector = Injector(
            bed.world, levers=bed.levers, lines=bed.lines, resolve=self.resolve
        )

    def resolve(self, instant: Instant) -> int:
        """Turn a moment that a scenario names into microseconds of the run."""
        if instant.at_us is not None:
            return instant.at_us
        clock: WallClock = self.world.clock
        if instant.wall is not None:
            return clock.us_of(instant.wall)
        return clock.us_of(
            clock.start.combine(self.business_day(instant.business_days or 0), instant.of_day)
        )

    def business_day(self, count: int) -> date:
        """The date of T + `count`, where T is the business day on which the story starts."""
        calendar = self.bed.calendar
        first = calendar.next_business_day(self.world.clock.start.date(), 0)
        return calendar.next_business_day(first, count) if count else first

    def announce(self, scenario: Scenario) -> None:
        """Note what is going to be run."""
        terminal, backup = scenario.given.terminal, self.bed.backup
        told = {
            "scenario": scenario.name,
            "seed": self.world.seed,
            "start": scenario.given.start.isoformat(),
            "terminal": terminal.terminal_id,
            "merchant": terminal.merchant_id,
            "profile": terminal.program,
        }
        if backup is not None:
            told["backup_terminal"] = backup.terminal_id
        self.world.record("bench", "run_started", told)

    def drive(self, until_us: int) -> None:
        """Let time pass as fast as it goes up to and including `until_us`; not if that is past."""
        if until_us > self.world.now_us:
            self.world.run_until(until_us)

    def open_shop(self) -> None:
        """Have the shop open at moment 0."""
        for until_us in self.opening():
            self.drive(until_us)

    def opening(self) -> Iterator[int]:
        """
        Switch everything on and, unless the story says otherwise, sign in before moment 0.

        Gives each moment up to which time must then pass.
        """
        self.bed.switch_on()
        if self.bed.given.signed_in:
            yield self.bed.given.terminal.boot_us - LEAD_US
            self._do_in_turn(SIGN_IN, *(_BACKUP_TOO if self.bed.backup is not None else ()))
        yield 0

    def _do_in_turn(self, step: Step, *others: Step) -> None:
        self.bed.staff.do(step, lambda _: self._do_in_turn(*others) if others else None)

    def calm_down(self) -> None:
        """Mend everything that is still broken."""
        self.world.note("bench", "trouble_ended", **self.injector.calm())

"""A test bed under power: its levers, its faults, its clock."""

from datetime import date

from emulator.clock.virtual import Clock, VirtualClock
from emulator.domain.moments import WallClock
from emulator.domain.plan import Instant, Scenario, Step
from emulator.faults.injector import Injector
from emulator.testbed import LEAD_US, Testbed

SIGN_IN = Step(who="cashier", action="sign_in")


class Control:
    """What somebody at the control desk of a test bed can do."""

    def __init__(self, bed: Testbed, clock: Clock | None = None) -> None:
        self.bed = bed
        self.world = bed.world
        self._clock: Clock = clock or VirtualClock()
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

    def drive(self, until_us: int) -> None:
        """Let time pass up to and including `until_us`; nothing if that is past."""
        if until_us > self.world.now_us:
            self._clock.drive(self.world, until_us)

    def announce(self, scenario: Scenario) -> None:
        """Note what is going to be run."""
        terminal = scenario.given.terminal
        self.world.note(
            "bench",
            "run_started",
            scenario=scenario.name,
            seed=self.world.seed,
            start=scenario.given.start.isoformat(),
            terminal=terminal.terminal_id,
            merchant=terminal.merchant_id,
            profile=terminal.program,
        )

    def open_shop(self) -> None:
        """Switch everything on and, unless the story says otherwise, sign in before moment 0."""
        self.bed.switch_on()
        if self.bed.given.signed_in:
            self.drive(self.bed.given.terminal.boot_us - LEAD_US)
            self.bed.staff.do(SIGN_IN, lambda _: None)
        self.drive(0)

    def calm_down(self) -> None:
        """Mend everything that is still broken."""
        self.world.note("bench", "trouble_ended", **self.injector.calm())

"""
What a scenario says, as plain values: who does what when, what breaks, what must hold.

The reader in `emulator.scenario` makes these from a file; the explorer and plain Python tests make
them directly. Every value that came from a file carries its place there, for the reports.
"""

from datetime import date, datetime, time, timedelta
from typing import Any

import msgspec

from emulator.domain.card import Card
from emulator.domain.settings import (
    AcquirerSettings,
    ClearingSettings,
    IssuerSettings,
    LineSettings,
    MonitoringSettings,
    PrinterSettings,
    ShopSettings,
    TerminalSettings,
)


class Span(msgspec.Struct, frozen=True):
    """A place in a file; lines and columns count from 1, columns in characters."""

    file: str = ""
    line: int = 0
    column: int = 0
    end_column: int = 0


NOWHERE = Span()


class Instant(msgspec.Struct, frozen=True, kw_only=True):
    """
    A moment that a file names: exactly one of the three is set.

    `business_days` counts from the business day of the run's start: T+0 is that day (or, if the
    start is no business day, the next one), T+2 the second business day after it.
    """

    at_us: int | None = None
    wall: datetime | None = None
    business_days: int | None = None
    of_day: time = time(0, 0)


class Pattern(msgspec.Struct, frozen=True, kw_only=True):
    """A condition on the trace: the n-th event of this name whose details are as in `where`."""

    source: str
    kind: str
    where: dict[str, Any] = {}
    nth: int = 1

    def fits(self, source: str, kind: str, detail: dict[str, Any]) -> bool:
        """Tell whether one event is of this sort; the counting is the caller's."""
        if kind != self.kind or source != self.source:
            return False
        return all(detail.get(key) == value for key, value in self.where.items())

    @property
    def name(self) -> str:
        """`source.kind`."""
        return f"{self.source}.{self.kind}"


class Trigger(msgspec.Struct, frozen=True, kw_only=True):
    """When something starts: at an instant, or at an event; then after a delay."""

    at: Instant | None = None
    when: Pattern | None = None
    after_us: int = 0


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """
    One thing that somebody does.

    With neither `at` nor `when` in the trigger, `after_us` counts from the end of the step before:
    until the terminal is idle again or asks for something the step does not answer.
    """

    who: str
    """cashier, customer, supervisor, support, world or note."""
    action: str
    options: dict[str, Any] = {}
    """By `domain.actions`: money as fen under `*_fen`, durations under `*_us`, and so on."""
    trigger: Trigger = Trigger()
    name: str = ""
    """`as:`; later steps and expectations refer to it."""
    span: Span = NOWHERE


class FaultPlan(msgspec.Struct, frozen=True, kw_only=True):
    """
    One fault: what, when, for how long.

    `name` is a lever (`printer.paper_out`, `terminal.power_cut`) or a fate on a line
    (`uplink.drop`, `.delay`, `.duplicate`, `.hold`, `.garble`, `.edge`). A fate strikes the n-th
    message that fits `message`, then `times - 1` more.
    """

    name: str
    id: str = ""
    """Name in the trace; the reader numbers faults f1, f2 ... that have none."""
    trigger: Trigger = Trigger()
    moment: str = ""
    """before, during or after, for a strike at a durable step; empty for all others."""
    for_us: int | None = None
    """None lasts until somebody repairs it or the trouble ends."""
    until: Instant | None = None
    settings: dict[str, Any] = {}
    message: dict[str, Any] = {}
    """For a fate: details that the message must have (mti, way, transaction, stan, code ...)."""
    nth: int = 1
    times: int = 1
    span: Span = NOWHERE


class Expectation(msgspec.Struct, frozen=True, kw_only=True):
    """
    One thing that must hold.

    mode      judged
    within    `event`/`facts` must come true within `span_us` of the n-th `of` event
    by        `facts` must be true at `instant`
    always    `facts` are true after every event
    never     an event like `event` happens at most `more_than` times (0 if not said)
    eventually `event` happens, or `facts` become true, before the calm ends
    finally   `facts` are true when the calm has ended
    """

    mode: str
    facts: dict[str, Any] = {}
    """Name of a fact (see docs/reference/facts.md) to its wanted value; money in fen."""
    event: Pattern | None = None
    more_than: int = 0
    of: Pattern | None = None
    span_us: int = 0
    instant: Instant | None = None
    span: Span = NOWHERE
    spans: dict[str, Span] = {}
    """Where each fact stands."""


class Waiver(msgspec.Struct, frozen=True):
    """A check that does not count in this scenario, and why."""

    check: str
    because: str
    span: Span = NOWHERE


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """A cardholder: the card, what is on its account, and who the person is."""

    card: Card
    balance_fen: int = 100_000
    limit_fen: int = 0
    """Largest single amount; 0 is no limit."""
    state: str = "normal"
    """normal, lost, stolen, expired, frozen: decides the issuer's answer code."""


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """Who and what there is at the start."""

    start: datetime = datetime(2026, 3, 2, 10, 0)
    terminal: TerminalSettings = TerminalSettings()
    printer: PrinterSettings = PrinterSettings()
    uplink: LineSettings = LineSettings()
    issuer_line: LineSettings = LineSettings(latency_us=40_000, jitter_us=10_000)
    acquirer: AcquirerSettings = AcquirerSettings()
    issuer: IssuerSettings = IssuerSettings()
    clearing: ClearingSettings = ClearingSettings()
    shop: ShopSettings = ShopSettings()
    monitoring: MonitoringSettings = MonitoringSettings()
    cardholders: tuple[Account, ...] = ()
    """The first is `customer` unless a step says otherwise."""
    conduct: tuple[str, ...] = ("handbook",)
    """The cashier's habits: handbook, or any of the careless ones in `people.cashier`."""
    think_us: int = 1_500_000
    """Between a prompt and the cashier's answer."""
    spare_rolls: int = 2
    support_answers_us: int = 10 * 60 * 1_000_000
    support_opens: str = ""
    """When the desk begins to answer, hh:mm; empty: it answers at any hour."""
    support_closes: str = ""
    technician_comes_us: int = 2 * 60 * 60 * 1_000_000
    """From the desk's word that somebody comes until somebody is there."""
    supervisor_comes_us: int = 20 * 1_000_000
    signed_in: bool = True
    """The terminal was signed in before the story begins."""
    prior_batch: str = "000001"


class Calm(msgspec.Struct, frozen=True, kw_only=True):
    """What happens after the trouble."""

    grace_us: int = 10 * 60 * 1_000_000
    """The shop must be quiet after this."""
    until: Instant | None = None
    """Run at least until here, for stories that end days later."""
    probe: bool = True
    """Try a sale of 0.01 at the end: the shop must be able to sell."""


class Drill(msgspec.Struct, frozen=True, kw_only=True):
    """
    How a person plays a scenario that is tagged `drill`; everything has a usual value.

    The person is told what a customer or the boss wants (`told`), and does the rest unasked.
    """

    level: int = 1
    """1 easy, 2 middling, 3 hard."""
    briefing: str = ""
    """What the person must know before, zh; empty: the scenario's title."""
    briefing_en: str = ""
    takes_over: str = ""
    """Name of the last step that a colleague does before the person takes over; empty: none."""
    told: tuple[str, ...] = ()
    """Names of further steps that somebody asks the person for, beside those always asked for."""
    minutes: int = 0
    """In which it can be done well; 0: twice what the handbook's cashier takes."""


class Scenario(msgspec.Struct, frozen=True, kw_only=True):
    """A whole scenario; `source` is the text it was read from, without PINs."""

    name: str
    """File name without ending, plus `[variant]` for a case of a matrix."""
    title: str = ""
    title_en: str = ""
    handbook: str = ""
    """What the handbook says to do, zh; shown in a failure report."""
    handbook_en: str = ""
    origin: str = ""
    """Which written rule it reproduces, `source:` in a file."""
    covers: tuple[str, ...] = ()
    """Entries of the failure catalogue that it goes through."""
    tags: tuple[str, ...] = ()
    seed: int = 0
    given: Given = Given()
    steps: tuple[Step, ...] = ()
    faults: tuple[FaultPlan, ...] = ()
    expect: tuple[Expectation, ...] = ()
    waive: tuple[Waiver, ...] = ()
    calm: Calm = Calm()
    drill: Drill = Drill()
    file: str = ""
    source: str = ""


def business_day_us(start: datetime, day: date, of_day: time) -> int:
    """Microseconds from `start` to a time on a day."""
    return (datetime.combine(day, of_day) - start) // timedelta(microseconds=1)

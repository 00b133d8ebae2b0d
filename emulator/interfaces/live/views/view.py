"""What the screens draw of a living session: its events, and cheap looks at what makes none."""

from typing import TYPE_CHECKING

from emulator.domain.console import Screen, Typed
from emulator.domain.plan import Step
from emulator.domain.trace import TraceEvent
from emulator.interfaces.live.views.event_view import EventView
from emulator.interfaces.live.views.view_state import Customer, DrillState, Task, Truth, ViewState
from emulator.people.tasks import Task as Asked
from emulator.printer.installed import InstalledPrinter

if TYPE_CHECKING:
    from emulator.interfaces.live.session import Session

__all__ = ["View", "ViewState"]

_OWN_WORDS = frozenset(("sale", "preauth", "cash"))
"""Tasks with a sentence of their own; all others are named by their action."""


class View(EventView):
    """One session as it looks now."""

    def __init__(self, session: "Session") -> None:
        """
        Args:
            session: Hands on every event to `take`; nothing that is asked of it changes it.
        """
        bed = session.bed
        self._session = session
        self._printer = bed.printer if isinstance(bed.printer, InstalledPrinter) else None
        self._person = session.desk.person
        super().__init__(
            bed.given,
            lang=session.lang,
            holders=self._person.customers.names,
            columns=None if self._printer is None else self._printer.profile.columns,
        )
        steps = enumerate(session.scenario.steps)
        self._told_steps = frozenset(n for n, step in steps if self._is_task(step))
        self._ended_steps: dict[int, None] = {}
        if self._printer is not None:
            self.paper.is_watched = True
            self._printer.watch_paper(self.paper.see)
        # The accounts were opened before anybody could listen.
        self.take_all(session.world.trace)

    def take(self, event: TraceEvent) -> None:
        """See `EventView.take`."""
        if event.kind == "step_ended" and event.detail["step"] in self._told_steps:
            self._ended_steps[event.detail["step"]] = None
        super().take(event)

    def refuse(self) -> None:
        """Let the terminal beep at a key that is of no use where it was pressed."""
        self.beeps += 1
        self.beep = "error"

    # What is shown ----------------------------------------------------------------------------

    @property
    def at_us(self) -> int:
        """The present moment of the run."""
        return self._session.pace.now_us

    @property
    def times(self) -> int:
        """Simulated seconds in a second."""
        return self._session.pace.times

    @property
    def is_held(self) -> bool:
        """True while time stands still."""
        return self._session.pace.is_held

    @property
    def typed(self) -> Typed:
        """What is half keyed; of a PIN or password only how much."""
        session = self._session
        return session.keypad.typed if session.prompt is None else session.prompt.typed

    @property
    def shown(self) -> Screen | None:
        """What the display shows: the program's screen, or what the device asks in front of it."""
        prompt = self._session.prompt
        return self.screen if prompt is None else prompt.screen

    @property
    def customer(self) -> Customer | None:
        """Who stands at the counter."""
        here = self._person.customer
        if here is None:
            return None
        return self.customer_of(here.purchase, here.amount_fen, here.holder)

    @property
    def tasks(self) -> tuple[Task, ...]:
        """What the person was asked for and has not done, the oldest first."""
        return tuple(_task(asked) for asked in self._person.tasks.told())

    @property
    def truth(self) -> Truth:
        """How things really are."""
        session = self._session
        return self.backstage.truth(
            paper_mm=None if self._printer is None else self._printer.paper_seen_mm,
            spare_rolls=session.bed.staff.cashier.spare_rolls,
            next_us=session.world.next_us,
        )

    @property
    def drill(self) -> DrillState:
        """How far the drill is."""
        is_exam = self._session.is_exam
        return DrillState(
            is_exam=is_exam,
            done=len(self._ended_steps),
            total=len(self._told_steps),
            hint="" if is_exam else self._hint(),
            elapsed_us=max(self.at_us, 0),
        )

    def _hint(self) -> str:
        """A remedy that nobody speaks of comes before what somebody asked for."""
        waiting = self._person.tasks.open
        first = next((asked for asked in waiting if not asked.is_told), None)
        first = first or next(iter(waiting), None)
        return "" if first is None else first.step.action

    def _is_task(self, step: Step) -> bool:
        return step.who == "cashier" and self._person.tasks.is_told(step)


def _task(asked: Asked) -> Task:
    step = asked.step
    options = step.options
    amount_fen = options.get("meant_fen", options.get("amount_fen"))
    values = {"action": f"{step.who}.{step.action}"}
    if amount_fen is None:
        return Task(id="live.task.other", values=values, since_us=asked.since_us)
    id = f"live.task.{step.action if step.action in _OWN_WORDS else 'amount'}"
    return Task(id=id, values={**values, "amount_fen": amount_fen}, since_us=asked.since_us)

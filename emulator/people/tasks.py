"""
What a living cashier is asked for, and what is left for them to find out.

A step of the cashier's in a scenario is a *task* when somebody would ask for it (a customer who
pays, the boss who wants the batch settled); every other step is a *remedy*, of which nobody says
anything. Both are over when the person has done it; a remedy is also over when nobody did it for a
while, so that the story goes on.
"""

from collections.abc import Callable

import msgspec

from emulator.domain.moments import MINUTE
from emulator.domain.plan import Drill, Step
from emulator.people.errand import MEANT, PRINTS_LIST

ASKED_FOR = frozenset((*MEANT, "settlement", "sign_off", "balance", *PRINTS_LIST, "lock"))
"""Actions that customers and bosses ask for by themselves."""
TAKEN_OVER = ("cashier", "support")
"""Whose steps are the person's: the phone to the support desk stands beside the till."""
REMEDY_PATIENCE_US = 5 * MINUTE
"""How long the story waits for a remedy."""
GOOD_ENDS = frozenset(
    (
        "approved", "settled", "signed_in", "signed_off", "balance_shown", "status_shown",
        "cash_recorded", "locked", "line_tested", "versions_compared", "updated",
    )
)  # fmt: skip
"""Screens after which what was asked for is done."""


REFUSALS = frozenset(("declined", "settlement_failed"))
"""Screens after which it may never be done, however often somebody tries."""


class Task(msgspec.Struct, eq=False):
    """One step of the scenario that the person has yet to do."""

    step: Step
    on_done: Callable[[str], None]
    is_told: bool
    since_us: int
    purchase: str = ""
    """What the customer means to pay with it; empty if nothing is paid."""

    def is_for(self, amount_fen: int | None) -> bool:
        """Tell whether it is done with this amount: who pays does not take another for it."""
        options = self.step.options
        wanted = {options[name] for name in ("amount_fen", "meant_fen") if name in options}
        return not wanted or amount_fen is None or amount_fen in wanted


class Tasks:
    """All that is open, in the order in which it came up."""

    def __init__(self, drill: Drill) -> None:
        self.open: list[Task] = []
        self._told = drill.told

    def is_told(self, step: Step) -> bool:
        """Tell whether somebody asks the person for this step."""
        return step.action in ASKED_FOR or (bool(step.name) and step.name in self._told)

    def told(self) -> list[Task]:
        """What the person was asked for and has not done."""
        return [task for task in self.open if task.is_told]

    def of(self, action: str, amount_fen: int | None = None) -> Task | None:
        """The first open task or remedy of an action, with this amount if one is given."""
        alike = (task for task in self.open if task.step.action == action)
        return next((task for task in alike if task.is_for(amount_fen)), None)

    def end(self, task: Task, result: str) -> None:
        """Be through with one; whoever waits for it is told, once."""
        if task in self.open:
            self.open.remove(task)
            task.on_done(result)

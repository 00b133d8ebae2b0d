"""
Everybody around the till, and who of them does a step.

The one place that knows all people; the test bed makes it and wires it to the parts.
"""

from collections.abc import Callable

from emulator.domain.plan import Given, Step
from emulator.kernel.world import World
from emulator.people.cardholder import Cardholder
from emulator.people.cashier import Cashier
from emulator.people.conduct import HANDBOOK, Conduct
from emulator.people.hands import Hands
from emulator.people.screens import PersonEnd
from emulator.people.supervisor import Supervisor
from emulator.people.support import Inquire, Support, call_from

OnDone = Callable[[str], None]


class Staff:
    """Cashier, customers, supervisor and support desk, with the hands they all use."""

    def __init__(
        self,
        world: World,
        console_end: PersonEnd,
        *,
        given: Given,
        hands: Hands,
        inquire: Inquire | None = None,
    ) -> None:
        """
        Args:
            world: Where the shop is.
            console_end: The person's end of the terminal's console.
            given: Who there is and how they are.
            hands: What can be done to the equipment and to the banks.
            inquire: Looks a transaction up in the institution's books, by STAN and batch.
        """
        self.cardholder = Cardholder(world, given.cardholders)
        self.supervisor = Supervisor(world, comes_us=given.supervisor_comes_us)
        self.support = Support(world, answers_us=given.support_answers_us, inquire=inquire)
        self.cashier = Cashier(
            world,
            console_end,
            given=given,
            hands=hands,
            supervisor=self.supervisor,
            cardholder=self.cardholder,
            support=self.support,
        )
        self._world = world
        self._hands = hands
        self._doers: dict[str, Callable[[Step, OnDone], None]] = {
            "cashier": self.cashier.do,
            "customer": self.cardholder.do,
            "supervisor": self.supervisor.do,
            "support": self._ask_support,
            "world": self._change_world,
            "note": lambda _, on_done: on_done("done"),
        }

    def do(self, step: Step, on_done: OnDone) -> None:
        """
        Have a step done by whom it names.

        Args:
            step: What to do.
            on_done: Called once with `done` or `stuck`, at once or later.
        """
        self._doers[step.who](step, on_done)

    def follow_the_handbook(self) -> None:
        """From now on the cashier works by the book and the customers pay."""
        self.cashier.conduct = Conduct((HANDBOOK,))
        self.cardholder.forget_troubles()

    def _ask_support(self, step: Step, on_done: OnDone) -> None:
        if not call_from(self.support, step, self._transaction):
            self._world.note("support", "did", action=step.action, effect=False)
        on_done("done")

    def _transaction(self, about: str) -> tuple[str, str, int | None]:
        """STAN, batch and amount of an earlier step, as the cashier can read them out."""
        errand = self.cashier.done.get(about)
        if errand is None:
            return "", "", None
        return errand.seen_stan, errand.seen_batch, errand.amount_fen

    def _change_world(self, step: Step, on_done: OnDone) -> None:
        if step.action == "wait":
            self._world.after(step.options["for_us"], lambda: on_done("done"))
            return
        effect = self._hands.do(step.action, **step.options)
        self._world.note("world", "did", action=step.action, effect=effect)
        on_done("done")

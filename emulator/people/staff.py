"""
Everybody around the till, and who of them does a step.

The one place that knows all people; the test bed makes it and wires it to the parts.
"""

from collections.abc import Callable

from emulator.domain.plan import Given, Step
from emulator.domain.settings import ShopSettings
from emulator.kernel.world import World
from emulator.people.cardholder import Cardholder
from emulator.people.cashier import Cashier
from emulator.people.conduct import HANDBOOK, Conduct
from emulator.people.enquiries import watch_notices
from emulator.people.hands import Hands
from emulator.people.office_hours import OfficeHours
from emulator.people.preparedness import Preparedness
from emulator.people.provider import REMOTE_HELP, VISIT, Provider
from emulator.people.screens import PersonEnd
from emulator.people.self_check import SelfCheck
from emulator.people.supervisor import Supervisor
from emulator.people.support import Inquire, Support, call_from, open_ticket

OnDone = Callable[[str], None]

_AGREED = ("agree_deferral", "request_early_payout")
"""What a merchant agrees with the institution on the phone; done at once if somebody answers."""


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
        left_out: frozenset[str] = frozenset(),
    ) -> None:
        """
        Args:
            world: Where the shop is.
            console_end: The person's end of the terminal's console.
            given: Who there is and how they are.
            hands: What can be done to the equipment and to the banks.
            inquire: Looks a transaction up in the institution's books, by STAN and batch.
            left_out: What nobody does in this run, whoever would: keys of `domain.numbers`.
        """
        self.cardholder = Cardholder(world, given.cardholders)
        self.supervisor = Supervisor(world, comes_us=given.supervisor_comes_us)
        self.support = Support(
            world,
            answers_us=given.support_answers_us,
            inquire=inquire,
            hours=OfficeHours.of(given.support_opens, given.support_closes),
            has_contact=given.shop.emergency_contact,
        )
        self.provider = Provider(world, self.support, hands, comes_us=given.technician_comes_us)
        self.cashier = Cashier(
            world,
            console_end,
            given=given,
            hands=hands,
            supervisor=self.supervisor,
            cardholder=self.cardholder,
            support=self.support,
            left_out=left_out,
        )
        self.self_check: SelfCheck | None = None
        """None in a shop that has none."""
        if given.shop.self_check:
            self.self_check = SelfCheck(world, self.cashier, of_day=given.shop.self_check)
        if given.shop.watches_notices:
            watch_notices(self.cashier)
        self._world = world
        self._hands = hands
        self._left_out = left_out
        self._doers: dict[str, Callable[[Step, OnDone], None]] = {
            "cashier": self.cashier.do,
            "customer": self._ask_customer,
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
        if self._left_out and self.cashier.leaves_out(f"{step.who}.{step.action}"):
            on_done("done")
            return
        self._doers[step.who](step, on_done)

    def follow_the_handbook(self) -> None:
        """From now on the cashier works by the book and the customers pay."""
        self.cashier.conduct = Conduct((HANDBOOK,))
        self.cashier.preparedness = Preparedness(ShopSettings())
        self.cardholder.forget_troubles()

    def _ask_customer(self, step: Step, on_done: OnDone) -> None:
        """A dispute goes to the bank with what stands on the slip; all else customers do alone."""
        if step.action != "dispute":
            self.cardholder.do(step, on_done)
            return
        about, claim = step.options.get("about", ""), step.options["claim"]
        stan, batch, _ = self._transaction(about)
        is_taken = self._hands.do("dispute", batch=batch, stan=stan, claim=claim)
        self.cardholder.note_dispute(about, claim, is_taken=is_taken)
        on_done("done")

    def _ask_support(self, step: Step, on_done: OnDone) -> None:
        if step.action in _AGREED:
            effect = self.support.answers_now and self._hands.do(step.action)
            self._world.note("support", "did", action=step.action, effect=effect)
        elif step.action in (REMOTE_HELP, VISIT):
            self._send_for_help(step)
        elif not call_from(self.support, step, self._transaction):
            self._world.note("support", "did", action=step.action, effect=False)
        on_done("done")

    def _send_for_help(self, step: Step) -> None:
        def call(on_answer: Callable[[str], None]) -> str:
            return open_ticket(self.support, step, self._transaction, on_answer)

        if step.action == VISIT:
            self.provider.visit(call)
        else:
            self.provider.remote_help(call)

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

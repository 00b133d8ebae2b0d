"""
The customers at a living cashier's counter: who is there, and what they mean to pay.

A customer stays until the next one comes or the cashier leaves, and pays again with the same
purchase if asked to, so that a second debit is one too many.
"""

import msgspec

from emulator.domain.plan import Account, Step
from emulator.domain.trace import TraceEvent
from emulator.kernel.world import World
from emulator.people.cardholder import FIRST, Cardholder
from emulator.people.till import Till

_LEAST_FEN, _MOST_FEN = 350, 48_000
_ODD_FEN = 10
"""Prices end in whole jiao."""


class Customer(msgspec.Struct, frozen=True):
    """Somebody at the counter."""

    purchase: str
    amount_fen: int
    """What they mean to pay."""
    holder: str
    """Whose card they have with them."""


class Customers:
    """Whoever comes to pay."""

    def __init__(
        self,
        world: World,
        cardholder: Cardholder,
        accounts: tuple[Account, ...],
        bench_holder: str,
    ) -> None:
        """
        Args:
            world: Where they come.
            cardholder: Has their cards and phones.
            accounts: Whose cards there are.
            bench_holder: Whose card no customer has.
        """
        self.here: Customer | None = None
        """Who stands at the counter now."""
        self.names = tuple(a.card.name for a in accounts if a.card.name != bench_holder)
        """Whose cards customers have."""
        self._world = world
        self._cardholder = cardholder
        self._chance = world.random("customers")
        self._meant_fen: dict[str, int] = {}
        self._last: Customer | None = None
        """Whoever came last, also if a colleague served them."""
        world.listen(self._hear, ("meant",))

    def has(self, holder: str) -> bool:
        """Tell whether somebody has a card of this name."""
        return holder in self.names or (holder == FIRST and bool(self.names))

    def meant_fen(self, purchase: str) -> int | None:
        """What a customer means to pay for a purchase; None if nobody said."""
        return self._meant_fen.get(purchase)

    def come(self, amount_fen: int | None, holder: str, purchase: str) -> None:
        """Let somebody come to pay; what is not said is left to chance."""
        if amount_fen is None:
            amount_fen = self._chance.between(_LEAST_FEN, _MOST_FEN) // _ODD_FEN * _ODD_FEN
        if not holder and self.names:
            holder = self.names[self._chance.below(len(self.names))]
        self._stand(Customer(purchase, amount_fen, self._cardholder.come(holder)))

    def come_for(self, step: Step, cashier: Till) -> str:
        """Let the customer come that a step of the scenario is about; gives the purchase."""
        options = step.options
        holder = self._cardholder.come(options.get("holder", ""))
        earlier = cashier.done.get(options.get("purchase", ""))
        if earlier is not None:
            purchase, amount_fen = earlier.purchase, earlier.meant_fen or 0
        else:
            purchase = options.get("purchase") or step.name or cashier.new_purchase()
            amount_fen = options.get("meant_fen", options.get("amount_fen", 0))
        self._stand(Customer(purchase, amount_fen, holder))
        return purchase

    def stay(self) -> None:
        """Whoever the colleague was serving is still there."""
        self.here = self._last

    def let_go(self) -> None:
        """Let whoever is there leave."""
        self.here = None

    def _stand(self, customer: Customer) -> None:
        self.here = customer
        is_new = customer.purchase not in self._meant_fen
        self._meant_fen[customer.purchase] = customer.amount_fen
        if is_new:
            self._cardholder.mean(customer.purchase, customer.amount_fen, customer.holder)

    def _hear(self, event: TraceEvent) -> None:
        detail = event.detail
        purchase, amount_fen = detail["purchase"], detail["amount_fen"]
        self._meant_fen.setdefault(purchase, amount_fen)
        self._last = Customer(purchase, amount_fen, detail["holder"])

"""
A long working day: very many sales, now and then one taken back, a settlement every so often.

Steps are made one at a time, when they are asked for, so that a million sales need no memory. Left
out: how customers are spread over the hours; each step follows the one before.
"""

from collections.abc import Iterator

import msgspec

from emulator.domain.plan import Step
from emulator.kernel.world import World

STREAM = "workload"


class Workload(msgspec.Struct, frozen=True, kw_only=True):
    """What happens in the shop, as chances in a thousand."""

    sales: int
    """How many sales are rung up."""
    least_fen: int = 100
    most_fen: int = 30_000
    void_per_mille: int = 0
    """Sales that are voided right after."""
    refund_per_mille: int = 0
    """Sales that are refunded in part right after."""
    settle_after: int = 200
    """Sales between two settlements; 0 never settles."""
    holders: tuple[str, ...] = ()
    """Who pays, in turn; empty lets `customer` pay everything."""

    def steps(self, world: World) -> Iterator[Step]:
        """The steps in order; chance comes from the world's stream `workload`."""
        chance = world.random(STREAM)
        in_batch = 0
        for number in range(self.sales):
            amount_fen = chance.between(self.least_fen, self.most_fen)
            yield Step(who="cashier", action="sale", options=self._paid(number, amount_fen))
            in_batch += 1
            if self.void_per_mille and chance.chance(self.void_per_mille):
                yield VOID
            elif self.refund_per_mille and chance.chance(self.refund_per_mille):
                back_fen = chance.between(1, amount_fen)
                yield Step(who="cashier", action="refund", options={"amount_fen": back_fen})
            if in_batch == self.settle_after:
                in_batch = 0
                yield SETTLEMENT
        if in_batch and self.settle_after:
            yield SETTLEMENT

    def _paid(self, number: int, amount_fen: int) -> dict[str, int | str]:
        if not self.holders:
            return {"amount_fen": amount_fen}
        return {"amount_fen": amount_fen, "holder": self.holders[number % len(self.holders)]}


VOID = Step(who="cashier", action="void")
"""Takes the last sale back."""
SETTLEMENT = Step(who="cashier", action="settlement")

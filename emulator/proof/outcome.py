"""How a run ended for everybody concerned, from what could be seen from outside."""

from collections.abc import Iterable

import msgspec

from emulator.domain.plan import Given
from emulator.domain.trace import TraceEvent
from emulator.domain.verdict import Truth, Verdict
from emulator.proof.customers import CustomerEnd, customers_of
from emulator.proof.shop import MerchantEnd, ShopEnd, merchant_of, shop_of

HOW_NOT_WHAT = frozenset(("protocol_kept", "durable_order"))
"""
Checks that say how a terminal has to go about it. A run in which a step is left out breaks them
for that alone, which does nobody any harm.
"""


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What a run came to, for each who was concerned."""

    customers: tuple[CustomerEnd, ...] = ()
    """By name."""
    merchant: MerchantEnd = MerchantEnd()
    shop: ShopEnd = ShopEnd()
    failing: tuple[str, ...] = ()
    """Names of the checks and expectations that did not hold; waived ones are left out, and those
    that say how and not what (`HOW_NOT_WHAT`)."""

    def customer(self, holder: str) -> CustomerEnd:
        """How it ended for one holder; for one who never came, as if nothing had been."""
        found = (one for one in self.customers if one.holder == holder)
        return next(found, CustomerEnd(holder=holder))


def outcome_of(
    events: Iterable[TraceEvent], given: Given, verdicts: Iterable[Verdict] = ()
) -> Outcome:
    """
    Sum up a run.

    Args:
        events: The trace; inside events are not looked at.
        given: How the shop was set up.
        verdicts: What checks and expectations said.
    """
    seen = [event for event in events if not event.inside]
    story = _until_calm(seen)
    end_us = story[-1].at_us if story else 0
    return Outcome(
        customers=customers_of(story, copies=given.terminal.copies, end_us=end_us),
        merchant=merchant_of(story, start=given.start),
        shop=shop_of(seen),
        failing=tuple(
            verdict.check
            for verdict in verdicts
            if verdict.truth is Truth.FAIL
            and not verdict.waived
            and verdict.check not in HOW_NOT_WHAT
        ),
    )


def _until_calm(events: list[TraceEvent]) -> list[TraceEvent]:
    for index, event in enumerate(events):
        if event.kind == "calm_ended" and event.source == "bench":
            return events[: index + 1]
    return events

"""
Who does a deed, and who is asked for it.

The names of deeds say who takes a step in a scenario; on a chart that is hung up in a shop it
matters who has to get up. To let a new deed have another role than its sort has, add a line.
"""

from collections.abc import Mapping
from typing import NamedTuple

ROLES = ("customer", "cashier", "supervisor", "terminal", "acquirer", "bank")
"""Everybody on a chart, from the counter to the bank; their words are `runbook.role.<role>`."""


class Part(NamedTuple):
    """Who takes a step."""

    role: str
    asks: str = ""
    """Whose answer or help it takes; empty if nobody's."""


_BY_WHO: Mapping[str, Part] = {
    "cashier": Part("cashier"),
    "customer": Part("customer"),
    "cardholder": Part("customer"),
    "supervisor": Part("supervisor"),
    "terminal": Part("terminal"),
    "support": Part("cashier", "acquirer"),
    "world": Part("acquirer"),
}
_BY_DEED: Mapping[str, Part] = {
    "cashier.query": Part("cashier", "acquirer"),
    "cashier.settlement": Part("cashier", "acquirer"),
    "cashier.balance": Part("cashier", "bank"),
    "cashier.ask_policy": Part("cashier", "acquirer"),
    "cashier.hold_in_suspense": Part("cashier", "acquirer"),
    "customer.ask_bank": Part("customer", "bank"),
    "support.close_ticket": Part("acquirer"),
    "world.adjust_business": Part("supervisor"),
    "world.announce_upgrade": Part("bank"),
    "world.file_papers": Part("supervisor", "acquirer"),
    "world.release_hold": Part("bank"),
    "world.wait": Part("cashier"),
}


def part_of(key: str) -> Part:
    """
    Who takes a step, and whom they ask.

    Args:
        key: A deed as in `domain.numbers`; of a sort that nobody knows it is the cashier's.
    """
    who = key.partition(".")[0]
    return _BY_DEED.get(key) or _BY_WHO.get(who) or Part("cashier")

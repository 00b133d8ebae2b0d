"""
What a cashier sees who holds a slip against something else: the order, or the bank's record.

Every comparison reads the paper that the customer got and nothing else: without a slip that was
seen there is nothing to compare, and the deed has no effect.
"""

from datetime import datetime
from typing import Any

from emulator.domain.moments import MINUTE
from emulator.domain.plan import Step
from emulator.people.errand import Errand
from emulator.people.till import Till

AGREES_WITHIN_US = 2 * MINUTE
"""Two clocks that show the same hour and minute, give or take the time that a sale takes."""


def compare_type(cashier: Till, step: Step) -> dict[str, Any]:
    """Hold the type and the way of paying on the slip against what was wanted."""
    errand = meant_by(cashier, step)
    printed = "" if errand is None else errand.read("transaction")
    if errand is None or not printed:
        return {"effect": False}
    wanted = errand.wanted or errand.menu
    return {
        "purchase": errand.purchase,
        "effect": True,
        "printed": printed,
        "wanted": wanted,
        "agrees": printed == wanted,
    }


def compare_time(cashier: Till, step: Step) -> dict[str, Any]:
    """Hold the time on the slip against the moment at which the bank told of the debit."""
    errand = meant_by(cashier, step)
    printed = None if errand is None else _printed_moment(errand)
    if errand is None or printed is None:
        return {"effect": False}
    told_us = _told_us(cashier, errand)
    if told_us is None:
        return {"effect": False}
    off_us = cashier.world.clock.us_of(printed) - told_us
    return {
        "purchase": errand.purchase,
        "effect": True,
        "agrees": abs(off_us) <= AGREES_WITHIN_US,
        # Whoever compares two clocks says how many minutes they are apart.
        "off_by_us": (abs(off_us) + MINUTE // 2) // MINUTE * MINUTE,
    }


def meant_by(cashier: Till, step: Step) -> Errand | None:
    """The errand that a step is about: the one it names, or else the last that was approved."""
    return cashier.done.get(step.options["of"]) if "of" in step.options else cashier.last


def _told_us(cashier: Till, errand: Errand) -> int | None:
    """When the customer's bank told of this debit; None if it told of none."""
    amount = errand.read("amount_fen")
    if not amount:
        return None
    since_us = errand.since_us or 0
    told = cashier.cardholder.debits(errand.holder, amount_fen=int(amount), since_us=since_us)
    return told[0] if told else None


def _printed_moment(errand: Errand) -> datetime | None:
    try:
        return datetime.fromisoformat(f"{errand.read('date')} {errand.read('time')}")
    except ValueError:
        return None

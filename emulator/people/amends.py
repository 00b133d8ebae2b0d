"""
What a shop does for the day after: it makes amends, and keeps and hands in evidence.

Left out: the drawer that a compensation is paid from. It is between shop and customer alone, and no
bank hears of it.
"""

from typing import Any

from emulator.domain.plan import Step
from emulator.people.comparing import meant_by
from emulator.people.errand import paid
from emulator.people.till import Till


def compensate(cashier: Till, step: Step) -> dict[str, Any]:
    """Give the customer something in cash, or off the next bill, for what went wrong."""
    errand = meant_by(cashier, step)
    if errand is None or not errand.purchase:
        return {"effect": False}
    amount_fen = step.options["amount_fen"]
    return {"purchase": errand.purchase, "amount_fen": amount_fen, "effect": amount_fen > 0}


def keep_evidence(cashier: Till, step: Step) -> dict[str, Any]:
    """Put away what proves a payment: journal, messages, slips, before they are gone."""
    return _with_papers(cashier, step, "keep_evidence")


def submit_evidence(cashier: Till, step: Step) -> dict[str, Any]:
    """Answer a dispute with what was put away."""
    return _with_papers(cashier, step, "submit_evidence")


def _with_papers(cashier: Till, step: Step, deed: str) -> dict[str, Any]:
    errand = meant_by(cashier, step)
    if errand is None:
        return {"effect": False}
    is_done = cashier.hands.do(deed, batch=errand.seen_batch, stan=errand.seen_stan)
    return {**paid(errand), "effect": is_done}

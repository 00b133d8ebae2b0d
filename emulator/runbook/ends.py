"""How a branch ended: the few numbers of an outcome that belong on a chart."""

from emulator.proof.changes import COUNTS_FROM_US
from emulator.proof.outcome import Outcome

END = (
    "paper_us",
    "hung_us",
    "blocked_us",
    "credit_day",
    "unpaid_fen",
    "over_fen",
    "unexplained_fen",
    "without_paper",
    "cannot_sell",
)
"""What is told, in this order; each has the words `runbook.end.<name>`."""
LEFT_OVER = frozenset(END[END.index("unpaid_fen") :])
"""What somebody still lacks when all is done; the others say how long it took."""


def end_of(outcome: Outcome, took_us: int) -> dict[str, int]:
    """
    What there is to say; what nobody suffered is left out, and so are short times.

    Args:
        outcome: Of the whole run.
        took_us: How long it took until all was done. A shop that counts as blocked for longer is
            one in which nobody tried to sell again, which is nobody's loss.
    """
    customers, merchant, shop = outcome.customers, outcome.merchant, outcome.shop
    found = {
        "paper_us": max((one.paper_us for one in customers if not one.without_paper), default=0),
        "hung_us": max((one.hung_us for one in customers), default=0),
        "blocked_us": shop.blocked_us if shop.blocked_us <= took_us else 0,
        "credit_day": merchant.credit_day if merchant.credited_fen else 0,
        "unpaid_fen": sum(one.unpaid_fen for one in customers),
        "over_fen": sum(one.over_fen for one in customers),
        "unexplained_fen": sum(one.unexplained_fen for one in customers),
        "without_paper": sum(one.without_paper for one in customers),
        "cannot_sell": int(not shop.sells),
    }
    return {name: found[name] for name in END if found[name] >= _least(name)}


def _least(name: str) -> int:
    return COUNTS_FROM_US if name.endswith("_us") else 1

"""
How a merchant's money stands, as the acquirer's desk tells it: pure functions of the payouts.

Left out: amounts. Whoever asks knows what was sold; the desk says where it is and what is in the
way. The words stand in `domain.enquiries`.
"""

from collections.abc import Iterable

from emulator.clearing.payouts import CREDITED, RETURNED, SENT, Payout

HOLDS = frozenset(("hold", "account", "no_agreement"))
"""Obstacles for which somebody has to do something; the others pass."""


def standing_of(payouts: Iterable[Payout], uncleared: str, *, was_paid: bool) -> dict[str, str]:
    """
    Say where the oldest money is that a merchant has not got yet.

    Args:
        payouts: The merchant's, oldest first; credited ones may be among them.
        uncleared: Why business days that are over are not cleared; empty if all are.
        was_paid: The merchant got a payout before these.

    Returns:
        `payout`, and `obstacle` if something is in its way.
    """
    known = list(payouts)
    waiting = next((one for one in known if one.state != CREDITED), None)
    if waiting is not None:
        return _told(_word(waiting), waiting.obstacle)
    if uncleared:
        return _told("not_cleared", uncleared)
    return _told("credited" if was_paid or known else "none")


def _word(payout: Payout) -> str:
    if payout.state in (RETURNED, SENT):
        return payout.state
    if not payout.obstacle:
        return "due"
    return "held" if payout.obstacle in HOLDS else "deferred"


def _told(payout: str, obstacle: str = "") -> dict[str, str]:
    return {"payout": payout, "obstacle": obstacle} if obstacle else {"payout": payout}

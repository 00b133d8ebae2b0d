"""What the person at the till hears when a question is answered on the phone, as text ids."""

from collections.abc import Callable, Mapping
from typing import Any

from emulator.domain.event_table import RECONCILED


def heard_of(action: str, detail: Mapping[str, Any]) -> tuple[str, ...]:
    """
    The sentences of an answer, as ids below `live.heard`; empty if nothing was told.

    Args:
        action: What was done, of `cashier.did`.
        detail: Of that event.
    """
    told = _TOLD.get(action)
    return told(detail) if told is not None and detail.get("effect") else ()


def _payout(detail: Mapping[str, Any]) -> tuple[str, ...]:
    obstacle = detail.get("obstacle")
    why = (f"obstacle.{obstacle}",) if obstacle else ()
    return (f"payout.{detail['payout']}", *why)


def _account(detail: Mapping[str, Any]) -> tuple[str, ...]:
    return (f"account.{detail.get('differs', 'agrees')}",)


def _upgrade(detail: Mapping[str, Any]) -> tuple[str, ...]:
    if detail["upgrading"]:
        return ("upgrade.going_on",)
    return ("upgrade.announced" if detail["announced"] else "upgrade.none",)


def _reconciled(detail: Mapping[str, Any]) -> tuple[str, ...]:
    found = tuple(f"reconcile.{name}" for name in RECONCILED if name in detail)
    return ("reconcile.agrees", *found) if detail.get("agrees") else found


_TOLD: Mapping[str, Callable[[Mapping[str, Any]], tuple[str, ...]]] = {
    "ask_payout": _payout,
    "check_account": _account,
    "ask_bank_upgrade": _upgrade,
    "reconcile": _reconciled,
    "ask_policy": lambda detail: (f"policy.{detail['policy']}",),
}

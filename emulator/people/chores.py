"""
What a cashier does away from the keys: repairs, looks, papers.

A deed that nobody wired, or that found nothing to do, is noted with `effect: false`, so that no
report can claim a remedy that was none.
"""

from collections.abc import Callable
from typing import Any

from emulator.domain.plan import Step
from emulator.people.errand import Errand
from emulator.people.till import Till

REPAIRS = frozenset(
    (
        "load_paper", "replace_print_head", "close_cover", "clear_jam", "clear_cutter",
        "let_printer_cool", "restart_printer", "reconnect_printer_cable", "set_up_printer_line",
        "release_feed_button", "replace_sensor", "close_drawer", "restart_terminal",
        "plug_in_power", "restart_router", "reconnect_cable", "open_firewall", "clear_storage",
        "feed_paper", "set_clock", "update_software", "replace_reader", "replace_hardware",
    )
)  # fmt: skip
"""Deeds of `Hands`."""


def do(cashier: Till, step: Step, on_done: Callable[[str], None]) -> None:
    """Do a step that needs no key; all but waiting is done at once."""
    if step.action == "wait":
        cashier.note("waiting")
        cashier.world.after(step.options["for_us"], lambda: on_done("done"))
        return
    if step.action in REPAIRS:
        repair(cashier, step.action, step_name=step.name)
    else:
        _note(cashier, step, _PAPERS[step.action](cashier, step))
    on_done("done")


def repair(cashier: Till, name: str, *, step_name: str = "") -> bool:
    """Repair something now; False, and noted so, if that changed nothing."""
    needs_roll = name == "load_paper"
    effect = not (needs_roll and cashier.spare_rolls <= 0) and cashier.hands.do(name)
    if needs_roll and effect:
        cashier.spare_rolls -= 1
    detail: dict[str, Any] = {"action": name}
    if step_name:
        detail["step"] = step_name
    cashier.note("did", **detail, effect=effect)
    return effect


def write_receipt(cashier: Till, errand: Errand) -> None:
    """Write a receipt by hand for what was paid without a slip."""
    cashier.note("did", action="manual_receipt", **_paid(errand), effect=True)


def _note(cashier: Till, step: Step, seen: dict[str, Any]) -> None:
    named = {"step": step.name} if step.name else {}
    cashier.note("did", action=step.action, **named, **seen)


def _meant(cashier: Till, step: Step) -> Errand | None:
    return cashier.done.get(step.options["of"]) if "of" in step.options else cashier.last


def _paid(errand: Errand) -> dict[str, Any]:
    return {"purchase": errand.purchase, "amount_fen": errand.amount_fen}


def _look_at_screen(cashier: Till, _: Step) -> dict[str, Any]:
    screen = cashier.screen
    return {"effect": screen is not None, **({"screen": screen.id} if screen is not None else {})}


def _check_equipment(cashier: Till, _: Step) -> dict[str, Any]:
    """Look at lamps, cables and paper; what there is to see is wired by the test bed."""
    return {"effect": cashier.hands.do("check_equipment")}


def _compare_amount(cashier: Till, step: Step) -> dict[str, Any]:
    errand = _meant(cashier, step)
    if errand is None or not errand.read("amount_fen"):
        return {"effect": False}
    printed_fen = int(errand.read("amount_fen"))
    meant_fen = errand.amount_fen if errand.meant_fen is None else errand.meant_fen
    return {**_paid(errand), "effect": True, "agrees": printed_fen == meant_fen}


def _manual_receipt(cashier: Till, step: Step) -> dict[str, Any]:
    errand = _meant(cashier, step)
    if errand is None:
        return {"effect": False}
    return {**_paid(errand), **step.options, "effect": True}


def _show_slip(cashier: Till, step: Step) -> dict[str, Any]:
    errand = _meant(cashier, step)
    if errand is None:
        return {"effect": False}
    return {**_paid(errand), "effect": bool(errand.slip) and bool(errand.slip.get("legible"))}


def _keep_evidence(cashier: Till, step: Step) -> dict[str, Any]:
    errand = _meant(cashier, step)
    if errand is None:
        return {"effect": False}
    return {**_paid(errand), "effect": bool(errand.slip or errand.seen_stan)}


_PAPERS: dict[str, Callable[[Till, Step], dict[str, Any]]] = {
    "look_at_screen": _look_at_screen,
    "check_equipment": _check_equipment,
    "compare_amount": _compare_amount,
    "manual_receipt": _manual_receipt,
    "show_slip": _show_slip,
    "keep_evidence": _keep_evidence,
}

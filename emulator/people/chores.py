"""
What a cashier does away from the keys: repairs, looks, papers.

A deed that nobody wired, or that found nothing to do, is noted with `effect: false`, so that no
report can claim a remedy that was none.
"""

from collections.abc import Callable, Mapping
from typing import Any

from emulator.domain.enquiries import ENQUIRIES
from emulator.domain.equipment import shows_trouble
from emulator.domain.plan import Step
from emulator.people.amends import compensate, keep_evidence, submit_evidence
from emulator.people.comparing import compare_time, compare_type, meant_by
from emulator.people.enquiries import ask
from emulator.people.errand import Errand, paid
from emulator.people.till import Till

REPAIRS = frozenset(
    (
        "load_paper", "replace_print_head", "close_cover", "clear_jam", "clear_cutter",
        "let_printer_cool", "restart_printer", "reconnect_printer_cable", "set_up_printer_line",
        "release_feed_button", "replace_sensor", "close_drawer", "restart_terminal",
        "plug_in_power", "restart_router", "reconnect_cable", "open_firewall", "clear_storage",
        "feed_paper", "set_clock", "replace_reader", "replace_hardware",
        "back_up_records", "restore_records", "switch_terminal",
    )
)  # fmt: skip
"""Deeds of `Hands`."""

_USUALLY: Mapping[str, Mapping[str, Any]] = {"switch_terminal": {"to": "backup"}}
"""How a deed is done where the step does not say."""


def do(cashier: Till, step: Step, on_done: Callable[[str], None]) -> None:
    """Do a step that needs no key; all but waiting is done at once."""
    if step.action == "wait":
        cashier.note("waiting")
        cashier.world.after(step.options["for_us"], lambda: on_done("done"))
        return
    if step.action in REPAIRS:
        repair(cashier, step.action, step_name=step.name, options=step.options)
    else:
        _note(cashier, step, _PAPERS[step.action](cashier, step))
    on_done("done")


def repair(
    cashier: Till, name: str, *, step_name: str = "", options: Mapping[str, Any] | None = None
) -> bool:
    """Repair something now; False, and noted so, if that changed nothing."""
    if cashier.leaves_out(f"cashier.{name}"):
        return False
    needs_roll = name == "load_paper"
    how = {**_USUALLY.get(name, {}), **(options or {})}
    effect = not (needs_roll and cashier.spare_rolls <= 0) and cashier.hands.do(name, **how)
    if needs_roll and effect:
        cashier.spare_rolls -= 1
    detail: dict[str, Any] = {"action": name, **how}
    if step_name:
        detail["step"] = step_name
    cashier.note("did", **detail, effect=effect)
    return effect


def write_receipt(cashier: Till, errand: Errand) -> None:
    """Write a receipt by hand for what was paid without a slip."""
    if not cashier.leaves_out("cashier.manual_receipt"):
        cashier.note("did", action="manual_receipt", **paid(errand), effect=True)


def _note(cashier: Till, step: Step, seen: dict[str, Any]) -> None:
    named = {"step": step.name} if step.name else {}
    cashier.note("did", action=step.action, **named, **seen)


def _look_at_screen(cashier: Till, _: Step) -> dict[str, Any]:
    screen = cashier.screen
    return {"effect": screen is not None, **({"screen": screen.id} if screen is not None else {})}


def _check_equipment(cashier: Till, _: Step) -> dict[str, Any]:
    """Look at lamps, cables and paper, and press a key."""
    seen = cashier.hands.look()
    return {"effect": shows_trouble(seen), **seen}


def _check_firewall(cashier: Till, _: Step) -> dict[str, Any]:
    """Open the router's page and see whether its rules let the terminal through."""
    blocks = cashier.hands.do("check_firewall")
    return {"effect": blocks, "firewall": "blocks" if blocks else "open"}


def _compare_amount(cashier: Till, step: Step) -> dict[str, Any]:
    errand = meant_by(cashier, step)
    if errand is None or not errand.read("amount_fen"):
        return {"effect": False}
    printed_fen = int(errand.read("amount_fen"))
    meant_fen = errand.amount_fen if errand.meant_fen is None else errand.meant_fen
    return {**paid(errand), "effect": True, "agrees": printed_fen == meant_fen}


def _check_records(cashier: Till, _: Step) -> dict[str, Any]:
    """Hold the terminal's records against the seal of the backup."""
    return {"agrees": cashier.hands.do("check_records")}


def _reconcile(cashier: Till, _: Step) -> dict[str, Any]:
    """Hold the terminal's journal against the acquirer's records and the account's statement."""
    found = cashier.hands.find_out("reconcile")
    return {"effect": False} if found is None else {"effect": True, **found}


def _hold_in_suspense(cashier: Till, step: Step) -> dict[str, Any]:
    """Report a difference to the acquirer, with the slip or with the word that there is none."""
    errand = meant_by(cashier, step)
    if errand is None or not errand.seen_stan or not cashier.support.answers_now:
        return {"effect": False}
    held = cashier.hands.do(
        "hold_in_suspense",
        stan=errand.seen_stan,
        batch=errand.seen_batch,
        slip_fen=errand.approved.get("amount_fen"),
    )
    return {**paid(errand), "effect": held}


def _manual_receipt(cashier: Till, step: Step) -> dict[str, Any]:
    errand = meant_by(cashier, step)
    if errand is None:
        return {"effect": False}
    amount = {key: step.options[key] for key in ("amount_fen",) if key in step.options}
    return {**paid(errand), **amount, "effect": True}


def _show_slip(cashier: Till, step: Step) -> dict[str, Any]:
    errand = meant_by(cashier, step)
    if errand is None:
        return {"effect": False}
    # A fault report says of itself that it is no voucher.
    slip = {} if errand.slip.get("slip_kind") == "fault" else errand.slip
    is_good = bool(slip.get("legible"))
    voucher = "good" if is_good else "illegible" if slip else "none"
    return {**paid(errand), "effect": is_good, "voucher": voucher}


_PAPERS: dict[str, Callable[[Till, Step], dict[str, Any]]] = {
    "look_at_screen": _look_at_screen,
    "check_equipment": _check_equipment,
    "check_firewall": _check_firewall,
    "compare_amount": _compare_amount,
    "compare_time": compare_time,
    "compare_type": compare_type,
    "check_records": _check_records,
    "reconcile": _reconcile,
    "hold_in_suspense": _hold_in_suspense,
    "manual_receipt": _manual_receipt,
    "show_slip": _show_slip,
    "keep_evidence": keep_evidence,
    "submit_evidence": submit_evidence,
    "compensate": compensate,
    **dict.fromkeys(ENQUIRIES, ask),
}

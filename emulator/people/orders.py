"""
From a scenario's step to an errand: who pays, with which card, and which original is meant.

Looked up when the errand begins and not when the step was read, because what an earlier step came
to is known only then.
"""

from collections.abc import Callable
from typing import Any

from emulator.domain import actions
from emulator.domain.console import REPRINT_MENUS
from emulator.domain.plan import Step
from emulator.people.errand import Errand
from emulator.people.till import Till

MENU = frozenset(action.name for action in actions.of("cashier", on_menu=True))
"""Everything that begins with a menu key."""
KEYED_TWICE = "keyed_twice"
"""An option that only the conduct sets: the purchase rung up last is keyed once more."""
WANTED = "wanted"
"""Another one: what should have been done in place of this."""


def prepare(cashier: Till, errand: Errand, step: Step) -> None:
    """Look up all that the terminal will ask for in this errand."""
    errand.wanted = step.options.get(WANTED, step.action)
    _PREPARE[step.action](cashier, errand, step.options)


def _pays(cashier: Till, errand: Errand, options: dict[str, Any]) -> None:
    amount_fen = options["amount_fen"]
    errand.amount_fen = amount_fen
    errand.insists = bool(options.get("insists"))
    _takes_card(cashier, errand, options)
    if options.get(KEYED_TWICE):
        errand.purchase = cashier.purchase
        errand.insists = True
    elif "purchase" in options:
        earlier = cashier.done.get(options["purchase"])
        errand.purchase = options["purchase"] if earlier is None else earlier.purchase
        errand.meant_fen = options.get("meant_fen")
    else:
        errand.purchase = errand.step_name or cashier.new_purchase()
        errand.meant_fen = options.get("meant_fen", amount_fen)


def _takes_card(cashier: Till, errand: Errand, options: dict[str, Any]) -> None:
    people = cashier.cardholder
    holder = people.come(options.get("holder", ""))
    card = people.card(holder)
    errand.holder = holder
    errand.card = card
    errand.entry = options.get("entry") or ("chip" if card is None or card.chip else "swipe")
    errand.pin = people.pin(holder, options.get("pin", "ok"))


def _takes_back(cashier: Till, errand: Errand, options: dict[str, Any]) -> None:
    original = _original(cashier, options)
    if original is not None and not options.get("holder"):
        options = {**options, "holder": original.holder}
    _takes_card(cashier, errand, options)
    _names_original(cashier, errand, options)
    errand.password_is_right = options.get("password", "ok") == "ok"


def _completes(cashier: Till, errand: Errand, options: dict[str, Any]) -> None:
    _takes_back(cashier, errand, options)
    if not errand.purchase:
        errand.purchase = errand.step_name or cashier.new_purchase()
        errand.meant_fen = errand.amount_fen
    errand.meant_fen = options.get("meant_fen", errand.meant_fen)


def _names_original(cashier: Till, errand: Errand, options: dict[str, Any]) -> None:
    original = _original(cashier, options)
    errand.amount_fen = options.get("amount_fen")
    errand.stan = options.get("stan", "")
    errand.reference = options.get("reference", "")
    errand.date = options.get("date", "")
    errand.authorisation = options.get("authorisation", "")
    if original is None:
        return
    errand.purchase = original.purchase
    errand.stan = errand.stan or original.seen_stan
    errand.reference = errand.reference or original.read("reference")
    errand.date = errand.date or original.read("date")
    errand.authorisation = errand.authorisation or original.read("authorisation")
    if errand.amount_fen is None:
        errand.amount_fen = original.amount_fen


def _original(cashier: Till, options: dict[str, Any]) -> Errand | None:
    return cashier.done.get(options["of"]) if "of" in options else cashier.last


def _asks_balance(cashier: Till, errand: Errand, options: dict[str, Any]) -> None:
    _takes_card(cashier, errand, options)


def _reprints(cashier: Till, errand: Errand, options: dict[str, Any]) -> None:
    named = "of" in options or "stan" in options
    errand.key = REPRINT_MENUS[options.get("which", "any" if named else "last")]
    if named:
        _names_original(cashier, errand, options)


def _signs_in(cashier: Till, errand: Errand, options: dict[str, Any]) -> None:
    errand.operator = options.get("operator", cashier.given.terminal.operator)
    errand.password_is_right = options.get("password", "ok") == "ok"


def _asks_nothing(cashier: Till, errand: Errand, options: dict[str, Any]) -> None:
    """Settlement, sign-off, the lock, tests and lists of the batch know all they need."""


_PREPARE: dict[str, Callable[[Till, Errand, dict[str, Any]], None]] = {
    "sale": _pays,
    "preauth": _pays,
    "cash": _pays,
    "completion": _completes,
    "void": _takes_back,
    "refund": _takes_back,
    "preauth_void": _takes_back,
    "completion_void": _takes_back,
    "balance": _asks_balance,
    "query": _names_original,
    "reprint": _reprints,
    "settlement": _asks_nothing,
    "sign_in": _signs_in,
    "sign_off": _asks_nothing,
    "cash_refund": _asks_nothing,
    "discount": _asks_nothing,
    "detail": _asks_nothing,
    "totals": _asks_nothing,
    "lock": _asks_nothing,
    "test_connection": _asks_nothing,
    "check_versions": _asks_nothing,
    "update_software": _asks_nothing,
}

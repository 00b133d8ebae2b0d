"""
Errands of a person as steps of a scenario: each with a name, and with what it was answered with.

A number that was read from an earlier slip becomes the name of the step that printed it, so that
the scenario means the same transaction when numbers come out otherwise.
"""

from collections.abc import Iterable
from typing import Any

from emulator.domain import actions
from emulator.domain.console import REPRINT_MENUS
from emulator.domain.plan import Given, Step
from emulator.interfaces.live.rewriting.doings import Errand
from emulator.people.errand import MEANT
from emulator.people.orders import MENU

_WHICH = {key: which for which, key in REPRINT_MENUS.items()}
_STAN_DIGITS = 6


class ErrandSteps:
    """Makes the steps of one scenario, in the order in which the errands were run."""

    def __init__(self, given: Given, *, taken: Iterable[str], reserved: Iterable[str]) -> None:
        """
        Args:
            given: Who has which card.
            taken: Names that other steps have.
            reserved: Names of the steps that were asked for; only who does one gets its name.
        """
        self._given = given
        self._taken = set(taken)
        self._reserved = frozenset(reserved)
        self._numbers: dict[str, int] = {}
        self._of_purchase: dict[str, str] = {}
        """Purchase to the step that rang it up first."""
        self._named: list[tuple[str, Errand]] = []

    def step(self, errand: Errand) -> Step | None:
        """
        The step that runs this errand.

        Returns:
            None if no scenario can ask for it, or it never got to what a step must say.
        """
        if errand.menu not in MENU:
            return None
        action = actions.ACTIONS["cashier", errand.menu]
        said = self._said(errand)
        stored = {option.stored_as: option for option in action.options}
        options = {key: value for key, value in said.items() if key in stored and value != ""}
        if any(o.required and key not in options for key, o in stored.items()):
            return None
        name = self._name(errand)
        if errand.purchase and errand.menu in MEANT:
            self._of_purchase.setdefault(errand.purchase, name)
        self._named.append((name, errand))
        return Step(who="cashier", action=errand.menu, options=options, name=name)

    def named(self, word: str) -> str:
        """The step that somebody means by a purchase or a step's name; empty for none."""
        if word in self._of_purchase:
            return self._of_purchase[word]
        return next((name for name, errand in self._named if word and errand.task == word), "")

    def free_name(self, base: str) -> str:
        """The first of `<base>1`, `<base>2` ... that no step has; it is taken then."""
        number = self._numbers.get(base, 0) + 1
        while f"{base}{number}" in self._taken or f"{base}{number}" in self._reserved:
            number += 1
        self._numbers[base] = number
        name = f"{base}{number}"
        self._taken.add(name)
        return name

    def _name(self, errand: Errand) -> str:
        if not errand.task or errand.task in self._taken:
            return self.free_name(errand.menu)
        self._taken.add(errand.task)
        return errand.task

    def _said(self, errand: Errand) -> dict[str, Any]:
        said: dict[str, Any] = {
            **self._payment(errand),
            **self._original(errand),
            "pin": "" if errand.pin in ("", "ok") else errand.pin,
            "password": "" if errand.password in ("", "ok") else "wrong",
            "which": _WHICH.get(errand.key, ""),
        }
        if errand.insists:
            said["insists"] = True
        operator = errand.digits.get("enter_operator", "")
        if operator != self._given.terminal.operator:
            said["operator"] = operator
        return said

    def _payment(self, errand: Errand) -> dict[str, Any]:
        said: dict[str, Any] = {"entry": errand.entry, "holder": self._holder(errand)}
        amount_fen = errand.amount_fen
        if amount_fen is None and "enter_amount" in errand.digits:
            amount_fen = int(errand.digits["enter_amount"] or 0)
        if amount_fen is not None:
            said["amount_fen"] = amount_fen
        earlier = self._of_purchase.get(errand.purchase, "")
        if earlier and errand.menu in MEANT:
            said["purchase"] = earlier
        if errand.meant_fen is not None and errand.meant_fen != amount_fen:
            said["meant_fen"] = errand.meant_fen
        return said

    def _holder(self, errand: Errand) -> str:
        accounts = self._given.cardholders
        is_only = len(accounts) == 1 and accounts[0].card.name == errand.holder
        return "" if is_only else errand.holder

    def _original(self, errand: Errand) -> dict[str, Any]:
        """Which transaction an errand takes back, completes or looks for."""
        digits = errand.digits
        said = {
            "stan": digits.get("enter_original", ""),
            "reference": digits.get("enter_reference", ""),
            "date": digits.get("enter_date", ""),
            "authorisation": digits.get("enter_authorisation", ""),
        }
        keyed = {
            "stan": said["stan"].zfill(_STAN_DIGITS) if said["stan"] else "",
            "reference": said["reference"],
            "authorisation": said["authorisation"],
        }
        wanted = {key: value for key, value in keyed.items() if value}
        for name, earlier in reversed(self._named) if wanted else ():
            content = {**earlier.seen, **earlier.slip.get("content", {})}
            for key, value in wanted.items():
                if value == str(content.get(key, "")):
                    return {**said, key: "", "of": name}
        return said

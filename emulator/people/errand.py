"""
An errand at the terminal: what the cashier wants from it, and what it has come to so far.

An errand begins with a menu key and ends when the terminal is idle again. What each screen is
answered with stands in `ANSWERS`, which know no time and no trouble.
"""

from collections.abc import Callable
from typing import Any

import msgspec

from emulator.domain.card import Card, Secret
from emulator.domain.console import OPERATOR_PASSWORD, SUPERVISOR_PASSWORD, Input
from emulator.domain.plan import Step

CONFIRM = Input(kind="confirm")
CANCEL = Input(kind="cancel")
_WRONG_PASSWORD = "999999"

MEANT = ("sale", "preauth", "completion", "cash")
"""Errands that a customer means to pay with."""
TAKES_MONEY = ("sale", "completion")
"""Errands after which the customer's money is on its way to the shop."""

PRINTS_LIST = ("detail", "totals")
"""Errands that are done when the list of the open batch is on paper."""
LOCKS = "lock"
"""The errand that ends at the terminal locked, and not at the terminal idle."""

UNSETTLED = ("timed_out", "bad_answer", "booting")
"""Outcomes after which nobody at the till knows whether the card was debited."""


class Errand(msgspec.Struct, eq=False):
    """
    One errand, from the menu key until the terminal is idle again.

    The first half is what is wanted; the second is what the cashier saw.
    """

    menu: str
    """The transaction in `transaction.KINDS`, or reprint, cash, detail, totals or lock."""
    key: str = ""
    """What the menu key says; empty when it says the same as `menu`."""
    step: Step | None = None
    """What still has to be looked up when the errand begins; None afterwards."""
    step_name: str = ""
    purchase: str = ""
    amount_fen: int | None = None
    meant_fen: int | None = None
    """What the customer means to pay; None for errands that ask for no money."""
    wanted: str = ""
    """What should have been done, as `menu`; empty where nobody looked it up."""
    holder: str = ""
    card: Card | None = None
    entry: str = ""
    pin: Secret | None = None
    stan: str = ""
    """Of the original, for errands that name one; so are the three below."""
    reference: str = ""
    date: str = ""
    authorisation: str = ""
    operator: str = "01"
    password_is_right: bool = True
    insists: bool = False
    """True: confirms that the same card is to pay the same amount again."""
    on_done: Callable[[str], None] | None = None
    """Is told `done` or `stuck`, once."""
    then: "Callable[[Errand], None] | None" = None
    """Goes on with the errand that this one serves; replaces `on_done`."""
    follow: "Errand | None" = None
    """Comes right after this one and tells `on_done` in its place."""
    since_us: int | None = None
    """When it was rung up and the customer began to wait; None before."""
    counts: dict[str, int] = {}
    """How often something was tried, over all starts of the same errand."""

    has_begun: bool = False
    is_away: bool = False
    """True while the cashier repairs or waits elsewhere; the errand is not over at idle."""
    is_sent: bool = False
    """True once the terminal said that it asked the host."""
    is_reversed: bool = False
    """True once the terminal said that the host confirmed the reversal."""
    outcome: str = ""
    """Id of the last screen that told how it went, or `booting` if the power went first."""
    values: dict[str, Any] = {}
    """What that screen showed."""
    approved: dict[str, Any] = {}
    """What the screen `approved` showed; empty until then."""
    slip: dict[str, Any] = {}
    """What the camera saw of the last whole slip; empty if none came."""
    wait_until_us: int = 0
    """Until when the cashier waits for the screen `reversed`."""

    def count(self, what: str) -> int:
        """Count one more `what`; gives the number including this one."""
        number = self.counts[what] = self.counts.get(what, 0) + 1
        return number

    @property
    def seen_stan(self) -> str:
        """The STAN that the terminal showed for this errand; empty if it showed none."""
        return str(self.approved.get("stan") or self.values.get("stan") or "")

    @property
    def seen_batch(self) -> str:
        """The batch that goes with `seen_stan`."""
        return str(self.approved.get("batch") or self.values.get("batch") or "")

    def read(self, what: str) -> str:
        """A number that the cashier reads from the slip or remembers from the screen."""
        content = self.slip.get("content", {})
        return str(content.get(what) or self.approved.get(what) or "")

    def anew(self) -> "Errand":
        """The same errand from the start, for the same purchase."""
        return msgspec.structs.replace(
            self,
            has_begun=False,
            is_away=False,
            is_sent=False,
            is_reversed=False,
            outcome="",
            values={},
            approved={},
            slip={},
            wait_until_us=0,
        )


def paid(errand: Errand) -> dict[str, Any]:
    """What was paid, as the details of an event tell it."""
    return {"purchase": errand.purchase, "amount_fen": errand.amount_fen}


def password_for(right: str, is_right: bool) -> str:
    """The right password, or one that nobody has."""
    return right if is_right else _WRONG_PASSWORD


def supervisor_digits(*, is_right: bool) -> Input:
    """What the supervisor keys."""
    return Input(kind="digits", text=password_for(SUPERVISOR_PASSWORD, is_right))


def _digits(text: str) -> Input | None:
    return Input(kind="digits", text=text) if text else None


def _amount(errand: Errand) -> Input | None:
    if errand.amount_fen is None:
        return None
    return Input(kind="digits", text=str(errand.amount_fen))


def _card(errand: Errand) -> Input | None:
    if errand.card is None:
        return None
    return Input(kind="card", card=errand.card, entry=errand.entry, purchase=errand.purchase)


ANSWERS: dict[str, Callable[[Errand], Input | None]] = {
    "enter_operator": lambda e: _digits(e.operator),
    "enter_password": lambda e: _digits(password_for(OPERATOR_PASSWORD, e.password_is_right)),
    "enter_amount": _amount,
    "present_card": _card,
    "enter_pin": lambda e: Input(kind="pin", pin=e.pin),
    "enter_original": lambda e: _digits(e.stan),
    "enter_reference": lambda e: _digits(e.reference),
    "enter_date": lambda e: _digits(e.date),
    "enter_authorisation": lambda e: _digits(e.authorisation),
    "locked": lambda _: _digits(OPERATOR_PASSWORD),
    "confirm_original": lambda _: CONFIRM,
    "confirm_duplicate": lambda e: CONFIRM if e.insists else None,
}
"""
Screens on which the terminal waits for something that an errand may know, to what the errand
answers; None if it has no answer. The pause before the next copy goes by without a key.
"""

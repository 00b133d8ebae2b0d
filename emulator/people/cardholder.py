"""
The customers with their cards and phones.

Left out: what a customer buys. A customer means to pay an amount, hands over a card, keys a PIN,
gets messages from the bank, and may complain or go away.
"""

from collections import deque
from collections.abc import Callable
from typing import Any

from emulator.domain.card import Card, Secret
from emulator.domain.moments import MINUTE
from emulator.domain.plan import Account, Step
from emulator.kernel.world import World

NAME = "cardholder"
FIRST = "customer"
"""What scenarios call the first cardholder, whatever the card's name is."""
STOLEN = ("stolen", "lost")
_NOBODY_KNOWS = Secret("none of the shop's PINs")
_MESSAGES_KEPT = 16
_PURCHASES_KEPT = 16


class Cardholder:
    """Everybody who comes to the till to pay; the first account is `customer`."""

    def __init__(
        self, world: World, accounts: tuple[Account, ...], *, patience_us: int = 30 * MINUTE
    ) -> None:
        """
        Args:
            world: Where they come.
            accounts: Whose cards there are.
            patience_us: How long a customer stays while nothing has been paid.
        """
        self._world = world
        self._accounts = {account.card.name: account for account in accounts}
        self._first = accounts[0].card.name if accounts else ""
        self._patience_us = patience_us
        self._next_holder = ""
        self._has_left = False
        self._refuses = False
        self._messages: dict[str, deque[tuple[int, dict[str, Any]]]] = {}
        self._meant: dict[str, tuple[int, str]] = {}
        """The last purchases: when each was meant, and with whose card."""
        self._is_thief = False
        self.answers_bank: Callable[[str], int | None] | None = None
        """Gives the balance that a holder's bank tells; None until the test bed wires it."""

    # At the till ------------------------------------------------------------------------------

    def come(self, holder: str) -> str:
        """Somebody comes to the till; gives the name of the card that will be used."""
        self._has_left = False
        if self._next_holder and holder in ("", FIRST):
            holder, self._next_holder = self._next_holder, ""
            return holder
        return self._first if holder in ("", FIRST) else holder

    def mean(self, purchase: str, amount_fen: int, holder: str) -> None:
        """Note what somebody means to pay; no check knows it better."""
        detail = {"purchase": purchase, "amount_fen": amount_fen, "holder": holder}
        if self._is_thief:
            # Whoever holds the card buys; whose it is means nothing of it.
            detail["stolen"] = True
            self._is_thief = False
        self._world.record(NAME, "meant", detail)
        self._meant[purchase] = (self._world.now_us, holder)
        if len(self._meant) > _PURCHASES_KEPT:
            del self._meant[next(iter(self._meant))]

    def card(self, holder: str) -> Card | None:
        """The card of a holder; None if there is no such holder."""
        account = self._accounts.get(holder)
        return None if account is None else account.card

    def pin(self, holder: str, word: str) -> Secret | None:
        """What a holder keys: `ok` the card's PIN, `wrong` another one, `none` just confirm."""
        card = self.card(holder)
        if word == "none" or card is None or card.pin is None:
            return None
        return card.pin if word == "ok" else _NOBODY_KNOWS

    def other_card(self, holder: str) -> str:
        """Another card of the same person, `<name>-2` or `<name>/...`; empty if there is none."""
        for name in self._accounts:
            if name != holder and name.startswith((f"{holder}-", f"{holder}/")):
                return name
        return ""

    def hands_over_card(self) -> bool:
        """False if the customer refuses to pay or is gone; a refusal counts once."""
        if self._refuses:
            self._refuses = False
            return False
        return not self._has_left

    def forget_troubles(self) -> None:
        """Let the next customer be one who pays with the first card."""
        self._next_holder = ""
        self._refuses = self._is_thief = False

    def stays(self, since_us: int) -> bool:
        """Tell whether the customer is still there to pay again; notes it when patience ends."""
        if self._has_left:
            return False
        if self._world.now_us - since_us > self._patience_us:
            self._walk_away()
            return False
        return True

    def _walk_away(self) -> None:
        self._has_left = True
        self._world.note(NAME, "walked_away")

    # The phone --------------------------------------------------------------------------------

    def phone(self, message: dict[str, Any]) -> None:
        """Take in what the bank sends: the details of `issuer.notified`."""
        holder = message["holder"]
        kept = self._messages.get(holder)
        if kept is None:
            kept = self._messages[holder] = deque(maxlen=_MESSAGES_KEPT)
        kept.append((self._world.now_us, message))

    def messages(self, holder: str = FIRST) -> tuple[dict[str, Any], ...]:
        """The last messages that a holder got, oldest first."""
        return tuple(message for _, message in self._got(holder))

    def debits(self, holder: str, *, amount_fen: int, since_us: int) -> tuple[int, ...]:
        """
        When the bank told of debits of an amount, oldest first.

        Args:
            holder: Whose phone it is.
            amount_fen: What was taken.
            since_us: Older messages are about something else.
        """
        return tuple(
            at_us
            for at_us, message in self._got(holder)
            if at_us >= since_us and message.get("amount_fen") == -amount_fen
        )

    def _got(self, holder: str) -> tuple[tuple[int, dict[str, Any]], ...]:
        return tuple(self._messages.get(self._first if holder == FIRST else holder, ()))

    def _times_taken(self, purchase: str) -> int | None:
        """How often the bank took what it took first for a purchase, less what it gave back."""
        if purchase not in self._meant:
            return None
        since_us, holder = self._meant[purchase]
        moved = [m.get("amount_fen", 0) for at_us, m in self._got(holder) if at_us >= since_us]
        taken_fen = next((fen for fen in moved if fen < 0), 0)
        return max(moved.count(taken_fen) - moved.count(-taken_fen), 0) if taken_fen else 0

    # Steps ------------------------------------------------------------------------------------

    def do(self, step: Step, on_done: Callable[[str], None]) -> None:
        """Do what a step says; all but waiting is done at once."""
        if step.action == "wait":
            self._world.after(step.options["for_us"], lambda: on_done("done"))
            return
        _STEPS[step.action](self, step)
        on_done("done")

    def _leaves(self, _: Step) -> None:
        self._walk_away()

    def _complains(self, step: Step) -> None:
        self._world.record(NAME, "complained", _about(step))

    def note_dispute(self, about: str, claim: str, *, is_taken: bool) -> None:
        """Note what the bank was told, and whether it took the case on."""
        detail = {"claim": claim, "effect": is_taken}
        self._world.record(NAME, "disputed", {"about": about, **detail} if about else detail)

    def _refuses_to_pay(self, _: Step) -> None:
        self._refuses = True
        self._world.note(NAME, "refused")

    def _uses_card(self, step: Step) -> None:
        wanted = step.options["card"]
        if wanted == "stolen":
            wanted = next((n for n, a in self._accounts.items() if a.state in STOLEN), self._first)
        self._next_holder = self._first if wanted == FIRST else wanted
        account = self._accounts.get(self._next_holder)
        if step.options["card"] == "stolen" or (account is not None and account.state in STOLEN):
            self._is_thief = True
            self._world.note(NAME, "used_stolen_card", holder=self._next_holder)

    def _asks_bank(self, step: Step) -> None:
        """Ask what the account shows; the newest message counts if nobody answers the phone."""
        detail: dict[str, Any] = _about(step)
        _, holder = self._meant.get(step.options.get("about", ""), (0, self._first))
        balance_fen = self.answers_bank(holder) if self.answers_bank is not None else None
        heard = self.messages(holder)
        if balance_fen is None and heard:
            balance_fen = heard[-1].get("balance_fen")
        detail["answered"] = balance_fen is not None
        if balance_fen is not None:
            detail["balance_fen"] = balance_fen
            times = self._times_taken(step.options.get("about", ""))
            if times is not None:
                detail["times"] = times
        self._world.record(NAME, "asked_bank", detail)


def _about(step: Step) -> dict[str, Any]:
    about = step.options.get("about")
    return {"about": about} if about else {}


_STEPS: dict[str, Callable[[Cardholder, Step], None]] = {
    "walk_away": Cardholder._leaves,
    "complain": Cardholder._complains,
    "refuse": Cardholder._refuses_to_pay,
    "use_card": Cardholder._uses_card,
    "ask_bank": Cardholder._asks_bank,
}

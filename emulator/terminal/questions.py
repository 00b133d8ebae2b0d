"""What the menu's functions ask the person: amount, card, PIN, numbers."""

from typing import Any

from emulator.domain.card import Card, Secret
from emulator.domain.console import Input
from emulator.domain.money import LARGEST_FEN
from emulator.kernel.world import Steps
from emulator.terminal.dialogue import Dialogue


class Questions:
    """Questions of a transaction; an answer of None was told to the person already."""

    def __init__(self, dialogue: Dialogue) -> None:
        self._dialogue = dialogue

    def amount(self, kind: str, limit_fen: int) -> Steps[int | None]:
        """Ask for an amount above zero and within the limit; 0 is what DE4 can hold."""
        keyed = yield from self._dialogue.ask("enter_amount", {"transaction": kind}, "digits")
        if keyed is None:
            yield from self.cancelled(kind)
            return None
        amount_fen = int(keyed.text) if keyed.text.isdecimal() else 0
        if amount_fen == 0:
            yield from self.refuse(kind, "no_amount")
            return None
        if amount_fen > (limit_fen or LARGEST_FEN):
            yield from self.refuse(kind, "over_limit")
            return None
        return amount_fen

    def card(self, kind: str, amount_fen: int | None) -> Steps[Input | None]:
        """Ask for a card; None, and told, if the person cancelled."""
        values: dict[str, Any] = {"transaction": kind}
        if amount_fen is not None:
            values["amount_fen"] = amount_fen
        presented = yield from self._dialogue.ask("present_card", values, "card")
        if presented is None or presented.card is None:
            yield from self.cancelled(kind)
            return None
        return presented

    def pin(self, card: Card, amount_fen: int | None) -> Steps[Secret | bool | None]:
        """The PIN, None for a card without or a bare confirm; False if the person cancelled."""
        if card.pin is None:
            return None
        values = {} if amount_fen is None else {"amount_fen": amount_fen}
        keyed = yield from self._dialogue.ask("enter_pin", values, "pin")
        return False if keyed is None else keyed.pin

    def digits(self, screen: str, kind: str) -> Steps[str | None]:
        """Ask for a number; a bare confirm is an empty one, None is cancelled, and told."""
        keyed = yield from self._dialogue.ask(screen, {"transaction": kind}, "digits")
        if keyed is None:
            yield from self.cancelled(kind)
            return None
        return keyed.text

    def cancelled(self, kind: str) -> Steps[None]:
        """Say that nothing was done."""
        yield from self._dialogue.notice("cancelled", {"transaction": kind})

    def refuse(self, kind: str, why: str) -> Steps[None]:
        """Say why it cannot be done."""
        yield from self._dialogue.notice("not_possible", {"transaction": kind, "why": why})

"""What the menu's functions ask the person: amount, card, PIN, numbers."""

from typing import Any

from emulator.domain.card import Card, Secret
from emulator.domain.console import Input
from emulator.domain.money import LARGEST_FEN
from emulator.domain.settings import READ_BY
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
        """Ask for a card; None, and told, if there is none or it cannot be read in any way."""
        values: dict[str, Any] = {"transaction": kind}
        if amount_fen is not None:
            values["amount_fen"] = amount_fen
        presented = yield from self._dialogue.ask("present_card", values, "card")
        if presented is not None and presented.card is not None:
            return presented
        if presented is not None and presented.kind == "card":
            return (yield from self._fall_back(presented.entry, values))
        yield from self.cancelled(kind)
        return None

    def _fall_back(self, entry: str, values: dict[str, Any]) -> Steps[Input | None]:
        """Ask for a card that could not be read in each other way in turn, then give up."""
        kind = values["transaction"]
        left = [way for way in READ_BY if way != entry]
        while left:
            way = left.pop(0)
            yield from self.not_read(kind, entry, way)
            presented = yield from self._dialogue.ask(
                "present_card", {**values, "entry": way}, "card"
            )
            if presented is not None and presented.card is not None:
                return presented
            if presented is None or presented.kind != "card":
                yield from self.cancelled(kind)
                return None
            entry = presented.entry
            left = [one for one in left if one != entry]
        yield from self.not_read(kind, entry)
        return None

    def not_read(self, kind: str, entry: str, way: str = "") -> Steps[None]:
        """Say that a card could not be read, and in which way it is asked for next."""
        values = {"transaction": kind, "entry": entry}
        yield from self._dialogue.notice("card_unread", {**values, "next": way} if way else values)

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

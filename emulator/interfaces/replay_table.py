"""The events of a replay as a table that grows while the run goes on."""

from emulator.domain.money import yuan
from emulator.domain.plan import Scenario
from emulator.domain.trace import decode_event
from emulator.interfaces.voice import Voice
from emulator.reports.layout import cut, pad, pad_left
from emulator.reports.timeline import Account
from emulator.reports.words import clock, what, who

_TIME_CELLS = 16
_WHO_CELLS = 24
_WHAT_CELLS = 56
_MONEY_CELLS = 12


class Printout:
    """Writes events up to a moment: time, who, what, and the first cardholder's money."""

    def __init__(self, scenario: Scenario, until_us: int, voice: Voice) -> None:
        """
        Args:
            scenario: Names the cardholder and what the account holds at the start.
            until_us: The last moment that is shown, included.
            voice: Where rows go.
        """
        account = next(iter(scenario.given.cardholders), None)
        self._holder = account.card.name if account else "customer"
        self._account = Account(self._holder, account.balance_fen if account else None)
        self._until_us = until_us
        self._voice = voice
        self._hidden = 0
        head = " " * (_TIME_CELLS + 2) + " " * (_WHO_CELLS + 2 + _WHAT_CELLS + 2)
        voice.put(head + pad_left(self._holder, _MONEY_CELLS), "dim")

    def show(self, line: bytes) -> None:
        """Take one event line; a row is written unless it is later than the moment."""
        event = decode_event(line)
        if event.at_us > self._until_us:
            self._hidden += 1
            return
        change_fen = self._account.take(event)
        money = ""
        if self._account.balance_fen is not None:
            money = pad_left(yuan(self._account.balance_fen), _MONEY_CELLS)
        if change_fen:
            money += pad_left(f"{'+' if change_fen > 0 else ''}{yuan(change_fen)}", _MONEY_CELLS)
        lang = self._voice.lang
        words = pad(cut(who(event, lang), _WHO_CELLS), _WHO_CELLS)
        told = pad(cut(what(event, lang), _WHAT_CELLS), _WHAT_CELLS)
        self._voice.put(
            f"{pad_left(clock(event.at_us), _TIME_CELLS)}  {words}  {told}  {money}".rstrip()
        )

    def close(self) -> None:
        """Say how many events came later than the moment."""
        if self._hidden:
            self._voice.tell("cli.replay.hidden", count=self._hidden)

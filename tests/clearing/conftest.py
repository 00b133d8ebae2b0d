"""Everything behind the shop's line, with sales made by hand."""

from datetime import date, datetime, time
from typing import Any

import pytest

from emulator.acquirer.host import Acquirer
from emulator.clearing.bank import MerchantBank
from emulator.clearing.calendar import BankCalendar
from emulator.clearing.house import ClearingHouse
from emulator.clearing.issuer import Issuers
from emulator.domain.card import Card, Pan, Secret
from emulator.domain.message import Message
from emulator.domain.moments import MINUTE, MS
from emulator.domain.plan import Account
from emulator.domain.settings import (
    AcquirerSettings,
    ClearingSettings,
    IssuerSettings,
    TerminalSettings,
)
from emulator.domain.transaction import KINDS
from emulator.kernel.world import World
from emulator.ledger.book import Book
from emulator.link.line import Line

CALENDAR = BankCalendar()


class Town:
    """Acquirer, issuers, clearing house and the merchant's bank."""

    terminal = "12345678"
    merchant = "898520154110004"
    payable = f"acquirer:payable:{merchant}"
    account = f"merchant:{merchant}:account"
    transit = f"clearing:transit:{merchant}"

    def __init__(
        self,
        start: datetime = datetime(2026, 3, 2, 10, 0),
        *,
        house: type[ClearingHouse] = ClearingHouse,
        pin: str | None = None,
        state: str = "normal",
        limit_fen: int = 0,
        balance_fen: int = 1_000_000,
        expiry: str = "3012",
        issuer: IssuerSettings | None = None,
        acquirer: AcquirerSettings | None = None,
        keep: bool = True,
        **clearing: Any,
    ) -> None:
        self.world = World(seed=0, start=start, keep=keep)
        self.book = Book()
        self.uplink = Line(self.world, "uplink", latency_us=10 * MS)
        self.issuer_line = Line(self.world, "issuer_line", latency_us=10 * MS)
        self.pan = Pan("6222020000000000")
        card = Card(name="customer", pan=self.pan, pin=Secret(pin) if pin else None, expiry=expiry)
        account = Account(card=card, balance_fen=balance_fen, state=state, limit_fen=limit_fen)
        self.issuers = Issuers(self.world, self.issuer_line.high, self.book, (account,), issuer)
        self.acquirer = Acquirer(
            self.world,
            self.uplink.high,
            self.issuer_line.low,
            self.book,
            acquirer,
            (TerminalSettings(terminal_id=self.terminal, merchant_id=self.merchant),),
        )
        settings = ClearingSettings(**clearing)
        self.bank = MerchantBank(self.world, self.book, settings)
        self.house = house(
            self.world, self.book, self.acquirer, self.issuers, self.bank, settings, CALENDAR
        )
        self.answers: list[Message] = []
        self.uplink.low.react = self.answers.append
        self.stan = 0
        answer = self.ask("sign_in")
        assert answer is not None
        self.key, self.batch = answer.keys, answer.batch

    def message(self, kind: str, amount_fen: int | None = None, **more: Any) -> Message:
        """Make the next request of a signed-in terminal."""
        self.stan += 1
        fields: dict[str, Any] = {
            "mti": KINDS[kind].mti,
            "kind": kind,
            "terminal": self.terminal,
            "merchant": self.merchant,
            "batch": getattr(self, "batch", "000001"),
            "stan": f"{self.stan:06d}",
            "amount_fen": amount_fen,
            "pan": self.pan if amount_fen is not None or kind == "balance" else None,
        }
        if fields["pan"] is not None:
            fields["mac_key"] = self.key
        return Message(**(fields | more))

    def send(self, message: Message, wait_us: int = MINUTE) -> Message | None:
        """Send, wait, and give the last answer; None if there was none."""
        before = len(self.answers)
        self.uplink.low.send(message)
        self.world.run_until(self.world.now_us + wait_us)
        return self.answers[-1] if len(self.answers) > before else None

    def ask(self, kind: str, amount_fen: int | None = None, **more: Any) -> Message | None:
        """Make the next request, send it and give the answer."""
        return self.send(self.message(kind, amount_fen, **more))

    def code(self, kind: str, amount_fen: int | None = None, **more: Any) -> str | None:
        """Make the next request, send it and give the answer's code."""
        answer = self.ask(kind, amount_fen, **more)
        return None if answer is None else answer.code

    def until(self, moment: datetime) -> None:
        """Let time pass until the shop's clock shows a moment."""
        self.world.run_until(self.world.clock.us_of(moment))

    def named(self, name: str) -> list[dict[str, Any]]:
        """The details of all events of this name so far."""
        self.world.finish()
        return [event.detail for event in self.world.trace.named(name)]

    def credited(self) -> list[tuple[str, int]]:
        """Date and amount of every credit to the merchant so far."""
        return [
            (detail["date"], detail["amount_fen"])
            for detail in self.named("clearing.merchant_credited")
        ]

    def balance_fen(self, account: str) -> int:
        """What stands on an account."""
        return self.book.balance_fen(account)

    @staticmethod
    def at(day: date, of_day: str) -> datetime:
        """A date and a time of day."""
        return datetime.combine(day, time.fromisoformat(of_day))


@pytest.fixture
def new_town() -> type[Town]:
    """Make towns of your own."""
    return Town


@pytest.fixture
def town() -> Town:
    """Monday, 2 March 2026, 10:00; 10,000.00 on the customer's card."""
    return Town()

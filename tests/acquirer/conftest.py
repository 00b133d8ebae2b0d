"""A shop's end without a terminal: tests send messages and read the answers."""

from datetime import datetime
from typing import Any

import pytest

from emulator.acquirer.host import Acquirer
from emulator.clearing.issuer import Issuers
from emulator.domain.card import Card, Pan
from emulator.domain.message import Message
from emulator.domain.moments import MINUTE, MS
from emulator.domain.plan import Account
from emulator.domain.settings import AcquirerSettings, IssuerSettings, TerminalSettings
from emulator.domain.transaction import KINDS
from emulator.kernel.world import World
from emulator.ledger.book import Book
from emulator.link.line import Line

TERMINAL = "12345678"
MERCHANT = "898520154110004"
PAYABLE = f"acquirer:payable:{MERCHANT}"
HOLDER = "cardholder:customer"
PAN = Pan("6222020000000000")


class Shop:
    """An acquirer, its issuers, the lines between, and a hand on the shop's end."""

    def __init__(
        self,
        *,
        host: type[Acquirer] = Acquirer,
        banks: type[Issuers] = Issuers,
        balance_fen: int = 100_000,
        start: datetime = datetime(2026, 3, 2, 10, 0),
        issuer: IssuerSettings | None = None,
        **settings: Any,
    ) -> None:
        self.world = World(seed=0, start=start)
        self.book = Book()
        self.uplink = Line(self.world, "uplink", latency_us=10 * MS)
        self.issuer_line = Line(self.world, "issuer_line", latency_us=10 * MS)
        account = Account(card=Card(name="customer", pan=PAN), balance_fen=balance_fen)
        self.issuers = banks(self.world, self.issuer_line.high, self.book, (account,), issuer)
        self.host = host(
            self.world,
            self.uplink.high,
            self.issuer_line.low,
            self.book,
            AcquirerSettings(**settings),
            (TerminalSettings(terminal_id=TERMINAL, merchant_id=MERCHANT),),
        )
        self.answers: list[Message] = []
        self.uplink.low.react = self.answers.append
        self.key: str | None = None
        self.batch = "000001"

    def message(self, kind: str, stan: str, amount_fen: int | None = None, **more: Any) -> Message:
        """Make a request as a signed-in terminal would."""
        fields: dict[str, Any] = {
            "mti": KINDS[kind].mti,
            "kind": kind,
            "terminal": TERMINAL,
            "merchant": MERCHANT,
            "batch": self.batch,
            "stan": stan,
            "amount_fen": amount_fen,
            "pan": PAN if amount_fen is not None or kind == "balance" else None,
            "mac_key": self.key if amount_fen is not None or kind == "balance" else None,
        }
        return Message(**(fields | more))

    def run(self, us: int = MINUTE) -> None:
        """Let time pass."""
        self.world.run_until(self.world.now_us + us)

    def ask(self, message: Message, us: int = MINUTE) -> Message | None:
        """Send, let time pass and give the last answer; None if there was none."""
        before = len(self.answers)
        self.uplink.low.send(message)
        self.run(us)
        return self.answers[-1] if len(self.answers) > before else None

    def sign_in(self) -> Message:
        """Sign in and take over key and batch."""
        answer = self.ask(self.message("sign_in", "000000", network_code="003"))
        assert answer is not None
        self.key, self.batch = answer.keys, answer.batch
        return answer

    def sale(self, stan: str = "000001", amount_fen: int = 12_850, **more: Any) -> Message | None:
        """Ask for a sale."""
        return self.ask(self.message("sale", stan, amount_fen, **more))

    def reversal_of(self, request: Message, reason: str = "98") -> Message:
        """Make the reversal of a request."""
        return request.changed(mti="0400", code=reason, pin=None, mac_key=self.key)

    def code(self, message: Message) -> str | None:
        """Ask and give the code; None for silence."""
        answer = self.ask(message)
        return None if answer is None else answer.code

    def named(self, name: str) -> list[dict[str, Any]]:
        """The details of all events of this name so far."""
        self.world.finish()
        return [event.detail for event in self.world.trace.named(name)]

    @property
    def sums_fen(self) -> tuple[int, int]:
        """What the cardholder has, and what the acquirer owes the merchant."""
        return self.book.balance_fen(HOLDER), self.book.balance_fen(PAYABLE)


@pytest.fixture
def new_shop() -> type[Shop]:
    """Make shops of your own; nobody has signed in yet."""
    return Shop


@pytest.fixture
def shop() -> Shop:
    """A signed-in shop with 1,000.00 on the customer's card."""
    one = Shop()
    one.sign_in()
    return one

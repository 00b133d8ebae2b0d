"""
What a screen can show of a session, as plain values that also travel as JSON.

Nothing in it is secret: no PIN, no password, and card numbers only as they stand on a slip. Money
is whole fen, time whole microseconds of the run.
"""

from datetime import datetime
from typing import Any

import msgspec

from emulator.domain.texts import say
from emulator.reports.layout import one_line
from emulator.reports.lcd import DARK, Lcd
from emulator.reports.seen_words import seen_words
from emulator.reports.words import action_words, trade_word

_TRADE_WORDS = frozenset(("why", "answer", "screen", "transaction", "alarm"))
"""Values that are words of the trade, and are said in the reader's language."""


class Said(msgspec.Struct, frozen=True):
    """A sentence before anybody has chosen its language."""

    id: str
    """In the messages file."""
    values: dict[str, Any] = {}

    def text(self, lang: str) -> str:
        """The sentence in zh or en, with machine words in its values said as people do."""
        values = {key: _spoken(key, value, lang) for key, value in self.values.items()}
        return say(self.id, lang, **values)


def _spoken(key: str, value: Any, lang: str) -> Any:
    if key == "seen":
        return say("seen.and", lang).join(seen_words(n, v, lang) for n, v in value.items())
    if not isinstance(value, str):
        return value
    if key == "action":
        who, _, action = value.rpartition(".")
        return action_words(who or "cashier", action, lang)
    return trade_word(value, lang, key) if key in _TRADE_WORDS else one_line(value)


class Heard(Said, frozen=True, kw_only=True):
    """Something that the person at the till heard or saw beside the terminal."""

    at_us: int


class Task(Said, frozen=True, kw_only=True):
    """Something that a customer or the boss wants of the person."""

    since_us: int


class CardCarried(msgspec.Struct, frozen=True):
    """A card that a customer has with them."""

    holder: str
    masked: str
    has_chip: bool
    is_contactless: bool


class Customer(msgspec.Struct, frozen=True):
    """Who stands at the counter."""

    purchase: str
    amount_fen: int
    """What they mean to pay."""
    holder: str
    cards: tuple[CardCarried, ...] = ()
    """The one they would use first."""


class Counter(msgspec.Struct, frozen=True):
    """What is before the person's eyes and ears beside the terminal."""

    customer: Customer | None = None
    tasks: tuple[Task, ...] = ()
    """The oldest first."""
    heard: tuple[Heard, ...] = ()
    """The oldest first."""


class Paper(msgspec.Struct, frozen=True):
    """What came out of the printer's slot."""

    lines: tuple[str, ...] = ()
    """The last of them."""
    count: int = 0
    """How many ever came out."""
    slips: int = 0
    """Pieces of paper that are complete, torn ones too."""


class Totals(msgspec.Struct, frozen=True):
    """What one side knows of a batch."""

    batch: str = ""
    debit_fen: int = 0
    debit_count: int = 0
    credit_fen: int = 0
    credit_count: int = 0


class FaultSeen(msgspec.Struct, frozen=True):
    """A fault of this run."""

    id: str
    name: str
    """Of the lever or the fate."""
    state: str
    """armed, fired, healed, no_effect, or disarmed before it struck."""
    times: int = 0
    """How often it has struck."""


class MessageSeen(msgspec.Struct, frozen=True):
    """A message on the line between terminal and acquirer."""

    at_us: int
    way: str
    """up towards the banks, or down."""
    fate: str
    """sent, delivered, lost or not_sent."""
    mti: str = ""
    transaction: str = ""
    stan: str = ""
    code: str = ""
    amount_fen: int | None = None


class HolderBooks(msgspec.Struct, frozen=True):
    """A cardholder's account."""

    holder: str
    balance_fen: int
    held_fen: int


class BooksSeen(msgspec.Struct, frozen=True):
    """Where the money is."""

    holders: tuple[HolderBooks, ...] = ()
    merchant_account_fen: int = 0
    merchant_pending_fen: int = 0
    """Owed to the merchant by the acquirer, or under way."""
    acquirer_suspense_fen: int = 0
    acquirer_fees_fen: int = 0
    issuer_suspense_fen: int = 0


class Truth(msgspec.Struct, frozen=True):
    """How things really are, which nobody at the till can know."""

    is_terminal_on: bool = False
    has_carrier: bool = True
    """The line to the acquirer is there, as the lamp at the router shows it."""
    host_closed: tuple[str, ...] = ()
    """Why the acquirer does not answer; empty while it does. So the two below."""
    issuer_closed: tuple[str, ...] = ()
    bank_closed: tuple[str, ...] = ()
    printer_trouble: tuple[str, ...] = ()
    """What is wrong at the printer, by the kinds of its events; the oldest first."""
    paper_mm: int | None = None
    """Left on the roll; None if nobody can look."""
    spare_rolls: int | None = None
    levers: tuple[str, ...] = ()
    """Those that are pulled, in the order in which they were."""
    faults: tuple[FaultSeen, ...] = ()
    books: BooksSeen = BooksSeen()
    shop_batch: Totals = Totals()
    """The open batch as the terminal has it on record."""
    host_batch: Totals = Totals()
    """The same batch as the acquirer has booked it."""
    pending_reversals: int = 0
    """Requests on record whose outcome is not; one that is under way just now is among them."""
    unprinted: bool = False
    """The idle terminal shows that the last slip is missing."""
    differences: int = 0
    tickets: int = 0
    last_up: MessageSeen | None = None
    last_down: MessageSeen | None = None
    next_us: int | None = None
    """When the next thing is due in the run; None if nothing is, or nobody can look."""

    @property
    def is_host_open(self) -> bool:
        """True while the acquirer answers."""
        return not self.host_closed

    @property
    def is_issuer_open(self) -> bool:
        """True while the cardholders' banks answer."""
        return not self.issuer_closed

    @property
    def is_bank_open(self) -> bool:
        """True while the merchant's bank clears and pays."""
        return not self.bank_closed


class DrillState(msgspec.Struct, frozen=True):
    """How far a drill is."""

    is_exam: bool = False
    done: int = 0
    """Tasks that were told and are over."""
    total: int = 0
    """Tasks that were told."""
    hint: str = ""
    """Action that the scenario wants next and nobody has asked for; empty in an exam."""
    elapsed_us: int = 0


class ViewState(msgspec.Struct, frozen=True):
    """One session at one moment."""

    moment: datetime
    """In the shop, China Standard Time without zone."""
    at_us: int
    times: int = 1
    """Simulated seconds in a second."""
    is_held: bool = False
    lcd: Lcd = DARK
    is_dark: bool = True
    """The terminal has no power."""
    is_training: bool = False
    beeps: int = 0
    """How often it has beeped."""
    beep: str = ""
    """What the last beeps were for: ok or error."""
    paper: Paper = Paper()
    counter: Counter = Counter()
    truth: Truth = Truth()
    drill: DrillState = DrillState()

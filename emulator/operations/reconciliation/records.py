"""
What the three sides have on record, as plain lines.

    JournalItem     one transaction as the terminal remembers it
    AcquirerItem    one entry in the acquirer's records
    StatementLine   one line of the banks: a card that paid, or a payout to the merchant

They may come from a trace (`trace_sides`) or from files (`files`). Amounts are whole fen. Left out:
several merchants and currencies; all three sides are about one shop.
"""

from datetime import date, datetime

import msgspec

Key = tuple[str, str, str]
"""Terminal, batch and STAN."""

APPROVED, DECLINED, REVERSED, OPEN, FORGOTTEN, LOST = (
    "approved",
    "declined",
    "reversed",
    "open",
    "forgotten",
    "lost",
)
"""How a transaction stands in the journal. `open`: it was asked for, and nobody told the outcome.
`forgotten`: the terminal gave up finding out. `lost`: it was approved, and its record was wiped."""
OUTCOMES = (APPROVED, DECLINED, REVERSED, OPEN, FORGOTTEN, LOST)

BOOKED, CORRECTED, BORNE, LISTED, ADJUSTED, CHARGED_BACK, PAYOUT = (
    "booked",
    "corrected",
    "borne",
    "listed",
    "adjusted",
    "charged_back",
    "payout",
)
"""What an entry is; `reversed` as above. See the records for what each means."""
ACQUIRER_ENTRIES = (BOOKED, REVERSED, CORRECTED, BORNE, LISTED, CHARGED_BACK)
BANK_ENTRIES = (BOOKED, REVERSED, ADJUSTED, CHARGED_BACK, PAYOUT)

WAITING, DUE, SENT, HELD, DEFERRED, RETURNED, CREDITED = (
    "waiting",
    "due",
    "sent",
    "held",
    "deferred",
    "returned",
    "credited",
)
"""How a payout stands. `waiting`: the day was not even cleared."""
PAYOUT_STATES = (WAITING, DUE, SENT, HELD, DEFERRED, RETURNED, CREDITED)
FAILED_STATES = (HELD, DEFERRED, RETURNED)
"""Payouts that were tried, or should have been, and did not go through."""


class JournalItem(msgspec.Struct, frozen=True, kw_only=True):
    """One transaction in the terminal's journal."""

    terminal: str = ""
    batch: str
    stan: str
    transaction: str
    amount_fen: int
    """Without sign; the kind of transaction says which way the money goes."""
    outcome: str
    """One of OUTCOMES."""
    at: datetime | None = None
    """By the terminal's own clock, as its slip says; None if nobody knows."""
    card: str = ""
    """Masked."""
    settled: bool = False
    """The terminal has closed the batch that it is in."""

    @property
    def key(self) -> Key:
        """What the sides are matched by."""
        return (self.terminal, self.batch, self.stan)


class AcquirerItem(msgspec.Struct, frozen=True, kw_only=True):
    """
    One entry in the acquirer's records.

    entry         amount_fen
    booked        what the transaction is for, without sign
    reversed      the same, taken back
    corrected     what joined (negative: left) the merchant's takings without a transaction
    borne         what the acquirer paid (negative: kept) out of its own pocket to be done with it
    listed        what is in question: it stands on the list of differences, and is not resolved
    charged_back  what a lost dispute took from the merchant, without sign
    """

    terminal: str = ""
    batch: str
    stan: str
    """Empty where a whole batch is listed."""
    transaction: str = ""
    entry: str = BOOKED
    amount_fen: int | None = None
    """None if the entry does not tell, as for a pre-authorisation."""
    at: datetime | None = None
    business_day: date | None = None
    """With which day's takings it is cleared."""
    fee_fen: int | None = None
    """What the acquirer keeps of it; None if it is told with the payout."""
    why: str = ""
    """Of a listed one: long, short, amount, unmatched ..."""
    suspense_fen: int = 0
    """What stands in suspense for it; negative is money that the acquirer lacks."""
    original_batch: str = ""
    original_stan: str = ""
    """What a void or a refund takes back, if that is told."""

    @property
    def key(self) -> Key:
        """What the sides are matched by."""
        return (self.terminal, self.batch, self.stan)


class StatementLine(msgspec.Struct, frozen=True, kw_only=True):
    """
    One line of the banks.

    entry         amount_fen
    booked        what the cardholder paid or got back, without sign
    reversed      the same, taken back
    adjusted      what the cardholder was charged (negative: given) without a transaction
    charged_back  what the cardholder got back after a dispute, without sign
    payout        what came, or is to come, to the merchant's account
    """

    terminal: str = ""
    batch: str = ""
    stan: str = ""
    transaction: str = ""
    entry: str = BOOKED
    amount_fen: int
    at: datetime | None = None
    """Of a payout: when it was credited; None if it was not."""
    card: str = ""
    """Masked."""
    business_day: date | None = None
    """Of a payout: whose takings it is."""
    fee_fen: int | None = None
    """Of a payout: what was kept of the takings; None if that is not told."""
    state: str = CREDITED
    """Of a payout: one of PAYOUT_STATES."""
    why: str = ""
    """Of a payout: what last stood in its way."""

    @property
    def key(self) -> Key:
        """What the sides are matched by."""
        return (self.terminal, self.batch, self.stan)


class ShopTotals(msgspec.Struct, frozen=True, kw_only=True):
    """What the terminal said that its batch comes to, when it was settled."""

    terminal: str
    batch: str
    debit_fen: int
    debit_count: int
    credit_fen: int
    credit_count: int


class Obstacle(msgspec.Struct, frozen=True, kw_only=True):
    """A time in which nothing was cleared or paid."""

    since: datetime
    until: datetime | None = None
    """None: it lasts."""
    why: str


class Sides(msgspec.Struct, frozen=True, kw_only=True):
    """All three sides up to a moment."""

    journal: tuple[JournalItem, ...] = ()
    acquirer: tuple[AcquirerItem, ...] = ()
    bank: tuple[StatementLine, ...] | None = ()
    """None: nobody has a statement at hand."""
    until: datetime
    """Everything up to this moment is there, and nothing later."""
    bank_lists_items: bool = True
    """False: the statement has payouts only, as that of a merchant's account."""
    obstacles: tuple[Obstacle, ...] = ()
    shop_totals: tuple[ShopTotals, ...] = ()
    """Of the batches that were settled, if anybody knows what the terminal said."""
    journal_seen: bool = True
    """False: the terminal keeps its journal where nobody can look."""

"""
The classes of difference, and what the handbook does about each.

class         what it means                                                    who stands alone
long          the acquirer has it, the terminal does not                       acquirer, terminal
short         the terminal has it, the acquirer does not                       terminal, acquirer
unmatched     the banks alone have it, or they alone have it not               bank
duplicated    one side has it more than once                                   that side
wrong_amount  all have it, with different amounts                              whoever differs
wrong_time    the terminal's clock does not agree with the acquirer's          terminal
wrong_type    all have it, as different kinds of transaction                   whoever differs
in_suspense   the acquirer keeps it on its list until it is explained          acquirer
charged_back  a dispute was lost and the money taken back                      whoever alone did it
not_yet_due   takings that the bank calendar pays out later: as it should be   nobody
late          takings that came, or should have come, after they were due      bank
"""

from datetime import date

import msgspec

from emulator.operations.reconciliation.records import Key

LONG, SHORT, UNMATCHED, DUPLICATED = "long", "short", "unmatched", "duplicated"
WRONG_AMOUNT, WRONG_TIME, WRONG_TYPE = "wrong_amount", "wrong_time", "wrong_type"
IN_SUSPENSE, NOT_YET_DUE, LATE = "in_suspense", "not_yet_due", "late"
CHARGED_BACK = "charged_back"
CLASSES = (
    LONG,
    SHORT,
    UNMATCHED,
    DUPLICATED,
    WRONG_AMOUNT,
    WRONG_TIME,
    WRONG_TYPE,
    IN_SUSPENSE,
    CHARGED_BACK,
    LATE,
    NOT_YET_DUE,
)

TERMINAL, ACQUIRER, BANK = "terminal", "acquirer", "bank"
SIDES = (TERMINAL, ACQUIRER, BANK)

DIFFERS, QUESTION, UNDECIDED, EXPECTED = "differs", "question", "undecided", "expected"
"""How a difference stands. `question`: all sides agree, but somebody should be asked. `undecided`:
what would decide it is not on record. `expected`: it is as it should be."""

CARRIED = "carried"
"""Why a day is not paid out: more was given back than taken, and the next payout is less."""
PENDING = "pending"
"""Why the terminal has no outcome: it still has to reverse the transaction."""

WIPED = "wiped"
"""Why the terminal has it no more: its records were wiped."""
ALTERED = "altered"
"""Why the terminal's totals are not those of its journal: somebody changed it behind its back."""

_LATE_CAUSES = {
    "upgrade": "bank",
    "outage": "bank",
    "weekend": "bank",
    "transfer_overdue": "bank",
    "late": "file",
    "format": "file",
    "hold": "hold",
    "funds": "funds",
    "account": "account",
    "wrong_name": "account",
    "wrong_number": "account",
    "wrong_bank": "account",
    "incomplete": "account",
    "frozen": "account",
    "closed": "account",
}

_REMEDIES: dict[str, tuple[str, ...]] = {
    "long": ("R12", "R10", "R16"),
    "long.pending": ("R12", "R08"),
    "long.wiped": ("R21", "R23"),
    "short": ("R10", "R23"),
    "unmatched": ("R10", "R26"),
    "duplicated": ("R12", "R13"),
    "duplicated.terminal": ("R22", "R23"),
    "duplicated.acquirer": ("R10", "R16"),
    "duplicated.bank": ("R10", "R13"),
    "wrong_amount": ("R10", "R16", "R26"),
    "wrong_amount.terminal": ("R23", "R22"),
    "wrong_amount.altered": ("R23", "R18"),
    "wrong_amount.acquirer": ("R10", "R16"),
    "wrong_time": ("R04", "R09"),
    "wrong_type": ("R22", "R10"),
    "in_suspense": ("R16", "R26"),
    "charged_back": ("R23", "R24"),
    "charged_back.acquirer": ("R10", "R24"),
    "charged_back.bank": ("R10", "R26"),
    "not_yet_due": ("R08",),
    "late": ("R10", "R11"),
    "late.arrived": ("R26",),
    "late.account": ("R15", "R10"),
    "late.bank": ("R08", "R17"),
    "late.file": ("R10", "R26"),
    "late.funds": ("R17", "R11"),
    "late.hold": ("R10", "R25"),
}
"""Class, and where it matters its variant, to the numbers of the catalogue, the first thing to do
first."""


class Told(msgspec.Struct, frozen=True):
    """What one side says of one transaction."""

    transaction: str
    amount_fen: int | None
    """Of one booking, without sign; None if it does not tell."""
    count: int
    """How often it is booked."""
    net_fen: int
    """What all of it means for the merchant; negative was given back."""


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """Something that the sides do not agree on, or that somebody should know."""

    kind: str
    """One of CLASSES."""
    standing: str = DIFFERS
    terminal: str = ""
    batch: str = ""
    stan: str = ""
    """Empty for a payout and for a whole batch."""
    amount_fen: int = 0
    """What is in question, 0 or more."""
    odd: str = ""
    """Which side stands alone; empty if all three differ, or nobody does."""
    why: str = ""
    """What is known of the reason: a word of the acquirer's list, or what held a payout up."""
    journal: Told | None = None
    acquirer: Told | None = None
    bank: Told | None = None
    business_day: date | None = None
    """Of a payout."""
    due: date | None = None
    credited_on: date | None = None
    off_us: int = 0
    """How far the terminal's clock is ahead (negative: behind)."""
    with_stan: str = ""
    """The earlier one of two that look the same."""
    to_acquirer_fen: int = 0
    """How much more the acquirer has than the terminal because of it; told once a transaction."""
    to_bank_fen: int = 0
    """How much more the banks have than the acquirer because of it."""
    to_account_fen: int = 0
    """How much more came to the merchant's account than the acquirer's records say."""

    @property
    def key(self) -> Key:
        """Terminal, batch and STAN; three times nothing for a payout."""
        return (self.terminal, self.batch, self.stan)

    @property
    def variant(self) -> str:
        """Which case of its class it is, as the messages file and the remedies name it."""
        if self.kind == LATE:
            return "arrived" if self.credited_on else _LATE_CAUSES.get(self.why, "")
        if self.kind == NOT_YET_DUE or self.why in (PENDING, WIPED, ALTERED):
            return self.why
        if self.kind == DUPLICATED and self.standing == QUESTION:
            return "question"
        if self.business_day is not None:
            return "payout"
        return self.odd

    @property
    def remedies(self) -> tuple[str, ...]:
        """Numbers of the catalogue: what to do, the first thing first."""
        found = _REMEDIES.get(f"{self.kind}.{self.variant}")
        return _REMEDIES[self.kind] if found is None else found

"""
The issuing banks' books: accounts, the log of what was approved, and the day's file.

Left out: interest, fees and anything else that happens on a card account without a terminal.
"""

from collections.abc import Collection
from datetime import date, timedelta

import msgspec

from emulator.clearing.cards import CardAccount
from emulator.domain.card import Pan
from emulator.domain.interbank import Adjustment, DayLog, Item, Key, Today
from emulator.domain.plan import Account
from emulator.domain.settings import IssuerSettings
from emulator.domain.transaction import KINDS, Side
from emulator.kernel.world import World
from emulator.ledger.book import Book

Legs = tuple[tuple[str, int], ...]

APPROVED, DECLINED, UNDONE = "approved", "declined", "undone"


class BankItem(msgspec.Struct, gc=False):
    """One transaction in a bank's log."""

    kind: str
    account: CardAccount
    amount_fen: int
    code: str
    state: str
    day: date
    legs: Legs = ()
    authorisation: str | None = None
    reference: str | None = None
    original: Key | None = None
    given_back_fen: int = 0
    """By credit adjustment."""
    is_used: bool = False
    """A hold that was completed or released; anything else that was voided."""


class BankBooks:
    """What all issuing banks have written down; the part that the clearing house asks."""

    def __init__(
        self, world: World, book: Book, accounts: tuple[Account, ...], settings: IssuerSettings
    ) -> None:
        self.world = world
        self.book = book
        self.settings = settings
        self.items: dict[Key, BankItem] = {}
        self.remembered: dict[Key, date] = {}
        """Reversals without original, with their day."""
        self.log = DayLog()
        self.today = Today(world.clock)
        self.forgotten_before = date.min
        """Transactions of older days are no longer known."""
        self.accounts = {one.card.pan: CardAccount.of(one) for one in accounts}
        for one in accounts:
            self._open_account(self.accounts[one.card.pan], one.balance_fen)

    def _open_account(self, one: CardAccount, balance_fen: int) -> None:
        legs = (("opening", -balance_fen), (one.account, balance_fen))
        self._post("opening", legs, one, ("", "", ""), None)

    def legs_of(self, item: BankItem) -> Legs:
        """What an approved transaction moves; undoing it moves the same back."""
        one, amount_fen, kind = item.account, item.amount_fen, item.kind
        original = self.items.get(item.original) if item.original else None
        if kind == "sale" or (kind == "completion" and original is None):
            return ((one.account, -amount_fen), (one.settlement, amount_fen))
        if kind in ("void", "refund"):
            return ((one.settlement, -amount_fen), (one.account, amount_fen))
        if kind == "preauth":
            return ((one.account, -amount_fen), (one.held, amount_fen))
        if kind == "preauth_void":
            return ((one.held, -amount_fen), (one.account, amount_fen))
        if kind == "completion" and original is not None:
            held_fen = original.amount_fen
            return (
                (one.held, -held_fen),
                (one.account, held_fen - amount_fen),
                (one.settlement, amount_fen),
            )
        if kind == "completion_void":
            return self._legs_of_completion_void(item, original)
        return ()

    def _legs_of_completion_void(self, item: BankItem, original: BankItem | None) -> Legs:
        one, amount_fen = item.account, item.amount_fen
        if original is None or not original.legs:
            return ((one.settlement, -amount_fen), (one.account, amount_fen))
        return tuple((account, -fen) for account, fen in original.legs)

    def use_original(self, item: BankItem, is_used: bool) -> None:
        """Mark what an item takes back or completes as used up, or as usable again."""
        original = self.items.get(item.original) if item.original else None
        if original is None or item.kind == "refund":
            return
        original.is_used = is_used
        if item.kind == "completion_void" and original.original is not None:
            # Voiding a completion puts the hold back, so that it can be completed anew.
            hold = self.items.get(original.original)
            if hold is not None:
                hold.is_used = not is_used

    def undo(self, key: Key, item: BankItem, day: date) -> None:
        """Take an approved item back, less what was given back by adjustment."""
        item.state = UNDONE
        if not item.legs:
            return
        self.use_original(item, False)
        back = tuple((account, -fen) for account, fen in item.legs)
        if item.given_back_fen:
            one, given_fen = item.account, item.given_back_fen
            back = (*back, (one.account, -given_fen), (one.settlement, given_fen))
        item.legs, item.day = back, day
        self.book_item(key, item, "reversal")

    # What the clearing house asks ---------------------------------------------------------------

    def day_items(self, until: date) -> dict[Key, Item]:
        """See `IssuerBooks`."""
        return self.log.take(until)

    def adjust(self, adjustment: Adjustment) -> str:
        """See `IssuerBooks`."""
        key, amount_fen, pan = adjustment
        item = self.items.get(key) or self.forgotten_item(key, amount_fen, pan)
        if item is None or item.state != APPROVED:
            return ""
        left_fen = item.amount_fen - item.given_back_fen
        if amount_fen > left_fen:
            return ""
        one = item.account
        item.given_back_fen += amount_fen
        if amount_fen == left_fen:
            item.state = UNDONE
        legs = ((one.settlement, -amount_fen), (one.account, amount_fen))
        self._post("adjustment", legs, one, key, item.reference)
        self._send_sms(one, amount_fen, "adjustment")
        return one.card.bank

    def forgotten_item(
        self, key: Key, amount_fen: int, pan: Pan | None, kind: str = "sale"
    ) -> BankItem | None:
        """Write an item down again that was dropped for its age and is asked for after all."""
        account = self.accounts.get(pan) if pan is not None else None
        if account is None:
            return None
        day = self.today.at(self.world.now_us)
        item = BankItem(kind, account, amount_fen, "00", APPROVED, day)
        if KINDS[kind].side is not Side.NONE:
            item.legs = self.legs_of(item)
        self.items[key] = item
        return item

    def forget(self, before: date, keep: Collection[Key]) -> None:
        """See `IssuerBooks`; holds stay until they expire and are then given back."""
        oldest = self.forgotten_before = before - timedelta(days=self.settings.keep_days)
        expired = before - timedelta(days=self.settings.hold_days)
        over = []
        for key, item in self.items.items():
            if item.day >= before:
                break
            is_hold = item.kind == "preauth" and item.state == APPROVED and not item.is_used
            if is_hold and item.day < expired:
                self._expire(key, item)
            elif item.day < oldest and not is_hold and key not in keep:
                over.append(key)
        for key in over:
            del self.items[key]
        self.remembered = {key: day for key, day in self.remembered.items() if day >= oldest}

    def _expire(self, key: Key, item: BankItem) -> None:
        item.is_used = True
        legs = tuple((account, -fen) for account, fen in item.legs)
        self._post("release", legs, item.account, key, item.reference)

    # Books ------------------------------------------------------------------------------------

    def book_item(self, key: Key, item: BankItem, reason: str) -> None:
        """Post an item, put it into the day's file and send the cardholder an SMS."""
        one = item.account
        legs = item.legs
        self._post(reason, legs, one, key, item.reference)
        settled_fen = moved_fen = 0
        for account, fen in legs:
            if account == one.settlement:
                settled_fen += fen
            elif account == one.account:
                moved_fen += fen
        if settled_fen:
            self.log.add(item.day, key, settled_fen, one.card.bank)
        if moved_fen:
            self._send_sms(one, moved_fen, reason)

    def _post(
        self, reason: str, legs: Legs, one: CardAccount, key: Key, reference: str | None
    ) -> None:
        self.book.post(*legs)
        detail = {
            "reason": reason,
            "legs": [list(leg) for leg in legs],
            "card": one.card.pan.masked,
            "holder": one.holder,
            "bank": one.card.bank,
            "terminal": key[0],
            "batch": key[1],
            "stan": key[2],
        }
        if reference is not None:
            detail["reference"] = reference
        self.world.record("issuer", "posted", detail)

    def _send_sms(self, one: CardAccount, amount_fen: int, why: str) -> None:
        self.world.record(
            "issuer",
            "notified",
            {
                "holder": one.holder,
                "amount_fen": amount_fen,
                "balance_fen": self.book.balance_fen(one.account),
                "why": why,
            },
        )

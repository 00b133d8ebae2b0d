"""
The merchant's bank: its account, and the transfers that lead there.

Left out: names and numbers of accounts. Whether the details are right is a state of the account,
because that is all the rest of the shop ever notices of them.
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from emulator.clearing.payouts import CREDITED, RETURNED, SENT, Payout
from emulator.domain.moments import HOUR
from emulator.domain.settings import ClearingSettings
from emulator.kernel.lever import lever
from emulator.kernel.world import World
from emulator.ledger.book import Book

NORMAL = "normal"
AMISS_ON_FILE = {
    "wrong_name": "name",
    "wrong_number": "number",
    "wrong_bank": "opening_bank",
    "incomplete": "missing",
}
"""
State of the account to what differs between the acquirer's file and the merchant's papers. Of a
frozen or a closed account every detail is right.
"""


def note_posted(
    world: World, book: Book, reason: str, *legs: tuple[str, int], **detail: str
) -> None:
    """Post on behalf of clearing house or bank, and note it."""
    book.post(*legs)
    shown: dict[str, Any] = {"reason": reason, "legs": [list(leg) for leg in legs], **detail}
    world.record("clearing", "posted", shown)


class MerchantBank:
    """
    The bank where the merchant has its account, and the transfer system behind it.

    A transfer that meets an outage or a closed counter waits and arrives a transfer time after
    that has ended; it is never lost. One that meets an account that cannot take it is returned.
    """

    def __init__(self, world: World, book: Book, settings: ClearingSettings | None = None) -> None:
        """
        Args:
            world: Where the bank stands.
            book: The books of all institutions.
            settings: None for the defaults.
        """
        self.settings = settings or ClearingSettings()
        self.account_state = self.settings.account_state
        self.when_open: Callable[[], None] = _nothing
        """Called when the counter opens again after an upgrade."""
        self.when_corrected: Callable[[], None] = _nothing
        """Called when the account can take money again."""
        self._world = world
        self._book = book
        self._upgrades = 0
        self._outages = 0
        self._extra_us = 0
        self.notice = ""
        """The notice of an upgrade that hangs out; empty if there is none."""
        self._waiting: list[Payout] = []
        self._merchant = ""
        """Whom the last transfer was for."""

    @property
    def is_open(self) -> bool:
        """False while the bank upgrades its system."""
        return self._upgrades == 0

    @property
    def takes_money(self) -> bool:
        """Tell whether the merchant's account, as it is now, would take a payout."""
        return self.account_state == NORMAL

    def transfer(self, payout: Payout) -> None:
        """Bring a payout that stands in transit to the merchant's account, or return it."""
        self._merchant = payout.merchant
        delay_us = self.settings.transfer_us + self._extra_us
        self._world.after(delay_us, partial(self._arrive, payout))

    def _arrive(self, payout: Payout) -> None:
        if payout.state != SENT:
            return
        if self._outages or not self.is_open:
            self._waiting.append(payout)
        elif self.takes_money:
            self._credit(payout)
        else:
            self._return(payout)

    def _credit(self, payout: Payout) -> None:
        payout.state = CREDITED
        amount_fen, day = payout.amount_fen, payout.business_day.isoformat()
        account = f"merchant:{payout.merchant}:account"
        note_posted(
            self._world,
            self._book,
            "credit",
            (payout.transit, -amount_fen),
            (account, amount_fen),
            business_day=day,
            merchant=payout.merchant,
        )
        self._world.note(
            "clearing",
            "merchant_credited",
            merchant=payout.merchant,
            business_day=day,
            amount_fen=amount_fen,
            cleared_fen=payout.cleared_fen,
            fee_fen=payout.fee_fen,
            date=self._world.clock.day(self._world.now_us).isoformat(),
        )

    def _return(self, payout: Payout) -> None:
        payout.state, payout.obstacle = RETURNED, self.account_state
        day = payout.business_day.isoformat()
        note_posted(
            self._world,
            self._book,
            "return",
            (payout.transit, -payout.amount_fen),
            (payout.payable, payout.amount_fen),
            business_day=day,
            merchant=payout.merchant,
        )
        self._world.note(
            "clearing",
            "payout_returned",
            merchant=payout.merchant,
            business_day=day,
            amount_fen=payout.amount_fen,
            why=self.account_state,
        )

    def _move_on(self) -> None:
        """Let the transfers go on that waited for an outage or an upgrade to end."""
        waiting, self._waiting = self._waiting, []
        for payout in waiting:
            self.transfer(payout)

    # What people do -----------------------------------------------------------------------------

    def correct_account(self, merchant: str = "") -> bool:
        """
        The merchant puts the details of its account right, or gets it released.

        Args:
            merchant: Whose account; empty for the only one.

        Returns:
            False if nothing was wrong with it.
        """
        if self.takes_money:
            return False
        self.account_state = NORMAL
        self._world.note("clearing", "account_corrected", merchant=merchant or self._merchant)
        self.when_corrected()
        return True

    def announce(self, text: str = "notice.bank_upgrade") -> None:
        """The bank puts up a notice of an upgrade; `text` is its id in the messages file."""
        self.notice = text
        self._world.note("clearing", "notice", text=text)

    # What it says when it is asked ----------------------------------------------------------------

    def compare_details(self) -> dict[str, bool | str]:
        """Hold the acquirer's file against the merchant's papers: `agrees`, or what `differs`."""
        differs = AMISS_ON_FILE.get(self.account_state, "")
        return {"agrees": False, "differs": differs} if differs else {"agrees": True}

    def tell_of_upgrade(self) -> dict[str, bool]:
        """Whether the bank is `upgrading` its system now, and whether one was `announced`."""
        return {"upgrading": not self.is_open, "announced": bool(self.notice)}

    # What can go wrong ---------------------------------------------------------------------------

    @lever
    def upgrade(self) -> Iterator[None]:
        """
        The bank is upgrading its system: nothing is cleared and nothing is paid until it is done.

        The clearing that was missed is made up for when the counter opens, and counts as a clearing
        of that day. So a sale of Thursday, with the counter shut from Thursday 23:00 to Monday
        06:00, is cleared on Monday and credited one business day later, on Tuesday. Days are
        business days of the bank calendar; the day of the clearing is not counted.
        """
        self._upgrades += 1
        self._world.note("clearing", "closed", why="upgrade")
        self.announce()
        yield
        self._upgrades -= 1
        self._world.note("clearing", "opened", why="upgrade")
        if self.is_open:
            self.notice = ""
            self._move_on()
            self.when_open()

    @lever
    def transfer_outage(self) -> Iterator[None]:
        """The banks' transfer system is down: money that was sent does not arrive."""
        self._outages += 1
        self._world.note("clearing", "closed", why="outage")
        yield
        self._outages -= 1
        self._world.note("clearing", "opened", why="outage")
        if not self._outages:
            self._move_on()

    @lever
    def transfer_slow(self, *, extra_us: int = 6 * HOUR) -> Iterator[None]:
        """Transfers between banks take much longer than usual."""
        self._extra_us += extra_us
        yield
        self._extra_us -= extra_us

    @lever
    def account_frozen(self) -> Iterator[None]:
        """The merchant's account is frozen: payouts come back."""
        yield from self._spoil("frozen")

    @lever
    def account_closed(self) -> Iterator[None]:
        """The merchant's account was closed: payouts come back."""
        yield from self._spoil("closed")

    @lever
    def details_wrong(self, *, which: str = "wrong_number") -> Iterator[None]:
        """Name, number or bank of the merchant's account is wrong: payouts come back."""
        yield from self._spoil(which)

    @lever
    def details_incomplete(self) -> Iterator[None]:
        """The details of the merchant's account are incomplete: payouts come back."""
        yield from self._spoil("incomplete")

    def _spoil(self, state: str) -> Iterator[None]:
        self.account_state = state
        yield
        if self.account_state == state:
            self.correct_account()


def _nothing() -> None:
    """What happens when nobody has asked to be called."""

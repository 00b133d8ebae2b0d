"""
The clearing house and the payout: what a day's sales come to, and when the merchant gets it.

    every day at the clearing time    both files are matched; money goes from banks to acquirer
    every business day, payout time   differences go back to cardholders; what is due is paid out

A day that could not be cleared at its time is made up for, and everything that follows from it
then counts from the day on which that happened. There is one posting a bank and day, not one a
sale. Left out: several acquirers, netting between banks, and what an early payout costs.
"""

from collections.abc import Callable, Iterator
from datetime import date, time, timedelta

from emulator.clearing.bank import MerchantBank, note_posted
from emulator.clearing.calendar import BankCalendar
from emulator.clearing.payouts import CREDITED, DUE, RETURNED, SENT, Payout, fee_fen
from emulator.clearing.standing import HOLDS, standing_of
from emulator.domain.interbank import AcquirerBooks, IssuerBooks, Item, Key
from emulator.domain.settings import ClearingSettings
from emulator.kernel.lever import lever
from emulator.kernel.world import World
from emulator.ledger.book import Book

INTERBANK = "clearing:interbank"


class ClearingHouse:
    """Matches the acquirer with the issuers once a day and pays merchants out."""

    def __init__(
        self,
        world: World,
        book: Book,
        acquirer: AcquirerBooks,
        issuers: IssuerBooks,
        bank: MerchantBank,
        settings: ClearingSettings | None = None,
        calendar: BankCalendar | None = None,
    ) -> None:
        """
        Args:
            world: Where the house stands.
            book: The books of all institutions.
            acquirer: Whose merchants are paid.
            issuers: Whose cardholders pay.
            bank: Where the merchants have their accounts.
            settings: None for the defaults.
            calendar: None for the banks' calendar in China.
        """
        self.settings = settings or ClearingSettings()
        self.calendar = calendar or BankCalendar()
        self.payouts: list[Payout] = []
        """What is not yet on the merchants' accounts."""
        self._world = world
        self._book = book
        self._acquirer = acquirer
        self._issuers = issuers
        self._bank = bank
        self._owed: list[date] = []
        """Business days that are closed and not yet cleared, oldest first."""
        self._carried: dict[str, int] = {}
        """By merchant: what it owes because more was given back than taken; 0 or less."""
        self._funds_fen = self.settings.acquirer_funds_fen or None
        self._is_late = self._is_rejected = False
        self._is_hurried = False
        """What is cleared next is paid out the same night."""
        self._paid: set[str] = set()
        """Merchants that got a payout that is no longer in `payouts`."""
        bank.when_open = self._make_up
        bank.when_corrected = self._pay_again
        self._daily(time.fromisoformat(self.settings.clearing_time), self._clearing_time)
        self._daily(time.fromisoformat(self.settings.payout_time), self._payout_time)

    def _daily(self, of_day: time, act: Callable[[], None]) -> None:
        world = self._world
        wait_us = world.clock.next_us(world.now_us, of_day) - world.now_us

        def ring() -> None:
            self._daily(of_day, act)
            act()

        world.after(wait_us, ring)

    @property
    def _today(self) -> date:
        return self._world.clock.day(self._world.now_us)

    # Clearing ---------------------------------------------------------------------------------

    def _clearing_time(self) -> None:
        day = self._acquirer.business_day - timedelta(days=1)
        self._owed.append(day)
        if self._is_rejected:
            self._world.note(
                "clearing", "file_rejected", business_day=day.isoformat(), why="format"
            )
        elif self._is_late:
            self._world.note("clearing", "file_late", business_day=day.isoformat(), why="late")
        elif self._bank.is_open:
            for owed in self._owed:
                # Only the last one is on time; the others count from today.
                self.clear(owed, counted_from=day if owed == day else self._today)
            self._owed = []

    def _make_up(self) -> None:
        """Clear what was missed, unless something else is in the way still."""
        if self._is_late or self._is_rejected or not self._bank.is_open:
            return
        owed, self._owed = self._owed, []
        for day in owed:
            self.clear(day, counted_from=self._today)

    def clear(self, day: date, *, counted_from: date) -> None:
        """
        Match both files of a business day, move the money, and say what is due to whom.

        Args:
            day: The business day.
            counted_from: The day from which the payout's business days are counted.
        """
        acquirer_file = self._acquirer.day_file(day)
        issuer_items = self._issuers.day_items(day)
        differences = find_differences(acquirer_file.items, issuer_items)
        self._settle_banks(day, issuer_items)
        for key, amount_fen in differences.items():
            self._acquirer.clearing_differs(key, amount_fen)
        takings = dict(acquirer_file.corrections)
        for item in acquirer_file.items.values():
            takings[item.owner] = takings.get(item.owner, 0) + item.amount_fen
        self._world.note(
            "clearing",
            "file_made",
            business_day=day.isoformat(),
            items=len(acquirer_file.items),
            amount_fen=sum(item.amount_fen for item in acquirer_file.items.values()),
            differences=len(differences),
        )
        for merchant, taken_fen in takings.items():
            self._owe(merchant, day, taken_fen, counted_from)
        self._pay_tonight()
        self._acquirer.reconciled()
        self._issuers.forget(day + timedelta(days=1), self._acquirer.open_differences())

    def _settle_banks(self, day: date, items: dict[Key, Item]) -> None:
        by_bank: dict[str, int] = {}
        for item in items.values():
            by_bank[item.owner] = by_bank.get(item.owner, 0) + item.amount_fen
        for bank, amount_fen in by_bank.items():
            legs = ((f"issuer:{bank}:settlement", -amount_fen), (INTERBANK, amount_fen))
            self._post("clearing", day, *legs)
        total_fen = sum(by_bank.values())
        if by_bank:
            legs = ((INTERBANK, -total_fen), ("acquirer:receivable", total_fen))
            self._post("clearing", day, *legs)

    def _owe(self, merchant: str, day: date, taken_fen: int, counted_from: date) -> None:
        cleared_fen = taken_fen + self._carried.pop(merchant, 0)
        if cleared_fen < 0:
            self._carried[merchant] = cleared_fen
        if cleared_fen <= 0:
            return
        payout = Payout(
            merchant=merchant,
            business_day=day,
            cleared_fen=cleared_fen,
            fee_fen=self.fee_fen(cleared_fen),
            due=self._arrives() if self._pays_early else self.payout_date(counted_from),
        )
        self.payouts.append(payout)
        if payout.fee_fen:
            legs = ((payout.payable, -payout.fee_fen), ("acquirer:fees", payout.fee_fen))
            self._post("fee", day, *legs, merchant=merchant)
        self._note_payout("payout_due", payout, due=payout.due.isoformat())

    def _pay_tonight(self) -> None:
        """Pay at once what the merchant asked to have early; on other days it takes its turn."""
        if not self._pays_early:
            return
        self._is_hurried = False
        for payout in self.payouts:
            if payout.state == DUE and payout.due == self._arrives():
                self._pay(payout)

    @property
    def _pays_early(self) -> bool:
        return self._is_hurried and self.is_payout_day(self._today)

    def fee_fen(self, cleared_fen: int) -> int:
        """Give what the acquirer keeps of a day's takings."""
        return fee_fen(cleared_fen, self._acquirer.fee_basis_points)

    def _arrives(self) -> date:
        """The day on which money arrives that is sent now."""
        return self._world.clock.day(self._world.now_us + self.settings.transfer_us)

    def payout_date(self, counted_from: date) -> date:
        """Give the day on which takings that were cleared on a day are paid out."""
        return self.calendar.next_business_day(counted_from, self.settings.payout_days)

    # Payout -----------------------------------------------------------------------------------

    def is_payout_day(self, day: date) -> bool:
        """Tell whether the banks transfer money on a day."""
        return self.calendar.is_business_day(day)

    def _payout_time(self) -> None:
        today = self._today
        if not self.is_payout_day(today):
            return
        if self._bank.is_open:
            self._adjust()
        for payout in self.payouts:
            if payout.state == DUE and payout.due <= today:
                self._pay(payout)
        self._paid.update(one.merchant for one in self.payouts if one.state == CREDITED)
        self.payouts = [one for one in self.payouts if one.state != CREDITED]

    def _adjust(self) -> None:
        """Give cardholders back what the acquirer holds for them in suspense."""
        for adjustment in self._acquirer.adjustments_due():
            bank = self._issuers.adjust(adjustment)
            if bank:
                amount_fen = adjustment.amount_fen
                settlement = f"issuer:{bank}:settlement"
                legs = (("acquirer:suspense", -amount_fen), (settlement, amount_fen))
                self._post("adjustment", self._today, *legs)
                self._acquirer.adjusted(adjustment.key)

    def _pay(self, payout: Payout) -> None:
        obstacle = payout.obstacle = self._obstacle(payout)
        if obstacle in HOLDS:
            self._note_payout("payout_held", payout, why=obstacle)
        elif obstacle:
            self._note_payout("payout_deferred", payout, why=obstacle)
        else:
            self.send(payout)

    def _obstacle(self, payout: Payout) -> str:
        if not self._bank.is_open:
            return "upgrade"
        if any(one.state == RETURNED for one in self.payouts):
            # After a return the acquirer waits for the merchant to put the account right.
            return "account"
        if payout.obstacle in ("funds", "no_agreement") and self._needs_agreement(payout):
            return "no_agreement"
        if self._funds_fen is not None and payout.amount_fen > self._funds_fen:
            return "funds"
        return self._acquirer.payout_obstacle(payout.merchant)

    def _needs_agreement(self, payout: Payout) -> bool:
        return self.settings.deferral == "agreed" and not payout.is_agreed

    def send(self, payout: Payout) -> None:
        """Hand a payout to the banks."""
        payout.state = SENT
        if self._funds_fen is not None:
            self._funds_fen -= payout.amount_fen
        legs = ((payout.payable, -payout.amount_fen), (payout.transit, payout.amount_fen))
        self._post("payout", payout.business_day, *legs, merchant=payout.merchant)
        self._note_payout("payout_sent", payout)
        self._bank.transfer(payout)
        self._world.after(self.settings.transfer_timeout_us, lambda: self._ask_after(payout))

    def _ask_after(self, payout: Payout) -> None:
        if payout.state == SENT:
            self.overdue(payout)

    def overdue(self, payout: Payout) -> None:
        """
        Note that a transfer takes too long, and go on waiting.

        The money may still arrive, so it must not be sent again before it has come back.
        """
        payout.obstacle = "transfer_overdue"
        self._note_payout("payout_deferred", payout, why="transfer_overdue")

    def _pay_again(self) -> None:
        """The account was put right: what came back is due on the next business day."""
        for payout in self.payouts:
            if payout.state == RETURNED:
                if self._funds_fen is not None:
                    self._funds_fen += payout.amount_fen
                payout.state, payout.obstacle = DUE, ""
                payout.due = self.calendar.next_business_day(self._today)
                self._note_payout("payout_due", payout, due=payout.due.isoformat())

    # What people do -----------------------------------------------------------------------------

    def add_funds(self, amount_fen: int) -> None:
        """The acquirer gets money to pay its merchants with."""
        if self._funds_fen is not None:
            self._funds_fen += amount_fen
        self._acquirer.funds_arrived()

    def agree_deferral(self) -> bool:
        """The merchant agrees to get later what lacks funds; False if nothing does."""
        lacking = [
            one
            for one in self.payouts
            if one.obstacle in ("funds", "no_agreement") and not one.is_agreed
        ]
        for payout in lacking:
            payout.is_agreed = True
        return bool(lacking)

    def hurry(self) -> bool:
        """The merchant asks to have what is cleared next the same night; False if it has."""
        was_hurried, self._is_hurried = self._is_hurried, True
        return not was_hurried

    def standing(self, merchant: str) -> dict[str, str]:
        """What the acquirer's desk tells a merchant about its money; see `standing_of`."""
        own = [one for one in self.payouts if one.merchant == merchant]
        return standing_of(own, self._in_the_way(), was_paid=merchant in self._paid)

    def _in_the_way(self) -> str:
        """Why days that are over are not cleared; empty if all are."""
        if not self._owed:
            return ""
        if self._is_late or self._is_rejected:
            return "file_late" if self._is_late else "file_rejected"
        return "upgrade"

    # Events -----------------------------------------------------------------------------------

    def _post(self, reason: str, day: date, *legs: tuple[str, int], **detail: str) -> None:
        note_posted(self._world, self._book, reason, *legs, business_day=day.isoformat(), **detail)

    def _note_payout(self, kind: str, payout: Payout, **more: str) -> None:
        detail = {
            "merchant": payout.merchant,
            "business_day": payout.business_day.isoformat(),
            "amount_fen": payout.amount_fen,
            **more,
        }
        self._world.record("clearing", kind, detail)

    # What can go wrong ---------------------------------------------------------------------------

    @lever
    def file_late(self) -> Iterator[None]:
        """The clearing file does not arrive in time; it is processed when it comes."""
        self._is_late = True
        yield
        self._is_late = False
        self._make_up()

    @lever
    def file_rejected(self) -> Iterator[None]:
        """The clearing file is rejected and is sent again with the next day's."""
        self._is_rejected = True
        yield
        self._is_rejected = False


def find_differences(acquirer: dict[Key, Item], issuers: dict[Key, Item]) -> dict[Key, int]:
    """
    Match two files by terminal, batch and STAN.

    Returns:
        By transaction, how much more the issuer has taken (negative: less) than the acquirer
        knows of; in the order of the acquirer's file, then of the issuers'.
    """
    found = {}
    for key, item in acquirer.items():
        theirs = issuers.get(key)
        amount_fen = (theirs.amount_fen if theirs is not None else 0) - item.amount_fen
        if amount_fen:
            found[key] = amount_fen
    for key, item in issuers.items():
        if key not in acquirer:
            found[key] = item.amount_fen
    return found

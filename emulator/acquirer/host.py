"""
The acquirer: the payment institution's host, its levers, and what it tells the clearing house.

Everything it does is a callback at the instant a message arrives or a time runs out; nothing waits.
Durable across a power cut: registry, transactions, batches, differences, unconfirmed reversals and
the log of what was forwarded. In memory only: who waits for which answer.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta

from emulator.acquirer.claims import Claims
from emulator.acquirer.policy import REGION, PolicyDesk
from emulator.acquirer.registry import Merchant, next_batch
from emulator.acquirer.transactions import ADJUSTED
from emulator.domain.interbank import Adjustment, BankEnd, DayFile, Key
from emulator.domain.moments import SECOND
from emulator.domain.settings import AcquirerSettings, TerminalSettings
from emulator.kernel.lever import lever
from emulator.kernel.world import World
from emulator.ledger.book import Book

REMEMBER_DAYS = 3
"""Business days for which a reversal without original is remembered."""


class Acquirer(Claims):
    """
    The acquirer's host.

    Its power belongs to `kernel.power.Power(world, "acquirer", boot=host.boot, wipe=host.wipe)`;
    without one it simply runs.
    """

    def __init__(
        self,
        world: World,
        shop_end: BankEnd,
        issuer_end: BankEnd,
        book: Book,
        settings: AcquirerSettings | None = None,
        terminals: Iterable[TerminalSettings] = (TerminalSettings(),),
    ) -> None:
        """
        Args:
            world: Where the host stands.
            shop_end: The banks' end of the line to the shops.
            issuer_end: The acquirer's end of the line to the issuers.
            book: The books of all institutions.
            settings: None for the defaults.
            terminals: What the acquirer has issued; their merchants come with them.
        """
        super().__init__(
            world, shop_end, issuer_end, book, settings or AcquirerSettings(), terminals
        )
        self.policy_desk = PolicyDesk(
            world, self.registry.merchants.values(), review_us=self.settings.policy_review_us
        )
        self._lacks_funds = False
        self._is_held = False
        self._wait_for_cut_off()

    # Day --------------------------------------------------------------------------------------

    def _wait_for_cut_off(self) -> None:
        due_us = self.world.clock.next_us(self.world.now_us, self.clock.cut_off)
        self.world.after(due_us - self.world.now_us, self._cut_over)

    def _cut_over(self) -> None:
        self.start_business_day()
        self.world.note("acquirer", "cut_over", business_day=self.business_day.isoformat())
        self.end_day_of_batches(self.business_day)
        self.transactions.retire(
            self.business_day, self.settings.refund_days, self.batches.may_forget
        )
        oldest = self.business_day - timedelta(days=REMEMBER_DAYS)
        self.remembered = {key: day for key, day in self.remembered.items() if day >= oldest}
        if self.settings.cut_over_us:
            self.close("cut_over", "90")
            self.world.after(self.settings.cut_over_us, lambda: self.open("cut_over"))
        self._wait_for_cut_off()

    # What the clearing house asks ---------------------------------------------------------------

    @property
    def fee_basis_points(self) -> int:
        """See `AcquirerBooks`."""
        return self.settings.fee_basis_points

    def day_file(self, until: date) -> DayFile:
        """See `AcquirerBooks`."""
        corrections, self.corrections = self.corrections, {}
        return DayFile(self.log.take(until), corrections)

    def clearing_differs(self, key: Key, amount_fen: int) -> None:
        """See `AcquirerBooks`."""
        why = "long" if amount_fen > 0 else "short"
        one = self.transactions.live.get(key)
        self.differences.add(
            key,
            why,
            abs(amount_fen),
            move_fen=amount_fen,
            of="acquirer:receivable",
            pan=one.pan if one else None,
        )

    def reconciled(self) -> None:
        """See `AcquirerBooks`."""
        self.differences.mature()

    def adjustments_due(self) -> tuple[Adjustment, ...]:
        """See `AcquirerBooks`."""
        return self.differences.adjustments()

    def adjusted(self, key: Key) -> None:
        """See `AcquirerBooks`."""
        listed = self.differences.open.get(key)
        one = self.transactions.live.get(key)
        if listed is not None and one is not None:
            if listed.suspense_fen >= one.live_fen > 0:
                one.state = ADJUSTED
            elif one.live_fen > 0:
                one.booked_fen -= listed.suspense_fen
        self.differences.resolve(key, "credit_adjustment")

    def open_differences(self) -> Collection[Key]:
        """See `AcquirerBooks`."""
        return self.differences.open.keys()

    def payout_obstacle(self, merchant: str) -> str:
        """See `AcquirerBooks`."""
        if self._is_held:
            return "hold"
        return "funds" if self._lacks_funds else ""

    def funds_arrived(self) -> None:
        """See `AcquirerBooks`."""
        self._lacks_funds = False

    # What people do -----------------------------------------------------------------------------

    def register_terminal(self) -> bool:
        """Every terminal is registered, as after an exchange for a genuine one."""
        unknown = [one for one in self.registry.terminals.values() if not one.registered]
        for terminal in unknown:
            terminal.registered = True
        return bool(unknown)

    def release_hold(self) -> bool:
        """The risk department lets the held payouts go; False if none was held."""
        was_held, self._is_held = self._is_held, False
        return was_held

    def status_of(self, terminal: str, batch: str, stan: str) -> str:
        """What the support desk reads out of the register; the words are those of `query`."""
        found = self.transactions.find((terminal, batch, stan))
        return "unknown" if found is None else found.status

    def resolve_differences(self) -> int:
        """
        Somebody works through the list and strikes off what no cardholder waits for.

        What the acquirer lacks is written off against its fees. What it holds for a cardholder
        stays listed: clearing and credit adjustment resolve that.

        Returns:
            How many were struck off.
        """
        keys = [key for key, one in self.differences.open.items() if one.suspense_fen <= 0]
        return sum(self.differences.write_off(key) for key in keys)

    # What can go wrong ---------------------------------------------------------------------------

    @lever
    def failure(self) -> Iterator[None]:
        """The payment institution's system has failed: no terminal gets an answer."""
        self.close("failure", "")
        yield
        self.open("failure")

    @lever
    def maintenance(self, *, code: str = "91") -> Iterator[None]:
        """The payment institution maintains its system and takes no transactions."""
        self.close("maintenance", code)
        yield
        self.open("maintenance")

    @lever
    def day_change(self) -> Iterator[None]:
        """The payment institution changes the business day; transactions must wait."""
        self.close("cut_over", "90")
        yield
        self.open("cut_over")

    @lever
    def slow(self, *, extra_us: int = 20 * SECOND) -> Iterator[None]:
        """The payment institution takes much longer than usual for everything."""
        self.extra_us += extra_us
        yield
        self.extra_us -= extra_us

    @lever
    def loses_answers(self) -> Iterator[None]:
        """The payment institution books transactions, but its answers never leave."""
        self.is_mute = True
        yield
        self.is_mute = False

    @lever
    def key_drift(self) -> Iterator[None]:
        """The payment institution has lost the terminals' keys; they must sign in again."""
        for terminal in self.registry.terminals.values():
            terminal.key = None
        yield

    @lever
    def batch_drift(self) -> Iterator[None]:
        """The payment institution has moved on to the next batch without the terminals."""
        for terminal in self.registry.terminals.values():
            self.batches.open(terminal.id, terminal.batch)
            terminal.batch = next_batch(terminal.batch)
        yield

    @lever
    def wrong_posting(self, *, by_fen: int = 1000) -> Iterator[None]:
        """The payment institution books sales with a wrong amount."""
        self.wrong_by_fen = by_fen
        yield
        self.wrong_by_fen = 0

    @lever
    def policy(self, *, reason: str = REGION) -> Iterator[None]:
        """A regional or industry policy forbids the merchant to take cards."""
        forbidden = [one for one in self._merchants() if not one.policy]
        for merchant in forbidden:
            merchant.policy = reason
        yield
        for merchant in forbidden:
            merchant.policy = ""

    @lever
    def unregistered(self) -> Iterator[None]:
        """The payment institution does not know the terminal, as if it were a counterfeit."""
        withdrawn = [one for one in self.registry.terminals.values() if one.registered]
        for terminal in withdrawn:
            terminal.registered = False
        yield
        for terminal in withdrawn:
            terminal.registered = True

    @lever
    def funds_short(self) -> Iterator[None]:
        """The payment institution lacks the money to pay the merchants out."""
        self._lacks_funds = True
        yield
        self._lacks_funds = False

    @lever
    def risk_hold(self) -> Iterator[None]:
        """The risk department holds the merchant's money back."""
        self._is_held = True
        yield
        self.release_hold()

    def _merchants(self) -> Iterable[Merchant]:
        return self.registry.merchants.values()

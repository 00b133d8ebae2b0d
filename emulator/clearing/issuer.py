"""
The issuing banks: they debit and credit cardholders and answer the acquirer.

    request -> refused, or posted and then answered (an answer that is lost leaves the debit)
    reversal -> undone once; one that comes before its original is remembered

All banks share one line and one program; each has its own settlement account. Left out: the
switch between them, and fees.
"""

from collections.abc import Iterator
from datetime import date

from emulator.clearing.bank_books import APPROVED, DECLINED, UNDONE, BankItem
from emulator.clearing.cards import (
    CardAccount,
    refuses_balance,
    refuses_card,
    refuses_pin,
)
from emulator.clearing.claims import ClaimBooks
from emulator.domain.interbank import BankEnd, business_date
from emulator.domain.message import ANSWER_MTI, Message
from emulator.domain.moments import SECOND
from emulator.domain.plan import Account
from emulator.domain.settings import IssuerSettings
from emulator.kernel.lever import lever
from emulator.kernel.world import World
from emulator.ledger.book import Book


class Issuers(ClaimBooks):
    """The cardholders' banks, behind one end of a line."""

    def __init__(
        self,
        world: World,
        end: BankEnd,
        book: Book,
        accounts: tuple[Account, ...],
        settings: IssuerSettings | None = None,
    ) -> None:
        """
        Args:
            world: Where the banks stand.
            end: The issuers' end of the line to the acquirer.
            book: The books of all institutions; opening balances are posted at once.
            accounts: The cardholders.
            settings: None for the defaults.
        """
        super().__init__(world, book, accounts, settings or IssuerSettings())
        self._end = end
        self._closed_banks: list[str] = []
        """Banks that answer 91; empty text is all of them."""
        self._is_silent = False
        self._pays_partly = False
        self._extra_us = 0
        self._authorisations = 0
        self._mmdd: str | None = ""
        self._day = date.min
        end.react = self.arrived

    # Receiving --------------------------------------------------------------------------------

    def arrived(self, message: Message) -> None:
        """Take a message off the line; unreadable ones are dropped."""
        if self._is_silent or message.garbled or message.mti not in ANSWER_MTI:
            return
        delay_us = self.settings.processing_us + self._extra_us
        self.world.after(delay_us, self.serve, message)

    def serve(self, message: Message) -> None:
        """Decide, book and answer."""
        if self._is_silent:
            return
        account = self.accounts.get(message.pan) if message.pan is not None else None
        if self._closed_banks and self._is_closed(account):
            self.decline(message, account, "91")
        elif message.mti == "0400":
            self.reverse(message)
        else:
            self.request(message, account)

    def _is_closed(self, account: CardAccount | None) -> bool:
        bank = account.card.bank if account else ""
        return "" in self._closed_banks or bank in self._closed_banks

    def decline(self, request: Message, account: CardAccount | None, code: str) -> None:
        """Answer with a code other than approval; a reversal put off is no decline."""
        if request.mti != "0400":
            self.world.note(
                "issuer",
                "declined",
                code=code,
                stan=request.stan,
                holder=account.holder if account else "",
            )
        self._end.send(request.answer(code, reference=request.reference))

    # Requests ---------------------------------------------------------------------------------

    def request(self, request: Message, account: CardAccount | None) -> None:
        """Approve or refuse; a repeated request gets the answer it got before."""
        known = self.find_known(request)
        if account is None:
            self.decline(request, None, "14")
        elif known is not None:
            if known.state == UNDONE:
                self.decline(request, account, "94")
            else:
                self._tell(request, known)
        elif self.remembered and request.key in self.remembered:
            self._refuse(request, account, "94")
        else:
            code = self._refusal(request, account)
            if code is None:
                self._approve(request, account)
            else:
                self._refuse(request, account, code)

    def find_known(self, request: Message) -> BankItem | None:
        """Find the transaction that a request repeats."""
        return self.items.get(request.key)

    def _refusal(self, request: Message, account: CardAccount) -> str | None:
        today = self.today.at(self.world.now_us)
        return (
            refuses_card(account, request, today)
            or refuses_pin(account, request, today, self.settings)
            or self._refuses_original(request)
            or self._refuses_balance(request, account)
        )

    def _refuses_original(self, request: Message) -> str | None:
        original = self._original(request)
        if original is None:
            # The banks forget sooner than the acquirer, which vouches for what it sends; only a
            # hold must be known, because it is what a completion is paid from.
            return "25" if request.kind in ("completion", "preauth_void") else None
        if original.state != APPROVED or (original.is_used and request.kind != "refund"):
            return "12"
        if request.kind == "completion":
            ceiling_fen = original.amount_fen * self.settings.completion_percent // 100
            return "61" if (request.amount_fen or 0) > ceiling_fen else None
        return None

    def _refuses_balance(self, request: Message, account: CardAccount) -> str | None:
        freed_fen = 0
        if request.kind == "completion":
            original = self._original(request)
            freed_fen = original.amount_fen if original is not None else 0
        balance_fen = self.book.balance_fen(account.account)
        if self._pays_partly and request.kind == "sale" and balance_fen > 0:
            return None
        return refuses_balance(request, balance_fen, freed_fen)

    def _original(self, request: Message) -> BankItem | None:
        if request.original_stan is None or request.original_batch is None:
            return None
        key = (request.terminal, request.original_batch, request.original_stan)
        return self.items.get(key)

    def _refuse(self, request: Message, account: CardAccount, code: str) -> None:
        self.items[request.key] = BankItem(
            request.kind, account, request.amount_fen or 0, code, DECLINED, self._day_of(request)
        )
        self.decline(request, account, code)

    def _approve(self, request: Message, account: CardAccount) -> None:
        amount_fen, code = request.amount_fen or 0, "00"
        if self._pays_partly and request.kind == "sale":
            balance_fen = self.book.balance_fen(account.account)
            if balance_fen < amount_fen:
                amount_fen, code = balance_fen, "10"
        self._authorisations += 1
        item = BankItem(
            request.kind,
            account,
            amount_fen,
            code,
            APPROVED,
            self._day_of(request),
            authorisation=str(self._authorisations % 1_000_000).zfill(6),
            reference=request.reference,
        )
        if request.original_stan is not None and request.original_batch is not None:
            item.original = (request.terminal, request.original_batch, request.original_stan)
        item.legs = self.legs_of(item)
        key = request.key
        self.items[key] = item
        if item.legs:
            if item.original is not None:
                self.use_original(item, True)
            self.book_item(key, item, _REASONS.get(item.kind, item.kind))
        self._tell(request, item)

    def _tell(self, request: Message, item: BankItem) -> None:
        balance = item.kind == "balance" and item.state == APPROVED
        self._end.send(
            request.answer(
                item.code,
                amount_fen=item.amount_fen if request.amount_fen is not None else None,
                authorisation=item.authorisation,
                reference=request.reference,
                balance_fen=self.book.balance_fen(item.account.account) if balance else None,
            )
        )

    # Reversals --------------------------------------------------------------------------------

    def reverse(self, request: Message) -> None:
        """Undo a transaction once; remember what has not come yet."""
        item = self.items.get(request.key) or self._forgotten(request)
        if item is None:
            self.remember_reversal(request)
            self._end.send(request.answer("25", reference=request.reference))
            return
        if item.state == APPROVED and not self.is_undone(item):
            self.undo(request.key, item, self._day_of(request))
        self._end.send(request.answer("00", reference=request.reference))

    def _forgotten(self, request: Message) -> BankItem | None:
        """
        Trust the acquirer about a transaction that was dropped for its age.

        A reversal with an authorisation proves that a bank approved it (payments.md 3.7: DE38 is
        sent if one was received); without one it may never have arrived.
        """
        if request.authorisation is None or request.host_time is None:
            return None
        today = self.today.at(self.world.now_us)
        if business_date(request.host_time[:4], today) >= self.forgotten_before:
            return None
        return self.forgotten_item(request.key, request.amount_fen or 0, request.pan, request.kind)

    def remember_reversal(self, request: Message) -> None:
        """Keep a reversal whose original may still be under way."""
        self.remembered.setdefault(request.key, self._day_of(request))

    def is_undone(self, item: BankItem) -> bool:
        """Tell whether an item's money went back already."""
        return item.state == UNDONE

    def _day_of(self, request: Message) -> date:
        mmdd = request.settlement_date
        if mmdd is None:
            return self.today.at(self.world.now_us)
        if mmdd != self._mmdd:
            self._mmdd = mmdd
            self._day = business_date(mmdd, self.today.at(self.world.now_us))
        return self._day

    # What can go wrong ---------------------------------------------------------------------------

    @lever
    def upgrade(self, *, bank: str = "") -> Iterator[None]:
        """The cardholder's bank is upgrading its system and approves nothing."""
        self._closed_banks.append(bank)
        self.world.note("issuer", "closed")
        yield
        self._closed_banks.remove(bank)
        self.world.note("issuer", "opened")

    @lever
    def silent(self) -> Iterator[None]:
        """The cardholder's bank gives no answer at all."""
        self._is_silent = True
        self.world.note("issuer", "closed")
        yield
        self._is_silent = False
        self.world.note("issuer", "opened")

    @lever
    def slow(self, *, extra_us: int = 30 * SECOND) -> Iterator[None]:
        """The cardholder's bank takes much longer than usual to answer."""
        self._extra_us += extra_us
        yield
        self._extra_us -= extra_us

    @lever
    def pays_partly(self) -> Iterator[None]:
        """The cardholder's bank approves what is left on the account when that is too little."""
        self._pays_partly = True
        yield
        self._pays_partly = False


_REASONS = {
    "preauth": "hold",
    "preauth_void": "release",
    "completion_void": "void",
}
"""Kind to the reason of its posting, where that has another name."""

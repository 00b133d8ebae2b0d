"""
Sales, voids, refunds and pre-authorisations, from the shop to the issuer and back.

    request -> refused here
            -> forwarded -> declined
                         -> approved: posted (the commit), then answered
                         -> no answer: 98, and taken back at the issuer

Every step may run twice. The methods that a bank gets wrong in life are small and public, so that
a test can break one of them.
"""

from collections.abc import Iterable
from datetime import date

from emulator.acquirer.authorise import (
    TAKES_BACK,
    Refusal,
    refuses_amount,
    refuses_original,
)
from emulator.acquirer.batches import Batches
from emulator.acquirer.differences import Differences
from emulator.acquirer.front import Front
from emulator.acquirer.issuer_desk import IssuerDesk
from emulator.acquirer.registry import RegisteredTerminal
from emulator.acquirer.transactions import (
    ADJUSTED,
    APPROVED,
    DECLINED,
    FAILED,
    PENDING,
    REVERSED,
    Transaction,
    Transactions,
)
from emulator.domain.interbank import BankEnd, DayLog, Key
from emulator.domain.message import Message
from emulator.domain.moments import MS
from emulator.domain.settings import AcquirerSettings, TerminalSettings
from emulator.domain.transaction import KINDS, Side
from emulator.kernel.world import World
from emulator.ledger.book import Book

RECEIVABLE = "acquirer:receivable"
COMMIT_US = 2 * MS
"""From the issuer's answer to the posting; a host that loses power in between has not committed."""

ISSUER_APPROVALS = ("00", "10")
"""Whole and partial approval."""

SIDE_OF = {name: kind.side for name, kind in KINDS.items() if kind.side is not Side.NONE}
"""Kinds that move money between cardholder and merchant, and which way."""


class Payments(Front):
    """What the acquirer does about money that a cardholder pays or gets back."""

    def __init__(
        self,
        world: World,
        shop_end: BankEnd,
        issuer_end: BankEnd,
        book: Book,
        settings: AcquirerSettings,
        terminals: Iterable[TerminalSettings],
    ) -> None:
        super().__init__(world, shop_end, book, settings, terminals)
        self.transactions = Transactions()
        self.batches = Batches()
        self.differences = Differences(world, book)
        self.log = DayLog()
        self.corrections: dict[str, int] = {}
        """By merchant: what joined (negative: left) its takings without a transaction."""
        self.remembered: dict[Key, date] = {}
        """Reversals that came before their original, with the day of the reversal."""
        self.wrong_by_fen = 0
        """What a host with a posting error books on top of every sale."""
        self.issuers = IssuerDesk(
            world,
            issuer_end,
            timeout_us=settings.issuer_timeout_us,
            retry_us=settings.issuer_reversal_retry_us,
            answered=self.issuer_answered,
            timed_out=self.issuer_timed_out,
        )
        self.forwarded: dict[Key, Transaction] = {}
        """The durable log: what was forwarded and is neither committed nor given up."""
        self.asking: dict[Key, Message] = {}
        """Requests that wait for an answer, in memory."""
        self._references = 0
        self._handlers |= {
            "0100": self.request,
            "0200": self.request,
            "0220": self.request,
        }

    # Requests ---------------------------------------------------------------------------------

    def request(self, request: Message, terminal: RegisteredTerminal) -> None:
        """Refuse, answer from the register, or forward."""
        refusal = self.admission(request, terminal)
        if refusal is not None:
            self.refuse(request, terminal, refusal)
        elif request.kind == "query":
            found = self.transactions.original_of(request)
            self.reply(request, terminal, "00", status=found.status if found else "unknown")
        elif (known := self.find_known(request)) is not None:
            self._repeat(request, terminal, known)
        else:
            self._first_time(request, terminal)

    def find_known(self, request: Message) -> Transaction | None:
        """Find the transaction that a request repeats."""
        return self.transactions.live.get(request.key)

    def _repeat(self, request: Message, terminal: RegisteredTerminal, known: Transaction) -> None:
        if not known.is_same_request(request):
            self.refuse(request, terminal, Refusal("94", "stan_used"))
        elif known.state == PENDING:
            # The answer is on its way and will serve both.
            self.asking[request.key] = request
        elif known.state in (REVERSED, ADJUSTED):
            self.refuse(request, terminal, Refusal("94", "reversed_before"))
        else:
            self.tell(known, request, terminal)

    def _first_time(self, request: Message, terminal: RegisteredTerminal) -> None:
        original = None
        refusal: Refusal | None
        if self.remembered and request.key in self.remembered:
            refusal = Refusal("94", "reversed_before")
        else:
            refusal = refuses_amount(request, terminal, self.settings)
            if refusal is None and (request.kind in TAKES_BACK or request.kind == "refund"):
                original = self.transactions.original_of(request)
                refusal = refuses_original(request, original, self.settings)
        one = self._register(request, original)
        if refusal is not None:
            one.state, one.code = DECLINED, refusal.code
            self.refuse(request, terminal, refusal)
            return
        self.forward(one, request)

    def _register(self, request: Message, original: Transaction | None) -> Transaction:
        self._references += 1
        one = Transaction(
            request.kind,
            request.key,
            request.merchant,
            request.amount_fen or 0,
            request.pan if request.pan is not None or original is None else original.pan,
            str(self._references).zfill(12),
            self.business_day,
        )
        if original is not None:
            one.original = original.key
        self.transactions.add(one)
        return one

    def forward(self, one: Transaction, request: Message) -> None:
        """Note in the durable log that the issuer is being asked, then ask."""
        key = one.key
        self.forwarded[key] = one
        self.asking[key] = request
        self.reserve(one, 1)
        original = one.original
        self.issuers.ask(
            request.changed(
                pan=one.pan,
                reference=one.reference,
                settlement_date=self.mmdd,
                original_batch=original[1] if original else None,
                original_stan=original[2] if original else None,
                mac_key=None,
            )
        )

    def reserve(self, one: Transaction, sign: int) -> None:
        """Count (1) or stop counting (-1) a transaction as taking its original back."""
        original = self.transactions.live.get(one.original) if one.original else None
        if original is None:
            return
        amount_fen = one.amount_fen if one.kind == "refund" else original.booked_fen
        original.taken_back_fen += sign * amount_fen
        original.taken_back_by = one.kind if original.taken_back_fen else ""

    def preauth_of(self, one: Transaction) -> Transaction | None:
        """Give the pre-authorisation behind the completion that a completion void takes back."""
        if one.kind != "completion_void" or one.original is None:
            return None
        completion = self.transactions.live.get(one.original)
        if completion is None or completion.original is None:
            return None
        return self.transactions.live.get(completion.original)

    def use_preauth(self, one: Transaction, is_used: bool) -> None:
        """A completion void makes its pre-authorisation usable again; its reversal uses it up."""
        preauth = self.preauth_of(one)
        if preauth is not None:
            preauth.taken_back_fen = preauth.booked_fen if is_used else 0
            preauth.taken_back_by = "completion" if is_used else ""

    # The issuer's answer ----------------------------------------------------------------------

    def issuer_answered(self, answer: Message) -> None:
        """Act on an issuer's answer after the time that the commit takes."""
        if not self.is_up:
            return
        if answer.code in ISSUER_APPROVALS:
            self._begin_commit(answer)
        self.world.after(COMMIT_US, self._decide_in, self.epoch, answer)

    def _begin_commit(self, answer: Message) -> None:
        """Note the beginning of a durable step, so that the power can go in the middle of it."""
        detail = {
            "reason": answer.kind,
            "terminal": answer.terminal,
            "batch": answer.batch,
            "stan": answer.stan,
            "transaction": answer.kind,
            "takes_us": COMMIT_US,
        }
        self.world.record("acquirer", "commit_started", detail)

    def _decide_in(self, epoch: int, answer: Message) -> None:
        if epoch != self.epoch:
            return
        one = self.forwarded.get(answer.key)
        if one is None or one.state != PENDING:
            return
        one.code = answer.code
        one.authorisation = answer.authorisation
        one.balance_fen = answer.balance_fen
        one.host_time = self.clock.stamp()
        if answer.code not in ISSUER_APPROVALS:
            self._decline(one)
        elif self.batches.is_closed(one.key[0], one.key[1]):
            # The terminal has settled without this one; it must not slip into a closed batch.
            self.give_up(one)
        else:
            if answer.amount_fen is not None:
                one.amount_fen = answer.amount_fen
            self.commit_and_answer(one)

    def commit_and_answer(self, one: Transaction) -> None:
        """Book first, answer after: an answer that was lost can be undone, one too early not."""
        self.commit(one)
        if self.world.strikes:
            # Something strikes at this very instant; the power may go between commit and answer.
            self.world.after(0, self._answer_shop_in, self.epoch, one)
        else:
            self._answer_shop(one)

    def _answer_shop_in(self, epoch: int, one: Transaction) -> None:
        if epoch == self.epoch:
            self._answer_shop(one)

    def _decline(self, one: Transaction) -> None:
        del self.forwarded[one.key]
        self.reserve(one, -1)
        one.state = DECLINED
        _, batch, stan = one.key
        self.world.note(
            "acquirer",
            "declined",
            transaction=one.kind,
            stan=stan,
            batch=batch,
            code=one.code,
            why="issuer",
        )
        self._answer_shop(one)

    def commit(self, one: Transaction) -> None:
        """Make an approval final: books, totals and the day's file."""
        self.forwarded.pop(one.key, None)
        one.state = APPROVED
        self.use_preauth(one, False)
        side = SIDE_OF.get(one.kind)
        one.booked_fen = one.amount_fen + (self.wrong_by_fen if side is Side.DEBIT else 0)
        self.transactions.index(one)
        if side is not None:
            sign = 1 if side is Side.DEBIT else -1
            self.book_item(one, one.kind, sign * one.booked_fen)
            self.batches.open(one.key[0], one.key[1]).count(one.key, sign, one.booked_fen)
        elif one.kind != "balance":
            kind = "held" if one.kind == "preauth" else "released"
            self.world.record("acquirer", kind, self.detail_of(one, one.kind))

    def book_item(self, one: Transaction, reason: str, amount_fen: int) -> None:
        """Post what a transaction moves (negative: gives back) and put it into the day's file."""
        payable = f"acquirer:payable:{one.merchant}"
        posting = self.book.post((RECEIVABLE, -amount_fen), (payable, amount_fen))
        detail = self.detail_of(one, reason)
        detail["entry"] = posting.number
        detail["legs"] = [[RECEIVABLE, -amount_fen], [payable, amount_fen]]
        self.world.record("acquirer", "posted", detail)
        self.log.add(one.day, one.key, amount_fen, one.merchant)
        merchant = self.registry.merchants.get(one.merchant)
        if merchant is not None and SIDE_OF.get(one.kind) is Side.DEBIT:
            merchant.debits_fen += amount_fen

    def detail_of(self, one: Transaction, reason: str) -> dict[str, object]:
        """Give the details of an event about a transaction."""
        terminal, batch, stan = one.key
        detail: dict[str, object] = {
            "reason": reason,
            "terminal": terminal,
            "batch": batch,
            "stan": stan,
            "transaction": one.kind,
            "reference": one.reference,
        }
        if one.original is not None:
            detail["original_batch"] = one.original[1]
            detail["original_stan"] = one.original[2]
        return detail

    def _answer_shop(self, one: Transaction) -> None:
        request = self.asking.pop(one.key, None)
        if request is not None:
            self.tell(one, request, self.registry.terminal(one.key[0]))

    def tell(self, one: Transaction, request: Message, terminal: RegisteredTerminal | None) -> None:
        """Answer with what the register says; the first time and every time after."""
        if one.state != APPROVED:
            self.reply(request, terminal, one.code, reference=one.reference)
            return
        self.reply(
            request,
            terminal,
            one.code,
            reference=one.reference,
            authorisation=one.authorisation,
            host_time=one.host_time,
            settlement_date=f"{one.day:%m%d}" if one.day != self.business_day else self.mmdd,
            amount_fen=one.amount_fen if request.amount_fen is not None else None,
            balance_fen=one.balance_fen,
        )

    def issuer_timed_out(self, key: Key) -> None:
        """Answer 98 and take the request back at the issuer."""
        one = self.forwarded.get(key)
        if one is not None and one.state == PENDING:
            self.give_up(one)

    def give_up(self, one: Transaction) -> None:
        """End a pending transaction as failed, here, at the issuer and towards the shop."""
        self.forwarded.pop(one.key, None)
        self.reserve(one, -1)
        one.state, one.code = FAILED, "98"
        self.reverse_at_issuer(one, "98")
        if one.key in self.asking:
            self.refuse(
                self.asking.pop(one.key),
                self.registry.terminal(one.key[0]),
                Refusal("98", "issuer_silent"),
            )

    def reverse_at_issuer(self, one: Transaction, reason: str) -> None:
        """Tell the issuer to take a transaction back, until it confirms."""
        terminal, batch, stan = one.key
        self.issuers.take_back(
            Message(
                mti="0400",
                kind=one.kind,
                terminal=terminal,
                merchant=one.merchant,
                batch=batch,
                stan=stan,
                amount_fen=one.amount_fen,
                pan=one.pan,
                code=reason,
                reference=one.reference,
                authorisation=one.authorisation,
                host_time=one.host_time,
                settlement_date=self.mmdd,
                original_batch=one.original[1] if one.original else None,
                original_stan=one.original[2] if one.original else None,
            )
        )

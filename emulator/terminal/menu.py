"""
The functions of the menu: what each asks the person, in order, and what it then has done.

Every function ends by itself: done, cancelled, or told not to be possible.
"""

from collections.abc import Callable
from typing import Any

from emulator.domain.card import Card, Secret
from emulator.domain.console import Input
from emulator.domain.journal import Entry
from emulator.domain.message import Message
from emulator.domain.responses import SIGN_IN_AGAIN, is_approved
from emulator.domain.transaction import VOIDED_BY
from emulator.kernel.world import Steps
from emulator.terminal.access import Access
from emulator.terminal.advice import Advices
from emulator.terminal.dialogue import Dialogue
from emulator.terminal.duties import Duties
from emulator.terminal.journal import Item
from emulator.terminal.online import Online, Trouble
from emulator.terminal.payment import Payments, refused_management
from emulator.terminal.questions import Questions
from emulator.terminal.session import Session

_MMDD = 4

_VOIDS = {void: kind for kind, void in VOIDED_BY.items()}
"""Each void to the kind that it takes back."""


class Menu:
    """Card transactions and questions to the host."""

    def __init__(
        self,
        session: Session,
        dialogue: Dialogue,
        online: Online,
        payments: Payments,
        advices: Advices,
        duties: Duties,
        access: Access,
    ) -> None:
        self._session = session
        self._settings = session.settings
        self._dialogue = dialogue
        self.questions = Questions(dialogue)
        self._online = online
        self._payments = payments
        self._advices = advices
        self._duties = duties
        self._access = access
        self.functions: dict[str, Callable[[], Steps[None]]] = {
            "sale": self.sale,
            "preauth": self.preauth,
            "void": lambda: self.take_back("void"),
            "preauth_void": self.preauth_void,
            "completion_void": lambda: self.take_back("completion_void"),
            "completion": self.completion,
            "refund": self.refund,
            "balance": self.balance,
            "query": self.query,
        }
        """Function by menu text; all of these need the host and a sign-in."""
        self.journalled = frozenset(self.functions) - {"balance", "query"}
        """Functions that fill the journal."""

    # Functions --------------------------------------------------------------------------------

    def sale(self, presented: Input | None = None) -> Steps[None]:
        """消费; the card may have been presented at the idle screen."""
        amount_fen = yield from self.questions.amount("sale", self._settings.sale_limit_fen)
        if amount_fen is None:
            return
        if presented is None:
            presented = yield from self.questions.card("sale", amount_fen)
        if presented is None or presented.card is None:
            return
        if not (yield from self.duplicate_wanted(presented.card, amount_fen)):
            return
        yield from self._pay("sale", presented, amount_fen)

    def preauth(self) -> Steps[None]:
        """预授权."""
        amount_fen = yield from self.questions.amount("preauth", self._settings.sale_limit_fen)
        if amount_fen is None:
            return
        presented = yield from self.questions.card("preauth", amount_fen)
        if presented is not None:
            yield from self._pay("preauth", presented, amount_fen)

    def completion(self) -> Steps[None]:
        """预授权完成: by authorisation code and date, since holds outlive their batch."""
        presented = yield from self.questions.card("completion", None)
        if presented is None:
            return
        original = yield from self._ask_hold("completion")
        if original is None:
            return
        amount_fen = yield from self.questions.amount("completion", self._settings.sale_limit_fen)
        if amount_fen is not None:
            yield from self._pay("completion", presented, amount_fen, **original)

    def take_back(self, kind: str) -> Steps[None]:
        """消费撤销, 预授权完成撤销: an item of the open journal, whole, by its STAN."""
        if not (yield from self._access.supervisor_agrees(kind)):
            return
        keyed = yield from self.questions.digits("enter_original", kind)
        if keyed is None:
            return
        item = self._session.journal.by_stan(keyed.zfill(6))
        why = self.why_not_void(kind, item)
        if item is None or why:
            yield from self.questions.refuse(kind, why)
        else:
            yield from self._take_back(kind, item.entry)

    def _take_back(self, kind: str, original: Entry) -> Steps[None]:
        agreed = yield from self._dialogue.ask(
            "confirm_original",
            {"stan": original.stan, "amount_fen": original.amount_fen},
            "confirm",
        )
        if agreed is None:
            yield from self.questions.cancelled(kind)
            return
        presented = Input(kind="card", entry="none")
        if self._settings.void_needs_card:
            shown = yield from self.questions.card(kind, original.amount_fen)
            if shown is None or shown.card is None:
                return
            if shown.card.pan != original.pan:
                yield from self.questions.refuse(kind, "card_differs")
                return
            presented = shown
        done = yield from self._pay(
            kind,
            presented,
            original.amount_fen,
            ask_pin=False,
            pan=original.pan,
            expiry=original.expiry,
            original_batch=original.batch,
            original_stan=original.stan,
            original_reference=original.reference,
            authorisation=original.authorisation,
        )
        if done and original.pan is not None:
            self._session.forget_approval(original.pan, original.amount_fen)

    def refund(self) -> Steps[None]:
        """退货: supervisor's password, original reference and date, any part of the amount."""
        kind = "refund"
        if not (yield from self._access.supervisor_agrees(kind)):
            return
        presented = yield from self.questions.card(kind, None)
        if presented is None or presented.card is None:
            return
        reference = yield from self.questions.digits("enter_reference", kind)
        if reference is None:
            return
        date = yield from self.questions.digits("enter_date", kind)
        if date is None:
            return
        amount_fen = yield from self.questions.amount(kind, self._settings.refund_limit_fen)
        if amount_fen is None or not (yield from self._may_go_online(kind)):
            return
        card = presented.card
        yield from self._advices.send(
            kind,
            amount_fen=amount_fen,
            pan=card.pan,
            expiry=card.expiry,
            entry=presented.entry,
            original_reference=reference,
            original_date=month_and_day(date),
        )

    def balance(self) -> Steps[None]:
        """余额查询."""
        presented = yield from self.questions.card("balance", None)
        if presented is None or presented.card is None:
            return
        pin = yield from self.questions.pin(presented.card, None)
        if pin is False:
            yield from self.questions.cancelled("balance")
            return
        answer = yield from self._inquire(
            "balance",
            pan=presented.card.pan,
            expiry=presented.card.expiry,
            entry=presented.entry,
            pin=pin,
        )
        if answer is not None:
            yield from self._dialogue.notice("balance_shown", {"balance_fen": answer.balance_fen})

    def query(self) -> Steps[None]:
        """交易查询: what the host knows of a transaction, by its STAN."""
        keyed = yield from self.questions.digits("enter_original", "query")
        if keyed is None:
            return
        stan = keyed.zfill(6)
        journal = self._session.journal
        item = journal.by_stan(stan)
        batch = item.entry.batch if item is not None else journal.batch
        answer = yield from self._inquire("query", original_batch=batch, original_stan=stan)
        if answer is not None:
            yield from self._dialogue.notice(
                "status_shown",
                {"stan": stan, "batch": batch, "status": answer.status or "unknown"},
            )

    # Rules ------------------------------------------------------------------------------------

    def why_not_void(self, kind: str, item: Item | None) -> str:
        """Say why an original cannot be taken back; empty if it can."""
        if item is None or item.entry.batch not in self._session.journal.batches:
            return "no_original"
        if item.entry.kind != _VOIDS[kind] or item.voided:
            return "wrong_state"
        return ""

    def is_full(self) -> str:
        """The screen that says that settlement must come first; empty if there is room."""
        journal, settings = self._session.journal, self._settings
        if journal.count >= settings.journal_limit:
            return "journal_full"
        batch = journal.batches.get(journal.batch)
        if batch is not None and (
            max(batch.totals.debit_fen, batch.totals.credit_fen) >= settings.totals_limit_fen
        ):
            return "totals_full"
        return ""

    def duplicate_wanted(self, card: Card, amount_fen: int) -> Steps[bool]:
        """Ask before the same card pays the same amount a second time within a while."""
        stan = self._session.doubled_stan(card.pan, amount_fen)
        if stan is None:
            return True
        agreed = yield from self._dialogue.ask(
            "confirm_duplicate", {"amount_fen": amount_fen, "stan": stan}, "confirm"
        )
        if agreed is None:
            yield from self.questions.cancelled("sale")
        return agreed is not None

    # Holds ------------------------------------------------------------------------------------

    def _ask_hold(self, kind: str) -> Steps[dict[str, Any] | None]:
        """Authorisation code and date of a pre-authorisation, and its STAN if it is known here."""
        authorisation = yield from self.questions.digits("enter_authorisation", kind)
        if authorisation is None:
            return None
        date = yield from self.questions.digits("enter_date", kind)
        if date is None:
            return None
        original = {"authorisation": authorisation, "original_date": month_and_day(date)}
        for batch in self._session.journal.batches.values():
            for item in batch.items.values():
                entry = item.entry
                if entry.kind == "preauth" and entry.authorisation == authorisation:
                    original["original_batch"] = entry.batch
                    original["original_stan"] = entry.stan
        return original

    def preauth_void(self) -> Steps[None]:
        """预授权撤销: by authorisation code and date, since holds outlive their batch."""
        kind = "preauth_void"
        if not (yield from self._access.supervisor_agrees(kind)):
            return
        original = yield from self._ask_hold(kind)
        if original is None:
            return
        if "original_stan" in original:
            item = self._session.journal.item(
                (original["original_batch"], original["original_stan"])
            )
            why = self.why_not_void(kind, item)
            if item is None or why:
                yield from self.questions.refuse(kind, why)
            else:
                yield from self._take_back(kind, item.entry)
            return
        amount_fen = yield from self.questions.amount(kind, 0)
        if amount_fen is None:
            return
        presented = yield from self.questions.card(kind, amount_fen)
        if presented is not None:
            yield from self._pay(kind, presented, amount_fen, ask_pin=False, **original)

    # Going online -----------------------------------------------------------------------------

    def _may_go_online(self, kind: str) -> Steps[bool]:
        """Pay what is due; say so if nothing new may go online."""
        why = yield from self._duties.pay()
        if why:
            yield from self.questions.refuse(kind, why)
            return False
        if not self._session.journal.signed_in:
            yield from self._dialogue.notice("sign_in_required")
            return False
        return True

    def _pay(
        self,
        kind: str,
        presented: Input,
        amount_fen: int,
        *,
        ask_pin: bool = True,
        **details: Any,
    ) -> Steps[bool]:
        """Run a reversible transaction; True if it was approved."""
        card = presented.card
        pin: Secret | None = None
        if card is not None:
            if ask_pin:
                keyed = yield from self.questions.pin(card, amount_fen)
                if isinstance(keyed, bool):
                    yield from self.questions.cancelled(kind)
                    return False
                pin = keyed
            details.setdefault("pan", card.pan)
            details.setdefault("expiry", card.expiry)
        if self._session.journal.has_debts and not (yield from self._may_go_online(kind)):
            return False
        answer = yield from self._payments.pay(
            kind, pin, amount_fen=amount_fen, entry=presented.entry, **details
        )
        return isinstance(answer, Message) and is_approved(answer.code)

    def _inquire(self, kind: str, **fields: Any) -> Steps[Message | None]:
        """Ask the host something that moves no money; None, and told, if it did not answer."""
        if not (yield from self._may_go_online(kind)):
            return None
        stan = yield from self._session.take_stan()
        if stan is None:
            yield from self._dialogue.notice(self._session.no_room)
            return None
        self._dialogue.show("waiting", {"transaction": kind})
        request = self._online.management(kind, stan).changed(
            operator=None, mac_key=self._session.journal.keys, **fields
        )
        answer = yield from self._online.exchange(request)
        if not isinstance(answer, Trouble) and is_approved(answer.code):
            return answer
        if answer is Trouble.UNREADABLE or (
            isinstance(answer, Message) and answer.code in SIGN_IN_AGAIN
        ):
            yield from self._session.lose_sign_in()
        yield from refused_management(self._dialogue, request, answer)
        return None


def month_and_day(keyed: str) -> str:
    """A date as DE61 carries it, MMDD, also when somebody copied the whole date off a slip."""
    digits = "".join(char for char in keyed if char.isdecimal())
    return digits[-_MMDD:]

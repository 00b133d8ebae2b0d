"""
Hosts that get one thing wrong, each in one method, and what the books then show.

These are the mistakes that checks must find; here it is only shown that each seam is one.
"""

from typing import Any

from emulator.acquirer.host import Acquirer
from emulator.acquirer.transactions import APPROVED, PENDING, Transaction
from emulator.clearing.issuer import Issuers
from emulator.domain.message import Message, Totals
from emulator.domain.moments import MS
from emulator.kernel.power import Power


def signed_in(new_shop: Any, **more: Any) -> Any:
    """A shop with a host of your own, signed in."""
    one = new_shop(**more)
    one.sign_in()
    return one


class ForgetsRepeats(Acquirer):
    """Takes every request for a new one."""

    def find_known(self, request: Message) -> Transaction | None:
        return None


def test_without_deduplication_a_repeat_is_booked_twice(new_shop: Any) -> None:
    """The merchant is owed twice what the cardholder paid."""
    one = signed_in(new_shop, host=ForgetsRepeats)
    one.sale()
    one.sale()

    assert (87_150, 25_700) == one.sums_fen


class ForgetsRepeatsToo(Issuers):
    """A bank that takes every request for a new one."""

    def find_known(self, request: Message) -> None:
        return None


def test_without_deduplication_at_the_bank_the_cardholder_pays_twice(new_shop: Any) -> None:
    """Both must be careless for a double debit."""
    one = signed_in(new_shop, host=ForgetsRepeats, banks=ForgetsRepeatsToo)
    one.sale()
    one.sale()

    assert (74_300, 25_700) == one.sums_fen


class ReversesAgain(Acquirer):
    """Undoes a transaction every time it is asked to."""

    def is_undone(self, one: Transaction) -> bool:
        return False


def test_a_reversal_that_is_not_idempotent_takes_twice(new_shop: Any) -> None:
    """The merchant loses a sale's worth."""
    one = signed_in(new_shop, host=ReversesAgain)
    sale = one.message("sale", "000001", 12_850)
    one.ask(sale)
    one.ask(one.reversal_of(sale))
    one.ask(one.reversal_of(sale))

    assert (100_000, -12_850) == one.sums_fen


class ForgetsReversals(Acquirer):
    """Answers 25 and thinks no more of it."""

    def reverse_unknown(self, request: Message) -> None:
        pass


def test_a_forgotten_reversal_leaves_the_late_original_debited(new_shop: Any) -> None:
    """The terminal has given the sale up, the cardholder has paid."""
    one = signed_in(new_shop, host=ForgetsReversals)
    sale = one.message("sale", "000001", 12_850)
    one.ask(one.reversal_of(sale))
    one.ask(sale)

    assert (87_150, 12_850) == one.sums_fen


class CreditsUnknown(Acquirer):
    """Pays back what it never took."""

    def reverse_unknown(self, request: Message) -> None:
        amount_fen = request.amount_fen or 0
        self.book.post(
            ("acquirer:receivable", amount_fen),
            (f"acquirer:payable:{request.merchant}", -amount_fen),
        )


def test_crediting_an_unknown_reversal_costs_the_merchant(new_shop: Any) -> None:
    """There never was a sale."""
    one = signed_in(new_shop, host=CreditsUnknown)
    one.ask(one.reversal_of(one.message("sale", "000001", 12_850)))

    assert (100_000, -12_850) == one.sums_fen


class ClosesTwice(Acquirer):
    """Closes a batch whenever it is asked to."""

    def is_settled(self, batch: Any) -> bool:
        return False


def test_closing_twice_notes_no_repeat(new_shop: Any) -> None:
    """The batch appears as two settled ones."""
    one = signed_in(new_shop, host=ClosesTwice)
    one.sale()
    for _ in range(2):
        one.ask(one.message("settlement", "000009", totals=Totals(12_850, 1), batch="000001"))

    assert [False, False] == ["repeated" in d for d in one.named("acquirer.batch_closed")]


class BelievesTheTerminal(Acquirer):
    """Calls every batch balanced."""

    def compare_totals(self, host: Totals, shop: Totals) -> str:
        return "1"


def test_settling_by_the_terminals_totals_hides_a_difference(new_shop: Any) -> None:
    """Result 1 although the host has a sale that the terminal lacks."""
    one = signed_in(new_shop, host=BelievesTheTerminal)
    one.sale()
    answer = one.ask(one.message("settlement", "000009", totals=Totals()))

    assert ("1", Totals(12_850, 1)) == (answer.settlement_result, answer.totals)


class AnswersFirst(Acquirer):
    """Tells the terminal before it has booked."""

    def commit_and_answer(self, one: Transaction) -> None:
        one.state = APPROVED
        self._answer_shop(one)
        one.state = PENDING
        self.world.after(5 * MS, lambda: self.commit(one) if self.is_up else None)


def test_answering_before_the_commit_loses_the_sale_in_a_power_cut(new_shop: Any) -> None:
    """The terminal has an approval that the acquirer then takes back."""
    one = signed_in(new_shop, host=AnswersFirst)
    power = Power(one.world, "acquirer", boot=one.host.boot, wipe=one.host.wipe)
    power.on()

    def strike(event: Any) -> None:
        if event.source == "uplink" and event.detail["mti"] == "0210":
            one.world.soon(power.off)

    one.world.listen(strike, ["sent"])
    answer = one.sale()
    power.on()
    one.run()

    assert "00" == answer.code
    assert (100_000, 0) == one.sums_fen

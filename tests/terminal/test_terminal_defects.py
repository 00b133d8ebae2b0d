"""
A bank of terminal defects, each a method or two away from the reference, and what each costs.

That they can be written this way holds the parts' public methods as seams.
"""

from collections.abc import Callable
from typing import Any

import pytest

from emulator.domain.journal import Entry, Record
from emulator.domain.message import Message, Totals
from emulator.domain.moments import SECOND
from emulator.terminal.counter import Counter
from emulator.terminal.journal import Batch, Item, Settling
from emulator.terminal.menu import Menu
from emulator.terminal.online import Online, Trouble
from emulator.terminal.payment import Payments
from emulator.terminal.printing import Printing
from emulator.terminal.reference import ReferenceTerminal
from emulator.terminal.reversal import Reversals
from emulator.terminal.session import Session
from emulator.terminal.settlement import Settlement


def _with(**parts: Any) -> type[ReferenceTerminal]:
    return type("Defective", (ReferenceTerminal,), parts)


def _both_sides(bench: Any) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    items = {(b.number, stan) for b in bench.journal.batches.values() for stan in b.items}
    return set(bench.host.live), items


# No reversal after a timeout ------------------------------------------------------------------


class ForgetsToReverse(Payments):
    def no_answer(self, entry: Entry, trouble: Trouble) -> Any:
        yield from self._session.keep_if_possible(
            Record(kind="cleared", stan=entry.stan, batch=entry.batch)
        )


def test_no_reversal_after_a_timeout(make_bench: Any) -> None:
    """The cardholder is debited and the shop has nothing."""
    bench = make_bench(_with(payments_class=ForgetsToReverse))
    bench.lose_answers("0210")
    bench.sell()

    bench.run(200)

    assert ({("000001", "000002")}, set()) == _both_sides(bench)


# The reversal only in RAM -----------------------------------------------------------------------


class IntentInRam(Payments):
    def write_intent(self, entry: Entry) -> Any:
        self._session.journal.apply(
            Record(kind="intent", stan=entry.stan, batch=entry.batch, entry=entry)
        )
        return True
        yield


def test_a_reversal_that_is_only_in_memory_is_gone_with_the_power(make_bench: Any) -> None:
    """A cut after sending leaves a debit that nobody reverses."""
    bench = make_bench(_with(payments_class=IntentInRam))
    bench.sell()
    bench.at("uplink.sent", bench.cut, mti="0200")

    bench.run(200)

    assert ({("000001", "000002")}, set()) == _both_sides(bench)


def test_a_number_persisted_late_is_used_twice(make_bench: Any) -> None:
    """After a cut the next sale gets the STAN of the lost one, and the old approval."""
    bench = make_bench(_with(payments_class=IntentInRam))
    bench.sell(1_00)
    bench.sell(1_00)
    bench.at("uplink.sent", bench.cut, mti="0200")

    bench.run(200)

    sales = [stan for mti, stan in bench.sent() if mti == "0200"]
    assert ["000002", "000002"] == sales


# A STAN that is reset -----------------------------------------------------------------------------


class SameNumberAgain(Session):
    def take_stan(self) -> Any:
        return "000001"
        yield


class ResetsNumber(ReferenceTerminal):
    session_class = SameNumberAgain


def test_a_reset_number_is_sent_twice(make_bench: Any, keys: Any) -> None:
    """Two questions under one STAN."""
    bench = make_bench(ResetsNumber)
    bench.errand("balance", present_card=keys.card())
    bench.errand("balance", present_card=keys.card())

    bench.run()

    assert [("0200", "000001")] * 2 == bench.sent()


# Answers -----------------------------------------------------------------------------------------


class IgnoresStan(Online):
    def fits(self, request: Message, answer: Message) -> bool:
        return super().fits(request, answer.changed(stan=request.stan))


def test_an_answer_matched_without_stan_approves_the_wrong_sale(make_bench: Any) -> None:
    """A late approval of the same amount is taken for the next sale's."""
    bench = make_bench(_with(online_class=IgnoresStan), reversal_retry_us=0, duplicate_guard_us=0)
    held: list[Message] = []

    def rule(request: Message, answer: Message) -> list[Message] | None:
        if answer.mti == "0210" and not held:
            held.append(answer)
            return []
        return [held[0]] if answer.mti == "0210" else None

    bench.host.rules.append(rule)
    bench.sell(1_00)
    bench.sell(1_00)

    bench.run(200)

    assert [1] == [len(bench.shown("approved"))]
    assert "000000000001" == bench.journal.by_stan("000003").entry.reference


class TakesLateAnswers(Payments):
    def no_answer(self, entry: Entry, trouble: Trouble) -> Any:
        answer = yield from self._session.ports.host.receive(
            deadline_us=self._session.world.now_us + 30 * SECOND
        )
        if answer is not None:
            yield from self._reversals.owe(entry.batch, entry.stan, "98")
            yield from self.approved(entry, answer)


def test_a_late_answer_that_is_accepted_counts_although_it_was_due_to_be_reversed(
    make_bench: Any,
) -> None:
    """Reason 98 on record, and approved all the same."""
    bench = make_bench(_with(payments_class=TakesLateAnswers))

    def rule(_: Message, answer: Message) -> list[Message] | None:
        if answer.mti != "0210":
            return None
        bench.world.after(70 * SECOND, lambda: bench.line.high.send(answer))
        return []

    bench.host.rules.append(rule)
    bench.sell()

    bench.run(200)

    assert ["intent", "reason", "verdict", "printed"] == bench.records()


class RetriesAsNewSale(Payments):
    def no_answer(self, entry: Entry, trouble: Trouble) -> Any:
        yield from self._session.keep_if_possible(
            Record(kind="cleared", stan=entry.stan, batch=entry.batch)
        )
        yield from self.pay(
            entry.kind, None, amount_fen=entry.amount_fen, pan=entry.pan, entry=entry.entry
        )


def test_a_retry_as_a_new_sale_charges_twice(make_bench: Any) -> None:
    """Two live debits for one purchase."""
    bench = make_bench(_with(payments_class=RetriesAsNewSale))
    bench.lose_answers("0210")
    bench.sell()

    bench.run(200)

    assert 2 == len(bench.host.live)


class GivesUpAtOnce(Reversals):
    def failed(self, pending: Any, attempts: int) -> Any:
        yield from self._session.keep_if_possible(
            Record(kind="gave_up", stan=pending.entry.stan, batch=pending.entry.batch)
        )
        return True


def test_a_reversal_that_is_given_up_leaves_a_debit(make_bench: Any) -> None:
    """An outage longer than the tries."""
    bench = make_bench(_with(reversals_class=GivesUpAtOnce), receive_timeout_us=5 * SECOND)
    bench.lose_answers("0210")
    bench.lose_requests("0400", 3)
    bench.sell()

    bench.run(400)

    assert ({("000001", "000002")}, set()) == _both_sides(bench)


# Paper --------------------------------------------------------------------------------------------


class PrintsFirst(Payments):
    def approved(self, entry: Entry, answer: Message) -> Any:
        yield from self._printing.print_slip("sale", "merchant", {}, entry.stan)
        yield from super().approved(entry, answer)


def test_a_slip_before_the_journal_outlives_a_reversed_sale(make_bench: Any) -> None:
    """Cut between slip and verdict: the customer has a slip of a sale that was reversed."""
    bench = make_bench(_with(payments_class=PrintsFirst))
    bench.sell()
    bench.at("printer.slip_printed", bench.cut)

    bench.run(200)

    assert {} == bench.host.live
    assert 1 == len(bench.printer.slips)


class PaperOutFailsSale(Printing):
    def hand_over(self, item: Item, *, reprint: bool = False) -> Any:
        printed = yield from super().hand_over(item, reprint=reprint)
        if not printed:
            yield from self._dialogue.notice("declined", {"stan": item.entry.stan})
        return printed


def test_paper_out_told_as_a_failed_sale_contradicts_the_host(make_bench: Any, keys: Any) -> None:
    """The shop reads DECLINED of a sale that stands."""
    bench = make_bench(_with(printing_class=PaperOutFailsSale))
    bench.cashier.answers["paper_out"] = keys.cancel
    bench.printer.next_results.append(("paper_out", 0))
    bench.sell()

    bench.run()

    assert 1 == len(bench.shown("declined"))
    assert 1 == len(bench.host.live)


class NeverMarks(Printing):
    def hand_over(self, item: Item, *, reprint: bool = False) -> Any:
        return (yield from super().hand_over(item, reprint=False))


def test_a_reprint_without_mark_is_a_second_original(make_bench: Any) -> None:
    """Two unmarked merchant copies of one sale."""
    bench = make_bench(_with(printing_class=NeverMarks))
    bench.sell()
    bench.errand("reprint")

    bench.run()

    assert 2 == bench.printer.slips.count(("sale", "merchant", "000002", False))


class ReprintSells(Counter):
    def reprint(self, item: Item) -> Any:
        entry = item.entry
        yield from self._menu._payments.pay(
            entry.kind, None, amount_fen=entry.amount_fen, pan=entry.pan, entry=entry.entry
        )


def test_a_reprint_that_makes_a_new_sale_charges_twice(make_bench: Any) -> None:
    """Two debits, one purchase."""
    bench = make_bench(_with(counter_class=ReprintSells))
    bench.sell()
    bench.errand("reprint")

    bench.run()

    assert 2 == len(bench.host.live)


# Settlement --------------------------------------------------------------------------------


class LeavesOutRefunds(Settlement):
    def totals_of(self, batch: Batch) -> Totals:
        totals = super().totals_of(batch)
        return Totals(totals.debit_fen, totals.debit_count)


def test_totals_without_credits_do_not_balance(make_bench: Any, keys: Any) -> None:
    """The host answers 2."""
    bench = make_bench(_with(settlement_class=LeavesOutRefunds))
    bench.sell(5_00)
    bench.errand("void", enter_original=keys.digits("2"), present_card=keys.card())
    bench.errand("settlement")

    bench.run(120)

    assert ["2"] == [one["result"] for one in bench.shown("settled")]


class NewKeyEachTime(Settlement):
    def request(self, settling: Settling) -> Message:
        batch = f"{int(settling.batch) + len(self._session.journal.batches):06d}"
        return super().request(settling).changed(batch=batch)


def test_a_settlement_under_another_key_closes_the_wrong_batch(make_bench: Any) -> None:
    """The host has closed a batch that was never sold in."""
    bench = make_bench(_with(settlement_class=NewKeyEachTime))
    bench.sell()
    bench.errand("settlement")

    bench.run(120)

    assert ["000002"] == list(bench.host.settled)


class AlwaysBalancedEnd(Settlement):
    def end_code(self, result: str) -> str:
        return "207"


def test_the_wrong_end_code(make_bench: Any) -> None:
    """207 after an unbalanced batch (payments.md 3.8: a bug of a real terminal)."""
    bench = make_bench(_with(settlement_class=AlwaysBalancedEnd))
    bench.sell()
    bench.host.totals_differ = True
    bench.errand("settlement")

    bench.run(120)

    assert {"000001": "207"} == bench.host.ended


# Voids and the journal ----------------------------------------------------------------------


def test_a_void_that_is_forgotten_restores_approved(make_bench: Any, keys: Any) -> None:
    """The void's answer is lost: the host has voided, the terminal says approved."""
    bench = make_bench(_with(payments_class=ForgetsToReverse))
    bench.sell(5_00)
    bench.run(30)
    bench.lose_answers("0210")
    bench.errand("void", enter_original=keys.digits("2"), present_card=keys.card())

    bench.run(120)

    assert ("000001", "000003") in bench.host.live
    assert not bench.journal.by_stan("000002").voided


class OverwritesOldest(Menu):
    def is_full(self) -> str:
        journal = self._session.journal
        batch = journal.batches.get(journal.batch)
        if batch is not None and len(batch.items) >= self._settings.journal_limit:
            del batch.items[next(iter(batch.items))]
        return ""


def test_a_full_journal_that_overwrites_the_oldest_loses_it(make_bench: Any) -> None:
    """The upload lacks the first sale."""
    bench = make_bench(_with(menu_class=OverwritesOldest), journal_limit=2)
    for yuan in (1, 2, 3):
        bench.sell(yuan * 100)
    bench.host.totals_differ = True
    bench.errand("settlement")

    bench.run(180)

    assert ["000003", "000004"] == bench.host.uploaded["000001"]


ALL: list[Callable[..., Any]] = [
    ForgetsToReverse, IntentInRam, SameNumberAgain, IgnoresStan, TakesLateAnswers,
    RetriesAsNewSale, GivesUpAtOnce, PrintsFirst, PaperOutFailsSale, NeverMarks, ReprintSells,
    LeavesOutRefunds, NewKeyEachTime, AlwaysBalancedEnd, OverwritesOldest,
]  # fmt: skip


@pytest.mark.parametrize("part", ALL)
def test_every_defect_is_a_method_or_two(part: type) -> None:
    """The seams hold: nobody has to copy a part in order to break it."""
    assert len([name for name in vars(part) if not name.startswith("__")]) <= 2

"""Requests without outcome are reversed, whatever goes wrong on the way."""

from typing import Any

import pytest

from emulator.domain.message import Message
from emulator.domain.moments import SECOND


def test_a_lost_answer_is_reversed_by_itself(bench: Any) -> None:
    """No answer to a sale: timed out, then reversed with reason 98 while the terminal is idle."""
    bench.lose_answers("0210")
    bench.sell()

    bench.run(120)

    assert [("0200", "000002"), ("0400", "000002")] == bench.sent()
    assert "98" == bench.host.seen[-1].code
    assert {} == bench.host.live
    assert ["intent", "reason", "reversed"] == bench.records()
    assert [] == bench.printer.slips
    assert not bench.journal.pending


def test_a_reversal_carries_stan_and_batch_of_its_original_and_no_secret(bench: Any) -> None:
    """0400 repeats STAN, batch, amount and kind; PIN and reference stay out."""
    bench.lose_answers("0210")
    bench.sell(77_00)

    bench.run(120)

    sale, reversal = bench.host.seen
    assert sale.key == reversal.key
    assert (sale.kind, sale.amount_fen, sale.pan) == (
        reversal.kind,
        reversal.amount_fen,
        reversal.pan,
    )
    assert (None, None) == (reversal.pin, reversal.reference)


def test_a_late_answer_is_dropped_and_the_sale_reversed(bench: Any) -> None:
    """An approval that comes while the reversal is under way changes nothing."""
    held: list[Message] = []

    def rule(request: Message, answer: Message) -> list[Message] | None:
        if answer.mti == "0210":
            held.append(answer)
            return []
        return [held[0], answer] if answer.mti == "0410" else None

    bench.host.rules.append(rule)
    bench.sell()

    bench.run(120)

    dropped = bench.events("terminal.answer_dropped")
    assert [("0210", "late")] == [(e.detail["mti"], e.detail["why"]) for e in dropped]
    assert {} == bench.host.live
    assert "approved" not in bench.screens()


def test_an_answer_at_the_instant_of_the_deadline_is_late(make_bench: Any) -> None:
    """The deadline wins: the sale is timed out although the answer is there."""
    bench = make_bench(receive_timeout_us=10 * SECOND)

    def rule(request: Message, answer: Message) -> list[Message] | None:
        if answer.mti != "0210":
            return None
        # 50 ms up, 50 ms down: the answer leaves so that it arrives with the deadline.
        bench.world.after(9_900_000, lambda: bench.line.high.send(answer))
        return []

    bench.host.rules.append(rule)
    bench.sell()

    bench.run(60)

    assert 1 == len(bench.shown("timed_out"))
    assert {} == bench.host.live


def test_an_answer_just_before_the_deadline_counts(make_bench: Any) -> None:
    """One microsecond earlier the sale is approved."""
    bench = make_bench(receive_timeout_us=10 * SECOND)

    def rule(request: Message, answer: Message) -> list[Message] | None:
        if answer.mti != "0210":
            return None
        bench.world.after(9_899_999, lambda: bench.line.high.send(answer))
        return []

    bench.host.rules.append(rule)
    bench.sell()

    bench.run(60)

    assert [] == bench.shown("timed_out")
    assert 1 == len(bench.shown("approved"))


def test_a_duplicate_answer_is_dropped_at_the_next_exchange(bench: Any) -> None:
    """The second copy of an answer is told apart and ignored."""
    bench.host.rules.append(lambda _, answer: [answer, answer] if answer.mti == "0210" else None)
    bench.sell(1_00)
    bench.sell(2_00)

    bench.run(60)

    dropped = bench.events("terminal.answer_dropped")
    assert [("000002", "duplicate")] == [(e.detail["stan"], e.detail["why"]) for e in dropped]
    assert 2 == len(bench.shown("approved"))


def test_an_answer_for_another_sum_is_dropped(bench: Any) -> None:
    """STAN alone does not make an answer fit."""
    bench.host.rules.append(
        lambda _, answer: [answer.changed(amount_fen=1), answer] if answer.mti == "0210" else None
    )
    bench.sell()

    bench.run()

    assert ["other"] == [e.detail["why"] for e in bench.events("terminal.answer_dropped")]
    assert [128_50] == [one["amount_fen"] for one in bench.shown("approved")]


def test_a_wrong_mac_is_reversed_with_reason_a0_and_asks_for_a_sign_in(bench: Any) -> None:
    """An approval that cannot be believed is reversed, and nothing is sold before a sign-in."""
    bench.host.rules.append(
        lambda _, answer: [answer.changed(mac_key="??")] if answer.mti == "0210" else None
    )
    bench.sell()

    bench.run()

    assert ["A0"] == [one["reason"] for one in bench.shown("bad_answer")]
    assert ("0400", "A0") == (bench.host.seen[-1].mti, bench.host.seen[-1].code)
    assert {} == bench.host.live
    assert "sign_in_required" == bench.console.current.id


def test_a_garbled_answer_is_reversed(bench: Any) -> None:
    """Noise on the answer is no decline and no approval."""
    bench.host.rules.append(
        lambda _, answer: [answer.changed(garbled=True)] if answer.mti == "0210" else None
    )
    bench.sell()

    bench.run()

    assert {} == bench.host.live
    assert [] == bench.printer.slips


def test_without_carrier_nothing_is_reversed(bench: Any) -> None:
    """Not a byte left, so the intent is cleared and the person told."""
    bench.line.has_carrier = False
    bench.sell()

    bench.run()

    assert ["intent", "cleared"] == bench.records()
    assert 1 == len(bench.shown("not_connected"))
    assert not bench.journal.has_debts


def test_a_failed_round_keeps_the_reversal_and_prints_one_fault_slip(make_bench: Any) -> None:
    """Three silent tries: told, put on paper once, tried again by itself, never dropped."""
    bench = make_bench(receive_timeout_us=10 * SECOND)
    bench.lose_answers("0210")
    bench.lose_answers("0410", 7)
    bench.sell()

    bench.run(600)

    assert [1, 2, 3, 1, 2, 3, 1, 2] == [
        e.detail["attempt"] for e in bench.events("terminal.reversal_tried")
    ]
    assert [3, 3] == [one["attempts"] for one in bench.shown("reversal_failed")]
    assert [("fault", "report", "000002", False)] == bench.printer.slips
    assert not bench.journal.pending
    assert "reversed" in bench.screens()


def test_a_pending_reversal_goes_before_the_next_sale(make_bench: Any) -> None:
    """With no background tries the reversal is the first thing that the next sale sends."""
    bench = make_bench(reversal_retry_us=0)
    bench.lose_answers("0210")
    bench.sell(1_00)
    bench.sell(2_00)

    bench.run(120)

    assert [("0200", "000002"), ("0400", "000002"), ("0200", "000003")] == bench.sent()
    assert {("000001", "000003")} == set(bench.host.live)


def test_a_new_sale_is_refused_while_a_reversal_cannot_be_delivered(make_bench: Any) -> None:
    """The refusal says why, and the sale's request never leaves."""
    bench = make_bench(reversal_retry_us=0, receive_timeout_us=10 * SECOND)
    bench.lose_answers("0210")
    bench.lose_answers("0410", 99)
    bench.sell(1_00)
    bench.sell(2_00)

    bench.run(120)

    assert [{"transaction": "sale", "why": "reversal_pending"}] == bench.shown("not_possible")
    assert 1 == sum(mti == "0200" for mti, _ in bench.sent())
    assert bench.journal.pending


@pytest.mark.parametrize("code", ["00", "25", "12"])
def test_answers_that_end_a_reversal(bench: Any, code: str) -> None:
    """Done, or the host knows no such original: both empty the slot."""
    bench.lose_answers("0210")
    bench.host.rules.append(
        lambda _, answer: [answer.changed(code=code)] if answer.mti == "0410" else None
    )
    bench.sell()

    bench.run(120)

    assert not bench.journal.pending


@pytest.mark.parametrize("code", ["98", "96", "30"])
def test_answers_that_do_not_end_a_reversal(make_bench: Any, code: str) -> None:
    """A host in trouble has reversed nothing; the terminal keeps trying."""
    bench = make_bench()
    bench.lose_answers("0210")
    bench.host.rules.append(
        lambda _, answer: [answer.changed(code=code)] if answer.mti == "0410" else None
    )
    bench.sell()

    bench.run(300)

    assert bench.journal.pending
    assert 6 == len(bench.events("terminal.reversal_tried"))


def test_a_decline_is_final_and_not_reversed(bench: Any) -> None:
    """A refusal ends the pending slot and prints nothing."""
    bench.host.rules.append(
        lambda _, answer: [answer.changed(code="51")] if answer.mti == "0210" else None
    )
    bench.sell()

    bench.run()

    declined = bench.shown("declined")
    assert [("51", "C")] == [(one["code"], one["operator_class"]) for one in declined]
    assert [("0200", "000002")] == bench.sent()
    assert not bench.journal.pending
    assert [] == bench.printer.slips


def test_a_reversal_refused_for_want_of_a_sign_in_is_tried_again_after_it(bench: Any) -> None:
    """The host asks for new keys in the header; the terminal fetches them and reverses."""
    asked = []
    bench.lose_answers("0210")

    def rule(_: Message, answer: Message) -> list[Message] | None:
        if answer.mti == "0410" and not asked:
            asked.append(True)
            return [answer.changed(code="90", work_request="3")]
        return None

    bench.host.rules.append(rule)
    bench.sell()

    bench.run(120)

    assert ["0200", "0400", "0800", "0400"] == [mti for mti, _ in bench.sent()]
    assert not bench.journal.pending
    assert [] == bench.printer.slips

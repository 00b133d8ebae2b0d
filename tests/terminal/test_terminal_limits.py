"""Limits, guards and time-outs: what stops a function, and what lets it go on."""

from typing import Any

import pytest

from emulator.domain.message import Message
from emulator.domain.moments import MINUTE, SECOND


@pytest.mark.parametrize(("amount_fen", "allowed"), [(100, True), (101, False), (0, False)])
def test_the_sale_limit(make_bench: Any, amount_fen: int, allowed: bool) -> None:
    """The limit itself may be sold; nothing may not."""
    bench = make_bench(sale_limit_fen=100)
    bench.sell(amount_fen)

    bench.run()

    assert allowed == bool(bench.host.live)


def test_the_same_card_and_amount_asks_first(bench: Any, keys: Any) -> None:
    """Confirm goes on, cancel stops."""
    bench.sell(1_00)
    bench.errand(
        "sale", enter_amount=keys.digits(1_00), present_card=keys.card(),
        confirm_duplicate=keys.cancel,
    )  # fmt: skip
    bench.errand(
        "sale", enter_amount=keys.digits(1_00), present_card=keys.card(),
        confirm_duplicate=keys.confirm,
    )  # fmt: skip

    bench.run()

    assert [{"amount_fen": 100, "stan": "000002"}] * 2 == bench.shown("confirm_duplicate")
    assert 2 == len(bench.host.live)


@pytest.mark.parametrize(("wait_s", "asks"), [(250, True), (310, False)])
def test_the_duplicate_guard_ends_after_its_time(
    make_bench: Any, keys: Any, wait_s: int, asks: bool
) -> None:
    """Five minutes by default."""
    bench = make_bench(duplicate_guard_us=5 * MINUTE)
    bench.sell(1_00)
    bench.run(wait_s)
    bench.sell(1_00)

    bench.run(30)

    assert asks == bool(bench.shown("confirm_duplicate"))


def test_another_card_may_pay_the_same_amount(bench: Any, keys: Any) -> None:
    """Only the same card is a likely mistake."""
    bench.sell(1_00)
    bench.sell(1_00, keys.other)

    bench.run()

    assert [] == bench.shown("confirm_duplicate")


def test_a_full_journal_asks_for_settlement(make_bench: Any) -> None:
    """The last place may be used, and after the settlement there is room again."""
    bench = make_bench(journal_limit=2)
    for yuan in (1, 2, 3):
        bench.sell(yuan * 100)
    bench.run(60)

    assert 2 == len(bench.host.live)
    assert 1 == len(bench.shown("journal_full"))

    bench.errand("settlement")
    bench.sell(4_00)
    bench.run(60)

    assert 3 == len(bench.host.live)


def test_too_large_a_total_asks_for_settlement(make_bench: Any) -> None:
    """totals_limit is like the journal's limit."""
    bench = make_bench(totals_limit_fen=200)
    bench.sell(2_00)
    bench.sell(3_00)

    bench.run()

    assert 1 == len(bench.shown("totals_full"))
    assert 1 == len(bench.host.live)


def test_a_full_memory_refuses_the_sale_before_anything_is_sent(bench: Any) -> None:
    """Without a durable intent no byte leaves."""
    with bench.storage.full():
        bench.sell()
        bench.run()

    assert [] == bench.sent()
    assert [] == bench.shown("journal_full")
    assert 1 == len(bench.shown("storage_full"))


def test_an_approval_that_cannot_be_kept_is_reversed_with_96(bench: Any) -> None:
    """The memory fills up between intent and verdict: the terminal cannot complete."""
    full = bench.storage.full()
    bench.at("uplink.delivered", lambda: full.__enter__(), mti="0210")
    bench.sell()

    bench.run(120)

    assert ["96"] == [m.code for m in bench.host.seen if m.mti == "0400"]
    assert {} == bench.host.live
    assert [] == bench.printer.slips


def test_a_full_memory_can_still_be_settled(bench: Any) -> None:
    """Settlement is what empties it."""
    bench.sell()
    bench.run(30)
    full = bench.storage.full()
    full.__enter__()
    bench.errand("settlement")
    bench.run(60)
    full.__exit__(None, None, None)
    bench.sell(2_00)

    bench.run(30)

    assert 1 == len(bench.shown("settled"))
    assert {"000001", "000002"} == {batch for batch, _ in bench.host.live}


@pytest.mark.parametrize("screen", ["enter_amount", "present_card", "enter_pin"])
def test_cancel_at_any_prompt_of_a_sale(bench: Any, keys: Any, screen: str) -> None:
    """Nothing is sent, the terminal says so and is idle again."""
    bench.sell()
    bench.cashier.errands[0][screen] = keys.cancel

    bench.run()

    assert [] == bench.sent()
    assert 1 == len(bench.shown("cancelled"))
    assert "idle" == bench.console.current.id


def test_a_prompt_ends_at_its_time_out(make_bench: Any, keys: Any) -> None:
    """Nobody presents a card."""
    bench = make_bench(prompt_timeout_us=30 * SECOND)
    bench.errand("sale", enter_amount=keys.digits(100), present_card=[])

    bench.run(60)

    assert 1 == len(bench.shown("cancelled"))


def test_a_confirm_pressed_too_early_does_not_answer_the_next_question(
    bench: Any, keys: Any
) -> None:
    """What was keyed before a question stood there is no answer to it."""
    bench.sell(1_00)
    bench.at(
        "console.displayed",
        lambda: bench.console.person_end.send(keys.confirm),
        screen="waiting",
    )
    bench.cashier.answers["paper_out"] = []
    bench.printer.next_results.extend([("paper_out", 0)])

    bench.run(30)

    assert "paper_out" == bench.console.current.id


def test_an_unknown_function_is_told(bench: Any) -> None:
    """The terminal does not hang on a key that it does not know."""
    bench.errand("lottery")

    bench.run()

    assert ["unknown_function"] == [one["why"] for one in bench.shown("not_possible")]


def test_a_partial_approval_counts_for_the_approved_amount(bench: Any) -> None:
    """Code 10: slip, journal and totals show what the host approved."""
    bench.host.rules.append(
        lambda _, a: [a.changed(code="10", amount_fen=60_00)] if a.mti == "0210" else None
    )
    bench.sell(100_00)

    bench.run()

    assert [60_00] == [one["amount_fen"] for one in bench.shown("approved")]
    assert 60_00 == bench.journal.batches["000001"].totals.debit_fen
    assert 60_00 == bench.printer.jobs[0].receipt.values["amount_fen"]


@pytest.mark.parametrize("code", ["77", "99", "A0"])
def test_codes_that_want_a_sign_in(bench: Any, code: str) -> None:
    """After such an answer nothing goes online before a sign-in."""
    bench.host.rules.append(lambda _, a: [a.changed(code=code)] if a.mti == "0210" else None)
    bench.sell(1_00)

    bench.run()

    assert "sign_in_required" == bench.console.current.id


def test_a_work_request_signs_in_again_by_itself(bench: Any) -> None:
    """The host may ask for it in the header of any answer."""

    def rule(_: Message, answer: Message) -> list[Message] | None:
        return [answer.changed(work_request="3")] if answer.mti == "0210" else None

    bench.host.rules.append(rule)
    bench.sell(1_00)

    bench.run()

    assert ["0200", "0800"] == [mti for mti, _ in bench.sent()]
    assert bench.host.keys == bench.journal.keys
    assert "idle" == bench.console.current.id

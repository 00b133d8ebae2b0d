"""Every function of the menu: what it asks, what it sends, when it is refused."""

from typing import Any

import pytest

from emulator.domain.moments import SECOND


def test_a_card_at_the_idle_screen_begins_a_sale(bench: Any, keys: Any) -> None:
    """The amount is asked for, the card is not asked for again."""
    bench.errand(keys.card(), enter_amount=keys.digits(5_00))

    bench.run()

    assert [500] == [one.amount_fen for one in bench.host.live.values()]
    assert "present_card" not in bench.screens()


def test_a_card_without_pin_is_not_asked_for_one(bench: Any, keys: Any) -> None:
    """No PIN screen for a card that has none."""
    bench.sell(1_00, keys.other)

    bench.run()

    assert "enter_pin" not in bench.screens()
    assert 1 == len(bench.host.live)


def test_a_void_takes_back_a_sale_of_the_open_batch(bench: Any, keys: Any) -> None:
    """Supervisor, original STAN, confirm, card; the request names what it takes back."""
    bench.sell(5_00)
    bench.errand("void", enter_original=keys.digits("000002"), present_card=keys.card())

    bench.run()

    void = bench.host.seen[-1]
    assert ("0200", "void", 500, "000001", "000002", "000000000001", "A00001") == (
        void.mti,
        void.kind,
        void.amount_fen,
        void.original_batch,
        void.original_stan,
        void.reference,
        void.authorisation,
    )
    assert bench.journal.by_stan("000002").voided
    assert "enter_pin" not in bench.screens()[-12:]


@pytest.mark.parametrize(
    ("original", "answers", "why"),
    [
        ("000077", {}, "no_original"),
        ("000003", {}, "wrong_state"),
        ("000002", {"supervisor_password": "999999"}, "password"),
        ("000002", {"present_card": "other"}, "card_differs"),
    ],
)
def test_voids_that_are_refused(
    bench: Any, keys: Any, original: str, answers: dict[str, str], why: str
) -> None:
    """Nothing is sent for a void that the terminal can refuse itself."""
    bench.sell(5_00)
    bench.errand("preauth", enter_amount=keys.digits(100), present_card=keys.card(keys.customer))
    given: dict[str, Any] = {"present_card": keys.card()}
    if "supervisor_password" in answers:
        given["supervisor_password"] = keys.digits(answers["supervisor_password"])
    if "present_card" in answers:
        given["present_card"] = keys.card(keys.other)
    bench.errand("void", enter_original=keys.digits(original), **given)

    bench.run()

    assert [why] == [one["why"] for one in bench.shown("not_possible")]
    assert 2 == len(bench.sent())


def test_a_sale_cannot_be_voided_twice(bench: Any, keys: Any) -> None:
    """The second void finds a voided original."""
    bench.sell(5_00)
    for _ in range(2):
        bench.errand("void", enter_original=keys.digits("000002"), present_card=keys.card())

    bench.run()

    assert ["wrong_state"] == [one["why"] for one in bench.shown("not_possible")]


def test_a_void_without_card_by_setting(make_bench: Any, keys: Any) -> None:
    """The journal's card number is sent."""
    bench = make_bench(void_needs_card=False)
    bench.sell(5_00)
    bench.errand("void", enter_original=keys.digits("000002"))

    bench.run()

    assert keys.customer.pan == bench.host.seen[-1].pan
    assert bench.journal.by_stan("000002").voided


def test_a_void_whose_answer_is_lost_is_reversed_and_the_sale_stands(bench: Any, keys: Any) -> None:
    """The void is reversed under its own STAN; the sale is live on both sides."""
    bench.sell(5_00)
    bench.run(30)
    bench.lose_answers("0210")
    bench.errand("void", enter_original=keys.digits("000002"), present_card=keys.card())

    bench.run(120)

    assert ("0400", "000003") == bench.sent()[-1]
    assert not bench.journal.by_stan("000002").voided
    assert [("000001", "000002")] == list(bench.host.live)


def test_a_voided_sale_may_be_sold_again_without_a_question(bench: Any, keys: Any) -> None:
    """The duplicate guard forgets what was taken back."""
    bench.sell(5_00)
    bench.errand("void", enter_original=keys.digits("000002"), present_card=keys.card())
    bench.sell(5_00)

    bench.run()

    assert [] == bench.shown("confirm_duplicate")
    assert 3 == len(bench.host.live)


def _refund(bench: Any, keys: Any, amount_fen: int = 3_00, date: str = "0302") -> None:
    bench.errand(
        "refund",
        present_card=keys.card(),
        enter_reference=keys.digits("000000000001"),
        enter_date=keys.digits(date),
        enter_amount=keys.digits(amount_fen),
    )


@pytest.mark.parametrize("date", ["0302", "20260302", "2026-03-02"])
def test_a_refund_names_reference_and_date_of_the_original(
    bench: Any, keys: Any, date: str
) -> None:
    """0220 with DE37 and the date as MMDD, also when the whole date was copied from the slip."""
    _refund(bench, keys, date=date)

    bench.run()

    refund = bench.host.seen[-1]
    assert ("0220", "000000000001", "0302", 300) == (
        refund.mti,
        refund.reference,
        refund.original_date,
        refund.amount_fen,
    )
    assert 300 == bench.journal.batches["000001"].totals.credit_fen
    assert ("refund", "merchant", "000002", False) in bench.printer.slips


def test_an_unanswered_refund_is_sent_again_and_never_reversed(bench: Any, keys: Any) -> None:
    """Same STAN until the host answers; then the slip comes."""
    bench.lose_answers("0230", 2)
    _refund(bench, keys)

    bench.run(500)

    assert [("0220", "000002")] * 3 == bench.sent()
    assert 1 == len(bench.shown("timed_out"))
    assert not bench.journal.advices
    assert 2 == len(bench.printer.slips)


def test_a_refund_cut_off_by_the_power_is_sent_again(bench: Any, keys: Any) -> None:
    """The notice was stored before it left."""
    _refund(bench, keys)
    bench.at("uplink.delivered", bench.cut, mti="0230")

    bench.run(200)

    assert [("0220", "000002")] * 2 == bench.sent()
    assert 1 == bench.journal.count


def test_no_settlement_before_a_refund_has_its_outcome(make_bench: Any, keys: Any) -> None:
    """The totals would be guesswork."""
    bench = make_bench(receive_timeout_us=5 * SECOND, reversal_retry_us=0)
    bench.lose_answers("0230", 99)
    _refund(bench, keys)
    bench.errand("settlement")

    bench.run(60)

    assert ["refund_pending"] == [one["why"] for one in bench.shown("settlement_failed")]


@pytest.mark.parametrize(("amount_fen", "allowed"), [(1_000_000, True), (1_000_001, False)])
def test_the_refund_limit(bench: Any, keys: Any, amount_fen: int, allowed: bool) -> None:
    """Ten thousand yuan go, a fen more does not."""
    _refund(bench, keys, amount_fen)

    bench.run()

    assert allowed == bool(bench.sent())
    assert allowed == (not bench.shown("not_possible"))


def _preauth(bench: Any, keys: Any) -> None:
    bench.errand("preauth", enter_amount=keys.digits(500_00), present_card=keys.card())


def test_a_preauthorisation_and_its_completion(bench: Any, keys: Any) -> None:
    """0100 holds, 0200 with the authorisation takes; only the completion counts."""
    _preauth(bench, keys)
    bench.errand(
        "completion",
        present_card=keys.card(),
        enter_authorisation=keys.digits("A00001"),
        enter_date=keys.digits("0302"),
        enter_amount=keys.digits(400_00),
    )

    bench.run()

    hold, completion = bench.host.seen
    assert ("0100", "0200") == (hold.mti, completion.mti)
    assert ("A00001", "0302", "000002") == (
        completion.authorisation,
        completion.original_date,
        completion.original_stan,
    )
    totals = bench.journal.batches["000001"].totals
    assert (400_00, 1) == (totals.debit_fen, totals.debit_count)


def test_a_completion_can_be_voided(bench: Any, keys: Any) -> None:
    """completion_void by STAN."""
    _preauth(bench, keys)
    bench.errand(
        "completion",
        present_card=keys.card(),
        enter_authorisation=keys.digits("A00001"),
        enter_date=keys.digits("0302"),
        enter_amount=keys.digits(400_00),
    )
    bench.errand("completion_void", enter_original=keys.digits(3), present_card=keys.card())

    bench.run()

    assert bench.journal.by_stan("000003").voided


def test_a_preauthorisation_of_this_batch_is_voided_after_a_confirmation(
    bench: Any, keys: Any
) -> None:
    """Found by its authorisation, so that the amount need not be keyed."""
    _preauth(bench, keys)
    bench.errand(
        "preauth_void",
        enter_authorisation=keys.digits("A00001"),
        enter_date=keys.digits("0302"),
        present_card=keys.card(),
    )

    bench.run()

    assert [{"stan": "000002", "amount_fen": 500_00}] == bench.shown("confirm_original")
    assert ("0100", "preauth_void", "000002") == (
        bench.host.seen[-1].mti,
        bench.host.seen[-1].kind,
        bench.host.seen[-1].original_stan,
    )


def test_an_older_preauthorisation_is_voided_by_what_is_on_its_slip(bench: Any, keys: Any) -> None:
    """Holds outlive their batch."""
    bench.errand(
        "preauth_void",
        enter_authorisation=keys.digits("A77777"),
        enter_date=keys.digits("0225"),
        enter_amount=keys.digits(500_00),
        present_card=keys.card(),
    )

    bench.run()

    void = bench.host.seen[-1]
    assert ("A77777", "0225", 500_00) == (void.authorisation, void.original_date, void.amount_fen)


def test_the_balance_is_shown_and_nothing_is_journalled(bench: Any, keys: Any) -> None:
    """A question to the host takes a number but no place in the journal."""
    bench.errand("balance", present_card=keys.card())
    bench.sell()

    bench.run()

    assert [{"balance_fen": 77_00}] == bench.shown("balance_shown")
    assert [("0200", "000002"), ("0200", "000003")] == bench.sent()
    assert 1 == bench.journal.count


def test_an_unanswered_balance_is_not_reversed(bench: Any, keys: Any) -> None:
    """It moves no money."""
    bench.lose_answers("0210")
    bench.errand("balance", present_card=keys.card())

    bench.run(120)

    assert ["0200"] == [mti for mti, _ in bench.sent()]
    assert not bench.journal.has_debts


@pytest.mark.parametrize(("stan", "status"), [("2", "approved"), ("9", "unknown")])
def test_the_host_is_asked_what_became_of_a_transaction(
    bench: Any, keys: Any, stan: str, status: str
) -> None:
    """query names batch and STAN and shows the host's word."""
    bench.sell()
    bench.errand("query", enter_original=keys.digits(stan))

    bench.run()

    assert [status] == [one["status"] for one in bench.shown("status_shown")]


def test_cash_is_recorded_and_printed_but_not_sent(bench: Any, keys: Any) -> None:
    """It has a number of its own and is in no total."""
    for _ in range(2):
        bench.errand("cash", enter_amount=keys.digits(5_00))

    bench.run()

    assert [1, 2] == [one["number"] for one in bench.shown("cash_recorded")]
    assert ["cash", "cash"] == [slip[0] for slip in bench.printer.slips]
    assert [] == bench.sent()
    assert 0 == bench.journal.count

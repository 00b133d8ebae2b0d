"""Signing in, selling, and being asked the same twice."""

from typing import Any

from emulator.acquirer.front import HostClock
from emulator.domain.moments import MS, SECOND
from emulator.kernel.lever import levers_of
from emulator.kernel.world import World


def test_sign_in_gives_batch_and_fresh_keys(new_shop: Any) -> None:
    """Every sign-in has another check value; the host decides the batch."""
    one = new_shop()
    answers = [one.sign_in(), one.sign_in()]

    assert [("00", "000001", "000001"), ("00", "000001", "000002")] == [
        (answer.code, answer.batch, answer.keys) for answer in answers
    ]


def test_sign_in_corrects_a_wrong_batch(new_shop: Any) -> None:
    """Whatever the terminal believes, 60.2 of the answer counts."""
    one = new_shop()

    assert "000001" == one.ask(one.message("sign_in", "000000", batch="000077")).batch


def test_an_echo_is_answered(shop: Any) -> None:
    """0820 with 301 asks whether the line is alive."""
    answer = shop.ask(shop.message("echo", "000009", network_code="301"))

    assert ("0830", "00") == (answer.mti, answer.code)


def test_an_approved_sale_is_posted_and_answered(shop: Any) -> None:
    """The books move once, the answer carries reference, authorisation, date and MAC."""
    answer = shop.sale(amount_fen=12_850)

    assert (87_150, 12_850) == shop.sums_fen
    assert ("00", "000000000001", "000001") == (
        answer.code,
        answer.reference,
        answer.authorisation,
    )
    assert ("0302", shop.key, 12_850) == (
        answer.settlement_date,
        answer.mac_key,
        answer.amount_fen,
    )
    assert "0302100100" == answer.host_time


def test_the_posting_is_in_the_trace_with_its_legs(shop: Any) -> None:
    """Anybody can follow the money from the trace alone."""
    shop.sale(amount_fen=12_850)
    posted = shop.named("acquirer.posted")[0]

    assert [
        ["acquirer:receivable", -12_850],
        ["acquirer:payable:898520154110004", 12_850],
    ] == posted["legs"]
    assert ("sale", "000001", "000000000001") == (
        posted["reason"],
        posted["stan"],
        posted["reference"],
    )


def test_the_issuer_debits_before_the_acquirer_books(shop: Any) -> None:
    """The order of the postings is issuer, acquirer, answer."""
    shop.sale()
    shop.world.finish()
    names = [e.name for e in shop.world.trace if e.kind == "posted" and e.detail["stan"]]

    assert ["issuer.posted", "acquirer.posted"] == names


def test_a_repeated_request_gets_the_stored_answer(shop: Any) -> None:
    """The same request twice moves the money once and gives the same reference."""
    first, again = shop.sale(), shop.sale()

    assert (first.code, first.reference, first.authorisation) == (
        again.code,
        again.reference,
        again.authorisation,
    )
    assert (87_150, 12_850) == shop.sums_fen


def test_a_repeat_of_a_declined_request_is_declined_again(shop: Any) -> None:
    """The issuer is not asked twice."""
    codes = [shop.sale(amount_fen=100_001).code, shop.sale(amount_fen=100_001).code]

    assert ["51", "51"] == codes
    assert 1 == len(shop.named("issuer.declined"))


def test_a_repeat_while_the_issuer_is_asked_waits_for_the_same_answer(shop: Any) -> None:
    """Two requests in flight, one debit, one answer."""
    request = shop.message("sale", "000001", 12_850)
    shop.uplink.low.send(request)
    shop.run(150 * MS)
    shop.uplink.low.send(request)
    shop.run()

    assert ["0810", "0210"] == [answer.mti for answer in shop.answers]
    assert (87_150, 12_850) == shop.sums_fen


def test_a_balance_is_answered_and_moves_nothing(shop: Any) -> None:
    """DE54 carries what is on the account."""
    answer = shop.ask(shop.message("balance", "000001"))

    assert ("00", 100_000) == (answer.code, answer.balance_fen)
    assert (100_000, 0) == shop.sums_fen


def test_a_silent_issuer_is_answered_98_and_taken_back(new_shop: Any) -> None:
    """The acquirer gives up after its own time limit and reverses until the bank confirms."""
    one = new_shop(issuer_timeout_us=5 * SECOND, issuer_reversal_retry_us=10 * SECOND)
    one.sign_in()
    lever = levers_of(one.world, "issuer", one.issuers)["issuer.silent"]
    lever.pull()
    answer = one.ask(one.message("sale", "000001", 12_850), us=8 * SECOND)
    waiting = len(one.host.issuers.unconfirmed)
    lever.release()
    one.run(20 * SECOND)

    assert ("98", 1, 0) == (answer.code, waiting, len(one.host.issuers.unconfirmed))
    assert (100_000, 0) == one.sums_fen


def test_an_issuers_answer_after_the_time_limit_changes_nothing(new_shop: Any) -> None:
    """The reversal stands; the late approval is dropped."""
    one = new_shop(issuer_timeout_us=5 * SECOND)
    one.sign_in()
    levers_of(one.world, "issuer", one.issuers)["issuer.slow"].pull(extra_us=6 * SECOND)
    answer = one.sale()

    assert "98" == answer.code
    assert (100_000, 0) == one.sums_fen
    assert 1 == len([a for a in one.answers if a.mti == "0210"])


def test_an_answer_in_the_instant_of_the_limit_is_late(new_shop: Any) -> None:
    """The limit wins, and the money goes back."""
    one = new_shop(issuer_timeout_us=170 * MS)
    one.sign_in()

    assert "98" == one.sale().code
    assert (100_000, 0) == one.sums_fen


def test_an_answer_just_before_the_limit_counts(new_shop: Any) -> None:
    """One microsecond more and the sale is approved."""
    one = new_shop(issuer_timeout_us=170 * MS + 1)
    one.sign_in()

    assert "00" == one.sale().code


def test_a_garbled_answer_of_the_issuer_is_no_answer(new_shop: Any) -> None:
    """What cannot be read is not believed: 98, and the debit is taken back."""
    one = new_shop(issuer_timeout_us=5 * SECOND)
    one.sign_in()
    arrived = one.issuer_line.low.react
    one.issuer_line.low.react = lambda m: arrived(m.changed(garbled=m.mti == "0210"))

    assert "98" == one.sale().code
    assert (100_000, 0) == one.sums_fen


def test_a_partial_approval_books_what_the_issuer_gave(shop: Any) -> None:
    """Code 10 with the smaller amount, on both sides."""
    levers_of(shop.world, "issuer", shop.issuers)["issuer.pays_partly"].pull()
    answer = shop.sale(amount_fen=150_000)

    assert ("10", 100_000) == (answer.code, answer.amount_fen)
    assert (0, 100_000) == shop.sums_fen
    assert "10" == shop.sale(amount_fen=150_000).code


def test_a_query_tells_what_became_of_a_transaction(shop: Any) -> None:
    """Approved, voided, reversed, declined or unknown."""
    sale = shop.message("sale", "000001", 100)
    shop.ask(sale)
    shop.ask(shop.message("sale", "000002", 200))
    shop.ask(shop.reversal_of(shop.message("sale", "000002", 200)))
    shop.ask(shop.message("sale", "000003", 999_999))

    def status(stan: str) -> str:
        question = shop.message("query", "000090", original_stan=stan, original_batch=shop.batch)
        return shop.ask(question).status

    first = status("000001")
    shop.ask(shop.message("void", "000004", 100, original_stan="000001"))

    assert ["approved", "voided", "reversed", "declined", "unknown"] == [
        first,
        *(status(stan) for stan in ("000001", "000002", "000003", "000050")),
    ]


def test_the_hosts_clock_turns_at_midnight_and_its_business_day_at_the_cut_off() -> None:
    """23:00 belongs to the next business day, 22:59:59 does not."""
    from datetime import datetime

    seen = []
    for moment in (datetime(2026, 3, 2, 22, 59, 59), datetime(2026, 3, 2, 23, 0)):
        world = World(seed=0, start=moment)
        clock = HostClock(world, "23:00")
        world.run_until(3_601 * SECOND)
        seen.append((clock.stamp(), clock.business_day().isoformat()))
    early = HostClock(World(seed=0, start=datetime(2026, 3, 2, 22, 59, 59)), "23:00")

    assert [("0303000000", "2026-03-03"), ("0303000001", "2026-03-03")] == seen
    assert "2026-03-02" == early.business_day().isoformat()

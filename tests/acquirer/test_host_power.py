"""The host's power and levers: what is durable stays, what was under way is taken back."""

from typing import Any

import pytest

from emulator.domain.moments import MINUTE, MS, SECOND
from emulator.domain.texts import say
from emulator.kernel.lever import levers_of
from emulator.kernel.power import Power


def powered(shop: Any) -> Power:
    """Put the shop's host on a supply of its own."""
    power = Power(shop.world, "acquirer", boot=shop.host.boot, wipe=shop.host.wipe)
    power.on()
    shop.run(1)
    return power


def test_the_first_start_takes_no_time(shop: Any) -> None:
    """A shop that opens has a running host."""
    powered(shop)

    assert "00" == shop.sale().code


def test_a_host_without_power_is_silent_and_comes_back(shop: Any) -> None:
    """It boots for as long as its settings say, and still knows the terminal's key."""
    power = powered(shop)
    power.off()
    during = shop.sale("000001")
    power.on()
    shop.run(31 * SECOND)

    assert (None, "00") == (during, shop.sale("000002").code)
    assert [{"why": "power"}] == shop.named("acquirer.closed")
    assert [{"why": "power"}] == shop.named("acquirer.opened")


@pytest.mark.parametrize("cut_us", range(0, 420 * MS, 10 * MS))
def test_whenever_the_power_goes_no_debit_stays_alone(shop: Any, cut_us: int) -> None:
    """After the restart issuer and acquirer agree: both have the sale, or neither."""
    power = powered(shop)
    shop.uplink.low.send(shop.message("sale", "000001", 12_850))
    shop.run(cut_us)
    power.off()
    shop.run(SECOND)
    power.on()
    shop.run(2 * MINUTE)

    assert shop.sums_fen in [(100_000, 0), (87_150, 12_850)]
    assert {} == shop.host.issuers.unconfirmed


def test_a_power_cut_between_answer_and_commit_reverses_at_the_issuer(shop: Any) -> None:
    """The issuer has debited, the host had not written it down."""
    power = powered(shop)

    def strike(event: Any) -> None:
        if event.source == "issuer_line" and event.detail["mti"] == "0210":
            shop.world.soon(power.off)

    shop.world.listen(strike, ["delivered"])
    shop.sale()
    debited = shop.sums_fen
    power.on()
    shop.run(2 * MINUTE)

    assert ((87_150, 0), (100_000, 0)) == (debited, shop.sums_fen)


def test_a_power_cut_at_the_commit_keeps_the_sale_and_loses_the_answer(shop: Any) -> None:
    """The terminal hears nothing and reverses."""
    power = powered(shop)

    def strike(event: Any) -> None:
        if event.source == "acquirer" and event.detail["reason"] == "sale":
            shop.world.soon(power.off)

    shop.world.listen(strike, ["posted"])
    sale = shop.message("sale", "000001", 12_850)
    answer = shop.ask(sale)
    power.on()
    shop.run(2 * MINUTE)
    kept = shop.sums_fen

    assert (None, (87_150, 12_850)) == (answer, kept)
    assert "00" == shop.code(shop.reversal_of(sale))
    assert (100_000, 0) == shop.sums_fen


def test_an_unconfirmed_reversal_survives_a_restart(shop: Any) -> None:
    """The issuer is told when the host is back."""
    power = powered(shop)
    sale = shop.message("sale", "000001", 12_850)
    shop.ask(sale)
    lever = levers_of(shop.world, "issuer", shop.issuers)["issuer.silent"]
    lever.pull()
    shop.ask(shop.reversal_of(sale))
    power.off()
    lever.release()
    shop.run(5 * MINUTE)
    before = shop.sums_fen
    power.on()
    shop.run(2 * MINUTE)

    assert ((87_150, 0), (100_000, 0)) == (before, shop.sums_fen)


def lever(shop: Any, name: str) -> Any:
    """One of the acquirer's levers."""
    return levers_of(shop.world, "acquirer", shop.host)[f"acquirer.{name}"]


def test_a_failed_host_is_silent_until_it_is_mended(shop: Any) -> None:
    """Not even an echo is answered."""
    broken = lever(shop, "failure")
    broken.pull()
    during = shop.sale("000001")
    broken.release()

    assert (None, "00") == (during, shop.sale("000002").code)
    assert [{"why": "failure"}] == shop.named("acquirer.opened")


def test_failure_outweighs_maintenance(shop: Any) -> None:
    """And what is mended first leaves the other in place."""
    failure, maintenance = lever(shop, "failure"), lever(shop, "maintenance")
    maintenance.pull()
    failure.pull()
    both = shop.sale("000001")
    failure.release()

    assert (None, "91") == (both, shop.sale("000002").code)


def test_a_slow_host_answers_later(shop: Any) -> None:
    """By what the lever says."""
    lever(shop, "slow").pull(extra_us=20 * SECOND)
    sale = shop.message("sale", "000001", 100)

    assert shop.ask(sale, us=20 * SECOND) is None
    assert "00" == shop.ask(shop.message("echo", "000002"), us=21 * SECOND).code


def test_lost_answers_leave_the_sale_booked(shop: Any) -> None:
    """扣款成功而终端没有应答: the classic."""
    lost = lever(shop, "loses_answers")
    lost.pull()
    answer = shop.sale()
    lost.release()

    assert (None, (87_150, 12_850)) == (answer, shop.sums_fen)


def test_lost_keys_are_answered_a0_until_sign_in(shop: Any) -> None:
    """A new sign-in mends it."""
    lever(shop, "key_drift").pull()
    before = shop.sale("000001").code
    shop.sign_in()

    assert ("A0", "00") == (before, shop.sale("000002").code)


def test_a_wrong_posting_shows_in_the_books_and_not_in_the_answer(shop: Any) -> None:
    """The cardholder pays what was agreed."""
    lever(shop, "wrong_posting").pull(by_fen=1_000)
    answer = shop.sale(amount_fen=12_850)

    assert (12_850, (87_150, 13_850)) == (answer.amount_fen, shop.sums_fen)


@pytest.mark.parametrize(("name", "code"), [("policy", "58"), ("unregistered", "97")])
def test_levers_of_the_register_forbid_and_allow(shop: Any, name: str, code: str) -> None:
    """While pulled the terminal is refused."""
    pulled = lever(shop, name)
    pulled.pull()
    during = shop.sale("000001").code
    pulled.release()

    assert (code, "00") == (during, shop.sale("000002").code)


def test_the_change_of_day_can_be_forced(shop: Any) -> None:
    """90 while the day is being changed."""
    pulled = lever(shop, "day_change")
    pulled.pull()
    during = shop.sale("000001").code
    pulled.release()

    assert ("90", "00") == (during, shop.sale("000002").code)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_lever_has_its_sentence(shop: Any, language: str) -> None:
    """The screen and the manual show it."""
    for part in (("acquirer", shop.host), ("issuer", shop.issuers)):
        for one in levers_of(shop.world, *part).values():
            assert say(one.sentence, language)

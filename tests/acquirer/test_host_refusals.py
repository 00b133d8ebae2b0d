"""Every code with which the acquirer refuses before it asks the issuer."""

from datetime import datetime
from typing import Any

import pytest

from emulator.domain.card import Pan
from emulator.domain.moments import DAY, SECOND
from emulator.kernel.lever import levers_of


def test_a_garbled_request_is_answered_a0(shop: Any) -> None:
    """Noise on the line breaks the MAC."""
    answer = shop.sale(garbled=True)

    assert ("A0", "3") == (answer.code, answer.work_request)
    assert answer.mac_key is None


@pytest.mark.parametrize("key", [None, "FFFFFF"])
def test_a_wrong_or_missing_mac_is_answered_a0(shop: Any, key: str | None) -> None:
    """A key that is out of date, or no MAC at all, is not accepted."""
    assert "A0" == shop.sale(mac_key=key).code


def test_a_garbled_sign_in_is_not_answered(shop: Any) -> None:
    """A message without MAC that cannot be read has nobody to answer to."""
    assert shop.ask(shop.message("sign_in", "000000", garbled=True)) is None


def test_three_wrong_macs_in_a_row_demand_a_new_sign_in(shop: Any) -> None:
    """After the third the terminal is signed off; a right MAC is then refused with 90."""
    for stan in ("000001", "000002", "000003"):
        shop.sale(stan, mac_key="FFFFFF")

    assert "90" == shop.sale("000004").code


def test_two_wrong_macs_are_forgiven(shop: Any) -> None:
    """A right one starts the count anew."""
    for stan in range(2):
        shop.sale(f"{stan:06d}", mac_key="FFFFFF")
    shop.sale("000003")
    for stan in range(2):
        shop.sale(f"{stan:06d}", mac_key="FFFFFF")

    assert "00" == shop.sale("000006").code


def test_an_unknown_terminal_is_answered_97(shop: Any) -> None:
    """A counterfeit terminal is in no register."""
    assert "97" == shop.sale(terminal="99999999").code


def test_an_unregistered_terminal_is_answered_97(new_shop: Any) -> None:
    """The settings can leave the terminal out of the register."""
    one = new_shop(registered=False)

    assert "97" == one.ask(one.message("sign_in", "000000")).code


def test_registering_the_terminal_lets_it_in(new_shop: Any) -> None:
    """A genuine terminal is registered and can sign in."""
    one = new_shop(registered=False)
    one.host.register_terminal()

    assert "00" == one.sign_in().code


def test_a_policy_is_answered_58_until_it_is_lifted(new_shop: Any) -> None:
    """The merchant may not take cards until the papers are filed."""
    one = new_shop(policy="region")
    one.sign_in()
    before = one.sale("000001").code
    one.host.policy_desk.lift()

    assert ("58", "00") == (before, one.sale("000002").code)


def test_another_merchants_number_is_answered_03(shop: Any) -> None:
    """Terminal and merchant must belong together."""
    assert "03" == shop.sale(merchant="898520154119999").code


def test_a_closed_merchant_is_answered_03(shop: Any) -> None:
    """The contract has ended."""
    for merchant in shop.host.registry.merchants.values():
        merchant.closed = True

    assert "03" == shop.sale().code


@pytest.mark.parametrize(("version", "code"), [("299999", "31"), ("300000", "00"), (None, "00")])
def test_software_older_than_allowed_is_answered_31(
    shop: Any, version: str | None, code: str
) -> None:
    """The oldest version that is allowed still passes."""
    assert code == shop.sale(software=version).code


def test_a_terminal_that_never_signed_in_is_answered_90_or_a0(new_shop: Any) -> None:
    """Without keys the MAC fails; with a guessed one the sign-in is missing all the same."""
    one = new_shop()

    assert "A0" == one.sale(mac_key="000001").code


def test_after_sign_off_a_sale_is_answered_90(shop: Any) -> None:
    """The keys still fit, but nobody is signed in."""
    shop.ask(shop.message("sign_off", "000009", network_code="002"))
    answer = shop.sale()

    assert ("90", "3") == (answer.code, answer.work_request)


def test_a_daily_sign_in_is_only_asked_for_by_a_strict_host(new_shop: Any) -> None:
    """Next morning the strict host answers 90, the other one approves."""
    codes = []
    for strict in (True, False):
        one = new_shop(daily_sign_in=strict)
        one.sign_in()
        one.run(DAY)
        codes.append(one.sale().code)

    assert ["90", "00"] == codes


def test_another_batch_number_is_answered_77(shop: Any) -> None:
    """The terminal must sign in to learn the batch number."""
    answer = shop.sale(batch="000002")

    assert ("77", "3") == (answer.code, answer.work_request)


@pytest.mark.parametrize(("amount_fen", "code"), [(20_000, "00"), (20_001, "61"), (0, "13")])
def test_the_amount_limit_holds_on_both_sides(new_shop: Any, amount_fen: int, code: str) -> None:
    """The limit itself is allowed; nothing is no amount."""
    one = new_shop(sale_limit_fen=20_000)
    one.sign_in()

    assert code == one.sale(amount_fen=amount_fen).code


def test_another_currency_is_answered_13(shop: Any) -> None:
    """The acquirer takes yuan only."""
    assert "13" == shop.sale(currency="USD").code


def test_the_day_limit_counts_what_is_live(new_shop: Any) -> None:
    """A reversed sale gives its part of the limit back."""
    one = new_shop(day_limit_fen=10_000)
    one.sign_in()
    first = one.message("sale", "000001", 6_000)
    codes = [one.code(first), one.code(one.message("sale", "000002", 4_001))]
    one.ask(one.reversal_of(first))
    codes.append(one.code(one.message("sale", "000003", 10_000)))

    assert ["00", "61", "00"] == codes


def test_the_day_limit_starts_anew_at_the_cut_off(new_shop: Any) -> None:
    """From 23:00 on it is the next business day."""
    one = new_shop(day_limit_fen=10_000, start=datetime(2026, 3, 2, 22, 50))
    one.sign_in()
    one.sale("000001", 10_000)
    one.run(600 * SECOND)

    assert "00" == one.sale("000002", 10_000).code


@pytest.mark.parametrize(("code", "answer"), [("91", "91"), ("96", "96"), ("", None)])
def test_maintenance_answers_as_its_lever_says(shop: Any, code: str, answer: str | None) -> None:
    """Some hosts say that they are being maintained, some say nothing."""
    lever = levers_of(shop.world, "acquirer", shop.host)["acquirer.maintenance"]
    lever.pull(code=code)
    during = shop.code(shop.message("sale", "000001", 100))
    lever.release()

    assert (answer, "00") == (during, shop.sale("000002").code)


def test_the_change_of_day_answers_90_for_its_time(new_shop: Any) -> None:
    """With a cut-over window the host asks for patience, then goes on."""
    one = new_shop(cut_over_us=300 * SECOND, start=datetime(2026, 3, 2, 22, 58))
    one.sign_in()
    one.run(120 * SECOND)
    during = one.sale("000001").code
    one.run(300 * SECOND)

    assert ("90", "00") == (during, one.sale("000002").code)


def test_a_used_stan_with_other_content_is_answered_94(shop: Any) -> None:
    """A counter that started again from 1 must not be mistaken for a repeat."""
    shop.sale("000001", 12_850)
    codes = [
        shop.sale("000001", 100).code,
        shop.sale("000001", 12_850, pan=Pan("6222020000000018")).code,
    ]

    assert ["94", "94"] == codes


def test_what_the_issuer_declines_is_passed_on(shop: Any) -> None:
    """Too little money on the account is 51, and nothing is booked."""
    assert "51" == shop.sale(amount_fen=100_001).code
    assert (100_000, 0) == shop.sums_fen


def test_every_refusal_is_noted_with_its_reason(shop: Any) -> None:
    """The trace says which rule refused."""
    shop.sale(batch="000002")
    shop.sale("000002", amount_fen=100_001)

    assert [("77", "batch"), ("51", "issuer")] == [
        (one["code"], one["why"]) for one in shop.named("acquirer.declined")
    ]


# Programs ---------------------------------------------------------------------------------------


def test_a_refused_program_is_asked_to_fetch_another(shop: Any) -> None:
    """The work request of the header says so."""
    assert "6" == shop.sale(software="299999").work_request


def test_a_program_that_is_accepted_is_asked_for_nothing(shop: Any) -> None:
    """Also where there is a newer one."""
    assert shop.sale(software="300000").work_request is None


def test_the_host_tells_which_programs_there_are(shop: Any) -> None:
    """Whoever asks, however old, is told; without MAC and without sign-in."""
    answer = shop.ask(shop.message("check_versions", "000009", software="100000"))

    assert ("00", "310001", "300000") == (answer.code, answer.software, answer.oldest_software)


def test_a_terminal_that_nobody_knows_gets_no_program(shop: Any) -> None:
    """A counterfeit one is not helped."""
    levers_of(shop.world, "acquirer", shop.host)["acquirer.unregistered"].pull()

    assert "97" == shop.ask(shop.message("update_software", "000009")).code

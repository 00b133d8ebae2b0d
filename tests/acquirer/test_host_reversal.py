"""Reversals: early, late, twice, of nothing."""

from typing import Any

from emulator.domain.moments import DAY, HOUR, MINUTE, MS, SECOND
from emulator.kernel.lever import levers_of


def test_a_reversal_undoes_the_sale_on_both_sides(shop: Any) -> None:
    """The cardholder has the money back and the merchant is owed nothing."""
    sale = shop.message("sale", "000001", 12_850)
    shop.ask(sale)
    answer = shop.ask(shop.reversal_of(sale))

    assert ("0410", "00", shop.key) == (answer.mti, answer.code, answer.mac_key)
    assert (100_000, 0) == shop.sums_fen


def test_a_reversal_that_comes_again_moves_nothing(shop: Any) -> None:
    """The same answer, the same books."""
    sale = shop.message("sale", "000001", 12_850)
    shop.ask(sale)
    codes = [shop.code(shop.reversal_of(sale)) for _ in range(3)]

    assert ["00", "00", "00"] == codes
    assert (100_000, 0) == shop.sums_fen


def test_a_reversal_of_an_unknown_original_is_answered_25_and_remembered(shop: Any) -> None:
    """It is remembered once, however often it comes."""
    reversal = shop.reversal_of(shop.message("sale", "000001", 12_850))
    codes = [shop.code(reversal), shop.code(reversal)]

    assert ["25", "25"] == codes
    assert [{"stan": "000001", "batch": "000001"}] == shop.named("acquirer.reversal_remembered")


def test_a_late_original_of_a_remembered_reversal_is_declined_94(shop: Any) -> None:
    """The reversal overtook it; nobody is debited."""
    sale = shop.message("sale", "000001", 12_850)
    shop.ask(shop.reversal_of(sale))

    assert "94" == shop.code(sale)
    assert (100_000, 0) == shop.sums_fen
    assert "00" == shop.code(shop.reversal_of(sale))


def test_a_remembered_reversal_is_forgotten_after_some_days(shop: Any) -> None:
    """Memory is bounded."""
    shop.ask(shop.reversal_of(shop.message("sale", "000001", 12_850)))
    before = len(shop.host.remembered)
    shop.run(5 * DAY)

    assert (1, 0) == (before, len(shop.host.remembered))


def test_a_reversal_while_the_issuer_is_asked_undoes_both(shop: Any) -> None:
    """The issuer's approval comes late and is dropped; its debit is taken back."""
    sale = shop.message("sale", "000001", 12_850)
    shop.uplink.low.send(sale)
    shop.run(30 * MS)
    shop.uplink.low.send(shop.reversal_of(sale))
    shop.run()

    assert (100_000, 0) == shop.sums_fen
    assert ["0410"] == [a.mti for a in shop.answers if a.mti in ("0210", "0410")]


def test_a_reversal_between_the_issuers_answer_and_the_commit_undoes_both(shop: Any) -> None:
    """Whichever instant it strikes, nothing stays debited."""
    for gap_us in range(0, 400 * MS, 1 * MS):
        stan = f"{gap_us // MS + 1:06d}"
        sale = shop.message("sale", stan, 100)
        shop.uplink.low.send(sale)
        shop.run(gap_us)
        shop.uplink.low.send(shop.reversal_of(sale))
        shop.run(2 * SECOND)

    assert (100_000, 0) == shop.sums_fen


def test_a_reversal_of_a_declined_sale_moves_nothing(shop: Any) -> None:
    """00, because nothing is left to undo."""
    sale = shop.message("sale", "000001", 100_001)
    shop.ask(sale)

    assert "00" == shop.code(shop.reversal_of(sale))
    assert (100_000, 0) == shop.sums_fen


def test_a_repeat_of_a_reversed_sale_is_declined(shop: Any) -> None:
    """A stray copy of the request must not get the old approval."""
    sale = shop.message("sale", "000001", 12_850)
    shop.ask(sale)
    shop.ask(shop.reversal_of(sale))

    assert "94" == shop.code(sale)
    assert (100_000, 0) == shop.sums_fen


def test_a_reversal_of_a_voided_sale_does_not_pay_twice(shop: Any) -> None:
    """The void gave the money back already: 12."""
    sale = shop.message("sale", "000001", 12_850)
    shop.ask(sale)
    shop.ask(shop.message("void", "000002", 12_850, original_stan="000001"))

    assert "12" == shop.code(shop.reversal_of(sale))
    assert (100_000, 0) == shop.sums_fen


def test_a_reversal_with_a_wrong_mac_moves_nothing(shop: Any) -> None:
    """A0, like everything with a wrong MAC."""
    sale = shop.message("sale", "000001", 12_850)
    shop.ask(sale)

    assert "A0" == shop.code(shop.reversal_of(sale).changed(mac_key="FFFFFF"))
    assert (87_150, 12_850) == shop.sums_fen


def test_a_reversal_is_taken_after_the_batch_has_moved_on(shop: Any) -> None:
    """It carries its original's batch, which need not be the open one."""
    sale = shop.message("sale", "000001", 12_850)
    shop.ask(sale)
    levers_of(shop.world, "acquirer", shop.host)["acquirer.batch_drift"].pull()

    assert "00" == shop.code(shop.reversal_of(sale))
    assert (100_000, 0) == shop.sums_fen


def test_the_issuer_is_told_until_it_confirms(new_shop: Any) -> None:
    """A bank that is closed for an hour gets the reversal when it opens."""
    one = new_shop()
    one.sign_in()
    sale = one.message("sale", "000001", 12_850)
    one.ask(sale)
    lever = levers_of(one.world, "issuer", one.issuers)["issuer.upgrade"]
    lever.pull()
    code = one.code(one.reversal_of(sale))
    one.run(HOUR)
    during = one.sums_fen
    lever.release()
    one.run(MINUTE)

    assert ("00", (87_150, 0), (100_000, 0)) == (code, during, one.sums_fen)


def test_a_reversal_of_a_sale_the_bank_has_long_filed_still_credits(shop: Any) -> None:
    """A bank that no longer has the sale trusts a reversal with an authorisation."""
    sale = shop.message("sale", "000001", 12_850)
    shop.ask(sale)
    shop.issuers.forget(shop.host.business_day.replace(day=20), ())
    shop.ask(shop.reversal_of(sale))
    shop.ask(shop.reversal_of(sale))

    assert (100_000, 0) == shop.sums_fen

"""The issuing banks: which card may pay, and what they book."""

from typing import Any

import pytest

from emulator.clearing.issuer import Issuers
from emulator.domain.card import Card, Pan, Secret
from emulator.domain.message import Message
from emulator.domain.moments import DAY, SECOND
from emulator.domain.plan import Account
from emulator.domain.settings import IssuerSettings
from emulator.kernel.lever import levers_of

HELD = "cardholder:customer:held"


def test_opening_balances_are_posted_from_the_opening_account(town: Any) -> None:
    """The books start balanced."""
    assert (1_000_000, -1_000_000) == (
        town.balance_fen("cardholder:customer"),
        town.balance_fen("opening"),
    )
    assert "opening" == town.named("issuer.posted")[0]["reason"]


def test_an_unknown_card_is_answered_14(town: Any) -> None:
    """No bank has issued it."""
    assert "14" == town.code("sale", 100, pan=Pan("6222020000000018"))


@pytest.mark.parametrize(
    ("state", "code"),
    [("normal", "00"), ("lost", "41"), ("stolen", "43"), ("expired", "54"), ("frozen", "62")],
)
def test_the_cards_state_decides(new_town: Any, state: str, code: str) -> None:
    """Each state has its code."""
    assert code == new_town(state=state).code("sale", 100)


@pytest.mark.parametrize(("expiry", "code"), [("2602", "54"), ("2603", "00")])
def test_a_card_is_valid_through_the_month_printed_on_it(
    new_town: Any, expiry: str, code: str
) -> None:
    """In March 2026 a card of February has expired."""
    assert code == new_town(expiry=expiry).code("sale", 100)


@pytest.mark.parametrize(("amount_fen", "code"), [(1_000_000, "00"), (1_000_001, "51")])
def test_the_account_must_cover_the_sale(town: Any, amount_fen: int, code: str) -> None:
    """To the last fen."""
    assert code == town.code("sale", amount_fen)


@pytest.mark.parametrize(("amount_fen", "code"), [(500, "00"), (501, "61")])
def test_a_card_can_have_a_limit_of_its_own(new_town: Any, amount_fen: int, code: str) -> None:
    """A single amount above it is 61."""
    assert code == new_town(limit_fen=500).code("sale", amount_fen)


def test_a_wrong_pin_is_55_and_the_third_is_75(new_town: Any) -> None:
    """Then even the right one is refused until the next day."""
    town = new_town(pin="111111")
    wrong, right = Secret("000000"), Secret("111111")
    codes = [town.code("sale", 100, pin=wrong) for _ in range(3)]
    locked = town.code("sale", 100, pin=right)
    town.world.run_until(town.world.now_us + DAY)

    assert (["55", "55", "75"], "75", "00") == (codes, locked, town.code("sale", 100, pin=right))


def test_a_right_pin_starts_the_count_anew(new_town: Any) -> None:
    """Two mistakes are forgiven."""
    town = new_town(pin="111111")
    pins = ["0", "0", "111111", "0", "0", "111111"]
    codes = [town.code("sale", 100, pin=Secret(pin)) for pin in pins]

    assert ["55", "55", "00", "55", "55", "00"] == codes


@pytest.mark.parametrize(
    ("entry", "amount_fen", "code"),
    [("contactless", 100_000, "00"), ("contactless", 100_001, "55"), ("chip", 100, "55")],
)
def test_small_contactless_payments_need_no_pin(
    new_town: Any, entry: str, amount_fen: int, code: str
) -> None:
    """小额免密: up to the limit, contactless only."""
    assert code == new_town(pin="111111").code("sale", amount_fen, entry=entry)


def test_money_can_be_given_back_to_a_lost_card(town: Any) -> None:
    """A void needs neither PIN nor a card that may pay."""
    town.code("sale", 100)
    for account in town.issuers.accounts.values():
        account.state = "lost"

    assert "00" == town.code("void", 100, original_stan="000002", original_batch="000001")
    assert 1_000_000 == town.balance_fen("cardholder:customer")


def test_the_cardholder_gets_an_sms(town: Any) -> None:
    """Amount with its sign, and the balance after it."""
    town.code("sale", 12_850)

    assert [
        {"holder": "customer", "amount_fen": -12_850, "balance_fen": 987_150, "why": "sale"}
    ] == town.named("issuer.notified")


def test_the_posting_names_card_holder_and_bank_and_masks_the_number(town: Any) -> None:
    """Nobody can read the card number out of the trace."""
    town.code("sale", 12_850)
    posted = town.named("issuer.posted")[-1]

    assert ("622202******0000", "customer", "icbc", "000002") == (
        posted["card"],
        posted["holder"],
        posted["bank"],
        posted["stan"],
    )
    assert [["cardholder:customer", -12_850], ["issuer:icbc:settlement", 12_850]] == posted["legs"]


@pytest.mark.parametrize(("bank", "code"), [("", "91"), ("icbc", "91"), ("abc", "00")])
def test_an_upgrade_closes_one_bank_or_all(town: Any, bank: str, code: str) -> None:
    """91 until the lever is released."""
    lever = levers_of(town.world, "issuer", town.issuers)["issuer.upgrade"]
    lever.pull(bank=bank)
    during = town.code("sale", 100)
    lever.release()

    assert (code, "00") == (during, town.code("sale", 100))


def test_a_slow_bank_still_answers(town: Any) -> None:
    """Later, by what the lever says."""
    levers_of(town.world, "issuer", town.issuers)["issuer.slow"].pull(extra_us=10 * SECOND)
    message = town.message("sale", 100)
    early = town.send(message, 10 * SECOND)
    town.world.run_until(town.world.now_us + SECOND)

    assert (None, "00") == (early, town.answers[-1].code)


def test_a_hold_that_is_never_completed_ends_at_the_bank(new_town: Any) -> None:
    """After the days of the settings the money is free again."""
    town = new_town(issuer=IssuerSettings(hold_days=3))
    town.code("preauth", 10_000)
    town.world.run_until(town.world.now_us + 3 * DAY)
    before = town.balance_fen(HELD)
    town.world.run_until(town.world.now_us + 2 * DAY)

    assert (10_000, 0) == (before, town.balance_fen(HELD))
    assert "release" == town.named("issuer.posted")[-1]["reason"]


def test_a_completion_of_an_expired_hold_is_refused(new_town: Any) -> None:
    """The bank has given the money back."""
    town = new_town(issuer=IssuerSettings(hold_days=1))
    town.code("preauth", 10_000)
    town.world.run_until(town.world.now_us + 4 * DAY)
    code = town.code("completion", 10_000, original_stan="000002", original_batch="000001")

    assert code in ("12", "25")
    assert (1_000_000, 0) == (town.balance_fen("cardholder:customer"), town.balance_fen(HELD))


def test_a_completion_above_the_hold_needs_cover(new_town: Any) -> None:
    """The hold counts, and the rest must be on the account."""
    codes = []
    for balance_fen in (10_499, 10_500):
        town = new_town(balance_fen=balance_fen)
        town.code("preauth", 10_000)
        fields = {"original_stan": "000002", "original_batch": "000001"}
        codes.append(town.code("completion", 10_500, **fields))

    assert ["51", "00"] == codes


def test_memory_of_transactions_is_bounded(new_town: Any) -> None:
    """A bank keeps what the last days need."""
    town = new_town(keep=False)
    counts = []
    for _ in range(20):
        for _ in range(10):
            town.code("sale", 10)
        town.world.run_until(town.world.now_us + DAY - 600 * SECOND)
        counts.append(len(town.issuers.items))

    assert max(counts) <= 40
    assert counts[10] == counts[19]


def test_an_unreadable_or_foreign_message_is_dropped(town: Any) -> None:
    """Nobody answers noise."""
    before = len(town.named("issuer.declined"))
    request = town.message("sale", 100)
    town.issuers.arrived(request.changed(garbled=True))
    town.issuers.arrived(request.changed(mti="0999"))
    town.world.run_until(town.world.now_us + SECOND)

    assert before == len(town.named("issuer.declined"))
    assert 0 == len(town.issuers.items)


class _End:
    """An end that keeps what is sent."""

    def __init__(self) -> None:
        self.sent: list[Message] = []
        self.react: Any = None

    def send(self, message: Message, /) -> bool:
        """Keep it."""
        self.sent.append(message)
        return True


def test_each_bank_has_its_own_settlement_account(town: Any) -> None:
    """Two cards of two banks."""
    end = _End()
    cards = [Card(name="li", pan=Pan("1" * 16), bank="abc"), Card(name="wu", pan=Pan("2" * 16))]
    banks = Issuers(town.world, end, town.book, tuple(Account(card=card) for card in cards))
    for number, card in enumerate(cards):
        banks.arrived(town.message("sale", 100 + number, pan=card.pan, settlement_date="0302"))
    town.world.run_until(town.world.now_us + SECOND)

    assert ["00", "00"] == [answer.code for answer in end.sent]
    assert (100, 101) == (
        town.balance_fen("issuer:abc:settlement"),
        town.balance_fen("issuer:icbc:settlement"),
    )

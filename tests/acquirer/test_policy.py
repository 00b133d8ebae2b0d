"""What a policy stops, and what lifts it: papers, a review, and another way of trading."""

from typing import Any

import pytest

from emulator.domain.message import Totals
from emulator.domain.moments import DAY, HOUR
from emulator.kernel.lever import levers_of

MERCHANT = "898520154110004"


def stopped(new_shop: Any, policy: str) -> Any:
    """A shop that has sold for 5.00 and was then stopped."""
    one = new_shop()
    one.sign_in()
    one.sale("000001", 500)
    levers_of(one.world, "acquirer", one.host)["acquirer.policy"].pull(reason=policy)
    return one


def results(shop: Any) -> list[str]:
    """What the reviews came to."""
    return [detail["result"] for detail in shop.named("acquirer.papers_reviewed")]


def test_a_stopped_merchant_cannot_settle_either(new_shop: Any) -> None:
    """58 to the sale and to the settlement, and the batch stays open."""
    one = stopped(new_shop, "region")
    sale = one.sale("000002", 700)
    settlement = one.ask(one.message("settlement", "000090", totals=Totals(500, 1)))

    assert ("58", "58", "3") == (sale.code, settlement.code, settlement.settlement_result)
    assert [] == one.named("acquirer.batch_closed")


def test_a_settlement_from_before_is_answered_again(new_shop: Any) -> None:
    """What was closed stays closed, and its answer may have been lost."""
    one = new_shop()
    one.sign_in()
    one.ask(one.message("settlement", "000090", totals=Totals()))
    levers_of(one.world, "acquirer", one.host)["acquirer.policy"].pull()
    again = one.ask(one.message("settlement", "000090", totals=Totals()))

    assert "1" == again.settlement_result


@pytest.mark.parametrize(("after_us", "lifted"), [(DAY - 1, []), (DAY, ["lifted"])])
def test_papers_for_a_region_are_reviewed_after_a_day(
    new_shop: Any, after_us: int, lifted: list[str]
) -> None:
    """At the moment itself, and not before."""
    one = stopped(new_shop, "region")
    filed = one.host.policy_desk.file_papers()
    one.run(after_us)

    assert (True, lifted) == (filed, results(one))


def test_who_is_let_on_again_sells(new_shop: Any) -> None:
    """The next sale is approved."""
    one = stopped(new_shop, "region")
    one.host.policy_desk.file_papers()
    one.run(DAY)

    assert "00" == one.sale("000002", 700).code


def test_papers_alone_are_refused_for_an_industry(new_shop: Any) -> None:
    """The way of trading has to change as well; then they may be filed once more."""
    one = stopped(new_shop, "industry")
    desk = one.host.policy_desk
    desk.file_papers()
    one.run(DAY)
    refused = one.sale("000002", 700).code
    changed = desk.adjust_business(), desk.file_papers()
    one.run(DAY)

    assert ("58", (True, True)) == (refused, changed)
    assert ["refused", "lifted"] == results(one)
    assert "00" == one.sale("000003", 700).code


def test_papers_are_filed_once(new_shop: Any) -> None:
    """While they are being looked at there is nothing to file."""
    one = stopped(new_shop, "region")
    desk = one.host.policy_desk

    assert [True, False] == [desk.file_papers(), desk.file_papers()]
    assert 1 == len(one.named("acquirer.papers_filed"))


def test_who_is_not_stopped_has_nothing_to_file_or_to_change(new_shop: Any) -> None:
    """Neither does anything, and says so."""
    one = new_shop()
    desk = one.host.policy_desk

    assert (False, False, False) == (desk.file_papers(), desk.adjust_business(), desk.lift())


def test_a_review_comes_to_nothing_when_the_policy_was_lifted_before(new_shop: Any) -> None:
    """Nobody is told of what concerns nobody any more."""
    one = stopped(new_shop, "industry")
    one.host.policy_desk.file_papers()
    one.run(HOUR)
    one.host.policy_desk.lift()
    one.run(DAY)

    assert [] == results(one)


@pytest.mark.parametrize(
    ("policy", "told"),
    [("", "none"), ("region", "region"), ("industry", "industry"), ("未备案", "other")],
)
def test_the_desk_tells_which_policy_it_is(new_shop: Any, policy: str, told: str) -> None:
    """In one word; whatever a scenario has written in its own is another one."""
    assert told == new_shop(policy=policy).host.policy_desk.tell(MERCHANT)

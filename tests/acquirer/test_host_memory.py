"""What the host keeps stays bounded, however long it runs."""

from typing import Any

from emulator.domain.message import Totals
from emulator.domain.moments import DAY, HOUR, SECOND


def sizes(one: Any) -> tuple[int, int]:
    """How many transactions and how many batches the host holds."""
    return len(one.host.transactions), len(one.host.batches)


def live_through(one: Any, days: int) -> None:
    """Sell five times a day, reverse one, decline one, and settle."""
    for _ in range(days):
        for number in range(1, 6):
            one.ask(one.message("sale", f"{number:06d}", 100), us=SECOND)
        one.ask(one.reversal_of(one.message("sale", "000005", 100)), us=SECOND)
        one.ask(one.message("sale", "000006", 99_999_999), us=SECOND)
        one.ask(one.message("settlement", "000007", totals=Totals(400, 4)), us=SECOND)
        one.run(DAY - 8 * SECOND - HOUR // 60)
        one.batch = f"{int(one.batch) + 1:06d}"


def test_a_host_that_keeps_originals_for_a_day_stays_small(new_shop: Any) -> None:
    """After five days and after fifteen it holds the same."""
    one = new_shop(refund_days=1)
    one.sign_in()
    live_through(one, 12)
    first = sizes(one)
    live_through(one, 10)

    assert first == sizes(one)


def test_a_host_that_keeps_originals_for_a_month_keeps_only_what_can_be_refunded(
    new_shop: Any,
) -> None:
    """Four sales a day for the days asked for; reversed and declined ones are gone."""
    one = new_shop(refund_days=10)
    one.sign_in()
    live_through(one, 25)

    assert len(one.host.transactions) <= 4 * 10 + 2 * 6
    assert len(one.host.log) <= 25 * 4


def test_an_unsettled_batch_is_kept(new_shop: Any) -> None:
    """A terminal that never settles can still be compared with."""
    one = new_shop(refund_days=1)
    one.sign_in()
    one.ask(one.message("sale", "000001", 100))
    one.run(20 * DAY)
    answer = one.ask(one.message("settlement", "000002", totals=Totals(100, 1)))

    assert "1" == answer.settlement_result
    assert 1 == sizes(one)[0]

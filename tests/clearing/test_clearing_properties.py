"""Properties of settlement, clearing and payout together."""

from datetime import datetime
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from emulator.domain.message import Totals, UploadItem
from emulator.domain.moments import HOUR, SECOND
from emulator.kernel.lever import levers_of

QUICK = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

BETWEEN = (
    "acquirer:receivable",
    "acquirer:suspense",
    "clearing:interbank",
    "issuer:icbc:settlement",
)


def between(town: Any) -> list[int]:
    """What stands on the accounts that must be empty when all is done."""
    return [town.balance_fen(account) for account in (*BETWEEN, town.payable, town.transit)]


@QUICK
@given(st.lists(st.tuples(st.integers(1, 50_000), st.booleans()), max_size=8), st.integers(0, 30))
def test_the_cardholder_pays_what_the_terminal_knows(
    new_town: Any, sales: list[tuple[int, bool]], hours: int
) -> None:
    """
    Whatever the terminal lost is credited back, the rest is paid out.

    It makes no difference whether the batch is settled before or after the payout.
    """
    town = new_town(datetime(2026, 3, 2, 10, 0))
    kept = []
    for amount_fen, is_kept in sales:
        message = town.message("sale", amount_fen)
        town.send(message, 2 * SECOND)
        if is_kept:
            kept.append(UploadItem("sale", message.stan, town.pan, amount_fen))
    known_fen = sum(item.amount_fen for item in kept)
    town.world.run_until(town.world.now_us + hours * HOUR)
    answer = town.ask("settlement", totals=Totals(known_fen, len(kept)))
    if answer.settlement_result == "2":
        town.ask("batch_upload", items=tuple(kept), network_code="201")
        town.ask("batch_upload", item_count=len(kept), network_code="202")
    town.until(datetime(2026, 3, 6, 12, 0))

    income_fen = town.balance_fen(town.account) + town.balance_fen("acquirer:fees")
    owed_fen = town.balance_fen(town.payable)
    assert known_fen == 1_000_000 - town.balance_fen("cardholder:customer")
    assert known_fen == income_fen + owed_fen
    # A merchant that was paid for a sale its terminal then did not know owes it.
    assert owed_fen <= 0
    assert owed_fen == 0 or hours >= 13
    assert [0, 0, 0, 0, owed_fen, 0] == between(town)
    assert {} == town.acquirer.differences.open


LEVERS = (
    "bank.upgrade",
    "bank.transfer_outage",
    "bank.transfer_slow",
    "bank.account_frozen",
    "bank.details_wrong",
    "clearing.file_late",
    "clearing.file_rejected",
    "acquirer.funds_short",
    "acquirer.risk_hold",
    "acquirer.failure",
    "issuer.upgrade",
)


@QUICK
@given(
    st.lists(st.tuples(st.integers(0, 60), st.sampled_from(LEVERS)), max_size=12),
    st.sampled_from([datetime(2026, 3, 2, 20, 0), datetime(2026, 2, 12, 20, 0)]),
)
def test_whatever_is_late_arrives_once_when_all_is_mended(
    new_town: Any, pulls: list[tuple[int, str]], start: datetime
) -> None:
    """Each pull breaks or mends; hours pass in between; then calm, and every day is paid once."""
    town = new_town(start)
    levers = {
        name: lever
        for part, one in (
            ("bank", town.bank),
            ("clearing", town.house),
            ("acquirer", town.acquirer),
            ("issuer", town.issuers),
        )
        for name, lever in levers_of(town.world, part, one).items()
    }
    town.ask("sale", 10_000)
    for hours, name in pulls:
        if not levers[name].release():
            levers[name].pull()
        town.world.run_until(town.world.now_us + hours * HOUR)
        town.ask("sale", 7_777)
    for name in LEVERS:
        levers[name].release()
    town.world.run_until(town.world.now_us + 16 * 24 * HOUR)

    days = [one["business_day"] for one in town.named("clearing.merchant_credited")]
    paid_fen = 1_000_000 - town.balance_fen("cardholder:customer")
    income_fen = town.balance_fen(town.account) + town.balance_fen("acquirer:fees")
    assert sorted(set(days)) == sorted(days)
    assert [0] * 6 == between(town)
    assert paid_fen == income_fen
    assert [] == town.house.payouts

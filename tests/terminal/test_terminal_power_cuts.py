"""A sale cut off at every point: never lost, never doubled, always told."""

from typing import Any

import pytest

from emulator.domain.moments import MS

POINTS = [
    *[("storage.write_started", {"record": r}) for r in ("intent", "verdict", "printed")],
    *[("storage.written", {"record": r}) for r in ("intent", "verdict", "printed")],
    *[("uplink.sent", {"mti": "0200"}), ("uplink.delivered", {"mti": "0200"})],
    *[("uplink.sent", {"mti": "0210"}), ("uplink.delivered", {"mti": "0210"})],
    *[("console.displayed", {"screen": s}) for s in ("present_card", "waiting", "approved")],
    *[("printer.slip_started", {"copy": c}) for c in ("merchant", "cardholder")],
    *[("printer.slip_printed", {"copy": c}) for c in ("merchant", "cardholder")],
]

REVERSAL_POINTS = [
    *[("storage.write_started", {"record": r}) for r in ("reason", "reversed")],
    *[("storage.written", {"record": r}) for r in ("reason", "reversed")],
    *[("uplink.sent", {"mti": "0400"}), ("uplink.delivered", {"mti": "0410"})],
]


def _agrees(bench: Any) -> None:
    """What the host holds live is what the terminal holds approved, and nothing is pending."""
    journal = bench.journal
    items = {(batch.number, stan) for batch in journal.batches.values() for stan in batch.items}

    assert items == set(bench.host.live)
    assert not journal.pending


@pytest.mark.parametrize(("event", "where"), POINTS)
@pytest.mark.parametrize("later_us", [0, 1 * MS])
def test_a_sale_cut_off_anywhere_ends_the_same_on_both_sides(
    bench: Any, event: str, where: dict[str, str], later_us: int
) -> None:
    """Approved on both sides with a slip, or on neither."""
    bench.sell(1_00)
    struck = []

    def strike() -> None:
        struck.append(True)
        bench.world.after(later_us, bench.cut) if later_us else bench.cut()

    bench.at(event, strike, **where)

    bench.run(200)

    assert struck
    _agrees(bench)
    for key in bench.host.live:
        copies = [slip for slip in bench.printer.slips if slip[2] == key[1]]
        assert {"merchant", "cardholder"} == {slip[1] for slip in copies}
        for copy in ("merchant", "cardholder"):
            unmarked = [slip for slip in copies if slip[1] == copy and not slip[3]]
            assert len(unmarked) <= 1
    if not bench.host.live:
        assert [] == bench.printer.slips


@pytest.mark.parametrize(("event", "where"), REVERSAL_POINTS)
def test_a_reversal_cut_off_anywhere_is_finished_after_the_boot(
    bench: Any, event: str, where: dict[str, str]
) -> None:
    """The reversal survives the cut, and repeating it changes nothing."""
    bench.lose_answers("0210")
    bench.sell(1_00)
    bench.at(event, bench.cut, **where)

    bench.run(300)

    assert 2 == len(bench.events("terminal.powered_on"))
    _agrees(bench)
    assert {} == bench.host.live


def test_no_stan_is_used_twice_over_a_power_cut(bench: Any) -> None:
    """The number is durable before the request leaves."""
    bench.sell(1_00)
    bench.sell(2_00)
    bench.at("uplink.sent", bench.cut, mti="0200")

    bench.run(200)

    sales = [stan for mti, stan in bench.sent() if mti == "0200"]
    assert len(sales) == len(set(sales))


def test_after_a_cut_between_verdict_and_slip_the_person_is_told(bench: Any, keys: Any) -> None:
    """The screen names the transaction; what is printed then carries the mark."""
    bench.sell(1_00)
    bench.at("storage.written", bench.cut, record="verdict")

    bench.run(200)

    told = [one for one in bench.shown("printer_fault") if one["fault"] == "power"]
    assert ["000002"] == [one["stan"] for one in told]
    assert [("merchant", True), ("cardholder", True)] == [
        (slip[1], slip[3]) for slip in bench.printer.slips
    ]


def test_if_nobody_answers_after_the_boot_the_slip_is_flagged_and_shown_at_idle(
    bench: Any,
) -> None:
    """Nobody is asked twice; the idle screen keeps naming the STAN until a reprint."""
    bench.cashier.answers["printer_fault"] = []
    bench.sell(1_00)
    bench.at("storage.written", bench.cut, record="verdict")

    bench.run(200)

    assert {"unprinted": "000002"} == bench.shown("idle")[-1]
    assert "unprinted" == bench.events("storage.written")[-1].detail["outcome"]

    bench.cut()
    bench.run(100)

    assert 1 == len(bench.shown("printer_fault"))

    bench.errand("reprint")
    bench.run(60)

    assert {} == bench.shown("idle")[-1]


def test_a_reversal_from_before_the_cut_has_reason_06_if_none_was_written(bench: Any) -> None:
    """The write-ahead intent's own reason is 06."""
    bench.sell(1_00)
    bench.at("uplink.sent", bench.cut, mti="0200")

    bench.run(100)

    assert ["06"] == [m.code for m in bench.host.seen if m.mti == "0400"]


def test_the_duplicate_guard_survives_a_power_cut(bench: Any, keys: Any) -> None:
    """The last sale before the cut is the one that a cashier would double."""
    bench.sell(1_00)
    bench.at("storage.written", bench.cut, record="verdict")
    bench.run(100)
    bench.sell(1_00)

    bench.run(60)

    assert [{"amount_fen": 100, "stan": "000002"}] == bench.shown("confirm_duplicate")
    assert 1 == len(bench.host.live)

"""Closing a batch, and every way in which that can be interrupted."""

from typing import Any

import pytest

from emulator.domain.message import Message
from emulator.domain.moments import SECOND


def test_a_balanced_batch_ends_with_207_and_the_next_number(bench: Any) -> None:
    """Two sales settle balanced: nothing uploaded, end code 207, slip, batch 2."""
    bench.sell(1_00)
    bench.sell(2_00)
    bench.errand("settlement")
    bench.sell(3_00)

    bench.run(120)

    assert {"000001": "207"} == bench.host.ended
    assert {"000001": []} == bench.host.uploaded
    settled = bench.shown("settled")[0]
    assert ("000001", "1", 300, 2, "000002") == tuple(
        settled[key] for key in ("batch", "result", "debit_fen", "debit_count", "next_batch")
    )
    assert ("settlement", "report", "", False) in bench.printer.slips
    assert [("000002", "000006")] == [key for key in bench.host.live if key[0] == "000002"]


def test_an_unbalanced_batch_is_uploaded_in_blocks_and_ends_with_202(make_bench: Any) -> None:
    """Every item that counts goes up once, in order; the end message counts them."""
    bench = make_bench(upload_block=2)
    for yuan in (1, 2, 3):
        bench.sell(yuan * 100)
    bench.host.totals_differ = True
    bench.errand("settlement")

    bench.run(180)

    assert ["000002", "000003", "000004"] == bench.host.uploaded["000001"]
    assert {"000001": "202"} == bench.host.ended
    uploads = [m for m in bench.host.seen if m.mti == "0320"]
    assert [2, 1, 3] == [message.item_count for message in uploads]
    assert 3 == len({message.stan for message in uploads})


def test_voids_are_credits_and_the_voided_sale_stays_a_debit(bench: Any, keys: Any) -> None:
    """Totals as in DE48: both the sale and its void count."""
    bench.sell(5_00)
    bench.errand("void", enter_original=keys.digits("000002"), present_card=keys.card())
    bench.errand("settlement")

    bench.run(120)

    totals = next(m.totals for m in bench.host.seen if m.mti == "0500")
    assert (500, 1, 500, 1) == (
        totals.debit_fen,
        totals.debit_count,
        totals.credit_fen,
        totals.credit_count,
    )


def test_a_lost_settlement_answer_is_asked_for_again_under_the_same_key(bench: Any) -> None:
    """Batch, STAN and totals repeat, so that the host answers from what it stored."""
    bench.sell()
    bench.lose_answers("0510", 2)
    bench.errand("settlement")

    bench.run(300)

    asked = [m for m in bench.host.seen if m.mti == "0500"]
    assert 3 == len(asked)
    assert 1 == len({(m.batch, m.stan, m.totals) for m in asked})
    assert 1 == len(bench.shown("settled"))


def test_a_settlement_that_got_no_answer_is_resumed_by_itself(make_bench: Any) -> None:
    """The shop is told, sales wait, and the terminal settles when the line is back."""
    bench = make_bench(receive_timeout_us=10 * SECOND)
    bench.sell()
    bench.lose_answers("0510", 4)
    bench.errand("settlement")

    bench.run(400)

    assert ["no_answer"] == [one["why"] for one in bench.shown("settlement_failed")]
    assert 1 == len(bench.shown("settled"))


def test_no_sale_before_an_interrupted_settlement_is_finished(make_bench: Any) -> None:
    """The host may have closed the batch already."""
    bench = make_bench(receive_timeout_us=10 * SECOND, reversal_retry_us=0)
    bench.sell(1_00)
    bench.lose_answers("0510", 4)
    bench.errand("settlement")
    bench.sell(2_00)

    bench.run(400)

    mtis = [mti for mti, _ in bench.sent()]
    assert mtis.index("0320") < len(mtis) - 1 - mtis[::-1].index("0200")
    assert ("000002", "000005") in bench.host.live


def test_a_refused_settlement_leaves_the_batch_open(bench: Any) -> None:
    """Result 3 closed nothing: the terminal says so and sells on in the same batch."""
    bench.sell(1_00)
    bench.host.rules.append(
        lambda _, answer: (
            [answer.changed(code="96", settlement_result="3")] if answer.mti == "0510" else None
        )
    )
    bench.errand("settlement")
    bench.sell(2_00)

    bench.run(120)

    assert ["96"] == [one["why"] for one in bench.shown("settlement_failed")]
    assert {"000001"} == {batch for batch, _ in bench.host.live}
    assert 2 == bench.journal.count


def test_a_pending_reversal_goes_before_the_settlement(make_bench: Any) -> None:
    """0400 first, then 0500."""
    bench = make_bench(reversal_retry_us=0)
    bench.lose_answers("0210")
    bench.sell()
    bench.errand("settlement")

    bench.run(200)

    assert ["0200", "0400", "0500", "0320"] == [mti for mti, _ in bench.sent()]


def test_no_settlement_while_a_reversal_cannot_be_delivered(make_bench: Any) -> None:
    """The batch stays open and the reason is shown."""
    bench = make_bench(reversal_retry_us=0, receive_timeout_us=5 * SECOND)
    bench.lose_answers("0210")
    bench.lose_answers("0410", 99)
    bench.sell()
    bench.errand("settlement")

    bench.run(120)

    assert ["reversal_pending"] == [one["why"] for one in bench.shown("settlement_failed")]
    assert "0500" not in [mti for mti, _ in bench.sent()]


def test_paper_out_at_the_settlement_slip_still_advances_the_batch(bench: Any, keys: Any) -> None:
    """The slip can be left out; the next sale is in the new batch."""
    bench.sell(1_00)
    bench.errand("settlement", paper_out=keys.cancel)
    bench.printer.next_results.extend([("printed", 0)] * 2 + [("paper_out", 0)])
    bench.sell(2_00)

    bench.run(120)

    assert ("000002", "000005") in bench.host.live


def test_the_settlement_slip_can_be_printed_again(bench: Any) -> None:
    """A reprint of the settlement slip is marked."""
    bench.sell()
    bench.errand("settlement")
    bench.errand("reprint_settlement")

    bench.run(120)

    assert [False, True] == [slip[3] for slip in bench.printer.slips if slip[0] == "settlement"]


def test_the_memory_is_compact_after_a_batch(bench: Any) -> None:
    """Nothing is left but parameters, the last settlement and the last sale."""
    for yuan in range(1, 6):
        bench.sell(yuan * 100)
    bench.errand("settlement")

    bench.run(200)

    kinds = [record.kind for record in bench.storage._records]
    assert ["batch_closed", "verdict", "parameters", "printed"] == kinds


def test_sign_off_by_itself_after_settlement(make_bench: Any) -> None:
    """With auto sign-off the terminal wants a sign-in after each batch."""
    bench = make_bench(auto_sign_off=True)
    bench.sell()
    bench.errand("settlement")

    bench.run(120)

    assert "0820" == bench.sent()[-1][0]
    assert "sign_in_required" == bench.console.current.id


def test_an_older_batch_is_settled_under_its_own_number_first(bench: Any, keys: Any) -> None:
    """After a sign-in gave another batch, the old journal is kept and settled as what it is."""
    bench.sell(1_00)
    bench.host.rules.append(_refuse_once("77"))
    bench.host.batch = "000007"
    bench.sell(2_00)
    bench.cashier.begins_at = ("idle", "sign_in_required")
    bench.errand("sign_in")
    bench.sell(3_00)
    bench.errand("settlement")

    bench.run(200)

    assert ["000001", "000007"] == [m.batch for m in bench.host.seen if m.mti == "0500"]
    assert [100, 300] == [m.totals.debit_fen for m in bench.host.seen if m.mti == "0500"]
    assert 0 == bench.journal.count


def _refuse_once(code: str) -> Any:
    done = []

    def rule(request: Message, answer: Message) -> list[Message] | None:
        if answer.mti == "0210" and not done and request.amount_fen == 200:
            done.append(True)
            return [answer.changed(code=code)]
        return None

    return rule


CUTS = [
    *[("storage.write_started", {"record": "settling"}, n) for n in (1, 2, 3, 4)],
    *[("storage.written", {"record": "settling"}, n) for n in (1, 2, 3, 4)],
    *[("uplink.sent", {"mti": "0500"}, 1), ("uplink.delivered", {"mti": "0510"}, 1)],
    *[("uplink.sent", {"mti": "0320"}, n) for n in (1, 2, 3)],
    *[("uplink.delivered", {"mti": "0330"}, n) for n in (1, 2, 3)],
    *[("storage.write_started", {"record": "batch_closed"}, 1)],
    *[("storage.written", {"record": "batch_closed"}, 1)],
    *[("storage.write_started", {"record": "replacement"}, 1), ("storage.replaced", {}, 1)],
]


@pytest.mark.parametrize(("event", "where", "nth"), CUTS)
def test_a_power_cut_anywhere_in_a_settlement_loses_nothing(
    make_bench: Any, event: str, where: dict[str, str], nth: int
) -> None:
    """The batch is closed once, everything is uploaded, and the next sale is in the next batch."""
    bench = make_bench(upload_block=2, between_copies_us=0)
    for yuan in (1, 2, 3):
        bench.sell(yuan * 100)
    bench.host.totals_differ = True
    bench.errand("settlement")
    struck = []

    def strike() -> None:
        struck.append(bench.world.now_us)
        bench.cut()

    bench.at(event, strike, nth=nth, **where)

    bench.run(300)
    if "000001" not in bench.host.ended:
        bench.errand("settlement")
    bench.sell(9_00)
    bench.run(100)

    assert struck
    assert {"000002", "000003", "000004"} == set(bench.host.uploaded["000001"])
    assert "202" == bench.host.ended["000001"]
    assert 1 == sum(batch == "000002" for batch, _ in bench.host.live)
    assert bench.journal.settling is None
    assert ["000002"] == list(bench.journal.batches)


def test_asking_again_for_an_interrupted_settlement_does_not_settle_the_next_batch(
    make_bench: Any,
) -> None:
    """The second try finishes the first one and leaves the new, empty batch open."""
    bench = make_bench(receive_timeout_us=10 * SECOND, reversal_retry_us=0)
    bench.sell()
    bench.lose_answers("0510", 3)
    bench.errand("settlement")
    bench.errand("settlement")

    bench.run(200)

    assert ["000001"] == list(bench.host.settled)
    assert 1 == len(bench.shown("settled"))

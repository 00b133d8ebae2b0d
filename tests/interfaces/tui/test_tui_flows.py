"""A cashier's day on the screen, by its keys."""

import re

from till_stand import SIGN_IN, played

from emulator.domain.plan import FaultPlan
from emulator.domain.verdict import Truth
from emulator.interfaces.exits import Exit


async def end(till):
    """Leave the till, and see the screen of the end."""
    await till.do("q enter +1")
    return await till.picture()


def test_sign_in_sale_and_settlement():
    """By the keyboard alone; at the end everything held, and the app says so by its code."""

    async def day(till):
        signed_out = till.lcd
        await till.do(SIGN_IN)
        await till.sell()
        sold = await till.picture()
        await till.do("7 6 +60")
        settled = till.paper
        closing = await end(till)
        await till.do("enter")
        return signed_out, sold, settled, closing, till.app.return_value

    signed_out, sold, settled, closing, code = played(day)

    assert "SIGN IN FIRST" in signed_out[1]
    assert "128.50" in sold
    assert "slips: 2" in sold
    assert "000001" in settled
    assert "Verdict: everything held" in closing
    assert Exit.HELD == code


def test_a_card_without_money_is_declined():
    """The display says so with the code and beeps at it; nothing is printed."""

    async def decline(till):
        await till.do(SIGN_IN)
        till.session.next_customer(holder="wang")
        await till.do("1 1 2 8 5 0 enter i +1 o")
        await till.do("+1")
        return till.lcd, await till.picture()

    lcd, shown = played(decline)

    assert any("51" in row for row in lcd)
    assert "BEEP x2" in shown
    assert "slips: 0" in shown


def test_paper_out_and_reprint():
    """New paper goes in by its key; the slip that was lost is printed again from the menu."""

    async def paper_out(till):
        await till.do(SIGN_IN)
        till.session.arm(FaultPlan(name="printer.paper_out", id="f1", settings={"line": 4}))
        await till.sell()
        out, lamps = till.lcd, await till.picture()
        await till.do("p enter +20")
        return out, lamps, till.session.view.snapshot().paper.slips, till.lcd, await end(till)

    out, lamps, slips, after, closing = played(paper_out)

    assert any("PAPER" in row for row in out)
    assert "Print:ERR" in lamps
    assert 3 == slips
    assert not any("PAPER" in row for row in after)
    assert "Verdict: everything held" in closing


def test_a_slip_that_was_left_is_printed_again_from_the_menu():
    """Leaving the paper-out screen loses the slip; 6 1 prints it as a duplicate."""

    async def reprint(till):
        await till.do(SIGN_IN)
        till.session.arm(FaultPlan(name="printer.paper_out", id="f1", settings={"line": 4}))
        await till.sell()
        await till.do("escape +5")
        left = till.lcd
        await till.do("p 6 1 +20")
        return left, till.paper

    left, paper = played(reprint)

    assert any("SLIP" in row or "PRINT" in row for row in left)
    assert "DUPLICATE" in paper or "重打印" in paper


def test_a_lost_answer_is_reversed():
    """The terminal says that nobody knows; then it reverses by itself, and the customer hears."""

    async def lost(till):
        await till.do(SIGN_IN)
        lose = FaultPlan(name="uplink.drop", id="f1", message={"mti": "0210"})
        till.session.arm(lose)
        await till.sell()
        await till.wait(45)
        screens = [
            event.detail["screen"]
            for event in till.session.world.trace.events
            if (event.source, event.kind) == ("console", "displayed")
        ]
        await till.wait(120)
        return screens, await end(till)

    screens, closing = played(lost)

    assert "timed_out" in screens
    assert "Verdict: everything held" in closing


def test_a_sale_is_voided():
    """With the supervisor's password, by its number, and with the same card."""

    async def void(till):
        await till.do(SIGN_IN)
        await till.sell()
        await till.do("2 1 2 3 4 5 6 enter 0 0 0 0 0 2 enter enter i +20")
        return till.paper, await end(till)

    paper, closing = played(void)

    assert "消费撤销" in paper
    assert "Verdict: everything held" in closing


def test_a_sale_is_refunded():
    """A part of it: by the supervisor's password, its reference from the slip, and its date."""

    async def refund(till):
        await till.do(SIGN_IN)
        await till.sell()
        reference = re.search(r"参考号:\s*(\d{12})", till.paper)[1]
        await till.do("3 1 2 3 4 5 6 enter i")
        await till.do(f"{' '.join(reference)} enter 0 3 0 2 enter 5 0 0 0 enter +20")
        return till.paper, await end(till)

    paper, closing = played(refund)

    assert "退货" in paper
    assert "50.00" in paper
    assert "Verdict: everything held" in closing


def test_the_verdict_of_a_bad_day():
    """Whoever charges a customer twice is told so, and the code says it."""

    async def bad(till):
        await till.do(SIGN_IN)
        await till.sell()
        await till.do("1 1 2 8 5 0 enter enter i +1 enter o +20")
        closing = await end(till)
        await till.do("enter")
        return till.session.result.truth, closing, till.app.return_value

    truth, closing, code = played(bad)

    assert Truth.FAIL is truth
    assert "Verdict: something broke" in closing
    assert Exit.BROKEN == code

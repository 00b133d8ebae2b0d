"""The lock, who is signed in, what the terminal is, and what the open batch comes to."""

from typing import Any

import pytest

from emulator.domain import menus
from emulator.domain.console import OPERATOR_PASSWORD


@pytest.mark.parametrize("function", sorted(set(menus.paths()) - {menus.TRAINING}))
def test_every_item_of_the_menu_leads_somewhere(make_bench: Any, function: str) -> None:
    """The program knows each function that the keypad can ask for."""
    bench = make_bench()
    bench.errand(function)

    bench.run(200)

    assert "unknown_function" not in [one["why"] for one in bench.shown("not_possible")]


# The lock -------------------------------------------------------------------------------------


def test_a_locked_terminal_takes_nothing_but_the_password(bench: Any, keys: Any) -> None:
    """No menu, no card, no bare key, not even a cancel."""
    bench.errand("lock")
    bench.run(10)
    for item in (keys.menu("cash"), keys.card(), keys.confirm, keys.cancel):
        bench.console.person_end.send(item)
        bench.run(1)

    bench.run()

    assert ["idle", "locked"] == bench.screens()[-2:]


def test_the_operators_password_opens_it(bench: Any, keys: Any) -> None:
    """What was chosen while it was locked is forgotten."""
    bench.cashier.answers["locked"] = keys.menu("cash")
    bench.errand("lock")
    bench.run(10)
    bench.console.person_end.send(keys.digits(OPERATOR_PASSWORD))

    bench.run()

    assert ["locked", "idle"] == bench.screens()[-2:]


def test_another_password_does_not_open_it(bench: Any, keys: Any) -> None:
    """That is told, and the next try may be right; nothing of it is noted in clear."""
    bench.cashier.answers["locked"] = [keys.digits("9999"), keys.digits(OPERATOR_PASSWORD)]
    bench.errand("lock")

    bench.run()

    assert ["locked", "not_possible", "locked", "idle"] == bench.screens()[-4:]
    assert [{"transaction": "lock", "why": "password"}] == bench.shown("not_possible")
    pressed = [event.detail for event in bench.events("console.pressed")]
    assert [{"input": "digits"}] * 2 == pressed[1:]


def test_a_power_cut_does_not_open_it(bench: Any) -> None:
    """The lock is in the durable memory."""
    bench.errand("lock")
    bench.run(10)
    bench.cut()

    bench.run()

    assert "locked" == bench.screens()[-1]


def test_a_reversal_is_delivered_from_behind_the_lock(bench: Any) -> None:
    """A lock keeps people away, not the money."""
    bench.lose_answers("0210")
    bench.lose_answers("0410", 3)
    bench.sell()
    bench.errand("lock")
    bench.cashier.begins_at = ("idle", "reversal_failed")
    bench.run(300)

    bench.run(300)

    screens = bench.screens()
    assert screens.index("locked") < screens.index("reversed")
    assert "locked" == screens[-1]
    assert {} == bench.journal.pending
    assert {} == bench.host.live


# Who and what ---------------------------------------------------------------------------------


def test_the_operator_is_shown(bench: Any, keys: Any) -> None:
    """Cancel leaves everything as it is."""
    bench.errand("operator", operator_shown=keys.cancel)

    bench.run()

    assert [{"operator": "01"}] == bench.shown("operator_shown")
    assert "enter_operator" not in bench.screens()
    assert [] == bench.sent()


def test_another_operator_signs_in(bench: Any, keys: Any) -> None:
    """On confirm, with number and password."""
    bench.errand("operator", operator_shown=keys.confirm)

    bench.run()

    assert "signed_in" in bench.screens()
    assert "02" == bench.journal.operator


def test_where_nobody_is_signed_in_somebody_does(make_bench: Any) -> None:
    """There is nobody to be shown."""
    bench = make_bench(holds=())
    bench.cashier.begins_at = ("sign_in_required",)
    bench.errand("operator")

    bench.run()

    assert "operator_shown" not in bench.screens()
    assert bench.journal.signed_in


def test_the_version_and_the_terminals_number(bench: Any) -> None:
    """They stand until a key is pressed, or as long as a question would."""
    bench.errand("version")

    bench.run(30)

    assert [{"software": "310001", "terminal": "12345678"}] == bench.shown("version_shown")
    assert "version_shown" == bench.screens()[-1]


def test_a_key_ends_what_was_to_be_read(bench: Any, keys: Any) -> None:
    """Any key does."""
    bench.errand("outside_line", outside_line=keys.confirm)

    bench.run(15)

    assert ["outside_line", "idle"] == bench.screens()[-2:]


# Totals ---------------------------------------------------------------------------------------


def test_the_totals_of_the_open_batch(bench: Any, keys: Any) -> None:
    """Each kind and both sides; the batch stays open and nothing is sent."""
    bench.sell(5_00)
    bench.sell(7_00, keys.other)
    bench.errand("void", enter_original=keys.digits("000002"), present_card=keys.card())
    bench.errand("totals")

    bench.run(120)

    receipt = bench.printer.jobs[-1].receipt
    assert ("totals", "report", 20) == (receipt.kind, receipt.copy, receipt.lines)
    assert {"sale": [12_00, 2], "void": [5_00, 1]} == receipt.values["kinds"]
    assert (12_00, 2, 5_00, 1) == tuple(
        receipt.values[key] for key in ("debit_fen", "debit_count", "credit_fen", "credit_count")
    )
    assert "000001" == bench.journal.batch
    assert "0500" not in [mti for mti, _ in bench.sent()]


def test_an_empty_batch_has_no_totals(bench: Any) -> None:
    """That is told in place of an empty slip."""
    bench.errand("totals")

    bench.run()

    assert ["nothing_to_print"] == [one["why"] for one in bench.shown("not_possible")]
    assert [] == bench.printer.jobs


@pytest.mark.parametrize("function", ["reprint", "detail", "totals"])
def test_the_display_says_that_it_prints(bench: Any, function: str) -> None:
    """Where no other message stands meanwhile, or the terminal would seem to be idle."""
    bench.sell()
    bench.errand(function)

    bench.run()

    assert [{"transaction": function}] == bench.shown("printing")

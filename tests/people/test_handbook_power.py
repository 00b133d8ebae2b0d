"""What a cashier does by the handbook after a power cut in the middle of a sale."""

from collections.abc import Callable
from typing import Any

from emulator.domain.moments import SECOND
from tests.people.conftest import ASKS, HANDBOOK, REVERSED, declined, paper_comes_out

BOOT: tuple[Any, ...] = (("booting", {"step": "hardware"}), ("booting", {"step": "application"}))


def boots(till: Any, *then: Any) -> None:
    """Cut the power and let the terminal come back."""
    for shows in (*BOOT, *then, "idle"):
        till.terminal.show(shows)


def test_a_sale_reversed_at_boot_is_started_anew(shop: Callable[..., Any]) -> None:
    """The terminal reverses what the cut interrupted; it is the same purchase."""
    till = shop(conduct=HANDBOOK)
    till.plays(*ASKS, ["waiting"], *ASKS, declined("C"))
    till.does("sale", amount_fen=500)
    till.runs(15 * SECOND)
    boots(till, REVERSED)
    till.runs()

    assert ["sale", "sale"] == till.deeds()


def test_a_slip_after_the_boot_proves_the_sale(shop: Callable[..., Any]) -> None:
    """Approved and written down before the cut: nothing is done again."""
    till = shop(conduct=HANDBOOK)
    till.plays(*ASKS, ["waiting"])
    till.does("sale", name="lunch", amount_fen=500)
    till.runs(15 * SECOND)
    paper_comes_out(till)
    boots(till)
    till.runs()

    assert ["sale"] == till.deeds()
    assert "000001" == till.staff.cashier.done["lunch"].seen_stan


def test_what_was_never_sent_is_started_anew_at_once(shop: Callable[..., Any]) -> None:
    """The power went while the amount was keyed."""
    till = shop(conduct=HANDBOOK)
    till.plays(["enter_amount"], ["present_card"], *ASKS, declined("C"))
    till.does("sale", amount_fen=500)
    till.runs(10 * SECOND)
    before = list(till.deeds())
    boots(till)
    till.runs(3 * SECOND)

    assert ["sale"] == before
    assert ["sale", "sale"] == till.deeds()


def test_without_reversal_and_slip_the_desk_is_called(shop: Callable[..., Any]) -> None:
    """Nobody knows, so the card is not taken again."""
    till = shop(conduct=HANDBOOK)
    till.plays(*ASKS, ["waiting"])
    till.does("sale", amount_fen=500)
    till.runs(15 * SECOND)
    boots(till)
    till.runs()

    assert ["sale"] == till.deeds()
    assert ["outcome"] == [d["about"] for d in till.noted("support", "ticket_opened")]

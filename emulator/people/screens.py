"""
What the terminal's screens mean to a cashier, and the end of the console they appear at.

Prompts with an answer of their own stand in `errand.ANSWERS`; docs/reference/trace.md has them all.
"""

from collections.abc import Callable
from typing import Protocol

from emulator.domain.console import Input, Screen
from emulator.people.errand import LOCKS

TELLS = frozenset(
    (
        "approved", "declined", "not_connected", "timed_out", "bad_answer", "reversal_failed",
        "settled", "settlement_failed", "balance_shown", "status_shown", "cash_recorded",
        "signed_in", "signed_off", "not_possible", "cancelled", "locked", "card_unread",
        "line_tested", "versions_compared", "update_required", "updated", "update_failed",
    )
)  # fmt: skip
"""Screens that tell how an errand went."""
ASKS = frozenset(
    (
        "paper_out", "printer_fault", "printer_hot", "sign_in_required", "journal_full",
        "totals_full", "storage_full", "reversal_failed", "confirm_duplicate",
    )
)  # fmt: skip
"""Screens on which the terminal waits for something that only judgement can give."""
READ = frozenset(("line_tested", "versions_compared"))
"""Screens that stand until somebody has read them."""
LEAVES_BY_CANCEL = frozenset(("paper_out", "printer_fault", "printer_hot", "confirm_duplicate"))
STARTS = {
    "idle": None,
    "sign_in_required": (
        "sign_in",
        "lock",
        "test_connection",
        "check_versions",
        "update_software",
    ),
    "journal_full": ("settlement", "reprint", "query"),
    "totals_full": ("settlement", "reprint", "query"),
    "storage_full": ("settlement", "reprint", "query"),
    "reversal_failed": None,
}
"""Screens on which the menu works, to the errands that help there; None for every errand."""


def is_over_at(screen: str, errand: str) -> bool:
    """Tell whether an errand of this name is through when this screen appears."""
    return screen in STARTS or (screen == "locked" and errand == LOCKS)


class PersonEnd(Protocol):
    """The person's end of the console."""

    react: Callable[[Screen], None] | None

    @property
    def current(self) -> Screen | None:
        """What stands on the display; None while it is dark."""

    def send(self, item: Input, /) -> bool:
        """Do one thing at the terminal; False when it is dark."""

"""
Functions that move no money and print nothing: who is signed in, the lock, what the terminal is.

None of them needs the host, save that somebody else may sign in.
"""

from collections.abc import Callable
from functools import partial

from emulator.kernel.world import Steps
from emulator.terminal.access import Access
from emulator.terminal.dialogue import Dialogue
from emulator.terminal.session import Session

DISABLED = ("cash_refund", "discount")
"""Functions that stand on the menu and that the institution has switched off for its merchants."""


class Housekeeping:
    """What a menu of management offers beside sign-in and settlement."""

    def __init__(self, session: Session, dialogue: Dialogue, access: Access) -> None:
        self._session = session
        self._dialogue = dialogue
        self._access = access
        self.functions: dict[str, Callable[[], Steps[None]]] = {
            "operator": self.operator,
            "outside_line": self.outside_line,
            "lock": access.lock,
            "version": self.version,
            **{name: partial(self.disabled, name) for name in DISABLED},
        }
        """Function by menu text; all of these work without a sign-in."""

    def operator(self) -> Steps[None]:
        """柜员: who is signed in, and on confirm a sign-in as another; at once if nobody is."""
        journal = self._session.journal
        if journal.signed_in:
            agreed = yield from self._dialogue.ask(
                "operator_shown", {"operator": journal.operator}, "confirm"
            )
            if agreed is None:
                return
        yield from self._access.sign_in()

    def outside_line(self) -> Steps[None]:
        """外线号码: terminals behind a switchboard dial it first; this one dials nothing."""
        yield from self._dialogue.read("outside_line")

    def version(self) -> Steps[None]:
        """版本: of the software, and the terminal's own number."""
        settings = self._session.settings
        yield from self._dialogue.read(
            "version_shown", {"software": settings.software, "terminal": settings.terminal_id}
        )

    def disabled(self, function: str) -> Steps[None]:
        """现金退款, 折扣: money that no bank would hear of; the terminal refuses."""
        yield from self._dialogue.notice(
            "not_possible", {"transaction": function, "why": "disabled"}
        )

"""
How things really are behind the scenes, put together from the run's events.

For instructors and for the world's pane; a trainee at the till knows nothing of it. Facts that
scenario files can ask for are computed by the same code as there (`checks.facts`).
"""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from emulator.checks.facts import ShopState
from emulator.domain.trace import TraceEvent
from emulator.interfaces.live.views.batch_sides import BatchSides
from emulator.interfaces.live.views.view_state import (
    BooksSeen,
    FaultSeen,
    HolderBooks,
    MessageSeen,
    Truth,
)

KEPT_FAULTS = 60
"""An instructor may arm faults for hours; of the oldest nobody asks any more."""
_CABLE = "uplink.cable_unplugged"
_BEGINS = (
    "paper_out", "near_end", "cover_opened", "jammed", "cutter_jammed", "overheated",
    "head_failed", "feed_pressed", "drawer_opened", "powered_off", "line_lost",
)  # fmt: skip
_ENDS = {
    "paper_loaded": ("paper_out", "near_end"),
    "cover_closed": ("cover_opened",),
    "cooled": ("overheated",),
    "drawer_closed": ("drawer_opened",),
    "powered_on": ("powered_off",),
    "line_back": ("line_lost",),
}
_CLEARS = {
    "jam": "jammed",
    "cutter_jam": "cutter_jammed",
    "head_failure": "head_failed",
    "feed_button": "feed_pressed",
}
"""`trouble` of `cleared` to what began it."""
_FOR_FACTS = (
    ("bench", "run_started"),
    ("issuer", "posted"),
    ("acquirer", "posted"),
    ("clearing", "posted"),
    ("storage", "written"),
    ("storage", "replaced"),
    ("acquirer", "difference_listed"),
    ("acquirer", "difference_resolved"),
    ("support", "ticket_opened"),
    ("support", "ticket_closed"),
)
"""All that the facts below are made of; whatever else there is need not be looked at."""

Handler = Callable[[TraceEvent], None]


class Backstage:
    """Follows one run."""

    def __init__(self, holders: tuple[str, ...]) -> None:
        """
        Args:
            holders: Whose accounts are shown.
        """
        self.batches = BatchSides()
        self.is_terminal_on = False
        self.is_unprinted = False
        """The idle terminal shows that the last slip is missing."""
        self._facts = ShopState()
        self._holders = holders
        self._closed: dict[str, Counter[str]] = {
            part: Counter() for part in ("acquirer", "issuer", "clearing")
        }
        """Why each of them is closed, and how many times over."""
        self._trouble: dict[str, None] = {}
        self._levers: dict[str, None] = {}
        self._faults: dict[str, FaultSeen] = {}
        self._last: dict[str, TraceEvent] = {}

    def handlers(self) -> Iterator[tuple[tuple[str, str], Handler]]:
        """Source and kind of each event that matters, and what to do with it."""
        yield from self.batches.handlers()
        for name in _FOR_FACTS:
            yield name, self._facts.see
        yield ("console", "displayed"), self._displayed
        for kind in ("powered_on", "powered_off"):
            yield ("terminal", kind), self._terminal_power
        for part in self._closed:
            yield (part, "closed"), self._close
            yield (part, "opened"), self._open
        for kind in _BEGINS:
            yield ("printer", kind), self._printer_troubled
        for kind in (*_ENDS, "cleared"):
            yield ("printer", kind), self._printer_mended
        yield ("lever", "pulled"), lambda event: self._levers.setdefault(event.detail["lever"])
        yield ("lever", "released"), lambda e: self._levers.pop(e.detail["lever"], None)
        for kind in ("armed", "fired", "healed", "had_no_effect"):
            yield ("fault", kind), self._fault
        yield ("bench", "trouble_ended"), self._disarm
        yield ("desk", "heard"), self._desk_heard
        for kind in ("sent", "not_sent", "delivered", "lost"):
            yield ("uplink", kind), self._message

    def truth(self, **looks: Any) -> Truth:
        """
        How things are now.

        Args:
            looks: Fields of `Truth` that only the living shop tells.
        """
        closed = self._closed
        return Truth(
            is_terminal_on=self.is_terminal_on,
            has_carrier=_CABLE not in self._levers,
            host_closed=tuple(+closed["acquirer"]),
            issuer_closed=tuple(+closed["issuer"]),
            bank_closed=tuple(+closed["clearing"]),
            printer_trouble=tuple(self._trouble),
            levers=tuple(self._levers),
            faults=tuple(self._faults.values()),
            books=self._books(),
            shop_batch=self.batches.shop,
            host_batch=self.batches.host,
            pending_reversals=self._count("terminal.pending_reversals"),
            unprinted=self.is_unprinted,
            differences=self._count("acquirer.differences"),
            tickets=self._count("tickets.open"),
            last_up=_seen(self._last.get("up")),
            last_down=_seen(self._last.get("down")),
            **looks,
        )

    # Facts ------------------------------------------------------------------------------------

    @property
    def pending_reversals(self) -> int:
        """Requests on record whose outcome is not."""
        return self._count("terminal.pending_reversals")

    def _count(self, fact: str) -> int:
        found = self._facts.value(fact)
        return found if isinstance(found, int) else 0

    def _books(self) -> BooksSeen:
        count = self._count
        return BooksSeen(
            holders=tuple(
                HolderBooks(name, count(f"{name}.balance"), count(f"{name}.held"))
                for name in self._holders
            ),
            merchant_account_fen=count("merchant.account"),
            merchant_pending_fen=count("merchant.pending"),
            acquirer_suspense_fen=count("acquirer.suspense"),
            acquirer_fees_fen=count("acquirer.fees"),
            issuer_suspense_fen=count("issuer.suspense"),
        )

    # The shop ---------------------------------------------------------------------------------

    def _displayed(self, event: TraceEvent) -> None:
        self.is_unprinted = bool(event.detail.get("unprinted")) or (
            self.is_unprinted and event.detail["screen"] != "idle"
        )

    def _terminal_power(self, event: TraceEvent) -> None:
        self.is_terminal_on = event.kind == "powered_on"

    def _printer_troubled(self, event: TraceEvent) -> None:
        self._trouble[event.kind] = None

    def _printer_mended(self, event: TraceEvent) -> None:
        over = _ENDS.get(event.kind) or (_CLEARS.get(event.detail.get("trouble", ""), ""),)
        for trouble in over:
            self._trouble.pop(trouble, None)

    def _close(self, event: TraceEvent) -> None:
        self._closed[event.source][event.detail.get("why", "closed")] += 1

    def _open(self, event: TraceEvent) -> None:
        self._closed[event.source][event.detail.get("why", "closed")] -= 1

    def _message(self, event: TraceEvent) -> None:
        self._last[event.detail["way"]] = event

    # Faults -----------------------------------------------------------------------------------

    def _fault(self, event: TraceEvent) -> None:
        id = str(event.detail["fault"])
        kind = event.kind
        if kind == "armed":
            self._faults.pop(id, None)
            self._faults[id] = FaultSeen(id, str(event.detail["name"]), "armed")
            if len(self._faults) > KEPT_FAULTS:
                del self._faults[next(iter(self._faults))]
            return
        known = self._faults.get(id)
        if known is not None:
            state = "no_effect" if kind == "had_no_effect" else kind
            times = known.times + (kind == "fired")
            self._faults[id] = FaultSeen(id, known.name, state, times)

    def _desk_heard(self, event: TraceEvent) -> None:
        if event.detail.get("deed") == "all_mended":
            self._disarm(event)

    def _disarm(self, _: TraceEvent) -> None:
        for id, fault in self._faults.items():
            if fault.state == "armed":
                self._faults[id] = FaultSeen(id, fault.name, "disarmed")


def _seen(event: TraceEvent | None) -> MessageSeen | None:
    if event is None:
        return None
    detail = event.detail
    return MessageSeen(
        at_us=event.at_us,
        way=detail["way"],
        fate=event.kind,
        mti=detail.get("mti", ""),
        transaction=detail.get("transaction", ""),
        stan=detail.get("stan", ""),
        code=detail.get("code") or "",
        amount_fen=detail.get("amount_fen"),
    )

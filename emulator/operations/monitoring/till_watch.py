"""
What is watched at the till: slips, paper, the terminal's time, its debts, and failing payments.

Read from the camera on screen and paper, and from the bus to the terminal's memory.
"""

from collections import deque
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from emulator.domain.alarms import CLOCK_OFF, ERROR_RATE, PAPER_LOW, REVERSAL_PENDING, UNPRINTED
from emulator.domain.plan import Given
from emulator.domain.trace import TraceEvent
from emulator.domain.transaction import KINDS, Side
from emulator.operations.monitoring.board import Board, Concern
from emulator.operations.monitoring.details import Replaced, Shown, Slip, Written, read

Handler = Callable[[TraceEvent], None]
Handlers = Mapping[tuple[str, str], Handler]

_APPROVED = ("verdict", "approved")
_BEGINS = frozenset(("intent", "advice"))
"""Records before the first byte of something whose outcome must come to be known."""
_ENDS = frozenset(("verdict", "reversed", "cleared"))
"""Records after which its outcome is known. A terminal that has given up still owes one."""
_FAILS = frozenset(("not_connected", "timed_out", "bad_answer"))
_NOT_THE_CUSTOMERS = frozenset(("B", "D", "E"))
"""Classes of refusals for which another card would not help."""
_OWN_DEBTS = frozenset(("reversal_pending", "refund_pending", "settlement_pending", "sign_in"))
_PRINTED = frozenset(k.name for k in KINDS.values() if k.side is not Side.NONE or k.reversible)
"""Transactions of which a slip is due."""
_MOST_ASKED = 100
"""Payments whose time is remembered until their slip comes; a till has one under way."""


def _number(batch: str, stan: str) -> str:
    return f"{batch}/{stan}"


class SlipWatch:
    """Approved, and no readable slip of it; and slips that tell another time than it is."""

    def __init__(self, board: Board, given: Given) -> None:
        self.start: datetime = given.start
        self._board = board
        self._after_us = given.monitoring.unprinted_us
        self._clock_us = given.monitoring.clock_us
        self._last_copy = "cardholder" if given.terminal.copies > 1 else "merchant"
        self._asked_us: dict[str, int] = {}
        self.handlers: Handlers = {
            ("storage", "written"): self._written,
            ("printer", "slip_printed"): self._printed,
        }

    def _written(self, event: TraceEvent) -> None:
        one = read(event, Written)
        number = _number(one.batch, one.stan)
        if one.record in _BEGINS:
            self._asked_us[number] = event.at_us
            if len(self._asked_us) > _MOST_ASKED:
                del self._asked_us[next(iter(self._asked_us))]
        elif (one.record, one.outcome) == _APPROVED and one.transaction in _PRINTED:
            self._board.put(
                UNPRINTED,
                number,
                since_us=event.at_us,
                due_us=event.at_us + self._after_us,
                concern=Concern(stan=one.stan, batch=one.batch, amount_fen=one.amount_fen),
            )

    def _printed(self, event: TraceEvent) -> None:
        one = read(event, Slip)
        if not one.legible or one.slip_kind not in _PRINTED:
            return
        number = _number(one.batch, one.stan)
        asked_us = self._asked_us.get(number)
        if asked_us is not None and not one.reprint:
            self._look_at_time(event, one, asked_us)
        if one.copy == self._last_copy:
            self._asked_us.pop(number, None)
            self._board.take_off(UNPRINTED, number, at_us=event.at_us)

    def _look_at_time(self, event: TraceEvent, slip: Slip, asked_us: int) -> None:
        """Hold the time on a slip against that at which its payment was asked for."""
        told = _moment(slip.content.get("date"), slip.content.get("time"))
        if told is None:
            return
        off_us = (told - self.start) // timedelta(microseconds=1) - asked_us
        now_us = event.at_us
        if abs(off_us) > self._clock_us:
            self._board.put(CLOCK_OFF, "", since_us=now_us, due_us=now_us)
        else:
            self._board.take_off(CLOCK_OFF, "", at_us=now_us)


def _moment(day: object, time: object) -> datetime | None:
    """Read what stands on a slip; None if it is no date and time."""
    try:
        return datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=None)
    except ValueError:
        return None


class PaperWatch:
    """The near-end lamp, and an empty roll."""

    def __init__(self, board: Board, given: Given) -> None:
        self._board = board
        is_on = given.monitoring.paper_low
        self.handlers: Handlers = {
            **(
                {("printer", kind): self._low for kind in ("near_end", "paper_out")}
                if is_on
                else {}
            ),
            ("printer", "paper_loaded"): self._loaded,
        }

    def _low(self, event: TraceEvent) -> None:
        self._board.put(PAPER_LOW, "", since_us=event.at_us, due_us=event.at_us)

    def _loaded(self, event: TraceEvent) -> None:
        self._board.take_off(PAPER_LOW, "", at_us=event.at_us)


class DebtWatch:
    """Payments without an outcome that are not reversed."""

    def __init__(self, board: Board, given: Given) -> None:
        self._board = board
        self._after_us = given.monitoring.reversal_us
        self.handlers: Handlers = {
            ("storage", "written"): self._written,
            ("storage", "replaced"): self._replaced,
        }

    def _written(self, event: TraceEvent) -> None:
        one = read(event, Written)
        number = _number(one.batch, one.stan)
        if one.record in _BEGINS:
            self._board.put(
                REVERSAL_PENDING,
                number,
                since_us=event.at_us,
                due_us=event.at_us + self._after_us,
                concern=Concern(stan=one.stan, batch=one.batch, amount_fen=one.amount_fen),
            )
        elif one.record in _ENDS:
            self._board.take_off(REVERSAL_PENDING, number, at_us=event.at_us)

    def _replaced(self, event: TraceEvent) -> None:
        if read(event, Replaced).records == 0:
            # Nobody can tell any more what was under way.
            self._board.take_off_all(REVERSAL_PENDING, at_us=event.at_us)


class ErrorWatch:
    """Payments that fail one after the other for no reason of the customers'."""

    def __init__(self, board: Board, given: Given) -> None:
        self._board = board
        self._count = given.monitoring.errors
        self._window_us = given.monitoring.error_window_us
        self._failed_us: deque[int] = deque()
        self.handlers: Handlers = {("console", "displayed"): self._displayed}

    def _displayed(self, event: TraceEvent) -> None:
        one = read(event, Shown)
        now_us = event.at_us
        if one.screen == "approved":
            self._failed_us.clear()
            self._board.take_off(ERROR_RATE, "", at_us=now_us)
        elif _failed(one):
            self._failed_us.append(now_us)
            while now_us - self._failed_us[0] > self._window_us:
                self._failed_us.popleft()
            if len(self._failed_us) >= self._count:
                first_us = self._failed_us.popleft()
                self._board.put(ERROR_RATE, "", since_us=first_us, due_us=now_us)


def _failed(shown: Shown) -> bool:
    if shown.screen == "declined":
        return shown.operator_class in _NOT_THE_CUSTOMERS
    if shown.screen == "not_possible":
        return shown.why in _OWN_DEBTS
    return shown.screen in _FAILS

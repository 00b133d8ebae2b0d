"""
What a scenario expects, judged: one verdict for each expectation, from one pass over the trace.

    mode        passes when                                     inconclusive when
    within      it came true in time after the n-th `of` event  that event never came, or the run
                                                                ended before the time was up
    by          the facts are as wanted at the instant          the run ended before it
    always      they were as wanted after every event           they could never be told
    never       it happened no more often than allowed          nobody tells of such events
    eventually  it came true before the calm ended              the calm did not end
    finally     the facts are as wanted at the end of the calm  the calm did not end

An event pattern may name an inside event; a terminal that says nothing of itself then leaves the
expectation inconclusive instead of passing by silence.
"""

from collections.abc import Callable, Iterable, Sequence

from emulator.checks.back_office import CountBusinessDays
from emulator.checks.facts import ShopState
from emulator.checks.modes import Mode, mode_of
from emulator.domain.plan import Expectation, Instant
from emulator.domain.trace import TraceEvent
from emulator.domain.verdict import Truth, Verdict


def judge(
    expectations: Sequence[Expectation],
    trace: Iterable[TraceEvent],
    *,
    resolve: Callable[[Instant], int],
    count_business_days: CountBusinessDays | None = None,
) -> list[Verdict]:
    """
    Judge every expectation of a scenario.

    Args:
        expectations: In the order of the file; verdicts are named `expect[1]`, `expect[2]` ...
        trace: All events, in order.
        resolve: Turns a moment that a file names into microseconds of the run.
        count_business_days: The bank calendar, for the fact `payout.days`.

    Returns:
        One verdict for each, in the same order.
    """
    if not expectations:
        return []
    state = ShopState(count_business_days)
    modes = [
        mode_of(f"expect[{number}]", expected, state, resolve)
        for number, expected in enumerate(expectations, 1)
    ]
    panel = [_Guarded(mode) for mode in modes]
    end_us: int | None = None
    for event in trace:
        if end_us is None or event.at_us > end_us:
            end_us = event.at_us
            for one in panel:
                one.before(end_us)
        state.see(event)
        if event.at_us >= 0:
            # Before moment 0 the shop is only being opened.
            for one in panel:
                one.after(event)
        if event.kind == "calm_ended" and event.source == "bench":
            # The story is over; the probe sale behind it is not part of it.
            break
    return [one.finish(end_us or 0) for one in panel]


class _Guarded:
    """Keeps a mistake in one expectation from spoiling the others: it becomes inconclusive."""

    def __init__(self, mode: Mode) -> None:
        self._mode = mode
        self._error = ""

    def before(self, at_us: int) -> None:
        self._try(lambda: self._mode.before(at_us))

    def after(self, event: TraceEvent) -> None:
        self._try(lambda: self._mode.after(event))

    def finish(self, end_us: int) -> Verdict:
        self._try(lambda: self._mode.conclude(end_us))
        if self._mode.verdict is not None:
            return self._mode.verdict
        name = self._mode.name
        return Verdict(
            check=name,
            truth=Truth.INCONCLUSIVE,
            message="check.crashed",
            values={"check": name, "error": self._error},
        )

    def _try(self, act: Callable[[], None]) -> None:
        if self._mode.verdict is None and not self._error:
            try:
                act()
            except Exception as error:  # noqa: BLE001 - a fact may meet any foreign trace
                self._error = type(error).__name__

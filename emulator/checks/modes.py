"""The six modes of an expectation, each as something that listens until it knows its verdict."""

from collections.abc import Callable

from emulator.checks.base import Values
from emulator.checks.facts import ShopState
from emulator.checks.wanted import WantedFacts
from emulator.domain.plan import Expectation, Instant, Pattern
from emulator.domain.trace import TraceEvent
from emulator.domain.verdict import Truth, Verdict

_INSIDE = frozenset(
    {
        "terminal.booted",
        "terminal.recovered",
        "terminal.signed_in",
        "terminal.reversal_due",
        "terminal.reversal_tried",
        "terminal.answer_dropped",
        "terminal.crashed",
    }
)
"""Events that only a terminal that tells about itself can give."""


class Mode:
    """
    Judges one expectation while the trace goes by.

    For each event the caller first calls `before` with its moment, while the state is still that
    of the moments passed; then the state takes the event in; then it calls `after`.
    """

    def __init__(self, name: str, expected: Expectation, state: ShopState) -> None:
        self.name = name
        self.verdict: Verdict | None = None
        """Set as soon as it is known."""
        self.expected = expected
        self.state = state
        self.facts = WantedFacts(expected.facts) if expected.facts else None

    def before(self, at_us: int) -> None:
        """Learn that the next event is at `at_us`."""

    def after(self, event: TraceEvent) -> None:
        """Learn of an event; the state includes it."""

    def conclude(self, end_us: int) -> None:
        """Set the verdict of an expectation that was still open at the end."""
        raise AssertionError("every mode says what its end means")

    # For the modes ----------------------------------------------------------------------------

    def passed(self, *evidence: int) -> None:
        """It held."""
        self._set(Truth.PASS, "", {}, evidence)

    def failed(self, what: str, *evidence: int, **values: str | int) -> None:
        """It did not hold."""
        self._set(Truth.FAIL, what, values, evidence)

    def unclear(self, what: str, *evidence: int, **values: str | int) -> None:
        """It cannot be told."""
        self._set(Truth.INCONCLUSIVE, what, values, evidence)

    def judge_facts(self, when_us: int, *evidence: int) -> None:
        """Settle by what the facts are now."""
        facts = self.facts
        if facts is None:
            self.passed(*evidence)
            return
        truth = facts.agree(self.state)
        if truth is Truth.PASS:
            self.passed(*evidence)
        elif truth is Truth.FAIL:
            self.failed("fact", *evidence, **facts.difference(self.state), when_us=when_us)
        else:
            self.unclear("unknown", *evidence, **facts.difference(self.state), when_us=when_us)

    def _set(self, truth: Truth, what: str, values: Values, evidence: tuple[int, ...]) -> None:
        self.verdict = Verdict(
            check=self.name,
            truth=truth,
            message=f"check.expect.{what}" if what else "",
            values={"mode": self.expected.mode, **values},
            evidence=tuple(seq for seq in evidence if seq >= 0),
            offences=int(truth is Truth.FAIL),
        )


class Counter:
    """Counts the events that fit a pattern."""

    def __init__(self, pattern: Pattern) -> None:
        self.count = 0
        self.pattern = pattern
        self._is_told = f"{pattern.source}.{pattern.kind}" not in _INSIDE

    def take(self, event: TraceEvent) -> bool:
        """Count an event if it fits; True if it did."""
        if event.inside and event.source == self.pattern.source:
            self._is_told = True
        fits = self.pattern.fits(event.source, event.kind, event.detail)
        self.count += fits
        return fits

    @property
    def is_told(self) -> bool:
        """False while an inside event is counted for a terminal that said nothing of itself."""
        return self._is_told


class Within(Mode):
    """Comes true within a span of the n-th event of a kind; the last instant is in time."""

    def __init__(self, name: str, expected: Expectation, state: ShopState) -> None:
        super().__init__(name, expected, state)
        assert expected.of is not None
        self._of = Counter(expected.of)
        self._wanted = None if expected.event is None else Counter(expected.event)
        self._since: TraceEvent | None = None
        self._until_us = 0

    def before(self, at_us: int) -> None:
        if self._since is not None and at_us > self._until_us:
            self._miss()

    def after(self, event: TraceEvent) -> None:
        if self._since is None:
            if self._of.take(event) and self._of.count == self._of.pattern.nth:
                self._since = event
                self._until_us = event.at_us + self.expected.span_us
                self._look(event)
            return
        if self._wanted is not None:
            if self._wanted.take(event) and self._wanted.count >= self._wanted.pattern.nth:
                self._wanted = None
            else:
                return
        self._look(event)

    def _look(self, event: TraceEvent) -> None:
        """Pass once the event has come and, then or later, the facts are as wanted."""
        assert self._since is not None
        if self._wanted is not None:
            return
        facts = self.facts
        if facts is None or facts.agree(self.state, after_seq=self._since.seq) is Truth.PASS:
            self.passed(event.seq, self._since.seq)

    def _miss(self) -> None:
        assert self._since is not None
        seq = self._since.seq
        told: dict[str, str | int] = {
            "of": self._of.pattern.name,
            "span_us": self.expected.span_us,
            "when_us": self._until_us,
        }
        if self._wanted is not None:
            self.failed("no_event", seq, event=self._wanted.pattern.name, **told)
            return
        assert self.facts is not None
        self.failed("not_in_time", seq, **self.facts.difference(self.state, after_seq=seq), **told)

    def conclude(self, end_us: int) -> None:
        if self._since is None:
            self.unclear("no_of", of=self._of.pattern.name, nth=self._of.pattern.nth)
        elif end_us < self._until_us:
            self.unclear("run_ended", self._since.seq, end_us=end_us, when_us=self._until_us)
        else:
            self._miss()


class By(Mode):
    """The facts are as wanted at an instant, after everything that is due at it."""

    def __init__(self, name: str, expected: Expectation, state: ShopState, at_us: int) -> None:
        super().__init__(name, expected, state)
        self._at_us = at_us
        self._last_seq = -1

    def before(self, at_us: int) -> None:
        if at_us > self._at_us:
            self.judge_facts(self._at_us, self._last_seq)

    def after(self, event: TraceEvent) -> None:
        self._last_seq = event.seq

    def conclude(self, end_us: int) -> None:
        if end_us < self._at_us:
            self.unclear("run_ended", end_us=end_us, when_us=self._at_us)
        else:
            self.judge_facts(self._at_us, self._last_seq)


class Always(Mode):
    """The facts are as wanted after every event from which they can be told."""

    def __init__(self, name: str, expected: Expectation, state: ShopState) -> None:
        super().__init__(name, expected, state)
        self._was_told = False

    def after(self, event: TraceEvent) -> None:
        assert self.facts is not None
        if event.inside:
            return
        truth = self.facts.agree(self.state)
        if truth is Truth.FAIL:
            self.failed("fact", event.seq, **self.facts.difference(self.state), when_us=event.at_us)
        elif truth is Truth.PASS:
            self._was_told = True

    def conclude(self, end_us: int) -> None:
        assert self.facts is not None
        if self._was_told:
            self.passed()
        else:
            self.unclear("unknown", **self.facts.difference(self.state), when_us=end_us)


class Never(Mode):
    """An event happens no more often than allowed, or facts are never all as written."""

    def __init__(self, name: str, expected: Expectation, state: ShopState) -> None:
        super().__init__(name, expected, state)
        self._counter = None if expected.event is None else Counter(expected.event)
        self._was_told = False

    def after(self, event: TraceEvent) -> None:
        counter = self._counter
        if counter is None:
            self._look(event)
        elif counter.take(event) and counter.count > self.expected.more_than:
            self.failed(
                "too_often",
                event.seq,
                event=counter.pattern.name,
                times=counter.count,
                allowed=self.expected.more_than,
                when_us=event.at_us,
            )

    def _look(self, event: TraceEvent) -> None:
        assert self.facts is not None
        if event.inside:
            return
        truth = self.facts.agree(self.state)
        self._was_told = self._was_told or truth is not Truth.INCONCLUSIVE
        if truth is Truth.PASS:
            self.failed("fact_held", event.seq, **self.facts.first(self.state), when_us=event.at_us)

    def conclude(self, end_us: int) -> None:
        if self._counter is not None and not self._counter.is_told:
            self.unclear("not_told", event=self._counter.pattern.name)
        elif self._counter is None and not self._was_told:
            assert self.facts is not None
            self.unclear("unknown", **self.facts.first(self.state), when_us=end_us)
        else:
            self.passed()


class AtTheEnd(Mode):
    """
    What must have come true before the calm ends (`eventually`), or be true then (`finally`).
    """

    def __init__(self, name: str, expected: Expectation, state: ShopState) -> None:
        super().__init__(name, expected, state)
        self._wanted = None if expected.event is None else Counter(expected.event)
        self._may_be_early = expected.mode == "eventually"

    def after(self, event: TraceEvent) -> None:
        wanted = self._wanted
        if wanted is not None and wanted.take(event) and wanted.count >= wanted.pattern.nth:
            self._wanted = None
        if event.kind == "calm_ended" and event.source == "bench":
            self._settle(event)
        elif self._may_be_early and self._wanted is None and self._facts_hold():
            self.passed(event.seq)

    def _facts_hold(self) -> bool:
        return self.facts is None or self.facts.agree(self.state) is Truth.PASS

    def _settle(self, event: TraceEvent) -> None:
        if self._wanted is None:
            self.judge_facts(event.at_us, event.seq)
        elif self._wanted.is_told:
            self.failed("never_came", event.seq, event=self._wanted.pattern.name)
        else:
            self.unclear("not_told", event=self._wanted.pattern.name)

    def conclude(self, end_us: int) -> None:
        self.unclear("no_calm", end_us=end_us)


def mode_of(
    name: str, expected: Expectation, state: ShopState, resolve: Callable[[Instant], int]
) -> Mode:
    """
    Make the judge of one expectation.

    Raises:
        ValueError: There is no such mode; the caller's mistake.
    """
    if expected.mode == "by":
        assert expected.instant is not None
        return By(name, expected, state, resolve(expected.instant))
    kinds: dict[str, type[Mode]] = {
        "within": Within,
        "always": Always,
        "never": Never,
        "eventually": AtTheEnd,
        "finally": AtTheEnd,
    }
    if expected.mode not in kinds:
        raise ValueError(f"no mode of an expectation: {expected.mode!r}")
    return kinds[expected.mode](name, expected, state)

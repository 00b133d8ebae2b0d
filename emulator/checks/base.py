"""
What every check stands on: a streaming fold over outside events, and the book of its offences.

    world --kind--> Desk --source, word--> fold, fold, check, check ...   (folds are heard first)
                                                 |
                                          conclude -> Verdict

A check declares its handlers by source and kind and, where the details have a word that says most
(see `TELLING`), by that word, so that an event that does not concern it costs it nothing. Inside
events are dropped at the desk: no check can read them by accident.
"""

from collections.abc import Callable, Iterable
from typing import Any, ClassVar, Self, TypeVar, cast

from emulator.domain.trace import TraceEvent
from emulator.domain.verdict import Truth, Verdict

Handler = Callable[[TraceEvent], None]
Handlers = dict[tuple[str, str] | tuple[str, str, str], Handler]
"""Source and kind, or source, kind and telling word, to what is called with such an event."""

TELLING = {
    "displayed": "screen",
    "pressed": "input",
    "written": "record",
    "sent": "mti",
    "delivered": "mti",
}
"""Kinds that happen often to the key of their details by which a handler can choose among them."""

Values = dict[str, str | int]


def worded(source: str, kind: str, words: Iterable[str], handler: Handler) -> Handlers:
    """One handler for the events of a kind in `TELLING` whose telling word is one of these."""
    return {(source, kind, word): handler for word in words}


class Fold:
    """
    Something that is built up from outside events, one at a time.

    `handlers` is asked once. A fold that raises remembers what it raised and is believed no more.
    """

    crashed: str = ""
    """Name of the exception type; empty while all is well."""

    @classmethod
    def made(cls, folds: "Folds") -> Self:
        """Make one; a fold that stands on others gets them from `folds`."""
        return cls()

    def handlers(self) -> Handlers:
        """Which events it wants, and what it does with each."""
        return {}


F = TypeVar("F", bound=Fold)


class Folds:
    """The folds that several checks read, each of them made once."""

    def __init__(self) -> None:
        self._made: dict[type[Fold], Fold] = {}

    def get(self, kind: type[F]) -> F:
        """The one fold of this class."""
        made = self._made.get(kind)
        if made is None:
            made = self._made[kind] = kind.made(self)
        return cast(F, made)

    def all(self) -> list[Fold]:
        """Every fold that was asked for; one comes behind those that it stands on."""
        return list(self._made.values())


_Heard = tuple[tuple[Fold, Handler], ...]
_Asked = list[tuple[Fold, str, Handler]]
"""Who asked for events of a source and kind, in order; the word is empty for all of them."""


class Desk:
    """Hands each outside event to the folds that asked for such a one."""

    def __init__(self, folds: Iterable[Fold]) -> None:
        asked: dict[str, dict[str, _Asked]] = {}
        for fold in folds:
            for (source, kind, *word), handler in fold.handlers().items():
                of_kind = asked.setdefault(kind, {})
                of_kind.setdefault(source, []).append((fold, "".join(word), handler))
        self._by_kind = {
            kind: (
                TELLING.get(kind),
                {source: _by_word(wanted) for source, wanted in by_source.items()},
            )
            for kind, by_source in asked.items()
        }

    def see_all(self, events: Iterable[TraceEvent]) -> None:
        """
        Hand over some events, in order.

        It is one loop, because it runs for every event of a run, and it does best with a block of
        events at a time: then this code and what the checks keep are not pushed out of the
        processor's cache by the shop's.
        """
        by_kind = self._by_kind
        for event in events:
            wanted = by_kind.get(event.kind)
            if wanted is None or event.inside:
                continue
            key, by_source = wanted
            by_word = by_source.get(event.source)
            if by_word is None:
                continue
            heard_by = by_word[""]
            if key is not None:
                try:
                    heard_by = by_word.get(event.detail[key], heard_by)
                except (KeyError, TypeError) as error:
                    _distrust(by_word, error)
                    continue
            for fold, handler in heard_by:
                try:
                    handler(event)
                except Exception as error:  # noqa: BLE001 - a check may meet any foreign trace
                    fold.crashed = fold.crashed or type(error).__name__


def _by_word(asked: _Asked) -> dict[str, _Heard]:
    """Who hears an event, by its telling word; under the empty word who hears all others."""
    words = dict.fromkeys(("", *(word for _, word, _ in asked)))
    return {
        word: tuple((fold, handler) for fold, wanted, handler in asked if wanted in ("", word))
        for word in words
    }


def _distrust(by_word: dict[str, _Heard], error: Exception) -> None:
    """An event without its telling word can be read by nobody who waits for such events."""
    for heard_by in by_word.values():
        for fold, _ in heard_by:
            fold.crashed = fold.crashed or type(error).__name__


class Check(Fold):
    """
    One thing that must hold in every run.

    Write another: name it, return its handlers, add to `self.offences` whatever is wrong (what can
    only be told when all is quiet, in `at_rest`), and say in `applied` whether there was anything
    to judge. State of a sale must go when the sale is settled, or a long run will not fit into
    memory. Messages are ids `check.<name>.<what>` in messages.toml.
    """

    name: ClassVar[str] = ""
    judged_at_rest: ClassVar[bool] = False
    """True when the check can hold only if the run came to its calm end."""

    def __init__(self, folds: Folds | None = None) -> None:
        """
        Args:
            folds: Where to get shared folds; None makes own ones.
        """
        self.folds = folds or Folds()
        self.offences = Offences(self.name)
        self.judged = 0
        """How many things were looked at; shown with a verdict that passed."""
        self._reads: list[Fold] = []
        self._desk: Desk | None = None
        self._rested = False

    def read(self, kind: type[F]) -> F:
        """Take a shared fold; if it crashes, so has this check."""
        fold = self.folds.get(kind)
        self._reads.append(fold)
        return fold

    def see(self, event: TraceEvent) -> None:
        """Take in one event when the check runs alone; a `Watch` feeds many at once."""
        self._own_desk().see_all((event,))

    def conclude(self, end_us: int) -> Verdict:
        """Say what came out; call once, after the last event, at `end_us`."""
        crashed = self.crashed or next((f.crashed for f in self._reads if f.crashed), "")
        if crashed:
            return self._crash(crashed)
        try:
            return self.verdict(end_us)
        except Exception as error:  # noqa: BLE001 - a check may meet any foreign trace
            return self._crash(type(error).__name__)

    def verdict(self, end_us: int) -> Verdict:
        """Sum up; the rules for offences, no calm end and nothing to judge are the same for all."""
        if self.offences.count:
            return self.offences.verdict()
        if not self.applied():
            return Verdict(check=self.name, truth=Truth.INCONCLUSIVE, applied=False)
        if self.judged_at_rest and not self._rested:
            return Verdict(check=self.name, truth=Truth.INCONCLUSIVE, message="check.no_calm")
        return Verdict(check=self.name, truth=Truth.PASS, values=self.counts())

    def applied(self) -> bool:
        """Tell whether the run held anything to judge."""
        return self.judged > 0

    def counts(self) -> Values:
        """What a verdict that passed tells about itself."""
        return {"judged": self.judged}

    def at_rest(self, event: TraceEvent) -> None:
        """Judge what can be told only now that all is quiet; called at the end of the calm."""

    def __call__(self, trace: Iterable[TraceEvent]) -> Verdict:
        """Judge a whole trace with a fresh copy; nothing of this one changes."""
        fresh = type(self)()
        events = list(trace)
        fresh._own_desk().see_all(events)
        return fresh.conclude(events[-1].at_us if events else 0)

    def rest_handlers(self) -> Handlers:
        """The handler of the end of the calm, to be put among a check's own."""
        return {("bench", "calm_ended"): self._rest}

    def _rest(self, event: TraceEvent) -> None:
        self._rested = True
        self.at_rest(event)

    def _own_desk(self) -> Desk:
        if self._desk is None:
            self._desk = Desk([*self.folds.all(), self])
        return self._desk

    def _crash(self, error: str) -> Verdict:
        return Verdict(
            check=self.name,
            truth=Truth.INCONCLUSIVE,
            message="check.crashed",
            values={"check": self.name, "error": error},
        )


class _Offence:
    __slots__ = ("evidence", "message", "values", "weight")

    def __init__(self, message: str, values: Values, evidence: tuple[int, ...], weight: int):
        self.message = message
        self.values = values
        self.evidence = evidence
        self.weight = weight


class Offences:
    """What a check found wrong: how often, and the first, the worst and the last of them."""

    def __init__(self, check: str) -> None:
        self.count = 0
        self._check = check
        self._first: _Offence | None = None
        self._worst: _Offence | None = None
        self._last: _Offence | None = None

    def add(self, what: str, evidence: Iterable[int], *, weight: int = 0, **values: Any) -> None:
        """
        Note one offence.

        Args:
            what: Ending of the message id: `check.<name>.<what>`.
            evidence: Sequence numbers of the events that prove it, the one that tells most first;
                -1 stands for an event that was not there.
            weight: How bad it is, such as the money at stake in fen; the heaviest is told.
            values: What the sentence names.
        """
        proof = tuple(seq for seq in evidence if seq >= 0)
        found = _Offence(f"check.{self._check}.{what}", values, proof, weight)
        self.count += 1
        self._last = found
        if self._first is None:
            self._first = found
        if self._worst is None or weight > self._worst.weight:
            self._worst = found

    def verdict(self) -> Verdict:
        """The failing verdict; its evidence is the worst offence's, then the first's and last's."""
        worst, first, last = self._worst, self._first, self._last
        assert worst is not None
        assert first is not None
        assert last is not None
        evidence = dict.fromkeys((*worst.evidence, *first.evidence, *last.evidence))
        return Verdict(
            check=self._check,
            truth=Truth.FAIL,
            message=worst.message,
            values=worst.values,
            evidence=tuple(evidence),
            offences=self.count,
        )

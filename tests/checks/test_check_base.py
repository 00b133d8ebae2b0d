"""What every check stands on: offences, the desk, the memory of numbers."""

import pytest

from emulator.checks.base import Check, Desk, Fold, Folds, Handlers, Offences, worded
from emulator.checks.books import Books
from emulator.checks.recent import RecentBatches
from emulator.checks.transactions import Transactions
from emulator.domain.trace import TraceEvent
from emulator.domain.verdict import Truth


class Heard(Fold):
    """Remembers what it heard."""

    def __init__(self) -> None:
        self.seqs: list[int] = []

    def handlers(self) -> Handlers:
        return {("a", "happened"): lambda event: self.seqs.append(event.seq)}


class Breaks(Fold):
    """A fold with a mistake in it."""

    def handlers(self) -> Handlers:
        return {("a", "happened"): lambda event: event.seq / 0}


class Reader(Check):
    """Judges how often something was heard before it."""

    name = "reader"

    def __init__(self, folds: Folds | None = None) -> None:
        super().__init__(folds)
        self.heard = self.read(Heard)

    def handlers(self) -> Handlers:
        return {("a", "happened"): self._count}

    def _count(self, event: TraceEvent) -> None:
        self.judged = len(self.heard.seqs)


def _displayed(detail):
    return TraceEvent(0, 0, "console", "displayed", detail)


def _event(seq: int, source: str = "a", kind: str = "happened", inside: bool = False):
    return TraceEvent(seq, seq, source, kind, {}, inside)


class TestOffences:
    def test_the_worst_is_told_and_all_are_counted(self):
        """First, worst and last are kept as evidence, the worst one first."""
        offences = Offences("x")
        for seq, weight in enumerate((1, 5, 2, 3), start=10):
            offences.add("wrong", (seq,), weight=weight, amount_fen=weight)
        verdict = offences.verdict()

        assert (Truth.FAIL, 4, (11, 10, 13)) == (verdict.truth, verdict.offences, verdict.evidence)
        assert ("check.x.wrong", {"amount_fen": 5}) == (verdict.message, verdict.values)

    def test_of_equal_ones_the_first_is_told(self):
        """A later one of the same weight does not push it out."""
        offences = Offences("x")
        offences.add("first", (1,))
        offences.add("second", (2,))

        assert "check.x.first" == offences.verdict().message

    def test_an_event_that_was_not_there_is_no_evidence(self):
        """-1 stands for nothing."""
        offences = Offences("x")
        offences.add("wrong", (-1, 7, -1))

        assert (7,) == offences.verdict().evidence


class Chooses(Fold):
    """Hears all screens, and two of them again."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def handlers(self) -> Handlers:
        return {
            ("console", "displayed"): lambda _: self.heard.append("any"),
            **worded("console", "displayed", ("idle", "waiting"), self._choose),
        }

    def _choose(self, event: TraceEvent) -> None:
        self.heard.append(event.detail["screen"])


class TestDesk:
    def test_only_what_was_asked_for_is_handed_over(self):
        """Source and kind must both fit."""
        heard = Heard()
        Desk([heard]).see_all(
            [_event(0), _event(1, source="b"), _event(2, kind="ended"), _event(3)]
        )

        assert [0, 3] == heard.seqs

    def test_inside_events_are_dropped(self):
        """No fold can read them by accident."""
        heard = Heard()
        Desk([heard]).see_all([_event(0, inside=True)])

        assert [] == heard.seqs

    @pytest.mark.parametrize(
        ("screen", "heard"),
        [("idle", ["any", "idle"]), ("waiting", ["any", "waiting"]), ("approved", ["any"])],
    )
    def test_a_telling_word_chooses_among_events(self, screen, heard):
        """Who asked for all of them and who asked for this one, in the order of asking."""
        fold = Chooses()
        Desk([fold]).see_all([_displayed({"screen": screen})])

        assert heard == fold.heard

    @pytest.mark.parametrize("detail", [{}, {"screen": ["idle"]}])
    def test_an_event_without_its_telling_word_is_believed_by_nobody(self, detail):
        """What cannot be read must not pass for harmless."""
        fold = Chooses()
        Desk([fold]).see_all([_displayed(detail)])

        assert [] == fold.heard
        assert fold.crashed in ("KeyError", "TypeError")

    def test_a_handler_that_raises_is_remembered_and_the_others_go_on(self):
        """Nothing that a check does may stop the run."""
        heard = Heard()
        broken = Breaks()
        Desk([broken, heard]).see_all([_event(0)])

        assert ("ZeroDivisionError", [0]) == (broken.crashed, heard.seqs)


class TestCheck:
    def test_a_shared_fold_hears_first(self):
        """The event that is being judged is in the fold already."""
        verdict = Reader()([_event(0), _event(1)])

        assert {"judged": 2} == verdict.values

    def test_folds_are_made_once(self):
        """Two checks that read the same fold share it."""
        folds = Folds()

        assert Reader(folds).heard is Reader(folds).heard
        assert 1 == len(folds.all())

    def test_a_fold_stands_behind_those_it_reads(self):
        """A fold gets the folds it needs from where it comes from."""
        folds = Folds()
        folds.get(Transactions)

        assert [Books, Transactions] == [type(fold) for fold in folds.all()]

    def test_judging_a_trace_leaves_the_check_fresh(self):
        """The call works on a copy."""
        check = Reader()
        check([_event(0)])

        assert (0, []) == (check.judged, check.heard.seqs)

    def test_a_crashed_fold_makes_its_readers_inconclusive(self):
        """What it counted cannot be believed."""
        check = Reader()
        check.heard.crashed = "KeyError"

        verdict = check.conclude(0)

        assert (Truth.INCONCLUSIVE, "KeyError") == (verdict.truth, verdict.values["error"])


class TestRecentBatches:
    def test_the_oldest_batch_is_pushed_out(self):
        """Memory stays bounded however many batches there are."""
        recent = RecentBatches[int](kept=2)
        for number in range(5):
            recent.of(str(number))["1"] = number

        assert (None, 3, 4) == tuple(recent.find(str(n), "1") for n in (2, 3, 4))
        assert 2 == len(recent)

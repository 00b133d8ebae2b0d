"""
The branches of a symptom as one tree, in which stories share the checks that they share.

    symptom -> check -> what is seen -> check -> what is seen -> cause -> deed -> deed -> end
                     -> what is seen -> cause ...
            -> no check tells        -> cause ...

Stories that show the same all the way to the end are one branch, told with the times of all.
"""

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from emulator.reports.layout import one_line
from emulator.runbook.branch import Branch, Check, Deed

Seen = tuple[tuple[str, str | int], ...]


class Leaf(msgspec.Struct, frozen=True, kw_only=True):
    """A cause with what is done about it, as one or several stories show it."""

    branches: tuple[Branch, ...]
    """Alike but for their times and what they are called; at least one."""

    @property
    def causes(self) -> tuple[str, ...]:
        """Numbers of the catalogue; empty if what happens is none of the catalogue's."""
        return self.branches[0].causes

    @property
    def happening(self) -> tuple[str, ...]:
        """What sets it apart from others: the causes, else the story."""
        return self.causes or self.scenarios

    @property
    def deeds(self) -> tuple[Deed, ...]:
        """What is done, with the times of the first story."""
        return self.branches[0].deeds

    @property
    def scenarios(self) -> tuple[str, ...]:
        """The files, each once, as they can be shown."""
        names = (one_line(branch.scenario.partition("[")[0]) for branch in self.branches)
        return tuple(dict.fromkeys(names))

    def times_us(self, deed: int) -> tuple[int, int]:
        """The earliest and the latest moment of a deed, by its index."""
        found = [branch.deeds[deed].at_us for branch in self.branches]
        return min(found), max(found)

    @property
    def took_us(self) -> tuple[int, int]:
        """The shortest and the longest time until all was done."""
        found = [branch.took_us for branch in self.branches]
        return min(found), max(found)


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What is seen in a check, and what it leads to."""

    seen: Seen
    at_us: tuple[int, int]
    below: "Fork"


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """A check with everything that it may show."""

    key: str
    numbers: tuple[str, ...]
    outcomes: tuple[Outcome, ...]


class Fork(msgspec.Struct, frozen=True, kw_only=True):
    """Where one goes on from: checks to make, and causes that nothing more has to tell."""

    questions: tuple[Question, ...] = ()
    leaves: tuple[Leaf, ...] = ()


def tree_of(branches: Sequence[Branch]) -> Fork:
    """All branches as a tree; checks that tell more stories apart come first."""
    return _fork([(branch, branch.checks) for branch in branches])


_Rest = tuple[Branch, tuple[Check, ...]]
"""A branch, and the checks of it that are still to be made."""


def _fork(rests: Iterable[_Rest]) -> Fork:
    asked: dict[str, list[_Rest]] = {}
    told: list[Branch] = []
    for branch, checks in rests:
        if checks:
            asked.setdefault(checks[0].key, []).append((branch, checks))
        else:
            told.append(branch)
    questions = [_question(key, found) for key, found in asked.items()]
    questions.sort(key=lambda question: (-len(asked[question.key]), question.numbers))
    return Fork(questions=tuple(questions), leaves=_leaves(told))


def _question(key: str, rests: Sequence[_Rest]) -> Question:
    by_sight: dict[Seen, list[_Rest]] = {}
    for branch, checks in rests:
        by_sight.setdefault(checks[0].seen, []).append((branch, checks))
    return Question(
        key=key,
        numbers=tuple(sorted({number for _, checks in rests for number in checks[0].numbers})),
        outcomes=tuple(_outcome(seen, found) for seen, found in by_sight.items()),
    )


def _outcome(seen: Seen, rests: Sequence[_Rest]) -> Outcome:
    times_us = [checks[0].at_us for _, checks in rests]
    return Outcome(
        seen=seen,
        at_us=(min(times_us), max(times_us)),
        below=_fork((branch, checks[1:]) for branch, checks in rests),
    )


def _leaves(branches: Iterable[Branch]) -> tuple[Leaf, ...]:
    alike: dict[tuple[object, ...], list[Branch]] = {}
    for branch in branches:
        alike.setdefault(_shape(branch), []).append(branch)
    leaves = [Leaf(branches=tuple(found)) for found in alike.values()]
    return tuple(
        sorted(leaves, key=lambda leaf: (not leaf.causes, leaf.happening, -len(leaf.branches)))
    )


def _shape(branch: Branch) -> tuple[object, ...]:
    deeds = ((deed.key, deed.numbers, deed.times, deed.with_supervisor) for deed in branch.deeds)
    # Without a number it is known by its story only.
    story = "" if branch.causes else branch.scenario.partition("[")[0]
    return branch.causes, story, branch.shows, *deeds


def leaves_of(fork: Fork) -> Iterator[Leaf]:
    """Every branch of a tree, in the order of the chart."""
    for question in fork.questions:
        for outcome in question.outcomes:
            yield from leaves_of(outcome.below)
    yield from fork.leaves

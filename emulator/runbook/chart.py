"""
A tree as boxes with words in them, and lines between the boxes: what every picture is drawn from.

A box has up to three texts: a head (numbers, who does it), the words, and a foot (when, or from
which story). Nothing here knows how wide a letter is.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Literal

import msgspec

from emulator.domain.texts import say
from emulator.proof.proof import change_in_words, deeds_in_words
from emulator.reports.seen_words import seen_words
from emulator.runbook.branch import Prevention
from emulator.runbook.ends import LEFT_OVER
from emulator.runbook.phrases import end_words, part_words, span_words
from emulator.runbook.roles import part_of
from emulator.runbook.tree import Fork, Leaf, Outcome, Question
from emulator.scenario.catalogue import catalogue

Sort = Literal["symptom", "check", "seen", "cause", "deed", "end"]


class Box(msgspec.Struct, frozen=True, kw_only=True):
    """One box of the chart."""

    sort: Sort
    words: str
    head: str = ""
    foot: str = ""
    role: str = ""
    """One of `roles.ROLES` for a step; empty for what nobody does."""
    proven: bool = True
    """False for a step that no rule of proof speaks of, for what no check tells, and for what is
    in no catalogue."""
    is_whole: bool = True
    """False for an end at which somebody still lacks something."""
    to: "tuple[Box, ...]" = ()
    """What comes after it."""

    def all(self) -> "Iterator[Box]":
        """This box and all behind it."""
        yield self
        for box in self.to:
            yield from box.all()


class Chart(msgspec.Struct, frozen=True, kw_only=True):
    """A whole flow chart in one language."""

    lang: str
    number: str
    title: str
    root: Box
    notes: tuple[str, ...] = ()
    """Preventions, one sentence each."""


def chart_of(symptom: str, tree: Fork, preventions: Iterable[Prevention], lang: str) -> Chart:
    """Put a tree into words."""
    words = catalogue()[symptom].words(lang)
    return Chart(
        lang=lang,
        number=symptom,
        title=say("runbook.title", lang, number=symptom, words=words),
        root=Box(sort="symptom", head=symptom, words=words, to=_root(tree, lang)),
        notes=tuple(dict.fromkeys(prevention_words(one, lang) for one in preventions)),
    )


def prevention_words(prevention: Prevention, lang: str) -> str:
    """What keeps it away, or tells early, with its number."""
    words = catalogue()[prevention.number].words(lang)
    return say("runbook.prevention", lang, number=prevention.number, words=words)


def _root(tree: Fork, lang: str) -> tuple[Box, ...]:
    found = [_question(question, lang) for question in tree.questions]
    if tree.leaves:
        words = say("runbook.no_check", lang)
        causes = tuple(_causes(tree.leaves, lang))
        found.append(Box(sort="seen", words=words, proven=False, to=causes))
    return tuple(found)


def _fork(fork: Fork, lang: str) -> tuple[Box, ...]:
    questions = (_question(question, lang) for question in fork.questions)
    return (*_causes(fork.leaves, lang), *questions)


def _question(question: Question, lang: str) -> Box:
    part = part_of(question.key)
    return Box(
        sort="check",
        head=_head(question.numbers, part_words(part, lang)),
        words=deeds_in_words(question.key, lang),
        role=part.role,
        to=tuple(_outcome(outcome, lang) for outcome in question.outcomes),
    )


def _outcome(outcome: Outcome, lang: str) -> Box:
    seen = (seen_words(name, value, lang) for name, value in outcome.seen)
    return Box(
        sort="seen",
        words=say("runbook.and", lang).join(seen) or say("runbook.no_answer", lang),
        foot=span_words(*outcome.at_us, lang),
        to=_fork(outcome.below, lang),
    )


def _causes(leaves: Iterable[Leaf], lang: str) -> Iterator[Box]:
    """One box for each cause, with everything that may have to be done about it."""
    for _, group in groupby(leaves, key=lambda leaf: leaf.happening):
        first, *rest = group
        words = (catalogue()[number].words(lang) for number in first.causes)
        yield Box(
            sort="cause",
            head=" ".join(first.causes),
            words=" / ".join(words) or first.branches[0].title_in(lang),
            proven=bool(first.causes),
            to=tuple(_deeds(leaf, 0, lang) for leaf in (first, *rest)),
        )


def _deeds(leaf: Leaf, index: int, lang: str) -> Box:
    if index == len(leaf.deeds):
        return _end(leaf, lang)
    deed = leaf.deeds[index]
    part = part_of(deed.key)
    who = part_words(part, lang, with_supervisor=deed.with_supervisor)
    words = deeds_in_words(deed.key, lang)
    if deed.times > 1:
        words = say("runbook.times", lang, words=words, count=deed.times)
    return Box(
        sort="deed",
        head=_head(deed.numbers, who),
        words=words,
        foot=span_words(*leaf.times_us(index), lang),
        role=part.role,
        proven=bool(deed.numbers),
        to=(_deeds(leaf, index + 1, lang),),
    )


def _end(leaf: Leaf, lang: str) -> Box:
    is_proven = any(deed.numbers for deed in leaf.deeds)
    took = say("runbook.took", lang, took=span_words(*leaf.took_us, lang, plus=False))
    head = took if leaf.deeds else say("runbook.nothing_done", lang)
    return Box(
        sort="end",
        head=head,
        words=_ended(leaf, lang),
        foot=_listed(leaf.scenarios, lang),
        proven=is_proven,
        is_whole=not any(set(branch.end) & LEFT_OVER for branch in leaf.branches),
    )


def _ended(leaf: Leaf, lang: str) -> str:
    told = end_words([branch.end for branch in leaf.branches], lang)
    if not told:
        # About what nobody does anything, the harm stands.
        harm = change_in_words(leaf.branches[0].harm, lang)
        told = say("runbook.end.nothing_left", lang) if leaf.deeds else harm
    if leaf.branches[0].shows:
        return told
    unseen = say("runbook.end.in_time" if leaf.deeds else "runbook.end.not_shown", lang)
    return say("runbook.and", lang).join((told, unseen))


def _listed(scenarios: Sequence[str], lang: str) -> str:
    first, *rest = scenarios
    return say("runbook.and_more", lang, first=first, count=len(rest)) if rest else first


def _head(numbers: Iterable[str], who: str) -> str:
    return " · ".join(filter(None, (" ".join(numbers), who)))

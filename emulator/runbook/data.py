"""A runbook for a program: every branch with its numbers, keys and times, and words beside them."""

from collections.abc import Iterable, Sequence
from typing import Any

from emulator.proof.changes import Change
from emulator.proof.proof import change_in_words, deeds_in_words
from emulator.reports.seen_words import seen_words
from emulator.runbook.branch import Branch, Check, Deed, Prevention
from emulator.runbook.roles import part_of
from emulator.scenario.catalogue import catalogue


def runbook_data(
    symptom: str, branches: Iterable[Branch], preventions: Iterable[Prevention], lang: str
) -> dict[str, Any]:
    """
    Everything that a chart shows.

    Args:
        symptom: Its number.
        branches: What was proven to lead to it.
        preventions: What was proven to keep it away.
        lang: Of the words; keys and everything else are the same in every language.
    """
    return {
        "symptom": symptom,
        "zh": catalogue()[symptom].zh,
        "en": catalogue()[symptom].en,
        "branches": [_branch(branch, lang) for branch in branches],
        "preventions": [_prevention(one, lang) for one in preventions],
    }


def _branch(branch: Branch, lang: str) -> dict[str, Any]:
    return {
        "scenario": branch.scenario,
        "title": branch.title_in(lang),
        "causes": _numbers(branch.causes, lang),
        "shows": branch.shows,
        "brought_by": list(branch.brought_by),
        "harm": _change(branch.harm, lang),
        "checks": [_check(check, lang) for check in branch.checks],
        "deeds": [_deed(deed, lang) for deed in branch.deeds],
        "without": [
            {"number": loss.number, **_change(loss.change, lang)} for loss in branch.losses
        ],
        "took_us": branch.took_us,
        "end": branch.end,
    }


def _check(check: Check, lang: str) -> dict[str, Any]:
    return {
        **_step(check.numbers, check.key, check.at_us, lang),
        "seen": dict(check.seen),
        "seen_words": [seen_words(name, value, lang) for name, value in check.seen],
    }


def _deed(deed: Deed, lang: str) -> dict[str, Any]:
    return {
        **_step(deed.numbers, deed.key, deed.at_us, lang),
        "times": deed.times,
        "with_supervisor": deed.with_supervisor,
    }


def _step(numbers: Sequence[str], key: str, at_us: int, lang: str) -> dict[str, Any]:
    part = part_of(key)
    return {
        "numbers": list(numbers),
        "deed": key,
        "words": deeds_in_words(key, lang),
        "role": part.role,
        "asks": part.asks,
        "at_us": at_us,
    }


def _prevention(one: Prevention, lang: str) -> dict[str, Any]:
    return {
        "number": one.number,
        "words": catalogue()[one.number].words(lang),
        "scenario": one.scenario,
        "deeds": list(one.deeds),
        "without": _change(one.loss, lang),
    }


def _numbers(numbers: Iterable[str], lang: str) -> list[dict[str, str]]:
    return [{"number": number, "words": catalogue()[number].words(lang)} for number in numbers]


def _change(change: Change, lang: str) -> dict[str, Any]:
    return {"what": change.what, **change.values, "words": change_in_words(change, lang)}

"""The proven catalogue as lines for a person, as Markdown and as JSON."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from emulator.domain.texts import say
from emulator.domain.verdict import Truth
from emulator.interfaces.tally import MARKS
from emulator.proof.proof import Proof
from emulator.proof.table import EntryProof
from emulator.reports.layout import Line
from emulator.scenario.catalogue import GROUPS, catalogue

NAMED = 3
"""Scenarios named in one line; of the others it says how many there are."""


def lines_of(table: Sequence[EntryProof], lang: str, *, reasons: int) -> Iterator[Line]:
    """
    The table for a screen.

    Args:
        table: Entries in the order of the catalogue.
        lang: zh or en.
        reasons: How many sentences each entry gets.
    """
    for group in GROUPS:
        entries = [one for one in table if catalogue()[one.entry].group == group]
        if entries:
            yield Line(_heading(group, entries, lang), "label")
        for one in entries:
            truth = Truth.PASS if one.holds else Truth.FAIL
            words = catalogue()[one.entry].words(lang)
            yield Line(f"{MARKS[truth]} {one.entry}  {words}", truth.word)
            yield from (Line(f"       {text}") for text in one.reasons(lang)[:reasons])


def markdown_of(table: Sequence[EntryProof], lang: str) -> Iterator[str]:
    """The table as a page."""
    yield f"# {say('cli.catalogue.title', lang)}"
    yield ""
    yield say("cli.catalogue.summary", lang, **_counts(table))
    for group in GROUPS:
        entries = [one for one in table if catalogue()[one.entry].group == group]
        if not entries:
            continue
        yield from ("", f"## {_heading(group, entries, lang)}", "")
        columns = ("entry", "words", "proven_by", "how")
        yield _row(say(f"cli.catalogue.column.{name}", lang) for name in columns)
        yield _row("---" for _ in columns)
        for one in entries:
            names = named(one.proven_by, lang) if one.holds else "✗"
            yield _row((one.entry, catalogue()[one.entry].words(lang), names, one.reasons(lang)[0]))


def json_of(table: Sequence[EntryProof], lang: str) -> str:
    """The table for a program; keys and words other than the sentences are always the same."""
    told = {
        **_counts(table),
        "entries": [
            {
                "id": one.entry,
                "group": catalogue()[one.entry].group,
                "zh": catalogue()[one.entry].zh,
                "en": catalogue()[one.entry].en,
                "proven": one.holds,
                "proven_by": list(one.proven_by),
                "proofs": [_proof(proof, lang) for proof in one.proofs],
            }
            for one in table
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=2)


def named(scenarios: Sequence[str], lang: str) -> str:
    """Some names of many."""
    rest = len(scenarios) - NAMED
    more = (say("cli.catalogue.more", lang, count=rest),) if rest > 0 else ()
    return ", ".join((*scenarios[:NAMED], *more))


def _counts(table: Sequence[EntryProof]) -> dict[str, int]:
    return {"proven": sum(one.holds for one in table), "total": len(table)}


def _heading(group: str, entries: Sequence[EntryProof], lang: str) -> str:
    return say(f"cli.catalogue.{group}", lang, **_counts(entries))


def _proof(proof: Proof, lang: str) -> dict[str, Any]:
    told: dict[str, Any] = {
        "scenario": proof.scenario,
        "holds": proof.holds,
        "because": proof.because,
        "values": proof.values,
        "words": proof.words(lang),
    }
    if proof.leads_to:
        told["leads_to"] = list(proof.leads_to)
    if proof.change is not None:
        told["change"] = {"what": proof.change.what, **proof.change.values}
    return told


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"

"""
Runs as a JUnit file, the form that every CI server reads: one test case a scenario and seed.

A broken expectation or invariant is a `failure`; a run that could not be judged, or that crashed,
is an `error`, because it says nothing about the shop.
"""

import re
from collections.abc import Sequence
from pathlib import PurePath
from xml.etree import ElementTree

from emulator.domain.verdict import Truth
from emulator.reports.layout import all_visible, plain
from emulator.reports.outcome import Outcome

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit_xml(outcomes: Sequence[Outcome], *, version: str) -> bytes:
    """Write all outcomes as one suite; UTF-8 with declaration."""
    broken = sum(o.truth is Truth.FAIL and not o.crash for o in outcomes)
    unclear = sum(o.truth is Truth.INCONCLUSIVE or bool(o.crash) for o in outcomes)
    root = ElementTree.Element("testsuites")
    suite = ElementTree.SubElement(
        root,
        "testsuite",
        name="posemu",
        tests=str(len(outcomes)),
        failures=str(broken),
        errors=str(unclear),
        skipped="0",
        time=f"{sum(o.took_s for o in outcomes):.3f}",
    )
    _properties(suite, {"emulator": version})
    for outcome in outcomes:
        _case(suite, outcome)
    ElementTree.indent(root)
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _case(suite: ElementTree.Element, outcome: Outcome) -> None:
    span = outcome.span
    case = ElementTree.SubElement(
        suite,
        "testcase",
        classname=_clean(".".join(PurePath(outcome.file).with_suffix("").parts) or "scenario"),
        name=_clean(f"{outcome.scenario}[seed={outcome.seed}]"),
        file=_clean(outcome.file),
        line=str(span.line),
        time=f"{outcome.took_s:.3f}",
    )
    _properties(
        case,
        {
            "title": outcome.title,
            "seed": str(outcome.seed),
            "verdict": outcome.truth.word,
            "digest": outcome.digest,
            "covers": " ".join(outcome.covers),
            "tags": " ".join(outcome.tags),
        },
    )
    if outcome.truth is Truth.PASS and not outcome.crash:
        return
    is_failure = outcome.truth is Truth.FAIL and not outcome.crash
    sort = "crash" if outcome.crash else outcome.truth.word
    problem = ElementTree.SubElement(
        case,
        "failure" if is_failure else "error",
        message=_clean(outcome.headline),
        type=_clean(outcome.broken[0].check) if is_failure and outcome.broken else sort,
    )
    problem.text = _clean(plain(outcome.report))


def _properties(parent: ElementTree.Element, values: dict[str, str]) -> None:
    holder = ElementTree.SubElement(parent, "properties")
    for name, value in values.items():
        if value:
            ElementTree.SubElement(holder, "property", name=name, value=_clean(value))


def _clean(text: str) -> str:
    """Write out control characters, and take out the little else that XML cannot carry."""
    return _NOT_XML.sub("?", all_visible(text))

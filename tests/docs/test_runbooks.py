"""The runbooks are what the proven scenarios say, in both languages, and can be drawn."""

import re
import runpy
import xml.etree.ElementTree as ET
from functools import cache

import pytest
from pages import ROOT

from emulator.scenario.catalogue import catalogue

FOLDER = ROOT / "docs/runbooks"
DRAW = runpy.run_path(str(FOLDER / "draw.py"))
GENERATED = (".md", ".svg")
MOST_CHARACTERS, MOST_LINES = 50_000, 500
"""Of a Mermaid diagram that GitHub draws; beyond them it shows an error."""


@cache
def drawn() -> dict[str, str]:
    """What the script writes, by file."""
    return dict(DRAW["pages"]())


def kept() -> dict[str, str]:
    """What lies in the folder."""
    return {
        file.name: file.read_text(encoding="utf-8")
        for file in FOLDER.iterdir()
        if file.suffix in GENERATED
    }


def test_the_pages_are_what_the_script_writes():
    """`python docs/runbooks/draw.py` brings them up to date; what nobody writes is not there."""
    stale = [name for name, text in drawn().items() if kept().get(name) != text]

    assert [] == stale
    assert sorted(drawn()) == sorted(kept())


def test_every_symptom_has_a_proven_cause_and_remedy():
    """In both languages, with the numbers of the catalogue."""
    for symptom in DRAW["SYMPTOMS"]:
        for name in (f"{symptom}.md", f"{symptom}.zh.md"):
            chart = diagram(drawn()[name])

            assert re.search(r'\["F\d\d', chart), name
            assert re.search(r'\["R\d\d', chart), name


def test_no_diagram_is_too_large_to_be_drawn():
    """GitHub has limits."""
    for name, text in drawn().items():
        if name.startswith("S") and name.endswith(".md"):
            chart = diagram(text)

            assert len(chart) < MOST_CHARACTERS, name
            assert chart.count("-->") < MOST_LINES, name


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_pictures_stand_alone(lang):
    """They are whole SVG files and fetch nothing."""
    for symptom in DRAW["SYMPTOMS"]:
        text = drawn()[f"{symptom}.{lang}.svg"]

        assert ET.fromstring(text).tag.endswith("}svg")
        assert ["http://www.w3.org/2000/svg"] == re.findall(r"https?://[^\"]+", text)


def diagram(page):
    """The Mermaid diagram of a page."""
    return re.search(r"^```mermaid\n(.*?)^```", page, re.MULTILINE | re.DOTALL)[1]


def test_every_cause_check_remedy_and_prevention_stands_on_a_runbook():
    """Whatever is in the catalogue is told in the place where somebody needs it."""
    charts = " ".join(diagram(text) for name, text in drawn().items() if re.match(r"S\d\.md", name))
    told = set(re.findall(r"\b[FDRP]\d\d\b", charts))

    assert [] == [number for number in catalogue() if number[0] in "FDRP" and number not in told]

"""
Writes the runbooks of all symptoms: pages, pictures, and the index of both.

    python docs/runbooks/draw.py

proves the shipped scenarios and writes everything in this folder anew; a test holds that it is up
to date. Whoever changes a scenario or the shop runs it and reads what has changed.
"""

from collections.abc import Iterator
from pathlib import Path

from emulator.domain.plan import Scenario
from emulator.domain.texts import LANGUAGES
from emulator.interfaces.runbook_command import SYMPTOMS
from emulator.interfaces.selection import shipped
from emulator.proof.rules import ScenarioProof, prove
from emulator.runbook.book import Book
from emulator.scenario.catalogue import catalogue

HERE = Path(__file__).parent
INDEX = {
    "en": (
        "# Runbooks",
        "What to do about each documented symptom: made from proven runs by `draw.py`, and held by "
        "a test.\nHow they are read and made: [the guide](../guides/runbooks.md).\n"
        "[中文](README.zh.md)",
    ),
    "zh": (
        "# 处置流程",
        "每个有记载的症状怎么处置：由 `draw.py` 从证实过的运行生成，由测试保证与代码一致。\n"
        "怎么读、怎么生成：[说明](../guides/runbooks.zh.md)。\n[English](README.md)",
    ),
}


def pages() -> Iterator[tuple[str, str]]:
    """Every file of this folder that is written, by name."""
    scenarios = tuple(shipped())
    yield from pages_of(scenarios, tuple(prove(scenario) for scenario in scenarios))


def pages_of(
    scenarios: tuple[Scenario, ...], found: tuple[ScenarioProof, ...]
) -> Iterator[tuple[str, str]]:
    """The same, of scenarios that were proven already."""
    for symptom in SYMPTOMS:
        book = Book.of(symptom, scenarios, found)
        for lang in LANGUAGES:
            picture = f"{symptom}.{lang}.svg"
            yield picture, book.written("svg", lang).decode()
            yield page_name(symptom, lang), book.written("markdown", lang, picture=picture).decode()
    for lang in LANGUAGES:
        yield page_name("README", lang), index(lang)


def page_name(name: str, lang: str) -> str:
    """English pages have the plain name."""
    return f"{name}.md" if lang == "en" else f"{name}.{lang}.md"


def index(lang: str) -> str:
    """The page that leads to the others."""
    rows = [
        f"- [{symptom} {catalogue()[symptom].words(lang)}]({page_name(symptom, lang)})"
        for symptom in SYMPTOMS
    ]
    title, about = INDEX[lang]
    return "\n".join([title, "", about, "", *rows, ""])


if __name__ == "__main__":
    for each, content in pages():
        (HERE / each).write_text(content, encoding="utf-8")

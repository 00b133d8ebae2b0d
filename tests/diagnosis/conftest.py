"""Small stories and small sets of lessons, each made for one thing that must be seen."""

import pytest

from emulator.diagnosis.lessons import Lesson, Lessons
from emulator.domain.plan import Scenario
from emulator.known import shop_words
from emulator.scenario.reader import read_text

HEAD = """\
scenario: v1
title: 小故事
title_en: A small story
covers: [{covers}]
given:
  card: {{pan: "622202******0018", balance: 500.00 CNY, pin: yes}}
  cashier: {{conduct: {conduct}}}
"""
SALE = """\
steps:
  - at: 0s
    cashier: {menu: sale, amount: 66.00 CNY, card: insert, pin: ok}
    as: shopping
"""
PAPER = SALE + "faults:\n  - printer.paper_out: {when: printer.slip_started, with: {line: 5}}\n"
LOADED = PAPER.replace(
    "faults:", "  - when: printer.paper_out\n    after: 20s\n    cashier: load_paper\nfaults:"
)
CABLE = SALE + "faults:\n  - uplink.cable_unplugged: {at: 0s}\n"
FROZEN = "  merchant: {account: frozen}\n" + SALE + "calm: {until: T+3 12:00}\n"


def told(covers: str, text: str = SALE, *, conduct: str = "none") -> Scenario:
    """Read a story that covers some entries."""
    head = HEAD.format(covers=covers, conduct=conduct)
    (scenario,) = read_text(head + text, file="story.yaml", **shop_words())
    return scenario


def lesson(scenario: str, causes: str, runs: int = 8, /, **answers: str | dict[str, int]) -> Lesson:
    """A lesson; `paper="out"` is a question with its answer."""
    return Lesson(scenario=scenario, causes=tuple(causes.split()), runs=runs, answers=answers)


@pytest.fixture
def shop() -> Lessons:
    """Three causes: two tell themselves by one look each, the third by nothing but the screen."""
    return Lessons(
        lessons=(
            lesson("paper", "F07", symptom="S1", screen="fault", paper="out", lamp="lit"),
            lesson("cable", "F03", symptom="S6", screen="line", paper="in", lamp="dark"),
            lesson("slow", "F23", symptom="S6", screen="line", paper="in", lamp="lit"),
        )
    )

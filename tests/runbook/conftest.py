"""Small stories of one symptom, each with another cause, and the runbook that comes of them."""

from functools import cache

import msgspec
import pytest

from emulator.domain.plan import Scenario
from emulator.known import shop_words
from emulator.proof.rules import prove
from emulator.runbook.book import Book
from emulator.scenario.reader import read_text

HEAD = """\
scenario: v1
title: 小故事
title_en: A small story
covers: [{covers}]
given:
  card: {{pan: "622202******0018", balance: 500.00 CNY, pin: yes}}
  cashier: {{conduct: none}}
steps:
  - at: 0s
    cashier: {{menu: sale, amount: 66.00 CNY, card: insert, pin: ok}}
    as: shopping
"""
LOOKS = """\
  - at: 30s
    cashier: look_at_screen
  - when: cashier.did
    where: {{action: look_at_screen, screen: {screen}}}
    after: 20s
    cashier: {remedy}
  - after: 2s
    cashier: confirm
faults:
  - {fault}
"""
PAPER_OUT = "printer.paper_out: {when: printer.slip_started, with: {line: 5}}"
COVER_OPEN = "printer.cover_open: {when: printer.slip_started, after: 300ms}"
ASKS_THE_HOST = """\
  - when: console.displayed
    where: {screen: reversed}
    after: 10s
    cashier: {menu: query, of: shopping}
  - when: console.displayed
    where: {screen: status_shown, status: reversed}
    after: 10s
    cashier: {menu: sale, amount: 66.00 CNY, card: insert, pin: ok, purchase: shopping}
faults:
  - uplink.drop: {message: "0210", nth: 1}
"""
UNASKED = """\
  - after: 2m
    cashier: {menu: void, of: shopping, card: insert, pin: ok}
faults:
  - uplink.delay: {message: "0210", by: 20s}
"""
STORIES = {
    "paper": ("S1, F07, R01, D01", LOOKS, ("paper_out", "load_paper", PAPER_OUT)),
    "cover": ("S1, F09, R18, D01", LOOKS, ("printer_fault", "close_cover", COVER_OPEN)),
    "lost": ("S1, F35, R12, D03", ASKS_THE_HOST, ()),
    "unasked": ("S1, F10, F23", UNASKED, ()),
}


def told(name: str, *, file: str = "") -> Scenario:
    """One of the stories, under its own or another name."""
    covers, steps, values = STORIES[name]
    if values:
        steps = steps.format(**dict(zip(("screen", "remedy", "fault"), values, strict=True)))
    text = HEAD.format(covers=covers) + steps
    (scenario,) = read_text(text, file=f"{file or name}.yaml", **shop_words())
    return msgspec.structs.replace(scenario, name=file or name)


@cache
def book_of(*names: str) -> Book:
    """The runbook of S1 that some of the stories make."""
    scenarios = [told(name) for name in names]
    return Book.of("S1", scenarios, [prove(scenario) for scenario in scenarios])


@pytest.fixture(scope="session")
def book() -> Book:
    """The runbook of all of them."""
    return book_of(*STORIES)

"""Small stories, each made for one thing that a rule has to see."""

from collections.abc import Callable

import pytest

from emulator.domain.plan import Scenario
from emulator.known import shop_words
from emulator.proof.proof import Proof
from emulator.proof.rules import prove
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


def told(covers: str, text: str = SALE, *, conduct: str = "none") -> Scenario:
    """Read a story that covers some entries."""
    head = HEAD.format(covers=covers, conduct=conduct)
    (scenario,) = read_text(head + text, file="story.yaml", **shop_words())
    return scenario


Proves = Callable[..., Proof]


@pytest.fixture
def proves() -> Proves:
    """What a story says about the last entry that it covers, or about another."""

    def proof(covers: str, text: str = SALE, *, conduct: str = "none", wanted: str = "") -> Proof:
        found = prove(told(covers, text, conduct=conduct)).proofs
        return next(one for one in reversed(found) if wanted in ("", one.entry))

    return proof

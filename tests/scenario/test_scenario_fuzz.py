"""Whatever stands in a file, reading it ends in scenarios or in one ScenarioError."""

import contextlib
from typing import Any

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from emulator.domain import actions
from emulator.domain.problem import ScenarioError
from emulator.domain.vocabulary import ALIASES, EVENTS, FACTS
from emulator.scenario.document import DOCUMENT
from emulator.scenario.expectations import MODES
from emulator.scenario.given import CARD, GIVEN
from emulator.scenario.reader import read_text
from emulator.scenario.settings_shapes import SECTIONS, settings_shape
from emulator.scenario.shapes import keys_of
from emulator.scenario.steps import STEP

PAPER_OUT = """\
scenario: v1
title: 顾客已扣款但POS未出票（缺纸）
tags: [printer, receipt, drill]
given:
  start: 2026-03-02 10:00
  printer: {paper: 4 lines}
  card: {pan: "622202******0018", balance: 500.00 CNY, pin: "111111"}
steps:
  - at: 0s
    cashier: {menu: 消费, amount: 128.50 CNY, card: insert, pin: ok}
    as: s1
  - when: printer.paper_out
    cashier: load_paper
faults:
  - uplink.drop: {message: {mti: "0210", of: s1}, nth: 1}
expect:
  - within: 10s of cashier.reprint
    receipt: {copies: 2, amount: 128.50 CNY, marked: 重打印}
  - never: {event: host.sale, more_than: 1}
  - finally: {customer.balance: 371.50 CNY}
"""

LEVERS: dict[str, dict[str, Any]] = {"printer.paper_out": {"line": 0}, "bank.upgrade": {}}
KEYS = sorted(
    {
        *keys_of(DOCUMENT),
        *keys_of(GIVEN),
        *keys_of(CARD),
        *keys_of(STEP),
        *(key for kind in SECTIONS.values() for key in keys_of(settings_shape(kind))),
        *(word for action in actions.ACTIONS.values() for word in action.words),
        *(option.name for action in actions.ACTIONS.values() for option in action.options),
        *LEVERS, "uplink.drop", "uplink.edge", "message", "of", "with", "id", "moment", "until",
        *MODES, *FACTS, "event", "where", "nth", "more_than", "span", "menu", "check",
    }
)  # fmt: skip
WORDS = [
    *EVENTS, *ALIASES, "v1", "0210", "128.50 CNY", "5s", "5s of printer.paper_out", "T+1 09:00",
    "2026-03-02 10:00", "2099-12-31", "T+999", "9999d", "yes", "full", "4 lines", "0.60 %", "$a",
    "$$", "622202******0018", "s1", "customer", "sale", "99999999999999999999", "-1ms", "", "\t",
    "x" * 5000,
]  # fmt: skip

scalars = st.sampled_from(WORDS) | st.text(max_size=20)
trees = st.recursive(
    scalars,
    lambda below: (
        st.lists(below, max_size=4)
        | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=8), below, max_size=5)
    ),
    max_leaves=25,
)
documents = st.fixed_dictionaries({}, optional=dict.fromkeys(keys_of(DOCUMENT), trees))


def read_or_refuse(text: str | bytes) -> None:
    """Read; an error must be ours, have problems, and be able to show itself."""
    refused: ScenarioError | None = None
    try:
        read_text(text, levers=LEVERS, include={"a": "given: {}"}.__getitem__)
    except ScenarioError as error:
        refused = error
    if refused is not None:
        assert refused.problems
        assert refused.render("zh")
        assert refused.render("en")


@given(st.binary(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_bytes(content: bytes) -> None:
    """Bytes of any sort."""
    read_or_refuse(content)


@given(st.text(st.sampled_from(":-{}[]\"'|>&*!?#%,@` \n\ta1"), max_size=80))
@settings(max_examples=200, deadline=None)
def test_any_signs_of_yaml(text: str) -> None:
    """Text made of what has a meaning in YAML."""
    read_or_refuse(f"scenario: v1\n{text}")


@given(documents)
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_tree_of_known_words(document: dict[str, Any]) -> None:
    """Trees that use the language's own words in any wrong way."""
    with contextlib.suppress(yaml.YAMLError):
        read_or_refuse(yaml.safe_dump({"scenario": "v1", **document}, allow_unicode=True))


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_a_damaged_scenario(data: st.DataObject) -> None:
    """A good file with a piece cut out, put in, or doubled."""
    start = data.draw(st.integers(0, len(PAPER_OUT)))
    end = data.draw(st.integers(start, min(len(PAPER_OUT), start + 40)))
    piece = data.draw(st.sampled_from(["", PAPER_OUT[start:end] * 2]) | st.text(max_size=10))

    read_or_refuse(PAPER_OUT[:start] + piece + PAPER_OUT[end:])

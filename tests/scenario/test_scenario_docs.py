"""
The reference pages: their examples are read, their tables are complete.

`python tests/scenario/test_scenario_docs.py` writes the page of errors anew from the messages.
"""

import re
from pathlib import Path

import pytest

from emulator.domain import actions
from emulator.domain.texts import has, ids, say
from emulator.domain.vocabulary import CHECKS, FATES
from emulator.scenario.document import DOCUMENT
from emulator.scenario.drill import DRILL
from emulator.scenario.faults import LEVER_FAULT, fate_shape
from emulator.scenario.given import CARD, GIVEN, MERCHANT
from emulator.scenario.matrix import MOST_VARIANTS
from emulator.scenario.reader import read_text
from emulator.scenario.shapes import keys_of
from emulator.scenario.tree import MAX_BYTES, MAX_DEPTH, MAX_NODES

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"
PAGE = (REFERENCE / "scenario.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
PROSE = re.sub(r"^```.*?^```", "", PAGE, flags=re.MULTILINE | re.DOTALL)
IN_BACKTICKS = set(re.findall(r"`([^`]+)`", PROSE))
LEVERS = {
    "printer.jam": {},
    "uplink.slow": {"extra_us": 0},
    "bank.upgrade": {},
    "terminal.power_cut": {},
}


def errors_page() -> str:
    """The page of all error codes, as the messages word them."""
    codes = sorted({m[1] for id in ids() if (m := re.fullmatch(r"error\.(E\d{3})", id))})
    lines = [
        "# Errors in scenario files",
        "",
        "E1xx is about the file and its YAML, E2xx about its shape, E3xx about its meaning.",
        "`posemu explain E205` shows the same in the terminal, also in Chinese.",
    ]
    for code in codes:
        message = re.sub(r"\{(\w+)\}", r"...", pattern_of(f"error.{code}"))
        lines += ["", f"## {code}", "", f"*{message}*", "", say(f"error.{code}.explain", "en")]
        if has(f"error.{code}.help"):
            help = re.sub(r"\{(\w+)\}", r"...", pattern_of(f"error.{code}.help"))
            lines.append(f"What to do: {help}.")
    return "\n".join(lines) + "\n"


def pattern_of(id: str) -> str:
    """An English sentence with doubled braces made single."""
    from emulator.domain.texts import pattern

    return pattern(id, "en").replace("{{", "(").replace("}}", ")")


@pytest.mark.parametrize("text", EXAMPLES, ids=range(len(EXAMPLES)))
def test_an_example_can_be_read(text: str) -> None:
    """Everything on the page is right."""
    assert read_text(text, levers=LEVERS)


def test_the_page_of_errors_is_up_to_date() -> None:
    """Every code is there as the messages word it."""
    assert errors_page() == (REFERENCE / "errors.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("action", actions.ACTIONS.values(), ids=lambda action: action.name)
def test_every_action_is_on_the_page(action: actions.Action) -> None:
    """Each with its Chinese word and the names of its options, in the row of its person."""
    if action.who == "note":
        return
    rows = [row for row in PAGE.splitlines() if f"`{action.name}` {action.zh}" in row]
    if not action.on_menu:
        rows = [row for row in rows if row.startswith(f"| `{action.who}`")]

    assert 1 == len(rows)
    assert [] == [option.name for option in action.options if f"`{option.name}`" not in rows[0]]


@pytest.mark.parametrize(
    "word",
    [
        *keys_of(DOCUMENT), *keys_of(CARD), *keys_of(MERCHANT), *keys_of(DRILL), *CHECKS, *FATES,
        *keys_of(LEVER_FAULT), *(key for fate in FATES for key in keys_of(fate_shape(fate))),
    ],
)  # fmt: skip
def test_every_key_is_on_the_page(word: str) -> None:
    """Each key of the head, of a card, of the merchant and of a fault is named."""
    assert any(re.search(rf"(?<![\w]){word}(?!\w)", text) for text in IN_BACKTICKS)


@pytest.mark.parametrize("section", keys_of(GIVEN))
def test_every_section_of_given_is_in_an_example(section: str) -> None:
    """The examples show each section at work."""
    assert any(re.search(rf"^  {section}:", text, re.MULTILINE) for text in EXAMPLES)


def test_the_limits_are_those_of_the_code() -> None:
    """Numbers on the page are the real ones."""
    assert f"{MAX_BYTES:,} bytes, {MAX_NODES:,} values and {MAX_DEPTH} levels" in PAGE
    assert f"at most {MOST_VARIANTS} variants" in PAGE


if __name__ == "__main__":
    (REFERENCE / "errors.md").write_text(errors_page(), encoding="utf-8")

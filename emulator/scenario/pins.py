"""
PINs that a scenario file spells out, and the same text without them.

A PIN is needed while the file is read and shown nowhere: what is quoted, recorded or reported says
`yes`, which stands for a test PIN. A PIN is only compared with itself, so the run is the same.
"""

import re
from collections.abc import Iterator

from emulator.domain.problem import without_secrets
from emulator.scenario.problems import Problems
from emulator.scenario.tree import Node, parse_tree

_DIGITS = re.compile("[0-9]{4,12}")
_COMMENT = re.compile(r"(?:^|(?<=\s))#.*")
"""A sign in quotes may begin what only looks like one; that loses nothing but digits of a PIN."""
_STANDS_FOR_ONE = "yes"


def is_spelled_out(node: Node) -> bool:
    """Tell whether a PIN is digits that stand in the file as they are, in quotes or not."""
    width = node.span.end_column - node.span.column
    digits = len(node.text or "")
    return not node.filled_in and width == digits + 2 * node.quoted


def without_pins(text: str, tree: Node | None = None) -> str:
    """
    Put `yes` in place of every PIN, padded with blanks so that nothing else moves.

    Args:
        text: Of a scenario file.
        tree: What it was read as; None reads it.

    Raises:
        ScenarioError: It is no YAML that we read.
    """
    tree = tree or parse_tree(text, "", Problems())
    lines = text.splitlines(keepends=True)
    for pin in _pins(tree):
        span = pin.span
        if _DIGITS.fullmatch(pin.text or "") and 0 < span.line <= len(lines):
            line = lines[span.line - 1]
            instead = _STANDS_FOR_ONE.ljust(span.end_column - span.column)
            lines[span.line - 1] = line[: span.column - 1] + instead + line[span.end_column - 1 :]
    return "".join(_COMMENT.sub(lambda found: without_secrets(found[0]), line) for line in lines)


def _pins(tree: Node) -> Iterator[Node]:
    given = tree.get("given")
    if given is None:
        return
    cards = given.get("cards")
    for card in (given.get("card"), *((cards.entries or {}) if cards else {}).values()):
        pin = card.get("pin") if card is not None else None
        if pin is not None and pin.text is not None:
            yield pin

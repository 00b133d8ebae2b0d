"""
Variants of a scenario: `matrix` gives names several values, and `$name` in any text takes each.

`$$` is a dollar sign. Left out: values that are lists or mappings, and names in keys.
"""

import re
from collections.abc import Iterator
from itertools import product

from emulator.scenario.problems import Problems, listed, nearest
from emulator.scenario.tree import Node, texts_of

MOST_VARIANTS = 200

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,39}")
_MARK = re.compile(r"\$(?:(\$)|\{([A-Za-z_]\w{0,39})\}|([A-Za-z_]\w{0,39}))", re.ASCII)

_LONGEST = 100_000
"""Characters that all values of one variant may add up to; a file cannot swell beyond reason."""


def variants(root: Node, problems: Problems) -> Iterator[tuple[str, Node]]:
    """
    Give each variant: its name, empty without a matrix, and the tree with the values put in.

    Raises:
        ScenarioError: The matrix is wrong; what it would have made is not looked at.
    """
    before = len(problems)
    matrix = root.get("matrix")
    values = _values(matrix, problems) if matrix is not None else {}
    used = _check_names(root, values, problems)
    for name in values:
        if name not in used and matrix is not None:
            problems.add("E331", matrix.place((name,), of_key=True), found=name)
    if len(problems) > before:
        problems.raise_all()
    if matrix is None or not values:
        yield "", _put_in(root, {}) if used else root
        return
    for chosen in product(*values.values()):
        texts = dict(zip(values, chosen, strict=True))
        yield f"[{','.join(chosen)}]", _put_in(root, texts)


def _values(matrix: Node, problems: Problems) -> dict[str, list[str]]:
    if matrix.entries is None:
        problems.add("E201", matrix.span, wanted="mapping", found=matrix.sort)
        return {}
    values: dict[str, list[str]] = {}
    count = 1
    for name, node in matrix.entries.items():
        if not _NAME.fullmatch(name):
            problems.add("E219", matrix.key_spans[name], found=name)
            continue
        if not node.items:
            problems.add(
                "E201", node.span, wanted="list", found="nothing" if node.items == [] else node.sort
            )
            values[name] = [""]
            continue
        texts = []
        for item in node.items:
            if item.text is None or len(item.text) > 200:
                problems.add("E201", item.span, wanted="text", found=item.sort)
            elif item.text in texts:
                problems.add("E311", item.span, found=item.text)
            else:
                texts.append(item.text)
        values[name] = texts or [""]
        count *= len(values[name])
        if count > MOST_VARIANTS:
            problems.fail("E332", matrix.span, limit=MOST_VARIANTS)
    return values


def _check_names(root: Node, values: dict[str, list[str]], problems: Problems) -> set[str]:
    """Note names that the matrix does not have; gives those that are used."""
    used: set[str] = set()
    swollen = 0
    for key, section in (root.entries or {}).items():
        if key == "matrix":
            continue
        for node in texts_of(section):
            if "$" not in (node.text or ""):
                continue
            for mark in _MARK.finditer(node.text or ""):
                name = mark[2] or mark[3]
                used.add(name or "$")
                swollen += max(map(len, values.get(name or "", [""])))
                if name and name not in values:
                    problems.add(
                        "E330",
                        node.span,
                        found=name,
                        known=listed(values),
                        suggestion=nearest(name, values),
                    )
    if swollen > _LONGEST:
        problems.fail("E104", root.span, limit=_LONGEST)
    return used


def _put_in(node: Node, texts: dict[str, str]) -> Node:
    """The same tree with the values put in; nodes without a mark are shared."""
    if node.text is not None:
        if "$" not in node.text:
            return node
        text = _MARK.sub(
            lambda m: "$" if m[1] else texts.get(m[2] or m[3], m[0]),
            node.text,
        )
        return Node(span=node.span, text=text, quoted=node.quoted, filled_in=True)
    if node.items is not None:
        return Node(span=node.span, items=[_put_in(item, texts) for item in node.items])
    entries = {
        key: value if key == "matrix" else _put_in(value, texts)
        for key, value in (node.entries or {}).items()
    }
    return Node(span=node.span, entries=entries, key_spans=node.key_spans)

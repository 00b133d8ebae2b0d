"""
A chart in Mermaid's words, for Markdown that draws it.

Every text stands in quotation marks, and whatever ends a text or begins a tag or an entity there is
written as an entity of Mermaid's own, `#35;` for a number sign.
"""

from collections.abc import Iterator
from itertools import count

from emulator.runbook.chart import Box, Chart
from emulator.runbook.colours import COLOURS, is_aside, look_of

_SHAPES = {
    "symptom": ('(["', '"])'),
    "check": ('{{"', '"}}'),
    "seen": ('("', '")'),
    "cause": ('["', '"]'),
    "deed": ('["', '"]'),
    "end": ('(["', '"])'),
}
_ENTITIES = {char: f"#{ord(char)};" for char in '#&<>"`|\\{}[]();'}
_ENTITIES |= {"\n": " ", "\r": " ", "\t": " "}


def mermaid(chart: Chart) -> str:
    """The whole chart, from left to right."""
    there = {look_of(box) for box in chart.root.all()}
    lines = ["flowchart LR", *_boxes(chart.root)]
    lines.append("  classDef aside stroke-dasharray:4 3")
    lines += [f'  note{n}>"{quoted(note)}"]\n  note{n} -.- n1' for n, note in _numbered(chart)]
    lines += [
        f"  classDef {name} fill:{look.fill},stroke:{look.line},color:{look.ink}"
        + (",stroke-dasharray:4 3" if look.is_dashed else "")
        for name, look in COLOURS.items()
        if name in there
    ]
    return "\n".join(lines) + "\n"


def quoted(text: str) -> str:
    """A text as it may stand between quotation marks."""
    return "".join(_ENTITIES.get(char, char) for char in text)


def _numbered(chart: Chart) -> Iterator[tuple[int, str]]:
    return enumerate(chart.notes, start=1)


def _boxes(root: Box) -> Iterator[str]:
    """Boxes and lines, each box before the line to it."""
    numbers = count(1)
    waiting: list[tuple[Box, str]] = [(root, "")]
    while waiting:
        box, before = waiting.pop()
        name = f"n{next(numbers)}"
        left, right = _SHAPES[box.sort]
        texts = (box.head, box.words, box.foot)
        words = "<br/>".join(quoted(text) for text in texts if text)
        yield f"  {name}{left}{words}{right}:::{look_of(box)}"
        if is_aside(box):
            yield f"  class {name} aside"
        if before:
            yield f"  {before} --> {name}"
        waiting += [(below, name) for below in reversed(box.to)]

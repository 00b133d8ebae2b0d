"""
YAML as a tree of texts, where every node knows its place in the file.

YAML guesses types (MTI 0200 becomes 128, code 00 becomes 0, 12:30 becomes 750), so nothing is
guessed here: every scalar stays the text it is. Built from the parser's events, one at a time, so
that a file that is too deep or too large costs no more than it takes to find out. Left out on
purpose: anchors, aliases, tags and several documents in one file.
"""

import re
from collections.abc import Iterator
from typing import Any

import msgspec
import yaml

from emulator.domain.plan import Span
from emulator.scenario.problems import Problems

MAX_BYTES = 1_000_000
MAX_DEPTH = 40
MAX_NODES = 20_000

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""The C parser if the machine has it; both give the same events and places."""

_FORBIDDEN = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)


class Node(msgspec.Struct):
    """A text, a list or a mapping, with its place; exactly one of the three is set."""

    span: Span
    text: str | None = None
    items: list["Node"] | None = None
    entries: dict[str, "Node"] | None = None
    key_spans: dict[str, Span] = {}
    quoted: bool = False
    filled_in: bool = False
    """A value of the matrix was put into the text."""

    @property
    def sort(self) -> str:
        """text, list, mapping, or nothing for a value that was left empty."""
        if self.entries is not None:
            return "mapping"
        if self.items is not None:
            return "list"
        return "text" if self.text or self.quoted else "nothing"

    def get(self, key: str) -> "Node | None":
        """The value of a key; None if this is no mapping or has no such key."""
        return self.entries.get(key) if self.entries is not None else None

    def plain(self) -> Any:
        """The same as dicts, lists and texts; None for a value that was left empty."""
        if self.entries is not None:
            return {key: value.plain() for key, value in self.entries.items()}
        if self.items is not None:
            return [item.plain() for item in self.items]
        return self.text if self.text or self.quoted else None

    def place(self, way: tuple[int | str, ...], *, of_key: bool = False) -> Span:
        """
        The place of what lies at the end of a way of keys and numbers, as far as it goes.

        `of_key` asks for the last key instead of its value.
        """
        node, span = self, self.span
        for number, part in enumerate(way):
            below: Node | None = None
            if node.entries is not None and isinstance(part, str):
                below = node.entries.get(part)
                if below is not None and of_key and number == len(way) - 1:
                    return node.key_spans[part]
            elif node.items is not None and isinstance(part, int) and part < len(node.items):
                below = node.items[part]
            if below is None:
                return span
            node, span = below, below.span
        return span


def parse_tree(text: str, file: str, problems: Problems) -> Node:
    """
    Read YAML text.

    Args:
        text: The file's content, without byte order mark.
        file: Its name, for the places.
        problems: Where a doubled key is noted; it spoils nothing else.

    Raises:
        ScenarioError: The text is not YAML, or is YAML of a sort that we do not read.
    """
    problems.know(file, text)
    bad = _FORBIDDEN.search(text)
    if bad:
        problems.fail("E113", _span_of(text, bad.start(), file), character=f"U+{ord(bad[0]):04X}")
    builder = _Builder(file, problems)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        span = _span(file, mark, None) if mark is not None else Span(file)
        problems.fail("E101", span, why=str(error.problem or error.context or "")[:200])
    except yaml.YAMLError as error:
        problems.fail("E101", Span(file), why=str(error)[:200])
    if builder.root is None or builder.root.sort == "nothing":
        problems.fail("E109", Span(file))
    return builder.root


class _Builder:
    """Puts events together to a tree, without recursion."""

    def __init__(self, file: str, problems: Problems) -> None:
        self.root: Node | None = None
        self._file = file
        self._problems = problems
        self._open: list[Node] = []
        self._keys: list[tuple[str, Span] | None] = []
        """For each open node the key that waits for its value."""
        self._nodes = 0
        self._documents = 0

    def take(self, event: Any) -> None:
        """Take in the next event of the parser."""
        if isinstance(event, yaml.ScalarEvent):
            self._refuse_extras(event)
            span = _span(self._file, event.start_mark, event.end_mark)
            if self._open and self._open[-1].entries is not None and self._keys[-1] is None:
                self._keys[-1] = (event.value, span)
            else:
                quoted = not event.implicit[0]
                self._add(Node(span=span, text=event.value, quoted=quoted))
        elif isinstance(event, yaml.CollectionStartEvent):
            self._refuse_extras(event)
            span = _span(self._file, event.start_mark, None)
            if isinstance(event, yaml.MappingStartEvent):
                self._begin(Node(span=span, entries={}, key_spans={}))
            else:
                self._begin(Node(span=span, items=[]))
        elif isinstance(event, yaml.CollectionEndEvent):
            self._end(event)
        elif isinstance(event, yaml.AliasEvent):
            self._fail("E107", event, what=f"*{event.anchor}")
        elif isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                self._fail("E108", event)

    def _begin(self, node: Node) -> None:
        if len(self._open) >= MAX_DEPTH:
            self._problems.fail("E105", node.span, limit=MAX_DEPTH)
        if self._open and self._open[-1].entries is not None and self._keys[-1] is None:
            self._problems.fail("E114", node.span)
        self._open.append(node)
        self._keys.append(None)

    def _end(self, event: Any) -> None:
        node = self._open.pop()
        self._keys.pop()
        start = node.span
        if event.end_mark.line + 1 == start.line:
            node.span = Span(start.file, start.line, start.column, event.end_mark.column + 1)
        self._add(node)

    def _add(self, node: Node) -> None:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            self._problems.fail("E106", node.span, limit=MAX_NODES)
        if not self._open:
            self.root = node
            return
        parent = self._open[-1]
        if parent.items is not None:
            parent.items.append(node)
            return
        assert parent.entries is not None
        waiting = self._keys[-1]
        assert waiting is not None
        self._keys[-1] = None
        key, span = waiting
        if key in parent.entries:
            self._problems.add("E102", span, key=key)
        else:
            parent.entries[key] = node
            parent.key_spans[key] = span

    def _refuse_extras(self, event: Any) -> None:
        if event.anchor is not None:
            self._fail("E107", event, what=f"&{event.anchor}")
        if event.tag is not None:
            self._fail("E107", event, what=event.tag)

    def _fail(self, code: str, event: Any, **values: Any) -> None:
        span = _span(self._file, event.start_mark, event.end_mark)
        self._problems.fail(code, span, **values)


def texts_of(node: Node) -> Iterator[Node]:
    """Every text below a node, and the node itself if it is one; keys are not among them."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        if node.text is not None:
            yield node
        waiting += reversed(node.items or ())
        waiting += reversed((node.entries or {}).values())


def _span(file: str, start: Any, end: Any | None) -> Span:
    column = start.column + 1
    if end is not None and end.line == start.line and end.column > start.column:
        return Span(file, start.line + 1, column, end.column + 1)
    return Span(file, start.line + 1, column, column + 1)


def _span_of(text: str, offset: int, file: str) -> Span:
    before = text[:offset].splitlines() or [""]
    if text[:offset].endswith(("\n", "\r")):
        before.append("")
    column = len(before[-1]) + 1
    return Span(file, len(before), column, column + 1)

"""
Shared set-ups: the files that a scenario includes, and how they become one tree.

An included path is looked up below the scenario folder, the nearest folder called `scenarios`
above the file or else the file's own; nothing outside can be read. The rule of merging: mappings
are merged key by key and the including file's own values win; lists of the included files come
first, in the order of `include`, then the file's own.
"""

import stat
from collections.abc import Callable
from pathlib import Path, PurePosixPath, PureWindowsPath

from emulator.domain.plan import Span
from emulator.scenario.problems import Problems, listed, nearest
from emulator.scenario.tree import MAX_BYTES, Node, parse_tree

SHARED_SECTIONS = (
    "include",
    "matrix",
    "given",
    "steps",
    "faults",
    "expect",
    "waive",
    "calm",
    "tags",
)
"""What an included file may hold."""

MOST_FILES = 16

Fetch = Callable[[str, Span], tuple[str, str]]
"""Gives name and text of an included file, or raises ScenarioError."""


def scenario_folder(path: Path) -> Path:
    """The folder below which the includes of a file are looked up."""
    return next((up for up in path.absolute().parents if up.name == "scenarios"), path.parent)


def load_text(path: Path, problems: Problems, *, asked_at: Span | None = None) -> str:
    """
    Read a file as text.

    Raises:
        ScenarioError: It cannot be read, is no plain file, too large, or not UTF-8.
    """
    span = asked_at or Span(str(path))
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            problems.fail("E115", span, path=str(path))
        if status.st_size > MAX_BYTES:
            problems.fail("E104", span, limit=MAX_BYTES)
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        problems.fail("E100", span, path=str(path), why=getattr(error, "strerror", None) or "?")
    return decode(content, str(path), problems)


def decode(content: bytes, file: str, problems: Problems) -> str:
    """
    Make text of a file's bytes; a byte order mark is dropped.

    Raises:
        ScenarioError: Too large, or not UTF-8; says at which byte.
    """
    if len(content) > MAX_BYTES:
        problems.fail("E104", Span(file), limit=MAX_BYTES)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        problems.fail("E103", Span(file, line, 1, 2), offset=error.start)


def fetch_below(root: Path, problems: Problems) -> Fetch:
    """Make a `Fetch` that reads files below a folder and nowhere else."""
    real_root = root.resolve()

    def fetch(wanted: str, span: Span) -> tuple[str, str]:
        path = root / wanted
        try:
            inside = path.resolve().is_relative_to(real_root)
        except (OSError, RuntimeError, ValueError):
            inside = False
        if not inside:
            problems.fail("E110", span, path=wanted)
        if not path.exists():
            problems.fail("E111", span, path=wanted, folder=root.name or str(root))
        return str(path), load_text(path, problems, asked_at=span)

    return fetch


def with_includes(root: Node, file: str, fetch: Fetch | None, problems: Problems) -> Node:
    """
    Merge a tree with all that it includes, directly or through others.

    Raises:
        ScenarioError: A file cannot be read, lies outside, or includes itself.
    """
    return _Includer(fetch, problems).merged(root, (file,))


class _Includer:
    """Follows the includes of one scenario."""

    def __init__(self, fetch: Fetch | None, problems: Problems) -> None:
        self._fetch = fetch
        self._problems = problems
        self._files = 0

    def merged(self, node: Node, way: tuple[str, ...]) -> Node:
        """The tree with its includes; `way` is how we came here."""
        include = node.get("include")
        if include is None:
            return node
        own = Node(
            span=node.span,
            entries={k: v for k, v in (node.entries or {}).items() if k != "include"},
            key_spans=node.key_spans,
        )
        shared: Node | None = None
        for item in [include] if include.text is not None else include.items or []:
            one = self._one(item, way)
            shared = one if shared is None else _merge(shared, one)
        if include.entries is not None:
            self._problems.add("E201", include.span, wanted="list", found="mapping")
        return own if shared is None else _merge(shared, own)

    def _one(self, item: Node, way: tuple[str, ...]) -> Node:
        problems = self._problems
        if not item.text:
            found = "nothing" if item.text == "" else item.sort
            problems.fail("E201", item.span, wanted="text", found=found)
        wanted = item.text
        if self._fetch is None or not _is_below(wanted):
            problems.fail("E110", item.span, path=wanted)
        self._files += 1
        if self._files > MOST_FILES:
            problems.fail("E116", item.span, limit=MOST_FILES)
        file, text = self._fetch(wanted, item.span)
        if file in way:
            problems.fail("E112", item.span, path=wanted)
        node = parse_tree(text, file, problems)
        if node.entries is None:
            problems.fail("E201", node.span, wanted="mapping", found=node.sort)
        for key in node.entries:
            if key not in SHARED_SECTIONS:
                problems.add(
                    "E202",
                    node.key_spans[key],
                    key=key,
                    known=listed(SHARED_SECTIONS),
                    suggestion=nearest(key, SHARED_SECTIONS),
                )
        return self.merged(node, (*way, file))


def _is_below(path: str) -> bool:
    """Tell whether a path, read on any system, is relative and never climbs."""
    posix, windows = PurePosixPath(path), PureWindowsPath(path)
    absolute = posix.is_absolute() or windows.drive or windows.root
    return not absolute and ".." not in windows.parts and "\0" not in path and len(path) <= 200


def _merge(first: Node, second: Node) -> Node:
    """Merge two nodes; the second wins, but of two lists all items stay."""
    if first.entries is not None and second.entries is not None:
        entries = dict(first.entries)
        for key, node in second.entries.items():
            entries[key] = _merge(entries[key], node) if key in entries else node
        spans = {**first.key_spans, **second.key_spans}
        return Node(span=second.span, entries=entries, key_spans=spans)
    if first.items is not None and second.items is not None:
        return Node(span=second.span, items=[*first.items, *second.items])
    return second

"""
Collects everything that is wrong in a scenario, so that one reading reports it all.

Left out: how a problem looks; that is `domain.problem`.
"""

import difflib
from collections.abc import Iterable
from typing import Any, NoReturn

from emulator.domain.plan import Span
from emulator.domain.problem import Problem, ScenarioError

MOST = 200
"""Problems kept; a file with more is not a scenario."""

_LONGEST_VALUE = 60


class Problems:
    """The problems of one reading, each once, with the source lines to show them in."""

    def __init__(self) -> None:
        self._found: dict[tuple[Any, ...], Problem] = {}
        self._lines: dict[str, list[str]] = {}

    def __bool__(self) -> bool:
        return bool(self._found)

    def __len__(self) -> int:
        return len(self._found)

    @property
    def is_full(self) -> bool:
        """True when no further problem would be kept."""
        return len(self._found) >= MOST

    def know(self, file: str, text: str) -> None:
        """Remember a file's lines."""
        self._lines[file] = text.splitlines()

    def add(self, code: str, span: Span, *, suggestion: str = "", **values: Any) -> None:
        """Note a problem; the same one at the same place counts once."""
        shown = {key: _short(key, value) for key, value in values.items()}
        key = (code, span, tuple(shown.items()))
        if key not in self._found and not self.is_full:
            self._found[key] = Problem(
                code=code,
                span=span,
                values=shown,
                suggestion=suggestion,
                line=self._line(span),
            )

    def fail(self, code: str, span: Span, **values: Any) -> NoReturn:
        """Note a problem behind which nothing more can be read, and raise."""
        self.add(code, span, **values)
        self.raise_all()

    def raise_if_any(self) -> None:
        """Raise ScenarioError if anything was noted."""
        if self._found:
            self.raise_all()

    def raise_all(self) -> NoReturn:
        """Raise ScenarioError with all problems, in the order of their places."""
        files = {file: number for number, file in enumerate(self._lines)}
        raise ScenarioError(
            tuple(
                sorted(
                    self._found.values(),
                    key=lambda p: (files.get(p.span.file, -1), p.span.line, p.span.column),
                )
            )
        )

    def _line(self, span: Span) -> str:
        lines = self._lines.get(span.file, [])
        return lines[span.line - 1] if 0 < span.line <= len(lines) else ""


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that was probably meant; empty if none is near."""
    if not word or len(word) > _LONGEST_VALUE:
        return ""
    candidates = sorted(set(known))
    for cutoff in (0.7, 0.5):
        near = difflib.get_close_matches(word, candidates, 1, cutoff)
        if near:
            return near[0]
    return ""


def listed(words: Iterable[str], *, most: int = 12) -> str:
    """Write words one behind the other; of a long list only the first."""
    all_words = list(dict.fromkeys(words))
    return ", ".join(all_words[:most]) + (" ..." if len(all_words) > most else "")


def _short(key: str, value: Any) -> Any:
    if not isinstance(value, str) or key == "known":
        return value
    flat = " ".join(value.split())
    return flat if len(flat) <= _LONGEST_VALUE else flat[: _LONGEST_VALUE - 1] + "…"

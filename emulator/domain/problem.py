"""
One thing that is wrong in a scenario file, and how it is shown to a person.

    error[E205]: not an amount of money: '128.505 CNY'
      --> scenarios/x.yaml:12:30
       |
    12 |     cashier: {menu: 消费, amount: 128.505 CNY}
       |                                   ^^^^^^^^^^^
       = help: write 128.50 CNY: a number with at most two decimals, a space, CNY

Left out: colours; a screen may add them.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import msgspec

from emulator.domain.card import mask
from emulator.domain.errors import UsageError
from emulator.domain.plan import NOWHERE, Span
from emulator.domain.texts import has, say

SHOWN = 20
"""Problems that are shown; of the rest only the number."""

_WIDEST = 110
"""Cells of a source line that are shown, around the place."""

_CARD_NUMBER = re.compile(r"(?<!\d)\d{13,19}(?!\d)")
_PIN = re.compile(r"(\bpin['\"]?\s*:\s*['\"]?)(\d{4,12})\b")


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is wrong, where it stands, and what to do about it."""

    code: str
    """E1xx: the file or its YAML; E2xx: the shape; E3xx: the meaning. `explain` tells more."""
    span: Span = NOWHERE
    values: dict[str, Any] = {}
    """What the sentence names."""
    suggestion: str = ""
    """The word that was probably meant."""
    line: str = ""
    """The source line as it stands in the file."""

    def message(self, lang: str) -> str:
        """Say in one sentence what is wrong."""
        return say(f"error.{self.code}", lang, **self._shown(lang))

    def help(self, lang: str) -> str:
        """Say what to do next; empty if the message says it all."""
        if self.suggestion:
            return say("error.did_you_mean", lang, word=self.suggestion)
        id = f"error.{self.code}.help"
        return say(id, lang, **self._shown(lang)) if has(id) else ""

    def _shown(self, lang: str) -> dict[str, Any]:
        """The values as a person may see them: sorts of nodes in words, and nothing secret."""
        shown = {}
        for key, value in self.values.items():
            if key in ("wanted", "found") and has(sort := f"error.sort.{value}"):
                shown[key] = say(sort, lang)
            else:
                shown[key] = visible(without_secrets(value)) if isinstance(value, str) else value
        return shown

    def render(self, lang: str) -> str:
        """Show the problem with its source line and a caret, as above."""
        lines = [f"error[{self.code}]: {self.message(lang)}"]
        margin = " " * max(2, len(str(self.span.line)))
        if self.span.file or self.span.line:
            lines.append(f"{margin}--> {place(self.span)}")
        if self.span.line and self.line.strip():
            shown, pad, width = _around(self.line, self.span)
            number = str(self.span.line).rjust(len(margin))
            lines += [f"{margin} |", f"{number} | {shown}", f"{margin} | {' ' * pad}{'^' * width}"]
        if helping := self.help(lang):
            lines.append(f"{margin} = {say('error.help', lang)}: {helping}")
        return "\n".join(lines)


def render(problems: Sequence[Problem], lang: str) -> str:
    """Show the first problems, and how many more there are."""
    blocks = [problem.render(lang) for problem in problems[:SHOWN]]
    if len(problems) > SHOWN:
        blocks.append(say("error.more", lang, count=len(problems) - SHOWN))
    return "\n\n".join(blocks)


def explain(code: str, lang: str) -> str:
    """
    Tell what a code means, why it is an error, and how to put it right.

    Raises:
        KeyError: There is no such code.
    """
    return say(f"error.{code}.explain", lang)


def place(span: Span) -> str:
    """Write a place as an editor understands it: `file:line:column`."""
    file = visible(span.file)
    return f"{file}:{span.line}:{span.column}" if span.line else file


def visible(text: str) -> str:
    """
    Write out what a terminal would obey instead of show.

    Control characters move its cursor and change its colours; marks of direction turn a line
    round, so that it reads as another one. Both come out as an escape, such as `\\x1b`.
    """
    if text.isprintable():
        return text
    return "".join(
        _escaped(char) if unicodedata.category(char) in _OBEYED and char not in _JOINERS else char
        for char in text
    )


_OBEYED = ("Cc", "Cf", "Cs", "Zl", "Zp")
_USUAL = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
_JOINERS = "\u200c\u200d"
"""They shape letters and pictures, and nothing else."""


def _escaped(char: str) -> str:
    if char in _USUAL:
        return _USUAL[char]
    if ord(char) < 0x100:
        return f"\\x{ord(char):02x}"
    units = char.encode("utf-16-be", "surrogatepass")
    return "".join(
        f"\\u{high:02x}{low:02x}" for high, low in zip(units[::2], units[1::2], strict=True)
    )


def cell_width(text: str) -> int:
    """Count the cells of a terminal that a text takes; a Chinese character takes two."""
    return len(text) if text.isascii() else _wide_width(text)


@lru_cache(maxsize=512)
def _wide_width(text: str) -> int:
    return sum(map(_char_width, text))


@lru_cache(maxsize=8192)
def _char_width(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def without_secrets(line: str) -> str:
    """Star out card numbers and PINs, keeping the width, so that the line can be shown."""
    line = _CARD_NUMBER.sub(lambda found: mask(found[0]), line)
    return _PIN.sub(lambda found: found[1] + "*" * len(found[2]), line)


def _around(line: str, span: Span) -> tuple[str, int, int]:
    """The line cut to a bearable width, cells before the place, and cells of the place."""
    line = "".join(char if char.isprintable() else " " for char in without_secrets(line))
    start = min(span.column - 1, len(line))
    end = max(start, min(span.end_column - 1, len(line)))
    if cell_width(line) > _WIDEST:
        left = max(0, start - _WIDEST // 3)
        right = left + _WIDEST // 2
        line = ("…" if left else "") + line[left:right] + ("…" if right < len(line) else "")
        start, end = start - left + bool(left), min(end - left + bool(left), len(line))
    return line, cell_width(line[:start]), max(1, cell_width(line[start:end]))


class ScenarioError(UsageError):
    """A scenario file is wrong; carries every problem that was found in it, and its includes."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All problems as data, in the order of their places."""
        return self.args[0] if self.args and isinstance(self.args[0], tuple) else ()

    def render(self, lang: str = "zh") -> str:
        """Show the problems to a person, each with its line and a caret below the place."""
        return render(self.problems, lang) if self.problems else super().__str__()

    def __str__(self) -> str:
        return self.render()

"""
Finds scenario files, and picks scenarios by words of their name, title and tags.

Left out: whether a file is right; a file counts as a scenario when a line of its head says so.
"""

import os
import re
from collections.abc import Callable, Iterable
from importlib import resources
from pathlib import Path

from emulator.domain.errors import UsageError
from emulator.domain.plan import Scenario
from emulator.domain.problem import visible
from emulator.domain.texts import say

_HEAD_BYTES = 4096
_IS_SCENARIO = re.compile(rb"^(?:\xef\xbb\xbf)?scenario:[ \t]*['\"]?v1\b", re.MULTILINE)
_HALF = re.compile("[\ud800-\udfff]")
_TOKEN = re.compile(r"\s*([()]|[^\s()]+)")
_MOST_TOKENS = 200

Test = Callable[[str], bool]


def shipped_folder() -> Path:
    """Where the scenarios that come with the emulator lie: in the package, or beside it."""
    package = Path(str(resources.files("emulator")))
    inside = package / "shipped_scenarios"
    return inside if inside.is_dir() else package.parent / "scenarios"


def is_scenario(path: Path) -> bool:
    """Tell whether a file begins like a scenario: a line `scenario: v1` near its top."""
    try:
        with path.open("rb") as file:
            return _IS_SCENARIO.search(file.read(_HEAD_BYTES)) is not None
    except OSError:
        return False


def find_files(paths: Iterable[Path]) -> list[Path]:
    """
    List the scenario files at some paths, each once.

    A path that is a file is taken as it is, so that a wrong one is reported and not passed over;
    of a folder all scenarios below are taken, in the order of their names.
    """
    found: dict[Path, None] = {}
    for path in paths:
        for file in _below(path) if path.is_dir() else [path]:
            found.setdefault(file)
    return list(found)


def name_as_text(name: str) -> str:
    """
    A file's name as text that can be written anywhere.

    A system may give names that are not UTF-8; Python keeps such bytes as half characters, which
    no recording, report or digest can hold. They come out as in an address: `caf%E9`.
    """
    return _HALF.sub(lambda half: f"%{ord(half[0]) & 0xFF:02X}", name)


def matcher(expression: str, lang: str = "en") -> Callable[[Scenario], bool]:
    """
    Make the test that `-k` asks for.

    Words are joined by `and`, `or`, `not` and brackets; a word fits a scenario when it is part of
    its name, of a title or of a tag, or is a number of the catalogue that it covers. Letters may
    be large or small. The empty expression fits everything. A full name with a variant in it,
    `paper-out[before]`, is one word.

    Raises:
        UsageError: The expression is not complete.
    """
    test = _Expression(expression, lang).test() if expression.strip() else None

    def fits(scenario: Scenario) -> bool:
        return test is None or test(haystack(scenario))

    return fits


def haystack(scenario: Scenario) -> str:
    """All text of a scenario that a word may be part of."""
    words = (scenario.name, scenario.title, scenario.title_en, *scenario.tags, *scenario.covers)
    return "\n".join(words).casefold()


def _below(folder: Path) -> list[Path]:
    files = []
    for at, folders, names in os.walk(folder):
        folders.sort()
        files += [Path(at, n) for n in sorted(names) if n.endswith((".yaml", ".yml"))]
    return [file for file in files if is_scenario(file)]


class _Expression:
    """Reads `a and (b or not c)`: `or` binds loosest, `not` tightest."""

    def __init__(self, text: str, lang: str) -> None:
        self._text, self._lang = text, lang
        self._tokens = _TOKEN.findall(text)
        if len(self._tokens) > _MOST_TOKENS:
            raise self._wrong()
        self._at = 0

    def test(self) -> Test:
        test = self._any()
        if self._at < len(self._tokens):
            raise self._wrong()
        return test

    def _any(self) -> Test:
        tests = [self._all()]
        while self._takes("or"):
            tests.append(self._all())
        return tests[0] if len(tests) == 1 else lambda text: any(test(text) for test in tests)

    def _all(self) -> Test:
        tests = [self._one()]
        while self._takes("and"):
            tests.append(self._one())
        return tests[0] if len(tests) == 1 else lambda text: all(test(text) for test in tests)

    def _one(self) -> Test:
        if self._takes("not"):
            inner = self._one()
            return lambda text: not inner(text)
        if self._takes("("):
            inner = self._any()
            if not self._takes(")"):
                raise self._wrong()
            return inner
        if self._at == len(self._tokens) or self._tokens[self._at] in ("and", "or", ")"):
            raise self._wrong()
        word = self._tokens[self._at].casefold()
        self._at += 1
        return lambda text: word in text

    def _takes(self, token: str) -> bool:
        if self._at < len(self._tokens) and self._tokens[self._at] == token:
            self._at += 1
            return True
        return False

    def _wrong(self) -> UsageError:
        text = visible(self._text[:80])
        return UsageError(say("cli.usage.bad_expression", self._lang, text=text))

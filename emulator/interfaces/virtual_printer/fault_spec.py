"""
Faults as somebody types them: LEVER[@WHEN][:SETTING=VALUE...][~DURATION].

    paper_out@line:5        when five lines of a slip are out
    cover_open@mm:40~10s    when 40 mm of a slip are out, for ten seconds
    hot_head@slip:2         when the second slip begins
    jam@byte:300            when 300 bytes have come in
    stuck@10s:prints=yes    ten seconds after the start, with a setting of the lever

Left out: conditions on the trace; a scenario file says those.
"""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any, NoReturn

import msgspec

from emulator.domain.errors import UsageError
from emulator.domain.moments import parse_duration
from emulator.domain.plan import NOWHERE
from emulator.domain.problem import ScenarioError, cell_width, visible
from emulator.domain.texts import say

UNITS = ("line", "byte", "mm", "slip")
MOST = 1_000_000_000
PART = "printer."

_NUMBER = re.compile(r"[0-9]{1,10}", re.ASCII)


class FaultSpec(msgspec.Struct, frozen=True, kw_only=True):
    """One fault of `--fault`."""

    text: str
    """As it was typed."""
    lever: str
    """Full name, `printer.paper_out`."""
    unit: str = ""
    """What is counted until it strikes: one of `UNITS`; empty for a mere moment."""
    count: int = 0
    at_us: int = 0
    """Moment after the start, for those that count nothing."""
    settings: dict[str, Any] = {}
    for_us: int | None = None
    """None lasts until somebody mends it."""


def parse_fault(text: str, levers: Mapping[str, Mapping[str, Any]], lang: str) -> FaultSpec:
    """
    Read one fault.

    Args:
        text: What stands behind `--fault`.
        levers: Full name of every lever to its settings and their defaults.
        lang: Of the complaint.

    Raises:
        UsageError: It cannot be read; shows where, and what there is.
    """
    return _Reader(text, levers, lang).read()


class _Reader:
    """Takes one specification apart and knows where each piece stands."""

    def __init__(self, text: str, levers: Mapping[str, Mapping[str, Any]], lang: str) -> None:
        self._text = text
        self._levers = levers
        self._lang = lang

    def read(self) -> FaultSpec:
        body, tilde, span = self._text.partition("~")
        for_us = self._duration(span, len(body) + 1) if tilde else None
        pieces = self._pieces(body)
        name, at, when = pieces[0][1].partition("@")
        lever = self._lever(name)
        rest = pieces[1:]
        unit, count, at_us = "", 0, 0
        if at:
            place = len(name) + 1
            if when in UNITS:
                unit, count = when, self._count(when, rest, place)
                rest = rest[1:]
            else:
                at_us = self._moment(when, place)
        return FaultSpec(
            text=self._text,
            lever=lever,
            unit=unit,
            count=count,
            at_us=at_us,
            settings=self._settings(lever, rest),
            for_us=for_us,
        )

    def _pieces(self, body: str) -> list[tuple[int, str]]:
        """What colons divide, each with its place."""
        found, place = [], 0
        for piece in body.split(":"):
            found.append((place, piece))
            place += len(piece) + 1
        return found

    def _lever(self, name: str) -> str:
        full = name if name.startswith(PART) else PART + name
        if full not in self._levers:
            short = [lever.removeprefix(PART) for lever in self._levers]
            near = get_close_matches(name, short, n=1)
            known = ", ".join(short)
            if near:
                self._fail("lever_near", 0, name, near=near[0], known=known)
            self._fail("lever", 0, name, known=known)
        return full

    def _count(self, unit: str, rest: list[tuple[int, str]], place: int) -> int:
        if not rest:
            self._fail("no_count", place, unit, unit=unit)
        at, digits = rest[0]
        if not _NUMBER.fullmatch(digits) or not 1 <= int(digits) <= MOST:
            self._fail("count", at, digits, most=MOST)
        return int(digits)

    def _moment(self, text: str, place: int) -> int:
        try:
            return parse_duration(text)
        except ValueError:
            self._fail("when", place, text, known=", ".join(f"{unit}:N" for unit in UNITS))

    def _duration(self, text: str, place: int) -> int:
        try:
            for_us = parse_duration(text)
        except ValueError:
            self._fail("duration", place, text)
        if not for_us:
            self._fail("duration", place, text)
        return for_us

    def _settings(self, lever: str, pieces: list[tuple[int, str]]) -> dict[str, Any]:
        # Reading values the way scenario files do takes half a second to load.
        from emulator.scenario.problems import Problems
        from emulator.scenario.settings_shapes import key_of, read_options
        from emulator.scenario.tree import Node

        defaults = self._levers[lever]
        settings: dict[str, Any] = {}
        for place, piece in pieces:
            key, equals, value = piece.partition("=")
            known = [key_of(name) for name in defaults]
            if not equals or key not in known:
                self._fail("setting", place, piece, known=", ".join(known) or "-")
            problems = Problems()
            node = Node(span=NOWHERE, entries={key: Node(span=NOWHERE, text=value)})
            read = read_options(lever, defaults, node, problems)
            if read is None:
                self._fail_with(_said(problems, self._lang), place + len(key) + 1, value)
            settings.update(read)
        return settings

    def _fail(self, id: str, place: int, piece: str, /, **values: Any) -> NoReturn:
        shown = visible(piece)
        text = say(f"cli.printer.fault.{id}", self._lang, found=shown, **values)
        self._fail_with(text, place, piece)

    def _fail_with(self, message: str, place: int, piece: str) -> NoReturn:
        head = "--fault "
        pad = cell_width(head + visible(self._text[:place]))
        width = max(1, cell_width(visible(piece)))
        lines = (head + visible(self._text), " " * pad + "^" * width, message)
        raise UsageError("\n".join(lines))


def _said(problems: Any, lang: str) -> str:
    """What the reader of scenario files says about a value, without a place in a file."""
    try:
        problems.raise_if_any()
    except ScenarioError as error:
        problem = error.problems[0]
        return "; ".join(filter(None, (problem.message(lang), problem.help(lang))))
    raise AssertionError("a value was refused without a reason")

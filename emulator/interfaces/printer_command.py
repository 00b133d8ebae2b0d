"""`posemu printer`: a virtual receipt printer for anybody's software."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

import click
import msgspec

from emulator.domain.errors import UsageError
from emulator.domain.texts import say
from emulator.interfaces.complaints import Choice, ResultFile, Typed, shortened
from emulator.interfaces.options import SpokenCommand, add_options, option
from emulator.interfaces.virtual_printer.wishes import DEFAULT_BAUD, Place, Wishes
from emulator.interfaces.voice import Voice
from emulator.interfaces.wire.words import FLOWS, Baud, OneOf, host_and_port
from emulator.printer.profile import PROFILES, Profile

DEFAULT_PLACE = Place("127.0.0.1", 9100)
DEFAULT_PROFILE = "epson_80_cn"
FASTEST_MM_S = 10_000
WITHOUT_WAITING_MM_S = 125_000
"""What `max` means: a dot row a microsecond, the finest that time has."""
ROLL_MM_MOST = 1_000_000
WIDTHS = {58: (384, 32), 80: (576, 48)}
"""Width of the paper in millimetres to printable dots and columns."""
_PTY_FLOWS = ("none", "xonxoff")
_NO_HEAT = 1_000_000_000
"""Heat that no printing reaches: a printer that does not wait must not wait for its head."""


_OPTIONAL_VALUE: Mapping[str, Any] = {"is_flag": False, "flag_value": ""}
"""For an option that may stand alone."""


class Speed(Typed):
    """Millimetres in a second, or `max`."""

    name = "MM_S|max"

    def __init__(self, lang: str) -> None:
        self._lang = lang

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Read the speed; `max` is 0."""
        text = str(value)
        if text == "max":
            return 0
        if not (text.isascii() and text.isdigit()) or not 1 <= int(text[:9]) <= FASTEST_MM_S:
            shown = {"value": shortened(text), "most": FASTEST_MM_S}
            self.fail(say("cli.printer.speed", self._lang, **shown), param, ctx)
        return int(text)


class Length(Typed):
    """A length of paper."""

    name = "LENGTH"

    def __init__(self, lang: str) -> None:
        self._lang = lang

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Read `18m`, `50cm` or `500mm` as millimetres."""
        text = str(value).strip()
        for unit, mm in (("mm", 1), ("cm", 10), ("m", 1000)):
            digits = text.removesuffix(unit).strip()
            if digits != text and digits.isascii() and digits.isdigit() and len(digits) < 9:
                length_mm = int(digits) * mm
                if 1 <= length_mm <= ROLL_MM_MOST:
                    return length_mm
        shown = {"value": shortened(text), "most": ROLL_MM_MOST}
        self.fail(say("cli.printer.roll", self._lang, **shown), param, ctx)


def make(lang: str) -> click.Command:
    """Build the command with its help in a language."""

    def start(**given: Any) -> int:
        voice = Voice(lang)
        wishes = _Reader(given, voice).wishes()
        # The printer and its pictures take a while to load; a complaint should not.
        from emulator.interfaces.virtual_printer.session import run_printer

        return run_printer(wishes, voice)

    command = SpokenCommand("printer", lang, callback=start)
    profile = OneOf(tuple(PROFILES), "wire.usage.profile", lang)
    flow = OneOf(FLOWS, "wire.usage.flow", lang)
    widths = Choice([str(width) for width in WIDTHS], lang)
    file = ResultFile(lang)
    add_options(
        command,
        option("--tcp", lang, "cli.help.printer.tcp", metavar="[HOST:]PORT"),
        option("--pty", lang, "cli.help.printer.pty", metavar="[LINK]", **_OPTIONAL_VALUE),
        option("--rfc2217", lang, "cli.help.printer.rfc2217", metavar="[HOST:]PORT"),
        option("--any-host", lang, "cli.help.printer.any_host", is_flag=True),
        option("--profile", lang, "cli.help.printer.profile", type=profile),
        option("--width", "--columns", lang, "cli.help.printer.width", type=widths),
        option("--baud", lang, "cli.help.printer.baud", type=Baud(lang)),
        option("--flow", lang, "cli.help.printer.flow", type=flow, metavar="|".join(FLOWS)),
        option("--speed", lang, "cli.help.printer.speed", type=Speed(lang)),
        option("--roll", lang, "cli.help.printer.roll", type=Length(lang)),
        option("--fault", lang, "cli.help.printer.fault", name="faults", metavar="FAULT",
               multiple=True),
        option("--scenario", lang, "cli.help.printer.scenario", metavar="FILE"),
        option("--png", lang, "cli.help.printer.png", metavar="DIR", type=Path),
        option("--text", lang, "cli.help.printer.text", type=file),
        option("--record", lang, "cli.help.printer.record", type=file),
        option("--once", lang, "cli.help.printer.once", is_flag=True),
    )  # fmt: skip
    return command


class _Reader:
    """Makes wishes of words, or complains about them."""

    def __init__(self, given: Mapping[str, Any], voice: Voice) -> None:
        self._given = given
        self._voice = voice
        self._lang = voice.lang

    def wishes(self) -> Wishes:
        """
        Read everything.

        Raises:
            UsageError: Words that do not go together, or make no sense.
            ScenarioError: The scenario file is wrong.
        """
        given = self._given
        ways = [name for name in ("tcp", "pty", "rfc2217") if given[name] is not None]
        if len(ways) > 1:
            self._fail("one_line")
        way = ways[0] if ways else "tcp"
        self._check_serial(way)
        return Wishes(
            profile=self._profile(),
            tcp=self._place(given["tcp"]) if way == "tcp" else None,
            rfc2217=self._place(given["rfc2217"]) if way == "rfc2217" else None,
            pty=given["pty"],
            baud=given["baud"] or DEFAULT_BAUD,
            flow=given["flow"] or "xonxoff",
            roll_mm=given["roll"],
            faults=self._faults(),
            plans=self._plans(),
            png=given["png"],
            text=given["text"],
            record=given["record"],
            once=given["once"],
        )

    def _check_serial(self, way: str) -> None:
        for name in ("baud", "flow"):
            if way == "tcp" and self._given[name] is not None:
                self._fail("not_serial", option=f"--{name}")
        if way == "pty" and self._given["flow"] not in (None, *_PTY_FLOWS):
            self._fail("pty_flow")

    def _place(self, text: str | None) -> Place:
        """Read `PORT` or `HOST:PORT`; port 0 is any free one."""
        any_host = self._given["any_host"]
        if text is None:
            return DEFAULT_PLACE._replace(host=None) if any_host else DEFAULT_PLACE
        digits = text.rpartition(":")[2]
        if not digits.isascii() or not digits.isdigit() or not 0 <= int(digits[:9]) <= 65_535:
            self._fail("place", value=shortened(text))
        port = int(digits)
        if digits == text:
            return Place(None if any_host else DEFAULT_PLACE.host, port)
        if any_host:
            self._fail("host_twice")
        # Whatever reads the host wants a port that can be dialled.
        host, _ = host_and_port(text.removesuffix(digits) + str(port or 1), self._lang)
        return Place(host, port)

    def _profile(self) -> Profile:
        given = self._given
        profile = PROFILES[given["profile"] or DEFAULT_PROFILE]
        changes: dict[str, Any] = {}
        if given["width"] is not None:
            changes["width"], changes["columns"] = WIDTHS[int(given["width"])]
        if given["speed"] is not None:
            changes["speed_mm_s"] = given["speed"] or WITHOUT_WAITING_MM_S
        if given["speed"] == 0:
            changes.update(cut_us=0, heat_limit=_NO_HEAT, heat_resume=_NO_HEAT)
        return msgspec.structs.replace(profile, **changes)

    def _faults(self) -> tuple[Any, ...]:
        if not self._given["faults"]:
            return ()
        from emulator.interfaces.virtual_printer.fault_spec import parse_fault
        from emulator.interfaces.virtual_printer.virtual import known_levers

        levers = known_levers()
        return tuple(parse_fault(text, levers, self._lang) for text in self._given["faults"])

    def _plans(self) -> tuple[Any, ...]:
        path = self._given["scenario"]
        if path is None:
            return ()
        from emulator.interfaces.selection import Selection
        from emulator.interfaces.virtual_printer.scenario_faults import printer_faults

        scenarios = Selection(paths=(path,)).read(self._lang)
        if len(scenarios) != 1:
            names = ", ".join(scenario.name for scenario in scenarios[:5])
            self._fail("one_scenario", value=shortened(path), count=len(scenarios), names=names)
        chosen = printer_faults(scenarios[0])
        for name in chosen.skipped:
            self._voice.tell("cli.printer.skipped_fault", name=name)
        return chosen.plans

    def _fail(self, id: str, /, **values: Any) -> NoReturn:
        raise UsageError(say(f"cli.printer.{id}", self._lang, **values))

"""
`posemu doctor printer`: find out how to talk to a real printer, and print a test slip.

It says what it saw. What only eyes can tell it asks the person; unasked, it stays unknown.
"""

import json
import shlex
import sys
from datetime import datetime
from typing import Any

import click
import msgspec

from emulator.domain.errors import EnvironmentTrouble, UsageError
from emulator.domain.texts import say
from emulator.interfaces.complaints import shortened
from emulator.interfaces.doctor.examine import (
    USUAL_BAUDS,
    examine,
    find_baud,
    plain,
    print_sample,
    print_speed_lines,
)
from emulator.interfaces.doctor.findings import Findings, profile_of
from emulator.interfaces.doctor.probe import Probe, RealWatch, Watch
from emulator.interfaces.doctor.sample import RULERS
from emulator.interfaces.doctor.telling import tell
from emulator.interfaces.exits import Exit
from emulator.interfaces.options import SpokenCommand, add_options, option
from emulator.interfaces.voice import Voice
from emulator.interfaces.wire.transport import LineLost, Transport
from emulator.interfaces.wire.words import BAUDS, Address, line_options

SUBJECTS = ("printer",)
_YES = ("y", "yes", "是", "有", "完整")


def make(lang: str) -> click.Command:
    """Build the command with its help in a language."""

    def start(*, subject: str, as_json: bool, may_ask: bool, may_print: bool, **given: Any) -> int:
        if subject not in SUBJECTS:
            known = ", ".join(SUBJECTS)
            raise UsageError(
                say("doctor.usage.subject", lang, value=shortened(subject), known=known)
            )
        voice = Voice(lang)
        doctor = Doctor(Address(**given), voice, Asker(voice, may_ask=may_ask))
        return doctor.run(as_json=as_json, may_print=may_print)

    command = SpokenCommand("doctor", lang, callback=start)
    command.params.insert(0, click.Argument(["subject"], metavar="printer"))
    negative = {"is_flag": True, "flag_value": False, "default": True}
    add_options(
        command,
        *line_options(lang),
        option("--json", lang, "doctor.help.json", name="as_json", is_flag=True, default=False),
        option("--no-ask", lang, "doctor.help.no_ask", name="may_ask", **negative),
        option("--no-print", lang, "doctor.help.no_print", name="may_print", **negative),
    )
    return command


class Asker:
    """Whoever sits at the keyboard; nobody if there is no keyboard, or nothing may be asked."""

    def __init__(self, voice: Voice, *, may_ask: bool) -> None:
        self.is_there = may_ask and sys.stdin is not None and sys.stdin.isatty()
        self._voice = voice

    def ask(self, id: str, **values: object) -> str:
        """Ask a sentence by its id; empty if nobody answers."""
        if not self.is_there:
            return ""
        self._voice.narrate(self._voice.text(id, **values), "label")
        return sys.stdin.readline().strip().lower()


class Doctor:
    """One visit to one printer."""

    def __init__(
        self, address: Address, voice: Voice, person: Asker, *, watch: Watch | None = None
    ) -> None:
        self._address = address
        self._voice = voice
        self._person = person
        self._watch = watch or RealWatch()
        self._has_speed = bool(address.port) and "socket://" not in address.port

    def run(self, *, as_json: bool, may_print: bool) -> int:
        """Examine, print, ask, and tell; the exit code says whether it answered."""
        line = self._address.transport(self._voice.lang)
        found = Findings(line=line.describe())
        try:
            self._visit(found, may_print=may_print)
        except LineLost as lost:
            raise EnvironmentTrouble(
                self._voice.text("doctor.line_lost", line=found.line, why=str(lost))
            ) from None
        self._conclude(found, as_json=as_json)
        return Exit.HELD if found.answers else Exit.INCONCLUSIVE

    def _visit(self, found: Findings, *, may_print: bool) -> None:
        line = self._find_line(found)
        if line is None:
            if may_print:
                self._find_speed_by_eye(found)
            return
        try:
            probe = Probe(line, self._watch)
            self._voice.tell("doctor.asking")
            examine(probe, found)
            if may_print and found.answers and not found.is_ready:
                self._voice.tell("doctor.not_ready")
            elif may_print:
                self._voice.tell("doctor.printing")
                print_sample(probe, found, datetime.now())
                self._ask_about_slip(found)
        finally:
            line.close()

    # The line -----------------------------------------------------------------------------------

    def _find_line(self, found: Findings) -> Transport | None:
        """Open the line, at the speed at which the printer answers if it has one."""
        if not self._has_speed:
            only = self._address.transport(self._voice.lang)
            only.open()
            return only
        bauds = USUAL_BAUDS if self._address.baud is None else (self._address.baud,)
        self._voice.tell("doctor.trying", bauds=", ".join(map(str, bauds)))
        line, found.baud = find_baud(bauds, self._open_at, self._watch)
        if line is None and self._address.baud is not None:
            # Somebody knows the speed: what does not answer may still print.
            line, found.baud = self._open_at(self._address.baud), self._address.baud
        return line

    def _open_at(self, baud: int) -> Transport:
        address = msgspec.structs.replace(self._address, baud=baud, flow="none")
        line = address.transport(self._voice.lang)
        line.open()
        return line

    def _find_speed_by_eye(self, found: Findings) -> None:
        """Print a line at each speed and have the person read the one that came out."""
        if not self._person.is_there:
            return
        self._voice.tell("doctor.by_eye")
        print_speed_lines(USUAL_BAUDS, self._open_at, self._watch)
        answer = self._person.ask("doctor.ask.baud")
        if answer.isdigit() and int(answer[:9]) in BAUDS:
            found.baud = int(answer)

    # Eyes ---------------------------------------------------------------------------------------

    def _ask_about_slip(self, found: Findings) -> None:
        whole = self._person.ask("doctor.ask.whole")
        if whole:
            found.slip_whole = whole in _YES
        width = self._person.ask("doctor.ask.columns", known=", ".join(map(str, RULERS)))
        if width.isdigit() and int(width[:9]) in RULERS:
            found.columns = int(width)
        lines = self._person.ask("doctor.ask.chinese")
        if lines:
            found.chinese = {"1": "always", "12": "always", "2": "command", "0": "none"}.get(
                lines.replace(" ", "").replace(",", "")
            )

    def _conclude(self, found: Findings, *, as_json: bool) -> None:
        command = self._command(found)
        if as_json:
            values = {**plain(found), "profile": profile_of(found), "command": command}
            self._voice.put(json.dumps(values, ensure_ascii=False, indent=2))
            return
        tell(found, self._voice)
        self._voice.put("")
        if not found.answers:
            self._voice.put(self._voice.text("doctor.silent"), "inconclusive")
        self._voice.put(f"{self._voice.text('doctor.use')}  {command}")

    def _command(self, found: Findings) -> str:
        flow = found.flow or self._address.flow
        words = self._address.words(baud=found.baud, flow=flow)
        return shlex.join(["posemu", "bridge", *words, "--profile", profile_of(found)])

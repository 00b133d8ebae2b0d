"""A doctor says what it saw of a printer, and nothing else."""

import json
from datetime import datetime

import pytest
from lab_printer import LabPrinter
from shelf_printer import quick

from emulator.domain.moments import SECOND
from emulator.interfaces.doctor.examine import USUAL_BAUDS, answers_status, examine, print_sample
from emulator.interfaces.doctor.findings import Findings, profile_of
from emulator.interfaces.doctor.probe import Probe
from emulator.interfaces.doctor_command import Asker, Doctor
from emulator.interfaces.exits import Exit
from emulator.interfaces.voice import Voice
from emulator.interfaces.wire.loop import LoopTransport
from emulator.interfaces.wire.transport import LineState
from emulator.interfaces.wire.words import Address
from emulator.printer.device.device import Device
from emulator.printer.profile import PROFILES

MADE = datetime(2026, 11, 22, 9, 30)


def seen_of(printer: LabPrinter) -> Findings:
    """Examine a printer without paper."""
    printer.line.open()
    found = Findings(line="lab")
    examine(Probe(printer.line, printer), found)
    return found


class Answers(Asker):
    """A person with prepared answers."""

    def __init__(self, **answers: str) -> None:
        self.is_there = bool(answers)
        self._answers = answers

    def ask(self, id: str, **values: object) -> str:
        return self._answers.get(id.rpartition(".")[2], "")


class LabAddress(Address, frozen=True, kw_only=True):
    """The address of a printer in the laboratory, which is set to one speed."""

    printer: LabPrinter
    set_to: int = 9600

    def transport(self, lang: str) -> LoopTransport:
        self.printer.garbles = self.baud is not None and self.baud != self.set_to
        return self.printer.line


def visit(printer: LabPrinter, *, set_to: int = 9600, person: Asker | None = None) -> Doctor:
    """A doctor on the way to a serial printer."""
    address = LabAddress(port="/dev/lab", printer=printer, set_to=set_to)
    return Doctor(address, Voice("en"), person or Answers(), watch=printer)


# What it answers ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(PROFILES))
def test_what_a_model_understands_is_found(name: str) -> None:
    """Of every model: exactly what it answers is found to be answered."""
    profile = PROFILES[name]
    found = seen_of(LabPrinter(name))
    answers = profile.answers

    assert (profile.dle_eot if answers else ()) == found.statuses
    assert (profile.has_process_ids and answers) is bool(found.process_ids)
    assert (profile.has_gs_r and answers) is bool(found.gs_r)
    assert (profile.has_asb and answers) is bool(found.automatic_status)
    assert (profile.has_dc4_clear and answers) is bool(found.clears)


def test_a_silent_printer_is_unknown_not_poor() -> None:
    """Without any answer nothing is said to be missing."""
    found = seen_of(LabPrinter("silent_58"))

    assert not found.answers
    assert (None, None, None) == (found.process_ids, found.gs_r, found.automatic_status)


def test_a_printer_off_line_is_not_blamed_for_what_it_did_not_get_to() -> None:
    """With the cover open, buffered questions stay unanswered, and so unknown."""
    printer = LabPrinter("epson_80")
    printer.do(Device.open_cover)
    found = seen_of(printer)

    assert found.state.cover_open
    assert found.gs_r is None


def test_who_made_it() -> None:
    """Names are taken from what it says."""
    found = seen_of(LabPrinter("epson_80"))

    assert ("EPSON", "TM-T20III") == (found.maker, found.model)
    assert found.cutter


def test_a_line_that_gives_back_what_it_gets_is_no_printer() -> None:
    """An echo is not taken for an answer."""

    class Echo(LoopTransport):
        def write_some(self, data: bytes) -> int:
            self._arrived += data
            return len(data)

    line = Echo("echo")
    line._is_open = True
    found = Findings(line="echo")
    examine(Probe(line, LabPrinter("epson_80")), found)

    assert not found.answers


@pytest.mark.parametrize("name", sorted(PROFILES))
def test_questions_print_nothing(name: str) -> None:
    """An examination without a test slip moves no paper."""
    printer = LabPrinter(name)
    seen_of(printer)
    printer.pause(2_000_000)

    assert 0 == printer.device.strip_dots
    assert [] == printer.strips


# Speed and flow -------------------------------------------------------------------------------


@pytest.mark.parametrize("baud", USUAL_BAUDS)
def test_the_speed_is_found_by_the_answers(baud: int, capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever it is set to, the printer is found at that speed and no other."""
    doctor = visit(LabPrinter("epson_80"), set_to=baud)

    assert Exit.HELD == doctor.run(as_json=True, may_print=False)
    assert baud == json.loads(capsys.readouterr().out)["baud"]


def test_a_printer_at_another_speed_does_not_answer() -> None:
    """Garbage is not taken for a status."""
    printer = LabPrinter("epson_80")
    printer.garbles = True
    printer.line.open()

    assert not answers_status(Probe(printer.line, printer))


def test_a_printer_that_says_xoff_is_found_to() -> None:
    """A test slip that fills the buffer shows how the printer makes its host wait."""
    printer = LabPrinter("generic_80")
    printer.xonxoff = True
    found = seen_of(printer)
    found.baud = 115_200
    print_sample(Probe(printer.line, printer), found, MADE)

    assert "xonxoff" == found.flow
    assert found.slip_confirmed
    assert 72 == sum("of 72" in text for texts in printer.texts for text in texts)


@pytest.mark.parametrize(("wired", "flow"), [(True, "dsrdtr"), (False, None)])
def test_a_busy_line_counts_only_if_the_cable_has_it(wired: bool, flow: str | None) -> None:
    """DSR that falls is flow control; DSR that was never high is a wire that is not there."""
    printer = LabPrinter("generic_80")
    found = seen_of(printer)
    found.baud = 115_200

    class Wired:
        def __getattr__(self, name: str) -> object:
            return getattr(printer.line, name)

        def line_state(self) -> LineState:
            return LineState(dsr=wired and not printer.device.is_busy)

    print_sample(Probe(Wired(), printer), found, MADE)

    assert flow == found.flow


def test_a_slow_line_needs_no_filling() -> None:
    """At 9600 baud the test slip is short: paper is faster than the line."""
    printer = LabPrinter("generic_80", byte_us=1042)
    found = seen_of(printer)
    found.baud = 9600
    print_sample(Probe(printer.line, printer), found, MADE)

    assert len(printer.taken) < 1500
    assert found.flow is None


# The test slip --------------------------------------------------------------------------------


def test_a_test_slip_is_confirmed_by_the_fence_behind_it() -> None:
    """When the printer says so, the slip is on paper."""
    printer = LabPrinter("epson_80")
    found = seen_of(printer)
    print_sample(Probe(printer.line, printer), found, MADE)

    assert found.slip_confirmed
    assert "2: 中文 阳光便利店 ￥35.00" in printer.texts[0]


def test_a_test_slip_that_runs_out_of_paper_is_not_confirmed() -> None:
    """Nobody claims a slip that is not there."""
    printer = LabPrinter("epson_80")
    found = seen_of(printer)
    printer.do(lambda device, now_us: device.leave_on_roll(100, now_us))
    print_sample(Probe(printer.line, printer), found, MADE)

    assert found.slip_confirmed is False


def test_a_test_slip_that_went_on_with_new_paper_is_not_confirmed() -> None:
    """The fence comes, but the slip is in two pieces."""
    printer = LabPrinter("epson_80")
    found = seen_of(printer)
    printer.do(lambda device, now_us: device.leave_on_roll(100, now_us))
    printer.later(2 * SECOND, lambda: printer.do(lambda device, now: device.load_roll(18_000, now)))
    print_sample(Probe(printer.line, printer), found, MADE)

    assert 2 == len(printer.texts)
    assert found.slip_confirmed is False


def test_what_the_person_read_is_told_as_what_was_seen(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Width and Chinese come from the person, and lead to the profile."""
    printer = LabPrinter(quick("epson_80"))
    person = Answers(whole="y", columns="48", chinese="2")
    visit(printer, person=person).run(as_json=True, may_print=True)
    found = json.loads(capsys.readouterr().out)

    assert (True, 48, "command") == (found["slip_whole"], found["columns"], found["chinese"])
    assert "epson_80" == found["profile"]
    assert "posemu bridge --port /dev/lab --baud 9600 --profile epson_80" == found["command"]


def test_unasked_the_eyes_findings_stay_unknown(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a person nobody has seen the slip."""
    visit(LabPrinter(quick("epson_80"))).run(as_json=True, may_print=True)
    found = json.loads(capsys.readouterr().out)

    assert (None, None, None) == (found["slip_whole"], found["columns"], found["chinese"])
    assert found["slip_confirmed"]


def test_a_printer_with_an_open_cover_gets_no_test_slip(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """What cannot print now is not sent to: it would come out later."""
    printer = LabPrinter("epson_80")
    printer.do(Device.open_cover)
    visit(printer).run(as_json=False, may_print=True)

    assert b"posemu doctor" not in printer.taken
    assert "cover" in capsys.readouterr().out


def test_a_mute_printer_shows_its_speed_on_paper(capsys: pytest.CaptureFixture[str]) -> None:
    """One line at each speed; the person reads the right one."""
    printer = LabPrinter(quick("silent_58"))
    doctor = visit(printer, set_to=19200, person=Answers(baud="19200"))

    assert Exit.INCONCLUSIVE == doctor.run(as_json=True, may_print=True)
    assert 19200 == json.loads(capsys.readouterr().out)["baud"]
    assert b"== 19200 ==" in printer.taken


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_table_has_a_line_for_every_finding(
    lang: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A person reads what was found, what is unknown, and the command to use."""
    printer = LabPrinter(quick("epson_80"))
    address = LabAddress(port="/dev/lab", printer=printer)
    Doctor(address, Voice(lang), Answers(), watch=printer).run(as_json=False, may_print=True)
    out = capsys.readouterr().out

    assert "posemu bridge --port /dev/lab --baud 9600 --profile epson_58" in out
    assert ("未知" if lang == "zh" else "unknown") in out


# What is recommended --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("found", "profile"),
    [
        (Findings(line="", answers=False), "silent_58"),
        (Findings(line="", answers=True), "silent_58"),
        (Findings(line="", answers=True, gs_r=True), "generic_58"),
        (Findings(line="", answers=True, gs_r=True, columns=48), "generic_80"),
        (Findings(line="", answers=True, process_ids=True), "generic_58"),
        (Findings(line="", answers=True, process_ids=True, clears=True), "epson_58"),
        (
            Findings(line="", answers=True, process_ids=True, clears=True, columns=48),
            "epson_80",
        ),
        (Findings(line="", answers=True, gs_r=True, columns=42), "generic_58"),
    ],
)
def test_no_more_is_recommended_than_was_seen(found: Findings, profile: str) -> None:
    """A profile never asks for an answer that did not come, nor for a line that nobody saw."""
    assert profile == profile_of(found)

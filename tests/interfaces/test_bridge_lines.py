"""The commands on real lines: a pty, a network port, a serial port behind RFC 2217."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from far_port import FarPort
from lab_printer import is_whole
from msgspec.structs import replace
from shelf_printer import ShelfPrinter, quick

from emulator.interfaces.bridge import job_file
from emulator.interfaces.cli import main
from emulator.interfaces.wire.serial_port import SerialTransport
from emulator.interfaces.wire.transport import LineLost

pytestmark = pytest.mark.skipif(not hasattr(os, "openpty"), reason="no pseudo-terminals here")


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A state folder of its own."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def bridge(printer: ShelfPrinter, name: str, *words: str) -> int:
    """Run the command against a printer."""
    return main(["bridge", *printer.address, "--profile", name, "--speed", "1000", *words])


@pytest.mark.parametrize(("name", "line"), [("epson_80", "pty"), ("epson_58", "tcp")])
def test_the_slips_of_a_day_come_out_of_a_printer(name: str, line: str) -> None:
    """Three slips on paper, the run holds, and its recording plays again without the printer."""
    with ShelfPrinter(quick(name), line=line) as printer:
        assert 0 == bridge(printer, name, "--record", "day.jsonl")

    assert [True] * 3 == [is_whole(texts) for texts in printer.texts]
    assert 0 == main(["replay", "day.jsonl"])


def test_a_small_printer_that_says_xoff_gets_every_byte() -> None:
    """Over a pty with XON/XOFF a printer with half a kilobyte of buffer loses nothing."""
    small = quick("generic_80", buffer_bytes=512)
    with ShelfPrinter(small, xonxoff=True) as printer:
        assert 0 == bridge(printer, "generic_80", "--flow", "xonxoff")

    assert [True] * 3 == [is_whole(texts) for texts in printer.texts]


def test_the_recording_says_who_stood_outside() -> None:
    """The header names the printer, so that nobody takes the run for a simulated one."""
    with ShelfPrinter(quick("epson_80"), line="tcp") as printer:
        bridge(printer, "epson_80", "--record", "day.jsonl")
    first, *_, last = Path("day.jsonl").read_text(encoding="utf-8").splitlines()

    assert ["printer"] == json.loads(first)["outside"]
    assert "pass" == json.loads(last)["verdict"]


def test_a_recording_that_was_changed_differs(capsys: pytest.CaptureFixture[str]) -> None:
    """A slip that is said to be printed although the printer said otherwise is found out."""
    with ShelfPrinter(quick("epson_80"), line="tcp") as printer:
        bridge(printer, "epson_80", "--record", "day.jsonl")
    text = Path("day.jsonl").read_text(encoding="utf-8")
    changed = text.replace('"result":"printed"', '"result":"paper_out"', 1)
    Path("day.jsonl").write_text(changed, encoding="utf-8")

    assert 1 == main(["replay", "day.jsonl"])


def test_a_recording_with_nonsense_from_outside_is_refused(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """What cannot have come from a printer is told with its line."""
    with ShelfPrinter(quick("epson_80"), line="tcp") as printer:
        bridge(printer, "epson_80", "--record", "day.jsonl")
    text = Path("day.jsonl").read_text(encoding="utf-8")
    Path("day.jsonl").write_text(text.replace('"what":"begun"', '"what":"eaten"', 1))

    assert 2 == main(["replay", "day.jsonl"])
    assert "day.jsonl:" in capsys.readouterr().err


def test_a_recording_with_a_real_printer_is_not_read_from_a_pipe(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """It must be read twice; the complaint says so."""
    with ShelfPrinter(quick("epson_80"), line="tcp") as printer:
        bridge(printer, "epson_80", "--record", "day.jsonl")
    data = Path("day.jsonl").read_bytes()
    os.mkfifo("pipe")
    writer = threading.Thread(target=_pour, args=(data,))
    writer.start()

    assert 2 == main(["replay", "pipe"])
    assert "read twice" in capsys.readouterr().err

    writer.join()


def _pour(data: bytes) -> None:
    with suppress(BrokenPipeError):
        Path("pipe").write_bytes(data)


def test_paper_that_runs_out_and_is_loaded(capsys: pytest.CaptureFixture[str]) -> None:
    """The person is told what to do, and the slip is printed anew."""
    with ShelfPrinter(quick("epson_80"), line="tcp") as printer:
        printer.at_mm(30, lambda p, now_us: p.device.leave_on_roll(0, now_us))
        timer = threading.Timer(
            1.0, printer.do, [lambda p, now_us: p.device.load_roll(18_000, now_us)]
        )
        timer.start()

        assert 0 == bridge(printer, "epson_80")

        timer.join()

    said = capsys.readouterr().err

    assert "please load a roll of paper" in said
    assert 3 == sum(is_whole(texts) for texts in printer.texts)


def test_a_cable_that_is_pulled_and_pushed_in_again(capsys: pytest.CaptureFixture[str]) -> None:
    """The line comes back by itself; what nobody confirmed is not claimed."""
    with ShelfPrinter(quick("epson_80"), line="tcp") as printer:

        def pull(p: ShelfPrinter, now_us: int) -> None:
            p.unplug()
            threading.Timer(0.5, p.plug_in).start()

        printer.at_mm(60, pull)
        code = bridge(printer, "epson_80")
    said = capsys.readouterr().err
    originals = [t for t in printer.texts if is_whole(t) and "DUPLICATED" not in "".join(t)]

    assert "the line to the printer is gone" in said
    assert "the line to the printer is back" in said
    assert code in (0, 4)
    assert len(originals) <= 3


def test_a_scenario_that_breaks_the_printer_is_refused_before_paper_is_spent(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A file cannot empty a real roll; exit 2 names the lever."""
    assert 2 == main(["bridge", "--tcp", "127.0.0.1:1", "cover-open"])
    assert "printer.cover_open" in capsys.readouterr().err


def test_a_printer_that_is_not_there_is_told_before_anything_runs(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Exit 3 and one line."""
    assert 3 == main(["bridge", "--pty", "no-such-pty"])
    assert "no such port" in capsys.readouterr().err


def test_shipped_scenarios_run_on_a_printer(capsys: pytest.CaptureFixture[str]) -> None:
    """A scenario of the catalogue with other faults plays as it is."""
    with ShelfPrinter(quick("epson_80"), line="tcp") as printer:
        code = bridge(printer, "epson_80", "answer-lost", "--record", "day.jsonl")

    assert 0 == code, capsys.readouterr().out
    assert 0 == main(["replay", "day.jsonl"])


def test_a_disk_that_is_full_ends_the_bridge_before_the_slip(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A slip that cannot be remembered is not sent: exit 3, and not a word of it on paper."""

    def full(fd: int) -> None:
        raise OSError(28, "No space left on device")

    with ShelfPrinter(quick("epson_80"), line="tcp") as printer:
        real = job_file.JobFile.begin

        def begin(self: job_file.JobFile, *given: object, **more: object) -> int:
            monkeypatch.setattr(os, "fsync", full)
            return real(self, *given, **more)

        monkeypatch.setattr(job_file.JobFile, "begin", begin)

        assert 3 == bridge(printer, "epson_80")

    assert "No space left" in capsys.readouterr().err
    assert b"POS" not in printer.taken


# A bridge that is stopped -----------------------------------------------------------------------


def _stopped(printer: ShelfPrinter, how: int) -> int:
    """Run the command by itself and stop it in the middle of the first slip."""
    words = ["--profile", "epson_80", "--no-ask", "--lang", "en"]
    command = [sys.executable, "-m", "emulator.interfaces.cli", "bridge", *printer.address, *words]
    child = subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    _until(lambda: printer.device.strip_dots > 200)
    child.send_signal(how)
    return child.wait(20)


@pytest.mark.parametrize(("how", "code"), [(signal.SIGINT, 130), (signal.SIGKILL, -9)])
def test_the_next_bridge_prints_what_a_stopped_one_left(
    how: int, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """Ctrl-C and a killed process leave the slip to the next bridge, which marks it."""
    slow = replace(quick("epson_80"), speed_mm_s=150)
    with ShelfPrinter(slow, line="tcp") as printer:
        assert code == _stopped(printer, how)

        began = len(printer.strips)
        assert 0 == bridge(printer, "epson_80", "--no-ask")

    said = capsys.readouterr().err
    printed = [texts for texts in printer.texts[began:] if is_whole(texts)]

    assert "an earlier bridge was interrupted" in said
    assert "DUPLICATED" in "".join(printed[0])
    assert 4 == len(printed)


def test_a_left_slip_is_let_be_when_the_caller_says_so() -> None:
    """Without reprints the file keeps it for later, and the exit code says that it is open."""
    slow = replace(quick("epson_80"), speed_mm_s=150)
    with ShelfPrinter(slow, line="tcp") as printer:
        _stopped(printer, signal.SIGKILL)

        assert 4 == bridge(printer, "epson_80", "--no-ask", "--no-reprint")

    assert not any("DUPLICATED" in "".join(texts) for texts in printer.texts)


# A serial port behind a network ---------------------------------------------------------------


def test_a_far_serial_port_prints() -> None:
    """Through RFC 2217 the bridge sets the speed and gets every slip confirmed."""
    with FarPort(quick("epson_80"), set_to=115200) as far:
        words = ["bridge", "--port", far.url, "--baud", "115200", "--profile", "epson_80"]

        assert 0 == main([*words, "--speed", "1000"])

    assert 115200 == far.port.baudrate
    assert [True] * 3 == [is_whole(texts) for texts in far.texts]


ONE_SLIP = """\
scenario: v1
title: 一张凭条
title_en: One slip
include: []
given:
  start: 2026-03-02 10:00
  merchant: {name: 阳光便利店}
  card: {pan: "622202******0018", balance: 500.00 CNY}
  cashier: {conduct: none}
  terminal: {copies: 1}
steps:
  - at: 0s
    cashier: {menu: 消费, amount: 35.00 CNY, card: insert}
calm: {probe: no}
"""


def test_the_wrong_speed_prints_nothing_and_claims_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A printer that understands nothing is refused at the preflight: no slip, no claim."""
    Path("one-slip.yaml").write_text(ONE_SLIP, encoding="utf-8")
    with FarPort(quick("epson_80"), set_to=19200) as far:
        words = ["bridge", "one-slip.yaml", "--port", far.url, "--baud", "115200", "--no-ask"]

        assert 4 == main([*words, "--profile", "epson_80"])

    assert not any(is_whole(texts) for texts in far.texts)
    assert "0 confirmed" in capsys.readouterr().err


def test_the_doctor_finds_the_speed_of_a_far_port(capsys: pytest.CaptureFixture[str]) -> None:
    """It tries speeds until the printer answers."""
    with FarPort(quick("epson_80"), set_to=19200) as far:
        assert 0 == main(["doctor", "printer", "--port", far.url, "--json", "--no-print"])

    assert 19200 == json.loads(capsys.readouterr().out)["baud"]


@pytest.mark.parametrize(("flow", "told"), [("xonxoff", (True, False)), ("rtscts", (False, True))])
def test_flow_control_is_asked_for_at_the_far_end(flow: str, told: tuple[bool, bool]) -> None:
    """XON/XOFF and RTS/CTS are the far port's business; it is told which."""
    with FarPort(quick("epson_80")) as far:
        line = SerialTransport(far.url, flow=flow)
        line.open()
        line.close()

    assert told == (far.port.xonxoff, far.port.rtscts)


def test_no_byte_is_sent_while_dsr_says_busy() -> None:
    """DTR/DSR is done by us: a printer that drops DSR gets nothing until it is ready."""
    with FarPort(quick("epson_80")) as far:
        line = SerialTransport(far.url, flow="dsrdtr")
        line.open()
        _until(lambda: line.line_state().dsr is True)
        far.is_busy = True
        _until(lambda: line.line_state().dsr is False)

        assert 0 == line.write_some(b"x" * 100)

        far.is_busy = False
        _until(lambda: line.line_state().dsr is True)

        assert 32 == line.write_some(b"x" * 100)
        line.close()

    assert 0 == far.arrived_while_busy


def test_a_far_port_that_goes_away_is_a_lost_line() -> None:
    """The end of the connection is told as such."""
    far = FarPort(quick("epson_80"))
    with far:
        line = SerialTransport(far.url)
        line.open()

    def is_lost() -> bool:
        try:
            line.read_some()
            line.write_some(b"x")
        except LineLost:
            return True
        return False

    _until(is_lost)
    line.close()


def _until(true: Callable[[], bool]) -> None:
    waiting = threading.Event()
    for _ in range(1000):
        if true():
            return
        waiting.wait(0.005)
    raise AssertionError("it never happened")

"""The words of `posemu printer`: what they mean, and what wrong ones get."""

import re
import socket
import threading

import pytest

from emulator.interfaces import printer_command
from emulator.interfaces.cli import main
from emulator.interfaces.exits import Exit
from emulator.interfaces.virtual_printer.wishes import Place
from emulator.printer.profile import PROFILES


@pytest.fixture
def wished(monkeypatch):
    """Read words without starting anything; gives what was understood."""

    def read(*words):
        heard = []
        monkeypatch.setattr(
            "emulator.interfaces.virtual_printer.session.run_printer",
            lambda wishes, voice: heard.append(wishes) or Exit.HELD,
        )
        assert Exit.HELD == main(["printer", *words])
        return heard[0]

    return read


def test_nothing_said_is_an_epson_at_port_9100_of_this_machine_alone(wished):
    """The printer is not open to the network unless somebody says so."""
    wishes = wished()

    assert Place("127.0.0.1", 9100) == wishes.tcp
    assert PROFILES["epson_80_cn"] == wishes.profile
    assert (None, None, None, None) == (wishes.pty, wishes.rfc2217, wishes.roll_mm, wishes.png)


@pytest.mark.parametrize(
    ("words", "place"),
    [
        (["--tcp", "9101"], Place("127.0.0.1", 9101)),
        (["--tcp", "0"], Place("127.0.0.1", 0)),
        (["--tcp", "0.0.0.0:9100"], Place("0.0.0.0", 9100)),
        (["--tcp", "printer.local:0"], Place("printer.local", 0)),
        (["--tcp", "[::1]:9100"], Place("::1", 9100)),
        (["--any-host"], Place(None, 9100)),
        (["--any-host", "--tcp", "9101"], Place(None, 9101)),
    ],
)
def test_an_address_may_be_said_shortly(wished, words, place):
    """A port alone is one of this machine."""
    assert place == wished(*words).tcp


@pytest.mark.parametrize(
    ("place", "shown", "is_loopback"),
    [
        (Place("127.0.0.1", 9100), "127.0.0.1:9100", True),
        (Place("localhost", 9100), "localhost:9100", True),
        (Place("::1", 9100), "[::1]:9100", True),
        (Place("0.0.0.0", 9100), "0.0.0.0:9100", False),
        (Place(None, 9100), "*:9100", False),
    ],
)
def test_an_address_knows_who_gets_there(place, shown, is_loopback):
    """Only loopback addresses are closed to the network."""
    assert (shown, is_loopback) == (place.shown, place.is_loopback)


def test_a_serial_line_has_speed_and_flow(wished):
    """Over RFC 2217, and on a pseudo-terminal with or without a link."""
    line = wished("--rfc2217", "2217", "--baud", "9600", "--flow", "rtscts")

    assert (Place("127.0.0.1", 2217), 9600, "rtscts") == (line.rfc2217, line.baud, line.flow)
    assert ("", 115_200, "xonxoff") == (lambda w: (w.pty, w.baud, w.flow))(wished("--pty"))
    assert "/tmp/tty" == wished("--pty", "/tmp/tty", "--baud", "19200").pty


def test_the_model_may_be_changed(wished):
    """Width and speed of a model, and a roll that runs out."""
    wishes = wished("--profile", "generic_58", "--width", "80", "--speed", "50", "--roll", "18m")
    profile = wishes.profile

    assert ("generic_58", 576, 48, 50) == (
        profile.name,
        profile.width,
        profile.columns,
        profile.speed_mm_s,
    )
    assert 18_000 == wishes.roll_mm


def test_max_speed_waits_for_nothing(wished):
    """Not for paper, cutter or head."""
    profile = wished("--speed", "max").profile

    assert (printer_command.WITHOUT_WAITING_MM_S, 0) == (profile.speed_mm_s, profile.cut_us)
    assert profile.heat_limit > 100_000_000 // 48, "100 MB of black rows"


@pytest.mark.parametrize(("text", "mm"), [("500mm", 500), ("50cm", 500), ("18 m", 18_000)])
def test_a_length_has_a_unit(wished, text, mm):
    """Millimetres, centimetres or metres."""
    assert mm == wished("--roll", text).roll_mm


def test_faults_of_a_scenario_come_along(wished, folder, capsys):
    """Those of the printer that can come about without a shop; the others are named."""
    file = folder / "trouble.yaml"
    file.write_text(
        """\
scenario: v1
title: 打印机
title_en: Printer
tags: [x]
covers: [D01]
steps:
  - at: 0s
    cashier: {menu: sale, amount: 1.00 CNY}
faults:
  - printer.jam: {at: 10s}
  - printer.paper_out: {when: printer.slip_started, with: {line: 5}}
  - printer.cover_open: {when: terminal.booted}
  - uplink.drop: {message: "0200"}
expect:
  - finally:
      customer.balance: 1000.00 CNY
""",
        encoding="utf-8",
    )
    plans = wished("--scenario", str(file)).plans

    assert ["printer.jam", "printer.paper_out"] == [plan.name for plan in plans]
    assert {"line": 5} == plans[1].settings
    assert ["printer.cover_open", "uplink.drop"] == re.findall(
        r"scenario's fault (\S+) is", capsys.readouterr().err
    )


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--tcp", "1", "--pty"], "only one of"),
        (["--pty", "--rfc2217", "1"], "only one of"),
        (["--tcp", "host"], "host is not PORT or HOST:PORT"),
        (["--tcp", "host:x"], "host:x is not PORT or HOST:PORT"),
        (["--tcp", "65536"], "65536 is not PORT"),
        (["--tcp", ":9100"], ":9100 is not HOST"),
        (["--any-host", "--tcp", "127.0.0.1:9100"], "--any-host means all interfaces"),
        (["--baud", "9600"], "--baud is for --pty"),
        (["--flow", "none"], "--flow is for --pty"),
        (["--pty", "--flow", "rtscts"], "no control lines"),
        (["--pty", "--baud", "1"], "there are 1200, 2400"),
        (["--pty", "--flow", "x"], "there are none, xonxoff, rtscts, dsrdtr"),
        (["--profile", "x"], "there are built_in, epson_80"),
        (["--width", "70"], "70"),
        (["--speed", "0"], "nor max"),
        (["--speed", "fast"], "nor max"),
        (["--roll", "18"], "write 18m or 500mm"),
        (["--roll", "0mm"], "write 18m or 500mm"),
        (["--roll", "2000000mm"], "write 18m or 500mm"),
        (["--fault", "jma"], "did you mean jam?"),
        (["--scenario", "nowhere.yaml"], "nowhere.yaml"),
    ],
)
def test_wrong_words_are_told(words, message, folder, capsys):
    """Exit code 2, what is wrong and what there is; nothing has started."""

    assert Exit.USAGE == main(["printer", *words])
    assert message in capsys.readouterr().err


def test_several_scenarios_in_one_file_must_be_chosen_from(texts, folder, capsys):
    """A matrix holds variants; the complaint names some."""
    file = folder / "matrix.yaml"
    file.write_text(texts["matrix"], encoding="utf-8")

    assert Exit.USAGE == main(["printer", "--scenario", str(file)])
    assert "holds 2 scenarios; name one of them" in capsys.readouterr().err


def test_a_port_in_use_ends_with_the_code_for_the_machine(capsys):
    """Exit code 3, and one line that says what to do."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        assert Exit.ENVIRONMENT == main(["printer", "--tcp", str(port)])
    assert f"127.0.0.1:{port}: in use already" in capsys.readouterr().err


def test_one_slip_from_the_words_to_the_paper(capsys):
    """--once: a host prints, leaves, and the command ends with 0."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]

    def host():
        for _ in range(1000):
            try:
                made = socket.create_connection(("127.0.0.1", port), timeout=20)
            except ConnectionRefusedError:
                continue
            with made:
                made.sendall("谢谢\n".encode("gb18030") + b"\x1dV\x00")
                made.shutdown(socket.SHUT_WR)
                made.recv(1)
            return

    client = threading.Thread(target=host)
    client.start()
    words = ["printer", "--tcp", str(port), "--speed", "max", "--once", "--profile", "generic_80"]

    assert Exit.HELD == main(words)
    client.join()
    assert capsys.readouterr().out.startswith("谢谢\n")


def test_a_scenario_breaks_the_virtual_printer(folder, capsys):
    """Its paper fault strikes on the slip that a stranger prints."""
    from running_printer import connected, fast, running, status_of

    from emulator.domain.plan import FaultPlan, Pattern, Trigger

    trigger = Trigger(when=Pattern(source="printer", kind="slip_started"))
    plan = FaultPlan(name="printer.cover_open", id="f1", trigger=trigger)
    profile = fast(speed_mm_s=500)
    with running(plans=(plan,), profile=profile) as one, connected(one) as made:
        made.sendall(b"abc\n" * 10)
        one.eventually(lambda session: session.printer.state == "offline")

        assert "1a 56 16 12" == status_of(made)

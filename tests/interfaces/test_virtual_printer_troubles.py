"""When the machine does not let the virtual printer do its work, or stops it."""

import signal
import socket
import subprocess
import sys

import pytest
from running_printer import (
    FENCE,
    HEALTHY,
    HERE,
    Running,
    connected,
    fast,
    lines,
    names_in,
    received,
    running,
    status_of,
)

from emulator.domain.errors import EnvironmentTrouble
from emulator.interfaces.exits import Exit
from emulator.interfaces.virtual_printer.wishes import Place, Wishes


def test_an_address_in_use_is_told(capsys):
    """The second printer at one port says which, and what to do."""
    with running() as one, pytest.raises(EnvironmentTrouble, match="in use already"):
        Running(Wishes(profile=fast(), tcp=HERE._replace(port=one.port)))


def test_an_address_that_is_not_ours_is_told(capsys):
    """192.0.2.1 is nobody's."""
    with pytest.raises(EnvironmentTrouble, match=r"192\.0\.2\.1:9100"):
        Running(Wishes(profile=fast(), tcp=Place("192.0.2.1", 9100)))


def test_all_interfaces_come_with_a_warning(capsys):
    """Whoever opens the printer to the network is told so."""
    with running(tcp=Place(None, 0)) as one, connected(one) as host:
        assert HEALTHY == status_of(host)
    assert "anybody on the network can print here" in capsys.readouterr().err


@pytest.mark.parametrize("what", ["png", "text", "record"])
def test_a_place_that_cannot_be_written_is_told_at_once(what, tmp_path, capsys):
    """Before anything is printed."""
    (tmp_path / "file").write_text("")
    with pytest.raises(EnvironmentTrouble, match="file"):
        Running(Wishes(profile=fast(), tcp=HERE, **{what: tmp_path / "file" / "below"}))


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, Exit.INTERRUPTED), (signal.SIGTERM, Exit.HELD)]
)
def test_signals_end_it_in_order(number, code, tmp_path):
    """Ctrl-C or a stop: paper that hangs out is saved first."""
    command = [sys.executable, "-m", "emulator.interfaces.cli", "printer", "--lang", "en"]
    command += ["--tcp", "0", "--speed", "max", "--png", str(tmp_path)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        port = int(process.stderr.readline().strip().rsplit(b":", 1)[1])
        with socket.create_connection(("127.0.0.1", port), timeout=20) as host:
            host.sendall(lines(1) + FENCE)
            received(host, 1)
        process.send_signal(number)

        assert code == process.wait(20)
        assert ["slip-0001.png"] == names_in(tmp_path)

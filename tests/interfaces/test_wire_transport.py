"""What every line to a printer promises, tried on each kind of line."""

import os
import socket
import threading
import tty
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic, sleep

import pytest

from emulator.interfaces.wire.loop import LoopTransport
from emulator.interfaces.wire.pty import PtyTransport
from emulator.interfaces.wire.serial_port import SerialTransport
from emulator.interfaces.wire.tcp import TcpTransport
from emulator.interfaces.wire.transport import LineLost, PortTrouble, Transport

PATIENCE_S = 5.0


class FarEnd:
    """The printer's end of a line."""

    def __init__(
        self, read: Callable[[], bytes], write: Callable[[bytes], object], cut: Callable[[], None]
    ) -> None:
        self.read, self.write, self.cut = read, write, cut


def until(true: Callable[[], object]) -> None:
    """Wait until something holds; what the machine passes on takes it a moment."""
    deadline = monotonic() + PATIENCE_S
    while not true():
        assert monotonic() < deadline, "nothing came"
        sleep(0.001)


def _pty_end(make: Callable[[str], Transport]) -> Iterator[tuple[Transport, FarEnd]]:
    master, slave = os.openpty()
    tty.setraw(slave)
    os.set_blocking(master, False)
    path = os.ttyname(slave)
    line = make(path)
    line.open()
    os.close(slave)
    is_cut = False

    def cut() -> None:
        nonlocal is_cut
        is_cut = True
        os.close(master)

    def read() -> bytes:
        try:
            return os.read(master, 65536)
        except BlockingIOError:
            return b""

    yield line, FarEnd(read, lambda data: os.write(master, data), cut)
    line.close()
    if not is_cut:
        os.close(master)


def _tcp_end() -> Iterator[tuple[Transport, FarEnd]]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        line = TcpTransport(*server.getsockname())
        line.open()
        far, _ = server.accept()
    far.setblocking(False)

    def read() -> bytes:
        try:
            return far.recv(65536)
        except BlockingIOError:
            return b""

    yield line, FarEnd(read, far.send, far.close)
    line.close()
    far.close()


def _loop_end() -> Iterator[tuple[Transport, FarEnd]]:
    line, far = LoopTransport.pair()
    line.open()
    far.open()

    def cut() -> None:
        far.is_cut = True

    yield line, FarEnd(far.read_some, far.write_some, cut)


@pytest.fixture(params=["pty", "serial", "tcp", "loop"])
def ends(request: pytest.FixtureRequest) -> Iterator[tuple[Transport, FarEnd]]:
    """An opened line and its far end."""
    if request.param == "pty":
        yield from _pty_end(PtyTransport)
    elif request.param == "serial":
        yield from _pty_end(SerialTransport)
    elif request.param == "tcp":
        yield from _tcp_end()
    else:
        yield from _loop_end()


ALL_BYTES = bytes(range(256)) * 4


def test_every_byte_arrives_as_it_was_sent(ends: tuple[Transport, FarEnd]) -> None:
    """No byte is changed on the way, whatever it means to a terminal."""
    line, far = ends
    taken = line.write_some(ALL_BYTES)
    got = bytearray()

    until(lambda: got.extend(far.read()) or len(got) >= taken)

    assert ALL_BYTES[:taken] == bytes(got)


def test_every_byte_comes_back_as_it_was_sent(ends: tuple[Transport, FarEnd]) -> None:
    """No byte of an answer is changed or swallowed."""
    line, far = ends
    far.write(ALL_BYTES)
    got = bytearray()

    until(lambda: got.extend(line.read_some()) or len(got) >= len(ALL_BYTES))

    assert ALL_BYTES == bytes(got)


def test_a_silent_line_gives_nothing_at_once(ends: tuple[Transport, FarEnd]) -> None:
    """Reading never waits, and silence is not taken for the end of the line."""
    line, _ = ends

    assert b"" == line.read_some()
    assert b"" == line.read_some()


def test_a_line_that_lets_nothing_in_counts_what_it_took(ends: tuple[Transport, FarEnd]) -> None:
    """When the far end reads nothing, writing ends at 0, and what was counted is what arrives."""
    line, far = ends
    sent = 0
    block = bytes(4096)
    while taken := line.write_some(block):
        sent += taken
        assert sent < 64 * 1024 * 1024, "it never fills up"
    got = 0

    def read_on() -> bool:
        nonlocal got
        got += len(far.read())
        return got >= sent

    until(read_on)
    sleep(0.01)

    assert sent == got + len(far.read())


def test_an_unplugged_line_is_lost(ends: tuple[Transport, FarEnd]) -> None:
    """Whoever reads from a line that is gone is told so, not that it is silent."""
    line, far = ends
    far.cut()

    def is_lost() -> bool:
        try:
            line.read_some()
        except LineLost:
            return True
        return False

    until(is_lost)


def test_writing_to_an_unplugged_line_fails_without_taking_a_byte(
    ends: tuple[Transport, FarEnd],
) -> None:
    """A line that is gone takes nothing, and says so sooner or later."""
    line, far = ends
    far.cut()

    def is_lost() -> bool:
        try:
            line.write_some(b"x")
        except LineLost:
            return True
        return False

    until(is_lost)


def test_opening_and_closing_twice_changes_nothing(ends: tuple[Transport, FarEnd]) -> None:
    """Open and close may be called again."""
    line, _ = ends
    line.open()
    line.close()
    line.close()

    with pytest.raises(LineLost):
        line.read_some()


def test_a_line_without_control_lines_says_that_it_cannot_tell(
    ends: tuple[Transport, FarEnd],
) -> None:
    """Nobody takes a missing control line for one that is low."""
    line, _ = ends
    line.set_lines(dtr=True, rts=True)

    assert (None, None) == (line.line_state().cts, line.line_state().dsr)


# What stops a printer from letting bytes in ---------------------------------------------------


@pytest.mark.parametrize("kind", [PtyTransport, SerialTransport])
def test_xoff_stops_the_machine_from_sending(kind: Callable[..., Transport]) -> None:
    """After XOFF nothing more reaches the printer until XON, and nothing is lost."""
    for line, far in _pty_end(lambda path: kind(path, flow="xonxoff")):
        far.write(b"\x13")
        sleep(0.02)
        sent = line.write_some(b"A" * 100)
        sleep(0.02)

        assert b"" == far.read()

        far.write(b"\x11")
        got = bytearray()
        until(lambda got=got, far=far, sent=sent: got.extend(far.read()) or len(got) >= sent)

        assert b"A" * sent == bytes(got)


# Lines that cannot be opened ------------------------------------------------------------------


@pytest.mark.parametrize("kind", [PtyTransport, SerialTransport])
class TestPortsThatCannotBeOpened:
    def trouble(self, line: Transport) -> str:
        with pytest.raises(PortTrouble) as caught:
            line.open()
        assert "\n" not in caught.value.render("zh")
        return str(caught.value.args[0])

    def test_missing(self, kind: Callable[..., Transport], tmp_path: Path) -> None:
        """A path at which there is nothing is a missing port."""
        assert "missing" == self.trouble(kind(str(tmp_path / "ttyUSB9")))

    def test_no_terminal(self, kind: Callable[..., Transport], tmp_path: Path) -> None:
        """A plain file is no port."""
        file = tmp_path / "notes.txt"
        file.write_text("x")

        assert "no_port" == self.trouble(kind(str(file)))
        assert "x" == file.read_text()

    def test_busy(self, kind: Callable[..., Transport]) -> None:
        """A port that another program has open is left to it."""
        master, slave = os.openpty()
        path = os.ttyname(slave)
        first, second = kind(path), kind(path)
        first.open()

        assert "busy" == self.trouble(second)

        first.close()
        second.open()
        second.close()
        os.close(master)
        os.close(slave)

    def test_not_permitted(self, kind: Callable[..., Transport], tmp_path: Path) -> None:
        """A port that the user may not open names the group that may."""
        if os.geteuid() == 0:
            pytest.skip("root may open everything")
        file = tmp_path / "tty"
        file.write_text("")
        file.chmod(0)

        assert "denied" == self.trouble(kind(str(file)))


def test_a_port_that_refuses_is_named() -> None:
    """A network port where nobody listens is refused, by name."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        number = server.getsockname()[1]

    with pytest.raises(PortTrouble) as caught:
        TcpTransport("127.0.0.1", number).open()

    assert "refused" == caught.value.args[0]
    assert f"127.0.0.1:{number}" in caught.value.render("en")


@pytest.mark.parametrize("host", ["no-such-host.invalid", "a" * 70 + ".invalid", "..", "\x00"])
def test_a_host_name_that_is_none_is_a_trouble(host: str) -> None:
    """A name that means no machine, or no name at all, is told in one sentence."""
    with pytest.raises(PortTrouble) as caught:
        TcpTransport(host, 9100).open()

    assert caught.value.args[0] in ("unknown_host", "other")


def test_a_speed_that_the_port_does_not_know_is_a_trouble() -> None:
    """A speed that the driver refuses is told with the setting."""
    with pytest.raises(PortTrouble) as caught:
        SerialTransport("loop://", baud=-5).open()

    assert "settings" == caught.value.args[0]
    assert "-5" in caught.value.render("en")


def test_a_far_server_that_is_not_there_is_a_trouble() -> None:
    """A port behind a network that does not answer is told in one line."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        number = server.getsockname()[1]

    with pytest.raises(PortTrouble) as caught:
        SerialTransport(f"rfc2217://127.0.0.1:{number}").open()

    assert "\n" not in caught.value.render("zh")


def test_the_loop_url_gives_back_what_it_takes() -> None:
    """pyserial's own loop works as a line without a file descriptor."""
    line = SerialTransport("loop://")
    line.open()

    assert 4 == line.write_some(b"echo")
    assert b"echo" == line.read_some()
    assert line.fileno() is None

    line.close()


def test_no_thread_is_left_behind() -> None:
    """The tests above leave no reader of pyserial's running."""
    assert [t for t in threading.enumerate() if "RFC 2217" in t.name] == []

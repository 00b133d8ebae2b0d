"""How a line is named on the command line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.domain.errors import UsageError
from emulator.interfaces.cli import main
from emulator.interfaces.wire.pty import PtyTransport
from emulator.interfaces.wire.serial_port import SerialTransport
from emulator.interfaces.wire.tcp import TcpTransport
from emulator.interfaces.wire.words import BAUDS, FLOWS, Address, host_and_port


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("printer", ("printer", 9100)),
        ("printer:9101", ("printer", 9101)),
        ("127.0.0.1:1", ("127.0.0.1", 1)),
        ("127.0.0.1:65535", ("127.0.0.1", 65535)),
        ("[::1]", ("::1", 9100)),
        ("[::1]:9102", ("::1", 9102)),
        ("::1", ("::1", 9100)),
    ],
)
def test_hosts(text: str, found: tuple[str, int]) -> None:
    """A host with or without its port."""
    assert found == host_and_port(text, "en")


@pytest.mark.parametrize(
    "text", ["", ":9100", "printer:", "printer:0", "printer:65536", "printer:x", "[::1", "[]:1",
             "[::1]x", "printer:٣", "printer:-1"]
)  # fmt: skip
def test_no_hosts(text: str) -> None:
    """Anything else is said to be none."""
    with pytest.raises(UsageError):
        host_and_port(text, "en")


@given(st.text(max_size=40))
def test_any_text_is_a_host_or_a_complaint(text: str) -> None:
    """Nothing else can come of it."""
    try:
        host, port = host_and_port(text, "zh")
    except UsageError:
        return

    assert host
    assert 1 <= port <= 65535


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        (Address(port="/dev/ttyUSB0"), SerialTransport),
        (Address(port="rfc2217://host:4000"), SerialTransport),
        (Address(port="loop://"), SerialTransport),
        (Address(port="socket://host:9100"), TcpTransport),
        (Address(tcp="host"), TcpTransport),
        (Address(pty="/dev/pts/9"), PtyTransport),
    ],
)
def test_each_name_leads_to_its_line(address: Address, kind: type) -> None:
    """The line is made, not opened."""
    assert isinstance(address.transport("en"), kind)


@pytest.mark.parametrize(
    "address", [Address(), Address(port="a", tcp="b"), Address(tcp="", pty="")]
)
def test_exactly_one_line_must_be_named(address: Address) -> None:
    """None or several are a mistake of the caller."""
    with pytest.raises(UsageError, match="exactly one"):
        address.transport("en")


@pytest.mark.parametrize("command", [["bridge"], ["doctor", "printer"]])
class TestComplaints:
    def complaint(
        self, command: list[str], words: list[str], capsys: pytest.CaptureFixture[str]
    ) -> str:
        assert 2 == main([*command, *words])
        return capsys.readouterr().err

    def test_a_bad_speed_lists_the_good_ones(
        self, command: list[str], capsys: pytest.CaptureFixture[str]
    ) -> None:
        """Exit 2, with every speed there is."""
        said = self.complaint(command, ["--port", "/dev/x", "--baud", "9601"], capsys)

        assert all(str(baud) in said for baud in BAUDS)
        assert "9601" in said

    def test_a_bad_flow_control_lists_the_good_ones(
        self, command: list[str], capsys: pytest.CaptureFixture[str]
    ) -> None:
        """Exit 2, with every flow control there is."""
        said = self.complaint(command, ["--port", "/dev/x", "--flow", "xon"], capsys)

        assert all(flow in said for flow in FLOWS)

    def test_no_line(self, command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
        """Exit 2, with the three ways to name one."""
        assert "--port, --tcp and --pty" in self.complaint(command, [], capsys)

    def test_an_unknown_url(self, command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
        """Exit 2, with the URLs there are."""
        assert "rfc2217://" in self.complaint(command, ["--port", "gopher://x"], capsys)

    def test_a_port_that_is_not_there(
        self,
        command: list[str],
        capsys: pytest.CaptureFixture[str],
        tmp_path_factory: pytest.TempPathFactory,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        """Exit 3, one line that says what to do."""
        monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))

        assert 3 == main([*command, "--port", "/dev/no-such-port"])
        assert "Check cable, power and driver" in capsys.readouterr().err

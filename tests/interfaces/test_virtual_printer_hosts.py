"""Hosts that come and go, and the rolls that they use up."""

import socket

import pytest
from running_printer import (
    CUT,
    FENCE,
    HEALTHY,
    OUT_OF_PAPER,
    connected,
    lines,
    printed,
    received,
    running,
    status_of,
)

from emulator.interfaces.exits import Exit


def test_the_second_host_waits_for_the_first(capsys):
    """Its slip comes out whole behind the first one's."""
    with running() as one, connected(one) as first, connected(one) as second:
        second.sendall(lines(2, start=2) + CUT)
        second.shutdown(socket.SHUT_WR)
        first.sendall(lines(1))
        assert HEALTHY == status_of(first)
        first.sendall(lines(1, start=1) + CUT)
        first.close()
        assert b"" == second.recv(1)

    assert [0, 1, 2, 3] == printed(capsys.readouterr().out)


def test_paper_of_a_host_that_left_is_torn_off_after_a_while(capsys, monkeypatch):
    """A slip without a cut ends when its host has left and nothing more comes."""
    monkeypatch.setattr("emulator.interfaces.virtual_printer.attendant.TEAR_AFTER_S", 0.05)
    with running() as one:
        with connected(one) as host:
            host.sendall(lines(1) + FENCE)
            received(host, 1)
        one.eventually(lambda session: session.printer.out_mm == 0)
    assert "torn off" in capsys.readouterr().out


def test_paper_stays_while_its_host_does(capsys, monkeypatch):
    """A host that thinks for a while goes on with the same slip."""
    monkeypatch.setattr("emulator.interfaces.virtual_printer.attendant.TEAR_AFTER_S", 0.01)
    with running() as one, connected(one) as host:
        host.sendall(lines(1) + FENCE)
        received(host, 1)
        host.settimeout(0.1)
        with pytest.raises(TimeoutError):
            host.recv(1)

        assert one.do(lambda session: session.printer.out_mm) > 0


def test_once_ends_when_the_first_host_has_left(capsys):
    """What it asked before it hung up is still answered."""
    with running(once=True) as one, connected(one) as host:
        host.sendall(lines(1) + CUT + FENCE)
        host.shutdown(socket.SHUT_WR)

        assert b"\x00" == received(host, 1)
        assert Exit.HELD == one.wait()


def test_new_rolls_come_by_themselves(capsys):
    """25 m of slips go through a printer with 18 m on its roll, and none of them is broken."""
    with running() as one, connected(one) as host:
        for number in range(250):
            host.sendall(lines(25, start=25 * number) + CUT)
        host.sendall(FENCE)
        received(host, 1)
        assert HEALTHY == status_of(host)
    out = capsys.readouterr().out

    assert 250 == out.count("✂")
    assert list(range(25 * 250)) == printed(out)


def test_a_slip_longer_than_a_roll_gets_a_second_roll(capsys):
    """Nobody cuts for 20 m: the paper ends, a new roll goes on, and every line is somewhere."""
    with running() as one, connected(one) as host:
        host.sendall(lines(5400) + CUT + FENCE)
        received(host, 1)
    out, err = capsys.readouterr()

    assert "out of paper" in out
    assert "a new one is in" in err
    assert len(printed(out)) >= 5399


def test_a_roll_that_was_wished_runs_out(capsys):
    """With --roll 50mm nobody puts in another."""
    with running(roll_mm=50) as one, connected(one) as host:
        host.sendall(lines(20))
        one.eventually(lambda session: session.printer.paper_mm == 0)

        assert OUT_OF_PAPER == status_of(host)

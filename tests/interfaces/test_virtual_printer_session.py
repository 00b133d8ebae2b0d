"""`posemu printer` as a host and a person at it meet it."""

import json
import time

import pytest
from running_printer import (
    CUT,
    FENCE,
    HEALTHY,
    OUT_OF_PAPER,
    connected,
    fast,
    fault,
    lines,
    names_in,
    printed,
    received,
    running,
    status_of,
)

from emulator.domain.moments import SECOND
from emulator.interfaces.exits import Exit


def test_a_slip_is_shown_line_by_line_with_its_end(capsys):
    """What was printed and where it was cut stands on standard output, nothing else."""
    with running() as one, connected(one) as host:
        host.sendall(lines(2) + CUT + FENCE)
        received(host, 1)
    out, err = capsys.readouterr()

    assert ["line 0 of a slip", "line 1 of a slip"] == out.splitlines()[:2]
    assert "✂" in out.splitlines()[-1]
    assert "virtual printer epson_80 (80 mm paper) at 127.0.0.1:" in err
    assert "slip 1: " in err


def test_everything_is_saved_where_it_was_wished(tmp_path, capsys):
    """Pictures, text without colours, and a record of both ways."""
    png, text, record = tmp_path / "png", tmp_path / "slips.txt", tmp_path / "talk.jsonl"
    with running(png=png, text=text, record=record) as one, connected(one) as host:
        host.sendall(lines(1) + CUT + lines(1, start=1) + CUT + FENCE)
        received(host, 1)
    said = [json.loads(line) for line in record.read_text().splitlines()]

    assert ["slip-0001.png", "slip-0002.png"] == names_in(png)
    assert [0, 1] == printed(text.read_text())
    assert (lines(1) + CUT).hex() in said[0]["hex"]
    assert {"host", "printer"} == {entry["from"] for entry in said if "from" in entry}
    assert "printer.slip_printed" in {entry.get("event") for entry in said}


def test_pictures_are_numbered_behind_those_that_are_there(tmp_path, capsys):
    """A second run overwrites nothing."""
    for _ in range(2):
        with running(png=tmp_path) as one, connected(one) as host:
            host.sendall(lines(1) + CUT + FENCE)
            received(host, 1)

    assert ["slip-0001.png", "slip-0002.png"] == names_in(tmp_path)


def test_paper_that_hangs_out_at_the_end_is_torn_off_and_saved(tmp_path, capsys):
    """A slip that nobody cut is not lost when the printer is switched off."""
    with running(png=tmp_path) as one, connected(one) as host:
        host.sendall(lines(1) + FENCE)
        received(host, 1)

    assert ["slip-0001.png"] == names_in(tmp_path)
    assert "torn off" in capsys.readouterr().out


def test_garbage_is_told_with_its_place_and_the_connection_kept(capsys):
    """Unknown commands are skipped; what comes behind them is printed and answered."""
    with running() as one, connected(one) as host:
        host.sendall(b"abc\n\x1d\xee" + lines(1) + FENCE)
        received(host, 1)
    out, err = capsys.readouterr()

    assert "unknown bytes at offset 4, skipped: 1d ee" in err
    assert [0] == printed(out)


def test_a_command_left_unfinished_is_told(capsys):
    """As on a real printer, the next host's bytes would go into it."""
    with running() as one:
        with connected(one) as host:
            host.sendall(FENCE + b"\x1dv0\x00\x10\x00\x10\x00")
            received(host, 1)
        one.eventually(lambda session: not session.attendant.host)

    assert "left a command unfinished" in capsys.readouterr().err


def test_garbage_is_told_a_few_times_only(capsys):
    """Of 1,000 places with garbage twenty are shown, and then their number."""
    with running() as one:
        with connected(one) as host:
            host.sendall(b"\x1d\xee" * 1000 + FENCE)
            received(host, 1)
        one.eventually(lambda session: not session.attendant.host)
    err = capsys.readouterr().err

    assert 20 == err.count("unknown bytes at")
    assert "980 more places" in err


def test_offsets_count_from_the_first_byte_of_each_host(capsys):
    """The second host's garbage is told by its own count."""
    with running() as one:
        for _ in range(2):
            with connected(one) as host:
                host.sendall(b"abcd\n\x1d\xee" + FENCE)
                received(host, 1)

    assert 2 == capsys.readouterr().err.count("unknown bytes at offset 5,")


def test_offsets_stay_right_after_the_power_was_off(capsys):
    """What a host sent to a dark printer is not counted against the next host."""
    with running() as one:
        with connected(one) as host:
            one.press("o")
            host.sendall(b"into the dark\n" * 10)
            one.eventually(lambda session: session.printer.taken == 140)
            one.press("o")
            assert HEALTHY == status_of(host)
        with connected(one) as host:
            host.sendall(b"abcd\n\x1d\xee" + FENCE)
            received(host, 1)

    assert "unknown bytes at offset 5," in capsys.readouterr().err


def test_paper_on_a_serial_line_is_never_torn_off_by_itself(tmp_path, capsys, monkeypatch):
    """Nobody can tell whether the host at a pseudo-terminal has left or thinks."""
    monkeypatch.setattr("emulator.interfaces.virtual_printer.attendant.TEAR_AFTER_S", 0.01)
    link = tmp_path / "tty"
    with running(pty=str(link), baud=0) as one:
        with link.open("wb", buffering=0) as port:
            port.write(lines(1))
        one.eventually(lambda session: session.printer.out_mm > 0 and session.printer.is_quiet)
        time.sleep(0.1)

        assert one.do(lambda session: session.printer.out_mm) > 0


# Faults -----------------------------------------------------------------------------------------


def test_paper_runs_out_after_the_very_line(capsys):
    """Five lines are on paper, the status says why, and a new roll takes the rest."""
    spec = fault("paper_out", unit="line", count=5)
    with running(faults=(spec,)) as one, connected(one) as host:
        host.sendall(lines(20) + CUT)
        one.eventually(lambda session: session.printer.state == "offline")

        assert OUT_OF_PAPER == status_of(host)
        assert [0, 1, 2, 3, 4] == printed(capsys.readouterr().out)
        one.press("l")
        assert HEALTHY == status_of(host)
        host.sendall(FENCE)
        received(host, 1)
    assert list(range(5, 20)) == printed(capsys.readouterr().out)


def test_a_fault_strikes_between_two_bytes(capsys):
    """The cover opens when byte 18 is in, which ends the first line; the second never prints."""
    spec = fault("cover_open", unit="byte", count=17)
    with running(faults=(spec,)) as one, connected(one) as host:
        host.sendall(lines(5))

        assert "1a 56 16 12" == status_of(host)


@pytest.mark.parametrize(
    ("mm", "expected"), [(10, range(2)), (40, range(10))], ids=["10 mm", "40 mm"]
)
def test_a_fault_strikes_when_so_much_paper_is_out(mm, expected, capsys):
    """At 30 dots a line, ten lines are 37.5 mm."""
    profile = fast(speed_mm_s=250)
    spec = fault("jam", unit="mm", count=mm)
    with running(faults=(spec,), profile=profile) as one, connected(one) as host:
        host.sendall(lines(20))
        one.eventually(lambda session: session.printer.state == "offline")

        assert mm <= one.do(lambda session: session.printer.out_mm) <= mm + 2
        assert list(expected) == printed(capsys.readouterr().out)


def test_a_fault_strikes_at_a_slip_and_heals_by_itself(capsys):
    """The second slip meets a hot head, which cools after a tenth of a second."""
    spec = fault("hot_head", unit="slip", count=2, for_us=SECOND // 10)
    with running(faults=(spec,)) as one, connected(one) as host:
        host.sendall(lines(1) + CUT + lines(1, start=1) + CUT + FENCE)
        received(host, 1)
    out, err = capsys.readouterr()

    assert [0, 1] == printed(out)
    assert err.index("slip 1") < err.index("broken: ") < err.index("mended: ")
    assert err.index("mended: ") < err.index("slip 2")


def test_a_fault_without_a_condition_is_there_from_the_start(capsys):
    """The first question meets it."""
    with running(faults=(fault("near_end"),)) as one, connected(one) as host:
        assert "12 12 12 1e" == status_of(host)


@pytest.mark.parametrize(
    ("key", "status"),
    [
        ("p", OUT_OF_PAPER),
        ("n", "12 12 12 1e"),
        ("c", "1a 16 12 12"),
        ("j", "1a 52 16 12"),
        ("h", "1a 52 52 12"),
    ],
)
def test_a_key_breaks_and_mends(key, status, capsys):
    """The key breaks what it says; r mends everything, and power clears an error that stays."""
    with running() as one, connected(one) as host:
        one.press(key)

        assert status == status_of(host)
        one.press("roo")
        assert HEALTHY == status_of(host)


def test_keys_pull_and_release_in_turn(capsys):
    """The same key twice leaves the printer as it was."""
    with running() as one, connected(one) as host:
        one.press("cc")

        assert HEALTHY == status_of(host)


def test_a_blocked_cutter_leaves_the_slip_uncut(capsys):
    """k blocks it; the error shows at the cut, and DLE ENQ clears it when the cutter is free."""
    with running() as one, connected(one) as host:
        one.press("k")
        host.sendall(lines(1) + CUT)
        one.eventually(lambda session: session.printer.state == "offline")

        assert "1a 52 1a 12" == status_of(host)
        one.press("k")
        one.eventually(lambda session: session.printer.state == "error")
        host.sendall(b"\x10\x05\x02")
        assert HEALTHY == status_of(host)


def test_an_unplugged_cable_holds_a_network_back(capsys):
    """Nothing arrives while it is out; the network sends again when it is in."""
    with running() as one, connected(one) as host:
        assert HEALTHY == status_of(host)
        one.press("u")
        host.sendall(lines(1) + b"\x10\x04\x01")
        host.settimeout(0.1)
        with pytest.raises(TimeoutError):
            host.recv(1)
        host.settimeout(20)
        one.press("u")
        assert b"\x12" == received(host, 1)


def test_a_busy_printer_lets_nothing_in(capsys):
    """b keeps it busy; what was sent meanwhile is printed when it lets go."""
    with running() as one, connected(one) as host:
        assert HEALTHY == status_of(host)
        one.press("b")
        host.sendall(lines(1) + FENCE)
        host.settimeout(0.1)
        with pytest.raises(TimeoutError):
            host.recv(1)
        host.settimeout(20)
        one.press("b")
        received(host, 1)
    assert [0] == printed(capsys.readouterr().out)


def test_tearing_and_asking(capsys):
    """t tears off what is out, or says that nothing is; s and ? tell."""
    with running() as one, connected(one) as host:
        one.press("t")
        host.sendall(lines(1) + FENCE)
        received(host, 1)
        one.press("ts?")
    out, err = capsys.readouterr()

    assert "no paper to tear off" in err
    assert "torn off" in out
    assert "epson_80 | on line" in err
    assert "  q  Quit." in err


def test_q_ends_it(capsys):
    """The exit code says that nothing went wrong."""
    with running() as one:
        one.do(lambda session: session.attendant.pressed("q"))

        assert Exit.HELD == one.wait()

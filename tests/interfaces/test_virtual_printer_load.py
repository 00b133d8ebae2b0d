"""Much data, many hosts, hosts that stall: memory stays bounded and the keys alive."""

import resource
import select
import socket
import threading
import tracemalloc
from contextlib import contextmanager

from running_printer import connected, fast, received, running, status_of, until

CUT = b"\x1dV\x00"
FENCE = b"\x1dr\x01"
QUESTION = b"\x10\x04\x01"
RECOVER = b"\x10\x05\x01"
"""DLE ENQ 1: go on after the cover was open."""
SLIP = b"".join(b"line %02d of a slip, text 12.50\n" % number for number in range(26)) + CUT
OUT_OF_PAPER = "1a 32 12 7e"


def flood(made, data):
    """Send until the other side lets nothing more in; gives how much it took."""
    made.setblocking(False)
    sent, refused = 0, 0
    while refused < 50:
        try:
            sent += made.send(data)
            refused = 0
        except BlockingIOError:
            refused += 1
            threading.Event().wait(0.002)
    made.setblocking(True)
    return sent


@contextmanager
def memory():
    """Give how much more Python's memory is at the end than at the beginning."""
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        yield lambda: after - before
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()


def peak_memory():
    """The most memory that this process ever had; kilobytes on Linux, bytes elsewhere."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def test_every_slip_of_a_flood_comes_out(capsys):
    """1,000 slips as fast as the network takes them, all whole."""
    with running() as one, connected(one) as host:
        host.sendall(SLIP * 1000 + FENCE)
        received(host, 1)
    out = capsys.readouterr().out

    assert (1000, 26_000) == (out.count("✂"), out.count("of a slip"))


def test_100_megabytes_come_out_in_little_memory(capsys):
    """Pictures, since they go quickest; slips in between are whole and in their order."""
    picture = b"\x1dv0\x00\x48\x00\x00\x10" + b"\xa5" * 72 * 4096 + CUT
    part = picture * (100_000_000 // len(picture) // 10 + 1)
    with running() as one, connected(one) as host:
        for number in range(10):
            host.sendall(b"slip %d\n" % number + CUT + part)
            if not number:
                at_first = peak_memory()
        host.sendall(FENCE)
        received(host, 1)
        taken = one.printer.taken
    out = capsys.readouterr().out

    assert taken > 100_000_000
    assert 10 * (len(part) // len(picture) + 1) == out.count("✂")
    assert [f"slip {n}" for n in range(10)] == [x for x in out.splitlines() if x[:5] == "slip "]
    assert peak_memory() < at_first * 1.2


def test_questions_between_slips_lose_nothing(capsys):
    """Each comes when the buffer is full and is answered before the slips are out."""
    with running() as one, connected(one) as host:
        for _ in range(60):
            host.sendall(SLIP * 12 + QUESTION)
            assert b"\x12" == received(host, 1)
        host.sendall(FENCE)
        received(host, 1)
    out = capsys.readouterr().out

    assert (60 * 12, 60 * 12 * 26) == (out.count("✂"), out.count("of a slip"))


def test_keys_are_obeyed_while_bytes_pour_in(capsys):
    """Paper goes out and comes back in the middle of a flood, and every slip is whole."""
    with running() as one, connected(one) as host:
        sender = threading.Thread(target=host.sendall, args=(SLIP * 600 + FENCE,))
        sender.start()
        one.eventually(lambda session: session.printer.taken > 50_000)
        one.press("c")
        one.eventually(lambda session: session.printer.state == "offline")
        stopped_at = one.do(lambda session: session.printer.taken)
        one.press("c")
        one.do(lambda session: session.printer.overtake(RECOVER))
        received(host, 1)
        sender.join()

    assert 50_000 < stopped_at < len(SLIP) * 600
    assert 600 == capsys.readouterr().out.count("✂")


def test_a_flood_while_the_paper_is_out_is_held_back(capsys):
    """The host has to wait; status is answered beside it, keys work, and no slip is lost."""
    with running() as one, connected(one) as host:
        one.press("p")
        host.sendall(SLIP * 6)
        one.eventually(lambda session: session.printer.room == 0)
        assert OUT_OF_PAPER == status_of(host)
        slips = SLIP * 100
        with memory() as grown:
            sent = flood(host, slips)

        assert grown() < 1_000_000
        one.press("sl")
        # The end of the slip that could not be sent whole.
        rest = len(SLIP) - sent % len(SLIP)
        host.sendall(SLIP[-rest:] + FENCE)
        received(host, 1)
        count = 6 + (sent + rest) // len(SLIP)
    assert count == capsys.readouterr().out.count("✂")


def test_a_host_that_never_reads_its_answers_has_to_wait(capsys):
    """Questions without end fill no memory: when too many answers wait, nothing more is read."""
    questions = b"\x10\x04\x01" * 20_000
    with running() as one, connected(one) as host:
        with memory() as grown:
            flood(host, questions)

        assert grown() < 1_000_000
        one.press("q")
        one.wait()


def test_a_host_that_stalls_leaves_the_keys_alive(capsys):
    """Half a command, then nothing: the person at the printer is obeyed all the same."""
    with running() as one, connected(one) as host:
        host.sendall(b"\x1dv0\x00\x48\x00\xff\xff" + b"\xff" * 100)
        one.eventually(lambda session: session.printer.taken == 108)
        one.press("sct")

        assert "off line" in one.do(lambda session: session.attendant.status_line())


def test_two_hundred_hosts_one_after_the_other(capsys):
    """Each prints its slip and leaves; nothing of them stays."""
    with running() as one:
        for number in range(200):
            with connected(one) as host:
                host.sendall(b"host %d\n" % number + CUT + FENCE)
                received(host, 1)
        one.eventually(lambda session: not session.attendant.host)
        with connected(one) as host:
            assert "12 12 12 12" == status_of(host)
    out = capsys.readouterr().out

    assert [f"host {number}" for number in range(200)] == [
        line for line in out.splitlines() if line.startswith("host")
    ]


def test_too_many_hosts_at_once_are_turned_away(capsys):
    """Some may wait; the rest are hung up on, and the one that prints is not disturbed."""
    with running() as one, connected(one) as host:
        assert "12 12 12 12" == status_of(host)
        others = [socket.create_connection(("127.0.0.1", one.port)) for _ in range(60)]
        # What was hung up on is the only thing that has something to read.
        until(lambda: len(select.select(others, [], [], 0)[0]) == 60 - 32)
        for other in others:
            other.close()

        assert "12 12 12 12" == status_of(host)
    assert 60 - 32 == capsys.readouterr().err.count("was turned away: 32 others are waiting")


def test_a_picture_as_long_as_a_roll_is_drawn(tmp_path, capsys):
    """Somebody prints 18 m without a cut; the picture is made without holding the rest up."""
    from PIL import Image

    with running(profile=fast("built_in"), png=tmp_path) as one, connected(one) as host:
        host.sendall(b"a line\n" * 4_700 + FENCE)
        received(host, 1)
        one.press("t")
        assert "12 12 12 12" == status_of(host)
    Image.MAX_IMAGE_PIXELS = None
    with Image.open(tmp_path / "slip-0001.png") as picture:
        assert picture.height > 4_700 * 30

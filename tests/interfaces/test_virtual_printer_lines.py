"""What lies between a host and the printer: read-ahead, speed, telnet, pseudo-terminals."""

import asyncio
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.codecs.escpos.tokenizer import Tokenizer
from emulator.domain.errors import EnvironmentTrouble
from emulator.domain.moments import SECOND
from emulator.interfaces.virtual_printer.ahead import AHEAD_BYTES, Ahead
from emulator.interfaces.virtual_printer.net_line import Rfc2217Line
from emulator.interfaces.virtual_printer.pty_line import PtyLine
from emulator.interfaces.virtual_printer.serial_pace import SerialPace

EOT = b"\x10\x04\x01"
ENQ = b"\x10\x05\x02"
CLEAR = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"


class Full:
    """A printer with so much room."""

    def __init__(self, size, *, clears=()):
        self.size = self.room = size
        self.data = bytearray()
        self.past = []
        """Real-time commands that came past what waited."""
        self._clears = clears
        self._tokenizer = Tokenizer()

    def feed(self, data):
        assert len(data) <= self.room
        self.room -= len(data)
        self.data += data
        self._tokenizer.feed(data)

    def overtake(self, command):
        self.past.append(command)
        if command not in self._clears:
            return False
        self.room = self.size
        self._tokenizer = Tokenizer()
        return True

    def twin(self):
        return self._tokenizer.twin()


def test_what_fits_is_passed_on_at_once():
    """Nothing waits while there is room."""
    printer = Full(100)
    ahead = Ahead(printer)
    ahead.take(b"abc")

    assert (b"abc", True, AHEAD_BYTES) == (bytes(printer.data), ahead.is_empty, ahead.wants)


def test_what_does_not_fit_waits_in_its_order():
    """The rest follows as room comes, and nothing overtakes it."""
    printer = Full(4)
    ahead = Ahead(printer)
    ahead.take(b"abcdef")
    ahead.take(b"ghi")

    assert AHEAD_BYTES - 5 == ahead.wants
    printer.room = 3
    ahead.pass_on(least=1)
    printer.room = 10
    ahead.pass_on()
    assert (b"abcdefghi", True) == (bytes(printer.data), ahead.is_empty)


def test_room_does_not_trickle():
    """A few free bytes are left free until there are more, or enough for all that waits."""
    printer = Full(4)
    ahead = Ahead(printer)
    ahead.take(b"x" * 1000)
    printer.room = 255
    ahead.pass_on()

    assert 4 == len(printer.data)
    printer.room = 256
    ahead.pass_on()
    assert 260 == len(printer.data)


def test_a_question_goes_past_the_data_before_it():
    """DLE EOT behind a full buffer is answered now and not again when its turn comes."""
    printer = Full(4)
    ahead = Ahead(printer)
    ahead.take(b"abcdef" + EOT + b"ghi")

    assert [EOT] == printer.past
    printer.room = 100
    ahead.pass_on(least=1)
    assert b"abcdefghi" == bytes(printer.data)


def test_a_question_in_pieces_is_found():
    """Its three bytes may come one by one."""
    printer = Full(4)
    ahead = Ahead(printer)
    ahead.take(b"abcdef")
    for byte in EOT:
        ahead.take(bytes((byte,)))

    assert [EOT] == printer.past


def test_a_question_inside_a_picture_is_part_of_it():
    """Bytes of a raster image that look like DLE EOT are dots, also when half of it waits."""
    printer = Full(10)
    ahead = Ahead(printer)
    picture = b"\x1dv0\x00\x04\x00\x02\x00" + b"\x00" + EOT + EOT + b"\x00"
    ahead.take(picture)

    assert [] == printer.past
    printer.room = 100
    ahead.pass_on(least=1)
    assert picture == bytes(printer.data)


def test_a_question_behind_a_picture_is_found():
    """The tokenizer that runs ahead starts in the middle of the picture and finds its end."""
    printer = Full(10)
    ahead = Ahead(printer)
    ahead.take(b"\x1dv0\x00\x04\x00\x02\x00" + b"\x55" * 8 + EOT)

    assert [EOT] == printer.past


@pytest.mark.parametrize("command", [ENQ, CLEAR])
def test_a_command_that_clears_takes_what_waits_before_it(command):
    """The printer throws its buffer away; what was sent before the command is gone with it."""
    printer = Full(4, clears=(command,))
    ahead = Ahead(printer)
    ahead.take(b"abcdefgh" + command + b"new")
    ahead.pass_on(least=1)

    assert b"abcdnew" == bytes(printer.data)


def test_a_command_that_clears_nothing_leaves_what_waits():
    """DLE ENQ on a printer without an error is ignored."""
    printer = Full(4)
    ahead = Ahead(printer)
    ahead.take(b"abcdefgh" + ENQ + b"new")
    printer.room = 100
    ahead.pass_on(least=1)

    assert b"abcdefghnew" == bytes(printer.data)


def test_room_that_comes_while_a_question_is_asked_is_no_clear():
    """Paper moves all the while; only what the printer threw away is thrown away here."""
    printer = Full(4)
    ahead = Ahead(printer)
    ahead.take(b"abcdef")

    def overtake(command):
        printer.room = 300
        return Full.overtake(printer, command)

    printer.overtake = overtake
    ahead.take(EOT + b"ghi")
    ahead.pass_on(least=1)

    assert (b"abcdefghi", [EOT]) == (bytes(printer.data), printer.past)


@given(
    st.lists(st.sampled_from([b"a", b"text\n", EOT, b"\x1d", b"\x10", b"\x1b*\x00\x04\x00"])),
    st.data(),
)
def test_nothing_is_lost_or_doubled(pieces, data):
    """However bytes and room come, the printer gets all of them once, real-time ones perhaps
    earlier."""
    stream = b"".join(pieces)
    printer = Full(3)
    ahead = Ahead(printer)
    while stream or not ahead.is_empty:
        count = data.draw(st.integers(0, min(5, len(stream))))
        ahead.take(stream[:count])
        stream = stream[count:]
        printer.room += data.draw(st.integers(0 if stream else 1, 4))
        ahead.pass_on(least=1)
    whole = b"".join(pieces)
    taken = bytes(printer.data)

    assert {EOT} >= set(printer.past)
    assert len(whole) == len(taken) + len(EOT) * len(printer.past)
    assert whole.replace(EOT, b"") == taken.replace(EOT, b"")


# Speed ------------------------------------------------------------------------------------------


def test_bytes_take_ten_bits_each():
    """960 bytes at 9,600 baud take a second, however they are portioned."""
    pace, now_us, taken = SerialPace(9_600), 0, 0
    while taken < 960:
        taken += pace.portion
        now_us += pace.took(pace.portion, now_us)

    assert SECOND * taken // 960 == now_us


def test_a_line_that_was_idle_owes_nothing():
    """After a pause the next byte is not late."""
    pace = SerialPace(9_600)
    pace.took(96, 0)

    assert SECOND // 10 == pace.took(96, 5 * SECOND)


def test_no_speed_is_no_waiting():
    """0 takes what there is."""
    assert (4096, 0) == (SerialPace(0).portion, SerialPace(0).took(4096, 0))


@pytest.mark.parametrize("baud", [1, 300, 1200])
def test_a_slow_line_still_moves(baud):
    """A portion is never nothing."""
    assert SerialPace(baud).portion >= 1


# Telnet -----------------------------------------------------------------------------------------


class Wire:
    """A connection whose host has said all it will ever say."""

    name = "host"

    def __init__(self, *said):
        self._said = list(said)
        self.sent = bytearray()

    async def read(self, most):
        return self._said.pop(0) if self._said else b""

    def send(self, data):
        self.sent += data


def heard(*said, baud=9_600):
    """What a serial port behind telnet passes on, and what it answered."""

    async def talk():
        wire = Wire(*said)
        line = Rfc2217Line(wire, baud)
        await line.run()
        data = b""
        while more := await line.read(100):
            data += more
        return data, bytes(wire.sent)

    return asyncio.run(talk())


def test_print_data_passes_telnet():
    """FFh is sent double and arrives single."""
    assert b"a\xffb" == heard(b"a\xff\xff", b"b")[0]


def test_a_host_that_sets_the_speed_gets_it_confirmed():
    """The answer repeats it; from then on the bytes are garbage, for the printer has another."""
    data, sent = heard(b"\xff\xfa\x2c\x01\x00\x00\x4b\x00\xff\xf0", b"abc")

    assert b"\xff\xfa\x2c\x65\x00\x00\x4b\x00\xff\xf0" in sent
    assert b"abc" != data
    assert 3 == len(data)


def test_a_host_that_purges_throws_its_own_data_away():
    """What has not gone over the line yet is forgotten; what follows is not."""
    assert b"new" == heard(b"old\xff\xfa\x2c\x0c\x02\xff\xf0new")[0]


@pytest.mark.parametrize(
    "garbage",
    [
        b"\xff\xf0",
        b"\xff\xfa\x2c\x01\x00\xff\xf0",
        b"\xff\xfa\x2c\x03\x09\xff\xf0",
        b"\xff\xfa" + b"x" * 1000,
    ],
    ids=["end of nothing", "half a speed", "no such parity", "endless option"],
)
def test_broken_telnet_ends_the_talk(garbage):
    """What came before it is printed; nothing is raised, and nothing grows."""
    assert b"abc" == heard(b"abc", garbage, b"def")[0]


@given(st.lists(st.binary(max_size=40), max_size=8))
def test_any_bytes_are_telnet_or_not(said):
    """Whatever a host sends, the line only ever ends."""
    heard(*said)


# Pseudo-terminals -------------------------------------------------------------------------------


def on_pty(act, link=""):
    """Do something with a pseudo-terminal and give what it gives."""

    async def done():
        with PtyLine(str(link), "en") as line:
            fd = os.open(line.name, os.O_RDWR | os.O_NOCTTY)
            try:
                return await act(line, fd)
            finally:
                os.close(fd)

    return asyncio.run(done())


def test_bytes_pass_both_ways_unchanged():
    """It is raw: no echo, no line ends made of others."""

    async def act(line, fd):
        os.write(fd, b"a\r\n\x03\x11")
        line.send(b"\x12\n\r")
        return await line.read(100), os.read(fd, 100)

    assert (b"a\r\n\x03\x11", b"\x12\n\r") == on_pty(act)


def test_reading_waits_for_bytes():
    """A line that says nothing holds nobody up."""

    async def act(line, fd):
        reading = asyncio.create_task(line.read(100))
        await asyncio.sleep(0)
        os.write(fd, b"late")
        return await reading

    assert b"late" == on_pty(act)


def test_answers_that_nobody_fetches_are_lost_in_the_end():
    """A host that never reads cannot make the printer wait."""

    async def act(line, fd):
        for _ in range(100):
            line.send(b"\x12" * 4096)
        return True

    assert on_pty(act)


def test_a_host_heeds_xon_xoff_as_its_port_is_set():
    """IXON on the host's side is what counts."""
    import termios

    async def act(line, fd):
        before = line.heeds("xonxoff")
        settings = termios.tcgetattr(fd)
        settings[0] |= termios.IXON
        termios.tcsetattr(fd, termios.TCSANOW, settings)
        return before, line.heeds("xonxoff"), line.heeds("none")

    assert (False, True, False) == on_pty(act)


def test_a_link_comes_and_goes(tmp_path):
    """It leads to the port while there is one."""
    link = tmp_path / "tty"

    async def act(line, fd):
        return line.name, link.is_symlink()

    assert (str(link), True) == on_pty(act, link)
    assert not link.is_symlink()


def test_a_link_left_behind_is_replaced(tmp_path):
    """An earlier run that was killed could not take its link away."""
    link = tmp_path / "tty"
    link.symlink_to("/dev/pts/nowhere")

    async def act(line, fd):
        return str(link.readlink()) == os.ttyname(fd)

    assert on_pty(act, link)


def test_somebody_elses_file_is_not_replaced(tmp_path):
    """A file in the place of the link is left alone, and the complaint names it."""
    link = tmp_path / "tty"
    link.write_text("mine")

    async def act(line, fd):
        return None

    with pytest.raises(EnvironmentTrouble, match="tty"):
        on_pty(act, link)
    assert "mine" == link.read_text()

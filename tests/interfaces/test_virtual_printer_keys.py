"""Keys, the status line at the foot, and files."""

import asyncio
import io
import json
import os
import pty

import pytest

from emulator.domain.errors import EnvironmentTrouble
from emulator.domain.paper import Strip
from emulator.domain.texts import has
from emulator.interfaces.virtual_printer.foot import Foot
from emulator.interfaces.virtual_printer.keys import KEYS, Keyboard, key_table
from emulator.interfaces.virtual_printer.outputs import MOST_WAITING, Lines, Pictures, Record
from emulator.interfaces.virtual_printer.virtual import known_levers

STRIP = Strip(1, ())


def test_each_letter_does_one_thing():
    """No letter stands twice."""
    letters = [key.letter for key in KEYS]

    assert sorted(set(letters)) == sorted(letters)


def test_keys_pull_levers_that_there_are():
    """Each has its sentence in both languages."""
    levers = known_levers()

    assert [] == [key.lever for key in KEYS if key.lever and key.lever not in levers]
    assert [] == [key.lever for key in KEYS if key.lever and not has(f"lever.{key.lever}")]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_list_of_keys_has_a_line_for_each(lang):
    """In the reader's language."""
    assert len(KEYS) == len(key_table(lang))


def test_keys_are_heard_without_enter():
    """One character at a time, while the terminal is ours; then it is as it was."""
    import termios

    async def press():
        master, slave = pty.openpty()
        pressed = []
        with os.fdopen(slave, "r", closefd=False) as stream:
            before = termios.tcgetattr(slave)
            keyboard = Keyboard(pressed.append, stream)
            keyboard.begin()
            os.write(master, b"pl\x00")
            while len(pressed) < 2:
                await asyncio.sleep(0)
            during = termios.tcgetattr(slave)
            keyboard.end()
            after = termios.tcgetattr(slave)
        os.close(master)
        os.close(slave)
        return pressed[:2], before, during, after

    pressed, before, during, after = asyncio.run(press())

    assert ["p", "l"] == pressed
    assert not during[3] & termios.ICANON
    assert before == after


def test_a_stream_that_is_no_terminal_has_no_keys():
    """A pipe or a file on standard input is left alone."""
    with Keyboard(print, io.StringIO("q")) as keyboard:
        assert not keyboard.is_there


# The foot ---------------------------------------------------------------------------------------


def test_the_foot_goes_away_for_other_output_and_comes_back():
    """It never stands between two lines of a slip."""
    stream = io.StringIO()
    foot = Foot(stream=stream, shown=True)
    foot.draw("on line")
    foot.hide()
    foot.draw("on line")

    assert 2 == stream.getvalue().count("on line")
    assert "\r\x1b[K\r\x1b[K" in stream.getvalue()


def test_the_foot_is_drawn_when_it_changes_and_not_too_often():
    """The same text is not drawn again, nor another one within a tenth of a second."""
    stream, clock = io.StringIO(), [0.0]
    foot = Foot(stream=stream, shown=True, now=lambda: clock[0])
    foot.draw("one")
    foot.draw("one")
    foot.draw("two")
    clock[0] = 1.0
    foot.draw("three")

    assert ["one", "three"] == [w for w in ("one", "two", "three") if w in stream.getvalue()]
    assert 1 == stream.getvalue().count("one")


def test_the_foot_never_fills_the_line(monkeypatch):
    """One cell stays free, also of Chinese text."""
    monkeypatch.setenv("COLUMNS", "20")
    stream = io.StringIO()
    Foot(stream=stream, shown=True).draw("打印机" * 20)

    assert "..." in stream.getvalue()


def test_without_a_screen_there_is_no_foot():
    """Nothing is drawn into a file."""
    stream = io.StringIO()
    Foot(stream=stream).draw("on line")

    assert "" == stream.getvalue()


# Files ------------------------------------------------------------------------------------------


def drawn(folder, count, draw=lambda strip: b"png"):
    """Let so many strips be drawn."""

    async def work():
        pictures = Pictures(folder, draw, "en")
        files = [pictures.take(STRIP) for _ in range(count)]
        task = asyncio.create_task(pictures.run())
        done = asyncio.create_task(pictures.done())
        await asyncio.wait((task, done), return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            await task
        task.cancel()
        return files

    return asyncio.run(work())


def test_pictures_bear_the_names_they_were_given(tmp_path):
    """The name is known before the picture is drawn."""
    files = drawn(tmp_path / "new", 3)

    assert files == sorted((tmp_path / "new").iterdir())


def test_numbers_go_on_behind_the_highest(tmp_path):
    """Whatever else is in the folder."""
    for name in ("slip-0007.png", "slip-9.png", "other.png", "slip-0009.txt"):
        (tmp_path / name).write_bytes(b"")

    assert ["slip-0008.png"] == [file.name for file in drawn(tmp_path, 1)]


def test_a_host_waits_while_too_many_strips_wait(tmp_path):
    """Memory holds a few strips, however fast they come."""

    async def work():
        pictures = Pictures(tmp_path, lambda strip: b"png", "en")
        for _ in range(MOST_WAITING):
            pictures.take(STRIP)
        waiting = asyncio.create_task(pictures.room())
        await asyncio.sleep(0)
        is_held = not waiting.done()
        task = asyncio.create_task(pictures.run())
        await waiting
        task.cancel()
        return is_held

    assert asyncio.run(work())


def test_a_picture_that_cannot_be_written_ends_it(tmp_path):
    """A full disk is told with the file's name."""

    def draw(strip):
        raise OSError(28, "No space left on device")

    with pytest.raises(EnvironmentTrouble, match=r"slip-0001\.png.*No space"):
        drawn(tmp_path, 1, draw)


def test_lines_are_on_the_disk_at_once(tmp_path):
    """Whoever follows the file sees each line as it comes."""
    file = tmp_path / "new" / "slips.txt"
    with Lines(file, "en") as lines:
        lines.take("张".encode())

        assert "张\n" == file.read_text()


def test_a_record_holds_both_ways_and_what_happened(tmp_path):
    """One JSON object a line."""
    file = tmp_path / "talk.jsonl"
    with Lines(file, "en") as lines:
        record = Record(lines)
        record.said(5, "host", b"\x10\x04\x01")
        record.happened(6, "printer.paper_out", {"line": 3})
    entries = [json.loads(line) for line in file.read_text().splitlines()]

    assert {"at_us": 5, "from": "host", "hex": "100401"} == entries[0]
    assert {"at_us": 6, "event": "printer.paper_out", "detail": {"line": 3}} == entries[1]

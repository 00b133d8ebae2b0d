"""The person beside the printer is asked, and answers or not."""

import asyncio
import os
import tty
from collections.abc import Iterator
from io import StringIO

import pytest

from emulator.clock.paced import RealWall
from emulator.domain.moments import MS, SECOND
from emulator.interfaces.bridge.person import Person
from emulator.interfaces.voice import Voice

QUESTION = "bridge.leftover.ask"


@pytest.fixture
def keyboard() -> Iterator[tuple[int, Person]]:
    """A terminal's far end, and the person who sits at it."""
    master, slave = os.openpty()
    tty.setraw(slave)
    with os.fdopen(slave) as stream:
        yield master, Person(Voice("en"), RealWall(), stream=stream)
    os.close(master)


def test_an_answer_is_what_was_keyed(keyboard: tuple[int, Person]) -> None:
    """Small letters, without blanks around."""
    master, person = keyboard

    async def story() -> str:
        asyncio.get_running_loop().call_later(0.02, os.write, master, b" Y \n")
        return await person.ask(QUESTION, patience_us=5 * SECOND)

    assert "y" == asyncio.run(story())


def test_enter_alone_is_an_empty_answer_at_once(keyboard: tuple[int, Person]) -> None:
    """The question does not wait for its patience to be over."""
    master, person = keyboard
    wall = RealWall()

    async def story() -> str:
        asyncio.get_running_loop().call_later(0.02, os.write, master, b"\n")
        return await person.ask(QUESTION, patience_us=60 * SECOND)

    began_us = wall.now_us

    assert "" == asyncio.run(story())
    assert wall.now_us - began_us < 10 * SECOND


def test_what_was_keyed_before_the_question_is_no_answer(keyboard: tuple[int, Person]) -> None:
    """An impatient Enter from before answers nothing."""
    master, person = keyboard

    async def story() -> str:
        person.listen()
        os.write(master, b"y\n")
        await asyncio.sleep(0.05)
        return await person.ask(QUESTION, patience_us=50 * MS)

    assert "" == asyncio.run(story())


def test_a_keyboard_that_goes_away_leaves_nobody_to_ask(keyboard: tuple[int, Person]) -> None:
    """The end of input ends asking, not the bridge."""
    master, person = keyboard

    async def story() -> str:
        asyncio.get_running_loop().call_later(0.02, os.write, master, b"\x04")
        return await person.ask(QUESTION, patience_us=100 * MS)

    assert "" == asyncio.run(story())


def test_without_a_terminal_there_is_nobody(capsys: pytest.CaptureFixture[str]) -> None:
    """The question is shown all the same, so that a log tells what was asked."""
    person = Person(Voice("en"), RealWall(), stream=StringIO("y\n"))

    assert not person.is_there
    assert "" == asyncio.run(person.ask(QUESTION, patience_us=SECOND))
    assert "print it again" in capsys.readouterr().err


def test_nobody_is_asked_who_does_not_want_to_be(keyboard: tuple[int, Person]) -> None:
    """With asking switched off, a terminal makes no difference."""
    _, person = keyboard
    silent = Person(Voice("en"), RealWall(), stream=person._stream, may_ask=False)

    assert not silent.is_there


def test_waiting_ends_when_what_was_waited_for_happens(keyboard: tuple[int, Person]) -> None:
    """An event ends the wait without a key."""
    _, person = keyboard

    async def story() -> bool:
        happened = asyncio.Event()
        asyncio.get_running_loop().call_later(0.02, happened.set)
        return await person.wait(happened, 60 * SECOND)

    assert not asyncio.run(story())

"""`--listen`: which place is taken, who gets in there, and what is said about it."""

import asyncio
import contextlib

import pytest
from guests import free_place
from instructed import opened

from emulator.domain.errors import EnvironmentTrouble, UsageError
from emulator.interfaces.live.instructor.listening import Listening, place_of, token_from
from emulator.interfaces.live.instructor.remote import Remote
from emulator.interfaces.virtual_printer.wishes import Place


@pytest.mark.parametrize(
    ("text", "shown", "is_loopback"),
    [
        ("7071", "127.0.0.1:7071", True),
        ("localhost", "localhost:7070", True),
        ("127.0.0.1:9", "127.0.0.1:9", True),
        ("[::1]:9", "[::1]:9", True),
        ("::", "[::]:7070", False),
        ("0.0.0.0:9", "0.0.0.0:9", False),
        ("192.0.2.7", "192.0.2.7:7070", False),
        ("till.example:9", "till.example:9", False),
    ],
)
def test_an_address_is_this_machine_alone_unless_another_is_named(
    text: str, shown: str, is_loopback: bool
) -> None:
    """A port by itself never opens the session to a network."""
    place = place_of(text, "en")

    assert (shown, is_loopback) == (place.shown, place.is_loopback)


@pytest.mark.parametrize("text", ["", "0", "65536", "a:b", ":7070", "1.2.3.4:0"])
def test_an_address_that_makes_no_sense_is_refused(text: str) -> None:
    """With a sentence, before anything is drawn."""
    with pytest.raises(UsageError):
        place_of(text, "en")


def test_a_port_that_somebody_has_is_told_at_once() -> None:
    """Not when the screen is already there."""
    taken, place = free_place()
    with taken, pytest.raises(EnvironmentTrouble, match="cannot wait for instructors"):
        Listening(str(place.port), "en")


def test_the_token_is_drawn_anew_unless_one_is_handed_in() -> None:
    """Nobody can guess it; one in the environment is used as it stands."""
    places = [free_place() for _ in range(3)]
    ports = [place.port for _, place in places]
    for taken, _ in places:
        taken.close()
    first, second, third = (
        Listening(str(port), "en", environ=environ)
        for port, environ in zip(ports, ({}, {}, {"POSEMU_TOKEN": " abc "}), strict=True)
    )
    tokens = [one.token for one in (first, second, third)]
    for one in (first, second, third):
        one.close()

    assert "abc" == tokens[2] == token_from({"POSEMU_TOKEN": "abc"})
    assert tokens[0] != tokens[1]
    assert 16 <= len(tokens[0])


def test_the_invitation_lets_in() -> None:
    """What it says is what a panel needs, and the place is given back in the end."""
    taken, place = free_place()
    taken.close()

    async def visit() -> tuple[str, str]:
        async with opened() as (session, _):
            listening = Listening(str(place.port), "en")
            goes_on = asyncio.create_task(listening(session))
            words = listening.invitation.split()
            host, _, port = words[3].rpartition(":")
            remote = Remote(Place(host, int(port)), words[5], waits_s=(0.05,))
            line = remote.start()
            while remote.link != "open":
                await asyncio.sleep(0.01)
            goes_on.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await goes_on
            await line
            return " ".join(words[:3]), remote.link

    assert ("posemu instructor --connect", "over") == asyncio.run(visit())
    free_again = Listening(str(place.port), "en")
    free_again.close()

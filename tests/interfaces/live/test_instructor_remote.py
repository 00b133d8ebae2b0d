"""A session at the other end of a line, as a panel has it."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from guests import SOON_S, TOKEN, House, free_place, open_house
from instructed import fault_events, sell

from emulator.domain.moments import MINUTE
from emulator.interfaces.live.instructor import remote as remote_module
from emulator.interfaces.live.instructor.presets import presets
from emulator.interfaces.live.instructor.remote import Remote
from emulator.interfaces.live.instructor.socket import Door

PAPER_OUT = presets()[0]


@asynccontextmanager
async def connected(house: House, token: str = TOKEN) -> AsyncIterator[Remote]:
    """A remote that has tried to get in."""
    remote = Remote(house.place, token, waits_s=(0.02,))
    task = remote.start()
    await until(lambda: remote.link != "calling", remote)
    try:
        yield remote
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def until(is_so: Callable[[], bool], remote: Remote) -> None:
    """Wait until something is so at this end of the line."""
    async with asyncio.timeout(SOON_S):
        while not is_so():
            remote.changed.clear()
            await remote.changed.wait()


def run(visit: Any, **settings: Any) -> Any:
    """What a visit to an open house gives."""

    async def inside() -> Any:
        async with open_house(**settings) as house:
            return await visit(house)

    return asyncio.run(inside())


def test_it_sees_what_the_session_shows() -> None:
    """The same state, value for value, as beside the trainee."""

    async def visit(house: House) -> bool:
        async with connected(house) as remote:
            house.session.hold()
            await sell(house.session, house.wall)
            await until(
                lambda: remote.state == house.session.view.snapshot(),
                remote,
            )
            return remote.hello is not None and remote.hello.scenario == "free-play"

    assert run(visit)


def test_its_hands_reach_the_session() -> None:
    """What is armed here strikes there, and is mended from here."""

    async def visit(house: House) -> tuple[list[str], bool]:
        async with connected(house) as remote:
            remote.arm(PAPER_OUT.armed(()))
            await until(lambda: bool(remote.state and remote.state.truth.faults), remote)
            await sell(house.session, house.wall)
            await until(lambda: bool(remote.state and remote.state.truth.levers), remote)
            remote.release("printer.paper_out")
            await until(lambda: bool(remote.state and not remote.state.truth.levers), remote)
            return fault_events(house.session, "paper_out_1"), bool(remote.troubles)

    assert (["armed", "fired"], False) == run(visit)


def test_the_clock_is_in_its_hands_too() -> None:
    """Every command of the clock arrives as what it is, in the order in which it was given."""

    async def visit(house: House) -> tuple[Any, ...]:
        pace = house.session.pace
        async with connected(house) as remote:
            remote.hold()
            remote.skip_for(MINUTE)
            remote.set_times(10)
            remote.skip_to_next()
            remote.mend_all()
            await until(lambda: bool(remote.state and remote.state.times == 10), remote)
            seen = (pace.is_held, pace.now_us >= MINUTE, pace.times)
            remote.next_day()
            remote.go_on()
            await until(lambda: bool(remote.state and not remote.state.is_held), remote)
            return (*seen, house.session.view.moment.day)

    assert (True, True, 10, 3) == run(visit)


def test_a_refusal_is_told_in_both_languages() -> None:
    """In an exam, time may not be stopped, and the panel can say so."""

    async def visit(house: House) -> tuple[str, str]:
        async with connected(house) as remote:
            remote.hold()
            await until(lambda: bool(remote.troubles), remote)
            trouble = remote.troubles.popleft()
            return trouble.words("zh")[:4], trouble.words("en")[:12]

    assert ("正在考核", "this is an e") == run(visit, is_exam=True)


def test_it_comes_back_when_the_line_does() -> None:
    """The line breaks without a word; a little later the session is there again."""

    async def visit(house: House) -> list[str]:
        seen = []
        async with connected(house) as remote:
            seen.append(remote.link)
            for talk in list(house.door._guests):
                talk._writer.transport.abort()
            await until(lambda: remote.link == "lost", remote)
            seen.append(remote.link)
            remote.mend_all()
            seen.append(remote.troubles[-1].code)
            await until(lambda: remote.link == "open", remote)
            seen.append(remote.link)
        return seen

    assert ["open", "lost", "not_connected", "open"] == run(visit)


def test_it_keeps_trying_while_nobody_is_there() -> None:
    """The panel may be started before the session."""

    async def visit(house: House) -> list[str]:
        taken, place = free_place()
        taken.close()
        remote = Remote(place, TOKEN, waits_s=(0.02,))
        task = remote.start()
        await until(lambda: remote.link == "lost", remote)
        seen = [remote.link]
        door = Door(lambda: house.session, token=TOKEN, tick_s=0.01)
        again, _ = free_place()
        again.close()
        import socket

        await door.open(socket.create_server((place.host, place.port)))
        await until(lambda: remote.link == "open", remote)
        seen.append(remote.link)
        await door.close()
        await task
        return [*seen, remote.link]

    assert ["lost", "open", "over"] == run(visit)


def test_a_wrong_token_is_not_tried_again() -> None:
    """It would come to the same; the panel says why."""

    async def visit(house: House) -> tuple[str, str]:
        async with connected(house, "wrong") as remote:
            await until(lambda: remote.link == "refused", remote)
            return remote.link, remote.troubles[-1].code

    assert ("refused", "token") == run(visit)


@pytest.mark.parametrize(
    "answer", [b"HTTP/1.1 400 Bad Request\r\n\r\n", b"{}{}\n", b"[1]\n", b"\xff\n"]
)
def test_something_else_at_the_address_is_told(answer: bytes) -> None:
    """A web server, say; nothing it sends harms the panel."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(answer)
        await writer.drain()
        await reader.read(1000)
        writer.close()

    async def visit() -> tuple[str, str]:
        taken, place = free_place()
        server = await asyncio.start_server(serve, sock=taken)
        remote = Remote(place, TOKEN)
        await remote.run()
        server.close()
        return remote.link, remote.troubles[-1].code

    assert ("refused", "strange") == asyncio.run(visit())


def test_a_session_that_says_nothing_any_more_is_told_from_a_quiet_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its program stands still, and the line with it; when it goes on, all is well again."""
    monkeypatch.setattr(remote_module, "SILENT_S", 0.1)

    async def visit(house: House) -> list[str]:
        async with connected(house) as remote:
            seen = [remote.link]
            await until(lambda: remote.link == "silent", remote)
            seen.append(remote.link)
            house.session.press("clear")
            await until(lambda: remote.link == "open", remote)
            return [*seen, remote.link]

    assert ["open", "silent", "open"] == run(visit)

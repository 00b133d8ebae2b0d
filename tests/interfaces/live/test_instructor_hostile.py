"""Whatever comes over the line, a session goes on, and says in one line what it makes of it."""

import asyncio
import json
import time
from typing import Any

import pytest
from guests import KNOCK, House, open_house
from hypothesis import given, settings
from hypothesis import strategies as st

from emulator.interfaces.live.instructor import guest as guest_module
from emulator.interfaces.live.instructor import socket as door_module
from emulator.interfaces.live.instructor import talk


def run(visit: Any, **given_settings: Any) -> Any:
    """What a visit to an open house gives."""

    async def inside() -> Any:
        async with open_house(**given_settings) as house:
            came = await visit(house)
            assert await house.is_alive()
            return came

    return asyncio.run(inside())


def codes(heard: list[dict[str, Any]]) -> list[str]:
    """The codes of all errors that were heard."""
    return [line["error"]["code"] for line in heard if "error" in line]


@settings(max_examples=40, deadline=None)
@given(st.binary(min_size=1, max_size=300).filter(lambda data: b"\n" not in data))
def test_any_bytes_at_the_door_are_answered_in_one_line(data: bytes) -> None:
    """Nobody who has not said the token is told anything else."""

    async def visit(house: House) -> list[dict[str, Any]]:
        return await (await house.knock(data + b"\n")).hear_out()

    heard = run(visit)

    assert 1 == len(heard)
    assert codes(heard)[0] in ("not_json", "token", "version")


@settings(max_examples=40, deadline=None)
@given(st.binary(min_size=1, max_size=300).filter(lambda data: b"\n" not in data))
def test_any_bytes_from_a_guest_are_answered_in_one_line(data: bytes) -> None:
    """And the guest has to go."""

    async def visit(house: House) -> list[dict[str, Any]]:
        caller = await house.guest()
        caller.say(data + b"\n")
        return await caller.hear_out()

    assert ["no_command"] == codes(run(visit))


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["arm", "release", "skip_for", "set_times", "hold", "fly"]),
    st.dictionaries(st.sampled_from(["fault", "lever", "us", "times", "id", "x"]), _JSON),
)
def test_any_command_is_answered(do: str, rest: dict[str, Any]) -> None:
    """With a reply if it is one, and with the door if it is none."""

    async def visit(house: House) -> dict[str, Any]:
        caller = await house.guest()
        caller.say(json.dumps({"id": 1, "do": do, **rest}).encode() + b"\n")
        while heard := await caller.hear():
            if "reply" in heard or "error" in heard:
                return heard
        return {}

    heard = run(visit)

    assert heard.get("reply", rest.get("id", 1)) == rest.get("id", 1)
    assert "reply" in heard or "no_command" == heard["error"]["code"]


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["printer.jam", "uplink.drop", "printer.paper_out", "$x", "bank.upgrade"]),
        st.dictionaries(
            st.sampled_from(
                ["when", "where", "at", "for", "with", "id", "message", "nth", "until"]
            ),
            _JSON,
        ),
        max_size=2,
    )
)
def test_any_fault_is_armed_or_told_to_be_wrong(fault: dict[str, Any]) -> None:
    """Whatever stands in it, it is read by a reader that takes nothing on trust."""
    read = talk.read_fault(json.loads(json.dumps(fault)))

    assert isinstance(read, talk.Trouble) or read.name in fault


@pytest.mark.parametrize(
    "line",
    [
        b"[" * 60_000,
        b'{"id":1,"do":"arm","fault":' + b'{"a":' * 9_000,
        b'{"v":1,"token":' + b"[" * 60_000,
        b"\xff\xfe" * 20_000,
        b"GET / HTTP/1.1\r",
        b"\x16\x03\x01\x02\x00\x01",
        b"",
    ],
    ids=["brackets", "braces", "knock", "bytes", "browser", "tls", "nothing"],
)
def test_well_known_nonsense_is_answered_at_the_door_and_inside(line: bytes) -> None:
    """Depth, noise, a browser, another protocol, an empty line."""

    async def visit(house: House) -> tuple[list[str], list[str]]:
        outside = await (await house.knock(line + b"\n")).hear_out()
        caller = await house.guest()
        caller.say(line + b"\n")
        return codes(outside), codes(await caller.hear_out())

    assert (["not_json"], ["no_command"]) == run(visit)


def test_a_fault_of_many_levels_is_refused_by_the_reader() -> None:
    """A guest may stay who only nested too much."""
    deep: Any = "x"
    for _ in range(60):
        deep = [deep]

    async def visit(house: House) -> dict[str, Any]:
        caller = await house.guest()
        caller.order(1, "arm", fault={"printer.jam": {"with": deep}})
        return await caller.hear_of("reply")

    assert "E" == run(visit)["error"]["code"][0]


@pytest.mark.parametrize("is_inside", [False, True])
def test_a_line_without_an_end_is_cut_off(is_inside: bool) -> None:
    """No more of it is kept than a line may have."""

    async def visit(house: House) -> list[dict[str, Any]]:
        caller = await (house.guest() if is_inside else house.knock(b""))
        for _ in range(40):
            caller.say(b"x" * 4096)
            await asyncio.sleep(0)
        return await caller.hear_out()

    assert ["line_too_long"] == codes(run(visit))


def test_half_a_line_and_then_nothing_is_no_line() -> None:
    """Whoever hangs up in the middle has said nothing, and their place is free again."""

    async def visit(house: House) -> int:
        for half in (KNOCK[:9], KNOCK + b'{"id":1,"do":"ho'):
            await (await house.knock(half)).leave()
        await asyncio.sleep(0.1)
        return house.door.guests

    assert 0 == run(visit)


def test_a_line_may_come_in_pieces() -> None:
    """Networks cut where they like."""

    async def visit(house: House) -> dict[str, Any]:
        caller = await house.knock(b"")
        for byte in KNOCK:
            caller.say(bytes([byte]))
            await asyncio.sleep(0)
        assert "hello" in await caller.hear()
        caller.say(b'{"id": 5, ')
        await asyncio.sleep(0.01)
        caller.say(b'"do": "hold"}\n')
        return await caller.hear_of("reply")

    assert {"reply": 5} == run(visit)


def test_a_hundred_who_stand_at_the_door_keep_no_guest_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those too many are sent away at once, the others after a while; then there is room."""
    monkeypatch.setattr(door_module, "PATIENCE_S", 0.3)

    async def visit(house: House) -> tuple[set[str], bool]:
        crowd = await asyncio.gather(*(house.knock(b"") for _ in range(100)))
        heard = await asyncio.gather(*(caller.hear_out() for caller in crowd))
        said = {code for lines in heard for code in codes(lines)}
        return said, "hello" in await (await house.knock()).hear()

    assert ({"full", "too_slow"}, True) == run(visit)


def test_whoever_does_not_listen_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    """The session waits for nobody; other guests hear on."""
    monkeypatch.setattr(guest_module, "MOST_UNSENT", 4_096)

    async def visit(house: House) -> tuple[int, bool]:
        deaf, other = await house.guest(), await house.guest()
        deaf.writer.transport.pause_reading()  # type: ignore[attr-defined]
        big = b'{"state":{"x":"' + b"x" * 400_000 + b'"}}\n'
        monkeypatch.setattr(house.door, "_state", lambda: big)
        for _ in range(200):
            house.session.press("clear")
            await other.hear_of("state")
            if house.door.guests < 2:
                break
        return house.door.guests, "state" in await other.hear()

    assert (1, True) == run(visit)


def test_a_flood_of_commands_does_not_hold_the_session_up() -> None:
    """They are carried out at a bearable pace, and the shop's time passes meanwhile."""

    async def visit(house: House) -> tuple[float, int]:
        caller = await house.guest()
        for id in range(5_000):
            caller.order(id, "set_times", times=1)
        began_s, turns = time.perf_counter(), 0
        while time.perf_counter() - began_s < 0.5:
            await house.wall.advance(1000)
            turns += 1
        done = 0
        while (heard := await caller.hear_of("reply")) and heard["reply"] < 40:
            done = heard["reply"]
        return done, turns

    done, turns = run(visit)

    assert 39 == done
    assert turns > 50


def test_replies_that_nobody_fetches_end_the_talk(monkeypatch: pytest.MonkeyPatch) -> None:
    """A guest who only talks is dropped as well, and what waits for them is forgotten."""
    monkeypatch.setattr(guest_module, "MOST_UNSENT", 4_096)
    monkeypatch.setattr(guest_module, "MOST_A_SECOND", 1_000_000)
    huge = talk.Trouble("x", "x" * 100_000, "")
    monkeypatch.setattr(door_module.Door, "_obey", lambda self, order: huge)

    async def visit(house: House) -> int:
        deaf = await house.guest()
        deaf.writer.transport.pause_reading()  # type: ignore[attr-defined]
        for id in range(500):
            deaf.order(id, "hold")
        for _ in range(500):
            await asyncio.sleep(0.002)
            if not house.door.guests:
                break
        return house.door.guests

    assert 0 == run(visit)

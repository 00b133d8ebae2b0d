"""The way in to a session: who gets in, what they may do, and how it ends."""

import asyncio
import json
from typing import Any

import pytest
from guests import KNOCK, TOKEN, Caller, House, open_house
from instructed import fault_events, sell

from emulator.domain.moments import MINUTE
from emulator.interfaces.live.instructor import socket as door_module

JAM = {"printer.jam": {"id": "it"}}


def run(visit: Any, **settings: Any) -> Any:
    """What a visit to an open house gives."""

    async def inside() -> Any:
        async with open_house(**settings) as house:
            return await visit(house)

    return asyncio.run(inside())


async def reply(caller: Caller, do: str, **rest: Any) -> dict[str, Any]:
    """What a session says to one command."""
    caller.order(1, do, **rest)
    return await caller.hear_of("reply")


# Who gets in --------------------------------------------------------------------------------


def test_whoever_says_the_token_hears_what_is_played_and_how_it_stands() -> None:
    """First the hello, then a state."""

    async def visit(house: House) -> list[dict[str, Any]]:
        caller = await house.knock()
        return [await caller.hear(), await caller.hear()]

    hello, state = run(visit)

    assert (1, "free-play", False) == tuple(
        hello["hello"][key] for key in ("v", "scenario", "is_exam")
    )
    assert "printer.jam" in hello["hello"]["levers"]
    assert "2026-03-02T09:00" == state["state"]["moment"][:16]


@pytest.mark.parametrize(
    ("first", "code"),
    [
        ({"v": 1, "token": "wrong"}, "token"),
        ({"v": 1, "token": ""}, "token"),
        ({"v": 1, "token": "Öffne"}, "token"),
        ({"v": 2, "token": TOKEN}, "version"),
        ({"token": TOKEN}, "not_json"),
        ({"v": "1", "token": TOKEN}, "not_json"),
        ([], "not_json"),
    ],
)
def test_nobody_else_gets_in(first: Any, code: str) -> None:
    """One line says why, and the session hangs up without having told anything."""

    async def visit(house: House) -> list[dict[str, Any]]:
        caller = await house.knock(json.dumps(first).encode() + b"\n")
        return await caller.hear_out()

    assert [code] == [line["error"]["code"] for line in run(visit)]


def test_four_get_in_and_the_fifth_is_told_so() -> None:
    """A place becomes free as soon as one of them leaves."""

    async def visit(house: House) -> tuple[str, str]:
        inside = [await house.guest() for _ in range(4)]
        fifth = await (await house.knock()).hear()
        await inside[0].leave()
        await asyncio.sleep(0.05)
        after = await (await house.knock()).hear()
        return fifth["error"]["code"], next(iter(after))

    assert ("full", "hello") == run(visit)


def test_whoever_says_nothing_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """The token has to come in a while."""
    monkeypatch.setattr(door_module, "PATIENCE_S", 0.05)

    async def visit(house: House) -> list[dict[str, Any]]:
        return await (await house.knock(b"")).hear_out()

    assert ["too_slow"] == [line["error"]["code"] for line in run(visit)]


# What they may do ---------------------------------------------------------------------------


def test_a_fault_is_armed_as_a_scenario_file_writes_it() -> None:
    """It strikes in the next sale, and the state says so."""
    fault = {"printer.paper_out": {"when": "printer.slip_started", "with": {"line": "4"}}}

    async def visit(house: House) -> tuple[dict[str, Any], list[str], list[dict[str, Any]]]:
        caller = await house.guest()
        said = await reply(caller, "arm", fault=fault)
        await sell(house.session, house.wall)
        kinds = fault_events(house.session, "printer_paper_out_1")
        faults: list[dict[str, Any]] = []
        while not faults or faults[0]["state"] == "armed":
            faults = (await caller.hear_of("state"))["state"]["truth"]["faults"]
        return said, kinds, faults

    said, kinds, faults = run(visit)

    assert {"reply": 1} == said
    assert ["armed", "fired"] == kinds
    assert [("printer_paper_out_1", "fired")] == [(one["id"], one["state"]) for one in faults]


def test_a_wrong_fault_is_judged_by_the_reader_of_scenario_files() -> None:
    """With its code and its sentences; the guest stays."""

    async def visit(house: House) -> list[dict[str, Any]]:
        caller = await house.guest()
        wrong = [
            {"printer.jamm": {}},
            {"printer.paper_out": {"with": {"line": "many"}}},
            {"printer.jam": {"when": "printer.never"}},
            {"printer.jam": {}, "printer.faded": {}},
            {"printer.jam": [1, {"x": None}]},
            {},
        ]
        return [await reply(caller, "arm", fault=fault) for fault in wrong]

    errors = [said["error"] for said in run(visit)]

    assert {"E"} == {error["code"][0] for error in errors}
    assert all(error["zh"] and error["en"] for error in errors)


def test_a_name_is_given_once() -> None:
    """A second fault of the same name would be taken for the first."""

    async def visit(house: House) -> list[dict[str, Any]]:
        caller = await house.guest()
        return [await reply(caller, "arm", fault=JAM) for _ in range(2)]

    first, second = run(visit)

    assert "error" not in first
    assert "name_taken" == second["error"]["code"]


def test_faults_end_somewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody can fill the run with faults that wait for ever."""
    monkeypatch.setattr(door_module, "MOST_FAULTS", 2)

    async def visit(house: House) -> list[dict[str, Any]]:
        caller = await house.guest()
        return [await reply(caller, "arm", fault={"printer.jam": {}}) for _ in range(3)]

    assert [None, None, "too_many"] == [
        said["error"]["code"] if "error" in said else None for said in run(visit)
    ]


def test_mending_says_whether_there_was_anything_to_mend() -> None:
    """What was broken is mended once, and what nobody has is not there."""

    async def visit(house: House) -> list[dict[str, Any]]:
        caller = await house.guest()
        await reply(caller, "arm", fault=JAM)
        await house.wall.advance(1000)
        levers = ("printer.jam", "printer.jam", "printer.wings")
        return [await reply(caller, "release", lever=lever) for lever in levers]

    assert [None, "not_broken", "no_lever"] == [
        said["error"]["code"] if "error" in said else None for said in run(visit)
    ]


def test_time_is_ruled_over_a_line_as_beside_the_trainee() -> None:
    """Pause, speed, leaps; and everything is mended at once."""

    async def visit(house: House) -> tuple[Any, ...]:
        caller, pace = await house.guest(), house.session.pace
        await reply(caller, "hold")
        held = pace.is_held
        await reply(caller, "skip_for", us=MINUTE)
        leapt = pace.now_us >= MINUTE
        await reply(caller, "go_on")
        await reply(caller, "set_times", times=60)
        await reply(caller, "arm", fault=JAM)
        await house.wall.advance(1000)
        await reply(caller, "mend_all")
        return (
            held,
            leapt,
            pace.is_held,
            pace.times,
            house.session.bed.levers["printer.jam"].is_pulled,
        )

    assert (True, True, False, 60, False) == run(visit)


@pytest.mark.parametrize(
    ("do", "rest"),
    [
        ("hold", {}),
        ("go_on", {}),
        ("set_times", {"times": 10}),
        ("skip_to_next", {}),
        ("skip_for", {"us": MINUTE}),
    ],
)
def test_nobody_touches_the_clock_of_an_exam(do: str, rest: dict[str, int]) -> None:
    """The session says so, and time goes on as it did."""

    async def visit(house: House) -> tuple[str, bool, int]:
        said = await reply(await house.guest(), do, **rest)
        pace = house.session.pace
        return said["error"]["code"], pace.is_held, pace.times

    assert ("exam", False, 1) == run(visit, is_exam=True)


# What they are told -------------------------------------------------------------------------


def test_at_most_ten_states_come_in_a_second() -> None:
    """However much happens; the last one is never left out."""

    async def visit(house: House) -> tuple[int, int]:
        caller = await house.guest()
        loop = asyncio.get_running_loop()
        until_s, states = loop.time() + 0.45, []
        while loop.time() < until_s:
            house.session.press("clear")
            try:
                async with asyncio.timeout(0.01):
                    states.append(await caller.hear())
            except TimeoutError:
                continue
        return len(states), house.session.version

    count, version = run(visit, tick_s=door_module.TICK_S)

    assert 2 <= count <= 5
    assert version > count


def test_the_clock_is_told_even_if_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    """So a guest knows a quiet session from one that is gone."""
    monkeypatch.setattr(door_module, "HEARTBEAT_S", 0.05)

    async def visit(house: House) -> int:
        caller = await house.guest()
        version = house.session.version
        for _ in range(3):
            assert "state" in await caller.hear()
        return house.session.version - version

    assert 0 == run(visit)


def test_the_end_is_told() -> None:
    """Whoever is there when the door is closed hears that it is over."""

    async def visit(house: House) -> list[dict[str, Any]]:
        caller = await house.guest()
        await house.door.close()
        return await caller.hear_out()

    assert ["over"] == [line["error"]["code"] for line in run(visit) if "error" in line]


def test_whoever_is_there_when_the_run_is_judged_hears_that_it_is_over() -> None:
    """After the last state; and nobody gets in any more."""

    async def visit(house: House) -> tuple[list[dict[str, Any]], dict[str, Any]]:
        caller = await house.guest()
        house.session.leave()
        heard = await caller.hear_out()
        return heard, await (await house.knock()).hear()

    heard, late = run(visit)

    assert ["state", "over"] == [next(iter(heard[-2])), heard[-1]["error"]["code"]]
    assert "over" == late["error"]["code"]


def test_after_the_end_nothing_comes_of_a_command() -> None:
    """The trainee has left; what goes on is judged undisturbed."""

    async def visit(house: House) -> dict[str, Any]:
        caller = await house.guest()
        house.session.leave()
        return await reply(caller, "hold")

    assert "over" == run(visit)["error"]["code"]


def test_a_guest_hears_nothing_secret() -> None:
    """Neither a PIN nor a whole card number stands in a state, whatever is keyed."""

    async def visit(house: House) -> str:
        caller = await house.guest()
        await sell(house.session, house.wall)
        return json.dumps([await caller.hear_of("state") for _ in range(2)])

    told = run(visit)

    assert "622202******0018" in told
    assert "6222020000" not in told
    assert KNOCK.decode().strip() not in told

"""Caches and junk that fill the memory: how long there is room, and what the terminal says."""

from datetime import datetime
from typing import Any

import pytest

from emulator.domain.journal import Record
from emulator.domain.moments import MINUTE, SECOND
from emulator.domain.settings import TerminalSettings
from emulator.kernel.lever import levers_of
from emulator.kernel.world import World
from emulator.terminal.storage import SimStorage


def writes(world: World, storage: SimStorage, count: int) -> list[bool]:
    """Try to write so many records now; gives which of them were kept."""
    kept: list[bool] = []

    def work() -> Any:
        for _ in range(count):
            kept.append((yield from storage.write(Record(kind="parameters"))))

    world.spawn(work())
    world.run_until(world.now_us + SECOND)
    return kept


def memory(**junk: int) -> tuple[World, SimStorage, Any]:
    """A memory with two records in it and junk around them."""
    world = World(seed=1, start=datetime(2026, 3, 2))
    storage = SimStorage(world, TerminalSettings(journal_limit=1))
    assert [True, True] == writes(world, storage, 2)
    lever = levers_of(world, "storage", storage)["storage.junk"]
    lever.pull(**junk)
    return world, storage, lever


@pytest.mark.parametrize(
    ("after_us", "kept"),
    [
        (0, [True, True, True, False]),
        (MINUTE - 2 * SECOND, [True, True, True, False]),
        (MINUTE, [True, True, False, False]),
        (3 * MINUTE, [False, False, False, False]),
        (9 * MINUTE, [False, False, False, False]),
    ],
)
def test_junk_takes_the_room_of_one_record_after_another(after_us: int, kept: list[bool]) -> None:
    """Room for three, and for one less with every minute; what was written stays."""
    world, storage, _ = memory(records_left=3, every_us=MINUTE)
    world.run_until(world.now_us + after_us)

    assert kept == writes(world, storage, 4)
    assert 2 + kept.count(True) == len(storage.held)


def test_junk_that_does_not_grow_leaves_its_room_for_ever() -> None:
    """0 is no time in which anything grows."""
    world, storage, _ = memory(records_left=1, every_us=0)
    world.run_until(world.now_us + 90 * MINUTE)

    assert [True, False] == writes(world, storage, 2)


def test_there_is_room_again_when_it_is_cleared_away() -> None:
    """Nothing but the junk goes."""
    world, storage, lever = memory(records_left=0, every_us=MINUTE)
    before = writes(world, storage, 1)
    lever.release()

    assert ([False], [True]) == (before, writes(world, storage, 1))
    assert 3 == len(storage.held)


def test_more_room_than_there_is_is_no_junk() -> None:
    """The memory does not get larger by a setting."""
    world, storage, _ = memory(records_left=100_000, every_us=0)
    limit = storage.record_limit - 2

    assert [True] * limit + [False] == writes(world, storage, limit + 1)


def test_a_memory_full_of_junk_does_not_ask_for_settlement(bench: Any) -> None:
    """It is not the journal that takes the room, so the screen is another one."""
    with bench.storage.junk(records_left=0, every_us=0):
        bench.sell()
        bench.run()

    assert ([], 1) == (bench.shown("journal_full"), len(bench.shown("storage_full")))
    assert [] == bench.sent()


def test_a_full_journal_asks_for_settlement_whatever_else_takes_room(make_bench: Any) -> None:
    """Settling comes first: only then anybody can tell what is left."""
    bench = make_bench(journal_limit=1)
    bench.sell()
    bench.run(30)
    junk = bench.storage.junk(records_left=0, every_us=0)
    junk.__enter__()
    bench.sell(2_00)
    bench.run(30)

    assert ([], 1) == (bench.shown("storage_full"), len(bench.shown("journal_full")))


def test_an_approval_that_finds_no_room_is_reversed(bench: Any) -> None:
    """The memory fills up between the request and its answer: taken back, and said so."""
    junk = bench.storage.junk(records_left=0, every_us=0)
    bench.at("uplink.delivered", lambda: junk.__enter__(), mti="0210")
    bench.sell()
    bench.run(120)

    assert ["96"] == [m.code for m in bench.host.seen if m.mti == "0400"]
    assert ({}, []) == (bench.host.live, bench.printer.slips)
    assert bench.shown("storage_full")


def test_a_settlement_that_cannot_be_written_down_says_so_at_its_end(bench: Any) -> None:
    """The host has closed the batch; the terminal has it only in mind, and asks for room."""
    bench.sell()
    bench.run(30)
    junk = bench.storage.junk(records_left=0, every_us=0)
    junk.__enter__()
    bench.storage.full().__enter__()
    bench.errand("settlement")
    bench.run(60)

    assert (1, 1) == (len(bench.shown("settled")), len(bench.shown("storage_full")))


def test_a_settlement_that_was_written_down_is_silent_about_room(bench: Any) -> None:
    """Nothing is wrong."""
    bench.sell()
    bench.run(30)
    bench.errand("settlement")
    bench.run(60)

    assert (1, []) == (len(bench.shown("settled")), bench.shown("storage_full"))


def test_a_settlement_that_makes_room_for_itself_is_silent_about_it(bench: Any) -> None:
    """Nothing more can be added, but what replaces the records of the batch is less than them."""
    bench.sell()
    bench.run(30)
    junk = bench.storage.junk(records_left=0, every_us=0)
    junk.__enter__()
    bench.errand("settlement")
    bench.run(60)

    assert (1, []) == (len(bench.shown("settled")), bench.shown("storage_full"))


@pytest.mark.parametrize(("limit", "screen"), [(1, "journal_full"), (2, "storage_full")])
def test_what_cannot_be_written_is_blamed_on_the_journal_at_its_limit(
    make_bench: Any, limit: int, screen: str
) -> None:
    """A sign-in needs a record too, and with a full journal settling is what comes first."""
    bench = make_bench(journal_limit=limit)
    bench.sell()
    bench.run(30)
    full = bench.storage.full()
    full.__enter__()
    bench.errand("sign_in", operator="01", password="0000")
    bench.run(60)

    assert 1 == len(bench.shown(screen))

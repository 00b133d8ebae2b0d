"""Durable memory: whole records stay, torn ones were never there."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
import simpy

from emulator.domain.journal import Record
from emulator.domain.moments import MS
from emulator.domain.settings import TerminalSettings
from emulator.kernel.lever import levers_of
from emulator.kernel.world import World
from emulator.terminal.storage import SimStorage


def _memory(**settings: Any) -> tuple[World, SimStorage]:
    world = World(seed=1, start=datetime(2026, 3, 2))
    return world, SimStorage(world, TerminalSettings(**settings))


def _writer(world: World, *steps: Callable[[], Any]) -> tuple[simpy.Process, list[Any]]:
    results: list[Any] = []

    def work() -> Any:
        try:
            for step in steps:
                results.append((yield from step()))
        except simpy.Interrupt:
            results.append("cut")

    return world.spawn(work()), results


def _names(world: World) -> list[str]:
    world.finish()
    return [event.kind for event in world.trace]


def test_a_write_takes_time_and_then_reads_back() -> None:
    """write_started, the time, written."""
    world, storage = _memory(write_us=3 * MS)
    _, results = _writer(world, lambda: storage.write(Record(kind="intent", stan="000001")))

    world.run_until(3 * MS)

    assert [True] == results
    assert [Record(kind="intent", stan="000001")] == list(storage.read())
    assert ["write_started", "written", "read"] == _names(world)
    assert [0, 3 * MS] == [event.at_us for event in world.trace][:2]


@pytest.mark.parametrize(("at_us", "records", "torn"), [(0, 0, 1), (2_999, 0, 1), (3_001, 1, 0)])
def test_a_cut_before_the_end_of_a_write_tears_it(at_us: int, records: int, torn: int) -> None:
    """A torn record reads as not there, and the reading tells of it once."""
    world, storage = _memory(write_us=3 * MS)
    process, _ = _writer(
        world, lambda: storage.write(Record(kind="intent")), lambda: iter([world.sleep(1)])
    )
    world.after(at_us, lambda: process.interrupt() if process.is_alive else None)

    world.run_until(10 * MS)
    read = storage.read()
    storage.read()
    world.finish()

    assert records == len(read)
    assert [(records, torn), (records, 0)] == [
        (event.detail["records"], event.detail["torn"])
        for event in world.trace.named("storage.read")
    ]


def test_a_strike_on_written_comes_before_the_program_goes_on() -> None:
    """What listens for the end of a write can cut the power right behind it."""
    world, storage = _memory()
    process, results = _writer(
        world,
        lambda: storage.write(Record(kind="intent")),
        lambda: storage.write(Record(kind="verdict")),
    )
    world.listen(lambda _: world.soon(process.interrupt), ["written"])

    world.run_until(10 * MS)

    assert ["cut"] == results
    assert ["intent"] == [record.kind for record in storage.read()]


@pytest.mark.parametrize(("at_us", "kinds"), [(2_999, ["intent"]), (3_001, ["parameters"])])
def test_a_replacement_is_all_or_nothing(at_us: int, kinds: list[str]) -> None:
    """A cut before its end leaves the old content."""
    world, storage = _memory(write_us=3 * MS)
    world, storage = world, SimStorage(world, TerminalSettings(), holds=[Record(kind="intent")])
    process, _ = _writer(
        world,
        lambda: storage.replace((Record(kind="parameters"),)),
        lambda: iter([world.sleep(10)]),
    )
    world.after(at_us, process.interrupt)

    world.run_until(10 * MS)

    assert kinds == [record.kind for record in storage.read()]


def test_a_full_memory_refuses_without_taking_time() -> None:
    """The limit itself may be reached; the next record is refused and noted."""
    world, storage = _memory()
    storage.record_limit = 2
    _, results = _writer(world, *[lambda: storage.write(Record(kind="cash"))] * 3)

    world.run_until(100 * MS)

    assert [True, True, False] == results
    assert "full" == _names(world)[-1]


def test_the_lever_fills_the_memory_and_empties_it_again() -> None:
    """Old files, and somebody who clears them away."""
    world, storage = _memory()
    lever = levers_of(world, "storage", storage)["storage.full"]
    lever.pull()
    _, results = _writer(world, lambda: storage.write(Record(kind="cash")))
    world.run_until(10 * MS)
    lever.release()
    _, more = _writer(world, lambda: storage.write(Record(kind="cash")))

    world.run_until(20 * MS)

    assert ([False], [True]) == (results, more)

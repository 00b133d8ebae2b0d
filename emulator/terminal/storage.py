"""
The terminal's durable memory: records survive a power cut, a record half written does not.

A write is three moments: `write_started`, the time it takes, `written`. A cut between them tears
the record, and a torn record reads as not there. Left out: wear, bad blocks and file systems; a
record that was written whole reads back as it was.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
import simpy

from emulator.domain.journal import Record
from emulator.domain.moments import MINUTE
from emulator.domain.settings import TerminalSettings
from emulator.kernel.lever import lever
from emulator.kernel.world import Steps, World

SOURCE = "storage"
RECORDS_A_TRANSACTION = 16
"""Room for the records of one transaction at its worst: tries, reasons, prints and reprints."""
SPARE_RECORDS = 64
"""Room beside the transactions: parameters and the steps of a settlement."""


class Junk(msgspec.Struct, frozen=True):
    """Old files and caches, which nobody needs and which take the room of records."""

    records: int
    """Of so many the room was gone at `since_us`."""
    since_us: int
    every_us: int
    """They take the room of one more record in this time; 0: they do not grow."""

    def taken(self, now_us: int) -> int:
        """The room that is gone by now, in records."""
        grown = (now_us - self.since_us) // self.every_us if self.every_us else 0
        return self.records + grown


class SimStorage:
    """Durable memory of a simulated terminal; see `domain.journal.Storage`."""

    def __init__(
        self, world: World, settings: TerminalSettings, *, holds: Iterable[Record] = ()
    ) -> None:
        """
        Args:
            world: Where the terminal lives.
            settings: `write_us` and `journal_limit` count here.
            holds: What was written before the story begins.
        """
        self.record_limit = SPARE_RECORDS + RECORDS_A_TRANSACTION * settings.journal_limit
        self._world = world
        self._write_us = settings.write_us
        self._records: list[Record] = list(holds)
        self._torn = 0
        self._is_full = False
        self._junk: Junk | None = None

    def write(self, record: Record) -> Steps[bool]:
        """Append one record; False when the memory is full and nothing was written."""
        world = self._world
        room = self.record_limit if self._junk is None else self._room_beside(self._junk)
        if self._is_full or len(self._records) >= room:
            world.record(SOURCE, "full", _named(record))
            return False
        world.record(
            SOURCE,
            "write_started",
            {
                "record": record.kind,
                "stan": record.stan,
                "batch": record.batch,
                "takes_us": self._write_us,
            },
        )
        try:
            yield world.sleep(self._write_us)
        except simpy.Interrupt:
            self._tear(record.kind, record.stan)
            raise
        self._records.append(record)
        world.record(SOURCE, "written", _seen(record))
        if world.strikes:
            yield from world.pause()
        return True

    def replace(self, records: tuple[Record, ...]) -> Steps[bool]:
        """
        Put these in place of everything, all or nothing.

        A cut before the end leaves the old content. False when the new content has no room.
        """
        world = self._world
        room = self.record_limit if self._junk is None else self._room_beside(self._junk)
        if self._is_full or len(records) > room:
            world.record(SOURCE, "full", {"record": "replacement", "stan": ""})
            return False
        world.record(
            SOURCE,
            "write_started",
            {"record": "replacement", "stan": "", "batch": "", "takes_us": self._write_us},
        )
        try:
            yield world.sleep(self._write_us)
        except simpy.Interrupt:
            self._tear("replacement", "")
            raise
        self._records = list(records)
        world.record(SOURCE, "replaced", {"records": len(records)})
        yield from world.pause()
        return True

    def read(self) -> tuple[Record, ...]:
        """Everything that was written whole, in order."""
        self._world.record(SOURCE, "read", {"records": len(self._records), "torn": self._torn})
        self._torn = 0
        return tuple(self._records)

    @property
    def held(self) -> tuple[Record, ...]:
        """What a service tool finds in it; unlike `read` nobody on the bus hears of that."""
        return tuple(self._records)

    def put_back(self, records: Iterable[Record]) -> None:
        """Put these in place of everything with a service tool, while the terminal is dark."""
        self._records = list(records)
        self._world.record(SOURCE, "replaced", {"records": len(self._records)})

    def _room_beside(self, junk: Junk) -> int:
        """How many records have room now."""
        return self.record_limit - junk.taken(self._world.now_us)

    def _tear(self, kind: str, stan: str) -> None:
        self._torn += 1
        self._world.record(SOURCE, "torn", {"record": kind, "stan": stan})

    # What can go wrong ------------------------------------------------------------------------

    @lever
    def full(self) -> Iterator[None]:
        """The memory is full of old files: nothing more can be written down."""
        self._is_full = True
        yield
        self._is_full = False

    @lever
    def junk(self, *, records_left: int = 40, every_us: int = MINUTE) -> Iterator[None]:
        """Old files and caches pile up in the memory, until nothing more can be written down."""
        taken = max(self.record_limit - len(self._records) - records_left, 0)
        self._junk = Junk(taken, self._world.now_us, every_us)
        yield
        self._junk = None

    @lever
    def records_lost(self) -> Iterator[None]:
        """All records in the memory are gone; the terminal finds out when it starts again."""
        self.put_back(())
        yield

    @lever
    def records_altered(self, *, by_fen: int = 100) -> Iterator[None]:
        """Somebody alters the amount of the last approved sale in the memory."""
        self._alter_last(by_fen)
        yield

    def _alter_last(self, by_fen: int) -> None:
        # Nothing is noted: what is altered behind the program's back makes no sound on the bus.
        for at in range(len(self._records) - 1, -1, -1):
            record = self._records[at]
            if record.kind == "verdict" and record.entry is not None:
                amount_fen = record.entry.amount_fen + by_fen
                entry = msgspec.structs.replace(record.entry, amount_fen=amount_fen)
                self._records[at] = msgspec.structs.replace(record, entry=entry)
                return


def _named(record: Record) -> dict[str, Any]:
    return {"record": record.kind, "stan": record.stan}


def _seen(record: Record) -> dict[str, Any]:
    detail: dict[str, Any] = {"record": record.kind, "stan": record.stan, "batch": record.batch}
    outcome = record.values.get("outcome")
    if outcome is not None:
        detail["outcome"] = outcome
    entry = record.entry
    if entry is not None:
        detail["amount_fen"] = entry.amount_fen
        detail["transaction"] = entry.kind
        if entry.own_time is not None:
            detail["own_time"] = entry.own_time
    return detail

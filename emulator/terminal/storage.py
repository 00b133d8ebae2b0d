"""
The terminal's durable memory: records survive a power cut, a record half written does not.

A write is three moments: `write_started`, the time it takes, `written`. A cut between them tears
the record, and a torn record reads as not there. Left out: wear, bad blocks and file systems; a
record that was written whole reads back as it was.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import simpy

from emulator.domain.journal import Record
from emulator.domain.settings import TerminalSettings
from emulator.kernel.lever import lever
from emulator.kernel.world import Steps, World

SOURCE = "storage"
RECORDS_A_TRANSACTION = 16
"""Room for the records of one transaction at its worst: tries, reasons, prints and reprints."""
SPARE_RECORDS = 64
"""Room beside the transactions: parameters and the steps of a settlement."""


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

    def write(self, record: Record) -> Steps[bool]:
        """Append one record; False when the memory is full and nothing was written."""
        world = self._world
        if self._is_full or len(self._records) >= self.record_limit:
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
        if self._is_full or len(records) > self.record_limit:
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
    return detail

"""A whole shop with all its checks keeps nothing of what is long settled."""

import gc
import tracemalloc

import pytest

from emulator.checks.watch import Watch
from emulator.control import Control
from emulator.domain.card import Secret, pan_from_mask
from emulator.domain.moments import DAY, HOUR
from emulator.domain.plan import Account, Card, Given
from emulator.domain.settings import AcquirerSettings, TerminalSettings
from emulator.people.workload import Workload
from emulator.printer.interpreter import memory
from emulator.testbed import Testbed

DAYS = 28
"""More than any institution keeps a closed batch."""
A_DAY = 30
"""Sales a day, then a settlement."""
BYTES_A_SALE = 20


class LongRun:
    """A shop that sells, voids and refunds day after day and keeps no trace."""

    def __init__(self) -> None:
        card = Card(name="customer", pan=pan_from_mask("622202******0018"), pin=Secret("111111"))
        given = Given(
            cardholders=(Account(card=card, balance_fen=10**12),),
            terminal=TerminalSettings(duplicate_guard_us=0),
            acquirer=AcquirerSettings(refund_days=1),
            spare_rolls=1000,
        )
        self._bed = Testbed(given, keep=False)
        self._control = Control(self._bed)
        self._watch = Watch()
        self._watch.attach(self._bed.world.listen, self._bed.world.tap)
        self._control.open_shop()
        self._days = 0

    def live(self, days: int) -> None:
        """Let some days pass, each with its sales and a settlement."""
        for _ in range(days):
            workload = Workload(
                sales=A_DAY, settle_after=A_DAY, void_per_mille=30, refund_per_mille=30
            )
            self._steps = workload.steps(self._bed.world)
            self._go_on("")
            self._days += 1
            self._control.drive(self._days * DAY - HOUR)

    def retained(self) -> int:
        """Bytes that are still reachable when no block of events waits to be written."""
        self._bed.world.finish()
        gc.collect()
        return tracemalloc.get_traced_memory()[0]

    def failures(self) -> list[str]:
        """Checks that did not hold."""
        verdicts = self._watch.verdicts(self._bed.world.now_us)
        return [v.check for v in verdicts if v.offences]

    def _go_on(self, _: str) -> None:
        step = next(self._steps, None)
        if step is not None:
            self._bed.staff.do(step, self._go_on)


def test_a_long_run_keeps_nothing_of_what_is_settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """After four weeks and after eight as much is kept, give or take 20 bytes a sale."""
    # What printers remember of lines has a bound of its own; here they remember nothing.
    monkeypatch.setattr(memory, "MOVES_MAX", 0)
    memory.memory_of.cache_clear()
    tracemalloc.start()
    try:
        run = LongRun()
        run.live(DAYS)
        before = run.retained()
        run.live(DAYS)
        grown = run.retained() - before
    finally:
        tracemalloc.stop()

    assert [] == run.failures()
    assert grown <= BYTES_A_SALE * DAYS * A_DAY

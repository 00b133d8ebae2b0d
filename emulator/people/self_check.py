"""
The scheduled self-check: once a day, before customers come, everything is looked at.

    equipment --> line --> (dead?) firewall --> line --> versions --> (old?) update

What is seen is noted like any other look, so that a step of the story can wait for it. A cashier
who works by the handbook also mends it, as soon as it is seen; one who does not leaves that to the
steps. Left out: cleaning, and whatever nobody can see.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import time
from typing import Any

from emulator.domain.plan import Step
from emulator.kernel.world import World
from emulator.people import chores, mending
from emulator.people.cashier import Cashier

NAME = "self_check"
"""The step that its looks are noted under."""
_CURRENT = "current"
_DEAD = "dead"
_MENDS_LINE: Mapping[str, str] = {"no_carrier": "reconnect_cable", _DEAD: "open_firewall"}
"""Words of the screen `line_tested` for a line on which nothing comes back, to what helps; a router
that hangs has been seen before."""

Tasks = Iterator[Step]
"""What is done at the keys, one after the other; what came of one decides on the next."""


class SelfCheck:
    """Has the cashier go through it every day at the same time."""

    def __init__(self, world: World, cashier: Cashier, *, of_day: str) -> None:
        """
        Args:
            world: Where the shop is.
            cashier: Who does it.
            of_day: When, hh:mm.
        """
        self._world = world
        self._cashier = cashier
        self._of_day = time.fromisoformat(of_day)
        self._is_off = False
        self._set()

    def stop(self) -> None:
        """Leave it to whoever is at the till now."""
        self._is_off = True

    def _set(self) -> None:
        now_us = self._world.now_us
        self._world.after(self._world.clock.next_us(now_us, self._of_day) - now_us, self._ring)

    def _ring(self) -> None:
        self._set()
        # Before moment 0 the shop only opens.
        if not self._is_off and self._world.now_us >= 0:
            self._look_at_equipment()
            self._go_on(self._at_the_keys())

    @property
    def _mends(self) -> bool:
        return self._cashier.conduct.by_the_book

    def _look_at_equipment(self) -> None:
        seen = mending.look_over(self._cashier, step_name=NAME)
        if self._mends:
            mending.mend(self._cashier, seen)

    def _at_the_keys(self) -> Tasks:
        yield _step("test_connection")
        if self._mends and self._seen("line") in _MENDS_LINE:
            yield from self._mend_line(str(self._seen("line")))
        yield _step("check_versions")
        if self._mends and self._seen("state") not in (None, _CURRENT):
            yield _step("update_software")

    def _mend_line(self, line: str) -> Tasks:
        if line == _DEAD:
            yield _step("check_firewall")
        if chores.repair(self._cashier, _MENDS_LINE[line], step_name=NAME):
            yield _step("test_connection")
        elif not self._cashier.leaves_out("support.call"):
            # The lamps are lit, nothing is blocked: it is not in the shop.
            self._cashier.support.call("line")

    def _seen(self, what: str) -> Any:
        """What the terminal showed for the last of them; None if it showed no such thing."""
        errand = self._cashier.done.get(NAME)
        return None if errand is None else errand.values.get(what)

    def _go_on(self, tasks: Tasks) -> None:
        step = next(tasks, None)
        if step is None:
            return
        if self._cashier.leaves_out(f"{step.who}.{step.action}"):
            self._go_on(tasks)
        else:
            self._cashier.done.pop(NAME, None)
            self._cashier.do(step, self._then(tasks))

    def _then(self, tasks: Tasks) -> Callable[[str], None]:
        return lambda result: self._go_on(tasks) if result == "done" else None


def _step(action: str) -> Step:
    return Step(who="cashier", action=action, name=NAME)

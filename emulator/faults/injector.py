"""
Brings the faults of a scenario into the shop, and takes them all away for the calm.

Three ways only: a lever is pulled, a rule is laid on a line, or the power is cut (a lever too).
Every fault is noted when it is armed, when it fires and when it is healed, so that one that never
fired cannot pass for one that was survived.
"""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from emulator.domain.fate import DOWN, UP, Rule
from emulator.domain.message import Message
from emulator.domain.plan import FaultPlan, Instant
from emulator.faults.fates import FATES, StrikesMessages, fate_of
from emulator.faults.triggers import pull_trigger
from emulator.kernel.lever import Lever
from emulator.kernel.world import World


class Carrier(Protocol):
    """The part of a line that faults need."""

    rules: list[Rule]

    def let_go(self, way: str) -> None:
        """Deliver what was held back this way."""


class Injector:
    """Arms the faults of one run."""

    def __init__(
        self,
        world: World,
        *,
        levers: Mapping[str, Lever],
        lines: Mapping[str, Carrier],
        resolve: Callable[[Instant], int],
    ) -> None:
        self._world = world
        self._levers = levers
        self._lines = lines
        self._resolve = resolve
        self._laid: list[tuple[Carrier, StrikesMessages]] = []
        self._is_calm = False
        self._calms = 0
        """How often everything was mended; what was armed before is disarmed."""

    def arm(self, fault: FaultPlan) -> None:
        """
        Make a fault ready to strike.

        Raises:
            KeyError: There is no lever and no fate of that name; the reader of the scenario, or
                whoever made the plan, should have found out.
        """
        self._world.note("fault", "armed", fault=fault.id, name=fault.name)
        if fault.name in self._levers:
            self._arm_lever(fault, self._levers[fault.name])
            return
        line, _, fate = fault.name.rpartition(".")
        self._arm_fate(fault, self._lines[line], fate)

    def knows(self, name: str) -> bool:
        """Tell whether there is a lever or a fate of this name."""
        line, _, fate = name.rpartition(".")
        return name in self._levers or (line in self._lines and fate in FATES)

    def mend_all(self) -> dict[str, Any]:
        """
        Mend everything as `calm` does; what is armed later may strike again.

        What was armed before and has not struck yet will not strike any more.
        """
        mended = self.calm()
        self._is_calm = False
        return mended

    def _arm_lever(self, fault: FaultPlan, lever: Lever) -> None:
        calms = self._calms

        def strike(reason: int) -> None:
            if self._is_calm or calms != self._calms:
                return
            if not lever.pull(**fault.settings):
                self._world.note("fault", "had_no_effect", fault=fault.id, why="already_broken")
                return
            self._world.note("fault", "fired", fault=fault.id, at_event=reason)
            mine = lever.pulls

            def heal() -> None:
                # Somebody may have mended it, and something else broken it again, meanwhile.
                if lever.pulls == mine and lever.release():
                    self._world.note("fault", "healed", fault=fault.id)

            self._limit(fault, heal)

        pull_trigger(self._world, fault.trigger, strike, moment=fault.moment, resolve=self._resolve)

    def _arm_fate(self, fault: FaultPlan, line: Carrier, fate: str) -> None:
        def fired(message: Message) -> None:
            self._world.note("fault", "fired", fault=fault.id, mti=message.mti, stan=message.stan)

        settings = {k: v for k, v in fault.settings.items() if k in FATES[fate]}
        rule = StrikesMessages(
            fate_of(fate, settings), fault.message, nth=fault.nth, times=fault.times, fired=fired
        )
        line.rules.append(rule)
        self._laid.append((line, rule))

        calms = self._calms

        def begin(_: int) -> None:
            if self._is_calm or calms != self._calms:
                return
            rule.armed = True
            self._limit(fault, lambda: self._lift(line, rule))

        trigger = fault.trigger
        if trigger.at is None and trigger.when is None and not trigger.after_us:
            # Armed at once, or a message sent before the first scheduled event would slip by.
            begin(-1)
        else:
            pull_trigger(self._world, trigger, begin, resolve=self._resolve)

    def _limit(self, fault: FaultPlan, heal: Callable[[], None]) -> None:
        if fault.for_us is not None:
            self._world.soon(heal, after_us=max(1, fault.for_us))
        elif fault.until is not None:
            at_us = self._resolve(fault.until)
            self._world.soon(heal, after_us=max(1, at_us - self._world.now_us))

    def _lift(self, line: Carrier, rule: StrikesMessages) -> None:
        rule.armed = False
        if rule in line.rules:
            line.rules.remove(rule)

    def calm(self) -> dict[str, Any]:
        """
        Mend everything: release every lever, lift every rule, deliver what is held back.

        From here on no trigger strikes any more.

        Returns:
            The names of the levers that were still pulled and the number of rules lifted.
        """
        self._is_calm = True
        self._calms += 1
        released = [name for name, lever in self._levers.items() if lever.release()]
        for line, rule in self._laid:
            self._lift(line, rule)
        lifted = len(self._laid)
        self._laid.clear()
        for line in self._lines.values():
            for way in (UP, DOWN):
                line.let_go(way)
        return {"released": released, "dropped": lifted}

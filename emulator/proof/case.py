"""
One scenario under proof: its own run, and what several rules need of it.

Rules ask for the same counterfactual runs again and again: a check and a recovery that are carried
out by one deed, a cause that is the only one. Each is played once and kept as long as the case is.
"""

from functools import cached_property

import msgspec

from emulator.domain.plan import Scenario
from emulator.proof.brought import Brought, brought_about, together
from emulator.proof.counterfactual import Played, Without, play, told_without


class Case:
    """A scenario with its own run, and those of its counterfactual runs that were asked for."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.name = scenario.name
        self.base: Played = play(scenario)
        self._left_out: dict[frozenset[str], Played] = {}

    @cached_property
    def causes(self) -> Brought:
        """Everything that brings about the causes that the scenario covers."""
        numbers = [entry for entry in self.scenario.covers if entry.startswith("F")]
        return together(
            brought_about(number, self.scenario, self.base.events) for number in numbers
        )

    @cached_property
    def sound(self) -> Scenario:
        """The same story, nothing being the matter."""
        return told_without(self.scenario, self.causes.without)

    def unsuspecting(self, without: Without) -> Scenario:
        """
        The same story without a cause, told by people who do not know that it is not there.

        Whatever would put something right is still in it, to be done if it depends on nothing.
        """
        return told_without(self.scenario, msgspec.structs.replace(without, remedies=frozenset()))

    @cached_property
    def nothing_the_matter(self) -> Played:
        """The run of the same story, nothing being the matter."""
        return play(self.sound, like=self.base)

    def without_cause(self, without: Without) -> Played:
        """The run of the same story without one of its causes."""
        if without == self.causes.without:
            return self.nothing_the_matter
        return play(told_without(self.scenario, without), like=self.base)

    def left_out(self, keys: frozenset[str]) -> Played:
        """
        The run in which nobody does some things.

        Args:
            keys: Of `domain.numbers`; whoever would do them in the scenario's own run.
        """
        if keys not in self._left_out:
            self._left_out[keys] = play(self.scenario, left_out=keys, like=self.base)
        return self._left_out[keys]

"""
Has the scenario's steps done, each by whom it names and when it says.

Steps form chains: one with `at` or `when` of its own begins a chain, and those after it that say
neither follow in turn, each `after` the end of the one before. Chains run side by side, as people
do. A step that was never reached is known afterwards, so that it cannot pass for done.
"""

from collections.abc import Callable, Iterable

import simpy

from emulator.domain.plan import Instant, Pattern, Step
from emulator.domain.trace import TraceEvent
from emulator.kernel.world import Steps, World

Act = Callable[[Step, Callable[[str], None]], None]
"""Lets somebody do a step and calls back with `done` or `stuck`, at once or later."""


class Director:
    """Runs the steps of one scenario."""

    def __init__(self, world: World, act: Act, resolve: Callable[[Instant], int]) -> None:
        self._world = world
        self._act = act
        self._resolve = resolve
        self._began: dict[int, bool] = {}
        self._ended: dict[int, bool] = {}
        self._open_chains = 0

    @property
    def is_through(self) -> bool:
        """True when every chain has come to its end."""
        return self._open_chains == 0

    def start(self, steps: Iterable[Step]) -> None:
        """Set all chains going; call once, at moment 0."""
        chains: list[list[tuple[int, Step]]] = []
        for index, step in enumerate(steps):
            self._began[index] = self._ended[index] = False
            if not chains or step.trigger.at is not None or step.trigger.when is not None:
                chains.append([])
            chains[-1].append((index, step))
        self._open_chains = len(chains)
        for chain in chains:
            # Listening starts now for all: what a later chain waits for may come very soon.
            self._world.spawn(self._run(chain, self._when(chain[0][1])))

    def unreached(self) -> list[int]:
        """Indices of the steps that nobody ever began."""
        return [index for index, began in self._began.items() if not began]

    def unfinished(self) -> list[int]:
        """Indices of the steps that somebody began and that neither ended nor got stuck."""
        return [i for i, began in self._began.items() if began and not self._ended[i]]

    def _when(self, step: Step) -> simpy.Event | None:
        pattern = step.trigger.when
        return None if pattern is None else self._happening(pattern)

    def _happening(self, pattern: Pattern) -> simpy.Event:
        happened = simpy.Event(self._world.env)
        left = pattern.nth

        def hear(event: TraceEvent) -> None:
            nonlocal left
            if left and pattern.fits(event.source, event.kind, event.detail):
                left -= 1
                if not left:
                    happened.succeed()

        self._world.listen(hear, (pattern.kind,))
        return happened

    def _run(self, chain: list[tuple[int, Step]], when: simpy.Event | None) -> Steps[None]:
        if when is not None:
            yield when
        for index, step in chain:
            wait_us = step.trigger.after_us
            if step.trigger.at is not None:
                wait_us += self._resolve(step.trigger.at) - self._world.now_us
            if wait_us > 0:
                yield self._world.sleep(wait_us)
            yield from self._do(index, step)
        self._open_chains -= 1

    def _do(self, index: int, step: Step) -> Steps[None]:
        world = self._world
        self._began[index] = True
        world.note(
            "bench", "step_began", step=index, who=step.who, action=step.action, name=step.name
        )
        if step.who != "note":
            ended = simpy.Event(world.env)
            self._act(step, lambda result: _once(ended, result))
            result = yield ended
        else:
            result = "done"
        self._ended[index] = True
        world.note("bench", "step_ended", step=index, result=result)


def _once(ended: simpy.Event, result: str) -> None:
    """An errand that is stuck may still be finished by a later step; the first word counts."""
    if not ended.triggered:
        ended.succeed(result)

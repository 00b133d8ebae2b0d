"""A fault that never struck, or a step that nobody reached, proves nothing about recovery."""

from collections.abc import Sequence

from emulator.checks.base import Check, Folds, Handlers
from emulator.domain.plan import Step
from emulator.domain.trace import TraceEvent
from emulator.domain.verdict import Truth, Verdict

STEPS_DONE = "steps_done"


class FaultsFired(Check):
    """Every fault that was armed has fired and had an effect; otherwise the run is inconclusive."""

    name = "faults_fired"

    def __init__(self, folds: Folds | None = None) -> None:
        super().__init__(folds)
        self._armed: dict[str, int] = {}
        self._idle: dict[str, int] = {}
        """Faults that fired without effect, and the event that says so."""

    def handlers(self) -> Handlers:
        return {
            ("fault", "armed"): self._arm,
            ("fault", "fired"): self._fire,
            ("fault", "had_no_effect"): self._had_no_effect,
        }

    def _arm(self, event: TraceEvent) -> None:
        self.judged += 1
        self._armed[event.detail["fault"]] = event.seq

    def _fire(self, event: TraceEvent) -> None:
        self._armed.pop(event.detail["fault"], None)

    def _had_no_effect(self, event: TraceEvent) -> None:
        self._armed.pop(event.detail["fault"], None)
        self._idle[event.detail["fault"]] = event.seq

    def verdict(self, end_us: int) -> Verdict:
        """Name the faults that did not do what they were there for."""
        for what, faults in (("never", self._armed), ("no_effect", self._idle)):
            if faults:
                return Verdict(
                    check=self.name,
                    truth=Truth.INCONCLUSIVE,
                    message=f"check.faults_fired.{what}",
                    values={"faults": ", ".join(faults)},
                    evidence=tuple(faults.values()),
                    offences=len(faults),
                )
        return super().verdict(end_us)


def unreached(
    steps: Sequence[Step], missing: Sequence[int], unfinished: Sequence[int] = ()
) -> Verdict:
    """
    Judge whether the story was played to its end.

    Args:
        steps: The scenario's steps.
        missing: Indices, from 0, of the steps that nobody began, in order.
        unfinished: Indices of those that were begun and not over when the story was.
    """
    if not steps:
        return Verdict(check=STEPS_DONE, truth=Truth.INCONCLUSIVE, applied=False)
    for what, indices in (("never", missing), ("unfinished", unfinished)):
        if indices:
            first = steps[indices[0]]
            return Verdict(
                check=STEPS_DONE,
                truth=Truth.INCONCLUSIVE,
                message=f"check.steps_done.{what}",
                values={
                    "number": indices[0] + 1,
                    "step": first.name or f"{first.who} {first.action}",
                    "missing": len(indices),
                },
                offences=len(indices),
            )
    return Verdict(check=STEPS_DONE, truth=Truth.PASS, values={"judged": len(steps)})

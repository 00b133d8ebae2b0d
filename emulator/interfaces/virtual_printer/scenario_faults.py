"""
The printer's part of a scenario file: its faults, where there is nothing but a printer.

Left out: faults of everything else, and those that wait for somebody else or for a date.
"""

from collections.abc import Iterable
from typing import NamedTuple

from emulator.domain.plan import FaultPlan, Instant, Scenario
from emulator.faults.injector import Injector
from emulator.interfaces.virtual_printer.virtual import NAME, VirtualPrinter

_SEEN = (NAME, "lever", "fault")
"""Sources of events that there are."""


class Chosen(NamedTuple):
    """The faults of a scenario."""

    plans: tuple[FaultPlan, ...]
    skipped: tuple[str, ...]
    """Names of those that cannot come about here."""


def printer_faults(scenario: Scenario) -> Chosen:
    """Choose the faults that a printer alone can have."""
    plans = tuple(plan for plan in scenario.faults if _can_be(plan))
    return Chosen(plans, tuple(plan.name for plan in scenario.faults if plan not in plans))


def arm_plans(printer: VirtualPrinter, plans: Iterable[FaultPlan]) -> None:
    """Make faults ready to strike; their moments count from now."""
    injector = Injector(printer.world, levers=printer.levers, lines={}, resolve=_moment)
    for plan in plans:
        injector.arm(plan)


def _can_be(plan: FaultPlan) -> bool:
    trigger = plan.trigger
    if not plan.name.startswith(f"{NAME}."):
        return False
    if trigger.when is not None and trigger.when.source not in _SEEN:
        return False
    return all(at is None or at.at_us is not None for at in (trigger.at, plan.until))


def _moment(instant: Instant) -> int:
    assert instant.at_us is not None, "others were left out"
    return instant.at_us

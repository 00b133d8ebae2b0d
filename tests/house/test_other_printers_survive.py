"""No check fails with any model of printer, whichever way it recovers, whatever goes wrong."""

import msgspec
import pytest

from emulator.conformance import schedules
from emulator.domain.settings import PRINTER_PROFILES, RECOVERIES, PrinterSettings
from emulator.domain.verdict import Truth
from emulator.runner import run

SCHEDULES = 40
AT_THE_PRINTER = tuple(name for name in schedules.LEVERS if name.startswith("printer."))


@pytest.mark.parametrize("recovery", RECOVERIES)
@pytest.mark.parametrize("profile", PRINTER_PROFILES)
def test_random_trouble_at_the_printer_breaks_no_invariant(
    profile: str, recovery: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every fault of every schedule is one of the printer's."""
    monkeypatch.setattr(schedules, "LEVERS", AT_THE_PRINTER)
    day = schedules.quiet_day(1)
    printer = PrinterSettings(profile=profile, recovery=recovery)
    day = msgspec.structs.replace(day, given=msgspec.structs.replace(day.given, printer=printer))
    points = schedules.fault_points(run(day).trace.events)
    for seed in range(SCHEDULES):
        result = run(schedules.troubled_day(day, points, seed))
        broken = [v.check for v in result.verdicts if v.truth is Truth.FAIL]

        assert ([], "") == (broken, result.crash), f"schedule {seed}"

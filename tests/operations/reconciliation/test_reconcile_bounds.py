"""A recording from anywhere cannot keep its reader busy for ever."""

import pytest

from emulator.domain.trace import TraceEvent
from emulator.operations.reconciliation.effort import Effort
from emulator.operations.reconciliation.trace_sides import TraceSides

STARTED = TraceEvent(
    0, 0, "bench", "run_started", {"start": "2026-03-02T10:00:00", "terminal": "12345678"}
)


def taking(*events: tuple[str, str, dict]) -> TraceSides:
    taken = TraceSides()
    taken.take(STARTED)
    for source, kind, detail in events:
        taken.take(TraceEvent(1, 1, source, kind, detail))
    return taken


def test_effort_ends_just_beyond_its_limit() -> None:
    """The last record that is allowed is gone through; the next is not."""
    effort = Effort(10)
    effort.spend(10)

    with pytest.raises(ValueError, match="too much"):
        effort.spend(1)


def test_a_memory_that_is_replaced_for_ever_is_refused() -> None:
    """Each time everything in it would be read again."""
    record = {"record": "intent", "transaction": "sale", "amount_fen": 1, "batch": "000001"}
    written = [("storage", "written", {**record, "stan": f"{n:06d}"}) for n in range(5_000)]
    replaced = [("storage", "replaced", {"records": 5_000})] * 5_000

    with pytest.raises(ValueError, match="too much"):
        taking(*written, *replaced)


def test_files_that_are_made_for_ever_are_refused() -> None:
    """Each time what is not filed yet would be gone through."""
    posted = {"reason": "sale", "batch": "000001", "transaction": "sale"}
    held = [("acquirer", "posted", {**posted, "stan": f"{n:06d}"}) for n in range(5_000)]
    made = [("clearing", "file_made", {"business_day": "2026-03-01"})] * 5_000

    with pytest.raises(ValueError, match="too much"):
        taking(*held, *made)


def test_obstacles_are_counted() -> None:
    """A bank that closes more often than any bank does."""
    with pytest.raises(ValueError, match="obstacles"):
        taking(*[("clearing", "closed", {"why": str(n)}) for n in range(1_001)])


@pytest.mark.parametrize("at_us", [-(10**18), 10**18, 2**63 - 1])
def test_a_moment_that_no_calendar_knows_is_refused(at_us: int) -> None:
    """Neither past nor future without end."""
    taken = taking()

    with pytest.raises(ValueError, match="at_us"):
        taken.take(TraceEvent(1, at_us, "storage", "read", {}))

"""The values that a scenario is made of."""

from datetime import date, datetime, time

import pytest

from emulator.domain.plan import Pattern, business_day_us

PATTERN = Pattern(source="uplink", kind="lost", where={"mti": "0210", "garbled": None})


@pytest.mark.parametrize(
    ("source", "kind", "detail", "answer"),
    [
        ("uplink", "lost", {"mti": "0210", "stan": "000001"}, True),
        ("uplink", "lost", {"mti": "0210", "garbled": True}, False),
        ("uplink", "lost", {"mti": "0200"}, False),
        ("uplink", "lost", {}, False),
        ("uplink", "sent", {"mti": "0210"}, False),
        ("issuer_line", "lost", {"mti": "0210"}, False),
    ],
)
def test_a_pattern_fits_by_name_and_details(
    source: str, kind: str, detail: dict[str, object], answer: bool
) -> None:
    """Everything in `where` must be so; other details do not matter."""
    assert answer == PATTERN.fits(source, kind, detail)
    assert "uplink.lost" == PATTERN.name


def test_a_day_is_counted_from_the_start() -> None:
    """A time on a later day is so many microseconds away."""
    start = datetime(2026, 3, 2, 10)

    assert 23 * 3_600_000_000 == business_day_us(start, date(2026, 3, 3), time(9))
    assert -3_600_000_000 == business_day_us(start, date(2026, 3, 2), time(9))

"""What a look away from the keys showed the person at the till: names and words, no sentences."""

from collections.abc import Callable, Mapping
from typing import Any

from emulator.domain.equipment import SIGHTS

Seen = dict[str, str | int]


def seen_of(action: str, detail: Mapping[str, Any]) -> Seen | None:
    """
    What there was to see; empty if all was as it should be, None if it was no look or saw nothing.

    Args:
        action: What was done, of `cashier.did`.
        detail: Of that event.
    """
    look = LOOKS.get(action)
    return None if look is None else look(detail)


def _equipment(detail: Mapping[str, Any]) -> Seen:
    """Only what is not as it should be: nobody reads out twelve lamps."""
    return {
        name: str(detail[name])
        for name, words in SIGHTS.items()
        if name in detail and detail[name] != words[0]
    }


def _details(*names: str) -> Callable[[Mapping[str, Any]], Seen | None]:
    def seen(detail: Mapping[str, Any]) -> Seen | None:
        found = {name: _word(detail[name]) for name in names if name in detail}
        return found or None

    return seen


def _word(value: Any) -> str | int:
    """Yes and no are words in a look, as in `reports.seen_words`."""
    return value if isinstance(value, int) and not isinstance(value, bool) else str(value)


LOOKS: Mapping[str, Callable[[Mapping[str, Any]], Seen | None]] = {
    "check_equipment": _equipment,
    "check_firewall": _details("firewall"),
    "check_records": _details("agrees"),
    "compare_time": _details("agrees", "off_by_us"),
    "compare_type": _details("agrees", "printed", "wanted"),
    "show_slip": _details("voucher"),
}
"""What is looked at away from the keys, to what was seen."""

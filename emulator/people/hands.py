"""
What people can do with their hands to the equipment and on the phone to the banks.

The test bed knows who is wired to whom, so it hands over one callable a deed, by the name that the
deed has in `domain.actions`. People never reach a part otherwise.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

Deed = Callable[..., bool | None]
"""Does it, with the step's options as keywords; False says that there was nothing to do."""

Look = Callable[[], Mapping[str, str]]
"""Gives what there is to see of one part now: names and words of `domain.equipment`."""

Inquiry = Callable[[], Mapping[str, Any] | None]
"""Finds something out; gives details of the trace event that tells it, or None if it cannot."""


class Hands:
    """Deeds by name, and eyes; a deed that nobody wired has no effect and says so."""

    def __init__(
        self,
        deeds: Mapping[str, Deed] | None = None,
        looks: Iterable[Look] = (),
        inquiries: Mapping[str, Inquiry] | None = None,
    ) -> None:
        self._deeds = dict(deeds or {})
        self._looks = tuple(looks)
        self._inquiries = dict(inquiries or {})

    def can(self, name: str) -> bool:
        """Tell whether this deed was wired."""
        return name in self._deeds

    def do(self, name: str, /, **options: object) -> bool:
        """Do it; False if it changed nothing or cannot be done in this shop."""
        deed = self._deeds.get(name)
        return deed is not None and deed(**options) is not False

    def find_out(self, name: str) -> dict[str, Any] | None:
        """Ask or compare something; None if nobody in this shop can."""
        inquiry = self._inquiries.get(name)
        found = None if inquiry is None else inquiry()
        return None if found is None else dict(found)

    def look(self) -> dict[str, str]:
        """What there is to see at the till now, by the names of `domain.equipment`."""
        seen: dict[str, str] = {}
        for look in self._looks:
            seen.update(look())
        return seen

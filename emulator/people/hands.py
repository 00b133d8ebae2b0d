"""
What people can do with their hands to the equipment and on the phone to the banks.

The test bed knows who is wired to whom, so it hands over one callable a deed, by the name that the
deed has in `domain.actions`. People never reach a part otherwise.
"""

from collections.abc import Callable, Mapping

Deed = Callable[..., bool | None]
"""Does it, with the step's options as keywords; False says that there was nothing to do."""


class Hands:
    """Deeds by name; a deed that nobody wired has no effect and says so."""

    def __init__(self, deeds: Mapping[str, Deed] | None = None) -> None:
        self._deeds = dict(deeds or {})

    def can(self, name: str) -> bool:
        """Tell whether this deed was wired."""
        return name in self._deeds

    def do(self, name: str, /, **options: object) -> bool:
        """Do it; False if it changed nothing or cannot be done in this shop."""
        deed = self._deeds.get(name)
        return deed is not None and deed(**options) is not False

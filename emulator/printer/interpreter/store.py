"""
What a host left in the printer's memory: pictures, characters, symbol data.

Everything together is bounded; what does not fit any more is refused, as printers do. A store is
replaced and never changed, so that a snapshot of the interpreter costs nothing.
"""

from collections.abc import Mapping

from emulator.domain.paper import Dots

CAPACITY_BYTES = 384 * 1024

Key = tuple[str, object]
"""What kind of thing, and its number or key code."""


class Store:
    """
    Things by key; compared by identity, since most printers never hold any.

    Kinds that start with `nv` outlive ESC @ and the power.
    """

    __slots__ = ("_things", "used_bytes")

    def __init__(self, things: Mapping[Key, Dots | bytes] | None = None) -> None:
        self._things = dict(things or {})
        self.used_bytes = sum(map(_bytes_of, self._things.values()))

    def picture(self, key: Key) -> Dots | None:
        """The picture kept under a key."""
        thing = self._things.get(key)
        return thing if isinstance(thing, Dots) else None

    def data(self, key: Key) -> bytes:
        """The bytes kept under a key; empty if none are."""
        thing = self._things.get(key)
        return thing if isinstance(thing, bytes) else b""

    def has(self, kind: str) -> bool:
        """True if anything of a kind is kept."""
        return any(key[0] == kind for key in self._things)

    def put(self, key: Key, thing: Dots | bytes) -> "Store":
        """With one thing more, or the same store if there is no room for it."""
        freed = self._things.get(key)
        used = self.used_bytes + _bytes_of(thing) - (_bytes_of(freed) if freed is not None else 0)
        return self if used > CAPACITY_BYTES else Store({**self._things, key: thing})

    def without(self, key: Key) -> "Store":
        """With one thing less."""
        if key not in self._things:
            return self
        return _or_empty({k: thing for k, thing in self._things.items() if k != key})

    def without_kind(self, kind: str) -> "Store":
        """Without any thing of a kind."""
        if not self.has(kind):
            return self
        return _or_empty({k: thing for k, thing in self._things.items() if k[0] != kind})

    def only_lasting(self) -> "Store":
        """What is left after ESC @, or when the power comes back."""
        return _or_empty({k: thing for k, thing in self._things.items() if k[0].startswith("nv")})


_OVERHEAD_BYTES = 64
"""For each thing, so that a host cannot fill the memory with empty ones."""


def _bytes_of(thing: Dots | bytes) -> int:
    return _OVERHEAD_BYTES + len(thing.rows if isinstance(thing, Dots) else thing)


def _or_empty(things: dict[Key, Dots | bytes]) -> Store:
    return Store(things) if things else EMPTY


EMPTY = Store()
"""The one that holds nothing."""

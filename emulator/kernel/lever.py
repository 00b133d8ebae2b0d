"""
Levers: what can go wrong with a part, in two positions.

A part declares a lever as a generator method with one `yield`: what stands before breaks, what
stands behind mends. Keyword-only arguments with defaults are the lever's settings. The docstring
is one sentence that a shopkeeper understands; the same sentence stands in zh and en in the
messages file under `lever.<part>.<name>`.

    @lever
    def slow(self, *, extra_us: int = 5 * SECOND) -> Iterator[None]:
        "Every message takes longer than usual."
        self._extra_us = extra_us
        yield
        self._extra_us = 0
"""

import inspect
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from typing import Any, NamedTuple

from emulator.kernel.world import World

Pull = Callable[..., AbstractContextManager[None]]


def lever(method: Callable[..., Iterator[None]]) -> Pull:
    """Mark a generator method of a part as a lever."""
    pull = contextmanager(method)
    pull.__lever__ = True  # type: ignore[attr-defined]
    return pull


class Declared(NamedTuple):
    """A lever as its class declares it."""

    name: str
    sentence: str
    settings: dict[str, Any]


class Lever:
    """One lever of one part, with its handle."""

    # A shop has dozens and a campaign thousands of shops; most levers are never pulled.
    __slots__ = ("_declared", "_held", "_part", "_world", "name", "pulls")

    def __init__(self, world: World, name: str, part: object, declared: Declared) -> None:
        self.name = name
        self.pulls = 0
        """How often it was pulled with effect; tells one breakage from the next."""
        self._world = world
        self._part = part
        self._declared = declared
        self._held: AbstractContextManager[None] | None = None

    @property
    def sentence(self) -> str:
        """Id in the messages file."""
        return self._declared.sentence

    @property
    def settings(self) -> dict[str, Any]:
        """Name and default of each setting."""
        return self._declared.settings

    @property
    def is_pulled(self) -> bool:
        """True while the part is broken by this lever."""
        return self._held is not None

    def pull(self, **settings: Any) -> bool:
        """Break; False, recorded and without effect, if it is broken already."""
        if self._held is not None:
            self._world.note("lever", "pulled_again", lever=self.name)
            return False
        self._world.note("lever", "pulled", lever=self.name, settings=settings)
        self.pulls += 1
        pull: Pull = getattr(self._part, self._declared.name)
        self._held = pull(**settings)
        self._held.__enter__()
        return True

    def release(self) -> bool:
        """Mend; False if nothing was broken."""
        if self._held is None:
            return False
        held, self._held = self._held, None
        held.__exit__(None, None, None)
        self._world.note("lever", "released", lever=self.name)
        return True


@cache
def _declared_by(kind: type) -> tuple[Declared, ...]:
    """What a class declares, worked out once: a campaign makes thousands of parts of it."""
    found = []
    for name in sorted(dir(kind)):
        pull = getattr(kind, name)
        if getattr(pull, "__lever__", False):
            owner = next(c for c in inspect.getmro(kind) if name in vars(c)).__name__.lower()
            found.append(Declared(name, f"lever.{owner}.{name}", _settings_of(pull)))
    return tuple(found)


def _settings_of(pull: Pull) -> dict[str, Any]:
    parameters = inspect.signature(pull).parameters.values()
    return {p.name: p.default for p in parameters if p.kind is p.KEYWORD_ONLY}


@cache
def _named(name: str, kind: type) -> tuple[tuple[str, Declared], ...]:
    """What a class declares, by full name."""
    return tuple((f"{name}.{declared.name}", declared) for declared in _declared_by(kind))


def levers_of(world: World, name: str, part: object) -> dict[str, Lever]:
    """All levers of a part, by full name `<name>.<lever>`, in the order of their names."""
    kind: Any = type(part)
    return {
        full_name: Lever(world, full_name, part, declared)
        for full_name, declared in _named(name, kind)
    }

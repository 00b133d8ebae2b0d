"""
One way from a symptom to its end, as one scenario has proven it.

    checks that tell -> the cause -> what was done about it -> how it ended, and after how long

Times count from what struck first; of a shop that was set up wrong, from the beginning.
"""

import msgspec

from emulator.proof.changes import Change, Value
from emulator.reports.layout import one_line

NOT_TOLD = ""
"""Number of a step that is done and that no rule of proof speaks of."""


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody looked, and what they saw decided what was done next."""

    numbers: tuple[str, ...]
    """Of the catalogue, D01 and so on."""
    key: str
    """The deed, as in `domain.numbers`."""
    seen: tuple[tuple[str, Value], ...]
    """What there was to see and is not there when nothing is the matter; of numbers whether they
    are less, more or the same."""
    at_us: int


class Deed(msgspec.Struct, frozen=True, kw_only=True):
    """Something that was done because of the trouble."""

    numbers: tuple[str, ...]
    """Of the recoveries that it is proven to be; empty for a step that belongs to it."""
    key: str
    at_us: int
    """Negative: done before anything struck, as a backup is."""
    times: int = 1
    with_supervisor: bool = False


class Loss(msgspec.Struct, frozen=True, kw_only=True):
    """What happens to somebody without something that is proven."""

    number: str
    change: Change


class Branch(msgspec.Struct, frozen=True, kw_only=True):
    """What one scenario shows of a symptom."""

    scenario: str
    title: str
    title_en: str
    causes: tuple[str, ...]
    """Numbers of the causes that it proves; empty if what happens is none of the catalogue's."""
    shows: bool = True
    """False: the symptom could not be seen, being dealt with in time or passing by itself."""
    brought_by: tuple[str, ...]
    """Levers, habits and settings."""
    harm: Change
    """What the gravest of the causes did to somebody; without one, what the remedy averts."""
    checks: tuple[Check, ...] = ()
    deeds: tuple[Deed, ...] = ()
    losses: tuple[Loss, ...] = ()
    """For each recovery, what becomes of it if nobody does it."""
    took_us: int = 0
    """Until the last step was through, or the money there; 0 if nothing was done."""
    end: dict[str, int] = {}
    """How it ended, see `ends.END`."""

    def title_in(self, lang: str) -> str:
        """The scenario's title."""
        first, second = (self.title_en, self.title) if lang == "en" else (self.title, self.title_en)
        return one_line(first or second or self.scenario)


class Prevention(msgspec.Struct, frozen=True, kw_only=True):
    """Something that keeps the symptom away, or tells of it early, as a scenario has proven it."""

    number: str
    scenario: str
    deeds: tuple[str, ...]
    """Deeds, or settings of the shop."""
    loss: Change

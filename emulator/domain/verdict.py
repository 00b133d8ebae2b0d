"""What a check says: held, broken, or not to be told."""

import enum
from collections.abc import Iterable

import msgspec


class Truth(enum.IntEnum):
    """Three answers; the larger is the worse, so that `max` gives the worst."""

    PASS = 0
    INCONCLUSIVE = 1
    FAIL = 2

    @property
    def word(self) -> str:
        """The stable machine word: pass, inconclusive or fail."""
        return self.name.lower()


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """
    The answer of one check, with the events that prove it.

    `applied` is False when the run held nothing for the check to judge (no slip, no settlement).
    Such a verdict is inconclusive by itself; it neither makes nor spoils a run's verdict.
    """

    check: str
    truth: Truth
    message: str = ""
    """Id in the messages file of the sentence that says what is wrong; empty when it held."""
    values: dict[str, str | int] = {}
    """What the sentence names; keys ending in `_fen` are shown as money, `_us` as time."""
    evidence: tuple[int, ...] = ()
    """Sequence numbers of the events that prove it, worst first."""
    offences: int = 0
    """How often it was broken in all."""
    applied: bool = True
    waived: str = ""
    """The scenario's reason for not counting this check; empty when it counts."""


def worst(verdicts: Iterable[Verdict]) -> Truth:
    """
    Sum up a run: the worst of all verdicts that applied and are not waived.

    A run in which nothing at all could be judged is inconclusive.
    """
    counted = [v.truth for v in verdicts if v.applied and not v.waived]
    return max(counted, default=Truth.INCONCLUSIVE)

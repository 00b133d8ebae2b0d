"""What becomes of messages on a line that a lever has spoilt; each class is a `fate.Rule`."""

from emulator.domain.fate import Fate
from emulator.domain.message import Message
from emulator.kernel.world import Stream, World


class Loses:
    """Loses everything that goes certain ways."""

    def __init__(self, reason: str, ways: tuple[str, ...]) -> None:
        self._fate = Fate(lost=reason)
        self._ways = ways

    def judge(self, message: Message, way: str) -> Fate | None:
        """See `domain.fate.Rule`."""
        return self._fate if way in self._ways else None


class LosesByChance:
    """
    Loses a message now and then, and with it all that follow for a while.

    Noise comes in bursts: a machine starts, a door is open. Without bursts every message has its
    own chance, which hardly any line is like.
    """

    _FATE = Fate(lost="interference")

    def __init__(self, world: World, chance: Stream, per_mille: int, burst_us: int) -> None:
        """
        Args:
            world: Where the line lies.
            chance: The line's own dice.
            per_mille: How many messages of a thousand begin a burst.
            burst_us: How long everything is lost then; 0 loses that one message alone.
        """
        self._world = world
        self._chance = chance
        self._per_mille = per_mille
        self._burst_us = burst_us
        self._until_us = -1

    def judge(self, message: Message, way: str) -> Fate | None:
        """See `domain.fate.Rule`."""
        now_us = self._world.now_us
        if now_us < self._until_us:
            return self._FATE
        if not self._chance.chance(self._per_mille):
            return None
        self._until_us = now_us + self._burst_us
        return self._FATE

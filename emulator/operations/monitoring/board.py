"""
The board: what is the matter, since when, and whether it has been so for long enough.

A watch puts something on the board when it sees its first sign and takes it off when it is over;
in between it becomes an alarm as soon as its time is up. Whoever is over within its time never was
one. At the very moment at which the time is up, what ends then is still in time; all news are of
the microsecond after, so that it makes no difference whether they are read in a run or later.
"""

from heapq import heappop, heappush

import msgspec

RAISED, CLEARED = "alarm_raised", "alarm_cleared"
"""Kinds of news, by the names that the trace has for them."""

Key = tuple[str, str]
"""The alarm, and what tells this one from others of its kind."""


class Concern(msgspec.Struct, frozen=True, kw_only=True):
    """Whose money or paper it is about; empty where it is about nobody's."""

    stan: str = ""
    batch: str = ""
    amount_fen: int = 0


NOBODY = Concern()


class News(msgspec.Struct, frozen=True, kw_only=True):
    """An alarm, or the end of one."""

    kind: str
    """`RAISED` or `CLEARED`."""
    at_us: int
    alarm: str
    """One of `domain.alarms`."""
    about: str
    lasted_us: int
    """Since its first sign."""
    concern: Concern = NOBODY

    @property
    def detail(self) -> dict[str, str | int]:
        """As the trace event has it: what is empty is left out."""
        told: dict[str, str | int] = {"alarm": self.alarm, "lasted_us": self.lasted_us}
        if self.about:
            told["about"] = self.about
        told |= {key: value for key, value in msgspec.structs.asdict(self.concern).items() if value}
        return told


class _Matter(msgspec.Struct):
    since_us: int
    due_us: int
    concern: Concern
    is_raised: bool = False


class Board:
    """What is the matter now; it keeps nothing that is over."""

    def __init__(self) -> None:
        self._matters: dict[str, dict[str, _Matter]] = {}
        """By alarm, then by what it is about."""
        self._queue: list[tuple[int, int, Key]] = []
        """When, in which order, and what is due; what was taken off in between is passed over."""
        self._numbers = 0
        self._news: list[News] = []

    def put(
        self, alarm: str, about: str, *, since_us: int, due_us: int, concern: Concern = NOBODY
    ) -> None:
        """
        Put something on the board; nothing happens if it is there already.

        Args:
            alarm: One of `domain.alarms`.
            about: What tells it from others of its kind.
            since_us: Its first sign.
            due_us: The last moment at which it is no alarm.
            concern: Whose money or paper it is about.
        """
        of_kind = self._matters.setdefault(alarm, {})
        if about in of_kind:
            return
        of_kind[about] = _Matter(since_us, due_us, concern)
        self._numbers += 1
        heappush(self._queue, (due_us, self._numbers, (alarm, about)))

    def take_off(self, alarm: str, about: str, *, at_us: int) -> None:
        """Take something off; an alarm that was raised for it is over."""
        matter = self._matters.get(alarm, {}).pop(about, None)
        if matter is not None and matter.is_raised:
            self._tell(CLEARED, (alarm, about), matter, at_us + 1)

    def take_off_all(self, alarm: str, *, at_us: int) -> None:
        """Take off everything of a kind."""
        for about in list(self._matters.get(alarm, ())):
            self.take_off(alarm, about, at_us=at_us)

    def close(self) -> None:
        """Take everything off and tell nobody; what was told stays to be asked for."""
        self._matters.clear()
        self._queue.clear()

    def pass_to(self, now_us: int) -> None:
        """Let time pass: raise an alarm for whatever was due before this moment."""
        while self._queue and self._queue[0][0] < now_us:
            due_us, _, key = heappop(self._queue)
            matter = self._waiting(due_us, key)
            if matter is not None:
                matter.is_raised = True
                self._tell(RAISED, key, matter, due_us + 1)

    @property
    def next_us(self) -> int | None:
        """When there will be news if nothing happens until then; None if there will be none."""
        if self._news:
            return self._news[0].at_us
        while self._queue and self._waiting(self._queue[0][0], self._queue[0][2]) is None:
            heappop(self._queue)
        return self._queue[0][0] + 1 if self._queue else None

    def news(self) -> list[News]:
        """What is new since it was asked last."""
        told, self._news = self._news, []
        return told

    def __len__(self) -> int:
        """How much is kept."""
        return sum(map(len, self._matters.values())) + len(self._queue)

    def _waiting(self, due_us: int, key: Key) -> _Matter | None:
        """What an entry of the queue stands for; None if it was taken off meanwhile."""
        matter = self._matters.get(key[0], {}).get(key[1])
        is_it = matter is not None and not matter.is_raised and matter.due_us == due_us
        return matter if is_it else None

    def _tell(self, kind: str, key: Key, matter: _Matter, at_us: int) -> None:
        alarm, about = key
        self._news.append(
            News(
                kind=kind,
                at_us=at_us,
                alarm=alarm,
                about=about,
                lasted_us=at_us - matter.since_us,
                concern=matter.concern,
            )
        )

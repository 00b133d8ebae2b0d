"""
A line that carries messages between two parts, and what can go wrong with it.

Left out: bytes, connections and their set-up. A line has a carrier (a plugged cable, a line lamp)
or has none; anything finer than a message is the wire codec's business.
"""

from collections.abc import Callable, Iterator
from typing import Any

from emulator.domain.fate import DOWN, PASS, UP, Fate, Rule
from emulator.domain.message import Message
from emulator.domain.moments import MS, SECOND
from emulator.kernel.lever import lever
from emulator.kernel.port import Inbox
from emulator.kernel.world import Steps, World


class End:
    """
    One end of a line, as the part there sees it.

    A part that is a process receives; a part that only reacts sets `react` and is called with
    each message at the instant it arrives.
    """

    def __init__(self, world: World, line: "Line", way: str) -> None:
        self.inbox: Inbox[Message] = Inbox(world, f"{line.name}.{way}")
        self.react: Callable[[Message], None] | None = None
        self._line = line
        self._way = way

    def send(self, message: Message, /) -> bool:
        """Send towards the other end; False when there is no carrier."""
        return self._line.carry(message, self._way)

    def receive(self, *, deadline_us: int | None = None) -> Steps[Message | None]:
        """See `Port.receive`."""
        return self.inbox.receive(deadline_us=deadline_us)


class Line:
    """
    A line between the shop's end (`low`) and the banks' end (`high`).

    Every message is noted as `sent` and then as `delivered` or `lost`, with the same `message`
    number on all three.
    """

    def __init__(
        self, world: World, name: str, *, latency_us: int = 80 * MS, jitter_us: int = 0
    ) -> None:
        """
        Args:
            world: Where the line lies.
            name: Source of its events and of its stream of chance.
            latency_us: What every message takes.
            jitter_us: A random part on top, 0 to this.
        """
        self.name = name
        self.has_carrier = True
        self.rules: list[Rule] = []
        """Asked in this order; the first that gives a fate decides."""
        self.low = End(world, self, UP)
        self.high = End(world, self, DOWN)
        self._world = world
        self._latency_us = latency_us
        self._jitter_us = jitter_us
        self._chance = world.random(f"line.{name}")
        self._sent = 0
        self._epoch = 0
        """Raised when the carrier breaks: what was under way in an older epoch is lost."""
        self._held: dict[str, list[tuple[Message, dict[str, Any]]]] = {UP: [], DOWN: []}

    def carry(self, message: Message, way: str) -> bool:
        """Take a message from one end; False when there is no carrier."""
        world = self._world
        self._sent += 1
        detail: dict[str, Any] = {"message": self._sent, "way": way, **message.summary()}
        if not self.has_carrier:
            world.record(self.name, "not_sent", detail)
            return False
        world.record(self.name, "sent", detail)
        fate = PASS
        for rule in self.rules:
            decided = rule.judge(message, way)
            if decided is not None:
                fate = decided
                break
        self._let(message, detail, way, fate)
        return True

    def _let(self, message: Message, detail: dict[str, Any], way: str, fate: Fate) -> None:
        if fate.lost:
            self._world.record(self.name, "lost", {**detail, "reason": fate.lost})
            return
        if fate.garbled:
            message = message.changed(garbled=True)
            detail = {**detail, "garbled": True}
        if fate.hold:
            self._held[way].append((message, detail))
            return
        delay_us = self._latency_us + fate.delay_us
        if self._jitter_us:
            delay_us += self._chance.below(self._jitter_us + 1)
        if fate.edge_us is not None:
            delay_us = self._until_edge_us(way, fate.edge_us, delay_us)
        epoch = self._epoch
        for _ in range(fate.copies):
            self._world.after(delay_us, lambda: self._arrive(message, detail, way, epoch))

    def _until_edge_us(self, way: str, edge_us: int, usual_us: int) -> int:
        deadline_us = self._receiver(way).inbox.deadline_us
        if deadline_us is None:
            return usual_us
        return max(0, deadline_us + edge_us - self._world.now_us)

    def _arrive(self, message: Message, detail: dict[str, Any], way: str, epoch: int) -> None:
        if epoch != self._epoch:
            self._world.record(self.name, "lost", {**detail, "reason": "carrier"})
            return
        self._world.record(self.name, "delivered", detail)
        end = self._receiver(way)
        if end.react is not None:
            end.react(message)
        else:
            end.inbox.put(message)
        if self._held[way]:
            self.let_go(way)

    def let_go(self, way: str) -> None:
        """Deliver what was held back this way, now."""
        held, self._held[way] = self._held[way], []
        epoch = self._epoch
        for message, detail in held:
            self._world.after(
                1,
                lambda m=message, d=detail: self._arrive(m, d, way, epoch),  # type: ignore[misc]
            )

    def _receiver(self, way: str) -> End:
        return self.high if way == UP else self.low

    def _lose(self, reason: str, *, ways: tuple[str, ...] = (UP, DOWN)) -> Iterator[None]:
        rule = _Loses(reason, ways)
        self.rules.insert(0, rule)
        yield
        self.rules.remove(rule)

    # What can go wrong ------------------------------------------------------------------------

    @lever
    def cable_unplugged(self) -> Iterator[None]:
        """The cable is out: no line lamp, nothing can be sent."""
        self.has_carrier = False
        self._epoch += 1
        yield
        self.has_carrier = True

    @lever
    def outage(self) -> Iterator[None]:
        """The provider's network is down: everything sent disappears, both ways."""
        yield from self._lose("outage")

    @lever
    def firewall(self) -> Iterator[None]:
        """A firewall swallows what the shop sends."""
        yield from self._lose("firewall", ways=(UP,))

    @lever
    def answers_lost(self) -> Iterator[None]:
        """Requests get through, answers do not."""
        yield from self._lose("answers_lost", ways=(DOWN,))

    @lever
    def router_hang(self) -> Iterator[None]:
        """The router hangs until somebody restarts it: nothing passes, the lamps stay lit."""
        yield from self._lose("router")

    @lever
    def interference(self, *, loss_per_mille: int = 300) -> Iterator[None]:
        """A bad signal loses messages by chance."""
        rule = _LosesByChance(self, loss_per_mille)
        self.rules.append(rule)
        yield
        self.rules.remove(rule)

    @lever
    def slow(self, *, extra_us: int = 8 * SECOND) -> Iterator[None]:
        """Every message takes much longer than usual."""
        self._latency_us += extra_us
        yield
        self._latency_us -= extra_us

    def lose_by_chance(self, per_mille: int) -> bool:
        """Roll the line's own dice."""
        return self._chance.chance(per_mille)


class _Loses:
    """Loses everything that goes certain ways."""

    def __init__(self, reason: str, ways: tuple[str, ...]) -> None:
        self._fate = Fate(lost=reason)
        self._ways = ways

    def judge(self, message: Message, way: str) -> Fate | None:
        return self._fate if way in self._ways else None


class _LosesByChance:
    """Loses a message now and then."""

    _FATE = Fate(lost="interference")

    def __init__(self, line: Line, per_mille: int) -> None:
        self._line = line
        self._per_mille = per_mille

    def judge(self, message: Message, way: str) -> Fate | None:
        return self._FATE if self._line.lose_by_chance(self._per_mille) else None

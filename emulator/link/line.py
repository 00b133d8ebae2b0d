"""
A line that carries messages between two parts, and what can go wrong with it.

Left out: bytes, connections and their set-up. A line has a carrier (a plugged cable, a line lamp)
or has none; anything finer than a message is the wire codec's business.
"""

from collections.abc import Callable, Iterator
from typing import Any

from emulator.domain.fate import DOWN, UP, Fate, Rule
from emulator.domain.message import Message
from emulator.domain.moments import MS, SECOND
from emulator.kernel.lever import lever
from emulator.kernel.port import Inbox
from emulator.kernel.world import World
from emulator.link.rules import Loses, LosesByChance


class End:
    """
    One end of a line, as the part there sees it.

    A part that is a process receives; a part that only reacts sets `react` and is called with
    each message at the instant it arrives.
    """

    def __init__(self, world: World, line: "Line", way: str) -> None:
        self.inbox: Inbox[Message] = Inbox(world, f"{line.name}.{way}")
        self.receive = self.inbox.receive
        """See `Port.receive`."""
        self.react: Callable[[Message], None] | None = None
        self._line = line
        self._way = way

    def send(self, message: Message, /) -> bool:
        """Send towards the other end; False when there is no carrier."""
        return self._line.carry(message, self._way)


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
        self._router_hangs = False
        self._breaks = 0
        """In how many ways the carrier is broken now."""
        self._held: dict[str, list[tuple[Message, dict[str, Any]]]] = {UP: [], DOWN: []}
        self._receivers = {UP: self.high, DOWN: self.low}

    @property
    def seen(self) -> dict[str, str]:
        """What its lamps show at the shop's end, by the words of `domain.equipment`."""
        return {
            "network_lamp": "lit" if self.has_carrier else "dark",
            "router": "still" if self._router_hangs else "blinking",
        }

    def carry(self, message: Message, way: str) -> bool:
        """Take a message from one end; False when there is no carrier."""
        world = self._world
        self._sent += 1
        detail: dict[str, Any] = message.summary(message=self._sent, way=way)
        if not self.has_carrier:
            world.record(self.name, "not_sent", detail)
            return False
        world.record(self.name, "sent", detail)
        for rule in self.rules:
            fate = rule.judge(message, way)
            if fate is not None:
                self._let(message, detail, way, fate)
                return True
        world.after(self._usual_us(), self._arrive, message, detail, way, self._epoch)
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
        delay_us = self._usual_us() + fate.delay_us
        if fate.edge_us is not None:
            delay_us = self._until_edge_us(way, fate.edge_us, delay_us)
        for _ in range(fate.copies):
            self._world.after(delay_us, self._arrive, message, detail, way, self._epoch)

    def _usual_us(self) -> int:
        if self._jitter_us:
            return self._latency_us + self._chance.below(self._jitter_us + 1)
        return self._latency_us

    def _until_edge_us(self, way: str, edge_us: int, usual_us: int) -> int:
        deadline_us = self._receivers[way].inbox.deadline_us
        if deadline_us is None:
            return usual_us
        return max(0, deadline_us + edge_us - self._world.now_us)

    def _arrive(self, message: Message, detail: dict[str, Any], way: str, epoch: int) -> None:
        if epoch != self._epoch:
            self._world.record(self.name, "lost", {**detail, "reason": "carrier"})
            return
        self._world.record(self.name, "delivered", detail)
        end = self._receivers[way]
        if end.react is not None:
            end.react(message)
        else:
            end.inbox.put(message)
        if self._held[way]:
            self.let_go(way)

    def let_go(self, way: str) -> None:
        """Deliver what was held back this way, now."""
        held, self._held[way] = self._held[way], []
        for message, detail in held:
            self._world.after(1, self._arrive, message, detail, way, self._epoch)

    def _break(self) -> None:
        self._breaks += 1
        self._epoch += 1
        self.has_carrier = False

    def _join(self) -> None:
        self._breaks -= 1
        self.has_carrier = not self._breaks

    def _lose(self, reason: str, *, ways: tuple[str, ...] = (UP, DOWN)) -> Iterator[None]:
        rule = Loses(reason, ways)
        self.rules.insert(0, rule)
        yield
        self.rules.remove(rule)

    # What can go wrong ------------------------------------------------------------------------

    @lever
    def cable_unplugged(self) -> Iterator[None]:
        """The cable is out: no line lamp, nothing can be sent."""
        self._break()
        yield
        self._join()

    @lever
    def flapping(self, *, down_us: int = 10 * SECOND, up_us: int = 20 * SECOND) -> Iterator[None]:
        """The plug sits loose: the line goes, comes back by itself and goes again."""
        plug = _LoosePlug(self._world, self._break, self._join, down_us=down_us, up_us=up_us)
        yield
        plug.push_in()

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
        self._router_hangs = True
        yield from self._lose("router")
        self._router_hangs = False

    @lever
    def interference(self, *, loss_per_mille: int = 300, burst_us: int = 0) -> Iterator[None]:
        """A bad signal loses messages by chance, each alone or all of a while."""
        rule = LosesByChance(self._world, self._chance, loss_per_mille, burst_us)
        self.rules.append(rule)
        yield
        self.rules.remove(rule)

    @lever
    def slow(self, *, extra_us: int = 8 * SECOND) -> Iterator[None]:
        """Every message takes much longer than usual."""
        self._latency_us += extra_us
        yield
        self._latency_us -= extra_us


class _LoosePlug:
    """Breaks and joins a line in turns until somebody pushes it in."""

    def __init__(
        self,
        world: World,
        break_line: Callable[[], None],
        join_line: Callable[[], None],
        *,
        down_us: int,
        up_us: int,
    ) -> None:
        self._world = world
        self._break_line = break_line
        self._join_line = join_line
        self._down_us = down_us
        self._up_us = up_us
        self._is_loose = True
        self._is_out = False
        self._go_out()

    def _go_out(self) -> None:
        if self._is_loose:
            self._is_out = True
            self._break_line()
            self._world.after(self._down_us, self._come_back)

    def _come_back(self) -> None:
        if self._is_loose:
            self._is_out = False
            self._join_line()
            self._world.after(self._up_us, self._go_out)

    def push_in(self) -> None:
        """Make an end of it; the line is whole."""
        self._is_loose = False
        if self._is_out:
            self._join_line()

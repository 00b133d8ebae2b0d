"""
Monitoring in a running shop: hears its trace, and raises alarms into it.

A step can wait for an alarm like for anything else that happens. Nothing is done on the spot: an
alarm is heard a microsecond after what it is for.
"""

from collections.abc import Callable, Iterable
from typing import Any, Protocol

from emulator.domain.trace import TraceEvent
from emulator.operations.monitoring.monitor import Monitor

NAME = "monitor"


class Watched(Protocol):
    """A shop with a trace and a clock, as `kernel.world.World` is one."""

    now_us: int

    def listen(
        self, listener: Callable[[TraceEvent], None], kinds: Iterable[str] | None = None
    ) -> None:
        """Hear events of some kinds."""

    def after(self, us: int, act: Callable[..., Any], *args: Any) -> None:
        """Call something in a while."""

    def record(self, source: str, kind: str, detail: dict[str, Any]) -> object:
        """Note what happened."""


def watch(shop: Watched, monitor: Monitor) -> None:
    """Let a monitor hear what happens in a shop, and the shop hear its alarms."""
    _Listener(shop, monitor)


class _Listener:
    def __init__(self, shop: Watched, monitor: Monitor) -> None:
        self._shop = shop
        self._monitor = monitor
        self._rings_us: int | None = None
        """The next moment at which the monitor is asked."""
        shop.listen(self._hear, monitor.kinds)

    def _hear(self, event: TraceEvent) -> None:
        self._monitor.take(event)
        self._set()

    def _set(self) -> None:
        next_us = self._monitor.next_us
        if next_us is None or (self._rings_us is not None and self._rings_us <= next_us):
            return
        self._rings_us = next_us
        self._shop.after(max(next_us - self._shop.now_us, 0), self._ring, next_us)

    def _ring(self, at_us: int) -> None:
        if at_us != self._rings_us:
            # An earlier moment was set since then, and has set this one again if need be.
            return
        self._rings_us = None
        for news in self._monitor.news(self._shop.now_us):
            self._shop.record(NAME, news.kind, dict(news.detail))
        self._set()

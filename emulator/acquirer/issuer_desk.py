"""
The acquirer's side of the conversation with the issuers.

    ask -------- answer in time --------> answered
     \\--------- no answer in time -------> timed_out (the host then takes the request back)
    take_back --- again and again until the issuer confirms

Requests under way live in memory; reversals that the issuers have not confirmed are durable.
"""

from collections import deque
from collections.abc import Callable

import simpy

from emulator.domain.interbank import BankEnd, Key
from emulator.domain.message import Message
from emulator.kernel.world import World

_NOT_NOW = frozenset({"90", "91", "92", "96", "98"})
"""Answers to a reversal that mean: ask again later."""


class IssuerDesk:
    """
    Sends requests and reversals to the issuers and keeps the time.

    An answer that arrives in the very instant of the time limit is late: the limit wins.
    """

    def __init__(
        self,
        world: World,
        end: BankEnd,
        *,
        timeout_us: int,
        retry_us: int,
        answered: Callable[[Message], None],
        timed_out: Callable[[Key], None],
    ) -> None:
        self.unconfirmed: dict[Key, Message] = {}
        """Reversals by transaction, oldest first; durable."""
        self._world = world
        self._end = end
        self._timeout_us = timeout_us
        self._retry_us = retry_us
        self._answered = answered
        self._timed_out = timed_out
        self._deadlines: dict[Key, int] = {}
        self._order: deque[tuple[int, Key]] = deque()
        self._epoch = 0
        self._is_on = True
        self._watching = self._retrying = False
        end.react = self.arrived

    def ask(self, request: Message) -> None:
        """Send a request and start its time limit."""
        key = request.key
        deadline_us = self._world.now_us + self._timeout_us
        self._deadlines[key] = deadline_us
        self._order.append((deadline_us, key))
        if not self._watching:
            # One alarm for all: every request has the same limit, so the oldest is due first.
            self._watching = True
            self._watch(self._timeout_us)
        self._end.send(request)

    def forget(self, key: Key) -> None:
        """Drop a request under way: its answer will be ignored."""
        self._deadlines.pop(key, None)

    def take_back(self, reversal: Message) -> None:
        """Send a reversal until an issuer confirms it."""
        self.forget(reversal.key)
        self.unconfirmed[reversal.key] = reversal
        self._end.send(reversal)
        self._retry_later()

    def arrived(self, message: Message) -> None:
        """Take an issuer's answer; one that nobody waits for is dropped."""
        if message.garbled or not self._is_on:
            return
        if message.mti == "0410":
            if message.code not in _NOT_NOW:
                self.unconfirmed.pop(message.key, None)
        elif self._deadlines.pop(message.key, None) is not None:
            self._answered(message)

    def wipe(self) -> None:
        """Lose power: what was under way is forgotten."""
        self._epoch += 1
        self._is_on = False
        self._deadlines.clear()
        self._order.clear()
        self._watching = self._retrying = False

    def boot(self) -> None:
        """Send again what no issuer has confirmed."""
        self._is_on = True
        self._resend()

    def _watch(self, us: int) -> None:
        epoch = self._epoch

        def ring(_: simpy.Event) -> None:
            if epoch == self._epoch:
                self._expire()

        self._world.alarm(us, ring)

    def _expire(self) -> None:
        now_us = self._world.now_us
        order, deadlines = self._order, self._deadlines
        while order:
            deadline_us, key = order[0]
            if deadlines.get(key) != deadline_us:
                order.popleft()
            elif deadline_us <= now_us:
                order.popleft()
                del deadlines[key]
                self._timed_out(key)
            else:
                self._watch(deadline_us - now_us)
                return
        self._watching = False

    def _retry_later(self) -> None:
        if self._retrying or not self.unconfirmed:
            return
        self._retrying = True
        epoch = self._epoch

        def again() -> None:
            if epoch == self._epoch:
                self._retrying = False
                self._resend()

        self._world.after(self._retry_us, again)

    def _resend(self) -> None:
        for reversal in tuple(self.unconfirmed.values()):
            self._end.send(reversal)
        self._retry_later()

"""
The floor that a complete sale is measured against: a card sale in bare SimPy, and nothing else.

Sixteen SimPy events a sale, written the way SimPy's own documentation would: a terminal process, a
host process, a Store each way, `AnyOf(answer, timeout)`, and one clearing event a day in place of
a timer per sale. No trace, no journal, no ledger, no paper, no checks.
"""

import simpy

DAY_US = 24 * 3600 * 1_000_000


class BareShop:
    """A terminal and a host that approve sales as fast as SimPy lets them."""

    def __init__(self, sales: int, *, gap_us: int = 60_000_000) -> None:
        self.env = simpy.Environment()
        self.requests: simpy.Store = simpy.Store(self.env)
        self.answers: simpy.Store = simpy.Store(self.env)
        self.approved = 0
        self.cleared = 0
        self._sales = sales
        self._gap_us = gap_us
        self._today = 0
        self.env.process(self._host())
        self.env.process(self._clearing())
        self.done = self.env.process(self._terminal())

    def _terminal(self):
        env = self.env
        for stan in range(self._sales):
            yield env.timeout(self._gap_us)  # the next customer
            yield env.timeout(2_000_000)  # amount
            yield env.timeout(3_000_000)  # card and PIN
            yield env.timeout(3_000)  # journal
            yield env.timeout(80_000)  # the way up
            yield self.requests.put((stan, 12850))
            answer = self.answers.get()
            late = env.timeout(60_000_000)
            got = yield answer | late
            if answer in got:
                self.approved += 1
            yield env.timeout(3_000)  # journal
            yield env.timeout(1_500_000)  # merchant copy
            yield env.timeout(1_500_000)  # cardholder copy

    def _host(self):
        env = self.env
        while True:
            stan, amount_fen = yield self.requests.get()
            yield env.timeout(120_000)  # authorise
            self._today += amount_fen
            yield env.timeout(80_000)  # the way down
            yield self.answers.put((stan, "00"))

    def _clearing(self):
        while True:
            yield self.env.timeout(DAY_US)
            self.cleared += self._today
            self._today = 0

    def run(self) -> None:
        """Run until the last sale is printed."""
        self.env.run(until=self.done)

"""
The drawer in which a shop keeps its evidence, each bundle with the seal written beside it.

What can be kept is what is still at hand: a terminal's journal is emptied, and its message log
runs over, so after a week nothing is left to make a bundle of. The drawer hears for itself what
can be copied, so that a shop has the same evidence whether or not its run keeps a trace.
"""

from collections import deque

import msgspec

from emulator import __version__
from emulator.domain.moments import DAY
from emulator.domain.trace import TraceEvent, encode_event
from emulator.operations.evidence.arbitration import Ruling, arbitrate
from emulator.operations.evidence.bundle import InClear, Run, bundle
from emulator.operations.evidence.choice import Choice
from emulator.operations.evidence.defence import Claim
from emulator.operations.evidence.details import Key
from emulator.operations.evidence.extract import FILES, extract
from emulator.operations.evidence.index import TooMuch
from emulator.operations.evidence.verify import opened

AT_HAND_US = 7 * DAY
"""For so long journal, message log and slips can be copied."""
MOST_AT_HAND = 100_000
"""Events that are held for that; a shop with five hundred sales a day has fewer in a week."""


class Drawer:
    """
    Bundles by batch and STAN, the last that was made of each.

    It has to hear the run from its beginning; a shop in which nobody keeps evidence needs no such
    listener.
    """

    def __init__(self, *, in_training: bool = False) -> None:
        """
        Args:
            in_training: True in a shop whose every slip is marked as training and whose banks are
                part of it: there the marked slips are the vouchers, and nowhere else.
        """
        self._in_training = in_training
        self.bundles: dict[Key, bytes] = {}
        self.seals: dict[Key, str] = {}
        self._started: TraceEvent | None = None
        self._at_hand: deque[TraceEvent] = deque(maxlen=MOST_AT_HAND)

    def take(self, event: TraceEvent) -> None:
        """Hear what happens in the shop; what no bundle may hold is passed over."""
        if event.inside or event.source not in FILES:
            return
        if event.source == "bench":
            # Of what the bench does itself a bundle holds whose shop it is, and no more.
            if event.kind == "run_started":
                self._started = event
            return
        self._at_hand.append(_unmarked(event) if self._in_training else event)
        self._clear_out(event.at_us)

    def _clear_out(self, now_us: int) -> None:
        at_hand = self._at_hand
        while at_hand and at_hand[0].at_us < now_us - AT_HAND_US:
            at_hand.popleft()

    def keep(self, about: Key, *, now_us: int) -> bool:
        """
        Put away what proves a payment; False if there is nothing left of it.

        Args:
            about: Its batch and STAN.
            now_us: The moment at which it is done.
        """
        self._clear_out(now_us)
        lines = [encode_event(event) for event in self._heard()]
        batch, stan = about
        try:
            found = extract(lambda: lines, Choice(batch=batch, stan=stan))
            data = bundle(found, run=_run_of(self._started), complete=False)
        except (TooMuch, InClear):
            return False
        self.bundles[about], self.seals[about] = data, opened(data).seal
        return True

    def _heard(self) -> list[TraceEvent]:
        """Everything at hand and whose shop it is, in the order in which it happened."""
        if self._started is None:
            return list(self._at_hand)
        return sorted((self._started, *self._at_hand), key=lambda event: event.seq)

    def rule(self, about: Key, claim: str) -> Ruling:
        """
        What comes of a claim if the merchant hands in what is in the drawer.

        Args:
            about: Batch and STAN of the payment.
            claim: A word of `defence.Claim`.
        """
        data, seal = self.bundles.get(about, b""), self.seals.get(about, "")
        return arbitrate(data, Claim(claim), about=about, seal=seal)


def _unmarked(event: TraceEvent) -> TraceEvent:
    """The same event, its slip no longer marked as training."""
    if "training" not in event.detail:
        return event
    detail = {key: value for key, value in event.detail.items() if key != "training"}
    return msgspec.structs.replace(event, detail=detail)


def _run_of(started: TraceEvent | None) -> Run:
    told = {} if started is None else started.detail
    return Run(scenario=told.get("scenario", ""), seed=told.get("seed", 0), emulator=__version__)

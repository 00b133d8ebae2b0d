"""
The first look at a run: which numbered transactions there are, and how they hang together.

    outside events -> Index: transactions, who takes back whom, when the till was busy with each

Only what identifies a transaction is kept, so that a long recording fits into memory; what happened
is read again, from the same recording, once it is known what to look for. Transactions of other
terminals are left out: nobody filmed their screens.
"""

from bisect import bisect_left
from datetime import date, timedelta

import msgspec

from emulator.domain.errors import UsageError
from emulator.domain.texts import say
from emulator.domain.trace import TraceEvent
from emulator.domain.transaction import KINDS, VOIDED_BY, Side
from emulator.operations.evidence.details import Key, fen, key_of, original_of, word

MOST_TRANSACTIONS = 250_000
"""Transactions of one run; what is kept of them takes a few hundred bytes each."""

REQUESTS = ("0100", "0200", "0220")
DEBITS = frozenset(kind.name for kind in KINDS.values() if kind.side is Side.DEBIT)
CREDITS = frozenset(kind.name for kind in KINDS.values() if kind.side is Side.CREDIT)
MONEY_KINDS = DEBITS | CREDITS | {"preauth", *VOIDED_BY.values()}
"""Kinds of transaction that touch a cardholder's account."""


class Asked(msgspec.Struct, gc=False):
    """One numbered transaction that the terminal asked for."""

    key: Key
    kind: str
    amount_fen: int
    card: str
    at_us: int
    purchase: str = ""
    reference: str = ""
    original: Key | None = None
    posted_seq: int = -1
    """Where the acquirer's books took it in; -1 if they did not."""
    busy: list[tuple[int, int]] = []
    """From which event to which the till was busy with it."""


class Index:
    """Built up from the outside events of one run, in order."""

    def __init__(self) -> None:
        self.terminal = ""
        self.merchant = ""
        self.asked: dict[Key, Asked] = {}
        """Every transaction by batch and STAN, in the order in which they were asked for."""
        self.tickets: dict[str, Key | str] = {}
        """What each ticket is about: a transaction, or the name of a purchase."""
        self.cut_overs: list[tuple[int, str]] = []
        """Where each business day ended, and its date."""
        self.results: dict[str, str] = {}
        """Batch to how the acquirer closed it: 1 balanced, 2 unbalanced, 3 error."""
        self._purchase = ""
        self._idle_seq = -1
        self._at_till: dict[Key, None] = {}
        self._by_reference: dict[str, Key] = {}
        self._takers: dict[Key, list[Key]] = {}
        self._last_seq = -1

    def take(self, event: TraceEvent) -> None:
        """Take in the next event; inside events say nothing here."""
        if event.inside:
            return
        self._last_seq = event.seq
        act = _ACTS.get(event.name)
        if act is not None:
            act(self, event)

    def finish(self) -> None:
        """End the till's last errand with the run; nothing can be asked before."""
        self._leave_till(self._last_seq)
        for one in self.asked.values():
            if one.original is not None:
                self._takers.setdefault(one.original, []).append(one.key)

    def takers(self, key: Key) -> list[Key]:
        """What takes this transaction back, in order."""
        return self._takers.get(key, [])

    def day_of(self, key: Key) -> tuple[int, str] | None:
        """Where its business day ended, and the day's date; None if it had not by the run's end."""
        posted_seq = self.asked[key].posted_seq
        if posted_seq < 0:
            return None
        at = bisect_left(self.cut_overs, (posted_seq, ""))
        return self.cut_overs[at] if at < len(self.cut_overs) else None

    def is_own(self, event: TraceEvent) -> bool:
        """Tell whether an event is about the run's own terminal, or about none."""
        terminal = word(event.detail, "terminal")
        return not terminal or terminal == self.terminal

    # What is heard ----------------------------------------------------------------------------

    def _started(self, event: TraceEvent) -> None:
        self.terminal = word(event.detail, "terminal")
        self.merchant = word(event.detail, "merchant")

    def _displayed(self, event: TraceEvent) -> None:
        if event.detail.get("screen") == "idle":
            self._leave_till(event.seq)
            self._idle_seq = event.seq
        else:
            self._at_work(event)

    def _leave_till(self, seq: int) -> None:
        for key in self._at_till:
            self.asked[key].busy.append((self._idle_seq + 1, seq))
        self._at_till = {}

    def _at_work(self, event: TraceEvent) -> None:
        key = key_of(event.detail)
        if key is not None and key in self.asked:
            self._at_till[key] = None

    def _presented(self, event: TraceEvent) -> None:
        self._purchase = word(event.detail, "purchase")

    def _sent(self, event: TraceEvent) -> None:
        detail = event.detail
        kind, key = word(detail, "transaction"), key_of(detail)
        is_request = detail.get("mti") in REQUESTS and kind in MONEY_KINDS
        if not self.terminal:
            self.terminal = word(detail, "terminal")
        if key is None or not self.is_own(event):
            return
        if is_request and key not in self.asked:
            self._add(event, kind, key)
        # A reversal is sent while the till is busy with something else.
        if is_request:
            self._at_work(event)

    def _add(self, event: TraceEvent, kind: str, key: Key) -> None:
        if len(self.asked) >= MOST_TRANSACTIONS:
            raise TooMuch("evidence.too_long", {"most": MOST_TRANSACTIONS})
        detail = event.detail
        one = Asked(key, kind, fen(detail, "amount_fen") or 0, word(detail, "card"), event.at_us)
        if kind in DEBITS or kind == "preauth":
            # A completion names what it completes, and takes nothing back.
            one.purchase = self._purchase
        else:
            named = self._by_reference.get(word(detail, "reference"))
            one.original = original_of(detail) or named
        self.asked[key] = one

    def _delivered(self, event: TraceEvent) -> None:
        # Going up, a void or a refund carries the reference of what it takes back.
        if event.detail.get("way") != "down":
            return
        key, reference = key_of(event.detail), word(event.detail, "reference")
        one = None if key is None else self.asked.get(key)
        if one is not None and reference and not one.reference and self.is_own(event):
            one.reference = reference
            self._by_reference.setdefault(reference, one.key)

    def _posted(self, event: TraceEvent) -> None:
        key = key_of(event.detail)
        one = None if key is None else self.asked.get(key)
        if one is None or not self.is_own(event):
            return
        if one.posted_seq < 0:
            one.posted_seq = event.seq
        if one.original is None and one.kind in CREDITS:
            one.original = original_of(event.detail)

    def _cut_over(self, event: TraceEvent) -> None:
        try:
            begins = date.fromisoformat(word(event.detail, "business_day"))
            ended = (begins - timedelta(days=1)).isoformat()
        except (ValueError, OverflowError):
            return
        self.cut_overs.append((event.seq, ended))

    def _batch_closed(self, event: TraceEvent) -> None:
        if self.is_own(event):
            self.results[word(event.detail, "batch")] = word(event.detail, "result")

    def _ticket_opened(self, event: TraceEvent) -> None:
        ticket = ticket_of(event)
        if ticket:
            self.tickets[ticket] = key_of(event.detail) or word(event.detail, "about")


class TooMuch(UsageError):
    """
    More than a bundle can hold, or nothing to put into one.

    Its arguments are the id of a sentence and what that names.
    """

    def render(self, lang: str = "zh") -> str:
        """Say it in a language."""
        id, values = self.args
        return say(id, lang, **values)

    def __str__(self) -> str:
        return self.render("en")


def ticket_of(event: TraceEvent) -> str:
    """The number of a support ticket as a text; empty if there is none."""
    ticket = event.detail.get("ticket")
    return str(ticket) if isinstance(ticket, int) else word(event.detail, "ticket")


_ACTS = {
    "bench.run_started": Index._started,
    "console.displayed": Index._displayed,
    "console.card_presented": Index._presented,
    "uplink.sent": Index._sent,
    "uplink.delivered": Index._delivered,
    "printer.slip_started": Index._at_work,
    "acquirer.posted": Index._posted,
    "acquirer.cut_over": Index._cut_over,
    "acquirer.batch_closed": Index._batch_closed,
    "support.ticket_opened": Index._ticket_opened,
}

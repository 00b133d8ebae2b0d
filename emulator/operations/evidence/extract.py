"""
The extract: the recorded lines, byte for byte, that concern some transactions.

    recording -> Index -> Chosen -> the recording once more -> Extract

Only what stood outside the terminal's program is taken, and only what a shop may show: journal,
messages, paper, screen, what people at the till and at the support desk did, and the lines of the
banks' statements. Left out are other people's payments, the cardholder's balance and SMS, and what
the bench knows of its own faults.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator

import msgspec

from emulator.domain.trace import Digest, TraceEvent, decode_event
from emulator.operations.evidence.choice import Choice, Chosen, chosen
from emulator.operations.evidence.details import key_of, word
from emulator.operations.evidence.index import Index, TooMuch, ticket_of

Lines = Callable[[], Iterable[bytes]]
"""Gives the event lines of a run from the first one on, each time it is called."""

FILES = {
    "bench": "shop.jsonl",
    "storage": "journal.jsonl",
    "uplink": "messages.jsonl",
    "issuer_line": "messages.jsonl",
    "printer": "paper.jsonl",
    "console": "screen.jsonl",
    "terminal": "screen.jsonl",
    "acquirer": "statements.jsonl",
    "issuer": "statements.jsonl",
    "clearing": "statements.jsonl",
    "cashier": "people.jsonl",
    "supervisor": "people.jsonl",
    "cardholder": "people.jsonl",
    "support": "people.jsonl",
}
"""Source of an event to the file of the bundle that its line goes into."""

MOST_LINES = 20_000
MOST_BYTES = 8 * 1024 * 1024
"""What is taken out of a recording at most."""

AT_THE_TILL = frozenset({"console", "printer", "terminal", "cashier", "supervisor", "cardholder"})
"""Sources whose events belong to whatever the till is busy with."""
PRIVATE = frozenset(
    {
        "issuer.notified",
        "cardholder.asked_bank",
        "cardholder.meant",
        "cardholder.used_stolen_card",
    }
)
"""What the cardholder alone knows, or nobody at the till."""


class Taken(msgspec.Struct, frozen=True):
    """One line of the recording and what it says."""

    line: bytes
    event: TraceEvent


class Extract(msgspec.Struct, frozen=True, kw_only=True):
    """What a recording holds about some transactions."""

    choice: Choice
    chosen: Chosen
    taken: tuple[Taken, ...]
    digest: str
    """Of all lines of the run."""
    count: int
    """Events of the run."""


def extract(lines: Lines, choice: Choice) -> Extract:
    """
    Take out of a run what concerns the chosen transactions.

    Args:
        lines: Called twice.
        choice: What a person asked for.

    Raises:
        TooMuch: Nothing was found, or more than a bundle can hold.
        NoEvent: A line is none; says which.
    """
    index, digest, count, last_seq = Index(), Digest(), 0, -1
    for count, line in enumerate(lines(), start=1):
        digest.add(line + b"\n")
        event = event_of(line, count)
        if event.seq <= last_seq:
            raise NoEvent(count, "seq")
        last_seq = event.seq
        index.take(event)
    index.finish()
    about = chosen(index, choice)
    picker = _Picker(index, about)
    taken: list[Taken] = []
    size = 0
    for number, line in enumerate(lines(), start=1):
        event = event_of(line, number)
        if not picker.wants(event):
            continue
        taken.append(Taken(line, event))
        size += len(line)
        if len(taken) > MOST_LINES or size > MOST_BYTES:
            raise TooMuch("evidence.too_big", {"lines": MOST_LINES, "bytes": MOST_BYTES})
    return Extract(
        choice=choice, chosen=about, taken=tuple(taken), digest=digest.text(), count=count
    )


class NoEvent(ValueError):
    """A line of a run is no event; carries its number within the run and what is wrong."""


MOST_US = 3_660 * 24 * 3_600 * 1_000_000
"""Ten years: no run is longer."""


def event_of(line: bytes, number: int) -> TraceEvent:
    """
    Read an event.

    Raises:
        NoEvent: It is none.
    """
    try:
        event = decode_event(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise NoEvent(number, str(error)) from None
    if not -MOST_US <= event.at_us <= MOST_US:
        raise NoEvent(number, "at_us")
    return event


class _Picker:
    """Tells of each event, in order, whether it concerns the chosen transactions."""

    def __init__(self, index: Index, about: Chosen) -> None:
        self._index = index
        self._merchant = index.merchant
        self._keys = about.keys
        self._batches = {batch for batch, _ in self._keys}
        self._stans = {stan for _, stan in self._keys}
        self._names = {index.asked[key].purchase for key in self._keys} - {""}
        days = [index.day_of(key) for key in self._keys]
        self._cut_overs = {day[0] for day in days if day is not None}
        self._days = {day[1] for day in days if day is not None}
        self._tickets = {
            ticket for ticket, of in index.tickets.items() if of in self._keys or of in self._names
        }
        self._busy = _merged(span for key in self._keys for span in index.asked[key].busy)
        self._starts = [start for start, _ in self._busy]
        self._last_batch: dict[str, str] = {}

    def wants(self, event: TraceEvent) -> bool:
        """Ask about the next event."""
        if event.inside or event.source not in FILES or event.name in PRIVATE:
            return False
        if not self._index.is_own(event):
            return False
        stan = word(event.detail, "stan")
        if stan:
            return self._is_about(event, stan)
        if event.source == "bench":
            return event.kind == "run_started"
        if event.source in ("acquirer", "clearing"):
            return self._is_of_the_day(event)
        if event.source == "support":
            return ticket_of(event) in self._tickets
        return event.source in AT_THE_TILL and (self._is_busy(event.seq) or self._is_named(event))

    def _is_about(self, event: TraceEvent, stan: str) -> bool:
        if stan not in self._stans:
            return False
        key = key_of(event.detail)
        if key is None:
            # Some events name the STAN alone; it is the one that was last heard of.
            return (self._last_batch.get(stan, ""), stan) in self._keys
        self._last_batch[stan] = key[0]
        return key in self._keys

    def _is_of_the_day(self, event: TraceEvent) -> bool:
        detail = event.detail
        if event.kind == "cut_over":
            return event.seq in self._cut_overs
        if event.kind == "batch_closed":
            return word(detail, "batch") in self._batches
        if event.source == "acquirer":
            return False
        is_ours = word(detail, "merchant") == self._merchant != ""
        return is_ours and word(detail, "business_day") in self._days

    def _is_busy(self, seq: int) -> bool:
        at = bisect_right(self._starts, seq) - 1
        return at >= 0 and seq <= self._busy[at][1]

    def _is_named(self, event: TraceEvent) -> bool:
        names = (word(event.detail, key) for key in ("purchase", "about", "step"))
        return any(name in self._names for name in names)


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans that overlap or touch as one, in order."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def by_file(taken: Iterable[Taken]) -> Iterator[tuple[str, bytes]]:
    """The lines as the files of a bundle, each in the order of the recording."""
    files: dict[str, list[bytes]] = {name: [] for name in dict.fromkeys(FILES.values())}
    for one in taken:
        files[FILES[one.event.source]].append(one.line + b"\n")
    for name, lines in files.items():
        yield name, b"".join(lines)

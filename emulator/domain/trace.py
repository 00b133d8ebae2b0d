"""
The trace: what happened, in order, as plain data.

It is the log, the trigger bus, the checks' only input and the reports' source.
"""

from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import Any

import msgspec

TRACE_VERSION = 1
"""Version of the event names and details; the first line of every recording carries it."""


class TraceEvent(msgspec.Struct, gc=False):
    """
    One thing that happened.

    `inside` events are what a part says of itself; all others were seen by the bench's own
    equipment (line tap, camera on screen and paper, storage bus, the banks' books). Checks read
    only those. Nobody changes an event or its detail after it was noted.
    """

    seq: int
    """0, 1, 2 ... within the run."""
    at_us: int
    """Whole microseconds of the run; negative while the shop opens, before the story begins."""
    source: str
    """The part or piece of equipment."""
    kind: str
    """What happened, past tense."""
    detail: dict[str, Any]
    """Plain values only."""
    inside: bool = False

    @property
    def name(self) -> str:
        """`source.kind`, as scenario files write it."""
        return f"{self.source}.{self.kind}"


_encode_lines = msgspec.json.Encoder().encode_lines
encode_event = msgspec.json.Encoder().encode
"""One event as one line of a recording, without the line end."""
decode_event = msgspec.json.Decoder(TraceEvent).decode


def encode_events(events: Iterable[TraceEvent]) -> bytes:
    """Write events as JSON lines; these bytes are what a digest is made of."""
    return _encode_lines(list(events))


class Digest:
    """A running fingerprint of a trace: BLAKE2b-128 over its JSON lines."""

    def __init__(self) -> None:
        self._hash = blake2b(digest_size=16)

    def add(self, lines: bytes) -> None:
        """Take in more lines; how they are cut into calls makes no difference."""
        self._hash.update(lines)

    def text(self) -> str:
        """The fingerprint so far, 32 hexadecimal digits."""
        return self._hash.hexdigest()


class Trace:
    """A finished or running trace that was kept."""

    def __init__(self, events: Iterable[TraceEvent] = ()) -> None:
        self.events: list[TraceEvent] = list(events)

    def __iter__(self) -> Iterator[TraceEvent]:
        return iter(self.events)

    def __len__(self) -> int:
        return len(self.events)

    def named(self, name: str) -> list[TraceEvent]:
        """All events called `source.kind`."""
        source, _, kind = name.partition(".")
        return [e for e in self.events if e.kind == kind and e.source == source]

    def digest(self) -> str:
        """The fingerprint of the whole trace."""
        digest = Digest()
        digest.add(encode_events(self.events))
        return digest.text()

"""What comes out of the device: every effect carries the moment at which it happened."""

import msgspec

from emulator.domain.paper import Line, Strip


class Effect(msgspec.Struct, frozen=True, gc=False):
    """Anything that somebody outside could notice."""

    at_us: int


class Reply(Effect, frozen=True, gc=False):
    """Bytes to the host."""

    data: bytes


class Flow(Effect, frozen=True, gc=False):
    """Flow control: the printer asks the host to wait, or to go on."""

    busy: bool


class StripBegan(Effect, frozen=True, gc=False):
    """The first dot row of a new strip is coming out."""

    number: int
    is_feed: bool = False
    """True: the feed button made it, and no host asked for it."""


class LinePrinted(Effect, frozen=True, gc=False):
    """A line is out; only told when the device is asked to tell lines."""

    strip: int
    line: Line
    blank: bool


class StripEnded(Effect, frozen=True):
    """A strip is complete or ended for good; the device forgets it."""

    strip: Strip


class Trouble(Effect, frozen=True, gc=False):
    """
    Something changed inside the machine by itself.

    kind: paper_out, near_end, cutter_jam (at the attempt to cut), hot, cool.
    """

    kind: str
    out_dots: int = 0
    """How much of the strip under way is out."""


class Lost(Effect, frozen=True, gc=False):
    """Bytes that arrived when the buffer was full."""

    offset: int
    count: int


class Complaint(Effect, frozen=True, gc=False):
    """Bytes that are no command the printer knows; skipped."""

    offset: int
    data: bytes
    """At most 16 of them."""


class Kicked(Effect, frozen=True, gc=False):
    """The drawer was told to open."""

    pin: int


class Beeped(Effect, frozen=True, gc=False):
    """The buzzer sounded."""

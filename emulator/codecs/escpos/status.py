"""
What a printer says of its condition, and what a host may conclude from it.

The writing side turns a `Status` into the bytes of DLE EOT, automatic status (GS a) and GS r; the
reading side turns such bytes into a `Reading`, in which None means not known.

Source: Epson's command reference, DLE EOT, GS a, GS r.
"""

import msgspec

DRAWER_BIT, OFFLINE_BIT = 0x04, 0x08
DLE_EOT_BASE = 0x12
ASB_BASE = 0x10
ASB_BYTES = 4
NEAR_END_BITS, PAPER_END_BITS = 0x0C, 0x60
ASB_NEAR_END_BITS, ASB_PAPER_END_BITS = 0x03, 0x0C
ASB_DRAWER, ASB_OFFLINE, ASB_ERROR, ASB_PAPER, ASB_PANEL = 0x01, 0x02, 0x04, 0x08, 0x40
"""Bits of n in GS a n: which changes are told."""


class Status(msgspec.Struct):
    """The condition of a printer, as its own sensors have it."""

    drawer_high: bool = False
    """Pin 3 of the drawer connector."""
    cover_open: bool = False
    paper_end: bool = False
    near_end: bool = False
    feed_pressed: bool = False
    """The feed button is held down."""
    feeding: bool = False
    """Paper is being fed by the button."""
    waiting: bool = False
    """It waits to be brought back on line, for example by DLE ENQ."""
    stopped_by_paper_end: bool = False
    cutter_error: bool = False
    recoverable_error: bool = False
    """A jam or another mechanical error that DLE ENQ clears."""
    unrecoverable_error: bool = False
    auto_recoverable_error: bool = False
    """The head is too hot; on some models also a cover opened while printing."""
    busy: bool = False
    """It asks the host to wait; flow control tells that, no status bit does."""

    @property
    def has_error(self) -> bool:
        """Tell whether any error is shown."""
        return (
            self.cutter_error
            or self.recoverable_error
            or self.unrecoverable_error
            or self.auto_recoverable_error
        )

    @property
    def is_offline(self) -> bool:
        """Tell whether it has stopped taking print data."""
        return (
            self.cover_open
            or self.paper_end
            or self.stopped_by_paper_end
            or self.feed_pressed
            or self.feeding
            or self.waiting
            or self.has_error
        )


class Reading(msgspec.Struct, frozen=True, gc=False):
    """What a host knows of a printer: True, False, or None for what nobody has told."""

    offline: bool | None = None
    drawer_high: bool | None = None
    cover_open: bool | None = None
    paper_end: bool | None = None
    """As told; not to be believed while the cover is open."""
    near_end: bool | None = None
    feed_pressed: bool | None = None
    feeding: bool | None = None
    waiting: bool | None = None
    stopped_by_paper_end: bool | None = None
    has_error: bool | None = None
    cutter_error: bool | None = None
    recoverable_error: bool | None = None
    unrecoverable_error: bool | None = None
    auto_recoverable_error: bool | None = None

    def joined(self, later: "Reading") -> "Reading":
        """Return this reading with whatever a later one knows put over it."""
        news = {
            name: value
            for name in self.__struct_fields__
            if (value := getattr(later, name)) is not None
        }
        return msgspec.structs.replace(self, **news) if news else self


def dle_eot(
    status: Status, n: int, *, has_near_end_sensor: bool = True, near_end_inverted: bool = False
) -> bytes:
    """
    Answer DLE EOT n.

    Args:
        status: The condition now.
        n: 1 printer, 2 cause of being offline, 3 cause of an error, 4 roll sensors.
        has_near_end_sensor: False: the two near-end bits stay clear, also when the paper is out.
        near_end_inverted: True: they are set while there is plenty of paper.

    Returns:
        One byte, or nothing for any other n.
    """
    if n == 1:
        bits = _bits(
            (DRAWER_BIT, status.drawer_high),
            (OFFLINE_BIT, status.is_offline),
            (0x20, status.waiting),
            (0x40, status.feed_pressed),
        )
    elif n == 2:
        bits = _bits(
            (0x04, status.cover_open),
            (0x08, status.feeding),
            (0x20, status.stopped_by_paper_end),
            (0x40, status.has_error),
        )
    elif n == 3:
        bits = _bits(
            (0x04, status.recoverable_error),
            (0x08, status.cutter_error),
            (0x20, status.unrecoverable_error),
            (0x40, status.auto_recoverable_error),
        )
    elif n == 4:
        trips = _near_end(status, has_near_end_sensor, near_end_inverted)
        bits = _bits((NEAR_END_BITS, trips), (PAPER_END_BITS, status.paper_end))
    else:
        return b""
    return bytes((DLE_EOT_BASE | bits,))


def asb(
    status: Status, *, has_near_end_sensor: bool = True, near_end_inverted: bool = False
) -> bytes:
    """Write the four bytes of automatic status."""
    first = _bits(
        (0x04, status.drawer_high),
        (0x08, status.is_offline),
        (0x20, status.cover_open),
        (0x40, status.feeding),
    )
    second = _bits(
        (0x01, status.waiting),
        (0x02, status.feed_pressed),
        (0x04, status.recoverable_error),
        (0x08, status.cutter_error),
        (0x20, status.unrecoverable_error),
        (0x40, status.auto_recoverable_error),
    )
    return bytes(
        (ASB_BASE | first, second, _paper_bits(status, has_near_end_sensor, near_end_inverted), 0)
    )


def asb_watched(told: bytes, enabled: int) -> bytes:
    """
    Keep of an automatic status only what GS a n asks to be told of.

    Two results that differ mean that a change must be told; what is sent is the whole `told`.
    """
    first, second, third, _ = told
    kept = (
        _bits(
            (0x04, bool(enabled & ASB_DRAWER)),
            (0x28, bool(enabled & ASB_OFFLINE)),
            (0x40, bool(enabled & (ASB_OFFLINE | ASB_PANEL))),
        ),
        _bits(
            (0x01, bool(enabled & ASB_OFFLINE)),
            (0x02, bool(enabled & ASB_PANEL)),
            (0x6C, bool(enabled & ASB_ERROR)),
        ),
        0x0F if enabled & ASB_PAPER else 0,
    )
    return bytes((first & kept[0], second & kept[1], third & kept[2]))


def gs_r(
    status: Status, n: int, *, has_near_end_sensor: bool = True, near_end_inverted: bool = False
) -> bytes:
    """
    Answer GS r n: 1 or 49 paper, 2 or 50 drawer.

    Returns:
        One byte, or nothing for any other n.
    """
    if n in (1, 49):
        return bytes((_paper_bits(status, has_near_end_sensor, near_end_inverted),))
    if n in (2, 50):
        return bytes((int(status.drawer_high),))
    return b""


def read_dle_eot(
    n: int, byte: int, *, has_near_end_sensor: bool = True, near_end_inverted: bool = False
) -> Reading:
    """
    Read the answer to DLE EOT n.

    Returns:
        What it tells; nothing at all for another n or a byte without the fixed pattern 0xx1xx10.
    """
    if byte & 0x93 != DLE_EOT_BASE:
        return Reading()
    if n == 1:
        return Reading(
            drawer_high=bool(byte & 0x04),
            offline=bool(byte & 0x08),
            waiting=bool(byte & 0x20),
            feed_pressed=bool(byte & 0x40),
        )
    if n == 2:
        return Reading(
            cover_open=bool(byte & 0x04),
            feeding=bool(byte & 0x08),
            stopped_by_paper_end=bool(byte & 0x20),
            has_error=bool(byte & 0x40),
        )
    if n == 3:
        return Reading(
            recoverable_error=bool(byte & 0x04),
            cutter_error=bool(byte & 0x08),
            unrecoverable_error=bool(byte & 0x20),
            auto_recoverable_error=bool(byte & 0x40),
            has_error=bool(byte & 0x6C),
        )
    if n == 4:
        near_end = bool(byte & NEAR_END_BITS) != near_end_inverted
        return Reading(
            near_end=near_end if has_near_end_sensor else None,
            paper_end=bool(byte & PAPER_END_BITS),
        )
    return Reading()


def read_asb(
    told: bytes, *, has_near_end_sensor: bool = True, near_end_inverted: bool = False
) -> Reading:
    """
    Read an automatic status.

    Returns:
        What it tells; nothing at all unless it is four bytes with the fixed patterns.
    """
    if not is_asb(told):
        return Reading()
    first, second, third, _ = told
    near_end = bool(third & ASB_NEAR_END_BITS) != near_end_inverted
    return Reading(
        drawer_high=bool(first & 0x04),
        offline=bool(first & 0x08),
        cover_open=bool(first & 0x20),
        feeding=bool(first & 0x40),
        waiting=bool(second & 0x01),
        feed_pressed=bool(second & 0x02),
        recoverable_error=bool(second & 0x04),
        cutter_error=bool(second & 0x08),
        unrecoverable_error=bool(second & 0x20),
        auto_recoverable_error=bool(second & 0x40),
        has_error=bool(second & 0x6C),
        near_end=near_end if has_near_end_sensor else None,
        paper_end=bool(third & ASB_PAPER_END_BITS),
    )


def is_asb(told: bytes) -> bool:
    """Tell whether four bytes have the patterns 0xx1xx00 and three times 0xx0xxxx."""
    return (
        len(told) == ASB_BYTES
        and told[0] & 0x93 == ASB_BASE
        and all(byte & 0x90 == 0 for byte in told[1:])
    )


def _bits(*flags: tuple[int, bool]) -> int:
    return sum(bit for bit, is_set in flags if is_set)


def _near_end(status: Status, has_sensor: bool, inverted: bool) -> bool:
    """Tell whether the near-end bits are set; an empty holder trips the sensor too."""
    return has_sensor and (status.near_end or status.paper_end) != inverted


def _paper_bits(status: Status, has_sensor: bool, inverted: bool) -> int:
    return _bits(
        (ASB_NEAR_END_BITS, _near_end(status, has_sensor, inverted)),
        (ASB_PAPER_END_BITS, status.paper_end),
    )

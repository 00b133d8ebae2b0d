"""
The examination of one printer, question by question.

Nothing is concluded from silence but silence: a question that was not answered while the printer is
off line is one that it may not have got to.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

import msgspec

from emulator.codecs.escpos.replies import (
    Answer,
    AutomaticStatus,
    Cleared,
    Fence,
    Identity,
    RealtimeStatus,
    SingleByte,
)
from emulator.codecs.escpos.requests import (
    ALL_CHANGES,
    CLEAR,
    NO_CHANGES,
    ask_status,
    process_fence,
)
from emulator.codecs.escpos.status import read_dle_eot
from emulator.domain.moments import SECOND
from emulator.interfaces.doctor import sample
from emulator.interfaces.doctor.findings import Findings
from emulator.interfaces.doctor.probe import Heard, Probe, Watch
from emulator.interfaces.wire.transport import Transport

USUAL_BAUDS = (9600, 115200, 19200, 38400, 57600)
"""Tried in this order: printers leave the factory with one of the first two, mostly."""
_ASK_PAPER = b"\x1dr\x01"
_FENCE_ID = b"dig1"
"""None of its characters could be taken for a status byte."""
_PRINT_US = 15 * SECOND
"""How long a test slip may take."""
_GLANCE_US = SECOND // 4
"""How often it is asked meanwhile whether it stands still."""
_STALL_US = 5 * SECOND
_TEXTS = {"firmware": 65, "maker": 66, "model": 67, "fonts": 69}
_TYPE = b"\x1dI\x02"
_TWO_BYTE_BIT, _CUTTER_BIT = 0x01, 0x02
_SLOW_BAUD = 19_200
"""A line no faster than this fills no buffer: paper is faster."""


def find_baud(
    bauds: Sequence[int], open_at: Callable[[int], Transport], watch: Watch
) -> tuple[Transport | None, int | None]:
    """
    Try speeds until the printer answers twice the same.

    Args:
        bauds: To be tried in this order.
        open_at: Opens the line at a speed.
        watch: For waiting.

    Returns:
        The opened line and its speed, or None twice.
    """
    for baud in bauds:
        line = open_at(baud)
        if answers_status(Probe(line, watch)):
            return line, baud
        line.close()
    return None, None


def answers_status(probe: Probe) -> bool:
    """Tell whether a status is answered twice, by nothing but one status byte."""
    for _ in range(2):
        heard = probe.ask(ask_status(1), RealtimeStatus)
        if len(heard.data) != 1 or not isinstance(heard.first(RealtimeStatus), RealtimeStatus):
            return False
    return True


def examine(probe: Probe, found: Findings) -> None:
    """Ask everything that can be asked without paper, and write down what was answered."""
    _ask_statuses(probe, found)
    found.clears = _said(probe, found, CLEAR, Cleared)
    # Whatever the questions so far left in the line buffer of a printer that knows none of them.
    probe.send(sample.RESET)
    found.gs_r = _said(probe, found, _ASK_PAPER, SingleByte)
    found.process_ids = _said(probe, found, process_fence(_FENCE_ID), Fence)
    found.automatic_status = _said(probe, found, ALL_CHANGES, AutomaticStatus)
    probe.send(NO_CHANGES)
    _ask_identity(probe, found)
    probe.send(sample.RESET)


def _ask_statuses(probe: Probe, found: Findings) -> None:
    for n in (1, 2, 3, 4):
        answer = probe.ask(ask_status(n), RealtimeStatus).first(RealtimeStatus)
        if isinstance(answer, RealtimeStatus):
            found.answers = True
            found.statuses = (*found.statuses, n)
            found.status_bytes = {**found.status_bytes, n: f"{answer.byte:02X}"}
            found.state = found.state.joined(read_dle_eot(n, answer.byte))


def _said(probe: Probe, found: Findings, question: bytes, wanted: type[Answer]) -> bool | None:
    if probe.ask(question, wanted).first(wanted) is not None:
        found.answers = True
        return True
    # Off line it does not get to what stands in its buffer.
    return False if found.is_ready else None


def _ask_identity(probe: Probe, found: Findings) -> None:
    for name, n in _TEXTS.items():
        answer = probe.ask(bytes((0x1D, 0x49, n)), Identity).first(Identity)
        if isinstance(answer, Identity):
            found.answers = True
            setattr(found, name, answer.text.decode("ascii", "replace").strip())
    kind = probe.ask(_TYPE, SingleByte).first(SingleByte)
    if isinstance(kind, SingleByte):
        found.two_byte = bool(kind.byte & _TWO_BYTE_BIT)
        found.cutter = bool(kind.byte & _CUTTER_BIT)


# Paper ----------------------------------------------------------------------------------------


def print_sample(probe: Probe, found: Findings, made: datetime) -> None:
    """
    Print the test slip.

    It counts as confirmed only on the fence behind its cut, and only if the printer never stood
    still meanwhile: what went on after a change of paper is in two pieces.
    """
    fills = found.baud is not None and found.baud > _SLOW_BAUD
    parts = [sample.sample(made), *(sample.filled_lines() if fills else ()), sample.end()]
    sent = sum(probe.send(part, patience_us=_STALL_US, heeds=True) for part in parts)
    is_all_out = sent == sum(map(len, parts))
    if len(probe.waits) == 1:
        (found.flow,) = probe.waits
    found.slip_confirmed = is_all_out and _is_confirmed(probe, found)


def _is_confirmed(probe: Probe, found: Findings) -> bool:
    if not (found.process_ids or found.gs_r):
        return False
    fence = process_fence(_FENCE_ID) if found.process_ids else _ASK_PAPER
    kind: type[Answer] = Fence if found.process_ids else SingleByte
    probe.send(fence, patience_us=_STALL_US, heeds=True)
    until_us = probe.watch.now_us + _PRINT_US
    stood_still = False
    while probe.watch.now_us < until_us:
        heard = probe.listen(lambda heard: heard.first(kind) is not None, patience_us=_GLANCE_US)
        if heard.first(kind) is not None:
            return not stood_still
        if 1 in found.statuses:
            probe.send(ask_status(1))
        stood_still = stood_still or _stands_still(heard)
    return False


def _stands_still(heard: Heard) -> bool:
    """Tell whether an answer among those heard says that the printer is off line."""
    return any(
        isinstance(answer, RealtimeStatus) and bool(read_dle_eot(1, answer.byte).offline)
        for answer in heard.answers
    )


def print_speed_lines(
    bauds: Sequence[int], open_at: Callable[[int], Transport], watch: Watch
) -> None:
    """Print a line at each speed; a printer without answers shows its speed by the one it gets."""
    for baud in bauds:
        line = open_at(baud)
        Probe(line, watch).send(sample.speed_line(baud))
        watch.pause(SECOND)
        line.close()


def plain(found: Findings) -> dict[str, object]:
    """The findings as plain values."""
    values: dict[str, object] = msgspec.to_builtins(found, str_keys=True)
    return values

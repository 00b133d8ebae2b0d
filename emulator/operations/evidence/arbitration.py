"""
The ruling on a dispute: does what the merchant handed in meet the cardholder's claim?

    bundle -> is it whole, and the one whose seal was told? -> journal and messages -> `defends`

Nothing is believed that the bundle does not show: without one, with one that was altered, and
where it cannot tell, the cardholder gets the money. The same bundle made of the recording and
looked at with `posemu evidence --claim` gets the same answer.
"""

from collections.abc import Iterable
from typing import NamedTuple

from emulator.domain.trace import TraceEvent, decode_event
from emulator.operations.evidence.archive import NoArchive
from emulator.operations.evidence.defence import Answer, Claim, defends
from emulator.operations.evidence.details import Key, key_of
from emulator.operations.evidence.verify import Opened, opened


class Ruling(NamedTuple):
    """What comes of a dispute."""

    is_won: bool
    """By the merchant."""
    reason: str
    """Name of a sentence below `evidence.reason` in the messages file."""


def arbitrate(data: bytes, claim: Claim, *, about: Key, seal: str) -> Ruling:
    """
    Rule on a claim about one payment.

    Args:
        data: The bundle; empty if nothing was handed in.
        claim: What the cardholder says.
        about: Batch and STAN of the payment.
        seal: The number that the merchant told when the bundle was made.
    """
    if not data:
        return Ruling(False, "no_evidence")
    try:
        held = opened(data)
    except NoArchive:
        return Ruling(False, "altered")
    if held.findings or held.seal != seal or held.contents is None:
        return Ruling(False, "altered")
    lacking = _lacking(held, about)
    if lacking:
        return Ruling(False, lacking)
    defence = defends(held.contents, claim, about=about)
    return Ruling(defence.answer is Answer.WINS, defence.reason)


def _lacking(held: Opened, about: Key) -> str:
    """Which record does not show the approval; empty if both do."""
    written = _about(held, "journal.jsonl", about)
    if not any(one.detail.get("outcome") == "approved" for one in written):
        return "no_journal"
    heard = _about(held, "messages.jsonl", about)
    # Between the banks others keep the log; the merchant shows what reached the terminal.
    answers = (one for one in heard if one.name == "uplink.delivered")
    if not any(one.detail.get("way") == "down" for one in answers):
        return "no_messages"
    return ""


def _about(held: Opened, name: str, about: Key) -> Iterable[TraceEvent]:
    lines = held.files.get(name, b"").splitlines()
    return [event for event in map(decode_event, lines) if key_of(event.detail) == about]

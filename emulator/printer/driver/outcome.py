"""What may be said of a slip that is over; a pure decision on what is proven and what is not."""

import msgspec

from emulator.printer.driver.jobs import JobState
from emulator.printer.driver.sending import Sending
from emulator.printer.driver.troubles import PASSING, result_of


class Outcome(msgspec.Struct, frozen=True, gc=False):
    """How a slip ended."""

    result: str
    state: JobState
    may_finish: bool = False
    may_prove_late: bool = False
    """True when a fence that comes later proves a whole slip; after anything for which people
    touch the paper it does not."""


def outcome_of(sending: Sending, trouble: str, *, is_cleared: bool, was_blind: bool) -> Outcome:
    """
    Decide.

    Args:
        sending: What was sent and what is proven.
        trouble: What ended the slip (`troubles.trouble_of`); empty if nobody knows.
        is_cleared: The printer confirmed that it forgot the rest.
        was_blind: For a time, before the last words were proven, nobody could see what happened:
            even fences do not tell whether the slip is one piece of paper.

    Returns:
        printed (or cutter_jam) if the last words are proven; the trouble if they cannot be on
        paper; else unknown, or the trouble with `may_finish` if nothing but the rest is in doubt.
    """
    if sending.has_all_words and not was_blind:
        return Outcome("cutter_jam" if trouble == "cutter" else "printed", JobState.CONFIRMED)
    result = result_of(trouble)
    if not sending.may_be_whole or (is_cleared and not sending.is_doubtful):
        return Outcome(result, JobState.PARTIAL)
    return Outcome(
        "unknown" if sending.is_doubtful or not trouble else result,
        JobState.UNKNOWN,
        may_finish=not (is_cleared or sending.has_all_words),
        may_prove_late=not was_blind and (not trouble or trouble in PASSING),
    )

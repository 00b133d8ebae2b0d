"""
The person's time at the till, side by side: what happened, what was done, what was asked.

Entries name events and actions; their words are the interface's. What is repeated for its own
sake (prompts, keys of an amount, messages on the line) is left out.
"""

from collections.abc import Sequence

import msgspec

from emulator.domain.trace import TraceEvent
from emulator.drills.doings import Doings
from emulator.drills.score import Score

HAPPENED, DID, ASKED = "happened", "did", "asked"

_HAPPENED = frozenset(
    (
        "fault.fired", "fault.healed", "uplink.lost", "uplink.not_sent", "issuer_line.lost",
        "terminal.powered_off", "terminal.powered_on", "printer.slip_printed",
        "printer.slip_torn", "printer.slip_unconfirmed", "printer.paper_out", "printer.jammed",
        "printer.cover_opened", "printer.head_failed", "printer.overheated", "issuer.notified",
        "cardholder.meant", "cardholder.complained", "cardholder.walked_away",
        "cardholder.refused", "cardholder.asked_bank", "support.answered", "clearing.notice",
        "clearing.payout_returned", "clearing.payout_deferred", "clearing.payout_held",
        "clearing.merchant_credited", "acquirer.closed", "acquirer.opened",
        "acquirer.difference_listed", "acquirer.batch_closed",
    )
)  # fmt: skip
_SCREENS = frozenset(
    (
        "approved", "declined", "timed_out", "bad_answer", "not_connected", "reversed",
        "reversal_failed", "paper_out", "printer_fault", "printer_hot", "sign_in_required",
        "journal_full", "totals_full", "storage_full", "confirm_duplicate", "settled",
        "settlement_failed",
        "not_possible", "signed_in", "status_shown", "balance_shown",
    )
)  # fmt: skip
_DID = frozenset(
    (
        "cashier.did", "console.card_presented", "support.ticket_opened", "support.did",
        "supervisor.keyed_password", "cashier.gave_up",
    )
)  # fmt: skip
_KEYS = ("confirm", "cancel")
_ASKING = frozenset(
    ("paper_out", "printer_fault", "printer_hot", "confirm_duplicate", "reversal_failed")
)
"""Screens on which a bare key is a decision."""
_HEARD = frozenset(("hint_taken", "task_given_up", "left", "customer_came"))


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One line of one of the three columns."""

    at_us: int
    column: str
    """happened, did or asked."""
    event: TraceEvent | None = None
    action: int = -1
    """For `asked`: which of the score's actions."""


def timeline_of(events: Sequence[TraceEvent], doings: Doings, score: Score) -> tuple[Entry, ...]:
    """
    Set the three columns, in the order of time.

    Args:
        events: The person's whole trace.
        doings: Read from it.
        score: Of the person; what is asked stands where it was called for.
    """
    if doings.took_over is None:
        return ()
    first = doings.took_over.seq
    last = len(events) if doings.left is None else doings.left.seq + 1
    found = _found(events[:first])
    # What the colleague left on the display is the first thing that the person meets.
    entries = _of_events(() if found is None else (found,), "")
    entries = [msgspec.structs.replace(one, at_us=doings.took_over.at_us) for one in entries]
    entries += _of_events(events[first:last], "" if found is None else found.detail["screen"])
    for number, scored in enumerate(score.actions):
        if scored.called_us is not None:
            entries.append(Entry(at_us=scored.called_us, column=ASKED, action=number))
    return tuple(sorted(entries, key=lambda entry: entry.at_us))


def _found(before: Sequence[TraceEvent]) -> TraceEvent | None:
    """What stood on the display when the person took over; None if nothing was shown yet."""
    shown = (event for event in reversed(before) if event.name == "console.displayed")
    return next(shown, None)


def _of_events(events: Sequence[TraceEvent], screen: str) -> list[Entry]:
    """The entries of some events, of which the first came while a screen was shown."""
    entries: list[Entry] = []
    for event in events:
        column = _column(event, screen)
        if event.name == "console.displayed":
            screen = event.detail["screen"]
        if column:
            entries.append(Entry(at_us=event.at_us, column=column, event=event))
    return entries


def _column(event: TraceEvent, screen: str) -> str:
    """Which column an event stands in; empty for one that is left out."""
    name, detail = event.name, event.detail
    if name in _HAPPENED or (name == "console.displayed" and detail["screen"] in _SCREENS):
        return HAPPENED
    is_decision = screen in _ASKING and detail.get("input") in _KEYS
    is_heard = name == "desk.heard" and detail["deed"] in _HEARD
    if name in _DID or is_heard or (name == "console.pressed" and is_decision):
        return DID
    return ""

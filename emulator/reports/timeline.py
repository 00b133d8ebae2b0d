"""
The last events before a verdict, with the cardholder's money beside them.

Only events that a shopkeeper would tell are in the list; screens, key presses and memory writes
are in the recording.
"""

from collections.abc import Iterable, Sequence

import msgspec

from emulator.domain.money import yuan
from emulator.domain.texts import say
from emulator.domain.trace import TraceEvent
from emulator.reports.layout import Line, columns, cut
from emulator.reports.words import clock, what, who

NOTABLE = frozenset(
    {
        "bench.trouble_ended",
        "bench.calm_ended",
        "cashier.did",
        "cashier.gave_up",
        "cardholder.complained",
        "cardholder.walked_away",
        "uplink.delivered",
        "uplink.lost",
        "uplink.not_sent",
        "issuer_line.lost",
        "terminal.powered_off",
        "terminal.powered_on",
        "storage.torn",
        "storage.full",
        "printer.slip_printed",
        "printer.slip_torn",
        "printer.paper_out",
        "printer.paper_loaded",
        "printer.jammed",
        "printer.cover_opened",
        "printer.head_failed",
        "printer.data_lost",
        "printer.powered_off",
        "acquirer.declined",
        "acquirer.batch_closed",
        "acquirer.difference_listed",
        "acquirer.difference_resolved",
        "acquirer.papers_filed",
        "acquirer.papers_reviewed",
        "acquirer.closed",
        "acquirer.opened",
        "issuer.posted",
        "issuer.declined",
        "clearing.file_late",
        "clearing.file_rejected",
        "clearing.payout_due",
        "clearing.payout_sent",
        "clearing.payout_returned",
        "clearing.payout_deferred",
        "clearing.payout_held",
        "clearing.merchant_credited",
        "clearing.closed",
        "clearing.opened",
        "support.ticket_opened",
        "support.ticket_closed",
        "monitor.alarm_raised",
        "monitor.alarm_cleared",
        "fault.fired",
        "fault.healed",
        "fault.had_no_effect",
    }
)
"""Events that belong in the short story."""

WIDTH = 56
"""Cells for what happened; the money stands to the right of it."""


class Row(msgspec.Struct, frozen=True):
    """An event with what it did to the cardholder's account."""

    event: TraceEvent
    balance_fen: int | None
    """After the event; None until the account is known."""
    change_fen: int


class Account:
    """One cardholder's account, followed through a trace."""

    def __init__(self, holder: str, opening_fen: int | None) -> None:
        """
        Args:
            holder: The card's name in the scenario.
            opening_fen: What stood there at the start; None if nobody knows. A trace that posts
                its opening balances is believed instead.
        """
        self.balance_fen = opening_fen
        """After the last event taken; None until the account is known."""
        self._name = f"cardholder:{holder}"

    def take(self, event: TraceEvent) -> int:
        """Take the next event; tell by how much it changed the balance, in fen."""
        change_fen = movement_fen(event, self._name)
        if change_fen and movement_fen(event, "opening"):
            self.balance_fen = change_fen
            return 0
        if self.balance_fen is not None:
            self.balance_fen += change_fen
        return change_fen


def rows(events: Iterable[TraceEvent], account: Account) -> list[Row]:
    """Go through a trace, in order, and keep the balance of an account beside it."""
    told = []
    for event in events:
        change_fen = account.take(event)
        told.append(Row(event, account.balance_fen, change_fen))
    return told


def movement_fen(event: TraceEvent, account: str) -> int:
    """What one posting did to an account; 0 for anything that is no posting in a bank's books."""
    if event.kind != "posted":
        return 0
    legs = event.detail.get("legs") or ()
    return sum(fen for name, fen in legs if name == account)


def around(
    told: Sequence[Row], *, point_seq: int, until_seq: int, keep: Sequence[int], count: int = 10
) -> list[Row]:
    """
    Choose the rows to show: notable ones before the verdict's event, that event, and what followed.

    Args:
        told: All rows.
        point_seq: The event the verdict points at; it is always among the rows.
        until_seq: The last event of any evidence; nothing later is shown.
        keep: Sequence numbers that count as notable whatever they are.
        count: How many rows at most.
    """
    kept = {*keep, point_seq}
    chosen = [row for row in told if row.event.seq <= until_seq and _is_told(row, kept)]
    at = next((n for n, row in enumerate(chosen) if row.event.seq == point_seq), len(chosen))
    first = max(0, min(at - count // 2, len(chosen) - count))
    return chosen[first : first + count]


def _is_told(row: Row, kept: set[int]) -> bool:
    if row.event.seq in kept:
        return True
    # Before moment 0 the shop only opens.
    return row.event.at_us >= 0 and (row.event.name in NOTABLE or bool(row.change_fen))


def table(shown: Sequence[Row], lang: str, *, holder: str, here: int = -1) -> list[Line]:
    """Set rows as a table of time, who, what and the cardholder's money."""
    if not shown:
        return []
    head = ("", "", "", holder, "")
    body = [
        (
            clock(row.event.at_us),
            who(row.event, lang),
            cut(what(row.event, lang), WIDTH),
            "" if row.balance_fen is None else yuan(row.balance_fen),
            f"{'+' if row.change_fen > 0 else ''}{yuan(row.change_fen)}" if row.change_fen else "",
        )
        for row in shown
    ]
    lines = columns([head, *body], right=(0, 3, 4))
    marked = [Line(lines[0], "dim")]
    for row, text in zip(shown, lines[1:], strict=True):
        at = row.event.seq == here
        marked.append(Line(f"{text}  <- {say('report.here', lang)}", "fail") if at else Line(text))
    return marked

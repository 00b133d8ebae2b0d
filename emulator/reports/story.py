"""
Why it came to this: the chain of causes before a verdict, one sentence a link.

The chain is told from the trace alone: what was broken on purpose, what that did to a message,
the paper or the power, what people did about it, and what the books say in the end. It claims no
more than the order in which things happened.
"""

from collections.abc import Sequence

from emulator.domain.trace import TraceEvent
from emulator.reports.words import clock, what, who

CAUSES = frozenset({"fault.fired", "lever.pulled"})

EFFECTS = frozenset(
    {
        "uplink.lost",
        "uplink.not_sent",
        "issuer_line.lost",
        "issuer_line.not_sent",
        "terminal.powered_off",
        "storage.torn",
        "storage.full",
        "printer.paper_out",
        "printer.slip_torn",
        "printer.jammed",
        "printer.cover_opened",
        "printer.overheated",
        "printer.head_failed",
        "printer.data_lost",
        "printer.powered_off",
        "acquirer.closed",
        "issuer.closed",
        "clearing.closed",
        "clearing.file_late",
        "clearing.file_rejected",
        "clearing.payout_deferred",
        "clearing.payout_held",
        "clearing.payout_returned",
        "fault.had_no_effect",
    }
)

REACTIONS = frozenset(
    {
        "cashier.did",
        "cashier.gave_up",
        "cardholder.walked_away",
        "cardholder.used_stolen_card",
        "terminal.crashed",
        "acquirer.difference_listed",
    }
)

TELLING_SCREENS = frozenset(
    {
        "timed_out",
        "bad_answer",
        "not_connected",
        "reversal_failed",
        "settlement_failed",
        "storage_full",
    }
)

LINKS = 6
"""More links than this are no explanation."""


def told(
    events: Sequence[TraceEvent], lang: str, *, until_seq: int, evidence: Sequence[int]
) -> list[str]:
    """
    Tell which events led to the one at `until_seq`, one sentence each.

    Args:
        events: The trace, in order.
        lang: zh or en.
        until_seq: The last event of any evidence; nothing later is told.
        evidence: Sequence numbers that belong in the chain whatever they are.

    Returns:
        Sentences; the second and later ones begin with an arrow. When there are too many, the
        first and the last are kept.
    """
    links = _links(events, until_seq, evidence)
    sentences = [f"{clock(e.at_us)} {who(e, lang)}: {what(e, lang)}" for e in links]
    return [("-> " if n else "") + sentence for n, sentence in enumerate(sentences)]


def _links(
    events: Sequence[TraceEvent], until_seq: int, evidence: Sequence[int]
) -> list[TraceEvent]:
    proof = set(evidence)
    # What happened before moment 0 only opened the shop, and the test sale only closes the run.
    end = next((e.seq for e in events if e.name == "bench.probe_started"), until_seq)
    before = [
        e
        for e in events
        if e.seq in proof or (e.at_us >= 0 and e.seq <= until_seq and e.seq <= end)
    ]
    first = next((e.seq for e in before if e.name in CAUSES), None)
    pulled = {e.at_us for e in before if e.name == "lever.pulled"}
    links = [
        e
        for e in before
        if e.seq in proof
        # The lever says what broke; that a fault pulled it in that instant adds nothing.
        or (_leads(e, first) and not (e.name == "fault.fired" and e.at_us in pulled))
    ]
    if len(links) > LINKS:
        links = [*links[: LINKS // 2], *links[-(LINKS - LINKS // 2) :]]
    return links


def _leads(event: TraceEvent, first_cause: int | None) -> bool:
    name = event.name
    if name in CAUSES:
        return True
    if name in REACTIONS:
        return first_cause is None or event.seq > first_cause
    if first_cause is None or event.seq < first_cause:
        return False
    if name == "console.displayed":
        return event.detail.get("screen") in TELLING_SCREENS
    return name in EFFECTS

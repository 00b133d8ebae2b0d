"""
What can be named: every trace event with its details, every fact, fate and check.

The events themselves stand in `event_table`; facts are told to people in docs/reference/facts.md,
and a test holds both together. Left out: levers, which the parts declare themselves and the test
bed collects.
"""

from types import MappingProxyType

import msgspec

from emulator.domain.actions import ACTIONS
from emulator.domain.event_table import MESSAGE, RECONCILED, SCREENS, SOURCES
from emulator.domain.moments import SECOND
from emulator.domain.transaction import KINDS, SETTLEMENT_RESULTS

MESSAGE_DETAILS = tuple(key for key in MESSAGE if key not in ("message", "totals"))
"""What a fault on a line can ask of the message that it strikes."""

EVENTS = MappingProxyType(
    {
        f"{source}.{kind}": details
        for source, kinds in SOURCES.items()
        for kind, details in kinds.items()
    }
)
"""Every event, `source.kind`, to the names of its details."""

WHOLE_NUMBER_DETAILS = frozenset(
    {
        "message", "slip", "line", "lines", "bytes", "printed_mm", "records", "torn", "attempt",
        "attempts", "debit_count", "credit_count", "items", "differences", "seed", "at_event",
        "debts", "job", "times", "part", "parts", "lost", "probes", "round_trip_ms",
        "console.displayed.number",
        "bench.step_began.step", "bench.step_ended.step", "bench.trouble_ended.dropped",
        "acquirer.posted.entry", "acquirer.held.entry", "acquirer.released.entry",
        *(f"cashier.did.{name}" for name in RECONCILED),
    }
)  # fmt: skip
"""
Details that are whole numbers without a unit in their name; with the event's name in front where
the same word means something else elsewhere.
"""

YES_NO_DETAILS = frozenset(
    {
        "garbled", "reprint", "legible", "cut", "void_above", "repeated", "effect", "agrees",
        "stolen",
        "answered", "training", "may_finish", "backup", "upgrading", "announced", "reachable",
    }
)  # fmt: skip

COMPOUND_DETAILS = frozenset(
    {"totals", "legs", "content", "host", "shop", "settings", "released", "told", "with"}
)
"""Details that are lists or mappings; a condition cannot ask for their value."""

DURABLE_EVENTS = (
    "storage.write_started", "storage.written", "printer.slip_started", "printer.slip_printed",
    "acquirer.commit_started", "acquirer.posted",
)  # fmt: skip
"""Begin and end of what takes time, so that a fault can strike before, during or after it."""

MOMENTS = ("before", "during", "after")

AT_THE_ACQUIRER = ("0800", "0810", "0820", "0830", "0500", "0510", "0320", "0330")
"""MTIs that end at the acquirer: no message to an issuer has one."""

REQUESTS = tuple(dict.fromkeys(kind.mti for kind in KINDS.values()))
ANSWERS = tuple(dict.fromkeys(kind.answer_mti for kind in KINDS.values()))
"""Requests go up, answers come down; nobody sends any other MTI."""

FATES = MappingProxyType(
    {
        "drop": {},
        "delay": {"by_us": 5 * SECOND},
        "duplicate": {"copies": 2},
        "hold": {},
        "garble": {},
        "edge": {"offset_us": 0},
    }
)
"""What can become of a message on a line, with settings and defaults: `uplink.drop`."""

POSTING_REASONS = (
    "sale", "void", "refund", "completion", "completion_void", "reversal", "fee", "payout",
)  # fmt: skip
"""Reasons of `acquirer.posted` that an expectation may count as `host.<reason>`."""

_SOURCE_ALIASES = {"host": "acquirer", "customer": "cardholder"}

_NAMED_EVENTS: dict[str, tuple[str, dict[str, str]]] = {
    "merchant.credit": ("clearing.merchant_credited", {}),
    "merchant.credited": ("clearing.merchant_credited", {}),
    "support.call": ("support.ticket_opened", {}),
}

ALIASES: MappingProxyType[str, tuple[str, dict[str, str]]] = MappingProxyType(
    {
        **{
            f"{alias}.{kind}": (f"{source}.{kind}", {})
            for alias, source in _SOURCE_ALIASES.items()
            for kind in SOURCES[source]
        },
        **{f"host.{why}": ("acquirer.posted", {"reason": why}) for why in POSTING_REASONS},
        **{
            f"cashier.{action.name}": ("cashier.did", {"action": action.name})
            for action in ACTIONS.values()
            if action.who == "cashier"
        },
        **{f"screen.{screen}": ("console.displayed", {"screen": screen}) for screen in SCREENS},
        **_NAMED_EVENTS,
    }
)
"""Handy names of events: `host.sale` is `acquirer.posted` whose reason is sale."""

CHECKS = (
    "money_conserved", "charged_once", "outcome_agreed", "batch_settled", "paper_right",
    "protocol_kept", "durable_order", "comes_to_rest", "nothing_in_clear",
)  # fmt: skip
"""The checks that hold in every scenario unless it waives them by name."""

CONDUCT = ("handbook",)
"""Habits of a cashier that every test bed knows; `people.cashier` has the careless ones."""


class FactKind(msgspec.Struct, frozen=True):
    """What an expectation writes for a fact: its type, and the words or fields that are allowed."""

    type: str
    """money, count, choice, text, screen or fields."""
    words: tuple[str, ...] = ()
    fields: dict[str, str] = {}
    """For `fields`: each to its type; beside the above yes_no, and the kinds of slip words."""


_MONEY, _COUNT = FactKind("money"), FactKind("count")

FACTS = MappingProxyType(
    {
        "customer.balance": _MONEY,
        "merchant.account": _MONEY,
        "merchant.pending": _MONEY,
        "acquirer.suspense": _MONEY,
        "acquirer.fees": _MONEY,
        "issuer.suspense": _MONEY,
        "acquirer.differences": _COUNT,
        "terminal.batch": FactKind(
            "fields", fields={"batch": "number", "count": "count", "total": "money"}
        ),
        "terminal.pending_reversals": _COUNT,
        "backup.batch": FactKind(
            "fields", fields={"batch": "number", "count": "count", "total": "money"}
        ),
        "backup.pending_reversals": _COUNT,
        "terminal.notice": FactKind("text"),
        "screen": FactKind("screen"),
        "receipt": FactKind(
            "fields",
            fields={
                "copies": "count", "amount": "money", "marked": "mark", "stan": "number",
                "transaction": "slip_transaction", "copy": "copy", "legible": "yes_no",
                "count": "count",
            },
        ),
        "slips.original": _COUNT,
        "slips.reprint": _COUNT,
        "slips.torn": _COUNT,
        "slips.fault": _COUNT,
        "tickets.open": _COUNT,
        "batches.closed": _COUNT,
        "batch.result": FactKind("choice", words=tuple(SETTLEMENT_RESULTS.values())),
        "payout.days": _COUNT,
    }
)  # fmt: skip
"""Facts with a fixed name."""

HOLDER_FACTS = MappingProxyType({"balance": _MONEY, "held": _MONEY, "debits": _COUNT})
"""Facts of a cardholder: `<holder>.balance`."""

STEP_FACT = FactKind(
    "choice",
    words=("approved", "declined", "reversed", "voided", "refunded", "unknown", "none"),
)
"""The fact `sale.<name>`: how the step of that name ended."""

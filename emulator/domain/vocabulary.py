"""
What can be named: every trace event with its details, every fact, fate, check and screen.

The same tables stand for people in docs/reference/trace.md and docs/reference/facts.md; a test
holds both together. Left out: levers, which the parts declare themselves and the test bed collects.
"""

from types import MappingProxyType

import msgspec

from emulator.domain.actions import ACTIONS
from emulator.domain.moments import SECOND
from emulator.domain.transaction import KINDS, SETTLEMENT_RESULTS

LINES = ("uplink", "issuer_line")
"""Terminal to acquirer, and acquirer to issuers."""

LINE_WAYS = ("up", "down")

_MESSAGE = (
    "message", "way", "mti", "transaction", "terminal", "batch", "stan", "amount_fen", "card",
    "code", "reference", "original_batch", "original_stan", "totals", "result", "network_code",
    "status",
)  # fmt: skip

MESSAGE_DETAILS = tuple(key for key in _MESSAGE if key not in ("message", "totals"))
"""What a fault on a line can ask of the message that it strikes."""

_POSTED = (
    "entry", "reason", "legs", "terminal", "batch", "stan", "transaction", "reference",
    "original_batch", "original_stan",
)  # fmt: skip
_HELD = tuple(key for key in _POSTED if key != "legs")
_SLIP = (
    "slip", "slip_kind", "copy", "transaction", "stan", "batch", "amount_fen", "reprint", "lines",
    "takes_us",
)  # fmt: skip
_RECORD = ("record", "stan", "batch")
_PAYOUT = ("merchant", "business_day", "amount_fen", "why")

SCREENS = MappingProxyType(
    {
        "booting": ("step",),
        "idle": ("unprinted",),
        "sign_in_required": (),
        "enter_operator": (),
        "enter_password": (),
        "enter_amount": ("transaction",),
        "present_card": ("transaction", "amount_fen"),
        "enter_pin": ("amount_fen",),
        "supervisor_password": ("transaction",),
        "enter_original": ("transaction",),
        "enter_reference": ("transaction",),
        "enter_date": ("transaction",),
        "enter_authorisation": ("transaction",),
        "confirm_original": ("stan", "amount_fen"),
        "confirm_duplicate": ("amount_fen", "stan"),
        "connecting": ("transaction",),
        "waiting": ("transaction",),
        "approved": ("transaction", "stan", "batch", "amount_fen", "code", "authorisation"),
        "declined": ("transaction", "stan", "batch", "code", "operator_class"),
        "not_connected": ("transaction",),
        "timed_out": ("transaction", "stan", "batch"),
        "bad_answer": ("transaction", "stan", "batch", "reason"),
        "reversing": ("stan", "attempt"),
        "reversed": ("stan", "batch"),
        "reversal_failed": ("stan", "batch", "attempts"),
        "press_to_print": ("copy",),
        "paper_out": ("slip_kind", "copy", "stan", "fault"),
        "printer_fault": ("slip_kind", "copy", "stan", "fault"),
        "printer_hot": ("slip_kind", "copy", "stan", "fault"),
        "journal_full": (),
        "totals_full": (),
        "settling": ("step",),
        "settled": (
            "batch", "result", "debit_fen", "debit_count", "credit_fen", "credit_count",
            "next_batch",
        ),
        "settlement_failed": ("batch", "why"),
        "balance_shown": ("balance_fen",),
        "status_shown": ("stan", "batch", "status"),
        "cash_recorded": ("amount_fen", "number"),
        "signed_in": ("batch",),
        "signed_off": ("batch",),
        "not_possible": ("transaction", "why"),
        "cancelled": ("transaction",),
    }
)  # fmt: skip
"""Every screen of the terminal to the values that it shows."""

_SCREEN_VALUES = tuple(dict.fromkeys(value for values in SCREENS.values() for value in values))


def _line() -> dict[str, tuple[str, ...]]:
    return {
        "sent": _MESSAGE,
        "not_sent": _MESSAGE,
        "delivered": (*_MESSAGE, "garbled"),
        "lost": (*_MESSAGE, "reason"),
    }


_SOURCES: dict[str, dict[str, tuple[str, ...]]] = {
    "bench": {
        "run_started": ("scenario", "seed", "start", "terminal", "merchant", "profile"),
        "trouble_ended": ("released", "dropped"),
        "calm_ended": ("grace_us",),
        "probe_started": ("purchase",),
        "story_began": (),
        "step_began": ("step", "who", "action", "name"),
        "step_ended": ("step", "result"),
        "run_ended": (),
    },
    "uplink": _line(),
    "issuer_line": _line(),
    **{f"{line}.{way}": {"timer_expired": ()} for line in LINES for way in LINE_WAYS},
    "console": {
        "displayed": ("screen", *_SCREEN_VALUES),
        "pressed": ("input", "text"),
        "card_presented": ("purchase", "card", "holder", "entry", "terminal"),
    },
    "storage": {
        "write_started": (*_RECORD, "takes_us"),
        "written": (*_RECORD, "outcome", "amount_fen", "transaction"),
        "torn": ("record", "stan"),
        "full": ("record", "stan"),
        "replaced": ("records",),
        "read": ("records", "torn"),
    },
    "terminal": {
        "powered_on": (),
        "powered_off": (),
        "booted": ("step",),
        "recovered": ("debts",),
        "signed_in": ("batch",),
        "reversal_due": ("stan", "reason"),
        "reversal_tried": ("stan", "attempt"),
        "answer_dropped": ("mti", "stan", "why"),
        "crashed": ("error",),
    },
    "printer": {
        "slip_started": _SLIP,
        "slip_printed": (
            *_SLIP, "legible", "cut", "void_above", "language", "training", "content",
        ),
        "slip_torn": (*_SLIP, "printed_mm", "reason"),
        "paper_out": ("slip", "line"),
        "near_end": ("slip", "line"),
        "cover_opened": ("slip",),
        "jammed": ("slip",),
        "cutter_jammed": ("slip",),
        "overheated": ("slip",),
        "paper_loaded": (),
        "cover_closed": (),
        "cleared": ("trouble",),
        "cooled": (),
    },
    "acquirer": {
        "commit_started": ("reason", "terminal", "batch", "stan", "transaction", "takes_us"),
        "posted": _POSTED,
        "held": _HELD,
        "released": _HELD,
        "declined": ("transaction", "stan", "batch", "code", "why"),
        "reversal_remembered": ("stan", "batch"),
        "batch_closed": (
            "terminal", "batch", "next_batch", "result", "host", "shop", "repeated",
        ),
        "difference_listed": ("terminal", "batch", "stan", "why", "amount_fen"),
        "difference_resolved": ("terminal", "batch", "stan", "why", "amount_fen", "how"),
        "closed": ("why",),
        "opened": ("why",),
        "cut_over": ("business_day",),
        "powered_on": (),
        "powered_off": (),
    },
    "issuer": {
        "posted": (
            "reason", "legs", "card", "holder", "bank", "terminal", "batch", "stan", "reference",
        ),
        "declined": ("code", "stan", "holder"),
        "notified": ("holder", "amount_fen", "balance_fen", "why"),
        "closed": (),
        "opened": (),
    },
    "clearing": {
        "file_made": ("business_day", "items", "amount_fen", "differences"),
        "file_late": ("business_day", "why"),
        "file_rejected": ("business_day", "why"),
        "posted": ("reason", "legs", "business_day", "merchant"),
        "payout_due": ("business_day", "merchant", "amount_fen", "due"),
        "payout_sent": _PAYOUT,
        "payout_returned": _PAYOUT,
        "payout_deferred": _PAYOUT,
        "payout_held": _PAYOUT,
        "merchant_credited": (
            "merchant", "business_day", "amount_fen", "cleared_fen", "fee_fen", "date",
        ),
        "closed": ("why",),
        "opened": ("why",),
        "notice": ("text",),
        "account_corrected": ("merchant",),
    },
    "cashier": {
        "did": ("action", "step", "effect", "purchase", "amount_fen", "screen", "agrees"),
        "rang_up": ("purchase", "amount_fen", "meant_fen"),
        "waiting": (),
        "gave_up": ("why",),
    },
    "cardholder": {
        "meant": ("purchase", "amount_fen", "holder"),
        "complained": ("about",),
        "walked_away": (),
        "refused": (),
        "used_stolen_card": ("holder",),
        "asked_bank": ("about", "answered", "balance_fen"),
    },
    "supervisor": {"came": (), "keyed_password": ()},
    "support": {
        "ticket_opened": ("ticket", "about", "stan", "batch", "amount_fen"),
        "answered": ("ticket", "answer"),
        "ticket_closed": ("ticket",),
        "did": ("action", "effect"),
    },
    "world": {"did": ("action", "effect")},
    "fault": {
        "armed": ("fault", "name"),
        "fired": ("fault", "at_event", "mti", "stan"),
        "healed": ("fault",),
        "had_no_effect": ("fault", "why"),
    },
    "lever": {
        "pulled": ("lever", "settings"),
        "released": ("lever", "settings"),
        "pulled_again": ("lever", "settings"),
    },
}  # fmt: skip

EVENTS = MappingProxyType(
    {
        f"{source}.{kind}": details
        for source, kinds in _SOURCES.items()
        for kind, details in kinds.items()
    }
)
"""Every event, `source.kind`, to the names of its details."""

WHOLE_NUMBER_DETAILS = frozenset(
    {
        "message", "slip", "line", "lines", "printed_mm", "records", "torn", "attempt", "attempts",
        "debit_count", "credit_count", "items", "differences", "seed", "at_event", "debts",
        "bench.step_began.step", "bench.step_ended.step", "bench.trouble_ended.dropped",
        "acquirer.posted.entry", "acquirer.held.entry", "acquirer.released.entry",
    }
)  # fmt: skip
"""
Details that are whole numbers without a unit in their name; with the event's name in front where
the same word means something else elsewhere.
"""

YES_NO_DETAILS = frozenset(
    {
        "garbled", "reprint", "legible", "cut", "void_above", "repeated", "effect", "agrees",
        "answered", "training",
    }
)  # fmt: skip

COMPOUND_DETAILS = frozenset({"totals", "legs", "content", "host", "shop", "settings", "released"})
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
            for kind in _SOURCES[source]
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

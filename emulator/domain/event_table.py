"""
What can happen: every source, the kinds of its events, their details, and the screens.

`vocabulary` makes from it what conditions, expectations and facts may name. The same tables stand
for people in docs/reference/trace.md; a test holds both together.
"""

from types import MappingProxyType

from emulator.domain.enquiries import DETAILS as ANSWERS
from emulator.domain.equipment import SIGHTS

LINES = ("uplink", "issuer_line")
"""Terminal to acquirer, and acquirer to issuers."""

LINE_WAYS = ("up", "down")

MESSAGE = (
    "message", "way", "mti", "transaction", "terminal", "batch", "stan", "amount_fen", "card",
    "code", "reference", "original_batch", "original_stan", "totals", "result", "network_code",
    "status",
)  # fmt: skip
"""Details of a message on a line."""

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
_DISPUTE = ("merchant", "terminal", "batch", "stan", "amount_fen", "claim")
RECONCILED = (
    "long", "short", "unmatched", "duplicated", "wrong_amount", "wrong_time", "wrong_type",
    "in_suspense", "charged_back", "late", "not_yet_due", "twice",
)  # fmt: skip
"""What a reconciliation by the shop counts; see docs/guides/reconcile.md."""
_ALARM = ("alarm", "about", "lasted_us", "stan", "batch", "amount_fen")

SCREENS = MappingProxyType(
    {
        "booting": ("step",),
        "idle": ("unprinted",),
        "sign_in_required": (),
        "enter_operator": (),
        "enter_password": (),
        "enter_amount": ("transaction",),
        "present_card": ("transaction", "amount_fen", "entry"),
        "card_unread": ("transaction", "entry", "next"),
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
        "printing": ("transaction",),
        "press_to_print": ("copy",),
        "paper_out": ("slip_kind", "copy", "stan", "fault"),
        "printer_fault": ("slip_kind", "copy", "stan", "fault"),
        "printer_hot": ("slip_kind", "copy", "stan", "fault"),
        "journal_full": (),
        "totals_full": (),
        "storage_full": (),
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
        "operator_shown": ("operator",),
        "outside_line": (),
        "version_shown": ("software", "terminal"),
        "testing_line": ("part", "parts"),
        "line_tested": ("line", "reachable", "round_trip_ms", "lost", "probes", "code"),
        "versions_compared": ("software", "newest", "oldest", "driver", "reader", "state"),
        "update_required": ("software",),
        "updating": ("part", "parts"),
        "updated": ("software",),
        "update_failed": ("software",),
        "locked": (),
        "not_possible": ("transaction", "why"),
        "cancelled": ("transaction",),
    }
)  # fmt: skip
"""Every screen of the terminal to the values that it shows."""

_SCREEN_VALUES = tuple(dict.fromkeys(value for values in SCREENS.values() for value in values))


def _line() -> dict[str, tuple[str, ...]]:
    return {
        "sent": MESSAGE,
        "not_sent": MESSAGE,
        "delivered": (*MESSAGE, "garbled"),
        "lost": (*MESSAGE, "reason"),
    }


def _of_each(kinds: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """The same, with the mark that tells the backup terminal from the first."""
    return {kind: (*details, "backup") for kind, details in kinds.items()}


SOURCES: dict[str, dict[str, tuple[str, ...]]] = {
    "bench": {
        "run_started": (
            "scenario", "seed", "start", "terminal", "merchant", "profile", "backup_terminal",
        ),
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
    "console": _of_each({
        "displayed": ("screen", *_SCREEN_VALUES),
        "pressed": ("input", "text"),
        "card_presented": ("purchase", "card", "holder", "entry", "terminal"),
    }),
    "storage": _of_each({
        "write_started": (*_RECORD, "takes_us"),
        "written": (*_RECORD, "outcome", "amount_fen", "transaction", "own_time"),
        "torn": ("record", "stan"),
        "full": ("record", "stan"),
        "replaced": ("records",),
        "read": ("records", "torn"),
    }),
    "terminal": {
        "powered_on": (),
        "powered_off": (),
        "crashed": ("error",),
        **_of_each({
            "booted": ("step",),
            "recovered": ("debts",),
            "signed_in": ("batch",),
            "reversal_due": ("stan", "reason"),
            "reversal_tried": ("stan", "attempt"),
            "answer_dropped": ("mti", "stan", "why"),
        }),
    },
    "backup": {"powered_on": (), "powered_off": (), "crashed": ("error",)},
    "printer": _of_each({
        "slip_started": _SLIP,
        "slip_printed": (
            *_SLIP, "legible", "cut", "void_above", "language", "training", "content",
            "told_by",
        ),
        "slip_torn": (*_SLIP, "printed_mm", "reason"),
        "slip_unconfirmed": (*_SLIP, "printed_mm", "reason"),
        "paper_out": ("slip", "line"),
        "near_end": ("slip", "line"),
        "cover_opened": ("slip",),
        "jammed": ("slip",),
        "cutter_jammed": ("slip",),
        "overheated": ("slip",),
        "head_failed": ("slip",),
        "feed_pressed": ("slip",),
        "data_lost": ("slip", "bytes"),
        "drawer_opened": ("slip",),
        "drawer_closed": (),
        "paper_loaded": (),
        "cover_closed": (),
        "cleared": ("trouble",),
        "cooled": (),
        "powered_on": (),
        "powered_off": ("slip",),
        "line_lost": (),
        "line_back": (),
        "heard": ("what", "job", "result", "printed_mm", "may_finish", "told_by", "told"),
    }),
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
        "papers_filed": ("merchant",),
        "papers_reviewed": ("merchant", "result"),
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
        "dispute_opened": (*_DISPUTE, "answer_by"),
        "dispute_closed": (*_DISPUTE, "result", "why"),
    },
    "cashier": {
        "did": (
            "action", "step", "effect", "purchase", "amount_fen", "screen", "agrees", "printed",
            "wanted", "off_by_us", "to", "voucher", "firewall", *SIGHTS,
            *RECONCILED,
            *ANSWERS,
        ),
        "rang_up": ("purchase", "amount_fen", "meant_fen"),
        "waiting": (),
        "gave_up": ("why", "action"),
    },
    "cardholder": {
        "meant": ("purchase", "amount_fen", "holder", "stolen"),
        "complained": ("about",),
        "disputed": ("about", "claim", "effect"),
        "walked_away": (),
        "refused": (),
        "used_stolen_card": ("holder",),
        "asked_bank": ("about", "answered", "balance_fen", "times"),
    },
    "supervisor": {"came": (), "keyed_password": ()},
    "support": {
        "ticket_opened": ("ticket", "about", "stan", "batch", "amount_fen"),
        "answered": ("ticket", "answer"),
        "ticket_closed": ("ticket",),
        "technician_came": ("ticket",),
        "did": ("action", "effect", "repaired"),
    },
    "world": {"did": ("action", "effect")},
    "monitor": {"alarm_raised": _ALARM, "alarm_cleared": _ALARM},
    "desk": {"heard": ("deed", "with")},
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
"""Every source to its kinds, each to the names of its details."""

"""
The words that a detail of a trace event can be, where there are only a few.

A condition on any other word never fits, so the reader of scenario files refuses it. Left out:
details whose words a user's own terminal or check may add to.
"""

from types import MappingProxyType
from typing import get_args

from emulator.domain.actions import ENTRIES, WHO
from emulator.domain.alarms import ALARMS
from emulator.domain.deeds import Deed
from emulator.domain.enquiries import WORDS as ANSWERS
from emulator.domain.equipment import SIGHTS
from emulator.domain.receipt import LINES, REPORT_LINES
from emulator.domain.responses import CLASSES
from emulator.domain.settings import LINE_STATES, READ_BY, VERSION_STATES
from emulator.domain.transaction import KINDS, SETTLEMENT_RESULTS, Side

COPIES = (*LINES, "report")
"""Copies of a slip; `report` is the one of slips that have no copies."""

SLIP_KINDS = (
    *(kind.name for kind in KINDS.values() if kind.reversible or kind.side is not Side.NONE),
    *REPORT_LINES,
)

RECORDS = (
    "intent", "reason", "verdict", "reversed", "cleared", "printed", "parameters", "settling",
    "batch_closed", "cash", "gave_up", "advice",
)  # fmt: skip
"""What the terminal writes into its durable memory, one at a time."""

_BEGUN = (*RECORDS, "replacement")
_LOST = (
    "dropped", "outage", "firewall", "answers_lost", "router", "interference", "carrier",
)  # fmt: skip
_RESULTS = tuple(SETTLEMENT_RESULTS)

DEEDS = tuple(str(deed.__struct_config__.tag) for deed in get_args(Deed))
"""What people of flesh and blood do, by the names that a recording keeps."""

DETAIL_WORDS = MappingProxyType(
    {
        "copy": COPIES,
        "slip_kind": SLIP_KINDS,
        "console.card_presented.entry": tuple(dict.fromkeys(ENTRIES.values())),
        "code": tuple(CLASSES),
        "storage.written.record": RECORDS,
        "storage.write_started.record": _BEGUN,
        "storage.torn.record": _BEGUN,
        "storage.full.record": _BEGUN,
        "storage.written.outcome": ("approved", "declined", "complete", "unprinted"),
        "uplink.lost.reason": _LOST,
        "issuer_line.lost.reason": _LOST,
        "uplink.sent.result": _RESULTS,
        "uplink.delivered.result": _RESULTS,
        "uplink.lost.result": _RESULTS,
        "acquirer.batch_closed.result": _RESULTS,
        "acquirer.papers_reviewed.result": ("lifted", "refused"),
        "bench.step_ended.result": ("done", "stuck"),
        "bench.step_began.who": WHO,
        "console.pressed.input": ("menu", "digits", "confirm", "cancel", "pin"),
        "printer.slip_torn.reason": (
            "paper_out", "cover_open", "jam", "hot", "head_failure", "stuck", "power", "torn",
            "given_up",
        ),
        "printer.slip_unconfirmed.reason": (
            "unknown", "paper_out", "cover_open", "jam", "hot", "fault",
        ),
        "told_by": ("printer", "person"),
        "cashier.did.to": ("main", "backup"),
        "voucher": ("good", "illegible", "none"),
        "cashier.did.firewall": ("blocks", "open"),
        "console.displayed.entry": READ_BY,
        "console.displayed.next": READ_BY,
        "console.displayed.line": LINE_STATES,
        "console.displayed.state": VERSION_STATES,
        **{f"cashier.did.{name}": words for name, words in SIGHTS.items()},
        **{f"cashier.did.{name}": words for name, words in ANSWERS.items()},
        "alarm": ALARMS,
        "desk.heard.deed": DEEDS,
        "printer.heard.what": ("begun", "report", "state", "line_lost", "line_back"),
        "printer.heard.result": (
            "printed", "paper_out", "cover_open", "jam", "cutter_jam", "hot", "fault", "unknown",
        ),
        "printer.cleared.trouble": (
            "jam", "cutter_jam", "faded", "head_failure", "feed_button", "sensor", "cable",
            "settings",
        ),
        "acquirer.difference_listed.why": (
            "long", "short", "unmatched", "amount", "wrong_end_message", "upload_incomplete",
        ),
    }
)  # fmt: skip
"""Name of a detail, with the event's in front where it holds for that one only, to its words."""


def words_of(event: str, detail: str) -> tuple[str, ...]:
    """The words that a detail of an event can be; empty if it can be anything."""
    return DETAIL_WORDS.get(f"{event}.{detail}", DETAIL_WORDS.get(detail, ()))

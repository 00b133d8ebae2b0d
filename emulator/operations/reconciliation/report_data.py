"""A report for programs: plain values under English names, the same in every language."""

from typing import Any

import msgspec

from emulator.operations.reconciliation.differences import Difference
from emulator.operations.reconciliation.reconcile import Report
from emulator.operations.reconciliation.totals import Explanation, Totals

VERSION = 1


def report_data(report: Report) -> dict[str, Any]:
    """Everything that a report says, ready to be written as JSON."""
    return {
        "v": VERSION,
        "until": report.until.isoformat(),
        "verdict": report.verdict,
        "is_whole": report.is_whole,
        "journal_seen": report.journal_seen,
        "counts": report.counts(),
        "totals": {
            "terminal": _totals(report.journal),
            "acquirer": _totals(report.acquirer),
            "bank": _totals(report.bank),
        },
        "explanations": [_explanation(explanation) for explanation in report.explanations],
        "findings": [_finding(one) for one in report.findings],
        "open_batches": msgspec.to_builtins(report.open_batches),
    }


def _totals(totals: Totals | None) -> dict[str, int] | None:
    if totals is None:
        return None
    return {**msgspec.structs.asdict(totals), "net_fen": totals.net_fen}


def _explanation(explanation: Explanation) -> dict[str, Any]:
    found: dict[str, Any] = msgspec.to_builtins(explanation)
    return {**found, "unexplained_fen": explanation.unexplained_fen}


def _finding(one: Difference) -> dict[str, Any]:
    found: dict[str, Any] = msgspec.to_builtins(one)
    kind = found.pop("kind")
    says = {side: found.pop(field) for side, field in _SAYS.items()}
    return {"class": kind, **found, "says": says, "remedies": list(one.remedies)}


_SAYS = {"terminal": "journal", "acquirer": "acquirer", "bank": "bank"}

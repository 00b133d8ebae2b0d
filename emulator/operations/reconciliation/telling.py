"""A report for people: totals side by side, what lies between them, and what to do about it."""

from collections.abc import Iterable, Iterator

from emulator.domain.money import yuan
from emulator.domain.texts import has, say, spoken_duration
from emulator.operations.reconciliation.differences import (
    DIFFERS,
    EXPECTED,
    QUESTION,
    UNDECIDED,
    WRONG_TIME,
    Difference,
    Told,
)
from emulator.operations.reconciliation.reconcile import AGREES, Report
from emulator.operations.reconciliation.totals import Explanation, Totals
from emulator.reports.layout import Line, columns, one_line
from emulator.reports.words import trade_word
from emulator.scenario.catalogue import catalogue

ROWS = 50
"""Of one group; a longer list is better read by a program."""

_ROLES = {AGREES: "pass", DIFFERS: "fail", UNDECIDED: "inconclusive", QUESTION: "inconclusive"}
_NOTHING = "-"


def tell(report: Report, lang: str) -> Iterator[Line]:
    """Give the lines of a report in zh or en."""
    yield Line(say("reconcile.title", lang, until=f"{report.until:%Y-%m-%d %H:%M:%S}"), "label")
    yield Line("")
    yield from map(Line, columns(_totals(report, lang), right=(1, 2, 3, 4, 5, 6)))
    yield Line("")
    for explanation in report.explanations:
        yield from _explanation(explanation, lang)
    for group in _groups(report.findings):
        yield Line("")
        yield from _group(group, lang)
    yield Line("")
    yield from _open(report, lang)
    yield _verdict(report, lang)


# Totals -----------------------------------------------------------------------------------------


def _totals(report: Report, lang: str) -> Iterator[list[str]]:
    sides = {"terminal": report.journal, "acquirer": report.acquirer, "bank": report.bank}
    shown = {side: totals for side, totals in sides.items() if totals is not None}
    rest = [""] * (6 - 2 * len(shown))
    heads = [("", say(f"reconcile.side.{side}", lang)) for side in shown]
    yield ["", *_flat(heads), *rest]
    for row in ("debit", "credit"):
        cells = [_counted(totals, row) for totals in shown.values()]
        yield [say(f"reconcile.row.{row}", lang), *_flat(cells), *rest]
    if any(totals.corrected_fen for totals in shown.values()):
        cells = [("", yuan(totals.corrected_fen)) for totals in shown.values()]
        yield [say("reconcile.row.corrected", lang), *_flat(cells), *rest]
    if any(totals.charged_back_fen for totals in shown.values()):
        cells = [("", yuan(-totals.charged_back_fen)) for totals in shown.values()]
        yield [say("reconcile.row.charged_back", lang), *_flat(cells), *rest]
    cells = [("", yuan(totals.net_fen)) for totals in shown.values()]
    yield [say("reconcile.row.net", lang), *_flat(cells), *rest]


def _counted(totals: Totals, row: str) -> tuple[str, str]:
    if row == "debit":
        return str(totals.debit_count), yuan(totals.debit_fen)
    return str(totals.credit_count), yuan(-totals.credit_fen)


def _flat(cells: Iterable[tuple[str, str]]) -> list[str]:
    return [word for pair in cells for word in pair]


def _explanation(explanation: Explanation, lang: str) -> Iterator[Line]:
    parts = [f"{say(f'reconcile.side.{explanation.start}', lang)} {yuan(explanation.start_fen)}"]
    for share in explanation.shares:
        sign, way = ("+", "in") if share.amount_fen > 0 else ("-", "out")
        id = f"reconcile.share.{share.why}.{way}"
        why = say(id, lang) if has(id) else _class(share.why, lang)
        parts.append(f"{sign} {why} {yuan(abs(share.amount_fen))}")
    parts.append(f"= {say(f'reconcile.side.{explanation.end}', lang)} {yuan(explanation.end_fen)}")
    yield Line("  ".join(parts))
    if explanation.unexplained_fen:
        yield Line(
            "  " + say("reconcile.unexplained", lang, rest_fen=explanation.unexplained_fen), "fail"
        )


def _class(kind: str, lang: str) -> str:
    return say(f"reconcile.class.{kind}", lang)


# Differences ------------------------------------------------------------------------------------


def _groups(findings: Iterable[Difference]) -> list[list[Difference]]:
    """What is told together: one class, one case of it, and the same standing."""
    groups: dict[tuple[str, str, str], list[Difference]] = {}
    for one in findings:
        groups.setdefault((one.kind, one.variant, one.standing), []).append(one)
    order = (DIFFERS, UNDECIDED, QUESTION, EXPECTED)
    return sorted(groups.values(), key=lambda group: order.index(group[0].standing))


def _group(group: list[Difference], lang: str) -> Iterator[Line]:
    first = group[0]
    words = {"what": _class(first.kind, lang), "count": len(group)}
    amount_fen = sum(one.amount_fen for one in group)
    id = "reconcile.group" if amount_fen else "reconcile.group_without"
    standing = say(f"reconcile.standing.{first.standing}", lang)
    head = say(id, lang, **words, amount_fen=amount_fen, standing=standing)
    yield Line(head, _ROLES.get(first.standing, ""))
    yield Line(f"  {_what(first, lang)}")
    rows = _payout_rows(group, lang) if first.business_day else _item_rows(group, lang)
    for row in columns(rows):
        yield Line(f"    {row}", "dim")
    if len(group) > ROWS:
        yield Line(f"    {say('reconcile.more', lang, count=len(group) - ROWS)}", "dim")
    entries = catalogue()
    for number in first.remedies:
        yield Line(f"  → {number} {entries[number].words(lang)}")


def _what(one: Difference, lang: str) -> str:
    id = f"reconcile.what.{one.kind}.{one.variant}"
    return say(id if has(id) else f"reconcile.what.{one.kind}", lang)


def _item_rows(group: list[Difference], lang: str) -> Iterator[list[str]]:
    has_remarks = any(_remark(one, lang) for one in group)
    heads = ["batch", "stan", "terminal", "acquirer", "bank"]
    yield [
        *(say(f"reconcile.column.{head}", lang) for head in heads),
        *([""] if has_remarks else []),
    ]
    for one in group[:ROWS]:
        says = [_told(side, lang) for side in (one.journal, one.acquirer, one.bank)]
        remark = [_remark(one, lang)] if has_remarks else []
        yield [one.batch, one.stan or _NOTHING, *says, *remark]


def _told(told: Told | None, lang: str) -> str:
    if told is None:
        return _NOTHING
    words = [trade_word(told.transaction, lang)]
    if told.amount_fen is not None:
        words.append(yuan(told.amount_fen))
    if told.count != 1:
        words.append(f"×{told.count}")
    return " ".join(words)


def _remark(one: Difference, lang: str) -> str:
    if one.kind == WRONG_TIME:
        return spoken_duration(one.off_us)
    if one.with_stan:
        return say("reconcile.like", lang, stan=one.with_stan)
    return _why(one, lang)


def _why(one: Difference, lang: str) -> str:
    id = f"reconcile.why.{one.why}"
    return say(id, lang) if has(id) else one_line(one.why)


def _payout_rows(group: list[Difference], lang: str) -> Iterator[list[str]]:
    heads = ("business_day", "amount", "due", "credited_on")
    yield [*(say(f"reconcile.column.{head}", lang) for head in heads), ""]
    for one in group[:ROWS]:
        days = [str(day) if day else _NOTHING for day in (one.due, one.credited_on)]
        yield [str(one.business_day), yuan(one.amount_fen), *days, _why(one, lang)]


# The end ----------------------------------------------------------------------------------------


def _open(report: Report, lang: str) -> Iterator[Line]:
    for one in report.open_batches:
        values = {"batch": one.batch, "count": one.count, "net_fen": one.net_fen}
        yield Line(say("reconcile.open_batch", lang, **values))
        if one.undecided:
            yield Line(say("reconcile.without_outcome", lang, count=one.undecided))


def _verdict(report: Report, lang: str) -> Line:
    if report.verdict != UNDECIDED:
        id = report.verdict
    else:
        id = "breaks_off" if report.journal_seen else "no_journal"
    text = say(f"reconcile.verdict.{id}", lang, count=len(report.differences))
    return Line(text, _ROLES[report.verdict])

"""What was changed is what is found, no more and no less, and totals explain to the fen."""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from three_sides import BATCH, MONDAY, TEN, TERMINAL, due_on, unexplained

from emulator.operations.reconciliation.reconcile import Report, reconcile
from emulator.operations.reconciliation.records import (
    ACQUIRER_ENTRIES,
    BANK_ENTRIES,
    OUTCOMES,
    PAYOUT_STATES,
    AcquirerItem,
    JournalItem,
    Sides,
    StatementLine,
)
from emulator.operations.reconciliation.report_data import report_data
from emulator.operations.reconciliation.telling import tell

DAYS = 4
LONG_AFTER = TEN + timedelta(days=30)
SIDES = ("terminal", "acquirer", "bank")
BANKS_SAY = "void"
"""A bank calls the void of a completion a void too, so that is no change."""
KINDS = ("sale", "completion", "preauth", "preauth_void", "void", "refund", "completion_void")

amounts = st.integers(1, 900_000)


class Shop:
    """Some days of a shop in which all sides agree; then they are changed, one number at a time."""

    def __init__(self, items: list[tuple[str, int, int, bool]]) -> None:
        self.lines: dict[str, list[Any]] = {side: [] for side in SIDES}
        self.live: list[str] = []
        self.wanted: list[tuple[str, str, str]] = []
        """Class, odd side, and STAN or business day."""
        for number, (kind, amount_fen, day, is_reversed) in enumerate(items):
            self._add(f"{number:06d}", kind, amount_fen, day, is_reversed)

    def _add(self, stan: str, kind: str, amount_fen: int, day: int, is_reversed: bool) -> None:
        at = TEN + timedelta(days=day, minutes=int(stan))
        common = {"terminal": TERMINAL, "batch": BATCH, "stan": stan, "transaction": kind}
        common |= {"amount_fen": amount_fen, "at": at}
        outcome = "reversed" if is_reversed else "approved"
        self.lines["terminal"].append(JournalItem(outcome=outcome, **common))
        business_day = MONDAY + timedelta(days=day)
        self.lines["acquirer"].append(AcquirerItem(business_day=business_day, **common))
        # Nobody pays with the same card twice, so nothing looks keyed twice.
        self.lines["bank"].append(StatementLine(card=stan, **common))
        if is_reversed:
            for side in ("acquirer", "bank"):
                self.lines[side].append(replace(self.lines[side][-1], entry="reversed"))
        else:
            self.live.append(stan)

    def at(self, side: str, stan: str) -> int:
        return next(n for n, line in enumerate(self.lines[side]) if line.stan == stan)

    # Changes ----------------------------------------------------------------------------------

    def drop(self, side: str, stan: str, _: int) -> None:
        del self.lines[side][self.at(side, stan)]
        missing = {"terminal": "long", "acquirer": "short", "bank": "unmatched"}
        self.wanted.append((missing[side], side, stan))

    def repeat(self, side: str, stan: str, _: int) -> None:
        self.lines[side].append(self.lines[side][self.at(side, stan)])
        self.wanted.append(("duplicated", side, stan))

    def change_amount(self, side: str, stan: str, by_fen: int) -> None:
        self._replace(side, stan, lambda line: {"amount_fen": line.amount_fen + by_fen})
        self.wanted.append(("wrong_amount", side, stan))

    def change_kind(self, side: str, stan: str, by: int) -> None:
        def other(line: Any) -> dict[str, str]:
            alike = (line.transaction, BANKS_SAY if side == "bank" else "")
            others = [kind for kind in KINDS if kind not in alike]
            return {"transaction": others[by % len(others)]}

        self._replace(side, stan, other)
        self.wanted.append(("wrong_type", side, stan))

    def put_clock_off(self, _: str, stan: str, by: int) -> None:
        off = timedelta(minutes=6 + by) * (-1 if by % 2 else 1)
        self._replace("terminal", stan, lambda line: {"at": line.at + off})
        self.wanted.append(("wrong_time", "terminal", stan))

    def put_into_suspense(self, _: str, stan: str, by_fen: int) -> None:
        line = self.lines["acquirer"][self.at("acquirer", stan)]
        listed = replace(line, entry="listed", why="amount", suspense_fen=by_fen)
        corrected = replace(line, entry="corrected", amount_fen=-by_fen)
        self.lines["acquirer"] += [listed, corrected]
        self.wanted.append(("in_suspense", "acquirer", stan))

    def charge_back(self, side: str, stan: str, by_fen: int) -> None:
        """Both sides take it back, or only the one that is named."""
        for one in ("acquirer", "bank") if side == "terminal" else (side,):
            line = self.lines[one][self.at(one, stan)]
            self.lines[one].append(replace(line, entry="charged_back", amount_fen=by_fen))
        self.wanted.append(("charged_back", "" if side == "terminal" else side, stan))

    def _replace(self, side: str, stan: str, change: Callable[[Any], dict[str, Any]]) -> None:
        index = self.at(side, stan)
        line = self.lines[side][index]
        self.lines[side][index] = replace(line, **change(line))

    # Payouts ----------------------------------------------------------------------------------

    def owed(self) -> dict[date, int]:
        """What the acquirer's records owe for each day, refunds of earlier days taken off."""
        signs = {"sale": 1, "completion": 1, "void": -1, "refund": -1, "completion_void": -1}
        days: Counter[date] = Counter()
        for line in self.lines["acquirer"]:
            sign = {"booked": 1, "reversed": -1}.get(line.entry, 0) * signs.get(line.transaction, 0)
            sign = {"corrected": 1, "charged_back": -1}.get(line.entry, sign)
            own = sign * line.amount_fen
            days[line.business_day] += own
        owed, carried_fen = {}, 0
        for day in sorted(days):
            carried_fen += days[day]
            if carried_fen > 0:
                owed[day], carried_fen = carried_fen, 0
        return owed

    def pay_out(self, changes: dict[int, str]) -> None:
        """Pay every day out on its due day, but for the days that are to be changed."""
        for number, (day, owed_fen) in enumerate(self.owed().items()):
            line = StatementLine(
                entry="payout",
                business_day=day,
                amount_fen=owed_fen,
                at=datetime.combine(due_on(day), time(9, 20)),
            )
            change = changes.get(number, "")
            self.lines["bank"] += PAYOUT_CHANGES[change](line)
            if change:
                self.wanted.append((change.split()[0], "bank", str(day)))

    def report(self) -> Report:
        sides = Sides(
            journal=tuple(self.lines["terminal"]),
            acquirer=tuple(self.lines["acquirer"]),
            bank=tuple(self.lines["bank"]),
            until=LONG_AFTER,
        )
        return reconcile(sides, due_on=due_on)


PAYOUT_CHANGES: dict[str, Callable[[StatementLine], list[StatementLine]]] = {
    "": lambda line: [line],
    "late": lambda _: [],
    "late arrived": lambda line: [replace(line, at=line.at + timedelta(days=2))],
    "wrong_amount": lambda line: [replace(line, amount_fen=line.amount_fen + 1)],
    "duplicated": lambda line: [line, line],
}

CHANGES = (
    "drop",
    "repeat",
    "change_amount",
    "change_kind",
    "put_clock_off",
    "put_into_suspense",
    "charge_back",
)

items = st.lists(
    st.tuples(st.sampled_from(KINDS), amounts, st.integers(0, DAYS - 1), st.booleans()), max_size=14
)
changes = st.lists(
    st.tuples(st.sampled_from(CHANGES), st.sampled_from(SIDES), st.integers(1, 5_000)), max_size=8
)
payout_changes = st.dictionaries(
    st.integers(0, DAYS - 1), st.sampled_from(sorted(filter(None, PAYOUT_CHANGES)))
)


def told(report: Report) -> list[tuple[str, str, str]]:
    return [(d.kind, d.odd, d.stan or str(d.business_day)) for d in report.differences]


@settings(max_examples=300, deadline=None)
@given(items)
def test_sides_that_were_made_alike_agree(items: list[tuple[str, int, int, bool]]) -> None:
    """No difference, no question, and nothing unexplained, whatever was sold and taken back."""
    shop = Shop(items)
    shop.pay_out({})
    report = shop.report()

    assert ("agrees", [0, 0, 0]) == (report.verdict, unexplained(report))
    assert {"carried"} >= {one.why for one in report.findings}


@settings(max_examples=500, deadline=None)
@given(items, changes, payout_changes)
def test_the_differences_found_are_those_that_were_made(
    items: list[tuple[str, int, int, bool]],
    changes: list[tuple[str, str, int]],
    payouts: dict[int, str],
) -> None:
    """Dropped, repeated or changed on one side: exactly that is told, with its side."""
    shop = Shop(items)
    for stan, (change, side, by) in zip(list(shop.live), changes, strict=False):
        getattr(shop, change)(side, stan, by)
    shop.pay_out(payouts)
    report = shop.report()

    assert sorted(shop.wanted) == sorted(told(report))
    assert [0, 0, 0] == unexplained(report)


numbers = st.sampled_from(["000001", "000002", "000003"])
signed = st.integers(-900_000, 900_000)
moments = st.none() | st.integers(0, 6 * 24 * 60).map(lambda m: TEN + timedelta(minutes=m))
days = st.integers(0, DAYS - 1).map(lambda n: MONDAY + timedelta(days=n))
journal_items = st.builds(
    JournalItem,
    batch=st.just(BATCH),
    stan=numbers,
    transaction=st.sampled_from(KINDS),
    amount_fen=amounts,
    outcome=st.sampled_from(OUTCOMES),
    at=moments,
    settled=st.booleans(),
)
acquirer_items = st.builds(
    AcquirerItem,
    batch=st.just(BATCH),
    stan=numbers,
    transaction=st.sampled_from(KINDS),
    entry=st.sampled_from(ACQUIRER_ENTRIES),
    amount_fen=signed,
    at=moments,
    business_day=days,
    fee_fen=st.none() | st.integers(0, 100),
    suspense_fen=signed,
    original_stan=st.sampled_from(["", "000001"]),
)
statement_lines = st.builds(
    StatementLine,
    batch=st.just(BATCH),
    stan=numbers,
    transaction=st.sampled_from(KINDS),
    entry=st.sampled_from(BANK_ENTRIES),
    amount_fen=signed,
    at=moments,
    card=st.sampled_from(["", "622202******0018"]),
    business_day=days,
    fee_fen=st.none() | st.integers(0, 100),
    state=st.sampled_from(PAYOUT_STATES),
    why=st.sampled_from(["", "upgrade", "wrong_number"]),
)


@settings(max_examples=500, deadline=None)
@given(
    st.lists(journal_items, max_size=8),
    st.lists(acquirer_items, max_size=8),
    st.none() | st.lists(statement_lines, max_size=8),
    st.booleans(),
    st.booleans(),
)
def test_whatever_is_on_record_the_totals_explain_to_the_fen(
    journal: list[JournalItem],
    acquirer: list[AcquirerItem],
    bank: list[StatementLine] | None,
    lists_items: bool,
    is_whole: bool,
) -> None:
    """Lines without rhyme or reason too: it all adds up, and can all be told."""
    sides = Sides(
        journal=tuple(journal),
        acquirer=tuple(acquirer),
        bank=None if bank is None else tuple(bank),
        bank_lists_items=lists_items,
        until=TEN + timedelta(days=2),
    )
    report = reconcile(sides, due_on=due_on, is_whole=is_whole)

    assert not any(unexplained(report))
    assert report_data(report)["verdict"] == report.verdict
    assert all(list(tell(report, lang)) for lang in ("zh", "en"))

"""
`posemu reconcile`: terminal journal, acquirer's records and bank statement compared three ways.

    posemu reconcile run.jsonl [--run N] [--until DATE]
    posemu reconcile --journal a.csv --acquirer b.csv [--bank c.csv]
"""

import re
from datetime import datetime, time
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import click
import msgspec

from emulator.clearing.calendar import BankCalendar
from emulator.clearing.payouts import fee_fen
from emulator.domain.errors import UsageError
from emulator.domain.plan import Scenario
from emulator.domain.texts import say
from emulator.interfaces.complaints import WholeNumber, shortened
from emulator.interfaces.exits import Exit
from emulator.interfaces.options import SpokenCommand, add_options, option
from emulator.interfaces.recorded_run import unreadable
from emulator.interfaces.sides_recorded import RecordedSides
from emulator.interfaces.voice import Voice
from emulator.operations.reconciliation.columns import moment_in
from emulator.operations.reconciliation.csv_rows import FILE_BYTES
from emulator.operations.reconciliation.differences import DIFFERS, UNDECIDED
from emulator.operations.reconciliation.files import (
    read_acquirer,
    read_bank,
    read_journal,
    sides_of,
)
from emulator.operations.reconciliation.reconcile import AGREES, Report, reconcile
from emulator.operations.reconciliation.records import Sides
from emulator.operations.reconciliation.report_data import report_data
from emulator.operations.reconciliation.telling import tell

MOST_RUNS = 10**9
PAYOUT_DAYS_MOST = 30
_PERCENT = re.compile(r"(\d{1,2})(?:\.(\d{1,2}))?%?", re.ASCII)

_CODES = {AGREES: Exit.HELD, DIFFERS: Exit.BROKEN, UNDECIDED: Exit.INCONCLUSIVE}


def make(lang: str) -> click.Command:
    """Build the command with its help in a language."""

    def start(
        *,
        recording: Path | None,
        journal: Path | None,
        acquirer: Path | None,
        bank: Path | None,
        run: int | None,
        until: str | None,
        payout_days: int | None,
        fee: str | None,
        as_json: bool,
    ) -> int:
        printout = _Printout(Voice(lang), as_json=as_json)
        moment = _moment(until, lang)
        terms = _Terms(payout_days, _basis_points(fee, lang))
        if recording is not None:
            if journal or acquirer or bank:
                raise UsageError(say("reconcile.either", lang))
            return _reconcile_recording(recording, run, moment, terms, printout)
        if journal is None or acquirer is None or run is not None:
            raise UsageError(say("reconcile.needs", lang))
        return _reconcile_files(journal, acquirer, bank, moment, terms, printout)

    command = SpokenCommand("reconcile", lang, callback=start)
    path = click.Path(path_type=Path)
    command.params.insert(0, click.Argument(["recording"], type=path, required=False))
    help = "cli.help.reconcile"
    add_options(
        command,
        option("--run", lang, f"{help}.run", metavar="N", type=WholeNumber(1, MOST_RUNS, lang)),
        option("--until", lang, f"{help}.until", metavar="DATE"),
        option("--json", lang, f"{help}.json", name="as_json", is_flag=True),
        option("--journal", lang, f"{help}.journal", type=path, metavar="CSV"),
        option("--acquirer", lang, f"{help}.acquirer", type=path, metavar="CSV"),
        option("--bank", lang, f"{help}.bank", type=path, metavar="CSV"),
        option("--payout-days", lang, f"{help}.payout_days", metavar="N",
               type=WholeNumber(0, PAYOUT_DAYS_MOST, lang)),
        option("--fee", lang, f"{help}.fee", metavar="PERCENT"),
    )  # fmt: skip
    return command


def _moment(text: str | None, lang: str) -> datetime | None:
    """Read a date, which means its end, or a date and time."""
    if text is None:
        return None
    try:
        moment = moment_in(text)
    except ValueError:
        raise UsageError(say("reconcile.bad_until", lang, text=shortened(text))) from None
    return moment if ":" in text else datetime.combine(moment, time.max)


class _Printout:
    """Writes reports, for people or for programs."""

    def __init__(self, voice: Voice, *, as_json: bool) -> None:
        self.voice = voice
        self._as_json = as_json
        self._is_first = True

    def put(self, report: Report, **about: Any) -> Exit:
        """Write one report; `about` is the run that it is about, if any."""
        if self._as_json:
            data = msgspec.json.encode({**about, **report_data(report)})
            self.voice.put(data.decode())
        else:
            if not self._is_first:
                self.voice.put("")
            if about:
                self.voice.put(self.voice.text("reconcile.run", **about), "label")
            self.voice.put_lines(tell(report, self.voice.lang))
        self._is_first = False
        return _CODES[report.verdict]


class _Terms(NamedTuple):
    """What merchant and acquirer have agreed, as far as the caller says; None for the rest."""

    payout_days: int | None
    fee_basis_points: int | None

    def of(self, scenario: Scenario) -> "_Terms":
        """Fill in what the recording's scenario says."""
        given = scenario.given
        days, basis_points = given.clearing.payout_days, given.acquirer.fee_basis_points
        return _Terms(
            days if self.payout_days is None else self.payout_days,
            basis_points if self.fee_basis_points is None else self.fee_basis_points,
        )

    def reconcile(self, sides: Sides, *, is_whole: bool = True) -> Report:
        """Reconcile by these terms and the bank calendar; T+1 if nobody says when is paid."""
        days = 1 if self.payout_days is None else self.payout_days
        points = self.fee_basis_points
        calendar = BankCalendar()
        return reconcile(
            sides,
            due_on=lambda day: calendar.next_business_day(day, days),
            fee_of=None if points is None else partial(fee_fen, basis_points=points),
            is_whole=is_whole,
        )


def _basis_points(text: str | None, lang: str) -> int | None:
    """Read `0.6` or `0.6%` as hundredths of a per cent."""
    if text is None:
        return None
    match = _PERCENT.fullmatch(text.strip())
    if match is None:
        raise UsageError(say("reconcile.bad_fee", lang, text=shortened(text)))
    return int(match[1]) * 100 + int((match[2] or "0").ljust(2, "0"))


# Recordings and files ---------------------------------------------------------------------------


def _reconcile_recording(
    path: Path, run: int | None, until: datetime | None, terms: _Terms, printout: _Printout
) -> Exit:
    """Reconcile one run of a recording, or all; the worst is the answer."""
    lang = printout.voice.lang
    recorded = RecordedSides(path, until, lang)
    codes = []
    for scenario, seed, sides, is_whole in recorded.runs(run):
        report = terms.of(scenario).reconcile(sides, is_whole=is_whole)
        codes.append(printout.put(report, scenario=scenario.name, seed=seed))
    if codes:
        return Exit.BROKEN if Exit.BROKEN in codes else max(codes)
    if run is not None:
        values = {"file": shortened(str(path)), "number": run, "count": recorded.count}
        raise UsageError(say("reconcile.no_run", lang, **values))
    printout.voice.tell("cli.replay.empty", file=path)
    return Exit.NOTHING


def _reconcile_files(
    journal: Path,
    acquirer: Path,
    bank: Path | None,
    until: datetime | None,
    terms: _Terms,
    printout: _Printout,
) -> Exit:
    lang = printout.voice.lang
    read = partial(_bytes_of, lang=lang)
    lines, lists_items = (None, False) if bank is None else read_bank(read(bank), str(bank))
    sides = sides_of(
        read_journal(read(journal), str(journal)),
        read_acquirer(read(acquirer), str(acquirer), needs_days=bank is not None),
        lines,
        bank_lists_items=lists_items,
        until=until,
    )
    if sides is None:
        raise UsageError(say("reconcile.no_dates", lang))
    return printout.put(terms.reconcile(sides))


def _bytes_of(path: Path, *, lang: str) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(FILE_BYTES + 1)
    except OSError as error:
        raise unreadable(path, error, lang) from None

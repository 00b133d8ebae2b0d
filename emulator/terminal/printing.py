"""
Getting slips onto paper: exactly one legible original of each copy, everything else marked.

No printer promises that a slip is on paper. So a copy counts as printed only when the printer
reports it; a torn piece is voided by a line on the next try; and once an original may be whole
somewhere (nobody knows, its rest may still come out, or the power went), every further print
carries the reprint mark.

Source: printer.md 2.11 and payments.md 3.11 of the domain notes.
"""

from typing import Any

from emulator.domain.journal import Record
from emulator.domain.moments import SECOND
from emulator.domain.receipt import PrintJob, PrintReport, Receipt
from emulator.kernel.world import Steps
from emulator.terminal.dialogue import Dialogue
from emulator.terminal.journal import Item, Pending
from emulator.terminal.session import Session
from emulator.terminal.slips import COPIES, Slips, lines_of

REPORT_WAIT_US = 30 * SECOND
"""After this nobody knows whether the slip came out."""
PATIENCE = 5
"""A roll takes longer to change than a question to answer: prompts at the printer wait this many
times the usual time-out."""

_ON_PAPER = ("printed", "cutter_jam")
"""Reports after which the whole slip is on paper."""
_SCREENS = {"paper_out": "paper_out", "hot": "printer_hot"}


class Printing:
    """The terminal's side of the printer."""

    def __init__(self, session: Session, dialogue: Dialogue) -> None:
        self.slips = Slips(session.world, session.settings, session.clock)
        self._session = session
        self._dialogue = dialogue
        self._world = session.world
        self._printer = session.ports.printer
        self._number = session.world.now_us // SECOND
        """Of the last job. Begins anew at each boot above all numbers used before, so that no
        late report of a job from before a power cut is taken for a new one."""
        settings = session.settings
        self._copies = COPIES[: settings.copies]
        self._between_us = settings.between_copies_us
        self._language = settings.language
        self._training = settings.training

    # Slips ------------------------------------------------------------------------------------

    def hand_over(self, item: Item, *, reprint: bool = False) -> Steps[bool]:
        """
        Print all copies of a transaction and write down which are on paper.

        Returns:
            True when all copies came out. False when the person left without; the transaction
            stands and is marked as unprinted, and a reprint is the remedy.
        """
        values = self.slips.sale(item.entry)
        kind, stan = item.entry.kind, item.entry.stan
        done: list[str] = []
        for copy in self._copies:
            if done and self._between_us:
                yield from self._dialogue.pause_at(
                    "press_to_print", {"copy": copy}, self._between_us
                )
            if not (yield from self.print_slip(kind, copy, values, stan, reprint=reprint)):
                break
            done.append(copy)
        wanted = len(self._copies)
        if len(done) < wanted:
            # A copy that came out once stays out, also when its reprint is left half done.
            out = [copy for copy in self._copies if copy in done or copy in item.copies]
            yield from self._note_printed(item, out, len(out) == wanted)
            return False
        yield from self._note_printed(item, done, True)
        return True

    def ask_after_power_cut(self, item: Item) -> Steps[None]:
        """
        Tell the person that slips may be missing, and print them if wanted.

        An original may be whole somewhere, so what comes out now carries the reprint mark. If
        nobody answers, it is written down that the slips are missing, so that no later boot asks.
        """
        entry = item.entry
        answer = yield from self._dialogue.ask(
            "printer_fault",
            {"slip_kind": entry.kind, "copy": COPIES[0], "stan": entry.stan, "fault": "power"},
            "confirm",
        )
        if answer is None:
            yield from self._note_printed(item, list(item.copies), False)
        else:
            yield from self.hand_over(item, reprint=True)

    def print_fault(self, pending: Pending) -> Steps[None]:
        """Print once that a reversal could not be delivered and that somebody must act."""
        entry = pending.entry
        if pending.fault_slip or not self._session.settings.fault_slip:
            return
        values = self.slips.fault(pending)
        if (yield from self.print_slip("fault", "report", values, entry.stan)):
            yield from self._session.keep_if_possible(
                Record(kind="printed", stan=entry.stan, batch=entry.batch, values={"slip": "fault"})
            )

    def print_settlement(self, closed: dict[str, Any], *, reprint: bool = False) -> Steps[None]:
        """Print the slip of a closed batch."""
        values = self.slips.settlement(closed)
        if (yield from self.print_slip("settlement", "report", values, "", reprint=reprint)):
            yield from self._session.keep_if_possible(
                Record(kind="printed", batch=closed["batch"], values={"slip": "settlement"})
            )

    def _note_printed(self, item: Item, done: list[str], complete: bool) -> Steps[bool]:
        entry = item.entry
        return self._session.keep_if_possible(
            Record(
                kind="printed",
                stan=entry.stan,
                batch=entry.batch,
                values={"copies": done, "outcome": "complete" if complete else "unprinted"},
            )
        )

    # One slip ---------------------------------------------------------------------------------

    def print_slip(
        self,
        kind: str,
        copy: str,
        values: dict[str, Any],
        stan: str,
        *,
        reprint: bool = False,
        items: int = 0,
    ) -> Steps[bool]:
        """Print one copy until it is on paper or the person leaves without."""
        lines = lines_of(kind, copy, items)
        void_above = False
        while True:
            number = self._send(
                Receipt(
                    kind=kind,
                    copy=copy,
                    values=values,
                    lines=lines,
                    reprint=reprint,
                    void_above=void_above,
                    language=self._language,
                    training=self._training,
                )
            )
            report = None
            if number is not None:
                deadline_us = self._world.now_us + REPORT_WAIT_US
                report = yield from self._report(number, deadline_us)
            if _is_on_paper(report):
                return True
            if not (yield from self.wants_again(kind, copy, stan, report)):
                return False
            if number is None:
                continue
            if _may_be_whole(report):
                # A second report may have come while the person was asked.
                report = (yield from self._report(number, self._world.now_us)) or report
                if _is_on_paper(report):
                    return True
                reprint = reprint or _may_be_whole(report)
            # A torn piece stays on the paper through refusals, until a slip voids it.
            void_above = void_above or _is_torn(report)

    def wants_again(
        self, kind: str, copy: str, stan: str, report: PrintReport | None
    ) -> Steps[bool]:
        """Show what is wrong and ask whether to print once more."""
        fault = report.result if report is not None else "no_report"
        answer = yield from self._dialogue.ask(
            _SCREENS.get(fault, "printer_fault"),
            {"slip_kind": kind, "copy": copy, "stan": stan, "fault": fault},
            "confirm",
            timeout_us=PATIENCE * self._session.settings.prompt_timeout_us,
        )
        return answer is not None

    def _send(self, receipt: Receipt) -> int | None:
        """Hand a slip to the printer; None when its cable is out, else the number of the job."""
        self._number += 1
        return self._number if self._printer.send(PrintJob(self._number, receipt)) else None

    def _report(self, number: int, deadline_us: int) -> Steps[PrintReport | None]:
        receive = self._printer.receive
        while True:
            report = yield from receive(deadline_us=deadline_us)
            if report is None or report.number == number:
                return report


def _is_on_paper(report: PrintReport | None) -> bool:
    return report is not None and report.result in _ON_PAPER


def _may_be_whole(report: PrintReport | None) -> bool:
    """Tell whether a whole original may be somewhere, or may still come out."""
    if report is None or report.may_finish:
        return True
    return report.result == "unknown" and report.printed_mm > 0


def _is_torn(report: PrintReport | None) -> bool:
    """Tell whether a piece is on the paper that is surely not the whole slip."""
    return report is not None and report.result != "unknown" and report.printed_mm > 0

"""The paper on the screen: line by line when it is watched, slip by slip when it is not."""

from datetime import datetime
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from emulator.clock.virtual import VirtualClock
from emulator.domain.card import Card, Pan
from emulator.domain.moments import MINUTE, MS, SECOND
from emulator.domain.paper import Line, Piece, Strip, Text
from emulator.domain.plan import (
    Account,
    Calm,
    FaultPlan,
    Given,
    Instant,
    Scenario,
    Step,
    Trigger,
)
from emulator.domain.receipt import PrintJob, Receipt
from emulator.domain.settings import PRINTER_PROFILES, PrinterSettings
from emulator.domain.trace import TraceEvent
from emulator.interfaces.live.views.paper_view import KEPT_LINES, PaperView
from emulator.kernel.world import World
from emulator.known import known_levers
from emulator.printer.printer import Printer
from emulator.runner import Course, load, run

SCENARIOS = Path(__file__).parents[3] / "scenarios"
VALUES = {
    "merchant_name": "阳光便利店", "merchant": "898520154110004", "terminal": "12345678",
    "operator": "01", "issuer": "icbc", "acquirer": "cup", "card": "622202******0018",
    "transaction": "sale", "batch": "000001", "stan": "000001", "amount_fen": 12_850,
    "reference": "123456789012", "authorisation": "123456", "date": "2026-03-02",
    "time": "10:00:00", "entry": "chip", "expiry": "3012",
}  # fmt: skip


class Slot:
    """A printer whose paper is watched."""

    def __init__(self, **settings):
        self.world = World(seed=0, start=datetime(2026, 3, 2))
        self.printer = Printer(self.world, PrinterSettings(**settings))
        self.paper = PaperView("zh", columns=self.printer.profile.columns)
        self.paper.is_watched = True
        self.printer.watch_paper(self.paper.see)
        self.printer.power_on()
        self.jobs = 0

    def send(self, **settings):
        self.jobs += 1
        receipt = Receipt(kind="sale", copy="merchant", values=VALUES, lines=26, **settings)
        self.printer.end.send(PrintJob(self.jobs, receipt))

    def passes(self, us):
        self.world.run_until(self.world.now_us + us)

    @property
    def text(self):
        return "\n".join(self.paper.lines)


def sale_slip(**changes):
    receipt = {"slip_kind": "sale", "copy": "merchant", "lines": 26, "content": VALUES}
    return TraceEvent(
        1, 0, "printer", "slip_printed", {"slip": 1, "cut": True, **receipt, **changes}
    )


def test_lines_come_out_one_after_the_other():
    """Half way through a slip its first lines are there and its last ones are not."""
    slot = Slot()
    slot.send()
    seen = []
    for _ in range(30):
        slot.passes(100 * MS)
        seen.append(slot.paper.count)

    assert sorted(seen) == seen
    assert len(set(seen)) > 10
    assert 1 == slot.paper.slips


def test_a_slip_ends_with_the_mark_of_the_cutter():
    """The last line of a whole slip shows where it was cut."""
    slot = Slot(profile="epson_80")
    slot.send()
    slot.passes(10 * SECOND)

    assert "✂" in slot.paper.lines[-1]


def test_a_torn_piece_is_seen_to_its_broken_line():
    """What came out before the paper ended, and that its slip was given up there."""
    slot = Slot()
    slot.printer.paper_out(line=8).__enter__()
    slot.send()
    slot.passes(5 * SECOND)

    assert "中途清除" in slot.paper.lines[-1]
    assert slot.paper.count < 12
    assert 1 == slot.paper.slips


@pytest.mark.parametrize(
    ("looks", "mark"),
    [
        ({"reprint": True}, "重打印"),
        ({"training": True}, "凭证无效"),
        ({"void_above": True}, "作废"),
    ],
)
def test_what_marks_a_slip_is_on_the_paper(looks, mark):
    """Reprints, training slips and the line that voids a torn piece say so."""
    slot = Slot()
    slot.send(**looks)
    slot.passes(10 * SECOND)

    assert mark in slot.text


def test_the_feed_key_moves_blank_paper():
    """One press is one empty line that hangs out, and the next slip comes behind it, legible."""
    slot = Slot()
    printed = []
    slot.world.listen(lambda event: printed.append(event.detail["legible"]), ("slip_printed",))

    assert slot.printer.deeds["feed_paper"]()
    slot.passes(SECOND)
    assert (1, [""]) == (slot.paper.count, list(slot.paper.lines))
    slot.send()
    slot.passes(10 * SECOND)
    assert [True] == printed


def test_the_feed_key_does_nothing_while_a_slip_prints():
    """Nor where there is no paper, or the key is stuck already."""
    slot = Slot()
    slot.send()
    slot.passes(700 * MS)

    assert not slot.printer.deeds["feed_paper"]()

    slot.passes(10 * SECOND)
    slot.printer.paper_out().__enter__()
    assert not slot.printer.deeds["feed_paper"]()


def test_a_stuck_feed_key_is_not_freed_by_pressing_it():
    """Only somebody who frees the key ends it."""
    slot = Slot()
    stuck = slot.printer.feed_button()
    stuck.__enter__()

    assert not slot.printer.deeds["feed_paper"]()
    slot.passes(5 * SECOND)
    before = slot.paper.count
    slot.passes(5 * SECOND)
    assert slot.paper.count > before


def test_a_line_that_was_begun_anew_is_shown_with_what_it_left_behind():
    """A strip is shown as it is, however its pieces came about, and no piece twice."""
    line = Line(32, (Text(0, "abc"),))
    first = Strip(1, (Piece(line, 32),), 384, "")
    longer = Strip(1, (Piece(line, 32), Piece(line, 3), Piece(line, 32)), 384, "")
    paper = PaperView("zh")
    for strip in (first, longer, longer, Strip(1, longer.pieces, 384, "cut")):
        paper.see(strip)

    assert 2 == list(paper.lines).count("abc")
    assert 1 == paper.slips


def test_from_events_a_whole_slip_comes_at_once():
    """The same lines as the printer gives, mark of the end included."""
    slot = Slot(profile="epson_80")
    slot.send()
    slot.passes(10 * SECOND)
    told = PaperView("zh", columns=48)
    told.take(sale_slip())

    assert list(slot.paper.lines) == list(told.lines)


def test_from_events_a_torn_piece_tells_its_length():
    """Nobody knows its text any more; that there was one is not hidden."""
    told = PaperView("zh")
    event = sale_slip(printed_mm=31, reason="jam")
    event.kind = "slip_torn"
    told.take(event)

    assert "31" in told.lines[-1]
    assert 1 == told.slips


def test_a_slip_of_which_nothing_is_known_is_a_slip():
    """As one in a printer that stands by itself."""
    told = PaperView("en")
    told.take(TraceEvent(1, 0, "printer", "slip_printed", {"slip": 1, "cut": True}))

    assert 1 == told.slips
    assert 1 == len(told.lines)


def test_watched_paper_is_not_told_twice():
    """What was seen coming out is not shown again when its event comes."""
    paper = PaperView("zh")
    paper.is_watched = True
    paper.take(sale_slip())

    assert 0 == paper.count


def test_old_lines_are_forgotten_and_counted():
    """The screen keeps the end of the paper, whatever came before."""
    paper = PaperView("zh")
    for _ in range(20):
        paper.take(sale_slip())

    assert KEPT_LINES == len(paper.lines)
    assert paper.count > KEPT_LINES
    assert 20 == paper.slips


@pytest.mark.parametrize("profile", PRINTER_PROFILES)
def test_whoever_watches_changes_nothing(profile):
    """With and without eyes on the paper a day leaves the same trace, whatever the printer."""
    files = sorted(SCENARIOS.glob("S[19]*/*.yaml"))[:6]
    for scenario in load(files, root=SCENARIOS):
        printer = msgspec.structs.replace(scenario.given.printer, profile=profile)
        scenario = msgspec.structs.replace(
            scenario, given=msgspec.structs.replace(scenario.given, printer=printer)
        )
        course = Course(scenario, keep=False)
        course.bed.printer.watch_paper(lambda strip: None)

        assert run(scenario, keep=False).digest == course.play(VirtualClock()).digest


@settings(max_examples=60, deadline=None)
@given(
    profile=st.sampled_from(PRINTER_PROFILES),
    lever=st.sampled_from(sorted(n for n in known_levers() if n.startswith("printer."))),
    at_us=st.integers(0, 12 * SECOND),
    for_us=st.none() | st.integers(1, 20 * SECOND),
)
def test_whoever_watches_trouble_changes_nothing(profile, lever, at_us, for_us):
    """Whatever breaks, whenever, and for how long; the shop does not know who looks."""
    scenario = Scenario(
        name="watched",
        given=Given(
            printer=PrinterSettings(profile=profile),
            cardholders=(Account(card=Card(name="customer", pan=Pan("6222020000000018"))),),
        ),
        steps=(Step(who="cashier", action="sale", options={"amount_fen": 500}),),
        faults=(
            FaultPlan(name=lever, id="f1", trigger=Trigger(at=Instant(at_us=at_us)), for_us=for_us),
        ),
        calm=Calm(grace_us=MINUTE, probe=False),
    )
    course = Course(scenario, keep=False)
    paper = PaperView("zh")
    paper.is_watched = True
    course.bed.printer.watch_paper(paper.see)

    assert run(scenario, keep=False).digest == course.play(VirtualClock()).digest

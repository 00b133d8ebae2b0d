"""Slips of a simulated shop on a printer outside of it."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lab_printer import LabPrinter, copy_of, is_marked, is_whole

from emulator.domain.moments import SECOND
from emulator.domain.verdict import Truth
from emulator.interfaces import work
from emulator.interfaces.bridge.bridge import Bridge
from emulator.interfaces.bridge.job_file import JobFile
from emulator.interfaces.bridge.person import Person
from emulator.interfaces.bridge.story import FILE, TEXT, one_sale
from emulator.interfaces.outside import OUTSIDE, played_from
from emulator.interfaces.voice import Voice
from emulator.printer.device.device import Device
from emulator.printer.driver.manner import manner_for
from emulator.printer.profile import PROFILES
from emulator.reports.jsonl import line, recordings
from emulator.runner import Result, run
from emulator.testbed import REFERENCE

SLIPS = ["original", "original", "original"]
"""Two copies of the sale and the settlement."""


class Answers(Person):
    """A person who gives prepared answers."""

    def __init__(self, wall: LabPrinter, *answers: str) -> None:
        super().__init__(Voice("en"), wall)
        self.is_there = bool(answers)
        self._prepared = list(answers)
        self.asked: list[str] = []

    def listen(self) -> None:
        """Nobody sits at a keyboard."""

    async def ask(self, id: str, /, *, patience_us: int, **values: object) -> str:
        self.asked.append(id)
        return self._prepared.pop(0) if self._prepared else ""


class Stand:
    """A printer, its bridge, and the recording of what was played."""

    def __init__(self, folder: Path, name: str = "epson_80", *answers: str) -> None:
        self.folder = folder
        self.name = name
        self.printer = LabPrinter(name, step_us=2000)
        self.person = Answers(self.printer, *answers)
        self.recording = BytesIO()
        self.settings: dict[str, int] = {}

    def play(self) -> Result:
        """Play the sale and the settlement."""

        def played(bridge: Bridge, _: JobFile) -> Result:
            job = work.Job(one_sale(), 1, "en", "", {FILE: TEXT}, OUTSIDE)
            self.recording.write(line(work.header_of(job)))
            result = run(
                one_sale(),
                seed=1,
                tap=self.recording.write,
                parts=replace(REFERENCE, printer=bridge.printer_in),
                clock=bridge,
            )
            bridge.finish()
            return result

        return self.with_bridge(played)

    def with_bridge(self, act: Callable[[Bridge, JobFile], Result]) -> Result:
        """Do something with a bridge."""
        jobs = JobFile(self.folder / "jobs.jsonl", "en")
        self.printer.line.open()
        manner = manner_for(PROFILES[self.name])
        with asyncio.Runner() as runner:
            bridge = Bridge(
                runner,
                manner,
                self.printer.line,
                jobs,
                self.person,
                wall=self.printer,
                **self.settings,
            )
            try:
                return act(bridge, jobs)
            finally:
                bridge.abandon()
                jobs.close()

    def replayed(self) -> Result:
        """Play the recording again, without a printer."""
        self.recording.seek(0)
        (recording,) = recordings(self.recording, "recording")
        self.recording.seek(0)
        recording = next(recordings(self.recording, "recording"))
        played = played_from(recording, "en")
        assert played is not None
        return played.play(one_sale(), keep=True)


@pytest.fixture
def stand(tmp_path: Path) -> Stand:
    """A good printer."""
    return Stand(tmp_path)


def names(result: Result) -> list[str]:
    """What the printer did, without what it only said."""
    return [e.kind for e in result.trace if e.source == "printer" and not e.inside]


# All is well ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["epson_80", "epson_58", "generic_80", "generic_58", "built_in"])
def test_every_slip_comes_out_and_is_confirmed(tmp_path: Path, name: str) -> None:
    """Whatever the model: three slips on paper, three confirmed, the run holds."""
    stand = Stand(tmp_path, name)
    result = stand.play()

    assert SLIPS == stand.printer.slips
    assert ["slip_started", "slip_printed"] * 3 == names(result)
    assert Truth.PASS is result.truth


def test_the_recording_plays_again_without_a_printer(stand: Stand) -> None:
    """What came from the printer leads to the same trace, event by event."""
    result = stand.play()

    assert result.digest == stand.replayed().digest


def test_a_slip_is_confirmed_only_after_it_is_on_paper(stand: Stand) -> None:
    """Between the first byte and the confirmation lies the time that printing takes."""
    trace = stand.play().trace
    (began, *_), (ended, *_) = (
        trace.named("printer.slip_started"),
        trace.named("printer.slip_printed"),
    )
    slip_us = stand.printer.strips[0].length * SECOND // (8 * 250)

    assert ended.at_us - began.at_us >= slip_us
    assert "printer" == ended.detail["told_by"]


def test_without_a_slip_out_the_shop_does_not_wait(stand: Stand) -> None:
    """Twenty minutes of the shop take seconds of the wall clock."""
    began_us = stand.printer.now_us
    result = stand.play()

    assert result.end_us > 1_000 * SECOND
    assert stand.printer.now_us - began_us < 30 * SECOND


def test_a_paced_shop_keeps_step_with_the_wall_clock(stand: Stand) -> None:
    """With pace the shop's time is the wall clock's time."""
    stand.settings = {"is_paced": True}
    stand.printer.step_us = 200_000
    began_us = stand.printer.now_us
    result = stand.play()

    assert stand.printer.now_us - began_us >= result.end_us


# Trouble --------------------------------------------------------------------------------------


def test_paper_that_runs_out_is_loaded_and_the_slip_printed_anew(stand: Stand) -> None:
    """The person loads paper; the piece is voided on paper and a whole original follows."""
    stand.printer.at_mm(30, lambda device, now_us: device.leave_on_roll(0, now_us))
    stand.printer.when(
        lambda: stand.printer.device.status.paper_end,
        lambda: stand.printer.later(
            5 * SECOND, lambda: stand.printer.do(lambda d, now: d.load_roll(18_000, now))
        ),
    )
    result = stand.play()

    assert ["piece", "void+original", "original", "original"] == stand.printer.slips
    assert ["slip_started", "paper_out", "slip_torn", "paper_loaded"] == [
        kind for kind in names(result) if kind != "near_end"
    ][:4]
    assert [True] == [
        e.detail["effect"]
        for e in result.trace.named("cashier.did")
        if e.detail["action"] == "load_paper"
    ]
    assert result.digest == stand.replayed().digest


def test_time_stands_still_while_somebody_fetches_paper(stand: Stand) -> None:
    """A minute of real repair is no minute of the shop."""
    stand.printer.do(lambda device, now_us: device.leave_on_roll(0, now_us))
    stand.printer.later(
        60 * SECOND, lambda: stand.printer.do(lambda d, now: d.load_roll(18_000, now))
    )
    trace = stand.play().trace
    (out,), (loaded,) = trace.named("printer.paper_out"), trace.named("printer.paper_loaded")

    assert loaded.at_us - out.at_us < 5 * SECOND


def test_a_printer_that_nobody_repairs_does_not_hold_the_shop_for_ever(stand: Stand) -> None:
    """When the patience is over the shop goes on, and the slips are missing."""
    stand.settings = {"patience_us": 10 * SECOND}
    stand.printer.do(Device.open_cover)
    result = stand.play()

    assert [] == stand.printer.slips
    assert ["cover_opened"] == names(result)
    assert not any(
        e.detail["effect"]
        for e in result.trace.named("cashier.did")
        if e.detail["action"] == "close_cover"
    )
    assert result.digest == stand.replayed().digest


@pytest.mark.parametrize("mm", [2, 40, 80, 103])
def test_a_cable_that_is_pulled_in_mid_slip_is_never_taken_for_a_printed_slip(
    stand: Stand, mm: int
) -> None:
    """What was under way is unconfirmed, the next print is marked, the verdict inconclusive."""
    stand.printer.when(
        lambda: stand.printer.device.strip_dots >= 8 * mm,
        lambda: (stand.printer.unplug(), stand.printer.later(3 * SECOND, stand.printer.plug_in)),
    )
    result = stand.play()
    kinds = names(result)

    assert kinds.index("line_lost") < kinds.index("line_back")
    assert stand.printer.slips.count("original") <= 3
    if "slip_unconfirmed" in kinds:
        assert Truth.INCONCLUSIVE is result.truth
        assert "reprint" in [slip.removeprefix("void+") for slip in stand.printer.slips]
    assert result.digest == stand.replayed().digest


def test_a_printer_without_answers_leaves_every_slip_unknown(tmp_path: Path) -> None:
    """Slips come out, and nobody claims it."""
    stand = Stand(tmp_path, "silent_58")
    result = stand.play()

    assert "slip_printed" not in names(result)
    assert Truth.INCONCLUSIVE is result.truth
    assert 2 <= stand.printer.slips.count("original") <= 3


def test_a_person_who_looked_settles_what_the_printer_cannot(tmp_path: Path) -> None:
    """Who says that the slip is there and whole is believed, and named."""
    stand = Stand(tmp_path, "silent_58", "y", "y", "y")
    result = stand.play()

    assert SLIPS == stand.printer.slips
    assert ["person"] * 3 == [
        e.detail["told_by"] for e in result.trace.named("printer.slip_printed")
    ]
    assert Truth.PASS is result.truth
    assert result.digest == stand.replayed().digest


# A bridge that was interrupted ----------------------------------------------------------------


def test_an_interrupted_bridge_leaves_its_slip_to_the_next(tmp_path: Path) -> None:
    """The next bridge finds the slip that nobody confirmed and prints it with the mark."""
    first = Stand(tmp_path)

    def stop() -> None:
        raise KeyboardInterrupt

    first.printer.when(lambda: first.printer.device.strip_dots > 400, stop)
    with pytest.raises(KeyboardInterrupt):
        first.play()

    second = Stand(tmp_path)

    def print_again(bridge: Bridge, jobs: JobFile) -> Result:
        (leftover,) = jobs.leftovers
        assert bridge.print_again(leftover)
        assert [] == jobs.leftovers
        return bridge  # type: ignore[return-value]

    second.with_bridge(print_again)

    assert ["reprint"] == second.printer.slips


def test_a_slip_that_the_terminal_printed_again_is_not_left_over(stand: Stand) -> None:
    """The marked print of the same shop settles the unconfirmed one before it."""
    stand.printer.when(
        lambda: stand.printer.device.strip_dots >= 8 * 103,
        lambda: (stand.printer.unplug(), stand.printer.later(SECOND, stand.printer.plug_in)),
    )
    stand.play()
    jobs = JobFile(stand.folder / "jobs.jsonl", "en")

    assert [] == jobs.leftovers

    jobs.close()


# Anything at any place ------------------------------------------------------------------------


def _load(printer: LabPrinter) -> None:
    printer.do(lambda device, now_us: device.load_roll(18_000, now_us))


MISHAPS: dict[str, Callable[[LabPrinter], None]] = {
    "paper": lambda p: (
        p.do(lambda device, now_us: device.leave_on_roll(0, now_us)),
        p.later(4 * SECOND, lambda: _load(p)),
    )[0],
    "cover": lambda p: (
        p.do(Device.open_cover),
        p.later(4 * SECOND, lambda: p.do(Device.close_cover)),
    )[0],
    "jam": lambda p: (p.do(Device.jam), p.later(4 * SECOND, lambda: p.do(Device.clear_jam)))[0],
    "cable": lambda p: (p.unplug(), p.later(4 * SECOND, p.plug_in))[0],
    "mute": lambda p: (p.do(Device.mute), p.later(9 * SECOND, lambda: p.do(Device.unmute)))[0],
    "power": lambda p: (
        p.do(Device.power_off),
        p.later(4 * SECOND, lambda: p.do(Device.power_on)),
    )[0],
}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    name=st.sampled_from(["epson_80", "generic_80", "generic_58", "built_in"]),
    mishap=st.sampled_from(sorted(MISHAPS)),
    byte=st.integers(1, 3000),
)
def test_whatever_happens_nothing_is_claimed_that_is_not_on_paper(
    tmp_path_factory: pytest.TempPathFactory, name: str, mishap: str, byte: int
) -> None:
    """
    At any byte: no more slips are said to be printed than are on paper, and of each copy there is
    at most one whole original. The recording plays again to the same trace.
    """
    stand = Stand(tmp_path_factory.mktemp("stand"), name)
    stand.printer.when(
        lambda: len(stand.printer.taken) >= byte, lambda: MISHAPS[mishap](stand.printer)
    )
    result = stand.play()
    whole = [texts for texts in stand.printer.texts if is_whole(texts)]
    printed = result.trace.named("printer.slip_printed")
    originals = [copy_of(texts) for texts in whole if not is_marked(texts)]

    assert len(printed) <= len(whole)
    assert len(set(originals)) == len(originals)
    assert result.digest == stand.replayed().digest

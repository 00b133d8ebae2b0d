"""A person at the till whose slips come out of a printer outside the simulation."""

import asyncio
import os

import pytest
from bridged_stand import TEXT, Till
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lab_printer import copy_of, is_marked, is_whole

from emulator.domain.errors import UsageError
from emulator.domain.moments import MINUTE, SECOND
from emulator.domain.plan import FaultPlan
from emulator.domain.texts import say
from emulator.domain.verdict import Truth
from emulator.interfaces.live.bridged import ASK_US, BROKEN, LINE_LOST
from emulator.interfaces.tui_command import Wishes, play
from emulator.interfaces.voice import Voice
from emulator.interfaces.wire.words import Address
from emulator.printer.device.device import Device

WITH_PROBE = TEXT.replace("probe: no", "probe: yes")


@pytest.fixture
def till(tmp_path):
    """A good printer."""
    return Till(tmp_path)


def mm(count):
    """Something to wait for: so much of a strip is out."""
    return lambda till: lambda: till.printer.device.strip_dots >= 8 * count


async def load_paper(till):
    """Put a new roll in, and wait until it lies there."""
    till.printer.do(lambda device, now_us: device.load_roll(18_000, now_us))
    await till.until(lambda: "paper_loaded" in till.paper)
    till.session.act("cashier", "load_paper")


def yes(_):
    """Somebody who finds every slip."""
    return asyncio.sleep(0, True)


# All is well ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["epson_80", "epson_58", "generic_80", "generic_58", "built_in"])
def test_both_slips_of_a_sale_come_out_and_are_confirmed(tmp_path, name):
    """Whatever the model; and the recording plays again without printer and person."""
    till = Till(tmp_path, name)
    result = till.play(Till.sell)

    assert ["original"] * 2 == till.printer.slips
    assert ["slip_started", "slip_printed"] * 2 == till.paper
    assert Truth.PASS is result.truth
    assert result.digest == till.replayed().digest


@pytest.mark.parametrize("hurry", ["set_times", "skip_for"])
def test_a_slip_takes_its_time_however_fast_the_shop_goes(till, hurry):
    """Sixty seconds a second, or a leap over an hour: the terminal hears of its slip in time."""

    async def in_a_hurry(till):
        await till.pay()
        getattr(till.session, hurry)({"set_times": 60, "skip_for": 60 * MINUTE}[hurry])
        await till.until(till.shows("idle"))

    till.play(in_a_hurry)

    assert ["slip_started", "slip_printed"] * 2 == till.paper
    assert not till.names("console.displayed", "printer_fault")


def test_a_leap_goes_on_when_the_slip_is_out(till):
    """What was leapt over is over, only a little later."""

    async def leap(till):
        await till.pay()
        till.session.skip_for(60 * MINUTE)
        await till.until(lambda: till.session.world.now_us > 60 * MINUTE)

    result = till.play(leap)

    assert ["slip_started", "slip_printed"] * 2 == till.paper
    assert result.digest == till.replayed().digest


def test_the_slips_of_the_probe_come_out_too(tmp_path):
    """After the person has left nothing waits but for paper."""
    till = Till(tmp_path, text=WITH_PROBE)
    began_us = till.printer.now_us
    result = till.play(Till.sell)

    assert ["original"] * 4 == till.printer.slips
    assert Truth.PASS is result.truth
    assert till.printer.now_us - began_us < 60 * SECOND < result.end_us
    assert result.digest == till.replayed().digest


# Trouble --------------------------------------------------------------------------------------


def test_paper_that_runs_out_is_loaded_and_the_slip_printed_anew(till):
    """The piece is voided on paper and a whole original follows."""
    till.printer.at_mm(30, lambda device, now_us: device.leave_on_roll(0, now_us))

    async def sell(till):
        await till.pay()
        await till.until(till.shows("paper_out"))
        await load_paper(till)
        till.session.press("confirm")
        await till.until(till.shows("idle"))

    result = till.play(sell)

    assert ["piece", "void+original", "original"] == till.printer.slips
    assert ["slip_started", "paper_out", "slip_torn", "paper_loaded"] == [
        kind for kind in till.paper if kind != "near_end"
    ][:4]
    assert result.digest == till.replayed().digest


def test_paper_that_nobody_loaded_is_not_loaded(till):
    """What the person says to have done is believed only if the printer shows it."""
    till.printer.do(lambda device, now_us: device.leave_on_roll(0, now_us))
    came = []

    async def pretend(till):
        await till.pay()
        await till.until(till.shows("paper_out"))
        came.append(till.session.act("cashier", "load_paper"))

    till.play(pretend)

    assert [False] == came


@pytest.mark.parametrize("place", [2, 20, 40, 60])
def test_a_cable_that_is_pulled_in_mid_slip_is_seen_and_nothing_is_claimed(till, place):
    """The screen says so until it is plugged in; the slip is unconfirmed, the next is marked."""
    troubles = []

    async def pull(till):
        await till.pay()
        await till.until(mm(place)(till))
        till.printer.unplug()
        await till.until(till.shows("printer_fault"))
        troubles.append(till.session.trouble)
        till.printer.plug_in()
        await till.until(lambda: "line_back" in till.paper)
        troubles.append(till.session.trouble)
        till.session.press("confirm")
        await till.until(till.shows("idle"))

    result = till.play(pull)
    whole = [texts for texts in till.printer.texts if is_whole(texts)]

    assert [LINE_LOST, ""] == troubles
    assert till.paper.count("slip_printed") <= len(whole)
    assert "slip_unconfirmed" in till.paper or "slip_torn" in till.paper
    assert result.digest == till.replayed().digest


def test_what_is_said_of_a_lost_line():
    """In the words of the shop."""
    assert "打印机通讯故障" == say(LINE_LOST, "zh")


def test_a_printer_that_dies_in_mid_slip_printed_nothing(till):
    """Nothing is claimed of a slip that stuck in a dead printer."""
    till.printer.at_mm(50, Device.power_off)

    result = till.play(sell_unseen)

    assert "slip_printed" not in till.paper
    assert "slip_unconfirmed" in till.paper or "slip_torn" in till.paper
    assert result.digest == till.replayed().digest


def test_a_job_file_that_cannot_be_written_ends_the_printing_and_says_so(till):
    """The shop goes on without the printer, and the reason is kept."""

    async def sell(till):
        os.close(till.jobs._file)
        await till.pay()
        await till.until(lambda: bool(till.session.trouble))
        till.jobs._file = os.open(till.jobs.path, os.O_RDWR)

    began_us = till.printer.now_us
    till.play(sell)

    assert BROKEN == till.session.trouble
    assert str(till.jobs.path) in till.bridged.error
    assert [] == till.printer.slips
    assert till.printer.now_us - began_us < 30 * SECOND


def test_an_instructor_breaks_no_real_printer(till):
    """A lever that this shop does not have is said to be none, and nothing breaks."""
    came = []

    async def arm(till):
        came.append(till.session.arm(FaultPlan(name="printer.paper_out", id="i1")))
        came.append(till.session.release("printer.paper_out"))
        came.append(till.session.arm(FaultPlan(name="uplink.outage", id="i2")))

    till.play(arm)

    assert [False, False, True] == came


def test_a_scenario_that_breaks_the_printer_is_refused(monkeypatch):
    """Before anything is opened."""
    monkeypatch.setenv("TEXTUAL_DRIVER", "none")
    wishes = Wishes(scenario="cover-open", is_bridged=True, address=Address(tcp="127.0.0.1:1"))

    with pytest.raises(UsageError, match="cover_open"):
        play(wishes, Voice("en"))


# A person who looks ---------------------------------------------------------------------------


def test_a_person_who_looked_settles_what_the_printer_cannot(tmp_path):
    """Who says that the slip is there and whole is believed, and named."""
    asked = []

    async def asks(question):
        asked.append(question)
        return True

    till = Till(tmp_path, "silent_58", asks=asks)
    result = till.play(Till.sell)

    assert ["person"] * 2 == [e.detail["told_by"] for e in till.names("printer.slip_printed")]
    assert ["Please look at the printer: is"] * 2 == [text[:30] for text in asked]
    assert Truth.PASS is result.truth
    assert [] == till.jobs.leftovers
    assert result.digest == till.replayed().digest


async def sell_unseen(till):
    """A sale at a printer that confirms nothing; the cashier goes on without."""
    await till.pay()
    await till.until(till.shows("printer_fault"))
    till.session.press("cancel")
    await till.until(till.shows("idle"))


def never(_):
    """Somebody who does not answer."""
    return asyncio.sleep(3600, True)


def no(_):
    """Somebody who finds nothing."""
    return asyncio.sleep(0, False)


@pytest.mark.parametrize("asks", [None, never, no], ids=["nobody", "no answer", "no"])
def test_without_a_yes_nothing_is_claimed(tmp_path, asks):
    """Nobody there, no answer in time, or a no: the slip stays unconfirmed, and is left over."""
    till = Till(tmp_path, "silent_58", asks=asks)
    result = till.play(sell_unseen)

    assert "slip_printed" not in till.paper
    assert "slip_unconfirmed" in till.paper
    assert Truth.INCONCLUSIVE is result.truth
    assert 1 == len(till.jobs.leftovers)


def test_a_question_is_withdrawn_in_time(tmp_path):
    """The terminal hears that nobody knows before its own patience is over."""
    withdrawn = []

    async def asks(_):
        try:
            return await never(_)
        except asyncio.CancelledError:
            withdrawn.append(till.printer.now_us)
            raise

    till = Till(tmp_path, "silent_58", asks=asks)
    till.play(sell_unseen)
    (shown,) = till.names("console.displayed", "printer_fault")

    assert 1 == len(withdrawn)
    assert "unknown" == shown.detail["fault"]
    assert ASK_US < 30 * SECOND


# Anything at any place ------------------------------------------------------------------------


MISHAPS = {
    "paper": lambda p: p.do(lambda device, now_us: device.leave_on_roll(0, now_us)),
    "cover": lambda p: p.do(Device.open_cover),
    "jam": lambda p: p.do(Device.jam),
    "cable": lambda p: p.unplug(),
    "mute": lambda p: p.do(Device.mute),
    "power": lambda p: p.do(Device.power_off),
}
REPAIRS = {
    "paper": lambda p: p.do(lambda device, now_us: device.load_roll(18_000, now_us)),
    "cover": lambda p: p.do(Device.close_cover),
    "jam": lambda p: p.do(Device.clear_jam),
    "cable": lambda p: p.plug_in(),
    "mute": lambda p: p.do(Device.unmute),
    "power": lambda p: p.do(Device.power_on),
}


async def sell_somehow(till):
    """A sale whose printer's screens are answered by confirm, whatever they are."""
    await till.pay()
    while not till.shows("idle")():
        if till.screen in ("paper_out", "printer_fault", "printer_hot"):
            till.session.press("confirm")
        await till.wait(SECOND)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    name=st.sampled_from(["epson_80", "generic_80", "generic_58", "built_in"]),
    mishap=st.sampled_from(sorted(MISHAPS)),
    byte=st.integers(1, 2200),
)
def test_whatever_happens_nothing_is_claimed_that_is_not_on_paper(
    tmp_path_factory, name, mishap, byte
):
    """
    At any byte: no more slips are said to be printed than are on paper, and of each copy there is
    at most one whole original. The recording plays again to the same trace.
    """
    till = Till(tmp_path_factory.mktemp("till"), name)

    def strike():
        MISHAPS[mishap](till.printer)
        till.printer.later(4 * SECOND, lambda: REPAIRS[mishap](till.printer))

    till.printer.when(lambda: len(till.printer.taken) >= byte, strike)
    result = till.play(sell_somehow)
    whole = [texts for texts in till.printer.texts if is_whole(texts)]
    originals = [copy_of(texts) for texts in whole if not is_marked(texts)]

    assert till.paper.count("slip_printed") <= len(whole)
    assert len(set(originals)) == len(originals)
    assert result.digest == till.replayed().digest

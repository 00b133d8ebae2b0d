"""A session at the till with a whole `posemu printer` at the other end of a real line."""

import asyncio
import time
from contextlib import contextmanager

import pytest
from bridged_stand import shop
from running_printer import fast, fault, running

from emulator.domain.verdict import Truth
from emulator.interfaces.bridge.wishes import PrinterWishes
from emulator.interfaces.live.bridged import LINE_LOST, bridged_printer
from emulator.interfaces.live.session import Session
from emulator.interfaces.wire.words import Address

PATIENCE_S = 20
PROFILE = "epson_80"


class LiveTill:
    """The session in real time, ten times as fast but for its slips."""

    def __init__(self, bridged):
        self.bridged = bridged
        self.session = Session(shop(), seed=1, times=10, parts=bridged.parts)

    def play(self, act):
        """Let somebody do something at the till, leave, and see what comes of it."""

        async def played():
            serving = asyncio.create_task(self.bridged.serve(self.session))
            going = self.session.start()
            try:
                await act(self)
            finally:
                self.session.leave()
                await going
                await serving

        asyncio.run(played())
        assert not self.session.crash
        return self.session.result

    async def until(self, is_so):
        """Wait until something is so."""
        give_up = time.monotonic() + PATIENCE_S
        while not is_so():
            assert time.monotonic() < give_up, "it never came about"
            await asyncio.sleep(0.01)

    def shows(self, screen):
        """Something to wait for: this screen."""
        return lambda: (s := self.session.bed.console.current) is not None and s.id == screen

    @property
    def paper(self):
        """What the printer did as the shop saw it, without what it only said."""
        trace = self.session.world.trace
        return [e.kind for e in trace if e.source == "printer" and not e.inside]

    async def pay(self):
        """A sale up to the moment at which its first slip is handed over."""
        session = self.session
        await self.until(self.shows("idle"))
        for key in ("1", *"1234", "confirm"):
            session.press(key)
        await self.until(self.shows("present_card"))
        session.show_card("zhang", "chip")
        await self.until(self.shows("enter_pin"))
        session.key_pin()
        await self.until(lambda: bool(session.world.trace.named("issuer.posted")))

    async def sell(self):
        """A sale with both its slips."""
        await self.pay()
        await self.until(self.shows("idle"))


@contextmanager
def till_at(address, folder):
    """A till whose printer is there."""
    wishes = PrinterWishes(profile=PROFILE, jobs=folder / "jobs.jsonl")
    with bridged_printer(address, wishes, lang="en") as bridged:
        yield LiveTill(bridged)


@contextmanager
def till_by(line, folder, **wishes):
    """A till, and the running printer at the other end of its line."""
    wishes = {"profile": fast(PROFILE, speed_mm_s=1000), **wishes}
    if line == "pty":
        wishes |= {"pty": str(folder / "port"), "baud": 0}
    with running(**wishes) as one:
        where = {"pty": one.place} if line == "pty" else {"tcp": f"127.0.0.1:{one.port}"}
        with till_at(Address(**where), folder) as till:
            yield till, one


@pytest.mark.parametrize("line", ["tcp", "pty"])
def test_a_sale_on_a_real_line(tmp_path, line):
    """Both slips come out and are confirmed."""
    with till_by(line, tmp_path) as (till, one):
        result = till.play(LiveTill.sell)
        slips = one.do(lambda session: session._delivery.slips)

    assert ["slip_started", "slip_printed"] * 2 == till.paper
    assert (2, Truth.PASS) == (slips, result.truth)


@pytest.mark.parametrize("line", ["tcp", "pty"])
def test_paper_out_on_a_real_line(tmp_path, line):
    """The terminal says so; with a new roll the slip comes out after all."""

    async def sell(till):
        await till.pay()
        await till.until(till.shows("paper_out"))
        one.do(lambda session: session.attendant.pressed("p"))
        await till.until(lambda: "paper_loaded" in till.paper)
        till.session.press("confirm")
        await till.until(till.shows("idle"))

    with till_by(line, tmp_path, faults=(fault("paper_out"),)) as (till, one):
        till.play(sell)

    assert "paper_out" == till.paper[0]
    assert ["slip_started", "slip_printed"] * 2 == till.paper[-4:]


def test_a_printer_that_ends_in_the_middle_of_a_slip(tmp_path):
    """The line is lost, the screen says so, and nothing is claimed."""

    async def sell(till):
        await till.pay()
        await till.until(lambda: "slip_started" in till.paper)
        one.do(lambda session: session.end())
        await till.until(lambda: till.session.trouble == LINE_LOST)
        await till.until(till.shows("printer_fault"))
        till.session.press("cancel")
        await till.until(till.shows("idle"))

    slow = fast(PROFILE, speed_mm_s=50)
    with till_by("tcp", tmp_path, profile=slow) as (till, one):
        till.play(sell)

    assert "slip_printed" not in till.paper
    assert "line_lost" in till.paper

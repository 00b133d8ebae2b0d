"""A session whose slips come out of a printer in the laboratory, and somebody at the till."""

import asyncio
from io import BytesIO

from lab_printer import LabPrinter

from emulator.domain.moments import MS, SECOND
from emulator.interfaces.bridge.job_file import JobFile
from emulator.interfaces.live.bridged import BridgedPrinter
from emulator.interfaces.live.session import Session
from emulator.interfaces.outside import played_from
from emulator.known import shop_words
from emulator.printer.driver.manner import manner_for
from emulator.printer.profile import PROFILES
from emulator.reports.jsonl import Header, line, recordings
from emulator.scenario.reader import read_text

TEXT = """\
scenario: v1
title: 一家小店
title_en: A small shop

given:
  start: 2026-03-02 10:00
  merchant: {name: 阳光便利店}
  cards:
    zhang: {pan: "622202******0018", balance: 500.00 CNY, pin: yes}

calm: {grace: 30s, probe: no}
"""
PATIENCE_US = 120 * SECOND


def shop(text=TEXT):
    """The shop in which it is tried."""
    (scenario,) = read_text(text, file="shop.yaml", **shop_words())
    return scenario


class Till:
    """The session, its printer, and what a person at the till does."""

    def __init__(self, folder, name="epson_80", *, asks=None, text=TEXT):
        self.scenario = shop(text)
        self.printer = LabPrinter(name, step_us=2000)
        self.printer.line.open()
        self.recording = BytesIO()
        header = Header(
            scenario=self.scenario.name,
            seed=1,
            emulator="test",
            file="shop.yaml",
            files={"shop.yaml": text},
            outside=("desk", "printer"),
        )
        self.recording.write(line(header))
        self.jobs = JobFile(folder / "jobs.jsonl", "en")
        manner = manner_for(PROFILES[name])
        self.bridged = BridgedPrinter(
            manner, self.printer.line, self.jobs, lang="en", wall=self.printer
        )
        self.bridged.person.asks = asks
        self.session = Session(
            self.scenario,
            seed=1,
            wall=self.printer,
            record=self.recording.write,
            parts=self.bridged.parts,
        )

    def play(self, act):
        """Let somebody do something at the till, leave, and see what comes of it."""

        async def played():
            serving = asyncio.create_task(self.bridged.serve(self.session))
            going = self.session.start()
            await self.wait(MS)
            try:
                await act(self)
            finally:
                self.session.leave()
                await going
                await serving
                self.jobs.close()

        asyncio.run(played())
        assert not self.session.crash
        return self.session.result

    async def wait(self, us):
        """Let some time pass on the wall."""
        await self.printer.wait(asyncio.Event(), us)

    async def until(self, is_so):
        """Wait until something is so."""
        give_up_us = self.printer.now_us + PATIENCE_US
        while not is_so():
            assert self.printer.now_us < give_up_us, "it never came about"
            await self.wait(20 * MS)

    @property
    def screen(self):
        """Id of what stands on the display."""
        current = self.session.bed.console.current
        return "" if current is None else current.id

    def shows(self, *ids):
        """Something to wait for: one of these screens."""
        return lambda: self.screen in ids

    async def pay(self, amount="1234"):
        """A sale up to the moment at which the bank has approved it."""
        session = self.session
        await self.until(self.shows("idle"))
        for key in ("1", *amount, "confirm"):
            session.press(key)
        await self.until(self.shows("present_card"))
        session.show_card("zhang", "chip")
        await self.until(self.shows("enter_pin"))
        session.key_pin()
        await self.until(lambda: self.names("console.displayed", "approved"))

    async def sell(self):
        """A sale with both its slips."""
        await self.pay()
        await self.until(self.shows("idle"))

    def names(self, name, screen=""):
        """The events of a name so far, of a screen if one is named."""
        found = self.session.world.trace.named(name)
        return [e for e in found if not screen or e.detail.get("screen") == screen]

    @property
    def paper(self):
        """What the printer did as the shop saw it, without what it only said."""
        return [e.kind for e in self.session.world.trace if e.source == "printer" and not e.inside]

    def replayed(self):
        """Play the recording again, without a printer and without anybody."""
        self.recording.seek(0)
        (whole,) = recordings(self.recording, "recording")
        self.recording.seek(0)
        whole = next(recordings(self.recording, "recording"))
        played = played_from(whole, "en")
        assert played is not None
        return played.play(self.scenario)

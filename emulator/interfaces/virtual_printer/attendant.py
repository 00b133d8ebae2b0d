"""
The person at the printer: obeys the keys, puts in paper, tears off what a host left hanging.

Left out: anything that would need eyes on the paper.
"""

import asyncio
from collections.abc import Callable

from emulator.domain.texts import say
from emulator.interfaces.virtual_printer.delivery import Delivery
from emulator.interfaces.virtual_printer.keys import BY_LETTER, Key, key_table
from emulator.interfaces.virtual_printer.virtual import VirtualPrinter
from emulator.printer.device.effects import Effect, StripEnded, Trouble

TEAR_AFTER_S = 2
"""So long after the last host has left, and nothing more came out, paper is torn off."""
_PAPER = "printer.paper_out"
_NEAR_END = "printer.near_end"
_CABLE = "printer.cable_unplugged"
_POWER = "printer.power_cut"


class Attendant:
    """Hands at one virtual printer."""

    def __init__(
        self,
        printer: VirtualPrinter,
        delivery: Delivery,
        lang: str,
        *,
        quit: Callable[[], None],
        new_rolls: bool,
    ) -> None:
        """
        Args:
            printer: Whose.
            delivery: Where to tell what was done.
            lang: zh or en.
            quit: Ends the program.
            new_rolls: Put in a new roll whenever half of one is gone, unless a fault took it.
        """
        self.host = ""
        """Who is talking to the printer; empty for nobody."""
        self._printer = printer
        self._delivery = delivery
        self._lang = lang
        self._quit = quit
        self._new_rolls = new_rolls
        self._does: dict[str, Callable[[], None]] = {
            "unplug": lambda: self._toggle(_CABLE),
            "power": lambda: self._toggle(_POWER),
            "load": self._load,
            "repair": self.repair_all,
            "tear": self._tear,
            "status": lambda: delivery.narrate(self.status_line()),
            "help": lambda: delivery.narrate("\n".join(key_table(lang))),
            "quit": quit,
        }
        printer.listen(self._noticed)

    # Keys -------------------------------------------------------------------------------------

    def pressed(self, letter: str) -> None:
        """Do what a key says; any other key does nothing."""
        key = BY_LETTER.get(letter.lower())
        if key is not None:
            self._obey(key)

    def _obey(self, key: Key) -> None:
        if key.lever:
            self._toggle(key.lever)
        else:
            self._does[key.does]()

    def _toggle(self, name: str) -> None:
        if not self._printer.release(name):
            self._printer.pull(name)

    def _load(self) -> None:
        """Put in a new roll and close the cover, unless a slip is just coming out."""
        if not self._printer.do("load_paper"):
            self._delivery.tell("cli.printer.not_now")
            return
        # With a new roll in, there is nothing left of these but to say that they are over.
        for name in (_PAPER, _NEAR_END, "printer.wrong_side", "printer.cover_open"):
            self._printer.release(name)

    def repair_all(self) -> None:
        """Release every lever, and put in paper if there is none."""
        for name in self._printer.levers:
            self._printer.release(name)
        if not self._printer.paper_mm:
            self._printer.do("load_paper")

    def _tear(self) -> None:
        if not self._printer.tear_off():
            self._delivery.tell("cli.printer.nothing_out")

    # Paper ------------------------------------------------------------------------------------

    def _noticed(self, effect: Effect) -> None:
        if not self._new_rolls:
            return
        is_out = isinstance(effect, Trouble) and effect.kind == "paper_out"
        if is_out or isinstance(effect, StripEnded):
            self._printer.world.soon(self._change_roll)

    def _change_roll(self) -> None:
        """Put in a new roll if this one is short and nobody meant it to be."""
        printer = self._printer
        is_meant = any(printer.levers[name].is_pulled for name in (_PAPER, _NEAR_END))
        was_out = not printer.paper_mm
        if is_meant or printer.paper_mm * 2 > printer.new_roll_mm:
            return
        if printer.out_mm and not was_out:
            return
        printer.load_roll()
        if was_out:
            self._delivery.tell("cli.printer.new_roll")

    async def tear_when_left(self) -> None:
        """Tear off paper that hangs out when the host has left and nothing more comes; for ever."""
        printer = self._printer
        while True:
            await printer.change()
            while self._hangs_alone:
                try:
                    async with asyncio.timeout(TEAR_AFTER_S):
                        await printer.change()
                except TimeoutError:
                    if self._hangs_alone:
                        printer.tear_off()

    @property
    def _hangs_alone(self) -> bool:
        printer = self._printer
        return not self.host and printer.out_mm > 0 and not printer.is_printing

    # Telling ----------------------------------------------------------------------------------

    def status_line(self) -> str:
        """How the printer stands, in one line."""
        printer = self._printer

        def words(id: str, /, **values: object) -> str:
            return say(f"cli.printer.state.{id}", self._lang, **values)

        parts = [printer.profile.name, words(printer.state)]
        parts.append(words("paper", paper_mm=printer.paper_mm))
        if printer.out_mm:
            parts.append(words("out", out_mm=printer.out_mm))
        size = printer.profile.buffer_bytes
        parts.append(words("buffer", used=size - printer.room, size=size))
        parts.append(words("host", host=self.host) if self.host else words("nobody"))
        broken = [name for name, lever in printer.levers.items() if lever.is_pulled]
        if broken:
            levers = ", ".join(name.partition(".")[2] for name in broken)
            parts.append(words("broken", levers=levers))
        return " | ".join(parts)

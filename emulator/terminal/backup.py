"""
A second terminal that stands ready: a whole one, with a number and a batch of its own.

    console, memory, printer and power of its own --- its program --- the shop's line

It shares nothing with the first but the line and the cashier, so it sells while the first is out
of order, and what the first owes stays the first's. What the bench's camera and bus see of it
carries `backup: true`. Left out: that it can fail too; nothing here has levers.
"""

from collections.abc import Callable
from typing import Any, cast

import msgspec

from emulator.domain.message import Message
from emulator.domain.paper import Strip
from emulator.domain.settings import TerminalSettings
from emulator.kernel.port import Inbox
from emulator.kernel.power import Power
from emulator.kernel.world import Steps, World
from emulator.terminal.console import Console
from emulator.terminal.journal import Journal
from emulator.terminal.program import Ports, TerminalProgram
from emulator.terminal.storage import SimStorage

SOURCE = "backup"
"""Of the events of its power supply."""
_NUMBERS = 100_000_000
_BATCHES = 999_999


def backup_settings(settings: TerminalSettings) -> TerminalSettings:
    """The second terminal of a shop: set up like the first, with a number of its own."""
    number = settings.terminal_id
    if number.isdecimal():
        own = f"{(int(number) + 1) % _NUMBERS:08d}"
    else:
        own = number[:-1] + ("Y" if number.endswith("Z") else "Z")
    return msgspec.structs.replace(settings, terminal_id=own, backup=False)


def terminals_of(settings: TerminalSettings) -> tuple[TerminalSettings, ...]:
    """Every terminal of a shop, the first one first."""
    return (settings, backup_settings(settings)) if settings.backup else (settings,)


def backup_batch(batch: str) -> str:
    """
    The batch in which the second terminal begins, half of all numbers away from the first's.

    A host numbers each terminal's batches for itself. Here no two are ever the same, so that a
    batch and a STAN name one transaction of the shop.
    """
    return f"{(int(batch) + _BATCHES // 2 - 1) % _BATCHES + 1:06d}"


class _Seen:
    """The world as the backup's parts know it: what is noted of them carries a mark."""

    def __init__(self, world: World) -> None:
        self._world = world

    def __getattr__(self, name: str) -> Any:
        return getattr(self._world, name)

    def note(self, source: str, kind: str, /, *, inside: bool = False, **detail: Any) -> Any:
        return self.record(source, kind, detail, inside)

    def record(self, source: str, kind: str, detail: dict[str, Any], inside: bool = False) -> Any:
        return self._world.record(source, kind, {**detail, "backup": True}, inside)


class _Way:
    """The backup's way to the host, over the shop's line."""

    def __init__(self, send: Callable[[Message], bool], inbox: Inbox[Message]) -> None:
        self.send = send
        self.receive = inbox.receive


class BackupTerminal:
    """The second terminal of the shop; `power` switches it on."""

    def __init__(
        self,
        world: World,
        settings: TerminalSettings,
        *,
        batch: str,
        program: Callable[[TerminalSettings], TerminalProgram],
        storage: type[SimStorage],
        printer: Callable[[World], Any],
        send: Callable[[Message], bool],
    ) -> None:
        """
        Args:
            world: Where it stands.
            settings: Its own, as `backup_settings` gives them.
            batch: The batch that is open in it.
            program: Makes its program at every power-on.
            storage: What its durable memory is.
            printer: Makes its printer.
            send: Sends a message to the host; False without a carrier.
        """
        seen = cast(World, _Seen(world))
        self.terminal_id = settings.terminal_id
        self.console = Console(seen, settings.terminal_id)
        self.storage = storage(seen, settings, holds=(Journal().parameters(batch=batch),))
        self.printer = printer(seen)
        self.power = Power(world, SOURCE, boot=self._boot, wipe=self._wipe)
        self._inbox: Inbox[Message] = Inbox(world)
        self._settings = settings
        self._program = program
        self._ports = Ports(
            host=_Way(send, self._inbox),
            printer=self.printer.end,
            console=self.console.terminal_end,
            storage=self.storage,
            world=seen,
        )

    def show_paper(self, told: Callable[[str, dict[str, Any], Strip], None]) -> None:
        """Have every slip shown as it comes out, with the mark that it is this terminal's."""
        self.printer.show_paper(
            lambda kind, detail, strip: told(kind, {**detail, "backup": True}, strip)
        )

    def takes(self, message: Message) -> bool:
        """Take a message that came over the line; False if it is for another terminal."""
        if message.terminal != self.terminal_id:
            return False
        if self.power.is_on:
            self._inbox.put(message)
        return True

    def _boot(self) -> Steps[None]:
        self.printer.power_on()
        return self._program(self._settings).run(self._ports)

    def _wipe(self) -> None:
        self.console.wipe()
        self._inbox.clear()
        self.printer.power_off()

"""
The service provider's people: help over the line, and a technician who comes and repairs.

    call -- the desk answers --+-- help over the line: what can be set right from afar
                               +-- a technician on the way -- there -- one repair after another

A technician sees lamps, paper and display like anybody, and has tools to measure what nobody can
see; parts that are worn are exchanged. What is whole is left alone. Left out: what it costs.
"""

from collections.abc import Callable

from emulator.domain.moments import MINUTE
from emulator.kernel.world import World
from emulator.people.hands import Hands
from emulator.people.support import NAME, Support

REMOTE_HELP, VISIT = "remote_help", "visit"
REPAIR_US = 5 * MINUTE
"""To look for what is wrong and put it right, each time."""

AT_THE_HOST = ("register_terminal",)
"""What the provider does in its own house."""
ON_THE_LINE = ("open_firewall", "clear_storage", "set_clock", "update_software")
"""What can be done from afar as long as the terminal can be reached."""
BY_SIGHT = (
    ("display", "frozen", "restart_terminal"),
    ("printer", "no_reaction", "restart_printer"),
    ("paper", "out", "load_paper"),
    ("paper", "wrong_side", "load_paper"),
)
"""Thing, how it looks, and what helps against it; words of `domain.equipment`."""
WITH_TOOLS = (
    "plug_in_power", "reconnect_cable", "restart_router", "open_firewall",
    "reconnect_printer_cable", "set_up_printer_line", "close_cover", "clear_jam", "clear_cutter",
    "release_feed_button", "replace_print_head", "replace_sensor", "replace_reader",
    "replace_hardware", "clear_storage", "set_clock", "update_software",
)  # fmt: skip
"""Deeds that change something only if something is wrong."""

Caller = Callable[[Callable[[str], None]], str]
"""Opens a ticket, with whom to tell the answer; gives its number."""


class Provider:
    """Whom the support desk sends."""

    def __init__(self, world: World, support: Support, hands: Hands, *, comes_us: int) -> None:
        """
        Args:
            world: Where they work.
            support: The desk that takes the calls.
            hands: What can be done to the equipment.
            comes_us: How long a technician is on the way.
        """
        self._world = world
        self._support = support
        self._hands = hands
        self._comes_us = comes_us
        self._sent: set[str] = set()
        """Tickets for which somebody is at work or was; asked again, nobody else is sent."""

    def remote_help(self, call: Caller) -> None:
        """Call, and be helped over the line when the desk answers."""
        ticket = call(lambda _: self._once(ticket, REPAIR_US, self._set_right))

    def visit(self, call: Caller) -> None:
        """Call, and have somebody come when the desk answers."""
        ticket = call(lambda _: self._once(ticket, self._comes_us, self._arrive))

    def _once(self, ticket: str, after_us: int, act: Callable[[str], None]) -> None:
        if ticket not in self._sent:
            self._sent.add(ticket)
            self._world.after(after_us, act, ticket)

    def _set_right(self, ticket: str) -> None:
        deeds = (*AT_THE_HOST, *(ON_THE_LINE if self._reaches_terminal() else ()))
        repaired = [name for name in deeds if self._hands.do(name)]
        for name in repaired:
            self._note(REMOTE_HELP, name)
        self._finish(ticket, REMOTE_HELP, is_mended=bool(repaired))

    def _reaches_terminal(self) -> bool:
        seen = self._hands.look()
        return seen.get("display") == "works" and seen.get("network_lamp") == "lit"

    def _arrive(self, ticket: str) -> None:
        self._world.note(NAME, "technician_came", ticket=ticket)
        self._world.after(REPAIR_US, self._repair, ticket, ())

    def _repair(self, ticket: str, done: tuple[str, ...]) -> None:
        """Put one thing right and look again, until nothing new is found any more."""
        name = self._found(done)
        if name:
            self._note(VISIT, name)
            self._world.after(REPAIR_US, self._repair, ticket, (*done, name))
        else:
            self._finish(ticket, VISIT, is_mended=bool(done))

    def _found(self, done: tuple[str, ...]) -> str:
        """
        Repair the first thing that is wrong; gives what was done, empty if all is well.

        Nothing is done twice on one visit: a printer that is not ours may always say that a
        repair changed something.
        """
        for name in WITH_TOOLS:
            if name not in done and self._hands.do(name):
                return name
        seen = self._hands.look()
        for thing, looks, name in BY_SIGHT:
            if seen.get(thing) == looks and name not in done and self._hands.do(name):
                return name
        return ""

    def _note(self, action: str, repaired: str) -> None:
        self._world.note(NAME, "did", action=action, effect=True, repaired=repaired)

    def _finish(self, ticket: str, action: str, *, is_mended: bool) -> None:
        if is_mended:
            self._support.close_ticket(ticket)
        else:
            self._world.note(NAME, "did", action=action, effect=False)

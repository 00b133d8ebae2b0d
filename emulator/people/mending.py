"""
What somebody who looks at the equipment does about what is to be seen there.

The words are those of `domain.equipment`; what the eye cannot see is left alone.
"""

from collections.abc import Mapping

from emulator.domain.plan import Step
from emulator.people import chores
from emulator.people.till import Till

LOOK = Step(who="cashier", action="check_equipment")

MENDS: Mapping[tuple[str, str], str] = {
    ("power", "off"): "plug_in_power",
    ("display", "frozen"): "restart_terminal",
    ("network_lamp", "dark"): "reconnect_cable",
    ("router", "still"): "restart_router",
    ("reader", "fault"): "replace_reader",
    ("printer", "off"): "restart_printer",
    ("printer", "no_reaction"): "restart_printer",
    ("printer_cable", "loose"): "reconnect_printer_cable",
    ("paper", "low"): "load_paper",
    ("paper", "out"): "load_paper",
    ("paper", "wrong_side"): "load_paper",
    ("cover", "open"): "close_cover",
    ("paper_path", "jammed"): "clear_jam",
    ("cutter", "stuck"): "clear_cutter",
    ("print_head", "hot"): "let_printer_cool",
    ("print_head", "broken"): "replace_print_head",
    ("feed_button", "stuck"): "release_feed_button",
}
"""What is seen of what, to the deed that mends it."""


def look_over(cashier: Till, *, step_name: str = "") -> dict[str, str]:
    """Look at everything at the till; gives what there was to see, nothing if nobody looks."""
    if cashier.leaves_out(f"cashier.{LOOK.action}"):
        return {}
    seen = cashier.hands.look()
    chores.do(cashier, Step(who=LOOK.who, action=LOOK.action, name=step_name), _nobody_waits)
    return seen


def mend(cashier: Till, seen: Mapping[str, str]) -> bool:
    """Mend all that was seen not to be as it should; True if anything was."""
    done = [
        chores.repair(cashier, deed)
        for thing, word in seen.items()
        if (deed := MENDS.get((thing, word))) is not None
    ]
    return any(done)


def look_and_mend(cashier: Till) -> None:
    """Look at everything, and mend what is not as it should be."""
    mend(cashier, look_over(cashier))


def _nobody_waits(_: str) -> None:
    """A look is over at once."""

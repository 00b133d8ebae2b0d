"""
What a look at the equipment can tell: each thing at the till, and the words for how it is.

One table for whoever looks: a person at the till sees these, a scenario can wait for them
(`where: {action: check_equipment, paper: out}`), and reports name them. The test bed knows which
part shows what. To let another thing be seen, add its line here, have its part show it, and add
the detail to docs/reference/trace.md.
"""

from collections.abc import Mapping
from types import MappingProxyType

SIGHTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "power": ("on", "off"),
        "display": ("works", "frozen", "dark"),
        "network_lamp": ("lit", "dark"),
        "router": ("blinking", "still"),
        "reader": ("ready", "fault", "dark"),
        "printer": ("ready", "busy", "no_reaction", "off"),
        "paper": ("in", "low", "out", "wrong_side"),
        "cover": ("closed", "open"),
        "paper_path": ("clear", "jammed"),
        "cutter": ("free", "stuck"),
        "print_head": ("sound", "hot", "broken"),
        "feed_button": ("free", "stuck"),
        "printer_cable": ("plugged", "loose"),
    }
)
"""Name of a thing to how it may look; the first word is as it should be."""

_DOES_ITS_WORK = frozenset((("paper", "low"),))


def shows_trouble(seen: Mapping[str, str]) -> bool:
    """Tell whether anything that was seen does not do its work."""
    return any(
        word != SIGHTS[name][0] and (name, word) not in _DOES_ITS_WORK
        for name, word in seen.items()
    )

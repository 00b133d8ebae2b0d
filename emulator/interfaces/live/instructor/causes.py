"""
What can be broken to bring about each documented cause, and why some cannot be brought about.

The numbers are those of the catalogue of failures (`catalogue.yaml`), of which every cause stands
here. A cause that nothing can bring about in a running shop has the reason instead, which is
shown to the instructor as it is.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

NOT_MODELLED: Final = "not_modelled"
"""No part of the shop can have it."""
FROM_THE_START: Final = "from_the_start"
"""A terminal program has it or has it not; a scenario chooses the program."""
CALENDAR: Final = "calendar"
"""Days and hours bring it about; the instructor lets time pass to them."""
PEOPLE: Final = "people"
"""A person does it; nobody can arm that."""

REASONS = (NOT_MODELLED, FROM_THE_START, CALENDAR, PEOPLE)

CAUSES: Mapping[str, tuple[str, ...] | str] = MappingProxyType(
    {
        # the terminal's hardware
        "F01": ("terminal.power_cut", "printer.power_cut"),
        "F02": NOT_MODELLED,
        "F03": (
            "uplink.cable_unplugged",
            "printer.cable_unplugged",
            "printer.no_answers",
            "printer.line_noise",
        ),
        "F04": NOT_MODELLED,
        "F05": NOT_MODELLED,
        "F06": ("acquirer.unregistered",),
        # the printer
        "F07": ("printer.paper_out", "printer.near_end", "printer.near_end_lies"),
        "F08": ("printer.faded", "printer.head_failure", "printer.wrong_side"),
        "F09": (
            "printer.jam",
            "printer.cutter_jam",
            "printer.cover_open",
            "printer.hot_head",
            "printer.head_failure",
            "printer.stuck",
            "printer.stuck_busy",
            "printer.feed_button",
            "printer.cover_lies",
            "printer.near_end_lies",
        ),
        "F10": ("acquirer.slow", "issuer.slow", "uplink.delay"),
        # the terminal's software
        "F11": NOT_MODELLED,
        "F12": NOT_MODELLED,
        "F13": ("printer.flow_control_ignored", "printer.wrong_baud"),
        "F14": ("storage.full",),
        "F15": NOT_MODELLED,
        "F16": ("acquirer.batch_drift", "printer.wrong_baud"),
        "F17": NOT_MODELLED,
        "F18": FROM_THE_START,
        # the network
        "F21": ("uplink.outage", "uplink.cable_unplugged"),
        "F22": (
            "uplink.interference",
            "uplink.drop",
            "uplink.garble",
            "uplink.duplicate",
            "uplink.hold",
        ),
        "F23": ("uplink.slow", "uplink.delay", "uplink.edge", "uplink.hold"),
        "F24": ("uplink.firewall",),
        "F25": ("uplink.router_hang",),
        "F26": ("uplink.outage", "issuer_line.outage"),
        # the payment institution
        "F31": ("acquirer.failure", "acquirer.power_cut"),
        "F32": ("acquirer.maintenance",),
        "F33": ("acquirer.slow",),
        "F34": ("acquirer.wrong_posting",),
        "F35": ("acquirer.loses_answers", "uplink.answers_lost", "uplink.drop"),
        "F36": ("acquirer.policy",),
        "F37": ("clearing.file_late", "clearing.file_rejected", "acquirer.wrong_posting"),
        # the bank and its clearing
        "F41": ("bank.upgrade", "issuer.upgrade"),
        "F42": ("bank.transfer_outage", "bank.transfer_slow"),
        "F43": ("bank.details_wrong",),
        "F44": ("bank.account_frozen", "bank.account_closed"),
        "F45": ("bank.details_incomplete",),
        "F46": ("acquirer.funds_short",),
        "F47": CALENDAR,
        # people
        "F51": PEOPLE,
        "F52": PEOPLE,
        "F53": PEOPLE,
        "F54": PEOPLE,
        "F55": PEOPLE,
        "F56": PEOPLE,
        "F57": PEOPLE,
    }
)
"""Number of a cause to what brings it about, the plainest first, or to why nothing can."""


def causes_of(name: str) -> tuple[str, ...]:
    """The numbers of the causes that a lever or fate brings about."""
    return tuple(
        number for number, ways in CAUSES.items() if isinstance(ways, tuple) and name in ways
    )

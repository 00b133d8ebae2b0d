"""
What can be broken to bring about each documented cause, and why some cannot be brought about.

The numbers are those of the catalogue of failures (`catalogue.yaml`), of which every cause stands
here. Three things bring a cause about: a lever or a fate, which can strike a running shop; a habit
of the cashier's; and how the shop is set up from the start. A cause that nothing can bring about
in a running shop has the reason in place of its levers, which is shown to the instructor as it is.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

import msgspec

CALENDAR: Final = "calendar"
"""Days and hours bring it about; the instructor lets time pass to them."""
PEOPLE: Final = "people"
"""A person does it; nobody can arm that."""

REASONS = (CALENDAR, PEOPLE)

CAUSES: Mapping[str, tuple[str, ...] | str] = MappingProxyType(
    {
        # the terminal's hardware
        "F01": ("terminal.power_cut", "printer.power_cut"),
        "F02": ("terminal.reader_broken",),
        "F03": (
            "uplink.cable_unplugged",
            "uplink.flapping",
            "printer.cable_unplugged",
            "printer.no_answers",
            "printer.line_noise",
        ),
        "F04": ("terminal.internal_failure",),
        "F05": ("terminal.reader_outdated",),
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
        "F11": ("terminal.frozen",),
        "F12": ("terminal.patch_missing",),
        "F13": ("printer.flow_control_ignored", "printer.wrong_baud"),
        "F14": ("storage.junk", "storage.full"),
        "F15": ("terminal.factory_reset",),
        "F16": ("acquirer.batch_drift", "printer.wrong_baud"),
        "F17": ("terminal.clock_off",),
        "F18": ("storage.records_altered", "storage.records_lost"),
        # the network
        "F21": ("uplink.outage", "uplink.cable_unplugged"),
        "F22": (
            "uplink.interference",
            "uplink.flapping",
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


HABITS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "F51": ("wrong_amount",),
        "F52": ("wrong_method",),
        "F53": ("wrong_type",),
        "F54": ("keys_twice", "reswipes_without_slip"),
        "F55": ("uses_disabled",),
        "F56": ("skips_sign_in", "skips_settlement", "ignores_trouble"),
    }
)
"""Number of a cause to the habits of the cashier's (`people.conduct`) that bring it about."""


class Setting(msgspec.Struct, frozen=True):
    """One way in which a shop is set up, in which a cause may lie from the start."""

    path: str
    """Within `plan.Given`, as `clearing.account_state`."""
    values: tuple[Any, ...] = ()
    """Which of its values are the cause; empty: all but the usual one."""


SETTINGS: Mapping[str, tuple[Setting, ...]] = MappingProxyType(
    {
        "F05": (Setting("terminal.reader_firmware"),),
        "F06": (Setting("acquirer.registered"),),
        "F07": (Setting("printer.roll_mm"),),
        "F10": (Setting("acquirer.processing_us"), Setting("issuer.processing_us")),
        "F12": (Setting("terminal.software"), Setting("acquirer.oldest_software")),
        "F13": (
            Setting("terminal.driver"),
            Setting("printer.flow"),
            Setting("printer.buffer_bytes"),
        ),
        "F16": (Setting("terminal.program", ("clears_reversal_early", "drops_reversal")),),
        "F18": (Setting("terminal.program", ("clears_reversal_early",)),),
        "F23": (Setting("uplink.latency_us"),),
        "F33": (Setting("acquirer.processing_us"),),
        "F36": (Setting("acquirer.policy"),),
        "F43": (Setting("clearing.account_state", ("wrong_name", "wrong_number", "wrong_bank")),),
        "F44": (Setting("clearing.account_state", ("frozen", "closed")),),
        "F45": (Setting("clearing.account_state", ("incomplete",)),),
        "F46": (Setting("clearing.acquirer_funds_fen"),),
        # A weekend, a holiday or the time after the cut-off is a matter of when the story begins.
        "F47": (Setting("start"),),
        # A small journal stands for the days on which nobody settled.
        "F56": (
            Setting("signed_in"),
            Setting("terminal.journal_limit"),
            Setting("terminal.totals_limit_fen"),
        ),
    }
)
"""Number of a cause to the settings of the shop in which it may lie from the start."""


def levers_of(number: str) -> tuple[str, ...]:
    """The levers and fates that bring a cause about; empty if none can."""
    ways = CAUSES.get(number, ())
    return ways if isinstance(ways, tuple) else ()

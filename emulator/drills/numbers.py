"""Which checks and recoveries of the catalogue a deed carries out."""

from collections.abc import Mapping
from types import MappingProxyType

NUMBERS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "cashier.sale": ("R22",),
        "cashier.void": ("R12", "R22"),
        "cashier.refund": ("R13",),
        "cashier.preauth_void": ("R12", "R22"),
        "cashier.completion_void": ("R12", "R22"),
        "cashier.query": ("D01", "D03"),
        "cashier.balance": ("D02",),
        "cashier.settlement": ("D15", "R22"),
        "cashier.sign_in": ("R04",),
        "cashier.reprint": ("R01", "D07"),
        "cashier.refuse_duplicate": ("D04",),
        "cashier.await_reversal": ("R08", "R12"),
        "cashier.look_at_screen": ("D01",),
        "cashier.check_equipment": ("D08",),
        "cashier.compare_amount": ("D04", "D06"),
        "cashier.show_slip": ("D07",),
        "cashier.keep_evidence": ("R23",),
        "cashier.manual_receipt": ("R02",),
        "cashier.load_paper": ("R01", "D08"),
        "cashier.replace_print_head": ("R01", "R18", "D08"),
        "cashier.close_cover": ("D08", "R18"),
        "cashier.clear_jam": ("D08", "R18"),
        "cashier.clear_cutter": ("D08", "R18"),
        "cashier.restart_printer": ("D08", "R18"),
        "cashier.reconnect_printer_cable": ("D08", "R05"),
        "cashier.set_up_printer_line": ("D08", "D11"),
        "cashier.release_feed_button": ("D08",),
        "cashier.replace_sensor": ("D08", "R18"),
        "cashier.restart_terminal": ("R03",),
        "cashier.plug_in_power": ("D08",),
        "cashier.restart_router": ("R06", "D09"),
        "cashier.reconnect_cable": ("R05", "D08", "D09"),
        "cashier.open_firewall": ("R07", "D10"),
        "cashier.set_clock": ("D05",),
        "cashier.update_software": ("R20", "D11"),
        "cashier.replace_reader": ("R18", "D08"),
        "cashier.replace_hardware": ("R18", "R19"),
        "customer.ask_bank": ("D02",),
        "support.call": ("R09", "R10", "D03", "D12", "D13", "D14"),
        "support.follow_up": ("R26", "R08"),
        "support.escalate": ("R11",),
        "world.correct_account": ("R15", "D12"),
        "world.resolve_differences": ("D15", "R16"),
    }
)
"""A deed's key to the numbers that it may stand for; a drill counts those that it covers."""

SAID = ("D", "R")
"""First letters of the numbers that say what is to be done."""


def numbers_of(key: str, covers: tuple[str, ...]) -> tuple[str, ...]:
    """The numbers that a deed carries out in a drill that covers these."""
    return tuple(number for number in covers if number in NUMBERS.get(key, ()))


def said_by_handbook(covers: tuple[str, ...]) -> tuple[str, ...]:
    """The checks and recoveries among what a drill covers."""
    return tuple(number for number in covers if number[:1] in SAID)

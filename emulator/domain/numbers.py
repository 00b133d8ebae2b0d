"""
Which checks, recoveries and preventions of the catalogue a deed may carry out.

One table for whoever counts deeds: a drill counts those that it covers, and the proof engine
leaves them out to see what they were good for. A key is `<who>.<action>`, with three more that no
step names: what a person at the till does with a single key or by not touching anything, and what
the terminal does by itself.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

AWAIT_REVERSAL: Final = "cashier.await_reversal"
"""To touch nothing until an unknown payment was reversed."""
TERMINAL_REVERSES: Final = "terminal.reversal"
"""The terminal takes back by itself what has no outcome."""

NUMBERS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "cashier.sale": ("R22",),
        "cashier.void": ("R12", "R22"),
        "cashier.refund": ("R13",),
        "cashier.preauth_void": ("R12", "R22"),
        "cashier.completion_void": ("R12", "R22"),
        "cashier.completion": ("R22",),
        "cashier.query": ("D01", "D03"),
        "cashier.balance": ("D02",),
        "cashier.settlement": ("D15", "R22"),
        "cashier.sign_in": ("R04",),
        "cashier.reprint": ("R01", "D07"),
        "cashier.refuse_duplicate": ("D04",),
        AWAIT_REVERSAL: ("R08", "R12"),
        "cashier.wait": ("R08",),
        "cashier.look_at_screen": ("D01",),
        "cashier.check_equipment": ("D08",),
        "cashier.compare_amount": ("D04",),
        "cashier.compare_time": ("D05",),
        "cashier.compare_type": ("D06",),
        "cashier.show_slip": ("D07",),
        "cashier.keep_evidence": ("R23",),
        "cashier.submit_evidence": ("R24",),
        "cashier.compensate": ("R14",),
        "cashier.manual_receipt": ("R02",),
        "cashier.load_paper": ("R01", "D08"),
        "cashier.replace_print_head": ("R01", "R18", "D08"),
        "cashier.close_cover": ("D08", "R18"),
        "cashier.clear_jam": ("D08", "R18"),
        "cashier.clear_cutter": ("D08", "R18"),
        "cashier.restart_printer": ("D08", "R18"),
        "cashier.reconnect_printer_cable": ("D08", "R05"),
        "cashier.set_up_printer_line": ("D08", "D11", "R20"),
        "cashier.release_feed_button": ("D08",),
        "cashier.replace_sensor": ("D08", "R18"),
        "cashier.restart_terminal": ("R03",),
        "cashier.plug_in_power": ("R05", "D08"),
        "cashier.restart_router": ("R06", "D09"),
        "cashier.reconnect_cable": ("R05", "D08", "D09"),
        "cashier.open_firewall": ("R07", "D10"),
        "cashier.back_up_records": ("P06", "R21"),
        "cashier.check_records": ("P06", "D15"),
        "cashier.reconcile": ("D15",),
        "cashier.hold_in_suspense": ("R16",),
        "cashier.ask_policy": ("D14",),
        "cashier.restore_records": ("R21", "P06"),
        "cashier.set_clock": ("D05",),
        "cashier.test_connection": ("D09",),
        "cashier.check_firewall": ("D10",),
        "cashier.check_versions": ("D11",),
        "cashier.update_software": ("R20",),
        "cashier.replace_reader": ("R18", "D08"),
        "cashier.replace_hardware": ("R18",),
        "cashier.switch_terminal": ("R19",),
        "customer.ask_bank": ("D02",),
        "customer.wait": ("R08",),
        "cashier.check_account": ("D12",),
        "cashier.ask_payout": ("D03",),
        "cashier.ask_bank_upgrade": ("D13",),
        "cashier.read_notice": ("P09",),
        "support.call": ("R10", "D03"),
        "support.follow_up": ("R26", "R08", "D03"),
        "support.remote_help": ("R09",),
        "support.visit": ("R09",),
        "support.agree_deferral": ("R17",),
        "support.escalate": ("R11",),
        "world.correct_account": ("R15", "D12"),
        "world.lift_policy": ("R25",),
        "world.file_papers": ("R25",),
        "world.adjust_business": ("R25",),
        "world.wait": ("R08",),
        "world.resolve_differences": ("D15", "R16"),
        TERMINAL_REVERSES: ("R12",),
    }
)
"""A deed's key to the numbers that it may stand for; of these, what a scenario covers counts."""

GUARDS: Mapping[str, tuple[tuple[str, Any], ...]] = MappingProxyType(
    {
        "P01": (("shop.monitoring", False),),
        "P02": (("shop.self_check", ""),),
        "P03": (("shop.trained", False),),
        "P04": (("shop.flow_chart", False),),
        "P05": (("shop.drills", False),),
        "P08": (("shop.emergency_contact", False),),
        "P09": (("shop.watches_notices", False),),
        "P07": (("shop.masks_records", False),),
        "P10": (("terminal.duplicate_guard_us", 0),),
    }
)
"""
Number of a prevention to the settings of the shop that are it, as paths within `plan.Given`, each
with the value that switches it off.
"""

"""
What the terminal's screens ask a person to key: which digits, how many, and who may read them.

The keypad collects them, the display shows them, and the bench's camera notes those that anybody
may read. Left out: how a program judges them.
"""

from types import MappingProxyType

LONGEST = MappingProxyType(
    {
        "enter_operator": 2,
        "enter_amount": 12,
        "enter_original": 6,
        "enter_reference": 12,
        "enter_date": 4,
        "enter_authorisation": 6,
    }
)
"""Screens that ask for digits which anybody may read, to how many they take (DE4, 11, 37, 38)."""

PASSWORDS = frozenset(("enter_password", "supervisor_password", "locked"))
LONGEST_PASSWORD = 8
"""Operators have 4 digits, supervisors 6, the system 8 (interfaces.md 2.1)."""

PIN = "enter_pin"
SHORTEST_PIN, LONGEST_PIN = 4, 12
"""ISO 9564-1."""

SECRETS = PASSWORDS | {PIN}
"""Screens that ask for what nobody may read."""

LONGEST_UNKNOWN = 12
"""Digits that are taken on a screen that only somebody else's program knows."""

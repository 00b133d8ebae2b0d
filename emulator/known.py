"""What can be named in a scenario of this shop: levers, habits, programs and business days."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from emulator.clearing.calendar import BankCalendar
from emulator.domain.plan import Given
from emulator.people.conduct import CONDUCTS
from emulator.terminal.profiles import names
from emulator.testbed import Testbed


@cache
def known_levers() -> Mapping[str, Mapping[str, Any]]:
    """Every lever that a scenario can name, with its settings and their defaults."""
    return {name: lever.settings for name, lever in Testbed(Given()).levers.items()}


@cache
def shop_words() -> Mapping[str, Any]:
    """What the reader of scenario files must know of this shop, as its keyword arguments."""
    return {
        "levers": known_levers(),
        "conducts": CONDUCTS,
        "programs": names(),
        "is_business_day": BankCalendar().is_business_day,
    }


def lever_sentence(name: str) -> str:
    """The id of the sentence that says what a lever does; empty for a fate."""
    lever = Testbed(Given()).levers.get(name)
    return "" if lever is None else lever.sentence

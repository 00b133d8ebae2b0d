"""What makes every sale dearer without anybody noticing."""

from collections.abc import Iterator

from emulator.checks.watch import all_checks
from emulator.domain.plan import Given
from emulator.testbed import Testbed

MOST = 29
"""Attributes that CPython keeps in one table for all objects of a class; one more, and each object
has a table of its own, in which every attribute is searched for."""


def reached_from(*roots: object) -> Iterator[object]:
    """Our own objects that hang on some, as attributes, each once."""
    found: dict[int, object] = {}
    left = list(roots)
    while left:
        one = left.pop()
        is_ours = type(one).__module__.startswith("emulator.")
        if not is_ours or id(one) in found or not hasattr(one, "__dict__"):
            continue
        found[id(one)] = one
        left += vars(one).values()
        yield one


def too_many(*roots: object) -> dict[str, int]:
    """Classes whose objects have more attributes than fit, and how many these have."""
    counts = {type(one).__name__: len(vars(one)) for one in reached_from(*roots)}
    return {name: count for name, count in counts.items() if count > MOST}


class Heavy:
    """A class with so many attributes."""

    __module__ = "emulator.heavy"

    def __init__(self, count: int) -> None:
        for number in range(count):
            setattr(self, f"a{number}", number)


def test_one_attribute_too_many_is_found() -> None:
    """Also in what only hangs on what hangs on something."""
    holds = Heavy(1)
    holds.a0 = Heavy(MOST)
    holds.a0.a0 = Heavy(MOST + 1)

    assert {"Heavy": MOST + 1} == too_many(holds)
    assert {} == too_many(Heavy(MOST))


def test_no_part_of_a_shop_has_more_attributes_than_share_a_table() -> None:
    """A part that collects everything costs every sale, and hides a second noun besides."""
    bed = Testbed(Given())
    names = {type(one).__name__ for one in reached_from(bed)}

    assert {"Acquirer", "Cashier", "Console", "Issuers", "Line", "SimStorage"} <= names
    assert {} == too_many(*(part for part in vars(bed).values()), *all_checks())

"""Long working days: what is rung up, taken back and settled, and that it is repeatable."""

from datetime import datetime

from emulator.domain.plan import Step
from emulator.kernel.world import World
from emulator.people.workload import SETTLEMENT, VOID, Workload


def world() -> World:
    """A world for its dice."""
    return World(seed=3, start=datetime(2026, 3, 2, 10, 0))


def test_a_workload_settles_every_so_often_and_at_the_end() -> None:
    """After each k sales, and what is left over."""
    steps = [s.action for s in Workload(sales=5, settle_after=2).steps(world())]

    assert ["sale", "sale", "settlement"] * 2 + ["sale", "settlement"] == steps


def test_a_workload_that_just_settled_does_not_settle_again() -> None:
    """An empty batch is left alone."""
    steps = [s.action for s in Workload(sales=2, settle_after=2).steps(world())]

    assert ["sale", "sale", "settlement"] == steps


def test_a_workload_takes_sales_back_by_chance() -> None:
    """In about so many of a thousand."""
    load = Workload(sales=2000, void_per_mille=100, refund_per_mille=100, settle_after=0)
    steps = list(load.steps(world()))

    assert 150 < steps.count(VOID) < 250
    assert 150 < sum(step.action == "refund" for step in steps) < 250
    assert SETTLEMENT not in steps


def test_a_workload_is_the_same_for_the_same_seed() -> None:
    """Chance comes from the world."""
    load = Workload(sales=50, void_per_mille=300)

    assert list(load.steps(world())) == list(load.steps(world()))


def test_a_refund_is_never_more_than_the_sale() -> None:
    """Nor nothing."""
    load = Workload(sales=500, refund_per_mille=1000, settle_after=0)
    steps = list(load.steps(world()))
    pairs: list[tuple[Step, Step]] = list(zip(steps[::2], steps[1::2], strict=True))

    assert all(
        0 < refund.options["amount_fen"] <= sale.options["amount_fen"] for sale, refund in pairs
    )


def test_holders_pay_in_turn() -> None:
    """One after the other."""
    load = Workload(sales=3, holders=("gold", "blue"), settle_after=0)

    assert ["gold", "blue", "gold"] == [s.options["holder"] for s in load.steps(world())]

"""The support desk, its technician and the shop's precautions, as a scenario file writes them."""

from collections.abc import Callable

import pytest

from emulator.domain.moments import MINUTE
from emulator.domain.plan import Scenario
from emulator.domain.problem import Problem

Read = Callable[..., Scenario]


def test_a_desk_has_hours_and_a_technician(read: Read) -> None:
    """As a file writes them."""
    given = read("given: {support: {opens: 9:00, closes: 18:00, technician_in: 90m}}").given

    assert ("09:00", "18:00") == (given.support_opens, given.support_closes)
    assert 90 * MINUTE == given.technician_comes_us


def test_a_desk_of_which_nothing_is_said_has_no_hours(read: Read) -> None:
    """Scenarios from before there were hours mean what they meant."""
    given = read("given: {support: {answers_in: 1m}}").given

    assert ("", "") == (given.support_opens, given.support_closes)


def test_a_shop_may_have_a_contact_and_watch_notices(read: Read) -> None:
    """Neither by itself."""
    usual = read("").given.shop
    prepared = read("given: {shop: {emergency_contact: yes, watches_notices: yes}}").given.shop

    assert (False, False) == (usual.emergency_contact, usual.watches_notices)
    assert (True, True) == (prepared.emergency_contact, prepared.watches_notices)


@pytest.mark.parametrize("deferral", ["by_itself", "agreed"])
def test_a_deferral_is_by_itself_or_agreed(read: Read, deferral: str) -> None:
    """What the contract with the institution says."""
    given = read(f"given: {{clearing: {{deferral: {deferral}}}}}").given

    assert deferral == given.clearing.deferral


@pytest.mark.parametrize(
    "text",
    [
        "given: {support: {opens: 25:00}}",
        "given: {support: {technician_in: 25h}}",
        "given: {clearing: {deferral: never}}",
    ],
)
def test_what_cannot_be_is_refused(
    problems_of: Callable[..., tuple[Problem, ...]], text: str
) -> None:
    """With its place in the file."""
    assert 1 == len(problems_of(text))

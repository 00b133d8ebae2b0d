"""Settings have limits: both sides of each, and what the error says."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from emulator.domain.limits import LIMITS, Limit, limit_of
from emulator.domain.plan import Given
from emulator.domain.problem import Problem, ScenarioError
from emulator.known import known_levers
from emulator.scenario.notations import WRITTEN
from emulator.scenario.reader import read_text
from emulator.scenario.settings_shapes import SECTIONS, key_of

ProblemsOf = Callable[..., tuple[Problem, ...]]

LIMITED = [
    (section, name)
    for section, settings in SECTIONS.items()
    for name in settings.__struct_fields__
    if limit_of(name) is not None
]


def written(name: str, value: int) -> str:
    """A value as a file writes it."""
    return next(
        (write(value) for unit, write in WRITTEN.items() if name.endswith(unit)), f"{value}"
    )


def read_setting(section: str, name: str, value: int) -> Any:
    """The setting after a file has set it."""
    text = f"scenario: v1\ngiven: {{{section}: {{{key_of(name)}: {written(name, value)}}}}}\n"
    (scenario,) = read_text(text, levers={})
    return getattr(getattr(scenario.given, section), name)


@pytest.mark.parametrize(("section", "name"), LIMITED)
def test_both_ends_of_a_limit_can_be_set(section: str, name: str) -> None:
    """The least and the most are possible, and so is what the shop has unless a model decides."""
    limit = limit_of(name)
    assert limit is not None

    assert limit.least == read_setting(section, name, limit.least)
    assert limit.most == read_setting(section, name, limit.most)
    default = getattr(getattr(Given(), section), name)
    assert default is None or limit.holds(default)


@pytest.mark.parametrize(("section", "name"), LIMITED)
def test_beyond_a_limit_is_an_error_that_states_it(section: str, name: str) -> None:
    """One below the least and one above the most are refused."""
    limit = limit_of(name)
    assert limit is not None
    for value in (limit.least - 1, limit.most + 1):
        if value < 0 or limit.holds(value):
            continue
        with pytest.raises(ScenarioError) as raised:
            read_setting(section, name, value)
        (problem,) = raised.value.problems

        # An amount, a speed or a length with too many digits is none.
        assert problem.code in ("E215", "E231", "E205", "E218")
        if problem.code in ("E215", "E231") and name.endswith("_us"):
            assert written(name, limit.most) in problem.help("en")


@pytest.mark.parametrize("name", [name for name, limit in LIMITS.items() if limit.or_nothing])
def test_nothing_switches_off(name: str) -> None:
    """A limit with `or_nothing` takes 0, and no other value below its least."""
    limit = LIMITS[name]

    assert 0 == read_setting("terminal", name, 0)
    assert limit.holds(0)
    assert not limit.holds(1)


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("given: {terminal: {write: 0s}}", ("1us", "10s")),
        ("given: {terminal: {boot: 0s}}", ("100ms", "1d")),
        ("given: {terminal: {reversal_retry: 1us}}", ("1s", "1d")),
        ("given: {acquirer: {issuer_reversal_retry: 0s}}", ("1s", "1d")),
        ("given: {uplink: {latency: 0s}}", ("100us", "5m")),
        ("given: {printer: {new_roll: 0 mm}}", ("100 mm", "100000 mm")),
        ("given: {acquirer: {fee: 101 %}}", ("0.00 %", "100.00 %")),
        ("given: {acquirer: {completion: 99 %}}", ("100 %", "200 %")),
        ("given: {issuer: {keep_days: 367}}", ("1", "366")),
        ("given: {cashier: {spare_rolls: 1001}}", ("0", "1000")),
        ("given: {cashier: {think: 11m}}", ("0s", "10m")),
        ("given: {supervisor: {comes_in: 2d}}", ("0s", "1d")),
        ("given: {support: {answers_in: 8d}}", ("0s", "7d")),
        ("calm: {grace: 8d}", ("0s", "7d")),
        ("seed: 1000000000000", ("0", "999999999999")),
    ],
)
def test_the_error_states_the_range(
    text: str, bounds: tuple[str, str], problems_of: ProblemsOf
) -> None:
    """Whoever wrote the value learns what is possible, in the notation of the file."""
    (problem,) = problems_of(text)

    assert all(bound in problem.help("en") for bound in bounds)
    assert all(bound in problem.help("zh") for bound in bounds)


def test_settings_of_levers_have_limits(problems_of: ProblemsOf) -> None:
    """No lever can be told to wait for longer than a story lasts."""
    (problem,) = problems_of("faults: [{uplink.slow: {with: {extra: 401d}}}]")

    assert "E215" == problem.code


@pytest.mark.parametrize("lever", known_levers())
def test_the_usual_settings_of_a_lever_are_within_their_limits(lever: str) -> None:
    """What a lever does without `with` can also be written out."""
    for name, value in known_levers()[lever].items():
        limit = limit_of(name)

        assert limit is None or name == "by_fen" or limit.holds(value)


def test_a_limit_is_a_plain_value() -> None:
    """Both ends belong to it."""
    limit = Limit(2, 3)

    assert [False, True, True, False] == [limit.holds(value) for value in (1, 2, 3, 4)]
    assert not limit.holds(0)
    assert msgspec.structs.replace(limit, or_nothing=True).holds(0)

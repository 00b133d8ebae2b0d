"""Scenario files whose names are not UTF-8: what a system allows, no command may stumble over."""

import sys

import pytest

from emulator.interfaces.cli import main
from emulator.interfaces.exits import Exit
from emulator.scenario.find import name_as_text

NAME = "caf\udce9"
"""As Python shows the bytes `caf\\xe9`."""

pytestmark = pytest.mark.skipif(
    sys.platform in ("win32", "darwin"), reason="the system gives no such names"
)


@pytest.fixture
def odd(held, monkeypatch):
    """A scenario in a file of that name."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(held.parent / "cache"))
    try:
        return held.rename(f"{NAME}.yaml")
    except OSError:
        pytest.skip("this file system takes no such name")


@pytest.mark.parametrize(
    "words",
    [
        ("run",),
        ("run", "--seeds", "3", "-j", "2"),
        ("run", "--slips", "slips"),
        ("run", "--jsonl", "run.jsonl", "--junitxml", "run.xml"),
        ("list",),
        ("list", "--json"),
        ("check",),
    ],
)
def test_it_is_a_scenario_like_others(odd, words):
    """It is read, run, reported and recorded."""

    assert Exit.HELD == main([*words, str(odd)])


def test_the_catalogue_is_proven_from_it(odd, capsys):
    """Its proof is kept, and found again."""
    answers = [main(["catalogue", "D01", "--scenarios", str(odd)]) for _ in range(2)]

    assert [Exit.BROKEN, Exit.BROKEN] == answers
    assert "D01" in capsys.readouterr().out


def test_its_recording_can_be_replayed(odd, capsys):
    """By the name that stands in it."""
    main(["run", str(odd), "--jsonl", "run.jsonl"])

    assert Exit.HELD == main(["replay", "run.jsonl"])
    assert "caf%E9" in capsys.readouterr().out


def test_a_name_as_text():
    """Bytes that are no text come out as in an address; everything else stays."""

    assert "caf%E9 缺纸" == name_as_text("caf\udce9 缺纸")

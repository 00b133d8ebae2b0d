"""Small scenario files for the ways in; and the tests' printers can be imported."""

import sys
from pathlib import Path

import pytest

HERE = str(Path(__file__).parent)
if HERE not in sys.path:
    sys.path.append(HERE)

HELD = """\
scenario: v1
title: 平常的一天
title_en: A calm day
tags: [calm]
covers: [D01]
steps:
  - at: 0s
    cashier: {menu: sale, amount: 128.50 CNY}
expect:
  - finally:
      customer.balance: 871.50 CNY
"""

BROKEN = HELD.replace("871.50", "1.00").replace("A calm", "An odd").replace("calm", "odd")

UNCLEAR = HELD.replace("steps:", "faults:\n  - printer.paper_out: {when: printer.jammed}\nsteps:")

WRONG = HELD.replace("128.50 CNY", "128.505 CNY").replace("menu: sale", "menu: sail")

MATRIX = HELD.replace(
    "steps:", "matrix:\n  paper: [40, 41]\ngiven:\n  printer: {paper: $paper lines}\nsteps:"
)


@pytest.fixture(autouse=True)
def plain_surroundings(monkeypatch):
    """English, no CI job, no colour: whatever machine the tests run on."""
    monkeypatch.setenv("POSEMU_LANG", "en")
    for name in ("GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "GITHUB_WORKSPACE", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder of its own to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def held(folder):
    """A scenario that holds."""
    return written(folder / "calm-day.yaml", HELD)


@pytest.fixture
def broken(folder):
    """A scenario whose expectation fails."""
    return written(folder / "odd-day.yaml", BROKEN)


@pytest.fixture
def unclear(folder):
    """A scenario whose fault never strikes."""
    return written(folder / "no-strike.yaml", UNCLEAR)


@pytest.fixture
def wrong(folder):
    """A file with two mistakes in it."""
    return written(folder / "wrong.yaml", WRONG)


def written(path, text):
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def texts():
    """The same scenarios as texts, by what comes of them."""
    return {
        "held": HELD,
        "broken": BROKEN,
        "unclear": UNCLEAR,
        "wrong": WRONG,
        "matrix": MATRIX,
    }

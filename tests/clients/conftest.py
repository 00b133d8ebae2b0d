"""Clients that nobody here wrote, and the printer that runs beside a test."""

import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
for folder in (HERE, HERE.parent / "interfaces"):
    if str(folder) not in sys.path:
        sys.path.append(str(folder))


@pytest.fixture(autouse=True)
def plain_surroundings(monkeypatch):
    """English and no colour, whatever machine the tests run on."""
    monkeypatch.setenv("POSEMU_LANG", "en")
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    for name in ("FORCE_COLOR", "NODE_OPTIONS"):
        monkeypatch.delenv(name, raising=False)

"""Lets the tests of the documents import their reader in every import mode of pytest."""

import sys
from pathlib import Path

import pytest

HERE = str(Path(__file__).parent)
if HERE not in sys.path:
    sys.path.append(HERE)


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    """Pages that prove scenarios leave nothing in the cache of whoever runs the tests."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))

"""Whole programs as people meet them: in a real terminal and in a real browser."""

import os
import re
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
if str(HERE) not in sys.path:
    sys.path.append(str(HERE))

ROOT = HERE.parents[1]


@pytest.fixture
def surroundings(tmp_path):
    """The environment of the program: a home of its own, and nothing of the tests'."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not re.match(r"TEXTUAL|POSEMU|PYTEST|TMUX|XDG|LC_|COLUMNS$|LINES$|NO_COLOR$", name)
    }
    return {
        **kept,
        "HOME": str(tmp_path),
        "LANG": "C.UTF-8",
        "POSEMU_LANG": "zh",
        "PYTHONPATH": str(ROOT),
        "TEXTUAL_ANIMATIONS": "none",
    }


@pytest.fixture
def artefacts():
    """Where pictures for people are put; `POSEMU_ARTEFACTS` says where, else below `build`."""
    folder = Path(os.environ.get("POSEMU_ARTEFACTS") or ROOT / "build" / "artefacts")
    folder.mkdir(parents=True, exist_ok=True)
    return folder

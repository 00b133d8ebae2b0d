"""The pinned versions."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]


def pins():
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def test_every_line_is_a_name_and_a_version():
    """No address, no path and no hash: the file says nothing about any machine."""

    assert [] == [pin for pin in pins() if not re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][\w.]*", pin)]


def test_everything_the_project_asks_for_is_pinned():
    """A fresh machine gets the versions that were tested, the build backend included."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = [
        *project["build-system"]["requires"],
        *project["project"]["dependencies"],
        *(name for names in project["project"]["optional-dependencies"].values() for name in names),
    ]
    names = {normal(re.split(r"[<>=!\[ ;]", entry)[0]) for entry in asked} - {"pos-emulator"}

    assert set() == names - {normal(pin.partition("==")[0]) for pin in pins()}


def normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()

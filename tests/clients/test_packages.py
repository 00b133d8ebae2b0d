"""What `npm install --prefix tests/clients` brings is the same on every machine."""

import json
import re
from pathlib import Path

import pytest

WANTED = json.loads((Path(__file__).parent / "package.json").read_text(encoding="utf-8"))
EXACT = re.compile(r"\d+\.\d+\.\d+")


@pytest.mark.parametrize("package", sorted(WANTED["dependencies"]))
def test_every_client_is_named_with_its_exact_version(package):
    """No range and no tag, which would be another client tomorrow."""
    assert EXACT.fullmatch(WANTED["dependencies"][package])


def test_there_are_no_packages_but_those():
    """Nothing comes along by another section of the file, where no version is looked at."""
    sections = [name for name in WANTED if name.lower().endswith("dependencies")]

    assert ["dependencies"] == sections


def test_the_folder_is_never_published():
    """It is no package, and npm refuses to take it for one."""
    assert WANTED["private"] is True

"""The page about the design draws the house as it stands."""

import re
import tomllib

from pages import ROOT

PAGE = (ROOT / "docs/background/design.md").read_text(encoding="utf-8")
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]


def floors():
    """The floors that the import contract holds, from the top, each as a set of names."""
    layers = next(c["layers"] for c in CONTRACTS["contracts"] if c["type"] == "layers")
    return [{name.strip().removeprefix("emulator.") for name in one.split("|")} for one in layers]


def heads_of(line):
    """The names before what a floor is for."""
    return {name.strip() for name in re.split(r"\s{2,}", line)[0].split("|")}


def test_the_floors_are_those_of_the_import_contract():
    """The same names in the same order, one floor a line."""
    drawing = re.search(r"^```\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)[1]
    known = set().union(*floors())
    drawn = [set(re.findall(r"\w+", line.split("   time,")[0])) for line in drawing.splitlines()]
    # What a floor is for stands behind its name, and may speak of the others.
    heads = [
        names & known if line.startswith(" ") else heads_of(line)
        for line, names in zip(drawing.splitlines(), drawn, strict=True)
    ]

    assert floors() == heads


def test_every_package_has_its_place():
    """Nothing stands in the house that the drawing does not show."""
    packages = {path.parent.name for path in (ROOT / "emulator").glob("*/__init__.py")}

    assert packages <= set(re.findall(r"\w+", PAGE))

"""Finding scenario files and picking scenarios by words."""

from pathlib import Path

import pytest

from emulator.domain.errors import UsageError
from emulator.domain.plan import Scenario
from emulator.scenario.find import find_files, is_scenario, matcher, shipped_folder

ONE = Scenario(
    name="paper-out[before]",
    title="缺纸后补打",
    title_en="Paper out",
    tags=("printer", "drill"),
    covers=("F07",),
)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("scenario: v1\n", True),
        ("# a comment\n\nscenario:  v1\n", True),
        ("scenario: 'v1'\n", True),
        ("\ufeffscenario: v1\n", True),
        ("scenario: v2\n", False),
        ("  scenario: v1\n", False),
        ("given: {}\n", False),
        ("", False),
    ],
)
def test_a_scenario_says_so_in_its_head(tmp_path: Path, text: str, answer: bool) -> None:
    """A line at the margin near the top of the file."""
    file = tmp_path / "x.yaml"
    file.write_text(text, encoding="utf-8")

    assert answer == is_scenario(file)


def test_folders_are_searched_in_order(tmp_path: Path) -> None:
    """All scenarios below a folder, by name; other files are passed over."""
    for name in ("b/2.yaml", "b/10.yml", "a.yaml", "b/shared.yaml", "b/notes.txt"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text("given: {}" if "shared" in name else "scenario: v1\n")

    assert ["a.yaml", "10.yml", "2.yaml"] == [file.name for file in find_files([tmp_path])]


def test_a_named_file_is_taken_as_it_is_and_once(tmp_path: Path) -> None:
    """A file that is no scenario is reported by the reader, not hidden here."""
    file = tmp_path / "x.yaml"
    file.write_text("given: {}\n")

    assert [file] == find_files([file, file])


def test_there_is_a_folder_of_shipped_scenarios() -> None:
    """In a wheel inside the package, in a checkout beside it."""
    assert shipped_folder().name in ("scenarios", "shipped_scenarios")


@pytest.mark.parametrize(
    ("expression", "answer"),
    [
        ("", True),
        ("paper", True),
        ("PAPER", True),
        ("缺纸", True),
        ("drill", True),
        ("f07", True),
        ("paper-out[before]", True),
        ("paper-out[after]", False),
        ("cable", False),
        ("not cable", True),
        ("not not paper", True),
        ("paper and drill", True),
        ("paper and cable", False),
        ("cable or drill", True),
        ("cable or paper and drill", True),
        ("(cable or paper) and not drill", False),
        ("not (cable or drill)", False),
    ],
)
def test_words_are_joined(expression: str, answer: bool) -> None:
    """`or` binds loosest, `not` tightest; letters may be large or small."""
    assert answer == matcher(expression)(ONE)


@pytest.mark.parametrize(
    "expression", ["and", "paper and", "not", "(paper", "paper)", "a b", "()", "or a", "(" * 300]
)
def test_an_incomplete_expression_is_an_error(expression: str) -> None:
    """The caller learns what an expression looks like."""
    with pytest.raises(UsageError, match="-k"):
        matcher(expression)

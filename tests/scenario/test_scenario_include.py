"""Shared set-ups: what is read, how it is merged, and what may not be read."""

from collections.abc import Callable
from pathlib import Path

import pytest

from emulator.domain.plan import Scenario
from emulator.domain.problem import ScenarioError
from emulator.scenario.include import MOST_FILES
from emulator.scenario.reader import read_file, read_text

Write = Callable[[str, str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a file below a folder called scenarios."""

    def write_one(name: str, text: str) -> Path:
        path = tmp_path / "scenarios" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write_one


def read(path: Path) -> Scenario:
    """Read one scenario that needs no levers."""
    (scenario,) = read_file(path, levers={"printer.jam": {}})
    return scenario


def codes(path: Path) -> list[str]:
    """The codes of what is wrong."""
    with pytest.raises(ScenarioError) as raised:
        read_file(path, levers={})
    return [problem.code for problem in raised.value.problems]


def test_paths_count_from_the_scenario_folder(write: Write) -> None:
    """A file in a sub-folder includes by the path from the folder called scenarios."""
    write("shared/shop.yaml", "given: {merchant: {name: 小店}}\n")
    path = write("S1/x.yaml", "scenario: v1\ninclude: [shared/shop.yaml]\n")

    assert "小店" == read(path).given.terminal.merchant_name


def test_mappings_are_merged_and_the_own_value_wins(write: Write) -> None:
    """Key by key, at every depth; of two included files the later wins."""
    write("a.yaml", "given: {printer: {paper: 1 m, speed: 60 mm/s}, uplink: {latency: 1s}}\n")
    write("b.yaml", "given: {printer: {speed: 70 mm/s, cutter: yes}}\n")
    path = write(
        "x.yaml", "scenario: v1\ninclude: [a.yaml, b.yaml]\ngiven: {printer: {paper: 2 m}}\n"
    )
    given = read(path).given

    assert (2000, 70, True) == (
        given.printer.roll_mm,
        given.printer.speed_mm_s,
        given.printer.has_cutter,
    )
    assert 1_000_000 == given.uplink.latency_us


def test_lists_of_included_files_come_first(write: Write) -> None:
    """Steps, faults, expectations and tags are joined, the file's own last."""
    write("a.yaml", "tags: [a]\nsteps: [{note: a}]\nfaults: [printer.jam]\n")
    write("b.yaml", "include: [a.yaml]\ntags: [b]\nsteps: [{note: b}]\n")
    path = write("x.yaml", "scenario: v1\ninclude: b.yaml\ntags: [x]\nsteps: [{note: x}]\n")
    scenario = read(path)

    assert ["a", "b", "x"] == [step.options["text"] for step in scenario.steps]
    assert ("a", "b", "x") == scenario.tags
    assert 1 == len(scenario.faults)


def test_a_problem_in_an_included_file_has_its_place_there(write: Write) -> None:
    """The report points into the file where the mistake is."""
    shared = write("a.yaml", "given:\n  printr: {}\n")
    path = write("x.yaml", "scenario: v1\ninclude: [a.yaml]\n")
    with pytest.raises(ScenarioError) as raised:
        read_file(path, levers={})
    (problem,) = raised.value.problems

    assert (str(shared), 2, 3) == (problem.span.file, problem.span.line, problem.span.column)
    assert "  printr: {}" == problem.line


def test_an_included_file_has_no_head(write: Write) -> None:
    """Titles and numbers of the catalogue belong to the scenario itself."""
    write("a.yaml", "title: x\n")
    path = write("x.yaml", "scenario: v1\ninclude: [a.yaml]\n")

    assert ["E202"] == codes(path)


@pytest.mark.parametrize(
    "wanted",
    [
        "../secret.yaml",
        "a/../../secret.yaml",
        "/etc/passwd",
        "C:\\secret.yaml",
        "\\\\server\\secret.yaml",
        "a\\..\\..\\secret.yaml",
        '"a\\0.yaml"',
        "x" * 300,
    ],
)
def test_nothing_outside_is_read(write: Write, tmp_path: Path, wanted: str) -> None:
    """No absolute path, none that climbs, on no system."""
    (tmp_path / "secret.yaml").write_text("given: {}\n")
    path = write("x.yaml", f"scenario: v1\ninclude: [{wanted}]\n")

    assert ["E110"] == codes(path)


def test_a_link_that_leads_outside_is_not_followed(write: Write, tmp_path: Path) -> None:
    """A symbolic link is judged by where it leads."""
    (tmp_path / "secret.yaml").write_text("given: {}\n")
    path = write("x.yaml", "scenario: v1\ninclude: [link.yaml]\n")
    (path.parent / "link.yaml").symlink_to(tmp_path / "secret.yaml")

    assert ["E110"] == codes(path)


def test_a_cycle_is_detected(write: Write) -> None:
    """A file that includes itself through another is told."""
    write("a.yaml", "include: [b.yaml]\n")
    write("b.yaml", "include: [a.yaml]\n")
    path = write("x.yaml", "scenario: v1\ninclude: [a.yaml]\n")

    assert ["E112"] == codes(path)


@pytest.mark.parametrize(
    ("name", "code"), [("gone.yaml", "E111"), ("folder", "E115"), ("[]", "E201")]
)
def test_what_cannot_be_included(write: Write, name: str, code: str) -> None:
    """A missing file, a folder, and what is no path."""
    path = write("x.yaml", f"scenario: v1\ninclude: [{name}]\n")
    (path.parent / "folder").mkdir()

    assert [code] == codes(path)


def test_the_number_of_included_files_has_a_limit(write: Write) -> None:
    """Files that include each other many times over do not explode."""
    for number in range(20):
        below = f"include: [f{number + 1}.yaml, f{number + 1}.yaml]\n" if number < 19 else ""
        write(f"f{number}.yaml", f"{below}tags: [a]\n")
    path = write("x.yaml", "scenario: v1\ninclude: [f0.yaml]\n")

    assert ["E116"] == codes(path)
    assert MOST_FILES < 20


def test_text_may_bring_its_own_includes() -> None:
    """A recording carries the texts of all files; none is looked up on the disk."""
    texts = {"shop.yaml": "given: {merchant: {name: 小店}}\n"}
    (scenario,) = read_text(
        "scenario: v1\ninclude: [shop.yaml]\n", levers={}, include=texts.__getitem__
    )

    assert "小店" == scenario.given.terminal.merchant_name
    with pytest.raises(ScenarioError, match="E111"):
        read_text("scenario: v1\ninclude: [x.yaml]\n", levers={}, include=texts.__getitem__)

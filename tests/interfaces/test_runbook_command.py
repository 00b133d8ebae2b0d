"""`posemu runbook`: what to do about a symptom, in every form, and the list of all."""

import io
import json

import pytest
from PIL import Image

from emulator.domain.texts import LANGUAGES
from emulator.interfaces import runbook_command
from emulator.interfaces.cli import main
from emulator.interfaces.exits import Exit

STORY = """\
scenario: v1
title: 缺纸
title_en: Out of paper
covers: [S1, F07, D01, R01]
given:
  card: {pan: "622202******0018", balance: 500.00 CNY, pin: yes}
  cashier: {conduct: none}
steps:
  - at: 0s
    cashier: {menu: sale, amount: 66.00 CNY, card: insert, pin: ok}
  - when: printer.paper_out
    after: 5s
    cashier: look_at_screen
  - when: cashier.did
    where: {action: look_at_screen, screen: paper_out}
    after: 20s
    cashier: load_paper
  - after: 2s
    cashier: confirm
faults:
  - printer.paper_out: {when: printer.slip_started, with: {line: 5}}
"""


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    """Nothing is read from or left in the cache of whoever runs the tests."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def story(folder):
    """A scenario that proves a cause, a check and a remedy."""
    path = folder / "stories" / "paper.yaml"
    path.parent.mkdir()
    path.write_text(STORY, encoding="utf-8")
    return path


def runbook(story, *arguments):
    return main(["runbook", "--scenarios", str(story), *arguments])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_symptom_has_a_page(story, capsys, lang):
    """With the chart, the numbers on its steps, and a table."""

    assert Exit.HELD == runbook(story, "s1", "--lang", lang)
    out, err = capsys.readouterr()
    assert "```mermaid\nflowchart LR\n" in out
    assert all(number in out for number in ("S1", "F07", "D01", "R01", "`paper`"))
    assert ("1 causes" in err) == (lang == "en")


@pytest.mark.parametrize(
    ("name", "begin"),
    [
        ("s1.md", b"# S1 "),
        ("s1.mmd", b"flowchart LR\n"),
        ("s1.svg", b"<svg "),
        ("s1.json", b"{\n"),
        ("s1.PNG", b"\x89PNG"),
        ("s1", b"# S1 "),
    ],
)
def test_the_ending_of_the_name_says_the_form(story, tmp_path, capsys, name, begin):
    """Of a name without one it is a page; the folder is made if need be."""
    file = tmp_path / "new" / name

    assert Exit.HELD == runbook(story, "S1", "--output", str(file))
    assert file.read_bytes().startswith(begin)
    out, err = capsys.readouterr()
    assert "" == out
    assert str(file) in err


def test_a_form_that_is_asked_for_wins(story, tmp_path):
    """Whatever the file is called."""
    file = tmp_path / "chart.txt"
    runbook(story, "S1", "--output", str(file), "--format", "png")

    assert "PNG" == Image.open(io.BytesIO(file.read_bytes())).format


def test_a_picture_goes_to_a_pipe(story, capfdbinary):
    """Its bytes and nothing else."""

    assert Exit.HELD == runbook(story, "S1", "--format", "png")
    assert "PNG" == Image.open(io.BytesIO(capfdbinary.readouterr().out)).format


def test_a_picture_is_not_thrown_on_a_screen(story, monkeypatch, capsys):
    """It would be noise."""
    monkeypatch.setattr(runbook_command, "is_terminal", lambda stream, environ: True)

    assert Exit.USAGE == runbook(story, "S1", "--format", "png")
    assert "--output NAME.png" in capsys.readouterr().err


def test_for_programs(story, capsys):
    """JSON has stable keys, the numbers, the times, and words beside them."""
    runbook(story, "S1", "--format", "json", "--lang", "en")
    told = json.loads(capsys.readouterr().out)
    (branch,) = told["branches"]
    (check,) = branch["checks"]

    assert ("S1", "paper") == (told["symptom"], branch["scenario"])
    assert [("F07", "printer out of paper")] == [
        (cause["number"], cause["words"]) for cause in branch["causes"]
    ]
    assert (["D01"], "cashier", {"screen": "paper_out"}) == (
        check["numbers"],
        check["role"],
        check["seen"],
    )
    assert [("cashier.load_paper", ["R01"]), ("cashier.confirm", [])] == [
        (deed["deed"], deed["numbers"]) for deed in branch["deeds"]
    ]
    assert [("R01", "without_paper")] == [(one["number"], one["what"]) for one in branch["without"]]


def test_without_a_proven_cause_there_is_nothing_to_tell(story, capsys):
    """The page says so by what it has not, the exit code too."""

    assert Exit.BROKEN == runbook(story, "S5")
    assert "No scenario proves that anything leads to S5" in capsys.readouterr().err


def test_without_a_symptom_all_are_listed(story, capsys):
    """Each with how many causes are proven."""

    assert Exit.BROKEN == runbook(story, "--lang", "en")
    out = capsys.readouterr().out
    assert [] == [number for number in runbook_command.SYMPTOMS if f" {number}  " not in out]
    assert "proven: 1 causes, 1 checks, 1 recoveries" in out
    assert "proven: 0 causes, 0 checks, 0 recoveries" in out


def test_the_list_for_programs(story, capsys):
    """With the numbers themselves."""
    runbook(story, "--format", "json")
    first, *rest = json.loads(capsys.readouterr().out)["symptoms"]

    assert ("S1", ["F07"], ["D01"], ["R01"], False) == tuple(
        first[key] for key in ("symptom", "causes", "checks", "recoveries", "proven")
    )
    assert 8 == len(rest)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("S10",), "S10"),
        (("F07",), "S1 to S9"),
        (("--format", "svg"), "name a symptom"),
        (("--output", "all.svg"), "name a symptom"),
        (("S1", "--format", "gif"), "gif"),
        (("S1", "S2"), "S2"),
    ],
)
def test_what_makes_no_sense_is_told(story, capsys, arguments, said):
    """One sentence, and exit code 2."""

    assert Exit.USAGE == runbook(story, *arguments, "--lang", "en")
    assert said in capsys.readouterr().err


def test_a_file_that_cannot_be_written_is_told_before_anything_runs(story, tmp_path, capsys):
    """A file stands where a folder should be."""
    (tmp_path / "file").touch()

    assert Exit.ENVIRONMENT == runbook(story, "S1", "--output", str(tmp_path / "file" / "s1.svg"))
    assert "s1.svg" in capsys.readouterr().err


def test_a_wrong_scenario_is_told_as_everywhere(story, capsys):
    """One clear error, exit code 2."""
    story.write_text(STORY.replace("load_paper", "load_papre"), encoding="utf-8")

    assert Exit.USAGE == runbook(story, "S1")
    assert "error[E" in capsys.readouterr().err


def test_explain_leads_to_it(folder, capsys):
    """A symptom's explanation ends with the command; that of a cause does not."""
    main(["explain", "S7", "--lang", "en"])
    symptom = capsys.readouterr().out.splitlines()
    main(["explain", "F02", "--lang", "en"])
    cause = capsys.readouterr().out

    assert "What to do: posemu runbook S7" == symptom[-1]
    assert "runbook" not in cause


def test_an_ending_that_says_nothing_is_refused(story, tmp_path, capsys):
    """A page in a file called .pdf would be no PDF."""
    file = tmp_path / "s1.pdf"

    assert Exit.USAGE == runbook(story, "S1", "--output", str(file))
    assert ".svg" in capsys.readouterr().err
    assert not file.exists()


def test_no_file_is_left_where_there_is_nothing_to_tell(tmp_path, capsys):
    """A folder without scenarios is a slip of the caller's, and no chart comes of it."""
    file, empty = tmp_path / "s1.svg", tmp_path / "empty"
    empty.mkdir()

    assert Exit.NOTHING == main(["runbook", "S1", "--scenarios", str(empty), "-o", str(file)])
    assert not file.exists()

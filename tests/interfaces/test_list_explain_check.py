"""`posemu list`, `explain` and `check`."""

import json

import pytest

from emulator.domain.alarms import ALARMS
from emulator.domain.responses import CLASSES
from emulator.domain.vocabulary import CHECKS
from emulator.interfaces.cli import main
from emulator.interfaces.exits import Exit
from emulator.interfaces.explained_deeds import known_deeds
from emulator.interfaces.explanations import told
from emulator.known import known_levers
from emulator.scenario.catalogue import catalogue


def test_list_is_one_line_a_scenario(held, broken, capsys):
    """Name, numbers of the catalogue, title."""

    assert Exit.HELD == main(["list", "."])
    assert ["calm-day  D01  A calm day", "odd-day   D01  An odd day"] == (
        capsys.readouterr().out.splitlines()
    )


def test_list_for_programs(held, capsys):
    """JSON has stable English keys and both titles."""
    main(["list", str(held), "--json", "--lang", "zh"])
    (told_of,) = json.loads(capsys.readouterr().out)

    assert ("calm-day", "平常的一天", "A calm day") == (
        told_of["name"],
        told_of["title"],
        told_of["title_en"],
    )
    assert (["D01"], ["calm"]) == (told_of["covers"], told_of["tags"])


def test_list_by_number(held, capsys):
    """A number of the catalogue picks what covers it, large or small."""

    assert Exit.HELD == main(["list", ".", "--covers", "d01"])
    assert Exit.NOTHING == main(["list", ".", "--covers", "D02"])
    assert Exit.USAGE == main(["list", ".", "--covers", "Z99"])


def test_empty_list_for_programs_is_still_json(held, capsys):
    """A program need not treat nothing as a special case."""

    assert Exit.NOTHING == main(["list", ".", "--json", "-k", "nothing-like-it"])
    assert [] == json.loads(capsys.readouterr().out)


def test_check_of_good_files(held, broken, capsys):
    """Nothing is run: a scenario that would fail is in order as a file."""

    assert Exit.HELD == main(["check", "."])
    assert "2 scenario files are in order." in capsys.readouterr().err


def test_check_shows_all_mistakes(held, wrong, capsys):
    """The good file does not hide the wrong one."""

    assert Exit.USAGE == main(["check", "."])
    out, err = capsys.readouterr()
    assert "error[E204]" in out
    assert "1 of 2 scenario files are wrong." in err


def test_check_of_nothing(folder):
    """An empty folder holds no scenario."""

    assert Exit.NOTHING == main(["check", "."])


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "topics", [known_levers(), CLASSES, CHECKS, catalogue(), list(known_deeds()), ALARMS]
)
def test_everything_that_has_a_name_can_be_explained(topics, lang):
    """Each fault, answer code, check, number, deed and alarm has words in its explanation."""

    assert [] == [topic for topic in topics if not any(told(topic, lang))]


@pytest.mark.parametrize(
    ("topic", "said"),
    [
        ("printer.paper_out", "a fault that can be scheduled"),
        ("uplink.drop", "The message is lost"),
        ("51", "Failed: do not try again"),
        ("a0", "The operator must act"),
        ("F07", "cause (printer)"),
        ("r01", "recovery"),
        ("charged_once", "a check that holds in every scenario"),
        ("answer-lost", "posemu run answer-lost"),
        ("E205", "an error in a scenario file"),
    ],
)
def test_explain(folder, capsys, topic, said):
    """The first line says what sort of thing it is."""

    assert Exit.HELD == main(["explain", topic])
    assert said in capsys.readouterr().out


def test_number_names_the_scenarios_that_cover_it(folder, capsys):
    """From a line of the handbook to the scenario that plays it."""
    main(["explain", "F07"])

    assert "paper-out-after-approval" in capsys.readouterr().out


def test_unknown_name_gets_a_guess(folder, capsys):
    """A slip of the finger is not the end."""

    assert Exit.USAGE == main(["explain", "printer.paper_aut"])
    assert "printer.paper_out" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("topic", "row"),
    [
        ("acquirer.wrong_posting", "  by: 10.00 CNY"),
        ("uplink.edge", "  offset: 0s"),
        ("printer.stuck", "  prints: no"),
        ("E205", "help: write 128.50 CNY"),
    ],
)
def test_explanations_are_written_as_in_a_file(topic, row, capsys):
    """What is read here can be copied into a scenario."""
    assert Exit.HELD == main(["explain", topic])

    assert f"\n{row}" in capsys.readouterr().out


def test_variants_of_a_file_are_listed_once(capsys):
    """S1 has power cuts in ten variants, and two files."""
    main(["explain", "S1"])
    said = capsys.readouterr().out

    assert 1 == said.count("\n  power-cut-at-the-journal ")
    assert "[" not in said


@pytest.mark.parametrize("word", ["switch_terminal", "换备用机", "切换终端"])
def test_a_deed_is_explained_by_any_of_its_spellings(word, capsys):
    """How it is written, what it stands for, and where it is done."""

    assert Exit.HELD == main(["explain", word])
    told_of = capsys.readouterr().out
    assert "cashier: switch_terminal" in told_of
    assert "to: backup | main" in told_of
    assert "R19  switch to the backup terminal" in told_of
    assert "board-dies-backup-takes-over" in told_of


def test_a_deed_of_several_people_is_explained_for_each(capsys):
    """Cashier, customer and the world can all wait."""
    main(["explain", "wait"])

    assert [
        "cashier: {wait: DURATION}",
        "customer: {wait: DURATION}",
        "world: {wait: DURATION}",
    ] == [
        row.removeprefix("In a scenario: ")
        for row in capsys.readouterr().out.splitlines()
        if row.startswith("In a scenario")
    ]


def test_a_misspelt_deed_is_guessed(capsys):
    """The nearest names are offered."""

    assert Exit.USAGE == main(["explain", "swich_terminal"])
    assert "switch_terminal" in capsys.readouterr().err

"""`posemu catalogue`: the proven catalogue on the screen, as Markdown and as JSON."""

import json
import os
import time

import pytest

from emulator.domain.texts import LANGUAGES
from emulator.interfaces import explanations, proving, work
from emulator.interfaces.cli import main
from emulator.interfaces.exits import Exit
from emulator.interfaces.proof_cache import (
    MOST_BYTES,
    MOST_FILES,
    ProofCache,
    digest_of,
    usual_folder,
)
from emulator.interfaces.selection import Selection, shipped
from emulator.interfaces.work import CHUNK
from emulator.proof.rules import prove
from emulator.scenario.catalogue import catalogue

STORY = """\
scenario: v1
title: 缺纸
title_en: Out of paper
covers: [S1, F07, R01, D08]
given:
  card: {pan: "622202******0018", balance: 500.00 CNY, pin: yes}
  cashier: {conduct: none}
steps:
  - at: 0s
    cashier: {menu: sale, amount: 66.00 CNY, card: insert, pin: ok}
  - when: printer.paper_out
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
    return tmp_path / "cache" / "posemu" / "proof"


@pytest.fixture
def story(folder):
    """A scenario that proves a cause and a recovery, and claims a check that nobody makes."""
    path = folder / "stories" / "paper.yaml"
    path.parent.mkdir()
    path.write_text(STORY, encoding="utf-8")
    return path


def catalogue_of(story, *arguments):
    return main(["catalogue", "--scenarios", str(story), *arguments])


def test_what_is_proven_is_told_with_how(story, capsys):
    """The scenario, what struck, and who fares worse."""

    assert Exit.HELD == catalogue_of(story, "F07", "r01")
    out, err = capsys.readouterr()
    assert "✓ F07  printer out of paper" in out
    assert "paper: printer.paper_out struck; customer has a slip 2" in out
    assert "if nobody does it: customer has no slip or receipt" in out
    assert "2 of 2 entries are proven." in err


def test_what_is_missing_is_told_with_why(story, capsys):
    """No scenario, a check that nobody makes, too few causes."""

    assert Exit.BROKEN == catalogue_of(story, "F02", "D08", "S1")
    out = capsys.readouterr().out
    assert "no scenario covers it" in out
    assert "paper: nobody does any of: check the equipment" in out
    assert "1 proven causes lead to it (F07), 3 are needed" in out


def test_without_numbers_the_whole_catalogue_is_told(story, capsys):
    """Every entry, each group with its count."""
    catalogue_of(story, "--lang", "zh")
    out = capsys.readouterr().out

    assert [] == [number for number in catalogue() if f" {number}  " not in out]
    assert "原因（1/45）" in out


def test_for_programs(story, capsys):
    """JSON has stable keys, the numbers, and the sentence."""
    catalogue_of(story, "--json", "F07")
    told = json.loads(capsys.readouterr().out)
    (entry,) = told["entries"]
    (proof,) = entry["proofs"]

    assert (1, 1) == (told["proven"], told["total"])
    assert ("F07", "causes", True, ["paper"]) == (
        entry["id"],
        entry["group"],
        entry["proven"],
        entry["proven_by"],
    )
    assert ("cause.holds", {"by": "printer.paper_out"}, "paper") == (
        proof["because"],
        proof["values"],
        proof["change"]["what"],
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_as_a_page(story, capsys, lang):
    """Markdown has a table for each group, with as many cells in every row."""
    catalogue_of(story, "--markdown", "--lang", lang)
    rows = [row for row in capsys.readouterr().out.splitlines() if row.startswith("|")]

    assert len(catalogue()) + 2 * 5 == len(rows)
    assert {5} == {row.count("|") for row in rows}


def test_only_one_form(story, capsys):
    """Two at once cannot be read by anybody."""

    assert Exit.USAGE == catalogue_of(story, "--json", "--markdown")


def test_an_unknown_number_is_named(story, capsys):
    """As everywhere else."""

    assert Exit.USAGE == catalogue_of(story, "F99")
    assert "F99" in capsys.readouterr().err


def test_a_wrong_file_is_told_as_everywhere(story, capsys):
    """One clear error, exit code 2."""
    story.write_text(STORY.replace("load_paper", "load_papre"), encoding="utf-8")

    assert Exit.USAGE == catalogue_of(story)
    assert "error[E" in capsys.readouterr().err


def test_several_processes_tell_the_same(folder, capsys):
    """The order of the output does not depend on them."""
    for number in range(6):
        (folder / f"story-{number}.yaml").write_text(STORY, encoding="utf-8")
    said = []
    for workers in ("1", "2"):
        catalogue_of(folder, "--fresh", "-j", workers)
        said.append(capsys.readouterr().out)

    assert said[0] == said[1]


def test_few_scenarios_are_not_worth_another_process(story, runs):
    """Unless the caller says how many there shall be."""
    for number in range(CHUNK + 1):
        (story.parent / f"story-{number}.yaml").write_text(STORY, encoding="utf-8")
    catalogue_of(story.parent, "--fresh")

    assert CHUNK + 2 == len(runs)


def test_many_scenarios_are(story, runs, monkeypatch):
    """Nothing is run in this process then."""
    monkeypatch.setattr(proving, "WORTH_PROCESSES", CHUNK + 1)
    monkeypatch.setattr(work, "_processors", lambda: 2)
    for number in range(CHUNK + 1):
        (story.parent / f"story-{number}.yaml").write_text(STORY, encoding="utf-8")
    catalogue_of(story.parent, "--fresh")

    assert [] == runs


# What was proven before ---------------------------------------------------------------------------


@pytest.fixture
def runs(monkeypatch):
    """The names of the scenarios that are run, in this process."""
    names = []

    def counted(scenario):
        names.append(scenario.name)
        return prove(scenario)

    monkeypatch.setattr(proving, "prove", counted)
    return names


def test_what_was_proven_is_not_run_again(story, runs, capsys):
    """And is told in the same words."""
    catalogue_of(story)
    first = capsys.readouterr().out
    catalogue_of(story)

    assert ["paper"] == runs
    assert first == capsys.readouterr().out


def test_fresh_runs_everything(story, runs):
    """Whatever is kept."""
    catalogue_of(story)
    catalogue_of(story, "--fresh")

    assert ["paper"] * 2 == runs


def test_a_changed_story_is_run_again(story, runs):
    """A changed title is not, because nobody in the shop reads it."""
    catalogue_of(story)
    story.write_text(STORY.replace("Out of paper", "No paper"), encoding="utf-8")
    catalogue_of(story)
    story.write_text(STORY.replace("66.00", "67.00"), encoding="utf-8")
    catalogue_of(story)

    assert ["paper"] * 2 == runs


GARBAGE = {
    "nothing": b"",
    "no JSON": b"\x00\xff{",
    "another shape": b'{"scenario": 1}',
    "another story": b'{"scenario":"other","truth":"pass"}',
    "words that nobody has": (
        b'{"scenario":"paper","truth":"pass","proofs":[{"entry":"F07","scenario":"paper",'
        b'"holds":true,"because":"no.such.sentence"}]}'
    ),
    "a sentence without its values": (
        b'{"scenario":"paper","truth":"pass","proofs":[{"entry":"F07","scenario":"paper",'
        b'"holds":true,"because":"cause.holds"}]}'
    ),
    "too deep": b'{"scenario":' + b"[" * 100_000,
    "too large": b" " * (MOST_BYTES + 2),
}


@pytest.mark.parametrize("garbage", GARBAGE.values(), ids=GARBAGE)
def test_garbage_in_the_cache_is_as_good_as_nothing(story, own_cache, runs, garbage):
    """The scenario is run, and what it proves is kept in the place of the garbage."""
    (scenario,) = Selection(paths=(str(story),)).read("en")
    own_cache.mkdir(parents=True)
    (own_cache / f"{digest_of(scenario)}.json").write_bytes(garbage)

    assert Exit.HELD == catalogue_of(story, "F07")
    assert Exit.HELD == catalogue_of(story, "F07")
    assert ["paper"] == runs


def test_a_cache_that_cannot_be_written_costs_time_only(story, own_cache, runs):
    """A file stands where the folder should be."""
    own_cache.parent.mkdir(parents=True)
    own_cache.write_text("not a folder", encoding="utf-8")

    assert Exit.HELD == catalogue_of(story, "F07")
    assert Exit.HELD == catalogue_of(story, "F07")
    assert ["paper"] * 2 == runs


def test_the_oldest_go_first(own_cache):
    """A thousand are kept; what else lies there is left alone."""
    own_cache.mkdir(parents=True)
    for number in range(MOST_FILES + 2):
        file = own_cache / f"{number}.json"
        file.touch()
        os.utime(file, (number, number))
    (own_cache / "note.txt").touch()
    ProofCache(own_cache).trim()
    left = {file.name for file in own_cache.iterdir()}

    assert MOST_FILES + 1 == len(left)
    assert not {"0.json", "1.json"} & left
    assert {"2.json", "note.txt"} <= left


def test_the_cache_has_its_usual_place(tmp_path):
    """As the desktop's rules say."""
    assert tmp_path / "posemu" / "proof" == usual_folder({"XDG_CACHE_HOME": str(tmp_path)})
    assert (".cache", "posemu", "proof") == usual_folder({}).parts[-3:]


def test_no_secret_is_kept(story, own_cache):
    """No card number and no PIN stands in what is kept."""
    catalogue_of(story)
    (kept,) = own_cache.iterdir()

    assert b"622202" not in kept.read_bytes()
    assert time.time() - kept.stat().st_mtime < 3_600


# One entry, explained -----------------------------------------------------------------------------


def test_an_explained_number_says_how_it_is_proven(folder, capsys, monkeypatch):
    """In a line below the scenarios that cover it; nothing is run or kept for that."""
    monkeypatch.setattr(proving, "prove", None)
    main(["explain", "F41"])
    last = capsys.readouterr().out.splitlines()[-1]

    assert last.startswith("Proven: bank-upgrade: bank.upgrade struck; ")
    assert not usual_folder(os.environ).exists()


@pytest.mark.parametrize("words", [("F07",), ("--scenarios", "mine")])
def test_only_the_whole_table_of_the_shipped_scenarios_is_kept(words, tmp_path, capsys):
    """A part of it would be taken for all that is proven."""
    result = tmp_path / "proven.json"

    assert Exit.USAGE == main(["catalogue", *words, "--write", str(result)])
    assert "--write" in capsys.readouterr().err
    assert not result.exists()


def test_what_is_proven_is_kept_as_the_emulator_ships_it(tmp_path, capsys, monkeypatch):
    """One entry a line, only those that are proven, and each scenario once."""
    story = next(one for one in shipped() if one.name == "wrong-amount")
    monkeypatch.setattr(Selection, "read", lambda *_: [story])
    result = tmp_path / "proven.json"

    main(["catalogue", "--write", str(result), "--fresh", "-j", "1"])
    kept = json.loads(result.read_text(encoding="utf-8"))

    assert [number for number in story.covers if not number.startswith("S")] == sorted(
        (one["entry"] for one in kept), key=story.covers.index
    )
    assert {"wrong-amount"} == {proof["scenario"] for one in kept for proof in one["proofs"]}
    assert len(kept) + 2 == len(result.read_text(encoding="utf-8").splitlines())


def test_an_explained_number_says_what_is_missing(folder, capsys, monkeypatch):
    """The same line for what no shipped scenario proves."""
    monkeypatch.setattr(explanations, "shipped_proofs", dict)
    main(["explain", "F02"])

    assert "Not proven: no scenario covers it" == capsys.readouterr().out.splitlines()[-1]


@pytest.mark.parametrize(
    "words", [("catalogue",), ("runbook",), ("diagnose", "--measure"), ("diagnose", "--learn")]
)
def test_a_folder_without_scenarios_proves_nothing_and_says_so(words, tmp_path, capsys):
    """It is more likely the wrong folder than a catalogue without any proof."""
    result = tmp_path / "learnt.json"
    output = ("-o", str(result)) if "--learn" in words else ()

    assert Exit.NOTHING == main([*words, "--scenarios", str(tmp_path), *output])
    out, err = capsys.readouterr()
    assert ("", "No scenario was selected.\n") == (out, err)
    assert not result.exists()

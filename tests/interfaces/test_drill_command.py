"""`posemu drill` without a screen: the list, the progress, and what makes no sense."""

import json
from datetime import UTC, datetime

import msgspec
import pytest

from emulator.drills.assessment import Assessment, assess
from emulator.interfaces.cli import main
from emulator.interfaces.drill_command import chosen, keep_result
from emulator.interfaces.exits import Exit
from emulator.interfaces.live.drill.training_log import Entry, TrainingLog, usual_file
from emulator.interfaces.outfile import OutFile
from emulator.runner import run

NINE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def log(tmp_path, monkeypatch):
    """A training log of this test's own."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    return TrainingLog(usual_file({"XDG_DATA_HOME": str(tmp_path)}), "en")


def entry(scenario="keyed-twice", verdict="passed", percent=100):
    """One drill of one person."""
    return Entry(
        at=NINE,
        trainee="张三",
        scenario=scenario,
        level=1,
        symptoms=("S7",),
        is_exam=True,
        verdict=verdict,
        why="good",
        percent=percent,
        points=2,
        out_of=2,
        mistakes=(),
        hints=0,
        took_us=1,
        seed=0,
    )


def test_without_a_name_all_drills_are_listed(log, capsys):
    """The easy ones first, each with its symptom and the best result so far."""
    log.add(entry())
    code = main(["drill", "--lang", "en"])
    rows = capsys.readouterr().out.splitlines()
    twice = next(row for row in rows if "keyed-twice " in row)

    assert Exit.HELD == code
    assert "PASSED 100%" in twice
    assert "S7" in twice
    assert rows[1].startswith("easy")
    assert rows[-1].startswith("hard")


def test_list_as_json(log, capsys):
    """Keys do not depend on the language, and what was never tried has no result."""
    log.add(entry())
    main(["drill", "--list", "--json", "--lang", "zh"])
    told = {one["name"]: one for one in json.loads(capsys.readouterr().out)}

    assert 12 <= len(told)
    assert "passed" == told["keyed-twice"]["best"]["verdict"]
    assert told["wrong-amount"]["best"] is None
    assert 2 == told["wrong-amount"]["level"]


@pytest.mark.parametrize(
    ("lang", "word"),
    [("zh", "考核合格 1 个"), ("en", "tries 1, drills passed 1, of these in an exam 1")],
)
def test_progress_is_told_by_person_and_symptom(log, capsys, lang, word):
    """Who did how much, and of which symptom."""
    log.add(entry())
    code = main(["drill", "--progress", "--lang", lang])
    told = capsys.readouterr().out

    assert Exit.HELD == code
    assert "张三" in told
    assert "S7" in told
    assert word in told


def test_progress_as_json_of_one_person(log, capsys):
    """Nobody else is in it."""
    log.add(entry())
    main(["drill", "--progress", "--trainee", "李四", "--json"])

    assert {"v": 1, "trainees": []} == json.loads(capsys.readouterr().out)


def test_a_name_in_the_log_stays_one_line(log, capsys):
    """Whatever stands there neither breaks the line nor moves a cursor."""
    log.add(msgspec.structs.replace(entry(), trainee="\x1b[2J\n"))
    main(["drill", "--progress", "--lang", "en"])

    assert "\\x1b[2J\\n: " in capsys.readouterr().out


@pytest.mark.parametrize(("lang", "word"), [("zh", "无法读取"), ("en", "Cannot read")])
@pytest.mark.parametrize("question", ["--progress", "--list"])
def test_log_that_cannot_be_read_is_told_as_that(log, question, lang, word, capsys):
    """Nobody wanted to write into it."""
    log.path.mkdir(parents=True)

    assert Exit.ENVIRONMENT == main(["drill", question, "--lang", lang])
    assert word in capsys.readouterr().err


def test_unreadable_lines_are_reported(log, capsys):
    """On standard error, and the rest is told all the same."""
    log.add(entry())
    with log.path.open("ab") as stream:
        stream.write(b"garbage\n")
    main(["drill", "--progress", "--lang", "en"])
    told = capsys.readouterr()

    assert "line 2" in told.err
    assert "张三" in told.out


@pytest.mark.parametrize(
    "arguments",
    [
        ["keyed-twice", "--exam"],
        ["keyed-twice", "--exam", "--trainee", " "],
        ["--exam", "--trainee", "张三"],
        ["keyed-twice", "--trainee", "\x1b[2J"],
        ["keyed-twice", "--trainee", "张\n三"],
        ["--progress", "--trainee", "三" * 21],
        ["keyed-twice", "--json"],
        ["batch-number-drift"],
        ["no-such-drill"],
    ],
)
def test_what_makes_no_sense_is_a_complaint(log, arguments, capsys):
    """An exam without a trainee, a story that is no drill, and the like."""
    assert Exit.USAGE == main(["drill", *arguments, "--lang", "en"])
    assert capsys.readouterr().err


def assessed():
    """What is said about the handbook's own cashier."""
    drill = chosen("keyed-twice", "en")
    trace = run(drill).trace
    return assess(drill, trace, trace, is_exam=True, trainee="张三")


def test_result_is_kept_as_json_and_in_the_log(log, tmp_path):
    """All of it in the file that was asked for, a line of it in everybody's log."""
    found = assessed()
    with OutFile(tmp_path / "result.json", "en") as out:
        trouble = keep_result(log, out, "day.jsonl", found, NINE)
        out.check()
    (kept,), _ = log.read()

    assert "" == trouble
    assert found == msgspec.json.decode((tmp_path / "result.json").read_bytes(), type=Assessment)
    assert ("keyed-twice", "张三", "day.jsonl", NINE) == (
        kept.scenario,
        kept.trainee,
        kept.recording,
        kept.at,
    )


def test_log_that_cannot_be_written_costs_no_result(tmp_path):
    """The file is written all the same, and the person is told."""
    (tmp_path / "log").write_text("in the way", encoding="utf-8")
    log = TrainingLog(tmp_path / "log" / "training.jsonl", "en")
    with OutFile(tmp_path / "result.json", "en") as out:
        trouble = keep_result(log, out, "", assessed(), NINE)

    assert "training.jsonl" in trouble
    assert b'"keyed-twice"' in (tmp_path / "result.json").read_bytes()


def test_without_a_screen_nothing_is_played(log, monkeypatch):
    """A pipe is no terminal, and nothing is kept of what never began."""
    monkeypatch.delenv("TEXTUAL_DRIVER", raising=False)

    assert Exit.ENVIRONMENT == main(["drill", "keyed-twice"])
    assert ([], []) == log.read()

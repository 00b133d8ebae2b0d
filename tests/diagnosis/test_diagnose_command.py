"""`posemu diagnose`: at a terminal, from a file, for programs; learning and measuring."""

import io
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from emulator.diagnosis.lessons import read, written
from emulator.domain.texts import LANGUAGES
from emulator.interfaces.cli import main
from emulator.interfaces.exits import Exit
from tests.diagnosis.conftest import lesson

STORY = """\
scenario: v1
title: 缺纸
title_en: Out of paper
covers: [S1, S9, F07, R01]
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
LESSONS = (
    lesson("paper-out", "F07", symptom="S1", screen="paper_out", slip="torn"),
    lesson("head", "F08", symptom="S9", screen="none", slip="illegible"),
    lesson("cable", "F03 F21", symptom="S6", screen="not_connected", slip="nothing"),
    lesson("lost", "F35", symptom="S6", screen="timed_out", slip="nothing"),
)


@pytest.fixture(autouse=True)
def surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """English, a folder of its own, and a small set of lessons."""
    monkeypatch.setenv("POSEMU_LANG", "en")
    monkeypatch.chdir(tmp_path)
    from emulator.diagnosis.lessons import Lessons

    Path("few.json").write_bytes(written(Lessons(lessons=LESSONS)))


@pytest.fixture
def types(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Somebody at the terminal who types these lines."""
    return lambda lines: monkeypatch.setattr("sys.stdin", io.StringIO(lines))


def diagnose(*arguments: str) -> int:
    return main(["diagnose", "--lessons", "few.json", *arguments])


def answers(text: str) -> str:
    Path("seen.yaml").write_text(text, encoding="utf-8")
    return "seen.yaml"


# At a terminal ------------------------------------------------------------------------------------


def test_a_conversation(types, capsys) -> None:
    """Numbered answers, one question at a time, and the likeliest cause in the end."""
    types("1\n")

    assert Exit.HELD == diagnose()
    out, err = capsys.readouterr()
    assert "1. What is the trouble?" in err
    assert "1  cardholder debited but no receipt came out" in err
    assert "F07  printer out of paper" in out
    assert "posemu explain F07" in out


def test_a_symptom_is_not_asked_for_twice(types, capsys) -> None:
    """It stands in the command."""
    types("timed_out\n")
    diagnose("s6")
    out, err = capsys.readouterr()

    assert "What is the trouble?" not in err
    assert "F35" in out.splitlines()[1]


def test_a_step_back(types, capsys) -> None:
    """The same question again, and the first answer is forgotten."""
    types("1\nb\n2\n1\n")
    diagnose("--most", "2")
    out = capsys.readouterr().out

    assert "F07" not in out.splitlines()[1]


def test_the_first_question_has_no_step_back(types, capsys) -> None:
    """It is asked again."""
    types("b\n1\n")

    assert Exit.HELD == diagnose()
    assert 2 == capsys.readouterr().err.count("What is the trouble?")


def test_what_is_no_answer_is_asked_for_again(types, capsys) -> None:
    """Too large, no number, nothing at all."""
    types("9\nwhat?\n\n-1\n1\n")

    assert Exit.HELD == diagnose()
    assert 3 == capsys.readouterr().err.count("please give a number from 0 to 3")


def test_words_are_answers_too(types, capsys) -> None:
    """The answer's own, as they stand in the list."""
    types("the receipt is illegible or incomplete\n")
    diagnose()

    assert "F08" in capsys.readouterr().out.splitlines()[1]


def test_who_does_not_know_is_asked_on(types, capsys) -> None:
    """And whoever has enough gets what is known by then."""
    types("0\n0\nq\n")

    assert Exit.USAGE == diagnose()
    types("2\nq\n")
    assert Exit.HELD == diagnose()
    out = capsys.readouterr().out
    assert "To tell F35 from F03" in out or "To tell F03 from F35" in out


def test_without_anybody_there_nothing_is_guessed(types, capsys) -> None:
    """An input that is at its end at once is nobody."""
    types("")

    assert Exit.USAGE == diagnose()
    assert "nobody answered" in capsys.readouterr().err


@pytest.mark.parametrize("lang", LANGUAGES)
def test_both_languages(types, capsys, lang: str) -> None:
    """Questions, answers and the result."""
    types("1\n")
    diagnose("--lang", lang)
    out, err = capsys.readouterr()

    assert {"zh": "遇到了什么问题？", "en": "What is the trouble?"}[lang] in err
    assert {"zh": "打印机缺纸", "en": "printer out of paper"}[lang] in out


# From a file --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "symptom: S6\nscreen: timed_out\nslip: unknown\n",
        '{"symptom": "S6", "screen": "TIMED_OUT", "slip": "?"}',
        "symptom: 交易失败或中断\nscreen: 交易超时\nslip: 不知道\n",
        "symptom: S6\nscreen: timed_out\nslip:\n",
    ],
)
def test_answers_from_a_file(text: str, capsys) -> None:
    """YAML or JSON, by name or in words, and what nobody knows."""

    assert Exit.HELD == diagnose("--answers", answers(text), "--json")
    told = json.loads(capsys.readouterr().out)
    assert {"symptom": "S6", "screen": "timed_out"} == told["answers"]
    assert ["slip"] == told["unknown"]
    assert "F35" == told["ranking"][0]["cause"]


def test_for_programs(capsys) -> None:
    """The next question with its answers, so that a program can ask it."""
    diagnose("--answers", answers("symptom: S6\n"), "--json")
    told = json.loads(capsys.readouterr().out)

    assert 1.0 == pytest.approx(sum(one["share"] for one in told["ranking"]), abs=0.001)
    assert "screen" == told["next"]["question"]
    assert {"timed_out", "not_connected"} <= {one["answer"] for one in told["next"]["answers"]}


def test_causes_that_go_together_are_said_to(capsys) -> None:
    """In the report by a sentence, for programs as a pair."""
    file = answers("symptom: S6\nscreen: not_connected\nslip: nothing\n")
    diagnose("--answers", file)
    assert "F03 and F21: in cable both are at work" in capsys.readouterr().out
    diagnose("--answers", file, "--json")

    assert [["F03", "F21"]] == json.loads(capsys.readouterr().out)["not_told_apart"]


def test_what_to_answer_next_is_said(types, capsys) -> None:
    """As long as no cause is likelier than not; at a terminal more can be asked for."""
    diagnose("--answers", answers("symptom: unknown\n"))
    assert "answer screen next: What did the terminal's display" in capsys.readouterr().out
    types("0\n0\n")
    diagnose("S6", "--most", "2")

    assert "--most 12" in capsys.readouterr().out


def test_the_command_line_wins(capsys) -> None:
    """Over the symptom that the file names."""
    diagnose("S9", "--answers", answers("symptom: S1\n"), "--json")

    assert {"symptom": "S9"} == json.loads(capsys.readouterr().out)["answers"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("simptom: S1\n", "perhaps symptom"),
        ("screen: melted\n", "'melted' is no answer to screen"),
        ("- symptom\n", "one answer for each question"),
        ("symptom: [S1]\n", "one answer for each question"),
        ("symptom: &a S1\n", "E1"),
        ("symptom: S1\nsymptom: S6\n", "E1"),
        ("", "one answer for each question"),
        ("{" * 500, "E1"),
    ],
)
def test_a_file_that_cannot_be_used(text: str, says: str, capsys) -> None:
    """One clear complaint, exit code 2."""

    assert Exit.USAGE == diagnose("--answers", answers(text))
    assert says in capsys.readouterr().err


def test_no_file_at_all(capsys) -> None:
    """Neither of answers nor of lessons; nor a pipe that nobody writes to."""
    os.mkfifo("pipe")

    assert Exit.USAGE == diagnose("--answers", "nowhere.yaml")
    assert Exit.USAGE == main(["diagnose", "--lessons", "nowhere.json", "S1"])
    assert Exit.USAGE == main(["diagnose", "--lessons", "pipe", "S1"])
    assert Exit.USAGE == main(["diagnose", "--lessons", ".", "S1"])


def test_lessons_that_are_none(capsys) -> None:
    """Any other file."""
    Path("few.json").write_text("{}", encoding="utf-8")

    assert Exit.USAGE == diagnose("S1")
    assert "no file that posemu diagnose --learn wrote" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [
        ["S12"],
        ["F07"],
        ["S1", "--list"],
        ["--list", "--measure"],
        ["--learn"],
        ["-o", "x.json"],
        ["--scenarios", ".", "S1"],
        ["--most", "0"],
    ],
)
def test_what_makes_no_sense_is_refused(words: list[str], types, capsys) -> None:
    """With exit code 2, and nothing on standard output."""
    types("")

    assert Exit.USAGE == diagnose(*words)
    assert "" == capsys.readouterr().out


def test_all_questions_can_be_listed(capsys) -> None:
    """For whoever writes a file of answers."""
    diagnose("--list")
    out = capsys.readouterr().out
    diagnose("--list", "--json")
    told = json.loads(capsys.readouterr().out)

    assert "screen  What did the terminal's display say is the matter?" in out
    assert "  timed_out  NO ANSWER" in out
    assert {"screen", "slip", "symptom"} == {one["question"] for one in told["questions"]}


# Learning and measuring ---------------------------------------------------------------------------


def test_learning_from_a_story_of_ones_own(capsys) -> None:
    """Its cause, with the recovery that it proves, and what is to be seen."""
    Path("mine.yaml").write_text(STORY, encoding="utf-8")

    assert Exit.HELD == main(["diagnose", "--learn", "-o", "mine.json", "--scenarios", "mine.yaml"])
    learnt = read(Path("mine.json").read_bytes())
    assert ("F07",) == learnt.causes()
    assert {("R01",)} == {one.recoveries for one in learnt.lessons}
    assert {"out"} == {one.usual("cashier.check_equipment.paper") for one in learnt.lessons}
    assert "1 causes" in capsys.readouterr().err


def test_learning_twice_gives_the_same_bytes() -> None:
    """In one process or in several."""
    for number in range(5):
        Path(f"mine{number}.yaml").write_text(STORY, encoding="utf-8")
    learn = ["diagnose", "--learn", "--scenarios", ".", "-o"]
    main([*learn, "one.json", "-j", "1"])
    main([*learn, "two.json", "-j", "2"])

    assert Path("one.json").read_bytes() == Path("two.json").read_bytes()


def test_nothing_to_learn_from(capsys) -> None:
    """A story that proves no cause."""
    Path("mine.yaml").write_text(STORY.partition("faults:")[0], encoding="utf-8")

    assert Exit.USAGE == main(["diagnose", "--learn", "-o", "x.json", "--scenarios", "mine.yaml"])
    assert "prove no cause" in capsys.readouterr().err


def test_measuring(capsys) -> None:
    """On other days than were learnt from; the code says whether the target is reached."""
    Path("mine.yaml").write_text(STORY, encoding="utf-8")

    assert Exit.HELD == diagnose("--measure", "--scenarios", "mine.yaml")
    out = capsys.readouterr().out
    assert "among three" in out
    assert "F07 printer out of paper" in out
    diagnose("--measure", "--scenarios", "mine.yaml", "--json")
    told = json.loads(capsys.readouterr().out)
    assert {"as_it_is", "unsure", "erring", "strange"} == set(told["rows"])


def test_a_target_that_is_missed(capsys) -> None:
    """A cause that nothing was learnt about is not found, and named."""
    Path("mine.yaml").write_text(STORY, encoding="utf-8")
    from emulator.diagnosis.lessons import Lessons

    Path("few.json").write_bytes(written(Lessons(lessons=LESSONS[1:])))

    assert Exit.BROKEN == diagnose("--measure", "--scenarios", "mine.yaml")
    assert "never learnt: F07" in capsys.readouterr().out


@pytest.mark.parametrize("content", [None, "", "x" * 1_000_001])
def test_a_file_that_holds_no_answers_is_told_as_such(
    content: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder, nothing, and too much; advice for scenario files would lead astray."""
    file = Path("seen.yaml")
    if content is None:
        file.mkdir()
    else:
        file.write_text(content)

    assert Exit.USAGE == main(["diagnose", "--answers", "seen.yaml"])
    assert "seen.yaml should hold one answer" in capsys.readouterr().err

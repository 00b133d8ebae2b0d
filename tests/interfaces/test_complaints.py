"""Wrong usage, told in the reader's language, and numbers within their limits."""

import re

import pytest

from emulator.interfaces import work
from emulator.interfaces.cli import main
from emulator.interfaces.exits import Exit

ENGLISH = re.compile(r"Usage|Options|Error|Try |option|argument|value|valid|integer|range|Missing")

WRONG = [
    (["run", "--nosuch"], "没有 --nosuch 这个选项", "no option --nosuch"),
    (["run", "--seedz", "1"], "--seed", "did you mean"),
    (["run", "--seeds", "x"], "“x”不是整数", "'x' is not a whole number"),
    (["run", "--seeds", "１"], "不是整数", "is not a whole number"),
    (["run", "--seeds", "0"], "0 不在 1 到 1000000 之内", "0 is not from 1 to 1000000"),
    (["run", "--seeds", "1000001"], "不在 1 到 1000000 之内", "not from 1 to 1000000"),
    (["run", "-j", "-1"], "-1 不在 0 到 61 之内", "-1 is not from 0 to 61"),
    (["run", "-j", "62"], "62 不在 0 到 61 之内", "62 is not from 0 to 61"),
    (["run", "--seed", "9" * 25], "不在", "is not from"),
    (["run", "--jsonl"], "--jsonl 后面要写一个值", "--jsonl needs a value"),
    (["run", "--jsonl", "."], "“.”不是文件", "'.' is not a file"),
    (["run", "--jsonl", ""], "不是文件", "is not a file"),
    (["run", "--jsonl", "a", "--junitxml", "./a"], "同一个文件", "cannot both go to a"),
    (["run", "-k", "((("], "读不懂“(((”", "cannot read '((('"),
    (["run", "-k", "a b("], "读不懂", "cannot read"),
    (["run", ""], "没有这个文件", "There is no file"),
    (["list", "--json=1"], "--json 后面不能写值", "--json takes no value"),
    (["explain"], "缺少 TOPIC", "TOPIC is missing"),
    (["explain", "F07", "F08"], "多出来的内容: F08", "Too many words: F08"),
    (["replay", "x", "--until", "soon"], "“soon”不是时长", "'soon' is not a duration"),
    (["schema", "x"], "多出来的内容: x", "Too many words: x"),
    (["tui", "--speed", "3"], "“3”不在可选的 1, 10, 60 之中", "'3' is none of 1, 10, 60"),
    (["drill", "--theme", "\x1b[2J"], "“\\x1b[2J”不在", "'\\x1b[2J' is none of dark"),
]


@pytest.mark.parametrize(("arguments", "zh", "en"), WRONG, ids=lambda value: str(value)[:30])
def test_wrong_usage_is_told_in_both_languages(arguments, zh, en, capsys, folder):
    """One sentence, the usage, where help is, code 2; no English in the Chinese one."""
    assert Exit.USAGE == main(["--lang", "zh", *arguments])
    said = capsys.readouterr().err
    assert zh in said
    assert not ENGLISH.search(re.sub(r"--\w+", "", said))

    assert Exit.USAGE == main(["--lang", "en", *arguments])
    assert en in capsys.readouterr().err


@pytest.mark.parametrize("command", [[], ["run"], ["list"], ["check"], ["explain"], ["replay"]])
def test_chinese_help_has_chinese_headings(command, capsys):
    """Also what click words by itself; arguments are no options."""
    assert Exit.HELD == main(["--lang", "zh", *command, "--help"])
    said = capsys.readouterr().out

    assert said.startswith("用法: posemu")
    assert "\n选项:\n" in said
    assert "[选项]" in said
    assert not re.search("Usage|Options|OPTIONS|COMMAND|INTEGER|RANGE", said)
    assert not re.search(r"^  \[?[A-Z]+\]?(\.\.\.)?$", said, re.MULTILINE)


def test_a_control_character_on_the_command_line_is_shown_as_one(capsys, folder):
    """Nothing that somebody typed moves the terminal's cursor."""
    for arguments in (["run", "\x1b[2J"], ["run", "--\x1b[2J"], ["run", "-k", "\x1b[2J("]):
        assert Exit.USAGE == main(arguments)
        said = capsys.readouterr().err

        assert "\x1b" not in said
        assert r"\x1b[2J" in said


@pytest.mark.parametrize(
    ("wish", "jobs", "count"),
    [(1, 100, 1), (4, 100, 4), (4, 5, 2), (4, 4, 1), (61, 10**6, 61), (4, 0, 1)],
)
def test_no_more_processes_than_find_work(wish, jobs, count):
    """-j 61 for one scenario starts none."""
    assert count == work.worker_count(wish, jobs=jobs)


def test_zero_takes_the_processors():
    """At least one, and never more than a system can wait for."""
    assert 1 <= work.worker_count(0) <= work.MOST_WORKERS

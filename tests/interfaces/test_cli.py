"""The command itself: languages, exit codes, and what it says about its own mistakes."""

import sys
from types import SimpleNamespace

import click
import pytest

from emulator.domain.errors import EnvironmentTrouble, UsageError
from emulator.interfaces import bug, lazy
from emulator.interfaces.cli import main
from emulator.interfaces.exits import Exit


@pytest.fixture
def act(monkeypatch):
    """Puts a function in place of the subcommand `run`."""

    def put(callback):
        module = SimpleNamespace(make=lambda lang: click.Command("run", callback=callback))
        monkeypatch.setitem(sys.modules, "emulator.interfaces.stand_in", module)
        monkeypatch.setitem(lazy.SUBCOMMANDS, "run", "emulator.interfaces.stand_in")

    return put


def raising(error):
    def callback():
        raise error

    return callback


@pytest.fixture(autouse=True)
def in_english(monkeypatch):
    """These tests read English, whatever the machine speaks."""
    monkeypatch.setenv("POSEMU_LANG", "en")


def test_help_is_shown_without_a_subcommand(capsys):
    """The bare command tells what it can do and is content."""

    assert Exit.HELD == main([])
    assert "Run scenarios and judge them" in capsys.readouterr().out


def test_unknown_subcommand_names_the_nearest(capsys):
    """A slip of the finger gets an answer that helps."""

    assert Exit.USAGE == main(["rnu"])
    assert "did you mean 'run'?" in capsys.readouterr().err


def test_unknown_option_is_wrong_usage(capsys):
    """Options are checked before anything runs."""

    assert Exit.USAGE == main(["--colour"])
    assert "--colour" in capsys.readouterr().err


def test_option_decides_the_language(capsys):
    """`--lang` wins over the environment, for the help text too."""
    main(["--lang", "zh", "--help"])

    assert "运行场景并给出结论" in capsys.readouterr().out


def test_language_that_we_do_not_have_is_refused(capsys):
    """A wrong language is wrong usage, said in one line."""

    assert Exit.USAGE == main(["--lang=fr", "run"])
    assert "'fr'" in capsys.readouterr().err


def test_exit_code_of_a_subcommand_is_passed_on(act):
    """What the subcommand answers is what the shell sees."""
    act(lambda: Exit.INCONCLUSIVE)

    assert 4 == main(["run"])


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (UsageError("no such thing"), 2, "no such thing"),
        (EnvironmentTrouble("no such port"), 3, "no such port"),
        (KeyboardInterrupt(), 130, "Interrupted."),
        (click.Abort(), 130, "Interrupted."),
    ],
)
def test_errors_become_codes_and_one_sentence(act, capsys, error, code, said):
    """Our own errors are shown as they are, without a traceback."""
    act(raising(error))

    assert code == main(["run"])
    assert [said] == capsys.readouterr().err.splitlines()


def test_bug_is_told_shortly_and_kept_in_a_file(act, capsys, monkeypatch, tmp_path):
    """The screen shows what and where; the traceback is in the file."""
    monkeypatch.setattr(bug.tempfile, "tempdir", str(tmp_path))
    act(raising(RuntimeError("the roll is a square")))

    assert Exit.BUG == main(["run"])
    err = capsys.readouterr().err
    (file,) = tmp_path.iterdir()
    assert "RuntimeError: the roll is a square" in err
    assert str(file) in err
    assert "Traceback" not in err
    assert "Traceback" in file.read_text(encoding="utf-8")


def test_bug_is_told_even_when_no_file_can_be_written(act, capsys, monkeypatch, tmp_path):
    """A full disk must not hide the bug."""
    monkeypatch.setattr(bug.tempfile, "tempdir", str(tmp_path / "nowhere"))
    act(raising(RuntimeError("still said")))

    assert Exit.BUG == main(["run"])
    assert "still said" in capsys.readouterr().err


def test_reader_who_left_is_no_mistake_of_ours(act, capsys):
    """`posemu list | head` ends quietly."""
    act(raising(BrokenPipeError()))

    assert Exit.PIPE_CLOSED == main(["run"])
    assert "" == capsys.readouterr().err

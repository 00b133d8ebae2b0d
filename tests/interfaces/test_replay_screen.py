"""`posemu replay --screen` as a command: what it needs, and what it complains about."""

import pytest

from emulator.interfaces.cli import main
from emulator.interfaces.tui import stage
from emulator.interfaces.tui.player.app import PlayerApp


@pytest.fixture
def recording(held, tmp_path):
    """Two runs."""
    file = tmp_path / "runs.jsonl"
    assert 0 == main(["run", str(held), "--seeds", "2", "--jsonl", str(file)])
    return file


@pytest.fixture
def looked_at(monkeypatch):
    """What would be shown, instead of a screen; whoever looks leaves at once."""
    shown = []

    def run(app):
        shown.append(app)
        return 0

    monkeypatch.setattr(stage, "needs_screen", lambda _: None)
    monkeypatch.setattr(PlayerApp, "run", run)
    return shown


def test_first_run_is_shown(recording, looked_at):
    """Without a number it is the first run of the recording, under its title and seed."""
    code = main(["replay", str(recording), "--screen"])

    assert 0 == code
    assert ["Replay: A calm day, seed 0"] == [app.title for app in looked_at]


def test_another_run_is_shown(recording, looked_at):
    """`--run` counts from 1."""
    main(["replay", str(recording), "--screen", "--run", "2"])

    assert ["Replay: A calm day, seed 1"] == [app.title for app in looked_at]


def test_run_that_is_not_there(recording, looked_at, capsys):
    """A number beyond the last is refused with how many there are."""
    code = main(["replay", str(recording), "--screen", "--run", "3"])

    assert 2 == code
    assert "has no run 3; it has 2" in capsys.readouterr().err


def test_without_a_terminal_it_says_so(recording, capsys):
    """In a pipe there is nothing to draw on; the code is that of a missing thing."""
    code = main(["replay", str(recording), "--screen"])

    assert 3 == code
    assert "a terminal is needed" in capsys.readouterr().err


def test_file_that_is_not_there(looked_at, capsys):
    """A recording that cannot be read is named."""
    code = main(["replay", "nowhere.jsonl", "--screen"])

    assert 3 == code
    assert "nowhere.jsonl" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--screen", "--until", "5s"], "--until does not go with --screen"),
        (["--run", "2"], "--run goes with --screen"),
        (["--screen", "--run", "0"], "0"),
    ],
)
def test_options_that_do_not_go_together(recording, words, says, capsys):
    """Wrong combinations are usage errors with a sentence each."""
    code = main(["replay", str(recording), *words])

    assert 2 == code
    assert says in capsys.readouterr().err


def test_mistake_of_the_screen_is_a_bug_report(recording, monkeypatch, capsys, tmp_path):
    """A traceback never stands on the terminal; it is kept in a file, and the code says bug."""

    def run(app):
        app.broken = "Traceback of many lines:\nKeyError: it"
        return 70

    monkeypatch.setattr(stage, "needs_screen", lambda _: None)
    monkeypatch.setattr(PlayerApp, "run", run)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    code = main(["replay", str(recording), "--screen"])
    err = capsys.readouterr().err

    assert 70 == code
    assert "KeyError: it" in err
    assert "Traceback of many lines" not in err


def test_paper_is_as_wide_as_the_printer_s(held, looked_at, tmp_path):
    """A recording of a shop with 80 mm paper is shown on 48 columns."""
    wide = held.read_text(encoding="utf-8").replace(
        "steps:", "given:\n  printer: {profile: epson_80_cn}\nsteps:"
    )
    held.write_text(wide, encoding="utf-8")
    file = tmp_path / "wide.jsonl"
    main(["run", str(held), "--jsonl", str(file)])
    main(["replay", str(file), "--screen"])

    assert [48] == [app.player.paper.sheet._columns for app in looked_at]

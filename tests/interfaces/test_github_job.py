"""What `posemu` tells GitHub."""

import pytest

from emulator.interfaces.cli import main
from emulator.interfaces.exits import Exit


@pytest.fixture
def job(folder, monkeypatch):
    """A GitHub job in a folder of its own; gives the summary file."""
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(folder))
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(folder / "summary.md"))
    return folder / "summary.md"


def test_failure_is_put_on_its_line(job, broken, capsys):
    """The annotation names the file inside the checkout and the line of the expectation."""
    main(["run", str(broken.absolute())])

    assert "::error file=odd-day.yaml,line=11,col=7,title=An odd day::customer.balance was" in (
        capsys.readouterr().out
    )


def test_summary_is_written(job, broken, held):
    """A table of all runs, the report of the failure."""
    main(["run", "."])
    text = job.read_text(encoding="utf-8")

    assert "held 1, inconclusive 0, failed 1" in text
    assert "customer.balance was" in text


def test_summary_is_added_to_what_is_there(job, held):
    """Two commands of one step share the file."""
    main(["run", str(held)])
    main(["run", str(held)])

    assert 2 == job.read_text(encoding="utf-8").count("### posemu")


def test_summary_that_cannot_be_written_fails_nothing(job, held, monkeypatch):
    """The verdict matters, the summary is a courtesy."""
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(held / "nowhere"))

    assert Exit.HELD == main(["run", str(held)])


def test_wrong_file_is_put_on_its_line(job, wrong, capsys):
    """Mistakes in a file are marked where they stand."""

    assert Exit.USAGE == main(["check", str(wrong)])
    assert "::error file=wrong.yaml,line=8,col=21,title=E204::" in capsys.readouterr().out


def test_outside_a_job_nothing_is_told(broken, capsys):
    """At a desk nobody wants workflow commands."""
    main(["run", str(broken)])

    assert "::error" not in capsys.readouterr().out

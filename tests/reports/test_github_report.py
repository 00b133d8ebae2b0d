"""Annotations and the summary of a GitHub job."""

from emulator.domain.verdict import Truth
from emulator.reports.github import ANNOTATIONS, annotation, annotations, summary


def test_annotation_points_at_the_line(charged_twice):
    """The error stands on the expectation that was broken."""
    (command,) = annotations([charged_twice.outcome()])

    assert command.startswith("::error file=scenarios/paper-out.yaml,line=4,col=5,title=")


def test_annotation_escapes_what_would_end_it():
    """Per cent, line ends, colons and commas reach the reader as they were."""
    command = annotation(file="a,b:c.yaml", line=1, column=2, title="x: 5%", message="1\n2,3: 4%")

    assert "::error file=a%2Cb%3Ac.yaml,line=1,col=2,title=x%3A 5%25::1%0A2,3: 4%25" == command


def test_annotation_is_relative_to_the_checkout():
    """GitHub finds a file only by its path inside the repository."""
    command = annotation(
        file="/home/x/repo/s/a.yaml",
        line=3,
        column=1,
        title="t",
        message="m",
        workspace="/home/x/repo",
    )

    assert "file=s/a.yaml," in command


def test_annotation_of_a_file_below_the_checkout_s_folder():
    """A job that works in a subfolder names files from there; GitHub wants the whole path."""
    command = annotation(
        file="s/a.yaml",
        line=3,
        column=1,
        title="t",
        message="m",
        workspace="/home/x/repo",
        here="/home/x/repo/shop",
    )

    assert "file=shop/s/a.yaml," in command


def test_run_that_held_is_not_annotated(charged_twice):
    """Nobody wants an error on a line that is right."""

    assert [] == annotations([charged_twice.outcome(truth=Truth.PASS, broken=(), report=())])


def test_no_more_annotations_than_github_shows(charged_twice):
    """The eleventh would be dropped without a word."""
    many = [charged_twice.outcome()] * (ANNOTATIONS + 1)

    assert ANNOTATIONS == len(annotations(many))


def test_summary_has_all_runs_and_details_of_failures(charged_twice):
    """The table is complete; details are for failures only."""
    held = charged_twice.outcome(truth=Truth.PASS, broken=(), report=(), scenario="calm-day")
    text = summary([held, charged_twice.outcome()], "en")

    assert "held 1, inconclusive 0, failed 1" in text
    assert "<code>calm-day</code>" in text
    assert 1 == text.count("<details>")


def test_summary_stays_within_its_room(charged_twice):
    """GitHub throws the whole summary away when it is too long, so the end is left out."""
    text = summary([charged_twice.outcome()] * 100, "en", room=5_000)

    assert len(text.encode()) <= 5_000
    assert "more parts were left out" in text


def test_summary_escapes_what_markdown_would_read(charged_twice):
    """A title cannot break the table or open a tag."""
    text = summary([charged_twice.outcome(title="a|b <b>")], "en")

    assert "a&#124;b &lt;b&gt;" in text


def test_thousands_of_failures_fit_into_a_summary(charged_twice):
    """GitHub drops a summary above 1024 KiB; what does not fit is counted."""
    text = summary([charged_twice.outcome(seed=seed) for seed in range(5000)], "zh")

    assert len(text.encode()) <= 1024 * 1024
    assert text.count("\n| ") > 1000


def test_an_annotation_is_one_line(charged_twice):
    """Whatever stands in a title or a message, it cannot begin a command of its own."""
    command = annotation(
        file="a,b%:c.yaml", line=0, column=0, title="x,y:%\n::error::z\x1b", message="m\n%\x1b"
    )

    assert "\n" not in command
    assert "\x1b" not in command
    assert command.startswith("::error file=a%2Cb%25%3Ac.yaml,line=1,col=1,title=x%2Cy%3A%25")
    assert command.endswith(r"::m%0A%25\x1b")

"""
Runs as GitHub shows them: errors on the line of the scenario file, and a summary of the job.

Left out: any talk to a server. The runner reads annotations from standard output and the summary
from a file whose name it gives.
"""

from collections.abc import Sequence
from html import escape
from pathlib import PurePath

from emulator.domain.problem import visible
from emulator.domain.texts import say
from emulator.domain.verdict import Truth
from emulator.reports.layout import all_visible, plain
from emulator.reports.outcome import Outcome

SUMMARY_BYTES = 1_000_000
"""GitHub drops a step's whole summary above 1024 KiB."""

ANNOTATIONS = 10
"""GitHub shows no more errors than this of one step."""


def annotations(outcomes: Sequence[Outcome], *, workspace: str = "", here: str = "") -> list[str]:
    """
    Write workflow commands that put each failure on its line, the first ten.

    Args:
        outcomes: Of all runs; those that held get none.
        workspace: The checkout; file names are written relative to it.
        here: The folder that relative file names start from.
    """
    return [
        annotation(
            file=outcome.span.file or outcome.file,
            line=outcome.span.line,
            column=outcome.span.column,
            title=outcome.title,
            message=outcome.headline,
            workspace=workspace,
            here=here,
        )
        for outcome in outcomes
        if outcome.truth is not Truth.PASS or outcome.crash
    ][:ANNOTATIONS]


def annotation(
    *,
    file: str,
    line: int,
    column: int,
    title: str,
    message: str,
    workspace: str = "",
    here: str = "",
) -> str:
    """Write one error annotation; every part is escaped as the runner unescapes it."""
    path = PurePath(here) / file
    if workspace and path.is_relative_to(workspace):
        path = path.relative_to(workspace)
    place = f"file={_property(path.as_posix())},line={max(line, 1)},col={max(column, 1)}"
    title = visible(title)
    return f"::error {place},title={_property(title)}::{_data(all_visible(message))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def summary(outcomes: Sequence[Outcome], lang: str, *, room: int = SUMMARY_BYTES) -> str:
    """
    Write the job's summary in Markdown: a table of all runs, the details of failures only.

    Args:
        outcomes: Of all runs.
        lang: zh or en.
        room: Bytes that may still be written; what does not fit is left out and counted.
    """
    said = {truth: say(f"report.truth.{truth.word}", lang) for truth in Truth}
    counts = ", ".join(
        f"{said[truth]} {sum(o.truth is truth for o in outcomes)}" for truth in Truth
    )
    top = f"### posemu: {counts}\n\n"
    head = [say(f"report.column.{name}", lang) for name in ("verdict", "scenario", "seed", "title")]
    table = [f"| {' | '.join(head)} |\n", "|---|---|---:|---|\n"]
    troubled = [o for o in outcomes if o.truth is not Truth.PASS or o.crash]
    calm = [o for o in outcomes if o.truth is Truth.PASS and not o.crash]
    blocks = [
        *(_row(o, said[o.truth]) for o in (*troubled, *calm)),
        "\n",
        *(_details(o) for o in troubled),
    ]
    return top + "".join(table) + _fill(blocks, lang, room=room - _size(top) - _size(*table))


def _row(outcome: Outcome, verdict: str) -> str:
    name = f"<code>{_cell(outcome.scenario)}</code>"
    cells = (verdict, name, str(outcome.seed), _cell(outcome.title))
    return f"| {' | '.join(cells)} |\n"


def _details(outcome: Outcome) -> str:
    headline = escape(outcome.headline)
    report = escape(plain(outcome.report))
    return f"<details><summary>{headline}</summary>\n\n<pre>{report}</pre>\n</details>\n\n"


def _fill(blocks: Sequence[str], lang: str, *, room: int) -> str:
    reserve = 200
    kept: list[str] = []
    for n, block in enumerate(blocks):
        room -= _size(block)
        if room < reserve:
            kept.append("\n" + say("report.summary_cut", lang, count=len(blocks) - n) + "\n")
            break
        kept.append(block)
    return "".join(kept)


def _size(*texts: str) -> int:
    return sum(len(text.encode()) for text in texts)


def _cell(text: str) -> str:
    """A text as itself: no HTML, no Markdown, no end of a cell or a line."""
    return "".join(
        f"&#{ord(char)};" if char in _MARKDOWN else char for char in escape(visible(text))
    )


_MARKDOWN = "|`*_~[]\\!"

"""What pytest collects from a scenario file: one item a variant and seed."""

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from emulator.domain.plan import Scenario
from emulator.domain.problem import ScenarioError
from emulator.domain.texts import choose_language
from emulator.domain.verdict import Truth
from emulator.interfaces.selection import again_command, near, read_file
from emulator.interfaces.work import Job, perform
from emulator.reports.github import ANNOTATIONS, annotation
from emulator.reports.layout import plain
from emulator.reports.outcome import Outcome

_PLACE = "scenario_place"

_OTHERS_MARKS = frozenset(
    {
        "skip", "skipif", "xfail", "parametrize", "usefixtures", "filterwarnings", "tryfirst",
        "trylast", "timeout", "flaky", "xdist_group",
    }
)  # fmt: skip
"""Marks by which pytest and its plug-ins treat an item otherwise; no tag may become one."""


class DidNotHold(Exception):
    """A scenario failed, could not be judged, or crashed; carries the outcome."""


class ScenarioFile(pytest.File):
    """A scenario file."""

    def collect(self) -> Iterator[pytest.Item]:
        """Give the items; a file that cannot be read is one item that fails."""
        try:
            scenarios = read_file(near(self.path))
        except ScenarioError as error:
            yield BrokenFile.from_parent(self, name="load", error=error)
            return
        for scenario in scenarios:
            for seed in self._seeds(scenario):
                yield ScenarioItem.from_parent(
                    self, name=self._name(scenario, seed), scenario=scenario, seed=seed
                )

    def _seeds(self, scenario: Scenario) -> range:
        count = self.config.getoption("--scenario-seeds")
        return range(scenario.seed, scenario.seed + count)

    def _name(self, scenario: Scenario, seed: int) -> str:
        marks = []
        if "[" in scenario.name:
            marks.append(scenario.name.partition("[")[2].removesuffix("]"))
        if self.config.getoption("--scenario-seeds") > 1:
            marks.append(f"seed={seed}")
        return f"run[{','.join(marks)}]" if marks else "run"


class BrokenFile(pytest.Item):
    """Stands for a file that cannot be read, so that the other tests still run."""

    def __init__(self, *, error: ScenarioError, **settings: Any) -> None:
        super().__init__(**settings)
        self._error = error
        self.add_marker("scenario")

    def runtest(self) -> None:
        """Fail with what is wrong in the file."""
        problem = self._error.problems[0]
        span = problem.span
        self.user_properties += [
            ("title", problem.code),
            (_PLACE, f"{span.file or self.path}:{span.line}:{span.column}"),
        ]
        raise self._error

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> str:
        """Show the problems instead of a traceback."""
        return self._error.render(_lang(self.config))

    def reportinfo(self) -> tuple[os.PathLike[str], int | None, str]:
        """Where the file is, for pytest's headings."""
        return self.path, None, f"{self.path.name}: load"


class ScenarioItem(pytest.Item):
    """One scenario under one seed."""

    def __init__(self, *, scenario: Scenario, seed: int, **settings: Any) -> None:
        super().__init__(**settings)
        self.scenario = scenario
        self.seed = seed
        self.extra_keyword_matches.add(scenario.name)
        self.add_marker("scenario")
        for tag in (tag for tag in scenario.tags if tag not in _OTHERS_MARKS):
            # Unregistered marks are errors under --strict-markers.
            self.config.addinivalue_line("markers", f"{tag}: tag of a scenario")
            self.add_marker(tag)

    def runtest(self) -> None:
        """Run the scenario; raise unless it held."""
        lang = _lang(self.config)
        again = again_command(self.scenario, self.seed, with_file=True)
        outcome = perform(Job(self.scenario, self.seed, lang, again))
        self._tell(outcome)
        if outcome.truth is not Truth.PASS or outcome.crash:
            raise DidNotHold(outcome)

    def _tell(self, outcome: Outcome) -> None:
        span = outcome.span
        self.user_properties += [
            ("title", outcome.title),
            ("seed", outcome.seed),
            ("digest", outcome.digest),
            (_PLACE, f"{span.file or self.path}:{span.line}:{span.column}"),
        ]

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Show the report, verdict first; a bug of the plug-in itself keeps its traceback."""
        if not isinstance(excinfo.value, DidNotHold):
            return super().repr_failure(excinfo)
        outcome: Outcome = excinfo.value.args[0]
        crash = f"\n\n{outcome.crash}" if outcome.crash else ""
        return plain(outcome.report) + crash

    def reportinfo(self) -> tuple[os.PathLike[str], int | None, str]:
        """Where the scenario stands, for pytest's headings."""
        return self.path, 0, f"{self.scenario.name} (seed {self.seed})"


def annotations_of(
    reports: Iterable[pytest.TestReport], environ: Mapping[str, str]
) -> Iterator[str]:
    """Write GitHub annotations for the scenario items among failed reports, the first ten."""
    left = ANNOTATIONS
    for report in reports:
        properties = dict(report.user_properties)
        if _PLACE not in properties or not left:
            continue
        left -= 1
        file, line, column = str(properties[_PLACE]).rsplit(":", 2)
        yield annotation(
            file=file,
            line=int(line),
            column=int(column),
            title=str(properties["title"]),
            message=str(report.longrepr).partition("\n")[0],
            workspace=environ.get("GITHUB_WORKSPACE", ""),
            here=str(Path.cwd()),
        )


def _lang(config: pytest.Config) -> str:
    return choose_language(config.getoption("--scenario-lang"), os.environ)

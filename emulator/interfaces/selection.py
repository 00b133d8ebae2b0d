"""Which scenarios a command is about: paths, names, tags and numbers of the catalogue."""

import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from emulator.domain.errors import EmulatorError, UsageError
from emulator.domain.plan import Scenario
from emulator.domain.problem import Problem, ScenarioError
from emulator.domain.texts import say
from emulator.interfaces.exits import Exit
from emulator.reports.layout import one_line
from emulator.runner import load
from emulator.scenario.catalogue import catalogue
from emulator.scenario.find import find_files, matcher, shipped_folder
from emulator.scenario.include import scenario_folder


class NothingSelected(EmulatorError):
    """There is no scenario at all where the caller said that some are."""

    exit_code = Exit.NOTHING


class Selection(msgspec.Struct, frozen=True, kw_only=True):
    """What the caller asked for; the empty selection is everything that is shipped."""

    paths: tuple[str, ...] = ()
    keyword: str = ""
    """Expression on names, as for `-k`."""
    tags: tuple[str, ...] = ()
    """Any of them will do."""
    covers: str | None = None
    """Number of the catalogue."""

    def read(self, lang: str) -> list[Scenario]:
        """
        Read all files and keep what fits, in the order of the files.

        Raises:
            ScenarioError: Files are wrong; it tells of all of them.
            UsageError: A path that is not there, a wrong expression, an unknown number.
        """
        fits = matcher(self.keyword, lang)
        number = self._number(lang)
        # A variant is asked for by its full name; its file holds the other variants too.
        variants = {path for path in self.paths if "[" in path and not Path(path).exists()}
        files = {Path(name.partition("[")[0]).stem for name in variants}
        return [
            scenario
            for scenario in read_all(files_in(self.paths, lang))
            if fits(scenario)
            and (not self.tags or set(self.tags) & set(scenario.tags))
            and (number is None or number in scenario.covers)
            and (scenario.name in variants or Path(scenario.file).stem not in files)
        ]

    def read_some(self, lang: str) -> list[Scenario]:
        """The same for a command that can do nothing with none, which NothingSelected says."""
        scenarios = self.read(lang)
        if not scenarios:
            raise NothingSelected(say("cli.nothing_selected", lang))
        return scenarios

    def _number(self, lang: str) -> str | None:
        if self.covers is None:
            return None
        number = self.covers.upper()
        if number not in catalogue():
            raise UsageError(say("cli.unknown_number", lang, number=self.covers))
        return number


def files_in(paths: Sequence[str], lang: str) -> list[Path]:
    """
    The scenario files at some paths, each once; no paths are the shipped scenarios.

    Args:
        paths: Files, folders, or names of shipped scenarios, with or without a variant.
        lang: Of the complaint.

    Raises:
        UsageError: There is nothing at a path, and no shipped scenario of that name.
    """
    if not paths:
        return shipped_files()
    found = []
    for path in paths:
        place = Path(path) if path and Path(path).exists() else _shipped_file(path)
        if place is None:
            raise UsageError(say("cli.no_such_path", lang, path=one_line(path)))
        found.append(place)
    return find_files(found)


def _shipped_file(name: str) -> Path | None:
    stem = name.partition("[")[0]
    return next((file for file in shipped_files() if file.stem == stem), None)


def read_all(files: Sequence[Path]) -> list[Scenario]:
    """Read files; what is wrong with any of them is reported for all of them at once."""
    scenarios: list[Scenario] = []
    problems: list[Problem] = []
    for file in files:
        try:
            scenarios += read_file(file)
        except ScenarioError as error:
            problems += error.problems
    if problems:
        raise ScenarioError(tuple(problems))
    return scenarios


def read_file(file: Path) -> tuple[Scenario, ...]:
    """Read one file; ScenarioError tells everything that is wrong with it."""
    return tuple(load([file], root=include_root(file)))


def include_root(file: Path) -> Path:
    """The folder below which a file's includes lie; in a wheel the shipped one has its own name."""
    shipped_root = shipped_folder()
    inside = file.absolute().is_relative_to(shipped_root.absolute())
    return shipped_root if inside else scenario_folder(file)


def shipped_files() -> list[Path]:
    """The files that come with the emulator, named from here if they lie below here."""
    return find_files([near(shipped_folder())])


def near(path: Path) -> Path:
    """Name a place from here if it lies below here, so that reports are short."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def shipped() -> Iterator[Scenario]:
    """Every scenario that comes with the emulator."""
    for file in shipped_files():
        yield from read_file(file)


def again_command(scenario: Scenario, seed: int, *, with_file: bool) -> str:
    """
    The command that runs one scenario under one seed again.

    Args:
        scenario: Which.
        seed: Under which seed.
        with_file: True for a file of the caller's own; a shipped scenario goes by its name.
    """
    words = ["posemu", "run"]
    if not with_file:
        words.append(scenario.name)
    elif "[" in scenario.name:
        words += [scenario.file, "-k", scenario.name]
    else:
        words.append(scenario.file)
    return shlex.join([*words, "--seed", str(seed)])

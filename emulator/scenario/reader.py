"""
Reads scenario files.

    bytes -> text -> tree with places -> includes merged -> variants -> shapes -> plan.Scenario

Everything that is wrong is reported at once, in one ScenarioError. Nothing in a file can run code
or read a file outside the scenario folder.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from emulator.domain.plan import Scenario, Span
from emulator.scenario.context import Context, Known
from emulator.scenario.document import read_document
from emulator.scenario.find import name_as_text
from emulator.scenario.include import (
    Fetch,
    decode,
    fetch_below,
    load_text,
    scenario_folder,
    with_includes,
)
from emulator.scenario.matrix import variants
from emulator.scenario.pins import without_pins
from emulator.scenario.problems import Problems
from emulator.scenario.tree import MAX_BYTES, parse_tree

Levers = Mapping[str, Mapping[str, Any]]
"""Full name of each lever to its settings with their defaults."""


def read_file(
    path: Path | str,
    *,
    levers: Levers,
    root: Path | str | None = None,
    conducts: Collection[str] | None = None,
    programs: Collection[str] | None = None,
    is_business_day: Callable[[date], bool] | None = None,
) -> tuple[Scenario, ...]:
    """
    Read a scenario file.

    Args:
        path: The file.
        levers: What faults can pull, as the test bed lists it.
        root: Folder below which included files lie; None is the nearest folder above the file
            that is called `scenarios`, or else the file's own.
        conducts: Habits that a cashier can have; None takes any word.
        programs: Terminal programs that are installed; None takes any word.
        is_business_day: The bank calendar, to compare `T+1 09:00` with other moments.

    Returns:
        One scenario, or one for each variant of its matrix.

    Raises:
        ScenarioError: Everything that is wrong with the file and what it includes.
    """
    path = Path(path)
    problems = Problems()
    text = load_text(path, problems)
    folder = Path(root) if root is not None else scenario_folder(path)
    known = Known(
        levers=levers, conducts=conducts, programs=programs, is_business_day=is_business_day
    )
    return _read(text, str(path), known, fetch_below(folder, problems), problems)


def read_text(
    text: str | bytes,
    *,
    file: str = "scenario.yaml",
    levers: Levers,
    include: Callable[[str], str] | None = None,
    conducts: Collection[str] | None = None,
    programs: Collection[str] | None = None,
    is_business_day: Callable[[date], bool] | None = None,
) -> tuple[Scenario, ...]:
    """
    Read a scenario from text.

    Args:
        text: YAML; bytes must be UTF-8.
        file: What to call it in places and as the scenario's name.
        include: Gives the text of an included path; KeyError if there is none. None refuses
            every include.
        levers, conducts, programs, is_business_day: As for `read_file`.

    Raises:
        ScenarioError: Everything that is wrong.
    """
    problems = Problems()
    if isinstance(text, bytes):
        text = decode(text, file, problems)
    elif len(text) > MAX_BYTES:
        problems.fail("E104", Span(file), limit=MAX_BYTES)
    known = Known(
        levers=levers, conducts=conducts, programs=programs, is_business_day=is_business_day
    )
    fetch = None if include is None else _fetch_from(include, problems)
    return _read(text.removeprefix("\ufeff"), file, known, fetch, problems)


def _fetch_from(include: Callable[[str], str], problems: Problems) -> Fetch:
    def fetch(wanted: str, span: Span) -> tuple[str, str]:
        try:
            text = include(wanted)
        except KeyError:
            problems.fail("E111", span, path=wanted, folder="")
        if len(text) > MAX_BYTES:
            problems.fail("E104", span, limit=MAX_BYTES)
        return wanted, text

    return fetch


def _read(
    text: str, file: str, known: Known, fetch: Fetch | None, problems: Problems
) -> tuple[Scenario, ...]:
    tree = parse_tree(text, file, problems)
    if tree.entries is None:
        problems.fail("E201", tree.span, wanted="mapping", found=tree.sort)
    source = without_pins(text, tree)
    tree = with_includes(tree, file, fetch, problems)
    stem = name_as_text(Path(file).stem)
    scenarios = []
    for variant, chosen in variants(tree, problems):
        scenario = read_document(chosen, Context(known, problems))
        scenarios.append(
            msgspec.structs.replace(scenario, name=f"{stem}{variant}", file=file, source=source)
        )
        if problems.is_full:
            break
    problems.raise_if_any()
    return tuple(scenarios)

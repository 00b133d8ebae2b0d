"""
Everything that can be explained, by the name that people meet it under.

A finder takes a name and gives the lines of an explanation, or None if the name is nothing of its
sort. Add a finder to explain a new sort of thing.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from itertools import takewhile
from typing import Any

from emulator.domain import problem
from emulator.domain.alarms import ALARMS
from emulator.domain.event_table import LINES
from emulator.domain.moments import format_duration
from emulator.domain.plan import FaultPlan, Scenario
from emulator.domain.responses import CLASSES, operator_class
from emulator.domain.texts import has, ids, pattern, say
from emulator.domain.vocabulary import CHECKS, FATES
from emulator.interfaces.explained_deeds import about_alarm, about_deed, deeds, known_deeds
from emulator.interfaces.selection import shipped
from emulator.known import known_levers, lever_sentence
from emulator.proof.kept import shipped_proofs
from emulator.proof.table import EntryProof
from emulator.reports.layout import columns, pad
from emulator.reports.outcome import title_of
from emulator.reports.sequence import text_diagram
from emulator.reports.words import action_words, worded
from emulator.runner import run
from emulator.scenario.catalogue import Entry, catalogue
from emulator.scenario.notations import WRITTEN
from emulator.scenario.settings_shapes import key_of

ROWS = 60
"""Of a drawing; a longer story is better read in its recording."""

Finder = Callable[[str, str], list[str] | None]


def told(topic: str, lang: str) -> list[list[str]]:
    """Every explanation of a name, each as lines; empty if it is nothing we know."""
    found = (finder(topic, lang) for finder in FINDERS)
    return [lines for lines in found if lines]


def known_topics() -> list[str]:
    """Every name that can be explained, for "did you mean"."""
    return [
        *(scenario.name for scenario in _shipped()),
        *known_levers(),
        *_fates(),
        *_error_codes(),
        *CLASSES,
        *CHECKS,
        *catalogue(),
        *known_deeds(),
        *ALARMS,
    ]


def of_error_code(topic: str, lang: str) -> list[str] | None:
    """An error of the scenario reader, as E205."""
    code = topic.upper()
    if not has(f"error.{code}.explain"):
        return None
    head = f"{code}  {say('cli.explain.error', lang)}"
    help = f"error.{code}.help"
    advice = pattern(help, lang) if has(help) else ""
    # A remedy that names what stood in a file says nothing without it.
    rows = [f"{say('error.help', lang)}: {advice}"] if advice and "{" not in advice else []
    return [head, "", *problem.explain(code, lang).split("\n"), *rows]


def of_answer_code(topic: str, lang: str) -> list[str] | None:
    """An answer code of the host (DE39), as 51 or A0."""
    code = topic.upper()
    if code not in CLASSES:
        return None
    words = say(f"code.{code}", lang) if has(f"code.{code}") else ""
    advice = say(f"cli.explain.class.{operator_class(code)}", lang)
    return [f"{code}  {say('cli.explain.answer', lang)}", "", " ".join(words.split()), advice]


def of_check(topic: str, lang: str) -> list[str] | None:
    """A check that holds in every scenario, as charged_once."""
    if topic not in CHECKS:
        return None
    lines = [f"{topic}  {say('cli.explain.check', lang)}", "", say(f"check.{topic}.about", lang)]
    broken = [
        pattern(id, lang)
        for id in ids()
        if id.startswith(f"check.{topic}.") and not id.endswith(".about")
    ]
    return [*lines, "", say("cli.explain.says", lang), *(f"  {text}" for text in broken)]


def of_fault(topic: str, lang: str) -> list[str] | None:
    """A lever of a part or a fate of a message, as printer.paper_out or uplink.drop."""
    settings = known_levers().get(topic)
    if settings is None:
        settings = _fates().get(topic)
    if settings is None:
        return None
    lines = [f"{topic}  {say('cli.explain.fault', lang)}", "", _what_breaks(topic, lang)]
    if settings:
        lines += ["", say("cli.explain.settings", lang)]
        lines += [f"  {key_of(name)}: {_written(name, value)}" for name, value in settings.items()]
    used = [s for s in _shipped() if any(fault.name == topic for fault in s.faults)]
    return [*lines, *_scenarios("cli.explain.used_in", used, lang)]


def _written(name: str, value: Any) -> str:
    """The usual value of a setting, as a scenario file writes it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, int):
        return str(value) or '""'
    return next(
        (write(value) for unit, write in WRITTEN.items() if name.endswith(unit)), str(value)
    )


def _what_breaks(topic: str, lang: str) -> str:
    sentence = lever_sentence(topic)
    if sentence:
        return say(sentence, lang)
    line, _, fate = topic.partition(".")
    return f"{say(f'part.{line}', lang)}: {say(f'cli.explain.fate.{fate}', lang)}"


def of_number(topic: str, lang: str) -> list[str] | None:
    """A number of the catalogue, as F07, S1 or R01."""
    entry = catalogue().get(topic.upper())
    if entry is None:
        return None
    part = f" ({entry.component})" if entry.component else ""
    head = f"{entry.id}  {say(f'cli.explain.{entry.group}', lang)}{part}"
    covering = [s for s in _shipped() if entry.id in s.covers]
    return [
        head,
        "",
        entry.words(lang),
        *_scenarios("cli.explain.covered_by", covering, lang),
        "",
        _proof(entry.id, lang),
        *_runbook(entry, lang),
    ]


def of_scenario(topic: str, lang: str) -> list[str] | None:
    """A shipped scenario, by its name."""
    scenario = next((s for s in _shipped() if s.name == topic), None)
    if scenario is None:
        return None
    handbook = scenario.handbook_en if lang == "en" else scenario.handbook
    lines = [f"{scenario.name}  {title_of(scenario, lang)}", f"  {scenario.file}"]
    lines += _numbers(scenario, lang)
    lines += ["", say("cli.explain.steps", lang), *_steps(scenario, lang)]
    if scenario.faults:
        lines += ["", say("cli.explain.faults", lang)]
        lines += [f"  {_fault(fault)}" for fault in scenario.faults]
    if handbook or scenario.handbook:
        text = " ".join((handbook or scenario.handbook).split())
        lines += ["", f"{say('report.handbook', lang)}  {text}"]
    lines += ["", say("cli.explain.course", lang), *_course(scenario, lang)]
    return [*lines, "", f"{say('cli.explain.run', lang)}  posemu run {scenario.name}"]


def of_deed(topic: str, lang: str) -> list[str] | None:
    """What somebody can do, by any of its spellings, as switch_terminal."""
    lines: list[str] = []
    for action in deeds(topic):
        key = (action.who, action.name)
        done = [s for s in _shipped() if any((step.who, step.action) == key for step in s.steps)]
        lines += ["", *about_deed(action, lang)] if lines else about_deed(action, lang)
        lines += _scenarios("cli.explain.action.done_in", done, lang)
    return lines or None


FINDERS: tuple[Finder, ...] = (
    of_scenario,
    of_fault,
    of_deed,
    about_alarm,
    of_error_code,
    of_answer_code,
    of_check,
    of_number,
)


def _proof(number: str, lang: str) -> str:
    """How the shipped scenarios prove an entry, in a line."""
    stands = shipped_proofs().get(number, EntryProof(entry=number, holds=False))
    heading = "cli.explain.proven" if stands.holds else "cli.explain.not_proven"
    return f"{say(heading, lang)} {stands.reasons(lang)[0]}"


def _runbook(entry: Entry, lang: str) -> list[str]:
    """Where it is told what to do about a symptom."""
    if entry.group != "symptoms":
        return []
    return [f"{say('cli.explain.runbook', lang)} posemu runbook {entry.id}"]


def _course(scenario: Scenario, lang: str) -> list[str]:
    """Draw what happens, from the first step to the test sale at the end."""
    events = run(scenario).trace
    story = takewhile(lambda event: event.kind != "probe_started", events)
    rows = text_diagram((event for event in story if event.at_us >= 0), lang)
    if len(rows) > ROWS:
        rows = [*rows[:ROWS], say("cli.explain.more_rows", lang, count=len(rows) - ROWS)]
    return rows


def _numbers(scenario: Scenario, lang: str) -> list[str]:
    return [
        f"  {number}  {catalogue()[number].words(lang)}"
        for number in scenario.covers
        if number in catalogue()
    ]


def _steps(scenario: Scenario, lang: str) -> list[str]:
    rows = []
    for step in scenario.steps:
        words = action_words(step.who, step.action, lang)
        options = ", ".join(
            worded(key, value)
            for key, value in step.options.items()
            if isinstance(value, str | int)
        )
        who = say(f"part.{step.who}", lang) if has(f"part.{step.who}") else step.who
        rows.append(f"  {pad(who, 12)} {words}{f' ({options})' if options else ''}")
    return rows


def _fault(fault: FaultPlan) -> str:
    words = [fault.name]
    words += [f"{key}={worded(key, value)}" for key, value in fault.message.items()]
    if fault.moment:
        words.append(fault.moment)
    if fault.trigger.when is not None:
        words.append(f"when {fault.trigger.when.name}")
    if fault.trigger.after_us:
        words.append(f"after {format_duration(fault.trigger.after_us)}")
    if fault.for_us is not None:
        words.append(f"for {format_duration(fault.for_us)}")
    return " ".join(words)


def _scenarios(heading: str, scenarios: Iterable[Scenario], lang: str) -> list[str]:
    by_file = {scenario.name.partition("[")[0]: scenario for scenario in scenarios}
    rows = columns([("", name, title_of(one, lang)) for name, one in by_file.items()])
    return ["", say(heading, lang), *rows] if rows else []


def _fates() -> dict[str, Mapping[str, Any]]:
    return {f"{line}.{fate}": settings for line in LINES for fate, settings in FATES.items()}


def _error_codes() -> list[str]:
    return [id.split(".")[1] for id in ids() if id.startswith("error.") and id.endswith(".explain")]


@cache
def _shipped() -> tuple[Scenario, ...]:
    return tuple(shipped())

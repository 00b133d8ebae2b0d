"""What `posemu drill` writes without playing: which drills there are, and how far everybody is."""

import json
from collections.abc import Sequence
from typing import Any

import msgspec

from emulator.domain.plan import Scenario
from emulator.interfaces.exits import Exit
from emulator.interfaces.live.drill.training_log import (
    Entry,
    Trainee,
    TrainingLog,
    Unreadable,
    best_of,
    progress_of,
)
from emulator.interfaces.voice import Voice
from emulator.reports.layout import columns, one_line
from emulator.reports.outcome import title_of
from emulator.scenario.catalogue import catalogue

VERSION = 1


def tell_drills(
    drills: Sequence[Scenario], log: TrainingLog, trainee: str, voice: Voice, *, as_json: bool
) -> int:
    """Write the drills, the easy ones first, with the best result so far."""
    entries, unreadable = log.read()
    lang = voice.lang
    ordered = sorted(drills, key=lambda one: (one.drill.level, _symptoms(one), one.name))
    if not ordered:
        voice.tell("cli.nothing_selected")
        return Exit.NOTHING
    best = {one.name: best_of(entries, one.name, trainee) for one in ordered}
    if as_json:
        voice.put(json.dumps([_described(one, best[one.name]) for one in ordered], **_JSON))
    else:
        head = [voice.text(f"drill.list.{name}") for name in ("level", "symptom", "name", "best")]
        rows = [(*head, voice.text("drill.list.title"))]
        for one in ordered:
            level = voice.text(f"drill.level.{one.drill.level}")
            result = _result(best[one.name], voice)
            rows.append((level, _symptoms(one), one.name, result, title_of(one, lang)))
        for number, text in enumerate(columns(rows)):
            voice.put(text, "" if number else "dim")
    _tell_unreadable(unreadable, log, voice)
    return Exit.HELD


def tell_progress(log: TrainingLog, trainee: str, voice: Voice, *, as_json: bool) -> int:
    """Write how far everybody is, or one person, by symptom."""
    entries, unreadable = log.read()
    found = progress_of(entries, trainee)
    if as_json:
        told = {"v": VERSION, "trainees": msgspec.to_builtins(found)}
        voice.put(json.dumps(told, **_JSON))
    elif not found:
        voice.tell("drill.progress.nothing")
    else:
        for one in found:
            _tell_trainee(one, voice)
    _tell_unreadable(unreadable, log, voice)
    return Exit.HELD


_JSON: dict[str, Any] = {"ensure_ascii": False, "indent": 2}


def _tell_trainee(one: Trainee, voice: Voice) -> None:
    name = one_line(one.trainee) or voice.text("drill.nobody")
    head = {"tries": one.tries, "passed": one.passed, "exams": one.exams_passed}
    voice.put(voice.text("drill.progress.trainee", trainee=name, **head), "label")
    titles = ("symptom", "drills", "tries", "passed", "best", "last", "what")
    rows = [tuple(voice.text(f"drill.progress.{title}") for title in titles)]
    entries = catalogue()
    for each in one.symptoms:
        known = entries.get(each.symptom)
        words = "" if known is None else known.words(voice.lang)
        numbers = (str(each.drills), str(each.tries), str(each.passed), f"{each.best_percent}%")
        rows.append((each.symptom, *numbers, f"{each.last:%Y-%m-%d}", words))
    for number, text in enumerate(columns(rows, right=(1, 2, 3, 4))):
        voice.put(f"  {text}", "" if number else "dim")


def _tell_unreadable(unreadable: Sequence[Unreadable], log: TrainingLog, voice: Voice) -> None:
    if unreadable:
        lines = ", ".join(str(one.line) for one in unreadable[:_NAMED])
        voice.tell("drill.log.unreadable", file=log.path, count=len(unreadable), lines=lines)


_NAMED = 5
"""Lines that are named when some cannot be read."""


def _symptoms(scenario: Scenario) -> str:
    return "/".join(number for number in scenario.covers if number.startswith("S"))


def _result(best: Entry | None, voice: Voice) -> str:
    if best is None:
        return "-"
    return f"{voice.text(f'drill.verdict.{best.verdict}')} {best.percent}%"


def _described(scenario: Scenario, best: Entry | None) -> dict[str, Any]:
    """One drill for a program; keys and values do not depend on the language."""
    return {
        "name": scenario.name,
        "file": scenario.file,
        "title": scenario.title,
        "title_en": scenario.title_en,
        "level": scenario.drill.level,
        "covers": list(scenario.covers),
        "best": None if best is None else msgspec.to_builtins(best),
    }

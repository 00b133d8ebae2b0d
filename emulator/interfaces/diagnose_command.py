"""
`posemu diagnose`: asks what there is to be seen, and names the likeliest cause and what helps.

    posemu diagnose [S1]                     one question after the other, at a terminal
    posemu diagnose --answers seen.yaml      what a file says, for scripts
    posemu diagnose --list                   every question with its answers
    posemu diagnose --measure                how often the cause is found on days not learnt from
    posemu diagnose --learn -o mine.json     learn afresh, also from scenarios of one's own
"""

import json
from pathlib import Path
from typing import Any, NamedTuple

import click

from emulator.diagnosis.inquiry import MOST_QUESTIONS, Inquiry
from emulator.diagnosis.knowledge import Knowledge
from emulator.diagnosis.learning import LEARNT_DAYS, MEASURED_DAYS, Experience
from emulator.diagnosis.lessons import Lessons, written
from emulator.diagnosis.situations import SYMPTOM
from emulator.domain.errors import UsageError
from emulator.domain.texts import say
from emulator.interfaces.complaints import ResultFile, WholeNumber, shortened
from emulator.interfaces.diagnosis.answers import read_answers, with_answers
from emulator.interfaces.diagnosis.forms import question_of, result_json, result_lines
from emulator.interfaces.diagnosis.knowing import lessons_in, shipped_lessons
from emulator.interfaces.diagnosis.school import experiences, lessons_of
from emulator.interfaces.diagnosis.talk import Talk
from emulator.interfaces.exits import Exit
from emulator.interfaces.meter import Meter
from emulator.interfaces.options import SpokenCommand, add_options, option
from emulator.interfaces.outfile import OutFile
from emulator.interfaces.selection import Selection
from emulator.interfaces.voice import Voice
from emulator.interfaces.work import MOST_WORKERS, worker_count

MOST = 99
"""Questions that may be asked for."""


class Wishes(NamedTuple):
    """What the caller asked for."""

    symptom: str | None
    answers: Path | None
    as_json: bool
    most: int
    lists: bool
    measures: bool
    learns: bool
    lessons: Path | None
    scenarios: tuple[str, ...]
    output: Path | None
    workers: int


def make(lang: str) -> click.Command:
    """Build the command with its help in a language."""

    def start(**wished: Any) -> int:
        return tell(Wishes(**wished), Voice(lang))

    command = SpokenCommand("diagnose", lang, callback=start)
    command.params.insert(0, click.Argument(["symptom"], required=False, metavar="[SYMPTOM]"))
    path = click.Path(path_type=Path)
    most = WholeNumber(1, MOST, lang)
    jobs = WholeNumber(0, MOST_WORKERS, lang)
    help = "cli.help.diagnose"
    add_options(
        command,
        option("--answers", lang, f"{help}.answers", type=path, metavar="FILE"),
        option("--json", lang, f"{help}.json", name="as_json", is_flag=True),
        option("--most", lang, f"{help}.most", type=most, default=MOST_QUESTIONS),
        option("--list", lang, f"{help}.list", name="lists", is_flag=True),
        option("--measure", lang, f"{help}.measure", name="measures", is_flag=True),
        option("--learn", lang, f"{help}.learn", name="learns", is_flag=True),
        option("-o", "--output", lang, f"{help}.output", type=ResultFile(lang)),
        option("--lessons", lang, f"{help}.lessons", type=path, metavar="FILE"),
        option("--scenarios", lang, f"{help}.scenarios", multiple=True, metavar="PATH"),
        option("-j", "--jobs", lang, "cli.help.run.jobs", name="workers", type=jobs, default=0),
    )
    return command


def tell(wishes: Wishes, voice: Voice) -> int:
    """Do what was asked for; the exit code says whether it could be done."""
    _refuse_nonsense(wishes, voice.lang)
    if wishes.learns:
        return _learn(wishes, voice)
    lessons = (
        shipped_lessons() if wishes.lessons is None else lessons_in(wishes.lessons, voice.lang)
    )
    if wishes.measures:
        return _measure(lessons, wishes, voice)
    known = Knowledge(lessons)
    if wishes.lists:
        return _list(known, wishes, voice)
    return _diagnose(known, wishes, voice)


def _refuse_nonsense(wishes: Wishes, lang: str) -> None:
    modes = (wishes.lists, wishes.measures, wishes.learns)
    asks = wishes.symptom is not None or wishes.answers is not None
    if sum(modes) + asks > 1:
        raise UsageError(say("diagnosis.one_thing", lang))
    if wishes.learns != (wishes.output is not None):
        raise UsageError(say("diagnosis.learn_into", lang))
    if wishes.scenarios and not (wishes.learns or wishes.measures):
        raise UsageError(say("diagnosis.scenarios_for", lang))


# Finding out --------------------------------------------------------------------------------------


def _diagnose(known: Knowledge, wishes: Wishes, voice: Voice) -> int:
    given = read_answers(wishes.answers, voice.lang) if wishes.answers is not None else {}
    if wishes.symptom is not None:
        given = {**given, SYMPTOM: _symptom(known, wishes.symptom, voice.lang)}
    inquiry = with_answers(Inquiry(known), known, given, voice.lang)
    if wishes.answers is None and not wishes.as_json:
        inquiry = Talk(known, voice, most=wishes.most).hold(inquiry)
        if not inquiry.answers:
            raise UsageError(say("diagnosis.nobody_answers", voice.lang))
        voice.narrate("")
    if wishes.as_json:
        voice.put(result_json(inquiry, known, voice.lang, wishes.most))
    else:
        of_file = wishes.answers is not None
        voice.put_lines(result_lines(inquiry, voice.lang, of_file=of_file))
    return Exit.HELD


def _symptom(known: Knowledge, written: str, lang: str) -> str:
    number = written.upper()
    taught = known.answers.get(SYMPTOM, ())
    if number not in taught:
        values = {"symptom": shortened(written), "known": ", ".join(sorted(taught))}
        raise UsageError(say("diagnosis.no_symptom", lang, **values))
    return number


def _list(known: Knowledge, wishes: Wishes, voice: Voice) -> int:
    questions = [question_of(known, name, voice.lang) for name in known.questions]
    if wishes.as_json:
        voice.put(json.dumps({"questions": questions}, ensure_ascii=False, indent=2))
        return Exit.HELD
    for one in questions:
        voice.put(f"{one['question']}  {one['words']}", "label")
        for answer in one["answers"]:
            voice.put(f"  {answer['answer']}  {answer['words']}")
    return Exit.HELD


# Learning -----------------------------------------------------------------------------------------


def _learn(wishes: Wishes, voice: Voice) -> int:
    assert wishes.output is not None, "nonsense was refused"
    with OutFile(wishes.output, voice.lang) as file:
        lessons = lessons_of(_runs(wishes, LEARNT_DAYS, voice))
        if not lessons.lessons:
            raise UsageError(say("diagnosis.nothing_learnt", voice.lang))
        file.take(written(lessons))
        file.check()
    voice.tell(
        "diagnosis.learnt",
        lessons=len(lessons.lessons),
        causes=len(lessons.causes()),
        questions=len(lessons.questions()),
        file=str(wishes.output),
    )
    return Exit.HELD


def _measure(lessons: Lessons, wishes: Wishes, voice: Voice) -> int:
    from emulator.interfaces.diagnosis.figures import Figures

    found = _runs(wishes, MEASURED_DAYS, voice)
    situations = [situation for one in found for situation in one.situations]
    if not situations:
        raise UsageError(say("diagnosis.nothing_learnt", voice.lang))
    figures = Figures(lessons, situations, wishes.most)
    if wishes.as_json:
        voice.put(figures.json())
    else:
        voice.put_lines(figures.lines(voice.lang))
    return Exit.HELD if figures.holds else Exit.BROKEN


def _runs(wishes: Wishes, days: range, voice: Voice) -> tuple[Experience, ...]:
    scenarios = Selection(paths=wishes.scenarios).read_some(voice.lang)
    meter = Meter(len(scenarios))
    try:
        return experiences(
            scenarios,
            days,
            workers=worker_count(wishes.workers, jobs=len(scenarios)),
            lang=voice.lang,
            on_done=lambda _: meter.step(held=True),
        )
    finally:
        meter.hide()

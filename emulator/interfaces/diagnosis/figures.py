"""How good the diagnosis was found to be, as lines for a person and as JSON."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from emulator.diagnosis.lessons import Lessons
from emulator.diagnosis.measuring import (
    AS_IT_IS,
    ERRING,
    TARGET,
    UNSURE,
    Accuracy,
    Ended,
    accuracy,
    asked_about,
    asked_about_strange,
    inseparable,
)
from emulator.diagnosis.situations import Situation
from emulator.domain.texts import say
from emulator.reports.layout import Line, columns
from emulator.scenario.catalogue import catalogue

_MANNERS = {"as_it_is": AS_IT_IS, "unsure": UNSURE, "erring": ERRING}


class Figures:
    """Everything that is measured."""

    def __init__(self, lessons: Lessons, situations: Sequence[Situation], most: int) -> None:
        """
        Args:
            lessons: What was learnt.
            situations: Of days that were not learnt from.
            most: So many questions may be asked.
        """
        ends: dict[str, list[Ended]] = {
            name: asked_about(lessons, situations, manner=manner, most=most)
            for name, manner in _MANNERS.items()
        }
        ends["strange"] = asked_about_strange(lessons, situations)
        self.most = most
        self.rows: Mapping[str, Accuracy] = {name: accuracy(end) for name, end in ends.items()}
        met = sorted({cause for one in situations for cause in one.causes})
        self.causes = {cause: accuracy(ends["as_it_is"], cause) for cause in met}
        self.unknown = tuple(cause for cause in met if cause not in lessons.causes())
        self.inseparable = inseparable(lessons)

    @property
    def holds(self) -> bool:
        """True if the share that is aimed at is reached."""
        return self.rows["as_it_is"].top_3 >= TARGET

    def lines(self, lang: str) -> Iterator[Line]:
        """For a screen."""
        manners = {say(f"diagnosis.measure.{name}", lang): row for name, row in self.rows.items()}
        causes = {f"{one} {catalogue()[one].words(lang)}": row for one, row in self.causes.items()}
        yield from _table(say("diagnosis.measure.manner", lang), manners, lang)
        yield Line("")
        yield from _table(say("diagnosis.measure.cause", lang), causes, lang)
        yield Line("")
        if not self.inseparable:
            yield Line(say("diagnosis.measure.all_apart", lang))
        for one, others in self.inseparable.items():
            names = ", ".join(others)
            yield Line(say("diagnosis.measure.inseparable", lang, one=one, others=names))
        if self.unknown:
            yield Line(say("diagnosis.measure.not_learnt", lang, causes=", ".join(self.unknown)))

    def json(self) -> str:
        """For programs; keys are always the same."""
        told = {
            "most_questions": self.most,
            "target_top_3": TARGET,
            "reached": self.holds,
            "rows": {name: _figures(row) for name, row in self.rows.items()},
            "causes": {cause: _figures(row) for cause, row in self.causes.items()},
            "inseparable": {cause: list(others) for cause, others in self.inseparable.items()},
            "not_learnt": list(self.unknown),
        }
        return json.dumps(told, ensure_ascii=False, indent=2)


def _figures(row: Accuracy) -> dict[str, Any]:
    return {
        "situations": row.situations,
        "top_1": round(row.top_1, 4),
        "top_3": round(row.top_3, 4),
        "questions": round(row.mean_questions, 2),
    }


def _table(title: str, rows: Mapping[str, Accuracy], lang: str) -> Iterator[Line]:
    heads = ("situations", "top_1", "top_3", "questions")
    head = [title, *(say(f"diagnosis.measure.{name}", lang) for name in heads)]
    cells = [
        (
            name,
            str(row.situations),
            f"{row.top_1:.1%}",
            f"{row.top_3:.1%}",
            f"{row.mean_questions:.1f}",
        )
        for name, row in rows.items()
    ]
    first, *others = columns([head, *cells], right=(1, 2, 3, 4))
    yield Line(first, "label")
    yield from (Line(row) for row in others)

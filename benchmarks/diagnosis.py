"""
Measures how often `posemu diagnose` finds the cause, and how long it takes to answer and to learn.

    python benchmarks/diagnosis.py            a few minutes on one core

Accuracy is that of `posemu diagnose --measure`, with the lessons that come with the emulator: on
days that they were not learnt from. Times are CPU time of this process alone.
"""

import sys
import time
from collections.abc import Callable
from typing import Any

from emulator.diagnosis.inquiry import MOST_QUESTIONS, Inquiry
from emulator.diagnosis.knowledge import Knowledge
from emulator.diagnosis.learning import LEARNT_DAYS, MEASURED_DAYS, experience_of
from emulator.interfaces.diagnosis.figures import Figures
from emulator.interfaces.diagnosis.knowing import shipped_lessons
from emulator.interfaces.selection import shipped


def cpu_s(act: Callable[[], Any]) -> tuple[float, Any]:
    """CPU time of an act in seconds, and what it gives."""
    begun = time.process_time()
    given = act()
    return time.process_time() - begun, given


def asked(knowledge: Knowledge, symptom: str) -> Inquiry:
    """A whole conversation in which nobody knows anything: every question is weighed each time."""
    inquiry = Inquiry(knowledge).answered("symptom", symptom)
    while (question := inquiry.next_question()) is not None:
        inquiry = inquiry.answered(question, None)
    return inquiry


def main() -> None:
    scenarios = list(shipped())
    read_s, lessons = cpu_s(shipped_lessons)
    asked_s, _ = cpu_s(lambda: asked(Knowledge(lessons), "S6"))
    learn_s, _ = cpu_s(lambda: [experience_of(one, LEARNT_DAYS) for one in scenarios])
    met = [s for one in scenarios for s in experience_of(one, MEASURED_DAYS).situations]
    measure_s, figures = cpu_s(lambda: Figures(lessons, met, MOST_QUESTIONS))
    print(f"scenarios: {len(scenarios)}, lessons: {len(lessons.lessons)}")
    print(f"causes: {len(lessons.causes())}, questions: {len(lessons.questions())}")
    print(f"lessons read: {read_s * 1e3:.0f} ms")
    print(f"six questions chosen: {asked_s * 1e3:.0f} ms")
    print(f"learnt from {len(LEARNT_DAYS)} days: {learn_s:.0f} s")
    print(f"{len(met)} situations asked about in four ways: {measure_s:.0f} s\n")
    for line in figures.lines("en"):
        print(line.text)
    sys.exit(not figures.holds)


if __name__ == "__main__":
    main()

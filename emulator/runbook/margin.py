"""What stands above a chart: its title, who has which colour, and what keeps the trouble away."""

from collections.abc import Iterator

import msgspec

from emulator.domain.texts import say
from emulator.reports.layout import cells
from emulator.runbook.chart import Chart
from emulator.runbook.layout import CELL, LINE, MARGIN, MOST_WIDE, wrap
from emulator.runbook.phrases import role_words
from emulator.runbook.roles import ROLES


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """A line of words, or a patch of colour with words behind it."""

    x: float
    y: float
    words: str
    look: str = ""
    """Of the patch; empty if there is none."""
    is_bold: bool = False

    @property
    def text_x(self) -> float:
        """Where the words begin."""
        return self.x + (20 if self.look else 0)

    @property
    def end_x(self) -> float:
        """Where they end."""
        return self.text_x + cells(self.words) * CELL


class Heading(msgspec.Struct, frozen=True, kw_only=True):
    """Everything above the chart."""

    marks: tuple[Mark, ...]
    height: float
    """Where the chart may begin."""

    @property
    def width(self) -> float:
        """How wide the paper must be for it."""
        return max(mark.end_x for mark in self.marks) + MARGIN


def heading_of(chart: Chart) -> Heading:
    """Place what stands above a chart."""
    y = MARGIN
    marks = [Mark(x=MARGIN, y=y, words=chart.title, is_bold=True)]
    y += LINE * 1.6
    legend = list(_legend(chart, y))
    y += LINE * 1.4
    notes: list[Mark] = []
    if chart.notes:
        room = int((MOST_WIDE - 2 * MARGIN) / CELL)
        told = say("runbook.prevents", chart.lang) + "  ".join(chart.notes)
        for words in wrap(told, room):
            notes.append(Mark(x=MARGIN, y=y, words=words))
            y += LINE
    return Heading(marks=(*marks, *legend, *notes), height=y + LINE * 0.4)


def _legend(chart: Chart, y: float) -> Iterator[Mark]:
    """The roles that have a step on this chart, and what a dashed step is."""
    there = {box.role for box in chart.root.all()}
    x = MARGIN
    for role in ROLES:
        if role in there:
            mark = Mark(x=x, y=y, words=role_words(role, chart.lang), look=role)
            yield mark
            x = mark.end_x + 22
    yield Mark(x=x, y=y, words=say("runbook.legend", chart.lang))

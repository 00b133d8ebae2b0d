"""
A runbook as a page of Markdown: the flow chart, and every branch with what is behind it.

What is too long for a box stands here: what the cause does to people, what becomes of it if nobody
does what should be done, and which scenario shows it.
"""

from collections.abc import Iterable, Iterator, Sequence

from emulator.domain.texts import say
from emulator.proof.proof import change_in_words, deeds_in_words
from emulator.reports.layout import one_line
from emulator.reports.seen_words import seen_words
from emulator.runbook.branch import Branch, Prevention
from emulator.runbook.chart import chart_of
from emulator.runbook.mermaid import mermaid
from emulator.runbook.phrases import part_words, span_words
from emulator.runbook.roles import part_of
from emulator.runbook.tree import Leaf, leaves_of, tree_of
from emulator.scenario.catalogue import catalogue

COLUMNS = ("cause", "check", "deeds", "otherwise", "took", "scenario")


def page(
    symptom: str,
    branches: Sequence[Branch],
    preventions: Sequence[Prevention],
    lang: str,
    *,
    picture: str = "",
) -> str:
    """
    The whole page.

    Args:
        symptom: Its number.
        branches: What was proven to lead to it.
        preventions: What was proven to keep it away.
        lang: zh or en.
        picture: Where a picture of the chart lies; empty if there is none.
    """
    tree = tree_of(branches)
    chart = chart_of(symptom, tree, preventions, lang)
    rows = [f"# {chart.title}", "", say("runbook.about", lang, number=symptom), ""]
    rows += ["```mermaid", mermaid(chart).rstrip("\n"), "```", ""]
    if picture:
        rows += [f"[{say('runbook.picture', lang)}]({picture})", ""]
    if branches:
        rows += [f"## {say('runbook.branches', lang)}", "", *_table(leaves_of(tree), lang), ""]
    if preventions:
        rows += [f"## {say('runbook.preventions', lang)}", "", *_prevented(preventions, lang), ""]
    return "\n".join(rows)


def _table(leaves: Iterable[Leaf], lang: str) -> Iterator[str]:
    yield _row(say(f"runbook.column.{name}", lang) for name in COLUMNS)
    yield _row("---" for _ in COLUMNS)
    for leaf in leaves:
        first = leaf.branches[0]
        yield _row(
            (
                _cause(first, lang),
                _checks(first, lang),
                _deeds(leaf, lang),
                _otherwise(first, lang),
                span_words(*leaf.took_us, lang, plus=False) if leaf.deeds else "–",
                ", ".join(_code(name) for name in leaf.scenarios),
            )
        )


def _cause(branch: Branch, lang: str) -> str:
    names = [f"**{number}** {catalogue()[number].words(lang)}" for number in branch.causes]
    names = names or [_plain(branch.title_in(lang))]
    return "<br>".join([*names, change_in_words(branch.harm, lang)])


def _checks(branch: Branch, lang: str) -> str:
    found = []
    for check in branch.checks:
        seen = say("runbook.and", lang).join(seen_words(n, v, lang) for n, v in check.seen)
        who = part_words(part_of(check.key), lang)
        what = deeds_in_words(check.key, lang)
        found.append(f"**{' '.join(check.numbers)}** {who}: {what} – {_plain(seen)}")
    return "<br>".join(found) or "–"


def _deeds(leaf: Leaf, lang: str) -> str:
    found = []
    for index, deed in enumerate(leaf.deeds):
        who = part_words(part_of(deed.key), lang, with_supervisor=deed.with_supervisor)
        numbers = f"**{' '.join(deed.numbers)}** " if deed.numbers else ""
        when = span_words(*leaf.times_us(index), lang)
        found.append(f"{numbers}{who}: {deeds_in_words(deed.key, lang)} ({when})")
    return "<br>".join(found) or say("runbook.nothing_done", lang)


def _otherwise(branch: Branch, lang: str) -> str:
    words = (f"**{loss.number}** {change_in_words(loss.change, lang)}" for loss in branch.losses)
    return "<br>".join(words) or "–"


def _prevented(preventions: Iterable[Prevention], lang: str) -> Iterator[str]:
    for one in preventions:
        words = catalogue()[one.number].words(lang)
        without = say("runbook.without", lang, change=change_in_words(one.loss, lang))
        yield f"- **{one.number}** {words}. {without} ({_code(one_line(one.scenario))})"


def _plain(text: str) -> str:
    """Words that somebody else wrote, without the power of markup."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("*", "&#42;")


def _code(name: str) -> str:
    told = name.replace("`", "'")
    return f"`{told}`"


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"

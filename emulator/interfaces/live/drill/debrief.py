"""
An assessment in a person's words, as lines of any width, for screens and for plain terminals.

    verdict - score - mistakes - side by side - consequence - money - what the handbook says
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import zip_longest

from emulator.domain.moments import SECOND
from emulator.domain.money import yuan
from emulator.domain.plan import Scenario
from emulator.domain.texts import say
from emulator.drills.assessment import FAILED, PASSED, Assessment
from emulator.drills.money import Balances
from emulator.drills.required import Required
from emulator.drills.score import Scored
from emulator.drills.timeline import ASKED, DID, HAPPENED, Entry
from emulator.interfaces.live.drill.debrief_words import event_words, key_words, wrapped
from emulator.reports.layout import Line, cells, columns, cut, pad
from emulator.scenario.catalogue import catalogue

LEAST_WIDTH = 60
_COLUMNS = (HAPPENED, DID, ASKED)
_CLOCK = len("12:34:56") + 1
_VERDICTS = {PASSED: "pass", FAILED: "fail"}
_MONEY = (
    "customers_fen", "held_fen", "merchant_fen", "pending_fen", "suspense_fen", "fees_fen",
)  # fmt: skip


def debriefing(found: Assessment, scenario: Scenario, *, lang: str, width: int) -> Iterator[Line]:
    """
    Everything there is to say.

    Args:
        found: What came of it.
        scenario: The drill.
        lang: zh or en.
        width: Cells of a line, `LEAST_WIDTH` or more.
    """
    start = scenario.given.start
    sections: tuple[tuple[str, Iterator[Line]], ...] = (
        ("score", _score(found, lang, width)),
        ("mistakes", _mistakes(found, start, lang, width)),
        ("timeline", _timeline(found, start, lang, width)),
        ("consequence", _consequences(found, lang, width)),
        ("money", _money(found, lang)),
        ("handbook", _handbook(found, scenario, lang, width)),
    )
    yield from verdict_lines(found, lang, width)
    for name, lines in sections:
        yield Line("")
        yield Line(say(f"drill.section.{name}", lang), "label")
        yield from lines


def verdict_lines(found: Assessment, lang: str, width: int) -> Iterator[Line]:
    """The verdict, what it rests on, and the points."""
    score = found.score
    role = _VERDICTS.get(found.verdict, "inconclusive")
    yield Line(say(f"drill.verdict.{found.verdict}", lang), role)
    for text in wrapped(say(f"drill.why.{found.why}", lang), width):
        yield Line(text)
    yield Line(
        say(
            "drill.points",
            lang,
            points=score.points,
            out_of=score.out_of,
            percent=score.percent,
            pass_percent=score.pass_percent,
            took_us=found.took_us // SECOND * SECOND,
            hints=found.hints,
        )
    )


# Sections -------------------------------------------------------------------------------------


def _score(found: Assessment, lang: str, width: int) -> Iterator[Line]:
    head = tuple(say(f"drill.score.{name}", lang) for name in ("points", "action", "time", "how"))
    rows = [head, *(_scored(one, lang) for one in found.score.actions)]
    room = width - sum(max(cells(row[n]) for row in rows) + 2 for n in (0, 2, 3))
    rows = [(row[0], cut(row[1], max(room, 8)), *row[2:]) for row in rows]
    for number, text in enumerate(columns(rows)):
        role = "dim" if number == 0 else _points_role(found.score.actions[number - 1].points)
        yield Line(text, role)


def _points_role(points: int) -> str:
    return {2: "pass", 1: "inconclusive"}.get(points, "fail")


def _scored(one: Scored, lang: str) -> tuple[str, str, str, str]:
    asked = one.required
    time = "-"
    if one.done_us is not None:
        lag_us = max(one.done_us - (one.called_us or 0), 0) // SECOND * SECOND
        time = say("drill.score.lag", lang, lag_us=lag_us, limit_us=one.limit_us)
    return str(one.points), _asked(asked, lang), time, say(f"drill.how.{one.why}", lang)


def _asked(asked: Required, lang: str) -> str:
    words = [key_words(asked.key, lang)]
    if asked.amount_fen is not None:
        words.append(yuan(asked.amount_fen))
    if asked.numbers:
        words.append(f"({','.join(asked.numbers)})")
    return " ".join(words)


def _mistakes(found: Assessment, start: datetime, lang: str, width: int) -> Iterator[Line]:
    if not found.mistakes:
        yield Line(say("drill.none", lang), "pass")
    for one in found.mistakes:
        text = say(f"drill.critical.{one.what}", lang, amount_fen=one.amount_fen)
        for line in wrapped(f"{_clock(start, one.at_us)} {text}", width):
            yield Line(line, "fail")


def _timeline(found: Assessment, start: datetime, lang: str, width: int) -> Iterator[Line]:
    room = (width - _CLOCK - 2 * (len(_COLUMNS) - 1)) // len(_COLUMNS)
    heads = (say(f"drill.column.{name}", lang) for name in _COLUMNS)
    yield Line(_beside(say("drill.column.time", lang), [cut(h, room) for h in heads], room), "dim")
    rows: dict[str, dict[str, list[str]]] = {}
    for entry in found.timeline:
        cell = rows.setdefault(_clock(start, entry.at_us), {})
        cell.setdefault(entry.column, []).extend(wrapped(_entry(entry, found, lang), room))
    for clock, cell in rows.items():
        told = [cell.get(name, []) for name in _COLUMNS]
        for number, texts in enumerate(zip_longest(*told, fillvalue="")):
            yield Line(_beside("" if number else clock, texts, room))


def _beside(clock: str, texts: list[str] | tuple[str, ...], room: int) -> str:
    return (pad(clock, _CLOCK) + "  ".join(pad(text, room) for text in texts)).rstrip()


def _entry(entry: Entry, found: Assessment, lang: str) -> str:
    if entry.event is not None:
        return event_words(entry.event, lang)
    one = found.score.actions[entry.action]
    return f"{_asked(one.required, lang)} [{one.points}]"


def _consequences(found: Assessment, lang: str, width: int) -> Iterator[Line]:
    if not found.consequences:
        yield Line(say("drill.no_consequence", lang), "pass")
    for one in found.consequences:
        text = say(f"drill.consequence.{one.what}", lang, amount_fen=one.amount_fen)
        for line in wrapped(text, width):
            yield Line(line, "fail")


def _money(found: Assessment, lang: str) -> Iterator[Line]:
    money = found.money
    moments = {
        "before": money.before,
        "when_left": money.when_left,
        "in_the_end": money.in_the_end,
        "of_model": money.of_model,
    }
    head = ("", *(say(f"drill.money.{name}", lang) for name in moments))
    rows = [head]
    for name in _MONEY:
        values = [_of(balances, name) for balances in moments.values()]
        if any(values) or name in ("customers_fen", "merchant_fen", "pending_fen"):
            label = say(f"drill.money.{name.removesuffix('_fen')}", lang)
            rows.append((label, *(yuan(fen) for fen in values)))
    for number, text in enumerate(columns(rows, right=(1, 2, 3, 4))):
        yield Line(text, "" if number else "dim")


def _of(balances: Balances, name: str) -> int:
    fen: int = getattr(balances, name)
    return fen


def _handbook(found: Assessment, scenario: Scenario, lang: str, width: int) -> Iterator[Line]:
    handbook = scenario.handbook_en if lang == "en" else scenario.handbook
    for line in wrapped(handbook or scenario.handbook, width):
        yield Line(line)
    entries = catalogue()
    for number in found.handbook:
        if number in entries:
            for line in wrapped(f"{number} {entries[number].words(lang)}", width):
                yield Line(line, "dim")


def _clock(start: datetime, at_us: int) -> str:
    return f"{start + timedelta(microseconds=at_us):%H:%M:%S}"

"""Alarms for people: what, when, how long after its cause, and when it was over."""

from collections.abc import Iterator, Sequence

from emulator.domain.alarms import BANK_NOTICE, BATCH_OPEN
from emulator.domain.moments import SECOND
from emulator.domain.texts import has, say
from emulator.operations.monitoring.report import Alarm
from emulator.reports.layout import Line, columns, one_line
from emulator.reports.words import clock, trade_word, worded

ROWS = 100
"""A longer list is better read by a program."""
_NOTHING = "-"


def tell(alarms: Sequence[Alarm], lang: str) -> Iterator[Line]:
    """Give the lines of a report in zh or en."""
    if not alarms:
        yield Line(say("monitor.none", lang), "pass")
        return
    head = [say(f"monitor.head.{name}", lang) for name in ("raised", "alarm", "sign", "cause")]
    head += [say("monitor.head.over", lang)]
    rows = [head, *(_row(alarm, lang) for alarm in alarms[:ROWS])]
    lines = columns(rows, right=(0, 4))
    yield Line(lines[0], "dim")
    yield from map(Line, lines[1:])
    if len(alarms) > ROWS:
        yield Line(say("monitor.more", lang, count=len(alarms) - ROWS))
    standing = sum(alarm.over_us is None for alarm in alarms)
    yield Line(say("monitor.sum", lang, count=len(alarms), standing=standing), "fail")


def in_one_line(alarm: Alarm, lang: str) -> str:
    """One alarm in a sentence, for the report of a run."""
    told = what(alarm, lang)
    if alarm.cause is not None:
        after_us, cause = _seconds(alarm.after_us or 0), one_line(alarm.cause.name)
        return say("monitor.told_after", lang, alarm=told, after_us=after_us, cause=cause)
    lasted_us = alarm.raised_us - alarm.since_us
    if lasted_us < SECOND:
        return say("monitor.told_at_once", lang, alarm=told)
    return say("monitor.told", lang, alarm=told, since_us=_seconds(lasted_us))


def what(alarm: Alarm, lang: str) -> str:
    """Which alarm, and whose money or paper it is about."""
    name = trade_word(alarm.alarm, lang, "alarm")
    concern = alarm.concern
    parts = [_about(alarm, lang)]
    if concern.amount_fen:
        parts.append(worded("amount_fen", concern.amount_fen))
    told = ", ".join(part for part in parts if part)
    return one_line(f"{name} ({told})" if told else name)


def _about(alarm: Alarm, lang: str) -> str:
    if alarm.alarm == BATCH_OPEN:
        return alarm.concern.batch
    if alarm.alarm == BANK_NOTICE and has(alarm.about):
        return say(alarm.about, lang)
    return alarm.about


def _row(alarm: Alarm, lang: str) -> list[str]:
    if alarm.cause is None:
        cause = _NOTHING
    else:
        values = {"after_us": _seconds(alarm.after_us or 0), "cause": one_line(alarm.cause.name)}
        cause = say("monitor.after", lang, **values)
    return [
        _time(alarm.raised_us),
        what(alarm, lang),
        say("monitor.ago", lang, since_us=_seconds(alarm.raised_us - alarm.since_us)),
        cause,
        _NOTHING if alarm.over_us is None else _time(alarm.over_us),
    ]


def _time(at_us: int) -> str:
    return clock(_seconds(at_us)).removesuffix(".000")


def _seconds(us: int) -> int:
    """Nobody wants the milliseconds of what takes minutes; a shorter time stays as it is."""
    return us // SECOND * SECOND if abs(us) >= SECOND else us // 1000 * 1000

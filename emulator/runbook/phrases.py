"""The phrases of which a chart's boxes are made: who, when, and how it ended."""

from collections.abc import Mapping, Sequence

from emulator.domain.moments import HOUR, MINUTE, SECOND
from emulator.domain.texts import say, spoken_duration
from emulator.runbook.ends import END, LEFT_OVER
from emulator.runbook.roles import Part


def part_words(part: Part, lang: str, *, with_supervisor: bool = False) -> str:
    """Who takes a step, with whom or by asking whom."""
    who = role_words(part.role, lang)
    if with_supervisor and part.role != "supervisor":
        who = say("runbook.with", lang, who=who, other=role_words("supervisor", lang))
    if part.asks:
        who = say("runbook.asks", lang, who=who, other=role_words(part.asks, lang))
    return who


def role_words(role: str, lang: str) -> str:
    """What somebody on the chart is called."""
    return say(f"runbook.role.{role}", lang)


def span_words(first_us: int, last_us: int, lang: str, *, plus: bool = True) -> str:
    """
    When something was done, or how long it took, over several stories.

    Args:
        first_us: The shortest time.
        last_us: The longest.
        lang: zh or en.
        plus: True for a moment after something; one before it is told as such.
    """
    if plus and first_us < 0:
        return say("runbook.beforehand", lang)
    words = _rounded(first_us)
    if _rounded(last_us) != words:
        words = say("runbook.span", lang, first=words, last=_rounded(last_us))
    return f"+{words}" if plus else words


def end_words(ends: Sequence[Mapping[str, int]], lang: str) -> str:
    """
    How it ended: of each thing what it was, or the least and the most of several stories.

    Returns:
        Empty if there is nothing to say.
    """
    found = []
    for name in END:
        # Nobody who waited for nothing is a zero; who lacks nothing in the end is one.
        values = [end.get(name, 0) for end in ends if name in LEFT_OVER or name in end]
        if any(values):
            found.append(say(f"runbook.end.{name}", lang, value=_valued(name, values, lang)))
    return say("runbook.and", lang).join(found)


def _valued(name: str, values: Sequence[int], lang: str) -> str:
    least, most = (_shown(name, value, lang) for value in (min(values), max(values)))
    return least if least == most else say("runbook.span", lang, first=least, last=most)


def _shown(name: str, value: int, lang: str) -> str:
    if name.endswith("_us"):
        return _rounded(value)
    if name.endswith("_fen"):
        return say("runbook.money", lang, amount_fen=value)
    return str(value)


def _rounded(us: int) -> str:
    """Whole seconds, from an hour up whole minutes: nobody at a till counts more closely."""
    unit = SECOND if us < HOUR else MINUTE
    return spoken_duration((us + unit // 2) // unit * unit)

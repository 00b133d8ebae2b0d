"""
Parsers of the small notations in a scenario file: money, durations, instants, lengths, choices.

A parser takes what stands in the tree and raises `PydanticCustomError` whose type is the problem's
code. Left out: what a value means together with others.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, time
from typing import Any

from pydantic_core import PydanticCustomError

from emulator.domain.card import Pan, Secret, pan_from_mask
from emulator.domain.limits import (
    FIRST_START,
    LAST_START,
    MOST_BUSINESS_DAYS,
    STORY_US,
    Limit,
)
from emulator.domain.moments import format_duration, parse_duration
from emulator.domain.money import Money
from emulator.domain.plan import Instant
from emulator.domain.receipt import LINE_MM
from emulator.scenario.problems import listed, nearest

FULL = -1
"""What `paper: full` becomes, until it is known how long a new roll is."""

TEST_PIN = "111111"

_LONGEST = 80
"""No notation is longer; patterns need not fear what comes."""

# Digits are 0 to 9 only: full-width ones look alike and are not what anybody meant to type.
_INSTANT = re.compile(r"T\+(\d{1,3})(?: +(\d{1,2}):(\d{2}))?", re.ASCII)
_WALL = re.compile(r"(20\d{2})-(\d{2})-(\d{2})(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?", re.ASCII)
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})", re.ASCII)
_LENGTH = re.compile(r"(\d{1,7})(?:\.(\d{1,3}))? *(mm|cm|m|lines?|行)", re.ASCII)
_PERCENT = re.compile(r"(\d{1,4})(?:\.(\d{1,2}))? *%", re.ASCII)
_SPEED = re.compile(r"(\d{1,4}) *mm/s", re.ASCII)
_COUNT = re.compile(r"\d{1,80}", re.ASCII)
_NAME = re.compile(r"[\w-]{1,40}")
_PIN = re.compile(r"\d{4,12}", re.ASCII)

YES_NO = {
    "yes": True, "true": True, "on": True, "是": True,
    "no": False, "false": False, "off": False, "否": False,
}  # fmt: skip

Parser = Callable[[Any], Any]


def wrong(code: str, **values: Any) -> PydanticCustomError:
    """The error of a parser: the problem's code and what its sentence names."""
    return PydanticCustomError(code, code, values)


def sort_of(value: Any) -> str:
    """The sort of a node, as `tree.Node.sort` calls it."""
    if value is None:
        return "nothing"
    return "mapping" if isinstance(value, dict) else "list" if isinstance(value, list) else "text"


def text_of(value: Any, *, most: int = _LONGEST) -> str:
    """Make sure that a value is a text of bearable length."""
    if not isinstance(value, str):
        raise wrong("E201", wanted="text", found=sort_of(value))
    if len(value) > most:
        raise wrong("E213", limit=most)
    text: str = value.strip()
    return text


def parse_money(value: Any) -> int:
    """Read `128.50 CNY` as fen."""
    text = text_of(value)
    try:
        money = Money.parse(text)
    except ValueError:
        raise wrong("E205", found=text) from None
    if money.currency != "CNY":
        raise wrong("E221", found=money.currency)
    return money.fen


def parse_amount(value: Any) -> int:
    """Read money that cannot be less than nothing."""
    fen = parse_money(value)
    if fen < 0:
        raise wrong("E215", found=value, least="0.00 CNY", most="9999999999.99 CNY")
    return fen


def parse_span(value: Any) -> int:
    """Read `1m30s` as microseconds; no story lasts longer than `limits.STORY_US`."""
    text = text_of(value)
    try:
        us = parse_duration(text)
    except ValueError:
        raise wrong("E206", found=text) from None
    if us > STORY_US:
        raise wrong("E215", found=text, least="0s", most=format_duration(STORY_US))
    return us


def parse_signed_span(value: Any) -> int:
    """Read `-1ms` or `+1ms` as microseconds."""
    text = text_of(value)
    us = parse_span(text.removeprefix("-").removeprefix("+"))
    return -us if text.startswith("-") else us


def parse_some_time(value: Any) -> int:
    """Read a duration that is not nothing."""
    us = parse_span(value)
    if us == 0:
        raise wrong("E215", found=value, least="1us", most=format_duration(STORY_US))
    return us


def parse_instant(value: Any) -> Instant:
    """Read a duration since the start, `T+1 09:00`, or `2026-03-05 20:10`."""
    text = text_of(value)
    if match := _INSTANT.fullmatch(text):
        of_day = _time(match[2] or "0", match[3] or "00", text)
        days = int(match[1])
        if days > MOST_BUSINESS_DAYS:
            raise wrong("E215", found=text, least="T+0", most=f"T+{MOST_BUSINESS_DAYS}")
        return Instant(business_days=days, of_day=of_day)
    if _WALL.fullmatch(text):
        return Instant(wall=parse_wall(text))
    try:
        return Instant(at_us=parse_duration(text))
    except ValueError:
        raise wrong("E207", found=text) from None


def parse_wall(value: Any) -> datetime:
    """Read `2026-03-02 10:00`; a date alone is its midnight."""
    text = text_of(value)
    match = _WALL.fullmatch(text)
    if match is None:
        raise wrong("E216", found=text)
    try:
        return datetime(*(int(part or 0) for part in match.groups()))  # type: ignore[arg-type]
    except ValueError:
        raise wrong("E216", found=text) from None


def parse_start(value: Any) -> datetime:
    """Read the moment at which a story starts."""
    start = parse_wall(value)
    if not FIRST_START <= start <= LAST_START:
        least, most = (f"{moment:%Y-%m-%d}" for moment in (FIRST_START, LAST_START))
        raise wrong("E215", found=value, least=least, most=most)
    return start


def parse_clock(value: Any) -> str:
    """Read a time of day as `09:05`."""
    text = text_of(value)
    match = _CLOCK.fullmatch(text)
    if match is None:
        raise wrong("E217", found=text)
    return _time(match[1], match[2], text, code="E217").strftime("%H:%M")


def parse_length(value: Any) -> int:
    """Read `120 mm`, `3 m` or `4 lines` as millimetres."""
    text = text_of(value)
    match = _LENGTH.fullmatch(text)
    if match is None:
        raise wrong("E210", found=text)
    whole, fraction, unit = match.groups()
    per_unit = {"mm": 1, "cm": 10, "m": 1000}.get(unit, LINE_MM)
    thousandths = int(whole) * 1000 + int((fraction or "0").ljust(3, "0"))
    mm, rest = divmod(thousandths * per_unit, 1000)
    if rest:
        raise wrong("E210", found=text)
    return mm


def parse_paper(value: Any) -> int:
    """Read what is left on the roll; `full` is FULL."""
    return FULL if value in ("full", "满") else parse_length(value)


def parse_basis_points(value: Any) -> int:
    """Read `0.60 %` as hundredths of a percent."""
    match = _PERCENT.fullmatch(text_of(value))
    if match is None:
        raise wrong("E211", found=value)
    return int(match[1]) * 100 + int((match[2] or "0").ljust(2, "0"))


def parse_percent(value: Any) -> int:
    """Read `115 %` as whole percents."""
    points = parse_basis_points(value)
    if points % 100:
        raise wrong("E211", found=value)
    return points // 100


def parse_speed(value: Any) -> int:
    """Read `90 mm/s`."""
    match = _SPEED.fullmatch(text_of(value))
    if match is None or int(match[1]) == 0:
        raise wrong("E218", found=value)
    return int(match[1])


def parse_yes_no(value: Any) -> bool:
    """Read yes or no."""
    text = text_of(value)
    if text.lower() not in YES_NO:
        raise wrong("E209", found=text)
    return YES_NO[text.lower()]


def parse_name(value: Any) -> str:
    """Read the name of a step, a fault or a cardholder."""
    text = text_of(value)
    if not _NAME.fullmatch(text):
        raise wrong("E219", found=text)
    return text


def parse_pan(value: Any) -> Pan:
    """Read a masked card number as the test number that it stands for."""
    try:
        return pan_from_mask(text_of(value))
    except ValueError:
        # What stands there may be a real number: it is not repeated.
        raise wrong("E212") from None


def parse_pin(value: Any) -> Secret | None:
    """Read a PIN; `yes` is a test PIN and `no` a card that asks for none."""
    text = text_of(value)
    if text.lower() in YES_NO:
        return Secret(TEST_PIN) if YES_NO[text.lower()] else None
    if not _PIN.fullmatch(text):
        raise wrong("E220")
    return Secret(text)


def within(parse: Parser, limit: Limit, write: Callable[[int], str]) -> Parser:
    """
    A parser that also holds a value to a limit.

    Args:
        parse: Reads the value as a whole number.
        limit: What it may be; FULL is always possible.
        write: Writes a bound the way the file would.
    """

    def parse_within(value: Any) -> int:
        found: int = parse(value)
        if found != FULL and not limit.holds(found):
            code = "E231" if limit.or_nothing else "E215"
            bounds = {"least": write(limit.least), "most": write(limit.most)}
            raise wrong(code, found=str(value), **bounds)
        return found

    return parse_within


def counted(least: int = 0, most: int = 1_000_000) -> Parser:
    """A parser of whole numbers within limits."""

    def parse(value: Any) -> int:
        text = text_of(value)
        if not _COUNT.fullmatch(text):
            raise wrong("E208", found=text)
        if not least <= int(text) <= most:
            raise wrong("E215", found=text, least=str(least), most=str(most))
        return int(text)

    return parse


def chosen(spellings: Mapping[str, Any]) -> Parser:
    """A parser of one word of several, each to its meaning."""

    def parse(value: Any) -> Any:
        text = text_of(value)
        if text not in spellings:
            raise not_one_of(text, spellings)
        return spellings[text]

    return parse


def not_one_of(found: str, known: Iterable[str], code: str = "E204") -> PydanticCustomError:
    """The error for a word that is not among the known ones."""
    words = list(known)
    return wrong(code, found=found, known=listed(words), suggestion=nearest(found, words))


def formed(pattern: str, example: str) -> Parser:
    """A parser of texts of a fixed form."""
    form = re.compile(pattern)

    def parse(value: Any) -> str:
        text = text_of(value)
        if not form.fullmatch(text):
            raise wrong("E214", found=text, example=example)
        return text

    return parse


def parse_text(value: Any) -> str:
    """Read a short free text."""
    return text_of(value, most=500)


def parse_story(value: Any) -> str:
    """Read a long free text, as the handbook's rule."""
    return text_of(value, most=5000)


def _time(hour: str, minute: str, text: str, *, code: str = "E207") -> time:
    try:
        return time(int(hour), int(minute))
    except ValueError:
        raise wrong(code, found=text) from None

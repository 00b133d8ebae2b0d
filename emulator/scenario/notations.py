"""
The notations of a scenario file as types for the models: a parser and a JSON Schema each.

An editor checks the schema while somebody types. Editors guess the types of YAML scalars, so where
a text may look like a number the schema allows both; the reader takes the text as it stands.
"""

from collections.abc import Callable, Mapping
from typing import Annotated, Any

from pydantic import PlainValidator, WithJsonSchema

from emulator.domain.limits import limit_of
from emulator.domain.moments import format_duration
from emulator.domain.money import yuan
from emulator.scenario.literals import (
    YES_NO,
    Parser,
    chosen,
    counted,
    formed,
    parse_amount,
    parse_basis_points,
    parse_clock,
    parse_instant,
    parse_length,
    parse_money,
    parse_name,
    parse_pan,
    parse_paper,
    parse_percent,
    parse_pin,
    parse_signed_span,
    parse_some_time,
    parse_span,
    parse_speed,
    parse_start,
    parse_story,
    parse_text,
    parse_wall,
    parse_yes_no,
    sort_of,
    within,
    wrong,
)

TEXT_OR_NUMBER = ["string", "number"]


def literal(parse: Parser, **schema: Any) -> Any:
    """Make a type for a model: its parser and its JSON Schema, by default a string."""
    return Annotated[Any, PlainValidator(parse), WithJsonSchema({"type": "string", **schema})]


def choice(spellings: Mapping[str, Any]) -> Any:
    """The type of one word of several."""
    return literal(chosen(spellings), enum=list(spellings))


def form(pattern: str, example: str) -> Any:
    """The type of texts of a fixed form."""
    return literal(
        formed(pattern, example), type=TEXT_OR_NUMBER, pattern=f"^({pattern})$", examples=[example]
    )


def word_list(parse: Parser, **schema: Any) -> Any:
    """The type of a list of notations, or of a single one written without the list."""

    def parse_list(value: Any) -> tuple[Any, ...]:
        if isinstance(value, str):
            return (parse(value),)
        if not isinstance(value, list):
            raise wrong("E201", wanted="list", found=sort_of(value))
        return tuple(parse(item) for item in value)

    one = {"type": "string", **schema}
    return Annotated[
        Any,
        PlainValidator(parse_list),
        WithJsonSchema({"oneOf": [one, {"type": "array", "items": one}]}),
    ]


MONEY_FORM = r"^-?\d{1,10}(\.\d{1,2})? CNY$"
DURATION_FORM = (
    r"^(?=.*\d)(\d+d)?\s*(\d+h)?\s*(\d+m(?!s))?\s*(\d+(\.\d{1,6})?s)?\s*(\d+ms)?\s*(\d+us)?$"
)
INSTANT_FORM = (
    rf"{DURATION_FORM}|^T\+\d{{1,3}}( +\d{{1,2}}:\d{{2}})?$"
    r"|^20\d{2}-\d{2}-\d{2}([ T]+\d{1,2}:\d{2}(:\d{2})?)?$"
)
_CLOCK_FORM = r"^\d{1,2}:\d{2}$"
_LENGTH_FORM = r"^\d{1,7}(\.\d{1,3})? *(mm|cm|m|lines?|行)$"

AnyMoney = literal(parse_money, pattern=MONEY_FORM, examples=["128.50 CNY"])
Amount = literal(parse_amount, pattern=MONEY_FORM.replace("-?", ""), examples=["128.50 CNY"])
Duration = literal(parse_span, pattern=DURATION_FORM, examples=["90s", "1m30s", "250ms"])
SomeTime = literal(parse_some_time, pattern=DURATION_FORM, examples=["90s"])
SignedDuration = literal(
    parse_signed_span, pattern=DURATION_FORM.replace("^", "^[-+]?", 1), examples=["-1ms"]
)
When = literal(parse_instant, pattern=INSTANT_FORM, examples=["0s", "T+1 09:00"])
Wall = literal(
    parse_wall,
    pattern=r"^20\d{2}-\d{2}-\d{2}([ T]+\d{1,2}:\d{2}(:\d{2})?)?$",
    examples=["2026-03-02 10:00"],
)
Start = literal(
    parse_start,
    pattern=r"^20[123]\d-\d{2}-\d{2}([ T]+\d{1,2}:\d{2}(:\d{2})?)?$",
    examples=["2026-03-02 10:00"],
)
Clock = literal(parse_clock, pattern=_CLOCK_FORM, examples=["23:00"])
Length = literal(parse_length, pattern=_LENGTH_FORM, examples=["120 mm", "3 m", "4 lines"])
Paper = literal(
    parse_paper, pattern=f"^(full|满)$|{_LENGTH_FORM}", examples=["full", "120 mm", "4 lines"]
)
BasisPoints = literal(parse_basis_points, pattern=r"^\d+(\.\d{1,2})? *%$", examples=["0.60 %"])
Percent = literal(parse_percent, pattern=r"^\d+(\.0{1,2})? *%$", examples=["115 %"])
Speed = literal(parse_speed, pattern=r"^\d{1,4} *mm/s$", examples=["90 mm/s"])
YesNo = Annotated[
    Any,
    PlainValidator(parse_yes_no),
    WithJsonSchema({"enum": [*YES_NO, True, False]}),
]
Name = literal(parse_name, pattern=r"^[\w-]{1,40}$", examples=["s1"])
PanMask = literal(parse_pan, pattern=r"^\d{6}\*{3,9}\d{4}$", examples=["622202******0018"])
Pin = Annotated[
    Any,
    PlainValidator(parse_pin),
    WithJsonSchema(
        {"anyOf": [{"type": "string", "pattern": r"^\d{4,12}$"}, {"enum": [*YES_NO, True, False]}]}
    ),
]
Text = literal(parse_text, type=TEXT_OR_NUMBER, maxLength=500)
Story = literal(parse_story, maxLength=5000)
Raw = Annotated[Any, WithJsonSchema({})]
"""Read by a model of its own."""


def count_type(least: int = 0, most: int = 1_000_000) -> Any:
    """The type of a whole number within limits; an editor sees it as a number or a text."""
    return Annotated[
        Any,
        PlainValidator(counted(least, most)),
        WithJsonSchema(
            {
                "anyOf": [
                    {"type": "integer", "minimum": least, "maximum": most},
                    {"type": "string", "pattern": r"^\d{1,12}$"},
                ]
            }
        ),
    ]


WRITTEN: Mapping[str, Callable[[int], str]] = {
    "_basis_points": lambda value: f"{yuan(value)} %",
    "_percent": lambda value: f"{value} %",
    "_mm_s": lambda value: f"{value} mm/s",
    "_mm": lambda value: f"{value} mm",
    "_us": lambda value: f"-{format_duration(-value)}" if value < 0 else format_duration(value),
    "_fen": lambda value: f"{yuan(value)} CNY",
}
"""Unit at the end of a setting's name to how a file writes its value; the longer unit first."""


def limited(notation: Any, name: str) -> Any:
    """The type of a setting's value: its notation, held to the limit of the setting."""
    limit = limit_of(name)
    if limit is None:
        return notation
    write = next((write for unit, write in WRITTEN.items() if name.endswith(unit)), str)
    mark, *others = notation.__metadata__
    return Annotated[Any, PlainValidator(within(mark.func, limit, write)), *others]


Count = count_type()
Nth = count_type(1, 100_000)

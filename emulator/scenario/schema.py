"""
The JSON Schema of scenario files, for editors: made from the same shapes that read them.

A schema is kinder than the reader: it cannot know names of steps, and editors guess types of
scalars, so a text that may look like a number is allowed as one. What the schema refuses, the
reader refuses too.
"""

import ast
import inspect
import textwrap
from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from typing import Any

import msgspec
from pydantic import TypeAdapter

from emulator.domain import actions
from emulator.domain.actions import Action
from emulator.domain.event_table import LINES
from emulator.domain.vocabulary import ALIASES, EVENTS, FACTS, FATES, MESSAGE_DETAILS, FactKind
from emulator.scenario import given
from emulator.scenario.document import DOCUMENT
from emulator.scenario.drill import DRILL
from emulator.scenario.events import MTI_WORDS, PATTERN, TRANSACTION_WORDS
from emulator.scenario.expectations import MODES, NEVER, WAIVER, WITHIN
from emulator.scenario.fact_words import COPY_WORDS, MARK_WORDS, screen_words
from emulator.scenario.faults import LEVER_FAULT, fate_shape
from emulator.scenario.literals import YES_NO
from emulator.scenario.notations import (
    INSTANT_FORM,
    MONEY_FORM,
    TEXT_OR_NUMBER,
)
from emulator.scenario.settings_shapes import SECTIONS, key_of, notation_of, settings_shape
from emulator.scenario.shapes import Shape
from emulator.scenario.steps import STEP, action_shape

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_SCALAR: Schema = {"type": ["string", "number", "boolean"]}
_VALUES: Schema = {
    "title": "Details",
    "type": "object",
    "additionalProperties": _SCALAR,
    "minProperties": 1,
}
_MARK = r"\$[A-Za-z_{]"
_YES_NO: Schema = {"enum": [*YES_NO, True, False]}
_COUNT: Schema = {"anyOf": [{"type": "integer", "minimum": 0}, {"type": "string"}]}


def schema(levers: Mapping[str, Mapping[str, Any]]) -> Schema:
    """
    Make the JSON Schema of a scenario file, draft 2020-12.

    Args:
        levers: What faults can pull, as the test bed lists it.
    """
    event = _event()
    document = _object(
        DOCUMENT,
        include={"oneOf": [{"type": "string"}, _list_of({"type": "string"})]},
        matrix={
            "title": "Matrix",
            "type": "object",
            "additionalProperties": {**_list_of(_SCALAR), "minItems": 1},
        },
        given=_ref("given"),
        steps=_list_of(_ref("step")),
        faults=_list_of(_ref("fault")),
        expect=_list_of(_ref("expectation")),
        waive=_list_of(_object(WAIVER)),
        calm=_object(given.CALM),
        drill=_object(DRILL),
    )
    document["$schema"] = DIALECT
    document["$defs"] = {
        "event": event,
        "given": _given(),
        "step": _step(),
        "fault": _fault(levers),
        "lever_options": _lever_options({}),
        **{f"{fate}_options": _fate_options(fate) for fate in FATES},
        "expectation": _expectation(),
        "facts": _facts(),
    }
    marked: Schema = _with_marks(document)
    return marked


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _list_of(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _object(shape: type[Shape], **instead: Schema) -> Schema:
    """The schema of a shape, with those of other shapes put in where it reads no further."""
    made = shape.model_json_schema()
    for name, below in instead.items():
        about = made["properties"][name].get("description")
        made["properties"][name] = {**below, "description": about} if about else below
    for value in made["properties"].values():
        value.pop("default", None)
        # The shapes' own names for their fields mean nothing to an editor.
        if str(value.get("title", "")).startswith("Key "):
            del value["title"]
    return made


def _event() -> Schema:
    name = {
        "title": "Name of an event, or of a step",
        "anyOf": [
            {"enum": [*EVENTS, *ALIASES]},
            {"type": "string", "pattern": r"^[^.\s]+$"},
        ],
    }
    return {
        "title": "Event",
        "anyOf": [name, _object(PATTERN, event=name, where=_VALUES)],
    }


def _given() -> Schema:
    sections = {name: _settings(settings) for name, settings in SECTIONS.items()}
    clearing, terminal = sections["clearing"], sections["terminal"]
    card = _object(given.CARD)
    return _object(
        given.GIVEN,
        **sections,
        calendar=clearing["properties"]["calendar"],
        language=terminal["properties"]["language"],
        merchant=_object(given.MERCHANT),
        card=card,
        cards={"type": "object", "additionalProperties": card, "minProperties": 1},
        cashier=_object(given.CASHIER),
        support=_object(given.SUPPORT),
        supervisor=_object(given.SUPERVISOR),
    )


def _settings(settings: type[msgspec.Struct]) -> Schema:
    made = _object(settings_shape(settings))
    for name, about in _documents_of(settings).items():
        made["properties"][key_of(name)]["description"] = about
    return made


@cache
def _documents_of(struct: type[msgspec.Struct]) -> Mapping[str, str]:
    """What stands in the source below each field; empty if there is no source."""
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(struct)))
    except (OSError, TypeError):
        return {}
    found: dict[str, str] = {}
    body = tree.body[0].body if isinstance(tree.body[0], ast.ClassDef) else []
    for field, text in pairwise(body):
        if (
            isinstance(field, ast.AnnAssign)
            and isinstance(field.target, ast.Name)
            and isinstance(text, ast.Expr)
            and isinstance(text.value, ast.Constant)
        ):
            found[field.target.id] = str(text.value.value)
    return found


def _step() -> Schema:
    actors = {who: _acts(who) for who in actions.WHO}
    made = _object(STEP, when=_ref("event"), where=_VALUES, **actors)
    made["oneOf"] = [{"title": who, "required": [who]} for who in actions.WHO]
    return made


def _acts(who: str) -> Schema:
    """Everything that somebody can do, in its short and its long form."""
    if who == "note":
        return {"type": "string"}
    table = actions.of(who)
    bare = [w for a in table for w in a.words if not any(o.required for o in a.options)]
    forms: list[Schema] = [{"title": "A word", "enum": bare}]
    for action in table:
        forms.append(_menu(action) if action.on_menu else _word(action))
    # Not oneOf: with a mark of the matrix for its menu, a mapping may be any of them.
    return {"anyOf": forms}


def _menu(action: Action) -> Schema:
    return {"title": f"{action.zh} {action.name}", **_options(action)}


def _word(action: Action) -> Schema:
    inner = [_options(action)]
    if not any(option.required for option in action.options):
        inner += [{"type": "null"}, {"const": ""}]
    if action.main:
        inner.append(inner[0]["properties"][action.main])
    return {
        "title": f"{action.zh} {action.name}",
        "type": "object",
        "properties": {word: {"anyOf": inner} for word in action.words},
        "additionalProperties": False,
        "minProperties": 1,
        "maxProperties": 1,
    }


def _options(action: Action) -> Schema:
    settings = {o.name: _VALUES for o in action.options if o.kind == actions.SETTINGS}
    return _object(action_shape(action), **settings)


def _fault(levers: Mapping[str, Mapping[str, Any]]) -> Schema:
    named: dict[str, Schema] = {
        name: _lever_options(defaults) if defaults else _ref("lever_options")
        for name, defaults in levers.items()
    }
    named |= {f"{line}.{fate}": _ref(f"{fate}_options") for line in LINES for fate in FATES}
    return {
        "oneOf": [
            {"title": "A fault without options", "enum": list(named)},
            {
                "title": "A fault with options",
                "type": "object",
                "properties": {
                    name: {"anyOf": [options, {"type": "null"}, {"const": ""}]}
                    for name, options in named.items()
                },
                "additionalProperties": False,
                "minProperties": 1,
                "maxProperties": 1,
            },
        ]
    }


def _lever_options(defaults: Mapping[str, Any]) -> Schema:
    properties = {
        key_of(name): TypeAdapter(notation_of(name, default)).json_schema()
        for name, default in defaults.items()
    }
    settings = {"type": "object", "properties": properties, "additionalProperties": False}
    return _object(LEVER_FAULT, when=_ref("event"), where=_VALUES, **{"with": settings})


def _fate_options(fate: str) -> Schema:
    details = {name.removesuffix("_fen"): _SCALAR for name in (*MESSAGE_DETAILS, "of")}
    message = {
        "anyOf": [
            {"title": "An MTI", "enum": list(MTI_WORDS)},
            {"type": "object", "properties": details, "additionalProperties": False},
        ]
    }
    settings = {"type": "object"}
    return _object(
        fate_shape(fate),
        when=_ref("event"),
        where=_VALUES,
        message=message,
        **{"with": settings},
    )


def _with_marks(below: Any) -> Any:
    """The same, but every notation may also be a text with a `$name` of the matrix in it."""
    if isinstance(below, list):
        return [_with_marks(item) for item in below]
    if not isinstance(below, dict):
        return below
    if isinstance(below.get("enum"), list):
        rest = {key: value for key, value in below.items() if key != "enum"}
        mark = {"type": "string", "pattern": _MARK}
        return {**rest, "anyOf": [{"enum": list(below["enum"])}, mark]}
    made = {key: _with_marks(value) for key, value in below.items()}
    if isinstance(made.get("pattern"), str):
        made["pattern"] = f"(?:{made['pattern']})|{_MARK}"
    return made


def _expectation() -> Schema:
    facts = _ref("facts")
    within = {
        "anyOf": [
            {"type": "string", "pattern": r"^\S.* of \S+$"},
            _object(WITHIN, where=_VALUES),
        ]
    }
    never = {"anyOf": [_ref("event"), _object(NEVER, where=_VALUES)]}
    bodies: dict[str, Schema] = {
        "within": within,
        "by": {"type": "string", "pattern": INSTANT_FORM},
        "always": facts,
        "never": never,
        "eventually": {"anyOf": [{"type": "string"}, facts]},
        "finally": facts,
    }
    return {
        "oneOf": [
            {
                "title": mode,
                "type": "object",
                "properties": {mode: bodies[mode]},
                "required": [mode],
                **({} if mode in ("within", "by") else {"maxProperties": 1}),
            }
            for mode in MODES
        ]
    }


def _facts() -> Schema:
    return {
        "title": "Facts, each with its value",
        "type": "object",
        "properties": {name: _fact(kind) for name, kind in FACTS.items()},
        "minProperties": 1,
    }


def _fact(kind: FactKind) -> Schema:
    if kind.type == "fields":
        properties = {name: _value(type) for name, type in kind.fields.items()}
        return {"type": "object", "properties": properties, "additionalProperties": False}
    return {"enum": list(kind.words)} if kind.words else _value(kind.type)


def _value(type: str) -> Schema:
    return {
        "money": {"type": "string", "pattern": MONEY_FORM},
        "count": _COUNT,
        "yes_no": _YES_NO,
        "text": {"type": TEXT_OR_NUMBER},
        "number": {"type": TEXT_OR_NUMBER, "pattern": "^[0-9]{6}$"},
        "screen": {"enum": list(screen_words())},
        "copy": {"enum": list(COPY_WORDS)},
        "mark": {"enum": list(MARK_WORDS)},
        "slip_transaction": {"enum": list(TRANSACTION_WORDS)},
    }[type]

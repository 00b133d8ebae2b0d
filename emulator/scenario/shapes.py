"""
Shapes: which keys a mapping may have, as pydantic models, and how one is held against a node.

A shape reads one mapping and nothing below it that has a shape of its own: whoever calls picks the
shape by what stands there, so that no error speaks of alternatives that nobody meant. Shapes are
made from tables (settings, actions) as much as written out.
"""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model
from pydantic_core import PydanticCustomError

from emulator.scenario.literals import Parser, sort_of
from emulator.scenario.problems import Problems, listed, nearest
from emulator.scenario.tree import Node


class Shape(BaseModel):
    """A mapping of a scenario file; a key that it does not have is an error."""

    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True, frozen=True)


class Key:
    """One key of a shape that is made from a table."""

    def __init__(self, type: Any, *, required: bool = False, about: str = "") -> None:
        self.type = type
        self.required = required
        self.about = about


def make_shape(title: str, keys: Mapping[str, Key], *, about: str = "") -> type[Shape]:
    """
    Make a shape from a table of keys.

    A key may be any word, also one that Python or pydantic keep for themselves.
    """
    fields: dict[str, Any] = {
        f"key_{number}": (
            key.type,
            Field(default=... if key.required else None, alias=name, description=key.about or None),
        )
        for number, (name, key) in enumerate(keys.items())
    }
    return create_model(title, __base__=Shape, __doc__=about or title, **fields)


def keys_of(shape: type[Shape]) -> tuple[str, ...]:
    """The keys that a shape has, as a file writes them."""
    return tuple(field.alias or name for name, field in shape.model_fields.items())


def read(shape: type[Shape], node: Node | None, problems: Problems) -> dict[str, Any] | None:
    """
    Hold a node against a shape.

    Args:
        shape: Which keys there may be and of what notation.
        node: What stands in the file; None reads like an empty mapping.
        problems: Everything that does not fit is noted here.

    Returns:
        The parsed values of the keys that are there; None if anything did not fit.
    """
    if node is None:
        return {}
    if node.entries is None:
        problems.add("E201", node.span, wanted="mapping", found=node.sort)
        return None
    try:
        model = shape.model_validate(node.plain())
    except ValidationError as error:
        for one in error.errors(include_url=False):
            _note(shape, node, one, problems)
        return None
    fields = shape.model_fields
    # In the order of the file, not of a set, so that everything made from it has one order.
    by_key = {fields[name].alias or name: getattr(model, name) for name in model.model_fields_set}
    return {key: by_key[key] for key in node.entries}


def parsed(parse: Parser, node: Node, problems: Problems) -> Any:
    """Read one value by its notation; None, with a problem noted, if it does not fit."""
    try:
        return parse(node.plain())
    except PydanticCustomError as error:
        values = dict(error.context or {})
        suggestion = values.pop("suggestion", "")
        problems.add(error.type, node.span, suggestion=suggestion, **values)
        return None


def _note(shape: type[Shape], node: Node, error: Any, problems: Problems) -> None:
    """Word one of pydantic's errors our way."""
    where = error["loc"]
    sort = error["type"]
    if sort == "extra_forbidden":
        known = keys_of(shape)
        key = str(where[-1])
        problems.add(
            "E202",
            node.place(where, of_key=True),
            key=key,
            known=listed(known, most=40),
            suggestion=nearest(key, known),
        )
    elif sort == "missing":
        problems.add("E203", node.span, key=str(where[-1]))
    elif sort.startswith("E"):
        values = dict(error["ctx"])
        suggestion = values.pop("suggestion", "")
        problems.add(sort, node.place(where), suggestion=suggestion, **values)
    else:
        found = sort_of(error["input"])
        problems.add("E201", node.place(where), wanted=sort.partition("_")[0], found=found)

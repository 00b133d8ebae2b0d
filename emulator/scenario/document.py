"""A whole scenario: its head, and the sections in the order in which they explain each other."""

from typing import Any

from emulator.domain.plan import Scenario, Span
from emulator.scenario import notations
from emulator.scenario.catalogue import entry_ids
from emulator.scenario.context import Context
from emulator.scenario.drill import read_drill
from emulator.scenario.expectations import read_expectations, read_waivers
from emulator.scenario.faults import fault_names, read_faults
from emulator.scenario.given import read_calm, read_given
from emulator.scenario.literals import formed, parse_name, text_of, wrong
from emulator.scenario.notations import Raw, count_type, literal, word_list
from emulator.scenario.problems import listed, nearest
from emulator.scenario.shapes import Key, make_shape, read
from emulator.scenario.steps import learn_names, read_steps
from emulator.scenario.tree import Node

VERSION = "v1"


def _version(value: Any) -> str:
    text = text_of(value)
    if text != VERSION:
        raise wrong("E230", found=text, known=VERSION)
    return text


DOCUMENT = make_shape(
    "Scenario",
    {
        "scenario": Key(
            literal(_version, enum=[VERSION]), required=True, about="Version of the language."
        ),
        "title": Key(notations.Text, about="What happens, in Chinese."),
        "title_en": Key(notations.Text, about="The same in English."),
        "source": Key(notations.Text, about="Which written rule this reproduces."),
        "handbook": Key(notations.Story, about="What the handbook says to do, in Chinese."),
        "handbook_en": Key(notations.Story, about="The same in English."),
        "covers": Key(
            word_list(formed("[A-Z][0-9]{1,2}", "F07"), pattern=r"^[A-Z]\d{1,2}$"),
            about="Entries of the failure catalogue that this goes through.",
        ),
        "tags": Key(word_list(parse_name)),
        "seed": Key(count_type(0, 999_999_999_999), about="For everything left to chance."),
        "include": Key(Raw, about="Shared set-ups, relative to the scenario folder."),
        "matrix": Key(Raw, about="Names with several values; each combination is a variant."),
        "given": Key(Raw),
        "steps": Key(Raw),
        "faults": Key(Raw),
        "expect": Key(Raw),
        "waive": Key(Raw),
        "calm": Key(Raw),
        "drill": Key(Raw, about="How a person plays it; needs the tag drill."),
    },
    about="One story of the shop: who does what, what breaks, what must hold.",
)

_HEAD = ("title", "title_en", "handbook", "handbook_en", "covers", "tags", "seed")


def read_document(node: Node, context: Context) -> Scenario:
    """
    Read a tree without includes and matrix marks; problems are noted, what is wrong left out.

    The scenario has no name, file or source yet.
    """
    values = read(DOCUMENT, node, context.problems) or {}
    if "covers" in values:
        _check_covers(values["covers"], node.place(("covers",)), context)
    steps, faults = _section(node, "steps"), _section(node, "faults")
    learn_names(steps, context)
    context.faults = fault_names(faults)
    given = read_given(_section(node, "given"), context)
    return Scenario(
        name="",
        **{key: values[key] for key in _HEAD if key in values},
        origin=values.get("source", ""),
        given=given,
        steps=read_steps(steps, context),
        faults=read_faults(faults, context),
        expect=read_expectations(_section(node, "expect"), context),
        waive=read_waivers(_section(node, "waive"), context),
        calm=read_calm(_section(node, "calm"), context),
        drill=read_drill(_section(node, "drill"), node, values.get("tags", ()), context),
    )


def _section(node: Node, name: str) -> Node | None:
    """A section; one that was left empty counts as absent."""
    found = node.get(name)
    return None if found is None or found.sort == "nothing" else found


def _check_covers(covers: tuple[str, ...], span: Span, context: Context) -> None:
    known = entry_ids()
    for id in covers:
        if id not in known:
            context.problems.add(
                "E313", span, found=id, known=listed(known), suggestion=nearest(id, known)
            )

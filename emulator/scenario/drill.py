"""How a person plays the scenario: the section `drill` of what is tagged `drill`."""

from collections.abc import Sequence

from emulator.domain.plan import Drill
from emulator.scenario import notations
from emulator.scenario.context import Context
from emulator.scenario.literals import counted, parse_name
from emulator.scenario.notations import TEXT_OR_NUMBER, count_type, literal, word_list
from emulator.scenario.shapes import Key, make_shape, read
from emulator.scenario.tree import Node

TAG = "drill"
"""What a scenario that a person can play is tagged with."""

LAST_LEVEL = 3
MOST_MINUTES = 240
_LEVELS = range(1, LAST_LEVEL + 1)
_LEVEL = literal(counted(1, LAST_LEVEL), type=TEXT_OR_NUMBER, enum=[*map(str, _LEVELS), *_LEVELS])

DRILL = make_shape(
    "Drill",
    {
        "level": Key(_LEVEL, about="1 easy, 2 middling, 3 hard."),
        "briefing": Key(notations.Story, about="What the person must know before, in Chinese."),
        "briefing_en": Key(notations.Story, about="The same in English."),
        "takes_over": Key(
            notations.Name, about="The last step that a colleague does; the person does the rest."
        ),
        "told": Key(
            word_list(parse_name, pattern=r"^[\w-]{1,40}$"),
            about="Steps that somebody asks the person for, beside those always asked for.",
        ),
        "minutes": Key(count_type(1, MOST_MINUTES), about="In which it can be done well."),
    },
    about="How a person plays a scenario that is tagged drill.",
)


def read_drill(node: Node | None, document: Node, tags: Sequence[str], context: Context) -> Drill:
    """
    Read the section; the names of all steps must be known by now.

    Args:
        node: The section; None if there is none.
        document: What the section stands in, for the place of its name.
        tags: Of the scenario; without the tag `drill` nobody would ever play it.
        context: The reading; whatever is wrong is noted there and left at its usual value.
    """
    if node is None:
        return Drill()
    if TAG not in tags:
        context.problems.add("E336", document.place(("drill",), of_key=True))
    values = read(DRILL, node, context.problems)
    if values is None:
        return Drill()
    _check_steps(node, values.get("takes_over", ""), values.get("told", ()), context)
    return Drill(**values)


def _check_steps(node: Node, takes_over: str, told: Sequence[str], context: Context) -> None:
    """Note names of no step, and steps that are done before anybody could be told of them."""
    if takes_over and not context.is_step(takes_over, node.place(("takes_over",))):
        takes_over = ""
    done = context.steps.get(takes_over, -1)
    for number, name in enumerate(told):
        span = node.place(("told", number))
        if name in told[:number]:
            context.problems.add("E311", span, found=name)
        elif context.is_step(name, span) and context.steps[name] <= done:
            context.problems.add("E337", span, found=name, after=takes_over)

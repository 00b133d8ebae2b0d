"""Steps: who does what, and when. What people can do stands in `domain.actions`."""

from functools import cache
from typing import Any

from emulator.domain import actions
from emulator.domain.actions import Action, Option
from emulator.domain.plan import Step, Trigger
from emulator.scenario import notations
from emulator.scenario.context import Context, text_at
from emulator.scenario.events import TRIGGER_KEYS, read_trigger
from emulator.scenario.notations import choice
from emulator.scenario.problems import listed, nearest
from emulator.scenario.settings_shapes import read_options
from emulator.scenario.shapes import Key, Shape, make_shape, read
from emulator.scenario.tree import Node

STEP = make_shape(
    "Step",
    {
        **TRIGGER_KEYS,
        **{who: Key(notations.Raw) for who in actions.WHO},
        "as": Key(notations.Name, about="A name for later steps and expectations."),
    },
    about="One thing that somebody does.",
)

_NOTATIONS = {
    actions.MONEY: notations.Amount,
    actions.DURATION: notations.SomeTime,
    actions.COUNT: notations.Count,
    actions.YES_NO: notations.YesNo,
    actions.TEXT: notations.Text,
    actions.INSTANT: notations.When,
    actions.STEP: notations.Name,
    actions.HOLDER: notations.Name,
    actions.LEVER: notations.Text,
    actions.SETTINGS: notations.Raw,
}


def notation_of(option: Option) -> Any:
    """The notation of an option of an action."""
    if option.kind == actions.CHOICE:
        return choice(option.choices)
    return _NOTATIONS[option.kind]


def action_shape(action: Action) -> type[Shape]:
    """The shape of an action's options; for the menu with the key `menu`."""
    return _shape_of(action.who, action.name)


@cache
def _shape_of(who: str, name: str) -> type[Shape]:
    action = actions.ACTIONS[who, name]
    keys = {o.name: Key(notation_of(o), required=o.required) for o in action.options}
    if action.on_menu:
        keys = {"menu": Key(choice(dict.fromkeys(action.words, action.name)), required=True)} | keys
    return make_shape(action.name, keys)


def read_steps(node: Node | None, context: Context) -> tuple[Step, ...]:
    """Read the list of steps; `context.steps` must hold their names already."""
    if node is None:
        return ()
    if node.items is None:
        context.problems.add("E201", node.span, wanted="list", found=node.sort)
        return ()
    steps = []
    for number, item in enumerate(node.items):
        context.step = number
        step = _read_step(item, context)
        if step is not None:
            steps.append(step)
    context.step = len(node.items)
    return tuple(steps)


def learn_names(steps: Node | None, context: Context) -> None:
    """Take in the names of all steps, before anything that may refer to them is read."""
    items = (steps.items if steps is not None else None) or ()
    context.step_count = len(items)
    for number, item in enumerate(items):
        name = text_at(item, "as")
        if name is None or not name.text:
            continue
        if name.text in context.steps:
            context.problems.add("E311", name.span, found=name.text)
        context.steps.setdefault(name.text, number)


def _read_step(node: Node, context: Context) -> Step | None:
    values = read(STEP, node, context.problems)
    if values is None:
        return None
    acting = [who for who in actions.WHO if who in values]
    if len(acting) != 1:
        context.problems.add("E222", node.span, found=listed(acting), known=listed(actions.WHO))
        return None
    who = acting[0]
    trigger = read_trigger(node, values, context)
    done = _read_action(who, node.entries[who], context) if node.entries else None
    if done is None:
        return None
    action, options = done
    return _step(who, action, options, trigger, values.get("as", ""), node)


def _step(
    who: str, action: Action, options: dict[str, Any], trigger: Trigger, name: str, node: Node
) -> Step:
    return Step(
        who=who,
        action=action.name,
        options=options,
        trigger=trigger,
        name=name,
        span=node.key_spans[who],
    )


def _read_action(who: str, node: Node, context: Context) -> tuple[Action, dict[str, Any]] | None:
    if who == "note":
        return _of_one_value(actions.ACTIONS["note", "note"], node, context)
    if node.text is not None:
        action = actions.find(who, node.text) or actions.find(who, node.text, on_menu=True)
        if action is None:
            _unknown(who, node, node.text, context)
            return None
        return _read_options(action, Node(span=node.span, entries={}), context)
    menu = text_at(node, "menu") if who == "cashier" else None
    if menu is not None:
        action = actions.find(who, (menu.text or "").strip(), on_menu=True)
        if action is None:
            _unknown(who, menu, menu.text or "", context, on_menu=True)
            return None
        return _read_options(action, node, context)
    if node.entries is None or len(node.entries) != 1:
        context.problems.add("E223", node.span, who=who)
        return None
    (word, value) = next(iter(node.entries.items()))
    action = actions.find(who, word)
    if action is None:
        _unknown(who, node, word, context)
        return None
    return _of_one_value(action, value, context)


def _of_one_value(
    action: Action, value: Node, context: Context
) -> tuple[Action, dict[str, Any]] | None:
    """`{wait: 30s}`, `{wait: {for: 30s}}`, or `{confirm: }`."""
    if value.text is not None and action.main and value.sort != "nothing":
        value = Node(
            span=value.span, entries={action.main: value}, key_spans={action.main: value.span}
        )
    elif value.sort == "nothing":
        value = Node(span=value.span, entries={})
    return _read_options(action, value, context)


def _read_options(
    action: Action, node: Node, context: Context
) -> tuple[Action, dict[str, Any]] | None:
    if action.on_menu and node.get("menu") is None:
        menu = Node(span=node.span, text=action.name)
        node = Node(span=node.span, entries={"menu": menu, **(node.entries or {})})
    values = read(action_shape(action), node, context.problems)
    if values is None:
        return None
    options: dict[str, Any] = {}
    for name, value in values.items():
        option = action.option(name)
        if option is not None:
            options[option.stored_as] = _meant(option, value, node, context)
    return action, options


def _meant(option: Option, value: Any, node: Node, context: Context) -> Any:
    """What an option that refers to something means."""
    span = node.place((option.name,))
    if option.kind == actions.HOLDER and value in option.choices:
        return option.choices[value]
    if option.kind == actions.STEP:
        context.check_step(value, span)
    elif option.kind == actions.HOLDER:
        context.check_holder(value, span)
    elif option.kind == actions.LEVER:
        context.check_lever(value, span)
    elif option.kind == actions.SETTINGS:
        lever = text_at(node, "lever")
        name = (lever.text or "") if lever is not None else ""
        defaults = context.known.levers.get(name, {})
        return read_options(name, defaults, node.get(option.name), context.problems) or {}
    return value


def _unknown(who: str, node: Node, word: str, context: Context, *, on_menu: bool = False) -> None:
    some = actions.of(who, on_menu=True if on_menu else None)
    span = next(iter(node.key_spans.values()), node.span)
    context.problems.add(
        "E204",
        span,
        found=word,
        known=listed((a.zh if a.on_menu else a.name for a in some), most=40),
        suggestion=nearest(word, [word for action in some for word in action.words]),
    )

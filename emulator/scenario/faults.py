"""Faults: which lever is pulled, or what becomes of which message, and when and for how long."""

from functools import cache
from typing import Any

import msgspec

from emulator.domain.event_table import LINES
from emulator.domain.plan import FaultPlan, Instant, Span, Trigger
from emulator.domain.vocabulary import DURABLE_EVENTS, FATES, MESSAGE_DETAILS, MOMENTS
from emulator.scenario import notations
from emulator.scenario.context import Context, text_at
from emulator.scenario.events import (
    TRIGGER_KEYS,
    check_mti,
    detail_key,
    parse_detail,
    read_trigger,
)
from emulator.scenario.notations import choice, count_type
from emulator.scenario.problems import listed, nearest
from emulator.scenario.settings_shapes import read_options
from emulator.scenario.shapes import Key, Shape, make_shape, read
from emulator.scenario.tree import Node

_FATE_KEYS = {
    "by_us": ("by", Key(notations.SomeTime, about="How much later than usual.")),
    "offset_us": ("offset", Key(notations.SignedDuration, about="After the receiver's timer.")),
    "copies": ("copies", Key(count_type(2, 9), about="How often it arrives.")),
}

_TIMES = {
    **TRIGGER_KEYS,
    "from": Key(notations.When, about="The same as `at`."),
    "for": Key(notations.SomeTime, about="Heals after this."),
    "until": Key(notations.When, about="Heals at this moment."),
    "id": Key(notations.Name, about="Its name in the trace."),
}

LEVER_FAULT = make_shape(
    "Fault of equipment",
    {
        **_TIMES,
        "moment": Key(
            choice({moment: moment for moment in MOMENTS}),
            about="Before, during or after the durable step of `when`.",
        ),
        "with": Key(notations.Raw, about="Settings of the lever."),
    },
)


@cache
def _fate_settings(fate: str) -> type[Shape]:
    return make_shape(fate, dict(_FATE_KEYS[setting] for setting in FATES[fate]))


@cache
def fate_shape(fate: str) -> type[Shape]:
    """The shape of a fault that decides the fate of messages."""
    own = dict(_FATE_KEYS[setting] for setting in FATES[fate])
    return make_shape(
        f"Fate of messages: {fate}",
        {
            **_TIMES,
            **own,
            "with": Key(notations.Raw, about="The same settings, as for a lever."),
            "message": Key(notations.Raw, about="An MTI, or details that a message must have."),
            "times": Key(count_type(1, 1_000_000), about="How many messages in a row are struck."),
        },
    )


def fault_names(node: Node | None) -> tuple[str, ...]:
    """The names of all faults; those without one are numbered f1, f2 ..."""
    items = (node.items if node is not None else None) or []
    given = []
    for item in items:
        body = next(iter((item.entries or {}).values()), None)
        id = text_at(body, "id") if body is not None else None
        given.append(id.text or "" if id is not None else "")
    free = (f"f{n}" for n in range(1, 2 * len(items) + 1) if f"f{n}" not in given)
    return tuple(name or next(free) for name in given)


def read_faults(node: Node | None, context: Context) -> tuple[FaultPlan, ...]:
    """Read the list of faults; all steps must be known by now."""
    if node is None:
        return ()
    if node.items is None:
        context.problems.add("E201", node.span, wanted="list", found=node.sort)
        return ()
    faults = []
    seen: set[str] = set()
    for id, item in zip(context.faults, node.items, strict=True):
        fault = _read_fault(item, id, context)
        if id in seen:
            context.problems.add("E311", item.span, found=id)
        seen.add(id)
        if fault is not None:
            faults.append(fault)
    return tuple(faults)


def _read_fault(node: Node, id: str, context: Context) -> FaultPlan | None:
    if node.text is not None:
        name, span, body = node.text.strip(), node.span, Node(span=node.span, entries={})
    elif node.entries is not None and len(node.entries) == 1:
        name, body = next(iter(node.entries.items()))
        span = node.key_spans[name]
        if body.sort == "nothing":
            body = Node(span=body.span, entries={})
    else:
        context.problems.add("E224", node.span)
        return None
    if name in context.known.levers:
        return _placed(_lever_fault(name, id, body, context), span)
    line, _, fate = name.rpartition(".")
    if line in LINES and fate in FATES:
        return _placed(_fate_fault(name, fate, id, body, context), span)
    context.unknown("E301", span, name, context.levers_and_fates)
    return None


def _placed(fault: FaultPlan | None, span: Span) -> FaultPlan | None:
    return None if fault is None else msgspec.structs.replace(fault, span=span)


def _lever_fault(name: str, id: str, node: Node, context: Context) -> FaultPlan | None:
    values = read(LEVER_FAULT, node, context.problems)
    if values is None:
        return None
    defaults = context.known.levers[name]
    settings = read_options(name, defaults, node.get("with"), context.problems)
    trigger = read_trigger(node, values, context)
    _check_own(trigger, id, node, context)
    moment = values.get("moment", "")
    if moment and (trigger.when is None or trigger.when.name not in DURABLE_EVENTS):
        context.problems.add(
            "E317", node.place(("moment",), of_key=True), known=listed(DURABLE_EVENTS)
        )
    return FaultPlan(
        name=name,
        id=id,
        trigger=trigger,
        moment=moment,
        for_us=values.get("for"),
        until=_end(node, values, trigger, context),
        settings=settings or {},
    )


def _fate_fault(name: str, fate: str, id: str, node: Node, context: Context) -> FaultPlan | None:
    values = read(fate_shape(fate), node, context.problems)
    if values is None:
        return None
    inside = read(_fate_settings(fate), node.get("with"), context.problems) or {}
    said = {**inside, **values}
    settings = {s: said[_FATE_KEYS[s][0]] for s in FATES[fate] if _FATE_KEYS[s][0] in said}
    trigger = read_trigger(node, values, context, own_nth=False)
    _check_own(trigger, id, node, context)
    line = name.rpartition(".")[0]
    message, of = _read_message(node.get("message"), line, context)
    if of is not None:
        trigger = _from_step(of, node, trigger, context)
    return FaultPlan(
        name=name,
        id=id,
        trigger=trigger,
        for_us=values.get("for"),
        until=_end(node, values, trigger, context),
        settings=settings,
        message=message,
        nth=values.get("nth", 1),
        times=values.get("times", 1),
    )


def _check_own(trigger: Trigger, id: str, node: Node, context: Context) -> None:
    """Note a fault that waits for something that only itself could do."""
    when = trigger.when
    if when is None or when.source != "fault" or when.kind == "armed":
        return
    if when.where.get("fault") == id:
        context.problems.add("E335", node.place(("when",)), found=id)


def _read_message(
    node: Node | None, line: str, context: Context
) -> tuple[dict[str, Any], Node | None]:
    """Read which message is struck; the second value is the step that it must belong to."""
    if node is None:
        return {}, None
    if node.text is not None:
        mti = parse_detail("mti", node, context)
        wanted = {"mti": mti} if mti is not None else {}
        check_mti(wanted, node, line, context)
        return wanted, None
    if node.entries is None:
        context.problems.add("E201", node.span, wanted="mapping", found=node.sort)
        return {}, None
    wanted = {}
    for key, value in node.entries.items():
        name = detail_key(key, MESSAGE_DETAILS)
        if name is not None:
            wanted[name] = parse_detail(name, value, context, event=f"{line}.sent")
        elif key != "of":
            known = (*MESSAGE_DETAILS, "of")
            context.problems.add(
                "E202",
                node.key_spans[key],
                key=key,
                known=listed(known, most=40),
                suggestion=nearest(key, known),
            )
    check_mti(wanted, node, line, context)
    return wanted, node.get("of")


def _from_step(of: Node, node: Node, trigger: Trigger, context: Context) -> Trigger:
    """Messages of a step are those from its beginning on; the fault waits for that."""
    step = Node(span=of.span, entries={"when": of}, key_spans={"when": of.span})
    if trigger.when is not None or trigger.at is not None:
        other = "when" if trigger.when is not None else "at"
        context.problems.add(
            "E319", node.place(("message", "of"), of_key=True), one="of", other=other
        )
        return trigger
    if of.text is not None and of.text not in context.steps:
        context.unknown("E307", of.span, of.text, context.steps)
        return trigger
    begun = read_trigger(step, {}, context)
    return Trigger(when=begun.when, after_us=trigger.after_us)


def _end(node: Node, values: dict[str, Any], trigger: Trigger, context: Context) -> Instant | None:
    until: Instant | None = values.get("until")
    if until is None:
        return None
    span = node.place(("until",))
    context.check_instant(until, span)
    if "for" in values:
        context.problems.add("E319", node.place(("until",), of_key=True), one="until", other="for")
    begin = trigger.at or Instant(at_us=0)
    if trigger.when is None and context.is_before(until, begin):
        context.problems.add("E306", span)
    return until

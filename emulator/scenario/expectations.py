"""Expectations: what must hold, by when; and the checks that a scenario waives."""

from collections.abc import Mapping
from typing import Any

from emulator.domain.plan import Expectation, Instant, Pattern, Span, Waiver
from emulator.domain.vocabulary import CHECKS, FACTS, HOLDER_FACTS, STEP_FACT, FactKind
from emulator.scenario import notations
from emulator.scenario.context import Context
from emulator.scenario.events import TRANSACTION_WORDS, read_pattern
from emulator.scenario.fact_words import COPY_WORDS, MARK_WORDS, screen_words
from emulator.scenario.literals import (
    Parser,
    chosen,
    counted,
    formed,
    parse_instant,
    parse_money,
    parse_text,
    parse_yes_no,
)
from emulator.scenario.notations import Nth, Raw, SomeTime, Text, count_type
from emulator.scenario.problems import listed, nearest
from emulator.scenario.shapes import Key, make_shape, parsed, read
from emulator.scenario.tree import Node

MODES = ("within", "by", "always", "never", "eventually", "finally")

WITHIN = make_shape(
    "Within",
    {
        "span": Key(SomeTime, required=True),
        "of": Key(Text, required=True, about="The event that the time counts from."),
        "where": Key(Raw),
        "nth": Key(Nth),
    },
)

NEVER = make_shape(
    "Never",
    {
        "event": Key(Text, required=True),
        "where": Key(Raw),
        "more_than": Key(count_type(0), about="How often it may happen."),
    },
)

WAIVER = make_shape(
    "Waiver",
    {
        "check": Key(notations.choice({check: check for check in CHECKS}), required=True),
        "because": Key(Text, required=True, about="The reason, for whoever reads the report."),
    },
)

_EVENT_KEYS = ("event", "where", "nth")

_FACT_PARSERS: Mapping[str, Parser] = {
    "money": parse_money,
    "count": counted(),
    "text": parse_text,
    "yes_no": parse_yes_no,
    "screen": lambda value: chosen(screen_words())(value),
    "number": formed("[0-9]{6}", "000001"),
    "copy": chosen(COPY_WORDS),
    "mark": chosen(MARK_WORDS),
    "slip_transaction": chosen(TRANSACTION_WORDS),
}


def read_expectations(node: Node | None, context: Context) -> tuple[Expectation, ...]:
    """Read the list of expectations; all names must be known by now."""
    if node is None:
        return ()
    if node.items is None:
        context.problems.add("E201", node.span, wanted="list", found=node.sort)
        return ()
    found = (_read_expectation(item, context) for item in node.items)
    return tuple(one for one in found if one is not None)


def read_waivers(node: Node | None, context: Context) -> tuple[Waiver, ...]:
    """Read the checks that do not count, each with its reason."""
    waivers = []
    for item in (node.items if node is not None else None) or ():
        values = read(WAIVER, item, context.problems)
        if values is not None:
            waivers.append(Waiver(values["check"], values["because"], item.span))
    if node is not None and node.items is None:
        context.problems.add("E201", node.span, wanted="list", found=node.sort)
    return tuple(waivers)


def _read_expectation(node: Node, context: Context) -> Expectation | None:
    if node.entries is None:
        context.problems.add("E201", node.span, wanted="mapping", found=node.sort)
        return None
    modes = [mode for mode in MODES if mode in node.entries]
    if len(modes) != 1:
        known = (*MODES,)
        word = next(iter(node.entries), "")
        span = next(iter(node.key_spans.values()), node.span)
        suggestion = "" if modes else nearest(word, known)
        context.problems.add("E226", span, known=listed(known), suggestion=suggestion)
        return None
    mode = modes[0]
    body = node.entries[mode]
    rest = {key: value for key, value in node.entries.items() if key != mode}
    beside = Node(span=node.span, entries=rest, key_spans=node.key_spans)
    if mode == "within":
        return _within(node, body, beside, context)
    if mode == "by":
        return _by(node, body, beside, context)
    for key in rest:
        context.problems.add("E202", node.key_spans[key], key=key, known=mode, suggestion="")
    if mode == "never":
        return _never(node, body, context)
    return _judged(mode, node, body, context, with_event=mode == "eventually")


def _within(node: Node, body: Node, beside: Node, context: Context) -> Expectation | None:
    if body.text is not None:
        span_text, of, event = body.text.partition(" of ")
        if not of:
            context.problems.add("E227", body.span, found=body.text)
            return None
        at_column = body.span.column + body.quoted
        event_start = at_column + len(span_text) + len(of)
        texts = {
            "span": Node(span=_cut(body.span, at_column, len(span_text)), text=span_text),
            "of": Node(span=_cut(body.span, event_start, len(event)), text=event),
        }
        body = Node(span=body.span, entries=texts, key_spans={})
    values = read(WITHIN, body, context.problems)
    if values is None or body.entries is None:
        return None
    of_event = read_pattern(
        body.entries["of"], context, where=body.get("where"), nth=values.get("nth", 1)
    )
    what = _judged("within", node, beside, context, with_event=True)
    if what is None:
        return None
    return _expectation(what, of=of_event, span_us=values["span"])


def _by(node: Node, body: Node, beside: Node, context: Context) -> Expectation | None:
    instant = parsed(parse_instant, body, context.problems)
    context.check_instant(instant, body.span)
    what = _judged("by", node, beside, context, with_event=False)
    return None if what is None else _expectation(what, instant=instant)


def _never(node: Node, body: Node, context: Context) -> Expectation | None:
    if body.text is not None:
        return Expectation(
            mode="never", event=read_pattern(body, context), span=node.key_spans["never"]
        )
    values = read(NEVER, body, context.problems)
    if values is None or body.entries is None:
        return None
    event = read_pattern(body.entries["event"], context, where=body.get("where"))
    return Expectation(
        mode="never",
        event=event,
        more_than=values.get("more_than", 0),
        span=node.key_spans["never"],
    )


def _judged(
    mode: str, node: Node, body: Node, context: Context, *, with_event: bool
) -> Expectation | None:
    """Read the facts that must hold, or the event that must happen, or both."""
    if with_event and body.text is not None:
        event = read_pattern(body, context)
        return Expectation(mode=mode, event=event, span=node.key_spans[mode])
    if body.entries is None:
        context.problems.add("E201", body.span, wanted="mapping", found=body.sort)
        return None
    event, facts, spans = None, {}, {}
    said = _EVENT_KEYS if with_event and "event" in body.entries else ()
    if said:
        event = _event_among(body, context)
    for name, value in body.entries.items():
        if name in said:
            continue
        kind = _fact_kind(name, body.key_spans[name], context)
        if kind is not None:
            facts[name] = _fact_value(kind, value, context)
            spans[name] = body.key_spans[name]
    if not facts and event is None and not context.problems:
        context.problems.add("E228", node.span, mode=mode)
    return Expectation(mode=mode, facts=facts, event=event, span=node.key_spans[mode], spans=spans)


def _event_among(body: Node, context: Context) -> Pattern | None:
    """The event that is written beside facts, or alone."""
    entries = body.entries or {}
    nth = 1
    if "nth" in entries:
        nth = parsed(counted(1, 100_000), entries["nth"], context.problems) or 1
    return read_pattern(entries["event"], context, where=entries.get("where"), nth=nth)


def _expectation(
    what: Expectation,
    *,
    of: Pattern | None = None,
    span_us: int = 0,
    instant: Instant | None = None,
) -> Expectation:
    return Expectation(
        mode=what.mode,
        facts=what.facts,
        event=what.event,
        of=of,
        span_us=span_us,
        instant=instant,
        span=what.span,
        spans=what.spans,
    )


def _fact_kind(name: str, span: Span, context: Context) -> FactKind | None:
    if name in FACTS:
        return FACTS[name]
    owner, _, what = name.partition(".")
    if owner == "sale" and what:
        if what in context.steps:
            return STEP_FACT
        context.unknown("E307", span, what, context.steps)
        return None
    if what in HOLDER_FACTS and owner in context.holders:
        return HOLDER_FACTS[what]
    holders = [f"{holder}.{fact}" for holder in context.holders for fact in HOLDER_FACTS]
    sales = [f"sale.{step}" for step in context.steps]
    known = list(dict.fromkeys((*FACTS, *holders, *sales)))
    context.problems.add(
        "E310", span, found=name, known=listed(known, most=60), suggestion=nearest(name, known)
    )
    return None


def _fact_value(kind: FactKind, node: Node, context: Context) -> Any:
    if kind.type != "fields":
        parse = chosen(dict.fromkeys(kind.words)) if kind.words else _FACT_PARSERS[kind.type]
        value = parsed(parse, node, context.problems)
        return node.text if kind.words else value
    if node.entries is None:
        context.problems.add("E201", node.span, wanted="mapping", found=node.sort)
        return {}
    wanted = {}
    for field, value in node.entries.items():
        if field in kind.fields:
            wanted[field] = parsed(_FACT_PARSERS[kind.fields[field]], value, context.problems)
        else:
            context.problems.add(
                "E202",
                node.key_spans[field],
                key=field,
                known=listed(kind.fields),
                suggestion=nearest(field, kind.fields),
            )
    if not node.entries:
        context.problems.add("E201", node.span, wanted="mapping", found="nothing")
    return wanted


def _cut(span: Span, column: int, length: int) -> Span:
    return Span(span.file, span.line, column, column + max(1, length))

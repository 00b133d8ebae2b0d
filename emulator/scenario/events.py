"""
Triggers and conditions: which event of the trace is meant, and when something starts.

What can never happen is an error here, not a fault that silently never strikes.
"""

from collections.abc import Callable, Mapping
from typing import Any

from emulator.domain.actions import ACTIONS
from emulator.domain.detail_words import words_of
from emulator.domain.event_table import LINE_WAYS, SCREENS
from emulator.domain.plan import Instant, Pattern, Span, Trigger
from emulator.domain.transaction import KINDS
from emulator.domain.vocabulary import (
    ALIASES,
    ANSWERS,
    AT_THE_ACQUIRER,
    COMPOUND_DETAILS,
    EVENTS,
    REQUESTS,
    WHOLE_NUMBER_DETAILS,
    YES_NO_DETAILS,
)
from emulator.scenario.context import Context
from emulator.scenario.literals import (
    Parser,
    chosen,
    counted,
    formed,
    parse_money,
    parse_span,
    parse_text,
    parse_yes_no,
)
from emulator.scenario.notations import Duration, Nth, Raw, Text, When
from emulator.scenario.problems import listed, nearest
from emulator.scenario.shapes import Key, make_shape, parsed, read
from emulator.scenario.tree import Node

TRIGGER_KEYS: Mapping[str, Key] = {
    "at": Key(When, about="At this moment: 90s after the start, T+1 09:00, or 2026-03-05 20:10."),
    "after": Key(Duration, about="This long after `at` or `when`, or after the step before."),
    "when": Key(Raw, about="At this event of the trace, or when the step of this name begins."),
    "where": Key(Raw, about="Details that the event of `when` must have."),
    "nth": Key(Nth, about="The n-th such event; 1 if not said."),
}

PATTERN = make_shape(
    "Event",
    {"event": Key(Text, required=True), "where": Key(Raw), "nth": Key(Nth)},
    about="An event of the trace, with details that it must have.",
)

TRANSACTION_WORDS = {
    **{name: name for name in KINDS},
    **{word: a.name for a in ACTIONS.values() if a.name in KINDS for word in a.words},
}
"""Every spelling of a kind of transaction to its name."""

MTI_WORDS = (*REQUESTS, *ANSWERS)

_WORDS: Mapping[str, Parser] = {
    "transaction": chosen(TRANSACTION_WORDS),
    "screen": chosen({screen: screen for screen in SCREENS}),
    "way": chosen({way: way for way in LINE_WAYS}),
    "mti": chosen({mti: mti for mti in MTI_WORDS}),
    "action": chosen({word: a.name for a in ACTIONS.values() for word in a.words}),
    "stan": formed("[0-9]{6}", "000001"),
    "batch": formed("[0-9]{6}", "000001"),
    "original_stan": formed("[0-9]{6}", "000001"),
    "original_batch": formed("[0-9]{6}", "000001"),
    "next_batch": formed("[0-9]{6}", "000001"),
    "card": formed(r"[0-9]{6}\*{3,9}[0-9]{4}", "622202******0018"),
    "business_day": formed("20[0-9]{2}-[0-9]{2}-[0-9]{2}", "2026-03-02"),
    "due": formed("20[0-9]{2}-[0-9]{2}-[0-9]{2}", "2026-03-02"),
    "date": formed("20[0-9]{2}-[0-9]{2}-[0-9]{2}", "2026-03-02"),
}


def detail_key(key: str, details: tuple[str, ...]) -> str | None:
    """The detail that a key in a file means: its name, with or without the unit."""
    return next(
        (d for d in details if key in (d, d.removesuffix("_fen").removesuffix("_us"))), None
    )


def parse_detail(name: str, node: Node, context: Context, *, event: str = "") -> Any:
    """
    Read the value of one detail by its notation; None and a problem if it does not fit.

    `event` is the event's name, for a detail that means something else elsewhere.
    """
    if name in COMPOUND_DETAILS:
        context.problems.add("E320", node.span, detail=name)
        return None
    if f"{event}.{name}" in WHOLE_NUMBER_DETAILS:
        most = max(0, context.step_count - 1) if name == "step" else 1_000_000
        return parsed(counted(0, most), node, context.problems)
    words = words_of(event, name)
    parse = chosen(dict.fromkeys(words)) if words else _parser_of(name)
    value = parsed(parse, node, context.problems)
    if words:
        return node.text
    if value is None:
        return None
    checks: Mapping[str, Callable[[Any, Span], bool]] = {
        "cashier.did.step": context.check_step,
        "bench.step_began.name": context.is_step,
        "fault.armed.name": context.check_lever_or_fate,
        "holder": context.check_holder,
        "lever": context.check_lever,
        "fault": context.check_fault,
    }
    check = checks.get(f"{event}.{name}", checks.get(name))
    return value if check is None or check(value, node.span) else None


def read_where(node: Node | None, event: str, context: Context) -> dict[str, Any]:
    """Read the details that an event must have."""
    if node is None:
        return {}
    if node.entries is None:
        context.problems.add("E201", node.span, wanted="mapping", found=node.sort)
        return {}
    wanted = {}
    details = EVENTS[event]
    for key, value in node.entries.items():
        name = detail_key(key, details)
        if name is None:
            context.problems.add(
                "E304",
                node.key_spans[key],
                event=event,
                detail=key,
                known=listed(details, most=40),
                suggestion=nearest(key, details),
            )
        else:
            wanted[name] = parse_detail(name, value, context, event=event)
    check_mti(wanted, node, event.partition(".")[0], context)
    return wanted


def check_mti(wanted: Mapping[str, Any], node: Node, line: str, context: Context) -> None:
    """Note a message that nobody sends on this line, this way, or for this transaction."""
    mti, way, transaction = wanted.get("mti"), wanted.get("way"), wanted.get("transaction")
    if mti is None:
        return
    span = node.place(("mti",))
    if line == "issuer_line" and mti in AT_THE_ACQUIRER:
        known = [word for word in MTI_WORDS if word not in AT_THE_ACQUIRER]
        context.problems.add("E334", span, mti=mti, line=line, known=listed(known))
    if way is not None and way != ("up" if mti in REQUESTS else "down"):
        context.problems.add("E315", span, mti=mti, way=way)
    kind = KINDS.get(transaction or "")
    if kind is not None:
        sent = [kind.mti, kind.answer_mti] + ["0400", "0410"] * kind.reversible
        if mti not in sent:
            context.problems.add("E314", span, mti=mti, transaction=kind.name, known=listed(sent))


def read_event(name: Node, where: Node | None, nth: int, context: Context) -> Pattern | None:
    """Read an event's name, with the details it must have; None and a problem if unknown."""
    word = (name.text or "").strip()
    if name.text is None:
        context.problems.add("E201", name.span, wanted="text", found=name.sort)
        return None
    event, meant = ALIASES.get(word, (word, {}))
    if event not in EVENTS and word in context.steps:
        if not context.check_step(word, name.span):
            return None
        event, meant = "bench.step_began", {"name": word}
    if event not in EVENTS:
        context.unknown("E303", name.span, word, (*EVENTS, *ALIASES, *context.steps))
        return None
    wanted = read_where(where, event, context)
    if event == "console.displayed":
        _check_screen(meant.get("screen", wanted.get("screen")), wanted, where, context)
    for key, value in meant.items():
        if wanted.get(key, value) != value:
            assert where is not None
            context.problems.add("E321", where.span, event=word, detail=key, value=value)
    source, _, kind = event.rpartition(".")
    return Pattern(source=source, kind=kind, where={**meant, **wanted}, nth=nth)


def _check_screen(
    screen: str | None, wanted: Mapping[str, Any], where: Node | None, context: Context
) -> None:
    """Note a detail that a screen never shows."""
    if screen is None or screen not in SCREENS or where is None:
        return
    shown = (*SCREENS[screen], "screen", "backup")
    for key, name in ((key, detail_key(key, tuple(wanted))) for key in where.entries or {}):
        if name is not None and name not in shown:
            span = where.place((key,), of_key=True)
            context.problems.add(
                "E304", span, event=f"screen.{screen}", detail=key, known=listed(SCREENS[screen])
            )


def read_pattern(
    node: Node, context: Context, *, where: Node | None = None, nth: int = 1
) -> Pattern | None:
    """Read an event written short, `printer.paper_out`, or long, with `where` and `nth`."""
    if node.entries is None:
        return read_event(node, where, nth, context)
    values = read(PATTERN, node, context.problems)
    if values is None:
        return None
    return read_event(
        node.entries["event"], node.get("where") or where, values.get("nth", nth), context
    )


def read_trigger(
    node: Node, values: Mapping[str, Any], context: Context, *, own_nth: bool = True
) -> Trigger:
    """
    Read when a step or a fault starts.

    Args:
        node: The mapping that has the keys of `TRIGGER_KEYS`.
        values: Its parsed values; `from` means the same as `at`.
        context: The reading.
        own_nth: False if `nth` beside `when` counts something else.
    """
    problems = context.problems
    at: Instant | None = values.get("at", values.get("from"))
    when = node.get("when")
    for key in ("at", "from"):
        if key in values:
            context.check_instant(values[key], node.place((key,)))
            if when is not None:
                problems.add("E319", node.place((key,), of_key=True), one=key, other="when")
    if "at" in values and "from" in values:
        problems.add("E319", node.place(("from",), of_key=True), one="from", other="at")
    pattern = None
    if when is not None:
        nth = values.get("nth", 1) if own_nth else 1
        pattern = read_pattern(when, context, where=node.get("where"), nth=nth)
    else:
        for key in ("where", "nth") if own_nth else ("where",):
            if key in values:
                problems.add("E323", node.place((key,), of_key=True), key=key, needs="when")
    return Trigger(at=at, when=pattern, after_us=values.get("after", 0))


def _parser_of(name: str) -> Parser:
    if name in _WORDS:
        return _WORDS[name]
    if name.endswith("_fen"):
        return parse_money
    if name.endswith("_us"):
        return parse_span
    if name in WHOLE_NUMBER_DETAILS:
        return counted()
    return parse_yes_no if name in YES_NO_DETAILS else parse_text

"""
Writes a scenario as YAML that reads back equal, so that what a search found can be kept as a file.

Left out: comments, includes and matrices, which a finished scenario no longer has; digits of a PIN,
which nothing may show (`pin: yes` stands for a test PIN); places in a former file.
"""

from collections.abc import Mapping
from typing import Any

import msgspec
import yaml

from emulator.domain import actions
from emulator.domain.card import pan_from_mask
from emulator.domain.event_table import LINES
from emulator.domain.plan import (
    Account,
    Calm,
    Drill,
    Expectation,
    FaultPlan,
    Given,
    Instant,
    Pattern,
    Scenario,
    Step,
    Trigger,
)
from emulator.domain.vocabulary import FACTS, FATES, HOLDER_FACTS, FactKind
from emulator.scenario.document import VERSION
from emulator.scenario.given import FIRST_HOLDER
from emulator.scenario.notations import WRITTEN
from emulator.scenario.settings_shapes import SECTIONS, key_of

_WIDTH = 100


class _Dumper(yaml.SafeDumper):
    """Writes no anchors: the reader refuses them."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def to_yaml(scenario: Scenario) -> str:
    """
    Write a scenario.

    The name is the file's and is not in the text. A scenario without cardholders reads back with
    the default one.

    Raises:
        ValueError: A card's number is not what its masked form stands for.
    """
    document: dict[str, Any] = {"scenario": VERSION}
    heads = {
        "title": scenario.title,
        "title_en": scenario.title_en,
        "source": scenario.origin,
        "handbook": scenario.handbook,
        "handbook_en": scenario.handbook_en,
        "covers": list(scenario.covers),
        "tags": list(scenario.tags),
        "seed": str(scenario.seed) if scenario.seed else "",
        "given": _given(scenario.given),
        "steps": [_step(step) for step in scenario.steps],
        "faults": [_fault(fault) for fault in scenario.faults],
        "expect": [_expectation(expectation) for expectation in scenario.expect],
        "waive": [{"check": w.check, "because": w.because} for w in scenario.waive],
        "calm": _calm(scenario.calm),
        "drill": _drill(scenario.drill),
    }
    document |= {key: value for key, value in heads.items() if value}
    return yaml.dump(
        _marked(document), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_WIDTH
    )


def _marked(value: Any) -> Any:
    """Double every dollar sign, which would begin a name of the matrix."""
    if isinstance(value, dict):
        return {key: _marked(below) for key, below in value.items()}
    if isinstance(value, list):
        return [_marked(below) for below in value]
    return value.replace("$", "$$")


_money, _duration = WRITTEN["_fen"], WRITTEN["_us"]


def _yes_no(value: bool) -> str:
    return "yes" if value else "no"


def _value(name: str, value: Any) -> str:
    """A value by the unit in its name, or else by its type."""
    if isinstance(value, bool):
        return _yes_no(value)
    if isinstance(value, int):
        for suffix, write in WRITTEN.items():
            if name.endswith(suffix):
                return write(value)
    return str(value)


def _instant(instant: Instant) -> str:
    if instant.at_us is not None:
        return _duration(instant.at_us)
    if instant.wall is not None:
        return instant.wall.strftime("%Y-%m-%d %H:%M:%S")
    return f"T+{instant.business_days} {instant.of_day:%H:%M}"


def _given(given: Given) -> dict[str, Any]:
    usual = Given()
    written: dict[str, Any] = {}
    if given.start != usual.start:
        written["start"] = given.start.strftime("%Y-%m-%d %H:%M:%S")
    for section in SECTIONS:
        written[section] = _changes(getattr(usual, section), getattr(given, section))
    cards = {account.card.name: _card(account) for account in given.cardholders}
    if tuple(cards) == (FIRST_HOLDER,):
        written["card"] = cards[FIRST_HOLDER]
    else:
        written["cards"] = cards
    people: dict[str, dict[str, Any]] = {
        "cashier": {
            "conduct": list(given.conduct) if given.conduct != usual.conduct else "",
            "think": _unless(usual.think_us, given.think_us, _duration),
            "spare_rolls": _unless(usual.spare_rolls, given.spare_rolls, str),
        },
        "support": {
            "answers_in": _unless(usual.support_answers_us, given.support_answers_us, _duration),
            "opens": given.support_opens,
            "closes": given.support_closes,
            "technician_in": _unless(
                usual.technician_comes_us, given.technician_comes_us, _duration
            ),
        },
        "supervisor": {
            "comes_in": _unless(usual.supervisor_comes_us, given.supervisor_comes_us, _duration)
        },
    }
    for who, manners in people.items():
        written[who] = {key: value for key, value in manners.items() if value}
    written["signed_in"] = _unless(usual.signed_in, given.signed_in, _yes_no)
    written["batch"] = _unless(usual.prior_batch, given.prior_batch, str)
    return {key: value for key, value in written.items() if value}


def _unless(usual: Any, value: Any, write: Any) -> str:
    return "" if value == usual else str(write(value))


def _changes(usual: msgspec.Struct, settings: msgspec.Struct) -> dict[str, str]:
    return {
        key_of(name): _value(name, getattr(settings, name))
        for name in settings.__struct_fields__
        if getattr(settings, name) != getattr(usual, name)
    }


def _card(account: Account) -> dict[str, str]:
    card = account.card
    if pan_from_mask(card.pan.masked) != card.pan:
        raise ValueError(f"only the test number behind a mask can be written: {card.pan}")
    return {
        "pan": card.pan.masked,
        "balance": _money(account.balance_fen),
        "pin": _yes_no(card.pin is not None),
        "bank": card.bank,
        "state": account.state,
        "limit": _money(account.limit_fen),
        "expiry": card.expiry,
        "chip": _yes_no(card.chip),
        "contactless": _yes_no(card.contactless),
    }


def _pattern(pattern: Pattern) -> Any:
    where = {key: _value(key, value) for key, value in pattern.where.items()}
    nth = str(pattern.nth) if pattern.nth != 1 else ""
    if not where and not nth:
        return pattern.name
    return _filled({"event": pattern.name, "where": where, "nth": nth})


def _trigger(trigger: Trigger) -> dict[str, Any]:
    written: dict[str, Any] = {}
    if trigger.at is not None:
        written["at"] = _instant(trigger.at)
    if trigger.when is not None:
        written["when"] = _pattern(trigger.when)
    if trigger.after_us:
        written["after"] = _duration(trigger.after_us)
    return written


def _step(step: Step) -> dict[str, Any]:
    return _filled({**_trigger(step.trigger), step.who: _act(step), "as": step.name})


def _act(step: Step) -> Any:
    action = actions.ACTIONS[step.who, step.action]
    if step.who == "note":
        return step.options["text"]
    options: dict[str, Any] = {}
    for option in action.options:
        if option.stored_as in step.options:
            value = step.options[option.stored_as]
            if option.kind == actions.SETTINGS:
                options[option.name] = {key_of(k): _value(k, v) for k, v in value.items()}
            elif option.kind == actions.INSTANT:
                options[option.name] = _instant(value)
            else:
                options[option.name] = _value(option.stored_as, value)
    if action.on_menu:
        return {"menu": action.name, **options}
    return {action.name: options} if options else action.name


def _fault(fault: FaultPlan) -> dict[str, Any]:
    settings = {key_of(name): _value(name, value) for name, value in fault.settings.items()}
    line, _, fate = fault.name.rpartition(".")
    strikes_messages = line in LINES and fate in FATES
    options = {
        "id": fault.id,
        **_trigger(fault.trigger),
        "moment": fault.moment,
        "for": _duration(fault.for_us) if fault.for_us is not None else "",
        "until": _instant(fault.until) if fault.until is not None else "",
        "with": settings,
    }
    if strikes_messages:
        options["message"] = {key: _value(key, value) for key, value in fault.message.items()}
        options["nth"] = str(fault.nth)
        options["times"] = str(fault.times)
    return {fault.name: _filled(options)}


def _expectation(expectation: Expectation) -> dict[str, Any]:
    facts = {name: _fact(name, value) for name, value in expectation.facts.items()}
    event = expectation.event
    what: dict[str, Any] = dict(facts)
    if event is not None:
        where = {key: _value(key, value) for key, value in event.where.items()}
        nth = str(event.nth) if event.nth != 1 else ""
        what = {**_filled({"event": event.name, "where": where, "nth": nth}), **facts}
    if expectation.mode == "within" and expectation.of is not None:
        of = _pattern(expectation.of)
        of = {"of": of} if isinstance(of, str) else {"of": of.pop("event"), **of}
        return {"within": {"span": _duration(expectation.span_us), **of}, **what}
    if expectation.mode == "by" and expectation.instant is not None:
        return {"by": _instant(expectation.instant), **what}
    if expectation.mode == "never" and expectation.more_than:
        what["more_than"] = str(expectation.more_than)
    return {expectation.mode: what}


def _fact(name: str, value: Any) -> Any:
    kind = FACTS.get(name) or HOLDER_FACTS.get(name.partition(".")[2]) or FactKind("text")
    if kind.type == "fields":
        return {field: _of_type(kind.fields[field], below) for field, below in value.items()}
    return _of_type(kind.type, value)


def _of_type(type: str, value: Any) -> str:
    if type == "money":
        return _money(value)
    return _yes_no(value) if type == "yes_no" else str(value)


def _calm(calm: Calm) -> dict[str, str]:
    usual = Calm()
    return _filled(
        {
            "grace": _unless(usual.grace_us, calm.grace_us, _duration),
            "until": _instant(calm.until) if calm.until is not None else "",
            "probe": _unless(usual.probe, calm.probe, _yes_no),
        }
    )


def _drill(drill: Drill) -> dict[str, Any]:
    usual = Drill()
    return _filled(
        {
            "level": _unless(usual.level, drill.level, str),
            "briefing": drill.briefing,
            "briefing_en": drill.briefing_en,
            "takes_over": drill.takes_over,
            "told": list(drill.told) or "",
            "minutes": _unless(usual.minutes, drill.minutes, str),
        }
    )


def _filled(entries: Mapping[str, Any]) -> dict[str, Any]:
    """Only what has a value; an absent key stands for the default."""
    return {key: value for key, value in entries.items() if value not in ("", {}, None)}

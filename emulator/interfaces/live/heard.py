"""
What people once did, as a recording keeps it: read with care, since it may come from anywhere.

A deed that no person at our desk could have done is told before anything runs. Left out: whether it
made a difference; the run itself will show.
"""

import re
from collections.abc import Mapping
from typing import Any

import msgspec

from emulator.domain import actions
from emulator.domain.deeds import (
    CardShown,
    CustomerCame,
    Deed,
    Done,
    Entered,
    FaultArmed,
    HintTaken,
    LeverReleased,
    deed_of,
)
from emulator.domain.money import LARGEST_FEN
from emulator.domain.plan import NOWHERE, FaultPlan, Given, Scenario, Step
from emulator.domain.problem import ScenarioError
from emulator.known import shop_words

MOST_FAULTS = 5_000
"""Faults that an instructor arms in one run; each listens to all that happens."""
_LONGEST = 500
"""Characters of a text that somebody says."""
_NAME = re.compile(r"[\w-]{1,40}")
_FUNCTION = re.compile(r"[a-z][a-z_]{0,39}")
_DIGITS = re.compile(r"[0-9]{0,20}")
_MOST_WHOLE = 10**15
"""Microseconds of thirty years; no duration, count or amount is larger."""
_QUOTED = re.compile(r"'[^']*'|`[^`]*`")


class NoDeed(ValueError):
    """Something stands in a recording that nobody can have done; says why, and shows no value."""


def deed_from(detail: Any) -> Deed:
    """
    Read a deed from the detail of its event.

    Raises:
        NoDeed: It is none. A damaged one may hold what nobody may read, so no value is shown.
    """
    try:
        return deed_of(detail)
    except (msgspec.ValidationError, RecursionError) as error:
        raise NoDeed(_QUOTED.sub("...", str(error))) from None
    except (KeyError, TypeError):
        raise NoDeed("deed") from None


class Sense:
    """Tells what makes no sense in deeds of one scenario."""

    def __init__(self, scenario: Scenario, levers: Mapping[str, Mapping[str, Any]]) -> None:
        """
        Args:
            scenario: What was played.
            levers: Full name of each lever to its settings with their defaults.
        """
        self._scenario = scenario
        self._levers = levers
        self._holders = {account.card.name for account in scenario.given.cardholders}
        self._faults: dict[bytes, str] = {}
        """Faults that were looked at, each with what is wrong with it."""
        self._fault_ids = {fault.id for fault in scenario.faults}
        self._armed = 0

    def wrong(self, deed: Deed) -> str:
        """What is wrong with a deed, in a word or two; empty if nothing is."""
        if isinstance(deed, Entered):
            return "" if _can_be_keyed(deed) else f"with.text of {deed.kind}"
        if isinstance(deed, Done):
            return self._of_done(deed)
        if isinstance(deed, (CardShown, CustomerCame)):
            return self._of_customer(deed)
        if isinstance(deed, FaultArmed):
            return self._of_armed(deed.fault)
        if isinstance(deed, LeverReleased):
            return "" if deed.lever in self._levers else "with.lever"
        if isinstance(deed, HintTaken):
            return "" if len(deed.hint) <= _LONGEST else "with.hint"
        return ""

    def _of_customer(self, deed: CardShown | CustomerCame) -> str:
        if isinstance(deed, CustomerCame):
            amount_fen = deed.amount_fen
            if amount_fen is not None and not 0 <= amount_fen <= LARGEST_FEN:
                return "with.amount_fen"
            if not deed.holder:
                return ""
        return "" if self._is_holder(deed.holder) else "with.holder"

    def _is_holder(self, name: str) -> bool:
        return name in self._holders or name == "customer"

    # Away from the keys -----------------------------------------------------------------------

    def _of_done(self, done: Done) -> str:
        action = actions.ACTIONS.get((done.who, done.action))
        if action is None or action.on_menu or done.who == "note":
            return "with.action"
        stored = {option.stored_as: option for option in action.options}
        for name, value in done.options.items():
            if name not in stored or not self._fits(stored[name], value, done):
                return "with.options"
        is_whole = all(o.stored_as in done.options for o in action.options if o.required)
        return "" if is_whole else "with.options"

    def _fits(self, option: actions.Option, value: Any, done: Done) -> bool:
        kind = option.kind
        if kind in (actions.MONEY, actions.DURATION, actions.COUNT):
            return type(value) is int and 0 <= value <= _MOST_WHOLE
        if kind == actions.YES_NO:
            return isinstance(value, bool)
        if kind == actions.SETTINGS:
            return self._are_settings(done.options.get("lever"), value)
        if not isinstance(value, str) or len(value) > _LONGEST:
            return False
        if kind == actions.CHOICE:
            return value in option.choices.values()
        if kind == actions.LEVER:
            return value in self._levers
        if kind == actions.HOLDER:
            return self._is_holder(value) or value in option.choices.values()
        return kind != actions.STEP or _NAME.fullmatch(value) is not None

    def _are_settings(self, lever: Any, value: Any) -> bool:
        if not isinstance(lever, str) or lever not in self._levers or not isinstance(value, dict):
            return False
        plan = FaultPlan(name=lever, id="settings", settings=value)
        return not self._of_fault(plan)

    # Faults -----------------------------------------------------------------------------------

    def _of_armed(self, fault: FaultPlan) -> str:
        self._armed += 1
        wrong = self._of_fault(fault) if self._armed <= MOST_FAULTS else f"> {MOST_FAULTS}"
        self._fault_ids.add(fault.id)
        return wrong

    def _of_fault(self, fault: FaultPlan) -> str:
        key = msgspec.json.encode(fault)
        if key not in self._faults:
            self._faults[key] = "" if self._reads_back(fault) else "with.fault"
        return self._faults[key]

    def _reads_back(self, fault: FaultPlan) -> bool:
        """Tell whether a scenario file could ask for this fault: the strictest judge there is."""
        from emulator.scenario.reader import read_text
        from emulator.scenario.write import to_yaml

        fault = msgspec.structs.replace(fault, id=fault.id or "f1", span=NOWHERE)
        where = fault.trigger.when.where if fault.trigger.when is not None else {}
        named = [step.name for step in self._scenario.steps if step.name in where.values()]
        others = [id for id in self._fault_ids if id == where.get("fault") and id != fault.id]
        around = Scenario(
            name="",
            given=Given(
                start=self._scenario.given.start, cardholders=self._scenario.given.cardholders
            ),
            steps=tuple(Step(who="cashier", action="confirm", name=name) for name in named),
            faults=(*(FaultPlan(name="uplink.drop", id=id) for id in others), fault),
        )
        try:
            (again,) = read_text(to_yaml(around), **shop_words())
        except (ScenarioError, ValueError, TypeError, AttributeError, OverflowError):
            return False
        return msgspec.structs.replace(again.faults[-1], span=NOWHERE) == fault


def _can_be_keyed(entered: Entered) -> bool:
    if entered.kind == "menu":
        return _FUNCTION.fullmatch(entered.text) is not None
    if entered.kind == "digits":
        return _DIGITS.fullmatch(entered.text) is not None
    return not entered.text

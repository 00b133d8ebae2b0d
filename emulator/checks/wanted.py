"""What an expectation wants of the shop: facts as they should be, and what is found instead."""

from collections.abc import Mapping
from typing import Any

from emulator.checks.base import Values
from emulator.checks.facts import ShopState
from emulator.domain.money import yuan
from emulator.domain.verdict import Truth
from emulator.domain.vocabulary import FACTS, HOLDER_FACTS, FactKind

_MONEY_FIELDS = frozenset({"amount", "amount_fen", "total"})


class WantedFacts:
    """Several facts that must all be as wanted at the same moment."""

    def __init__(self, facts: Mapping[str, Any]) -> None:
        self._facts = facts

    def agree(self, state: ShopState, *, after_seq: int = -1) -> Truth:
        """Pass if all are; fail if one certainly is not; else inconclusive."""
        worst = Truth.PASS
        for fact, wanted in self._facts.items():
            truth = state.agree(fact, wanted, after_seq=after_seq)
            if truth is Truth.FAIL:
                return truth
            worst = max(worst, truth)
        return worst

    def difference(self, state: ShopState, *, after_seq: int = -1) -> Values:
        """Name the fact that is not as wanted, with what was wanted and found."""
        for truth in (Truth.FAIL, Truth.INCONCLUSIVE):
            for fact, wanted in self._facts.items():
                if state.agree(fact, wanted, after_seq=after_seq) is truth:
                    return {
                        "fact": fact,
                        "wanted": shown(fact, wanted),
                        "found": shown(fact, state.value(fact)),
                    }
        return self.first(state)

    def first(self, state: ShopState) -> Values:
        """Name the first fact with what was wanted and found."""
        fact, wanted = next(iter(self._facts.items()))
        return {
            "fact": fact,
            "wanted": shown(fact, wanted),
            "found": shown(fact, state.value(fact)),
        }


def shown(fact: str, value: Any) -> str:
    """Write a fact's value for a report: money as `128.50 CNY`, a mapping as `key value, ...`."""
    if isinstance(value, dict):
        parts = [f"{key} {_field(key, each)}" for key, each in value.items()]
        return ", ".join(parts)
    if isinstance(value, int) and not isinstance(value, bool) and _kind(fact).type == "money":
        return f"{yuan(value)} CNY"
    return str(value)


def _field(key: str, value: Any) -> str:
    if key in _MONEY_FIELDS and isinstance(value, int):
        return f"{yuan(value)} CNY"
    return str(value)


def _kind(fact: str) -> FactKind:
    found = FACTS.get(fact) or HOLDER_FACTS.get(fact.rpartition(".")[2])
    return found or FactKind("text")

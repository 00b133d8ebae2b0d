"""
What people looked at in a run, and what they saw there.

A look is a deed that changes nothing: at the screen, the equipment, an amount, a slip; a question
to the host, the bank or the support desk. What was seen is read from the event that tells it.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from emulator.domain.actions import of
from emulator.domain.numbers import NUMBERS
from emulator.domain.trace import TraceEvent
from emulator.people.chores import REPAIRS
from emulator.proof.deeds import story_of

TOLD_BY_SCREEN: Mapping[str, str] = {
    "query": "status_shown",
    "balance": "balance_shown",
    "settlement": "settled",
    "test_connection": "line_tested",
    "check_versions": "versions_compared",
}
"""Functions of the menu that tell something, to the screen that tells it."""
TOLD_BY_PHONE = ("support.call", "support.follow_up", "support.escalate")
_NOT_SEEN = frozenset(
    (
        "action", "step", "effect", "transaction", "about", "ticket", "next_batch", "stan", "batch",
        "purchase", "amount_fen",
    )
)  # fmt: skip
"""Details that say at what somebody looked, not what there was to see."""
_MEASURED = ("_us", "_ms")
"""How the names of times end."""

AWAY_FROM_THE_KEYS = frozenset(
    f"cashier.{action.name}"
    for action in of("cashier", on_menu=False)
    if action.name not in REPAIRS and action.name not in ("confirm", "cancel", "wait")
)
LOOKS = frozenset(
    (
        *AWAY_FROM_THE_KEYS,
        *(f"cashier.{function}" for function in TOLD_BY_SCREEN),
        *TOLD_BY_PHONE,
        "customer.ask_bank",
    )
)
"""Deeds by which somebody sees something, as keys of `domain.numbers`."""


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody looked, and this is what there was to see."""

    key: str
    seq: int
    at_us: int
    step: int
    """Index of the step under way; -1 if the handbook had it done before the first."""
    seen: dict[str, Any]
    """Empty if nothing was told, as by a host that does not answer."""
    stan: str = ""
    """Of the transaction that was asked for; empty if it was none."""

    @property
    def words(self) -> str:
        """What was seen, for a report."""
        return _in_words(self.seen)

    def differs_from(self, usual: "Look") -> bool:
        """
        Whether there was anything to be seen here that was not seen there.

        Times that were measured are never twice the same: they differ from double or half.
        """
        names = self.seen.keys() | usual.seen.keys()
        return any(_differ(name, self.seen.get(name), usual.seen.get(name)) for name in names)

    def sign(self, usual: "Look") -> str:
        """
        What was seen, such that it can be compared between stories.

        What looks as usual is left out: it tells one model of printer from another, and no cause.

        Args:
            usual: The same look, nothing being the matter; of numbers only whether they are
                less or more is told, since every story has other amounts.
        """
        return _in_words(
            {
                key: _relation(value, usual.seen.get(key))
                for key, value in self.seen.items()
                if _differ(key, value, usual.seen.get(key))
            }
        )


def _in_words(seen: Mapping[str, Any]) -> str:
    return ", ".join(f"{key} {value}" for key, value in seen.items())


def _differ(name: str, one: Any, other: Any) -> bool:
    if name.endswith(_MEASURED) and type(one) is int and type(other) is int:
        less, more = sorted((abs(one), abs(other)))
        return more >= 2 * less and one != other
    return bool(one != other)


def _relation(value: Any, usual: Any) -> Any:
    # Of what is not told in the usual run, as items of a sort that it has none of, there are none.
    usual = 0 if usual is None else usual
    if type(value) is not int or type(usual) is not int:
        return value
    return "less" if value < usual else "more"


def checks_made(number: str, looks: Iterable[Look]) -> list[Look]:
    """The looks with which a check of the catalogue was made."""
    return [look for look in looks if number in NUMBERS.get(look.key, ())]


def looks_of(events: Iterable[TraceEvent]) -> list[Look]:
    """All looks of a story, in order."""
    return [look for look in _Reader().read(events) if look.key in LOOKS]


class _Reader:
    def __init__(self) -> None:
        self._looks: list[Look] = []
        self._step = -1
        self._named: dict[str, int] = {}
        """Steps by their names: what stands at the till in a queue is done steps later."""
        self._asked: tuple[str, TraceEvent, int] | None = None
        """A question at the keys whose screen has not come yet, and the step that it is for."""
        self._tickets: dict[str, tuple[int, str, TraceEvent]] = {}
        """Calls without an answer: by ticket, the step and the call itself."""
        self._asked_again: tuple[int, str, TraceEvent] | None = None

    def read(self, events: Iterable[TraceEvent]) -> list[Look]:
        for event in story_of(events):
            self._take(event)
        if self._asked is not None:
            self._unanswered()
        again = (self._asked_again,) if self._asked_again is not None else ()
        for step, key, event in (*self._tickets.values(), *again):
            self._saw(key, event, {}, step)
        return sorted(self._looks, key=lambda look: look.seq)

    def _take(self, event: TraceEvent) -> None:
        detail = event.detail
        match event.name:
            case "bench.step_began":
                self._step = detail["step"]
                if detail["name"]:
                    self._named[detail["name"]] = detail["step"]
                key = f"{detail['who']}.{detail['action']}"
                if key in TOLD_BY_PHONE and key != "support.call":
                    self._asked_again = (self._step, key, event)
            case "cashier.did":
                self._did(event)
            case "console.displayed" if self._asked is not None:
                key, asked, step = self._asked
                if detail["screen"] == TOLD_BY_SCREEN[key.partition(".")[2]]:
                    self._asked = None
                    seen = {k: v for k, v in detail.items() if k != "screen"}
                    self._saw(key, asked, seen, step)
            case "cardholder.asked_bank":
                self._saw("customer.ask_bank", event, detail)
            case "support.ticket_opened":
                self._tickets[detail["ticket"]] = (self._step, "support.call", event)
            case "support.answered":
                self._answered(detail)

    def _did(self, event: TraceEvent) -> None:
        action = event.detail["action"]
        if self._asked is not None:
            self._unanswered()
        if action in TOLD_BY_SCREEN:
            step = self._named.get(event.detail.get("step", ""), self._step)
            self._asked = (f"cashier.{action}", event, step)
        else:
            self._saw(f"cashier.{action}", event, event.detail)

    def _unanswered(self) -> None:
        """Know that the screen that was waited for will not come."""
        assert self._asked is not None, "somebody asked"
        key, asked, step = self._asked
        self._asked = None
        self._saw(key, asked, {}, step)

    def _answered(self, detail: Mapping[str, Any]) -> None:
        waiting = self._tickets.pop(detail["ticket"], None)
        if waiting is None:
            waiting, self._asked_again = self._asked_again, None
        if waiting is not None:
            step, key, asked = waiting
            self._saw(key, asked, detail, step)

    def _saw(
        self, key: str, event: TraceEvent, detail: Mapping[str, Any], step: int | None = None
    ) -> None:
        self._looks.append(
            Look(
                key=key,
                seq=event.seq,
                at_us=event.at_us,
                step=self._step if step is None else step,
                seen={k: v for k, v in detail.items() if k not in _NOT_SEEN},
                stan=str(detail.get("stan", "")),
            )
        )

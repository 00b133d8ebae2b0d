"""
Everything that an instructor can let go wrong, how it is found, and how it is armed.

A choice is a lever of a part, a fate of messages on a line, or a documented cause that nothing can
bring about, which is found all the same and says why.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

import msgspec

from emulator.domain.causes import CAUSES, causes_of
from emulator.domain.errors import UsageError
from emulator.domain.event_table import LINES
from emulator.domain.moments import format_duration
from emulator.domain.money import yuan
from emulator.domain.plan import NOWHERE, FaultPlan, Given, Pattern, Trigger
from emulator.domain.problem import ScenarioError
from emulator.domain.texts import LANGUAGES, say
from emulator.domain.vocabulary import FATES

TRIGGERS: Mapping[str, tuple[Trigger, str]] = MappingProxyType(
    {
        "now": (Trigger(), ""),
        "slip": (Trigger(when=Pattern(source="printer", kind="slip_started")), ""),
        "request": (
            Trigger(when=Pattern(source="uplink", kind="sent", where={"way": "up"})),
            "",
        ),
        "answer": (
            Trigger(when=Pattern(source="uplink", kind="sent", where={"way": "down"})),
            "",
        ),
        "journal": (Trigger(when=Pattern(source="storage", kind="written")), "during"),
    }
)
"""What a fault may wait for, each with the moment of a durable step; see `plan.FaultPlan`."""

_WAYS = {"request": "up", "answer": "down"}
_USUAL_TRIGGERS = {"printer": "slip", "storage": "now", "bank": "now", "clearing": "now"}
"""By part; anything on the way of a message usually strikes the next request."""


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to choose."""

    name: str = ""
    """Full name of a lever or fate; empty for a cause that nothing can bring about."""
    causes: tuple[str, ...] = ()
    """Numbers of the catalogue."""
    settings: Mapping[str, Any] = {}
    """Each with its default."""
    reason: str = ""
    """Why it cannot be armed: one of `causes.REASONS`; empty if it can."""

    @property
    def is_fate(self) -> bool:
        """True for a fate of messages, false for a lever."""
        return is_fate(self.name)

    @property
    def usual_trigger(self) -> str:
        """The key of `TRIGGERS` that it is offered with."""
        if self.is_fate:
            return "answer"
        return _USUAL_TRIGGERS.get(self.name.partition(".")[0], "request")

    def words(self, lang: str) -> str:
        """What goes wrong, in one sentence."""
        if self.name:
            return sentence_of(self.name, lang)
        return _cause_words(self.causes[0], lang)

    def why_not(self, lang: str) -> str:
        """Why it cannot be armed; empty if it can."""
        return say(f"instructor.why_not.{self.reason}", lang) if self.reason else ""


def is_fate(name: str) -> bool:
    """Tell whether a name is that of a fate of messages."""
    line, _, fate = name.rpartition(".")
    return line in LINES and fate in FATES


def sentence_of(name: str, lang: str) -> str:
    """What a lever or fate does, with the part where the same sentence is said of several."""
    part, _, fate = name.partition(".")
    if is_fate(name):
        return f"{say(f'part.{part}', lang)}: {say(f'cli.explain.fate.{fate}', lang)}"
    ids = _sentences()
    text = say(ids[name], lang)
    is_shared = list(ids.values()).count(ids[name]) > 1
    return f"{say(f'part.{part}', lang)}: {text}" if is_shared else text


def all_choices(levers: Mapping[str, Mapping[str, Any]]) -> tuple[Choice, ...]:
    """Every lever of a shop and every fate on its lines; then the causes that nothing brings."""
    known = {
        **levers,
        **{f"{line}.{fate}": settings for line in LINES for fate, settings in FATES.items()},
    }
    able = [
        Choice(name=name, causes=causes_of(name), settings=settings)
        for name, settings in known.items()
    ]
    unable = [
        Choice(causes=(number,), reason=reason)
        for number, reason in CAUSES.items()
        if isinstance(reason, str)
    ]
    return (*able, *unable)


def find(choices: Iterable[Choice], query: str) -> list[Choice]:
    """
    Search choices by number, machine name and sentences in both languages.

    Args:
        choices: Where to search.
        query: Words that must all be there, in any order and case; none finds everything.

    Returns:
        What can be armed first, and first of all what goes by these words itself. For the number
        of a cause, in the order of its table.
    """
    words = query.casefold().split()
    found = []
    for choice in choices:
        own, all_words = _haystacks(choice.name, choice.causes)
        if all(word in all_words for word in words):
            found.append((choice, all(word in own for word in words)))
    number = query.strip().upper()

    def rank(hit: tuple[Choice, bool]) -> tuple[bool, bool, int]:
        choice, is_own = hit
        tables = [CAUSES[one] for one in ((number,) if number in CAUSES else choice.causes)]
        places = [ways.index(choice.name) for ways in tables if choice.name in ways]
        return (bool(choice.reason), not is_own, min(places, default=len(CAUSES)))

    return [choice for choice, _ in sorted(found, key=rank)]


def plan_of(
    choice: Choice,
    trigger: str,
    settings: Mapping[str, Any] = MappingProxyType({}),
    *,
    for_us: int | None = None,
) -> FaultPlan:
    """
    Make the fault that a choice stands for; it has no name yet.

    Args:
        choice: Something that can be armed.
        trigger: A key of `TRIGGERS`. A fate that waits for the next request or answer strikes it.
        settings: Those that differ from the defaults.
        for_us: When it heals by itself; None lasts until somebody mends it.
    """
    assert choice.name, "only what can be armed is armed"
    when, moment = TRIGGERS[trigger]
    if not choice.is_fate:
        return FaultPlan(
            name=choice.name, trigger=when, moment=moment, for_us=for_us, settings=dict(settings)
        )
    way = _WAYS.get(trigger)
    return FaultPlan(
        name=choice.name,
        trigger=Trigger() if way else when,
        for_us=for_us,
        settings=dict(settings),
        message={"way": way} if way else {},
    )


def written_settings(choice: Choice) -> str:
    """The settings with their defaults, as somebody may change them: `line=0, mm=0`."""
    from emulator.scenario.settings_shapes import key_of  # loads the reader of files

    return ", ".join(f"{key_of(key)}={_written(key, v)}" for key, v in choice.settings.items())


def read_settings(choice: Choice, text: str, lang: str) -> dict[str, Any]:
    """
    Read settings as `written_settings` writes them.

    Raises:
        UsageError: One cannot be read; says which, and what is possible.
    """
    # Values are read as scenario files are, which takes half a second to load.
    from emulator.scenario.problems import Problems
    from emulator.scenario.settings_shapes import key_of, read_options
    from emulator.scenario.tree import Node

    known = [key_of(name) for name in choice.settings]
    entries: dict[str, Node] = {}
    for piece in filter(None, (piece.strip() for piece in text.replace("，", ",").split(","))):
        key, equals, value = (part.strip() for part in piece.partition("="))
        if not equals or key not in known:
            listed = ", ".join(known) or "-"
            raise UsageError(say("instructor.search.no_setting", lang, found=piece, known=listed))
        if value:
            entries[key] = Node(span=NOWHERE, text=value)
    problems = Problems()
    node = Node(span=NOWHERE, entries=entries, key_spans=dict.fromkeys(entries, NOWHERE))
    read = read_options(choice.name, choice.settings, node, problems)
    try:
        problems.raise_if_any()
    except ScenarioError as error:
        first = error.problems[0]
        said = "; ".join(filter(None, (first.message(lang), first.help(lang))))
        raise UsageError(said) from None
    return {key: v for key, v in (read or {}).items() if v != choice.settings[key]}


def _written(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int) and name.endswith("_us"):
        return format_duration(value)
    if isinstance(value, int) and name.endswith("_fen"):
        return f"{yuan(value)} CNY"
    return str(value)


@cache
def _haystacks(name: str, causes: tuple[str, ...]) -> tuple[str, str]:
    """What a choice is called by itself, and together with the causes that it brings about."""
    own = [name, *(sentence_of(name, lang) for lang in LANGUAGES if name)]
    of_causes = [_cause_words(number, lang) for number in causes for lang in LANGUAGES]
    return "\n".join(own).casefold(), "\n".join([*own, *causes, *of_causes]).casefold()


def _cause_words(number: str, lang: str) -> str:
    from emulator.scenario.catalogue import catalogue

    return catalogue()[number].words(lang)


@cache
def _sentences() -> dict[str, str]:
    """Full name of every lever to the id of its sentence."""
    from emulator.testbed import Testbed  # the whole shop, to read off its levers

    return {name: lever.sentence for name, lever in Testbed(Given()).levers.items()}

"""
What people can do, and what a monitor can tell them of, explained by its name.

A deed may be asked for by every spelling that a scenario may use, in both languages. Left out: in
which scenarios it is done, which the caller adds.
"""

from collections.abc import Iterable, Iterator

from emulator.domain.actions import ACTIONS, WHO, Action, Option, find
from emulator.domain.alarms import ALARMS
from emulator.domain.numbers import NUMBERS
from emulator.domain.texts import has, say
from emulator.reports.words import action_words
from emulator.scenario.catalogue import catalogue


def deeds(topic: str) -> list[Action]:
    """Every action that a word may mean, whoever does it."""
    found = [find(who, topic, on_menu=on_menu) for who in WHO for on_menu in (True, False)]
    return [action for action in found if action is not None]


def known_deeds() -> Iterator[str]:
    """The machine name of every action."""
    return (name for _, name in ACTIONS)


def about_deed(action: Action, lang: str) -> list[str]:
    """What it is, how a scenario writes it, and what it stands for in the catalogue."""
    person = f"part.{action.who}"
    who = say(person, lang) if has(person) else action.who
    lines = [
        f"{action.name}  {say('cli.explain.action', lang, who=who)}",
        "",
        action_words(action.who, action.name, lang),
        "",
        say("cli.explain.action.written", lang, written=_written(action)),
    ]
    if len(action.words) > 1:
        words = ", ".join(dict.fromkeys(action.words[1:]))
        lines.append(say("cli.explain.action.also", lang, words=words))
    if action.options:
        lines += ["", say("cli.explain.settings", lang)]
        lines += [f"  {_option(option)}" for option in action.options]
    return [*lines, *_numbers(action, lang)]


def about_alarm(topic: str, lang: str) -> list[str] | None:
    """An alarm, as paper_low."""
    if topic not in ALARMS:
        return None
    return [
        f"{topic}  {say('cli.explain.alarm', lang)}",
        "",
        say(f"alarm.{topic}.about", lang),
        "",
        say("cli.explain.alarm.over", lang),
    ]


def _written(action: Action) -> str:
    needed = [option for option in action.options if option.required]
    said = [f"{option.name}: {_value(option)}" for option in needed]
    if action.on_menu:
        return f"{action.who}: {{{', '.join([f'menu: {action.name}', *said])}}}"
    if not needed:
        return f"{action.who}: {action.name}"
    main = next((option for option in needed if option.name == action.main), None)
    inner = _value(main) if main is not None and len(needed) == 1 else f"{{{', '.join(said)}}}"
    return f"{action.who}: {{{action.name}: {inner}}}"


def _option(option: Option) -> str:
    return f"{option.name}: {_value(option)}"


def _value(option: Option) -> str:
    """The machine words that there are, else what sort of thing it is."""
    return " | ".join(_machine_words(option)) or option.kind.upper()


def _machine_words(option: Option) -> Iterable[str]:
    return dict.fromkeys(option.choices.values())


def _numbers(action: Action, lang: str) -> list[str]:
    numbers = NUMBERS.get(f"{action.who}.{action.name}", ())
    if not numbers:
        return []
    rows = [f"  {number}  {catalogue()[number].words(lang)}" for number in numbers]
    return ["", say("cli.explain.action.stands_for", lang), *rows]

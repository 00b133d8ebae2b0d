"""
Every sentence that a person reads, in Chinese and English, from the one messages file.

Left out: plural forms and any other grammar; a sentence is written so that it needs none.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from emulator.domain.errors import UsageError
from emulator.domain.moments import MINUTE, MS, SECOND, format_duration
from emulator.domain.money import yuan

LANGUAGES = ("zh", "en")

_NO_LOCALE = ("", "c", "posix")


def say(id: str, lang: str, /, **values: Any) -> str:
    """
    Put values into a sentence.

    Args:
        id: The sentence's name in messages.toml.
        lang: zh or en.
        values: What its placeholders stand for; `*_fen` is shown as money, `*_us` as a duration
            that is rounded as people say it (`spoken_duration`).

    Raises:
        KeyError: There is no such sentence, or a placeholder has no value; a mistake of ours.
    """
    text = _messages()[id][lang]
    return text.format_map({key: _shown(key, value) for key, value in values.items()})


def pattern(id: str, lang: str, /) -> str:
    """
    Give a sentence with its placeholders unfilled, for whoever must recognise it.

    Raises:
        KeyError: There is no such sentence; a mistake of ours.
    """
    return _messages()[id][lang]


def has(id: str, /) -> bool:
    """Tell whether there is a sentence of this name."""
    return id in _messages()


def ids() -> tuple[str, ...]:
    """The names of all sentences, in the order of the file."""
    return tuple(_messages())


def choose_language(
    option: str | None, environ: Mapping[str, str], locale: str | None = None
) -> str:
    """
    Decide which language a person reads.

    Args:
        option: What `--lang` said; None if it was not given.
        environ: Where `POSEMU_LANG` may stand, and `LC_ALL`, `LC_MESSAGES`, `LANG` if there is
            no `locale`.
        locale: The system's locale, as `zh_CN.UTF-8`.

    Returns:
        zh for a Chinese locale and for none at all (unset, C or POSIX), en for any other.

    Raises:
        UsageError: The option or the variable names a language that we do not have.
    """
    for source, wish in (("--lang", option), ("POSEMU_LANG", environ.get("POSEMU_LANG"))):
        if wish:
            if wish not in LANGUAGES:
                raise UsageError(f"{source}: {wish!r} is not a language we have; write zh or en")
            return wish
    if locale is None:
        names = ("LC_ALL", "LC_MESSAGES", "LANG")
        locale = next((environ[name] for name in names if environ.get(name)), "")
    spoken = locale.partition(".")[0].lower()
    return "zh" if spoken in _NO_LOCALE or spoken.startswith("zh") else "en"


def spoken_duration(us: int) -> str:
    """
    Write a duration as precisely as a person wants it: `20m7s`, `59s998ms`, `3us`.

    Whole seconds from a minute up, whole milliseconds below, and exactly below a millisecond, where
    a microsecond early or late is what the sentence is about. Halves are rounded up, away from 0.
    """
    size = abs(us)
    if size >= MS:
        unit = MS if _to_whole(size, MS) < MINUTE else SECOND
        size = _to_whole(size, unit)
    return f"{'-' if us < 0 else ''}{format_duration(size)}"


def _to_whole(us: int, unit_us: int) -> int:
    return (us + unit_us // 2) // unit_us * unit_us


def _shown(key: str, value: Any) -> Any:
    if isinstance(value, int) and not isinstance(value, bool):
        if key.endswith("_fen"):
            return yuan(value)
        if key.endswith("_us"):
            return spoken_duration(value)
    return value


@cache
def _messages() -> dict[str, dict[str, str]]:
    text = (resources.files("emulator") / "messages.toml").read_text(encoding="utf-8")
    return dict(_flat(tomllib.loads(text), ""))


def _flat(table: Mapping[str, Any], above: str) -> list[tuple[str, dict[str, str]]]:
    """`[lcd.approved]` is a table within a table; a sentence's name is the way there."""
    found = []
    sentence = {lang: table[lang] for lang in LANGUAGES if isinstance(table.get(lang), str)}
    if sentence:
        found.append((above, sentence))
    for key, value in table.items():
        if isinstance(value, dict):
            found += _flat(value, f"{above}.{key}" if above else key)
    return found

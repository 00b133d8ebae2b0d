"""
The file in which a person says which keys they want, and the same file written out.

    [keys]
    menu = ["f10", "m"]
    feed = "pagedown"

What is wrong with a file is told in one sentence with its place; a wrong file is never half used.
"""

import os
import re
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from emulator.domain.errors import EnvironmentTrouble, UsageError
from emulator.domain.texts import say
from emulator.interfaces.tui.keys import ACTIONS, GROUPS, NEEDED, Keymap, clashes, is_key
from emulator.reports.layout import cells, one_line

_MOST_BYTES = 100_000
_AT = re.compile(r"at line (\d+), column (\d+)")
"""How the TOML reader says where it stopped."""
_SHOWN = 40


def usual_place(environ: Mapping[str, str]) -> Path:
    """Where a person's own keys are looked for."""
    base = environ.get("XDG_CONFIG_HOME") or ""
    # The specification of base directories lets a relative path there count as unset.
    folder = Path(base) if base.startswith(os.sep) else Path.home() / ".config"
    return folder / "posemu" / "keys.toml"


def keymap_for(file: Path | None, environ: Mapping[str, str], lang: str) -> Keymap:
    """
    Read the keys that a person wants.

    Args:
        file: What `--keys` named; None takes the person's own file if there is one.
        environ: Where XDG_CONFIG_HOME may stand.
        lang: Of a complaint.

    Raises:
        UsageError: There is something wrong in the file.
        EnvironmentTrouble: It cannot be read.
    """
    place = usual_place(environ) if file is None else file
    if file is None and not place.is_file():
        return Keymap()
    try:
        with place.open("rb") as opened:
            data = opened.read(_MOST_BYTES + 1)
    except OSError as error:
        reason = error.strerror or str(error)
        raise EnvironmentTrouble(
            say("tui.keys.unreadable", lang, file=place, reason=reason)
        ) from None
    return Keymap(_File(place, data, lang).keys())


class _File:
    """One file while it is read."""

    def __init__(self, place: Path, data: bytes, lang: str) -> None:
        self._place, self._data, self._lang = place, data, lang
        self._text = ""

    def keys(self) -> dict[str, tuple[str, ...]]:
        """Everything that it says, or a complaint."""
        table = self._table()
        extra = next((name for name in table if name != "keys"), None)
        if extra is not None:
            raise self._wrong(extra, "tui.keys.only_keys", name=_short(extra))
        chosen = table.get("keys", {})
        if not isinstance(chosen, dict):
            raise self._wrong("keys", "tui.keys.only_keys", name="keys")
        found = {id: self._keys_of(id, value) for id, value in chosen.items()}
        clash = clashes(found)
        if clash is not None:
            key, first, second = clash
            at = second if second in found else first
            raise self._wrong(at, "tui.keys.clash", key=_short(key), first=first, second=second)
        return found

    def _table(self) -> dict[str, Any]:
        if len(self._data) > _MOST_BYTES:
            raise self._wrong("", "tui.keys.too_large", most=_MOST_BYTES)
        try:
            self._text = self._data.decode("utf-8")
            return tomllib.loads(self._text)
        except UnicodeDecodeError:
            raise self._wrong("", "tui.keys.not_utf8") from None
        except tomllib.TOMLDecodeError as error:
            at = _AT.search(str(error))
            # The reader that came to the end of the file names no line.
            place = f":{at[1]}:{at[2]}" if at else f":{len(self._text.splitlines())}"
            raise self._complaint(place, "tui.keys.not_toml") from None
        except RecursionError:
            raise self._wrong("", "tui.keys.not_toml") from None

    def _keys_of(self, id: str, value: object) -> tuple[str, ...]:
        if id not in ACTIONS:
            near = get_close_matches(id, ACTIONS, n=1)
            if near:
                raise self._wrong(id, "tui.keys.no_action_near", name=_short(id), near=near[0])
            raise self._wrong(id, "tui.keys.no_action", name=_short(id))
        keys = [value] if isinstance(value, str) else value
        if not isinstance(keys, list) or not all(isinstance(key, str) for key in keys):
            raise self._wrong(id, "tui.keys.not_words", name=id)
        wrong = next((key for key in keys if not is_key(key)), None)
        if wrong is not None:
            raise self._wrong(id, "tui.keys.no_key", name=id, key=_short(wrong))
        if not keys and id in NEEDED:
            raise self._wrong(id, "tui.keys.needed", name=id)
        return tuple(dict.fromkeys(keys))

    def _wrong(self, name: str, text: str, /, **values: object) -> UsageError:
        line = self._line_of(name)
        return self._complaint(f":{line}" if line else "", text, **values)

    def _complaint(self, at: str, text: str, /, **values: object) -> UsageError:
        return UsageError(f"{self._place}{at}: {say(text, self._lang, **values)}")

    def _line_of(self, name: str) -> int:
        """The line on which a name is given its value; 0 if it cannot be told."""
        if not name:
            return 0
        pattern = re.compile(rf"""\s*(\[\s*)?["']?{re.escape(name)}["']?\s*[=\].]""")
        lines = self._text.splitlines()
        return next((n for n, line in enumerate(lines, 1) if pattern.match(line)), 0)


def _short(name: str) -> str:
    return one_line(name[:_SHOWN])


def written(keymap: Keymap, lang: str) -> str:
    """The keys as a file that `keymap_for` reads back, with what each does behind it."""
    lines = [f"# {say('tui.keys.head', lang)}", "[keys]"]
    for group in GROUPS:
        lines += ["", f"# {say(f'tui.group.{group}', lang)}"]
        rows = [
            (f"{id} = {_toml(keymap.keys(id))}", name_of(id, lang))
            for id, action in ACTIONS.items()
            if action.group == group
        ]
        width = max(cells(row) for row, _ in rows)
        lines += [f"{row.ljust(width)}  # {name}" for row, name in rows]
    return "\n".join(lines)


def name_of(id: str, lang: str) -> str:
    """What an action is called."""
    return say(ACTIONS[id].text, lang, number=id.rpartition("_")[2])


def _toml(keys: tuple[str, ...]) -> str:
    quoted = (key.replace("\\", "\\\\").replace('"', '\\"') for key in keys)
    return "[" + ", ".join(f'"{key}"' for key in quoted) + "]"

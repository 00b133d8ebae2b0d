"""
The catalogue of documented failures: what the merchant guides name, by number.

The file is shipped as it was handed over, word for word; scenarios refer to it with `covers`.
"""

from functools import cache
from importlib import resources
from typing import Any

import msgspec
import yaml

GROUPS = ("symptoms", "causes", "checks", "recoveries", "preventions")


_KEYS = ("zh", "en", "guides", "component")


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One documented cause, check, recovery, prevention or symptom."""

    id: str
    """S1, F07, D03, R12, P05 ..."""
    group: str
    """One of GROUPS."""
    zh: str
    en: str
    guides: tuple[int, ...]
    """Which of the five guides name it."""
    component: str = ""
    """Where a cause sits; empty for all others."""

    def words(self, lang: str) -> str:
        """What it is, in zh or en."""
        return self.en if lang == "en" else self.zh


@cache
def catalogue() -> dict[str, Entry]:
    """Every entry by its number, in the order of the file."""
    text = (resources.files("emulator") / "catalogue.yaml").read_text(encoding="utf-8")
    document = yaml.load(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    return {
        id: Entry(
            id=id,
            group=group,
            zh=entry["zh"],
            en=_whole(entry),
            guides=tuple(int(guide) for guide in entry["guides"]),
            component=entry.get("component", ""),
        )
        for group in GROUPS
        for id, entry in document[group].items()
    }


def _whole(entry: dict[str, Any]) -> str:
    """
    The English words of an entry, commas included.

    The file has commas in words without quotes, behind which YAML begins a key without a value.
    """
    rest = [key for key in entry if key not in _KEYS]
    return ", ".join((entry["en"], *rest))


def entry_ids() -> tuple[str, ...]:
    """The numbers of all entries."""
    return tuple(catalogue())

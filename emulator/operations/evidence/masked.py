"""
Nothing leaves the shop in clear: no card number, no track, no PIN, no key.

    files -> every text in them -> 13 to 19 digits that pass the Luhn test? a secret's name?

This looks closer than the check `nothing_in_clear`, which watches a run while it goes on: here are
a few hundred lines, and one number let through lies at somebody else's desk.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec

from emulator.domain.card import passes_luhn

_RUN = re.compile(r"(?<![0-9*])[0-9](?:[ -]?[0-9]){12,18}(?![ -]?[0-9*])")
"""A card number as people write it, in one run or in groups."""
_PLAIN_RUN = re.compile(r"(?<![0-9*])[0-9]{13,19}(?![0-9*])")
"""One in a text for people, where numbers that stand side by side are not one number."""
_MASKED = re.compile(r"(?:[0-9]{6}\*{3,9}[0-9]{4})?")
_MERCHANT_DIGITS = 15
_SECRETS = frozenset(
    {"pin", "pin_block", "track", "track1", "track2", "track3", "password", "key", "cvv", "cvn",
     "cvn2"}
)  # fmt: skip
_SECRET_SCREENS = frozenset({"enter_password", "supervisor_password", "enter_pin"})


class Exposed(NamedTuple):
    """Something that must not be read, and where it stands."""

    file: str
    what: str
    """card, or the name of a secret."""


def exposed(files: dict[str, bytes], *, merchant: str = "") -> Exposed | None:
    """
    Look for anything in clear.

    Args:
        files: Name to content; pictures are set from texts that are looked at, and left out.
        merchant: Its number, which has fifteen digits and may pass the test by chance.

    Returns:
        The first find; None if all is masked.
    """
    for name, content in files.items():
        if name.endswith(".png"):
            continue
        text = content.decode("utf-8", "replace")
        is_json = name.endswith((".json", ".jsonl"))
        found = _in_json(text, merchant) if is_json else _in_text(text, merchant, _PLAIN_RUN)
        if found:
            return Exposed(name, found)
    return None


def _in_text(text: str, merchant: str, run: re.Pattern[str] = _RUN) -> str:
    """`card` if a card number stands in a text, else empty."""
    return "card" if any(_is_card(found[0], merchant) for found in run.finditer(text)) else ""


def _is_card(text: str, merchant: str) -> bool:
    digits = text.replace(" ", "").replace("-", "")
    is_merchant = len(digits) == _MERCHANT_DIGITS and digits == merchant
    return not is_merchant and passes_luhn(digits)


def _in_json(text: str, merchant: str) -> str:
    """What stands in clear in JSON values, one a line or one in all."""
    screen = ""
    for line in text.splitlines() if text.startswith('{"seq"') else [text]:
        if not line:
            continue
        try:
            value = msgspec.json.decode(line)
        except (msgspec.DecodeError, RecursionError):
            return "unreadable"
        found = next((what for what in _looked_at("", value, merchant) if what), "")
        if found:
            return found
        screen = _screen_after(value, screen)
        if _is_keyed_secret(value, screen):
            return screen
    return ""


def _looked_at(name: str, value: Any, merchant: str) -> Iterator[str]:
    """Go through a value to its depth; what is in clear has a name, all else is empty."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield _in_text(key, merchant)
            yield from _looked_at(key, inner, merchant)
    elif isinstance(value, list):
        for inner in value:
            yield from _looked_at(name, inner, merchant)
    elif isinstance(value, str):
        yield _of_text(name, value, merchant)
    elif isinstance(value, int) and not name.endswith("_us"):
        yield _in_text(str(abs(value)), merchant)


def _of_text(name: str, value: str, merchant: str) -> str:
    if name in _SECRETS and value.strip("*"):
        return name
    if name == "card" and not _MASKED.fullmatch(value):
        return "card"
    return _in_text(value, merchant)


def _screen_after(event: Any, screen: str) -> str:
    detail = event.get("detail") if isinstance(event, dict) else None
    if not isinstance(detail, dict) or event.get("kind") != "displayed":
        return screen
    return str(detail.get("screen"))


def _is_keyed_secret(event: Any, screen: str) -> bool:
    """Tell whether the camera read what was keyed where a secret is asked for."""
    detail = event.get("detail") if isinstance(event, dict) else None
    if not isinstance(detail, dict) or event.get("kind") != "pressed" or not detail.get("text"):
        return False
    is_number = detail.get("input") == "digits" and screen in _SECRET_SCREENS
    return detail.get("input") == "pin" or is_number

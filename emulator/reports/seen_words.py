"""
What somebody saw, in words: a screen by what stands on it, a lamp, an answer, a comparison.

The label of a detail is `seen.<detail>`, its words are those of the trade (`word.<detail>.<word>`);
one that nobody wrote words for is shown by its own name, so that a new look is never left out.
"""

from emulator.domain.texts import has, pattern, say
from emulator.reports.layout import one_line
from emulator.reports.words import trade_word, worded

_ANSWERS = {"True": "yes", "False": "no"}
_RELATIONS = ("same", "less", "more")
"""How a number is to what is usual."""


def seen_words(name: str, value: str | int, lang: str) -> str:
    """
    One thing that was seen: `screen: OUT OF PAPER`.

    Args:
        name: The detail, as in `cashier.did`.
        value: What it was; True and False as words, and a number as `less`, `more` or `same` where
            it was compared with what is usual.
        lang: zh or en.
    """
    shown = label_of(name, lang)
    if name == "screen":
        return say("seen.pair", lang, name=shown, value=screen_words(str(value), lang))
    if isinstance(value, int):
        return say("seen.pair", lang, name=shown, value=worded(name, value))
    if value in _ANSWERS:
        return say("seen.pair", lang, name=shown, value=say(f"seen.{_ANSWERS[value]}", lang))
    if value in _RELATIONS:
        return say("seen.pair", lang, name=shown, value=say(f"seen.than_usual.{value}", lang))
    return say("seen.pair", lang, name=shown, value=one_line(trade_word(value, lang, name)))


def label_of(name: str, lang: str) -> str:
    """What a detail is called; its own name without its unit if nobody said."""
    id = f"seen.of.{name}"
    return say(id, lang) if has(id) else one_line(name.replace("_", " "))


def screen_words(screen: str, lang: str) -> str:
    """What stands on a screen before any number: the first line that names none."""
    id = f"lcd.{screen}"
    lines = pattern(id, lang).split("\n") if has(id) else []
    return next((line.strip(". ") for line in lines if "{" not in line), one_line(screen))


def listed_in_words(listed: str, lang: str) -> str:
    """
    What a proof keeps of a look, in words.

    Args:
        listed: `screen paper_out, agrees False`, as `proof.looks` writes it.
        lang: zh or en.
    """
    return say("seen.and", lang).join(
        _one_in_words(*part.partition(" ")[::2], lang) for part in listed.split(", ") if part
    )


def _one_in_words(name: str, value: str, lang: str) -> str:
    if not value:
        return label_of(name, lang)
    is_amount = name.endswith(("_fen", "_us")) and value.removeprefix("-").isdecimal()
    return seen_words(name, int(value) if is_amount else value, lang)

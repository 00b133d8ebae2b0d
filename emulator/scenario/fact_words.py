"""The words that some facts take: screens by what they say, copies and marks of a slip."""

from collections.abc import Mapping
from functools import cache

from emulator.domain.detail_words import COPIES
from emulator.domain.event_table import SCREENS
from emulator.domain.texts import LANGUAGES, pattern

COPY_WORDS: Mapping[str, str] = {
    **{copy: copy for copy in COPIES},
    "商户联": "merchant", "商户存根": "merchant",
    "持卡人联": "cardholder", "持卡人存根": "cardholder",
    "银行联": "bank", "银行存根": "bank",
}  # fmt: skip
"""Every spelling of a copy to its name."""

MARK_WORDS: Mapping[str, str] = {
    "重打印": "reprint", "reprint": "reprint", "duplicated": "reprint", "yes": "reprint",
    "以上作废": "void_above", "void_above": "void_above",
    "无": "none", "none": "none", "no": "none",
}  # fmt: skip
"""Every spelling of a mark on a slip to its name; `none` is a slip without any."""


@cache
def screen_words() -> Mapping[str, str]:
    """
    Every way to name a screen: its id, or what its first line says in Chinese or English.

    A line that begins several screens names none of them. A colon or dots at its end may be left
    out.
    """
    said: dict[str, list[str]] = {}
    for screen in SCREENS:
        for lang in LANGUAGES:
            line = pattern(f"lcd.{screen}", lang).partition("\n")[0]
            if "{" not in line:
                for spelling in dict.fromkeys((line, line.rstrip(".:"))):
                    said.setdefault(spelling, []).append(screen)
    words = {line: screens[0] for line, screens in said.items() if len(set(screens)) == 1}
    return {**{screen: screen for screen in SCREENS}, **words}

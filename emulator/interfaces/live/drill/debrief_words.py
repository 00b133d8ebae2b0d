"""What a debriefing calls deeds and events, and how it breaks a text into lines."""

from collections.abc import Callable, Iterator

from emulator.domain.console import Screen
from emulator.domain.texts import has, say
from emulator.domain.trace import TraceEvent
from emulator.reports.layout import cells, one_line
from emulator.reports.lcd import lcd
from emulator.reports.words import action_words, what


def key_words(key: str, lang: str) -> str:
    """What a deed is called, by its key of `drills.doings`."""
    if has(f"drill.action.{key}"):
        return say(f"drill.action.{key}", lang)
    who, _, action = key.partition(".")
    return action_words(who, action, lang)


def wrapped(text: str, width: int) -> list[str]:
    """Break a text into lines of at most so many cells, between words where there are some."""
    lines: list[str] = []
    line = ""
    for word in _words(text):
        if line and cells(line + word.rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line += word
        while cells(line.rstrip()) > width:
            head = _head(line, width)
            lines.append(head)
            line = line[len(head) :]
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _words(text: str) -> Iterator[str]:
    """Latin words with the blank behind them; each Chinese character by itself."""
    word = ""
    for char in text:
        if cells(char) > 1:
            if word:
                yield word
                word = ""
            yield char
            continue
        word += char
        if char == " ":
            yield word
            word = ""
    if word:
        yield word


def _head(text: str, width: int) -> str:
    """As much of the beginning as fits, at least a character."""
    used = count = 0
    for char in text:
        used += cells(char)
        if used > width and count:
            break
        count += 1
    return text[:count]


def event_words(event: TraceEvent, lang: str) -> str:
    """One entry of the first two columns."""
    say_it = _SPOKEN.get(event.name)
    return one_line(what(event, lang)) if say_it is None else say_it(event, lang)


def _displayed(event: TraceEvent, lang: str) -> str:
    values = dict(event.detail)
    rows = lcd(Screen(values.pop("screen"), values), lang=lang).rows
    said = [row.strip() for row in rows if row.strip()]
    return say("drill.shown", lang, text=" ".join(said))


def _pressed(event: TraceEvent, lang: str) -> str:
    return say("drill.pressed", lang, key=action_words("cashier", event.detail["input"], lang))


def _heard(event: TraceEvent, lang: str) -> str:
    hint = event.detail.get("with", {}).get("hint", "")
    return say(f"drill.deed.{event.detail['deed']}", lang, hint=key_words(hint, lang))


def _notified(event: TraceEvent, lang: str) -> str:
    amount_fen = event.detail["amount_fen"]
    id = "drill.notified" if amount_fen <= 0 else "drill.notified.back"
    return say(id, lang, amount_fen=abs(amount_fen))


def _slip_printed(event: TraceEvent, lang: str) -> str:
    words = one_line(what(event, lang))
    return words if event.detail.get("legible", True) else say("drill.blank", lang, slip=words)


def _struck(event: TraceEvent, lang: str) -> str:
    return say("drill.struck", lang)


def _mended(event: TraceEvent, lang: str) -> str:
    return say("drill.mended", lang)


_SPOKEN: dict[str, Callable[[TraceEvent, str], str]] = {
    "console.displayed": _displayed,
    "console.pressed": _pressed,
    "desk.heard": _heard,
    "issuer.notified": _notified,
    "fault.fired": _struck,
    "fault.healed": _mended,
    "printer.slip_printed": _slip_printed,
}

"""
Events in a person's words: when, who, what, and the details worth a line.

The phrase for an event stands in the messages file under `event.<source>.<kind>`; an event that
nobody wrote a phrase for is shown by its own name, so that a new part is never left out.
"""

from typing import Any

from emulator.domain.actions import ACTIONS
from emulator.domain.event_table import RECONCILED
from emulator.domain.moments import DAY, HOUR, MINUTE, MS, SECOND, format_duration
from emulator.domain.money import yuan
from emulator.domain.texts import has, say
from emulator.domain.trace import TraceEvent
from emulator.reports.layout import one_line

LINES = {"uplink": ("terminal", "acquirer"), "issuer_line": ("acquirer", "issuer")}
"""Who stands at the two ends of each line, the end away from the banks first."""

SALIENT = (
    "mti",
    "transaction",
    "screen",
    "input",
    "action",
    "alarm",
    "lever",
    "fault",
    "fate",
    "slip_kind",
    "copy",
    "record",
    "stan",
    "amount_fen",
    "code",
    "result",
    "holder",
    "business_day",
    "date",
    "why",
    "payout",
    "obstacle",
    "differs",
    "policy",
    "repaired",
    "reason",
    "how",
    "text",
    "error",
)
"""Details worth showing, in the order in which they are shown."""

_IN_WORDS = frozenset(
    (
        "transaction", "slip_kind", "copy", "record", "reason", "result", "why", "alarm",
        "payout", "obstacle", "differs", "policy", "repaired",
    )
)  # fmt: skip
"""Details whose values are words of the trade; all others are names, numbers or free text."""

_BESIDE_ACTION = tuple(key for key in SALIENT if key != "action")


def clock(at_us: int) -> str:
    """
    Time since the story began, to the millisecond: `00:00:31.400`, `3d 09:30:00.000`.

    The shop opens before the story begins; what happens then has a minus sign.
    """
    if at_us < 0:
        return f"-{clock(-at_us)}"
    days, rest = divmod(at_us, DAY)
    hours, rest = divmod(rest, HOUR)
    minutes, rest = divmod(rest, MINUTE)
    seconds, rest = divmod(rest, SECOND)
    text = f"{hours:02d}:{minutes:02d}:{seconds:02d}.{rest // MS:03d}"
    return f"{days}d {text}" if days else text


def who(event: TraceEvent, lang: str) -> str:
    """Who did it; for a message on a line its two ends, in the direction it goes."""
    ends = LINES.get(event.source)
    if ends is None:
        return _known(f"part.{event.source}", lang, event.source)
    sender, receiver = ends if event.detail.get("way") == "up" else ends[::-1]
    return (
        f"{_known(f'part.{sender}', lang, sender)} -> {_known(f'part.{receiver}', lang, receiver)}"
    )


def what(event: TraceEvent, lang: str) -> str:
    """What happened, in words, followed by the details worth showing."""
    detail = event.detail
    if event.kind == "did":
        done = action_words(event.source, str(detail.get("action")), lang)
        return " ".join([done, *details(detail, lang, _BESIDE_ACTION), *_counted(detail, lang)])
    phrase = _known(f"event.{event.source}.{event.kind}", lang, event.kind)
    if event.source == "desk" and event.kind == "heard":
        phrase = _known(f"deed.{detail.get('deed')}", lang, phrase)
        detail = detail.get("with", {})
    return " ".join([phrase, *details(detail, lang)])


def _counted(detail: dict[str, Any], lang: str) -> list[str]:
    """What a reconciliation found, class by class."""
    counts = {name: detail[name] for name in RECONCILED if name in detail}
    return [f"{say(f'reconcile.class.{name}', lang)} {count}" for name, count in counts.items()]


def action_words(who: str, action: str, lang: str) -> str:
    """What somebody does, in words: from the messages file, else as a scenario would write it."""
    id = f"action.{who}.{action}"
    if has(id):
        return say(id, lang)
    known = ACTIONS.get((who, action))
    return known.zh if known is not None and lang == "zh" else one_line(action.replace("_", " "))


def details(detail: dict[str, Any], lang: str, keys: tuple[str, ...] = SALIENT) -> list[str]:
    """
    The salient details as words, each word once.

    Money is written as on a slip, durations as scenario files write them, and the trade's words
    in the reader's language.
    """
    words = (
        trade_word(worded(key, detail[key]), lang, key)
        if key in _IN_WORDS
        else worded(key, detail[key])
        for key in keys
        if detail.get(key) not in (None, "")
    )
    return list(dict.fromkeys(words))


def trade_word(value: str, lang: str, key: str = "") -> str:
    """
    A machine's word in the reader's language: `sale` is 消费.

    Args:
        value: The word; given back if nobody translated it.
        lang: zh or en.
        key: The detail that it stands in, where it means something else there than elsewhere: a
            step that is `stuck` is no printer that is.
    """
    for id in (f"word.{key}.{value}", f"action.cashier.{value}", f"word.{value}"):
        if has(id):
            return say(id, lang)
    return value


def worded(key: str, value: Any) -> str:
    """One detail for a person: `amount_fen` 12850 is `128.50`, `takes_us` 3000 is `3ms`."""
    if isinstance(value, int) and not isinstance(value, bool):
        if key.endswith("_fen"):
            return yuan(value)
        if key.endswith("_us"):
            return format_duration(value) if value >= 0 else f"-{format_duration(-value)}"
    return one_line(str(value))


def _known(id: str, lang: str, otherwise: str) -> str:
    return say(id, lang) if has(id) else one_line(otherwise)

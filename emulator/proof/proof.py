"""What a proof is: an entry of the catalogue, a scenario, and whether and why it holds."""

import msgspec

from emulator.domain.moments import SECOND
from emulator.domain.numbers import NUMBERS
from emulator.domain.texts import has, say
from emulator.proof.changes import Change, Value
from emulator.proof.outcome import Outcome
from emulator.reports.seen_words import listed_in_words
from emulator.reports.words import action_words

_DEEDS = frozenset(("deeds", "next"))
_SIGHTS = frozenset(("seen", "else"))


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """What one scenario says about one entry."""

    entry: str
    """Number of the catalogue."""
    scenario: str
    holds: bool
    because: str
    """The sentence is `proof.<because>`."""
    values: dict[str, Value] = {}
    """What the sentence names; keys ending in `_fen` are money, in `_us` time. `deeds` and `next`
    are keys of `domain.numbers`, set apart by blanks."""
    change: Change | None = None
    """What it made of somebody; None where nothing was compared or nothing differed."""
    leads_to: tuple[str, ...] = ()
    """Of a cause: the covered symptoms that the run without it does not show."""
    signs: tuple[str, ...] = ()
    """Of a cause: what was seen of it in proven checks, `<who>.<action>: ...`; tells it from
    others."""

    def words(self, lang: str) -> str:
        """The sentence in zh or en."""
        values = dict(self.values)
        for name in _DEEDS & values.keys():
            values[name] = deeds_in_words(str(values[name]), lang)
        for name in _SIGHTS & values.keys():
            seen = listed_in_words(self._telling(name), lang)
            values[name] = seen or say("seen.nothing", lang)
        if "signs" in values:
            values["signs"] = _signs_in_words(str(values["signs"]), lang)
        if self.change is not None:
            values["change"] = change_in_words(self.change, lang)
        return say(f"proof.{self.because}", lang, **values)

    def _telling(self, sight: str) -> str:
        """What was seen in one of two runs, without what looks the same in the other."""
        seen = str(self.values[sight]).split(", ")
        other = str(self.values.get(next(iter(_SIGHTS - {sight})), "")).split(", ")
        return ", ".join([one for one in seen if one not in other] or seen)


def _signs_in_words(signs: str, lang: str) -> str:
    """What was seen in each of several checks, with how it was checked."""
    told = []
    for sign in signs.split("; "):
        key, _, seen = sign.partition(": ")
        words = {"deed": deeds_in_words(key, lang), "seen": listed_in_words(seen, lang)}
        told.append(say("proof.sign", lang, **words))
    return say("proof.and", lang).join(told)


def change_in_words(change: Change, lang: str) -> str:
    """Who fares worse or otherwise, and how."""
    values = {key: _worded(change.what, key, value, lang) for key, value in change.values.items()}
    return say(f"proof.change.{change.what}", lang, **values)


def _worded(what: str, key: str, value: Value, lang: str) -> Value:
    if what == "batch_result":
        return say(f"proof.settled.{value or 'none'}", lang)
    # Nobody wants the milliseconds of what counts in seconds only.
    is_long = key.endswith("_us") and isinstance(value, int) and value >= SECOND
    return _whole_seconds(int(value)) if is_long else value


def deeds_in_words(deeds: str, lang: str) -> str:
    """Keys of deeds as people call them, each with who does it."""
    return say("proof.and", lang).join(_deed_in_words(key, lang) for key in deeds.split())


def _deed_in_words(key: str, lang: str) -> str:
    if has(f"drill.action.{key}"):
        return say(f"drill.action.{key}", lang)
    who, _, action = key.partition(".")
    return action_words(who, action, lang)


def deeds_of(entry: str) -> tuple[str, ...]:
    """The keys of the deeds that may carry an entry out."""
    return tuple(key for key, numbers in NUMBERS.items() if entry in numbers)


def numbers_of(outcome: Outcome) -> dict[str, Value]:
    """An outcome in a few numbers, for a proof in which nothing differed."""
    customers, merchant = outcome.customers, outcome.merchant
    return {
        "paid_fen": sum(one.paid_fen for one in customers),
        "merchant_fen": merchant.credited_fen + merchant.pending_fen,
        "hung_us": _whole_seconds(sum(one.hung_us for one in customers)),
        "paper_us": _whole_seconds(max((one.paper_us for one in customers), default=0)),
        "blocked_us": _whole_seconds(outcome.shop.blocked_us),
    }


def _whole_seconds(us: int) -> int:
    return us // SECOND * SECOND

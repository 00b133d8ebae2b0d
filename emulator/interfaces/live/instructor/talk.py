"""
What is said between a session and an instructor on a line: one JSON object a line, UTF-8.

    instructor                                   session
    {"v": 1, "token": "..."}             ->
                                         <-      {"hello": {"v": 1, "scenario": ...}}
                                         <-      {"state": {...}}       whenever it has changed
    {"id": 7, "do": "arm", "fault": ...} ->
                                         <-      {"reply": 7}  or  {"reply": 7, "error": {...}}
                                         <-      {"error": {...}}       and then it hangs up

A fault is written as in a scenario file, so that whoever can write one can arm it by hand, and one
reader judges both. docs/reference/instructor.md tells it to people.
"""

import json
from typing import Annotated, Any, Literal, get_args

import msgspec
import yaml
from msgspec import Meta

from emulator.domain.moments import DAY
from emulator.domain.plan import NOWHERE, FaultPlan, Scenario
from emulator.domain.problem import ScenarioError
from emulator.domain.texts import LANGUAGES, say
from emulator.interfaces.live.instructor.commands import SPEEDS, Commands
from emulator.interfaces.live.session import Session

VERSION = 1
LONGEST_LINE = 64 * 1024
"""Bytes; what an instructor says is a few hundred."""
LONGEST_SKIP_US = 31 * DAY

Speed = Literal[1, 10, 60]
Number = Annotated[int, Meta(ge=0, le=2**31)]


class Knock(msgspec.Struct, frozen=True):
    """The first line of whoever wants to come in."""

    v: int
    token: str


class _Order(msgspec.Struct, frozen=True, kw_only=True, tag_field="do", forbid_unknown_fields=True):
    """A command; the answer names its `id`."""

    id: Number


class Arm(_Order, frozen=True, tag="arm"):
    """A fault as a scenario file writes it: name of the lever or fate to its options."""

    fault: dict[str, Any]


class Release(_Order, frozen=True, tag="release"):
    """One lever, by its full name."""

    lever: str


class MendAll(_Order, frozen=True, tag="mend_all"):
    """See `Commands.mend_all`; the same goes for those below."""


class Hold(_Order, frozen=True, tag="hold"):
    """Time stands still."""


class GoOn(_Order, frozen=True, tag="go_on"):
    """Time passes again."""


class SetTimes(_Order, frozen=True, tag="set_times"):
    """The speed."""

    times: Speed


class SkipToNext(_Order, frozen=True, tag="skip_to_next"):
    """To the next event."""


class SkipFor(_Order, frozen=True, tag="skip_for"):
    """So much time at once."""

    us: Annotated[int, Meta(ge=1, le=LONGEST_SKIP_US)]


class NextDay(_Order, frozen=True, tag="next_day"):
    """To the next morning."""


Order = Arm | Release | MendAll | Hold | GoOn | SetTimes | SkipToNext | SkipFor | NextDay

assert get_args(Speed) == SPEEDS, "what may be said is what may be done"


class Hello(msgspec.Struct, frozen=True, kw_only=True):
    """What a session says of itself."""

    v: int
    scenario: str
    title: str
    title_en: str
    lang: str
    levers: tuple[str, ...]
    is_exam: bool


def hello_of(session: Session) -> Hello:
    """Say what a session is."""
    return Hello(
        v=VERSION,
        scenario=session.scenario.name,
        title=session.scenario.title,
        title_en=session.scenario.title_en,
        lang=session.lang,
        levers=tuple(session.bed.levers),
        is_exam=session.is_exam,
    )


class Trouble(msgspec.Struct, frozen=True):
    """Why something was not done; `code` is for programs, the rest for people."""

    code: str
    zh: str
    en: str

    def words(self, lang: str) -> str:
        """The sentence in zh or en."""
        return self.en if lang == "en" else self.zh


class Said(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A line of a session, as an instructor's program reads it; one of the four is set."""

    hello: Hello | None = None
    state: msgspec.Raw = msgspec.Raw()
    reply: int | None = None
    error: Trouble | None = None
    """Beside `reply`: the command was not carried out. Alone: the session hangs up."""


def trouble(code: str, **values: Any) -> Trouble:
    """A trouble of this sort in both languages."""
    zh, en = (say(f"instructor.trouble.{code}", lang, **values) for lang in LANGUAGES)
    return Trouble(code, zh, en)


def order_of(line: bytes) -> Order:
    """
    Read a command.

    Raises:
        msgspec.MsgspecError: It is none.
        RecursionError: It is nothing but brackets.
    """
    order: Order = _ORDERS.decode(line)
    return order


_ORDERS: msgspec.json.Decoder[Order] = msgspec.json.Decoder(Order)


def written_fault(plan: FaultPlan) -> dict[str, Any]:
    """Write a fault as a scenario file does."""
    from emulator.scenario.write import to_yaml  # loads the reader of files

    document = yaml.load(to_yaml(Scenario(name="", faults=(plan,))), Loader=yaml.BaseLoader)
    fault: dict[str, Any] = document["faults"][0]
    return fault


def read_fault(fault: dict[str, Any]) -> FaultPlan | Trouble:
    """Read a fault that was written as in a scenario file; a trouble tells what is wrong."""
    from emulator.known import shop_words
    from emulator.scenario.reader import read_text

    # What comes from a line is JSON, of which YAML understands all.
    text = json.dumps({"scenario": "v1", "faults": [fault]}, ensure_ascii=False)
    try:
        (scenario,) = read_text(text, file="fault", **shop_words())
    except ScenarioError as error:
        first = error.problems[0]
        zh, en = (
            "; ".join(filter(None, (first.message(lang), first.help(lang)))) for lang in LANGUAGES
        )
        return Trouble(first.code, zh, en)
    return msgspec.structs.replace(scenario.faults[0], span=NOWHERE)


def obey(commands: Commands, order: Order) -> object:
    """Carry out any command but `arm`, whose fault must be read first; gives what it gives."""
    match order:
        case Release():
            return commands.release(order.lever)
        case MendAll():
            return commands.mend_all()
        case Hold():
            return commands.hold()
        case GoOn():
            return commands.go_on()
        case SetTimes():
            return commands.set_times(order.times)
        case SkipToNext():
            return commands.skip_to_next()
        case SkipFor():
            return commands.skip_for(order.us)
        case NextDay():
            return commands.next_day()
        case Arm():
            raise AssertionError("its fault is read first")

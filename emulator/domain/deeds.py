"""
What comes into a run from people of flesh and blood, as plain values that a recording keeps.

A cashier at the keys and an instructor behind the panel do nothing but these; played back at the
same moments they lead to the same run without anybody. A PIN and a password are never kept, only
whether they were right.
"""

from typing import Any, Literal

import msgspec

from emulator.domain.plan import FaultPlan

Word = Literal["ok", "wrong", "none"]
"""What was keyed where nothing may be kept; `none` is the bare confirm key."""


class Entered(msgspec.Struct, frozen=True, tag_field="deed", tag="entered"):
    """A whole input at the keypad that anybody may read: see `console.Input`."""

    kind: Literal["menu", "digits", "confirm", "cancel"]
    text: str = ""


class KeyedSecret(msgspec.Struct, frozen=True, tag_field="deed", tag="keyed_secret"):
    """A PIN (the cardholder's), or a password (an operator's or the supervisor's)."""

    kind: Literal["pin", "password"]
    word: Word


class CardShown(msgspec.Struct, frozen=True, tag_field="deed", tag="card_shown"):
    """The card of a holder is inserted, swiped, held to the reader, or its number is keyed."""

    holder: str
    entry: Literal["chip", "swipe", "contactless", "keyed"]


class Done(msgspec.Struct, frozen=True, tag_field="deed", tag="done"):
    """Something away from the keys, of `domain.actions`: paper loaded, support called, ..."""

    who: str
    action: str
    options: dict[str, Any] = {}
    """As in `plan.Step.options`."""


class CustomerCame(msgspec.Struct, frozen=True, tag_field="deed", tag="customer_came"):
    """The next customer comes to the counter; the one before has left."""

    amount_fen: int | None = None
    """What this one means to pay; None leaves it to chance."""
    holder: str = ""
    """Whose card; empty leaves it to chance."""


class TaskGivenUp(msgspec.Struct, frozen=True, tag_field="deed", tag="task_given_up"):
    """The cashier does not do what is asked of them, and turns to the next thing."""


class HintTaken(msgspec.Struct, frozen=True, tag_field="deed", tag="hint_taken"):
    """A hint was shown."""

    hint: str
    """Machine name of the action that it gives away."""


class FaultArmed(msgspec.Struct, frozen=True, tag_field="deed", tag="fault_armed"):
    """The instructor lets something go wrong, now or at an event."""

    fault: FaultPlan


class LeverReleased(msgspec.Struct, frozen=True, tag_field="deed", tag="lever_released"):
    """The instructor mends one thing."""

    lever: str


class AllMended(msgspec.Struct, frozen=True, tag_field="deed", tag="all_mended"):
    """The instructor mends everything and disarms what has not struck yet."""


class Left(msgspec.Struct, frozen=True, tag_field="deed", tag="left"):
    """The person leaves the till; what follows goes by itself."""


Deed = (
    Entered
    | KeyedSecret
    | CardShown
    | Done
    | CustomerCame
    | TaskGivenUp
    | HintTaken
    | FaultArmed
    | LeverReleased
    | AllMended
    | Left
)


def plain(deed: Deed) -> dict[str, Any]:
    """A deed as the detail of the event that keeps it: `deed` its name, `with` the rest."""
    detail: dict[str, Any] = msgspec.to_builtins(deed)
    name = detail.pop("deed")
    return {"deed": name, "with": detail} if detail else {"deed": name}


def deed_of(detail: Any) -> Deed:
    """
    Read a deed back from the detail of its event.

    Raises:
        msgspec.ValidationError: It is none; a recording may come from anywhere.
    """
    found: Deed = msgspec.convert({"deed": detail["deed"], **detail.get("with", {})}, type=Deed)
    return found

"""
How a cashier behaves: by the handbook, or with careless habits that the guides warn of.

A habit is a name and up to three functions: it changes what is done in place of a step, what is
pressed on a trouble screen, or whether an errand is done over again. Slips of the finger show once
in a run; a habit of leaving things out shows every time. To add a habit, add a line to `HABITS`.

    conduct: handbook            remedies as in `handbook`
    conduct: none                answers prompts, does what the steps say, nothing else
    conduct: [handbook, keys_twice]
"""

from collections.abc import Callable

import msgspec

from emulator.domain.plan import Step
from emulator.people.errand import CANCEL, TAKES_MONEY, Errand
from emulator.people.orders import KEYED_TWICE, WANTED
from emulator.people.till import Till

HANDBOOK = "handbook"
NONE = "none"

Alters = Callable[[Step], tuple[Step, ...] | None]
"""What is done in place of a step; None leaves it as it is, an empty tuple leaves it out."""
Reacts = Callable[[Till, Errand], None]


class Habit(msgspec.Struct, frozen=True, kw_only=True):
    """One careless habit."""

    name: str
    alters: Alters | None = None
    once: bool = False
    """True for a slip of the finger: it happens the first time that it can."""
    screens: tuple[str, ...] = ()
    """Screens on which `reacts` comes in place of thinking."""
    reacts: Reacts | None = None
    wants_again: Callable[[Errand], bool] | None = None


def _changed(step: Step, action: str = "", **options: object) -> Step:
    return msgspec.structs.replace(
        step, action=action or step.action, options={**step.options, **options}
    )


def _wrong_amount(step: Step) -> tuple[Step, ...] | None:
    """Key one zero too many."""
    amount_fen = step.options.get("amount_fen")
    if step.action not in ("sale", "preauth", "completion") or amount_fen is None:
        return None
    meant_fen = step.options.get("meant_fen", amount_fen)
    return (_changed(step, amount_fen=amount_fen * 10, meant_fen=meant_fen),)


_MISTAKEN_FOR = {
    "void": "refund",
    "refund": "void",
    "preauth": "sale",
    "completion": "sale",
    "sale": "preauth",
}


def _wrong_type(step: Step) -> tuple[Step, ...] | None:
    """Press the neighbouring key of the menu."""
    other = _MISTAKEN_FOR.get(step.action)
    if other is None or (other == "sale" and "amount_fen" not in step.options):
        return None
    return (_changed(step, other, **{WANTED: step.action}),)


def _wrong_method(step: Step) -> tuple[Step, ...] | None:
    """Record a card payment as cash."""
    return (_changed(step, "cash", **{WANTED: "sale"}),) if step.action == "sale" else None


def _uses_disabled(step: Step) -> tuple[Step, ...] | None:
    """Give the money back by a function that the terminal does not have for this shop."""
    if step.action not in ("void", "refund"):
        return None
    return (_changed(step, "cash_refund", **{WANTED: step.action}),)


def _keys_twice(step: Step) -> tuple[Step, ...] | None:
    """Ring the same sale up again after it went through."""
    if step.action != "sale":
        return None
    twice = msgspec.structs.replace(step, name="", options={**step.options, KEYED_TWICE: True})
    return (step, twice)


def _skips(action: str) -> Alters:
    return lambda step: () if step.action == action else None


def _presses_cancel(cashier: Till, errand: Errand) -> None:
    """Press cancel and go on as if nothing had been asked."""
    if errand.has_begun:
        cashier.soon(cashier.press, CANCEL)
    cashier.note("gave_up", why="ignores_trouble")
    cashier.end(errand)


def _leaves_without_slip(cashier: Till, errand: Errand) -> None:
    """Press cancel where the printer asks; what comes then is decided at the idle screen."""
    errand.count("unprinted")
    cashier.soon(cashier.press, CANCEL)


def _has_no_slip(errand: Errand) -> bool:
    """Take the card again because no slip came out; once for each purchase."""
    unpaid = errand.outcome in ("timed_out", "bad_answer", "reversal_failed")
    is_missing = not errand.slip or "unprinted" in errand.counts
    unprinted = errand.outcome == "approved" and is_missing
    if errand.menu not in TAKES_MONEY or not (unpaid or unprinted):
        return False
    errand.insists = True
    return errand.count("reswiped") == 1


_PRINTER = ("paper_out", "printer_fault", "printer_hot")
_TROUBLE = (
    *_PRINTER, "sign_in_required", "journal_full", "totals_full", "storage_full",
    "reversal_failed", "confirm_duplicate",
)  # fmt: skip

_ALL = (
    Habit(name="wrong_amount", alters=_wrong_amount, once=True),
    Habit(name="wrong_type", alters=_wrong_type, once=True),
    Habit(name="wrong_method", alters=_wrong_method, once=True),
    Habit(name="uses_disabled", alters=_uses_disabled, once=True),
    Habit(name="keys_twice", alters=_keys_twice, once=True),
    Habit(
        name="reswipes_without_slip",
        screens=_PRINTER,
        reacts=_leaves_without_slip,
        wants_again=_has_no_slip,
    ),
    Habit(name="skips_sign_in", alters=_skips("sign_in")),
    Habit(name="skips_settlement", alters=_skips("settlement")),
    Habit(name="ignores_trouble", screens=_TROUBLE, reacts=_presses_cancel),
)

HABITS = {habit.name: habit for habit in _ALL}
"""Every careless habit by name."""
CONDUCTS = (HANDBOOK, NONE, *HABITS)
"""Every word that `given.conduct` may hold."""


class Conduct:
    """The habits of one cashier."""

    def __init__(self, names: tuple[str, ...]) -> None:
        """
        Args:
            names: Words of `CONDUCTS`; the handbook and careless habits may stand together, and
                then the habit decides where both would.

        Raises:
            ValueError: Another word; the scenario reader finds it first.
        """
        unknown = [name for name in names if name not in CONDUCTS]
        if unknown:
            raise ValueError(f"not a conduct: {unknown[0]!r}; know {', '.join(CONDUCTS)}")
        self.by_the_book = HANDBOOK in names
        self._habits = [HABITS[name] for name in names if name in HABITS]
        self._altering = [habit for habit in self._habits if habit.alters is not None]
        self._insisting = [h.wants_again for h in self._habits if h.wants_again is not None]

    def carried_out(self, step: Step) -> tuple[Step, ...]:
        """What this cashier does in place of a step; empty if it is left out."""
        for habit in self._altering:
            assert habit.alters is not None, "chosen for it"
            instead = habit.alters(step)
            if instead is not None:
                if habit.once:
                    self._altering.remove(habit)
                return instead
        return (step,)

    def why_not(self, step: Step) -> str:
        """Which habit leaves this step out."""
        skipping = (h.name for h in self._altering if h.alters and h.alters(step) == ())
        return next(skipping, "")

    def reaction(self, screen_id: str) -> Reacts | None:
        """What a careless cashier does on a trouble screen; None: thinks."""
        for habit in self._habits:
            if screen_id in habit.screens:
                return habit.reacts
        return None

    def wants_again(self, errand: Errand) -> bool:
        """Tell whether a careless cashier does a finished errand over again."""
        return bool(self._insisting) and any(wants(errand) for wants in self._insisting)

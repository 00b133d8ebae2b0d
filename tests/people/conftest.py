"""A shop with people and a terminal that shows what a test tells it to."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import pytest

from emulator.domain.card import Card, Secret, pan_from_mask
from emulator.domain.console import Input, Screen
from emulator.domain.moments import DAY
from emulator.domain.plan import Account, Given, Step
from emulator.domain.vocabulary import EVENTS
from emulator.kernel.world import World
from emulator.people.hands import Hands
from emulator.people.staff import Staff

GOLD = Card(name="gold", pan=pan_from_mask("622202******0018"), pin=Secret("111111"))

ASKS = (["enter_amount"], ["present_card"], ["enter_pin"])
APPROVED = ("approved", {"stan": "000001", "batch": "000001", "amount_fen": 500})
TIMED_OUT = ("timed_out", {"stan": "000001", "batch": "000001"})
REVERSED = ("reversed", {"stan": "000001", "batch": "000001"})
HANDBOOK = ("handbook",)


def paper_comes_out(till: Any, *, legible: bool = True) -> None:
    """Let the camera see a slip."""
    till.world.note("printer", "slip_printed", legible=legible, content={"stan": "000001"})


def declined(operator_class: str, code: str = "") -> list[Any]:
    """The screens of a refusal."""
    values = {"stan": "000001", "code": code, "operator_class": operator_class}
    return [("declined", values), "idle"]


Shows = str | tuple[str, dict[str, Any]]


class ScriptedTerminal:
    """Shows the next screens of its script at every input; idle when the script is at its end."""

    def __init__(self) -> None:
        self.react: Callable[[Screen], None] | None = None
        self.script: list[Sequence[Shows]] = []
        self.inputs: list[Input] = []
        self.is_dark = False

    def send(self, item: Input, /) -> bool:
        if self.is_dark:
            return False
        self.inputs.append(item)
        for shows in self.script.pop(0) if self.script else ["idle"]:
            self.show(shows)
        return True

    def show(self, shows: Shows) -> None:
        assert self.react is not None
        self.react(Screen(shows) if isinstance(shows, str) else Screen(shows[0], shows[1]))

    @property
    def keys(self) -> list[str]:
        """What was pressed, in short."""
        return [f"{i.kind}:{i.text}" if i.text else i.kind for i in self.inputs]


class Shop:
    """Staff before a scripted terminal."""

    def __init__(self, **given: Any) -> None:
        accounts = given.pop("accounts", (Account(card=GOLD),))
        deeds = given.pop("deeds", {})
        inquire = given.pop("inquire", None)
        left_out = frozenset(given.pop("left_out", ()))
        looks, inquiries = given.pop("looks", ()), given.pop("inquiries", {})
        self.world = World(seed=1, start=datetime(2026, 3, 2, 10, 0))
        self.terminal = ScriptedTerminal()
        self.given = Given(cardholders=accounts, **given)
        self.repaired: list[str] = []
        self.staff = Staff(
            self.world,
            self.terminal,
            given=self.given,
            hands=Hands(
                {name: self._repairs(name, works) for name, works in deeds.items()},
                looks,
                inquiries,
            ),
            inquire=inquire,
            left_out=left_out,
        )
        self.results: list[str] = []

    def _repairs(self, name: str, works: bool | Callable[[int], bool]) -> Callable[..., bool]:
        def deed(**_: object) -> bool:
            self.repaired.append(name)
            return works if isinstance(works, bool) else works(self.world.now_us)

        return deed

    def plays(self, *script: Sequence[Shows]) -> None:
        """Give the terminal the screens that it shows after each input, and let it be idle."""
        self.terminal.script = list(script)
        self.terminal.show("idle")

    def does(self, action: str, who: str = "cashier", name: str = "", **options: Any) -> None:
        """Tell somebody to do a step."""
        step = Step(who=who, action=action, options=options, name=name)
        self.staff.do(step, self.results.append)

    def runs(self, us: int = DAY) -> None:
        """Let the time go by."""
        self.world.run_until(self.world.now_us + us)
        self.world.finish()
        for event in self.world.trace:
            assert set(event.detail) <= set(EVENTS[event.name]), event

    def noted(self, source: str, kind: str = "") -> list[dict[str, Any]]:
        """The details of all events of a source, or of one kind of it."""
        return [
            e.detail
            for e in self.world.trace
            if e.source == source and (not kind or e.kind == kind)
        ]

    def deeds(self) -> list[str]:
        """What the cashier did, in order."""
        return [detail["action"] for detail in self.noted("cashier", "did")]


@pytest.fixture
def shop() -> Callable[..., Shop]:
    """Make a shop; keywords go to `Given`, besides accounts, deeds, inquire and left_out,
    looks and inquiries."""
    return Shop

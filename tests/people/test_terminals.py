"""Two terminals on one counter, of which somebody stands at one."""

from collections.abc import Callable
from typing import Any

import pytest

from emulator.domain.console import Input, Screen
from emulator.people.terminals import BACKUP, MAIN, Terminals


class Console:
    """A person's end that shows what a test tells it to."""

    def __init__(self, screen: str = "idle") -> None:
        self.react: Callable[[Screen], None] | None = None
        self.current: Screen | None = Screen(screen) if screen else None
        self.keyed: list[Input] = []

    def send(self, item: Input, /) -> bool:
        """Take whatever is keyed."""
        self.keyed.append(item)
        return True

    def show(self, screen: str) -> None:
        """Put a screen up."""
        self.current = Screen(screen)
        if self.react is not None:
            self.react(self.current)


class Counter:
    """Both terminals, and somebody who looks."""

    def __init__(self, backup: str = "idle") -> None:
        self.main, self.backup = Console(), Console(backup)
        self.terminals = Terminals({MAIN: self.main, BACKUP: self.backup})
        self.seen: list[str] = []
        self.terminals.react = lambda screen: self.seen.append(screen.id)


@pytest.fixture
def counter() -> Callable[..., Counter]:
    """Makes a counter."""
    return Counter


def test_somebody_stands_at_the_first(counter: Callable[..., Counter]) -> None:
    """Its screens are seen, and what is keyed goes there."""
    here = counter()
    here.main.show("enter_amount")
    here.backup.show("booting")
    here.terminals.send(Input(kind="cancel"))

    assert MAIN == here.terminals.at
    assert ["enter_amount"] == here.seen
    assert (1, 0) == (len(here.main.keyed), len(here.backup.keyed))
    assert "enter_amount" == here.terminals.current.id  # type: ignore[union-attr]


def test_turning_to_the_other_shows_its_screen_at_once(counter: Callable[..., Counter]) -> None:
    """And from then on only its screens."""
    here = counter()
    here.main.show("waiting")

    assert here.terminals.go_to(BACKUP)
    here.main.show("reversed")
    here.backup.show("enter_amount")
    here.terminals.send(Input(kind="confirm"))
    assert ["waiting", "idle", "enter_amount"] == here.seen
    assert (0, 1) == (len(here.main.keyed), len(here.backup.keyed))


def test_turning_back_shows_what_stands_there_now(counter: Callable[..., Counter]) -> None:
    """Not what stood there before."""
    here = counter()
    here.terminals.go_to(BACKUP)
    here.main.show("sign_in_required")

    assert here.terminals.go_to(MAIN)
    assert ["idle", "sign_in_required"] == here.seen


@pytest.mark.parametrize(("name", "backup"), [(MAIN, "idle"), ("third", "idle"), (BACKUP, "")])
def test_there_is_no_turning_to_what_is_not_there(
    counter: Callable[..., Counter], name: str, backup: str
) -> None:
    """The one in front, one that does not exist, one that is dark."""
    here = counter(backup)

    assert not here.terminals.go_to(name)
    assert (MAIN, []) == (here.terminals.at, here.seen)


def test_whoever_reacts_from_now_on_sees_the_terminal_in_front(
    counter: Callable[..., Counter],
) -> None:
    """As when a person takes the till over from the simulated cashier."""
    here = counter()
    here.terminals.go_to(BACKUP)
    others: list[str] = []
    here.terminals.react = lambda screen: others.append(screen.id)
    here.backup.show("enter_amount")
    here.main.show("reversed")

    assert (["idle"], ["enter_amount"]) == (here.seen, others)


def test_nobody_looks_and_nothing_breaks() -> None:
    """Before anybody stands there."""
    main, backup = Console(), Console()
    terminals = Terminals({MAIN: main, BACKUP: backup})

    assert terminals.go_to(BACKUP)
    assert terminals.react is None


# Doing it -------------------------------------------------------------------------------------


def test_a_step_without_a_word_is_for_the_backup(shop: Callable[..., Any]) -> None:
    """What was done says where to."""
    till = shop(deeds={"switch_terminal": True})
    till.plays()
    till.does("switch_terminal")
    till.does("switch_terminal", to="main")
    till.runs()

    assert [
        {"action": "switch_terminal", "to": "backup", "effect": True},
        {"action": "switch_terminal", "to": "main", "effect": True},
    ] == till.noted("cashier", "did")


def test_an_errand_that_hangs_is_over_when_another_terminal_is_idle(
    shop: Callable[..., Any],
) -> None:
    """The cashier leaves it behind and can begin the next one."""
    till = shop()
    till.plays(["enter_amount"], ["waiting"])
    till.does("sale", amount_fen=500, name="first")
    till.runs()

    assert [] == till.results
    till.terminal.show("idle")
    assert ["done"] == till.results
    assert "" == till.staff.cashier.done["first"].outcome

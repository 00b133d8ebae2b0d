"""
The till as habits, handbook, chores and orders see it: what they may ask of the cashier.

The cashier knows them; they know only this. A rule of the handbook can so be tested with anybody
who can do these things.
"""

from collections.abc import Callable
from typing import Any, Protocol

from emulator.domain.console import Input, Screen
from emulator.domain.plan import Given
from emulator.kernel.world import World
from emulator.people.cardholder import Cardholder
from emulator.people.errand import Errand
from emulator.people.hands import Hands
from emulator.people.support import Support


class Till(Protocol):
    """Somebody at the till with an errand under way."""

    world: World
    given: Given
    hands: Hands
    cardholder: Cardholder
    support: Support
    spare_rolls: int
    screen: Screen | None
    """What stands on the display; None before anybody looked."""
    reversed_stan: str
    """Of the last reversal that the terminal showed as confirmed."""
    done: dict[str, Errand]
    """Errands of named steps."""
    purchase: str
    """What was rung up last."""
    last: Errand | None
    """The last errand that was approved and paid something."""
    press: Callable[[Input], bool]
    """Do one thing at the terminal; False when it is dark."""

    def new_purchase(self) -> str:
        """A name for what a customer is about to pay."""

    def leaves_out(self, action: str) -> bool:
        """
        Tell whether nobody does this in this run, and note that it was not done.

        Args:
            action: `<who>.<action>`, a key of `domain.numbers`.
        """

    def soon(self, act: Callable[..., object], *args: Any) -> None:
        """Do something after a moment's thought, unless the screen changes before."""

    def later(self, after_us: int, act: Callable[..., object], *args: Any) -> None:
        """Do something after a while, unless the screen changes before."""

    def go_away(self, errand: Errand, for_us: int, act: Callable[[], object]) -> None:
        """Leave the till for a while in the middle of an errand; whatever the screen shows."""

    def leave(self, errand: Errand, act: Callable[[], object]) -> Callable[[], None]:
        """Leave the till in the middle of an errand until somebody calls what this gives."""

    def work_us(self, usual_us: int) -> int:
        """How long this cashier takes for what takes the usual one so long."""

    def serve(self, errand: Errand, sub: Errand, then: Callable[[Errand], None]) -> None:
        """Run another errand first; `then` goes on with this one and is told how that one went."""

    def again(self, errand: Errand) -> None:
        """Do the same errand from the start, for the same purchase."""

    def end(self, errand: Errand) -> None:
        """Be done with an errand and turn to the next one."""

    def note(self, kind: str, /, **detail: Any) -> None:
        """Note what the cashier did, for everybody to see."""

"""The supervisor, who comes when called and keys the password that the cashier does not know."""

from collections.abc import Callable

from emulator.domain.moments import SECOND
from emulator.domain.plan import Step
from emulator.kernel.world import World

NAME = "supervisor"
KEYS_US = 3 * SECOND


class Supervisor:
    """One supervisor for the shop, somewhere else until called and again after the password."""

    def __init__(self, world: World, *, comes_us: int) -> None:
        """
        Args:
            world: Where the shop is.
            comes_us: From the call until the supervisor stands at the till.
        """
        self._world = world
        self._comes_us = comes_us
        self._is_here = False
        self._key: Callable[[bool], bool] | None = None

    def wire(self, key: Callable[[bool], bool]) -> None:
        """Hand over how a password gets into the terminal; its argument says if it is right."""
        self._key = key

    def call(self, key: Callable[[], bool]) -> None:
        """
        Ask for the password.

        Args:
            key: Keys it; False if the terminal does not ask for it any more.
        """
        if self._is_here:
            self._world.after(KEYS_US, lambda: self._keyed(key))
        else:
            self._world.after(self._comes_us, lambda: self._arrive(key))

    def do(self, step: Step, on_done: Callable[[str], None]) -> None:
        """Do what a step says: come, or key the password that the terminal asks for now."""
        if step.action == "come":
            self._come()
            on_done("done")
            return
        is_right = step.options.get("password", "ok") == "ok"
        key = self._key
        self._keyed(lambda: key is not None and key(is_right))
        on_done("done")

    def _arrive(self, key: Callable[[], bool]) -> None:
        self._come()
        self._world.after(KEYS_US, lambda: self._keyed(key))

    def _come(self) -> None:
        if not self._is_here:
            self._is_here = True
            self._world.note(NAME, "came")

    def _keyed(self, key: Callable[[], bool]) -> None:
        if key():
            self._world.note(NAME, "keyed_password")
        self._is_here = False

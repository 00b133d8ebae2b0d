"""
Training mode: a second shop behind the same device, in which nothing counts.

    live shop  <---- supervisor's password, nothing open ---->  training shop
    own world, books, batches, recording                        the same, all its own

Only one of them is in use; the other stands still and keeps its state. So training money cannot
get into the books, nor a real sale be taken for practice. Left out: that a terminal in training
talks to no host; ours talks to a host of its own.
"""

import asyncio
from collections.abc import Callable

import msgspec

from emulator.domain.menus import OPENS_AT
from emulator.domain.plan import Drill, Scenario
from emulator.interfaces.live.prompt import Prompt
from emulator.interfaces.live.session import Session
from emulator.known import shop_words

FIRST_BATCH = "900001"
"""Training batches are numbered from here, so that no slip of theirs fits another batch."""


def bare(scenario: Scenario) -> Scenario:
    """The same shop without its story: nothing is asked, broken or expected."""
    return _written(
        msgspec.structs.replace(scenario, steps=(), faults=(), expect=(), waive=(), drill=Drill())
    )


def in_training(scenario: Scenario) -> Scenario:
    """The same scenario at a terminal in training."""
    given = scenario.given
    return _written(
        msgspec.structs.replace(
            scenario,
            given=msgspec.structs.replace(
                given,
                terminal=msgspec.structs.replace(given.terminal, training=True),
                prior_batch=FIRST_BATCH,
            ),
        )
    )


def _written(scenario: Scenario) -> Scenario:
    """With a text of its own, so that its recording can be played again."""
    from emulator.scenario.reader import read_text
    from emulator.scenario.write import to_yaml

    text = to_yaml(scenario)
    (again,) = read_text(text, file=scenario.file or "shop.yaml", **shop_words())
    # Cards with a PIN of their own keep it; the text says only that there is one.
    return msgspec.structs.replace(again, given=scenario.given)


class Shops:
    """The two shops behind one device."""

    def __init__(self, open_shop: Callable[[bool], Session], *, is_training: bool = False) -> None:
        """
        Args:
            open_shop: Makes the session of a shop when it is first entered; True asks for the
                training shop.
            is_training: Which of them is entered first.
        """
        self.on_swap: Callable[[Session], None] | None = None
        """Told the session that is in use from now on; it is running already."""
        self.is_training = is_training
        self._open_shop = open_shop
        self._over = asyncio.Event()
        self._tasks: dict[bool, asyncio.Task[None]] = {}
        self._was_held = {False: False, True: False}
        self._sessions: dict[bool, Session] = {}
        self._enter(is_training)

    @property
    def active(self) -> Session:
        """The session in use."""
        return self._sessions[self.is_training]

    @property
    def sessions(self) -> tuple[Session, ...]:
        """All that were ever in use, the one in use first."""
        other = self._sessions.get(not self.is_training)
        return (self.active,) if other is None else (self.active, other)

    async def run(self) -> None:
        """Let time pass in the shop in use until it is left and judged; then end the other too."""
        self._start()
        try:
            await self._over.wait()
            for session in self.sessions[1:]:
                session.leave()
            await asyncio.gather(*self._tasks.values())
        finally:
            for task in self._tasks.values():
                task.cancel()

    # The other shop ---------------------------------------------------------------------------

    def ask(self) -> None:
        """Ask for the supervisor's password at the device, and go to the other shop if it fits."""
        session = self.active
        if session.is_over or session.world.now_us < 0:
            return

        def closed() -> None:
            session.prompt = None

        session.prompt = Prompt(self.swap, closed)
        why = self.why_not()
        if why:
            session.prompt.tell(why)
        session.show_change()

    def why_not(self) -> str:
        """Why nobody may go to the other shop now, as `lcd.not_possible` says it; or empty."""
        session = self.active
        backstage = session.view.backstage
        screen = session.bed.front.current
        if session.is_exam:
            return "exam"
        if backstage.pending_reversals:
            return "reversal_pending"
        if backstage.batches.is_open:
            return "batch_open"
        if backstage.is_unprinted:
            return "slip_missing"
        return "" if screen is not None and screen.id in OPENS_AT else "busy"

    def swap(self) -> str:
        """
        Go to the other shop; whoever calls has asked the supervisor.

        Returns:
            Why it is not possible, as `why_not`; empty if it was done.
        """
        why = self.why_not()
        if why:
            return why
        here, there = self.is_training, not self.is_training
        is_new = there not in self._sessions
        if is_new:
            self._enter(there)
        self._was_held[here] = self.active.pace.is_held
        self.active.hold()
        self.is_training = there
        if is_new:
            self._start()
        elif not self._was_held[there]:
            self.active.pace.go_on()
        if self.on_swap is not None:
            self.on_swap(self.active)
        return ""

    def _enter(self, training: bool) -> None:
        session = self._sessions[training] = self._open_shop(training)
        session.on_training = self.ask

    def _start(self) -> None:
        training = self.is_training
        task = self._tasks[training] = self.active.start()

        def ended(_: "asyncio.Task[None]") -> None:
            if training == self.is_training:
                self._over.set()

        task.add_done_callback(ended)

"""
A run that people take part in: one task lets its time pass, and all they do comes in here.

    person, instructor --> Session --arrive--> Desk --> shop --events--> View --> screens
                              |
                              +-- Pace: in step with the wall clock, faster, or standing still

Whatever is done happens at the present moment, after all that was due before; so the recording
plays again to the same trace. Pauses, speeds and leaps are of the wall clock, not of the run.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any, Literal, cast

from emulator.clock.paced import Pace, Wall
from emulator.domain.card import Secret
from emulator.domain.deeds import (
    AllMended,
    CardShown,
    CustomerCame,
    Deed,
    Done,
    FaultArmed,
    HintTaken,
    KeyedSecret,
    Left,
    LeverReleased,
    TaskGivenUp,
    Word,
)
from emulator.domain.moments import HOUR
from emulator.domain.plan import FaultPlan, Scenario
from emulator.domain.trace import TraceEvent
from emulator.interfaces.live.keys import deed_from
from emulator.interfaces.live.prompt import Prompt
from emulator.interfaces.live.views.view import View
from emulator.kernel.bound import RunTooLong
from emulator.runner import Course, Result
from emulator.terminal.keypad import Keypad
from emulator.testbed import REFERENCE, Parts

OPENS = time(9, 0)
"""When a shop opens in the morning."""
_STRIDE_US = HOUR
"""Time that passes at a stretch when nobody watches any more."""
FEED = Done(who="cashier", action="feed_paper")
Entry = Literal["chip", "swipe", "contactless", "keyed"]


class Session:
    """One attended run, from the opening of the shop until it is judged."""

    def __init__(
        self,
        scenario: Scenario,
        *,
        seed: int | None = None,
        lang: str = "zh",
        wall: Wall | None = None,
        times: int = 1,
        record: Callable[[bytes], None] | None = None,
        recording: Path | None = None,
        parts: Parts = REFERENCE,
        is_exam: bool = False,
    ) -> None:
        """
        Args:
            scenario: Who and what there is, and what happens beside what people do.
            seed: Overrides the scenario's own.
            lang: Of what is shown around the terminal, zh or en.
            wall: None is the machine's clock.
            times: Simulated seconds in a second.
            record: Receives the recording's lines; while somebody is at the till each event's at
                once, so that nothing that was seen is lost with the process.
            recording: Where that recording lies, to be named when something breaks.
            parts: Who plays which part.
            is_exam: True: time neither stands still nor leaps, except to the next morning.
        """
        self.scenario = scenario
        self.lang = lang
        self.recording = recording
        self.is_exam = is_exam
        self.course = course = Course(scenario, seed=seed, tap=record, parts=parts, attended=True)
        assert course.desk is not None, "it is attended"
        self.desk = course.desk
        self.bed = course.bed
        self.world = course.bed.world
        self.pace = Pace(self.world, wall=wall, times=times)
        self.keypad = Keypad()
        self._broken: BaseException | None = None
        """What was raised while somebody did something; `run` ends with it."""
        self.result: Result | None = None
        """What came of it; None until it was judged."""
        self.crash = ""
        """Traceback of what broke; empty if nothing has."""
        self.trouble = ""
        """Id of the text that says what is wrong beside the shop, as with the line to a real
        printer; empty if nothing is."""
        self.is_unkept = False
        """True once its recording could not be written any more."""
        self.version = 0
        """Grows whenever something has changed that a screen may show."""
        self.changed = asyncio.Event()
        """Set along with it; whoever draws clears it."""
        self.on_training: Callable[[], None] | None = None
        """Called when somebody chooses training mode on the menu."""
        self.prompt: Prompt | None = None
        """What the device asks in front of the terminal's program; it has the keys meanwhile."""
        self.view = View(self)
        self.world.listen(self._notice)

    # Time -------------------------------------------------------------------------------------

    def start(self) -> "asyncio.Task[None]":
        """Let time pass in a task of the running loop."""
        return asyncio.get_running_loop().create_task(self.run())

    async def run(self) -> None:
        """
        Let time pass until the person has left and the run is judged.

        Whatever breaks inside the shop is kept in `crash` and never raised.
        """
        try:
            for until_us in self.course.stretches():
                await self._pass(until_us)
        except RunTooLong:
            pass
        except Exception as error:  # noqa: BLE001 - the screen says what it is, not a stack trace
            self.crash = self.course.broke(error)
        self.result = self.course.judge(self.crash)
        self.crash = self.result.crash
        self._tell()

    async def _pass(self, until_us: int) -> None:
        world = self.world
        if until_us <= world.now_us:
            return
        if world.now_us < 0:
            world.run_until(until_us)
            self.pace.restart()
            return
        # No arrival may fall on the instant at which a stretch begins; see `ReplayedClock`.
        world.run_until(min(world.now_us + 1, until_us))
        while world.now_us < until_us:
            if world.crashes:
                raise world.crashes[0]
            if self._broken is not None:
                raise self._broken
            if self.desk.has_left and not self.pace.is_bound:
                self._leap(until_us)
                await asyncio.sleep(0)
            else:
                await self.pace.run(until_us)

    def _leap(self, until_us: int) -> None:
        """Let time run, but not past the instant at which equipment outside begins to work."""
        world = self.world
        until_us = min(world.now_us + _STRIDE_US, until_us)
        while world.now_us < until_us and not self.pace.is_bound:
            due_us = world.next_us
            world.run_until(until_us if due_us is None else min(due_us, until_us))

    def _guarded(self, act: Callable[[], object]) -> bool:
        """
        Do something that lets time come up to now.

        Returns:
            False if it gives False, or if the shop broke, which is for `run` to tell.
        """
        try:
            return act() is not False
        except (Exception, RunTooLong) as error:  # noqa: BLE001 - whoever did it is not to blame
            self._broken = error
            self.pace.stop()
            self._tell()
            return False

    def _notice(self, event: TraceEvent) -> None:
        screen = self.bed.front.current
        if screen is None or self._is_new_before_person(event):
            self.keypad.show(screen)
        if screen is None:
            self.prompt = None
        if event.kind == "crashed":
            self.pace.stop()
        self.view.take(event)
        if not self.desk.has_left:
            self.world.flush()
        self._tell()

    def _is_new_before_person(self, event: TraceEvent) -> bool:
        """Tell whether another screen stands before the person now, who may have turned to it."""
        if event.kind == "displayed":
            return bool(event.detail.get("backup")) == self.bed.is_at_backup
        return event.kind == "did" and event.detail["action"] == "switch_terminal"

    def _tell(self) -> None:
        self.version += 1
        self.changed.set()

    def show_change(self) -> None:
        """Have the screen drawn: something in front of the shop has changed."""
        self._tell()

    def lose_recording(self) -> None:
        """Have the screen say that nothing more is recorded."""
        self.is_unkept = True
        self._tell()

    # The person at the till -------------------------------------------------------------------

    def press(self, key: str) -> bool:
        """
        Press a key of the terminal.

        Args:
            key: 0 to 9, 00, *, #, confirm, cancel, clear, menu, up, down or feed.

        Returns:
            False if nothing came of it, as when the terminal is dark.
        """
        return not self.is_over and self._guarded(lambda: self._press(key))

    def _press(self, key: str) -> bool:
        self.pace.arrive(_nothing)
        if not self.bed.terminal_power.is_on:
            return False
        self._tell()
        if self.prompt is not None:
            self.prompt.press(key)
            return True
        keyed = self.keypad.press(key)
        if self.keypad.refused:
            self.view.refuse()
        if keyed is None:
            return True
        if keyed.kind == "training":
            if self.on_training is not None:
                self.on_training()
            return self.on_training is not None
        if keyed.kind == "feed":
            return self.hear(FEED)
        return self.hear(deed_from(keyed, self.bed.front.current, self._pin_of_card))

    def show_card(self, holder: str, entry: str) -> bool:
        """
        Bring a card to the reader, or key its number.

        Args:
            holder: Whose card, a name in `desk.person.customers.names`.
            entry: chip, swipe, contactless or keyed.
        """
        return self.hear(CardShown(holder=holder, entry=cast(Entry, entry)))

    def act(self, who: str, action: str, **options: Any) -> bool:
        """Do something of `domain.actions` that is not on the terminal's menu."""
        return self.hear(Done(who=who, action=action, options=options))

    def key_pin(self, word: Word = "ok") -> bool:
        """Let the customer key a PIN by themselves: ok the right one, wrong, or none."""
        return self.hear(KeyedSecret("pin", word))

    def next_customer(self, amount_fen: int | None = None, holder: str = "") -> None:
        """Let the next customer come; what is not said is left to chance."""
        self.hear(CustomerCame(amount_fen=amount_fen, holder=holder))

    def give_up_task(self) -> bool:
        """Leave the oldest thing undone that was asked for."""
        return self.hear(TaskGivenUp())

    def take_hint(self, hint: str) -> None:
        """Note that a hint was shown that gives an action away."""
        self.hear(HintTaken(hint=hint))

    def leave(self) -> None:
        """Leave the till: all trouble ends, the shop comes to rest and is judged."""
        self.hear(Left())
        self.pace.go_on()
        self.pace.stop()

    @property
    def is_over(self) -> bool:
        """True once nobody can do anything any more."""
        is_broken = self._broken is not None or bool(self.crash)
        return self.desk.has_left or self.result is not None or is_broken

    def hear(self, deed: Deed) -> bool:
        """Let a deed happen now; False if nothing came of it, or all is over."""
        if self.is_over or self.world.now_us < 0:
            return False
        came = self._guarded(lambda: self.pace.arrive(self.desk.hear, deed))
        self._tell()
        return came

    def _pin_of_card(self) -> Secret | None:
        """The PIN of the card that lies in the reader."""
        errand = self.desk.person.errand
        return None if errand is None or errand.card is None else errand.card.pin

    # The instructor ---------------------------------------------------------------------------

    def arm(self, plan: FaultPlan) -> bool:
        """
        Let something go wrong, now or when its moment comes.

        Returns:
            False if this shop has no such lever, as a real printer has none.
        """
        deed = FaultArmed(plan)
        return not self.desk.knows(deed) and self.hear(deed)

    def release(self, lever: str) -> bool:
        """Mend one thing; False if nothing was wrong with it, or this shop does not have it."""
        deed = LeverReleased(lever)
        return not self.desk.knows(deed) and self.hear(deed)

    def mend_all(self) -> None:
        """Mend everything, and disarm what has not struck."""
        self.hear(AllMended())

    def hold(self) -> bool:
        """Let time stand still; False in an exam."""
        return self._steer(self.pace.hold)

    def go_on(self) -> bool:
        """Let time pass again."""
        return self._steer(self.pace.go_on)

    def set_times(self, times: int, *, in_exam: bool = False) -> bool:
        """
        Let time pass so many times as fast as the wall clock.

        Args:
            times: Simulated seconds in a second, 1 or more.
            in_exam: True also in an exam, as while a colleague is at the till; else it is False
                there.
        """
        return self._steer(lambda: self.pace.set_times(times), in_exam=in_exam)

    def skip_to_next(self) -> bool:
        """Leap to the next thing that is due; False in an exam."""
        due_us = self.world.next_us
        return self._steer(lambda: None if due_us is None else self.pace.skip_to(due_us))

    def skip_for(self, us: int) -> bool:
        """Leap over some time; False in an exam."""
        return self._steer(lambda: self.pace.skip_to(self.pace.now_us + us))

    def next_day(self) -> bool:
        """Leap to the next morning, 9 o'clock; also in an exam, where waiting is part of it."""
        clock = self.world.clock
        tomorrow = clock.at(self.pace.now_us).date() + timedelta(days=1)
        at_us = clock.us_of(datetime.combine(tomorrow, OPENS))
        return self._steer(lambda: self.pace.skip_to(at_us), in_exam=True)

    def _steer(self, turn: Callable[[], None], *, in_exam: bool = False) -> bool:
        if self.is_over or (self.is_exam and not in_exam):
            return False
        was_turned = self._guarded(turn)
        self._tell()
        return was_turned


def _nothing() -> None:
    """Let nothing but time come."""

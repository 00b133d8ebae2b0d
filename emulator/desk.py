"""
Where people of flesh and blood meet a run: all they do comes in here, is noted, and is done.

    person, instructor --deed--> Desk --+--> Person       keys, cards, chores
                                        +--> Injector     faults armed
                                        +--> levers       mended

The note `desk.heard` is all that a recording needs to play the run again without anybody.
"""

from collections.abc import Callable
from typing import Any

from emulator.control import Control
from emulator.domain.deeds import (
    AllMended,
    CardShown,
    CustomerCame,
    Deed,
    Done,
    Entered,
    FaultArmed,
    HintTaken,
    KeyedSecret,
    Left,
    LeverReleased,
    TaskGivenUp,
    plain,
)
from emulator.domain.plan import Scenario, Step
from emulator.people.person import Person
from emulator.people.tasks import TAKEN_OVER
from emulator.printer.repairs import MENDED_BY_HAND, PAPER_IN_FRONT

NAME = "desk"
HEARD = "heard"


class Desk:
    """The place of the living in one run."""

    def __init__(self, control: Control, scenario: Scenario, *, bench_holder: str = "") -> None:
        """
        Args:
            control: The test bed under power.
            scenario: Its cashier's steps become what the person is asked for.
            bench_holder: Whose card is the bench's own and no customer's.
        """
        bed = control.bed
        self.has_left = False
        """True once the person has left."""
        self._control = control
        self._world = bed.world
        self.person = Person(
            bed.world,
            bed.front,
            staff=bed.staff,
            given=bed.given,
            drill=scenario.drill,
            bench_holder=bench_holder,
        )
        self._acts: dict[type[Any], Callable[[Any], bool]] = {
            Entered: self.person.enter,
            KeyedSecret: self.person.key_secret,
            CardShown: self.person.show_card,
            Done: self._do,
            CustomerCame: self.person.receive_customer,
            TaskGivenUp: lambda _: self.person.give_up(),
            HintTaken: lambda _: True,
            FaultArmed: self._arm,
            LeverReleased: lambda deed: bed.levers[deed.lever].release(),
            AllMended: self._mend_all,
            Left: self._leave,
        }

    def open(self) -> None:
        """Let the person take the till, at moment 0."""
        self.person.begin()

    def do(self, step: Step, on_done: Callable[[str], None]) -> None:
        """Have a step of the scenario done: those at the till by the person, others as always."""
        if step.who in TAKEN_OVER and self.has_left:
            # Else the simulated cashier would put right what the person has let be.
            on_done("stuck")
        elif step.who in TAKEN_OVER and self.person.is_at_the_till:
            self.person.ask(step, on_done)
        else:
            self._control.bed.staff.do(step, self.person.watch_colleague(step, on_done))

    def hear(self, deed: Deed) -> bool:
        """
        Take in what somebody does, at this moment.

        Args:
            deed: What it is; levers, holders and actions that it names must be there.

        Returns:
            False if nothing came of it: the terminal is dark, the drawer of rolls is empty ...

        Raises:
            KeyError: It names something that is not there.
        """
        self._world.note(NAME, HEARD, inside=True, **plain(deed))
        if self.has_left:
            return False
        return self._acts[type(deed)](deed)

    def knows(self, deed: Deed) -> str:
        """What a deed names that is not there; empty if all is. For deeds from a recording."""
        if isinstance(deed, LeverReleased):
            return "" if deed.lever in self._control.bed.levers else deed.lever
        if isinstance(deed, FaultArmed):
            return "" if self._control.injector.knows(deed.fault.name) else deed.fault.name
        return "" if isinstance(deed, AllMended) else self.person.knows(deed)

    def _do(self, deed: Done) -> bool:
        came = self.person.act(deed)
        if came and not (self._control.bed.is_at_backup and deed.action in PAPER_IN_FRONT):
            # What was put right by hand can break again: its lever must not seem to be pulled.
            for name in MENDED_BY_HAND.get(deed.action, ()):
                lever = self._control.bed.levers.get(f"printer.{name}")
                if lever is not None:
                    lever.release()
        return came

    def _arm(self, deed: FaultArmed) -> bool:
        self._control.injector.arm(deed.fault)
        return True

    def _mend_all(self, _: AllMended) -> bool:
        self._control.injector.mend_all()
        return True

    def _leave(self, _: Left) -> bool:
        self.has_left = True
        self.person.leave()
        return True

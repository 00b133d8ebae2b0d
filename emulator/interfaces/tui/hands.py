"""
What each action of the keys does to a session; for the screen, and for nothing that draws.

Left out: everything that only concerns the screen itself (help, panes, palette); see `app`.
"""

from emulator.domain.deeds import Word
from emulator.domain.menus import OPENS_AT, paths
from emulator.domain.prompts import PIN
from emulator.domain.texts import has, say
from emulator.interfaces.live.instructor.presets import Preset, presets
from emulator.interfaces.live.session import Session
from emulator.interfaces.tui.deeds import COME, KEY_PIN, MENU
from emulator.interfaces.tui.keys import ENTRIES, FAULTS, PRESSED

_PINS: dict[str, Word] = {"wrong": "wrong", "none": "none"}


class Hands:
    """The person's hands at one session."""

    def __init__(self, session: Session, faults: tuple[Preset, ...] | None = None) -> None:
        """
        Args:
            session: What they act upon.
            faults: What the instructor has under the keys; None is the usual.
        """
        self._session = session
        self.faults = presets() if faults is None else faults
        """What the instructor has under the keys."""
        self._holder = ""
        self._chosen_for = ""

    # Cards ------------------------------------------------------------------------------------

    @property
    def holder(self) -> str:
        """Whose card is in hand: the chosen one, as long as the same customer is there."""
        customers = self._session.desk.person.customers
        here = customers.here
        purchase = "" if here is None else here.purchase
        if self._holder and purchase == self._chosen_for:
            return self._holder
        if here is not None:
            return here.holder
        return customers.names[0] if customers.names else ""

    @property
    def cards(self) -> tuple[tuple[str, str], ...]:
        """Every card that can be taken, by holder and masked number; the one in hand first."""
        given = self._session.bed.given.cardholders
        names = self._session.desk.person.customers.names
        found = [(a.card.name, a.card.pan.masked) for a in given if a.card.name in names]
        return tuple(sorted(found, key=lambda card: card[0] != self.holder))

    def choose(self, holder: str) -> None:
        """Take another card, until the next customer comes."""
        here = self._session.desk.person.customers.here
        self._holder, self._chosen_for = holder, "" if here is None else here.purchase

    # Acts -------------------------------------------------------------------------------------

    def do(self, action: str) -> bool | None:
        """
        Do an action of `keys.ACTIONS`.

        Returns:
            True if something came of it, False if not; None if it is no action of the hands.
        """
        session = self._session
        if action in PRESSED:
            return session.press(PRESSED[action])
        if action in ENTRIES:
            return bool(self.holder) and session.show_card(self.holder, ENTRIES[action])
        if action == "load_paper":
            return session.act("cashier", "load_paper")
        if action == "next_customer":
            session.next_customer()
            return not session.is_over
        if action == "customer_pin":
            return self._let_customer_key()
        if action == "give_up":
            return session.give_up_task()
        if action == "pause":
            return self._turn_time()
        if action.startswith("fault_"):
            return self.strike(int(action.removeprefix("fault_")))
        return None

    def act(self, name: str) -> bool:
        """Do something of the list of actions, see `deeds`."""
        kind, _, what = name.partition(" ")
        if kind == COME:
            self._session.next_customer(holder=what)
            return not self._session.is_over
        if kind == KEY_PIN:
            return self._let_customer_key(_PINS[what])
        if kind == MENU:
            return self._choose(what)
        deed, *said = what.split(" ")
        who, _, action = deed.partition(".")
        return self._session.act(who, action, **dict(one.split("=", 1) for one in said))

    def memo(self, lang: str) -> str:
        """What everybody at this till knows by heart, where the terminal asks for it."""
        prompt = self._session.prompt
        screen = self._session.bed.front.current if prompt is None else prompt.screen
        id = "" if screen is None else f"tui.memo.{screen.id}"
        operator = self._session.bed.given.terminal.operator
        return say(id, lang, operator=operator) if has(id) else ""

    def strike(self, number: int) -> bool:
        """Arm the n-th of the instructor's faults, from 1; False in an exam and after the end."""
        session = self._session
        if session.is_exam or session.is_over or number > len(self.faults):
            return False
        armed = session.world.trace.named("fault.armed")
        taken = {str(event.detail["fault"]) for event in armed}
        return session.arm(self.faults[number - 1].armed(taken))

    def fault_words(self, number: int, lang: str) -> str:
        """What the n-th fault is called; empty if there is none."""
        return self.faults[number - 1].words(lang) if number <= len(self.faults) else ""

    def _let_customer_key(self, word: Word = "ok") -> bool:
        """Let the customer key the PIN by themselves, where one is asked for."""
        screen = self._session.bed.front.current
        is_asked = screen is not None and screen.id == PIN
        return is_asked and self._session.key_pin(word)

    def _choose(self, function: str) -> bool:
        """Begin a function of the menu by its keys; False if the terminal does something else."""
        screen = self._session.bed.front.current
        if screen is None or screen.id not in OPENS_AT or self._session.prompt is not None:
            return False
        return all(self._session.press(key) for key in ("menu", *paths()[function]))

    def _turn_time(self) -> bool:
        session = self._session
        return session.go_on() if session.pace.is_held else session.hold()


FAULT_KEYS = tuple(f"fault_{number}" for number in range(1, FAULTS + 1))
_OF_A_STORY = frozenset(("give_up", "hint"))
_OF_A_DRILL = frozenset(("next_morning",))
_INSTRUCTORS = frozenset((*FAULT_KEYS, "instructor", "pause", "hint"))


def hidden(session: Session, *, is_drill: bool = False) -> frozenset[str]:
    """
    Actions that a session does not have.

    In an exam nobody stops time, helps or breaks; without a story nothing is asked for; and only
    in a drill, which knows when there is nothing left to do today, the person goes home.
    """
    found = _INSTRUCTORS if session.is_exam else frozenset()
    found = found if is_drill else found | _OF_A_DRILL
    return found if session.scenario.steps else found | _OF_A_STORY

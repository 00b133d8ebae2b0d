"""
How well a cashier is prepared: what stands between trouble and its remedy.

    untrained    knows no remedy: takes the card again when no slip comes, else calls the support
                 desk, waits for the answer, and then does what the desk reads out
    flow chart   knows none either, and looks each step up: it says what to do, and in which order
    trained      knows the remedy for whatever the terminal says
    drilled      has practised it: looks before waiting, and works in a third of the time

All of them have one handbook (`handbook`) and differ in whether, when and in which order they come
to it; nothing here decides how a story ends. Somebody who was told once knows it from then on.
Careless habits (`conduct`) are another matter: a drilled cashier may still key a zero too many.
The times are a choice, see docs/decisions/0031-preparedness.md.
"""

from collections.abc import Callable

from emulator.domain.moments import SECOND
from emulator.domain.settings import ShopSettings
from emulator.people import handbook, mending
from emulator.people.conduct import Conduct
from emulator.people.errand import Errand
from emulator.people.till import Till

PRACTISED = 3
"""A practised hand takes so many times less for its work; waiting takes as long as ever."""
LOOK_US = 15 * SECOND
"""To look over the equipment, and to mend what is to be seen."""
MOST_CALLS = 3
"""For one errand; then it is left as it is."""
_NO_CALL = "support.call"

_SLIP, _LINE, _HOST, _BATCH, _MEMORY = "slip", "line", "host", "batch", "memory"
TOPICS = {
    **dict.fromkeys(("paper_out", "printer_fault", "printer_hot", "approved"), _SLIP),
    **dict.fromkeys(("not_connected", "timed_out", "bad_answer", "booting"), _LINE),
    **dict.fromkeys(("sign_in_required", "declined", "reversal_failed"), _HOST),
    **dict.fromkeys(("journal_full", "totals_full", "settlement_failed"), _BATCH),
    "storage_full": _MEMORY,
}
"""Screens and outcomes to what there is to know about them; all of a topic is told in one call."""
IGNORANT = Conduct(("reswipes_without_slip",))
"""What people do who were never told what a missing slip means."""
LEFT_IN_THE_DARK = frozenset(("timed_out", "bad_answer"))
"""Screens that tell of a failure whose reason only a look at the equipment can tell."""


class Preparedness:
    """What one cashier knows, and what lies at the till."""

    def __init__(self, shop: ShopSettings) -> None:
        """
        Args:
            shop: Says whether there was training, whether the flow chart lies there, and whether
                incidents are practised.
        """
        self._is_trained = shop.trained
        self._has_chart = shop.flow_chart
        self._is_drilled = shop.trained and shop.drills
        self._knows_order = self._is_drilled or shop.flow_chart
        self._lookup_us = shop.lookup_us
        self._told: set[str] = set()
        """Topics that the support desk has explained."""

    def work_us(self, usual_us: int) -> int:
        """How long this cashier takes for what takes the usual one so long."""
        return usual_us // PRACTISED if self._is_drilled else usual_us

    def meet(self, cashier: Till, conduct: Conduct, errand: Errand, screen_id: str) -> bool:
        """Do something about a screen that asks; False if this cashier has no answer to it."""
        careless = conduct.reaction(screen_id)
        if careless is None and conduct.by_the_book and not self._knows(screen_id):
            if errand.is_away:
                return True
            if not self._has_chart:
                careless = IGNORANT.reaction(screen_id)
        if careless is not None:
            careless(cashier, errand)
            return True
        if not conduct.by_the_book or not handbook.knows(screen_id):
            return False
        if self._knows(screen_id):
            return handbook.remedy(cashier, errand, screen_id)
        if self._has_chart:
            act = self._remedying(cashier, errand, screen_id)
            cashier.go_away(errand, self._lookup_us, act)
            return True
        return self._ask(cashier, errand, screen_id)

    def look_after(self, cashier: Till, conduct: Conduct, errand: Errand) -> bool:
        """Go on with an errand although the terminal is idle; False if it is over."""
        if conduct.wants_again(errand):
            cashier.again(errand)
            return True
        if not conduct.by_the_book:
            return False
        if self._knows(errand.outcome):
            return handbook.look_after(cashier, errand)
        if not self._has_chart and IGNORANT.wants_again(errand):
            cashier.again(errand)
            return True
        if not handbook.needs_care(cashier, errand):
            return handbook.look_after(cashier, errand)
        if self._has_chart:
            return self._look_up(cashier, errand)
        return self._ask(cashier, errand, errand.outcome)

    def _knows(self, topic: str) -> bool:
        """Tell whether this cashier needs neither chart nor telephone for a screen or outcome."""
        return self._is_trained or TOPICS.get(topic, topic) in self._told

    # With the chart, or from memory ---------------------------------------------------------------

    def _look_up(self, cashier: Till, errand: Errand) -> bool:
        if errand.count(f"looked_up {errand.outcome}") > 1:
            return handbook.look_after(cashier, errand)
        cashier.go_away(errand, self._lookup_us, self._remedying(cashier, errand, ""))
        return True

    def look_about(self, cashier: Till, conduct: Conduct, errand: Errand) -> None:
        """While the terminal is busy with a failure: see first what has caused it, not last."""
        if self._knows_order and conduct.by_the_book and errand.count("looked_about") == 1:
            lookup_us = 0 if self._is_trained else self._lookup_us
            cashier.world.after(lookup_us + self.work_us(LOOK_US), mending.look_and_mend, cashier)

    @staticmethod
    def _remedying(cashier: Till, errand: Errand, screen_id: str) -> Callable[[], None]:
        """Do what the handbook says of the screen that stands now, or stood when it was asked."""

        def act() -> None:
            here = cashier.screen
            asking = here.id if here is not None and handbook.knows(here.id) else screen_id
            has_gone = here is not None and asking != here.id and TOPICS.get(asking) == _SLIP
            if asking and not has_gone:
                handbook.remedy(cashier, errand, asking)
            elif not handbook.look_after(cashier, errand):
                cashier.end(errand)

        return act

    # By telephone ---------------------------------------------------------------------------------

    def _ask(self, cashier: Till, errand: Errand, about: str) -> bool:
        """Call, wait for the answer, and do then what the desk reads out."""
        if errand.count("asked") > MOST_CALLS or cashier.leaves_out(_NO_CALL):
            cashier.note("gave_up", why="not_trained")
            cashier.end(errand)
            return True
        cashier.note("waiting")
        remedying = self._remedying(cashier, errand, about if handbook.knows(about) else "")

        def act() -> None:
            self._told.add(TOPICS.get(about, about))
            remedying()

        come_back = cashier.leave(errand, act)
        # Whoever does not know what it is about cannot say which number to look up either.
        cashier.support.call(about, on_answer=lambda _: come_back())
        return True

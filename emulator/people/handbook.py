"""
What the handbook tells a cashier to do about trouble.

Two tables: what to do when the terminal asks for something that only judgement can give, and what
to look after when it is idle again but the errand did not come to a good end. Every remedy is tried
a few times and then given up with a call to the support desk, so that no cashier is at it for ever.
The first rule of all: a card is never taken again before it is known that nothing was debited.
"""

from collections.abc import Callable

from emulator.domain.moments import MINUTE, SECOND
from emulator.domain.numbers import AWAIT_REVERSAL
from emulator.domain.transaction import KINDS, Side
from emulator.people import chores
from emulator.people.errand import CANCEL, CONFIRM, TAKES_MONEY, Errand
from emulator.people.till import Till

Remedy = Callable[[Till, Errand], bool]
"""Does something about it; False if there is nothing to do."""

FETCH_ROLL_US = 20 * SECOND
REPAIR_US = 15 * SECOND
COOLING_US = 60 * SECOND
RETRY_US = 30 * SECOND
SETTLE_AGAIN_US = MINUTE
WAIT_FOR_REVERSAL_US = 30 * SECOND
"""How much longer than the terminal's own retry the cashier waits before asking."""
TRIES = 3
ANEW_TRIES = 2
"""How often a purchase is started anew after a reversal or a lost line."""
SIGN_IN_CODES = frozenset(("77", "99", "A0"))
"""Answers that a sign-in mends (payments.md 3.10)."""
NOTHING_DEBITED = frozenset(("reversed", "declined", "voided"))
"""Answers to a query after which the purchase may be started anew."""

_REPAIRS = {
    "jam": ("clear_jam",),
    "cover_open": ("close_cover",),
    "cutter_jam": ("clear_cutter",),
    "hot": ("let_printer_cool",),
}
_ALL_REPAIRS = (
    "close_cover",
    "clear_jam",
    "clear_cutter",
    "release_feed_button",
    "replace_print_head",
    "reconnect_printer_cable",
    "set_up_printer_line",
    "restart_printer",
)
"""Where the terminal cannot tell what is wrong; the restart comes last."""
_AGAINST_BAD_PRINT = (
    "replace_print_head",
    "reconnect_printer_cable",
    "set_up_printer_line",
    "load_paper",
)
"""Tried one after the other until one helps, when a slip cannot be read."""


def remedy(cashier: Till, errand: Errand, screen_id: str) -> bool:
    """Do what the handbook says about a screen that asks; False if it says nothing."""
    found = _REMEDIES.get(screen_id)
    return found is not None and found(cashier, errand)


def look_after(cashier: Till, errand: Errand) -> bool:
    """Go on with an errand although the terminal is idle; False if it is over."""
    found = _AFTERWARDS.get(errand.outcome)
    return found is not None and found(cashier, errand)


def knows(screen_id: str) -> bool:
    """Tell whether it says anything about a screen that asks."""
    return screen_id in _REMEDIES


def needs_care(cashier: Till, errand: Errand) -> bool:
    """Tell whether anything is the matter with an errand, now that the terminal is idle."""
    match errand.outcome:
        case "approved":
            is_in_order = not _is_unprinted(cashier, errand) and errand.slip.get("legible", True)
            return not is_in_order and "reprint" not in errand.counts
        case "declined":
            return errand.values.get("operator_class") in ("B", "D")
        case "not_possible":
            return False
        case outcome:
            return outcome in _AFTERWARDS


# While the terminal asks ----------------------------------------------------------------------


def _paper_out(cashier: Till, errand: Errand) -> bool:
    if cashier.spare_rolls <= 0 or errand.count("paper_out") > TRIES:
        return _leave_unprinted(cashier, errand)
    _repair_and_confirm(cashier, ("load_paper",), FETCH_ROLL_US)
    return True


def _printer_fault(cashier: Till, errand: Errand) -> bool:
    if errand.count("printer_fault") > TRIES:
        return _leave_unprinted(cashier, errand)
    screen = cashier.screen
    fault = "" if screen is None else str(screen.values.get("fault", ""))
    _repair_and_confirm(cashier, _REPAIRS.get(fault, _ALL_REPAIRS), REPAIR_US)
    return True


def _printer_hot(cashier: Till, errand: Errand) -> bool:
    if errand.count("printer_hot") > TRIES:
        return _leave_unprinted(cashier, errand)
    cashier.note("waiting")
    cashier.later(COOLING_US, cashier.press, CONFIRM)
    return True


def _repair_and_confirm(cashier: Till, repairs: tuple[str, ...], takes_us: int) -> None:
    def at_the_printer() -> None:
        for name in repairs:
            chores.repair(cashier, name)
        cashier.soon(cashier.press, CONFIRM)

    cashier.later(cashier.work_us(takes_us), at_the_printer)


def _leave_unprinted(cashier: Till, errand: Errand) -> bool:
    errand.count("unprinted")
    cashier.soon(cashier.press, CANCEL)
    return True


def _confirm_duplicate(cashier: Till, _: Errand) -> bool:
    cashier.soon(cashier.press, CANCEL)
    return True


def _sign_in_first(cashier: Till, errand: Errand) -> bool:
    if errand.count("sign_in") > TRIES:
        return _call_support(cashier, errand, "sign_in")
    sub = Errand("sign_in")
    sub.operator = cashier.given.terminal.operator
    cashier.serve(errand, sub, lambda _: cashier.again(errand))
    return True


def _settle_first(cashier: Till, errand: Errand) -> bool:
    if errand.count("settlement") > 1:
        return _call_support(cashier, errand, "settlement")
    cashier.serve(errand, Errand("settlement"), lambda _: cashier.again(errand))
    return True


def _clear_first(cashier: Till, errand: Errand) -> bool:
    if errand.count("clearing") > 1:
        return _call_support(cashier, errand, "storage")

    def at_the_terminal() -> None:
        chores.repair(cashier, "clear_storage")
        cashier.again(errand)

    cashier.go_away(errand, REPAIR_US, at_the_terminal)
    return True


def _reversal_failed(cashier: Till, errand: Errand) -> bool:
    return _call_support(cashier, errand, "reversal")


# When the terminal is idle again --------------------------------------------------------------


def _approved(cashier: Till, errand: Errand) -> bool:
    """Nobody leaves without a slip that can be read."""
    is_unprinted = _is_unprinted(cashier, errand)
    if not is_unprinted and errand.slip.get("legible", True):
        return False
    if errand.count("reprint") > 1:
        return False
    if is_unprinted:
        chores.write_receipt(cashier, errand)
    else:
        any(chores.repair(cashier, name) for name in _AGAINST_BAD_PRINT)
    cashier.go_away(errand, RETRY_US, lambda: _reprint(cashier, errand))
    return True


def _is_unprinted(cashier: Till, errand: Errand) -> bool:
    screen = cashier.screen
    return (
        "unprinted" in errand.counts
        or (errand.menu in TAKES_MONEY and not errand.slip)
        or (screen is not None and screen.values.get("unprinted") == errand.seen_stan)
    )


def _reprint(cashier: Till, errand: Errand) -> None:
    sub = Errand("reprint")

    def keep_slip(printed: Errand) -> None:
        errand.slip = printed.slip or errand.slip
        cashier.end(errand)

    cashier.serve(errand, sub, keep_slip)


def _after_power_cut(cashier: Till, errand: Errand) -> bool:
    """The slip tells if it was approved; what was never sent may be started anew."""
    content = errand.slip.get("content", {})
    if content.get("stan"):
        errand.outcome, errand.approved = "approved", content
        return _approved(cashier, errand)
    return _unknown(cashier, errand) if errand.is_sent else _start_anew(cashier, errand)


def _unknown(cashier: Till, errand: Errand) -> bool:
    """Wait until the terminal shows that it was reversed; then ask what became of it."""
    kind = KINDS.get(errand.menu)
    if kind is not None and kind.side is Side.NONE and not kind.reversible:
        # A question that nobody answered: whoever asked it decides.
        return False
    if errand.is_reversed:
        return _start_anew(cashier, errand)
    if cashier.leaves_out(AWAIT_REVERSAL):
        return _give_up(cashier, errand, "outcome")
    now_us = cashier.world.now_us
    if not errand.wait_until_us:
        retry_us = cashier.given.terminal.reversal_retry_us
        errand.wait_until_us = now_us + retry_us + WAIT_FOR_REVERSAL_US
        cashier.note("waiting")
    if now_us < errand.wait_until_us:
        cashier.later(errand.wait_until_us - now_us, lambda: _query(cashier, errand))
    else:
        _query(cashier, errand)
    return True


def _query(cashier: Till, errand: Errand) -> None:
    if not errand.seen_stan or errand.count("query") > 1:
        _call_support(cashier, errand, "outcome")
        return
    sub = Errand("query")
    sub.stan = errand.seen_stan
    cashier.serve(errand, sub, lambda asked: _heard(cashier, errand, asked))


def _heard(cashier: Till, errand: Errand, asked: Errand) -> None:
    was_reversed = cashier.reversed_stan == errand.seen_stan
    status = str(asked.values.get("status", "")) if asked.outcome == "status_shown" else ""
    if was_reversed or status in NOTHING_DEBITED:
        _start_anew(cashier, errand)
    else:
        _call_support(cashier, errand, "outcome")


def _start_anew(cashier: Till, errand: Errand) -> bool:
    since_us = errand.since_us
    if since_us is not None and not cashier.cardholder.stays(since_us):
        return _give_up(cashier, errand, "walked_away")
    if errand.count("anew") > ANEW_TRIES:
        return _give_up(cashier, errand, "tries")
    cashier.again(errand)
    return True


def _not_connected(cashier: Till, errand: Errand) -> bool:
    """Plug the cable in, then restart the router, then call."""
    tries = errand.count("not_connected")
    if tries > 2:
        return _call_support(cashier, errand, "line")
    repair = "reconnect_cable" if tries == 1 else "restart_router"

    def at_the_cable() -> None:
        chores.repair(cashier, repair)
        cashier.again(errand)

    cashier.go_away(errand, cashier.work_us(REPAIR_US), at_the_cable)
    return True


def _declined(cashier: Till, errand: Errand) -> bool:
    """Classes of answers as in payments.md 3.10; whatever else was declined stays declined."""
    operator_class = errand.values.get("operator_class")
    if operator_class == "B" and errand.count("declined") == 1 and not _hurries(cashier):
        errand.pin = cashier.cardholder.pin(errand.holder, "ok")
        cashier.go_away(errand, RETRY_US, lambda: _start_anew(cashier, errand))
        return True
    if operator_class == "D":
        if errand.values.get("code") in SIGN_IN_CODES:
            return _sign_in_first(cashier, errand)
        return _call_support(cashier, errand, "declined")
    if operator_class == "C" and errand.menu in TAKES_MONEY and _takes_other_card(cashier, errand):
        return _start_anew(cashier, errand)
    return _give_up(cashier, errand, "declined")


def _hurries(cashier: Till) -> bool:
    """Tell whether nobody waits for a while and tries again in this run."""
    return cashier.leaves_out("cashier.wait")


def _takes_other_card(cashier: Till, errand: Errand) -> bool:
    other = cashier.cardholder.other_card(errand.holder)
    if not other:
        return False
    errand.holder = other
    errand.card = cashier.cardholder.card(other)
    errand.pin = cashier.cardholder.pin(other, "ok")
    return True


def _settlement_failed(cashier: Till, errand: Errand) -> bool:
    if errand.count("settlement_failed") >= TRIES or _hurries(cashier):
        return _call_support(cashier, errand, "settlement")
    cashier.go_away(errand, SETTLE_AGAIN_US, lambda: cashier.again(errand))
    return True


def _not_possible(cashier: Till, errand: Errand) -> bool:
    if errand.values.get("why") == "batch_open" and errand.count("batch_open") == 1:
        return _settle_first(cashier, errand)
    return _give_up(cashier, errand, str(errand.values.get("why", "not_possible")))


def _card_unread(cashier: Till, errand: Errand) -> bool:
    """Try once more, then put the spare reader in its place, then call."""
    tries = errand.count("card_unread")
    if tries > 2:
        return _call_support(cashier, errand, "reader")

    def at_the_reader() -> None:
        if tries == 2:
            chores.repair(cashier, "replace_reader")
        _start_anew(cashier, errand)

    cashier.go_away(errand, REPAIR_US, at_the_reader)
    return True


def _update_first(cashier: Till, errand: Errand) -> bool:
    if errand.count("update") > 1:
        return _call_support(cashier, errand, "software")

    def afterwards(_: Errand) -> None:
        _start_anew(cashier, errand)

    cashier.serve(errand, Errand("update_software"), afterwards)
    return True


def _update_failed(cashier: Till, errand: Errand) -> bool:
    if errand.count("update_failed") >= TRIES or _hurries(cashier):
        return _call_support(cashier, errand, "software")
    cashier.go_away(errand, RETRY_US, lambda: cashier.again(errand))
    return True


def _call_support(cashier: Till, errand: Errand, about: str) -> bool:
    if not cashier.leaves_out("support.call"):
        cashier.support.call(
            about, stan=errand.seen_stan, batch=errand.seen_batch, amount_fen=errand.amount_fen
        )
    return _give_up(cashier, errand, about)


def _give_up(cashier: Till, errand: Errand, why: str) -> bool:
    cashier.note("gave_up", why=why)
    cashier.end(errand)
    return True


_REMEDIES: dict[str, Remedy] = {
    "paper_out": _paper_out,
    "printer_fault": _printer_fault,
    "printer_hot": _printer_hot,
    "confirm_duplicate": _confirm_duplicate,
    "sign_in_required": _sign_in_first,
    "journal_full": _settle_first,
    "totals_full": _settle_first,
    "storage_full": _clear_first,
    "reversal_failed": _reversal_failed,
}

_AFTERWARDS: dict[str, Remedy] = {
    "approved": _approved,
    "timed_out": _unknown,
    "bad_answer": _unknown,
    "booting": _after_power_cut,
    "not_connected": _not_connected,
    "declined": _declined,
    "settlement_failed": _settlement_failed,
    "card_unread": _card_unread,
    "update_required": _update_first,
    "update_failed": _update_failed,
    "not_possible": _not_possible,
}

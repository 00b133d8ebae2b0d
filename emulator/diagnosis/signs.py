"""
What can be noticed at the shop without doing anything: display, paper, lamps, phone, account.

Each sign is a question with a few answers, read from outside events up to now. What a check would
show is in `checking`; why it is so, nobody who asks can see. To let another sign count, write a
function from `Scene` to one of a few words, add it to `SIGNS`, and its texts to the messages file:
`diagnosis.ask.<sign>` and `diagnosis.answer.<sign>.<word>`.
"""

from collections.abc import Callable, Mapping
from datetime import time, timedelta

from emulator.diagnosis.scene import Scene
from emulator.domain.moments import HOUR, SECOND
from emulator.domain.transaction import SETTLEMENT_RESULTS
from emulator.drills.payments import NEVER

QUICK_US = 8 * SECOND
"""An answer that takes longer is noticed."""
_EVENING = time(22, 0)
_SAYS = ("code", "why", "fault", "reason")
"""Values of a screen that tells of trouble, which say more."""
_PRINTER_SHOWS = {
    "paper_out": "paper_out",
    "near_end": "near_end",
    "cover_opened": "cover_open",
    "jammed": "jammed",
    "cutter_jammed": "cutter_jammed",
    "overheated": "hot",
    "head_failed": "head_failed",
    "feed_pressed": "feeding",
    "powered_off": "off",
}
"""Kinds of event at the printer to what stands there until it is put right."""
_PUT_RIGHT = frozenset(("paper_loaded", "cover_closed", "cleared", "cooled", "powered_on"))


# The terminal -------------------------------------------------------------------------------------


def _screen(scene: Scene) -> str:
    return "none" if scene.told is None else str(scene.told.detail["screen"])


def _screen_says(scene: Scene) -> str:
    detail = {} if scene.told is None else scene.told.detail
    return next((str(detail[key]) for key in _SAYS if detail.get(key)), "none")


def _power(scene: Scene) -> str:
    turns = scene.named("terminal.powered_off", "terminal.powered_on")
    if not turns:
        return "stayed_on"
    return "went_off" if turns[-1].kind == "powered_off" else "came_back"


def _answer_time(scene: Scene) -> str:
    """How long the terminal waited for the answer to the payment it is about."""
    payment = scene.payment
    if payment is None:
        return "not_asked"
    number = {"batch": payment.batch, "stan": payment.stan}
    for event in scene.named("console.displayed"):
        of_it = all(event.detail.get(key) == value for key, value in number.items())
        if of_it and event.detail["screen"] in ("approved", "declined", "timed_out", "bad_answer"):
            if event.detail["screen"] == "timed_out":
                return "none_came"
            return "quick" if event.at_us - payment.sent_us < QUICK_US else "slow"
    return "still_waiting"


def _earlier_sale(scene: Scene) -> str:
    """Whether anything was sold before, with the same equipment and the same account."""
    payment = scene.payment
    sent_us = scene.now_us if payment is None else payment.sent_us
    sold = [p for p in scene.payments.all if p.approved_seq != NEVER and p.sent_us < sent_us]
    return "yes" if sold else "no"


def _later_sale(scene: Scene) -> str:
    payment = scene.payment
    later = [p for p in scene.payments.all if payment is not None and p.sent_us > payment.sent_us]
    if not later:
        return "not_tried"
    return "yes" if any(p.approved_seq != NEVER for p in later) else "no"


def _settlement(scene: Scene) -> str:
    tried = [
        event
        for event in scene.named("console.displayed")
        if event.detail["screen"] in ("settling", "settled", "settlement_failed")
    ]
    if not tried:
        return "not_tried"
    last = tried[-1].detail
    if last["screen"] != "settled":
        return "failed" if last["screen"] == "settlement_failed" else "under_way"
    return SETTLEMENT_RESULTS.get(str(last.get("result")), "error")


# Paper --------------------------------------------------------------------------------------------


def _slip(scene: Scene) -> str:
    """What came out of the printer last, since the payment it is about began."""
    since_us = 0 if scene.payment is None else scene.payment.sent_us
    slips = [
        event
        for event in scene.named("printer.slip_printed", "printer.slip_torn")
        if event.at_us >= since_us
    ]
    if not slips:
        started = [e for e in scene.named("printer.slip_started") if e.at_us >= since_us]
        return "begun" if started else "nothing"
    if any(event.kind == "slip_torn" for event in slips):
        return "torn"
    return "whole" if all(e.detail.get("legible", True) for e in slips) else "illegible"


def _slip_kind(scene: Scene) -> str:
    """What the last slip of a payment says it is."""
    slips = [e for e in scene.named("printer.slip_printed") if e.detail.get("legible", True)]
    return str(slips[-1].detail.get("slip_kind", "none")) if slips else "none"


def _slip_amount(scene: Scene) -> str:
    payment = scene.payment
    if payment is None or payment.slip_seq == NEVER:
        return "no_slip"
    meant_fen = scene.payments.meant_fen.get(payment.purchase, payment.amount_fen)
    return "right" if payment.amount_fen == meant_fen else "wrong"


def _slips_of_purchase(scene: Scene) -> str:
    """For how many payments of one purchase the terminal said that it is approved."""
    payment = scene.payment
    count = 0 if payment is None else len(scene.approved(payment.purchase))
    return ("none", "one")[count] if count < 2 else "several"


def _printer(scene: Scene) -> str:
    shown = [
        event
        for event in scene.events
        if event.source == "printer" and (event.kind in _PRINTER_SHOWS or event.kind in _PUT_RIGHT)
    ]
    if not shown or shown[-1].kind in _PUT_RIGHT:
        return "nothing"
    return _PRINTER_SHOWS[shown[-1].kind]


# The banks ----------------------------------------------------------------------------------------


def _bank_message(scene: Scene) -> str:
    """What the customer's phone got from the bank since the payment it is about was begun."""
    payment = scene.payment
    if payment is None:
        return "none"
    since_us = payment.sent_us
    told = [e.detail for e in scene.named("issuer.notified") if e.at_us >= since_us]
    taken = [detail["amount_fen"] for detail in told if detail["amount_fen"] < 0]
    if not told:
        return "none"
    if len(taken) < len(told):
        return "given_back"
    purchases = {p.purchase for p in scene.payments.all if p.sent_us >= since_us}
    if len(taken) > len(purchases):
        return "twice"
    meant_fen = scene.payments.meant_fen.get(payment.purchase, payment.amount_fen)
    return "taken" if -taken[0] == meant_fen else "other_amount"


def _day_of_sale(scene: Scene) -> str:
    """When it was sold, as far as it bears on when the money comes."""
    payment = scene.payment
    wall = scene.wall(0 if payment is None else payment.sent_us)
    if not scene.calendar.is_business_day(wall.date()):
        return "day_off"
    if wall.time() >= _EVENING:
        return "evening"
    next_day = wall.date() + timedelta(days=1)
    return "business_day" if scene.calendar.is_business_day(next_day) else "before_days_off"


def _account(scene: Scene) -> str:
    """What stands on the merchant's account of what was sold on an earlier day."""
    if scene.now_us < 12 * HOUR:
        return "too_early"
    return "came" if scene.named("clearing.merchant_credited") else "nothing"


def _notice(scene: Scene) -> str:
    return "yes" if scene.named("clearing.notice") else "no"


def _alarm(scene: Scene) -> str:
    alarms = scene.named("monitor.alarm_raised")
    return str(alarms[-1].detail.get("alarm", "none")) if alarms else "none"


SIGNS: Mapping[str, Callable[[Scene], str]] = {
    "screen": _screen,
    "screen_says": _screen_says,
    "power": _power,
    "answer_time": _answer_time,
    "slip": _slip,
    "slip_kind": _slip_kind,
    "slip_amount": _slip_amount,
    "payments": _slips_of_purchase,
    "printer": _printer,
    "bank_message": _bank_message,
    "earlier_sale": _earlier_sale,
    "later_sale": _later_sale,
    "settlement": _settlement,
    "account": _account,
    "day_of_sale": _day_of_sale,
    "notice": _notice,
    "alarm": _alarm,
}
"""Name of a question to what answers it."""


def signs_of(scene: Scene) -> dict[str, str]:
    """The answer to every question that nobody has to do anything for."""
    return {name: read(scene) for name, read in SIGNS.items()}

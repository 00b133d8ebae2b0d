"""The moment at which a person takes over from a colleague, and whose steps are theirs."""

from player import assessed, drills, model_of, perfect, then, without

from emulator.desk import Desk
from emulator.domain.deeds import Done, Entered, KeyedSecret, Left
from emulator.domain.moments import MINUTE, SECOND
from emulator.drills import doings
from emulator.drills.reading import doings_of
from emulator.people import tasks
from emulator.runner import Course

CALL = "support.call"


def taken_over(name: str) -> Desk:
    """A drill at the moment when the person sits down."""
    course = Course(drills()[name], attended=True)
    world, desk = course.bed.world, course.desk
    assert desk is not None
    moments = course.stretches()
    while not desk.person.is_at_the_till:
        until_us = next(moments)
        while world.now_us < until_us and not desk.person.is_at_the_till:
            world.run_until(min(world.now_us + SECOND, until_us))
    return desk


def test_colleagues_customer_is_still_there() -> None:
    """Whoever the colleague served wants the same of the person."""
    here = taken_over("wrong-amount").person.customer

    assert here is not None
    assert ("mistyped", 3850, "customer") == (here.purchase, here.amount_fen, here.holder)


def test_sale_that_a_colleague_left_half_keyed_can_be_ended() -> None:
    """The card that is in the reader keeps its PIN."""
    desk = taken_over("keyed-twice")
    errand = desk.person.errand

    assert errand is not None
    assert "sale" == errand.menu
    assert desk.hear(Entered("confirm"))
    assert desk.hear(KeyedSecret("pin", "ok"))


def test_takeover_is_where_the_colleagues_step_ends() -> None:
    """What the colleague did is none of the person's deeds."""
    drill = drills()["keyed-twice-and-voided"]
    did = doings_of(model_of(drill.name), drill)

    assert ["cashier.void"] == [deed.key for deed in did.deeds]


def test_call_to_the_support_desk_is_the_persons() -> None:
    """It is asked for, nobody else makes it, and without it points are missing."""
    name = "wrong-account-returned"
    calls = [deed for _, deed in perfect(name) if isinstance(deed, Done)]
    found = assessed(name, without(perfect(name), *calls))
    missing = [one.required.key for one in found.score.actions if one.why == "not_done"]

    assert [CALL] == missing


def test_person_who_never_calls_leaves_the_money_where_it_is() -> None:
    """The account is put right only when somebody calls; till then the merchant waits."""
    name = "wrong-account-returned"
    calls = [deed for _, deed in perfect(name) if isinstance(deed, Done)]
    found = assessed(name, without(perfect(name), *calls))

    assert "merchant_waits" in [one.what for one in found.consequences]


def test_both_sides_agree_on_what_is_told() -> None:
    """What the person is asked for in the run is what the score takes for asked for."""
    assert tasks.ASKED_FOR == doings.ASKED_FOR
    assert tasks.TAKEN_OVER == doings.TAKEN_OVER


def test_more_time_at_the_till_changes_no_verdict() -> None:
    """Who has done everything may stay as long as they like."""
    name = "paper-out-after-approval"
    deeds = perfect(name)[:-1]
    found = assessed(name, then(deeds, (20 * MINUTE // SECOND, Left())))

    assert ("passed", 100) == (found.verdict, found.score.percent)

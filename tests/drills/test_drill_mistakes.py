"""Mistakes that fail a drill outright, made by hand."""

from player import assessed, drills, instead, model_of, perfect, then, until, without

from emulator.domain.deeds import CardShown, CustomerCame, Done, Entered, KeyedSecret, Left
from emulator.drills.assessment import Assessment
from emulator.drills.reading import doings_of

CONFIRM, CANCEL = Entered("confirm"), Entered("cancel")
CARD, PIN = CardShown("customer", "chip"), KeyedSecret("pin", "ok")
LOAD = Done("cashier", "load_paper")
PAPER_OUT = "paper-out-after-approval"


def mistakes_of(found: Assessment) -> list[tuple[str, int]]:
    """What was done wrong, with the amount."""
    return [(one.what, one.amount_fen) for one in found.mistakes]


def swiped_again() -> Assessment:
    """The slip is missing, so the card is taken again."""
    sold = until(perfect(PAPER_OUT), PIN)
    again = ((20, LOAD), (3, CANCEL), (3, Entered("menu", "sale")), (3, Entered("digits", "12850")))
    card = ((3, CARD), (3, CONFIRM), (3, PIN), (60, Left()))
    return assessed(PAPER_OUT, then(sold, *again, *card))


def test_taking_the_card_again_after_an_approval_fails() -> None:
    """Who swipes again for want of a slip fails, whatever the points."""
    found = swiped_again()

    assert ("failed", "mistake") == (found.verdict, found.why)
    assert ("swiped_again", 12850) in mistakes_of(found)


def test_second_swipe_is_told_in_yuan() -> None:
    """The customer is owed what was taken twice, and the books show it."""
    found = swiped_again()
    owed = [(one.what, one.amount_fen) for one in found.consequences]

    assert ("customer_owed", 12850) in owed
    assert 50000 == found.money.before.customers_fen
    assert 50000 - 2 * 12850 == found.money.in_the_end.customers_fen
    assert 50000 - 12850 == found.money.of_model.customers_fen


def test_overriding_the_warning_of_a_duplicate_fails() -> None:
    """To confirm what a colleague keyed twice charges the customer twice."""
    deeds = instead(perfect("keyed-twice"), of=CANCEL, comes=CONFIRM)
    last_us = deeds[-1][0]
    deeds = [*deeds[:-1], (deeds[-2][0] + 2_000_000, PIN), (last_us + 30_000_000, Left())]
    found = assessed("keyed-twice", deeds)

    assert "failed" == found.verdict
    assert [("swiped_again", 9900), ("overcharged", 9900)] == mistakes_of(found)


def test_warning_that_is_heeded_is_no_mistake() -> None:
    """The guard stopped it before anything was sent."""
    assert [] == mistakes_of(assessed("keyed-twice", perfect("keyed-twice")))


def test_leaving_without_a_slip_fails() -> None:
    """The sale stands and the customer has no paper."""
    sold = until(perfect(PAPER_OUT), PIN)
    found = assessed(PAPER_OUT, then(sold, (40, Left())))

    assert "failed" == found.verdict
    assert [("no_slip", 12850)] == mistakes_of(found)
    assert [("no_proof", 12850)] == [(c.what, c.amount_fen) for c in found.consequences]


def test_next_customer_before_the_slip_fails() -> None:
    """To call the next customer sends the one without a slip away."""
    sold = until(perfect(PAPER_OUT), PIN)
    call = (20, CustomerCame(amount_fen=100, holder="customer"))
    late = ((20, LOAD), (2, CONFIRM), (30, Left()))
    found = assessed(PAPER_OUT, then(sold, call, *late))

    assert [("no_slip", 12850)] == mistakes_of(found)


def test_receipt_by_hand_stands_for_a_slip() -> None:
    """Who cannot print writes a receipt; points are missing, but it is no mistake."""
    sold = until(perfect(PAPER_OUT), PIN)
    receipt = Done("cashier", "manual_receipt")
    found = assessed(PAPER_OUT, then(sold, (20, CANCEL), (5, receipt), (5, Left())))

    assert [] == mistakes_of(found)
    assert ("failed", "points") == (found.verdict, found.why)


def test_slip_that_cannot_be_read_is_none() -> None:
    """A blank slip is not one to leave with."""
    name = "paper-wrong-side"
    found = assessed(name, then(until(perfect(name), PIN), (30, Left())))

    assert [("no_slip", 7500)] == mistakes_of(found)


def test_refunding_too_much_fails() -> None:
    """To give back all of it when ten yuan were too much is a wrong refund."""
    name, right, wrong = "refund-next-day", Entered("digits", "1000"), Entered("digits", "13850")
    found = assessed(name, instead(perfect(name), of=right, comes=wrong))

    assert "failed" == found.verdict
    assert [("refunded_wrong", 13850)] == mistakes_of(found)
    assert [("shop_lost", 12850)] == [(c.what, c.amount_fen) for c in found.consequences]


def test_refunding_too_little_fails() -> None:
    """The customer is still owed the rest."""
    name, right, wrong = "refund-next-day", Entered("digits", "1000"), Entered("digits", "100")
    found = assessed(name, instead(perfect(name), of=right, comes=wrong))

    assert ("refunded_wrong", 100) in mistakes_of(found)
    assert ("customer_owed", 900) in [(c.what, c.amount_fen) for c in found.consequences]


def test_leaving_a_double_charge_fails() -> None:
    """The colleague's mistake becomes that of who lets it be."""
    found = assessed("keyed-twice-and-voided", perfect("keyed-twice-and-voided")[-1:])

    assert ("failed", "mistake") == (found.verdict, found.why)
    assert [("overcharged", 9900)] == mistakes_of(found)


def test_leaving_before_the_story_goes_on_fails_too() -> None:
    """Nobody does for a person who has gone what that person should have done."""
    events = model_of("wrong-amount")
    over = doings_of(events, drills()["wrong-amount"]).took_over
    assert over is not None
    found = assessed("wrong-amount", [(over.at_us + 1_000_000, Left())])

    assert [("overcharged", 34650)] == mistakes_of(found)
    assert [("customer_owed", 34650)] == [(c.what, c.amount_fen) for c in found.consequences]
    assert found.money.when_left.customers_fen == found.money.in_the_end.customers_fen


def test_selling_before_the_void_is_no_second_swipe() -> None:
    """A sale of the right amount after the wrong one was voided pays once."""
    found = assessed("wrong-amount", perfect("wrong-amount"))

    assert [] == mistakes_of(found)


def test_selling_the_right_amount_without_a_void_fails() -> None:
    """The customer then pays the wrong amount and the right one."""
    deeds = perfect("wrong-amount")
    sale = [Entered("menu", "sale"), Entered("digits", "3850"), CARD, PIN]
    at_us = deeds[0][0]
    own = [(at_us + n * 3_000_000, deed) for n, deed in enumerate(sale)]
    found = assessed("wrong-amount", [*own, deeds[-1]])

    assert "failed" == found.verdict
    assert "swiped_again" in [what for what, _ in mistakes_of(found)]


def test_asking_the_supervisor_alone_is_no_mistake() -> None:
    """A void that was begun and given up leaves the double charge, and only that is wrong."""
    deeds = without(perfect("keyed-twice-and-voided"), CARD, PIN)
    found = assessed("keyed-twice-and-voided", deeds)

    assert ["overcharged"] == [what for what, _ in mistakes_of(found)]

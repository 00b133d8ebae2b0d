"""A run that a living person attends: all they do comes in as deeds, and plays again."""

from functools import partial

import pytest

from emulator.clock.replayed import ReplayedClock
from emulator.domain.card import Card, Secret, pan_from_mask
from emulator.domain.deeds import (
    AllMended,
    CardShown,
    CustomerCame,
    Done,
    Entered,
    FaultArmed,
    KeyedSecret,
    Left,
    LeverReleased,
    TaskGivenUp,
    deed_of,
    plain,
)
from emulator.domain.moments import DAY, MINUTE, SECOND
from emulator.domain.plan import (
    Account,
    Calm,
    Drill,
    FaultPlan,
    Given,
    Pattern,
    Scenario,
    Step,
    Trigger,
)
from emulator.domain.verdict import Truth
from emulator.runner import Course

GOLD = Card(name="gold", pan=pan_from_mask("622202******0018"), pin=Secret("111111"))
GIVEN = Given(cardholders=(Account(card=GOLD),))
SALE = (
    (1, CustomerCame(amount_fen=12_850, holder="gold")),
    (2, Entered("menu", "sale")),
    (4, Entered("digits", "12850")),
    (6, CardShown(holder="gold", entry="chip")),
    (8, KeyedSecret("pin", "ok")),
)
LEFT = (60, Left())


def scenario(*steps, drill=None, **settings):
    return Scenario(name="live", given=GIVEN, steps=steps, drill=drill or Drill(), **settings)


def attend(story, *deeds):
    """Play a story with deeds at their seconds; gives the course and what came of it."""
    course = Course(story, attended=True)
    arrivals = [(second * SECOND, partial(course.desk.hear, deed)) for second, deed in deeds]
    return course, course.play(ReplayedClock(arrivals))


def kinds(result, source, *wanted):
    return [e.kind for e in result.trace.events if e.source == source and e.kind in wanted]


def details(result, source, kind):
    return [e.detail for e in result.trace.events if (e.source, e.kind) == (source, kind)]


def test_a_sale_by_hand_is_a_sale():
    """Amount, card and PIN of a person lead to an approval, a slip and a held run."""
    _, result = attend(scenario(), *SALE, LEFT)

    assert Truth.PASS is result.truth
    assert [{"action": "sale"}] == details(result, "cashier", "did")[-2:-1]
    assert ["slip_printed"] * 2 == kinds(result, "printer", "slip_printed")[:2]


def test_what_the_customer_means_is_noted_once():
    """The camera at the till knows what the customer of flesh and blood means to pay."""
    _, result = attend(scenario(), *SALE, LEFT)

    meant = {"purchase": "p1", "amount_fen": 12_850, "holder": "gold"}
    assert [meant] == [d for d in details(result, "cardholder", "meant") if d["holder"] == "gold"]


def test_the_deeds_in_the_trace_play_again():
    """A recording needs nothing but its own deeds to come to the same trace."""
    _, first = attend(scenario(), *SALE, (20, Done(who="cashier", action="load_paper")), LEFT)

    heard = [
        (e.at_us // SECOND, deed_of(e.detail)) for e in first.trace.events if e.source == "desk"
    ]
    _, again = attend(scenario(), *heard)

    assert first.digest == again.digest


@pytest.mark.parametrize(
    "deed",
    [
        *(deed for _, deed in SALE),
        Done(who="support", action="call", options={"problem": "paper"}),
        TaskGivenUp(),
        FaultArmed(
            FaultPlan(
                name="printer.paper_out",
                id="i1",
                trigger=Trigger(when=Pattern(source="printer", kind="slip_started")),
                settings={"line": 4},
            )
        ),
        LeverReleased("printer.paper_out"),
        AllMended(),
        Left(),
    ],
)
def test_a_deed_reads_back_as_it_was_noted(deed):
    """Deed to detail and back changes nothing."""

    assert deed == deed_of(plain(deed))


def test_no_pin_and_no_password_is_in_the_trace():
    """Of what is keyed in secret only `ok`, `wrong` or `none` is kept."""
    _, result = attend(scenario(), *SALE, LEFT)

    assert not any("111111" in str(e.detail) for e in result.trace.events)


def test_a_wrong_pin_is_refused():
    """The word stands for a PIN that the issuer does not take."""
    story = (*SALE[:-1], (8, KeyedSecret("pin", "wrong")))
    _, result = attend(scenario(), *story, LEFT)

    assert "55" in [d.get("code") for d in details(result, "console", "displayed")]


def test_the_second_debit_of_one_purchase_is_one_too_many():
    """The same customer pays twice although the terminal warned: the check sees it."""
    again = [(second + 20, deed) for second, deed in SALE[1:-1]]
    _, result = attend(
        scenario(),
        *SALE,
        *again,
        (27, Entered("confirm")),
        (29, KeyedSecret("pin", "ok")),
        LEFT,
    )

    failed = [v.check for v in result.verdicts if v.truth is Truth.FAIL]
    assert ["charged_once"] == failed


def test_a_card_that_came_too_early_is_a_sale_of_its_own():
    """The busy terminal begins a sale with it when it is idle; it is the next customer's."""
    _, result = attend(
        scenario(),
        *SALE,
        (9, CustomerCame(amount_fen=500, holder="gold")),
        (9, CardShown(holder="gold", entry="swipe")),
        (30, Entered("digits", "500")),
        (34, KeyedSecret("pin", "ok")),
        LEFT,
    )

    rung = [(d["purchase"], d["amount_fen"]) for d in details(result, "cashier", "rang_up")]
    assert [("p1", 12_850), ("p2", 500)] == rung[:2]
    assert Truth.PASS is result.truth


def test_a_task_is_told_and_done():
    """What a customer asks for stands open until the terminal says that it is done."""
    step = Step(who="cashier", action="sale", options={"amount_fen": 12_850}, name="first")
    course, result = attend(scenario(step), *SALE[1:], LEFT)

    assert [] == course.desk.person.tasks.open
    assert "first" in [d.get("step") for d in details(result, "cashier", "did")]


def test_a_task_is_not_done_with_another_amount():
    """Whoever wants to pay 128.50 has not paid with 12.85."""
    step = Step(who="cashier", action="sale", options={"amount_fen": 12_850}, name="first")
    course, _ = attend(scenario(step), SALE[1], (4, Entered("digits", "1285")), *SALE[3:], LEFT)

    assert ["first"] == [task.step.name for task in course.desk.person.tasks.open]


def test_a_task_that_nobody_does_is_inconclusive():
    """Leaving before doing what was asked for proves nothing."""
    step = Step(who="cashier", action="sale", options={"amount_fen": 12_850})
    _, result = attend(scenario(step), LEFT)

    assert Truth.INCONCLUSIVE is result.truth


def test_a_remedy_is_not_told():
    """What the person has to find out is no task that anybody sees."""
    step = Step(who="cashier", action="load_paper")
    course = Course(scenario(step), attended=True)
    for until_us in course.stretches():
        if until_us > course.bed.world.now_us:
            course.bed.world.run_until(min(until_us, SECOND))
        if course.bed.world.now_us >= SECOND:
            break

    assert ["load_paper"] == [task.step.action for task in course.desk.person.tasks.open]
    assert [] == course.desk.person.tasks.told()


def test_the_story_goes_on_without_a_remedy():
    """What comes after a remedy that nobody took is waited for no longer than five minutes."""
    steps = (
        Step(who="cashier", action="load_paper"),
        Step(who="customer", action="complain", options={}),
    )
    _, result = attend(scenario(*steps), (600, Left()))

    at_us = [e.at_us for e in result.trace.events if e.kind == "complained"]
    assert [5 * MINUTE] == at_us


def test_a_colleague_goes_before():
    """Steps up to the take-over are done by the simulated cashier."""
    steps = (
        Step(who="cashier", action="sale", options={"amount_fen": 500}, name="first"),
        Step(who="cashier", action="sale", options={"amount_fen": 12_850}, name="second"),
    )
    story = scenario(*steps, drill=Drill(takes_over="first"))
    later = [(second + 60, deed) for second, deed in SALE[1:]]
    _, result = attend(story, *later, (120, Left()))

    assert Truth.PASS is result.truth
    assert [500, 12_850] == [d["amount_fen"] for d in details(result, "cashier", "rang_up")][:2]


def test_an_instructor_can_break_and_mend():
    """A fault that is armed strikes, and mending everything disarms what has not struck."""
    out = FaultPlan(name="uplink.outage", id="i1")
    later = FaultPlan(name="uplink.outage", id="i2", trigger=Trigger(after_us=30 * SECOND))
    _, result = attend(
        scenario(), (1, FaultArmed(out)), (5, FaultArmed(later)), (9, AllMended()), LEFT
    )

    assert ["i1"] == [d["fault"] for d in details(result, "fault", "fired")]
    assert ["pulled", "released"] == kinds(result, "lever", "pulled", "released")


def test_after_leaving_nothing_is_done():
    """A deed that comes when the person has left is noted and changes nothing."""
    _, result = attend(scenario(), LEFT, (70, Entered("menu", "sale")))

    assert [] == [d for d in details(result, "console", "pressed") if d.get("text") == "sale"][1:]


def test_after_leaving_nobody_does_the_persons_steps():
    """They count as not done, and the story goes on without them."""
    late = Step(
        who="cashier",
        action="sale",
        options={"amount_fen": 100},
        trigger=Trigger(after_us=90 * SECOND),
    )
    _, result = attend(scenario(late), LEFT)

    assert 100 not in [d["amount_fen"] for d in details(result, "cashier", "rang_up")]
    assert ["stuck"] == [d["result"] for d in details(result, "bench", "step_ended")]


def test_a_person_may_take_days():
    """The story waits for whoever sits at the till, and the batch is judged all the same."""
    _, result = attend(scenario(calm=Calm(probe=False)), (DAY // SECOND * 3, Left()))

    assert DAY * 3 < result.end_us < DAY * 4


def test_whoever_was_refused_waits_five_minutes_for_another_try():
    """Then the customer goes, and the story goes on without this payment."""
    step = Step(who="cashier", action="sale", options={"amount_fen": 12_850}, name="first")
    story = scenario(step, Step(who="cashier", action="settlement"))
    course, result = attend(
        story, *SALE[1:-1], (8, KeyedSecret("pin", "wrong")), (20 + 5 * 60, Left())
    )

    assert ["settlement"] == [task.step.action for task in course.desk.person.tasks.open]
    began = [e.at_us for e in result.trace.events if e.name == "bench.step_began"]
    assert 5 * MINUTE < began[1] < 5 * MINUTE + 20 * SECOND


def test_the_customer_who_pays_this_amount_is_served():
    """Not the one who still waits to pay another."""
    steps = (
        Step(who="cashier", action="sale", options={"amount_fen": 6_600}, name="waiting"),
        Step(
            who="cashier",
            action="sale",
            options={"amount_fen": 12_850},
            name="next",
            trigger=Trigger(when=Pattern(source="bench", kind="step_began")),
        ),
    )
    course, result = attend(scenario(*steps), *SALE[1:], LEFT)

    assert ["waiting"] == [task.step.name for task in course.desk.person.tasks.open]
    assert ("next", 12_850) == next(
        (d["purchase"], d["amount_fen"]) for d in details(result, "cashier", "rang_up")
    )


def test_nobody_is_asked_for_money_that_was_taken_already():
    """Who has put it right before the story comes to it would take it twice."""
    first = Step(who="cashier", action="sale", options={"amount_fen": 12_850}, name="first")
    anew = Step(
        who="cashier",
        action="sale",
        options={"amount_fen": 12_850, "purchase": "first"},
        name="second",
    )
    course, result = attend(scenario(first, anew), *SALE[1:], LEFT)

    assert [] == course.desk.person.tasks.open
    assert ["done", "done"] == [d["result"] for d in details(result, "bench", "step_ended")]

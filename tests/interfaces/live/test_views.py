"""What the screens draw, from a session and from events alone."""

import asyncio
from contextlib import asynccontextmanager

import msgspec
import pytest

from emulator.clock.paced import ManualWall
from emulator.domain.console import Screen
from emulator.domain.moments import MINUTE, MS, SECOND
from emulator.domain.plan import FaultPlan, Given, Pattern, Trigger
from emulator.domain.texts import LANGUAGES
from emulator.domain.trace import TraceEvent
from emulator.interfaces.live.free_play import free_play
from emulator.interfaces.live.session import Session
from emulator.interfaces.live.views.ears import Ears
from emulator.interfaces.live.views.event_view import EventView
from emulator.interfaces.live.views.view_state import ViewState
from emulator.known import shop_words
from emulator.scenario.reader import read_text

TASKS = """\
scenario: v1
given:
  cashier: {conduct: none}
steps:
  - cashier: {menu: sale, amount: 128.50 CNY}
  - cashier: {menu: settlement}
"""


@asynccontextmanager
async def opened(scenario=None, **settings):
    """A session at moment 0, and the clock that it goes by."""
    wall = ManualWall()
    session = Session(scenario or free_play(), wall=wall, **settings)
    task = session.start()
    await wall.advance(MS)
    try:
        yield session, wall
    finally:
        session.leave()
        await task


async def key(session, wall, keys):
    for one in keys.split():
        session.press(one)
        await wall.advance(200 * MS)


async def sign_in(session, wall):
    await key(session, wall, "7 1 0 1 confirm 0 0 0 0 confirm")
    await wall.advance(5 * SECOND)


async def sell(session, wall, holder="zhang"):
    session.next_customer(12_850, holder)
    await key(session, wall, "1 1 2 8 5 0 confirm")
    session.show_card(holder, "chip")
    await wall.advance(SECOND)
    session.key_pin()
    await wall.advance(30 * SECOND)


def seen(act, scenario=None, **settings):
    """The state of a session after somebody has done something, and the session."""

    async def go():
        async with opened(scenario, **settings) as (session, wall):
            await act(session, wall)
            return session.view.snapshot(), session

    return asyncio.run(go())


def events(*told):
    """Events from `source.kind` and details."""
    return [
        TraceEvent(n, n * SECOND, *name.split("."), detail) for n, (name, detail) in enumerate(told)
    ]


def followed(*told, given=None):
    view = EventView(given or free_play().given)
    view.take_all(events(("terminal.powered_on", {}), *told))
    return view


# A sale -------------------------------------------------------------------------------------


async def signed_in_sale(session, wall):
    await sign_in(session, wall)
    await sell(session, wall)


@pytest.fixture(scope="module")
def after_sale():
    return seen(signed_in_sale)


def test_both_sides_of_the_batch_agree_after_a_sale(after_sale):
    """The terminal has on record what the acquirer has booked."""
    truth = after_sale[0].truth

    assert truth.shop_batch == truth.host_batch
    assert ("000001", 12_850, 1, 0, 0) == msgspec.structs.astuple(truth.shop_batch)


def test_the_books_show_where_the_money_went(after_sale):
    """It left the card and is owed to the shop, less the fee."""
    books = after_sale[0].truth.books
    balances = {one.holder: one.balance_fen for one in books.holders}

    assert 300_000 - 12_850 == balances["zhang"]
    assert 80_000 == balances["li"]
    assert books.merchant_pending_fen == 12_850


def test_the_customer_shows_the_message(after_sale):
    """The bank's SMS to whoever stands at the counter is heard, with what is left."""
    messages = [h for h in after_sale[0].counter.heard if h.id == "live.heard.message_out"]

    assert [(12_850, 287_150)] == [
        (h.values["amount_fen"], h.values["balance_fen"]) for h in messages
    ]


def test_two_copies_hang_out_of_the_slot(after_sale):
    """Line by line, as text."""
    paper = after_sale[0].paper

    assert 2 == paper.slips
    assert any("128.50" in line for line in paper.lines)


def test_an_approval_beeps_once(after_sale):
    """After the sign-in's beep comes that of the sale."""
    state = after_sale[0]

    assert (2, "ok") == (state.beeps, state.beep)


def test_nothing_secret_is_in_it(after_sale):
    """No PIN, no password, no whole card number, also not in the trace that made it."""
    state, session = after_sale
    text = msgspec.json.encode(state).decode()

    assert "622202******0018" in text
    assert not [c for c in session.bed.given.cardholders if c.card.pan.clear() in text]
    assert "123456" not in text.replace("12345678", "")


def test_a_state_travels_as_json(after_sale):
    """What is read at the other end of a line is what was sent."""
    state = after_sale[0]

    assert state == msgspec.json.decode(msgspec.json.encode(state), type=ViewState)


def test_events_alone_show_the_same_but_for_what_makes_none(after_sale):
    """The recording of a session on a screen: same display, batches, books and beeps."""
    state, session = after_sale
    view = EventView(session.bed.given, holders=("zhang", "li", "wang"))
    upto = [e for e in session.world.trace if e.at_us <= state.at_us]
    view.take_all(upto)
    told = view.snapshot()

    assert (state.lcd, state.beeps, state.paper.slips) == (told.lcd, told.beeps, told.paper.slips)
    assert state.counter.heard == told.counter.heard
    looks = {"paper_mm": None, "spare_rolls": None, "next_us": None}
    assert msgspec.structs.replace(state.truth, **looks) == told.truth


def test_paper_and_rolls_are_looked_at(after_sale):
    """Two copies are gone from the roll, and asking does not move it."""
    truth, session = after_sale[0].truth, after_sale[1]

    assert 18_000 - 250 < truth.paper_mm < 18_000 - 150
    assert 2 == truth.spare_rolls
    assert 0 < session.view.truth.paper_mm


# What stands on the display -------------------------------------------------------------------


def test_a_password_shows_as_stars():
    """Half keyed, it is nobody's business."""

    async def half(session, wall):
        await key(session, wall, "7 1 0 1 confirm 0 0 0")

    rows = seen(half)[0].lcd.rows

    assert "***" in rows[3]
    assert "000" not in "".join(rows)


def test_a_key_without_use_beeps():
    """So that a person knows that it was heard and does nothing."""

    async def wrong(session, wall):
        await key(session, wall, "9")

    state = seen(wrong)[0]

    assert (1, "error") == (state.beeps, state.beep)


def test_a_dark_terminal_shows_nothing():
    """Power gone: no words, no lamp; and the truth says why."""

    async def cut(session, wall):
        session.arm(FaultPlan(name="terminal.power_cut", id="i1"))
        await wall.advance(SECOND)

    state = seen(cut)[0]

    assert state.is_dark
    assert ("", "", "", "") == state.lcd.rows
    assert ("terminal.power_cut",) == state.truth.levers
    assert [("i1", "fired", 1)] == [(f.id, f.state, f.times) for f in state.truth.faults]


@pytest.mark.parametrize(
    ("screen", "beeps", "beep"),
    [
        ("approved", 1, "ok"),
        ("declined", 2, "error"),
        ("timed_out", 2, "error"),
        ("paper_out", 3, "error"),
        ("enter_amount", 0, ""),
    ],
)
def test_the_terminal_beeps_for_what_matters(screen, beeps, beep):
    """Once for good, twice for trouble, three times for the printer."""
    view = followed(("console.displayed", {"screen": screen}))

    assert (beeps, beep) == (view.beeps, view.beep)


def test_training_is_marked_on_the_display():
    """Whatever the screen is."""
    given = Given()
    given = msgspec.structs.replace(
        given, terminal=msgspec.structs.replace(given.terminal, training=True)
    )
    view = followed(("console.displayed", {"screen": "idle"}), given=given)

    assert view.is_training
    assert any("测试" in line for line in view.lcd.rows)


def test_a_screen_of_somebody_elses_is_shown_as_it_is():
    """Unknown screens and values never stop the view."""
    view = followed(("console.displayed", {"screen": "odd", "x": [1]}))

    assert Screen("odd", {"x": [1]}) == view.screen
    assert view.snapshot().lcd.rows


# Behind the scenes ----------------------------------------------------------------------------


def test_a_part_closed_for_two_reasons_is_open_after_both():
    """An upgrade that ends does not end the outage beside it."""
    told = [("clearing.closed", {"why": "upgrade"}), ("clearing.closed", {"why": "outage"})]
    ends = [("clearing.opened", {"why": "upgrade"}), ("clearing.opened", {"why": "outage"})]

    assert ("outage",) == followed(*told, ends[0]).truth.bank_closed
    assert followed(*told, *ends).truth.is_bank_open


def test_a_cable_out_is_seen_and_its_message_too():
    """The line has no carrier, and the last message never left."""
    view = followed(
        ("lever.pulled", {"lever": "uplink.cable_unplugged", "settings": {}}),
        ("uplink.not_sent", {"way": "up", "mti": "0200", "stan": "000007", "amount_fen": 100}),
    )

    assert not view.truth.has_carrier
    assert ("not_sent", "0200", "000007", 100) == (
        view.truth.last_up.fate, view.truth.last_up.mti, view.truth.last_up.stan,
        view.truth.last_up.amount_fen,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("begins", "ends", "detail"),
    [
        ("paper_out", "paper_loaded", {}),
        ("cover_opened", "cover_closed", {}),
        ("jammed", "cleared", {"trouble": "jam"}),
        ("overheated", "cooled", {}),
        ("line_lost", "line_back", {}),
    ],
)
def test_trouble_at_the_printer_comes_and_goes(begins, ends, detail):
    """As the camera sees it."""
    assert (begins,) == followed((f"printer.{begins}", {})).truth.printer_trouble
    assert (
        () == followed((f"printer.{begins}", {}), (f"printer.{ends}", detail)).truth.printer_trouble
    )


def test_what_was_armed_and_never_struck_is_disarmed_by_mending_all():
    """A fault that has struck stays what it is."""
    view = followed(
        ("fault.armed", {"fault": "f1", "name": "printer.jam"}),
        ("fault.armed", {"fault": "f2", "name": "uplink.drop"}),
        ("fault.fired", {"fault": "f2"}),
        ("desk.heard", {"deed": "all_mended"}),
    )

    assert ["disarmed", "fired"] == [fault.state for fault in view.truth.faults]


def test_a_request_without_an_outcome_is_pending():
    """Until it is settled one way or the other."""
    intent = ("storage.written", {"record": "intent", "batch": "000001", "stan": "000002"})
    over = ("storage.written", {"record": "reversed", "batch": "000001", "stan": "000002"})

    assert 1 == followed(intent).truth.pending_reversals
    assert 0 == followed(intent, over).truth.pending_reversals


def test_a_reversed_sale_leaves_both_sides_of_the_batch():
    """It was approved at the host and never at the terminal."""
    legs = [["acquirer:receivable", -500], ["acquirer:payable:m", 500]]
    own = {"terminal": "12345678", "batch": "000001", "stan": "000002", "legs": legs}
    start = ("bench.run_started", {"terminal": "12345678"})
    signed = ("console.displayed", {"screen": "signed_in", "batch": "000001"})
    sale = ("acquirer.posted", {"reason": "sale", **own})
    back = ("acquirer.posted", {"reason": "reversal", **own})

    assert 500 == followed(start, signed, sale).truth.host_batch.debit_fen
    assert 0 == followed(start, signed, sale, back).truth.host_batch.debit_count


# At the counter -------------------------------------------------------------------------------


def test_nobody_shows_the_message_of_somebody_who_left():
    """It is in the books, and not before the person's eyes."""
    came = ("cardholder.meant", {"purchase": "p1", "amount_fen": 100, "holder": "zhang"})
    sms = (
        "issuer.notified",
        {"holder": "zhang", "amount_fen": -100, "balance_fen": 1, "why": "sale"},
    )
    there = followed(came, sms)
    gone = followed(came, ("cardholder.walked_away", {}), sms)

    assert "live.heard.message_out" == there.counter.heard[-1].id
    assert "live.heard.walked_away" == gone.counter.heard[-1].id
    assert gone.customer is None


def test_a_customer_has_cards_with_them():
    """Masked, and with how they can be read."""
    view = followed(("cardholder.meant", {"purchase": "p1", "amount_fen": 100, "holder": "li"}))

    assert [("li", "621700******0034", True)] == [
        (card.holder, card.masked, card.is_contactless) for card in view.customer.cards
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "told",
    [
        ("support.ticket_opened", {"ticket": "t1", "about": "x"}),
        ("support.answered", {"ticket": "t1", "answer": "approved"}),
        ("support.answered", {"ticket": "t1", "answer": "something else"}),
        ("support.ticket_closed", {"ticket": "t1"}),
        ("support.did", {"action": "follow_up", "effect": False}),
        ("clearing.notice", {"text": "notice.bank_upgrade"}),
        ("clearing.notice", {"text": "tomorrow"}),
        ("clearing.notice", {"text": "live.paper.slip"}),
        ("clearing.merchant_credited", {"merchant": "m", "amount_fen": 5}),
        ("clearing.payout_returned", {"merchant": "m", "amount_fen": 5, "why": "frozen"}),
        ("cardholder.asked_bank", {"answered": True, "balance_fen": 5}),
        ("cardholder.asked_bank", {"answered": False}),
        ("cardholder.refused", {}),
        ("cardholder.complained", {}),
        ("supervisor.came", {}),
        ("supervisor.keyed_password", {}),
        ("cashier.did", {"action": "check_equipment", "effect": True}),
        ("cashier.did", {"action": "check_equipment", "effect": False}),
        ("cashier.did", {"action": "compare_amount", "effect": True, "agrees": False,
                         "amount_fen": 5}),
        ("cashier.did", {"action": "compare_amount", "effect": True, "agrees": True,
                         "amount_fen": 5}),
        ("cashier.did", {"action": "compare_amount", "effect": False}),
        ("cashier.did", {"action": "load_paper", "effect": False}),
        ("cashier.did", {"action": "show_slip", "effect": True, "amount_fen": 5}),
    ],
)  # fmt: skip
def test_what_is_heard_can_be_said(told, lang):
    """In both languages, without a machine's word."""
    (heard,) = followed(told).counter.heard
    text = heard.text(lang)

    assert text
    assert "_" not in text
    assert "{" not in text


def test_a_menu_function_is_nothing_heard():
    """What the person does at the keys stands on the display."""
    assert () == followed(("cashier.did", {"action": "sale", "step": "s1"})).counter.heard


# Tasks ----------------------------------------------------------------------------------------


def test_tasks_and_how_many_are_done():
    """The first customer is asked for, nothing is done; after the sale the boss wants the batch."""
    (scenario,) = read_text(TASKS, file="tasks.yaml", **shop_words())

    async def go():
        async with opened(scenario) as (session, wall):
            await wall.advance(SECOND)
            first = session.view.snapshot()
            await key(session, wall, "1 1 2 8 5 0 confirm")
            session.show_card("customer", "chip")
            await wall.advance(SECOND)
            session.key_pin()
            await wall.advance(MINUTE)
            return first, session.view.snapshot()

    first, then = asyncio.run(go())

    assert ["收款 128.50 元"] == [task.text("zh") for task in first.counter.tasks]
    assert ("sale", 0, 2) == (first.drill.hint, first.drill.done, first.drill.total)
    assert ["settlement"] == [task.text("en") for task in then.counter.tasks]
    assert 1 == then.drill.done


def test_an_exam_gives_no_hint():
    """And says that it is one."""
    (scenario,) = read_text(TASKS, file="tasks.yaml", **shop_words())

    async def wait(session, wall):
        await wall.advance(SECOND)

    drill = seen(wait, scenario, is_exam=True)[0].drill

    assert (True, "") == (drill.is_exam, drill.hint)


def test_speed_and_standstill_are_told():
    """As the pace says."""

    async def hold(session, wall):
        session.set_times(10)
        session.hold()

    state = seen(hold)[0]

    assert (10, True) == (state.times, state.is_held)


def test_a_fault_that_waits_is_armed():
    """It has not struck, and its lever is not pulled."""

    async def arm(session, wall):
        when = Pattern(source="printer", kind="slip_started")
        session.arm(FaultPlan(name="printer.jam", id="i1", trigger=Trigger(when=when)))

    truth = seen(arm)[0].truth

    assert [("printer.jam", "armed", 0)] == [(f.name, f.state, f.times) for f in truth.faults]
    assert () == truth.levers


@pytest.mark.parametrize(("lang", "words"), [("zh", "冻结 10.00 元"), ("en", "10.00 is held")])
def test_a_hold_is_heard_as_a_hold(lang, words):
    """Nothing was paid yet when a bank writes about a pre-authorisation."""
    ears = Ears()
    handlers = dict(ears.handlers())
    meant = {"holder": "zhang", "amount_fen": 1_000}
    wrote = {"holder": "zhang", "amount_fen": -1_000, "balance_fen": 9_000, "why": "hold"}
    for name, detail in (("meant", meant), ("notified", wrote)):
        source = "cardholder" if name == "meant" else "issuer"
        handlers[source, name](TraceEvent(1, 1, source, name, detail))

    assert words in ears.heard[-1].text(lang)

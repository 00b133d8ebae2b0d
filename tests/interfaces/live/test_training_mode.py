"""Training mode: a shop of its own, entered and left with the supervisor's password."""

import asyncio
import io
from contextlib import asynccontextmanager

import msgspec
import pytest

from emulator.clock.paced import ManualWall
from emulator.domain.moments import MINUTE, MS, SECOND
from emulator.domain.plan import FaultPlan
from emulator.domain.verdict import Truth
from emulator.interfaces.exits import Exit
from emulator.interfaces.live.free_play import free_play
from emulator.interfaces.live.recordings.library import Library
from emulator.interfaces.live.session import Session
from emulator.interfaces.live.training import Shops, bare, in_training
from emulator.interfaces.replay_command import replay_file
from emulator.interfaces.voice import Voice
from emulator.known import shop_words
from emulator.reports.jsonl import recordings
from emulator.scenario.reader import read_text

ENTER = "8 2 1 2 3 4 5 6 confirm"
"""Menu other, training mode, the supervisor's password."""
STORY = """\
scenario: v1
given:
  cards: {zhang: {pan: "622202******0018", balance: 500.00 CNY, pin: "4321"}}
  cashier: {conduct: none}
steps:
  - cashier: {menu: sale, amount: 5.00 CNY}
faults:
  - printer.jam: {when: printer.slip_started}
"""


def story():
    (scenario,) = read_text(STORY, file="story.yaml", **shop_words())
    return scenario


class Counter:
    """Two shops with a clock in the test's hand."""

    def __init__(self, scenario=None, *, is_training=False, library=None, **settings):
        self.wall = ManualWall()
        self.swaps = []
        self.recorders = {}
        self._scenario, self._library, self._settings = (
            scenario or free_play(), library, settings,
        )  # fmt: skip
        self.shops = Shops(self._open, is_training=is_training)
        self.shops.on_swap = self.swaps.append

    def _open(self, training):
        scenario = in_training(self._scenario) if training else self._scenario
        record = None
        if self._library is not None:
            beside = next((r.path for r in self.recorders.values()), None)
            recorder = self._library.recorder(scenario.name, is_training=training, beside=beside)
            recorder.begin(scenario, seed=scenario.seed)
            self.recorders[training] = recorder
            record = recorder.take
        return Session(scenario, wall=self.wall, record=record, **self._settings)

    @property
    def session(self):
        return self.shops.active

    @property
    def rows(self):
        return self.session.view.lcd.rows

    async def key(self, keys):
        for one in keys.split():
            self.session.press(one)
            await self.wall.advance(200 * MS)

    async def sign_in(self):
        await self.key("7 1 0 1 confirm 0 0 0 0 confirm")
        await self.wall.advance(5 * SECOND)

    async def sell(self):
        self.session.next_customer(12_850, "zhang")
        await self.key("1 1 2 8 5 0 confirm")
        self.session.show_card("zhang", "chip")
        await self.wall.advance(SECOND)
        self.session.key_pin()
        await self.wall.advance(30 * SECOND)

    async def settle(self):
        await self.key("7 6")
        await self.wall.advance(30 * SECOND)


@asynccontextmanager
async def opened(*given, **settings):
    """A counter at moment 0."""
    counter = Counter(*given, **settings)
    task = asyncio.get_running_loop().create_task(counter.shops.run())
    await counter.wall.advance(MS)
    await counter.wall.advance(MS)
    try:
        yield counter
    finally:
        counter.session.leave()
        await asyncio.wait_for(task, 20)
        for training, recorder in counter.recorders.items():
            session = counter.shops._sessions[training]
            recorder.end(session.scenario, session.result)


def played(act, *given, **settings):
    """What an act at a counter gives, and the counter when all is over."""

    async def go():
        async with opened(*given, **settings) as counter:
            return await act(counter), counter

    return asyncio.run(go())


# Entering and leaving -------------------------------------------------------------------------


def test_the_device_asks_for_the_supervisors_password():
    """Before the terminal's own program, with stars for what is keyed."""

    async def ask(counter):
        await counter.key("8 2 1 2 3")
        return counter.rows

    rows, _ = played(ask)

    assert ("培训模式", "请主管输入密码") == (rows[0].strip(), rows[1])
    assert rows[3].endswith("***")


def test_the_right_password_leads_to_the_training_shop():
    """Another session, marked on the display; whoever draws is told."""

    async def enter(counter):
        before = counter.session
        await counter.key(ENTER)
        return before, counter.session, counter.rows

    (before, after, rows), counter = played(enter)

    assert [after] == counter.swaps
    assert before is not after
    assert after.bed.given.terminal.training
    assert any("测试" in row for row in rows)


def test_a_wrong_password_leads_nowhere():
    """It is said on the display until a key is pressed."""

    async def fail(counter):
        await counter.key("8 2 0 0 0 0 0 0 confirm")
        said = counter.rows
        await counter.key("clear")
        return said, counter.rows

    (said, after), counter = played(fail)

    assert "密码错误" in said
    assert "密码错误" not in after
    assert not counter.shops.is_training


def test_cancel_leaves_everything_as_it_is():
    """The display is the terminal's again."""

    async def cancel(counter):
        before = counter.rows
        await counter.key("8 2 1 cancel")
        return before, counter.rows, counter.session.prompt

    (before, after, prompt), _ = played(cancel)

    assert before == after
    assert prompt is None


def test_nothing_of_the_question_enters_the_run():
    """The trace knows of no password and no menu that only the device has."""

    async def enter(counter):
        await counter.wall.advance(SECOND)
        before = len(counter.session.world.trace)
        await counter.key("8 2 1 2 3 4 cancel")
        return len(counter.session.world.trace) - before

    assert 0 == played(enter)[0]


def test_the_other_shop_stands_still():
    """However long one practises, no time passes there."""

    async def practise(counter):
        live = counter.session
        await counter.key(ENTER)
        at_us = live.world.now_us
        await counter.wall.advance(10 * MINUTE)
        stood = live.world.now_us - at_us
        await counter.key(ENTER)
        same = counter.session is live
        await counter.wall.advance(SECOND)
        return stood, same, live.pace.is_held

    assert (0, True, False) == played(practise)[0]


def test_a_shop_that_stood_still_before_stands_still_after():
    """Who had stopped the clock finds it stopped."""

    async def stop(counter):
        live = counter.session
        live.hold()
        await counter.key(ENTER)
        counter.session.view.snapshot()
        await counter.wall.advance(MINUTE)
        await counter.key(ENTER)
        return counter.session is live, live.pace.is_held

    assert (True, True) == played(stop)[0]


# Refused --------------------------------------------------------------------------------------


@pytest.mark.parametrize("is_training", [False, True])
def test_an_open_batch_keeps_the_door_shut(is_training):
    """Either way; after settlement it is open."""

    async def try_twice(counter):
        await counter.sign_in()
        await counter.sell()
        await counter.key("8 2")
        said = counter.rows
        await counter.key("clear")
        where = counter.shops.is_training
        await counter.settle()
        await counter.key(ENTER)
        return said, where, counter.shops.is_training

    said, where, after = played(try_twice, is_training=is_training)[0]

    assert "有未结算交易" in said
    assert (is_training, not is_training) == (where, after)


def test_a_pending_reversal_keeps_the_door_shut():
    """Its outcome is not known, and nobody may walk away from that."""

    async def lose(counter):
        await counter.sign_in()
        counter.session.arm(FaultPlan(name="uplink.answers_lost", id="i1"))
        await counter.sell()
        await counter.wall.advance(2 * MINUTE)
        counter.session.press("cancel")
        await counter.wall.advance(2 * MINUTE)
        why = counter.shops.why_not()
        counter.session.mend_all()
        await counter.wall.advance(10 * MINUTE)
        return why, counter.shops.why_not()

    assert ("reversal_pending", "") == played(lose)[0]


def test_a_slip_that_is_missing_keeps_the_door_shut():
    """Also when its batch is settled already."""

    async def tear(counter):
        await counter.sign_in()
        counter.session.arm(FaultPlan(name="printer.paper_out", id="i1", settings={"line": 4}))
        await counter.sell()
        await counter.key("cancel")
        await counter.wall.advance(10 * SECOND)
        counter.session.act("cashier", "load_paper")
        await counter.settle()
        why = counter.shops.why_not()
        await counter.key("6 1")
        await counter.wall.advance(30 * SECOND)
        return why, counter.shops.why_not()

    assert ("slip_missing", "") == played(tear)[0]


def test_nobody_leaves_in_the_middle_of_something():
    """From the palette one can ask at any time."""

    async def begin(counter):
        await counter.sign_in()
        await counter.key("1 1 2")
        counter.shops.ask()
        return counter.rows

    assert "请先完成操作" in played(begin)[0]


def test_an_exam_is_not_interrupted():
    """Standing still would be a pause."""

    async def ask(counter):
        await counter.key("8 2")
        return counter.rows

    assert "考核中不能切换" in played(ask, is_exam=True)[0]


def test_what_became_open_while_the_password_was_keyed_counts():
    """The door is looked at again when the password is right."""

    async def hurry(counter):
        await counter.sign_in()
        await counter.key("8 2 1 2 3 4 5 6")
        counter.session.next_customer(500, "li")
        counter.session.show_card("li", "contactless")
        await counter.wall.advance(SECOND)
        await counter.key("confirm")
        return counter.rows, counter.shops.is_training

    rows, is_training = played(hurry)[0]

    assert "请先完成操作" in rows
    assert not is_training


# Money ----------------------------------------------------------------------------------------


def test_training_money_is_in_its_own_books():
    """A training sale moves nothing in the live shop, and its batch has a number of its own."""

    async def practise(counter):
        live = counter.session
        await counter.key(ENTER)
        await counter.sign_in()
        await counter.sell()
        batch = counter.session.view.truth.shop_batch
        await counter.settle()
        await counter.key(ENTER)
        return live.view.truth.books, batch

    books, batch = played(practise)[0]
    balances = {one.holder: one.balance_fen for one in books.holders}

    assert ("900001", 12_850) == (batch.batch, batch.debit_fen)
    assert 300_000 == balances["zhang"]
    assert 0 == books.merchant_pending_fen


def test_slips_of_training_say_so():
    """On every copy."""

    async def practise(counter):
        await counter.sign_in()
        await counter.sell()
        paper = "\n".join(counter.session.view.paper.lines)
        await counter.settle()
        return paper

    assert 2 == played(practise, is_training=True)[0].count("凭证无效")


# The end --------------------------------------------------------------------------------------


def test_both_shops_are_judged_in_the_end():
    """Leaving one leaves the other, which had nothing open."""

    async def enter(counter):
        await counter.key(ENTER)

    _, counter = played(enter)

    assert [Truth.PASS, Truth.PASS] == [s.result.truth for s in counter.shops.sessions]


def test_each_shop_has_a_recording_that_replays_by_itself(tmp_path, capsys):
    """Two files of one name, each with its own end."""
    library = Library(tmp_path, lang="en")

    async def practise(counter):
        await counter.sign_in()
        await counter.key(ENTER)
        await counter.sign_in()
        await counter.sell()
        await counter.settle()
        await counter.key(ENTER)

    played(practise, library=library)
    files = sorted(tmp_path.iterdir(), key=lambda file: file.stem)

    assert [False, True] == [kept.is_training for kept in library.sessions()]
    assert files[0].stem + "-training" == files[1].stem
    for file in files:
        (recording,) = recordings(io.BytesIO(file.read_bytes()), file.name)
        assert "pass" == recording.end.verdict
        assert Exit.HELD == replay_file(file, None, Voice("en"))
    capsys.readouterr()


# The training shop ------------------------------------------------------------------------------


def test_a_training_scenario_reads_back_as_it_is():
    """Its text makes the same shop, but for PINs, which no text holds."""
    training = in_training(story())
    (again,) = read_text(training.source, file=training.file, **shop_words())

    assert "4321" not in training.source
    assert training.given.terminal == again.given.terminal
    assert training.given.prior_batch == again.given.prior_batch
    assert training.name == again.name == story().name


def test_a_bare_shop_has_no_story():
    """Who leaves a story for training and back goes on where it was; the other has none."""
    shop = bare(story())

    assert ((), (), ()) == (shop.steps, shop.faults, shop.expect)
    assert story().given.cardholders[0].balance_fen == shop.given.cardholders[0].balance_fen


def test_a_batch_can_begin_at_any_number():
    """What `given` says about the batch reaches the host, and with the sign-in the terminal."""
    given = msgspec.structs.replace(free_play().given, prior_batch="000123")
    scenario = msgspec.structs.replace(free_play(), given=given)

    async def sign_in(counter):
        await counter.sign_in()
        return counter.session.view.truth.shop_batch.batch

    assert "000123" == played(sign_in, scenario)[0]

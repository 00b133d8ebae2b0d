"""The two sketches that the language was designed around."""

from datetime import datetime, time

import pytest

from emulator.domain.plan import Instant, Pattern, Scenario
from emulator.scenario.reader import read_text

PAPER_OUT = """\
# yaml-language-server: $schema=../schema/scenario.v1.json
scenario: v1
title: 顾客已扣款但POS未出票（缺纸）
title_en: Card charged, no receipt — printer out of paper
source: 商户手册 §“打印机缺纸”
tags: [printer, receipt, drill]

given:
  start: 2026-03-02 10:00          # Monday, a business day
  printer: {paper: 4 lines}        # the slip needs 24 -> runs out mid-slip
  card: {pan: "622202******0018", balance: 500.00 CNY, pin: "111111"}

steps:
  - at: 0s
    cashier: {menu: 消费, amount: 128.50 CNY, card: insert, pin: ok}
  - when: printer.paper_out        # wait for the event, not for a clock
    note: 屏幕提示缺纸，收银员不得重刷
  - after: 20s
    cashier: load_paper
  - after: 3s
    cashier: {menu: 重打印, which: last}

expect:
  - within: 5s of printer.paper_out
    screen: 打印机缺纸
  - within: 10s of cashier.reprint
    receipt: {copies: 2, amount: 128.50 CNY, marked: 重打印}
  - never: {event: host.sale, more_than: 1}     # charged once, whatever happens
  - finally:
      customer.balance: 371.50 CNY
      merchant.pending: 128.50 CNY
      terminal.batch: {count: 1, total: 128.50 CNY}
"""

BANK_UPGRADE = """\
scenario: v1
title: 银行系统升级，首笔交易延迟至 T+3 到账
title_en: Bank upgrade delays clearing of the first sale to T+3
tags: [clearing, calendar, slow-path]

given:
  start: 2026-03-05 20:10          # Thursday
  calendar: cn-bank-2026           # Sat/Sun closed
  merchant: {settlement: T+1 09:00, first_sale: true}

faults:
  - bank.upgrade: {from: T+0 23:00, until: T+2 06:00}     # the clearing window is missed

steps:
  - at: 0s
    cashier: {menu: 消费, amount: 128.50 CNY, card: insert, pin: ok}
  - at: T+0 22:30
    cashier: {menu: 结算}

expect:
  - by: T+1 09:30
    merchant.account: 0.00 CNY
    terminal.notice: 银行系统升级，到账顺延
  - by: T+3 09:30                  # Tue 2026-03-10: the weekend does not count
    merchant.account: 128.50 CNY
  - never: {event: merchant.credit, more_than: 1}
"""


@pytest.fixture
def paper_out() -> Scenario:
    """The first sketch."""
    (scenario,) = read_text(PAPER_OUT, file="paper-out.yaml", levers={})
    return scenario


@pytest.fixture
def upgrade() -> Scenario:
    """The second sketch."""
    (scenario,) = read_text(BANK_UPGRADE, levers={"bank.upgrade": {}})
    return scenario


def test_the_head_is_kept(paper_out: Scenario) -> None:
    """Name, title, origin and tags are as written; of the PIN nothing is kept."""
    assert "paper-out" == paper_out.name
    assert "商户手册 §“打印机缺纸”" == paper_out.origin
    assert ("printer", "receipt", "drill") == paper_out.tags
    assert PAPER_OUT.replace('"111111"', "yes     ") == paper_out.source


def test_four_lines_of_paper_are_sixteen_millimetres(paper_out: Scenario) -> None:
    """Paper is counted in lines where that is what matters."""
    assert 16 == paper_out.given.printer.roll_mm


def test_a_sale_has_the_amount_in_fen_and_the_entry_in_the_dialects_word(
    paper_out: Scenario,
) -> None:
    """The Chinese menu word and `insert` become machine words."""
    step = paper_out.steps[0]

    assert ("cashier", "sale") == (step.who, step.action)
    assert {"amount_fen": 12850, "entry": "chip", "pin": "ok"} == step.options
    assert Instant(at_us=0) == step.trigger.at


def test_a_note_waits_for_its_event(paper_out: Scenario) -> None:
    """`when` names an event of the trace."""
    assert Pattern(source="printer", kind="paper_out") == paper_out.steps[1].trigger.when


def test_an_alias_is_the_event_that_it_stands_for(paper_out: Scenario) -> None:
    """`host.sale` is a posting of the acquirer, `cashier.reprint` a deed of the cashier."""
    reprint, never = paper_out.expect[1], paper_out.expect[2]

    assert Pattern(source="cashier", kind="did", where={"action": "reprint"}) == reprint.of
    assert Pattern(source="acquirer", kind="posted", where={"reason": "sale"}) == never.event
    assert 1 == never.more_than


def test_facts_are_parsed_by_their_types(paper_out: Scenario) -> None:
    """Money of an expectation is fen, also inside a mapping."""
    assert {
        "customer.balance": 37150,
        "merchant.pending": 12850,
        "terminal.batch": {"count": 1, "total": 12850},
    } == paper_out.expect[3].facts


def test_every_part_knows_its_place(paper_out: Scenario) -> None:
    """Steps and expectations point to the key that makes them what they are."""
    assert (15, 5) == (paper_out.steps[0].span.line, paper_out.steps[0].span.column)
    assert (29, 5) == (paper_out.expect[3].span.line, paper_out.expect[3].span.column)
    assert 30 == paper_out.expect[3].spans["customer.balance"].line


def test_business_days_are_kept_for_the_calendar(upgrade: Scenario) -> None:
    """`T+2 06:00` stays a business day; only the run knows the date."""
    fault = upgrade.faults[0]

    assert ("bank.upgrade", "f1") == (fault.name, fault.id)
    assert Instant(business_days=0, of_day=time(23)) == fault.trigger.at
    assert Instant(business_days=2, of_day=time(6)) == fault.until


def test_the_merchants_settlement_is_the_payout(upgrade: Scenario) -> None:
    """`T+1 09:00` sets days and time of the payout; the calendar's year is not needed."""
    clearing = upgrade.given.clearing

    assert (1, "09:00", "cn-bank") == (
        clearing.payout_days,
        clearing.payout_time,
        clearing.calendar,
    )
    assert datetime(2026, 3, 5, 20, 10) == upgrade.given.start

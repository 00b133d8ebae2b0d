"""Slips as they come out of the printer: golden texts, exact lengths, nothing over the edge."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.domain.receipt import Receipt
from emulator.reports.layout import cells
from emulator.reports.slip import BROAD, NARROW, from_event, layout, line_count, plain
from emulator.reports.slip_reports import _ORDER as KINDS

SALE: dict[str, Any] = {
    "merchant_name": "阳光便利店",
    "merchant": "898520154110004",
    "terminal": "12345678",
    "operator": "01",
    "card": "622202******0018",
    "entry": "I",
    "expiry": "3012",
    "transaction": "sale",
    "batch": "000001",
    "stan": "000002",
    "authorisation": "000003",
    "reference": "000000000003",
    "date": "2026-03-02",
    "time": "10:00:07",
    "amount_fen": 12850,
}
SETTLEMENT: dict[str, Any] = {
    "merchant_name": "阳光便利店",
    "merchant": "898520154110004",
    "terminal": "12345678",
    "transaction": "settlement",
    "date": "2026-03-02",
    "time": "22:00:07",
    "batch": "000001",
    "next_batch": "000002",
    "result": "1",
    "debit_fen": 13850,
    "debit_count": 2,
    "credit_fen": 1000,
    "credit_count": 1,
    "kinds": {"sale": [13850, 2], "void": [1000, 1]},
}


def slip(kind: str = "sale", copy: str = "merchant", **how: Any) -> Receipt:
    """A receipt; its own idea of its length does not matter to the layout."""
    values = how.pop("values", SALE)
    return Receipt(kind=kind, copy=copy, values=values, lines=0, **how)


def text(receipt: Receipt, columns: int = NARROW) -> str:
    """The slip without the feed at its end, between bars so that no blank is lost."""
    return plain(layout(receipt, columns=columns), columns=columns).rstrip("\n")


def test_a_sale_in_chinese() -> None:
    """The merchant's copy, which the cardholder signs."""
    expected = """\
         银联POS签购单
            商户存根
商户名称:阳光便利店
商户编号:898520154110004
终端号:12345678        操作员:01
--------------------------------
卡号:      6222 02** **** 0018 I
有效期:12/30
交易类型:消费
批次号:000001      凭证号:000002
授权码:000003
参考号:000000000003
时间:2026-03-02 10:00:07
金额:                 RMB 128.50
--------------------------------
持卡人签名:

 本人同意将以上交易记入本卡账户"""

    assert expected == text(slip())


def test_a_sale_in_both_languages() -> None:
    """Fields that do not fit beside each other get a line of their own."""
    expected = """\
  银联POS签购单 POS SALES SLIP
     商户存根 MERCHANT COPY
商户名称 NAME:阳光便利店
商户编号 MID:898520154110004
终端号 TID:12345678 操作员 OP:01
--------------------------------
卡号 CARD: 6222 02** **** 0018 I
有效期 EXP DATE:12/30
交易类型 TYPE:消费 SALE
批次号 BATCH:000001
凭证号 VOUCHER:000002
授权码 AUTH CODE:000003
参考号 REF NO:000000000003
时间 TIME:2026-03-02 10:00:07
金额 AMOUNT:          RMB 128.50
--------------------------------
持卡人签名 SIGNATURE:

 本人同意将以上交易记入本卡账户
 I ACCEPT THE TRANSACTION ABOVE"""

    assert expected == text(slip(language="zh+en"))


def test_a_sale_on_broad_paper() -> None:
    """The same lines with more room."""
    lines = text(slip(language="zh+en"), BROAD).split("\n")

    assert "批次号 BATCH:000001        凭证号 VOUCHER:000002" == lines[9]
    assert "金额 AMOUNT:                          RMB 128.50" == lines[13]


def test_a_reprint_after_a_torn_piece() -> None:
    """The cardholder's copy: both marks on top, no signature."""
    expected = """\
  ****以上作废/VOID ABOVE****
         银联POS签购单
           持卡人存根
   ****重打印/DUPLICATED****
商户名称:阳光便利店
商户编号:898520154110004
终端号:12345678        操作员:01
--------------------------------
卡号:      6222 02** **** 0018 I
有效期:12/30
交易类型:消费
批次号:000001      凭证号:000002
授权码:000003
参考号:000000000003
时间:2026-03-02 10:00:07
金额:                 RMB 128.50"""

    assert expected == text(slip(copy="cardholder", reprint=True, void_above=True))


def test_a_void_names_its_original() -> None:
    """By the voucher number, behind the amount."""
    values = {**SALE, "transaction": "void", "original_stan": "000001", "original_date": "0302"}
    lines = text(slip("void", values=values)).split("\n")

    assert ["交易类型:消费撤销"] == [line for line in lines if "交易类型" in line]
    assert "原凭证号:000001" == lines[14]
    assert not any("原交易日期" in line for line in lines)


def test_a_refund_names_its_original() -> None:
    """By reference and date (payments.md 3.11)."""
    values = {
        **SALE,
        "transaction": "refund",
        "original_reference": "000000000001",
        "original_date": "0301",
    }
    lines = text(slip("refund", values=values)).split("\n")

    assert ["原参考号:000000000001", "原交易日期:0301"] == lines[14:16]


def test_a_training_slip_says_that_it_is_worth_nothing() -> None:
    """In the head."""
    assert "  ***测试/TESTING 凭证无效***" in text(slip(training=True)).split("\n")[:4]


def test_a_settlement() -> None:
    """Result, each kind, both totals; amounts flush right."""
    expected = """\
             结算单
商户名称:阳光便利店
商户编号:898520154110004
终端号:12345678
时间:2026-03-02 22:00:07
批次号:000001
下一批次号:000002
对账结果:对账平
--------------------------------
消费                2 RMB 138.50
消费撤销             1 RMB 10.00
--------------------------------
借记合计            2 RMB 138.50
贷记合计             1 RMB 10.00"""

    assert expected == text(slip("settlement", "report", values=SETTLEMENT))


def test_the_totals_of_an_open_batch() -> None:
    """As a settlement, without a result: nothing was compared with anybody."""
    expected = """\
            交易汇总
商户名称:阳光便利店
商户编号:898520154110004
终端号:12345678
时间:2026-03-02 22:00:07
批次号:000001
--------------------------------
消费                2 RMB 138.50
消费撤销             1 RMB 10.00
--------------------------------
借记合计            2 RMB 138.50
贷记合计             1 RMB 10.00"""

    assert expected == text(slip("totals", "report", values=SETTLEMENT))


def test_a_fault_report() -> None:
    """It is no voucher, and says who must act."""
    expected = """\
           故障报告单
            非凭证联
终端号:12345678
时间:2026-03-02 10:00:07
交易类型:消费
卡号:      6222 02** **** 0018 I
批次号:000001
凭证号:000002
金额:                 RMB 128.50
冲正原因:98
     冲正未成功 请人工处理"""

    assert expected == text(slip("fault", "report", values={**SALE, "reason": "98"}))


def test_a_list_of_transactions() -> None:
    """Two lines each; a voided one says so."""
    item = {
        "transaction": "sale",
        "stan": "000002",
        "card": "622202******0018",
        "amount_fen": 12850,
        "authorisation": "000003",
        "voided": True,
    }
    expected = """\
            交易明细
终端号:12345678
批次号:000001
时间:2026-03-02 10:00:07
000002 消费 已撤          000003
622202******0018          128.50"""

    assert expected == text(slip("detail", "report", values={**SALE, "items": [item]}))


def test_a_slip_can_be_drawn_from_the_trace() -> None:
    """The event holds everything that is on the paper."""
    receipt = Receipt(
        kind="sale", copy="bank", values=SALE, lines=26, reprint=True, language="zh+en"
    )
    detail = {
        "slip_kind": "sale",
        "copy": "bank",
        "lines": 26,
        "reprint": True,
        "void_above": False,
        "language": "zh+en",
        "content": SALE,
    }

    assert receipt == from_event(detail)


def test_a_title_is_wide_where_there_is_room() -> None:
    """Chinese alone fits at double width, both languages do not."""
    assert 2 == layout(slip())[0].size
    assert 1 == layout(slip(language="zh+en"))[0].size


MARKS = st.fixed_dictionaries(
    {
        "language": st.sampled_from(["zh", "zh+en"]),
        "reprint": st.booleans(),
        "void_above": st.booleans(),
        "training": st.booleans(),
    }
)
NAMES = st.text(alphabet="阳光便利店ABC abc1", max_size=40)
AMOUNTS = st.integers(min_value=0, max_value=999_999_999_999)
DIGITS = st.integers(min_value=13, max_value=19)


def fits(receipt: Receipt, columns: int) -> None:
    """Exactly as long as the table says, no line over the edge, the last one feed."""
    lines = layout(receipt, columns=columns)

    assert line_count(receipt) == sum(line.size for line in lines)
    assert "" == lines[-1].text
    assert all(cells(line.text) * line.size <= columns for line in lines)


@given(
    copy=st.sampled_from(["merchant", "cardholder", "bank"]),
    marks=MARKS,
    name=NAMES,
    amount_fen=AMOUNTS,
    digits=DIGITS,
    originals=st.sets(st.sampled_from(["original_stan", "original_reference", "original_date"])),
    columns=st.sampled_from([NARROW, BROAD]),
)
def test_every_card_slip_is_as_long_as_the_printer_thinks(
    copy: str,
    marks: dict[str, Any],
    name: str,
    amount_fen: int,
    digits: int,
    originals: set[str],
    columns: int,
) -> None:
    """Whatever is marked, named or missing."""
    values = {
        **SALE,
        "merchant_name": name,
        "amount_fen": amount_fen,
        "card": "622202" + "*" * (digits - 10) + "0018",
        **dict.fromkeys(sorted(originals), "000000000001"),
    }
    fits(slip("void", copy, values=values, **marks), columns)


@given(
    kind=st.sampled_from(["settlement", "totals"]),
    marks=MARKS,
    name=NAMES,
    amount_fen=AMOUNTS,
    kinds=st.sets(st.sampled_from(KINDS)),
    columns=st.sampled_from([NARROW, BROAD]),
)
def test_every_slip_of_a_batch_is_as_long_as_the_printer_thinks(
    kind: str, marks: dict[str, Any], name: str, amount_fen: int, kinds: set[str], columns: int
) -> None:
    """Also with every kind of transaction and every mark."""
    values = {
        **SETTLEMENT,
        "merchant_name": name,
        "debit_fen": amount_fen,
        "kinds": {kind: [amount_fen, 999] for kind in sorted(kinds)},
    }
    fits(slip(kind, "report", values=values, **marks), columns)


@given(
    kind=st.sampled_from(["fault", "cash", "detail"]),
    marks=MARKS,
    amount_fen=AMOUNTS,
    digits=DIGITS,
    items=st.integers(min_value=0, max_value=5),
    columns=st.sampled_from([NARROW, BROAD]),
)
def test_every_other_slip_is_as_long_as_the_printer_thinks(
    kind: str, marks: dict[str, Any], amount_fen: int, digits: int, items: int, columns: int
) -> None:
    """Fault report, cash slip, list of transactions."""
    card = "622202" + "*" * (digits - 10) + "0018"
    item = {**SALE, "card": card, "amount_fen": amount_fen, "voided": True}
    values = {
        **item,
        "transaction": "completion_void",
        "reason": "98",
        "number": 999_999,
        "items": [item] * items,
    }
    fits(slip(kind, "report", values=values, **marks), columns)


@pytest.mark.parametrize("language", ["zh", "zh+en"])
def test_a_character_is_never_split_at_the_edge(language: str) -> None:
    """A long name ends with dots in front of the edge."""
    values = {**SALE, "merchant_name": "阳光便利店" * 5}
    line = layout(slip(values=values, language=language))[2].text

    assert line.endswith("...")
    assert cells(line) in (NARROW - 1, NARROW)

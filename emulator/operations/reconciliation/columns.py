"""
The columns of the files that a user brings, under English and Chinese names, and how cells read.

Exports differ, so a cell is read as generously as is safe: leading zeros that a spreadsheet lost
are put back, `1,234.50` and a currency sign are understood, and a card number in clear is masked
at once. What could mean two things is refused.
"""

import re
from datetime import date, datetime, timedelta, timezone
from functools import cache

from emulator.checks.seen import CREDITS, DEBITS, HOLDS
from emulator.domain.card import mask
from emulator.domain.money import LARGEST_FEN
from emulator.domain.texts import LANGUAGES, say
from emulator.operations.reconciliation import records
from emulator.operations.reconciliation.records import (
    ACQUIRER_ENTRIES,
    BANK_ENTRIES,
    OUTCOMES,
    PAYOUT_STATES,
)

COLUMNS: dict[str, tuple[str, ...]] = {
    "terminal": ("终端号", "终端编号"),
    "batch": ("批次号", "批次"),
    "stan": ("凭证号", "流水号", "终端流水号"),
    "transaction": ("交易类型", "类型"),
    "amount": ("金额", "交易金额", "入账金额"),
    "outcome": ("结果", "交易结果", "交易状态"),
    "entry": ("记账", "记账类型"),
    "time": ("时间", "交易时间", "入账时间", "入账日期"),
    "card": ("卡号",),
    "settled": ("已结算",),
    "business_day": ("清算日期", "清算日", "营业日"),
    "fee": ("手续费",),
    "why": ("原因",),
    "suspense": ("挂账金额",),
    "original_batch": ("原批次号",),
    "original_stan": ("原凭证号", "原流水号"),
    "state": ("出款状态",),
}
"""Every column that we read, with what it may also be called."""

_WORDS: dict[str, dict[str, str]] = {
    "outcome": {
        "成功": records.APPROVED,
        "交易成功": records.APPROVED,
        "失败": records.DECLINED,
        "拒绝": records.DECLINED,
        "已冲正": records.REVERSED,
        "冲正": records.REVERSED,
        "未知": records.OPEN,
        **{word: word for word in OUTCOMES},
    },
    "entry": {
        "记账": records.BOOKED,
        "入账": records.BOOKED,
        "冲正": records.REVERSED,
        "调整": records.CORRECTED,
        "差错": records.LISTED,
        "贷记调整": records.ADJUSTED,
        "退单": records.CHARGED_BACK,
        "出款": records.PAYOUT,
        **{word: word for word in (*ACQUIRER_ENTRIES, *BANK_ENTRIES)},
    },
    "state": {
        "已入账": records.CREDITED,
        "退回": records.RETURNED,
        "退汇": records.RETURNED,
        "延期": records.DEFERRED,
        **{word: word for word in PAYOUT_STATES},
    },
    "settled": dict.fromkeys(("yes", "true", "1", "是"), "yes")
    | dict.fromkeys(("no", "false", "0", "否", ""), ""),
}

_AMOUNT = re.compile(r"([-+]?)(\d{1,10}|\d{1,3}(?:,\d{3}){1,3})(?:\.(\d{1,2})0*)?", re.ASCII)
_SIGNS = "¥￥"
_NUMBER = re.compile(r"[0-9A-Za-z]{1,15}", re.ASCII)
_DATES = ("%Y-%m-%d", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M:%S.%f", "%Y%m%d")
_FIRST_YEAR, _LAST_YEAR = 1990, 2099
_CHINA = timezone(timedelta(hours=8))
_PAN_DIGITS = 12
"""A card number has at least so many; a shorter one is no card number."""


def meaning_of(head: str) -> tuple[str, int] | None:
    """
    Say which of our columns a heading means.

    Returns:
        The column, and how plain the name is for it, 0 the plainest; None if we do not read it.
    """
    return _headings().get(head.strip().lower().replace(" ", "_"))


@cache
def _headings() -> dict[str, tuple[str, int]]:
    return {
        word: (column, rank)
        for column, aliases in COLUMNS.items()
        for rank, word in enumerate((column, *aliases))
    }


def number_in(text: str, digits: int) -> str:
    """
    Read a batch, a STAN or a terminal.

    Args:
        text: As it stands in the file.
        digits: What it is filled up to with zeros, if it is all digits.

    Raises:
        ValueError: It holds anything but letters and digits.
    """
    text = text.strip().lstrip("'")
    if not text:
        return ""
    if not _NUMBER.fullmatch(text):
        raise ValueError(text)
    return text.zfill(digits) if text.isdigit() else text


def fen_in(text: str) -> int:
    """
    Read `128.50`, `1,234.5`, `-10` or `¥8.00` as fen.

    Raises:
        ValueError: Not an amount of yuan with at most two decimals.
    """
    bare = text.strip().lstrip(_SIGNS).replace(" ", "")
    match = _AMOUNT.fullmatch(bare)
    if match is None:
        raise ValueError(text)
    sign, whole, decimals = match.groups()
    fen = int(whole.replace(",", "")) * 100 + int((decimals or "0").ljust(2, "0"))
    if fen > LARGEST_FEN:
        raise ValueError(text)
    return -fen if sign == "-" else fen


def moment_in(text: str) -> datetime:
    """
    Read a date, with or without a time; of a date alone the time is midnight.

    Raises:
        ValueError: Neither, or of no year that the bank calendar knows.
    """
    text = text.strip().replace("/", "-").replace("T", " ")
    moment = _of_known_year(_parsed(text))
    if moment.tzinfo is None:
        return moment
    return _of_known_year(moment.astimezone(_CHINA).replace(tzinfo=None))


def _of_known_year(moment: datetime) -> datetime:
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise ValueError(str(moment))
    return moment


def _parsed(text: str) -> datetime:
    for form in _DATES:
        try:
            return datetime.strptime(text, form)
        except ValueError:
            continue
    try:
        return datetime.fromisoformat(text)
    except OverflowError:
        raise ValueError(text) from None


def day_in(text: str) -> date:
    """Read a date; ValueError if it is none."""
    return moment_in(text).date()


def word_in(column: str, text: str) -> str:
    """
    Read a word of a column that takes only certain ones.

    Raises:
        ValueError: It is none of them.
    """
    try:
        return _WORDS[column][text.strip().lower()]
    except KeyError:
        raise ValueError(text) from None


def kind_in(text: str) -> str:
    """
    Read a kind of transaction by its machine's name or as slips print it, in zh or en.

    Raises:
        ValueError: There is no such kind, or none that moves or holds money.
    """
    try:
        return _kinds()[text.strip().lower()]
    except KeyError:
        raise ValueError(text) from None


@cache
def _kinds() -> dict[str, str]:
    kinds = sorted(DEBITS | CREDITS | HOLDS)
    words = {kind: kind for kind in kinds}
    for kind in kinds:
        for lang in LANGUAGES:
            words[say(f"slip.type.{kind}", lang).lower()] = kind
    return words


def card_in(text: str) -> str:
    """Read a card number; one that stands there in clear is masked."""
    text = "".join(text.split())
    digits = sum(char.isdigit() for char in text)
    return mask(text) if digits >= _PAN_DIGITS else text[:19]

"""What a person does at the till, from signing in to leaving, and what they see meanwhile."""

import re
from typing import NamedTuple

SHOP = """\
scenario: v1
title: 一家店
title_en: A shop
given:
  signed_in: no
  card: {pin: yes}
  cashier: {conduct: none}
"""


class Press(NamedTuple):
    """Keys, one after the other; their names are those that tmux and browsers share."""

    keys: tuple[str, ...]


class Shows(NamedTuple):
    """Words that all stand on the screen in the end; the blanks between characters do not count."""

    words: tuple[str, ...]


class Picture(NamedTuple):
    """A picture is taken, where pictures can be."""

    name: str


def press(*keys):
    return Press(keys)


def shows(*words):
    return Shows(words)


def a_sale_without_paper():
    """Sign in; sell while the paper runs out; load paper and print; reprint; settle; leave."""
    yield shows("请先签到")
    yield press("Enter")
    yield shows("请输入操作员号")
    yield press("0", "1", "Enter")
    yield shows("请输入操作员密码")
    yield press("0", "0", "0", "0", "Enter")
    yield shows("签到成功")
    yield press("n")
    text = yield shows("顾客要付", "欢迎使用")
    amount = re.search(r"要付 *([0-9]+\.[0-9]{2})", text)[1]
    yield press("F2")
    yield shows("已布置", "缺纸")
    yield press("1")
    yield shows("请输入金额")
    yield press(*amount.replace(".", ""), "Enter")
    yield shows(f"金额:{amount}", "请插卡/刷卡")
    yield press("i")
    yield shows("请输入密码")
    yield press("o")
    yield shows("打印机缺纸", "按<确认>打印", "出示短信")
    yield Picture("paper-out")
    yield press("p")
    yield shows("装纸：做好了")
    yield press("Enter")
    yield shows("以上作废")
    yield shows("持卡人存根", "欢迎使用")
    yield Picture("sold")
    yield press("m")
    yield shows("1消费2撤销", "7管理8其它")
    yield press("6")
    yield shows("重打最后一笔")
    yield press("1")
    yield shows("重打印", "欢迎使用")
    yield press("m")
    yield shows("7管理8其它")
    yield press("7", "6")
    yield shows("结算完成", "下批000002")
    yield Picture("settled")
    yield shows("欢迎使用")
    yield press("q")
    yield shows("离开收银台？")
    yield press("Enter")
    yield shows("结果：一切正常")
    yield Picture("closing")
    yield press("Enter")


def close(text):
    """A text without its blanks, as words are looked for."""
    return "".join(text.split(" "))


def has(text, words):
    """Whether all words stand in a text."""
    plain = close(text)
    return all(close(word) in plain for word in words)

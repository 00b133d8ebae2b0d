"""The shop of `posemu tui` when nobody names a scenario: nothing is asked, all is possible."""

from emulator.domain.plan import Scenario
from emulator.known import shop_words
from emulator.scenario.reader import read_text

FILE = "free-play.yaml"
TEXT = """\
scenario: v1
title: 自由练习：一家便利店的一天
title_en: Free play, a day in a corner shop
tags: [free_play]

given:
  start: 2026-03-02 09:00
  merchant: {name: 阳光便利店}
  signed_in: no
  terminal: {backup: yes}
  shop: {monitoring: yes}
  cards:
    zhang: {pan: "622202******0018", balance: 3000.00 CNY, pin: yes}
    li: {pan: "621700******0034", bank: ccb, balance: 800.00 CNY, contactless: yes}
    wang: {pan: "622848******0059", bank: abc, balance: 20.00 CNY, pin: yes}
  cashier: {conduct: none}
"""


def free_play() -> Scenario:
    """Read it."""
    (scenario,) = read_text(TEXT, file=FILE, **shop_words())
    return scenario

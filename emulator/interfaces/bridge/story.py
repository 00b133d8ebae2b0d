"""What `posemu bridge` plays when nobody names a scenario: one sale and the settlement."""

from emulator.domain.plan import Scenario
from emulator.known import known_levers
from emulator.scenario.reader import read_text

FILE = "one-sale.yaml"
TEXT = """\
scenario: v1
title: 一笔消费，两联凭条，当天结算
title_en: One sale, two copies of its slip, settled the same day
seed: 1

given:
  start: 2026-03-02 10:00
  merchant: {name: 阳光便利店}
  card: {pan: "622202******0018", balance: 500.00 CNY, pin: yes}
  cashier: {conduct: handbook}

steps:
  - at: 0s
    cashier: {menu: 消费, amount: 35.00 CNY, card: insert, pin: ok}
    as: first
  - after: 30s
    cashier: {menu: 结算}

expect:
  - finally:
      sale.first: approved

calm: {probe: no}
"""


def one_sale() -> Scenario:
    """Read it."""
    (scenario,) = read_text(TEXT, file=FILE, levers=known_levers())
    return scenario

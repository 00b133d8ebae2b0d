"""A hand-made run in which a cardholder is charged twice, for reports to tell about."""

from dataclasses import dataclass, field

import pytest

from emulator.domain.card import Card, pan_from_mask
from emulator.domain.plan import Account, Expectation, Given, Pattern, Scenario, Span
from emulator.domain.trace import Trace, TraceEvent
from emulator.domain.verdict import Truth, Verdict
from emulator.reports.outcome import Outcome, broken_of, title_of
from emulator.reports.text import failure_report

SOURCE = """scenario: v1
title: 顾客已扣款但POS未出票（缺纸）
expect:
  - never: {event: host.sale, more_than: 1}     # charged once, whatever happens
"""

_SALE = {"mti": "0200", "transaction": "sale", "stan": "000001", "amount_fen": 12850}
_APPROVED = {**_SALE, "mti": "0210", "code": "00"}
_DEBIT = [["cardholder:customer", -12850], ["issuer:icbc:settlement", 12850]]

EVENTS = [
    (0, "bench", "run_started", {"scenario": "paper-out", "seed": 7}),
    (1_000_000, "cashier", "did", {"action": "sale", "amount_fen": 12850}),
    (1_500_000, "console", "displayed", {"screen": "waiting"}),
    (1_600_000, "uplink", "sent", {"way": "up", **_SALE}),
    (1_700_000, "uplink", "delivered", {"way": "up", **_SALE}),
    (1_900_000, "issuer", "posted", {"reason": "sale", "legs": _DEBIT, "stan": "000001"}),
    (2_030_000, "uplink", "delivered", {"way": "down", **_APPROVED}),
    (2_400_000, "fault", "fired", {"fault": "f1", "at_event": 6}),
    (2_410_000, "printer", "paper_out", {"slip": 1, "line": 4}),
    (28_000_000, "cashier", "did", {"action": "sale", "amount_fen": 12850}),
    (31_200_000, "uplink", "lost", {"way": "down", **_APPROVED, "stan": "000002"}),
    (31_400_000, "issuer", "posted", {"reason": "sale", "legs": _DEBIT, "stan": "000002"}),
    (40_000_000, "bench", "run_ended", {}),
]


@dataclass
class Story:
    """A scenario, what happened and what the checks said."""

    scenario: Scenario
    trace: Trace
    verdicts: tuple[Verdict, ...]
    seed: int = 7
    again: str = "posemu run -k paper-out --seed 7"
    broken: tuple = field(init=False)

    def __post_init__(self):
        self.broken = broken_of(self.scenario, self.verdicts, "en")

    def report(self, lang="en", **changes):
        """The failure report of this run."""
        settings = {"seed": self.seed, "lang": lang, "again": self.again, **changes}
        broken = broken_of(self.scenario, self.verdicts, lang)
        return failure_report(self.scenario, self.trace.events, self.verdicts, broken, **settings)

    def outcome(self, **changes):
        """The outcome of this run."""
        values = {
            "scenario": self.scenario.name,
            "title": title_of(self.scenario, "en"),
            "seed": self.seed,
            "truth": max((v.truth for v in self.verdicts), default=Truth.INCONCLUSIVE),
            "file": self.scenario.file,
            "digest": self.trace.digest(),
            "end_us": 40_000_000,
            "events": len(self.trace),
            "broken": self.broken,
            "report": self.report() if self.broken else (),
            "covers": ("F07", "S7"),
            "tags": ("printer",),
        }
        return Outcome(**{**values, **changes})


@pytest.fixture
def charged_twice():
    """The cashier presses sale again because no slip came out."""
    never = Expectation(
        mode="never",
        event=Pattern(source="acquirer", kind="posted"),
        more_than=1,
        span=Span("scenarios/paper-out.yaml", 4, 5, 44),
    )
    scenario = Scenario(
        name="paper-out",
        title="顾客已扣款但POS未出票（缺纸）",
        title_en="Card charged, no receipt",
        handbook="装好纸后重打最后一笔，切勿再次刷卡",
        handbook_en="Load paper and reprint the last slip; never swipe again.",
        given=Given(
            cardholders=(
                Account(
                    card=Card(name="customer", pan=pan_from_mask("622202******0018")),
                    balance_fen=50_000,
                ),
            )
        ),
        expect=(never,),
        file="scenarios/paper-out.yaml",
        source=SOURCE,
    )
    verdict = Verdict(
        check="expect[1]",
        truth=Truth.FAIL,
        message="no such sentence",
        values={"event": "host.sale", "times": 2},
        evidence=(11, 5),
        offences=1,
    )
    held = Verdict(check="money_conserved", truth=Truth.PASS)
    trace = Trace(TraceEvent(n, *event) for n, event in enumerate(EVENTS))
    return Story(scenario, trace, (held, verdict))

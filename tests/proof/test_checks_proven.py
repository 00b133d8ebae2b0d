"""When a check counts: people looked, saw what was the matter, and acted on what they saw."""

import pytest
from msgspec.structs import replace

from emulator.domain.trace import TraceEvent
from emulator.proof.looks import Look, looks_of
from emulator.proof.proof import Proof
from emulator.proof.rules import prove
from tests.proof.conftest import SALE, Proves, told

WORKS = {"power": "on", "paper": "in"}
PAPER_OUT = """
faults:
  - printer.paper_out: {when: printer.slip_started, with: {line: 5}}
"""
LOOKS = (
    SALE
    + """
  - when: console.displayed
    where: {screen: paper_out}
    after: 3s
    cashier: look_at_screen
"""
)
LOADS = """
    after: 20s
    cashier: load_paper
  - after: 2s
    cashier: confirm
"""
BECAUSE = "  - when: cashier.did\n    where: {action: look_at_screen, screen: paper_out}" + LOADS
ANYHOW = "  - when: cashier.did\n    where: {action: look_at_screen}" + LOADS


def test_a_check_on_which_the_next_step_depends_is_proven(proves: Proves) -> None:
    """The screen says that paper is out, and only therefore paper is loaded."""
    proof = proves("F07, D01", LOOKS + BECAUSE + PAPER_OUT, wanted="D01")

    assert proof.holds
    assert "screen paper_out" in proof.values["seen"]
    assert "paper_out" not in proof.values["else"]
    assert "cashier.load_paper" in proof.values["next"]


def test_a_check_that_nobody_acts_on_is_not_proven(proves: Proves) -> None:
    """Paper is loaded whatever the screen says."""
    proof = proves("F07, D01", LOOKS + ANYHOW + PAPER_OUT, wanted="D01")

    assert (False, "check.nobody_acts") == (proof.holds, proof.because)


UNPLUGGED = """
faults:
  - uplink.cable_unplugged: {at: 0s}
"""
CHECKS = (
    SALE
    + """
  - at: 1m
    cashier: check_equipment
"""
)
PLUGS = """
    after: 5s
    cashier: reconnect_cable
"""
SAW_IT = "  - when: cashier.did\n    where: {action: check_equipment, network_lamp: dark}" + PLUGS
SAW_ANY = "  - when: cashier.did\n    where: {action: check_equipment}" + PLUGS


def test_a_repair_that_is_tried_anyway_does_not_depend_on_the_look(proves: Proves) -> None:
    """A plug that was never out has no effect if it is put in, but was tried all the same."""
    found = [proves("F03, D08", CHECKS + then + UNPLUGGED) for then in (SAW_IT, SAW_ANY)]

    assert ["check.holds", "check.nobody_acts"] == [proof.because for proof in found]


def test_what_puts_a_mistake_right_depends_on_the_look_only_if_it_waits_for_it(
    proves: Proves,
) -> None:
    """In the run without the mistake it would be put right too, if nobody had to see it first."""
    wrong = SALE.replace("amount: 66.00 CNY", "amount: 76.00 CNY, meant: 66.00 CNY")
    looks = wrong + "  - after: 30s\n    cashier: {compare_amount: shopping}\n"
    void = "    after: 5s\n    cashier: {menu: void, of: shopping, card: insert, pin: ok}\n"
    seen = "  - when: cashier.compare_amount\n    where: {agrees: no}\n" + void
    unseen = "  - when: cashier.compare_amount\n" + void
    found = [proves("F51, D04", looks + then) for then in (seen, unseen)]

    assert ["check.holds", "check.nobody_acts"] == [proof.because for proof in found]


def test_to_sell_again_after_a_failure_does_not_depend_on_a_look(proves: Proves) -> None:
    """The handbook has the sale tried again, which nobody does who could sell at once."""
    looks = SALE + "  - at: 70s\n    cashier: check_equipment\n"
    unplugged = "faults:\n  - uplink.cable_unplugged: {at: 0s, for: 5s}\n"
    proof = proves("F03, D08", looks + unplugged, conduct="handbook")

    assert not proof.holds


@pytest.mark.parametrize(
    ("seen", "usual", "differs"),
    [
        ({"round_trip_ms": 599}, {"round_trip_ms": 300}, False),
        ({"round_trip_ms": 600}, {"round_trip_ms": 300}, True),
        ({"round_trip_ms": 150}, {"round_trip_ms": 300}, True),
        ({"off_by_us": 0}, {"off_by_us": 0}, False),
        ({"off_by_us": 60_000_000}, {"off_by_us": 0}, True),
        ({"times": 2}, {"times": 1}, True),
        ({"balance_fen": 30_000}, {"balance_fen": 30_001}, True),
        ({"line": "slow"}, {}, True),
    ],
)
def test_a_measured_time_differs_from_double_or_half(
    seen: dict[str, object], usual: dict[str, object], *, differs: bool
) -> None:
    """No two runs measure the same; money and counts are exact."""
    one, other = (Look(key="k", seq=0, at_us=0, step=0, seen=each) for each in (seen, usual))

    assert differs == one.differs_from(other)
    assert differs == bool(one.sign(other))


def test_how_many_of_a_sort_there_are_is_no_sign() -> None:
    """One item too many and two are the same thing to see; that there are any is what tells."""
    usual = Look(key="cashier.reconcile", seq=0, at_us=0, step=0, seen={"agrees": True})
    signs = {
        Look(
            key="cashier.reconcile", seq=0, at_us=0, step=0, seen={"agrees": False, "long": count}
        ).sign(usual)
        for count in (1, 2)
    }

    assert {"agrees False, long more"} == signs


def test_what_is_seen_of_another_cause_is_no_sign_of_this_one(proves: Proves) -> None:
    """The lamp is dark for the cable; that the paper is out as well does not come of it."""
    both = CHECKS + SAW_IT + UNPLUGGED + "  - printer.paper_out: {at: 0s}\n"

    alone = proves("F03, F07, D08", both, wanted="F03")
    as_one = proves("F03, D08", both, wanted="F03")

    assert ("cashier.check_equipment: network_lamp dark",) == alone.signs
    assert alone.signs == as_one.signs


def test_a_check_that_sees_the_same_either_way_is_not_proven(proves: Proves) -> None:
    """Long afterwards the terminal is idle, whether paper had run out or not."""
    late = "  - when: printer.paper_out\n" + LOADS[1:] + "  - at: 5m\n    cashier: look_at_screen\n"
    proof = proves("F07, D01", SALE + late + PAPER_OUT, wanted="D01")

    assert (False, "check.sees_the_same") == (proof.holds, proof.because)


def test_a_check_that_nobody_makes_is_not_proven(proves: Proves) -> None:
    """The claim alone does not count."""
    assert "check.not_made" == proves("D07").because


def test_a_check_needs_a_cause_to_tell(proves: Proves) -> None:
    """In a story in which nothing is the matter there is nothing to see."""
    look = SALE + "  - after: 5s\n    cashier: look_at_screen\n"

    assert "check.no_cause" == proves("D01", look).because


def test_a_check_for_which_there_is_no_action_says_so() -> None:
    """No look in the table of deeds carries it out."""
    (proof,) = prove(replace(told("D01"), covers=("D99",))).proofs

    assert "check.unknown" == proof.because


def test_a_question_to_the_host_is_a_check(proves: Proves) -> None:
    """The query says what became of a sale without an answer, and the customer pays anew."""
    text = (
        SALE
        + """
  - when: console.displayed
    where: {screen: reversed}
    after: 10s
    cashier: {menu: query, of: shopping}
  - when: console.displayed
    where: {screen: status_shown, status: reversed}
    after: 10s
    cashier: {menu: sale, amount: 66.00 CNY, card: insert, pin: ok, purchase: shopping}
faults:
  - uplink.drop: {message: "0210", nth: 1}
"""
    )
    proof = proves("F35, D03", text, wanted="D03")

    assert proof.holds
    assert "status reversed" in proof.values["seen"]
    assert "status approved" in proof.values["else"]
    assert "cashier.sale" == proof.values["next"]


def test_numbers_are_compared_with_what_is_usual() -> None:
    """Every story has other amounts; what tells a cause is that there is less than there should."""
    usual = Look(key="customer.ask_bank", seq=0, at_us=0, step=0, seen={"balance_fen": 50_000})
    less = Look(
        key="customer.ask_bank", seq=0, at_us=0, step=0, seen={"balance_fen": 1, "answered": True}
    )

    assert "balance_fen less, answered True" == less.sign(usual)
    assert "" == usual.sign(usual)


def test_a_number_that_only_names_the_transaction_is_not_seen() -> None:
    """Another STAN is no other answer."""
    shown = {"screen": "status_shown", "stan": "000007", "batch": "000001", "status": "approved"}
    events = [
        TraceEvent(0, 0, "cashier", "did", {"action": "query"}),
        TraceEvent(1, 1, "console", "displayed", shown),
    ]
    (look,) = looks_of(events)

    assert ({"status": "approved"}, "000007") == (look.seen, look.stan)


def test_a_question_without_an_answer_saw_nothing() -> None:
    """The host did not answer the query, and nobody answered the phone."""
    ticket = {"ticket": "t1", "about": "help"}
    events = [
        TraceEvent(0, 0, "cashier", "did", {"action": "query"}),
        TraceEvent(1, 1, "support", "ticket_opened", ticket),
    ]

    assert [("cashier.query", {}), ("support.call", {})] == [
        (look.key, look.seen) for look in looks_of(events)
    ]


def test_what_looks_as_usual_is_no_sign() -> None:
    """A printer that has a cutter is another model and no other cause."""
    usual = Look(key="cashier.check_equipment", seq=0, at_us=0, step=0, seen=dict(WORKS))
    out = Look(
        key="cashier.check_equipment", seq=0, at_us=0, step=0, seen={**WORKS, "paper": "out"}
    )

    assert "paper out" == out.sign(usual)


def test_the_sentence_tells_what_differs_and_not_the_rest() -> None:
    """Of a dozen things that were looked at."""
    proof = Proof(
        entry="D08",
        scenario="t",
        holds=True,
        because="check.holds",
        values={
            "deeds": "cashier.check_equipment",
            "seen": "power on, paper out",
            "else": "power on, paper in",
            "sign": "paper out",
            "next": "cashier.load_paper",
        },
    )

    assert "power" not in proof.words("en")
    assert "paper: out" in proof.words("en")
    assert "paper: in" in proof.words("en")


def test_a_question_that_waits_its_turn_belongs_to_its_own_step() -> None:
    """Another step has begun before the terminal was free; what was seen is still the first's."""

    def began(step: int, name: str) -> dict[str, object]:
        return {"step": step, "who": "cashier", "action": "test_connection", "name": name}

    events = [
        TraceEvent(0, 0, "bench", "step_began", began(3, "look")),
        TraceEvent(1, 1, "bench", "step_began", began(4, "")),
        TraceEvent(2, 2, "cashier", "did", {"action": "test_connection", "step": "look"}),
        TraceEvent(3, 3, "bench", "step_began", began(5, "")),
        TraceEvent(4, 4, "console", "displayed", {"screen": "line_tested", "line": "good"}),
        TraceEvent(5, 5, "cashier", "did", {"action": "test_connection"}),
        TraceEvent(6, 6, "console", "displayed", {"screen": "line_tested", "line": "slow"}),
    ]

    assert [(3, "good"), (5, "slow")] == [
        (look.step, look.seen["line"]) for look in looks_of(events)
    ]

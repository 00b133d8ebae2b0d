"""Properties: whatever is sent, in whatever order and how often, the books come out the same."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from emulator.domain.fate import Fate
from emulator.domain.message import Message
from emulator.domain.moments import MINUTE, MS, SECOND

QUICK = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

GAP_MS = st.integers(0, 400)


@QUICK
@given(st.lists(st.tuples(st.sampled_from(["sale", "reversal"]), GAP_MS), min_size=1, max_size=8))
def test_a_reversal_wins_over_its_sale_in_any_order(
    new_shop: Any, sent: list[tuple[str, int]]
) -> None:
    """With a reversal anywhere nothing stays debited; without one it is debited once."""
    one = new_shop()
    one.sign_in()
    sale = one.message("sale", "000001", 12_850)
    for what, gap_ms in sent:
        one.uplink.low.send(sale if what == "sale" else one.reversal_of(sale))
        one.run(gap_ms * MS)
    one.run(5 * MINUTE)

    reversed_ = any(what == "reversal" for what, _ in sent)
    assert ((100_000, 0) if reversed_ else (87_150, 12_850)) == one.sums_fen


class Weather:
    """A rule that gives messages the fates it was handed, one after the other."""

    def __init__(self, fates: list[Fate]) -> None:
        self.fates = fates

    def judge(self, message: Message, way: str) -> Fate | None:
        """The next fate, then fair weather."""
        return self.fates.pop(0) if self.fates else None


FATE = st.builds(
    Fate,
    lost=st.sampled_from(["", "", "weather"]),
    copies=st.integers(1, 3),
    delay_us=st.sampled_from([0, 1, 200 * MS, 4 * SECOND, 6 * SECOND]),
    garbled=st.booleans(),
)


@QUICK
@given(st.lists(FATE, max_size=8), st.booleans())
def test_whatever_the_issuers_line_does_both_sides_agree(
    new_shop: Any, fates: list[Fate], gives_up: bool
) -> None:
    """Lost, late, doubled or garbled towards the issuers: what one has booked the other has too."""
    one = new_shop(issuer_timeout_us=5 * SECOND, issuer_reversal_retry_us=7 * SECOND)
    one.sign_in()
    one.issuer_line.rules.append(Weather(fates))
    sale = one.message("sale", "000001", 12_850)
    answer = one.ask(sale, us=20 * SECOND)
    if gives_up:
        one.ask(one.reversal_of(sale))
    one.run(5 * MINUTE)

    approved = answer is not None and answer.code == "00" and not gives_up
    assert ((87_150, 12_850) if approved else (100_000, 0)) == one.sums_fen
    assert {} == one.host.issuers.unconfirmed


ACT = st.sampled_from(["void", "refund", "reverse_sale", "reverse_void", "sale"])


@QUICK
@given(st.lists(ACT, max_size=10))
def test_never_more_goes_back_than_was_taken(new_shop: Any, acts: list[str]) -> None:
    """Voids, refunds, repeats and reversals in any order keep both sides equal."""
    one = new_shop()
    one.sign_in()
    sale = one.message("sale", "000001", 10_000)
    one.ask(sale, us=SECOND)
    void = one.message("void", "000002", 10_000, original_stan="000001")
    for number, act in enumerate(acts):
        message = {
            "sale": sale,
            "void": void,
            "refund": one.message("refund", f"{number + 10:06d}", 4_000, reference="000000000001"),
            "reverse_sale": one.reversal_of(sale),
            "reverse_void": one.reversal_of(void),
        }[act]
        one.ask(message, us=SECOND)
    one.run()

    holder_fen, payable_fen = one.sums_fen
    assert 100_000 == holder_fen + payable_fen
    assert payable_fen in (0, 2_000, 6_000, 10_000)

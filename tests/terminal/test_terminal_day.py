"""A day with cuts and losses at random: nothing lost, nothing doubled, no number twice."""

from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from emulator.domain.message import Message
from emulator.domain.moments import MS, SECOND

FAULTS = st.lists(
    st.one_of(
        st.tuples(st.just("cut"), st.integers(0, 120_000), st.integers(100, 20_000)),
        st.tuples(st.just("lose"), st.integers(0, 12), st.integers(1, 4)),
        st.tuples(st.just("paper"), st.integers(0, 8), st.integers(0, 100)),
    ),
    max_size=6,
)


def _break(bench: Any, faults: list[tuple[str, int, int]]) -> None:
    lost: set[int] = set()
    results: list[Any] = [("printed", 0)] * 12
    for what, first, second in faults:
        if what == "cut":
            bench.world.after(first * MS, lambda off=second: _cut(bench, off))
        elif what == "lose":
            lost.update(range(first, first + second))
        else:
            results[first] = ("paper_out", second) if second else None
    bench.printer.next_results.extend(results)
    count = [0]

    def rule(_: Message, answer: Message) -> list[Message] | None:
        count[0] += 1
        return [] if count[0] - 1 in lost else None

    bench.host.rules.append(rule)


def _cut(bench: Any, off_ms: int) -> None:
    if bench.power.is_on:
        bench.cut(off_us=off_ms * MS)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(FAULTS)
@example([("lose", 0, 1), ("lose", 2, 1), ("lose", 4, 1)])
def test_a_day_with_faults_ends_the_same_on_both_sides(
    make_bench: Any, keys: Any, faults: list[tuple[str, int, int]]
) -> None:
    """After the calm, host and terminal hold the same transactions, settled or open."""
    bench = make_bench(receive_timeout_us=5 * SECOND, reversal_retry_us=10 * SECOND)
    closed: dict[tuple[str, str], None] = {}

    def before_close(event: Any) -> None:
        if event.detail["record"] == "batch_closed":
            # A batch in which everything was reversed closes without the journal knowing it.
            batch = bench.program.session.journal.batches.get(event.detail["batch"])
            if batch is not None:
                closed.update(((batch.number, stan), None) for stan in batch.items)

    for yuan in (1, 2, 3):
        bench.sell(yuan * 100)
    bench.errand("void", enter_original=keys.digits("2"), present_card=keys.card())
    bench.errand("settlement")
    bench.sell(4_00)
    bench.world.listen(
        lambda event: before_close(event) if event.source == "storage" else None, ["written"]
    )
    _break(bench, faults)

    bench.run(1200)

    journal = bench.journal
    items = {(b.number, stan) for b in journal.batches.values() for stan in b.items}
    numbered = [(m.batch, m.stan) for m in bench.host.seen if m.mti in ("0100", "0200")]
    assert items | set(closed) == set(bench.host.live)
    assert not journal.has_debts
    assert len(numbered) == len(set(numbered))
    assert bench.console.current.id == "idle"
    whole = [slip[:3] for slip in bench.printer.slips if not slip[3] and slip[0] == "sale"]
    assert len(whole) == len(set(whole))

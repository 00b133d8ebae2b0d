"""A sale from the menu key to the second copy."""

from typing import Any


def test_a_sale_is_journalled_and_both_copies_come_out(bench: Any) -> None:
    """A sale without trouble ends approved, on record, printed twice and idle."""
    bench.sell(128_50)

    bench.run()

    assert ["intent", "verdict", "printed"] == bench.records()
    assert [
        ("sale", "merchant", "000002", False),
        ("sale", "cardholder", "000002", False),
    ] == bench.printer.slips
    assert [
        *["booting"] * 3,
        *["idle", "enter_amount", "present_card", "enter_pin", "waiting", "approved"],
        *["press_to_print", "idle"],
    ] == bench.screens()
    assert {("000001", "000002")} == set(bench.host.live)


def test_ten_batches_leave_no_more_in_memory_than_one(make_bench: Any) -> None:
    """What is settled and printed is forgotten, in the terminal and in its storage."""
    bench = make_bench(between_copies_us=0)
    sizes = []
    for _ in range(10):
        for fen in range(1, 6):
            bench.sell(fen)
        bench.errand("settlement")
        bench.run(200)
        journal = bench.program.session.journal
        sizes.append((len(bench.storage._records), len(journal.left), len(journal.unprinted)))

    assert 10 == len(bench.host.settled)
    assert 1 == len(set(sizes))


def test_the_program_knows_exactly_what_its_memory_says(bench: Any, keys: Any) -> None:
    """What it remembers is the fold of what it wrote, at any time."""
    bench.sell(1_00)
    bench.lose_answers("0210")
    bench.errand("void", enter_original=keys.digits("2"), present_card=keys.card())
    bench.errand("cash", enter_amount=keys.digits(5))
    bench.run(10)
    for _ in range(30):
        bench.run(5)
        live = bench.program.session.journal

        assert live.snapshot() == bench.journal.snapshot()


def test_the_same_seed_gives_the_same_trace(make_bench: Any) -> None:
    """Two runs, one digest."""

    def digest() -> str:
        bench = make_bench()
        bench.lose_answers("0210")
        bench.sell(1_00)
        bench.sell(2_00)
        bench.errand("settlement")
        bench.at("storage.written", bench.cut, record="settling")
        bench.run(300)
        return bench.world.digest()  # type: ignore[no-any-return]

    assert digest() == digest()

"""Exactly one legible original of each copy, whatever the printer does."""

from typing import Any

import pytest

from emulator.domain.moments import SECOND

OK = ("printed", 0)


@pytest.mark.parametrize(
    ("result", "screen"),
    [
        ("paper_out", "paper_out"),
        ("hot", "printer_hot"),
        ("jam", "printer_fault"),
        ("cover_open", "printer_fault"),
        ("fault", "printer_fault"),
    ],
)
def test_trouble_is_shown_and_confirm_prints_again(bench: Any, result: str, screen: str) -> None:
    """The whole copy is printed once more, and it is still the original."""
    bench.printer.next_results.extend([(result, 0)])
    bench.sell()

    bench.run()

    assert [result] == [one["fault"] for one in bench.shown(screen)]
    assert [("merchant", False), ("cardholder", False)] == [
        (slip[1], slip[3]) for slip in bench.printer.slips
    ]


@pytest.mark.parametrize(("printed_mm", "voids"), [(0, False), (1, True), (40, True)])
def test_a_torn_piece_is_voided_by_the_next_print(bench: Any, printed_mm: int, voids: bool) -> None:
    """Only when something is on the paper already."""
    bench.printer.next_results.extend([("paper_out", printed_mm)])
    bench.sell()

    bench.run()

    again = bench.printer.jobs[1].receipt
    assert (voids, False) == (again.void_above, again.reprint)


def test_a_torn_piece_is_voided_also_after_a_refusal(bench: Any) -> None:
    """The piece still hangs there when the printer takes a slip again."""
    bench.printer.next_results.extend([("paper_out", 40), ("fault", 0)])
    bench.sell()

    bench.run()

    assert [False, True, True, False] == [job.receipt.void_above for job in bench.printer.jobs]


def test_without_a_report_the_next_print_carries_the_reprint_mark(bench: Any) -> None:
    """Nobody knows whether the first one is whole somewhere."""
    bench.printer.next_results.extend([None])
    bench.sell()

    bench.run(120)

    assert [False, True, False] == [job.receipt.reprint for job in bench.printer.jobs]
    assert ["no_report"] == [one["fault"] for one in bench.shown("printer_fault")]


def test_a_late_report_spares_the_second_print(bench: Any, keys: Any) -> None:
    """If the report comes while the person is asked, confirm prints nothing twice."""
    bench.printer.next_results.extend([None])
    bench.cashier.answers["printer_fault"] = []
    bench.sell()
    bench.run(45)
    assert "printer_fault" == bench.console.current.id

    bench.printer._done(bench.printer.jobs[0], "printed", 0)
    bench.console.person_end.send(keys.confirm)
    bench.run(30)

    assert ["merchant", "cardholder"] == [job.receipt.copy for job in bench.printer.jobs]


@pytest.mark.parametrize(
    ("report", "marked", "voids"),
    [
        (("unknown", 104), True, False),
        (("unknown", 1), True, False),
        (("unknown", 0), False, False),
        (("fault", 0), False, False),
        (("paper_out", 40, True), True, True),
        (("cover_open", 0, True), True, False),
        (("paper_out", 40, False), False, True),
    ],
)
def test_what_may_be_whole_somewhere_is_printed_again_with_the_mark(
    bench: Any, report: tuple[Any, ...], marked: bool, voids: bool
) -> None:
    """Also a slip whose rest may still come out; a piece that is surely torn is voided."""
    bench.printer.next_results.extend([report])
    bench.sell()

    bench.run(120)

    again = bench.printer.jobs[1].receipt
    assert ("merchant", marked, voids) == (again.copy, again.reprint, again.void_above)
    assert [report[0]] == [
        one["fault"] for screen in ("printer_fault", "paper_out") for one in bench.shown(screen)
    ]


@pytest.mark.parametrize("first", [("unknown", 50), ("cover_open", 50, True)])
def test_a_printer_that_finishes_by_itself_spares_the_second_print(
    bench: Any, keys: Any, first: tuple[Any, ...]
) -> None:
    """Its second report says so while the person is asked."""
    bench.printer.next_results.extend([first])
    bench.cashier.answers["printer_fault"] = []
    bench.sell()
    bench.run(15)
    assert "printer_fault" == bench.console.current.id

    bench.printer._done(bench.printer.jobs[0], "printed", 104)
    bench.console.person_end.send(keys.confirm)
    bench.run(30)

    assert ["merchant", "cardholder"] == [job.receipt.copy for job in bench.printer.jobs]


def test_a_second_report_of_a_torn_slip_takes_the_mark_away(bench: Any, keys: Any) -> None:
    """What was unsure is known now: the piece is void, and the next print is the original."""
    bench.printer.next_results.extend([("cover_open", 50, True)])
    bench.cashier.answers["printer_fault"] = []
    bench.sell()
    bench.run(15)
    bench.printer._done(bench.printer.jobs[0], "cover_open", 60)
    bench.console.person_end.send(keys.confirm)
    bench.run(30)

    again = bench.printer.jobs[1].receipt
    assert (False, True) == (again.reprint, again.void_above)


def test_a_stuck_cutter_leaves_a_whole_slip(bench: Any) -> None:
    """The slip is on paper; only the cut is missing."""
    bench.printer.next_results.extend([("cutter_jam", 104)])
    bench.sell()

    bench.run()

    assert 2 == len(bench.printer.jobs)


def test_cancel_leaves_the_sale_approved_and_flags_it(bench: Any, keys: Any) -> None:
    """Paper out is no failed sale; a reprint, marked, is the remedy."""
    bench.cashier.answers["paper_out"] = keys.cancel
    bench.printer.next_results.extend([OK, ("paper_out", 10)])
    bench.sell()
    bench.run()

    item = bench.journal.by_stan("000002")
    assert (("merchant",), False) == (item.copies, item.complete)
    assert 1 == len(bench.host.live)

    bench.errand("reprint")
    bench.run()

    assert [("merchant", False), ("merchant", True), ("cardholder", True)] == [
        (slip[1], slip[3]) for slip in bench.printer.slips
    ]
    assert not bench.journal.unprinted
    assert 1 == len(bench.host.live)


def test_a_prompt_at_the_printer_ends_by_itself(bench: Any) -> None:
    """Nobody comes: the terminal serves again, and the slip is flagged."""
    bench.cashier.answers["paper_out"] = []
    bench.printer.next_results.extend([("paper_out", 10)])
    bench.sell()

    bench.run(400)

    assert {"unprinted": "000002"} == bench.shown("idle")[-1]


def test_an_unplugged_printer_is_a_fault_and_nothing_is_marked(bench: Any, keys: Any) -> None:
    """Nothing left, so nothing can be whole anywhere."""
    bench.printer.is_plugged = False
    bench.cashier.answers["printer_fault"] = []
    bench.sell()
    bench.run(20)
    bench.printer.is_plugged = True
    bench.console.person_end.send(keys.confirm)

    bench.run(30)

    assert [False, False] == [slip[3] for slip in bench.printer.slips]


def test_the_second_copy_comes_by_itself_after_a_moment(make_bench: Any) -> None:
    """Nobody has to press a key between copies."""
    bench = make_bench(between_copies_us=2 * SECOND)
    bench.cashier.answers["press_to_print"] = []
    bench.sell()

    bench.run()

    assert 2 == len(bench.printer.slips)


@pytest.mark.parametrize(
    ("copies", "expected"),
    [
        (1, ["merchant"]),
        (2, ["merchant", "cardholder"]),
        (3, ["merchant", "cardholder", "bank"]),
    ],
)
def test_copies_by_setting(make_bench: Any, copies: int, expected: list[str]) -> None:
    """One to three copies, each with the lines of its layout."""
    bench = make_bench(copies=copies)
    bench.sell()

    bench.run()

    assert expected == [slip[1] for slip in bench.printer.slips]
    lines = {"merchant": 26, "cardholder": 24, "bank": 26}
    assert [lines[copy] for copy in expected] == [job.receipt.lines for job in bench.printer.jobs]


def test_what_the_slip_says(bench: Any) -> None:
    """Values as in the trade, the card number masked, host time as date and time."""
    bench.sell(128_50)

    bench.run()

    values = bench.printer.jobs[0].receipt.values
    assert {
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
        "authorisation": "A00001",
        "reference": "000000000001",
        "date": "2026-03-02",
        "time": "10:15:30",
        "amount_fen": 128_50,
    } == values


def test_any_sale_of_the_batch_can_be_reprinted(bench: Any, keys: Any) -> None:
    """By STAN, marked, and no money moves."""
    bench.sell(1_00)
    bench.sell(2_00)
    bench.errand("reprint_any", enter_original=keys.digits("2"))

    bench.run()

    assert ["000002"] * 2 == [slip[2] for slip in bench.printer.slips if slip[3]]
    assert 2 == len(bench.sent())


def test_nothing_to_reprint(bench: Any, keys: Any) -> None:
    """An empty journal and an unknown STAN are told."""
    bench.errand("reprint")
    bench.errand("reprint_any", enter_original=keys.digits("77"))
    bench.errand("reprint_settlement")
    bench.errand("detail")

    bench.run()

    assert ["nothing_to_print"] * 4 == [one["why"] for one in bench.shown("not_possible")]


def test_the_last_sale_can_be_reprinted_after_settlement(bench: Any) -> None:
    """The closed batch leaves its last sale behind."""
    bench.sell(1_00)
    bench.errand("settlement")
    bench.errand("reprint")

    bench.run(120)

    assert ["000002"] * 2 == [slip[2] for slip in bench.printer.slips if slip[3]]


def test_job_numbers_never_come_twice(bench: Any) -> None:
    """A report from before a power cut cannot be taken for one of a new job."""
    bench.sell(1_00)
    bench.at("printer.slip_started", bench.cut)
    bench.run(100)
    bench.sell(2_00)

    bench.run(60)

    numbers = [job.number for job in bench.printer.jobs]
    assert sorted(set(numbers)) == numbers


def test_a_detail_slip_has_two_lines_an_item(bench: Any) -> None:
    """Seven lines and two for each transaction."""
    bench.sell(1_00)
    bench.sell(2_00)
    bench.errand("detail")

    bench.run()

    receipt = bench.printer.jobs[-1].receipt
    assert 11 == receipt.lines
    assert ["000002", "000003"] == [item["stan"] for item in receipt.values["items"]]


def test_a_reprint_left_half_done_does_not_undo_the_first_print(bench: Any, keys: Any) -> None:
    """The originals are on paper; the terminal does not ask for them again."""
    bench.cashier.answers["paper_out"] = keys.cancel
    bench.printer.next_results.extend([OK, OK, ("paper_out", 0)])
    bench.sell()
    bench.errand("reprint")

    bench.run()

    assert bench.journal.by_stan("000002").complete
    assert {} == bench.shown("idle")[-1]

"""What a branch says is what its run did: in order, with times, and with what belongs to it."""

from msgspec.structs import replace

from emulator.domain.moments import SECOND
from emulator.known import shop_words
from emulator.proof.rules import prove
from emulator.runbook.book import Book
from emulator.runbook.branch import Branch
from emulator.runbook.reading import read_branch
from emulator.scenario.reader import read_text
from tests.runbook.conftest import book_of, told

MISTYPED = """\
scenario: v1
title: 金额键错
title_en: Mistyped
covers: [S8, F51, R22]
given:
  card: {pan: "622202******0018", balance: 500.00 CNY, pin: yes}
  cashier: {conduct: none}
steps:
  - at: 0s
    cashier: {menu: sale, amount: 76.00 CNY, meant: 66.00 CNY, card: insert, pin: ok}
    as: mistyped
  - after: 30s
    cashier: {menu: void, of: mistyped, card: insert, pin: ok, password: ok}
  - after: 10s
    cashier: {menu: sale, amount: 66.00 CNY, card: insert, pin: ok, purchase: mistyped}
"""
GUARDED = """\
scenario: v1
title: 重复输入提醒
title_en: Guarded
covers: [S7, F54, P10]
given:
  card: {pan: "622202******0018", balance: 500.00 CNY, pin: yes}
  cashier: {conduct: none}
steps:
  - at: 0s
    cashier: {menu: sale, amount: 66.00 CNY, card: insert, pin: ok}
    as: shopping
  - after: 10s
    cashier: {menu: sale, amount: 66.00 CNY, card: insert, pin: ok, purchase: shopping}
  - when: console.displayed
    where: {screen: confirm_duplicate}
    after: 5s
    cashier: cancel
"""


def branch_of(book: Book, scenario: str) -> Branch:
    """The branch that a scenario shows."""
    return next(branch for branch in book.branches if branch.scenario == scenario)


def read(text: str) -> Branch:
    """The branch of a story of its own."""
    (scenario,) = read_text(text, file="story.yaml", **shop_words())
    return read_branch(scenario, prove(scenario), scenario.covers[0])


def test_a_branch_has_its_check_with_what_tells(book: Book) -> None:
    """Who looked, at what, when after it struck, and only what is not so on other days."""
    (check,) = branch_of(book, "paper").checks

    assert (("D01",), "cashier.look_at_screen") == (check.numbers, check.key)
    assert (("screen", "paper_out"),) == check.seen
    assert 22 * SECOND < check.at_us < 23 * SECOND


def test_a_branch_has_its_remedies_in_order(book: Book) -> None:
    """The proven one with its number, the key that goes on printing without."""
    deeds = branch_of(book, "paper").deeds

    assert [("cashier.load_paper", ("R01",)), ("cashier.confirm", ())] == [
        (deed.key, deed.numbers) for deed in deeds
    ]
    assert 2 * SECOND == deeds[1].at_us - deeds[0].at_us


def test_what_is_done_anyway_is_no_part_of_it(book: Book) -> None:
    """The void was planned, late answer or not."""

    assert () == branch_of(book, "unasked").deeds
    assert 0 == branch_of(book, "unasked").took_us


def test_a_sale_that_is_rung_up_anew_belongs_to_it(book: Book) -> None:
    """Of the two sales the second one: the first is the one that went wrong."""
    deeds = branch_of(book, "lost").deeds

    assert ["terminal.reversal", "cashier.sale"] == [deed.key for deed in deeds]
    assert deeds[0].at_us < deeds[1].at_us


def test_it_is_over_when_the_last_step_is_through(book: Book) -> None:
    """The slip comes out behind the key."""
    branch = branch_of(book, "paper")

    assert branch.deeds[-1].at_us < branch.took_us < branch.deeds[-1].at_us + 10 * SECOND


def test_every_remedy_has_what_becomes_of_it_without(book: Book) -> None:
    """As the proof says."""
    (loss,) = branch_of(book, "lost").losses

    assert ("R12", "unexplained") == (loss.number, loss.change.what)


def test_the_end_tells_who_still_lacks_something(book: Book) -> None:
    """The customer of the voided sale went without; the one with the slip lacks nothing."""

    assert 6600 == branch_of(book, "unasked").end["unpaid_fen"]
    assert "unpaid_fen" not in branch_of(book, "paper").end


def test_a_supervisor_who_had_to_come_is_told() -> None:
    """The void needs a password, the new sale does not."""
    void, sale = read(MISTYPED).deeds

    assert ("cashier.void", True) == (void.key, void.with_supervisor)
    assert ("cashier.sale", False) == (sale.key, sale.with_supervisor)


def book_without(*covers: str) -> Book:
    """The book of S1 that the story of the paper makes if it claims something else."""
    scenario = replace(told("paper"), covers=covers)
    return Book.of("S1", [scenario], [prove(scenario)])


def test_what_is_not_proven_has_no_branch() -> None:
    """A story of another symptom, and one that proves neither a cause nor a remedy."""

    assert () == book_without("S2", "F07", "R01").branches
    assert () == book_without("S1", "F09").branches


def test_a_remedy_without_a_documented_cause_is_told_by_its_story() -> None:
    """As what is done when a customer disputes a payment; the harm is what it averts."""
    (branch,) = book_without("S1", "R01").branches

    assert ((), "without_paper") == (branch.causes, branch.harm.what)
    assert [("R01",)] == [deed.numbers for deed in branch.deeds]


def test_what_was_dealt_with_in_time_is_told_though_the_symptom_does_not_show() -> None:
    """The story is about S5, in which money comes late, and nothing of the sort is seen."""
    scenario = replace(told("paper"), covers=("S5", "F07", "R01"))
    (branch,) = Book.of("S5", [scenario], [prove(scenario)]).branches

    assert (False, ("F07",)) == (branch.shows, branch.causes)


def test_a_prevention_is_told_though_nothing_happens() -> None:
    """The customer is not charged twice, so the symptom is not there, and that is the point."""
    (scenario,) = read_text(GUARDED, file="guarded.yaml", **shop_words())
    book = Book.of("S7", [scenario], [prove(scenario)])
    (prevention,) = book.preventions

    assert () == book.branches
    assert ("P10", ("terminal.duplicate_guard_us",)) == (prevention.number, prevention.deeds)
    assert "over" == prevention.loss.what


def test_the_same_stories_make_the_same_book() -> None:
    """Nothing but the runs decides."""
    first = book_of("paper", "lost")
    book_of.cache_clear()

    assert first == book_of("paper", "lost")


def test_a_book_counts_each_number_once(book: Book) -> None:
    """As the line below a runbook says."""

    assert {"causes": 5, "checks": 2, "recoveries": 3, "preventions": 0} == book.counts()

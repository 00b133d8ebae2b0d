"""Each class of difference, from the smallest set of lines that shows it."""

from datetime import timedelta

import pytest
from three_sides import TEN, acquirer, bank, found, journal, told, unexplained


def test_three_equal_sides_agree() -> None:
    """A sale that all three have alike is no difference, and every total is the same."""
    report = found([journal()], [acquirer()], [bank()])

    assert ("agrees", []) == (report.verdict, told(report))
    assert 10_000 == report.journal.net_fen == report.acquirer.net_fen == report.bank.net_fen


def test_what_the_terminal_lacks_is_long() -> None:
    """Acquirer and bank have it, the terminal does not."""
    report = found([], [acquirer()], [bank()])

    assert [("long", "terminal", 10_000)] == told(report)


def test_what_the_terminal_still_has_to_reverse_is_long_and_says_so() -> None:
    """The terminal has asked and does not know; it is told apart from what it never heard of."""
    report = found([journal(outcome="open")], [acquirer()], [bank()])

    assert [("long", "pending")] == [(one.kind, one.variant) for one in report.differences]
    assert "R12" == report.differences[0].remedies[0]


@pytest.mark.parametrize("outcome", ["declined", "reversed", "forgotten", "open"])
def test_what_did_not_come_about_anywhere_is_no_difference(outcome: str) -> None:
    """A request that nobody approved is in nobody's total."""
    report = found([journal(outcome=outcome)])

    assert ("agrees", 0) == (report.verdict, report.journal.net_fen)


def test_what_the_acquirer_alone_has_is_long_of_the_acquirer() -> None:
    """With the bank's word against it the acquirer stands alone."""
    assert [("long", "acquirer", 10_000)] == told(found([], [acquirer()], []))


def test_what_the_acquirer_lacks_is_short() -> None:
    """Terminal and bank have it, the acquirer does not."""
    assert [("short", "acquirer", 10_000)] == told(found([journal()], [], [bank()]))


def test_what_the_terminal_alone_has_is_short_of_the_terminal() -> None:
    """Nobody else has ever heard of it."""
    assert [("short", "terminal", 10_000)] == told(found([journal()], [], []))


def test_what_the_bank_alone_has_is_unmatched() -> None:
    """The cardholder was debited and neither terminal nor acquirer has it."""
    assert [("unmatched", "bank", 10_000)] == told(found([], [], [bank()]))


def test_what_the_bank_alone_lacks_is_unmatched() -> None:
    """Terminal and acquirer agree; no cardholder paid."""
    assert [("unmatched", "bank", 10_000)] == told(found([journal()], [acquirer()], []))


def test_a_reversal_takes_a_booking_out() -> None:
    """Booked and reversed on two sides and reversed on the third is agreement."""
    report = found(
        [journal(outcome="reversed")],
        [acquirer(), acquirer(entry="reversed")],
        [bank(), bank(entry="reversed")],
    )

    assert ("agrees", 0) == (report.verdict, report.acquirer.debit_count)


def test_a_reversal_that_leaves_something_over_is_told() -> None:
    """Booked 110.00 and reversed 100.00 leaves 10.00 at the acquirer alone."""
    report = found([], [acquirer(amount_fen=11_000), acquirer(entry="reversed")], [])

    assert [("long", "acquirer", 1_000)] == told(report)


@pytest.mark.parametrize("side", ["terminal", "acquirer", "bank"])
def test_twice_on_one_side_is_duplicated(side: str) -> None:
    """The side that has it twice is named, with what is too much."""
    lines = {"terminal": [journal()], "acquirer": [acquirer()], "bank": [bank()]}
    lines[side] *= 2
    report = found(*lines.values())

    assert [("duplicated", side, 10_000)] == told(report)


def test_taken_back_twice_is_duplicated() -> None:
    """A reversal that was credited again leaves less than nothing."""
    report = found([], [acquirer(), *[acquirer(entry="reversed")] * 2], [])

    assert [("duplicated", "acquirer", 10_000)] == told(report)
    assert [0, 0, 0] == unexplained(report)


@pytest.mark.parametrize(
    ("amounts", "odd"),
    [
        ((9_000, 10_000, 10_000), "terminal"),
        ((10_000, 9_000, 10_000), "acquirer"),
        ((10_000, 10_000, 9_000), "bank"),
        ((10_000, 9_000, 9_500), ""),
    ],
)
def test_different_amounts_name_who_stands_alone(amounts: tuple[int, int, int], odd: str) -> None:
    """Two against one; nobody is named if all three differ."""
    ours, theirs, banks = amounts
    lines = ([journal(amount_fen=ours)], [acquirer(amount_fen=theirs)], [bank(amount_fen=banks)])

    assert [("wrong_amount", odd, 1_000)] == told(found(*lines))


def test_an_amount_that_one_side_does_not_tell_is_not_compared() -> None:
    """An acquirer that holds a pre-authorisation does not say for how much."""
    kind = {"transaction": "preauth"}
    report = found([journal(**kind)], [acquirer(amount_fen=None, **kind)], [bank(**kind)])

    assert "agrees" == report.verdict


def test_a_hold_moves_no_money_and_is_compared_all_the_same() -> None:
    """A pre-authorisation that the terminal does not know is long, and no total has it."""
    kind = {"transaction": "preauth"}
    report = found([], [acquirer(**kind)], [bank(**kind)])

    assert [("long", "terminal", 10_000)] == told(report)
    assert (0, [0, 0, 0]) == (report.acquirer.net_fen, unexplained(report))


def test_another_kind_is_the_wrong_type() -> None:
    """The same number and amount, but the bank has a refund."""
    report = found([journal()], [acquirer()], [bank(transaction="refund")])

    assert [("wrong_type", "bank", 10_000)] == told(report)
    assert (-10_000, [0, 0, 0]) == (report.bank.net_fen, unexplained(report))


def test_a_bank_calls_every_void_by_the_same_name() -> None:
    """A void of a completion is no other type on a statement that says void."""
    kind = {"transaction": "completion_void"}
    report = found([journal(**kind)], [acquirer(**kind)], [bank(transaction="void")])

    assert "agrees" == report.verdict
    assert {"wrong_type": 1} == found(
        [journal(**kind)], [acquirer(transaction="void")], [bank(transaction="void")]
    ).counts()


@pytest.mark.parametrize(("minutes", "classes"), [(5, []), (-5, []), (6, [360]), (-6, [-360])])
def test_a_clock_may_be_off_by_five_minutes(minutes: int, classes: list[int]) -> None:
    """At the tolerance nobody minds; beyond it the report says how far, and in which direction."""
    ours = journal(at=TEN + timedelta(minutes=minutes))
    report = found([ours], [acquirer(at=TEN)], [bank()])

    assert classes == [one.off_us // 1_000_000 for one in report.differences]


def test_a_time_that_nobody_knows_is_not_compared() -> None:
    """Without a slip there is nothing that the terminal says about the time."""
    assert "agrees" == found([journal()], [acquirer(at=TEN)], [bank()]).verdict


def test_what_is_listed_with_money_is_in_suspense() -> None:
    """The acquirer keeps 10.00 until it is explained, and gives its reason."""
    listed = acquirer(amount_fen=1_000, entry="listed", why="amount", suspense_fen=1_000)
    report = found([journal()], [acquirer(), listed], [bank()])

    assert [("in_suspense", "acquirer", 1_000)] == told(report)
    assert "amount" == report.differences[0].why


def test_a_list_without_money_explains_what_was_found() -> None:
    """The acquirer lists what only the terminal has; that is the same finding, not another."""
    listed = acquirer(entry="listed", why="unmatched", transaction="")
    report = found([journal()], [listed], [])

    assert [("short", "unmatched")] == [(one.kind, one.why) for one in report.differences]


def test_a_whole_batch_on_the_list_is_told() -> None:
    """An upload with holes is listed under no number."""
    listed = acquirer("", 7_000, entry="listed", why="upload_incomplete", transaction="")

    assert [("in_suspense", "acquirer", 7_000)] == told(found([], [listed], []))


def test_a_correction_counts_when_the_list_is_done_with() -> None:
    """Booked 10.00 too high and corrected: open as long as it is listed, gone when it is not."""
    lines = [acquirer(amount_fen=11_000), acquirer(amount_fen=-1_000, entry="corrected")]
    listed = acquirer(amount_fen=1_000, entry="listed", why="amount", suspense_fen=1_000)

    assert "agrees" == found([journal()], lines, [bank()]).verdict
    assert {"wrong_amount": 1, "in_suspense": 1} == found(
        [journal()], [*lines, listed], [bank()]
    ).counts()


def test_a_credit_adjustment_ends_a_long_one() -> None:
    """What was long goes back to the cardholder, and then nobody has it."""
    report = found(
        [],
        [acquirer(), acquirer(amount_fen=-10_000, entry="corrected")],
        [bank(), bank(amount_fen=-10_000, entry="adjusted")],
    )

    assert ("agrees", [0, 0, 0]) == (report.verdict, unexplained(report))


def test_what_the_acquirer_bears_itself_is_done_with() -> None:
    """It paid 10.00 too much and wrote that off: the account has it, and the records say why."""
    lines = [acquirer(amount_fen=11_000), acquirer(amount_fen=-1_000, entry="borne")]
    report = found([journal()], lines, [bank()])

    assert ("agrees", [0, 0, 0]) == (report.verdict, unexplained(report))


BACK = {"entry": "charged_back", "transaction": ""}


def test_what_a_dispute_took_back_is_charged_back() -> None:
    """The sale still stands on all sides, and the merchant has nothing of it."""
    report = found([journal()], [acquirer(), acquirer(**BACK)], [bank(), bank(**BACK)])
    (one,) = report.differences

    assert [("charged_back", "", 10_000)] == told(report)
    assert (("R23", "R24"), [0, 0, 0]) == (one.remedies, unexplained(report))
    assert (10_000, 0, 0) == (report.journal.net_fen, report.acquirer.net_fen, report.bank.net_fen)


def test_part_of_a_sale_may_be_charged_back() -> None:
    """What the rest is stays with the merchant."""
    part = {**BACK, "amount_fen": 4_000}
    report = found([journal()], [acquirer(), acquirer(**part)], [bank(), bank(**part)])

    assert [("charged_back", "", 4_000)] == told(report)
    assert ([0, 0, 0], 6_000) == (unexplained(report), report.acquirer.net_fen)


@pytest.mark.parametrize(
    ("side", "theirs", "banks", "share"),
    [
        ("acquirer", [acquirer(**BACK)], [], (-10_000, 10_000)),
        ("bank", [], [bank(**BACK)], (0, -10_000)),
    ],
)
def test_money_that_only_one_side_has_taken_back_is_told_of_it(
    side: str, theirs: list, banks: list, share: tuple[int, int]
) -> None:
    """It stays somewhere on the way, so somebody has to be asked."""
    report = found([journal()], [acquirer(), *theirs], [bank(), *banks])
    (one,) = report.differences

    assert [("charged_back", side, 10_000)] == told(report)
    assert (share, "R10") == ((one.to_acquirer_fen, one.to_bank_fen), one.remedies[0])
    assert [0, 0, 0] == unexplained(report)


def test_without_the_banks_word_the_acquirers_counts() -> None:
    """A shop does not see its customers' accounts."""
    report = found([journal()], [acquirer(), acquirer(**BACK)], None)

    assert [("charged_back", "", 10_000)] == told(report)


def test_what_the_terminal_lacks_and_was_charged_back_is_told_as_both() -> None:
    """Each of the two has its own share of the money."""
    report = found([], [acquirer(), acquirer(**BACK)], [bank(), bank(**BACK)])

    assert [("long", "terminal", 10_000), ("charged_back", "", 10_000)] == told(report)
    assert [10_000, -10_000] == [one.to_acquirer_fen for one in report.differences]


def test_a_chargeback_of_a_sale_from_before_is_told_all_the_same() -> None:
    """Nobody has the sale on record any more."""
    report = found([], [acquirer(**BACK)], [bank(**BACK)])

    assert [("charged_back", "", 10_000)] == told(report)
    assert [0, 0, 0] == unexplained(report)


def test_of_two_alike_nobody_is_asked_when_one_was_charged_back() -> None:
    """The customer has said what it was."""
    report = _two_sales(
        minutes=1,
        more=(
            journal("000004"),
            acquirer("000003", **BACK),
            bank("000003", **BACK),
        ),
    )

    assert () == report.standing("question")


def test_money_without_any_booking_is_told() -> None:
    """A bank that adjusts what it never booked has something of its own."""
    report = found([], [], [bank(amount_fen=-500, entry="adjusted", transaction="")])

    assert [("unmatched", "bank", 500)] == told(report)


def test_without_a_statement_two_sides_are_compared() -> None:
    """No bank, no third column, no payouts."""
    report = found([journal()], [acquirer(amount_fen=9_000)], None)

    assert [("wrong_amount", "", 1_000)] == told(report)
    assert (None, 1) == (report.bank, len(report.explanations))


def test_a_statement_of_payouts_alone_does_not_miss_single_sales() -> None:
    """A merchant's account shows one sum a day."""
    report = found([journal()], [acquirer()], [], bank_lists_items=False)

    assert ("agrees", None) == (report.verdict, report.bank)


def test_the_same_card_and_amount_within_minutes_is_a_question() -> None:
    """All sides have both sales; only a person can tell whether they were one."""
    report = _two_sales(minutes=5)
    (question,) = report.standing("question")

    assert ("agrees", "duplicated") == (report.verdict, question.kind)
    assert ("000003", "000002") == (question.stan, question.with_stan)


def test_the_same_card_and_amount_much_later_is_no_question() -> None:
    """Somebody came back."""
    assert () == _two_sales(minutes=6).standing("question")


def test_a_sale_that_was_voided_is_no_question() -> None:
    """Somebody has asked already."""
    void = {"transaction": "void"}
    report = _two_sales(
        minutes=1,
        more=(
            journal("000004", **void),
            acquirer("000004", original_batch="000001", original_stan="000003", **void),
            bank("000004", **void),
        ),
    )

    assert ("agrees", ()) == (report.verdict, report.standing("question"))


def _two_sales(minutes: int, more: tuple = ()):
    ours, theirs, banks = [journal(), journal("000003")], [], []
    for stan, at in (("000002", TEN), ("000003", TEN + timedelta(minutes=minutes))):
        theirs.append(acquirer(stan, at=at))
        banks.append(bank(stan, at=at, card="622202******0018"))
    for side, line in zip((ours, theirs, banks), more, strict=False):
        side.append(line)
    return found(ours, theirs, banks)


def test_a_record_that_breaks_off_leaves_the_open_batch_undecided() -> None:
    """What is long now may be reversed in what is missing; the report says what is open."""
    report = found(
        [journal(), journal("000003", outcome="open")],
        [acquirer(), acquirer("000003")],
        [bank(), bank("000003")],
        is_whole=False,
    )
    (batch,) = report.open_batches

    assert ("undecided", ()) == (report.verdict, report.differences)
    assert (1, 10_000, 1) == (batch.count, batch.net_fen, batch.undecided)


def test_what_was_settled_before_a_record_breaks_off_is_judged() -> None:
    """A closed batch cannot come right any more."""
    report = found([journal(settled=True)], [acquirer(amount_fen=9_000)], [bank()], is_whole=False)

    assert ("differs", ()) == (report.verdict, report.open_batches)


def test_a_record_that_breaks_off_after_the_batch_is_judged() -> None:
    """Nothing was open any more."""
    lines = ([journal(settled=True)], [acquirer()], [bank()])

    assert "agrees" == found(*lines, is_whole=False).verdict


def test_a_record_that_breaks_off_before_anything_is_undecided() -> None:
    """There was nothing to judge yet."""
    assert "undecided" == found(is_whole=False).verdict


def test_a_journal_that_nobody_saw_is_not_an_empty_one() -> None:
    """A terminal that keeps its journal elsewhere has not lost every sale."""
    report = found([], [acquirer()], [bank()], journal_seen=False)

    assert ("undecided", ()) == (report.verdict, report.differences)

"""The report for people in two languages, and the one for programs."""

import json
from itertools import product

import msgspec
import pytest
from three_sides import acquirer, bank, found, journal, payout

from emulator.domain.texts import has, say
from emulator.operations.reconciliation import differences
from emulator.operations.reconciliation.differences import CLASSES, Difference
from emulator.operations.reconciliation.reconcile import Report
from emulator.operations.reconciliation.report_data import report_data
from emulator.operations.reconciliation.telling import ROWS, tell
from emulator.reports.layout import plain
from emulator.scenario.catalogue import catalogue

LONG = """\
Three-way reconciliation, up to 2026-03-02 20:00:00

            terminal     acquirer       bank
debits   1    100.00  2    180.00  2  180.00
credits  0      0.00  0      0.00  0    0.00
net           100.00       180.00     180.00

terminal 100.00  + long 80.00  = acquirer 180.00
acquirer 180.00  = bank 180.00
acquirer 180.00  - not yet due 180.00  = on the merchant's account 0.00

long (differs): 1, 80.00
"""


def text_of(report: Report, lang: str = "en") -> str:
    return plain(tell(report, lang))


def one_long() -> Report:
    return found(
        [journal()], [acquirer(), acquirer("000003", 8_000)], [bank(), bank("000003", 8_000)]
    )


def test_totals_and_steps_stand_before_the_differences() -> None:
    """Three columns, the way from one to the next, then what does not agree."""
    assert text_of(one_long()).startswith(LONG)


def test_a_difference_has_its_rows_and_its_remedies() -> None:
    """By number, with what each side says, and the catalogue's words."""
    text = text_of(one_long())

    assert "    000001  000003  -         sale 80.00  sale 80.00\n" in text
    assert f"  → R12 {catalogue()['R12'].words('en')}\n" in text
    assert text.endswith("✗ differences: 1")


def test_it_is_told_in_chinese_too() -> None:
    """With the words of the trade."""
    text = text_of(one_long(), "zh")

    assert "终端 100.00  + 长款 80.00  = 支付机构 180.00" in text
    assert f"  → R12 {catalogue()['R12'].words('zh')}" in text
    assert text.endswith("✗ 1 处差异")


@pytest.mark.parametrize(("lang", "word"), [("zh", "退单"), ("en", "charged back")])
def test_what_was_charged_back_has_its_row_among_the_totals(lang: str, word: str) -> None:
    """With what each side took back, so that the column adds up to its net."""
    back = {"entry": "charged_back", "amount_fen": 4_000}
    report = found([journal()], [acquirer(), acquirer(**back)], [bank(), bank(**back)])
    rows = [line.text.split() for line in tell(report, lang) if line.text.startswith(word)]

    assert [*word.split(), "0.00", "-40.00", "-40.00"] == rows[0]


def test_a_long_list_is_cut_and_says_so() -> None:
    """The rest is for a program to read."""
    count = ROWS + 3
    lines = [acquirer(f"{n:06d}") for n in range(count)]
    text = text_of(found([], lines, None))

    assert "    and 3 more, see --json\n" in text
    assert ROWS == text.count("sale 100.00")


def test_what_is_unexplained_would_be_said() -> None:
    """An entry of no day is in nobody's payout."""
    report = found([journal()], [acquirer(business_day=None)], [bank()])

    assert "differs" == report.verdict
    assert "-100.00 of this is unexplained" in text_of(report)


def test_a_record_that_breaks_off_says_what_is_open() -> None:
    """The batch, and what has no outcome."""
    text = text_of(found([journal(), journal("000003", outcome="open")], is_whole=False))

    assert "batch 000001 is not settled: 1, 100.00\n" in text
    assert "and 1 of which the terminal does not know the outcome\n" in text
    assert text.endswith("? cannot be judged: the record breaks off before the batch was settled")


def test_control_characters_in_a_reason_are_shown() -> None:
    """A file cannot move the reader's cursor."""
    listed = acquirer(entry="listed", why="\x1b[2J", suspense_fen=1, transaction="")

    assert "\\x1b[2J" in text_of(found([journal()], [acquirer(), listed], [bank()]))


def test_every_class_has_its_words_and_its_remedies() -> None:
    """In both languages, and by numbers that the catalogue has."""
    for kind, lang in product(CLASSES, ("zh", "en")):
        assert say(f"reconcile.class.{kind}", lang)
        assert say(f"reconcile.what.{kind}", lang)
        assert Difference(kind=kind).remedies


@pytest.mark.parametrize("name", sorted(differences._REMEDIES))
def test_every_case_with_a_remedy_of_its_own_has_words_of_its_own(name: str) -> None:
    """What is to be done is said, not only numbered; the numbers are recoveries."""
    assert has(f"reconcile.what.{name}")
    assert set(differences._REMEDIES[name]) <= {
        id for id, entry in catalogue().items() if entry.group == "recoveries"
    }


def test_every_reason_that_has_a_cause_has_words() -> None:
    """What held a payout up is never shown as a machine's word."""
    assert [] == [why for why in differences._LATE_CAUSES if not has(f"reconcile.why.{why}")]


def test_the_data_say_the_same_for_programs() -> None:
    """Plain JSON under English names."""
    report = one_long()
    data = json.loads(msgspec.json.encode(report_data(report)))
    long, due = data["findings"]

    assert ("differs", {"long": 1}) == (data["verdict"], data["counts"])
    assert ("long", "000003", ["R12", "R10", "R16"]) == (
        long["class"],
        long["stan"],
        long["remedies"],
    )
    assert {"terminal": None, "acquirer": 8_000, "bank": 8_000} == {
        side: told and told["amount_fen"] for side, told in long["says"].items()
    }
    assert ("not_yet_due", "expected", "2026-03-03") == (due["class"], due["standing"], due["due"])
    assert [0, 0, 0] == [explanation["unexplained_fen"] for explanation in data["explanations"]]


def test_payouts_are_told_by_day() -> None:
    """Day, amount, due, credited, and what was in the way."""
    late = payout(10_000, state="returned", at=None, why="wrong_number")
    text = text_of(found([journal()], [acquirer()], [bank(), late]))

    assert "    2026-03-02    100.00  2026-03-03  -         wrong account number\n" in text
    assert "→ R15 " in text

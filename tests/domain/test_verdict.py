"""What checks say, and what a run comes to."""

import pytest

from emulator.domain.verdict import Truth, Verdict, worst

PASS = Verdict(check="a", truth=Truth.PASS)
UNSURE = Verdict(check="b", truth=Truth.INCONCLUSIVE)
FAIL = Verdict(check="c", truth=Truth.FAIL)
NOT_APPLIED = Verdict(check="d", truth=Truth.INCONCLUSIVE, applied=False)
WAIVED = Verdict(check="e", truth=Truth.FAIL, waived="known defect")


@pytest.mark.parametrize(
    ("verdicts", "truth"),
    [
        ([PASS], Truth.PASS),
        ([PASS, UNSURE], Truth.INCONCLUSIVE),
        ([UNSURE, FAIL, PASS], Truth.FAIL),
        ([PASS, NOT_APPLIED], Truth.PASS),
        ([PASS, WAIVED], Truth.PASS),
        ([], Truth.INCONCLUSIVE),
        ([NOT_APPLIED], Truth.INCONCLUSIVE),
        ([WAIVED], Truth.INCONCLUSIVE),
    ],
)
def test_the_worst_wins(verdicts: list[Verdict], truth: Truth) -> None:
    """What did not apply or is waived does not count; nothing judged is inconclusive."""
    assert truth is worst(verdicts)


@pytest.mark.parametrize(
    ("truth", "word"),
    [(Truth.PASS, "pass"), (Truth.INCONCLUSIVE, "inconclusive"), (Truth.FAIL, "fail")],
)
def test_machine_words(truth: Truth, word: str) -> None:
    """The words of reports are stable."""
    assert word == truth.word

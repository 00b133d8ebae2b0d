"""Trouble while a slip is printed, and what may be said of it afterwards."""

import msgspec
import pytest

from emulator.codecs.escpos.requests import PAD
from emulator.printer.driver.jobs import JobReport, JobState
from tests.printer.driver_talk import (
    ASB,
    ASB_CUT_FAILED,
    ASB_HOT,
    ASB_JAMMED,
    ASB_NO_PAPER,
    ASB_OPEN,
    ASB_WELL,
    ASK,
    CLEARED,
    FORGET,
    NO_PAPER,
    OPEN,
    POLLED,
    WELL,
    Talk,
    answers,
    fences,
)

TORN = JobState.PARTIAL


def outcome(talk: Talk) -> tuple[str, JobState, bool]:
    """What the only report says."""
    (report,) = talk.reports
    return report.result, report.state, report.may_finish


@pytest.mark.parametrize(
    ("status", "result"),
    [(ASB_NO_PAPER, "paper_out"), (ASB_OPEN, "cover_open"), (ASB_JAMMED, "jam")],
)
def test_trouble_ends_the_slip_and_the_printer_forgets_it(status: bytes, result: str) -> None:
    """At once; the report waits until the printer has confirmed it."""
    talk = Talk()
    talk.take_off()

    assert FORGET == talk.says(status)
    assert [] == talk.reports
    talk.says(CLEARED)
    assert (result, TORN, False) == outcome(talk)


def test_how_much_is_on_paper_is_what_fences_proved() -> None:
    """Here two lines of 4 mm."""
    talk = Talk()
    (fence,) = fences(talk.take_off())
    talk.says(fence + ASB_NO_PAPER)
    talk.says(CLEARED)

    assert 8 == talk.reports[0].printed_mm


def test_something_may_be_on_paper_as_soon_as_something_was_sent() -> None:
    """So that the next try voids it."""
    talk = Talk()
    talk.take_off()
    talk.says(ASB_NO_PAPER)
    talk.says(CLEARED)

    assert 1 == talk.reports[0].printed_mm


def test_before_the_last_words_a_slip_is_torn_even_if_nothing_is_confirmed() -> None:
    """It cannot become whole: they were never sent."""
    talk = Talk()
    talk.take_off()
    talk.says(ASB_OPEN)
    talk.wait_ms(500)

    assert ("cover_open", TORN, False) == outcome(talk)


def test_what_was_not_forgotten_is_cut_off_before_the_next_slip() -> None:
    """It may have come out meanwhile."""
    talk = Talk()
    talk.take_off()
    talk.says(ASB_OPEN)
    talk.wait_ms(500)
    talk.submit(2)

    assert FORGET == talk.written()
    assert ASK == talk.wait_ms(500)
    assert b"\x1dV\x01\x1b@" in talk.says(WELL)


def test_after_a_confirmed_end_the_next_slip_is_as_any() -> None:
    """Nothing of the last one is left."""
    talk = Talk()
    talk.take_off()
    talk.says(ASB_OPEN)
    talk.says(CLEARED)
    talk.submit(2)

    assert ASK == talk.written()
    assert talk.says(WELL).startswith(b"\x1b@\x1da")


def test_after_the_last_words_a_confirmed_end_without_their_fence_means_torn() -> None:
    """Their answer would have come first."""
    talk = Talk()
    talk.bring_to_last_words()
    talk.says(ASB_NO_PAPER)
    talk.says(CLEARED)

    assert ("paper_out", TORN, False) == outcome(talk)


def test_after_the_last_words_an_unconfirmed_end_may_still_become_whole() -> None:
    """The next print must carry the mark."""
    talk = Talk()
    talk.bring_to_last_words()
    talk.says(ASB_OPEN)
    talk.wait_ms(500)

    assert ("cover_open", JobState.UNKNOWN, True) == outcome(talk)


def test_a_garbled_answer_leaves_a_torn_end_in_doubt() -> None:
    """It may have been the one that counts."""
    talk = Talk()
    talk.bring_to_last_words()
    talk.says(b"\x81\x99")
    talk.says(ASB_NO_PAPER)
    talk.says(CLEARED)

    assert ("unknown", JobState.UNKNOWN, False) == outcome(talk)


def test_a_well_printer_that_owes_an_answer_leaves_a_torn_end_in_doubt() -> None:
    """The fence must be lost, one way or the other."""
    talk = Talk()
    talk.bring_to_last_words()
    talk.wait_ms(250)
    talk.says(WELL)
    talk.says(ASB_NO_PAPER)
    talk.says(CLEARED)

    assert "unknown" == outcome(talk)[0]


def test_a_question_that_stays_open_leaves_a_torn_end_in_doubt() -> None:
    """The printer answered what was asked later: something is lost."""
    talk = Talk()
    talk.bring_to_last_words()
    assert ASK == talk.wait_ms(250)
    talk.says(ASB_NO_PAPER)
    talk.says(CLEARED)

    assert "unknown" == outcome(talk)[0]


def test_words_that_are_proven_are_a_printed_slip_whatever_comes() -> None:
    """Only feed is missing, which the next slip makes up for."""
    talk = Talk()
    words, _ = talk.bring_to_last_words()
    talk.says(words + ASB_NO_PAPER)
    talk.says(CLEARED)
    talk.submit(2)
    talk.written()

    assert ["printed"] == talk.results
    assert talk.says(WELL).startswith(b"\x1b@\x1b3\x20\n\n\n\n\n\x1b@")


def test_a_cut_that_fails_leaves_a_whole_slip() -> None:
    """Nothing is forgotten: the cut is still to be done."""
    talk = Talk(msgspec.structs.replace(ASB, has_cutter=True))
    words, _ = talk.bring_to_last_words()

    assert b"" == talk.says(words + ASB_CUT_FAILED)
    assert ("cutter_jam", JobState.CONFIRMED, False) == outcome(talk)


def test_a_cut_that_fails_before_the_words_are_proven_leaves_doubt() -> None:
    """It comes behind them, so that their answer must be lost."""
    talk = Talk(msgspec.structs.replace(ASB, has_cutter=True))
    talk.bring_to_last_words()
    talk.says(ASB_CUT_FAILED)
    talk.says(CLEARED)

    assert "unknown" == outcome(talk)[0]


def test_a_fence_may_overtake_the_end() -> None:
    """It was on its way when the trouble was told."""
    talk = Talk()
    words, _ = talk.bring_to_last_words()
    talk.says(ASB_OPEN)
    talk.says(words)
    talk.says(CLEARED)

    assert ["printed"] == talk.results


def test_a_skipped_fence_is_never_made_up_for() -> None:
    """A piece of the slip may be gone with it."""
    talk = Talk()
    _, end = talk.bring_to_last_words()
    talk.says(end)
    talk.says(CLEARED)

    assert "unknown" == outcome(talk)[0]


def test_a_hot_head_is_waited_for() -> None:
    """The printer goes on by itself."""
    talk = Talk()
    (fence,) = fences(talk.take_off())

    assert b"" == talk.says(ASB_HOT)
    talk.says(ASB_WELL)
    words, end = answers(talk.says(fence))
    talk.says(words + end)
    assert ["printed"] == talk.results


def test_a_hot_head_is_not_waited_for_for_ever() -> None:
    """At most `hot_us`."""
    talk = Talk()
    talk.take_off()
    talk.says(ASB_HOT)
    written = b""
    for _ in range(ASB.hot_us // ASB.poll_us + 1):
        written += talk.wait(ASB.poll_us)
        talk.says(b"\x1a\x52\x52\x12")

    assert FORGET in written
    talk.says(CLEARED)
    assert ("hot", TORN, False) == outcome(talk)


def test_a_fence_that_never_comes_ends_the_slip() -> None:
    """The printer is asked once more; that it is well proves nothing."""
    talk = Talk()
    talk.take_off()
    written = b""
    for _ in range(20):
        asked = talk.wait_ms(250)
        written += asked + (talk.says(WELL) if ASK in asked else b"")
        if FORGET in written:
            break
    talk.says(CLEARED)

    assert ("fault", TORN, False) == outcome(talk)


def test_silence_after_the_last_words_leaves_the_outcome_unknown() -> None:
    """Printed or not: nobody can know."""
    talk = Talk()
    talk.bring_to_last_words()
    talk.wait_ms(30_000)

    assert ("unknown", JobState.UNKNOWN, True) == outcome(talk)
    assert talk.driver.known.offline is None


def test_a_blind_moment_behind_the_last_words_is_not_made_up_for() -> None:
    """The paper may have run out and been replaced: two pieces have all the fences too."""
    talk = Talk()
    words, end = talk.bring_to_last_words()
    talk.wait_ms(800)
    talk.says(words + end)

    assert ("unknown", JobState.UNKNOWN, False) == outcome(talk)


def test_trouble_told_when_asked_must_be_told_twice() -> None:
    """A stray answer can put one round out of step."""
    talk = Talk(msgspec.structs.replace(POLLED, clear="dle_enq"))
    talk.take_off()
    talk.wait_ms(250)

    assert b"" == talk.says(NO_PAPER)
    talk.wait_ms(250)
    assert PAD + b"\x10\x05\x02" == talk.says(NO_PAPER)
    assert ("paper_out", TORN, False) == outcome(talk)


def test_a_plain_answer_too_many_ends_a_slip_that_can_still_be_ended() -> None:
    """Nobody can tell which fence it was for."""
    talk = Talk(msgspec.structs.replace(POLLED, block_lines=1))
    talk.take_off()
    talk.says(b"\x00\x00\x00\x00\x00")
    talk.wait_ms(30_000)

    assert "printed" not in talk.results


# Resuming ----------------------------------------------------------------------------------------

RESUMING = msgspec.structs.replace(ASB, recovery="resume")


def test_a_printer_trusted_to_resume_is_told_of_and_waited_for() -> None:
    """A first report says what is wrong, a second that the slip is out."""
    talk = Talk(RESUMING)
    (fence,) = fences(talk.take_off())

    assert b"" == talk.says(ASB_OPEN)
    assert [JobReport(1, "cover_open", 1, True, JobState.SENDING)] == talk.reports
    for _ in range(240):
        assert ASK == talk.wait_ms(250)
        talk.says(OPEN)
    talk.says(ASB_WELL)
    words, end = answers(talk.says(fence))
    talk.says(words + end)
    assert ["cover_open", "printed"] == talk.results


@pytest.mark.parametrize("status", [ASB_NO_PAPER, ASB_JAMMED])
def test_where_paper_is_parted_there_is_nothing_to_resume(status: bytes) -> None:
    """Two pieces make no slip."""
    talk = Talk(RESUMING)
    talk.take_off()

    assert FORGET == talk.says(status)

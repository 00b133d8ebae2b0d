"""Before the first byte of a slip: forget, ask, mend, get in step."""

import msgspec
import pytest

from emulator.codecs.escpos.requests import FLUSH, PAD, PLAIN_FENCE
from emulator.printer.driver.jobs import JobState
from tests.printer.driver_talk import (
    ASB,
    ASK,
    BROKEN,
    CLEARED,
    CUT_FAILED,
    FEEDING,
    FORGET,
    HOT,
    JAMMED,
    NO_PAPER,
    OPEN,
    POLLED,
    SILENT,
    WELL,
    Talk,
)


def asked(talk: Talk | None = None) -> Talk:
    """A driver that has asked the printer how it is."""
    talk = talk or Talk()
    talk.submit()
    if talk.written() == FORGET:
        assert ASK == talk.says(CLEARED)
    return talk


def test_a_printer_met_for_the_first_time_is_made_to_forget() -> None:
    """Whoever was here before may have left half a slip in it."""
    talk = Talk()
    talk.submit()

    assert FORGET == talk.written()


def test_the_printer_is_asked_before_a_slip_is_sent() -> None:
    """And the slip is sent when it answered that it is well."""
    talk = asked()

    assert b"" == talk.says(WELL[:3])
    assert b"one\n" in talk.says(WELL[3:])


def test_the_second_slip_needs_no_forgetting() -> None:
    """The first one is known to be out."""
    talk = Talk()
    words, end = talk.bring_to_last_words()
    talk.says(words + end)
    talk.submit(2)

    assert ASK == talk.written()


@pytest.mark.parametrize(
    ("status", "result"),
    [(NO_PAPER, "paper_out"), (OPEN, "cover_open"), (BROKEN, "fault")],
)
def test_a_slip_is_refused_for_what_needs_a_person(status: bytes, result: str) -> None:
    """Nothing of it was sent, so that nothing is on paper."""
    talk = asked()

    assert ASK == talk.says(status) + talk.wait_ms(250)
    talk.says(status)
    (report,) = talk.reports
    assert (result, 0, False, JobState.QUEUED) == (
        report.result,
        report.printed_mm,
        report.may_finish,
        report.state,
    )


def test_one_round_of_trouble_is_not_believed() -> None:
    """A stray answer may have put it out of step."""
    talk = asked()
    talk.says(OPEN)
    talk.wait_ms(250)

    assert b"one\n" in talk.says(WELL)


@pytest.mark.parametrize(
    ("status", "order", "result"),
    [
        (JAMMED, b"\x10\x05\x02", "jam"),
        (HOT, b"\x10\x05\x02", "hot"),
        (CUT_FAILED, b"\x10\x05\x01", "fault"),
    ],
)
def test_an_error_is_tried_to_recover_from_once(status: bytes, order: bytes, result: str) -> None:
    """Clearing what is left, except for a cut, which is done again; then the slip is refused."""
    talk = asked()

    assert order + ASK == talk.says(status) + talk.wait_ms(250)
    for _ in range(20):
        if talk.says(status) + talk.wait_ms(250) != ASK:
            break
    assert [result] == talk.results


def test_after_recovery_the_slip_goes_out() -> None:
    """The person had put right what was wrong, and only DLE ENQ was missing."""
    talk = asked()
    talk.says(JAMMED)
    talk.wait_ms(250)

    assert b"one\n" in talk.says(WELL)


def test_a_feed_button_is_waited_for() -> None:
    """It will be released."""
    talk = asked()
    for _ in range(6):
        talk.says(FEEDING)
        talk.wait_ms(250)

    assert [] == talk.results
    assert b"one\n" in talk.says(WELL)


def test_no_answer_is_not_taken_for_a_good_one() -> None:
    """Nothing is sent to a printer that may not be there, and nothing is known of it."""
    talk = asked()

    assert FLUSH + ASK == talk.wait_ms(500)
    assert b"" == talk.wait_ms(500)
    assert [("fault", 0)] == [(report.result, report.printed_mm) for report in talk.reports]
    assert talk.driver.known.offline is None


def test_an_answer_at_the_last_moment_counts() -> None:
    """It was received before the driver noticed that time is up."""
    talk = asked()
    talk.now_us += ASB.status_timeout_us

    assert b"one\n" in talk.says(WELL)


def test_a_printer_that_does_not_confirm_forgetting_gets_what_is_left_cut_off() -> None:
    """Feed and cut stand before the slip."""
    talk = Talk()
    talk.submit()
    talk.written()

    assert ASK == talk.wait_ms(500)
    assert talk.says(WELL).startswith(b"\x1b@\x1b3\x20\n\n\n\n\n\x1dV\x01\x1b@")


def test_only_what_the_model_answers_is_asked() -> None:
    """Some know nothing but DLE EOT 1 and 4."""
    talk = Talk(msgspec.structs.replace(POLLED, statuses=(1, 4)))
    talk.submit()

    assert PAD + b"\x10\x04\x01\x10\x04\x04" == talk.written()


def test_a_printer_with_automatic_status_alone_is_asked_by_switching_it_on() -> None:
    """GS a is answered at once."""
    talk = Talk(msgspec.structs.replace(ASB, statuses=(), clear="none"))
    talk.submit()

    assert PAD + b"\x1da\x4f" == talk.written()
    assert b"one\n" in talk.says(b"\x10\x00\x00\x00")


def test_a_printer_that_never_answers_gets_the_slip_unasked() -> None:
    """There is nothing to wait for."""
    talk = Talk(SILENT)
    talk.submit()

    assert b"three\n" in talk.written()


def test_a_printer_that_never_answers_is_told_to_recover_unasked() -> None:
    """It does nothing to one that is well."""
    talk = Talk(msgspec.structs.replace(SILENT, has_enq=True))
    talk.submit()

    assert talk.written().startswith(PAD + b"\x10\x05\x02\x1b@")


def test_fences_that_look_alike_are_brought_in_step_first() -> None:
    """One is sent, answered, and followed by silence, and the printer is still on line."""
    talk = asked(Talk(POLLED))

    assert PAD + PLAIN_FENCE == talk.says(WELL)
    assert b"" == talk.says(b"\x00\x00")
    assert b"" == talk.wait(POLLED.quiet_us - 1)
    assert ASK == talk.wait(1)
    assert b"one\n" in talk.says(WELL)


def test_answers_to_older_fences_make_the_silence_begin_anew() -> None:
    """The printer was still getting rid of an earlier slip."""
    talk = asked(Talk(POLLED))
    talk.says(WELL)
    talk.says(b"\x00\x00")
    talk.wait(POLLED.quiet_us - 1)
    talk.says(b"\x00\x00")

    assert b"" == talk.wait(POLLED.quiet_us - 1)
    assert ASK == talk.wait(1)


def test_a_fence_that_is_never_answered_refuses_the_slip() -> None:
    """Nothing could be proven of it."""
    talk = asked(Talk(POLLED))
    talk.says(WELL)
    talk.wait(POLLED.stall_us + POLLED.margin_us)

    assert ["fault"] == talk.results


def test_trouble_at_the_end_of_the_silence_puts_all_out_of_step_again() -> None:
    """It may have stopped amid an earlier slip."""
    talk = asked(Talk(POLLED))
    talk.says(WELL)
    talk.says(b"\x00\x00")
    talk.wait(POLLED.quiet_us)
    talk.says(NO_PAPER)
    talk.wait_ms(250)
    talk.says(NO_PAPER)
    talk.submit(2)
    talk.written()

    assert ["paper_out"] == talk.results
    assert PAD + PLAIN_FENCE == talk.says(WELL)

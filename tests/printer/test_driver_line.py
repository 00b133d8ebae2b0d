"""The driver and its line: what was taken is never given out again; holding, losing, regaining."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.codecs.escpos.encoder import encode
from emulator.printer.driver.jobs import JobState
from tests.printer.driver_talk import (
    ASB,
    ASB_OPEN,
    ASB_WELL,
    ASK,
    CLEARED,
    FORGET,
    LINES,
    SILENT,
    WELL,
    Talk,
    fences,
)

XON, XOFF = b"\x11", b"\x13"


def test_bytes_are_offered_until_they_are_taken() -> None:
    """And the same ones."""
    talk = Talk()
    talk.submit()

    assert talk.driver.outgoing() == talk.driver.outgoing()
    talk.driver.sent(5, 0)
    assert FORGET[5:] == talk.driver.outgoing()


@given(st.lists(st.integers(1, 40), min_size=1))
def test_each_byte_of_a_slip_goes_out_once_however_the_line_takes_them(sizes: list[int]) -> None:
    """Nothing is printed twice because a line took only a part."""
    talk = Talk(SILENT)
    talk.submit()
    data = b""
    turn = 0
    while piece := talk.driver.outgoing()[: sizes[turn % len(sizes)]]:
        talk.driver.sent(len(piece), 0)
        data += piece
        turn += 1

    assert b"".join(block.data for block in encode(LINES, SILENT)) == data


def test_a_question_never_cuts_a_block_in_two() -> None:
    """It would become part of a command."""
    talk = Talk(msgspec.structs.replace(ASB, status="dle_eot"))
    talk.submit()
    talk.written()
    talk.says(CLEARED)
    talk.driver.received(WELL, 0)
    block = talk.driver.outgoing()
    talk.driver.sent(3, 0)
    talk.now_us = ASB.poll_us
    talk.driver.advance(talk.now_us)

    assert block[3:] == talk.driver.outgoing()
    talk.driver.sent(len(block) - 3, talk.now_us)
    assert ASK == talk.driver.outgoing()


def test_what_may_wait_is_not_urgent() -> None:
    """The beginning of a slip, for a line that watches the printer's busy signal itself."""
    talk = Talk()
    talk.submit()
    talk.written()
    talk.says(CLEARED)
    talk.driver.received(WELL, 0)

    assert b"one\n" in talk.driver.outgoing()
    assert not talk.driver.is_urgent


@pytest.mark.parametrize("how", ["xoff", "signal"])
def test_a_printer_that_asks_to_wait_gets_no_more_of_the_slip(how: str) -> None:
    """By a byte or by a signal line."""
    talk = Talk()
    (fence,) = fences(talk.take_off())
    if how == "xoff":
        talk.says(XOFF)
    else:
        talk.driver.hold(True)

    assert b"" == talk.says(fence)
    talk.driver.hold(False)
    assert b"three\n" in talk.written()


def test_xon_lets_it_go_on() -> None:
    """The printer has room again."""
    talk = Talk()
    (fence,) = fences(talk.take_off())
    talk.says(XOFF + fence)

    assert b"three\n" in talk.says(XON)


def test_orders_pass_while_slips_wait() -> None:
    """A printer off line asks to wait, and must be made to forget."""
    talk = Talk()
    talk.take_off()
    talk.says(XOFF)

    assert FORGET == talk.says(ASB_OPEN)
    assert talk.driver.is_urgent


def test_a_block_that_has_begun_is_finished_when_the_printer_asks_to_wait() -> None:
    """Else no question could pass."""
    talk = Talk()
    talk.submit()
    talk.written()
    talk.says(CLEARED)
    talk.driver.received(WELL, 0)
    block = talk.driver.outgoing()
    talk.driver.sent(3, 0)
    talk.driver.hold(True)

    assert block[3:] == talk.driver.outgoing()
    assert talk.driver.is_urgent


def test_a_line_that_takes_nothing_ends_the_slip() -> None:
    """After `stall_us`, and questions before that have not got through either."""
    talk = Talk()
    talk.submit()
    talk.written()
    talk.says(CLEARED)
    talk.driver.received(WELL, 0)
    while not talk.reports and talk.now_us < 2 * ASB.stall_us:
        talk.now_us += ASB.poll_us
        talk.driver.advance(talk.now_us)

    (report,) = talk.reports
    assert ("fault", 0, JobState.PARTIAL) == (report.result, report.printed_mm, report.state)


# A line that is lost -----------------------------------------------------------------------------


def test_a_lost_line_refuses_what_has_not_begun() -> None:
    """Nothing was sent."""
    talk = Talk()
    talk.submit()
    talk.driver.lost(0)
    talk.submit(2)

    assert [("fault", 0), ("fault", 0)] == [(r.result, r.printed_mm) for r in talk.reports]
    assert b"" == talk.driver.outgoing()


def test_a_line_lost_before_the_last_words_leaves_a_torn_piece() -> None:
    """It can never become whole."""
    talk = Talk()
    talk.take_off()
    talk.driver.lost(0)
    (report,) = talk.reports

    assert ("fault", JobState.PARTIAL, False) == (
        report.result,
        report.state,
        report.may_finish,
    )


def test_a_line_lost_after_the_last_words_leaves_the_outcome_unknown() -> None:
    """A person must look."""
    talk = Talk()
    talk.bring_to_last_words()
    talk.driver.lost(0)
    (report,) = talk.reports

    assert ("unknown", JobState.UNKNOWN, True) == (
        report.result,
        report.state,
        report.may_finish,
    )


def test_a_line_lost_after_the_words_were_proven_leaves_a_printed_slip() -> None:
    """Nothing but feed is missing."""
    talk = Talk()
    words, _ = talk.bring_to_last_words()
    talk.says(words)
    talk.driver.lost(0)

    assert ["printed"] == talk.results


def test_after_a_lost_line_the_next_slip_begins_with_forgetting() -> None:
    """A part of the last one may be in the printer."""
    talk = Talk()
    talk.take_off()
    talk.driver.lost(0)
    talk.driver.regained(0)
    talk.submit(2)

    assert FORGET == talk.written()


def test_what_a_lost_line_had_begun_to_say_is_forgotten() -> None:
    """Half an answer must not eat the next one."""
    talk = Talk()
    talk.says(b"\x37\x22")
    talk.driver.lost(0)
    talk.driver.regained(0)
    talk.take_off()

    assert talk.driver.known.offline is False


# What is known -----------------------------------------------------------------------------------


def test_the_printer_can_be_asked_while_nothing_is_printed() -> None:
    """For those who want to show how it is."""
    talk = Talk()
    talk.driver.ask(0)

    assert ASK == talk.written()
    talk.says(b"\x12\x12\x12\x1e")
    assert (False, True) == (talk.driver.known.offline, talk.driver.known.near_end)


def test_a_question_nobody_answers_leaves_nothing_known() -> None:
    """What was known before may have changed."""
    talk = Talk()
    talk.says(ASB_WELL)
    assert talk.driver.known.paper_end is False

    talk.driver.ask(0)
    talk.wait_ms(500)
    assert talk.driver.known.paper_end is None


def test_what_the_printer_tells_after_a_silence_stays_known() -> None:
    """Also when time is up for something else."""
    talk = Talk()
    talk.driver.ask(0)
    talk.wait_ms(500)
    talk.says(ASB_WELL)
    talk.submit()
    talk.wait_ms(600)

    assert talk.driver.known.paper_end is False


def test_nothing_is_due_while_nothing_is_under_way() -> None:
    """A driver at rest sets no timer."""
    talk = Talk()
    words, end = talk.bring_to_last_words()
    talk.says(words + end)

    assert talk.driver.next_us() is None


@given(st.lists(st.binary(max_size=12), max_size=12))
def test_no_bytes_from_the_printer_break_the_driver(pieces: list[bytes]) -> None:
    """Nor are they ever taken for a printed slip."""
    talk = Talk()
    talk.take_off()
    for piece in pieces:
        talk.says(piece)
        talk.wait_ms(100)
    talk.wait_ms(60_000)

    assert "printed" not in talk.results

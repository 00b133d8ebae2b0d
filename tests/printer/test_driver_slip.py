"""A slip on its way: blocks, fences, the last words held back, room in the printer."""

import msgspec
import pytest

from emulator.domain.receipt import SlipLine
from emulator.printer.driver.jobs import JobState
from tests.printer.driver_talk import ASB, ASK, POLLED, SILENT, WELL, Talk, answers, fences

MANY = (*[SlipLine(f"line {n:02}") for n in range(60)], SlipLine("end"), SlipLine())


def test_the_last_words_wait_until_all_before_them_is_on_paper() -> None:
    """What was never sent can never come out whole."""
    talk = Talk()
    body = talk.take_off()

    assert b"two\n" in body
    assert b"three" not in body
    assert b"three\n" in talk.says(fences(body)[0])


def test_feed_and_cut_follow_the_last_words_at_once() -> None:
    """The words with two fences behind them, the cut with one."""
    talk = Talk()
    (fence,) = fences(talk.take_off())
    rest = talk.says(fence)

    assert rest.startswith(b"three\n\x1d(H")
    assert b"\n\n\x1dV\x01\x1d(H" in rest
    assert 3 == len(fences(rest))


def test_a_slip_is_printed_when_the_fence_behind_the_cut_is_answered() -> None:
    """And not before."""
    talk = Talk()
    words, end = talk.bring_to_last_words()
    talk.says(words)

    assert [] == talk.reports
    talk.says(end)
    (report,) = talk.reports
    assert ("printed", 20, JobState.CONFIRMED) == (
        report.result,
        report.printed_mm,
        report.state,
    )


@pytest.mark.parametrize("kept", [slice(7), slice(7, None)])
def test_either_fence_behind_the_last_words_proves_them(kept: slice) -> None:
    """Should an answer get lost, it is not the only one."""
    talk = Talk()
    words, end = talk.bring_to_last_words()
    talk.says(words[kept] + end)

    assert ["printed"] == talk.results


def test_a_fence_of_another_job_proves_nothing() -> None:
    """However late it comes."""
    first, second = Talk(), Talk()
    words, end = first.bring_to_last_words(1)
    second.bring_to_last_words(2)
    second.says(words + end)

    assert [] == second.reports


def test_a_fence_answered_twice_counts_once() -> None:
    """The second answer is about nothing new."""
    talk = Talk()
    words, _ = talk.bring_to_last_words()
    talk.says(words + words)

    assert [] == talk.reports


def test_a_fence_that_was_not_sent_yet_proves_nothing() -> None:
    """A printer cannot answer what it did not get."""
    talk, other = Talk(), Talk()
    words, end = other.bring_to_last_words()
    talk.take_off()
    talk.says(words + end)

    assert [] == talk.reports


def test_jobs_are_printed_one_after_the_other() -> None:
    """The second begins with its own preflight."""
    talk = Talk()
    words, end = talk.bring_to_last_words(1)
    talk.submit(2)
    talk.says(words)

    assert ASK == talk.says(end)
    words, end = answers(talk.says(fences(talk.says(WELL))[0]))
    talk.says(words + end)
    assert [1, 2] == [report.number for report in talk.reports]


def test_no_more_is_sent_than_the_printer_has_room_for() -> None:
    """256 bytes of its memory stay free until a fence tells of more room."""
    manner = msgspec.structs.replace(ASB, buffer_bytes=512, block_bytes=80)
    talk = Talk(manner)
    first = talk.take_off(lines=MANY)

    assert len(first) <= 256
    assert 0 < len(talk.says(fences(first)[0])) <= 256


def test_a_block_larger_than_the_memory_is_sent_all_the_same() -> None:
    """Flow control must do the rest."""
    talk = Talk(msgspec.structs.replace(ASB, buffer_bytes=45, block_bytes=200))

    assert b"line 00" in talk.take_off(lines=MANY)


def test_a_long_slip_to_a_printer_without_fences_is_paced_by_time() -> None:
    """It must not overrun a memory of which nobody tells."""
    talk = Talk(msgspec.structs.replace(SILENT, buffer_bytes=512, block_bytes=80))
    talk.submit(lines=MANY)
    first = talk.written()

    assert len(first) <= 256
    assert b"end\n" not in first
    assert b"end\n" in talk.wait_ms(30_000)


def test_a_printer_that_never_answers_leaves_the_outcome_unknown() -> None:
    """After the time that it takes; never printed."""
    talk = Talk(SILENT)
    talk.submit()
    talk.written()
    talk.wait_ms(30_000)
    (report,) = talk.reports

    assert ("unknown", True, JobState.UNKNOWN) == (
        report.result,
        report.may_finish,
        report.state,
    )
    assert report.printed_mm > 0


def test_plain_fences_are_counted() -> None:
    """Two bytes each: a single one proves nothing."""
    talk = Talk(POLLED)
    talk.take_off()

    assert b"" == talk.says(b"\x00")
    assert b"three" in talk.says(b"\x00")
    talk.says(b"\x00\x00\x00")
    assert [] == talk.results
    talk.says(b"\x00")
    assert ["printed"] == talk.results


def test_a_printer_that_is_asked_is_asked_all_the_time() -> None:
    """Trouble must not heal between two questions unseen."""
    talk = Talk(POLLED)
    talk.take_off()

    assert b"" == talk.wait_ms(249)
    assert ASK == talk.wait_ms(1)
    talk.says(WELL)
    assert ASK == talk.wait_ms(250)


def test_a_printer_that_tells_by_itself_is_asked_when_the_last_words_are_out() -> None:
    """That nothing comes from it must not be because nothing comes through."""
    talk = Talk()
    talk.take_off()

    assert b"" == talk.wait_ms(250)
    words = Talk()
    words.bring_to_last_words()
    assert ASK == words.wait_ms(250)


def test_the_last_words_wait_for_the_answer_to_an_open_question() -> None:
    """If it does not come, other bytes may be lost too."""
    talk = Talk(POLLED)
    talk.take_off()
    talk.wait_ms(250)

    assert b"" == talk.says(b"\x00\x00")
    assert b"three\n" in talk.says(WELL)


@pytest.mark.parametrize("stray", [b"\x12", b"\x16", b"\x37\x22abcd\x00", b"\x5fEPSON\x00"])
def test_strays_change_nothing(stray: bytes) -> None:
    """Answers that nobody asked for, as of printers that find questions in data."""
    talk = Talk()
    words, end = talk.bring_to_last_words()
    talk.says(stray + words + stray + end)

    assert ["printed"] == talk.results


def test_a_status_may_cut_into_the_answer_to_a_fence() -> None:
    """The characters of fences are chosen so that it can be told apart."""
    talk = Talk()
    words, end = talk.bring_to_last_words()
    talk.says(words[:4] + b"\x12" + words[4:] + end)

    assert ["printed"] == talk.results

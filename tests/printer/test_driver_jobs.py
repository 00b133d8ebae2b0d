"""Jobs in the log, after power cuts, and after all."""

import msgspec

from emulator.codecs.escpos.encoder import encode
from emulator.printer.driver.desk import LATE_FENCES, Desk
from emulator.printer.driver.jobs import Job, JobEntry, JobReport, JobState, unsettled
from emulator.printer.driver.sending import Sending
from tests.printer.driver_talk import (
    ASB,
    ASB_HOT,
    ASB_NO_PAPER,
    CLEARED,
    FORGET,
    LINES,
    WELL,
    Talk,
)


def states(talk: Talk) -> list[JobState]:
    """What the log says, in order."""
    return [entry.state for entry in talk.log]


def test_a_job_is_in_the_log_before_its_first_byte_is_given_out() -> None:
    """So that a power cut finds it there."""
    talk = Talk()
    talk.submit()
    talk.written()
    talk.says(CLEARED)
    assert [JobState.QUEUED] == states(talk)

    talk.driver.received(WELL, 0)
    assert [JobState.QUEUED, JobState.SENDING] == states(talk)


def test_a_printed_job_is_confirmed() -> None:
    """With its length."""
    talk = Talk()
    words, end = talk.bring_to_last_words()
    talk.says(words + end)

    assert JobEntry(1, JobState.CONFIRMED, printed_mm=20) == talk.log[-1]


def test_a_torn_job_is_partial() -> None:
    """With what is on paper."""
    talk = Talk()
    talk.take_off(copy="merchant", attempt=2, reprint=True)
    talk.says(ASB_NO_PAPER)
    talk.says(CLEARED)

    assert JobEntry(1, JobState.PARTIAL, "merchant", 2, True, 1) == talk.log[-1]


def test_a_refused_job_stays_queued() -> None:
    """Nothing of it was sent."""
    talk = Talk()
    talk.driver.lost(0)
    talk.submit()

    assert [JobState.QUEUED, JobState.QUEUED] == states(talk)


def test_jobs_that_nobody_knows_of_are_found_in_the_log() -> None:
    """Those that never ended, and those that ended so; not those that never began."""
    entries = [
        JobEntry(1, JobState.SENDING),
        JobEntry(1, JobState.CONFIRMED),
        JobEntry(2, JobState.SENDING),
        JobEntry(2, JobState.UNKNOWN),
        JobEntry(3, JobState.QUEUED),
        JobEntry(4, JobState.SENDING, "merchant"),
        JobEntry(5, JobState.PARTIAL),
    ]

    assert [entries[3], entries[5]] == unsettled(entries)


def test_a_power_cut_forgets_all_but_the_log() -> None:
    """No report comes, and the next slip begins with forgetting."""
    talk = Talk()
    words, end = talk.bring_to_last_words()
    talk.driver.power_cut()
    talk.says(words + end)

    assert [] == talk.reports
    assert [1] == [entry.number for entry in unsettled(talk.log)]
    talk.submit(2)
    assert FORGET == talk.written()


def test_fences_from_before_a_power_cut_prove_nothing_afterwards() -> None:
    """Numbers of jobs are not used again."""
    talk = Talk()
    words, end = talk.bring_to_last_words(1)
    talk.driver.power_cut()
    talk.bring_to_last_words(2)
    talk.says(words + end)

    assert [] == talk.reports


def test_a_slip_that_comes_out_after_all_is_told_of_once() -> None:
    """It was given up after a hot head, and the printer never said that it forgot it."""
    talk = Talk(msgspec.structs.replace(ASB, hot_us=0))
    words, end = talk.bring_to_last_words()
    talk.says(ASB_HOT)
    talk.wait_ms(0)
    talk.wait_ms(500)
    (first,) = talk.reports
    talk.says(words)
    talk.says(end)

    assert ("unknown", True) == (first.result, first.may_finish)
    assert [JobReport(1, "printed", 20)] == talk.reports[1:]


def test_a_driver_without_a_log_keeps_none() -> None:
    """For those who need none."""
    talk = Talk()
    talk.driver = type(talk.driver)(ASB)
    talk.driver.submit(Job(1, LINES), 0)

    assert [] == talk.log


def test_only_the_latest_doubtful_jobs_are_remembered() -> None:
    """A printer that never confirms anything must not fill the memory."""
    desk = Desk(None)
    sendings = [Sending(number, encode(LINES, ASB), ASB) for number in range(LATE_FENCES)]
    for sending in sendings:
        desk.take(Job(sending.number, LINES))
        desk.next_job()
        desk.remember(sending)
        desk.finish("unknown", JobState.UNKNOWN, 1, may_finish=True)

    assert not desk.proves_late(sendings[0].proofs[0])
    assert desk.proves_late(sendings[-1].proofs[0])

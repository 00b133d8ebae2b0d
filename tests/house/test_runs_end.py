"""Every run ends, and one that was given up says so instead of judging half a story."""

import pytest

from emulator.domain.texts import say
from emulator.domain.verdict import Truth
from emulator.known import known_levers
from emulator.runner import EVENT_LIMIT, run
from emulator.scenario.reader import read_text
from emulator.testbed import Parts

SALE = "  - {at: 0s, cashier: {menu: sale, amount: 1.00 CNY}, as: s1}\n"


def scenario(text):
    (read,) = read_text(f"scenario: v1\n{text}", file="x.yaml", levers=known_levers())
    return read


def test_a_run_with_too_many_events_is_given_up():
    """Its only verdict is that nobody saw the end: what was not reached is no failure."""
    result = run(scenario(f"steps:\n{SALE}"), event_limit=50)
    (verdict,) = result.verdicts

    assert Truth.INCONCLUSIVE is result.truth
    assert ("run_bounded", {"limit": 50}) == (verdict.check, verdict.values)
    assert "" == result.crash
    assert "50" in say(verdict.message, "zh", **verdict.values)


def test_a_run_below_the_limit_is_judged():
    """The usual limit is far above any story that people write."""
    result = run(scenario(f"steps:\n{SALE}"))

    assert Truth.PASS is result.truth
    assert len(result.trace) < EVENT_LIMIT / 1000


def test_a_run_that_was_given_up_is_repeatable():
    """It stops at the same event every time."""
    first, second = (run(scenario(f"steps:\n{SALE}"), event_limit=50) for _ in range(2))

    assert first.digest == second.digest


@pytest.mark.parametrize(
    "text",
    [
        "given: {terminal: {reversal_retry: 0s, write: 1us, boot: 100ms}}",
        "given: {terminal: {receive_timeout: 1s, prompt_timeout: 1s}}",
        "given: {acquirer: {issuer_timeout: 1s, issuer_reversal_retry: 1s}}",
        "given: {uplink: {latency: 100us, jitter: 0s}, issuer_line: {latency: 100us}}",
        "given: {acquirer: {processing: 100us}, issuer: {processing: 100us}}",
        "given: {printer: {paper: 0 mm, new_roll: 100 mm}, cashier: {spare_rolls: 1000}}",
        "given: {cashier: {think: 0s}, supervisor: {comes_in: 0s}, support: {answers_in: 0s}}",
        "given: {clearing: {transfer: 1s, transfer_timeout: 1s}}\ncalm: {until: T+5 12:00}",
        "calm: {grace: 7d}",
        "calm: {until: T+250}",
    ],
)
@pytest.mark.timeout(60)
def test_the_ends_of_the_ranges_end(text):
    """With every answer of every host lost for good."""
    faults = "faults:\n  - uplink.drop: {message: {way: down}, times: 1000000}\n"
    faults += "  - issuer_line.drop: {message: {way: down}, times: 1000000}\n"
    result = run(scenario(f"{text}\nsteps:\n{SALE}{faults}"))

    assert "" == result.crash


def test_a_run_that_was_given_up_is_recorded_whole():
    """Every event once, in order, up to the last."""
    lines = []
    result = run(scenario(f"steps:\n{SALE}"), event_limit=50, tap=lines.append)
    recorded = b"".join(lines).splitlines()

    assert [event.seq for event in result.trace] == list(range(len(recorded)))
    assert "run_ended" == result.trace.events[-1].kind


def test_a_program_that_loops_without_waiting_is_given_up(monkeypatch):
    """It waits for nothing, notes nothing, and yet the run ends and says why."""

    class Loops:
        def __init__(self, settings):
            pass

        def run(self, ports):
            while True:
                yield ports.world.sleep(0)

    monkeypatch.setattr("emulator.runner.STEP_LIMIT", 10_000)
    result = run(scenario(f"steps:\n{SALE}"), parts=Parts(program=Loops))
    (verdict,) = result.verdicts

    assert (Truth.INCONCLUSIVE, "check.run_bounded.restless") == (verdict.truth, verdict.message)

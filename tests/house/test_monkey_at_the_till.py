"""A monkey at the till breaks nothing that only machines may break."""

from collections import Counter
from functools import cache
from io import BytesIO

import pytest
from defective_banks import BANKS
from defective_terminals import TERMINALS

from emulator.conformance.attended import attend, blamed, playground
from emulator.interfaces.outside import PEOPLE, played_from
from emulator.reports.jsonl import Header, line, recordings
from emulator.runner import Result
from emulator.scenario.write import to_yaml
from emulator.testbed import Parts

FILE = "playground.yaml"
DEEDS = 10_000
SEEDS = range(4)


@cache
def lived(seed: int) -> tuple[Result, bytes]:
    """Ten thousand deeds, and their recording."""
    recording = BytesIO()
    header = Header(
        scenario="playground",
        seed=seed,
        emulator="test",
        file=FILE,
        files={FILE: to_yaml(playground())},
        outside=(PEOPLE,),
    )
    recording.write(line(header))
    result = attend(playground(seed), seed=seed, deeds=DEEDS, tap=recording.write)
    return result, recording.getvalue()


@pytest.mark.parametrize("seed", SEEDS)
def test_ten_thousand_deeds_break_nothing(seed: int) -> None:
    """No part crashes, and every check holds that a person cannot break alone."""
    result, _ = lived(seed)

    assert ("", []) == (result.crash, blamed(result))


def test_its_recording_plays_again() -> None:
    """To the same digest, without the monkey."""
    result, recording = lived(0)
    read = next(recordings(BytesIO(recording), "recording"))
    played = played_from(read, "en")
    assert played is not None

    assert result.digest == played.play(playground(0)).digest


def test_it_gets_somewhere() -> None:
    """It sells, reverses, settles, looks, turns to the other terminal, and is in trouble often."""
    happened = Counter[str]()
    for seed in SEEDS:
        for event in lived(seed)[0].trace:
            happened[event.name] += 1
            if event.name == "console.displayed":
                happened[event.detail["screen"]] += 1
            elif event.detail.get("effect"):
                happened[str(event.detail.get("action"))] += 1

    assert [] == [
        name
        for name in ("approved", "declined", "reversed", "settled", "printer_fault",
                     "fault.fired", "printer.slip_printed", "locked", "terminal.booted",
                     "switch_terminal", "keep_evidence", "reconcile", "compare_time",
                     "line_tested", "monitor.alarm_raised")
        if happened[name] < 20
    ]  # fmt: skip


def test_the_same_seed_is_the_same_monkey() -> None:
    """Another one does other things."""
    one, same, other = (attend(playground(), seed=seed, deeds=200).digest for seed in (5, 5, 6))

    assert (True, False) == (one == same, one == other)


@pytest.mark.parametrize(
    "defect",
    ["sells_anew", "prints_before_journal", "unmarked_reprints", "acquirer_reverses_twice"],
)
def test_it_finds_what_is_wrong_with_a_part(defect: str) -> None:
    """A defective terminal or bank does not survive it."""
    made = TERMINALS.get(defect)
    parts = BANKS[defect] if made is None else Parts(program=made)

    assert any(blamed(attend(playground(), seed=seed, deeds=3_000, parts=parts)) for seed in SEEDS)

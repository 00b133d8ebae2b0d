"""Faults of the line between terminal and printer, and who notices them."""

from datetime import datetime

import pytest

from emulator.domain.moments import SECOND
from emulator.domain.settings import PrinterSettings
from emulator.kernel.world import World
from emulator.printer.printer import Printer
from tests.printer.conftest import WORDS_MM, Bench


@pytest.mark.parametrize("flow", ["none", "xonxoff", "dsrdtr"])
def test_a_sound_line_prints_with_every_flow_control(bench: type[Bench], flow: str) -> None:
    """A slip is shorter than the buffer, so that it hardly matters."""
    desk = bench(profile="epson_58", flow=flow)
    desk.send()
    desk.runs()

    assert ["printed"] == desk.results


@pytest.mark.parametrize("baud", [9_600, 115_200])
def test_a_slow_line_makes_a_slip_later(bench: type[Bench], baud: int) -> None:
    """At 9,600 baud the paper waits for its bytes."""
    desk = bench(baud=baud)
    desk.send()
    desk.runs()
    took_us = desk.when("slip_printed")[0] - desk.when("slip_started")[0]

    assert ["printed"] == desk.results
    assert (took_us > 1_100_000) == (baud == 9_600)


def test_a_watched_line_is_seen_to_go_dead(bench: type[Bench]) -> None:
    """With DTR/DSR the terminal knows at once and need not wait for answers."""
    desk = bench(profile="epson_58", flow="dsrdtr")
    desk.send()
    desk.at_mm(20, lambda: desk.pull("cable_unplugged"))
    desk.runs(SECOND)
    at_once = list(desk.results)
    desk.release("cable_unplugged")
    desk.send()
    desk.runs()

    assert ["fault"] == at_once
    assert ["fault", "printed"] == desk.results


def test_without_carrier_a_slip_is_refused_at_once(bench: type[Bench]) -> None:
    """Nothing was sent, so nothing can be on paper."""
    desk = bench(profile="epson_58", flow="dsrdtr")
    desk.pull("power_cut")
    desk.send()
    desk.runs(SECOND)

    assert [("fault", 0)] == [(one.result, one.printed_mm) for _, one in desk.reports]


def test_a_three_wire_line_is_found_dead_by_silence(bench: type[Bench]) -> None:
    """Nobody sees a plug come out; the questions are not answered."""
    desk = bench(profile="epson_58", flow="xonxoff")
    desk.pull("cable_unplugged")
    desk.send()
    desk.runs(100_000)
    at_once = list(desk.results)
    desk.runs()

    assert [] == at_once
    assert ["fault"] == desk.results


@pytest.mark.parametrize("after_bytes", [0, 1, 40, 300])
def test_a_plug_can_come_out_in_the_middle_of_a_slip(bench: type[Bench], after_bytes: int) -> None:
    """No slip is whole then, and none is told to be."""
    desk = bench(profile="epson_58")
    desk.pull("cable_unplugged", after_bytes=after_bytes)
    desk.send()
    desk.runs()

    assert [] == [slip for slip in desk.seen("slip_printed") if slip["legible"]]
    assert "printed" not in desk.results


@pytest.mark.parametrize("buffer_bytes", [128, 256, 512])
def test_a_small_buffer_with_flow_control_loses_no_word(
    bench: type[Bench], buffer_bytes: int
) -> None:
    """The printer asks to wait, and the terminal does; questions it may ask all the same."""
    desk = bench(profile="epson_58", buffer_bytes=buffer_bytes)
    desk.send()
    desk.runs()

    assert ["printed"] == desk.results
    assert [True] == [slip["legible"] for slip in desk.seen("slip_printed")]


@pytest.mark.parametrize("how", ["setting", "lever"])
def test_a_small_buffer_without_flow_control_loses_lines(bench: type[Bench], how: str) -> None:
    """What comes when it is full is gone; the slip is never called printed."""
    desk = bench(
        profile="epson_58", buffer_bytes=256, flow="none" if how == "setting" else "xonxoff"
    )
    if how == "lever":
        desk.pull("flow_control_ignored")
    desk.send()
    desk.runs()

    assert desk.seen("data_lost")
    assert [] == [slip for slip in desk.seen("slip_printed") if slip["legible"]]
    assert ["fault"] == desk.results


def test_flow_control_that_is_ignored_counts_for_later_slips_too(bench: type[Bench]) -> None:
    """Also for those that would go by undisturbed."""
    desk = bench(profile="epson_58", buffer_bytes=256)
    desk.send()
    desk.runs()
    desk.pull("flow_control_ignored")
    desk.send()
    desk.runs()

    assert ["printed", "fault"] == desk.results


def test_a_busy_printer_is_waited_for_and_then_given_up(bench: type[Bench]) -> None:
    """Its questions are answered, but no byte of the slip may leave."""
    desk = bench(profile="epson_80")
    desk.pull("stuck_busy")
    desk.send()
    desk.runs()

    assert [] == desk.seen("slip_started")
    assert ["fault"] == desk.results


def test_noise_in_the_words_is_seen_by_nobody_but_the_camera(bench: type[Bench]) -> None:
    """Every answer comes, and the slip is wrong."""
    desk = bench(profile="epson_58")
    desk.pull("line_noise", every_bytes=401)
    desk.send()
    desk.runs()

    assert ["printed"] == desk.results
    assert [False] == [slip["legible"] for slip in desk.seen("slip_printed")]


def test_answers_that_stay_away_at_the_last_words_leave_the_outcome_unknown(
    bench: type[Bench],
) -> None:
    """The slip is whole on paper, and the terminal cannot know it."""
    desk = bench()
    desk.send()
    desk.at_mm(WORDS_MM - 2, lambda: desk.pull("no_answers"))
    desk.runs()

    assert ["unknown"] == desk.results
    assert [True] == [slip["legible"] for slip in desk.seen("slip_printed")]


def test_a_printer_for_anybody_answers_bytes_with_bytes() -> None:
    """Without its port it takes what is fed and tells what comes back."""
    world = World(seed=1, start=datetime(2026, 3, 2, 10, 0))
    printer = Printer(world, PrinterSettings(profile="epson_80"))
    heard: list[bytes] = []
    printer.on_reply = heard.append
    printer.feed(b"\x10\x04\x01Hello\n\x1dV\x01")
    world.run_until(SECOND)
    world.finish()

    assert [b"\x12"] == heard
    assert [
        ("slip_started", {"slip": 1}),
        ("slip_printed", {"slip": 1, "legible": True, "cut": True}),
    ] == [(event.kind, event.detail) for event in world.trace]

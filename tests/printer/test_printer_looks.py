"""What somebody sees who looks at the printer, whatever its own sensors say."""

from datetime import datetime
from typing import Any

import pytest

from emulator.domain.equipment import SIGHTS
from emulator.domain.settings import PrinterSettings
from emulator.kernel.lever import levers_of
from emulator.kernel.world import World
from emulator.printer.printer import Printer

WORKS = {
    "printer": "ready", "paper": "in", "cover": "closed", "paper_path": "clear",
    "print_head": "sound", "feed_button": "free", "cutter": "free", "printer_cable": "plugged",
}  # fmt: skip


def printer_of(profile: str = "epson_80", **settings: Any) -> tuple[Printer, dict[str, Any]]:
    """A printer under power, and its levers by their short names."""
    world = World(seed=0, start=datetime(2026, 3, 2, 10))
    printer = Printer(world, PrinterSettings(profile=profile, **settings))
    printer.power_on()
    levers = levers_of(world, "printer", printer)
    return printer, {name.partition(".")[2]: lever for name, lever in levers.items()}


@pytest.mark.parametrize(
    ("lever", "seen"),
    [
        ("paper_out", {"paper": "out"}),
        ("near_end", {"paper": "low"}),
        ("wrong_side", {"paper": "wrong_side"}),
        ("cover_open", {"cover": "open"}),
        ("jam", {"paper_path": "jammed"}),
        ("cutter_jam", {"cutter": "stuck"}),
        ("hot_head", {"print_head": "hot"}),
        ("head_failure", {"print_head": "broken"}),
        ("feed_button", {"feed_button": "stuck"}),
        ("stuck", {"printer": "no_reaction"}),
        ("stuck_busy", {"printer": "busy"}),
        ("power_cut", {"printer": "off"}),
        ("cable_unplugged", {"printer_cable": "loose"}),
        ("no_answers", {"printer_cable": "loose"}),
    ],
)
def test_what_is_broken_shows_until_it_is_mended(lever: str, seen: dict[str, str]) -> None:
    """One thing looks otherwise, and everything else as before."""
    printer, levers = printer_of()
    before = printer.seen
    levers[lever].pull()
    broken = printer.seen
    levers[lever].release()

    assert before == WORKS
    assert {**WORKS, **seen} == broken
    assert WORKS == printer.seen


@pytest.mark.parametrize(
    "lever",
    ["faded", "line_noise", "wrong_baud", "flow_control_ignored", "cover_lies", "near_end_lies"],
)
def test_what_nobody_can_see_is_not_seen(lever: str) -> None:
    """A cold head, a wrong setting, noise, and a sensor that lies about what is as it should be."""
    printer, levers = printer_of()
    levers[lever].pull()

    assert WORKS == printer.seen


def test_a_roll_that_runs_out_is_seen_though_the_sensor_lies() -> None:
    """Eyes look at the roll."""
    printer, levers = printer_of(roll_mm=40)
    levers["near_end_lies"].pull()

    assert "low" == printer.seen["paper"]


def test_a_repair_by_hand_shows() -> None:
    """Before the lever is released."""
    printer, levers = printer_of()
    levers["jam"].pull()
    printer.deeds["clear_jam"]()

    assert WORKS == printer.seen


def test_the_printer_that_is_built_in_has_no_cable_and_no_cutter_to_look_at() -> None:
    """What is not there is not told."""
    printer, _ = printer_of("built_in")

    assert {"cutter", "printer_cable"} == WORKS.keys() - printer.seen.keys()


def test_a_printer_whose_terminal_is_dark_is_off() -> None:
    """If it is on the terminal's supply."""
    printer, _ = printer_of("built_in")
    printer.power_off()

    assert "off" == printer.seen["printer"]


def test_every_word_is_in_the_table() -> None:
    """So that a condition can name it."""
    printer, levers = printer_of()
    for lever in levers.values():
        lever.pull()

        assert all(word in SIGHTS[name] for name, word in printer.seen.items())

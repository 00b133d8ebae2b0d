"""Backing up, checking and restoring the records, by hand and in the shipped stories."""

from datetime import datetime

import pytest

from emulator.control import Control
from emulator.domain.journal import Entry, Record
from emulator.domain.moments import SECOND
from emulator.domain.plan import Given, Step
from emulator.domain.verdict import Truth
from emulator.runner import load, run
from emulator.scenario.find import find_files, shipped_folder
from emulator.testbed import Testbed

SALE = Record(
    kind="verdict", stan="000002", batch="000001", values={"outcome": "approved"},
    entry=Entry(kind="sale", stan="000002", batch="000001", amount_fen=6600),
)  # fmt: skip


@pytest.fixture
def control():
    """An open shop with a sale on record."""
    control = Control(Testbed(Given(start=datetime(2026, 3, 2, 10))))
    control.open_shop()
    control.bed.storage.put_back((*control.bed.storage.held, SALE))
    return control


def does(control, action):
    """Have the cashier do it; gives what was noted of it."""
    control.bed.staff.do(Step(who="cashier", action=action), lambda _: None)
    control.drive(control.world.now_us + 60 * SECOND)
    control.world.finish()
    return control.world.trace.named("cashier.did")[-1].detail


def test_a_factory_reset_wipes_the_memory_and_the_terminal_starts_anew(control):
    """Nothing is on record, and somebody must sign in."""
    control.bed.levers["terminal.factory_reset"].pull()
    control.drive(control.world.now_us + 60 * SECOND)
    control.world.finish()

    assert () == control.bed.storage.held
    assert "sign_in_required" == control.world.trace.named("console.displayed")[-1].detail["screen"]


def test_a_terminal_that_is_off_stays_off_after_a_reset(control):
    """The reset switches nothing on that was not."""
    control.bed.terminal_power.off()
    control.bed.levers["terminal.factory_reset"].pull()
    control.drive(control.world.now_us + 60 * SECOND)

    assert not control.bed.terminal_power.is_on


@pytest.mark.parametrize("lever", ["terminal.factory_reset", "storage.records_lost"])
def test_a_backup_brings_lost_records_back(control, lever):
    """The terminal reads them when it starts again."""
    assert True is does(control, "back_up_records")["effect"]
    control.bed.levers[lever].pull()

    assert True is does(control, "restore_records")["effect"]
    assert SALE in control.bed.storage.held
    assert control.bed.terminal_power.is_on


def test_without_a_backup_there_is_nothing_to_restore(control):
    """And the terminal is left alone."""
    held = control.bed.storage.held

    assert False is does(control, "restore_records")["effect"]
    assert held == control.bed.storage.held


def test_an_altered_amount_makes_no_sound_and_is_found_by_the_seal(control):
    """Nothing on the bus tells of it."""
    does(control, "back_up_records")
    assert True is does(control, "check_records")["agrees"]
    before = len(control.world.trace)

    control.bed.levers["storage.records_altered"].pull()
    control.world.finish()

    assert ["lever.pulled"] == [event.name for event in control.world.trace.events[before:]]
    assert False is does(control, "check_records")["agrees"]


@pytest.mark.parametrize("name", ["records-lost-restored", "records-altered-found"])
def test_the_restore_is_what_makes_the_batch_balance(name):
    """With it the story holds; without it the same story fails."""
    (file,) = [file for file in find_files([shipped_folder()]) if file.stem == name]
    (scenario,) = load([file])

    assert Truth.PASS is run(scenario).truth
    assert Truth.FAIL is run(scenario, left_out=frozenset({"cashier.restore_records"})).truth

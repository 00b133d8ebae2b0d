"""Programs by name, and what their defects cost."""

from importlib import metadata
from typing import Any

import pytest

from emulator.domain.errors import UsageError
from emulator.domain.moments import SECOND
from emulator.domain.settings import TerminalSettings
from emulator.terminal import profiles
from emulator.terminal.profiles import make_program
from emulator.terminal.reference import ReferenceTerminal


def test_the_reference_is_the_default() -> None:
    """Settings that name nothing get the careful program."""
    assert isinstance(make_program(TerminalSettings()), ReferenceTerminal)


def test_every_power_on_gets_a_program_of_its_own() -> None:
    """Nothing survives in the object."""
    settings = TerminalSettings()

    assert make_program(settings) is not make_program(settings)


def test_an_unknown_name_is_the_callers_mistake() -> None:
    """With the nearest name, for a slip of the pen."""
    with pytest.raises(UsageError, match="did you mean drops_reversal"):
        make_program(TerminalSettings(program="drop_reversal"))


def test_an_installed_program_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """By the name of its entry point in the group posemu.terminals."""

    class Point:
        name = "mine"

        def load(self) -> Any:
            return lambda settings: ("mine", settings.terminal_id)

    monkeypatch.setattr(metadata, "entry_points", lambda group: [Point()])

    assert ("mine", "12345678") == make_program(TerminalSettings(program="mine"))
    assert "mine" in profiles.names()


def _cut_between_clearing_and_verdict(bench: Any) -> None:
    bench.sell(1_00)
    bench.at("storage.write_started", bench.cut, record="verdict")
    bench.run(300)


def test_clearing_early_loses_a_sale_at_a_power_cut(make_bench: Any) -> None:
    """Approved at the host, in no journal, reversed by nobody."""
    bench = make_bench(make_program, program="clears_reversal_early")
    _cut_between_clearing_and_verdict(bench)

    assert 1 == len(bench.host.live)
    assert 0 == bench.journal.count
    assert not bench.journal.has_debts


def test_the_reference_loses_nothing_at_the_same_point(make_bench: Any) -> None:
    """The intent is still there, so that the sale is reversed."""
    bench = make_bench(make_program)
    _cut_between_clearing_and_verdict(bench)

    assert {} == bench.host.live


def test_clearing_early_costs_nothing_without_a_cut(make_bench: Any) -> None:
    """The defect hides on a good day."""
    bench = make_bench(make_program, program="clears_reversal_early")
    bench.sell()

    bench.run()

    assert 1 == len(bench.host.live) == bench.journal.count
    assert 2 == len(bench.printer.slips)


def test_dropping_the_reversal_leaves_the_cardholder_debited(make_bench: Any) -> None:
    """After the last try it prints a fault slip, forgets, and sells on."""
    bench = make_bench(
        make_program,
        program="drops_reversal",
        receive_timeout_us=10 * SECOND,
        reversal_retry_us=0,
    )
    bench.lose_answers("0210")
    bench.lose_requests("0400", 99)
    bench.sell(1_00)
    bench.sell(2_00)

    bench.run(300)

    assert {("000001", "000002"), ("000001", "000003")} == set(bench.host.live)
    assert ["000003"] == list(bench.journal.batches["000001"].items)
    assert "gave_up" in bench.records()
    assert ("fault", "report", "000002", False) in bench.printer.slips

"""What may be loaded by what."""

import subprocess
import sys

import pytest

PARTS = ("kernel", "ledger", "terminal", "printer", "link", "acquirer", "clearing", "people")


def loaded(program: str) -> set[str]:
    listing = f"{program}\nimport sys\nprint(' '.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", listing], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


@pytest.mark.parametrize("part", PARTS)
def test_parts_load_no_screen_no_file_format_and_no_command_line(part: str) -> None:
    """A part can be used without textual, serial, yaml, pydantic, click or the holiday tables."""
    modules = loaded(
        "import importlib, pkgutil\n"
        f"import emulator.{part} as package\n"
        "for found in pkgutil.iter_modules(package.__path__, package.__name__ + '.'):\n"
        "    importlib.import_module(found.name)"
    )

    assert set() == modules & {"textual", "serial", "yaml", "pydantic", "click", "holidays"}


@pytest.mark.parametrize("floor", ["domain", "checks", "reports", "ledger"])
def test_plain_floors_load_no_simulator(floor: str) -> None:
    """Values, checks, reports and books run without SimPy."""
    modules = loaded(
        "import importlib, pkgutil\n"
        f"import emulator.{floor} as package\n"
        "for found in pkgutil.iter_modules(package.__path__, package.__name__ + '.'):\n"
        "    importlib.import_module(found.name)"
    )

    assert "simpy" not in modules


def test_a_run_needs_no_pydantic() -> None:
    """A scenario made in Python runs without the reader of files and what it needs."""
    modules = loaded(
        "from emulator.conformance.schedules import quiet_day\n"
        "from emulator.runner import run\n"
        "assert run(quiet_day(0)).truth == 0"
    )

    assert set() == modules & {"pydantic", "yaml", "click", "textual", "serial"}

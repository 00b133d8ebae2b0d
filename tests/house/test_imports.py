"""What is loaded along with what."""

import importlib
import pkgutil
import subprocess
import sys

import pytest

import emulator

MODULES = sorted(
    module.name for module in pkgutil.walk_packages(emulator.__path__, "emulator.")
    if not module.name.endswith("__main__")
)  # fmt: skip


def modules_loaded_by(*modules):
    """The modules that a fresh interpreter has loaded after importing some."""
    program = (
        "import sys, importlib\n"
        f"for name in {modules!r}: importlib.import_module(name)\n"
        "print(' '.join(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def loaded_by(*modules):
    """The top-level packages among them."""
    return {name.partition(".")[0] for name in modules_loaded_by(*modules)}


@pytest.mark.parametrize("module", MODULES)
def test_every_module_can_be_imported(module):
    """No module is broken, whoever imports it."""

    assert importlib.import_module(module)


def test_a_run_needs_no_command_line_and_no_screen():
    """Somebody's own program can run scenarios without what the command needs."""
    loaded = loaded_by("emulator.runner")

    assert set() == loaded & {"click", "rich", "textual", "serial", "PIL", "pytest", "hypothesis"}


def test_a_shop_loads_what_its_office_does_when_somebody_does_it():
    """Backups, evidence, reconciliation and monitoring cost nothing where nobody does them."""
    loaded = modules_loaded_by("emulator.runner")

    assert "emulator.testbed" in loaded
    assert [] == sorted(name for name in loaded if name.startswith("emulator.operations"))


@pytest.mark.parametrize("package", ["domain", "ledger", "checks", "scenario", "reports"])
def test_values_and_reports_know_no_simulator(package):
    """A recorded trace can be judged and told where no simulator is installed."""
    modules = [name for name in MODULES if name.startswith(f"emulator.{package}")]

    assert "simpy" not in loaded_by(*modules)


def test_trace_and_money_need_no_file_reader():
    """Plain values do not load what reads scenario files."""

    assert set() == loaded_by("emulator.domain.trace", "emulator.domain.plan") & {
        "yaml",
        "pydantic",
        "simpy",
    }

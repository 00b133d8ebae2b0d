"""What the command imports before it knows what it is asked for."""

import json
import subprocess
import sys

import pytest

HEAVY = ("simpy", "pydantic", "rich", "yaml", "holidays", "hypothesis", "asyncio")


def modules_after(code):
    """The modules that a fresh interpreter has loaded after some code."""
    program = f"import sys, json\n{code}\nprint('\\n' + json.dumps(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], []])
def test_help_loads_nothing_heavy(arguments):
    """A person who asks for help does not wait for the simulator."""
    loaded = modules_after(f"from emulator.interfaces.cli import main; main({arguments})")

    assert [] == [name for name in HEAVY if name in loaded]


def test_plugin_loads_nothing_heavy():
    """pytest imports the plug-in in every project; it costs them nothing."""
    loaded = modules_after("import pytest; before = set(sys.modules)\n"
                           "import emulator.interfaces.pytest_plugin")  # fmt: skip

    assert [] == [name for name in (*HEAVY, "click", "msgspec") if name in loaded]


@pytest.mark.parametrize(
    "command", ["run", "list", "check", "replay", "schema", "explain", "printer"]
)
def test_every_subcommand_has_help(command):
    """Each name in the list can be built and tells about itself."""
    done = subprocess.run(
        [sys.executable, "-m", "emulator.interfaces.cli", command, "--help", "--lang", "en"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert 0 == done.returncode, done.stderr
    assert f"Usage: posemu {command}" in done.stdout
    assert "--lang" in done.stdout

"""The command as a process: Ctrl-C, and a reader that leaves."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

COMMAND = (sys.executable, "-m", "emulator.interfaces.cli")

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals and pipes are POSIX here")


@pytest.mark.parametrize("workers", ["1", "2"])
def test_interrupt_ends_all_processes(held, workers):
    """Ctrl-C in a terminal reaches every process; one summary is printed, and no traceback."""
    process = subprocess.Popen(
        [*COMMAND, "run", str(held), "--seeds", "100000", "-j", workers],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    process.stdout.readline()
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=30)

    assert 130 == process.returncode
    assert "Interrupted." in err
    assert " held, 0 failed" in err
    assert "Traceback" not in err
    assert_nobody_left(process.pid)


def assert_nobody_left(group):
    for _ in range(100):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    raise AssertionError("a worker outlived its parent")


def test_reader_that_leaves_ends_the_command(held):
    """`posemu run | head -1` stops early and says nothing about it."""
    process = subprocess.Popen(
        [*COMMAND, "run", str(held), "--seeds", "100000"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    err = process.stderr.read()
    process.stderr.close()

    assert 141 == process.wait(timeout=30)
    assert "Traceback" not in err
    assert "Exception ignored" not in err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
def test_output_on_a_full_disk_is_the_machine_s_trouble(held):
    """The code says environment, and one line says which stream."""
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*COMMAND, "run", str(held)],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )

    assert 3 == done.returncode
    assert "<stdout>: No space left on device" in done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr

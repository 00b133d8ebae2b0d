"""Runs clients that are written for Node, and says why it does not where they are missing."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent
MODULES = FOLDER / "node_modules"
NODE = shutil.which("node")
PATIENCE_S = 30


def needs(package):
    """Skip without Node or the package, with the reason."""
    if NODE is None:
        return pytest.mark.skip(reason="Node is not installed")
    is_there = (MODULES / package / "package.json").is_file()
    how = "npm install --prefix tests/clients"
    return pytest.mark.skipif(not is_there, reason=f"{package} is not installed: {how}")


def node(*words, given="", **surroundings):
    """Run a script to its end; give what came of it."""
    return subprocess.run(
        [NODE, *map(str, words)],
        cwd=FOLDER,
        env={**os.environ, **surroundings},
        input=given,
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE_S,
        check=False,
    )


def driven(script, wishes):
    """Let a script of this folder do what it is told; give what it answers."""
    done = node(FOLDER / script, given=json.dumps(wishes))
    assert 0 == done.returncode, done.stderr
    return json.loads(done.stdout)

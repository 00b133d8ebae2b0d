"""The README says what is so."""

import os
import re
import shlex
import subprocess
from pathlib import Path

import pytest
import yaml

from emulator.interfaces.cli import group, main

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "docs/examples/power-cut.yaml"


@pytest.mark.parametrize(("readme", "lang"), [("README.md", "en"), ("README.zh.md", "zh")])
def test_example_and_its_output_are_real(readme, lang, monkeypatch, capsys):
    """The scenario in the README is the file, and the output is what the command writes."""
    monkeypatch.chdir(ROOT)
    for name in ("GITHUB_ACTIONS", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    text = (ROOT / readme).read_text(encoding="utf-8")
    main(["run", "docs/examples/power-cut.yaml", "--lang", lang])
    out = capsys.readouterr().out

    assert f"```yaml\n{EXAMPLE.read_text(encoding='utf-8')}```" in text
    assert f"```\n{out.rstrip()}\n```" in text


def test_example_holds_with_the_reference_terminal(tmp_path, monkeypatch):
    """The defect is the terminal's alone."""
    path = tmp_path / "power-cut.yaml"
    text = EXAMPLE.read_text(encoding="utf-8")
    path.write_text(text.replace("clears_reversal_early", "reference"), encoding="utf-8")

    assert 0 == main(["run", str(path)])


def test_both_readmes_give_the_same_commands():
    """A reader of either language sets up the same thing."""
    commands = [
        re.findall(r"^python3 -m venv .*$", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)
        for name in ("README.md", "README.zh.md")
    ]

    assert commands[0] == commands[1]
    assert 2 == len(commands[0])


@pytest.mark.skipif(os.name == "nt", reason="the script is for bash")
def test_ci_takes_the_test_command_from_the_readme():
    """What CI runs cannot drift from what people are told to run."""
    script = (ROOT / ".ci/run").read_text(encoding="utf-8")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    taken = re.search(r"^test_command=\$\((.+)\)$", script, re.MULTILINE)
    command = re.search(r"<!-- test -->\n```\n(.+)\n```", readme)

    assert taken is not None
    assert command is not None
    assert command[1].endswith(".venv/bin/python -m pytest -n auto")
    found = subprocess.run(
        ["bash", "-c", taken[1]], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert command[1] == found.stdout.rstrip("\n")
    assert script.rstrip().endswith('step bash -euo pipefail -c "$test_command"')


def test_the_workflow_in_the_guide_runs_commands_that_there_are():
    """What people copy is YAML, and its command is one of ours with options that exist."""
    guide = (ROOT / "docs/guides/github-actions.md").read_text(encoding="utf-8")
    found = re.search(r"```yaml\n(name: .*?)```", guide, re.DOTALL)

    assert found is not None
    steps = yaml.load(found[1], yaml.BaseLoader)["jobs"]["scenarios"]["steps"]
    command = shlex.split(steps[-1]["run"])
    assert ["posemu", "run"] == command[:2]
    run = group("en").get_command(None, "run")
    options = {name for option in run.params for name in option.opts}
    assert [] == [word for word in command if word.startswith("-") and word not in options]


@pytest.mark.parametrize("readme", ["README.md", "README.zh.md"])
def test_the_picture_is_at_the_top(readme):
    """Before anything else, by a path that works on every host of the repository."""
    head = (ROOT / readme).read_text(encoding="utf-8").partition("## ")[0]
    pictures = re.findall(r"^!\[.+\]\((.+)\)$", head, re.MULTILINE)

    assert 1 == len(pictures)
    assert (ROOT / pictures[0]).is_file()


@pytest.mark.parametrize("readme", ["README.md", "README.zh.md"])
def test_a_readme_is_read_on_two_screens(readme):
    """Whoever wants more is led to it."""
    assert 130 >= len((ROOT / readme).read_text(encoding="utf-8").splitlines())

"""The README says what is so."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from emulator.interfaces.cli import main

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
    assert command[1].endswith(".venv/bin/python -m pytest")
    found = subprocess.run(
        ["bash", "-c", taken[1]], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert command[1] == found.stdout.rstrip("\n")
    assert script.rstrip().endswith('step bash -euo pipefail -c "$test_command"')


def test_workflow_in_the_readme_is_the_one_in_the_guide():
    """There is one workflow to copy."""
    guide = (ROOT / "docs/guides/github-actions.md").read_text(encoding="utf-8")
    workflow = re.search(r"```yaml\n(name: .*?)```", guide, re.DOTALL)

    assert workflow is not None
    assert workflow[1] in (ROOT / "README.md").read_text(encoding="utf-8")


def documents():
    return [ROOT / "README.md", ROOT / "README.zh.md", *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.mark.parametrize("page", documents(), ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    """No page points at a file that is not there."""
    links = re.findall(r"\]\((?!https?://|#)([^)#]+)", page.read_text(encoding="utf-8"))

    assert [] == [link for link in links if not (page.parent / link).exists()]

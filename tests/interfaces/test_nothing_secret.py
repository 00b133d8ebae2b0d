"""No PIN, and nothing that a terminal obeys, in anything that comes out."""

import json
from xml.etree import ElementTree

import pytest

from emulator.interfaces.cli import main
from emulator.interfaces.exits import Exit

PIN, OTHER_PIN = "472913", "558372"

SCENARIO = f"""\
scenario: v1
title: "a\\e[2Jb\\u202Ec <b>|`x`"
include: [cards.yaml]
# given: {{card: {{pin: "{PIN}"}}}}
matrix:
  word: ["\\e]0;x\\a", "]|<script>alert(1)</script>`"]
given:
  cards:
    customer: {{pin: "{PIN}", balance: 1000.00 CNY}}
steps:
  - at: 0s
    cashier: {{menu: sale, amount: 128.50 CNY, card: insert, pin: ok}}
  - note: $word
expect:
  - finally: {{customer.balance: 1.00 CNY}}   # pin: "{PIN}"
"""
SHARED = f"given:\n  cards:\n    other: {{pin: {OTHER_PIN}}}\n"


@pytest.fixture
def outputs(folder, monkeypatch, capsys):
    """Everything that a failing run in a GitHub job writes, by where it went."""
    (folder / "odd.yaml").write_text(SCENARIO, encoding="utf-8")
    (folder / "cards.yaml").write_text(SHARED, encoding="utf-8")
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(folder / "summary.md"))

    assert Exit.BROKEN == main(["run", "odd.yaml", "--jsonl", "r.jsonl", "--junitxml", "r.xml"])
    said = capsys.readouterr()
    files = {
        name: (folder / name).read_text("utf-8") for name in ("summary.md", "r.jsonl", "r.xml")
    }
    return {"out": said.out, "err": said.err, **files}


def test_no_pin_comes_out(outputs):
    """Neither of the file nor of what it includes, nor one in a comment."""
    for text in outputs.values():
        assert PIN not in text
        assert OTHER_PIN not in text


def test_no_control_character_comes_out(outputs):
    """Titles and names of variants show what stands in them, and a terminal obeys none of it."""
    for text in outputs.values():
        assert not {"\x1b", "\x07", "\u202e"} & set(text)
    assert r"a\x1b[2Jb\u202ec" in outputs["out"]


def test_markdown_and_html_stay_text(outputs):
    """A title cannot end a cell of the summary, nor a name its code, nor either run a script."""
    assert "<script>" not in outputs["summary.md"]
    assert "<b>" not in outputs["summary.md"].replace("<br>", "")
    rows = [line for line in outputs["summary.md"].splitlines() if line.startswith("| ")]
    assert {5} == {row.count("|") for row in rows}


def test_the_junit_file_can_be_read(outputs):
    """With the whole report of both variants."""
    root = ElementTree.fromstring(outputs["r.xml"])

    assert 2 == len(root.findall(".//failure"))


def test_a_recording_without_the_pin_replays(outputs, folder, capsys, monkeypatch):
    """The digest is the same, since a PIN is only compared with itself."""
    assert Exit.HELD == main(["replay", "r.jsonl"])
    header = json.loads(outputs["r.jsonl"].splitlines()[0])

    assert "pin: yes     , balance" in header["files"]["odd.yaml"]
    assert "pin: yes   }" in header["files"]["cards.yaml"]


def test_a_mistake_beside_a_pin_does_not_show_it(folder, capsys):
    """The line is quoted without the digits, and the caret stands where it should."""
    (folder / "x.yaml").write_text(
        f'scenario: v1\ngiven: {{card: {{pin: "{PIN}", pni: yes}}}}\n', encoding="utf-8"
    )

    assert Exit.USAGE == main(["check", "x.yaml"])
    said = capsys.readouterr()
    assert PIN not in said.out + said.err
    line, caret = said.out.splitlines()[3:5]
    assert line.index("pni") == caret.index("^")

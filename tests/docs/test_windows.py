"""What the pages about printers show is what comes when it is done."""

import os
import re
import shlex

import pytest
from pages import ROOT
from windows import WINDOWED, play

from emulator.interfaces.cli import group
from emulator.interfaces.virtual_printer.fault_spec import parse_fault
from emulator.interfaces.virtual_printer.keys import KEYS
from emulator.interfaces.virtual_printer.virtual import known_levers

VIRTUAL = (ROOT / "docs/guides/virtual-printer.md").read_text(encoding="utf-8")
REAL = (ROOT / "docs/guides/real-printer.md").read_text(encoding="utf-8")
FAULTS = re.findall(
    r"^\| `([a-z_]+(?:[@:][^`]+)?)` \|", VIRTUAL.partition("\n## Faults\n")[2], re.M
)


@pytest.mark.skipif(os.name == "nt", reason="the pages are played as on a Unix machine")
@pytest.mark.parametrize("page", WINDOWED)
def test_what_the_windows_show_is_what_comes(page, tmp_path):
    """`python tests/docs/windows.py` renews the outputs."""
    said = play(page, tmp_path)

    assert any(one.shown for one in said)
    for one in said:
        if not one.fits:
            assert f"$ {one.command}\n{one.shown}" == f"$ {one.command}\n{one.came}"


@pytest.mark.parametrize("text", [text for text in FAULTS if len(text) > 1])
def test_a_fault_on_the_page_can_be_typed(text):
    """Everything that the table shows."""
    assert text == parse_fault(text, known_levers(), "en").text


def test_every_key_is_on_the_page():
    """And no other."""
    part = VIRTUAL.partition("| key | does |")[2].partition("\n\n")[0]
    shown = re.findall(r"`(.)`", part)

    assert sorted(key.letter for key in KEYS) == sorted(shown)


def test_every_option_of_the_virtual_printer_is_on_its_page():
    """Each under the first of its names."""
    assert [] == [name for name in _options("printer") if name not in VIRTUAL]


@pytest.mark.parametrize("command", ["bridge", "doctor"])
def test_every_option_named_about_a_real_printer_is_there(command):
    """The command lines on the page can be typed."""
    lines = re.findall(rf"(posemu {command} [^`\n]*--[^`\n]*)", REAL)
    typed = {word for line in lines for word in shlex.split(line) if word.startswith("--")}

    assert typed
    assert typed <= set(_options(command))


def _options(command):
    params = group("en").get_command(None, command).params
    names = [param.opts[0] for param in params if param.opts[0].startswith("--")]
    return [name for name in names if name not in ("--lang", "--help")]

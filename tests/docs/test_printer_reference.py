"""
The reference of the printer: its tables say what the code does.

`python tests/docs/test_printer_reference.py` brings values and status bytes up to date; rows that
are missing are for a person to write.
"""

import re
from datetime import datetime

import pytest
from pages import ROOT

from emulator.codecs.escpos.commands import COMMANDS
from emulator.codecs.escpos.tokenizer import Tokenizer
from emulator.codecs.escpos.tokens import Sort
from emulator.domain.moments import MS, SECOND
from emulator.domain.settings import PrinterSettings
from emulator.domain.texts import say
from emulator.interfaces.exits import Exit
from emulator.interfaces.virtual_printer.virtual import known_levers
from emulator.kernel.lever import levers_of
from emulator.kernel.world import World
from emulator.printer.device.answers import CLEAR_ARGS
from emulator.printer.device.device import Device
from emulator.printer.interpreter.interpreter import HANDLERS
from emulator.printer.printer import Printer
from emulator.printer.profile import PROFILES, Profile

FILE = ROOT / "docs/reference/printer.md"
PAGE = FILE.read_text(encoding="utf-8") if FILE.exists() else ""
PASSED_OVER = "passed over"
ASKED, AUTOMATIC = b"\x10\x04\x01\x10\x04\x02\x10\x04\x03\x10\x04\x04", b"\x10\x14\x07\x01"
SLIP = b"one\n" * 40 + b"\x1dV\x01"
HALF_A_LINE_US = 10 * MS
SILENCE = "silence"


def rows(heading):
    """The rows of the tables under a heading, as lists of cells."""
    part = PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    lines = [line for line in part.splitlines() if line.startswith("| `")]
    return [re.split(r"(?<!\\)\|", line.strip("| "))[:] for line in lines]


def cells(heading):
    """The same without blanks around, by the name in the first column."""
    return {
        row[0].strip().strip("`").replace("\\|", "|"): [cell.strip() for cell in row[1:]]
        for row in rows(heading)
    }


# Profiles -------------------------------------------------------------------------------------


def value_of(profile, field):
    """How the page writes what a model has."""
    value = getattr(profile, field)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return " ".join(map(str, value))
    return str(value) or "-"


def values_of(field):
    """One cell a model."""
    return [value_of(profile, field) for profile in PROFILES.values()]


def fields():
    """All that a model is described by, except its name."""
    return [field for field in Profile.__struct_fields__ if field != "name"]


def test_the_models_are_the_columns():
    """By their names, in the order of the code."""
    head = next(line for line in PAGE.splitlines() if line.startswith("| setting |"))

    assert [f"`{name}`" for name in PROFILES] == [c.strip() for c in head.split("|")[3:-1]]


@pytest.mark.parametrize("field", fields())
def test_every_setting_of_a_model_is_there_with_its_values(field):
    """One row each."""
    assert values_of(field) == cells("Profiles")[field][1:]


# Commands -------------------------------------------------------------------------------------


def commands():
    """Every command by its full name, with the bytes of the name."""
    found = {}
    for code, command in COMMANDS.items():
        for letter in command.letters:
            found[f"{command.name} {chr(letter)}"] = code + bytes((letter,))
        if not command.letters:
            found[command.name] = code
    return found


def numbered():
    """The commands behind which the page puts a number of bytes, with that number."""
    shown = {name: row[0] for name, row in cells("Commands").items()}
    return {name: int(shown[name]) for name in commands() if shown.get(name, "").isdigit()}


def length(code, follow):
    """How many bytes a printer takes for a command."""
    tokens = Tokenizer().feed(code + follow + b"text")
    return tokens[0].end, tokens[0].sort


def is_obeyed(name):
    """Tell whether a command does anything, on the model that knows most."""
    obeyed = Device(PROFILES["epson_80"])._orders._orders
    return name in HANDLERS or name in obeyed or name.startswith("DLE") or name == "ESC ="


def test_every_command_is_there():
    """Those that are passed over, too."""
    single = {name for name in HANDLERS if " " not in name} | {"BEL", "CR"}

    assert sorted({*commands(), *single}) == sorted(cells("Commands"))


@pytest.mark.parametrize("name", numbered())
def test_how_many_bytes_follow_is_right(name):
    """The letter that names a command is not counted."""
    code, count = commands()[name], numbered()[name]
    end, sort = length(code, b"\x01" * count)

    assert len(code) + count == end
    assert sort is not Sort.UNKNOWN


def test_a_command_of_fixed_length_has_its_number():
    """Words are for those whose own bytes tell."""
    fixed = [name for name, code in commands().items() if isinstance(COMMANDS[code[:2]].rule, int)]

    assert [] == [name for name in fixed if name not in numbered()]


@pytest.mark.parametrize("name", commands())
def test_what_is_passed_over_is_said_to_be(name):
    """And nothing else is."""
    assert is_obeyed(name) != (cells("Commands")[name][1] == PASSED_OVER)


# Faults ---------------------------------------------------------------------------------------


class Shelf:
    """A printer alone in a world."""

    def __init__(self):
        self.world = World(seed=0, start=datetime(2026, 1, 1), keep=False)
        settings = PrinterSettings(profile="epson_80")
        self.printer = Printer(self.world, settings)
        self.levers = levers_of(self.world, "printer", self.printer)
        self._said = b""
        self.printer.on_reply = self._hear

    def _hear(self, data):
        self._said += data

    def asked(self, question):
        """What is answered, as the tables write it."""
        self._said = b""
        self.printer.feed(question)
        return self._said.hex(" ").upper() or SILENCE

    def pulled(self, name, *, printing):
        """Break something, between slips or amid one that then goes on as far as it can."""
        lever = self.levers[f"printer.{name}"]
        if name == "cutter_jam" or not printing:
            lever.pull()
        if printing:
            self.printer.feed(SLIP)
            self.world.run_until(self.world.now_us + HALF_A_LINE_US)
            lever.pull()
            self.world.run_until(self.world.now_us + 10 * SECOND)
        return [self.asked(ASKED), self.asked(AUTOMATIC)]


def status_of(name):
    """The status bytes while idle and, if they differ, after it happened amid a slip."""
    idle, printing = (Shelf().pulled(name, printing=amid) for amid in (False, True))
    if idle == printing:
        return [f"`{text}`" if text != SILENCE else text for text in idle]
    return [f"`{first}`, amid a slip `{last}`" for first, last in zip(idle, printing, strict=True)]


def lever_names():
    """Without the part's name."""
    return [name.partition(".")[2] for name in known_levers()]


def test_every_lever_is_there():
    """Under the name that faults use."""
    assert sorted(lever_names()) == sorted(cells("Faults"))


@pytest.mark.parametrize("name", lever_names())
def test_the_status_bytes_of_a_fault_are_those_on_the_wire(name):
    """DLE EOT 1 to 4 and automatic status, byte for byte, of epson_80."""
    assert status_of(name) == cells("Faults")[name][1:3]


@pytest.mark.parametrize("name", lever_names())
def test_what_a_lever_does_is_said_as_everywhere(name):
    """In the words of the lever."""
    assert say(f"lever.printer.{name}", "en").rstrip(".") == cells("Faults")[name][0]


@pytest.mark.parametrize("name", lever_names())
def test_the_settings_of_a_lever_are_named(name):
    """Behind its name, as `--fault` takes them."""
    settings = known_levers()[f"printer.{name}"]
    shown = cells("Faults")[name][3]

    assert [] == [
        setting for setting in settings if f"`{setting.removesuffix('_us')}`" not in shown
    ]


# Rest -----------------------------------------------------------------------------------------


def test_the_exit_codes_are_those_of_the_command():
    """The ones that the printer's commands can end with."""
    shown = {int(code) for code in cells("Exit codes")}

    assert {int(code) for code in Exit if code not in (Exit.PIPE_CLOSED, Exit.NOTHING)} <= shown
    assert shown <= {int(code) for code in Exit}


def test_the_words_that_make_it_forget_are_those_of_the_code():
    """DLE DC4 function 8 in full."""
    assert f"`{(bytes((0x10, 0x14)) + CLEAR_ARGS).hex(' ').upper()}`" in PAGE


def renewed():
    """The page with the values and bytes of the code."""
    text = PAGE
    for row in rows("Profiles"):
        name = row[0].strip(" `")
        text = text.replace("|".join(row), "|".join((*row[:2], *_padded(values_of(name)))))
    for row in rows("Faults"):
        name = row[0].strip(" `")
        text = text.replace(
            "|".join(row), "|".join((*row[:2], *_padded(status_of(name)), *row[4:]))
        )
    return re.sub(r"^(\| `.*?) *\|$", r"\1 |", text, flags=re.MULTILINE)


def _padded(values):
    return [f" {value} " for value in values]


if __name__ == "__main__":
    FILE.write_text(renewed(), encoding="utf-8")

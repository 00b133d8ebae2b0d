"""
receiptio, a client that asks how the printer is before, while and after it prints, says in its own
words and exit codes what our faults look like from outside.
"""

import subprocess
import sys
from contextlib import contextmanager

import pytest
from node_client import MODULES, needs, node
from running_printer import PATIENCE_S, fast, fault, running
from scanning import scanned

pytestmark = needs("receiptio")

CODES = {
    "success": 0,
    "online": 100,
    "coveropen": 101,
    "paperempty": 102,
    "error": 103,
    "offline": 104,
    "disconnect": 105,
    "timeout": 106,
    "drawerclosed": 200,
    "draweropen": 201,
}
SHORT = ("-t", "1")
"""Seconds that it waits for a slip."""
HASTE = "24"
"""It gives up on a silent printer after twelve seconds; here after half a one."""
NOBODY = 1
"""A port that nothing listens at."""
LINES = tuple(f"line {number} of the slip" for number in range(1, 11))
LAST = "thank you"
RECEIPT = "\n".join((*LINES, LAST)) + "\n"


def receiptio(port, *options, given=RECEIPT, haste="1", language="en"):
    """What it says, when it ends with the code that goes with it."""
    done = node(
        *("-r", "./any_port.js", MODULES / "receiptio" / "bin" / "cli.js"),
        *("-d", "127.0.0.1", "-l", language, *options),
        given=given,
        PRINTER_PORT=str(port),
        CLIENT_HASTE=haste,
    )
    word = done.stderr.strip()

    assert CODES[word] == done.returncode
    return word


class Printed:
    """The paper of a run, line by line."""

    def __init__(self, file):
        self._file = file

    @property
    def text(self):
        return self._file.read_text(encoding="utf-8")

    @property
    def lines(self):
        """How many of the numbered lines are on it."""
        return sum(line in self.text for line in LINES)

    @property
    def is_whole(self):
        return len(LINES) == self.lines and LAST in self.text


@contextmanager
def printing(tmp_path, **wishes):
    """A printer, and the paper that comes out of it."""
    file = tmp_path / "paper.txt"
    with running(text=file, **wishes) as one:
        yield one, Printed(file)


@pytest.mark.parametrize("profile", ["epson_80", "epson_58", "generic_80", "built_in"])
def test_it_finds_out_by_itself_what_it_prints_on(profile, tmp_path):
    """By our answers to DLE EOT and GS I it takes each of these models for one it can print on."""
    with printing(tmp_path, profile=fast(profile)) as (one, printed):
        assert "success" == receiptio(one.port, "-c", "32")
        assert printed.is_whole


@pytest.mark.parametrize(("maker", "sent"), [("EPSON", "1d 38 4c"), ("GENERIC", "1d 76 30")])
def test_it_heeds_who_made_the_printer(maker, sent, tmp_path):
    """An EPSON is sent pictures as graphics, anybody else's printer as raster."""
    record = tmp_path / "talk.jsonl"
    with running(profile=fast(maker=maker), record=record) as one:
        assert "success" == receiptio(one.port, given="{code:A;option:qrcode,4,l}\n")

    assert sent.replace(" ", "") in record.read_text(encoding="utf-8")


@pytest.mark.parametrize("language", ["escpos", "epson", "citizen", "fit", "impactb", "generic"])
def test_each_dialect_it_speaks_is_understood(language, tmp_path):
    """Whatever of ESC/POS it is told to use, the slip is whole."""
    with printing(tmp_path) as (one, printed):
        assert "success" == receiptio(one.port, "-p", language)
        assert printed.is_whole


def test_what_it_prints_can_be_read_back(tmp_path):
    """Chinese is on the paper, and the QR and bar codes scan from the picture."""
    receipt = (
        "^^^银联商户\n合计 | ￥12.50\n{code:https://example.com/r?n=17;option:qrcode,6,m}\n"
        "{code:690123456789;option:ean,hri,2,72}\n{code:AB-1234;option:code128,hri,2,72}\n"
    )
    folder = tmp_path / "slips"
    with printing(tmp_path, profile=fast("built_in"), png=folder) as (one, printed):
        assert "success" == receiptio(one.port, "-c", "32", given=receipt, language="zh")
        text = printed.text
    seen = {says for _, says in scanned(folder / "slip-0001.png")}

    assert "银联商户" in text
    assert "￥12.50" in text
    assert {"https://example.com/r?n=17", "6901234567892", "AB-1234"} == seen


def test_near_the_end_of_the_roll_it_prints(tmp_path):
    """Paper that is nearly used up is no reason to stop."""
    with printing(tmp_path, faults=(fault("near_end"),)) as (one, printed):
        assert "success" == receiptio(one.port)
        assert printed.is_whole


@pytest.mark.parametrize(
    ("lever", "word"), [("paper_out", "paperempty"), ("cover_open", "coveropen")]
)
def test_it_does_not_begin_on_a_printer_that_cannot(lever, word, tmp_path):
    """What was wrong before the slip is said at once, and nothing is printed."""
    with printing(tmp_path, faults=(fault(lever),)) as (one, printed):
        assert word == receiptio(one.port)
        assert 0 == printed.lines


@pytest.mark.parametrize(
    ("lever", "word"),
    [
        ("paper_out", "paperempty"),
        ("cover_open", "coveropen"),
        ("jam", "error"),
        ("head_failure", "error"),
    ],
)
def test_trouble_in_the_middle_of_a_slip_is_told_while_it_prints(lever, word, tmp_path):
    """Automatic status says what happened, and five lines are on the paper."""
    broken = fault(lever, unit="line", count=5)
    with printing(tmp_path, faults=(broken,)) as (one, printed):
        assert word == receiptio(one.port)
        one.eventually(lambda session: not session.attendant.host)
        one.do(lambda session: session.printer.tear_off())
        assert 5 == printed.lines


def test_what_it_gave_up_may_come_out_all_the_same(tmp_path):
    """A new roll lets the printer finish the slip that its host has long written off."""
    broken = fault("paper_out", unit="line", count=5)
    with printing(tmp_path, faults=(broken,)) as (one, printed):
        assert "paperempty" == receiptio(one.port)
        one.press("l")
        one.eventually(lambda session: LAST in printed.text)
        assert printed.is_whole


def test_a_blocked_cutter_is_an_error_of_a_whole_slip(tmp_path):
    """Everything is on the paper, and still it is not done."""
    with printing(tmp_path, faults=(fault("cutter_jam"),)) as (one, printed):
        assert "error" == receiptio(one.port)
        one.do(lambda session: session.printer.tear_off())
        assert printed.is_whole


def test_it_tries_to_clear_an_error_before_it_gives_up(tmp_path):
    """DLE ENQ 2 helps while the cutter is free again, and is in vain while it is not."""
    with printing(tmp_path, faults=(fault("cutter_jam"),)) as (one, _):
        assert "error" == receiptio(one.port)
        assert "error" == receiptio(one.port, "-q", haste="4")
        one.do(lambda session: session.printer.release("printer.cutter_jam"))
        assert "error" == receiptio(one.port, haste="4")
        assert "success" == receiptio(one.port)


def test_a_hot_head_is_waited_for_in_vain(tmp_path):
    """It is told as no error that ends a slip, and the slip does not end."""
    broken = fault("hot_head", unit="line", count=5)
    with printing(tmp_path, faults=(broken,)) as (one, printed):
        assert "timeout" == receiptio(one.port, *SHORT)
        assert not printed.is_whole


def test_a_head_that_cools_in_time_is_no_trouble(tmp_path):
    """Printing goes on by itself, and every line is on the paper once."""
    broken = fault("hot_head", unit="line", count=5, for_us=300_000)
    with printing(tmp_path, faults=(broken,)) as (one, printed):
        assert "success" == receiptio(one.port, "-t", "10")
        assert printed.is_whole
        assert 1 == printed.text.count(LINES[4])


def test_slow_paper_is_waited_for_as_long_as_it_was_told(tmp_path):
    """A slip that takes nine seconds is not out after one."""
    with printing(tmp_path, profile=fast(speed_mm_s=5)) as (one, printed):
        assert "timeout" == receiptio(one.port, *SHORT)
        assert not printed.is_whole


@pytest.mark.parametrize("lever", ["stuck", "no_answers", "stuck_busy", "cable_unplugged"])
def test_a_printer_that_says_nothing_is_offline(lever, tmp_path):
    """It asks again and again behind 8,192 NULs, and then gives up."""
    with printing(tmp_path, faults=(fault(lever),)) as (one, printed):
        assert "offline" == receiptio(one.port, haste=HASTE)
        assert 0 == printed.lines


@pytest.mark.parametrize("profile", ["silent_58", "generic_58"])
def test_a_printer_that_cannot_answer_enough_is_offline(profile, tmp_path):
    """One answers nothing, the other only two of the four status commands."""
    with printing(tmp_path, profile=fast(profile)) as (one, printed):
        assert "offline" == receiptio(one.port, haste=HASTE)
        assert 0 == printed.lines


def test_where_nothing_listens_it_is_disconnected():
    """The word for a printer that is not there."""
    assert "disconnect" == receiptio(NOBODY)


@pytest.mark.parametrize(
    ("levers", "asked", "word"),
    [
        ((), (), "online"),
        (("near_end",), (), "online"),
        (("cover_open",), (), "coveropen"),
        (("paper_out",), (), "paperempty"),
        (("head_failure",), (), "error"),
        # Which level of the drawer's switch means open is a matter of how it is wired.
        ((), ("drawer2",), "drawerclosed"),
        (("drawer_open",), ("drawer2",), "draweropen"),
        (("drawer_open",), ("drawer",), "drawerclosed"),
        (("paper_out",), ("drawer2",), "drawerclosed"),
    ],
)
def test_it_can_merely_ask(levers, asked, word, tmp_path):
    """An inquiry is answered and nothing is printed."""
    with running(faults=tuple(map(fault, levers))) as one:
        assert word == receiptio(one.port, "-q", *asked, haste="4")
        assert 0 == one.do(lambda session: session.printer.out_mm)


def test_an_inquiry_to_a_silent_printer_is_offline():
    """Silence is its own answer, not that all is well."""
    with running(faults=(fault("no_answers"),)) as one:
        assert "offline" == receiptio(one.port, "-q", haste=HASTE)


def test_the_command_prints_for_it(tmp_path):
    """`posemu printer` in a process of its own: one slip, and it ends."""
    text = tmp_path / "paper.txt"
    words = ("-m", "emulator.interfaces.cli", "printer", "--tcp", "0", "--speed", "max", "--once")
    with subprocess.Popen(
        [sys.executable, *words, "--text", text],
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        encoding="utf-8",
    ) as command:
        port = next(line for line in command.stderr if "127.0.0.1:" in line).rpartition(":")[2]
        assert "success" == receiptio(int(port))
        assert 0 == command.wait(PATIENCE_S)
        command.stderr.read()

    assert Printed(text).is_whole

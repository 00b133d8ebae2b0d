"""`posemu serve` as a command: its options, its complaints, and how it is stopped."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from contextlib import contextmanager

import aiohttp
import pytest
from served import SMALL_APP, is_alive, pids, until

from emulator.domain.errors import EnvironmentTrouble
from emulator.interfaces.cli import main
from emulator.interfaces.serve.listening import listen
from emulator.interfaces.serve.wishes import program_of
from emulator.interfaces.virtual_printer.wishes import Place

SERVE_THE_SMALL_APP = """\
import sys
from emulator.interfaces.serve.session import serve
from emulator.interfaces.serve.wishes import Wishes
from emulator.interfaces.virtual_printer.wishes import Place
from emulator.interfaces.voice import Voice
wishes = Wishes(place=Place("127.0.0.1", 0), program=tuple(sys.argv[1:]), most=4)
sys.exit(serve(wishes, Voice("en")))
"""
on_posix = pytest.mark.skipif(os.name != "posix", reason="signals are POSIX here")


@contextmanager
def server_process(folder):
    """A server of the small app in a process of its own, and the address that it names."""
    command = [sys.executable, "-c", SERVE_THE_SMALL_APP, sys.executable, SMALL_APP, folder]
    with subprocess.Popen(
        [str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process, process.stdout.readline().strip()
        finally:
            process.kill()


async def visit(address, *, until_began_in):
    """Open a page and keep it until the app has begun; then leave it open."""
    browser = aiohttp.ClientSession()
    opened = await browser.ws_connect(f"{address}ws?width=80&height=24")
    while not pids(until_began_in):
        await opened.receive()
    await opened.receive()
    return browser


def stopped(folder, number):
    """Stop a server while a page is open; gives exit code and narration."""

    async def with_a_page_open():
        with server_process(folder) as (process, address):
            browser = await visit(address, until_began_in=folder)
            process.send_signal(number)
            loop = asyncio.get_running_loop()
            code = await asyncio.wait_for(loop.run_in_executor(None, process.wait), 30)
            told = process.stderr.read()
            await browser.close()
            return code, told

    return asyncio.run(with_a_page_open())


@on_posix
@pytest.mark.parametrize(
    ("name", "expected"), [("SIGINT", 130), ("SIGTERM", 0), ("SIGHUP", 0), ("SIGKILL", -9)]
)
def test_no_process_is_left_however_it_is_stopped(tmp_path, name, expected):
    """Ctrl-C, a service manager, a closed terminal and a violent end leave no app behind."""
    code, told = stopped(tmp_path, getattr(signal, name))
    until(lambda: not any(map(is_alive, pids(tmp_path))))

    assert expected == code
    assert pids(tmp_path) == pids(tmp_path, "ended")
    assert "Traceback" not in told


@on_posix
def test_port_0_is_any_free_port_and_the_address_is_data(tmp_path):
    """The first line of standard output is where the page is."""
    with server_process(tmp_path) as (_, address), urllib.request.urlopen(address) as page:
        text = page.read().decode("utf-8")

    assert "<title>Simulated card terminal</title>" in text


def test_port_in_use_is_the_machine_s_trouble():
    """Another program that has the port is named as the reason; `serve` ends with 3."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(EnvironmentTrouble, match=f"127.0.0.1:{port}: in use already") as caught:
            listen(Place("127.0.0.1", port), "en")

    assert 3 == caught.value.exit_code


def test_address_of_another_machine_cannot_be_listened_at():
    """An address that is not this machine's gives one sentence."""
    with pytest.raises(EnvironmentTrouble, match=r"192\.0\.2\.1:0: cannot listen there"):
        listen(Place("192.0.2.1", 0), "en")


def test_only_what_draws_on_a_screen_can_be_shown(capsys):
    """Any other command is refused with the names of those that can be."""
    code = main(["serve", "run"])

    assert 2 == code
    assert "run: cannot be shown in a browser; what can: tui, drill" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["--port", "65536"], ["--port", "x"], ["--visitors", "0"]])
def test_wrong_options_are_complained_about(words):
    """A port or a number of visitors that cannot be is refused before anything opens."""

    assert 2 == main(["serve", *words])


def test_options_of_what_is_shown_are_read_at_once(capsys):
    """A mistake in them is met by whoever starts the server, not by each visitor."""
    code = main(["serve", "tui", "--no-such-option"])

    assert 2 == code
    assert "--no-such-option" in capsys.readouterr().err


def test_drill_needs_a_name(capsys):
    """A list of drills is nothing that a browser shows."""
    code = main(["serve", "drill"])

    assert 2 == code
    assert "posemu drill lists them" in capsys.readouterr().err


def test_missing_extra_is_one_sentence(monkeypatch, capsys):
    """Without what the extra brings, the command says how to install it and ends with 3."""
    monkeypatch.setitem(sys.modules, "textual_serve", None)
    code = main(["serve"])

    assert 3 == code
    assert 'pip install "pos-emulator[web]"' in capsys.readouterr().err


def test_visitors_run_this_very_package():
    """The process is Python's own, whether this one is a script or a module."""

    assert (sys.executable, "-P", "-m", "emulator.interfaces.cli", "tui") == program_of(["tui"])

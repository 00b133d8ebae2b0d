"""
Pages that need two windows: a virtual printer in one, whoever prints to it in the other.

A comment `<!-- window: NAME -->` before a block of the language `console` says that its command is
played by `play`, in an own folder, a whole process each, both streams shown as on a screen. `posemu
printer` runs beside what follows until the next one or the end of the page. Ports are another
reader's: 9100 becomes a free one, and what comes back is told as the page tells it. Files of the
page (`<!-- file: NAME -->`) are written first.

    python tests/docs/windows.py

brings outputs that no longer fit up to date, in all pages.
"""

import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from pages import HOUSE, ROOT, Said, commands_of, files_of

from emulator.domain.texts import say

WINDOWED = ("docs/guides/virtual-printer.md", "docs/guides/real-printer.md")
"""Every page that plays with a virtual printer."""
PORT, HOST_PORT = "9100", "50412"
"""The printer's port, and that of whoever connects, as pages show them."""
PATIENCE_S = 30

_WINDOW = re.compile(
    r"^<!-- window: \S+ -->\n```console\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)
_POSEMU = "import sys; from emulator.interfaces.cli import main; sys.exit(main(sys.argv[1:]))"


def play(page: str, folder: Path) -> list[Said]:
    """Play all windows of a page; what they said, in the order of the page."""
    return _Play(page, folder).said()


class _Printer:
    """A virtual printer that runs in its window."""

    def __init__(self, arguments: list[str], port: str, folder: Path, lang: str) -> None:
        self._screen = folder / "screen"
        self._process = _started([*arguments, "--tcp", port], folder, lang, self._screen)
        give_up = time.monotonic() + PATIENCE_S
        while f"127.0.0.1:{port}" not in self._screen.read_text("utf-8"):
            assert time.monotonic() < give_up, self._screen.read_text("utf-8")
            time.sleep(0.02)

    def ended(self) -> str:
        """End it, and give all that it said."""
        # Whoever printed has just hung up; that is told first.
        time.sleep(0.3)
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(PATIENCE_S)
        return self._screen.read_text("utf-8")


class _Play:
    def __init__(self, page: str, folder: Path) -> None:
        self._page = page
        self._folder = folder
        self._lang = "zh" if page.endswith(".zh.md") else "en"
        with socket.create_server(("127.0.0.1", 0)) as free:
            self._port = str(free.getsockname()[1])

    def said(self) -> list[Said]:
        for name, text in files_of(self._page).items():
            (self._folder / name).write_text(self._with_port(text), encoding="utf-8")
        said: list[Said] = []
        printer, place = None, 0
        for command, shown in _commands(self._page):
            arguments = shlex.split(self._with_port(command))
            if arguments[:2] == ["posemu", "printer"]:
                if printer is not None:
                    said[place] = said[place]._replace(came=self._tidy(printer.ended()))
                printer, place = self._printer(arguments), len(said)
                said.append(Said(command, shown, ""))
            else:
                said.append(Said(command, shown, self._tidy(self._run(arguments))))
        if printer is not None:
            said[place] = said[place]._replace(came=self._tidy(printer.ended()))
        return said

    def _printer(self, arguments: list[str]) -> _Printer:
        return _Printer(arguments, self._port, self._folder, self._lang)

    def _run(self, arguments: list[str]) -> str:
        screen = self._folder / "output"
        _started(arguments, self._folder, self._lang, screen).wait(PATIENCE_S)
        return screen.read_text("utf-8")

    def _with_port(self, text: str) -> str:
        return re.sub(rf"\b{PORT}\b", self._port, text)

    def _tidy(self, came: str) -> str:
        """What the reader would see: at a terminal, in a home, at port 9100."""
        came = came.replace(self._port, PORT)
        came = re.sub(rf"127\.0\.0\.1:(?!{PORT}\b)\d+", f"127.0.0.1:{HOST_PORT}", came)
        came = came.replace(
            say("cli.printer.no_keys", self._lang), say("cli.printer.keys", self._lang)
        )
        came = came.replace(str(self._folder), "~")
        return "\n".join(line.rstrip() for line in came.strip("\n").splitlines())


def _commands(page: str) -> Iterator[tuple[str, str]]:
    for window in _WINDOW.finditer((ROOT / page).read_text(encoding="utf-8")):
        yield from commands_of(window["text"])


def _started(
    arguments: list[str], folder: Path, lang: str, screen: Path
) -> subprocess.Popen[bytes]:
    """Start a program of a page; what it says goes to a file."""
    is_ours = arguments[0] == "posemu"
    program = [sys.executable, "-c", _POSEMU] if is_ours else [sys.executable]
    quiet = ("GITHUB_ACTIONS", "FORCE_COLOR", "XDG_STATE_HOME")
    environ = {name: value for name, value in os.environ.items() if name not in quiet}
    environ |= {"PYTHONPATH": HOUSE, "POSEMU_LANG": lang, "HOME": str(folder)}
    with screen.open("wb") as out:
        return subprocess.Popen(
            [*program, *arguments[1:]],
            cwd=folder, env=environ, stdin=subprocess.DEVNULL, stdout=out, stderr=out,
        )  # fmt: skip


def _block(command: str, output: str) -> str:
    return f"$ {command}\n{output}\n" if output else f"$ {command}\n"


def renew(page: str) -> None:
    """Put the outputs that came in place of those that do not fit."""
    path = ROOT / page
    text = path.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        for one in play(page, Path(folder).resolve()):
            if not one.fits:
                sys.stdout.write(f"{page}: {one.command}\n")
                text = text.replace(
                    _block(one.command, one.shown), _block(one.command, one.came), 1
                )
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    for each in WINDOWED:
        renew(each)

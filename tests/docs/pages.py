"""
Documents that run: their files are written, their commands played, their outputs compared.

In a page, a comment `<!-- file: NAME -->` before a code block names the file that the block holds;
a block of the language `console` holds commands behind `$ ` and what they write to standard output.
Three dots in an output stand for anything. Commands on the machine (`pip`, `python3 -m venv`, `.`)
are only read; `posemu`, `python FILE` and `pytest` are played in a folder of the page's own, in
which a pyproject.toml counts as installed.

    python tests/docs/pages.py

brings outputs that no longer fit up to date, in all pages.
"""

import contextlib
import io
import os
import re
import runpy
import shlex
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import emulator
from emulator.checks.watch import installed_checks
from emulator.interfaces.cli import main
from emulator.known import shop_words

ROOT = Path(__file__).parents[2]
HOUSE = str(Path(emulator.__file__).parents[1])
"""Where the package under test lies."""
PLAYED = (
    "docs/guides/pytest.md",
    "docs/guides/write-a-scenario.md",
    "docs/guides/add-a-fault.md",
    "docs/guides/add-a-check.md",
    "docs/guides/add-a-terminal.md",
    "docs/guides/judge-your-own-terminal.md",
    "docs/guides/evidence.md",
    "docs/guides/reconcile.md",
    "docs/guides/monitoring.md",
    "docs/guides/monitoring.zh.md",
    "docs/guides/diagnosis.md",
    "docs/guides/diagnosis.zh.md",
    "docs/guides/runbooks.md",
    "docs/guides/runbooks.zh.md",
    "docs/tutorial.md",
    "docs/tutorial.zh.md",
)
"""Every page with a whole example."""

_BLOCK = re.compile(
    r"(?:^<!-- file: (?P<file>\S+) -->\n)?^```(?P<fence>\w*)\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_SHOWN = re.compile(r"^\$ .*\n(?:(?!```$|\$ ).*\n)*", re.MULTILINE)
"""A command and its output."""
_QUIET = ("pip", "python3", ".", "cd", "git")


class Said(NamedTuple):
    """A command of a page, the output that the page shows, and the output that came."""

    command: str
    shown: str
    came: str

    @property
    def fits(self) -> bool:
        """True when what came is what is shown, three dots standing for anything."""
        parts = [re.escape(part) for part in self.shown.split("...")]
        return re.fullmatch(".*?".join(parts), self.came, re.DOTALL) is not None


def files_of(page: str) -> dict[str, str]:
    """The files that a page shows, the last version of each."""
    return {m["file"]: m["text"] for m in _BLOCK.finditer(_read(page)) if m["file"]}


def play(page: str, folder: Path) -> Iterator[Said]:
    """Go through a page from top to bottom in an empty folder."""
    lang = "zh" if page.endswith(".zh.md") else "en"
    with _in(folder, lang):
        for block in _BLOCK.finditer(_read(page)):
            if block["file"]:
                path = folder / block["file"]
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(block["text"], encoding="utf-8")
                _install(path)
            elif block["fence"] == "console":
                for command, shown in commands_of(block["text"]):
                    yield Said(command, shown, _tidy(_played(command)))


def commands_of(text: str) -> list[tuple[str, str]]:
    """The commands of a console block, each with its output."""
    found = []
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        found.append((command, _tidy(output)))
    return found


def _read(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def _tidy(output: str) -> str:
    return "\n".join(line.rstrip() for line in output.strip("\n").splitlines())


def _played(command: str) -> str:
    program, *arguments = shlex.split(command)
    if program in _QUIET:
        return ""
    if program == "pytest":
        return _pytest(arguments)
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
        if program == "posemu":
            main(arguments)
        elif program == "python":
            _python(*arguments)
        else:
            raise ValueError(f"nobody plays {command!r}")
    return out.getvalue()


def _python(file: str, *arguments: str) -> None:
    before, sys.argv = sys.argv, [file, *arguments]
    try:
        runpy.run_path(file, run_name="__main__")
    finally:
        sys.argv = before


def _pytest(arguments: list[str]) -> str:
    from importlib.metadata import entry_points

    plugin = "emulator.interfaces.pytest_plugin"
    is_installed = any(point.value == plugin for point in entry_points(group="pytest11"))
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q"]
    command += [] if is_installed else ["-p", plugin]
    found = subprocess.run(
        [*command, *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": HOUSE},
        check=False,
    )
    return found.stdout


def _install(path: Path) -> None:
    """Let the entry points of a pyproject.toml be found, as `pip install -e .` would."""
    if path.name != "pyproject.toml":
        return
    project = tomllib.loads(path.read_text(encoding="utf-8"))["project"]
    info = path.parent / f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
    info.mkdir()
    head = f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n"
    (info / "METADATA").write_text(head, encoding="utf-8")
    groups = project.get("entry-points", {})
    lines = [
        line
        for group, points in groups.items()
        for line in (f"[{group}]", *(f"{name} = {value}" for name, value in points.items()))
    ]
    (info / "entry_points.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    _forget_installed()


def _forget_installed() -> None:
    """What is installed is looked up once a process; here it changes from page to page."""
    shop_words.cache_clear()
    installed_checks.cache_clear()


@contextlib.contextmanager
def _in(folder: Path, lang: str) -> Iterator[None]:
    """Work in a folder whose modules can be imported, and leave nothing of them behind."""
    modules, environ = set(sys.modules), dict(os.environ)
    sys.path.insert(0, str(folder))
    os.environ["POSEMU_LANG"] = lang
    for name in ("GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "FORCE_COLOR"):
        os.environ.pop(name, None)
    try:
        with contextlib.chdir(folder):
            yield
    finally:
        sys.path.remove(str(folder))
        os.environ.clear()
        os.environ.update(environ)
        for name in set(sys.modules) - modules:
            file = getattr(sys.modules[name], "__file__", None)
            if file is not None and Path(file).is_relative_to(folder):
                del sys.modules[name]
        _forget_installed()


def renew(page: str) -> None:
    """Put the outputs that came in place of those that do not fit."""
    with tempfile.TemporaryDirectory() as folder:
        said = list(play(page, Path(folder).resolve()))
    left = iter(said)
    with_outputs = _SHOWN.sub(lambda _: _renewed(next(left), page), _read(page))
    (ROOT / page).write_text(with_outputs, encoding="utf-8")


def _renewed(one: Said, page: str) -> str:
    if not one.fits:
        sys.stdout.write(f"{page}: {one.command}\n")
    output = one.shown if one.fits else one.came
    return f"$ {one.command}\n{output}\n" if output else f"$ {one.command}\n"


if __name__ == "__main__":
    for each in PLAYED:
        renew(each)

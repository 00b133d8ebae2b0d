"""
Keeps what scenarios have proven, so that it is run again only when something has changed.

    $XDG_CACHE_HOME/posemu/proof/<digest>.json

The digest is that of the emulator's code, of the packages that take part in a run, and of the
scenario. Whatever cannot be read, does not fit or cannot be said is as good as not there; what
cannot be written costs time and nothing else.
"""

import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from importlib import metadata
from pathlib import Path
from typing import Any

import msgspec

from emulator.checks.watch import ENTRY_POINTS
from emulator.domain.plan import Scenario
from emulator.proof.rules import ScenarioProof
from emulator.terminal.profiles import GROUP

MOST_BYTES = 256 * 1024
"""A larger file is none of ours."""
MOST_FILES = 1_000
"""Kept; of older versions of code and scenarios the oldest go first."""

_PACKAGE = Path(__file__).parents[1]
_NO_PART_OF_RUNS = frozenset(("interfaces", "conformance", "runbook", "diagnosis"))
_TAKES_PART = ("simpy", "msgspec", "holidays")
_FOR_PEOPLE = frozenset(
    (
        "file", "source", "span", "spans", "title", "title_en", "handbook", "handbook_en",
        "origin", "tags", "drill",
    )
)  # fmt: skip
"""What a scenario says to its readers only."""


def usual_folder(environ: Mapping[str, str]) -> Path:
    """Where proofs are kept if nobody says otherwise."""
    base = environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "posemu" / "proof"


class ProofCache:
    """What was proven before, by digest."""

    def __init__(self, folder: Path, *, reads: bool = True, writes: bool = True) -> None:
        """
        Args:
            folder: Need not exist.
            reads: False finds nothing, so that everything is run afresh.
            writes: False keeps nothing.
        """
        self._folder = folder
        self._reads = reads
        self._writes = writes

    def find(self, scenario: Scenario) -> ScenarioProof | None:
        """What a scenario has proven, if it was kept and nothing has changed since."""
        if not self._reads:
            return None
        try:
            with self._file_of(scenario).open("rb") as file:
                text = file.read(MOST_BYTES + 1)
            found = msgspec.json.decode(text, type=ScenarioProof, strict=True)
        except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return None
        fits = len(text) <= MOST_BYTES and found.scenario == scenario.name
        return found if fits and _can_be_said(found) else None

    def keep(self, scenario: Scenario, found: ScenarioProof) -> None:
        """Keep what a scenario has proven; whoever reads meanwhile sees all of it or nothing."""
        if not self._writes:
            return
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle, name = tempfile.mkstemp(dir=self._folder, suffix=".part")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(msgspec.json.encode(found))
                Path(name).replace(self._file_of(scenario))
            except OSError:
                Path(name).unlink(missing_ok=True)

    def trim(self) -> None:
        """Let the oldest go if there are too many."""
        if not self._writes:
            return
        with suppress(OSError):
            kept = [file for file in self._folder.iterdir() if file.suffix in (".json", ".part")]
            kept.sort(key=lambda file: file.stat().st_mtime)
            for file in kept[:-MOST_FILES]:
                file.unlink(missing_ok=True)

    def _file_of(self, scenario: Scenario) -> Path:
        return self._folder / f"{digest_of(scenario)}.json"


def _can_be_said(found: ScenarioProof) -> bool:
    try:
        return all(proof.words("en") and proof.scenario == found.scenario for proof in found.proofs)
    except (KeyError, ValueError, IndexError, TypeError):
        return False


def digest_of(scenario: Scenario) -> str:
    """What a proof depends on, 32 hexadecimal digits."""
    plan = msgspec.to_builtins(scenario, enc_hook=str)
    text = msgspec.json.encode([_code(), _played(plan)], order="sorted")
    return blake2b(text, digest_size=16).hexdigest()


def _played(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _played(each) for key, each in value.items() if key not in _FOR_PEOPLE}
    return [_played(each) for each in value] if isinstance(value, list | tuple) else value


@cache
def _code() -> str:
    """The digest of everything that takes part in a run, beside the scenario."""
    digest = blake2b(repr(sys.version_info[:3]).encode(), digest_size=16)
    for name in _TAKES_PART:
        digest.update(f"{name} {metadata.version(name)}\n".encode())
    for group in (GROUP, ENTRY_POINTS):
        for point in sorted(metadata.entry_points(group=group), key=lambda one: one.name):
            version = point.dist.version if point.dist is not None else ""
            digest.update(f"{group} {point.name} {point.value} {version}\n".encode())
    for file in _sources():
        content = file.read_bytes()
        digest.update(f"{file.relative_to(_PACKAGE).as_posix()} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def _sources() -> Iterator[Path]:
    for file in sorted(_PACKAGE.rglob("*.py")):
        if file.relative_to(_PACKAGE).parts[0] not in _NO_PART_OF_RUNS:
            yield file

"""
The evidence bundle: one ZIP file, the same bytes whenever it is made of the same recording.

    manifest.json                 version, the run's digest, what was asked for, all SHA-256
    summary.json                  the payments as facts, for programs
    timeline.zh.txt, .en.txt      the same for people, and what happened in order
    shop, journal, messages, paper, screen, statements, people .jsonl
                                  lines of the recording, byte for byte
    slips/001-sale-merchant.txt, .png ...

Everything but the lines follows from the lines, so whoever alters one without the other is found
out. Nothing is compressed and nothing has a date: a packer's version changes no byte.
"""

import hashlib
import io
import zipfile
from collections.abc import Sequence
from typing import Annotated, Literal

import msgspec

from emulator import __version__
from emulator.domain.errors import UsageError
from emulator.domain.texts import say
from emulator.domain.trace import TraceEvent
from emulator.operations.evidence.choice import MOST_DISPUTED, Choice
from emulator.operations.evidence.defence import Contents
from emulator.operations.evidence.details import Key
from emulator.operations.evidence.extract import Extract, by_file
from emulator.operations.evidence.facts import payments_of, shop_of
from emulator.operations.evidence.masked import exposed
from emulator.operations.evidence.payment import Payment, Shop
from emulator.operations.evidence.slips import slips_of
from emulator.operations.evidence.timeline import LANGUAGES, timeline

MANIFEST = "manifest.json"
SUMMARY = "summary.json"
VERSION = 1
_MOMENT = (1980, 1, 1, 0, 0, 0)
"""The first that a ZIP file can name."""
_READABLE = 0o644 << 16


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """Which run the bundle was made of."""

    scenario: str
    seed: int
    emulator: str
    """Version that recorded it."""


class Filed(msgspec.Struct, frozen=True, kw_only=True):
    """One file of the bundle."""

    name: str
    bytes: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the bundle holds."""

    evidence: Literal["posemu.evidence"] = "posemu.evidence"
    v: int = VERSION
    emulator: str = __version__
    """Version that made the bundle."""
    run: Run
    choice: Choice
    disputed: Annotated[tuple[Key, ...], msgspec.Meta(max_length=MOST_DISPUTED)]
    left_out: int
    digest: str
    """BLAKE2b-128 over all lines of the run, as `posemu run` shows it."""
    events: int
    complete: bool
    """False for a recording that breaks off."""
    files: tuple[Filed, ...]


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """The payments of a bundle, for programs."""

    shop: Shop
    disputed: tuple[Key, ...]
    left_out: int
    payments: tuple[Payment, ...]


class InClear(UsageError):
    """
    Something stands in clear, so that no bundle may be made.

    Its arguments are the file that it would have stood in, and what it is.
    """

    def render(self, lang: str = "zh") -> str:
        """Say it in a language."""
        file, what = self.args
        return say("evidence.in_clear", lang, file=file, what=what)

    def __str__(self) -> str:
        return self.render("en")


def contents_of(events: Sequence[TraceEvent], disputed: Sequence[Key], left_out: int) -> Contents:
    """What the lines of a bundle show; `defence.defends` judges it."""
    payments = payments_of(events)
    kept = tuple(dict.fromkeys(key for key in disputed if key in payments))
    return Contents(payments=payments, disputed=kept, left_out=left_out)


def derived(events: Sequence[TraceEvent], contents: Contents) -> dict[str, bytes]:
    """The files that follow from the lines: summary, timelines and slips."""
    shop = shop_of(events)
    summary = Summary(
        shop=shop,
        disputed=contents.disputed,
        left_out=contents.left_out,
        payments=tuple(contents.payments.values()),
    )
    files = {SUMMARY: _pretty(summary)}
    for lang in LANGUAGES:
        files[f"timeline.{lang}.txt"] = timeline(events, contents, shop, lang).encode()
    for slip in slips_of(events):
        files[f"{slip.name}.txt"] = slip.text
        files[f"{slip.name}.png"] = slip.picture
    return files


def files_of(found: Extract) -> dict[str, bytes]:
    """
    All files of a bundle but its manifest, in their order.

    Raises:
        InClear: The recording holds something that must not leave the shop.
    """
    events = [one.event for one in found.taken]
    contents = contents_of(events, found.chosen.disputed, found.chosen.left_out)
    lines = dict(by_file(found.taken))
    # Lines first: what must not be seen is not drawn either.
    _refuse(lines, events)
    files = {**derived(events, contents), **lines}
    _refuse(files, events)
    return files


def _refuse(files: dict[str, bytes], events: Sequence[TraceEvent]) -> None:
    found = exposed(files, merchant=shop_of(events).merchant)
    if found is not None:
        raise InClear(*found)


def bundle(found: Extract, *, run: Run, complete: bool) -> bytes:
    """
    Make the bundle of an extract.

    Args:
        found: What the recording holds.
        run: Which run it is of.
        complete: False if the recording breaks off.

    Raises:
        InClear: The recording holds something that must not leave the shop.
    """
    files = files_of(found)
    # Of the manifest only what others wrote: its hashes are long numbers too.
    named = {MANIFEST: msgspec.json.encode((run, found.choice))}
    _refuse(named, [one.event for one in found.taken])
    manifest = Manifest(
        run=run,
        choice=found.choice,
        disputed=found.chosen.disputed,
        left_out=found.chosen.left_out,
        digest=found.digest,
        events=found.count,
        complete=complete,
        files=tuple(
            Filed(name=name, bytes=len(content), sha256=hashlib.sha256(content).hexdigest())
            for name, content in files.items()
        ),
    )
    return packed({MANIFEST: _pretty(manifest), **files})


def packed(files: dict[str, bytes]) -> bytes:
    """Put files into a ZIP file; the same files in the same order give the same bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(name, _MOMENT)
            info.create_system = 3  # Unix, whatever machine packs it.
            info.external_attr = _READABLE
            archive.writestr(info, content)
    return stream.getvalue()


def seal_of(manifest: bytes) -> str:
    """The number to be written on the papers of the dispute: the manifest's SHA-256."""
    return hashlib.sha256(manifest).hexdigest()


def _pretty(value: Manifest | Summary) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n"

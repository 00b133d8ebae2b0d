"""
Is this bundle what it was when it was made, and is it what the recording holds?

    bytes -> opened -> every hash -> what follows from the lines -> the archive itself -> findings
                       recording -> the same extract again ------------------------------^

Whoever alters a file is found out by its hash; whoever mends the manifest too, by what follows from
the lines; whoever invents lines, by the recording. Without the recording nobody can tell invented
lines from true ones, unless the seal was written down when the bundle was made.
"""

import hashlib
import zlib
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from emulator import __version__
from emulator.domain.trace import TraceEvent
from emulator.operations.evidence.archive import NoArchive, unpacked
from emulator.operations.evidence.bundle import (
    MANIFEST,
    VERSION,
    InClear,
    Manifest,
    contents_of,
    derived,
    files_of,
    packed,
    seal_of,
)
from emulator.operations.evidence.defence import Contents
from emulator.operations.evidence.extract import (
    FILES,
    MOST_BYTES,
    MOST_LINES,
    Lines,
    NoEvent,
    event_of,
    extract,
)
from emulator.operations.evidence.index import TooMuch

_MANIFEST_BYTES = 1024 * 1024
_LINES = tuple(dict.fromkeys(FILES.values()))
_read_manifest = msgspec.json.Decoder(Manifest).decode
_read_head = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode


class Finding(NamedTuple):
    """Something that is not as it was."""

    file: str
    why: str
    """Name of a sentence below `evidence.finding` in the messages file."""


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """A bundle that was read into memory and looked at."""

    manifest: Manifest | None
    """None if it cannot be read any more."""
    files: dict[str, bytes]
    """All but the manifest."""
    seal: str
    findings: tuple[Finding, ...]
    """Empty for a bundle that agrees with itself."""
    contents: Contents | None
    """What its lines show; None if they cannot be read."""


def opened(data: bytes) -> Opened:
    """
    Read a bundle and hold it against its own hashes.

    Raises:
        NoArchive: It is no bundle.
    """
    files, damaged = unpacked(data)
    findings = [Finding(name, "damaged") for name in damaged]
    if MANIFEST not in files and MANIFEST not in damaged:
        raise NoArchive("no_manifest")
    text = files.pop(MANIFEST, b"")
    if len(text) > _MANIFEST_BYTES:
        raise NoArchive("too_large")
    manifest = _manifest(text) if text else None
    contents = None
    if manifest is not None:
        findings += _by_hash(manifest, files, damaged)
        try:
            events = _events(files)
            contents = contents_of(events, manifest.disputed, manifest.left_out)
            findings += _by_lines(manifest, files, events, contents, findings)
        except NoEvent as error:
            name = str(error.args[0])
            if all(name != finding.file for finding in findings):
                findings.append(Finding(name, "no_event"))
        if not findings and packed({MANIFEST: text, **files}) != data:
            findings.append(Finding("", "repacked"))
    elif MANIFEST not in damaged:
        findings.append(Finding(MANIFEST, "damaged"))
    return Opened(
        manifest=manifest,
        files=files,
        seal=seal_of(text),
        findings=tuple(findings),
        contents=contents,
    )


def _manifest(text: bytes) -> Manifest | None:
    try:
        head = _read_head(text)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    if bytes(head.get("evidence", b"")) != b'"posemu.evidence"':
        raise NoArchive("no_manifest")
    if bytes(head.get("v", b"")) != str(VERSION).encode():
        raise NoArchive("other_version")
    try:
        return _read_manifest(text)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def _by_hash(
    manifest: Manifest, files: dict[str, bytes], damaged: Sequence[str]
) -> Iterator[Finding]:
    listed = {one.name: one for one in manifest.files}
    for name, one in listed.items():
        if name in damaged:
            continue
        if name not in files:
            yield Finding(name, "missing")
        elif hashlib.sha256(files[name]).hexdigest() != one.sha256 or len(files[name]) != one.bytes:
            yield Finding(name, "altered")
    yield from (Finding(name, "added") for name in files if name not in listed)


def _events(files: dict[str, bytes]) -> list[TraceEvent]:
    """
    The events of all lines of a bundle, in the order of the recording.

    Raises:
        NoEvent: A line is none; carries the name of its file.
        NoArchive: There are more than any bundle has.
    """
    texts = {name: files.get(name, b"") for name in _LINES}
    count = sum(text.count(b"\n") for text in texts.values())
    if count > MOST_LINES or sum(map(len, texts.values())) > MOST_BYTES + MOST_LINES:
        raise NoArchive("too_large")
    found = []
    for name, text in texts.items():
        for line in text.split(b"\n")[:-1]:
            try:
                found.append(event_of(line, 0))
            except NoEvent as error:
                raise NoEvent(name, error.args[1]) from None
    return sorted(found, key=lambda event: event.seq)


def _by_lines(
    manifest: Manifest,
    files: dict[str, bytes],
    events: Sequence[TraceEvent],
    contents: Contents,
    before: Sequence[Finding],
) -> Iterator[Finding]:
    """What should follow from the lines and does not; another version may word it otherwise."""
    if manifest.emulator != __version__:
        return
    known = {finding.file for finding in before}
    follows = derived(events, contents)
    for name, content in follows.items():
        if name not in known and not _is_same(name, files.get(name, b""), content):
            yield Finding(name, "not_from_lines")
    extra = set(files) - set(follows) - set(_LINES) - known
    yield from (Finding(name, "not_from_lines") for name in sorted(extra))


def _is_same(name: str, held: bytes, made: bytes) -> bool:
    if held == made:
        return True
    return name.endswith(".png") and _dots(held) == _dots(made) != b""


_PICTURE_HEAD = 54
"""Bytes of a picture of ours before its one block of dots."""
_MOST_DOTS = 4 * 1024 * 1024


def _dots(picture: bytes) -> bytes:
    """What a picture of ours shows, since not every machine packs it into the same bytes."""
    at = _PICTURE_HEAD
    length = int.from_bytes(picture[at : at + 4], "big")
    packed_dots, rest = picture[at + 8 : at + 8 + length], picture[at + 12 + length :]
    try:
        dots = zlib.decompressobj().decompress(packed_dots, _MOST_DOTS)
    except zlib.error:
        return b""
    return picture[:at] + dots + rest


def compared(bundle: Opened, lines: Lines) -> tuple[Finding, ...]:
    """
    Hold a bundle against the run that it says it was made of.

    Args:
        bundle: With a manifest.
        lines: The event lines of the run; the caller has found it by its digest.

    Returns:
        What differs from a bundle that is made of this run now. Files that another version words
        otherwise are not held against it; the lines always are.
    """
    manifest = bundle.manifest
    assert manifest is not None, "there is nothing to compare without a manifest"
    try:
        found = extract(lines, manifest.choice)
        files = files_of(found)
    except (TooMuch, InClear, NoEvent):
        return (Finding(MANIFEST, "not_in_recording"),)
    findings = []
    if (found.digest, found.count) != (manifest.digest, manifest.events):
        findings.append(Finding(MANIFEST, "other_run"))
    if (found.chosen.disputed, found.chosen.left_out) != (manifest.disputed, manifest.left_out):
        findings.append(Finding(MANIFEST, "not_in_recording"))
    for name, content in files.items():
        is_ours = name in _LINES or manifest.emulator == __version__
        if is_ours and not _is_same(name, bundle.files.get(name, b""), content):
            findings.append(Finding(name, "not_in_recording"))
    return tuple(findings)

"""
Reads a ZIP file that may come from anybody, without trusting a word of it.

A bundle is never unpacked to disk. Its size, the number of its files and the length of the list of
them are bounded before `zipfile` sees it; names are plain ones; and since a bundle compresses
nothing, no file in it can be larger than the bundle.
"""

import io
import re
import struct
import zipfile
from typing import NamedTuple

MOST_BYTES = 64 * 1024 * 1024
MOST_FILES = 1_000
_NAME = re.compile(r"(?:slips/)?[a-z0-9][a-z0-9_.-]{0,79}")
_END = b"PK\5\6"
_END_BYTES = 22
_COMMENT_BYTES = 65_535
_ENTRY_BYTES = 46 + 200
"""What the list holds of one file, its name included."""
_LARGE_FORMAT = b"PK\6\7"
_ENCRYPTED = 0x1


class NoArchive(ValueError):
    """These bytes are no ZIP file that a bundle can be; its argument is the id of a sentence."""


class Unpacked(NamedTuple):
    """What could be read."""

    files: dict[str, bytes]
    damaged: tuple[str, ...]
    """Files that are listed and cannot be read, or are listed twice."""


def unpacked(data: bytes) -> Unpacked:
    """
    Read all files of a ZIP file into memory.

    Raises:
        NoArchive: It is none, it is too large, or it is packed as no bundle is.
    """
    _check_list(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _read(archive)
    except NoArchive:
        raise
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, OSError, struct.error):
        raise NoArchive("no_zip") from None


def _check_list(data: bytes) -> None:
    """Look at the end of the file, where the length of the list of files stands."""
    if len(data) > MOST_BYTES:
        raise NoArchive("too_large")
    at = data.rfind(_END, max(len(data) - _END_BYTES - _COMMENT_BYTES, 0))
    if at < 0 or len(data) - at < _END_BYTES:
        raise NoArchive("no_zip")
    if data[max(at - 20, 0) : at].startswith(_LARGE_FORMAT):
        raise NoArchive("too_large")
    count, list_bytes = struct.unpack_from("<HI", data, at + 10)
    if count > MOST_FILES or list_bytes > MOST_FILES * _ENTRY_BYTES:
        raise NoArchive("too_many_files")


def _read(archive: zipfile.ZipFile) -> Unpacked:
    files: dict[str, bytes] = {}
    damaged: dict[str, None] = {}
    total = 0
    for info in archive.infolist():
        name = info.filename
        if not _NAME.fullmatch(name):
            raise NoArchive("odd_name")
        is_packed = info.compress_type != zipfile.ZIP_STORED or info.flag_bits & _ENCRYPTED
        if is_packed or info.file_size != info.compress_size:
            raise NoArchive("compressed")
        total += info.file_size
        if total > MOST_BYTES:
            raise NoArchive("too_large")
        if name in files:
            damaged[name] = None
            continue
        try:
            files[name] = archive.read(info)
        except (zipfile.BadZipFile, EOFError, OSError, struct.error):
            damaged[name] = None
    return Unpacked(files, tuple(damaged))

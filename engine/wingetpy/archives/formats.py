"""The formats of archives: a zip has a directory of its entries, a tar is read from its begin to its end."""

from __future__ import annotations

import stat
import tarfile
import zipfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import IO, Literal

from wingetpy.archives.entry import CHUNK, SMALL_CHUNK, Entry

Format = Literal["zip", "tar"]
"""`tar` is one of any compression that Python knows: gzip, bzip2, xz."""

_ENCRYPTED = 0x1
_STRONGLY_ENCRYPTED = 0x40
_MASKED = 0x2000
_REPARSE_POINT = 0x400
_MADE_ON_WINDOWS = (0, 10, 11)
_SUPPORTED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)


def zip_entries(opened: zipfile.ZipFile) -> list[Entry]:
    """All entries, by the directory at the end."""
    return [
        Entry(
            # zipfile cuts the name at a NUL and turns some separators; the name in the archive is judged.
            name=info.orig_filename,
            size=info.file_size,
            is_folder=info.orig_filename.endswith(("/", "\\")),  # some programs write the backslash
            why_refused=_why_zip_refused(info),
            open=partial(opened.open, info),
            chunk=CHUNK if info.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) else SMALL_CHUNK,
        )
        for info in opened.infolist()
    ]


def packed_size(opened: zipfile.ZipFile, archive: Path) -> int:
    """Bytes that the entries take. Entries may overlap: together they then claim more than the archive has."""
    return min(archive.stat().st_size, sum(info.compress_size for info in opened.infolist()))


def tar_entries(opened: tarfile.TarFile) -> Iterator[Entry]:
    """The entries one after the other; each must be read before the next is asked for."""
    for info in opened:
        yield Entry(
            name=info.name,
            size=info.size if info.isreg() else 0,
            is_folder=info.isdir(),
            why_refused=None if info.isreg() or info.isdir() else "it is a link or a device",
            open=partial(_content, opened, info),
        )


def _content(opened: tarfile.TarFile, info: tarfile.TarInfo) -> IO[bytes]:
    content = opened.extractfile(info)
    assert content is not None, "only ordinary files are opened"
    return content


def _why_zip_refused(info: zipfile.ZipInfo) -> str | None:
    if info.flag_bits & (_ENCRYPTED | _STRONGLY_ENCRYPTED | _MASKED):
        return "it is encrypted"
    if _is_link(info):
        return "it is a link"
    if info.compress_type not in _SUPPORTED:
        return f"its compression method {info.compress_type} is not supported"
    return None


def _is_link(info: zipfile.ZipInfo) -> bool:
    if info.create_system in _MADE_ON_WINDOWS:
        return bool(info.external_attr & _REPARSE_POINT)
    return stat.S_IFMT(info.external_attr >> 16) not in (0, stat.S_IFREG, stat.S_IFDIR)

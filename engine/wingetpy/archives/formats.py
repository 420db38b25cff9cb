"""The formats of archives: a zip has a directory of its entries, a tar is read from its begin to its end."""

from __future__ import annotations

import io
import re
import stat
import tarfile
import zipfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import IO, Literal, Self, cast

from wingetpy.archives.compressed import opened_bzip2, opened_lzma, opened_tar
from wingetpy.archives.entry import Entry, reading
from wingetpy.archives.forward import Forward, StoredFile

Format = Literal["zip", "tar"]
"""`tar` is one of any compression that Python knows: gzip, bzip2, xz."""

_ENCRYPTED = 0x1
_STRONGLY_ENCRYPTED = 0x40
_MASKED = 0x2000
_REPARSE_POINT = 0x400
_MADE_ON_WINDOWS = (0, 10, 11)
_SUPPORTED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
_OPENED = {zipfile.ZIP_BZIP2: opened_bzip2, zipfile.ZIP_LZMA: opened_lzma}
_ENTRY_OF_DIRECTORY = b"PK\x01\x02"
_LARGEST_DIRECTORY = 128 << 20
_MOST_TAR_HEADER = 48 << 10
_MOST_DIGITS = 512
_DIGITS = re.compile(rb"[0-9]+")
_MOST_GLOBAL_HEADERS = 100
_DAMAGED_HEADERS = ("InvalidHeaderError", "TruncatedHeaderError")


class ZipOnDisk(io.BufferedReader):
    """A zip's file, with bounds to its directory: zipfile reads it whole, and makes an object of each entry in one go.

    Args:
        path: The file.
        most_entries: The bound.
    """

    def __init__(self, path: Path, most_entries: int) -> None:
        super().__init__(io.FileIO(path))
        self._most = most_entries

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > _LARGEST_DIRECTORY:
            raise zipfile.BadZipFile(f"its directory has more than {_LARGEST_DIRECTORY:,} bytes")
        data = super().read(size)
        if len(data) > self._most and data.count(_ENTRY_OF_DIRECTORY) > self._most:
            raise zipfile.BadZipFile(f"it has more than {self._most:,} entries")
        return data


def zip_entries(opened: zipfile.ZipFile) -> list[Entry]:
    """All entries, by the directory at the end."""
    return [
        Entry(
            # zipfile cuts the name at a NUL and turns some separators; the name in the archive is judged.
            name=info.orig_filename,
            size=info.file_size,
            is_folder=info.orig_filename.endswith(("/", "\\")),  # some programs write the backslash
            why_refused=_why_zip_refused(info),
            open=partial(_zip_content, opened, info),
            crc=info.CRC if info.compress_type in _OPENED else None,
        )
        for info in opened.infolist()
    ]


def packed_size(opened: zipfile.ZipFile, archive: Path) -> int:
    """Bytes that the entries take. Entries may overlap: together they then claim more than the archive has."""
    return min(archive.stat().st_size, sum(info.compress_size for info in opened.infolist()))


def _zip_content(opened: zipfile.ZipFile, info: zipfile.ZipInfo) -> IO[bytes]:
    decompressed = _OPENED.get(info.compress_type)
    if decompressed is None:
        return opened.open(info)
    packed = zipfile.ZipInfo(info.orig_filename)  # zipfile unpacks these methods without a bound: it gives them as is
    packed.header_offset, packed.flag_bits = info.header_offset, info.flag_bits
    packed.compress_size = packed.file_size = info.compress_size
    return decompressed(opened.open(packed))


class _TarInfo(tarfile.TarInfo):
    """An entry whose damaged header is an error; tarfile takes it for the end of the archive."""

    @classmethod
    def fromtarfile(cls, tarfile_: tarfile.TarFile) -> Self:
        try:
            return super().fromtarfile(tarfile_)
        except tarfile.HeaderError as error:
            if type(error).__name__ not in _DAMAGED_HEADERS:  # the other kinds are the end of the archive
                raise
            raise tarfile.ReadError(str(error)) from error

    def _proc_pax(self, tarfile_: tarfile.TarFile) -> Self:
        """Read a pax header whose numbers are of a bounded length: Pythons before 3.12.6 and 3.11.10 search digits in a
        time that grows with their square.
        """
        file = tarfile_.fileobj
        tarfile_.fileobj = _PaxHeader(file)  # type: ignore[assignment, arg-type]
        try:
            return super()._proc_pax(tarfile_)  # type: ignore[misc, no-any-return]
        finally:
            tarfile_.fileobj = file


class _PaxHeader:
    """The file of a tar while tarfile reads a pax header from it."""

    def __init__(self, file: IO[bytes] | None) -> None:
        self._file = file

    def __getattr__(self, name: str) -> object:
        return getattr(self._file, name)

    def read(self, size: int) -> bytes:
        assert self._file is not None, "an archive that is read"
        data = self._file.read(size)
        if any(len(digits) > _MOST_DIGITS for digits in _DIGITS.findall(data)):
            raise tarfile.ReadError(f"its header holds a number of more than {_MOST_DIGITS} digits")
        return data


class Tar:
    """A tar of any compression, with a bound to what the headers of one entry hold.

    A header of long names or of pax holds text of any length, all of which tarfile reads at once.

    Args:
        file: The archive.
        name: What the archive is called in messages.
    """

    def __init__(self, file: IO[bytes], name: str) -> None:
        self._name = name
        self._stream = Forward(opened_tar(file))
        self._stream.begin_header(_MOST_TAR_HEADER)
        stream = cast("IO[bytes]", self._stream)
        self._opened = tarfile.open(fileobj=stream, mode="r:", tarinfo=_TarInfo)  # noqa: SIM115

    def entries(self) -> Iterator[Entry]:
        """The entries one after the other; each must be read before the next is asked for."""
        while (info := self._next_info()) is not None:
            yield Entry(
                name=info.name,
                size=info.size if info.isreg() else 0,
                is_folder=info.isdir(),
                why_refused=None if info.isreg() or info.isdir() else "it is a link or a device",
                open=partial(self._content, info),
            )

    def _next_info(self) -> tarfile.TarInfo | None:
        with reading(self._name):
            self._stream.begin_header(_MOST_TAR_HEADER)
            info: tarfile.TarInfo | None = self._opened.next()
            self._stream.end_header()
            self._opened.members.clear()  # type: ignore[attr-defined]  # tarfile keeps all entries
            if len(self._opened.pax_headers) > _MOST_GLOBAL_HEADERS:
                raise tarfile.ReadError(f"it has more than {_MOST_GLOBAL_HEADERS} global headers")
        return info

    def _content(self, info: tarfile.TarInfo) -> IO[bytes]:
        if info.issparse():  # tarfile puts it together
            content = self._opened.extractfile(info)
            assert content is not None, "only ordinary files are opened"
            return content
        self._stream.seek(info.offset_data)
        return cast("IO[bytes]", StoredFile(self._stream, info.size))


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

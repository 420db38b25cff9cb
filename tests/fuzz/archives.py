"""Archives: of packages, unpacked as an install does, and of manifests, unpacked and indexed as a source."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import random
import tarfile
import warnings
import zipfile
import zlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path, PureWindowsPath

from fuzz.mutations import mutated
from fuzz.target import Outlives, nothing_left
from wingetpy.archives.limits import Limits
from wingetpy.archives.unpack import Unpacked, unpack
from wingetpy.errors import EngineError, ErrorCode
from wingetpy.hosts.native_removal import remove_tree
from wingetpy.sources.folder import archive as source_archives
from wingetpy.sources.folder.content import refresh_index
from wingetpy.sources.index.generation import IndexFolder

_MOST_BYTES = 32 << 20
_LIMITS = Limits(free=_MOST_BYTES, bomb_size=1 << 20, names=5000, letters=1 << 20)
_NAMES = (
    "a", "A", "a/b", "a\\b", "../x", "..\\x", "/x", "C:\\x", "C:x", "\\\\h\\s\\x", "con", "NUL.txt", "a:b", "a.",
    "a ", " ", ".", "./a", "a//b", "a/../b", "a/" * 99 + "x", "a/" * 200, "x" * 300, "\x00", "a\x01", "ß", "ẞ", "İ",
    "\u200b", "a/", "a/./", "x.yaml", "..", ".../x", "aux .log", "com\u00b9", "e\u0301", "\u00e9", "\udc80", "",
    "a\nb", "*", "?", "a|b", "x/..", "~1", "PROGRA~1",
)  # fmt: skip
_TYPES = (b"0", b"1", b"2", b"3", b"4", b"5", b"6", b"7", b"g", b"x", b"L", b"K", b"S", b"V", b"D", b"\x00", b"Z")
_Compression = tuple[Callable[[bytes], bytes], Callable[[bytes], bytes]]
_COMPRESSIONS: tuple[tuple[bytes, _Compression], ...] = (
    (b"\x1f\x8b", (partial(gzip.compress, mtime=0), gzip.decompress)),
    (b"BZh", (bz2.compress, bz2.decompress)),
    (b"\xfd7zXZ", (lzma.compress, lzma.decompress)),
)


class Target:
    """See `target.Target`."""

    seconds = 15.0
    megabytes = 1024
    most_bytes = 60_000
    tokens: Sequence[bytes] = (
        b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07", b"PK\x07\x08", b"ustar\x0000",
        b"ustar  \x00", b"GNU.sparse.major=1\n", b"30 GNU.sparse.name=../../x\n", b"20 path=../x\n", b"16 size=-1\n",
        b"\xff" * 8, b"\x80" + b"\xff" * 11, b"\x00" * 512, b"77777777777", b"-1", b"../", b"..\\", b"\x1f\x8b\x08",
        b"BZh9", b"\xfd7zXZ\x00", b"]\x00\x00\x80\x00", b"\x01\x00\x08\x00", b"up\x08\x00",
    )  # fmt: skip

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        source_archives.Limits = lambda free: _LIMITS  # type: ignore[assignment, misc]

    def run(self, case: bytes) -> str:
        with nothing_left(self._folder):
            place = self._folder / "case"
            place.mkdir()
            try:
                return ", ".join(self._tried(place, case))
            finally:
                remove_tree(place)

    def _tried(self, place: Path, case: bytes) -> list[str]:
        answers = []
        for form, suffix in (("zip", ".zip"), ("tar", ".tar.gz")):
            path = place / f"case{suffix}"
            path.write_bytes(case)
            for tried in (self._package, self._source):
                with nothing_left(place, but=("target", "index")):
                    try:
                        answers.append(f"{form} {tried(place, path, form)}")
                    except EngineError as error:
                        if error.code is ErrorCode.InternalError:
                            raise
                        answers.append(f"{form} {type(error).__name__} {_reason(error.text)}")
                remove_tree(place / "target")
                remove_tree(place / "index")
        return answers

    def _package(self, place: Path, path: Path, form: str) -> str:
        target = place / "target"
        target.mkdir()
        told = unpack(path, target, _LIMITS, name="case", form=form)  # type: ignore[arg-type]
        _compare(target, told)
        return f"{min(len(told.files), 3)} files"

    def _source(self, place: Path, path: Path, form: str) -> str:
        try:
            made = refresh_index(str(path), IndexFolder(place / "index"), 1, lambda done, total: None, 0)
        except EngineError:
            if left := [one.name for one in (place / "index").iterdir() if one.name != "builder.lock"]:
                raise Outlives(f"left in the index: {left}") from None
            raise
        return f"{min(made.packages, 2)} packages, {min(made.skipped, 2)} skipped"

    @staticmethod
    def restructured(rng: random.Random, case: bytes, others: Sequence[bytes]) -> bytes | None:
        """Another name, size or kind of an entry; a change of what is compressed."""
        if rng.random() < 0.4:
            return None
        for magic, (pack, unpacked) in _COMPRESSIONS:
            if case.startswith(magic):
                with suppress(OSError, EOFError, ValueError, zlib.error, lzma.LZMAError):
                    return pack(_tar_changed(rng, unpacked(case), others))
                return None
        if case.startswith(b"PK"):
            return _zip_made(rng, case)
        return (
            rng.choice((gzip.compress, bz2.compress, lzma.compress))(case)
            if rng.random() < 0.1
            else _tar_changed(rng, case, others)
        )


def _reason(text: str) -> str:
    return text.rpartition("because")[2].rpartition("cannot be read")[2][:40]


def _compare(target: Path, told: Unpacked) -> None:
    """What lies in the folder is what is told of it."""
    there = {PureWindowsPath(*path.relative_to(target).parts): path for path in target.rglob("*")}
    files = {path: native.stat().st_size for path, native in there.items() if native.is_file()}
    if any(native.is_symlink() for native in there.values()):
        raise Outlives("there is a link")
    if files != {file.path: file.size for file in told.files}:
        raise Outlives("files differ from what is told")
    if sum(files.values()) > _MOST_BYTES:
        raise Outlives("more bytes than are free")


def _zip_made(rng: random.Random, case: bytes) -> bytes | None:
    """A zip of its entries and new ones, or one with other numbers in its headers."""
    if rng.random() < 0.5:
        return _headers_changed(rng, case)
    buffer = io.BytesIO()
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(buffer, "w") as made:
        for number in range(rng.choice((1, 2, 3, 60))):
            name = rng.choice(_NAMES) if rng.random() < 0.7 else f"a/{number}"
            info = zipfile.ZipInfo(name.replace("\udc80", "\u0080"))
            info.filename = info.orig_filename = name.replace("\udc80", "\u0080") or "/"
            info.create_system = rng.choice((0, 3, 10, 19, 255))
            info.external_attr = rng.choice((0, 0o120777 << 16, 0o100644 << 16, 0o40755 << 16, 0x10, 0x400, 0xFFFFFFFF))
            info.extra = rng.choice((b"", b"\x01\x00\x08\x00" + b"\xff" * 8, b"up\x06\x00\x01abcd", b"\x99\x99"))
            method = rng.choice((0, 8, 12, 14))
            with suppress(ValueError, UnicodeError):
                made.writestr(info, rng.choice((b"", b"x" * 10, b"\0" * 3_000_000 if method else b"y")), method)
    return buffer.getvalue()


def _headers_changed(rng: random.Random, case: bytes) -> bytes:
    changed = bytearray(case)
    for magic, fields in ((b"PK\x03\x04", 30), (b"PK\x01\x02", 46), (b"PK\x05\x06", 22)):
        at = changed.find(magic, rng.choice((0, 0, len(changed) // 2)))
        if at >= 0 and rng.random() < 0.6:
            offset = at + rng.randrange(4, fields)
            for place in range(offset, min(len(changed), offset + rng.choice((1, 2, 4)))):
                changed[place] = rng.choice((0, 1, 8, 12, 14, 99, 0x7F, 0x80, 0xFF))
    return bytes(changed)


def _tar_changed(rng: random.Random, tar: bytes, others: Sequence[bytes]) -> bytes:
    """A change of one header with a right sum, more entries, or a change of bytes."""
    what = rng.random()
    if what < 0.3 or len(tar) < 512:
        return mutated(rng, tar, others, Target.tokens)
    if what < 0.5:
        return _tar_made(rng)
    number = rng.randrange(len(tar) // 512)
    header = bytearray(tar[number * 512 : number * 512 + 512])
    field, size = rng.choice(
        ((0, 100), (100, 8), (108, 8), (124, 12), (136, 12), (156, 1), (157, 100), (257, 6), (263, 2), (345, 155))
    )
    value = rng.choice((
        rng.choice(_NAMES).encode("utf-8", "surrogateescape"), rng.choice(_TYPES), b"\xff" * size,
        b"\x80" + rng.randbytes(size - 1), b"%011o\0" % rng.choice((0, 1, 511, 513, 1 << 20, 1 << 32)), b"-1", b"",
        rng.randbytes(size),
    ))  # fmt: skip
    header[field : field + size] = value[:size].ljust(size, b"\0")
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    return tar[: number * 512] + bytes(header) + tar[number * 512 + 512 :]


def _tar_made(rng: random.Random) -> bytes:
    buffer = io.BytesIO()
    form = rng.choice((tarfile.PAX_FORMAT, tarfile.GNU_FORMAT, tarfile.USTAR_FORMAT))
    with tarfile.open(fileobj=buffer, mode="w", format=form, errors="surrogateescape") as made:
        for _ in range(rng.choice((1, 2, 30))):
            info = tarfile.TarInfo(rng.choice(_NAMES))
            info.type = rng.choice(_TYPES) if rng.random() < 0.4 else b"0"
            info.linkname = rng.choice(_NAMES) if rng.random() < 0.3 else ""
            if rng.random() < 0.2 and form == tarfile.PAX_FORMAT:
                names = (
                    "path",
                    "size",
                    "linkpath",
                    "GNU.sparse.size",
                    "GNU.sparse.map",
                    "GNU.sparse.major",
                    "mtime",
                    "hdrcharset",
                    "x",
                )
                info.pax_headers = {
                    rng.choice(names): rng.choice(("0", "-1", "1,2,3", "../x", "9" * 300, "BINARY", "a\nb", "\u00e9"))
                }
            content = rng.choice((b"", b"x" * 600, b"PackageIdentifier: A.B\n"))
            info.size = len(content)
            with suppress(ValueError, UnicodeError):
                made.addfile(info, io.BytesIO(content))
    return buffer.getvalue()

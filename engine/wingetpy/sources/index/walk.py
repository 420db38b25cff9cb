"""Which manifests a folder holds, and whether they are still the ones that were read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from hashlib import blake2b

import msgspec

from wingetpy.errors import ErrorCode, SourceError

_ENDINGS = (".yaml", ".yml")


class ManifestFolder(msgspec.Struct, frozen=True, gc=False):
    """A folder that holds manifests.

    Attributes:
        path: Relative to the source's root, with slashes; empty for the root itself.
        names: File names, sorted.
        stamp: Changes when a file comes, goes or changes (name, size, time of the last change).
        size: Bytes of the files together.
    """

    path: str
    names: tuple[str, ...]
    stamp: bytes
    size: int = 0

    def files(self) -> Iterator[str]:
        """The files' paths relative to the root."""
        return (join(self.path, name) for name in self.names)


class Unreadable(msgspec.Struct, frozen=True):
    """A folder that could not be listed (its path ends in a slash), or a file or folder whose name is no text."""

    path: str
    reason: str


def join(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name


def walk(root: str) -> Iterator[ManifestFolder | Unreadable]:
    """All folders with manifests below a root, each before those in it, otherwise in the order of their names.

    Hidden folders (`.git`) and links to folders are left out, so that no loop and nothing outside the root is met.

    Raises:
        SourceError: when the root itself cannot be listed.
    """
    waiting = [""]
    while waiting:
        path = waiting.pop()
        try:
            files, folders, odd = _listed(f"{root}/{path}" if path else root)
        except OSError as error:
            reason = error.strerror or str(error)
            if not path:
                raise unreachable(root, reason) from error
            yield Unreadable(f"{path}/", f"The folder cannot be read: {reason}.")
            continue
        waiting.extend(join(path, name) for name in sorted(folders, reverse=True))
        if files:
            files.sort()
            stamp = blake2b(msgspec.msgpack.encode(files), digest_size=12).digest()
            yield ManifestFolder(
                path, tuple([name for name, _, _ in files]), stamp, sum([size for _, size, _ in files])
            )
        for name in odd:
            yield Unreadable(join(path, name), "Its name is no text.")


def _listed(path: str) -> tuple[list[tuple[str, int, int]], list[str], list[str]]:
    """The manifests of a folder (size, time of the last change), its folders, and names that are no text, legibly."""
    files, folders, odd = [], [], []
    with os.scandir(path) as entries:
        for entry in entries:
            name = entry.name
            if not name.isascii() and (legible := name.encode("utf-8", "backslashreplace").decode()) != name:
                odd.append(legible)
            elif name.lower().endswith(_ENDINGS) and entry.is_file():
                status = entry.stat()
                files.append((name, status.st_size, status.st_mtime_ns))
            elif not name.startswith(".") and entry.is_dir(follow_symlinks=False):
                folders.append(name)
    return files, folders, odd


def unreachable(root: str, reason: str) -> SourceError:
    return SourceError(
        f"The folder {root} cannot be read: {reason}.",
        code=ErrorCode.SourceOpenFailed,
        target=root,
        remedy="See that the folder or share is there and that you may read it.",
    )

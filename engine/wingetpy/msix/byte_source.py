"""Where the bytes of a package come from."""

from __future__ import annotations

import threading
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from wingetpy.errors.system import as_host_error
from wingetpy.msix.faults import corrupt


class ByteSource(Protocol):
    """Bytes that can be read from any place. Several threads may read."""

    @property
    def name(self) -> str:
        """What it is called in messages."""

    @property
    def size(self) -> int:
        """In bytes."""

    def read(self, offset: int, length: int) -> bytes:
        """Return exactly these bytes.

        Raises:
            MsixError: it has no such bytes.
            EngineError: they cannot be read.
        """


class FileBytes:
    """A native file. Use as a context manager.

    Raises:
        HostError: FileNotFound, AccessDenied or what else the system says.
    """

    def __init__(self, path: Path) -> None:
        self.name = str(path)
        with as_host_error("read", self.name, "Name a package that exists and that the engine may read."):
            self._file = path.open("rb")
            self.size = self._file.seek(0, 2)
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def read(self, offset: int, length: int) -> bytes:
        """See `ByteSource.read`."""
        need_range(self, offset, length)
        with self._lock, as_host_error("read", self.name):
            self._file.seek(offset)
            data = self._file.read(length)
        if len(data) != length:
            raise corrupt(self.name, "it became shorter while it was read")
        return data


class MemoryBytes:
    """Bytes in memory."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        self.size = len(data)
        self._data = data

    def read(self, offset: int, length: int) -> bytes:
        """See `ByteSource.read`."""
        need_range(self, offset, length)
        return self._data[offset : offset + length]


class PartBytes:
    """A range of another source: a package in a bundle."""

    def __init__(self, whole: ByteSource, offset: int, size: int, name: str) -> None:
        need_range(whole, offset, size)
        self.name = name
        self.size = size
        self._whole = whole
        self._offset = offset

    def read(self, offset: int, length: int) -> bytes:
        """See `ByteSource.read`."""
        need_range(self, offset, length)
        return self._whole.read(self._offset + offset, length)


def need_range(source: ByteSource, offset: int, length: int) -> None:
    """Raise MsixError unless a source has these bytes."""
    if offset < 0 or length < 0 or offset + length > source.size:
        raise corrupt(source.name, "it is cut off, or a size in it is wrong")

"""A registry hive in one file: a line for each change, the newest last.

A change is one `write` at the end of the file, so a process that dies leaves it done or not done: a last line
without its end is not seen and is cut off by the next change. `SandboxHost.flush` writes it to the disk. Readers keep
the tree in memory and read on from where they were. When most lines are history, the file is rewritten beside
itself and renamed; its first line, which no two files share, tells readers to start over.
"""

from __future__ import annotations

import os
import threading
from base64 import b64decode, b64encode
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import FileIO
from pathlib import Path
from typing import Literal, cast

import msgspec

from wingetpy.errors import ErrorCode
from wingetpy.errors.system import as_host_error, refusal
from wingetpy.hosts.lock_file import lock_file
from wingetpy.hosts.registry import RegistryValue
from wingetpy.model.decoding import json_decoder
from wingetpy.model.file_names import fold

LOCK_SECONDS = 30.0
HISTORY_LINES = 5000
"""How many lines may be added before it is seen whether most are history."""


class Begin(msgspec.Struct, frozen=True, array_like=True, tag="begin"):
    file_id: str


class MakeKey(msgspec.Struct, frozen=True, array_like=True, tag="key"):
    key: str


class StoreValue(msgspec.Struct, frozen=True, array_like=True, tag="set"):
    """`data` is base64 for bytes."""

    key: str
    name: str
    kind: Literal["sz", "expand_sz", "dword", "qword", "multi_sz", "binary", "none"]
    data: str | int | tuple[str, ...]


class DeleteValue(msgspec.Struct, frozen=True, array_like=True, tag="unset"):
    key: str
    name: str


class DeleteKey(msgspec.Struct, frozen=True, array_like=True, tag="drop"):
    key: str


Line = Begin | MakeKey | StoreValue | DeleteValue | DeleteKey
_decode = json_decoder(cast(type[Line], Line)).decode
_encode = msgspec.json.Encoder().encode


class Key:
    """A key in memory: children and values by folded name, with the names as they were written."""

    __slots__ = ("children", "name", "values")

    def __init__(self, name: str) -> None:
        self.name = name
        self.children: dict[str, Key] = {}
        self.values: dict[str, tuple[str, RegistryValue]] = {}

    def find(self, parts: Sequence[str]) -> Key | None:
        at: Key | None = self
        for part in parts:
            if at is None:
                return None
            at = at.children.get(fold(part))
        return at

    def make(self, parts: Sequence[str]) -> Key:
        at = self
        for part in parts:
            at = at.children.setdefault(fold(part), Key(part))
        return at

    def lines(self, path: str = "") -> Iterator[Line]:
        """What makes this tree, shortest."""
        if path and not self.values and not self.children:
            yield MakeKey(path)
        for name, value in self.values.values():
            yield line_to_set(path, name, value)
        for child in self.children.values():
            yield from child.lines(f"{path}\\{child.name}" if path else child.name)


class HiveFile:
    """One hive. Safe for threads, and for processes side by side.

    Args:
        path: The file; made with `fresh` in it if it is not there.
        fresh: What a fresh machine has.
    """

    def __init__(self, path: Path, fresh: Sequence[Line]) -> None:
        self._path = path
        self._thread_lock = threading.RLock()
        self._stamp: tuple[int, int, int] | None = None
        self._first_line = b""
        self._read_to = 0
        self._lines = 0
        self._look_at = HISTORY_LINES
        self._tree = Key("")
        if not path.exists():
            with self._locked():
                if not path.exists():
                    self._rewrite(fresh)

    @contextmanager
    def reading(self) -> Iterator[Key]:
        """The hive as it is now; to be looked at inside only, and not changed."""
        with self._thread_lock:
            self._catch_up()
            yield self._tree

    def position(self) -> tuple[bytes, int]:
        """Where the newest change ends: another one after any change of the hive, by any process."""
        with self._thread_lock:
            self._catch_up()
            return self._first_line, self._read_to

    def change(self, line: Line) -> None:
        """Write one change down; every process sees it from then on."""
        with as_host_error("write the registry of the sandbox in", str(self._path)), self._locked():
            self._catch_up()
            with open(self._path, "r+b", buffering=0) as file:
                file.seek(self._read_to)
                file.truncate()  # half a line of a process that died
                _write_whole(file, _encode(line) + b"\n")
            self._catch_up()
            if self._lines > self._look_at:
                self._drop_history()

    @contextmanager
    def _locked(self) -> Iterator[None]:
        busy = refusal(ErrorCode.FileInUse, "write the registry of the sandbox in", str(self._path))
        with self._thread_lock, lock_file(self._path.with_suffix(".lock"), LOCK_SECONDS, busy):
            yield

    def _catch_up(self) -> None:
        if _stamp(os.stat(self._path)) == self._stamp:
            return
        with open(self._path, "rb") as file:
            self._stamp = _stamp(os.fstat(file.fileno()))
            first_line = file.readline()
            if first_line != self._first_line:
                self._first_line, self._read_to, self._lines, self._tree = first_line, len(first_line), 0, Key("")
            file.seek(self._read_to)
            whole, end, _half = file.read().rpartition(b"\n")
        self._read_to += len(whole) + len(end)
        for line in whole.split(b"\n") if whole else []:
            _apply(self._tree, _decode(line))
            self._lines += 1

    def _drop_history(self) -> None:
        alive = list(self._tree.lines())
        if self._lines > 2 * len(alive):
            self._rewrite(alive)
        self._look_at = 2 * len(alive) + HISTORY_LINES

    def _rewrite(self, lines: Sequence[Line]) -> None:
        rewritten = self._path.with_suffix(".new")
        file_id = Begin(os.urandom(8).hex())
        rewritten.write_bytes(b"".join(_encode(line) + b"\n" for line in [file_id, *lines]))
        try:
            os.replace(rewritten, self._path)
        except PermissionError:
            # Windows, and another process reads this very moment: the old file is as good, only longer.
            rewritten.unlink(missing_ok=True)


def line_to_set(key: str, name: str, value: RegistryValue) -> StoreValue:
    data = b64encode(value.data).decode("ascii") if isinstance(value.data, bytes) else value.data
    return StoreValue(key, name, value.kind, data)


def _apply(tree: Key, line: Line) -> None:
    match line:
        case StoreValue(key, name, kind, data):
            held = b64decode(data) if kind in ("binary", "none") and isinstance(data, str) else data
            values = tree.make(key.split("\\")).values
            written_as = values[fold(name)][0] if fold(name) in values else name
            values[fold(name)] = written_as, RegistryValue(kind, held)
        case MakeKey(key):
            tree.make(key.split("\\"))
        case DeleteValue(key, name):
            if found := tree.find(key.split("\\")):
                found.values.pop(fold(name), None)
        case DeleteKey(key):
            *above, last = key.split("\\")
            if found := tree.find(above):
                found.children.pop(fold(last), None)


def _stamp(status: os.stat_result) -> tuple[int, int, int]:
    return status.st_ino, status.st_size, status.st_mtime_ns


def _write_whole(file: FileIO, data: bytes) -> None:
    while data:
        data = data[file.write(data) or 0 :]

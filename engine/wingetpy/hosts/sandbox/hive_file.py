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
from typing import BinaryIO, Literal, cast

import msgspec

from wingetpy.errors import ErrorCode, HostError
from wingetpy.errors.system import as_host_error, refusal
from wingetpy.hosts.lock_file import lock_file
from wingetpy.hosts.native_files import open_file
from wingetpy.hosts.registry import RegistryValue
from wingetpy.hosts.registry_rules import changeable_key_parts, checked_value
from wingetpy.model.decoding import UNREADABLE, json_decoder
from wingetpy.model.file_names import fold

LOCK_SECONDS = 30.0
HISTORY_LINES = 5000
"""How many lines may be added before it is seen whether most are history."""
_LARGEST = 256 << 20
"""Bytes of a file; its history is dropped long before."""
_RESTORE = "Restore it from a copy; without it what is installed on the sandbox is not listed."


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
        if not os.path.lexists(path):
            with self._locked():
                if not os.path.lexists(path):
                    self._rewrite(fresh)

    @contextmanager
    def reading(self) -> Iterator[Key]:
        """The hive as it is now; to be looked at inside only, and not changed."""
        with self._thread_lock:
            self._read()
            yield self._tree

    def position(self) -> tuple[bytes, int]:
        """Where the newest change ends: another one after any change of the hive, by any process."""
        with self._thread_lock:
            self._read()
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

    def _read(self) -> None:
        with as_host_error("read the registry of the sandbox in", str(self._path), remedy=_RESTORE):
            self._catch_up()

    def _catch_up(self) -> None:
        """Read what was added since the last time. Nothing is taken over from a file with a line that is damaged."""
        if _stamp(os.stat(self._path)) == self._stamp:
            return
        with open_file(self._path) as file:
            stamp = _stamp(os.fstat(file.fileno()))
            if os.fstat(file.fileno()).st_size > _LARGEST:
                raise self._damaged(1, f"it is larger than {_LARGEST:,} bytes")
            first_line = file.readline()
            goes_on = first_line == self._first_line and self._goes_on(file, stamp)
            if not goes_on and not isinstance(self._parsed(first_line, 1), Begin):
                raise self._damaged(1, "it is not the beginning of a registry file")
            read_to, lines = (self._read_to, self._lines) if goes_on else (len(first_line), 0)
            file.seek(read_to)
            whole, end, half = file.read().rpartition(b"\n")
        added = [
            self._parsed(line, lines + 2 + number) for number, line in enumerate(whole.split(b"\n") if end else [])
        ]
        if half.strip(b"\0") and not half.startswith(b"["):
            raise self._damaged(lines + 2 + len(added), "it is not the beginning of a change")
        if not goes_on:
            self._tree = Key("")
        for line in added:
            _apply(self._tree, line)
        self._stamp, self._first_line = stamp, first_line
        self._read_to, self._lines = read_to + len(whole) + len(end), lines + len(added)

    def _goes_on(self, file: BinaryIO, stamp: tuple[int, int, int]) -> bool:
        """Whether the file begins with what was read already: somebody may have restored or edited it."""
        if self._stamp is None or stamp[0] != self._stamp[0] or stamp[1] < self._read_to:
            return False
        file.seek(self._read_to - 1)
        return file.read(1) == b"\n"

    def _parsed(self, text: bytes, number: int) -> Line:
        """Return one line. Raises HostError (RegistryCorrupt) where it is none that an engine writes."""
        if not text:
            raise self._damaged(number, "it is empty")
        try:
            line = _decode(text)
            if isinstance(line, StoreValue):
                checked_value(line.key, _value(line))
            if not isinstance(line, Begin):
                changeable_key_parts(line.key)
        except (*UNREADABLE, ValueError) as error:  # base64 raises the second
            raise self._damaged(number, str(error)) from error
        except HostError as error:
            raise self._damaged(number, error.text) from error
        return line

    def _damaged(self, number: int, reason: str) -> HostError:
        correct = "" if number == 1 else f"Correct or remove line {number} of the file, which was left as it is. Or: "
        return HostError(
            f"The registry of the sandbox in '{self._path}' is damaged at line {number}: {reason.rstrip('.')}.",
            code=ErrorCode.RegistryCorrupt,
            category="InvalidData",
            target=str(self._path),
            remedy=correct + _RESTORE,
        )

    def _drop_history(self) -> None:
        alive = list(self._tree.lines())
        if self._lines > 2 * len(alive):
            self._rewrite(alive)
        self._look_at = 2 * len(alive) + HISTORY_LINES

    def _rewrite(self, lines: Sequence[Line]) -> None:
        rewritten = self._path.with_suffix(".new")
        file_id = Begin(os.urandom(8).hex())
        with open(rewritten, "wb", buffering=0) as file:
            _write_whole(file, b"".join(_encode(line) + b"\n" for line in [file_id, *lines]))
            os.fsync(file.fileno())  # a loss of power leaves the old file or the new one
        try:
            os.replace(rewritten, self._path)
        except PermissionError:
            # Windows, and another process reads this very moment: the old file is as good, only longer.
            rewritten.unlink(missing_ok=True)


def line_to_set(key: str, name: str, value: RegistryValue) -> StoreValue:
    data = b64encode(value.data).decode("ascii") if isinstance(value.data, bytes) else value.data
    return StoreValue(key, name, value.kind, data)


def _value(line: StoreValue) -> RegistryValue:
    """Raises binascii.Error, a ValueError, for what is no base64."""
    if line.kind in ("binary", "none") and isinstance(line.data, str):
        return RegistryValue(line.kind, b64decode(line.data, validate=True))
    return RegistryValue(line.kind, line.data)


def _apply(tree: Key, line: Line) -> None:
    match line:
        case StoreValue(key, name):
            values = tree.make(key.split("\\")).values
            written_as = values[fold(name)][0] if fold(name) in values else name
            values[fold(name)] = written_as, _value(line)
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

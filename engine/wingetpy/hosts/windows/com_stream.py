"""`IStream` for objects of Windows that read: over bytes that the engine reads from a file or a server."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import ctypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ctypes import wintypes
from threading import RLock
from typing import Any
from uuid import UUID

from wingetpy.msix.byte_source import ByteSource
from wingetpy.msix.faults import corrupt

_INTERFACES = (
    UUID("00000000-0000-0000-C000-000000000046"),  # IUnknown
    UUID("0C733A30-2A1C-11CE-ADE5-00AA0044773D"),  # ISequentialStream
    UUID("0000000C-0000-0000-C000-000000000046"),  # IStream
)
_OK, _FEWER_BYTES = 0, 1
_NOT_IMPLEMENTED, _NO_INTERFACE, _POINTER, _FAILED = (
    ctypes.c_long(code).value for code in (0x8000_4001, 0x8000_4002, 0x8000_4003, 0x8000_4005)
)
_INVALID_FUNCTION, _INVALID_POINTER = (ctypes.c_long(code).value for code in (0x8003_0001, 0x8003_0009))
_STREAM = 2  # STGTY_STREAM
_Pointer, _Count, _Long = ctypes.c_void_p, wintypes.DWORD, ctypes.c_longlong
_outliving: list[ReadingStream] = []


class _Stat(ctypes.Structure):
    """STATSTG: of a stream its kind and its size; without a name, times, modes and locks."""

    _fields_ = (
        ("name", _Pointer),
        ("kind", wintypes.DWORD),
        ("size", ctypes.c_ulonglong),
        ("times", wintypes.FILETIME * 3),
        ("mode", wintypes.DWORD),
        ("locks", wintypes.DWORD),
        ("class_id", ctypes.c_byte * 16),
        ("state", wintypes.DWORD),
        ("reserved", wintypes.DWORD),
    )


class ReadingStream:
    """A stream that can be read, sought and measured, and nothing else; made by `stream_over`.

    Attributes:
        pointer: The IStream.
        failure: What the source raised first; Windows was told E_FAIL.
    """

    def __init__(self, source: ByteSource) -> None:
        self.failure: BaseException | None = None
        self._source = source
        self._position = 0
        self._references = 1
        self._lock = RLock()
        self._functions = [
            _function(self._query, _Pointer, _Pointer),
            ctypes.WINFUNCTYPE(ctypes.c_ulong, _Pointer)(lambda _: self._count(1)),
            ctypes.WINFUNCTYPE(ctypes.c_ulong, _Pointer)(lambda _: self._count(-1)),
            _function(self._read, _Pointer, _Count, _Pointer),
            _function(_refuse, _Pointer, _Count, _Pointer),  # Write
            _function(self._seek, _Long, _Count, _Pointer),
            _function(_refuse, _Long),  # SetSize
            _function(_refuse, _Pointer, _Long, _Pointer, _Pointer),  # CopyTo
            _function(_refuse, _Count),  # Commit
            _function(_refuse),  # Revert
            _function(_refuse, _Long, _Long, _Count),  # LockRegion
            _function(_refuse, _Long, _Long, _Count),  # UnlockRegion
            _function(self._stat, _Pointer, _Count),
            _function(_refuse, _Pointer),  # Clone
        ]
        addresses = [ctypes.cast(one, _Pointer).value for one in self._functions]
        self._table = (_Pointer * len(addresses))(*addresses)
        self._object = _Pointer(ctypes.addressof(self._table))
        self.pointer = _Pointer(ctypes.addressof(self._object))

    @property
    def is_held(self) -> bool:
        """Whether Windows has not let go of it."""
        return self._references > 1

    def _query(self, interface_id: int | None, into: int | None) -> int:
        if into is None or interface_id is None:
            return _POINTER
        known = UUID(bytes_le=ctypes.string_at(interface_id, 16)) in _INTERFACES
        _Pointer.from_address(into).value = self.pointer.value if known else None
        if not known:
            return _NO_INTERFACE
        self._count(1)
        return _OK

    def _count(self, change: int) -> int:
        with self._lock:
            self._references += change
            return self._references

    def _read(self, into: int | None, wanted: int, read: int | None) -> int:
        if into is None:
            return _INVALID_POINTER
        with self._lock:
            try:
                length = max(0, min(wanted, self._source.size - self._position))
                data = self._source.read(self._position, length) if length else b""
                if len(data) != length:  # what is copied is memory that is there
                    raise corrupt(self._source.name, "it gave fewer bytes than it has")
            except BaseException as error:  # noqa: BLE001 - nothing may pass through Windows: its caller raises it again
                self.failure = self.failure or error
                return _FAILED
            ctypes.memmove(into, data, length)
            self._position += length
        _write(read, wintypes.ULONG, length)
        return _OK if length == wanted else _FEWER_BYTES

    def _seek(self, move: int, origin: int, position: int | None) -> int:
        with self._lock:
            starts = (0, self._position, self._source.size)
            if origin >= len(starts) or starts[origin] + move < 0:
                return _INVALID_FUNCTION
            self._position = starts[origin] + move
            _write(position, ctypes.c_ulonglong, self._position)
        return _OK

    def _stat(self, into: int | None, _flags: int) -> int:
        if into is None:
            return _INVALID_POINTER
        stat = _Stat(kind=_STREAM, size=self._source.size)
        ctypes.memmove(into, ctypes.byref(stat), ctypes.sizeof(stat))
        return _OK


@contextmanager
def stream_over(source: ByteSource) -> Iterator[ReadingStream]:
    """Make a stream over a source. What Windows still holds at the end stays in memory; it reads no more then than the
    source gives.
    """
    stream = ReadingStream(source)
    try:
        yield stream
    finally:
        if stream.is_held:
            _outliving.append(stream)


def _function(answer: Callable[..., int], *kinds: type) -> Any:
    """A function of the table, which is given the object itself first."""
    return ctypes.WINFUNCTYPE(ctypes.c_long, _Pointer, *kinds)(lambda _, *arguments: answer(*arguments))


def _refuse(*_arguments: object) -> int:
    return _NOT_IMPLEMENTED


def _write(address: int | None, kind: type[ctypes.c_ulong | ctypes.c_ulonglong], value: int) -> None:
    """Write a number to where Windows wants it, if it does."""
    if address is not None:
        kind.from_address(address).value = value

"""The digest of a package as Windows computes it (IAppxDigestProvider of AppxPackaging.h), for `ExpectedDigests`.

What is in its text is said nowhere: it is passed on as it is. winget gives Windows the same one.
"""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple
from uuid import UUID

from wingetpy.errors import ErrorCode
from wingetpy.hosts.windows import com
from wingetpy.hosts.windows.com import Interface, com_object
from wingetpy.hosts.windows.com_stream import stream_over
from wingetpy.msix.byte_source import ByteSource
from wingetpy.msix.faults import corrupt


class _Factory(NamedTuple):
    """A class that makes readers; CreatePackageReader and CreateBundleReader have the same place in their tables."""

    class_id: str
    interface_id: str


_PACKAGES = _Factory("5842A140-FF9F-4166-8F5C-62F5B7B0C781", "BEB94909-E451-438B-B5A7-D79E767B75D8")
_BUNDLES = _Factory("378E0446-5384-43B7-8877-E7DBDD883446", "BBA65864-965F-4A5F-855F-F074BDBF3A7B")
_DIGEST_PROVIDER = UUID("9FE2702B-7640-4659-8E6C-349E43C4CDBD")
_QUERY_INTERFACE, _CREATE_READER, _GET_DIGEST = 0, 4, 3
_CLASS_NOT_REGISTERED, _NO_INTERFACE = 0x8004_0154, 0x8000_4002


def package_digest(package: ByteSource) -> str | None:
    """Return the digest of a package or bundle; None where this Windows tells none.

    Windows reads the directory, the manifest, the block map and what else the package says of itself; no payload.

    Raises:
        MsixError: Windows does not read it as a package.
        EngineError: What the source raises.
    """
    try:
        try:
            return _digest(_PACKAGES, package)
        except OSError as error:
            if _code(error) != ErrorCode.AppxMissingRequiredFile:  # what a bundle lacks: the manifest of a package
                raise
        return _digest(_BUNDLES, package)
    except OSError as error:
        code = _code(error)
        if code in (_CLASS_NOT_REGISTERED, _NO_INTERFACE):
            return None
        raise corrupt(package.name, f"Windows answers 0x{code:08X} when it is asked for its digest") from error


def _digest(factory: _Factory, package: ByteSource) -> str | None:
    """Raises OSError with the HRESULT, or what the source raised."""
    with stream_over(package) as stream:
        try:
            with (
                com_object(factory.class_id, factory.interface_id) as maker,
                _got(maker, _CREATE_READER, stream.pointer) as reader,
                _got(reader, _QUERY_INTERFACE, _DIGEST_PROVIDER.bytes_le) as provider,
            ):
                text = ctypes.c_void_p()
                provider.call(_GET_DIGEST, ctypes.byref(text))
                digest = _taken(text)
        except OSError:
            if stream.failure is not None:
                raise stream.failure from None
            raise
        if stream.failure is not None:  # Windows went on without what it could not read
            raise stream.failure
        return digest


def _taken(text: ctypes.c_void_p) -> str | None:
    """Return a text that Windows allocated, and free it; None where it gave none, or an empty one."""
    if not text.value:
        return None
    try:
        return ctypes.wstring_at(text.value) or None
    finally:
        com.library().CoTaskMemFree(text)


@contextmanager
def _got(giver: Interface, place: int, argument: object) -> Iterator[Interface]:
    """Call a function whose last parameter is given an object, and let go of it at the end."""
    pointer = ctypes.c_void_p()
    giver.call(place, argument, ctypes.byref(pointer))
    got = Interface(pointer)
    try:
        yield got
    finally:
        got.release()


def _code(error: OSError) -> int:
    return (error.winerror or 0) & 0xFFFF_FFFF

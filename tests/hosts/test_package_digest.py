"""The digest that Windows computes of a package, and the stream that it reads it through."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

if sys.platform != "win32":
    pytest.skip("needs a Windows Python (tests/windows runs it under Wine)", allow_module_level=True)

from kit.com_object import RecordedObject
from wingetpy.errors import Cancelled, MsixError
from wingetpy.hosts.processes import Processes
from wingetpy.hosts.windows import WindowsHost, com, com_stream
from wingetpy.hosts.windows.com_stream import stream_over
from wingetpy.hosts.windows.package_functions import WindowsPackageFunctions
from wingetpy.msix.byte_source import ByteSource, MemoryBytes

POINTER = ctypes.c_void_p
PACKAGES = UUID("5842a140-ff9f-4166-8f5c-62f5b7b0c781"), UUID("beb94909-e451-438b-b5a7-d79e767b75d8")
BUNDLES = UUID("378e0446-5384-43b7-8877-e7dbdd883446"), UUID("bba65864-965f-4a5f-855f-f074bdbf3a7b")
PROVIDER = UUID("9fe2702b-7640-4659-8e6c-349e43c4cdbd")
CONTENT = MemoryBytes(bytes(range(200)), "App.msix")


def failed(code: int) -> int:
    return ctypes.c_long(code).value


class Packaging(RecordedObject):
    """The factory of readers; it reads the first bytes of what it is given, by Windows' own function.

    Args:
        made: What it answers when a reader is made, one for each time.
        queried: What a reader answers when it is asked for its digest.
    """

    def __init__(self, *made: int, queried: int = 0, refused: int = 0) -> None:
        self.read: list[bytes] = []
        self.freed: list[str | None] = []
        self.queried: list[UUID] = []
        self._made = iter(made or (0,))
        self._text = ctypes.create_unicode_buffer("digest")
        self._answer = queried
        self._provider = RecordedObject({3: ((POINTER,), lambda into: self._give(into, ctypes.addressof(self._text)))})
        self._reader = RecordedObject({0: ((POINTER, POINTER), self._query)})
        super().__init__({4: ((POINTER, POINTER), self._create)}, refused)

    @property
    def left(self) -> int:
        """How many objects were not let go of."""
        made = len(self.asked) + len(self.read) + len(self.queried)
        return made - self.released - self._reader.released - self._provider.released

    def _give(self, into: int, address: int) -> int:
        POINTER.from_address(into).value = address
        return 0

    def _create(self, stream: int, into: int) -> int:
        result = next(self._made)
        read = first_bytes(stream, 4)
        if result or read is None:
            return result or failed(0x80004005)
        self.read.append(read)
        return self._give(into, ctypes.addressof(self._reader._object))

    def _query(self, interface: int, into: int) -> int:
        self.queried.append(UUID(bytes_le=ctypes.string_at(interface, 16)))
        return self._answer or self._give(into, ctypes.addressof(self._provider._object))

    def CoTaskMemFree(self, text: ctypes.c_void_p) -> None:  # noqa: N802
        self.freed.append(ctypes.wstring_at(text.value or 0))


def shlwapi(name: str, *kinds: Any) -> Callable[..., int]:
    function = getattr(ctypes.WinDLL("shlwapi"), name)
    function.argtypes, function.restype = kinds, ctypes.c_long
    return function  # type: ignore[no-any-return]


def first_bytes(stream: int | None, length: int) -> bytes | None:
    """Read the next bytes of a stream; None where it has fewer, or fails."""
    into = ctypes.create_string_buffer(length)
    result = shlwapi("IStream_Read", POINTER, POINTER, ctypes.c_ulong)(stream, into, length)
    return into.raw if result == 0 else None


def refusal(of: com.Interface, place: int, *arguments: object) -> int:
    """The HRESULT that a call answers, which must be an error."""
    with pytest.raises(OSError, match="WinError") as refused:
        of.call(place, *arguments)
    return (refused.value.winerror or 0) & 0xFFFFFFFF


def digest(monkeypatch: pytest.MonkeyPatch, windows: Packaging, package: ByteSource = CONTENT) -> str | None:
    monkeypatch.setattr(com, "library", lambda: windows)
    processes: Processes = WindowsHost().processes
    try:
        return WindowsPackageFunctions(processes).digest(package)
    finally:
        assert windows.begun == 0, "what is begun is ended"


def asked(windows: Packaging) -> list[tuple[UUID, ...]]:
    return [tuple(UUID(bytes_le=one) for one in both) for both in windows.asked]


def test_windows_is_asked_for_the_digest_of_a_package(monkeypatch: pytest.MonkeyPatch) -> None:
    windows = Packaging()
    assert digest(monkeypatch, windows) == "digest"
    assert asked(windows) == [PACKAGES]
    assert (windows.read, windows.queried, windows.freed) == ([b"\x00\x01\x02\x03"], [PROVIDER], ["digest"])
    assert windows.left == 0


def test_what_has_no_manifest_of_a_package_is_asked_as_a_bundle(monkeypatch: pytest.MonkeyPatch) -> None:
    windows = Packaging(failed(0x80080203), 0)
    assert digest(monkeypatch, windows) == "digest"
    assert asked(windows) == [PACKAGES, BUNDLES]
    assert windows.read == [b"\x00\x01\x02\x03"], "the bundle is read from its begin again"


@pytest.mark.parametrize(
    "windows",
    [Packaging(queried=failed(0x80004002)), Packaging(refused=failed(0x80040154))],
    ids=["older", "without packaging"],
)
def test_a_windows_that_knows_no_digests_tells_none(monkeypatch: pytest.MonkeyPatch, windows: Packaging) -> None:
    assert digest(monkeypatch, windows) is None
    assert windows.freed == []


@pytest.mark.parametrize("answers", [(0x80080205,), (0x80080203, 0x80080203)])
def test_what_windows_does_not_read_is_no_package(monkeypatch: pytest.MonkeyPatch, answers: tuple[int, ...]) -> None:
    with pytest.raises(MsixError, match=f"App.msix.*0x{answers[-1]:08X}"):
        digest(monkeypatch, Packaging(*map(failed, answers)))


class Stopped:
    """A source of which nothing can be read."""

    name, size = "App.msix", 100

    def read(self, offset: int, length: int) -> bytes:
        raise Cancelled("The caller stopped.")


def test_what_stops_the_reading_is_what_the_caller_hears(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Cancelled, match="The caller stopped"):
        digest(monkeypatch, Packaging(), Stopped())


@pytest.mark.parametrize("address", [0, None], ids=["nothing", "an empty text"])
def test_a_digest_that_is_nothing_is_none(monkeypatch: pytest.MonkeyPatch, address: int | None) -> None:
    windows = Packaging()
    windows._text = ctypes.create_unicode_buffer("")
    if address is not None:
        windows._provider = RecordedObject({3: ((POINTER,), lambda into: windows._give(into, address))})
    assert digest(monkeypatch, windows) is None
    assert windows.freed == ([] if address is not None else [""])


class Shorter:
    """A source that gives fewer bytes than it says it has."""

    name, size = "App.msix", 100

    def read(self, offset: int, length: int) -> bytes:
        return b"ab"


def test_no_memory_behind_what_a_source_gives_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(MsixError, match="fewer bytes"):
        digest(monkeypatch, Packaging(), Shorter())


def test_what_windows_does_without_bytes_that_could_not_be_read_is_no_digest(monkeypatch: pytest.MonkeyPatch) -> None:
    windows = Packaging()

    def unmoved(stream: int, into: int) -> int:
        first_bytes(stream, 4)
        windows.read.append(b"")
        return windows._give(into, ctypes.addressof(windows._reader._object))

    monkeypatch.setattr(windows, "_create", unmoved)
    RecordedObject.__init__(windows, {4: ((POINTER, POINTER), unmoved)})
    with pytest.raises(Cancelled, match="The caller stopped"):
        digest(monkeypatch, windows, Stopped())


def test_a_stream_answers_without_a_place_to_write_to() -> None:
    with stream_over(CONTENT) as stream:
        own = com.Interface(stream.pointer)
        assert refusal(own, 0, PROVIDER.bytes_le, None) == 0x80004003
        assert refusal(own, 0, None, ctypes.byref(ctypes.c_void_p())) == 0x80004003
        assert refusal(own, 3, None, ctypes.c_ulong(4), None) == 0x80030009
        assert refusal(own, 12, None, ctypes.c_ulong(0)) == 0x80030009
        own.call(5, ctypes.c_longlong(0), ctypes.c_ulong(0), None)
        own.call(3, ctypes.create_string_buffer(4), ctypes.c_ulong(4), None)
    assert stream.failure is None


def test_windows_own_functions_measure_seek_and_read_the_stream() -> None:
    with stream_over(CONTENT) as stream:
        size = ctypes.c_ulonglong()
        assert shlwapi("IStream_Size", POINTER, POINTER)(stream.pointer, ctypes.byref(size)) == 0
        assert size.value == 200
        assert first_bytes(stream.pointer.value, 3) == b"\x00\x01\x02"
        assert first_bytes(stream.pointer.value, 3) == b"\x03\x04\x05"
        assert shlwapi("IStream_Reset", POINTER)(stream.pointer) == 0
        assert first_bytes(stream.pointer.value, 200) == bytes(range(200))
        assert first_bytes(stream.pointer.value, 1) is None, "there is no more"
    assert stream.failure is None


def test_a_stream_seeks_from_its_begin_its_place_and_its_end() -> None:
    with stream_over(CONTENT) as stream:
        own = com.Interface(stream.pointer)
        place = ctypes.c_ulonglong()
        for move, origin, expected in ((10, 0, 10), (5, 1, 15), (-15, 1, 0), (-1, 2, 199), (300, 0, 300)):
            own.call(5, ctypes.c_longlong(move), ctypes.c_ulong(origin), ctypes.byref(place))
            assert place.value == expected
        assert first_bytes(stream.pointer.value, 1) is None, "behind the end there is nothing"
        for move, origin in ((-1, 0), (0, 3)):
            assert refusal(own, 5, ctypes.c_longlong(move), ctypes.c_ulong(origin), None) == 0x80030001


def test_a_stream_is_three_interfaces_and_is_not_written() -> None:
    with stream_over(CONTENT) as stream:
        own, got = com.Interface(stream.pointer), ctypes.c_void_p()
        for known in ("00000000-0000-0000-c000-000000000046", "0c733a30-2a1c-11ce-ade5-00aa0044773d",
                      "0000000c-0000-0000-c000-000000000046"):  # fmt: skip
            own.call(0, UUID(known).bytes_le, ctypes.byref(got))
            assert got.value == stream.pointer.value
            assert stream.is_held
            own.release()
        assert refusal(own, 0, PROVIDER.bytes_le, ctypes.byref(got)) == 0x80004002
        assert got.value is None
        assert refusal(own, 4, b"abc", ctypes.c_ulong(3), None) == 0x80004001
        assert not stream.is_held


def test_a_stream_that_windows_keeps_stays_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[object] = []
    monkeypatch.setattr(com_stream, "_outliving", kept)
    with stream_over(CONTENT) as stream:
        com.Interface(stream.pointer).call(0, UUID(int=0x46 | 0xC0 << 56).bytes_le, ctypes.byref(ctypes.c_void_p()))
    assert kept == [stream]
    with stream_over(CONTENT):
        pass
    assert kept == [stream]

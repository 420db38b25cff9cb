"""A file that another program holds is in use, whatever Windows says of it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PureWindowsPath

import pytest

from kit.host_machine import Machine
from wingetpy.errors import ErrorCode, HostError

CHANGES: dict[str, Callable[[Machine, PureWindowsPath], object]] = {
    "sha256": lambda machine, path: machine.host.files.sha256(path),
    "remove": lambda machine, path: machine.host.files.remove_file(path),
    "move": lambda machine, path: machine.host.files.move_file(path, path.with_name("moved.exe")),
    "replace": lambda machine, path: machine.host.files.place_file(machine.staged(b"new", "new.bin"), path),
}


@contextmanager
def held(machine: Machine, path: Path) -> Iterator[None]:
    """The file as another program holds it that shares nothing."""
    if sys.platform != "win32" or machine.host.name == "sandbox":
        pytest.skip("files can be read, moved and removed while they are open")
    import ctypes

    kernel32 = ctypes.WinDLL("kernel32", use_last_error=True)
    kernel32.CreateFileW.restype = ctypes.c_void_p
    kernel32.CreateFileW.argtypes = [ctypes.c_wchar_p, *[ctypes.c_uint32] * 2, ctypes.c_void_p, *[ctypes.c_uint32] * 2]
    kernel32.CreateFileW.argtypes += [ctypes.c_void_p]
    kernel32.CloseHandle.argtypes = [ctypes.c_void_p]
    handle = kernel32.CreateFileW(str(path), 0x8000_0000, 0, None, 3, 0, None)
    assert handle != ctypes.c_void_p(-1).value, ctypes.WinError(ctypes.get_last_error())
    try:
        yield
    finally:
        kernel32.CloseHandle(handle)


@pytest.mark.parametrize("name", CHANGES)
def test_a_file_that_is_held_without_sharing_is_in_use(machine: Machine, name: str) -> None:
    path = machine.placed("tool.exe", b"old")
    with held(machine, machine.host.files.local(path)), pytest.raises(HostError) as refused:
        CHANGES[name](machine, path)
    assert refused.value.code is ErrorCode.FileInUse
    assert "tool.exe" in refused.value.text
    assert "elevated" not in str(refused.value.remedy)
    assert machine.content(path) == b"old"
    assert all(name in refused.value.text for name in refused.value.held_by)


def test_a_staged_file_that_is_held_is_named(machine: Machine) -> None:
    staged = machine.staged(b"new", "new.bin")
    with held(machine, staged), pytest.raises(HostError, match=r"new\.bin.* is in use") as refused:
        machine.host.files.place_file(staged, machine.folder / "tool.exe")
    assert refused.value.code is ErrorCode.FileInUse

"""The functions of Windows about MSIX packages that WinRT does not have; see `hosts/winrt/functions.py`.

appxdeploymentclient.dll says nothing of its functions in a header: the three are called as the Windows App SDK calls
them (reference, 4.7). kernelbase.dll's are documented (appmodel.h, Windows 11).
"""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import base64
import ctypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ctypes import wintypes

from wingetpy.errors import ErrorCode
from wingetpy.hosts.files import KnownFolder
from wingetpy.hosts.processes import Processes
from wingetpy.hosts.windows.folders import known_folder
from wingetpy.hosts.windows.native import advapi32, check, kernel32
from wingetpy.hosts.windows.package_digest import package_digest
from wingetpy.hosts.winrt.functions import NewDependency
from wingetpy.hosts.winrt.runtime import WinRtRefusal
from wingetpy.msix.byte_source import ByteSource

_DEPLOYMENT, _RUN_TIME = "appxdeploymentclient", "kernelbase"
_DO_NOT_VERIFY = 1  # CreatePackageDependencyOptions
_PREPEND = 1  # AddPackageDependencyOptions
_RESET_SECONDS = 1800
_RESET = """$ErrorActionPreference = 'Stop'
$env:PSModulePath = "$PSHOME\\Modules"
try {{ Reset-AppxPackage -Package '{full_name}'; exit 0 }}
catch {{
    $reason = $_.Exception
    while ($reason.InnerException) {{ $reason = $reason.InnerException }}
    exit $reason.HResult
}}"""


class WindowsPackageFunctions:
    """See `PackageFunctions`."""

    def __init__(self, processes: Processes) -> None:
        self._processes = processes

    def volume_needs_repair(self, store_path: str) -> bool:
        needed = wintypes.BOOL()
        _call(_DEPLOYMENT, "MsixPackageVolumeIsRepairNeeded", wintypes.LPCWSTR(store_path), ctypes.byref(needed))
        return bool(needed.value)

    def repair_volume(self, store_path: str) -> None:
        _call(_DEPLOYMENT, "MsixPackageVolumeRepair", wintypes.LPCWSTR(store_path))

    def registration_pending(self, full_name: str, user: str | None) -> bool:
        pending = wintypes.BOOL()
        with _security_id(user) as sid:
            _call(
                _DEPLOYMENT,
                "MsixIsPackageRegistrationPending",
                sid,
                wintypes.LPCWSTR(full_name),
                ctypes.byref(pending),
            )
        return bool(pending.value)

    def add_dependency(self, new: NewDependency) -> tuple[str, str, int]:
        dependency_id, full_name, context = ctypes.c_void_p(), ctypes.c_void_p(), ctypes.c_void_p()
        _call(
            _RUN_TIME,
            "TryCreatePackageDependency",
            None,
            wintypes.LPCWSTR(new.family_name),
            ctypes.c_uint64(new.version),
            ctypes.c_int(new.architectures),
            ctypes.c_int(new.lifetime_kind),
            wintypes.LPCWSTR(new.lifetime_artifact or None),
            ctypes.c_int(0 if new.verify else _DO_NOT_VERIFY),
            ctypes.byref(dependency_id),
        )
        name = _taken(dependency_id)
        try:
            _call(
                _RUN_TIME,
                "AddPackageDependency",
                wintypes.LPCWSTR(name),
                ctypes.c_int32(new.rank),
                ctypes.c_int(_PREPEND if new.prepend else 0),
                ctypes.byref(context),
                ctypes.byref(full_name),
            )
        except WinRtRefusal:
            _call(_RUN_TIME, "DeletePackageDependency", wintypes.LPCWSTR(name))
            raise
        return _taken(full_name), name, context.value or 0

    def remove_dependency(self, dependency_id: str, context: int) -> None:
        _call(_RUN_TIME, "RemovePackageDependency", ctypes.c_void_p(context))
        _call(_RUN_TIME, "DeletePackageDependency", wintypes.LPCWSTR(dependency_id))

    def reset(self, full_name: str, go_on: Callable[[], None]) -> int:
        """Run Reset-AppxPackage of Windows PowerShell, which alone resets; it is not stopped once it has begun."""
        go_on()
        shell = known_folder(KnownFolder.system) / "WindowsPowerShell" / "v1.0" / "powershell.exe"
        script = base64.b64encode(_RESET.format(full_name=full_name).encode("utf-16-le")).decode()
        command = f'"{shell}" -NoProfile -NonInteractive -ExecutionPolicy Bypass -EncodedCommand {script}'
        status = self._processes.run(command, timeout_seconds=_RESET_SECONDS)
        return ErrorCode.Timeout if status.timed_out else status.exit_code

    def digest(self, package: ByteSource) -> str | None:
        return package_digest(package)


def library(name: str) -> ctypes.CDLL:
    """Load a library of Windows; tests replace it. Raises OSError."""
    return ctypes.WinDLL(name, winmode=0x800)  # LOAD_LIBRARY_SEARCH_SYSTEM32


def _call(library_name: str, name: str, *arguments: object) -> None:
    """Call a function that answers an HRESULT. Raises WinRtRefusal."""
    try:
        function = getattr(library(library_name), name)
    except (OSError, AttributeError) as error:
        raise WinRtRefusal(
            ErrorCode.NotImplemented, f"{library_name}.dll of this Windows has no function {name}"
        ) from error
    function.restype = ctypes.c_long
    result: int = function(*arguments)
    if result < 0:
        raise WinRtRefusal(result & 0xFFFFFFFF, ctypes.FormatError(result).strip())


@contextmanager
def _security_id(user: str | None) -> Iterator[ctypes.c_void_p]:
    """A SID of its text; null for the caller. Raises WinRtRefusal for a text that is none."""
    sid = ctypes.c_void_p()
    if user is not None and not advapi32.ConvertStringSidToSidW(wintypes.LPCWSTR(user), ctypes.byref(sid)):
        raise WinRtRefusal(ErrorCode.InvalidParameter, f"{user} is no security identifier")
    try:
        yield sid
    finally:
        if sid:
            kernel32.LocalFree(sid)


def _taken(text: ctypes.c_void_p) -> str:
    """Return a text that Windows allocated, and free it. Raises WinRtRefusal (E_POINTER) where it gave none."""
    if not text.value:
        raise WinRtRefusal(0x80004003, "Windows gave no name.")
    value = ctypes.wstring_at(text.value)
    heap = kernel32.GetProcessHeap
    heap.restype = wintypes.HANDLE
    kernel32.HeapFree.argtypes = (wintypes.HANDLE, wintypes.DWORD, ctypes.c_void_p)
    check(kernel32.HeapFree(heap(), 0, text))
    return value

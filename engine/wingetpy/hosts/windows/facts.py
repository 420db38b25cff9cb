"""What is so on this Windows."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import ctypes
import functools
import os
from ctypes import wintypes

from wingetpy.hosts.facts import MachineFacts
from wingetpy.hosts.registry import Hive, Registry
from wingetpy.hosts.windows.desktop import has_desktop
from wingetpy.hosts.windows.images import runs_x86
from wingetpy.hosts.windows.native import kernel32
from wingetpy.hosts.windows.token import is_elevated, is_elevated_by_consent, user_name

_BY_MACHINE_FIELD = {0x014C: "x86", 0x8664: "x64", 0x01C4: "arm", 0xAA64: "arm64"}
_BY_PROCESSOR_ARCHITECTURE = {0: "x86", 9: "x64", 5: "arm", 12: "arm64"}
_X64_ON_ARM_SINCE_BUILD = 22000
_CURRENT_VERSION = r"Software\Microsoft\Windows NT\CurrentVersion"
_USER_LANGUAGES = r"Control Panel\International\User Profile"
_SESSION_MANAGER = r"SYSTEM\CurrentControlSet\Control\Session Manager"
_REBOOT_KEYS = (
    r"Software\Microsoft\Windows\CurrentVersion\Component Based Servicing\RebootPending",
    r"Software\Microsoft\Windows\CurrentVersion\WindowsUpdate\Auto Update\RebootRequired",
)
_RENAMES = ("PendingFileRenameOperations", "PendingFileRenameOperations2")
_WORKSTATION = 1
_USER_ENABLED = 0x1
_LANGUAGES_BY_NAME, _GEO_NATION, _GEO_ISO2 = 0x8, 16, 4


def facts_of_this_machine(registry: Registry) -> MachineFacts:
    """Return the facts as they are now; what no running system changes is read once in a process."""
    architecture, emulated, os_version = _lasting_facts(registry)  # type: ignore[arg-type]  # a host has one
    return MachineFacts(
        architecture=architecture,
        emulated_architectures=emulated,
        os_version=os_version,
        locales=_locales(registry),
        market=_market(),
        server=sys.getwindowsversion().product_type != _WORKSTATION,
        elevated=is_elevated(),
        elevated_by_consent=is_elevated_by_consent(),
        interactive=has_desktop(),
        pending_reboot=_pending_reboot(registry),
        user_name=user_name(),
    )


@functools.lru_cache(1)
def _lasting_facts(registry: Registry) -> tuple[str, tuple[str, ...], str]:
    """Architecture, emulated architectures, version of Windows."""
    architecture = _native_architecture()
    return architecture, _emulated(architecture), _os_version(registry)


def _native_architecture() -> str:
    if hasattr(kernel32, "IsWow64Process2"):
        kernel32.IsWow64Process2.argtypes = (wintypes.HANDLE, ctypes.c_void_p, ctypes.c_void_p)
        process, machine = wintypes.USHORT(), wintypes.USHORT()
        if kernel32.IsWow64Process2(kernel32.GetCurrentProcess(), ctypes.byref(process), ctypes.byref(machine)):
            return _BY_MACHINE_FIELD.get(machine.value, "x64")
    system_info = (ctypes.c_uint16 * 24)()  # SYSTEM_INFO; its first member is the processor architecture
    kernel32.GetNativeSystemInfo(system_info)
    return _BY_PROCESSOR_ARCHITECTURE.get(system_info[0], "x64")


def _emulated(architecture: str) -> tuple[str, ...]:
    """What else runs here. Windows 11 says it; before, x86 is seen by its system files: a 64-bit-only Wine has none."""
    if hasattr(kernel32, "GetMachineTypeAttributes"):
        names = (name for number, name in _BY_MACHINE_FIELD.items() if name != architecture and _runs_for_users(number))
        return tuple(sorted(names, key=("x64", "x86", "arm", "arm64").index))
    x86 = ("x86",) if architecture != "x86" and runs_x86() else ()
    if architecture != "arm64":
        return x86
    x64 = ("x64",) if sys.getwindowsversion().build >= _X64_ON_ARM_SINCE_BUILD else ()
    arm = ("arm",) if os.path.exists(os.path.join(os.environ.get("SYSTEMROOT", r"C:\Windows"), "SysArm32")) else ()
    return (*x64, *x86, *arm)


def _runs_for_users(machine: int) -> bool:
    attributes = ctypes.c_int()
    refused = kernel32.GetMachineTypeAttributes(ctypes.c_ushort(machine), ctypes.byref(attributes))
    return not refused and bool(attributes.value & _USER_ENABLED)


def _os_version(registry: Registry) -> str:
    """`10.0.19045.4291`; the last number, the update's revision, is in the registry only."""
    version = (wintypes.DWORD * 69)()  # OSVERSIONINFOW: size, major, minor, build, platform, 128 characters of text
    version[0] = ctypes.sizeof(version)
    ctypes.WinDLL("ntdll").RtlGetVersion(version)
    text = f"{version[1]}.{version[2]}.{version[3]}"
    revision = (registry.values(Hive.machine, _CURRENT_VERSION) or {}).get("UBR")
    return f"{text}.{revision.data}" if revision and isinstance(revision.data, int) else text


def _locales(registry: Registry) -> tuple[str, ...]:
    """The user's languages in order of preference, as the settings page stores them, else as the display language
    says.
    """
    stored = (registry.values(Hive.user, _USER_LANGUAGES) or {}).get("Languages")
    if stored and isinstance(stored.data, tuple) and stored.data:
        return stored.data
    return display_languages() or ("en-US",)


def display_languages() -> tuple[str, ...]:
    """The languages that Windows shows itself in to the user, the preferred one first; empty where it does not say."""
    count, size = wintypes.ULONG(), wintypes.ULONG(1024)
    names = ctypes.create_unicode_buffer(size.value)
    if kernel32.GetUserPreferredUILanguages(_LANGUAGES_BY_NAME, ctypes.byref(count), names, ctypes.byref(size)):
        return tuple(name for name in "".join(names[: size.value]).split("\0") if name)
    return ()


def _market() -> str:
    """The user's region: two letters, or three digits for one that is no country."""
    buffer = ctypes.create_unicode_buffer(16)
    if hasattr(kernel32, "GetUserDefaultGeoName"):
        kernel32.GetUserDefaultGeoName.argtypes = (ctypes.c_void_p, ctypes.c_int)
        if kernel32.GetUserDefaultGeoName(buffer, len(buffer)) and buffer.value:
            return buffer.value
    kernel32.GetGeoInfoW(kernel32.GetUserGeoID(_GEO_NATION), _GEO_ISO2, buffer, len(buffer), 0)
    return buffer.value or "US"


def _pending_reboot(registry: Registry) -> bool:
    if any(registry.values(Hive.machine, key) is not None for key in _REBOOT_KEYS):
        return True
    stored = registry.values(Hive.machine, _SESSION_MANAGER) or {}
    return any(name in stored and bool(stored[name].data) for name in _RENAMES)

"""A watch of a registry key: RegNotifyChangeKeyValue with an event, armed once."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import ctypes
import winreg

from wingetpy.hosts.windows.native import advapi32, check, kernel32

_NAMES, _VALUES, _ANY_THREAD = 0x1, 0x4, 0x1000_0000
_INVALID_PARAMETER = 87


class KeyWatch:
    """Watches a key with all below it. A key that is not there is watched for by the nearest one above it.

    Args:
        root: The hive.
        key: Below it.
        view: KEY_WOW64_64KEY or KEY_WOW64_32KEY.

    Raises:
        OSError: as Windows says it.
    """

    def __init__(self, root: int, key: str, view: int) -> None:
        self._changed = False
        self._key, watched = _nearest(root, key, view)
        try:
            self._event = kernel32.CreateEventW(None, True, False, None)
            check(self._event)
            try:
                self._arm(whole=watched == key)
                if watched != key:  # a key made before the watch was armed is watched by nobody
                    nearest, now = _nearest(root, key, view)
                    nearest.Close()
                    self._changed = now != watched
            except OSError:
                kernel32.CloseHandle(self._event)
                raise
        except OSError:
            self._key.Close()
            raise

    def changed(self) -> bool:
        if not self._changed:
            self._changed = kernel32.WaitForSingleObject(self._event, 0) == 0
        return self._changed

    def close(self) -> None:
        """End the watch; it then counts as changed."""
        if self._event:
            self._changed = True
            self._key.Close()
            kernel32.CloseHandle(self._event)
            self._event = None

    def _arm(self, whole: bool) -> None:
        """Ask for one signal: of the key and all below it, or only of keys that come below it."""
        wanted = _NAMES | _VALUES if whole else _NAMES
        # Without the flag the end of this thread is a signal, too: correct, and a reason to read again.
        for flags in (wanted | _ANY_THREAD, wanted):
            result = advapi32.RegNotifyChangeKeyValue(self._key.handle, whole, flags, self._event, True)
            if result != _INVALID_PARAMETER:
                break
        if result:
            raise ctypes.WinError(result)


def _nearest(root: int, key: str, view: int) -> tuple[winreg.HKEYType, str]:
    """The key, or the nearest one above that is there, and its name."""
    while True:
        try:
            return winreg.OpenKey(root, key, 0, winreg.KEY_NOTIFY | view), key
        except FileNotFoundError:
            if not key:
                raise
            key = key.rpartition("\\")[0]

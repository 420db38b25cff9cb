"""COM objects that no library calls for us: an interface's functions by their place in its table."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

_SINGLE_THREADED, _ANY_SERVER = 0x2, 0x17
_RELEASE = 2


class Interface:
    """One interface of an object. A call that answers an error raises OSError."""

    def __init__(self, pointer: ctypes.c_void_p) -> None:
        self._pointer = pointer

    def call(self, place: int, *arguments: object) -> int:
        """Call the function at a place of the table (IUnknown has 0 to 2); returns its HRESULT, S_OK or S_FALSE.

        Args:
            arguments: As ctypes takes them.
        """
        kinds = [
            type(argument) if isinstance(argument, ctypes._SimpleCData) else ctypes.c_void_p for argument in arguments
        ]
        function = ctypes.WINFUNCTYPE(ctypes.HRESULT, ctypes.c_void_p, *kinds)(self._address(place))
        return int(function(self._pointer, *arguments))

    def release(self) -> None:
        ctypes.WINFUNCTYPE(ctypes.c_ulong, ctypes.c_void_p)(self._address(_RELEASE))(self._pointer)

    def _address(self, place: int) -> int:
        table = ctypes.cast(self._pointer, ctypes.POINTER(ctypes.POINTER(ctypes.c_void_p))).contents
        return table[place] or 0


@contextmanager
def com_object(class_id: str, interface_id: str) -> Iterator[Interface]:
    """Make an object of a class in this thread's apartment, and let go of it at the end.

    Raises:
        OSError: The class or the interface is not there.
    """
    ole32 = library()
    begun = ole32.CoInitializeEx(None, _SINGLE_THREADED) >= 0  # an apartment of another kind serves as well
    try:
        pointer = ctypes.c_void_p()
        result = ole32.CoCreateInstance(
            UUID(class_id).bytes_le, None, _ANY_SERVER, UUID(interface_id).bytes_le, ctypes.byref(pointer)
        )
        if result < 0:
            raise ctypes.WinError(result)
        made = Interface(pointer)
        try:
            yield made
        finally:
            made.release()
    finally:
        if begun:
            ole32.CoUninitialize()


def library() -> ctypes.OleDLL | ctypes.WinDLL:
    """Load ole32.dll; tests replace it."""
    return ctypes.WinDLL("ole32")

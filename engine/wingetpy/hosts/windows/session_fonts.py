"""The fonts of the session: what running programs may use until the next sign-in."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import ctypes

_EVERYBODY, _FONTS_CHANGED, _NOT_THE_HUNG = 0xFFFF, 0x001D, 0x0002
_WAIT_MILLISECONDS = 1000
_MOST_LOADED = 100
"""How often a file may have been loaded."""


def load_font(path: str) -> bool:
    """Add the fonts of a file to the session. Whether Windows took any."""
    add = ctypes.WinDLL("gdi32").AddFontResourceW
    add.argtypes = (ctypes.c_wchar_p,)
    if not add(path):
        return False
    _report_change()
    return True


def unload_font(path: str) -> None:
    """Remove the fonts of a file from the session, however often it was loaded."""
    remove = ctypes.WinDLL("gdi32").RemoveFontResourceW
    remove.argtypes = (ctypes.c_wchar_p,)
    removed = 0
    while removed < _MOST_LOADED and remove(path):
        removed += 1
    if removed:
        _report_change()


def _report_change() -> None:
    """Report to all windows that the fonts have changed; one that does not answer is no error."""
    send = ctypes.WinDLL("user32").SendMessageTimeoutW
    number = ctypes.c_uint
    send.argtypes = (ctypes.c_void_p, number, ctypes.c_size_t, ctypes.c_ssize_t, number, number, ctypes.c_void_p)
    answer = ctypes.c_size_t()
    send(_EVERYBODY, _FONTS_CHANGED, 0, 0, _NOT_THE_HUNG, _WAIT_MILLISECONDS, ctypes.byref(answer))

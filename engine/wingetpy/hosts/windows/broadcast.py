"""Word to running programs that the environment in the registry has changed."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import ctypes

_EVERYBODY, _SETTING_CHANGED, _NOT_THE_HUNG = 0xFFFF, 0x001A, 0x0002
_WAIT_MILLISECONDS = 1000


def tell_environment_changed() -> None:
    """Programs that listen (the shell above all) give the new environment to what they start from now on.

    A window that does not answer is no error: what is stored counts.
    """
    send = ctypes.WinDLL("user32").SendMessageTimeoutW
    text, number = ctypes.c_wchar_p, ctypes.c_uint
    send.argtypes = (ctypes.c_void_p, number, ctypes.c_size_t, text, number, number, ctypes.c_void_p)
    answer = ctypes.c_size_t()
    send(_EVERYBODY, _SETTING_CHANGED, 0, "Environment", _NOT_THE_HUNG, _WAIT_MILLISECONDS, ctypes.byref(answer))

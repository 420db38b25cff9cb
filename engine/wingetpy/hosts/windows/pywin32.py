"""pywin32, imported only when one of its calls is needed: its start would be a part of every start of the engine.

Its modules lie in folders that a `.pth` file names, which Python reads in its own folders only; an engine that was
packaged into a folder of the module has it elsewhere.
"""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import ctypes
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path


@cache
def make_importable() -> None:
    """Add the folders of pywin32 to those of modules and libraries, unless a `.pth` file did. Raises ImportError."""
    if find_spec("win32api") is not None:
        return
    import pywin32_system32

    libraries = Path(next(iter(pywin32_system32.__path__)))
    os.add_dll_directory(str(libraries))
    sys.path += [str(libraries.parent / "win32"), str(libraries.parent / "win32" / "lib")]


@contextmanager
def os_errors() -> Iterator[None]:
    """Turn an error of pywin32 inside into the OSError of the same number."""
    make_importable()
    import pywintypes

    try:
        yield
    except pywintypes.error as error:
        raise ctypes.WinError(error.winerror) from error
    except pywintypes.com_error as error:
        raise ctypes.WinError(error.hresult) from error

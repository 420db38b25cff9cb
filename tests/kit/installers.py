"""Installers for tests: those of `tests/data/installers` (its build.sh makes them), and what is made of these."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "data" / "installers"
MSI = (FOLDER / "tool-x64.msi").read_bytes()
CONSOLE_64 = (FOLDER / "tool-console-x86_64.exe").read_bytes()
CONSOLE_32 = (FOLDER / "tool-console-i686.exe").read_bytes()
WINDOWS_64 = (FOLDER / "tool-windows-x86_64.exe").read_bytes()
WINDOWS_32 = (FOLDER / "tool-windows-i686.exe").read_bytes()
INNO = (FOLDER / "tool-inno-i686.exe").read_bytes()
"""With the resource by which Inno Setup's loader finds its data."""
PRODUCT_CODE = "{11111111-2222-3333-4444-555555555555}"
UPGRADE_CODE = "{AAAAAAAA-BBBB-CCCC-DDDD-EEEEEEEEEEEE}"
PAGE = b"<!DOCTYPE html>\n<html><body>Sign in</body></html>"


def nsis(program: bytes = WINDOWS_32) -> bytes:
    """Return a program with the header that NSIS writes behind it."""
    padding = -len(program) % 512
    return program + bytes(padding + 4) + b"\xef\xbe\xad\xdeNullsoftInst" + bytes(100)


def zipped(**files: bytes) -> bytes:
    """Return a zip; `__` in a name is a slash, a `_` before the ending a dot: `bin__tool_exe`."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            stem, _, ending = name.replace("__", "/").rpartition("_")
            archive.writestr(f"{stem}.{ending}", content)
    return buffer.getvalue()

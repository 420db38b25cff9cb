"""The id of a sandbox: random, made when it is first asked for."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from wingetpy.hosts.native_files import read_own_file

FILE_NAME = "machine-id"
_BYTES = 16
_LONGEST = 64


def machine_id(root: Path) -> str:
    """Return the id in a root; empty where there is none that can be read, and none can be written."""
    path = root / FILE_NAME
    new = root / f"{FILE_NAME}.{os.getpid()}.new"
    try:
        if not os.path.lexists(path):
            new.write_text(os.urandom(_BYTES).hex(), "ascii")
            _put(new, path)
        text = read_own_file(path, 2 * _LONGEST).decode("ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""
    finally:
        with suppress(OSError):
            new.unlink(missing_ok=True)
    return text if text.isalnum() and len(text) <= _LONGEST else ""


def _put(new: Path, path: Path) -> None:
    """Give a finished file its name, unless another engine was quicker."""
    try:
        os.link(new, path)
    except FileExistsError:
        pass
    except OSError:  # a file system without hard links
        os.replace(new, path)

"""Why an index could not be written."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

from wingetpy.errors import EngineError, ErrorCode, SourceError
from wingetpy.errors.system import disk_full


def not_written(source: str, folder: Path, error: sqlite3.Error) -> EngineError:
    """Return the error for an index that SQLite cannot write.

    Args:
        source: What the source is called in messages.
        folder: Where the index is written.
        error: What SQLite says.
    """
    if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_FULL:
        return disk_full(f"the index of {source}", shutil.disk_usage(folder).free, target=str(folder))
    return SourceError(
        f"The index of {source} cannot be written: {error}.",
        code=ErrorCode.SourceOpenFailed,
        target=source,
        remedy=f"Check that the folder {folder} can be written to.",
    )

"""Writing the user's `settings.json`, whole: a reader sees the file before or after, and the one before is kept.

The file is the user's own: where it is a link, the file that it names is written, and the link stays.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import msgspec

from wingetpy.errors import Busy, ErrorCode, HostError
from wingetpy.errors.system import as_host_error
from wingetpy.hosts.host import Host
from wingetpy.hosts.lock_file import lock_file
from wingetpy.hosts.native_files import read_own_file, write_named, write_whole
from wingetpy.settings.jsontext import decode_lenient
from wingetpy.settings.userfile import keep_backup, load_settings, read_backup, settings_file

Document = dict[str, object]
_LOCK_SECONDS = 10.0


def read_document(host: Host) -> Document:
    """Return what is in the file; nothing where there is no file, or one that is no JSON object.

    Raises:
        HostError: the file cannot be read.
    """
    path = settings_file(host)
    try:
        document = decode_lenient(read_own_file(path))
    except (FileNotFoundError, ValueError):  # as the reference: what cannot be understood counts as nothing
        return {}
    except OSError as error:
        raise HostError(f"The settings {path} cannot be read: {error.strerror}.", target=str(path)) from error
    return document if isinstance(document, dict) else {}


def _keep_damaged(path: Path) -> None:
    """Copy a file that cannot be understood beside itself, before it is written anew. Raises OSError."""
    if not path.exists():
        return
    raw = read_own_file(path)
    try:
        fits = isinstance(decode_lenient(raw), dict)
    except ValueError:
        fits = False
    if raw.strip() and not fits:
        write_whole(_damaged(path), raw)


def _damaged(path: Path) -> Path:
    return path.with_name(f"{path.name}.damaged")


def mend_document(host: Host, *, set_aside: bool) -> None:
    """Put the backup in the place of a file that cannot be understood, which is renamed where it lies.

    Args:
        set_aside: Rename the file also where there is no backup: the defaults hold then.

    Raises:
        HostError: there is no backup, or a file cannot be renamed or written.
    """
    path = settings_file(host)
    kept = read_backup(path)
    if kept is None and not set_aside:
        refuse_unreadable(host)
    with as_host_error("mend the settings", str(path)):
        real = Path(os.path.realpath(path))
        real.replace(_damaged(real))
        if kept is not None:
            write_named(path, kept)


def refuse_unreadable(host: Host) -> None:
    """Refuse a file that cannot be understood. Raises HostError with JsonInvalidFile."""
    loaded = load_settings(host)
    if reason := next((warning for warning in loaded.warnings if warning.code), None):
        raise HostError(
            reason.text,
            code=ErrorCode.JsonInvalidFile,
            target=str(loaded.path),
            remedy="Correct the file, or write all settings anew.",
        )


def change_document(host: Host, change: Callable[[Document], Document]) -> Document:
    """Replace what is in the file by what `change` makes of it; return that. What is so already is not written; a
    file that cannot be understood is kept as a copy.

    Raises:
        HostError: the file cannot be read or written.
        Busy: another process is changing it.
    """
    path = settings_file(host)
    busy = Busy("Another process is changing the settings.", remedy="Try again.")
    with lock_file(path.with_suffix(".lock"), _LOCK_SECONDS, busy):
        before = read_document(host)
        document = change(before)
        if document == before and path.exists():
            return document
        try:
            keep_backup(path)
            _keep_damaged(path)
            write_named(path, msgspec.json.format(msgspec.json.encode(document), indent=4))
        except OSError as error:
            raise HostError(
                f"The settings {path} cannot be written: {error.strerror}.",
                code=ErrorCode.AccessDenied,
                target=str(path),
            ) from error
    return document

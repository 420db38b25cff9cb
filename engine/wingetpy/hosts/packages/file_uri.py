"""Paths of packages as `file:` URIs, and back: a path of the machine, or one of the disk that the engine runs on."""

from __future__ import annotations

from pathlib import Path, PurePosixPath, PureWindowsPath
from urllib.parse import unquote, urlsplit

from wingetpy.errors import BadRequest, ErrorCode
from wingetpy.hosts.files import Files


def is_file_uri(uri: str) -> bool:
    return uri[:5].lower() == "file:"


def is_on_server(uri: str) -> bool:
    """Return whether a URI names something on a web server."""
    try:
        parts = urlsplit(uri)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False


def file_uri(path: str) -> str | None:
    """Return the URI of an absolute path (`C:\\a\\b.msix`, `\\\\server\\share\\b.msix`, on another system `/a/b.msix`);
    None for any other text.
    """
    windows = PureWindowsPath(path)
    if windows.is_absolute():
        return windows.as_uri()
    native = PurePosixPath(path)
    return native.as_uri() if native.is_absolute() and isinstance(Path(), PurePosixPath) else None


def same_uri(one: str, other: str) -> bool:
    """Return whether two URIs, or whole paths, name the same place; a host is compared without case."""
    return _parts_of(one) == _parts_of(other)


def _parts_of(text: str) -> tuple[str, ...]:
    try:
        parts = urlsplit(file_uri(text) or text)
    except ValueError:
        return (text,)
    host = "" if parts.netloc.lower() == "localhost" and parts.scheme == "file" else parts.netloc.lower()
    return parts.scheme, host, unquote(parts.path), parts.query


def local_path(uri: str, files: Files) -> Path:
    """Return the native path that a `file:` URI names.

    Args:
        files: Know where a path of the machine (with a drive or a server) lies.

    Raises:
        BadRequest: InvalidParameter where it names no absolute path.
    """
    try:
        parts = urlsplit(uri)
    except ValueError as error:
        raise _no_path(uri) from error
    text, server = unquote(parts.path), "" if parts.netloc.lower() == "localhost" else unquote(parts.netloc)
    windows = PureWindowsPath(f"//{server}{text}" if server else text.lstrip("/"))
    if "\0" in text:
        raise _no_path(uri)
    if windows.is_absolute():
        return files.local(windows)
    native = Path(text)
    if server or not native.is_absolute():
        raise _no_path(uri)
    return native


def _no_path(uri: str) -> BadRequest:
    return BadRequest(
        f"'{uri}' names no file: it has no absolute path.",
        code=ErrorCode.InvalidParameter,
        target=uri,
        remedy="Give the whole path, as in file:///C:/Packages/App.msix.",
    )

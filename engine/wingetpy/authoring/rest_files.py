"""Installers of a served folder: only files below it, in parts where a client asks for them."""

from __future__ import annotations

import email.utils
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from wingetpy.errors import TransferError
from wingetpy.transfer.folder_urls import path_of_file_url

_BLOCK = 1 << 18
_MANIFESTS = (".yaml", ".yml")
_KEYS = (".pem", ".key", ".pfx", ".p12", ".pvk", ".ppk", ".jks", ".kdbx")
"""What no installer is called, and nobody means to publish."""


class FileAnswer(NamedTuple):
    """A file, or a part of it. The blocks are read when they are asked for."""

    status: str
    headers: tuple[tuple[str, str], ...]
    path: Path | None = None
    first: int = 0
    length: int = 0

    def blocks(self) -> Iterator[bytes]:
        if self.path is None:
            return
        with self.path.open("rb") as file:
            file.seek(self.first)
            left = self.length
            while left > 0 and (block := file.read(min(left, _BLOCK))):
                left -= len(block)
                yield block


def served_file(root: Path | None, relative: str, environ: dict[str, Any]) -> FileAnswer:
    """Return the answer for a file of the folder, named by its path below it.

    Manifests, hidden files and keys are not given out, nor is what lies elsewhere.
    """
    try:
        path = path_of_file_url(f"file:{_quoted(relative)}", root)
    except TransferError:
        return _NOT_FOUND
    hidden = any(part.startswith(".") for part in relative.replace("\\", "/").split("/"))
    if hidden or path.suffix.lower() in (*_MANIFESTS, *_KEYS) or not os.path.isfile(path):
        return _NOT_FOUND
    about = path.stat()
    size, tag = about.st_size, f'"{about.st_mtime_ns:x}-{about.st_size:x}"'
    headers = (
        ("Content-Type", "application/octet-stream"),
        ("Accept-Ranges", "bytes"),
        ("ETag", tag),
        ("Last-Modified", email.utils.formatdate(about.st_mtime, usegmt=True)),
    )
    asked = environ.get("HTTP_RANGE", "")
    if asked and environ.get("HTTP_IF_RANGE", tag) == tag:
        first, last = _part(asked, size)
        if first is not None and first >= size:
            about_range = ("Content-Range", f"bytes */{size}")
            return FileAnswer("416 Range Not Satisfiable", (about_range, ("Content-Length", "0")))
        if first is not None:
            length = last - first + 1
            about_range = ("Content-Range", f"bytes {first}-{last}/{size}")
            return FileAnswer(
                "206 Partial Content", (*headers, about_range, ("Content-Length", str(length))), path, first, length
            )
    return FileAnswer("200 OK", (*headers, ("Content-Length", str(size))), path, 0, size)


_NOT_FOUND = FileAnswer("404 Not Found", (("Content-Length", "0"),))


def _quoted(relative: str) -> str:
    from urllib.parse import quote  # late: start time

    return quote(relative.lstrip("/"))


def _part(asked: str, size: int) -> tuple[int | None, int]:
    """The first and the last byte of a Range header of one part; None where the whole file is to be sent."""
    unit, _, span = asked.partition("=")
    first, dash, last = span.strip().partition("-")
    numbers = [text for text in (first, last) if text]
    if unit.strip().lower() != "bytes" or not dash or not numbers:
        return None, 0
    if not all(text.isascii() and text.isdigit() and len(text) < 19 for text in numbers):
        return None, 0
    if not first:
        return max(size - int(last), 0), size - 1
    end = min(int(last), size - 1) if last else size - 1
    return (int(first), end) if int(first) <= end or int(first) >= size else (None, 0)

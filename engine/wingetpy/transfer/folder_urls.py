"""`file:` URLs: taken from a source that is a folder itself, and only from below that folder.

`file:packages/tool.zip` is relative to the source's folder, so that a source may be moved or lie on a share.
"""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from wingetpy.errors import ErrorCode, TransferError


def is_file_url(url: str) -> bool:
    return url[:5].lower() == "file:"


def path_of_file_url(url: str, root: Path | None) -> Path:
    """The native path that a `file:` URL names.

    Args:
        root: The folder of the source that gave the URL; None for a source that is none.

    Raises:
        TransferError: if the source may not name files, or the path leads out of its folder or to another machine.
    """
    if root is None:
        raise _refused(url, "only a source that is a folder may name files of this machine")
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise _refused(url, f"it is no address ({error})") from error
    host = "" if parts.netloc.lower() == "localhost" else parts.netloc
    text = unquote(parts.path)
    if "\0" in text:
        raise _refused(url, "it holds a NUL character")
    if not host and not text.startswith("/"):
        path = root / text.replace("\\", "/")
    elif os.name == "nt":
        path = Path(f"\\\\{host}{text}") if host else Path(text.lstrip("/") if text[2:3] == ":" else text)
        if _is_network(path) and not _is_network(root):
            raise _refused(url, "it leads to another machine, on which the source does not stand")
    elif host or text.startswith("//"):
        raise _refused(url, "it leads to another machine, on which the source does not stand")
    else:
        path = Path(text)
    real, real_root = Path(os.path.realpath(path)), Path(os.path.realpath(root))
    if real_root not in real.parents:
        raise _refused(
            url, f"it leads out of the folder '{real_root}' of the source, or of the manifest, that names it"
        )
    if not os.path.isfile(real):
        raise TransferError(
            f"The file of '{url}' is not there.",
            code=ErrorCode.DownloadFailed,
            category="ObjectNotFound",
            target=url,
            remedy="Update the source, or report it to its owner.",
        )
    return real


def size_of(url: str, root: Path | None) -> int | None:
    """Bytes of the file that a `file:` URL names; None for other URLs. Raises as `path_of_file_url` does."""
    if not is_file_url(url):
        return None
    try:
        return path_of_file_url(url, root).stat().st_size
    except OSError:  # reported when it is downloaded
        return None


def _is_network(path: Path) -> bool:
    return str(path).replace("/", "\\").startswith("\\\\")


def _refused(url: str, reason: str) -> TransferError:
    return TransferError(
        f"'{url}' is not read: {reason}.",
        category="SecurityError",
        target=url,
        remedy="Have the file below the folder of the source or manifest that names it, or use https addresses.",
    )

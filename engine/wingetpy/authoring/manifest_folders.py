"""Which files below a path are manifests, and which of them belong together."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from wingetpy.errors import ErrorCode, HostError, ManifestError
from wingetpy.errors.system import code_of
from wingetpy.manifests.validate.loading import PREVIEW, LoadedFile

_SUFFIXES = (".yaml", ".yml")
_WHOLE = ("singleton", "merged", PREVIEW)
_REMEDY = "Name a manifest, or a folder of manifests, that the engine may read."


def folders_below(path: Path) -> Iterator[tuple[str, list[str]]]:
    """Each folder at or below a path that has manifest files, and their names; by name. Links are not followed.

    Raises:
        HostError: FileNotFound, or what the system says of the path itself.
        ManifestError: There is no manifest.
    """
    try:
        if not path.is_dir():
            path.stat()
            yield str(path.parent), [path.name]
            return
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from error
    found = False
    for folder, below, files in os.walk(path, onerror=_raise):
        below.sort()
        names = sorted(name for name in files if name.lower().endswith(_SUFFIXES))
        if names:
            found = True
            yield folder, names
    if not found:
        raise ManifestError(
            f"The folder {path} holds no manifest (*.yaml).",
            code=ErrorCode.ManifestFailed,
            target=str(path),
            remedy=_REMEDY,
        )


def manifests_of(files: Sequence[LoadedFile]) -> list[Sequence[LoadedFile]]:
    """The manifests that the files of one folder are: one together, or each its own where all of them are whole."""
    if len(files) > 1 and all(file.kind in _WHOLE or file.version is None for file in files):
        return [[file] for file in files]
    return [files]


def unreadable(path: Path, error: OSError | ValueError) -> HostError:
    """The error for a path that cannot be read."""
    reason = getattr(error, "strerror", None) or str(error)
    code = code_of(error) if isinstance(error, OSError) else ErrorCode.InvalidParameter
    return HostError(
        f"The path '{path}' cannot be read: {reason.rstrip('.')}.",
        code=code,
        category="ObjectNotFound" if code is ErrorCode.FileNotFound else "PermissionDenied",
        target=str(path),
        remedy=_REMEDY,
    )


def _raise(error: OSError) -> None:
    raise unreadable(Path(error.filename), error) from error

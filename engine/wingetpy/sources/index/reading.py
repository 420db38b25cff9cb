"""Manifest files into parts of package versions."""

from __future__ import annotations

import os
from collections.abc import Sequence

from wingetpy.errors import ManifestError
from wingetpy.manifests.summary import FileSummary, summarize
from wingetpy.manifests.yamltext import LARGEST_FILE
from wingetpy.model.text import fold
from wingetpy.model.version import is_version
from wingetpy.sources.index.parts import Batch, SkippedFile, VersionPart
from wingetpy.sources.index.version_file import read_version_file

_CHUNK = 64 * 1024
_BINARY = getattr(os, "O_BINARY", 0)  # Windows


class Reader:
    """Reads the files of one source.

    Args:
        root: The source's root, a native path.
    """

    def __init__(self, root: str) -> None:
        self._root = root

    def read(self, paths: Sequence[str]) -> Batch:
        """Read files and put together what they say.

        Args:
            paths: Relative to the root, with slashes.

        Returns:
            One part a package version that was met, and a fault for each file that is no manifest.
        """
        parts: dict[tuple[str, str], VersionPart] = {}
        faults: list[SkippedFile] = []
        for path in paths:
            try:
                summary = self._summary(path)
            except ManifestError as error:
                faults.append(SkippedFile(path, error.text))
                continue
            except OSError as error:
                faults.append(SkippedFile(path, f"The file cannot be read: {error.strerror or error}."))
                continue
            if not is_version(summary.package_version):
                faults.append(SkippedFile(path, f"The version {summary.package_version!r} cannot be ordered."))
                continue
            key = fold(summary.package_identifier), fold(summary.package_version)
            part = parts.get(key)
            if part is None:
                part = parts[key] = VersionPart(summary.package_identifier, summary.package_version)
            if fault := part.add(path, summary):
                faults.append(fault)
        return Batch(len(paths), list(parts.values()), faults)

    def _summary(self, path: str) -> FileSummary:
        data = _content(f"{self._root}/{path}")
        return read_version_file(data) or summarize(data, path)


def _content(path: str) -> bytes:
    """A whole file in as few calls as can be: most manifests fit into one read."""
    file = os.open(path, os.O_RDONLY | _BINARY)
    try:
        data = os.read(file, _CHUNK)
        while more := os.read(file, _CHUNK):
            data += more
            if len(data) > LARGEST_FILE:
                raise ManifestError(f"The file is larger than {LARGEST_FILE:,} bytes.")
    finally:
        os.close(file)
    return data

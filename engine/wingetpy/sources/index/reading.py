"""Manifest files into parts of package versions."""

from __future__ import annotations

from collections.abc import Iterable

from wingetpy.errors import ManifestError
from wingetpy.manifests.summary import FileSummary, summarize
from wingetpy.model.text import fold
from wingetpy.sources.index.parts import Batch, Fault, VersionPart

LARGEST = 16 * 1024 * 1024
"""Bytes; a larger file is no manifest."""


class Reader:
    """Reads the files of one source.

    Args:
        root: The source's root, a native path.
    """

    def __init__(self, root: str) -> None:
        self._root = root

    def read(self, paths: Iterable[str]) -> Batch:
        """Read files and put together what they say.

        Args:
            paths: Relative to the root, with slashes.

        Returns:
            One part a package version that was met, and a fault for each file that is no manifest.
        """
        parts: dict[tuple[str, str], VersionPart] = {}
        faults: list[Fault] = []
        for path in paths:
            try:
                summary = self._summary(path)
            except ManifestError as error:
                faults.append(Fault(path, error.text))
                continue
            except OSError as error:
                faults.append(Fault(path, f"The file cannot be read: {error.strerror or error}."))
                continue
            key = fold(summary.package_identifier), fold(summary.package_version)
            part = parts.get(key)
            if part is None:
                part = parts[key] = VersionPart(summary.package_identifier, summary.package_version)
            if fault := part.add(path, summary):
                faults.append(fault)
        return Batch(list(parts.values()), faults)

    def _summary(self, path: str) -> FileSummary:
        with open(f"{self._root}/{path}", "rb") as file:
            data = file.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise ManifestError(f"The file is larger than {LARGEST} bytes.")
        return summarize(data, path)

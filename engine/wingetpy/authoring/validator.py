"""Validates folders of manifests: what one process does."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import msgspec
from msgspec.structs import replace

from wingetpy.authoring.manifest_folders import manifests_of
from wingetpy.authoring.reports import ManifestReport, report_of
from wingetpy.hosts.native_files import open_file
from wingetpy.manifests.findings import Finding
from wingetpy.manifests.validate.flaw import Flaw
from wingetpy.manifests.validate.inspected import Inspected
from wingetpy.manifests.validate.loading import LoadedFile, load
from wingetpy.manifests.validate.path_rule import path_findings
from wingetpy.manifests.validate.validate import Options, validate_files
from wingetpy.manifests.yamltext import LARGEST_FILE

Folder = tuple[str, list[str]]
"""A native path and the names of the manifest files in it."""


class Task(msgspec.Struct, frozen=True):
    """What a worker is to do.

    Attributes:
        root: What the caller named, as it was named.
        is_folder: Whether paths are compared with identifiers.
        installers: A native folder with installers that manifests are compared with; "": none.
    """

    root: str
    is_folder: bool
    options: Options
    installers: str = ""


class Validator:
    """Validates folders of one task."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._root = Path(os.path.abspath(task.root))
        self._look = _look_into(task.installers) if task.installers else None

    def reports(self, folders: Iterable[Folder]) -> list[ManifestReport]:
        """One report a manifest, in the order of the folders."""
        return [report for folder, names in folders for report in self._folder_reports(folder, names)]

    def _folder_reports(self, folder: str, names: Sequence[str]) -> Iterator[ManifestReport]:
        files = [_load(os.path.join(folder, name)) for name in names]
        for manifest in manifests_of(files):
            found = validate_files(manifest, self._task.options, self._look)
            paths = list(self._path_findings(folder, manifest, found.package_identifier, found.package_version))
            yield report_of(
                path=manifest[0].name if len(manifest) == 1 else folder,
                identifier=found.package_identifier,
                version=found.package_version,
                manifest_version=found.manifest_version,
                files=len(manifest),
                findings=[*found.findings, *paths],
                omitted=found.omitted,
            )

    def _path_findings(
        self, folder: str, files: Sequence[LoadedFile], identifier: str, version: str
    ) -> Iterator[Finding]:
        if self._task.is_folder:
            names = [os.path.basename(file.name) for file in files]
            found = path_findings(self._root, Path(os.path.abspath(folder)), names, identifier, version)
            # Every finding names its file as the caller named the folder.
            yield from (replace(one, file=os.path.join(folder, os.path.basename(one.file))) for one in found)


def _load(path: str) -> LoadedFile:
    """Read one file; what the system refuses is its flaw, so that the others are validated."""
    try:
        with open_file(path) as file:
            size = os.fstat(file.fileno()).st_size  # a read of more than there is would take that much memory first
            data = file.read(min(size, LARGEST_FILE) + 1)
    except OSError as error:
        detail = f"{(error.strerror or str(error)).rstrip('.')}."
        return LoadedFile(path, b"", flaws=(Flaw("UnreadableFile", detail=detail),))
    return load(path, data)


def _look_into(folder: str) -> Callable[[Inspected], Iterable[Flaw]]:
    from wingetpy.authoring.installer_files import InstallerFiles  # late: start time

    return InstallerFiles(folder).flaws

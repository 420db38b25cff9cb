"""Makes a pre-indexed source of a folder of manifests.

Files that clients fetch are named by their hash and written first, the packages that name them last: a server can serve
the folder while it is built, and clients with the package before still find what that names.
"""

from __future__ import annotations

import hashlib
import os
import re
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec

from wingetpy.authoring.preindexed import schema_1, schema_2
from wingetpy.authoring.preindexed.catalogue import OfferedPackage, OfferedVersion, newest_first
from wingetpy.authoring.preindexed.merged_text import merged_text
from wingetpy.authoring.preindexed.package import package_parts, version_at, version_of
from wingetpy.authoring.preindexed.signing import Publisher
from wingetpy.errors import BadRequest, EngineError
from wingetpy.errors.system import as_host_error
from wingetpy.hosts.native_files import rename_over
from wingetpy.model.collecting import no_collection
from wingetpy.model.file_names import suitable_path_part
from wingetpy.msix.identity import PackageIdentity
from wingetpy.msix.pack import write_package
from wingetpy.sources.index.package import Collected
from wingetpy.sources.index.parts import Batch, SkippedFile, VersionPart
from wingetpy.sources.index.pool import read_beside, read_here, usual_processes
from wingetpy.sources.index.walk import Unreadable, walk
from wingetpy.sources.preindexed.version_data import VersionData, path_of, write_version_data

SOURCE_2, SOURCE_1 = "source2.msix", "source.msix"
_FEW_FILES = 2000
_FILE_URL = re.compile(rb"^[ -]*InstallerUrl:[ ]*[\"']?file:", re.IGNORECASE | re.MULTILINE)
Report = Callable[[str, int, int], None]
"""Receives what is done, how much of it and of how much; raises to stop."""


class BuildTask(msgspec.Struct, frozen=True, kw_only=True):
    """What to build.

    Attributes:
        folder: With the manifests, native.
        output: The folder that is served, native; made if it is not there.
        identity: Of the package; its version is chosen here where it is empty.
        publisher: Who signs; None for packages that another tool signs.
        only_2: Write no `source.msix` for clients that know schema 1 only.
    """

    folder: Path
    output: Path
    name: str
    publisher_name: str
    version: str = ""
    publisher: Publisher | None = None
    only_2: bool = False


class Built(msgspec.Struct, frozen=True, kw_only=True):
    """What was built: the package's identity, counts, and what was left out with the reason."""

    identity: PackageIdentity
    packages: int
    versions: int
    written: int
    skipped: tuple[SkippedFile, ...]


def build_source(task: BuildTask, report: Report) -> Built:
    """Make the source.

    Raises:
        SourceError: the folder cannot be read.
        BadRequest: the folder holds no package, or the name makes no package identity.
        HostError: the output cannot be written.
    """
    now = time.time()
    version = task.version or version_of(now, version_at(task.output / SOURCE_2))
    identity = PackageIdentity(task.name, task.publisher_name, version)
    if fault := identity.fault():
        raise BadRequest(f"The source cannot be built: {fault}.", target=task.name, remedy="Give another one.")
    build = _Build(task, report)
    with no_collection():
        packages = build.packages()
    if not packages:
        raise BadRequest(
            f"The folder {task.folder} holds no package that can be offered.",
            target=str(task.folder),
            remedy="Give a folder of manifests; its faults are listed by a check of the manifests.",
        )
    build.write_packages(identity, packages, now)
    return Built(
        identity=identity,
        packages=len(packages),
        versions=sum(len(package.versions) for package in packages),
        written=build.written,
        skipped=tuple(build.skipped),
    )


class _Build:
    def __init__(self, task: BuildTask, report: Report) -> None:
        self._task = task
        self._report = report
        self.skipped: list[SkippedFile] = []
        self.written = 0

    def packages(self) -> list[OfferedPackage]:
        """Read the folder, and write the manifests and the version data of its packages."""
        collected = Collected()
        done, paths = 0, list(self._paths())
        for batch in self._batches(paths):
            collected.add(batch)
            done += batch.files
            self._report("Reading the manifests", done, len(paths))
        grouped = list(collected.grouped())
        self.skipped.extend(collected.faults)
        packages = []
        for number, parts in enumerate(grouped, 1):
            self._report("Writing the manifests", number, len(grouped))
            if versions := list(self._versions(parts)):
                packages.append(self._package(newest_first(versions)))
        return packages

    def write_packages(self, identity: PackageIdentity, packages: Sequence[OfferedPackage], now: float) -> None:
        """Write the indexes and the packages around them, the one for old clients first."""
        if not self._task.only_2:
            self._write_package(SOURCE_1, identity, packages, now, schema_1.write_index)
        self._write_package(SOURCE_2, identity, packages, now, schema_2.write_index)

    def _write_package(
        self,
        file_name: str,
        identity: PackageIdentity,
        packages: Sequence[OfferedPackage],
        now: float,
        write_index: Callable[[Path, Sequence[OfferedPackage], float], None],
    ) -> None:
        self._report(f"Writing {file_name}", 0, 1)
        index = self._task.output / f"{file_name}.{os.getpid()}.db"
        new = self._task.output / f"{file_name}.{os.getpid()}.new"
        sign = self._task.publisher.signer() if self._task.publisher else None
        with as_host_error("write", str(self._task.output / file_name)):
            try:
                write_index(index, packages, now)
                write_package(new, package_parts(identity, index), sign)
                rename_over(new, self._task.output / file_name)
            finally:
                index.unlink(missing_ok=True)
                new.unlink(missing_ok=True)

    def _batches(self, paths: Sequence[str]) -> Iterator[Batch]:
        root = str(self._task.folder)
        if len(paths) < _FEW_FILES:
            return read_here(root, paths)
        return read_beside(root, paths, usual_processes(), lambda: self._report("Reading the manifests", 0, len(paths)))

    def _paths(self) -> Iterator[str]:
        for found in walk(str(self._task.folder)):
            if isinstance(found, Unreadable):
                self.skipped.append(SkippedFile(found.path, found.reason))
            else:
                yield from found.files()

    def _versions(self, parts: Sequence[VersionPart]) -> Iterator[OfferedVersion]:
        for part in parts:
            try:
                text = merged_text([(file.path, self._read(file.path)) for file in part.files])
                if _FILE_URL.search(text):
                    raise ValueError("clients of a web server cannot fetch its installer, which is at a file: address")
                if suitable_path_part(part.identifier) != part.identifier:
                    raise ValueError(f"its identifier {part.identifier!r} cannot be the name of a folder")
                folder = suitable_path_part(part.version)
            except (EngineError, ValueError) as error:
                reason = error.text if isinstance(error, EngineError) else f"It cannot be offered: {error}."
                self.skipped.append(SkippedFile(part.files[0].path, reason))
                continue
            sha256 = hashlib.sha256(text).hexdigest()
            path = f"manifests/{part.identifier[0].lower()}/{part.identifier}/{folder}/{sha256[:8]}.yaml"
            self._write(path, text)
            yield OfferedVersion(part, path, sha256)

    def _package(self, versions: tuple[OfferedVersion, ...]) -> OfferedPackage:
        data = write_version_data(
            [
                VersionData(
                    version=one.version,
                    arp_minimum=one.arp_range[0],
                    arp_maximum=one.arp_range[1],
                    path=one.path,
                    sha256=one.sha256,
                )
                for one in versions
            ]
        )
        package = OfferedPackage(versions, hashlib.sha256(data).digest())
        self._write(path_of(package.id, package.data_hash), data)
        return package

    def _read(self, path: str) -> bytes:
        name = f"{self._task.folder}/{path}"
        with as_host_error("read", name), open(name, "rb") as file:
            return file.read()

    def _write(self, path: str, content: bytes) -> None:
        """Write a file that clients fetch, unless it is there: its name has its hash."""
        target = self._task.output / path
        with as_host_error("write", str(target)):
            if target.is_file() and target.stat().st_size == len(content):
                return
            target.parent.mkdir(parents=True, exist_ok=True)
            new = target.with_name(f"{target.name}.{os.getpid()}.new")
            new.write_bytes(content)
            rename_over(new, target)
        self.written += 1

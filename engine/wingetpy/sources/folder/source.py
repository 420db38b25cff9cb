"""A folder, a share or an archive of manifests as a source: the index answers, manifests are read from the files."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from wingetpy.errors import ErrorCode, NotFound, SourceError
from wingetpy.errors.remedies import SOURCE_UNKNOWN, UPDATE_SOURCE
from wingetpy.model.call import Call
from wingetpy.model.text import fold
from wingetpy.model.version import Version, is_version
from wingetpy.sources.details import BrokenFile, SourceDetails, SourceUpdate
from wingetpy.sources.folder.freshness import Freshness
from wingetpy.sources.folder.location import absolute
from wingetpy.sources.index.generation import Generation, IndexFolder
from wingetpy.sources.index.query import Index
from wingetpy.sources.keys import KeyKind, PackageKeys
from wingetpy.sources.request import PackageVersion, Ranked, SearchRequest
from wingetpy.sources.source import OpenSource, SourceAccess, SourceHome

if TYPE_CHECKING:
    from wingetpy.manifests.model import Manifest

_Answer = TypeVar("_Answer")


class FolderSource:
    """One configured folder source. `open` it before each use; several threads may ask it at once.

    It sends no requests, so it needs nothing of a command while it answers: it is its own OpenSource.

    Args:
        details: What is configured.
        home: Its folder holds the indexes and an unpacked archive.
    """

    def __init__(self, details: SourceDetails, home: SourceHome) -> None:
        self.details = details
        self._argument = absolute(details.argument)
        self._folder = IndexFolder(home.folder)
        self._freshness = Freshness(details, self._argument, self._folder, home)
        self._lock = threading.RLock()
        self._generation: Generation | None = None
        self._index: Index | None = None

    def open(self, call: Call, access: SourceAccess) -> OpenSource:
        """See that the source is there and that its index is fresh enough; the first index is waited for.

        Raises:
            SourceError: the source is gone, cannot be read, or has no index and none can be made.
        """
        self._check_presence()
        self._refreshed(self._freshness.ensure, call)
        return self

    def update(self, call: Call, access: SourceAccess) -> SourceUpdate:
        """Compare the index with the source now, with progress. Raises as `open` does."""
        self._check_presence()
        started, clock = time.time(), time.monotonic()
        generation = self._refreshed(self._freshness.update, call)
        return SourceUpdate(
            name=self.details.name,
            changed=generation.built >= started,
            files=generation.files,
            packages=generation.packages,
            versions=generation.versions,
            skipped=generation.skipped,
            broken=tuple(BrokenFile(file.path, file.reason) for file in self._ask(Index.skipped)),
            seconds=round(time.monotonic() - clock, 3),
        )

    @property
    def root(self) -> Path:
        """The folder below which the manifests, and what they name by `file:`, lie. Of an opened source."""
        return Path(self._opened().root)

    @property
    def content(self) -> tuple[str, float]:
        """The index: its file is written once."""
        generation = self._opened()
        return generation.file, generation.built

    def search(self, request: SearchRequest) -> Ranked:
        """Return everything that matches, best first; at most one more than `count`."""
        return self._ask(lambda index: index.search(request))

    def find_single(self, request: SearchRequest) -> Ranked:
        """Return what an operation on one package may mean by this request, best first."""
        return self._ask(lambda index: index.find_single(request))

    def versions(self, identifier: str) -> tuple[PackageVersion, ...]:
        """Return the versions of a package, newest first; none if the package is not here."""
        return self._ask(lambda index: index.versions(identifier))

    def by_keys(self, kind: KeyKind, values: Iterable[str]) -> dict[str, list[str]]:
        """Return the ids of the packages that have each of the keys."""
        return self._ask(lambda index: index.by_keys(kind, values))

    def keys(self, identifier: str) -> PackageKeys:
        """Return all keys of a package."""
        return PackageKeys.of(self._ask(lambda index: index.keys(identifier)))

    def manifest(self, identifier: str, version: str | None = None) -> Manifest:
        """Return the manifest of a version, read now from the source's files.

        Args:
            identifier: The package's id, in any case.
            version: Any spelling of one of its versions; None for the newest.

        Raises:
            NotFound: no such package or version.
            SourceError: its files have gone since they were indexed, or are now of another package or version.
            ManifestError: they are no valid manifest any more.
        """
        from wingetpy.manifests.read import read_manifest  # late: start time

        chosen = self._version(identifier, version)
        files = self._ask(lambda index: index.files(identifier, chosen))
        manifest = read_manifest([(path, self._read(path)) for path in files])
        if (fold(manifest.package_identifier), fold(manifest.package_version)) != (fold(identifier), fold(chosen)):
            raise SourceError(
                f"The manifest of {identifier} {chosen} was changed: it is now one of {manifest.package_identifier}"
                f" {manifest.package_version}.",
                code=ErrorCode.SourceDataIntegrityFailure,
                target=identifier,
                remedy=UPDATE_SOURCE.of(Name=self.details.name),
            )
        return manifest

    def close(self) -> None:
        with self._lock:
            if self._index is not None:
                self._index.close()
            self._index = self._generation = None

    def _version(self, identifier: str, version: str | None) -> str:
        """Return the version as the source spells it: the same text, or else one that is equal."""
        versions = [known.version for known in self.versions(identifier)]
        if not versions:
            raise NotFound(
                f"The source {self.details.name} has no package {identifier}.",
                code=ErrorCode.NoApplicationsFound,
                target=identifier,
                remedy=UPDATE_SOURCE.of(Name=self.details.name),
            )
        if version is None:
            return versions[0]
        if version in versions:
            return version
        wanted = Version.parse(version) if is_version(version) else None
        equal = next((known for known in versions if Version.parse(known) == wanted), None)
        if equal is None:
            raise NotFound(
                f"No version found matching: {version}. The source {self.details.name} has {identifier} in"
                f" {_some(versions)}.",
                code=ErrorCode.NoManifestFound,
                target=identifier,
                remedy="Name one of these, or none for the newest.",
            )
        return equal

    def _read(self, path: str) -> bytes:
        from wingetpy.manifests.yamltext import LARGEST_FILE  # late: start time

        try:
            with open(f"{self._opened().root}/{path}", "rb") as file:
                return file.read(LARGEST_FILE + 1)  # a larger one is refused when it is parsed
        except OSError as error:
            raise SourceError(
                f"The manifest {path} of the source {self.details.name} cannot be read: {error.strerror or error}.",
                code=ErrorCode.SourceDataMissing,
                target=path,
                remedy=UPDATE_SOURCE.of(Name=self.details.name),
            ) from error

    def _ask(self, question: Callable[[Index], _Answer]) -> _Answer:
        with self._lock:
            self._opened()
            assert self._index is not None
            try:
                return question(self._index)
            except sqlite3.OperationalError:  # whatever it is, the file itself is whole
                raise
            except sqlite3.DatabaseError as error:
                self._folder.forget()
                raise SourceError(
                    f"The index of the source {self.details.name} is damaged: {error}.",
                    code=ErrorCode.SourceDataIntegrityFailure,
                    target=self.details.name,
                    remedy="Try again: the index is rebuilt.",
                ) from error

    def _rebuilt(self, error: sqlite3.DatabaseError, call: Call) -> Generation:
        """Replace a damaged index: it holds nothing that the source does not."""
        text = f"The index of the source {self.details.name} was damaged ({error}); it is rebuilt."
        call.message("Warning", text, ErrorCode.SourceDataIntegrityFailure.hex)
        self._folder.forget()
        return self._freshness.update(call)

    def _opened(self) -> Generation:
        """Return what is answered from. Raises SourceError where another request has removed the source meanwhile."""
        generation = self._generation
        if generation is None:
            raise SourceError(
                f"The source {self.details.name} was removed or reset.",
                code=ErrorCode.SourceNameDoesNotExist,
                category="ObjectNotFound",
                target=self.details.name,
                remedy=SOURCE_UNKNOWN,
            )
        return generation

    def _refreshed(self, refresh: Callable[[Call], Generation], call: Call) -> Generation:
        """Answer from what a refresh returns. Searches of other threads continue meanwhile, with the index before."""
        try:
            return self._use(refresh(call))
        except sqlite3.OperationalError:  # another engine made the next generation at this moment and removed this one
            return self._use(self._freshness.ensure(call))
        except sqlite3.DatabaseError as error:
            return self._use(self._rebuilt(error, call))

    def _use(self, generation: Generation) -> Generation:
        with self._lock:
            known = self._generation
            if known is None or self._index is None or self._index.source != self.details.name:
                known = None
            elif generation.built < known.built:  # another thread was quicker
                return known
            if known is None or known.file != generation.file:
                index = Index(self._folder.path / generation.file, self.details.name)
                if self._index is not None:
                    self._index.close()
                self._index = index
            self._generation = generation
            return generation

    def _check_presence(self) -> None:
        if not os.path.exists(self._argument):
            raise SourceError(
                f"The source {self.details.name} does not exist at {self.details.argument}.",
                code=ErrorCode.SourceOpenFailed,
                target=self.details.name,
                remedy="Check that the folder, share or archive can be reached, or remove the source.",
            )


def _some(versions: Sequence[str]) -> str:
    shown = ", ".join(versions[:5])
    return f"{shown} and {len(versions) - 5} more" if len(versions) > 5 else shown

"""A pre-indexed source that was opened for a command: the index answers, manifests come from the server."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

import msgspec

from wingetpy.errors import ErrorCode, NotFound, SourceError
from wingetpy.errors.remedies import UPDATE_SOURCE
from wingetpy.model.call import Call
from wingetpy.model.text import fold
from wingetpy.model.version import Version, is_version
from wingetpy.sources.details import SourceDetails
from wingetpy.sources.index.held import HeldIndex
from wingetpy.sources.index.query import Index
from wingetpy.sources.keys import KeyKind, PackageKeys
from wingetpy.sources.preindexed.files import SourceFiles
from wingetpy.sources.preindexed.origins import RemoteFile, manifest_of, version_data
from wingetpy.sources.preindexed.server import MOST_REQUESTS, SourceServer
from wingetpy.sources.request import PackageNames, PackageVersion, Ranked, SearchRequest

if TYPE_CHECKING:
    from wingetpy.manifests.merge import Merged
    from wingetpy.manifests.model import Manifest
    from wingetpy.sources.preindexed.version_data import VersionData

_Answer = TypeVar("_Answer")
_MOST_COMPLETED = 200
"""Found packages of which the server is asked for older versions."""
_WORTH_THREADS = 3
"""Packages whose versions are fetched side by side."""


class OpenPreIndexed:
    """See `wingetpy.sources.source.OpenSource`.

    Args:
        details: The source.
        held: Its index.
        files: What is kept of the server's files.
        server: The server, as this command asks it.
        call: The command's; its caller can stop a question.
    """

    root = None
    """Its manifests name no files of this machine."""

    def __init__(
        self, details: SourceDetails, held: HeldIndex, files: SourceFiles, server: SourceServer, call: Call
    ) -> None:
        self.details = details
        self._held = held
        self._files = files
        self._server = server
        self._call = call
        self._known: dict[str, tuple[VersionData, ...]] = {}
        self._recognised: set[str] = set()
        self._is_down = False

    @property
    def content(self) -> tuple[str, float]:
        """The index: its file is written once, and names by their hash the files with the versions."""
        generation = self._held.generation
        return generation.file, generation.built

    def search(self, request: SearchRequest) -> Ranked:
        """Return everything that matches, best first; at most one more than `count`."""
        ranked = self._ask(lambda index: index.search(request))
        return self._completed(ranked) if request.all_versions else ranked

    def find_single(self, request: SearchRequest) -> Ranked:
        """Return what an operation on one package may mean by this request, best first."""
        return self._ask(lambda index: index.find_single(request))

    def names(self) -> Iterator[PackageNames]:
        """Yield folded id, name and moniker of every package, a portion at a time."""
        return self._held.names(self._call)

    def by_keys(self, kind: KeyKind, values: Iterable[str]) -> dict[str, list[str]]:
        """Return the ids of the packages that have each of the keys."""
        found = self._ask(lambda index: index.by_keys(kind, values))
        self._recognised.update(identifier for identifiers in found.values() for identifier in identifiers)
        return found

    def keys(self, identifier: str) -> PackageKeys:
        """Return all keys of a package."""
        return PackageKeys.of(self._ask(lambda index: index.keys(identifier)))

    def versions(self, identifier: str) -> tuple[PackageVersion, ...]:
        """Return the versions of a package, newest first; none if the package is not here.

        An index of schema 2 names the newest alone. Where the server, which has the others, cannot be reached, that one
        is returned, with one warning a command.
        """
        newest, origin = self._ask(lambda index: (index.versions(identifier), version_data(index, identifier)))
        if origin is None or (self._is_down and not self._files.has(origin)):
            return newest
        try:
            self._fetch_recognised()
            found = self._version_data(identifier, origin)
        except SourceError as error:
            self._is_down = True
            self._call.message("Warning", error.text, error.code.hex)
            return newest
        return tuple(PackageVersion(one.version, one.arp_minimum, one.arp_maximum) for one in found)

    def manifest(self, identifier: str, version: str | None = None) -> Manifest:
        """Return the manifest of a version, from the server.

        Args:
            identifier: The package's id, in any case.
            version: Any spelling of one of its versions; None for the newest.

        Raises:
            NotFound: no such package or version.
            SourceError: the server does not have it, or has another one than the index names.
            ManifestError: it is no valid manifest.
        """
        from wingetpy.manifests.read import read_manifest  # late: start time

        chosen, origin = self._chosen(identifier, version)
        manifest = read_manifest([(origin.path, self._files.get(origin, self._server))])
        if (fold(manifest.package_identifier), fold(manifest.package_version)) != (fold(identifier), fold(chosen)):
            raise SourceError(
                f"The source {self.details.name} gives the manifest of {manifest.package_identifier}"
                f" {manifest.package_version} for {identifier} {chosen}.",
                code=ErrorCode.SourceDataIntegrityFailure,
                category="SecurityError",
                target=identifier,
                remedy=UPDATE_SOURCE.of(Name=self.details.name),
            )
        return manifest

    def merged(self, identifier: str, version: str | None = None) -> Merged:
        """Return the fields of a version's manifest as they are written. Raises as `manifest` does."""
        from wingetpy.manifests.merge import load_file, merge  # late: start time

        _, origin = self._chosen(identifier, version)
        return merge([load_file(self._files.get(origin, self._server), origin.path)])

    def _completed(self, ranked: Ranked) -> Ranked:
        """Return what was found with all versions, of as many packages as the server may be asked for."""
        hits = ranked.packages
        if self._ask(lambda index: not any(version_data(index, hit.id) for hit in hits[:1])):
            return ranked
        self._recognised.update(hit.id for hit in hits[:_MOST_COMPLETED])
        if len(hits) > _MOST_COMPLETED:
            text = f"{self.details.name} was asked for older versions of {_MOST_COMPLETED} of {len(hits):,} packages."
            self._call.message("Warning", text)
        whole = [
            msgspec.structs.replace(hit, versions="\n".join(one.version for one in self.versions(hit.id)))
            for hit in hits[:_MOST_COMPLETED]
        ]
        return ranked._replace(packages=[*whole, *hits[_MOST_COMPLETED:]])

    def _chosen(self, identifier: str, version: str | None) -> tuple[str, RemoteFile]:
        """Return a version as the source spells it, and where its manifest is."""
        if (data := self._ask(lambda index: version_data(index, identifier))) is not None:
            found = self._version_data(identifier, data)
            chosen = self._spelled(identifier, version, [one.version for one in found])
            entry = next(one for one in found if one.version == chosen)
            return chosen, RemoteFile(entry.path, bytes.fromhex(entry.sha256))
        known = self._ask(lambda index: index.versions(identifier))
        chosen = self._spelled(identifier, version, [one.version for one in known])
        origin = self._ask(lambda index: manifest_of(index, identifier, chosen))
        if origin is None:
            raise NotFound(
                f"The source {self.details.name} no longer has {identifier} {chosen}.",
                code=ErrorCode.NoManifestFound,
                target=identifier,
                remedy=UPDATE_SOURCE.of(Name=self.details.name),
            )
        return chosen, origin

    def _version_data(self, identifier: str, origin: RemoteFile) -> tuple[VersionData, ...]:
        from wingetpy.sources.preindexed.version_data import read_version_data  # late: start time

        key = origin.hash.hex()
        if key not in self._known:
            packed = self._files.get(origin, self._server)
            try:
                self._known[key] = read_version_data(packed, origin.path)
            except ValueError as error:
                raise SourceError(
                    f"The versions of {identifier} in the source {self.details.name} cannot be read: {error}.",
                    code=ErrorCode.SourceDataIntegrityFailure,
                    category="InvalidData",
                    target=identifier,
                    remedy="Report it to the owner of the source.",
                ) from error
        return self._known[key]

    def _spelled(self, identifier: str, version: str | None, versions: Sequence[str]) -> str:
        """Return the version as the source spells it: the same text, or else one that is equal."""
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
            shown = ", ".join(versions[:5]) + (f" and {len(versions) - 5} more" if len(versions) > 5 else "")
            raise NotFound(
                f"No version found matching: {version}. The source {self.details.name} has {identifier} in {shown}.",
                code=ErrorCode.NoManifestFound,
                target=identifier,
                remedy="Name one of these, or none for the newest.",
            )
        return equal

    def _fetch_recognised(self) -> None:
        """Fetch the versions of all packages that were recognised, several at once: a list asks for one by one.

        Raises:
            SourceError: the server cannot be reached, or one file is not there.
        """
        identifiers, self._recognised = sorted(self._recognised), set()
        if len(identifiers) < _WORTH_THREADS:
            return
        from concurrent.futures import ThreadPoolExecutor  # late: start time

        wanted = self._ask(lambda index: [version_data(index, identifier) for identifier in identifiers])
        missing = [origin for origin in wanted if origin is not None and not self._files.has(origin)]
        with ThreadPoolExecutor(MOST_REQUESTS) as threads:
            for _ in threads.map(lambda origin: self._files.get(origin, self._server), missing):
                pass

    def _ask(self, question: Callable[[Index], _Answer]) -> _Answer:
        return self._held.ask(question, self._call)

"""A folder source that was opened for a command: the index answers, manifests are read from the files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from wingetpy.errors import ErrorCode, NotFound, SourceError
from wingetpy.errors.remedies import UPDATE_SOURCE
from wingetpy.model.call import Call
from wingetpy.model.text import fold
from wingetpy.model.version import Version, is_version
from wingetpy.sources.details import SourceDetails
from wingetpy.sources.index.held import HeldIndex
from wingetpy.sources.index.query import Index
from wingetpy.sources.keys import KeyKind, PackageKeys
from wingetpy.sources.request import PackageNames, PackageVersion, Ranked, SearchRequest

if TYPE_CHECKING:
    from wingetpy.manifests.merge import Merged
    from wingetpy.manifests.model import Manifest

_Answer = TypeVar("_Answer")


class OpenFolder:
    """See `wingetpy.sources.source.OpenSource`.

    Args:
        details: The source.
        held: Its index.
        call: The command's; its caller can stop a question.
    """

    def __init__(self, details: SourceDetails, held: HeldIndex, call: Call) -> None:
        self.details = details
        self._held = held
        self._call = call

    @property
    def root(self) -> Path:
        """The folder below which the manifests, and what they name by `file:`, lie. Of an opened source."""
        return Path(self._held.generation.root)

    @property
    def content(self) -> tuple[str, float] | None:
        """The index: its file is written once. None where another request has removed the source meanwhile."""
        generation = self._held.known
        return (generation.file, generation.built) if generation is not None else None

    def search(self, request: SearchRequest) -> Ranked:
        """Return everything that matches, best first; at most one more than `count`."""
        return self._ask(lambda index: index.search(request))

    def find_single(self, request: SearchRequest) -> Ranked:
        """Return what an operation on one package may mean by this request, best first."""
        return self._ask(lambda index: index.find_single(request))

    def versions(self, identifier: str) -> tuple[PackageVersion, ...]:
        """Return the versions of a package, newest first; none if the package is not here."""
        return self._ask(lambda index: index.versions(identifier))

    def names(self) -> Iterator[PackageNames]:
        """Yield folded id, name and moniker of every package, a portion at a time."""
        return self._held.names(self._call)

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
        manifest = read_manifest(self._files(identifier, chosen))
        if (fold(manifest.package_identifier), fold(manifest.package_version)) != (fold(identifier), fold(chosen)):
            raise SourceError(
                f"The manifest of {identifier} {chosen} was changed: it is now one of {manifest.package_identifier}"
                f" {manifest.package_version}.",
                code=ErrorCode.SourceDataIntegrityFailure,
                target=identifier,
                remedy=UPDATE_SOURCE.of(Name=self.details.name),
            )
        return manifest

    def merged(self, identifier: str, version: str | None = None) -> Merged:
        """Return the fields of a version's manifest as they are written. Raises as `manifest` does."""
        from wingetpy.manifests.merge import load_file, merge  # late: start time

        files = self._files(identifier, self._version(identifier, version))
        return merge([load_file(data, path) for path, data in files])

    def folders(self, identifier: str, version: str) -> tuple[Path, ...]:
        """Return the native folders that hold the files of a version's manifest."""
        paths = self._ask(lambda index: index.files(identifier, self._version(identifier, version)))
        return tuple(dict.fromkeys((self.root / path).parent for path in paths))

    def _files(self, identifier: str, version: str) -> list[tuple[str, bytes]]:
        paths = self._ask(lambda index: index.files(identifier, version))
        return [(path, self._read(path)) for path in paths]

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
        from wingetpy.hosts.native_files import open_file  # late: start time
        from wingetpy.manifests.yamltext import LARGEST_FILE  # late: start time

        try:
            with open_file(f"{self._held.generation.root}/{path}") as file:
                return file.read(LARGEST_FILE + 1)  # a larger one is refused when it is parsed
        except (OSError, ValueError) as error:  # ValueError: the index names what is no path
            reason = getattr(error, "strerror", None) or error
            raise SourceError(
                f"The manifest {path} of the source {self.details.name} cannot be read: {reason}.",
                code=ErrorCode.SourceDataMissing,
                target=path,
                remedy=UPDATE_SOURCE.of(Name=self.details.name),
            ) from error

    def _ask(self, question: Callable[[Index], _Answer]) -> _Answer:
        return self._held.ask(question, self._call)


def _some(versions: Sequence[str]) -> str:
    shown = ", ".join(versions[:5])
    return f"{shown} and {len(versions) - 5} more" if len(versions) > 5 else shown

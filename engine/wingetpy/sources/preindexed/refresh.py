"""One refresh: the package is fetched if the server has a newer one, verified, and its index made one of ours."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from wingetpy.errors import ErrorCode, MsixError, SourceError
from wingetpy.errors.system import as_host_error
from wingetpy.hosts.trusted_certificates import machine_trust, microsoft_trust
from wingetpy.msix.byte_source import MemoryBytes
from wingetpy.msix.identity import packed_version
from wingetpy.msix.package import VerifiedPackage, open_package, verify_package
from wingetpy.sources.details import SourceDetails
from wingetpy.sources.index.generation import Generation, IndexFolder
from wingetpy.sources.index.schema import FORMAT
from wingetpy.sources.index.write_error import not_written
from wingetpy.sources.preindexed.conversion import convert
from wingetpy.sources.preindexed.kept import KeptPackage, newest_version, read_kept, write_kept, write_newest
from wingetpy.sources.preindexed.location import first_package, is_bundle, unusable
from wingetpy.sources.preindexed.server import PACKAGE_SECONDS, SourceServer
from wingetpy.transfer.answer import is_usable_tag
from wingetpy.transfer.exchange import Reply

INDEX = "Public/index.db"
_LARGEST_INDEX = 1 << 30
_NOT_MODIFIED = 304

GoOn = Callable[[], None]
"""Called between steps; raises to stop."""


class PackageRefresh:
    """Refreshes the index of one source.

    Args:
        details: Says what is configured of the source now.
        folder: Where its generations lie.
        trust: Native folders with certificates that are trusted besides the machine's.
    """

    def __init__(self, details: Callable[[], SourceDetails], folder: IndexFolder, trust: tuple[Path, ...]) -> None:
        self._details = details
        self._folder = folder
        self._trust = trust

    def run(self, server: SourceServer, go_on: GoOn, wait_seconds: float) -> Generation:
        """Bring the index up to date.

        Args:
            server: Where the package is.
            go_on: Called between steps; raises to stop.
            wait_seconds: How long to wait for another process that refreshes this index.

        Returns:
            The generation that is current now. Its `built` is that of an earlier time if nothing had changed.

        Raises:
            SourceError: the server cannot be reached or denies access; SourceDataIntegrityFailure, PackageIsBundle,
                IndexIntegrityCompromised, NotSupported: what it has cannot be used, or is older than what was here
                before. What was kept stays.
            HostError: the index cannot be written.
            Busy: another process still refreshes it after the wait.
        """
        asked = time.time()
        with as_host_error("write", str(self._folder.path)), self._folder.only_builder(wait_seconds):
            current = self._folder.current()
            if current is not None and asked <= current.checked <= time.time():
                return current  # another process has just done it
            kept = read_kept(self._folder.path, current)
            path, reply = self._fetch(server, kept)
            if reply.status == _NOT_MODIFIED and current is not None:
                return self._still(current)
            package = self._verified(reply.body, path, go_on)
            version = package.package.identity.version
            known = _as_kept(path, version, reply)
            newest = newest_version(self._folder.path) or version
            if current is not None and not _replaces(version, path, newest, kept):
                known = msgspec.structs.replace(known, index=current.file, version=kept.version if kept else newest)
                write_kept(self._folder.path, known)
                return self._still(current)
            if packed_version(version) < packed_version(newest):
                raise self._older(version, newest)
            return self._build(package, known, go_on, asked)

    def _fetch(self, server: SourceServer, kept: KeptPackage | None) -> tuple[str, Reply]:
        """Return the file that the server has, and its answer: the content, or that it is the one that is kept."""

        def ask(path: str) -> Reply | None:
            return server.get(path, kept.conditions(path) if kept else {}, PACKAGE_SECONDS)

        return first_package(server, ask, ErrorCode.SourceDataMissing)

    def _verified(self, data: bytes, path: str, go_on: GoOn) -> VerifiedPackage:
        details = self._details()
        name = f"{details.argument.rstrip('/')}/{path}"
        trust = microsoft_trust() if "StoreOrigin" in details.trust_levels else machine_trust(self._trust)
        try:
            package = open_package(MemoryBytes(data, name))
            if package.is_bundle:
                raise is_bundle(details.name)
            if package.identity.family_name.casefold() != details.type_data.casefold():
                raise self._other_family(package.identity.family_name)
            return verify_package(package, trust, go_on=go_on)
        except MsixError as error:
            raise unusable(details.name, error) from error

    def _other_family(self, family_name: str) -> SourceError:
        return SourceError(
            f"The package of the source {self._details().name} is {family_name}, and was {self._details().type_data}.",
            code=ErrorCode.SourceDataIntegrityFailure,
            category="SecurityError",
            target=self._details().name,
            remedy="Ask the owner of the source; if its publisher changed, remove the source and add it again.",
        )

    def _older(self, version: str, newest: str) -> SourceError:
        name = self._details().name
        return SourceError(
            f"The package of the source {name} has the version {version}, and had {newest} before.",
            code=ErrorCode.SourceDataIntegrityFailure,
            category="SecurityError",
            target=name,
            remedy="Ask the owner of the source; if the older one is meant, remove the source and add it again.",
        )

    def _still(self, current: Generation) -> Generation:
        generation = msgspec.structs.replace(current, checked=time.time())
        self._folder.make_current(generation)
        return generation

    def _build(self, package: VerifiedPackage, known: KeptPackage, go_on: GoOn, started: float) -> Generation:
        with self._folder.new_file(started) as (name, path):
            foreign = path.with_name(f"publisher-{path.name}")
            try:
                self._extract(package, foreign, go_on)
                _, packages, versions, _ = convert(foreign, path, self._details().name, go_on)
            except sqlite3.Error as error:  # of our own file: those of the publisher's are SourceErrors
                raise not_written(f"the source {self._details().name}", self._folder.path, error) from error
            finally:
                foreign.unlink(missing_ok=True)
        self._folder.finished(name)
        generation = Generation(
            file=name,
            format=FORMAT,
            root="",
            built=started,
            checked=started,
            files=0,
            packages=packages,
            versions=versions,
            skipped=0,
        )
        write_newest(self._folder.path, known.version)
        write_kept(self._folder.path, msgspec.structs.replace(known, index=name))
        self._folder.make_current(generation)
        return generation

    def _extract(self, package: VerifiedPackage, target: Path, go_on: GoOn) -> None:
        try:
            with open(target, "wb") as file:
                for block in package.blocks_of(INDEX, _LARGEST_INDEX):
                    go_on()
                    file.write(block)
        except MsixError as error:
            raise unusable(self._details().name, error) from error


def _as_kept(path: str, version: str, reply: Reply) -> KeptPackage:
    tag, modified = reply.headers.get("etag", ""), reply.headers.get("last-modified", "")
    return KeptPackage(
        index="",
        path=path,
        version=version,
        tag=tag if is_usable_tag(tag) else "",
        modified=modified if is_usable_tag(modified) else "",
    )


def _replaces(version: str, path: str, newest: str, kept: KeptPackage | None) -> bool:
    """Return whether a package replaces what is kept: an older one, put in its place, does not."""
    if packed_version(version) < packed_version(newest):
        return False
    return kept is None or path != kept.path or packed_version(version) > packed_version(kept.version)

"""The versions that a source offers, in packages: what both indexes are made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from wingetpy.model.text import fold
from wingetpy.model.version import Version
from wingetpy.sources.index.parts import VersionPart


class OfferedVersion(msgspec.Struct, frozen=True):
    """A version whose manifest was written: what the manifest says, its path in the source, its SHA-256 in hex."""

    part: VersionPart
    path: str
    sha256: str

    @property
    def version(self) -> str:
        return self.part.version

    @property
    def arp_range(self) -> tuple[str, str]:
        """The lowest and the highest version in Apps & Features; empty where the manifest does not say."""
        known = sorted(self.part.arp_versions, key=lambda version: Version.parse(version).sort_key)
        return (known[0], known[-1]) if known else ("", "")


class OfferedPackage(msgspec.Struct, frozen=True):
    """A package with its versions, the newest first, and the SHA-256 of its packed version data."""

    versions: tuple[OfferedVersion, ...]
    data_hash: bytes

    @property
    def newest(self) -> VersionPart:
        return self.versions[0].part

    @property
    def id(self) -> str:
        return self.newest.identifier

    @property
    def name(self) -> str:
        return self.newest.name or self.id


def newest_first(versions: Iterable[OfferedVersion]) -> tuple[OfferedVersion, ...]:
    """Return versions in winget's order."""
    return tuple(sorted(versions, key=lambda one: (Version.parse(one.version).sort_key, one.version), reverse=True))


def joined(lists: Iterable[Iterable[str]]) -> tuple[str, ...]:
    """Return each value of several lists once, in their order."""
    return tuple(dict.fromkeys(value for one in lists for value in one))


def folded(values: Sequence[str] | dict[str, None]) -> tuple[str, ...]:
    """Return codes and family names as indexes have them."""
    return tuple(dict.fromkeys(fold(value) for value in values))

"""What an index of a publisher says of one package, whatever its schema."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

HASH_SIZE = 32


class ForeignVersion(msgspec.Struct, frozen=True, gc=False):
    """A version.

    Attributes:
        path: Of its manifest, relative to the source; empty where the version data of the package has it.
        hash: SHA-256 of the manifest; empty where the index has none.
    """

    version: str
    arp_minimum: str
    arp_maximum: str
    path: str = ""
    hash: bytes = b""

    @property
    def length(self) -> int:
        """Characters of all its texts."""
        return len(self.version) + len(self.arp_minimum) + len(self.arp_maximum) + len(self.path)


class ForeignPackage(msgspec.Struct, frozen=True, kw_only=True):
    """A package.

    Attributes:
        versions: Newest first; of schema 2 the newest alone.
        data_hash: SHA-256 of the packed version data (schema 2); empty in schema 1.
        names: Normalized; so `publishers`.
    """

    id: str
    name: str
    moniker: str
    versions: tuple[ForeignVersion, ...]
    data_hash: bytes = b""
    commands: Sequence[str] = ()
    tags: Sequence[str] = ()
    package_family_names: Sequence[str] = ()
    product_codes: Sequence[str] = ()
    upgrade_codes: Sequence[str] = ()
    names: Sequence[str] = ()
    publishers: Sequence[str] = ()

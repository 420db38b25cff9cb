"""The keys by which installed programs are recognised as packages, the same for every source."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum

import msgspec

from wingetpy.model.names import normalize_name, normalize_publisher
from wingetpy.model.text import fold

_SEPARATOR = "\n"


class KeyKind(IntEnum):
    """A kind of key. All keys are folded; that of a name is normalized name, line feed, normalized publisher."""

    package_family_name = 0
    product_code = 1
    upgrade_code = 2
    name_and_publisher = 3


class PackageKeys(msgspec.Struct, frozen=True, kw_only=True):
    """The keys of a package, folded. Names: (normalized name, normalized publisher)."""

    package_family_names: frozenset[str] = frozenset()
    product_codes: frozenset[str] = frozenset()
    upgrade_codes: frozenset[str] = frozenset()
    names: frozenset[tuple[str, str]] = frozenset()

    @classmethod
    def of(cls, keys: Iterable[tuple[KeyKind, str]]) -> PackageKeys:
        """Group keys by their kind."""
        of_kind: dict[KeyKind, set[str]] = {kind: set() for kind in KeyKind}
        for kind, value in keys:
            of_kind[kind].add(value)
        return cls(
            package_family_names=frozenset(of_kind[KeyKind.package_family_name]),
            product_codes=frozenset(of_kind[KeyKind.product_code]),
            upgrade_codes=frozenset(of_kind[KeyKind.upgrade_code]),
            names=frozenset(name_and_publisher(value) for value in of_kind[KeyKind.name_and_publisher]),
        )


def name_keys(name: str) -> tuple[str, ...]:
    """Return a name normalized; first with the architecture that it carries, if it carries one."""
    normalized = normalize_name(fold(name))
    return tuple(dict.fromkeys((normalized.with_architecture, normalized.name)))


def publisher_key(publisher: str) -> str:
    """Return a publisher normalized."""
    return normalize_publisher(fold(publisher))


def joined(name: str, publisher: str) -> str:
    """Return a normalized name and a normalized publisher as one key."""
    return f"{name}{_SEPARATOR}{publisher}"


def name_and_publisher(key: str) -> tuple[str, str]:
    """Return the normalized name and publisher of a key that `joined` made."""
    name, _, publisher = key.partition(_SEPARATOR)
    return name, publisher

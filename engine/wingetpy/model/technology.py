"""Installer technologies and what goes for each: which write Apps & Features entries, which know a scope, and so on."""

from __future__ import annotations

from typing import Literal, get_args

InstallerType = Literal[
    "msix", "msi", "exe", "zip", "inno", "nullsoft", "wix", "burn", "portable", "font", "msstore", "unknown"
]

INSTALLER_TYPES: tuple[InstallerType, ...] = get_args(InstallerType)

WRITES_ENTRIES: frozenset[InstallerType] = frozenset({"exe", "inno", "msi", "nullsoft", "wix", "burn", "portable"})
"""Leave an Apps & Features entry, so they may have a product code and AppsAndFeaturesEntries."""

USES_FAMILY_NAME: frozenset[InstallerType] = frozenset({"msix", "msstore"})
"""Are known to Windows by a package family name."""

TELLS_VERSION: frozenset[InstallerType] = frozenset({"exe", "inno", "msi", "nullsoft", "wix", "burn", "msix"})
"""Have an installed version that may differ from the manifest's, and is mapped to it."""

IGNORES_SCOPE: frozenset[InstallerType] = frozenset({"font", "portable", "msix", "msstore"})
"""Install for whom they are told to; a scope in the manifest says nothing."""

HAS_PROPERTIES: frozenset[InstallerType] = frozenset({"msi", "wix"})
"""Are run by msiexec and take `NAME=value`."""

NESTS_MANY: frozenset[InstallerType] = frozenset({"portable", "font"})
"""May be several in one archive."""

_FAMILIES: tuple[frozenset[InstallerType], ...] = (
    frozenset({"inno", "nullsoft", "exe", "burn"}),
    frozenset({"wix", "msi"}),
    frozenset({"msix", "msstore"}),
)

_BY_NAME: dict[str, InstallerType] = {name: name for name in INSTALLER_TYPES} | {"appx": "msix"}


def parse_installer_type(text: str) -> InstallerType:
    """The technology of that name in any case (`appx` is `msix`), else `unknown`."""
    return _BY_NAME.get(text.strip().lower(), "unknown")


def can_replace(new: InstallerType, installed: InstallerType) -> bool:
    """Whether an installer of the one type updates what the other type installed."""
    if "unknown" in (new, installed):
        return False
    return new == installed or any(new in family and installed in family for family in _FAMILIES)

"""The table of installer technologies: which one handles which type of installer.

A new technology is one folder and one line here. Modules are imported when they are first needed.
"""

from __future__ import annotations

from importlib import import_module
from typing import cast

from wingetpy.errors import ErrorCode, OperationError
from wingetpy.installers.technology import Technology
from wingetpy.manifests.model import Installer
from wingetpy.model.technology import parse_installer_type, traits_of

KINDS: dict[str, str] = {
    "portable": "wingetpy.installers.portable.technology",
    "exe": "wingetpy.installers.program.technology",
    "inno": "wingetpy.installers.program.technology",
    "nullsoft": "wingetpy.installers.program.technology",
    "burn": "wingetpy.installers.program.technology",
    "msi": "wingetpy.installers.msi.technology",
    "wix": "wingetpy.installers.msi.technology",
    "msix": "wingetpy.installers.msix.technology",
    "msstore": "wingetpy.installers.msstore.technology",
    "font": "wingetpy.installers.font.technology",
    "unknown": "wingetpy.installers.program.technology",
}
"""Base type to the module whose `TECHNOLOGY` handles it. An archive is handled by the technology nested in it."""


def technology_of(installer: Installer, package: str) -> Technology:
    """Return what installs an installer of the package's manifest.

    Raises:
        OperationError: InvalidManifest, for an archive with several installers of a type that allows one, and for a
            type that is none: nobody says how such a file is started.
    """
    if installer.effective_type not in KINDS or installer.effective_type == "unknown":
        raise OperationError(
            f"The manifest of {package} names no type of installer that is known.",
            code=ErrorCode.InvalidManifest,
            category="InvalidData",
            target=package,
            remedy="Report it to the maintainer of the manifest; nothing was changed.",
        )
    nested = installer.nested_installer_files
    if installer.is_archive and len(nested) > 1 and not traits_of(installer.effective_type).nests_many:
        raise OperationError(
            f"The archive of {package} names {len(nested)} nested installers of the type {installer.effective_type};"
            " only one is allowed.",
            code=ErrorCode.InvalidManifest,
            category="InvalidData",
            target=package,
            remedy="Report it to the maintainer of the manifest; nothing was changed.",
        )
    return _technology(installer.effective_type)


def technology_of_installed(installer_type: str) -> Technology:
    """Return what removes and repairs an installed program of this type (a manifest's word, in any case)."""
    kind = parse_installer_type(installer_type)
    return _technology(kind if kind in KINDS else "unknown")  # `zip`: an entry may say anything of itself


def _technology(type: str) -> Technology:
    return cast(Technology, import_module(KINDS[type]).TECHNOLOGY)

"""What could be read of one installer, and where each value was read."""

from __future__ import annotations

from pathlib import Path

import msgspec

from wingetpy.errors import EngineError, ErrorCode
from wingetpy.model.technology import InstallerType


class InstallerFacts(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """What an installer is. None and empty: not known.

    Attributes:
        installer_type: What is downloaded; `zip` with `nested_installer_type`.
        architectures: One for each installer that the manifest gets: a bundle of MSIX packages has several.
        firm: Whether the architectures are certain. The loaders of Inno, NSIS and Burn are 32-bit programs whatever
            they install.
        nested_paths: The installers within the archive.
        publisher, product_name, product_version: As the file names them.
        display_version: What it will write into Apps & Features.
        locale: Of an MSI's ProductLanguage, `en-US`.
        origins: Where each value was read, by the manifest's name of the value.
        notes: What a person should check.
    """

    installer_type: InstallerType
    nested_installer_type: InstallerType | None = None
    nested_paths: tuple[str, ...] = ()
    architectures: tuple[str, ...] = ()
    firm: bool = True
    scope: str = ""
    product_code: str = ""
    upgrade_code: str = ""
    package_family_name: str = ""
    signature_sha256: str = msgspec.field(default="", name="SignatureSha256")
    platform: tuple[str, ...] = ()
    minimum_os_version: str = msgspec.field(default="", name="MinimumOSVersion")
    elevation_requirement: str = ""
    product_name: str = ""
    product_version: str = ""
    display_version: str = ""
    publisher: str = ""
    copyright: str = ""
    locale: str = ""
    origins: dict[str, str] = {}
    notes: tuple[str, ...] = ()

    @property
    def effective_type(self) -> InstallerType:
        """What is run in the end."""
        return self.nested_installer_type or self.installer_type


def damaged(path: Path | str, kind: str, reason: str) -> EngineError:
    """Return the error for an installer that cannot be read. `reason` is a clause."""
    return EngineError(
        f"The installer '{path}' cannot be read as {kind}: {reason.rstrip('.')}.",
        code=ErrorCode.InvalidParameter,
        category="InvalidData",
        target=str(path),
        remedy="Give the file as it was published; it may be damaged or cut off.",
    )

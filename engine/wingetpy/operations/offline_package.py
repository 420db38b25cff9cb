"""A package as it is kept for later: its installer and, under the same name, the manifest with that one installer."""

from __future__ import annotations

import re

import msgspec

from wingetpy.errors import ErrorCode, OperationError
from wingetpy.hosts.names import suitable_path_part
from wingetpy.installers.installer_file import file_extension
from wingetpy.manifests.model import Installer, Localization, Manifest
from wingetpy.model.technology import traits_of
from wingetpy.operations.target import Target


class OfflinePackage(msgspec.Struct, frozen=True, kw_only=True):
    """What is downloaded of one package. `texts` are in the user's language."""

    target: Target
    manifest: Manifest
    installer: Installer
    texts: Localization

    @property
    def id(self) -> str:
        return self.manifest.package_identifier

    @property
    def version(self) -> str:
        return self.manifest.package_version

    @property
    def name(self) -> str:
        """The package's name as a person knows it."""
        return self.texts.package_name or self.manifest.localization.package_name or self.id

    @property
    def locale(self) -> str:
        """The language of the installer, or else of the texts; empty for a manifest that names none."""
        return self.installer.installer_locale or self.texts.package_locale or ""

    @property
    def stem(self) -> str:
        """The reference's name for both files, `Name_1.0_User_X64_Exe_en-US`.

        Raises:
            BadRequest: the manifest's texts make no file name.
        """
        installer = self.installer
        parts = (
            self.name,
            self.version,
            (installer.scope or "").capitalize(),
            installer.architecture.capitalize(),
            installer.effective_type.capitalize(),
            self.locale,
        )
        return suitable_path_part("_".join(part for part in parts if part))

    @property
    def extension(self) -> str:
        """The extension of the installer's file: that of its address if its type may have it, else the usual one."""
        return file_extension(self.installer)

    @property
    def usual_folder(self) -> str:
        """The name of its folder below the user's downloads."""
        return suitable_path_part(re.sub(r"[\\/]", "_", f"{self.id}_{self.version}"))


def refuse_prohibited(package: OfflinePackage) -> None:
    """Refuse a package that cannot be kept.

    Raises:
        OperationError: DownloadCommandProhibited, its manifest forbids it; NotSupported, its type has no file.
    """
    installer = package.installer
    if installer.download_command_prohibited:
        raise OperationError(
            f"{package.id} must not be downloaded for later: its manifest says so.",
            code=ErrorCode.DownloadCommandProhibited,
            category="PermissionDenied",
            target=package.id,
            remedy="Install it where it is needed.",
        )
    if not traits_of(installer.installer_type).extensions:
        raise OperationError(
            f"{package.id} cannot be downloaded for later: its type {installer.installer_type} has no file.",
            code=ErrorCode.NotSupported,
            category="NotImplemented",
            target=package.id,
            remedy="Install it where it is needed, or name another source.",
        )

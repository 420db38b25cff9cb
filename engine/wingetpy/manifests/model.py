"""A manifest: all that a source says of one version of a package."""

from __future__ import annotations

import msgspec

from wingetpy.manifests.findings import Finding
from wingetpy.manifests.installer import (
    AppsAndFeaturesEntry,
    Authentication,
    Dependencies,
    DesiredStateConfiguration,
    ExpectedReturnCode,
    InstallationMetadata,
    InstalledFile,
    Installer,
    InstallerSwitches,
    Label,
    Markets,
    NestedInstallerFile,
    PackageDependency,
)
from wingetpy.manifests.localization import Agreement, Documentation, Icon, Localization
from wingetpy.model.locale import MATCHES, distance
from wingetpy.model.technology import traits_of
from wingetpy.model.version import Version

__all__ = [
    "Agreement",
    "AppsAndFeaturesEntry",
    "Authentication",
    "Dependencies",
    "DesiredStateConfiguration",
    "Documentation",
    "ExpectedReturnCode",
    "Finding",
    "Icon",
    "InstallationMetadata",
    "InstalledFile",
    "Installer",
    "InstallerSwitches",
    "Localization",
    "Manifest",
    "Markets",
    "NestedInstallerFile",
    "PackageDependency",
]


class Manifest(msgspec.Struct, frozen=True, rename="pascal", kw_only=True, omit_defaults=True):
    """One package version. Made by `read_manifest` only.

    Attributes:
        manifest_version: The version of the manifest language it was written in, `1.6.0`; `0.1.0` for the preview's.
        localization: The default language.
        localizations: The further languages.
        installers: Each complete, in the manifest's order.
        findings: What was odd in it: unknown fields (with their values), wrong case, unknown values.
    """

    package_identifier: Label
    package_version: Label
    channel: Label | None = None
    moniker: Label | None = None
    manifest_version: str
    localization: Localization
    localizations: tuple[Localization, ...] = ()
    installers: tuple[Installer, ...]
    findings: tuple[Finding, ...] = ()

    @property
    def warnings(self) -> tuple[str, ...]:
        """The findings in words."""
        return tuple(finding.text for finding in self.findings)

    @property
    def version(self) -> Version:
        """The package version, to be compared."""
        return Version.parse(self.package_version)

    @property
    def arp_version_range(self) -> tuple[Version, Version] | None:
        """The lowest and highest version that its installers write into Apps & Features, where they say."""
        versions = [
            Version.parse(entry.display_version)
            for installer in self.installers
            if traits_of(installer.effective_type).maps_version
            for entry in installer.apps_and_features_entries
            if entry.display_version
        ]
        return (min(versions), max(versions)) if versions else None

    @property
    def languages(self) -> tuple[str, ...]:
        """The language tags of all its localizations, the default one first."""
        all_of_them = (self.localization, *self.localizations)
        return tuple(tag for localization in all_of_them if (tag := localization.package_locale))

    def localized(self, languages: tuple[str, ...]) -> Localization:
        """The localization for users with these languages, in order; what it lacks comes from the default one."""
        default = self.localization
        for language in languages:
            nearest, best = default, distance(language, default.package_locale or "")
            for localization in self.localizations:
                if (found := distance(language, localization.package_locale or "")) > best:
                    nearest, best = localization, found
            if best >= MATCHES:
                return default if nearest is default else default.overlaid(nearest)
        return default

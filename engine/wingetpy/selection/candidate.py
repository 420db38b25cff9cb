"""An installer as the rules of selection look at it."""

from __future__ import annotations

import msgspec

from wingetpy.manifests.installer import Installer
from wingetpy.model.scope import Scope
from wingetpy.model.technology import InstallerType, traits_of


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """What counts of an installer.

    Attributes:
        index: Its place in the manifest, from 0.
        effective_type: The type that runs: of an archive that of what is in it.
        entry_types: The types that its Apps & Features entries will have, where the manifest says.
        scope: None where the manifest does not say.
        locale: Empty where the manifest does not say.
        elevation_requirement: In lower case; empty if there is none.
    """

    index: int = 0
    architecture: str = "neutral"
    base_type: InstallerType
    effective_type: InstallerType
    entry_types: tuple[InstallerType, ...] = ()
    scope: Scope | None = None
    locale: str = ""
    minimum_os_version: str = ""
    unsupported_os_architectures: tuple[str, ...] = ()
    allowed_markets: tuple[str, ...] = ()
    excluded_markets: tuple[str, ...] = ()
    elevation_requirement: str = ""

    @classmethod
    def of(cls, index: int, installer: Installer) -> Candidate:
        """The candidate that an installer of a manifest is."""
        return cls(
            index=index,
            architecture=installer.architecture,
            base_type=installer.installer_type,
            effective_type=installer.effective_type,
            entry_types=tuple(
                entry.installer_type for entry in installer.apps_and_features_entries if entry.installer_type
            ),
            scope=_scope(installer.scope),
            locale=installer.installer_locale or "",
            minimum_os_version=installer.minimum_os_version or "",
            unsupported_os_architectures=installer.unsupported_os_architectures,
            allowed_markets=tuple(map(str.upper, installer.markets.allowed_markets)),
            excluded_markets=tuple(map(str.upper, installer.markets.excluded_markets)),
            elevation_requirement=(installer.elevation_requirement or "").lower(),
        )

    @property
    def runs_program(self) -> bool:
        """Whether it is a program that is started, itself or by msiexec."""
        return traits_of(self.effective_type).runs_program

    @property
    def ignores_scope(self) -> bool:
        """Whether it installs in the scope that the caller wants, whatever the manifest says."""
        return traits_of(self.effective_type).ignores_scope

    @property
    def type_text(self) -> str:
        """`msi`, or `msi in a zip`."""
        return (
            self.base_type if self.base_type == self.effective_type else f"{self.effective_type} in a {self.base_type}"
        )

    @property
    def description(self) -> str:
        """A short description for a person: `x64 msi, scope machine, de-DE`."""
        parts = [f"{self.architecture} {self.type_text}"]
        if self.scope:
            parts.append(f"scope {self.scope.lower()}")
        if self.locale:
            parts.append(self.locale)
        return ", ".join(parts)


def _scope(text: str | None) -> Scope | None:
    """A scope that nobody knows (a later manifest version may have one) counts as not said."""
    try:
        return Scope.parse(text) if text else None
    except ValueError:
        return None

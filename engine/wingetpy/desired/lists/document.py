"""What a file of packages says: winget's package lists, schema 2.0, with members of our own that winget passes over.

Every object of the schema allows further members. Ours are `CreatedBy`, `LockVersion` and, of a package,
`InstalledScope`, `Pin`, `SkippedVersions`, `Dependencies` and `Installers`.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from wingetpy.errors.secrets import without_secrets
from wingetpy.manifests.model import Installer
from wingetpy.model.pin import Pin, PinType, gate_fault
from wingetpy.model.text import fold
from wingetpy.operations.request import LongText, Text

SCHEMA_1 = "https://aka.ms/winget-packages.schema.1.0.json"
SCHEMA_2 = "https://aka.ms/winget-packages.schema.2.0.json"
LOCK_VERSION = 1
"""The form of the members of a lock file."""

ScopeWord = Literal["user", "machine"]
PinWord = Literal["Pinning", "Gating", "Blocking"]
_WORDS: dict[PinType, PinWord] = {
    PinType.pinning: "Pinning",
    PinType.gating: "Gating",
    PinType.blocking: "Blocking",
}
PackageId = Annotated[str, msgspec.Meta(min_length=1, max_length=1000)]


class ListedPin(msgspec.Struct, frozen=True, kw_only=True, rename="pascal", omit_defaults=True):
    """The pin of a package. `version` is the range of a gating one."""

    type: PinWord
    version: Text = ""

    @classmethod
    def of(cls, pin: Pin) -> ListedPin:
        """Return what a list says of a pin that skips no version."""
        return cls(type=_WORDS[pin.type], version=pin.version)

    @property
    def fault(self) -> str:
        """What is wrong with its version, as a clause; empty if nothing is."""
        if self.type == "Gating":
            return gate_fault(self.version)
        return "is of use with the type Gating only" if self.version else ""

    def __str__(self) -> str:
        return f"{self.type} {self.version}".rstrip()


class LockedInstaller(msgspec.Struct, frozen=True, kw_only=True, rename="pascal", omit_defaults=True):
    """One installer of a version, as its manifest has it; its address is for people, without what gives access.

    A package that is read on its server (MSIX) is known by its signature alone: `signature_sha256` is part of the lock.
    """

    architecture: str
    installer_type: str
    scope: str = ""
    installer_locale: str = ""
    installer_url: LongText = ""
    installer_sha256: str = msgspec.field(default="", name="InstallerSha256")
    signature_sha256: str = msgspec.field(default="", name="SignatureSha256")

    @classmethod
    def of(cls, installer: Installer) -> LockedInstaller:
        return cls(
            architecture=installer.architecture,
            installer_type=installer.installer_type,
            scope=installer.scope or "",
            installer_locale=installer.installer_locale or "",
            installer_url=without_secrets(installer.installer_url),
            installer_sha256=installer.installer_sha256.upper(),
            signature_sha256=(installer.signature_sha256 or "").upper(),
        )


class ListedPackage(msgspec.Struct, frozen=True, kw_only=True, rename="pascal", omit_defaults=True):
    """One package.

    Attributes:
        scope: What its installer must be for: what the user asked for.
        installed_scope: Where it is installed; an installer that says no scope will do.
        initial_override_arguments, initial_custom_switches: What the user gave at its install.
        pin: What leaves it out of updates, or keeps it to some versions.
        skipped_versions: Single versions that are left out, besides.
        dependencies: Of a lock file: the ids of what it depends on, at any depth, in the order of their install.
        installers: Of a lock file: all installers of the version, so that one file serves several architectures.
    """

    package_identifier: PackageId
    version: Text = ""
    channel: Text = ""
    scope: ScopeWord | None = None
    installed_scope: ScopeWord | None = None
    initial_override_arguments: LongText = ""
    initial_custom_switches: LongText = ""
    pin: ListedPin | None = None
    skipped_versions: tuple[Text, ...] = ()
    dependencies: tuple[PackageId, ...] = ()
    installers: tuple[LockedInstaller, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """What makes it one line of a source: its id, without case, and where it is installed."""
        return fold(self.package_identifier), self.scope or self.installed_scope or ""

    @property
    def named(self) -> str:
        return f"{self.package_identifier} {self.version}".rstrip()

    def pins(self, source: str) -> tuple[Pin, ...]:
        """Return the pins that it gets.

        Args:
            source: The identifier of its source.
        """
        said = [(PinType(self.pin.type), self.pin.version)] if self.pin else []
        said += [(PinType.skip, version) for version in self.skipped_versions]
        package = self.package_identifier
        return tuple(Pin(package=package, source=source, type=kind, version=text.strip()) for kind, text in said)


class ListedSourceDetails(msgspec.Struct, frozen=True, kw_only=True, rename="pascal"):
    """Which source is meant: the identifier and the type say it, whatever the source is called here."""

    name: Text
    identifier: Text
    argument: LongText
    type: Text


class ListedSource(msgspec.Struct, frozen=True, kw_only=True, rename="pascal"):
    """The packages of one source, in the order of their install."""

    packages: Annotated[tuple[ListedPackage, ...], msgspec.Meta(min_length=1)]
    source_details: ListedSourceDetails

    @property
    def key(self) -> tuple[str, str]:
        """What says which source is meant."""
        return fold(self.source_details.identifier), fold(self.source_details.type)


class PackageListDocument(msgspec.Struct, frozen=True, kw_only=True, rename="pascal", omit_defaults=True):
    """A whole file. `lock_version` is 0 for one that is no lock file."""

    schema: str = msgspec.field(default="", name="$schema")
    creation_date: str = ""
    created_by: str = ""
    lock_version: int = 0
    sources: tuple[ListedSource, ...]

    @property
    def is_lock(self) -> bool:
        return self.lock_version != 0

"""What a caller says of a manifest: fields that win over what installers or an older version give."""

from __future__ import annotations

import msgspec

from wingetpy.manifests.yamltext import Document, Value
from wingetpy.model.text import BLANKS


class GivenFields(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """Fields of a manifest by their own names. None and empty: not given.

    Attributes:
        silent, silent_with_progress, custom: Switches of all installers.
    """

    package_identifier: str | None = None
    package_version: str | None = None
    package_locale: str | None = None
    publisher: str | None = None
    publisher_url: str | None = None
    publisher_support_url: str | None = None
    privacy_url: str | None = None
    author: str | None = None
    package_name: str | None = None
    package_url: str | None = None
    license: str | None = None
    license_url: str | None = None
    copyright: str | None = None
    copyright_url: str | None = None
    short_description: str | None = None
    description: str | None = None
    moniker: str | None = None
    tags: tuple[str, ...] = ()
    release_notes: str | None = None
    release_notes_url: str | None = None
    release_date: str | None = None
    scope: str | None = None
    architecture: str | None = None
    installer_type: str | None = None
    upgrade_behavior: str | None = None
    commands: tuple[str, ...] = ()
    silent: str | None = None
    silent_with_progress: str | None = None
    custom: str | None = None

    def of_root(self) -> Document:
        """Return the fields of the manifest's root that are given, by the manifest's names."""
        found: Document = {}
        for name, key in zip(self.__struct_fields__, self.__struct_encode_fields__, strict=True):
            value = getattr(self, name)
            if value and name not in _OF_INSTALLERS:
                found[key] = list(value) if isinstance(value, tuple) else value.strip(BLANKS)
        return found

    def of_installers(self) -> Document:
        """Return the fields of all installers that are given."""
        found: Document = {
            key: value
            for key, value in (
                ("Scope", self.scope),
                ("InstallerType", self.installer_type),
                ("UpgradeBehavior", self.upgrade_behavior),
                ("ReleaseDate", self.release_date),
            )
            if value
        }
        if self.commands:
            found["Commands"] = list(self.commands)
        switches: dict[str, Value] = {
            key: value
            for key, value in (
                ("Silent", self.silent),
                ("SilentWithProgress", self.silent_with_progress),
                ("Custom", self.custom),
            )
            if value
        }
        if switches:
            found["InstallerSwitches"] = switches
        return found


_OF_INSTALLERS = frozenset(
    {
        "scope",
        "architecture",
        "installer_type",
        "upgrade_behavior",
        "release_date",
        "commands",
        "silent",
        "silent_with_progress",
        "custom",
    }
)

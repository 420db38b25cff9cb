"""The Apps & Features entry of a portable package: the reference client's values, read and written.

It is shared with winget: what that installed is listed, updated and removed here, and the other way round.
"""

from __future__ import annotations

from pathlib import PureWindowsPath

import msgspec

from wingetpy.hosts.host import Host
from wingetpy.hosts.registry import UNINSTALL_KEY, Hive, RegistryValue, View
from wingetpy.inventory.values import EntryValues
from wingetpy.model.scope import Scope

INSTALLER_TYPE = "portable"


class EntryPlace(msgspec.Struct, frozen=True):
    """Where an Apps & Features entry is."""

    hive: Hive
    view: View
    product_code: str

    @property
    def key(self) -> str:
        return f"{UNINSTALL_KEY}\\{self.product_code}"

    @property
    def scope(self) -> Scope:
        return Scope.machine if self.hive is Hive.machine else Scope.user


def entry_place(scope: Scope, architecture: str, code: str) -> EntryPlace:
    """Machine entries of other architectures than x64 are in the 32-bit view, users' entries have one view only."""
    if scope is Scope.user:
        return EntryPlace(Hive.user, 64, code)
    return EntryPlace(Hive.machine, 64 if architecture.lower() == "x64" else 32, code)


class PortableEntry(msgspec.Struct, frozen=True, kw_only=True):
    """What the entry says. Texts are empty and paths None where a value is not there.

    Attributes:
        package_id: The package's identifier in its source.
        source_id: The *identifier* of the source (not its name); `*DefaultSource` for a local manifest.
        location: The folder of the package.
        target: The file of a single program; an archive has a list of its files instead.
        link: The link to it, where one was made.
        sha256: Of the target, as hex.
        made_location: The folder was made for this package.
        location_on_path: The folder was put on PATH in place of a link.
        uninstall_client: What starts the uninstall command that is written; it is not read back.
    """

    place: EntryPlace
    display_name: str = ""
    display_version: str = ""
    publisher: str = ""
    install_date: str = ""
    url: str = ""
    help_link: str = ""
    installer_type: str = INSTALLER_TYPE
    package_id: str = ""
    source_id: str = ""
    location: PureWindowsPath | None = None
    target: PureWindowsPath | None = None
    link: PureWindowsPath | None = None
    sha256: str = ""
    made_location: bool = False
    location_on_path: bool = False
    uninstall_client: str = "winget"

    @property
    def is_portable(self) -> bool:
        return self.installer_type.lower() == INSTALLER_TYPE

    def values(self) -> dict[str, RegistryValue]:
        """The values to write, in the reference's order. Texts always, of the others what there is."""
        always = {
            "WinGetPackageIdentifier": self.package_id,
            "WinGetSourceIdentifier": self.source_id,
            "UninstallString": f"{self.uninstall_client} uninstall --product-code {_quoted(self.place.product_code)}",
            "WinGetInstallerType": INSTALLER_TYPE,
            "DisplayName": self.display_name,
            "DisplayVersion": self.display_version,
            "Publisher": self.publisher,
            "InstallDate": self.install_date,
            "URLInfoAbout": self.url,
            "HelpLink": self.help_link,
            "InstallLocation": str(self.location or ""),
        }
        single = {
            "TargetFullPath": str(self.target or ""),
            "SymlinkFullPath": str(self.link or ""),
            "SHA256": self.sha256,
        }
        flags = {
            "InstallDirectoryCreated": self.made_location,
            "InstallDirectoryAddedToPath": self.location_on_path,
        }
        return {
            **{name: RegistryValue("sz", text) for name, text in always.items()},
            **{name: RegistryValue("sz", text) for name, text in single.items() if text},
            **{name: RegistryValue("dword", 1) for name, flag in flags.items() if flag},
        }


def _quoted(code: str) -> str:
    return f'"{code}"' if " " in code else code


OPTIONAL_VALUES = (
    "TargetFullPath",
    "SymlinkFullPath",
    "SHA256",
    "InstallDirectoryCreated",
    "InstallDirectoryAddedToPath",
)
"""Values that are taken away at an update if the new version does not have them."""


def read_portable_entry(host: Host, place: EntryPlace) -> PortableEntry | None:
    """The entry at a place, or None. An entry that another installer wrote has another `installer_type`, or none."""
    values = host.registry.values(place.hive, place.key, place.view)
    return None if values is None else portable_entry(place, EntryValues(values))


def portable_entry(place: EntryPlace, values: EntryValues) -> PortableEntry:
    """The values of a portable's entry. What any program may have written there counts only where it makes sense."""
    return PortableEntry(
        place=place,
        display_name=values.text("DisplayName") or "",
        display_version=values.text("DisplayVersion") or "",
        publisher=values.text("Publisher") or "",
        install_date=values.text("InstallDate") or "",
        url=values.text("URLInfoAbout") or "",
        help_link=values.text("HelpLink") or "",
        installer_type=values.text("WinGetInstallerType") or "",
        package_id=values.text("WinGetPackageIdentifier") or "",
        source_id=values.text("WinGetSourceIdentifier") or "",
        location=values.path("InstallLocation"),
        target=values.path("TargetFullPath"),
        link=values.path("SymlinkFullPath"),
        sha256=(values.text("SHA256") or "").upper(),
        made_location=values.flag("InstallDirectoryCreated"),
        location_on_path=values.flag("InstallDirectoryAddedToPath"),
    )

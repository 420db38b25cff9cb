"""The Apps & Features entry of a portable package: the reference client's values, read and written."""

from __future__ import annotations

from pathlib import PureWindowsPath

import msgspec

from wingetpy.hosts.host import Host
from wingetpy.hosts.registry import RegistryValue
from wingetpy.installers.portable.layout import EntryPlace
from wingetpy.journal.registry_steps import named

INSTALLER_TYPE = "portable"


class PortableEntry(msgspec.Struct, frozen=True, kw_only=True):
    """What the entry says. Texts are empty and paths None where a value is not there.

    `target` and `link` (with `sha256`) are those of a single program; archives have a record file instead.
    """

    place: EntryPlace
    display_name: str = ""
    display_version: str = ""
    publisher: str = ""
    install_date: str = ""
    url: str = ""
    help_link: str = ""
    installer_type: str = INSTALLER_TYPE
    package: str = ""
    source: str = ""
    location: PureWindowsPath | None = None
    target: PureWindowsPath | None = None
    link: PureWindowsPath | None = None
    sha256: str = ""
    made_location: bool = False
    location_on_path: bool = False

    @property
    def is_portable(self) -> bool:
        return self.installer_type.lower() == INSTALLER_TYPE

    def values(self) -> dict[str, RegistryValue]:
        """The values to write, in the reference's order. Texts always, of the others what there is."""
        always = {
            "WinGetPackageIdentifier": self.package,
            "WinGetSourceIdentifier": self.source,
            "UninstallString": f"winget uninstall --product-code {self.place.product_code}",
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


OPTIONAL_VALUES = (
    "TargetFullPath",
    "SymlinkFullPath",
    "SHA256",
    "InstallDirectoryCreated",
    "InstallDirectoryAddedToPath",
)
"""Values that are taken away at an update if the new version does not have them."""


def read_entry(host: Host, place: EntryPlace) -> PortableEntry | None:
    """The entry at a place, or None. An entry that another installer wrote has another `installer_type`, or none."""
    values = host.registry.values(place.hive, place.key, place.view)
    if values is None:
        return None

    def text(name: str) -> str:
        value = named(values, name)
        return str(value.data) if value is not None and isinstance(value.data, str) else ""

    def path(name: str) -> PureWindowsPath | None:
        return PureWindowsPath(text(name)) if text(name) else None

    def flag(name: str) -> bool:
        value = named(values, name)
        return value is not None and isinstance(value.data, int) and value.data != 0

    return PortableEntry(
        place=place,
        display_name=text("DisplayName"),
        display_version=text("DisplayVersion"),
        publisher=text("Publisher"),
        install_date=text("InstallDate"),
        url=text("URLInfoAbout"),
        help_link=text("HelpLink"),
        installer_type=text("WinGetInstallerType"),
        package=text("WinGetPackageIdentifier"),
        source=text("WinGetSourceIdentifier"),
        location=path("InstallLocation"),
        target=path("TargetFullPath"),
        link=path("SymlinkFullPath"),
        sha256=text("SHA256"),
        made_location=flag("InstallDirectoryCreated"),
        location_on_path=flag("InstallDirectoryAddedToPath"),
    )

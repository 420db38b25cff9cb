r"""Packages of fonts: the record that winget and this engine leave of each, below the key of Windows' fonts.

`Fonts\<client>\<package>\<version>` has a value for each file: the font's title and the path. Windows itself reads the
values of `Fonts` only.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PureWindowsPath

import msgspec

from wingetpy.errors import HostError
from wingetpy.hosts.host import Host
from wingetpy.hosts.registry import Hive
from wingetpy.inventory.entry import InstalledEntry
from wingetpy.model.scope import Scope
from wingetpy.model.version import Version

INSTALLER_TYPE = "font"
FONTS_KEY = r"Software\Microsoft\Windows NT\CurrentVersion\Fonts"
CLIENT = "Microsoft.DesktopAppInstaller_8wekyb3d8bbwe"
"""The reference client's name, so that either client lists and removes what the other one installed."""
_RECORDS = f"{FONTS_KEY}\\{CLIENT}"
_HIVES = {Scope.machine: Hive.machine, Scope.user: Hive.user}


class FontRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What is recorded of one version of a package. `files` are paths by title."""

    package: str
    version: str
    scope: Scope
    files: dict[str, PureWindowsPath]

    @property
    def hive(self) -> Hive:
        return hive_of(self.scope)

    @property
    def key(self) -> str:
        return record_key(self.package, self.version)


def hive_of(scope: Scope) -> Hive:
    """Return the hive that holds the fonts of a scope."""
    return _HIVES[scope]


def record_key(package: str, version: str = "") -> str:
    """Return the key of a package's records, or of one version's."""
    return f"{_RECORDS}\\{package}\\{version}" if version else f"{_RECORDS}\\{package}"


def font_records(host: Host, scope: Scope, package: str) -> list[FontRecord]:
    """Return what is recorded of a package, the newest version first."""
    hive, found = hive_of(scope), []
    for version in host.registry.subkeys(hive, record_key(package)):
        values = host.registry.values(hive, record_key(package, version)) or {}
        files = {name: PureWindowsPath(one.data) for name, one in values.items() if isinstance(one.data, str)}
        found.append(FontRecord(package=package, version=version, scope=scope, files=files))
    return sorted(found, key=lambda one: Version.or_unknown(one.version), reverse=True)


def font_entries(host: Host) -> Iterator[InstalledEntry]:
    """Packages of fonts, each version that is recorded. A key that cannot be read is left out."""
    for scope, hive in _HIVES.items():
        try:
            packages = host.registry.subkeys(hive, _RECORDS)
            records = [one for package in packages for one in font_records(host, scope, package)]
        except HostError:
            continue
        for one in records:
            yield _entry(one)


def _entry(record: FontRecord) -> InstalledEntry:
    folders = {path.parent for path in record.files.values()}
    return InstalledEntry(
        local_id=f"FONT\\{record.scope}\\{record.package}\\{record.version}",
        name=record.package,
        version=record.version,
        scope=record.scope,
        installer_type=INSTALLER_TYPE,
        product_code=record.package,
        install_location=str(next(iter(folders))) if len(folders) == 1 else None,
        hive=record.hive,
        view=64,
        key=record.key,
        font_package=record.package,
    )

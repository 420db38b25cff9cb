"""Apps & Features entries: the uninstall keys of machine and user, read as the reference client reads them."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from wingetpy.errors import HostError
from wingetpy.hosts.host import Host
from wingetpy.hosts.registry import UNINSTALL_KEY, Hive, View
from wingetpy.inventory.entry import InstalledEntry
from wingetpy.inventory.portable_entry import EntryPlace, PortableEntry, portable_entry
from wingetpy.inventory.upgradecodes import UpgradeCodes
from wingetpy.inventory.values import EntryValues
from wingetpy.model.scope import Scope


class Place(msgspec.Struct, frozen=True):
    """Where entries are. `label` is the architecture in their ids, `architecture` that of a program listed there."""

    hive: Hive
    view: View
    scope: Scope
    label: str
    architecture: str | None


def places(system_architecture: str) -> tuple[Place, ...]:
    """The uninstall keys of a machine. A 64-bit one has a 32-bit view; the user's key is one for both."""
    native = system_architecture.lower()
    label = native.capitalize()
    machine = Place(Hive.machine, 64, Scope.machine, label, native)
    user = Place(Hive.user, 64, Scope.user, label, None)
    if native not in ("x64", "arm64"):
        return machine, user
    return machine, Place(Hive.machine, 32, Scope.machine, "X86", "x86"), user


def arp_entries(host: Host) -> Iterator[InstalledEntry]:
    """All entries that Apps & Features shows, place by place. A key that cannot be read is left out."""
    upgrade_codes = UpgradeCodes(host.registry)
    for place in places(host.facts().architecture):
        for name in host.registry.subkeys(place.hive, UNINSTALL_KEY, place.view):
            entry = read_entry(host, place, name, upgrade_codes)
            if entry is not None:
                yield entry


def read_entry(host: Host, place: Place, name: str, upgrade_codes: UpgradeCodes) -> InstalledEntry | None:
    """One entry; None if it is hidden (a system component, no name) or has gone meanwhile."""
    key = f"{UNINSTALL_KEY}\\{name}"
    try:
        raw = host.registry.values(place.hive, key, place.view)
    except HostError:  # an entry that may not be read cannot be acted on
        return None
    if not raw:
        return None
    values = EntryValues(raw)
    display_name = values.text("DisplayName")
    if display_name is None or values.flag("SystemComponent"):
        return None
    installer_type = _installer_type(values)
    return InstalledEntry(
        local_id=f"ARP\\{place.scope}\\{place.label}\\{name}",
        name=display_name,
        version=_version(values),
        publisher=values.text("Publisher") or "",
        scope=place.scope,
        architecture=place.architecture,
        installer_type=installer_type,
        product_code=name,
        upgrade_code=upgrade_codes.of(name, place.scope) if installer_type == "msi" else None,
        install_location=_unquoted(values.text("InstallLocation")),
        uninstall_string=values.text("UninstallString"),
        quiet_uninstall_string=values.text("QuietUninstallString"),
        modify_path=values.text("ModifyPath"),
        no_modify=values.flag("NoModify"),
        no_repair=values.flag("NoRepair"),
        locale=_locale(values.number("Language")),
        hive=place.hive,
        view=place.view,
        key=key,
        portable=_portable(EntryPlace(place.hive, place.view, name), values) if installer_type == "portable" else None,
    )


def _portable(place: EntryPlace, values: EntryValues) -> PortableEntry | None:
    """The entry as a portable's; None if it does not say which package of which source it is."""
    entry = portable_entry(place, values)
    return entry if entry.package_id and entry.source_id else None


def _installer_type(values: EntryValues) -> str:
    if values.flag("WindowsInstaller"):
        return "msi"
    recorded = values.text("WinGetInstallerType")
    return recorded.lower() if recorded else "exe"


def _version(values: EntryValues) -> str:
    """What the entry says of its version, the most exact first."""
    shown = values.text("DisplayVersion")
    if shown:
        return shown
    for major_name, minor_name in (("VersionMajor", "VersionMinor"), ("MajorVersion", "MinorVersion")):
        major, minor = values.number(major_name), values.number(minor_name)
        if major is not None and minor is not None:
            return f"{major}.{minor}"
    packed = values.number("Version")
    if packed:
        return f"{packed >> 24 & 0xFF}.{packed >> 16 & 0xFF}.{packed & 0xFFFF}"
    return "Unknown"


def _locale(language: int | None) -> str | None:
    """The tag of a Windows language number; 0 and unknown numbers have none."""
    if not language:
        return None
    from locale import windows_locale  # late: start time

    name = windows_locale.get(language)
    return name.replace("_", "-") if name else None


def _unquoted(text: str | None) -> str | None:
    return (text.strip('"').strip() or None) if text else None

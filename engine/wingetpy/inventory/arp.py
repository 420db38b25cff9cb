"""Apps & Features entries: the uninstall keys of machine and user, read as the reference client reads them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import msgspec

from wingetpy.errors import ErrorCode, HostError
from wingetpy.hosts.host import Host
from wingetpy.hosts.registry import UNINSTALL_KEY, Hive, View
from wingetpy.inventory.entry import InstalledEntry
from wingetpy.inventory.portable_entry import EntryPlace, PortableEntry, portable_entry
from wingetpy.inventory.upgradecodes import UpgradeCodes
from wingetpy.inventory.values import EntryValues, well_formed
from wingetpy.model.scope import Scope

_UPDATE = re.compile(r"\b(update|hotfix|service ?pack)\b", re.IGNORECASE)
"""In the ReleaseType of what is an update of something else: `Security Update`, `Update Rollup`, `ServicePack`."""


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


def arp_entries(host: Host, refused: Callable[[HostError], None] = lambda _error: None) -> Iterator[InstalledEntry]:
    """All entries that Apps & Features shows, place by place. A key that may not be read is left out.

    Args:
        refused: Takes the error of a place that may not be read as a whole.

    Raises:
        HostError: a place cannot be read for another reason.
    """
    upgrade_codes = UpgradeCodes(host.registry)
    for place in places(host.facts().architecture):
        try:
            names = host.registry.subkeys(place.hive, UNINSTALL_KEY, place.view)
        except HostError as error:
            if error.code is not ErrorCode.AccessDenied:
                raise
            refused(error)
            continue
        for name in names:
            entry = read_entry(host, place, name, upgrade_codes)
            if entry is not None:
                yield entry


def read_entry(host: Host, place: Place, name: str, upgrade_codes: UpgradeCodes) -> InstalledEntry | None:
    """One entry; None if it is hidden (no name, a system component, an update) or has gone meanwhile."""
    key = f"{UNINSTALL_KEY}\\{name}"
    try:
        raw = host.registry.values(place.hive, key, place.view)
    except HostError:  # an entry that may not be read cannot be acted on
        return None
    if not raw:
        return None
    values = EntryValues(raw, host.files.variables)
    display_name = values.label("DisplayName")
    if display_name is None or _is_hidden(values):
        return None
    installer_type = _installer_type(values)
    shown_key = well_formed(name)
    return InstalledEntry(
        local_id=f"ARP\\{place.scope}\\{place.label}\\{shown_key}",
        name=display_name,
        version=_version(values),
        publisher=values.label("Publisher") or "",
        scope=place.scope,
        architecture=place.architecture,
        installer_type=installer_type,
        product_code=shown_key,
        upgrade_code=upgrade_codes.of(name, place.scope) if installer_type == "msi" else None,
        install_location=_unquoted(values.command("InstallLocation")),
        uninstall_string=values.command("UninstallString"),
        quiet_uninstall_string=values.command("QuietUninstallString"),
        modify_path=values.command("ModifyPath"),
        no_modify=values.flag("NoModify"),
        no_repair=values.flag("NoRepair"),
        locale=_locale(values.number("Language")),
        install_date=values.date("InstallDate"),
        size=_size(values.number("EstimatedSize")),
        hive=place.hive,
        view=place.view,
        key=key,
        portable=_portable(EntryPlace(place.hive, place.view, name), values) if installer_type == "portable" else None,
    )


def _is_hidden(values: EntryValues) -> bool:
    """Whether Apps & Features shows it elsewhere or not at all: parts of the system, updates of other programs."""
    return values.flag("SystemComponent") or values.text("ParentKeyName") is not None or _is_update(values)


def _is_update(values: EntryValues) -> bool:
    return _UPDATE.search(values.text("ReleaseType") or "") is not None


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
    """What the entry says of its version, the most exact first; of two numbers one may be missing."""
    shown = values.label("DisplayVersion")
    if shown:
        return shown
    for major_name, minor_name in (("VersionMajor", "VersionMinor"), ("MajorVersion", "MinorVersion")):
        major, minor = values.number(major_name), values.number(minor_name)
        if major or minor:
            return f"{major or 0}.{minor or 0}"
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


def _size(kilobytes: int | None) -> int | None:
    """Bytes; None for 0, which installers write that do not know it."""
    return kilobytes * 1024 if kilobytes else None


def _unquoted(text: str | None) -> str | None:
    return (text.strip('"').strip() or None) if text else None

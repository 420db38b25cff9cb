"""One installed thing as the machine lists it, before anybody knows which package it is."""

from __future__ import annotations

from pathlib import PureWindowsPath

import msgspec

from wingetpy.hosts.registry import Hive, View
from wingetpy.model.scope import Scope


class PortableRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What winget (or this engine) wrote into the entry of a portable: enough to update and to remove it.

    Attributes:
        package_id: The package's identifier in its source.
        source_id: The *identifier* of the source (not its name); `*DefaultSource` for a local manifest.
        target: The file that was installed, of a single-file portable.
        link: The link to it, where one was made.
        sha256: Of the target file, as hex.
        directory_created: The install folder was made for this package.
        directory_on_path: The install folder was put on PATH in place of a link.
    """

    package_id: str
    source_id: str
    install_location: PureWindowsPath | None = None
    target: PureWindowsPath | None = None
    link: PureWindowsPath | None = None
    sha256: str = ""
    directory_created: bool = False
    directory_on_path: bool = False


class InstalledEntry(msgspec.Struct, frozen=True, kw_only=True):
    """An Apps & Features entry or an MSIX package.

    Attributes:
        local_id: `ARP\\Machine\\X64\\<key>` or `MSIX\\<full name>`: names this very entry.
        version: As the entry says; `Unknown` if it does not.
        architecture: winget's word; None where nothing tells (entries of a user).
        installer_type: `msi`, `exe`, `msix`, `portable`, or the manifest word that winget recorded.
        product_code: The name of the entry's key; of an MSI its product code.
        upgrade_code: Of an MSI, with braces.
        locale: BCP-47, where the entry names a language.
        key: The registry key without hive; None for MSIX.
        portable: The record of a portable that winget or this engine installed.
    """

    local_id: str
    name: str
    version: str
    publisher: str = ""
    scope: Scope
    architecture: str | None = None
    installer_type: str
    product_code: str | None = None
    upgrade_code: str | None = None
    family_name: str | None = None
    install_location: str | None = None
    uninstall_string: str | None = None
    quiet_uninstall_string: str | None = None
    modify_path: str | None = None
    no_modify: bool = False
    no_repair: bool = False
    locale: str | None = None
    hive: Hive | None = None
    view: View | None = None
    key: str | None = None
    portable: PortableRecord | None = None

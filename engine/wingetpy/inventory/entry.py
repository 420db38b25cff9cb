"""One installed program as the machine lists it, before it is correlated with a package."""

from __future__ import annotations

import msgspec

from wingetpy.hosts.registry import Hive, View
from wingetpy.inventory.portable_entry import PortableEntry
from wingetpy.model.scope import Scope


class InstalledEntry(msgspec.Struct, frozen=True, kw_only=True):
    """An Apps & Features entry or an MSIX package.

    Attributes:
        local_id: `ARP\\Machine\\X64\\<key>` or `MSIX\\<full name>`: names this very entry.
        version: As the entry says; `Unknown` if it does not.
        architecture: winget's word; None where it is unknown (entries of a user).
        installer_type: `msi`, `exe`, `msix`, `portable`, or the manifest word that winget recorded.
        product_code: The name of the entry's key; of an MSI its product code.
        upgrade_code: Of an MSI, with braces.
        locale: BCP-47, where the entry names a language.
        install_date: `2024-01-31`, where the entry says it in a form whose order is clear.
        size: Bytes, as the installer estimated them.
        key: The registry key without hive; None for MSIX.
        further_scope: Of an MSIX package that every new user gets (scope Machine): User, where the caller has it, too.
        font_package: The id of the package, of fonts.
        portable: Of a portable that winget or this engine installed, if it says which package of which source it is.
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
    install_date: str | None = None
    size: int | None = None
    hive: Hive | None = None
    view: View | None = None
    key: str | None = None
    portable: PortableEntry | None = None
    font_package: str | None = None
    further_scope: Scope | None = None

    @property
    def code(self) -> str | None:
        """What names it in this engine's own records: the product code; of MSIX the family name."""
        return self.product_code or self.family_name

    @property
    def scopes(self) -> tuple[Scope, ...]:
        """The scopes that it counts for, its own first."""
        return (self.scope,) if self.further_scope is None else (self.scope, self.further_scope)

    @property
    def recorded_package(self) -> str | None:
        """The id of the package in the record that its installation left; None where it left none."""
        return self.portable.package_id if self.portable else self.font_package

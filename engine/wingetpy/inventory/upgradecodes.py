"""Upgrade codes: which family of MSI packages an installed product belongs to, as Windows Installer keeps it."""

from __future__ import annotations

import re

from wingetpy.errors import HostError
from wingetpy.hosts.registry import Hive, Registry
from wingetpy.model.scope import Scope

UPGRADE_CODE_KEYS = {
    Scope.machine: (Hive.machine, r"Software\Microsoft\Windows\CurrentVersion\Installer\UpgradeCodes"),
    Scope.user: (Hive.user, r"Software\Microsoft\Installer\UpgradeCodes"),
}
_PACKED = re.compile(r"[0-9A-Fa-f]{32}")


class UpgradeCodes:
    """Product code to upgrade code. Read when the first MSI asks, once for each scope."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._known: dict[Scope, dict[str, str]] = {}

    def of(self, product_code: str, scope: Scope) -> str | None:
        """The upgrade code, with braces, of a product code with braces; None if Windows Installer knows none."""
        if scope not in self._known:
            self._known[scope] = self._read(scope)
        return self._known[scope].get(product_code.upper())

    def _read(self, scope: Scope) -> dict[str, str]:
        hive, key = UPGRADE_CODE_KEYS[scope]
        found: dict[str, str] = {}
        try:
            for packed_upgrade in self._registry.subkeys(hive, key):
                upgrade = unpack_guid(packed_upgrade)
                products = self._registry.values(hive, f"{key}\\{packed_upgrade}") if upgrade else None
                for packed_product in products or ():
                    product = unpack_guid(packed_product)
                    if product and upgrade:
                        found[product] = upgrade
        except HostError:  # without rights to look there, there are only product codes
            return found
        return found


def unpack_guid(packed: str) -> str | None:
    """`{...}` in upper case from the 32 digits that Windows Installer uses as names; None if they are no such thing.

    The first three groups are stored backwards, in the rest each pair of digits is.
    """
    if not _PACKED.fullmatch(packed):
        return None
    text = packed.upper()
    pairs = "".join(text[at + 1] + text[at] for at in range(16, 32, 2))
    return f"{{{text[7::-1]}-{text[11:7:-1]}-{text[15:11:-1]}-{pairs[:4]}-{pairs[4:]}}}"

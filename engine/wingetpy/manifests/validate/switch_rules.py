"""Rules about the switches that a manifest gives to its installers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wingetpy.manifests.installer import Installer
from wingetpy.manifests.validate.flaw import Flaw
from wingetpy.manifests.validate.rule import InstallerRule
from wingetpy.model.msi_arguments import parse_msi_arguments
from wingetpy.model.technology import traits_of

BLOCKED_PROPERTIES = frozenset(("TRANSFORMS", "PATCH", "MSINEWINSTANCE", "ADMINPROPERTIES"))
"""Properties of the Windows Installer that would make it another installation."""

_ADDRESS = re.compile(r"(?:https?|ftp)://", re.IGNORECASE)
_SHARE = "\\\\"


class MsiSwitchesAreValid:
    """Switches of a Windows Installer package are ones that its API takes."""

    def flaws(self, installer: Installer) -> Iterator[Flaw]:
        for key, value in _msi_switches(installer):
            try:
                parse_msi_arguments(value)
            except ValueError as error:
                yield Flaw("InvalidMsiSwitches", ("InstallerSwitches", key), str(error), value)


class MsiPropertiesAreAllowed:
    """Switches set no property that makes it another installation."""

    def flaws(self, installer: Installer) -> Iterator[Flaw]:
        for key, value in _msi_switches(installer):
            try:
                properties = parse_msi_arguments(value).properties
            except ValueError:
                continue  # the other rule's finding
            for name, _ in properties:
                if name.upper() in BLOCKED_PROPERTIES:
                    yield Flaw("BlockedMsiProperty", ("InstallerSwitches", key), value=name)


class SwitchesNameNoShare:
    """Switches do not send an installer to a network share."""

    def flaws(self, installer: Installer) -> Iterator[Flaw]:
        for key, value in _switches(installer):
            if _SHARE in value:
                yield Flaw("ContainsNetworkAddress", ("InstallerSwitches", key), value=value)


class SwitchesNameNoUrl:
    """Switches do not send an installer to a URL."""

    def flaws(self, installer: Installer) -> Iterator[Flaw]:
        for key, value in _switches(installer):
            if _SHARE not in value and _ADDRESS.search(value):
                path = ("InstallerSwitches", key)
                yield Flaw("ContainsNetworkAddress", path, value=value, level="Warning")


def _switches(installer: Installer) -> Iterator[tuple[str, str]]:
    """The switches that the manifest gives, by key."""
    switches = installer.installer_switches
    for name, key in zip(switches.__struct_fields__, switches.__struct_encode_fields__, strict=True):
        value = getattr(switches, name)
        if value and key not in installer.defaulted_switches:
            yield key, value


def _msi_switches(installer: Installer) -> Iterator[tuple[str, str]]:
    if traits_of(installer.effective_type).takes_properties:
        yield from _switches(installer)


SWITCH_RULES: tuple[InstallerRule, ...] = (
    MsiSwitchesAreValid(),
    MsiPropertiesAreAllowed(),
    SwitchesNameNoShare(),
    SwitchesNameNoUrl(),
)

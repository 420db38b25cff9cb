"""What every new user gets, as far as the caller is told."""

from __future__ import annotations

from wingetpy.errors import ErrorCode, HostError
from wingetpy.hosts.packages.interface import Packages
from wingetpy.hosts.packages.package import MsixPackage
from wingetpy.model.text import fold

_UNTOLD = frozenset({ErrorCode.AccessDenied, ErrorCode.CommandRequiresAdmin, ErrorCode.HostCannot})


def provisioned_as_told(packages: Packages) -> list[MsixPackage]:
    """Return what every new user gets; empty for a caller whom the system does not tell.

    Windows tells administrators, from Windows 10 2004 on; others have packages of their own all the same. Who asks for
    what is provisioned, and for nothing else, asks `Packages.find_provisioned`.
    """
    try:
        return packages.find_provisioned()
    except HostError as error:
        if error.code not in _UNTOLD:
            raise
        return []


def provisioned_is_told(packages: Packages) -> bool:
    """Whether the system says what every new user gets: Windows before Windows 10 2004 does not, to nobody."""
    try:
        packages.find_provisioned()
    except HostError as error:
        if error.code not in _UNTOLD:
            raise
        return False
    return True


def provisioned_families(packages: Packages) -> frozenset[str]:
    """Return the families of `provisioned_as_told`, folded."""
    return frozenset(fold(one.family_name) for one in provisioned_as_told(packages))

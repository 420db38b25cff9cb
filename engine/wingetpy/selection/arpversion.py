"""Which version of a package an installed program is, where Apps & Features counts otherwise than manifests do."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import msgspec

from wingetpy.model.technology import traits_of
from wingetpy.model.version import Version


class VersionRange(msgspec.Struct, frozen=True):
    """A version of a package, and between which versions (both included) its installers are listed once installed."""

    version: Version
    minimum: Version
    maximum: Version

    @property
    def is_own(self) -> bool:
        """Whether it is listed as the very version it is."""
        return self.minimum == self.version == self.maximum

    def __contains__(self, installed: Version) -> bool:
        return self.minimum <= installed <= self.maximum


def map_installed_version(installed: Version, installer_type: str, versions: Iterable[AvailableVersion]) -> Version:
    """What an installed program is in terms of the package's versions.

    Args:
        installed: As Apps & Features has it.
        installer_type: Of what is installed; portables and the like are never mapped.
        versions: All versions of the package, in any order.

    Returns:
        The version whose range holds the installed one. Where ranges descend as versions do, a bound (`< 2.0`, `> 2.0`)
        for what lies between or above them. Otherwise the installed version as it is.
    """
    if not traits_of(installer_type).maps_version or installed.is_unknown:
        return installed
    ranges = _ranges(versions)
    if not any(not one.is_own for one in ranges):
        return installed
    for one in ranges:
        if installed in one:
            return one.version
    if not all(newer.minimum > older.maximum for newer, older in pairwise(ranges)):
        return installed
    for one in reversed(ranges):
        if one.minimum > installed:
            return one.version.approximate("<")
    return ranges[0].version.approximate(">")


class AvailableVersion(msgspec.Struct, frozen=True):
    """A version as a source lists it; the range is empty where its manifest does not say."""

    version: str
    arp_minimum: str = ""
    arp_maximum: str = ""


def _ranges(versions: Iterable[AvailableVersion]) -> list[VersionRange]:
    """The ranges that are known, newest version first; none if the newest version itself has none or its own only."""
    parsed = sorted(((Version.parse(one.version), one) for one in versions), key=lambda pair: pair[0], reverse=True)
    ranges = [
        VersionRange(version, Version.parse(one.arp_minimum), Version.parse(one.arp_maximum))
        for version, one in parsed
        if one.arp_minimum and one.arp_maximum and not version.is_unknown
    ]
    if not parsed or not ranges or ranges[0].version != parsed[0][0] or ranges[0].is_own:
        return []
    return ranges

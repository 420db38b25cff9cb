"""Whether packages are there and can be used: a quick test, which changes nothing."""

from __future__ import annotations

import msgspec

from wingetpy.deployment.package_set import PackageSetItem
from wingetpy.deployment.results import PackageReadyOrNewerAvailableStatus
from wingetpy.hosts.facts import MachineFacts
from wingetpy.hosts.packages import ArchitectureFilter, MsixPackage, Packages
from wingetpy.msix.identity import FullName, is_version, packed_version

_FLAGS = {
    "neutral": ArchitectureFilter.neutral,
    "x86": ArchitectureFilter.x86,
    "x64": ArchitectureFilter.x64,
    "arm": ArchitectureFilter.arm,
    "arm64": ArchitectureFilter.arm64,
    "x86a64": ArchitectureFilter.x86_on_arm64,
}
READY, NOT_READY = "Ready", "NotReady"
_RUNS_BESIDE = {"arm64": ArchitectureFilter.arm | ArchitectureFilter.x86_on_arm64}


class ItemState(msgspec.Struct, frozen=True, kw_only=True):
    """Whether an item can be used, and why not.

    Attributes:
        reason: `Ready`, `NotInstalled`, `NotRegistered` (it is on the machine, as far as the caller may see),
            `OlderVersion`, `OtherArchitecture` or the names of its status; `NotReady` of a product of which the system
            says no more.
        package: The best package of the family that the user has.
        newer_available: A higher version is on the machine.
    """

    item: PackageSetItem
    reason: str
    package: MsixPackage | None = None
    newer_available: bool = False

    @property
    def is_ready(self) -> bool:
        return self.reason == READY


class Readiness:
    """What the caller's user can use.

    Args:
        facts: Say which architectures the machine runs.
    """

    def __init__(self, packages: Packages, facts: MachineFacts) -> None:
        self._packages = packages
        self._runs = _runs(facts)
        self._sees_all = facts.elevated

    def has_family(self, family_name: str) -> bool:
        """Whether any package of a family can be used."""
        return bool(self._usable(PackageSetItem(package_family_name=family_name)))

    def has_package(self, full_name: str) -> bool:
        """Whether a package of that name can be used, or a newer one of its family and architecture."""
        return self.has_item(_item_of(full_name))

    def has_item(self, item: PackageSetItem) -> bool:
        """Whether a package of a set can be used."""
        return bool(self._usable(item))

    def newer(self, item: PackageSetItem) -> PackageReadyOrNewerAvailableStatus:
        """Whether it can be used, and whether a higher version is on the machine, as far as the caller may see."""
        usable = self._usable(item)
        if not usable:
            return PackageReadyOrNewerAvailableStatus.NotReady
        best = max(packed_version(one.version) for one in usable)
        there = self._fitting(item, self._packages.find(family_name=item.package_family_name, all_users=self._sees_all))
        if any(packed_version(one.version) > best for one in there):
            return PackageReadyOrNewerAvailableStatus.NewerAvailable
        return PackageReadyOrNewerAvailableStatus.Ready

    def newer_than(self, full_name: str) -> PackageReadyOrNewerAvailableStatus:
        """As `newer`, for a package."""
        return self.newer(_item_of(full_name))

    def state(self, item: PackageSetItem) -> ItemState:
        """Return whether an item can be used, and why not."""
        if self.has_item(item):
            best = _best(self._usable(item))
            newer = self.newer(item) is PackageReadyOrNewerAvailableStatus.NewerAvailable
            return ItemState(item=item, reason=READY, package=best, newer_available=newer)
        mine = self._packages.find(family_name=item.package_family_name)
        if not mine:
            there = self._packages.find(family_name=item.package_family_name, all_users=self._sees_all)
            return ItemState(item=item, reason="NotRegistered" if there else "NotInstalled")
        fitting = self._fitting(item, mine)
        if fitting:
            best = _best(fitting)
            return ItemState(item=item, reason=_status(best), package=best)
        recent = [one for one in mine if is_version(one.version) and _is_recent(one, item)]
        return ItemState(item=item, reason="OtherArchitecture" if recent else "OlderVersion", package=_best(mine))

    def state_of_package(self, full_name: str) -> ItemState:
        """As `state`, for a package."""
        return self.state(_item_of(full_name))

    def _usable(self, item: PackageSetItem) -> list[MsixPackage]:
        found = self._fitting(item, self._packages.find(family_name=item.package_family_name))
        return [one for one in found if one.status.is_ok]

    def _fitting(self, item: PackageSetItem, found: list[MsixPackage]) -> list[MsixPackage]:
        wanted = item.architectures or self._runs
        least = packed_version(item.min_version)
        return [
            one
            for one in found
            if is_version(one.version)
            and packed_version(one.version) >= least
            and _FLAGS.get(one.architecture.lower(), ArchitectureFilter.none) & wanted
        ]


def _best(packages: list[MsixPackage]) -> MsixPackage:
    return max(packages, key=lambda one: packed_version(one.version) if is_version(one.version) else -1)


def _is_recent(package: MsixPackage, item: PackageSetItem) -> bool:
    return packed_version(package.version) >= packed_version(item.min_version)


def _status(package: MsixPackage) -> str:
    """Return the names of what is wrong with a package."""
    return ", ".join("".join(part.capitalize() for part in (one.name or "").split("_")) for one in package.status)


def _item_of(full_name: str) -> PackageSetItem:
    parts = FullName.parse(full_name)
    assert parts is not None, "a target of this kind was parsed"
    return PackageSetItem(
        package_family_name=parts.family_name,
        min_version=parts.version,
        processor_architecture_filter=_FLAGS[parts.architecture.lower()],
    )


def _runs(facts: MachineFacts) -> ArchitectureFilter:
    runs = ArchitectureFilter.neutral | _RUNS_BESIDE.get(facts.architecture, ArchitectureFilter.none)
    for name in (facts.architecture, *facts.emulated_architectures):
        runs |= _FLAGS.get(name, ArchitectureFilter.none)
    return runs

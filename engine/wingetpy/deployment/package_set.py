"""Sets of packages, and what each verb needs of them."""

from __future__ import annotations

import msgspec

from wingetpy.deployment.faults import invalid_argument
from wingetpy.deployment.support import PackageVerb
from wingetpy.deployment.targets import PackageTarget, family_target, parse_uri
from wingetpy.hosts.packages import ArchitectureFilter
from wingetpy.hosts.packages.file_uri import file_uri
from wingetpy.msix.identity import is_version

_NEED_URI = (PackageVerb.add, PackageVerb.stage, PackageVerb.ensure_is_ready)
_NEED_FAMILY = (
    *_NEED_URI,
    PackageVerb.is_ready,
    PackageVerb.register,
    PackageVerb.provision,
    PackageVerb.deprovision,
)
ANY_VERSION = "0.0.0.0"


class PackageSetItem(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """A package of a set.

    Attributes:
        package_family_name: Which family; with `min_version` and the filter it says what is ready for use.
        min_version: Four numbers.
        processor_architecture_filter: Flags of `ArchitectureFilter`; 0: what the machine runs.
        package_uri: Where it can be had: `file:`, `http:`, `https:`, `ms-uup:`, or a whole path; None for the set's.
    """

    id: str = ""
    package_family_name: str = ""
    min_version: str = ANY_VERSION
    processor_architecture_filter: int = 0
    package_uri: str | None = None

    @property
    def architectures(self) -> ArchitectureFilter:
        return ArchitectureFilter(self.processor_architecture_filter)


class PackageSet(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """Packages that are worked on one after the other. `package_uri`: for items without one (of the shipped API)."""

    id: str = ""
    package_set_items: tuple[PackageSetItem, ...] = ()
    package_uri: str | None = None

    def uri_of(self, item: PackageSetItem) -> str | None:
        """Return where an item can be had."""
        given = item.package_uri or self.package_uri
        return given and (file_uri(given) or given)


def validated_set(verb: PackageVerb, packages: PackageSet) -> PackageSet:
    """Return a set that has all that a verb needs.

    Raises:
        BadRequest: InvalidParameter: no id, no items, or an item without what the verb needs.
    """
    if not packages.id:
        raise invalid_argument("The package set has no Id.", "PackageSet", "Give the package set an Id.")
    if not packages.package_set_items:
        raise invalid_argument(
            f"The package set '{packages.id}' has no items.", packages.id, "Give the package set at least one item."
        )
    for item in packages.package_set_items:
        _validate(verb, packages, item)
    return packages


def item_target(verb: PackageVerb, packages: PackageSet, item: PackageSetItem) -> PackageTarget:
    """Return what a verb works on for an item of a validated set: its URI where the verb takes it, else its family."""
    uri = packages.uri_of(item)
    if (
        uri
        and (verb in (*_NEED_URI, PackageVerb.register) or _is_product(uri))
        and verb
        not in (
            PackageVerb.provision,
            PackageVerb.deprovision,
        )
    ):
        return parse_uri(PackageVerb.add if verb is PackageVerb.ensure_is_ready else verb, uri)
    return family_target(item.package_family_name)


def _validate(verb: PackageVerb, packages: PackageSet, item: PackageSetItem) -> None:
    name = item.id or item.package_family_name or "an item"
    uri = packages.uri_of(item)
    if verb in _NEED_FAMILY or not (uri and _is_product(uri)):
        family_target(item.package_family_name)
    if not is_version(item.min_version):
        raise invalid_argument(
            f"'{item.min_version}', the minimum version of {name}, is no version.",
            packages.id,
            "Give four numbers up to 65535, as in 1.2.0.0.",
        )
    if item.processor_architecture_filter & ~sum(ArchitectureFilter) or item.processor_architecture_filter < 0:
        raise invalid_argument(
            f"{item.processor_architecture_filter} is no filter of architectures.",
            packages.id,
            "Add up Neutral 1, X86 2, X64 4, Arm 8, Arm64 16, X86OnArm64 32; 0 for what the machine runs.",
        )
    if verb in _NEED_URI and not uri:
        raise invalid_argument(
            f"{verb} does not know where to get {name}: it has no PackageUri.",
            packages.id,
            "Give each item, or the set, a PackageUri.",
        )
    if uri:
        item_target(verb, packages, item)


def _is_product(uri: str) -> bool:
    return uri.lower().startswith("ms-uup:")

"""Which packages of a bundle fit a machine: one with the application, and the resources for its user."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from wingetpy.errors import ErrorCode, MsixError
from wingetpy.model.locale import MATCHES, distance
from wingetpy.msix.bundle_manifest import BundledPackage, BundleManifest
from wingetpy.msix.dependencies import DeviceFamily
from wingetpy.msix.identity import packed_version

SUPPORTED = {
    "x86": ("x86", "neutral"),
    "x64": ("x64", "x86", "neutral"),
    "arm": ("arm", "neutral"),
    "arm64": ("arm64", "x86a64", "x64", "x86", "arm", "neutral"),
}
"""Architectures of packages that run on one of a machine, the best first."""


class MachineFit(msgspec.Struct, frozen=True, kw_only=True):
    """What packages are chosen for.

    Attributes:
        architecture: Of the machine: `x64`.
        os_version: `10.0.22631.0`; empty leaves it out.
        languages: Of the user, the first the most wanted.
        scale: Of the screen, in percent.
        dx_level: The highest DirectX feature level, 9 to 12.
    """

    architecture: str
    os_version: str = ""
    languages: tuple[str, ...] = ()
    scale: int = 100
    dx_level: int = 12


def runs_here(architecture: str, fit: MachineFit) -> bool:
    """Return whether a package of an architecture runs on a machine."""
    return architecture.lower() in SUPPORTED.get(fit.architecture, ("neutral",))


def os_fits(families: Iterable[DeviceFamily], os_version: str) -> bool:
    """Return whether a package is for desktops of this version of Windows; one that names no families is for all."""
    families = tuple(families)
    if not families or not os_version:
        return True
    here = packed_version(os_version)
    return any(family.is_desktop and packed_version(family.minimum) <= here for family in families)


def choose_packages(
    bundle: BundleManifest, fit: MachineFit, *, stub: bool = False, all_resources: bool = False
) -> tuple[BundledPackage, ...]:
    """Return the package of a bundle with the application, and those with the resources for it.

    Args:
        bundle: The bundle's manifest.
        fit: The machine and its user.
        stub: Take the stub instead of the whole application where the bundle has one.
        all_resources: Take all packages of resources.

    Raises:
        MsixError: InstallWrongProcessorArchitecture, InstallPrerequisiteFailed; no application fits.
    """
    application = _application(bundle, fit, stub=stub)
    if application.is_stub:
        return (application,)
    others = [package for package in bundle.packages if not package.is_application]
    if all_resources:
        return (application, *others)
    wanted = {
        *_by_language(others, fit.languages),
        *_by_scale(others, fit.scale),
        *_by_level(others, fit.dx_level),
        *(package for package in others if not package.resources),
    }
    return (application, *(package for package in others if package in wanted))


def _application(bundle: BundleManifest, fit: MachineFit, *, stub: bool) -> BundledPackage:
    offered = [package for package in bundle.packages if package.is_application]
    stubs = [package for package in offered if package.is_stub]
    offered = stubs if stub and stubs else [package for package in offered if not package.is_stub]
    order = SUPPORTED.get(fit.architecture, ("neutral",))
    running = sorted(
        (package for package in offered if package.architecture in order),
        key=lambda package: order.index(package.architecture),
    )
    if not running:
        offers = ", ".join(sorted({package.architecture for package in offered})) or "none"
        raise _unfit(
            bundle,
            f"no application in it is for the architecture {fit.architecture}, but for {offers}",
            ErrorCode.InstallWrongProcessorArchitecture,
        )
    for package in running:
        if os_fits(package.device_families, fit.os_version):
            return package
    reason = f"its application is not for Windows {fit.os_version}"
    raise _unfit(bundle, reason, ErrorCode.InstallPrerequisiteFailed)


def _by_language(packages: Sequence[BundledPackage], wanted: Sequence[str]) -> set[BundledPackage]:
    """Return for each language of the user the packages of the nearest one."""
    chosen: set[BundledPackage] = set()
    for language in wanted:
        near = {
            package: max(distance(language, one.language) for one in package.resources if one.language)
            for package in packages
            if any(one.language for one in package.resources)
        }
        best = max(near.values(), default=0.0)
        if best >= MATCHES:
            chosen |= {package for package, how_near in near.items() if how_near == best}
    return chosen


def _by_scale(packages: Sequence[BundledPackage], wanted: int) -> set[BundledPackage]:
    """Return the packages of the scale that is at least the wanted one, or of the largest."""
    scales = {one.scale for package in packages for one in package.resources if one.scale}
    if not scales:
        return set()
    best = min((scale for scale in scales if scale >= wanted), default=max(scales))
    return {package for package in packages if any(one.scale == best for one in package.resources)}


def _by_level(packages: Sequence[BundledPackage], highest: int) -> set[BundledPackage]:
    """Return the packages of the highest DirectX level that the machine has."""
    levels = {one.dx_level for package in packages for one in package.resources if one.dx_level}
    usable = [level for level in levels if (number := _level(level)) and number <= highest]
    if not usable:
        return set()
    best = max(usable, key=_level)
    return {package for package in packages if any(one.dx_level == best for one in package.resources)}


def _level(text: str) -> int:
    """Return the number of `dx11`; 0 for anything else."""
    digits = text.lower().removeprefix("dx")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 2 else 0


def _unfit(bundle: BundleManifest, reason: str, code: ErrorCode) -> MsixError:
    name = bundle.identity.full_name
    return MsixError(
        f"The bundle '{name}' does not fit this machine: {reason}.",
        code=code,
        category="NotInstalled",
        target=name,
        remedy="Get the package for this machine from its publisher.",
    )

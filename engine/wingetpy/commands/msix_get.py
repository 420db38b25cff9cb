"""`msix/get` and `msix/test`: which MSIX packages are there, and whether they can be used."""

from __future__ import annotations

from fnmatch import fnmatchcase

from wingetpy.commands.command import Command
from wingetpy.commands.msix_change import MsixTargetParameters
from wingetpy.commands.msix_rows import MsixPackageRow, MsixReadinessRow, package_row
from wingetpy.commands.parameters import Totals
from wingetpy.deployment.manager import PackageDeploymentManager
from wingetpy.deployment.package_set import PackageSet
from wingetpy.deployment.readiness import ItemState
from wingetpy.errors import BadRequest, ErrorCode, HostError
from wingetpy.errors.secrets import without_secrets
from wingetpy.hosts.packages import MsixPackage, PackageTypes
from wingetpy.hosts.packages.interface import LISTED, Packages
from wingetpy.hosts.packages.provisioned import provisioned_families
from wingetpy.model.call import Call
from wingetpy.model.proxy import NetworkParameters
from wingetpy.model.text import fold
from wingetpy.operations.context import Context
from wingetpy.operations.request import Text

_EVERY_TYPE = LISTED | PackageTypes.optional | PackageTypes.resource | PackageTypes.bundle


class MsixGetParameters(NetworkParameters, frozen=True, rename="pascal", kw_only=True):
    """Which packages are listed; all that is given must hold.

    Attributes:
        name: Of the identity, a family name or a full name; `*` and `?` are wildcards.
        all_users: Also what others have, and what is only staged. Needs administrator rights.
        all_kinds: Also resource packages, bundles and optional packages.
        provisioned: Only what every new user gets.
    """

    name: Text | None = None
    all_users: bool = False
    all_kinds: bool = False
    provisioned: bool = False


class MsixReady(Totals, frozen=True, rename="pascal", kw_only=True):
    """`is_ready`: all of them can be used."""

    is_ready: bool


def get(context: Context, parameters: MsixGetParameters, call: Call) -> Totals:
    """List packages, by name and version."""
    packages = context.host.packages
    if parameters.provisioned:
        found = packages.find_provisioned()
        families = frozenset(fold(one.family_name) for one in found)
    else:
        families = provisioned_families(packages)
        types = _EVERY_TYPE if parameters.all_kinds else LISTED
        found = packages.find(types=types, all_users=parameters.all_users)
    rows = [
        package_row(
            one,
            provisioned=fold(one.family_name) in families,
            pending=_is_pending(packages, one.full_name),
        )
        for one in sorted(found, key=lambda one: fold(one.full_name))
        if _is_meant(one, parameters.name)
    ]
    call.items(rows)
    return Totals(count=len(rows))


def test(context: Context, parameters: MsixTargetParameters, call: Call) -> MsixReady:
    """Say of a target, or of each item of a set, whether it can be used, and why not."""
    manager = PackageDeploymentManager(context.host, call)
    if (parameters.target is None) == (parameters.package_set is None):
        raise BadRequest(
            "A test needs either a target or a package set.",
            code=ErrorCode.InvalidParameter,
            remedy="Give a full name, a family name, an ms-uup: URI or a set of packages.",
        )
    provisioned = provisioned_families(context.host.packages)
    if parameters.package_set is not None:
        states = manager.states_of_set(parameters.package_set)
        is_ready = all(one.is_ready for one in states)
    else:
        states = manager.states(parameters.target or "")
        is_ready = manager.is_package_ready(parameters.target or "")
    rows = [_readiness_row(context, one, parameters, provisioned) for one in states]
    call.items(rows)
    return MsixReady(count=len(rows), is_ready=is_ready)


def _readiness_row(
    context: Context, state: ItemState, parameters: MsixTargetParameters, provisioned: frozenset[str]
) -> MsixReadinessRow:
    item, packages, best = state.item, context.host.packages, state.package
    whole = parameters.package_set or PackageSet()
    return MsixReadinessRow(
        set_id=whole.id,
        item=item.id,
        target=parameters.target or item.package_family_name,
        is_ready=state.is_ready,
        reason=state.reason,
        family_name=item.package_family_name,
        min_version=item.min_version if item.min_version != "0.0.0.0" else "",
        version=best.version if best else "",
        full_name=best.full_name if best else "",
        newer_available=state.newer_available,
        registration_pending=best is not None and _is_pending(packages, best.full_name),
        provisioned=fold(item.package_family_name) in provisioned,
        uri=without_secrets(whole.uri_of(item) or ""),
    )


def _is_pending(packages: Packages, full_name: str) -> bool:
    """Whether a registration is known to be pending: a Windows that has no way to say so lists its packages, too."""
    try:
        return packages.registration_pending(full_name)
    except HostError as error:
        if error.code is not ErrorCode.HostCannot:
            raise
        return False


def _is_meant(package: MsixPackage, pattern: str | None) -> bool:
    """Whether a package is what a pattern says; `[` means itself."""
    if not pattern:
        return True
    wanted = fold(pattern).replace("[", "[[]")
    names = (package.family_name.rpartition("_")[0], package.family_name, package.full_name)
    return any(fnmatchcase(fold(name), wanted) for name in names)


GET = Command(MsixGetParameters, Totals, get, items=MsixPackageRow)
TEST = Command(MsixTargetParameters, MsixReady, test, items=MsixReadinessRow)

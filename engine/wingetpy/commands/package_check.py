"""`package/check`: whether packages are installed as their manifests say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wingetpy.commands.command import Command
from wingetpy.commands.objects import InstalledStatus, ShownCheck
from wingetpy.commands.parameters import CheckParameters, Totals
from wingetpy.correlation.correlated import Correlated
from wingetpy.correlation.installed_status import InstallerStatus, check_installed, verdict
from wingetpy.errors import BadRequest, NotFound
from wingetpy.manifests.model import Manifest
from wingetpy.model.call import Call
from wingetpy.model.version import Version
from wingetpy.operations.context import Context
from wingetpy.operations.find_target import find_target
from wingetpy.operations.installed import Inventory, matching, take_inventory
from wingetpy.operations.request import PackageRequest
from wingetpy.selection.candidate import Candidate
from wingetpy.sources.request import MatchOption


def check(context: Context, parameters: CheckParameters, call: Call) -> Totals:
    """Emit one object a package; a package that is not installed is compared with its newest manifest.

    Raises:
        BadRequest: nothing was asked for.
        NotFound: no installed package and none of the sources fits.
    """
    if parameters.empty:
        raise BadRequest(
            "check: no package was named.", remedy="Name one by its id, name, moniker, product code or a query."
        )
    inventory = take_inventory(context, call, parameters.source)
    default = MatchOption.equals_case_insensitive
    found = matching(inventory, parameters, parameters.scope, single=True, default=default)
    count = 0
    for status in _statuses(context, parameters, inventory, found, call):
        call.items([status])
        count += 1
        if call.cancelled:
            break
    return Totals(count=count, cancelled=call.cancelled)


def _statuses(
    context: Context, parameters: CheckParameters, inventory: Inventory, found: Sequence[Correlated], call: Call
) -> Iterator[InstalledStatus]:
    if not found:
        yield _of_missing(context, parameters, call)
    for one in found:
        yield _of_installed(context, inventory, one)


def _of_installed(context: Context, inventory: Inventory, one: Correlated) -> InstalledStatus:
    manifest, exact = _manifest_of(inventory, one)
    statuses = check_installed(context.host.files, manifest, one, hashes=exact) if manifest else []
    return InstalledStatus(
        id=one.id,
        name=one.entry.name,
        installed_version=one.version,
        checked_version=manifest.package_version if manifest else "",
        source=one.package.source if one.package else "",
        scope=one.entry.scope.value,
        product_code=one.entry.product_code or "",
        local_id=one.entry.local_id,
        status=verdict(statuses, listed=True),
        checks=_shown(statuses),
    )


def _manifest_of(inventory: Inventory, one: Correlated) -> tuple[Manifest | None, bool]:
    """The manifest to compare with, and whether it is that of the installed version itself."""
    if one.package is None or inventory.sources is None or not one.available_versions:
        return None, False
    installed = Version.parse(one.version)
    same = next((text for text in one.available_versions if Version.parse(text) == installed.base), None)
    manifest = inventory.sources.manifest(one.package, same or one.available_versions[0])
    return manifest, same is not None and not installed.is_approximate


def _of_missing(context: Context, parameters: CheckParameters, call: Call) -> InstalledStatus:
    if parameters.product_code is not None:
        raise NotFound(
            f"No installed package has the product code {parameters.product_code}.", target=parameters.product_code
        )
    asked = {name: getattr(parameters, name) for name in parameters.__struct_fields__}
    target = find_target(context, PackageRequest(**asked), call)
    manifest = target.manifest(target.versions[0])
    statuses = check_installed(context.host.files, manifest, None, hashes=False)
    return InstalledStatus(
        id=target.identifier,
        name=manifest.localization.package_name or target.identifier,
        installed_version="",
        checked_version=manifest.package_version,
        source=target.origin.name,
        scope="",
        product_code="",
        local_id="",
        status=verdict(statuses, listed=False),
        checks=_shown(statuses),
    )


def _shown(statuses: Sequence[InstallerStatus]) -> tuple[ShownCheck, ...]:
    return tuple(
        ShownCheck(
            installer=Candidate.of(0, status.installer).description,
            type=check.type.value,
            path=check.path,
            status=f"0x{check.code:08X}",
            symbol=check.code.name,
            passed=not check.code.is_wrong,
        )
        for status in statuses
        for check in status.checks
    )


CHECK = Command(CheckParameters, Totals, check, items=InstalledStatus)

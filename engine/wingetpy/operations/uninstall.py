"""Which installed packages an uninstall means."""

from __future__ import annotations

from wingetpy.correlation.correlated import Correlated
from wingetpy.errors import BadRequest, ErrorCode, NotFound
from wingetpy.errors.remedies import NAME_PACKAGE, NOT_INSTALLED
from wingetpy.model.call import Call
from wingetpy.model.version import Version, is_version
from wingetpy.operations.context import Context
from wingetpy.operations.decide import decide_uninstall
from wingetpy.operations.find_target import find_target
from wingetpy.operations.installed import installed_as, matching, several_installed, take_inventory
from wingetpy.operations.plan import PlannedOperation
from wingetpy.operations.request import PackageRequest, UninstallRequest
from wingetpy.operations.wording import NO_PACKAGE_TO_UNINSTALL, not_installed
from wingetpy.sources.request import MatchOption


def plan_removals(context: Context, request: UninstallRequest, call: Call) -> list[PlannedOperation]:
    """Plan the removal of the package that is meant; of each of its installed versions with `all_versions`.

    Raises:
        BadRequest: nothing was asked for.
        NotFound: with the sentence of the seed.
        Ambiguous: several packages match; each is named.
    """
    if request.manifest is not None:
        return [decide_uninstall(context, request, _of_manifest(context, request, call))]
    if request.empty:
        raise BadRequest("An uninstall needs a package.", remedy=NAME_PACKAGE)
    return [decide_uninstall(context, request, one) for one in _meant(context, request, call)]


def _meant(context: Context, request: UninstallRequest, call: Call) -> list[Correlated]:
    inventory = take_inventory(context, call, request.source)
    found = matching(inventory, request, request.scope, single=True, default=MatchOption.equals_case_insensitive)
    if not found:
        raise NotFound(NO_PACKAGE_TO_UNINSTALL, target=request.named, remedy=NOT_INSTALLED)
    if request.version is not None:
        found = of_version(found, request.version, request.named)
    if len(found) > 1 and not (request.all_versions and len({one.id for one in found}) == 1):
        raise several_installed(found, request.named)
    return found


def of_version(found: list[Correlated], version: str, asked: str | None) -> list[Correlated]:
    """Return those of the packages that are installed in a version. Raises NotFound, BadRequest."""
    if not is_version(version):
        raise BadRequest(
            f"'{version}' is no version: an unknown version cannot be approximate.",
            target=asked,
            remedy="Name an installed version, or none.",
        )
    wanted = Version.parse(version)
    fitting = [one for one in found if Version.parse(one.version) == wanted]
    if not fitting:
        installed = ", ".join(one.version for one in found)
        raise NotFound(
            f"Version {version} of {asked} is not installed; installed: {installed}.",
            code=ErrorCode.NoManifestFound,
            target=asked,
            remedy="Name an installed version, or none.",
        )
    return fitting


def _of_manifest(context: Context, request: UninstallRequest, call: Call) -> Correlated:
    target = find_target(context, PackageRequest(manifest=request.manifest), call)
    inventory, manifest = take_inventory(context, call), target.manifest(target.versions[0])
    families = [one.package_family_name for one in manifest.installers if one.package_family_name]
    there = installed_as(inventory, target, request.scope, families)
    if there is None:
        raise not_installed(manifest.localization.package_name or target.identifier)
    return there

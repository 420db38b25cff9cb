"""`package/uninstall`: one installed package, or all its installed versions."""

from __future__ import annotations

from wingetpy.commands.candidates import find_candidate
from wingetpy.commands.command import Command
from wingetpy.commands.deciding import decide_uninstall
from wingetpy.commands.engine import Engine
from wingetpy.commands.installed import installed_as, matching, take_inventory
from wingetpy.commands.objects import UninstallResult
from wingetpy.commands.package_update import several_installed
from wingetpy.commands.parameters import Totals, UninstallParameters
from wingetpy.commands.running import is_stale, totals, uninstall_one
from wingetpy.commands.wording import NO_PACKAGE_TO_UNINSTALL, not_installed
from wingetpy.correlation.correlated import Correlated
from wingetpy.errors import BadRequest, ErrorCode, NotFound
from wingetpy.model.call import Call
from wingetpy.model.version import Version
from wingetpy.operations.plan import PlannedOperation
from wingetpy.sources.request import MatchOption


def uninstall(engine: Engine, parameters: UninstallParameters, call: Call) -> Totals:
    """Raises what is wrong before a package is known; what fails afterwards is in its result."""
    results: list[UninstallResult] = []
    for planned in plan_all(engine, parameters, call):
        if call.cancelled:
            break
        result = uninstall_one(engine, planned, parameters, call)
        if is_stale(result, parameters) and not parameters.all_versions:
            [anew] = plan_all(engine, parameters, call)
            result = uninstall_one(engine, anew, parameters, call)
        results.append(result)
        call.items([result])
    return totals(results, call)


def plan_all(engine: Engine, parameters: UninstallParameters, call: Call) -> list[PlannedOperation]:
    """The plan of the package that is meant; of each of its installed versions with `all_versions`."""
    if parameters.plan_id is not None:
        return [engine.plans.take(parameters.plan_id, "Uninstall")]
    if parameters.manifest is not None:
        return [decide_uninstall(engine, parameters, _of_manifest(engine, parameters, call))]
    if parameters.empty:
        raise BadRequest("An uninstall needs a package.", remedy="Give Id, Name, Moniker, Query or ProductCode.")
    return [decide_uninstall(engine, parameters, one) for one in _meant(engine, parameters, call)]


def _meant(engine: Engine, parameters: UninstallParameters, call: Call) -> list[Correlated]:
    inventory = take_inventory(engine, call, parameters.source)
    asked = parameters.query or parameters.id or parameters.name or parameters.product_code
    found = matching(inventory, parameters, parameters.scope, single=True, default=MatchOption.equals_case_insensitive)
    if not found:
        raise NotFound(NO_PACKAGE_TO_UNINSTALL, target=asked, remedy="Name it as the list of what is installed does.")
    if parameters.version is not None:
        wanted = Version.parse(parameters.version)
        versions = ", ".join(one.version for one in found)
        found = [one for one in found if Version.parse(one.version) == wanted]
        if not found:
            raise NotFound(
                f"Version {parameters.version} of {asked} is not installed; installed is {versions}.",
                code=ErrorCode.NoManifestFound,
                target=asked,
                remedy="Name an installed version, or none.",
            )
    if len(found) > 1 and not (parameters.all_versions and len({one.id for one in found}) == 1):
        raise several_installed(found, asked)
    return found


def _of_manifest(engine: Engine, parameters: UninstallParameters, call: Call) -> Correlated:
    candidate = find_candidate(engine, parameters, parameters.manifest, call)
    there = installed_as(take_inventory(engine, call), candidate, parameters.scope)
    if there is None:
        manifest = candidate.manifest(candidate.versions[0])
        raise not_installed(manifest.localization.package_name or candidate.identifier)
    return there


UNINSTALL = Command(UninstallParameters, Totals, uninstall, items=UninstallResult)

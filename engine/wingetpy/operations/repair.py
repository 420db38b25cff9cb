"""Which installed package a repair means, and what it comes to."""

from __future__ import annotations

import msgspec

from wingetpy.correlation.correlated import Correlated
from wingetpy.errors import BadRequest, ErrorCode, HostError, ManifestError, NotFound, OperationError
from wingetpy.errors.remedies import HASH_CHECK_ELEVATED, NAME_PACKAGE, NOT_INSTALLED
from wingetpy.installers.kinds import technology_of_installed
from wingetpy.installers.technology import InstallOptions, Origin, RepairTask
from wingetpy.model.call import Call
from wingetpy.operations.context import Context
from wingetpy.operations.find_target import choose_version, find_target, target_of
from wingetpy.operations.installed import Inventory, installed_as, matching, several_installed, take_inventory
from wingetpy.operations.plan import Plan, PlannedOperation
from wingetpy.operations.plan_download import plan_download
from wingetpy.operations.request import RepairRequest, scope_of
from wingetpy.operations.target import LOCAL, ChosenVersion, Target
from wingetpy.operations.uninstall import of_version
from wingetpy.operations.wished_log import wished_log
from wingetpy.operations.wording import NO_PACKAGE_TO_UNINSTALL, not_installed
from wingetpy.sources.request import MatchOption


def plan_repair(context: Context, request: RepairRequest, call: Call) -> PlannedOperation:
    """Plan the repair of the one installed package that is meant.

    Raises:
        BadRequest: nothing was asked for.
        NotFound: with the sentence of the seed.
        Ambiguous: several packages match; each is named.
    """
    if request.allow_hash_mismatch and context.facts.elevated:
        raise OperationError(
            "An elevated process does not accept a hash mismatch.",
            code=ErrorCode.InvalidClArguments,
            category="SecurityError",
            remedy=HASH_CHECK_ELEVATED,
        )
    inventory = take_inventory(context, call, request.source)
    there, target = _meant(context, request, inventory, call)
    try:
        return _planned(context, request, there, target, call)
    except (OperationError, HostError, ManifestError) as error:
        return PlannedOperation(
            plan=msgspec.structs.replace(_plan(there), action="None", reason=error.symbol),
            facts=context.facts,
            installed=there.entry,
        ).refused(error)


def _meant(
    context: Context, request: RepairRequest, inventory: Inventory, call: Call
) -> tuple[Correlated, Target | None]:
    if request.manifest is not None:
        target = find_target(context, request, call)
        there = installed_as(inventory, target, request.scope)
        if there is None:
            manifest = target.manifest(target.versions[0])
            raise not_installed(manifest.localization.package_name or target.identifier)
        return there, target
    if request.empty:
        raise BadRequest("A repair needs a package.", remedy=NAME_PACKAGE)
    found = matching(inventory, request, request.scope, single=True, default=MatchOption.equals_case_insensitive)
    if not found:
        raise NotFound(NO_PACKAGE_TO_UNINSTALL, target=request.named, remedy=NOT_INSTALLED)
    if request.version is not None:
        found = of_version(found, request.version, request.named)
    if len(found) > 1:
        raise several_installed(found, request.named)
    there = found[0]
    if there.package is None or inventory.sources is None:
        return there, None
    return there, target_of(inventory.sources, there.package)


def _planned(
    context: Context, request: RepairRequest, there: Correlated, target: Target | None, call: Call
) -> PlannedOperation:
    chosen = _chosen(context, request, there, target, call)
    installer = chosen.choice.installer if chosen else None
    options = InstallOptions(
        scope=scope_of(request.scope),
        mode=request.mode,
        log=wished_log(request.log, installer, there.id, call) if installer else request.log,
        may_ask=context.may_ask(request.disable_interactivity),
        force=request.force,
        allow_hash_mismatch=request.allow_hash_mismatch,
    )
    origin: Origin = target.origin if target else LOCAL
    task = RepairTask(
        package=there.id,
        installed=there.entry,
        origin=origin,
        manifest=chosen.manifest if chosen else None,
        installer=installer,
        options=options,
        settings=context.settings,
    )
    work = technology_of_installed(there.entry.installer_type).repair(context.host, task)
    preview = work.preview
    plan = msgspec.structs.replace(
        _plan(there),
        location=preview.location,
        command_line=preview.command_line,
        switches=preview.switches,
        steps=preview.steps,
    )
    download = None
    if chosen and installer and target and installer.repair_behavior == "installer" and preview.switches:
        plan, download = plan_download(context, plan, chosen.manifest, installer, target, options)
    planned = PlannedOperation(
        plan=plan, facts=context.facts, work=work, installed=there.entry, download=download, manifest=task.manifest
    )
    return planned if work.refusal is None else planned.refused(work.refusal)


def _chosen(
    context: Context, request: RepairRequest, there: Correlated, target: Target | None, call: Call
) -> ChosenVersion | None:
    """Return the manifest of the installed version, and its installer for this machine; None where there is none."""
    if target is None:
        return None
    wanted = msgspec.structs.replace(request, version=target.versions[0] if request.manifest else there.version)
    try:
        return choose_version(context, target, wanted, there.facts, call)
    except NotFound:  # the source has the installed version no more
        return None


def _plan(there: Correlated) -> Plan:
    entry = there.entry
    return Plan(
        operation="Repair",
        action="Repair",
        id=there.id,
        name=entry.name,
        source=there.package.source if there.package else "",
        from_version=there.version,
        to_version=there.version,
        scope=entry.scope.value,
        location=entry.install_location or "",
        architecture=entry.architecture or "",
        installer_type=entry.installer_type,
    )

"""What an install, update or uninstall of a package comes to: the plan, from what is asked, offered and installed."""

from __future__ import annotations

from pathlib import PureWindowsPath

import msgspec

from wingetpy.commands.candidates import Candidate, Selected, candidate_of, find_candidate, scope_of, select
from wingetpy.commands.dependencies import missing_dependencies
from wingetpy.commands.engine import Engine
from wingetpy.commands.installed import Inventory, against, installed_as, take_inventory
from wingetpy.commands.parameters import InstallParameters, UninstallParameters, UpdateParameters
from wingetpy.commands.placement import portable_roots, usual_location, usual_scope
from wingetpy.commands.unchanged import nothing, or_refused
from wingetpy.commands.wording import no_update_available, not_installed_so_no_update
from wingetpy.correlation.correlated import Correlated
from wingetpy.errors import ErrorCode, NotApplicable, OperationError
from wingetpy.model.call import Call
from wingetpy.model.version import Version
from wingetpy.operations.plan import InstallOptions, PlannedDependency, PlannedOperation, UninstallOptions
from wingetpy.operations.planning import plan_install, plan_uninstall, plan_update
from wingetpy.selection.availability import UpdateState
from wingetpy.selection.wishes import InstalledFacts


def decide_install(engine: Engine, parameters: InstallParameters, call: Call) -> PlannedOperation:
    """Install what is missing, update what is older, leave alone what is there in the wanted version or newer.

    What stands in the way of a package that was found is in the plan.

    Raises:
        NotFound, Ambiguous, SourceError: no such package, version or source.
        BadRequest: wishes that cannot be.
    """
    candidate = find_candidate(engine, parameters, parameters.manifest, call)
    if candidate.opened is not None:
        engine.tell_of_settings(call)
        inventory = against(engine, candidate.opened, call)
    else:
        inventory = take_inventory(engine, call)
    there = installed_as(inventory, candidate, parameters.scope)
    return or_refused(
        engine,
        "Install",
        candidate,
        there,
        lambda: _decide_found(engine, parameters, candidate, there, inventory, call),
    )


def _decide_found(
    engine: Engine,
    parameters: InstallParameters,
    candidate: Candidate,
    there: Correlated | None,
    inventory: Inventory,
    call: Call,
) -> PlannedOperation:
    if parameters.dependencies_only:
        return _dependencies_only(engine, parameters, candidate, inventory, call)
    if there is None or parameters.force:
        selected = select(engine, candidate, parameters, InstalledFacts(), call)
        return _planned(engine, parameters, candidate, selected, inventory, None, call)
    if parameters.no_upgrade:
        raise OperationError(
            f"{there.entry.name} [{candidate.identifier}] {there.version} is installed already.",
            code=ErrorCode.PackageAlreadyInstalled,
            category="ResourceExists",
            target=candidate.identifier,
            remedy="Leave --no-upgrade (-NoUpgrade) away to update it.",
        )
    selected = select(engine, candidate, parameters, there.facts, call)
    if Version.parse(there.version) >= selected.manifest.version and there.state is not UpdateState.latest:
        return nothing(engine, "Install", "AlreadyInstalled", there, candidate.identifier)
    return _planned(engine, parameters, candidate, selected, inventory, there, call)


def decide_update(
    engine: Engine, parameters: UpdateParameters, there: Correlated, inventory: Inventory, call: Call
) -> PlannedOperation:
    """Update an installed package, or say why there is nothing to do."""
    if parameters.manifest is not None:
        candidate = find_candidate(engine, parameters, parameters.manifest, call)
    elif there.package is None or inventory.sources is None:
        return nothing(
            engine,
            "Update",
            "NoApplicableInstallers",
            there,
            there.id,
            NotApplicable(
                f"No configured source knows {there.entry.name} [{there.id}].",
                target=there.id,
                remedy="Add a source that has it, or update it by its own means.",
            ),
        )
    else:
        candidate = candidate_of(inventory.sources, there.package)
    return or_refused(
        engine, "Update", candidate, there, lambda: _decide_newer(engine, parameters, candidate, there, inventory, call)
    )


def _decide_newer(
    engine: Engine,
    parameters: UpdateParameters,
    candidate: Candidate,
    there: Correlated,
    inventory: Inventory,
    call: Call,
) -> PlannedOperation:
    installed = Version.parse(there.version)
    if parameters.version is None and not parameters.force and not _offers_more(there, candidate, parameters):
        error = no_update_available(there.entry.name, candidate.identifier)
        return nothing(engine, "Update", "NoApplicableUpgrade", there, candidate.identifier, error)
    above = None if parameters.force or there.state is UpdateState.latest or installed.is_unknown else installed
    selected = select(engine, candidate, parameters, there.facts, call, above=above)
    if selected.manifest.version <= installed and not parameters.force and there.state is not UpdateState.latest:
        error = NotApplicable(
            f"{candidate.identifier} {selected.manifest.package_version} is not newer than the installed"
            f" {there.version}.",
            code=ErrorCode.UpgradeVersionNotNewer,
            target=candidate.identifier,
            remedy="Use force to install it over the newer one.",
        )
        return nothing(engine, "Update", "NoApplicableUpgrade", there, candidate.identifier, error)
    return _planned(engine, parameters, candidate, selected, inventory, there, call)


def decide_update_of_manifest(engine: Engine, parameters: UpdateParameters, call: Call) -> PlannedOperation:
    """`--manifest`: update what the manifest describes, if an older version of it is installed."""
    assert parameters.manifest is not None
    candidate = find_candidate(engine, parameters, parameters.manifest, call)
    inventory = take_inventory(engine, call)
    there = installed_as(inventory, candidate, parameters.scope)
    if there is None:
        manifest = candidate.manifest(candidate.versions[0])
        raise not_installed_so_no_update(manifest.localization.package_name or candidate.identifier)
    return decide_update(engine, parameters, there, inventory, call)


def decide_uninstall(engine: Engine, parameters: UninstallParameters, there: Correlated) -> PlannedOperation:
    settings = engine.settings().settings
    options = UninstallOptions(
        mode=parameters.mode,
        log=parameters.log,
        force=parameters.force,
        purge=parameters.purge or (settings.uninstall.purge_portable and not parameters.preserve),
        roots=portable_roots(engine),
    )
    return plan_uninstall(
        engine.host,
        there.entry,
        options,
        package=there.package.identifier if there.package else "",
        source=there.package.source if there.package else "",
    )


def _offers_more(there: Correlated, candidate: Candidate, parameters: UpdateParameters) -> bool:
    if parameters.manifest is not None:
        return Version.parse(candidate.versions[0]) > Version.parse(there.version)
    return there.is_update_available or (there.state is UpdateState.unknown and parameters.include_unknown)


def _planned(
    engine: Engine,
    parameters: InstallParameters,
    candidate: Candidate,
    selected: Selected,
    inventory: Inventory,
    there: Correlated | None,
    call: Call,
) -> PlannedOperation:
    installer = selected.choice.installer
    assert installer is not None
    for warning in selected.manifest.warnings:
        call.message("Verbose", warning)
    dependencies = _dependencies(engine, parameters, candidate, selected, inventory, call)
    usual = usual_location(engine, installer, candidate.identifier) if there is None else None
    options = _options(engine, parameters, usual)
    fell_out = selected.choice.fell_out
    if there is None:
        return plan_install(
            engine.host,
            selected.manifest,
            installer,
            candidate.origin,
            options,
            rejected=fell_out,
            dependencies=dependencies,
        )
    return plan_update(
        engine.host,
        selected.manifest,
        installer,
        candidate.origin,
        options,
        there.entry,
        rejected=fell_out,
        dependencies=dependencies,
    )


def _dependencies(
    engine: Engine,
    parameters: InstallParameters,
    candidate: Candidate,
    selected: Selected,
    inventory: Inventory,
    call: Call,
) -> tuple[PlannedDependency, ...]:
    if parameters.skip_dependencies or engine.settings().settings.install.skip_dependencies:
        return ()
    assert selected.choice.installer is not None
    return missing_dependencies(engine, candidate, selected.choice.installer, inventory, call)


def _dependencies_only(
    engine: Engine, parameters: InstallParameters, candidate: Candidate, inventory: Inventory, call: Call
) -> PlannedOperation:
    """The plan of a package of which only what it needs is installed."""
    selected = select(engine, candidate, parameters, InstalledFacts(), call)
    assert selected.choice.installer is not None
    dependencies = missing_dependencies(engine, candidate, selected.choice.installer, inventory, call)
    whole = plan_install(
        engine.host, selected.manifest, selected.choice.installer, candidate.origin, _options(engine, parameters)
    )
    plan = msgspec.structs.replace(
        whole.plan,
        action="None",
        reason="DependenciesOnly",
        to_version="",
        dependencies=dependencies,
        agreements=(),
        steps=(),
        error=None,
    )
    return msgspec.structs.replace(whole, plan=plan, work=None, refusal=None)


def _options(
    engine: Engine, parameters: InstallParameters, usual_location: PureWindowsPath | None = None
) -> InstallOptions:
    return InstallOptions(
        scope=scope_of(parameters.scope) or usual_scope(engine),
        location=PureWindowsPath(parameters.location) if parameters.location else usual_location,
        rename=parameters.rename,
        mode=parameters.mode,
        override=parameters.override,
        custom=parameters.custom,
        log=parameters.log,
        force=parameters.force,
        allow_hash_mismatch=parameters.allow_hash_mismatch and _not_elevated(engine),
        uninstall_previous=parameters.uninstall_previous,
        roots=portable_roots(engine),
    )


def _not_elevated(engine: Engine) -> bool:
    """A file that is not what its hash says is never taken by an elevated engine."""
    if engine.facts.elevated:
        raise OperationError(
            "A hash mismatch is not allowed to an elevated process.",
            code=ErrorCode.InvalidClArguments,
            category="SecurityError",
            remedy="Run it without administrator rights, or leave the hash check on.",
        )
    return True

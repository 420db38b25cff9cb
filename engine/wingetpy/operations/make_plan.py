"""Making plans: from a target, the chosen installer, options and what is installed. Looks at the machine, changes
nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec

from wingetpy.correlation.correlated import Correlated
from wingetpy.errors import BadRequest, EngineError, ErrorCode, ErrorReport, OperationError
from wingetpy.errors.remedies import LOCATION_NEEDED, LOCATION_REFUSED
from wingetpy.errors.secrets import without_secrets
from wingetpy.installers.kinds import technology_of, technology_of_installed
from wingetpy.installers.technology import (
    InstallOptions,
    InstallTask,
    PlanStep,
    ReadsInPlace,
    UninstallOptions,
    UninstallTask,
)
from wingetpy.inventory.entry import InstalledEntry
from wingetpy.manifests.model import Installer
from wingetpy.operations.context import Context
from wingetpy.operations.plan import DependencyLine, Plan, PlanAgreement, PlannedOperation, RejectedInstaller
from wingetpy.operations.plan_download import download_steps, size_of_download, wanted_download
from wingetpy.operations.target import ChosenVersion, Target
from wingetpy.selection.availability import UpdateState
from wingetpy.selection.choose import Rejection
from wingetpy.state.tracking import InstallWishes

Changing = Literal["Install", "Update"]
_NO_WISHES = InstallWishes()


def plan_install(
    context: Context,
    target: Target,
    chosen: ChosenVersion,
    options: InstallOptions,
    installed: InstalledEntry | None = None,
    wishes: InstallWishes = _NO_WISHES,
) -> PlannedOperation:
    """Plan the install of a chosen installer, or the update of what is installed. Dependencies are not in it yet.

    Raises:
        BadRequest: options that the installer does not take.
        OperationError: UpgradeNotSupported where the manifest denies updates; what the technology refuses.
        HostError: what the machine refuses.
    """
    installer, manifest = chosen.choice.installer, chosen.manifest
    assert installer is not None
    operation: Changing = "Update" if installed else "Install"
    if installed is not None and installer.upgrade_behavior == "deny" and not options.uninstall_previous:
        raise denies_updates(target.identifier)
    _refuse_unsuited_location(installer, options, target.identifier, installed)
    task = InstallTask(
        operation=operation,
        manifest=manifest,
        installer=installer,
        origin=target.origin,
        options=options,
        settings=context.settings,
        installed=installed,
    )
    work = technology_of(installer, target.identifier).install(context.host, task)
    texts = manifest.localized(context.facts.locales)
    preview = work.preview
    wanted = wanted_download(context, manifest, texts.package_name, installer, target, options)
    size, missing = size_of_download(wanted)
    plan = Plan(
        operation=operation,
        action=operation,
        id=manifest.package_identifier,
        name=texts.package_name or manifest.localization.package_name or manifest.package_identifier,
        source=target.origin.name,
        from_version=preview.from_version or (installed.version if installed else ""),
        to_version=manifest.package_version,
        scope=preview.scope,
        location=preview.location,
        architecture=installer.architecture,
        installer_type=installer.effective_type,
        url=without_secrets(installer.installer_url),
        size=size,
        sha256=installer.installer_sha256.upper(),
        command_line=preview.command_line,
        switches=preview.switches,
        warnings=preview.warnings,
        rejected=_rejected(chosen.choice.fell_out),
        agreements=tuple(PlanAgreement.of(one) for one in texts.agreements),
    )
    fetching = download_steps(plan)
    if isinstance(work, ReadsInPlace) and wanted is not None and work.may_read_in_place(context.host, wanted):
        fetching = work.steps_in_place(plan.url, plan.sha256)
    planned = PlannedOperation(
        plan=msgspec.structs.replace(plan, steps=(*fetching, *preview.steps)),
        facts=context.facts,
        work=work,
        installed=installed,
        download=wanted,
        target=target,
        manifest=manifest,
        wishes=wishes,
        notes="" if context.settings.install.disable_install_notes else texts.installation_notes or "",
    )
    refusal = work.refusal or missing
    return planned if refusal is None else planned.refused(refusal)


def with_dependencies(
    planned: PlannedOperation, dependencies: Sequence[PlannedOperation], tree: tuple[DependencyLine, ...]
) -> PlannedOperation:
    """Return a plan with the plans of what is installed before it; it is refused if one of them is."""
    if not tree:
        return planned
    plans = tuple(one.plan for one in dependencies)
    steps = tuple(
        PlanStep("Dependency", one.id, f"{one.action} {one.id} {one.to_version}, a dependency") for one in plans
    )
    plan = msgspec.structs.replace(
        planned.plan, dependencies=plans, dependency_tree=tree, steps=(*steps, *planned.plan.steps)
    )
    whole = msgspec.structs.replace(planned, plan=plan, dependencies=tuple(dependencies))
    refused = next((one for one in dependencies if one.refusal is not None), None)
    if refused is None or refused.refusal is None or planned.refusal is not None:
        return whole
    return whole.refused(dependency_failed(plan, refused.plan, refused.refusal))


def plan_uninstall(
    context: Context, installed: InstalledEntry, options: UninstallOptions, *, package: str, source: str
) -> PlannedOperation:
    """Plan the removal of what is installed.

    Args:
        package: The id that it is known by.
        source: The name of the source that knows it; empty if none does.

    Raises:
        PlanStale: the entry is gone.
    """
    task = UninstallTask(package=package, installed=installed, options=options, settings=context.settings)
    work = technology_of_installed(installed.installer_type).uninstall(context.host, task)
    preview = work.preview
    plan = Plan(
        operation="Uninstall",
        action="Uninstall",
        id=package,
        name=installed.name,
        source=source,
        from_version=installed.version,
        scope=installed.scope.value,
        location=preview.location,
        architecture=installed.architecture or "",
        installer_type=installed.installer_type,
        command_line=preview.command_line,
        steps=preview.steps,
    )
    planned = PlannedOperation(plan=plan, facts=context.facts, work=work, installed=installed)
    return planned if work.refusal is None else planned.refused(work.refusal)


def plan_nothing(
    context: Context,
    operation: Changing,
    reason: str,
    there: Correlated,
    identifier: str,
    error: EngineError | None = None,
    state: UpdateState | None = None,
) -> PlannedOperation:
    """Return the plan for an installed package of which nothing newer is wanted or offered.

    Args:
        reason: `AlreadyInstalled`, `NoApplicableUpgrade`, ...
        error: The reason as an error, for a package that was named.
        state: What was found of its update; by default what its versions say.
    """
    plan = Plan(
        operation=operation,
        action="None",
        reason=reason,
        id=identifier,
        name=there.entry.name,
        source=there.package.source if there.package else "",
        from_version=there.version,
        to_version=there.version,
        scope=there.entry.scope.value,
        installer_type=there.entry.installer_type,
        update_state=(state or there.state).value,
    )
    planned = PlannedOperation(plan=plan, facts=context.facts, installed=there.entry)
    return planned if error is None else planned.refused(error)


def plan_failure(
    context: Context,
    operation: Changing,
    target: Target,
    there: Correlated | None,
    error: EngineError,
    rejected: Sequence[Rejection] = (),
) -> PlannedOperation:
    """Return the plan of a package that was found and cannot be installed: why, and which installers do not fit."""
    name = there.entry.name if there else (target.reference.name if target.reference else "")
    none_fits = error.code is ErrorCode.NoApplicableInstaller
    plan = Plan(
        operation=operation,
        action="None",
        reason="NoApplicableInstallers" if none_fits else error.symbol,
        id=target.identifier,
        name=name or target.identifier,
        source=target.origin.name,
        from_version=there.version if there else "",
        rejected=_rejected(rejected),
    )
    planned = PlannedOperation(plan=plan, facts=context.facts, installed=there.entry if there else None)
    return planned.refused(error)


def dependency_failed(plan: Plan, dependency: Plan, error: EngineError | ErrorReport) -> OperationError:
    """Return the error of a package whose dependency was not installed."""
    why = error.text if isinstance(error, EngineError) else error.message
    return OperationError(
        f"{plan.id} needs {dependency.id} {dependency.to_version}, which was not installed: {why}",
        code=ErrorCode.DependenciesFailed,
        target=dependency.id,
        remedy=error.advice,
    )


def _rejected(rejections: Sequence[Rejection]) -> tuple[RejectedInstaller, ...]:
    return tuple(RejectedInstaller(one.description, one.reasons) for one in rejections)


def denies_updates(package: str) -> OperationError:
    """Return the error of a package whose manifest leaves updates to the package itself."""
    return OperationError(
        f"{package} cannot be upgraded by this program: its manifest says so.",
        code=ErrorCode.UpgradeNotSupported,
        category="NotImplemented",
        target=package,
        remedy="Use the update that the package itself offers, or uninstall it and install the new version.",
    )


def _refuse_unsuited_location(
    installer: Installer, options: InstallOptions, package: str, installed: InstalledEntry | None
) -> None:
    """A manifest may say that its installer takes no location, or needs one. What is installed has one."""
    if installer.install_location_required and options.location is None and installed is None:
        raise BadRequest(
            f"The installer of {package} needs a location: its manifest requires one.",
            code=ErrorCode.InstallLocationRequired,
            target=package,
            remedy=LOCATION_NEEDED,
        )
    if options.location is not None and not installer.takes("location"):
        raise BadRequest(
            f"The installer of {package} takes no location: its manifest says so.",
            code=ErrorCode.UnsupportedArgument,
            target=package,
            remedy=LOCATION_REFUSED,
        )

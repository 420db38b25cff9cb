"""Making plans: from a manifest, the chosen installer, wishes and what is installed. Looks at the machine, changes
nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from wingetpy.errors import EngineError, ErrorCode, ErrorReport, HostError, OperationError
from wingetpy.hosts.host import Host
from wingetpy.hosts.names import suitable_path_part
from wingetpy.installers.switches import SwitchWishes, switches
from wingetpy.inventory.entry import InstalledEntry
from wingetpy.manifests.model import Installer, Manifest
from wingetpy.model.scope import Scope
from wingetpy.operations.plan import (
    InstallOptions,
    OperationName,
    Origin,
    Plan,
    PlanAgreement,
    PlannedDependency,
    PlannedOperation,
    RejectedInstaller,
    RemovalWork,
    UninstallOptions,
)
from wingetpy.operations.portable_work import installed_portable, portable_work
from wingetpy.operations.support import refusal_of_installer, refusal_of_uninstall, refuse_unsuited_location
from wingetpy.operations.wording import portable_steps, program_steps, removal_steps
from wingetpy.selection.choose import Rejection
from wingetpy.transfer.folder_urls import size_of


def plan_install(
    host: Host,
    manifest: Manifest,
    installer: Installer,
    origin: Origin,
    options: InstallOptions,
    *,
    rejected: Sequence[Rejection] = (),
    dependencies: Sequence[PlannedDependency] = (),
) -> PlannedOperation:
    """Plan the install of a package (also over itself).

    Raises:
        BadRequest: a rename or location that cannot be.
        OperationError: a manifest that would lead out of its folder; an entry of another package.
        HostError: machine scope without elevation.
    """
    return _plan(host, "Install", manifest, installer, origin, options, None, rejected, dependencies)


def plan_update(
    host: Host,
    manifest: Manifest,
    installer: Installer,
    origin: Origin,
    options: InstallOptions,
    installed: InstalledEntry,
    *,
    rejected: Sequence[Rejection] = (),
    dependencies: Sequence[PlannedDependency] = (),
) -> PlannedOperation:
    """Plan the update of what is installed. Scope and folder stay, unless a location is given.

    Raises:
        OperationError: UpgradeNotSupported where the manifest denies updates; else as `plan_install`.
    """
    if installer.upgrade_behavior == "deny" and not options.uninstall_previous:
        raise OperationError(
            f"{manifest.package_identifier} cannot be upgraded by this program: its manifest says so.",
            code=ErrorCode.UpgradeNotSupported,
            category="NotImplemented",
            target=manifest.package_identifier,
            remedy="Use the update that the package itself offers, or uninstall it and install the new version.",
        )
    return _plan(host, "Update", manifest, installer, origin, options, installed, rejected, dependencies)


def plan_uninstall(
    host: Host, installed: InstalledEntry, options: UninstallOptions, *, package: str = "", source: str = ""
) -> PlannedOperation:
    """Plan the removal of what is installed.

    Args:
        package: The id that a source knows it by; empty if none does.
        source: That source's name.

    Raises:
        NotFound: if the entry is not there any more.
    """
    facts = host.facts()
    plan = Plan(
        operation="Uninstall",
        action="Uninstall",
        id=package or (installed.portable.package_id if installed.portable else installed.local_id),
        name=installed.name,
        source=source,
        from_version=installed.version,
        scope=installed.scope.value,
        location=installed.install_location or "",
        architecture=installed.architecture or "",
        installer_type=installed.installer_type,
    )
    before = installed_portable(host, installed)
    if before is None:
        reason, steps, command = refusal_of_uninstall(host, installed, options.mode)
        shown = _replace(plan, steps=steps, command_line=command)
        return PlannedOperation(plan=_with_error(shown, reason), facts=facts, refusal=reason, installed=installed)
    refusal = _machine_scope_refusal(host, before.place.scope, plan.id)
    work = RemovalWork(options=options, before=before)
    shown = _replace(plan, steps=removal_steps(host, before, options.purge))
    return PlannedOperation(
        plan=_with_error(shown, refusal), facts=facts, work=work, refusal=refusal, installed=installed
    )


def nothing_to_do(
    host: Host,
    operation: OperationName,
    reason: str,
    installed: InstalledEntry,
    *,
    package: str,
    name: str,
    source: str,
) -> PlannedOperation:
    """The plan of an operation that would change nothing, with the reason (`AlreadyInstalled`, ...)."""
    plan = Plan(
        operation=operation,
        action="None",
        reason=reason,
        id=package,
        name=name,
        source=source,
        from_version=installed.version,
        to_version=installed.version,
        scope=installed.scope.value,
        installer_type=installed.installer_type,
    )
    return PlannedOperation(plan=plan, facts=host.facts(), installed=installed)


def _plan(
    host: Host,
    operation: OperationName,
    manifest: Manifest,
    installer: Installer,
    origin: Origin,
    options: InstallOptions,
    installed: InstalledEntry | None,
    rejected: Sequence[Rejection],
    dependencies: Sequence[PlannedDependency],
) -> PlannedOperation:
    facts = host.facts()
    refuse_unsuited_location(installer, options, manifest.package_identifier, installed)
    localization = manifest.localized(facts.locales)
    plan = Plan(
        operation=operation,
        action=operation,
        id=manifest.package_identifier,
        name=localization.package_name or manifest.localization.package_name or manifest.package_identifier,
        source=origin.name,
        from_version=installed.version if installed else "",
        to_version=manifest.package_version,
        architecture=installer.architecture,
        installer_type=installer.effective_type,
        url=installer.installer_url,
        size=size_of(installer.installer_url, origin.folder),
        sha256=installer.installer_sha256.upper(),
        rejected=tuple(RejectedInstaller(one.description, one.reasons) for one in rejected),
        agreements=tuple(PlanAgreement.of(one) for one in localization.agreements),
        dependencies=tuple(dependencies),
    )
    if installer.effective_type != "portable":
        return _program_plan(host, plan, installer, options)
    work = portable_work(host, manifest, installer, origin, options, installed)
    refusal = _machine_scope_refusal(host, work.place.scope, plan.id)
    shown = _replace(
        plan,
        from_version=work.before.display_version if work.before else "",
        scope=work.place.scope.value,
        location=str(work.location),
        steps=portable_steps(host, plan, work),
    )
    return PlannedOperation(
        plan=_with_error(shown, refusal),
        facts=facts,
        work=work,
        refusal=refusal,
        installed=installed,
        by_name_only=installer.require_explicit_upgrade,
    )


def _program_plan(host: Host, plan: Plan, installer: Installer, options: InstallOptions) -> PlannedOperation:
    """Installers that are run: their command line is known, running them comes with a later release."""
    wishes = SwitchWishes(
        mode=options.mode,
        override=options.override,
        custom=options.custom,
        location=str(options.location) if options.location else None,
        log=options.log or f"%TEMP%\\{suitable_path_part(f'{plan.id}.{plan.to_version}')}.log",
        updating=plan.operation == "Update",
    )
    parts = switches(installer, wishes)
    command = " ".join(part.text for part in parts)
    shown = _replace(
        plan,
        scope=(options.scope.value if options.scope else (installer.scope or "").capitalize()),
        location=wishes.location or "",
        switches=parts,
        command_line=command,
        steps=program_steps(plan, command),
    )
    refusal = refusal_of_installer(host, installer, plan.id)
    return PlannedOperation(
        plan=_with_error(shown, refusal),
        facts=host.facts(),
        refusal=refusal,
        by_name_only=installer.require_explicit_upgrade,
    )


def _machine_scope_refusal(host: Host, scope: Scope, package: str) -> EngineError | None:
    if scope is Scope.user or host.facts().elevated:
        return None
    return HostError(
        f"{package} is for all users of the machine; that needs administrator rights.",
        code=ErrorCode.CommandRequiresAdmin,
        target=package,
        remedy="Run the command elevated, or install for the user only.",
    )


def _with_error(plan: Plan, refusal: EngineError | None) -> Plan:
    return _replace(plan, error=ErrorReport.of(refusal)) if refusal else plan


def _replace(plan: Plan, **members: object) -> Plan:
    return msgspec.structs.replace(plan, **members)

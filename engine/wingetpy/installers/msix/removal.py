"""The uninstall and the repair of an MSIX package, by its family."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from wingetpy.errors import EngineError, ErrorCode, OperationError, PlanStale
from wingetpy.hosts.host import Host
from wingetpy.hosts.packages.provisioned import provisioned_is_told
from wingetpy.installers.package_families import of_new_users, of_user, scope_of_installed, seen_of
from wingetpy.installers.scope_rights import refused_scope
from wingetpy.installers.technology import PlanStep, RepairTask, UninstallTask, WorkPreview
from wingetpy.inventory.entry import InstalledEntry
from wingetpy.journal.package_steps import DeprovisionPackage, RegisterAgain, RemovePackage
from wingetpy.journal.script import Script
from wingetpy.journal.staging import Workplace
from wingetpy.model.scope import Scope
from wingetpy.model.text import fold
from wingetpy.transfer.wanted import Downloaded


class MsixRemoval(msgspec.Struct, frozen=True, kw_only=True):
    """What the removal of a family comes to; see `technology.Work`. `seen` is what there was of it at the plan."""

    task: UninstallTask
    family_name: str
    scope: Scope
    seen: tuple[str, ...]
    preview: WorkPreview = WorkPreview()
    refusal: EngineError | None = None
    observes_inventory: bool = False

    def is_stale(self, host: Host) -> bool:
        return seen_of(host, (self.family_name,)) != self.seen

    def script(
        self, host: Host, workplace: Workplace, downloaded: Downloaded | None, go_on: Callable[[], None]
    ) -> Script:
        script, package, for_all = Script(host, workplace.backup), self.task.package, self.scope is Scope.machine
        script.code = self.family_name
        given = tuple(one.full_name for one in of_new_users(host, self.family_name))
        if for_all and (given or not provisioned_is_told(host.packages)):
            script.steps.append(DeprovisionPackage(package=package, family_name=self.family_name, before=given))
        found = of_user(host, self.family_name, all_users=for_all)
        meant = [one for one in found if fold(self.task.installed.local_id) == fold(f"MSIX\\{one.full_name}")]
        if len(found) == 1 or len(meant) == 1:
            (one,) = found if len(found) == 1 else meant
            script.steps.append(
                RemovePackage(package=package, family_name=self.family_name, full_name=one.full_name, all_users=for_all)
            )
        elif found:
            named = ", ".join(one.full_name for one in found)
            script.warnings.append(
                f"The family {self.family_name} has several packages, of which none is removed: {named}."
            )
        else:
            script.warnings.append(f"There is no package of the family {self.family_name} any more.")
        return script


class MsixRepair(msgspec.Struct, frozen=True, kw_only=True):
    """What the repair of a package comes to: it is registered again; see `technology.Work`."""

    task: RepairTask
    family_name: str
    seen: tuple[str, ...]
    preview: WorkPreview = WorkPreview()
    refusal: EngineError | None = None
    observes_inventory: bool = False

    def is_stale(self, host: Host) -> bool:
        return seen_of(host, (self.family_name,)) != self.seen

    def script(
        self, host: Host, workplace: Workplace, downloaded: Downloaded | None, go_on: Callable[[], None]
    ) -> Script:
        script = Script(host, workplace.backup)
        script.steps.append(RegisterAgain(package=self.task.package, family_name=self.family_name))
        return script


def plan_removal(host: Host, task: UninstallTask) -> MsixRemoval:
    """Plan the removal of what is installed of a family, for its user or for all.

    Raises:
        PlanStale: it is gone.
        OperationError: NoUninstallInfoFound, its family is not known.
    """
    installed = task.installed
    family = _family_of(installed)
    scope = scope_of_installed(host, installed, task.options.scope)
    seen = seen_of(host, (family,))
    if not seen and host.packages.refusal(family) is None:
        raise PlanStale(
            f"The package '{installed.name}' is gone.",
            target=installed.local_id,
            remedy="List what is installed again.",
        )
    full_name = installed.local_id.rpartition("\\")[2]
    whom = "" if scope is Scope.user else " for all users"
    return MsixRemoval(
        task=task,
        family_name=family,
        scope=scope,
        seen=seen,
        preview=_preview(installed, scope, PlanStep("Remove", full_name, f"Remove {full_name}{whom}")),
        refusal=host.packages.refusal(task.package) or refused_scope(host, scope, task.package),
    )


def plan_repair(host: Host, task: RepairTask) -> MsixRepair:
    """Plan the repair of what the user has of a family.

    Raises:
        OperationError: InstallSystemNotSupported for all users: a system registers for one.
    """
    installed, asked = task.installed, task.options.scope
    if (asked or installed.scope) is Scope.machine and (asked is not None or Scope.user not in installed.scopes):
        raise OperationError(
            f"{task.package} cannot be repaired for all users: MSIX packages are repaired for one user.",
            code=ErrorCode.InstallSystemNotSupported,
            category="NotImplemented",
            target=task.package,
            remedy="Repair it as a user who has it, or install it again with force.",
        )
    family = _family_of(installed)
    return MsixRepair(
        task=task,
        family_name=family,
        seen=seen_of(host, (family,)),
        preview=_preview(
            installed,
            Scope.user,
            PlanStep("Deploy", family, f"Register {family} again, and mend its files where they were changed"),
        ),
        refusal=host.packages.refusal(task.package),
    )


def _preview(installed: InstalledEntry, scope: Scope, step: PlanStep) -> WorkPreview:
    return WorkPreview(
        from_version=installed.version,
        scope=scope.value,
        location=installed.install_location or "",
        steps=(step,),
    )


def _family_of(installed: InstalledEntry) -> str:
    if installed.family_name:
        return installed.family_name
    raise OperationError(  # an entry of Apps & Features may say anything of itself
        f"{installed.name} says that it is an MSIX package, and no package family is known of it.",
        code=ErrorCode.NoUninstallInfoFound,
        category="ObjectNotFound",
        target=installed.local_id,
        remedy="List what is installed with the tag msix: the package itself may be there.",
    )

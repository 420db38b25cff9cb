"""Packages of the Microsoft Store: installed, updated and repaired by it, removed as the MSIX packages they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import msgspec

from wingetpy.errors import EngineError, ErrorCode, HostError
from wingetpy.hosts.host import Host
from wingetpy.installers.kinds import technology_of_installed
from wingetpy.installers.package_families import seen_of
from wingetpy.installers.technology import InstallTask, PlanStep, RepairTask, UninstallTask, Work, WorkPreview
from wingetpy.installers.unsupported import no_repair
from wingetpy.journal.script import Script
from wingetpy.journal.staging import Workplace
from wingetpy.journal.store_steps import AskStore
from wingetpy.manifests.model import Installer
from wingetpy.model.scope import Scope
from wingetpy.transfer.wanted import Downloaded


class StoreAppWork(msgspec.Struct, frozen=True, kw_only=True):
    """What one request to the Store comes to; see `technology.Work`.

    Attributes:
        families: What the manifest and the installed version say of the package's families.
        seen: What there was of them when the work was planned.
    """

    step: AskStore
    families: tuple[str, ...]
    seen: tuple[str, ...]
    preview: WorkPreview
    refusal: EngineError | None = None
    observes_inventory: bool = False

    def is_stale(self, host: Host) -> bool:
        return seen_of(host, self.families) != self.seen

    def script(
        self, host: Host, workplace: Workplace, downloaded: Downloaded | None, go_on: Callable[[], None]
    ) -> Script:
        script = Script(host, workplace.backup)
        script.steps.append(self.step)
        script.code = next(iter(self.families), "")
        return script


class Store:
    """A package that the Store installs by its product id."""

    def install(self, host: Host, task: InstallTask) -> Work:
        wanted: Literal["install", "update"] = "update" if task.operation == "Update" else "install"
        step = AskStore(
            package=task.package,
            product_id=_product(task.installer),
            wanted=wanted,
            all_users=task.options.scope is Scope.machine,
            silent=task.options.mode != "Interactive",
        )
        there = task.installed
        return _work(
            host,
            step,
            (there.family_name if there else None, task.installer.package_family_name),
            WorkPreview(
                from_version=there.version if there else "",
                scope=(task.options.scope or Scope.user).value,
                steps=(PlanStep("Deploy", step.product_id, step.sentence()),),
            ),
        )

    def uninstall(self, host: Host, task: UninstallTask) -> Work:
        return technology_of_installed("msix").uninstall(host, task)

    def repair(self, host: Host, task: RepairTask) -> Work:
        if task.installer is None or not task.installer.product_id:  # only a manifest says under which id
            raise no_repair(task)
        step = AskStore(package=task.package, product_id=_product(task.installer), wanted="repair")
        installed = task.installed
        preview = WorkPreview(
            from_version=installed.version,
            scope=installed.scope.value,
            location=installed.install_location or "",
            steps=(PlanStep("Deploy", step.product_id, step.sentence()),),
        )
        return _work(host, step, (installed.family_name,), preview)


TECHNOLOGY = Store()


def _product(installer: Installer) -> str:
    assert installer.product_id, "a manifest of the type msstore has one"
    return installer.product_id


def _work(host: Host, step: AskStore, named: tuple[str | None, ...], preview: WorkPreview) -> StoreAppWork:
    families = tuple(dict.fromkeys(one for one in named if one))
    return StoreAppWork(
        step=step,
        families=families,
        seen=seen_of(host, families),
        preview=preview,
        refusal=None if host.store_apps.available() else _no_store(step),
    )


def _no_store(step: AskStore) -> HostError:
    return HostError(
        f"{step.package} is an application of the Microsoft Store, and this machine has no Store that can be asked.",
        code=ErrorCode.HostCannot,
        category="NotImplemented",
        target=step.product_id,
        remedy="Use another source of the package, or a Windows that has the Microsoft Store.",
    )

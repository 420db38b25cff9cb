"""The install and the update of an MSIX package."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from msgspec.structs import replace

from wingetpy.errors import EngineError
from wingetpy.hosts.host import Host
from wingetpy.hosts.packages import Feature, MsixPackage
from wingetpy.installers.msix.package import DeployablePackage, find_in_file, find_on_server
from wingetpy.installers.package_families import of_new_users, of_user, scope_of_installed, seen_of
from wingetpy.installers.previous import removal_of_previous
from wingetpy.installers.scope_rights import refused_scope
from wingetpy.installers.technology import InstallTask, PlanStep, Work, WorkPreview
from wingetpy.journal.exit_meaning import ExitMeaning
from wingetpy.journal.package_steps import AddPackage, ProvisionPackage, RegisterPackage, StagePackage, UpdatePackage
from wingetpy.journal.script import Script
from wingetpy.journal.staging import Workplace
from wingetpy.model.call import Call
from wingetpy.model.scope import Scope
from wingetpy.model.technology import parse_installer_type
from wingetpy.transfer.wanted import Downloaded, Wanted


class MsixInstall(msgspec.Struct, frozen=True, kw_only=True):
    """What the deployment of a package comes to; see `technology.Work` and `technology.ReadsInPlace`.

    Attributes:
        families: Those that are known before the package is read.
        seen: What there was of them when the work was planned.
        previous: The removal of the installed version, which is done first.
        on_server: The package, where it is read from its server.
    """

    task: InstallTask
    scope: Scope
    families: tuple[str, ...]
    seen: tuple[str, ...]
    previous: Work | None = None
    on_server: DeployablePackage | None = None
    preview: WorkPreview = WorkPreview()
    refusal: EngineError | None = None
    observes_inventory: bool = False

    def is_stale(self, host: Host) -> bool:
        if self.previous is not None and self.previous.is_stale(host):
            return True
        return seen_of(host, self.families) != self.seen

    def may_read_in_place(self, host: Host, wanted: Wanted) -> bool:
        """Whether the manifest says by which signature the package is known, and the system can hold to it."""
        installer = self.task.installer
        private = wanted.credential is not None and wanted.credential.is_for(wanted.url)
        return (
            bool(installer.signature_sha256)
            and not installer.is_archive
            and not private
            and wanted.url.lower().startswith(("http://", "https://"))
            and host.packages.supports(Feature.expected_digests)
        )

    def steps_in_place(self, url: str, sha256: str) -> tuple[PlanStep, ...]:
        signature = (self.task.installer.signature_sha256 or "").upper()
        return (
            PlanStep(
                "Download", url, f"Read what is not here of {url}, or download it where its server gives no ranges"
            ),
            PlanStep("Verify", signature, f"Verify SHA-256 {signature} of its signature, or {sha256} of the download"),
        )

    def in_place(self, host: Host, wanted: Wanted, call: Call, go_on: Callable[[], None]) -> MsixInstall | None:
        """Return the work that reads the package from its server; see `technology.ReadsInPlace`."""
        if call.proxy is not None:  # the system reads the package itself, and not through it
            return None
        found = find_on_server(host, self.task, wanted, call, go_on)
        return None if found is None else replace(self, on_server=found)

    def script(
        self, host: Host, workplace: Workplace, downloaded: Downloaded | None, go_on: Callable[[], None]
    ) -> Script:
        script = Script(host, workplace.backup)
        if self.previous is not None:
            first = self.previous.script(host, workplace, None, go_on)
            script.steps += first.steps
            script.last += first.last
            script.warnings += first.warnings
        found = self.on_server
        if found is None:
            assert downloaded is not None
            found = find_in_file(host, self.task, workplace, downloaded, go_on)
        script.warnings += found.warnings
        script.code = found.family_name
        if self.scope is Scope.user:
            self._for_user(host, script, found)
        else:
            self._for_all(host, script, found)
        return script

    def _for_user(self, host: Host, script: Script, found: DeployablePackage) -> None:
        elevated = host.facts().elevated
        step = UpdatePackage if of_user(host, found.family_name) else AddPackage
        script.steps.append(
            step(
                package=self.task.package,
                family_name=found.family_name,
                before=_names(of_user(host, found.family_name, all_users=elevated)),
                all_users=elevated,
                expected=_expected(self.task),
                uri=found.uri,
                full_name=found.full_name,
                digest=found.digest,
            )
        )

    def _for_all(self, host: Host, script: Script, found: DeployablePackage) -> None:
        package, family, expected = self.task.package, found.family_name, _expected(self.task)
        own = of_user(host, family)
        script.steps += (
            StagePackage(
                package=package,
                family_name=family,
                before=_names(of_user(host, family, all_users=True)),
                all_users=True,
                expected=expected,
                uri=found.uri,
                full_name=found.full_name,
                digest=found.digest,
            ),
            ProvisionPackage(
                package=package,
                family_name=family,
                before=_names(of_new_users(host, family)),
                expected=expected,
            ),
            RegisterPackage(package=package, family_name=family, before=_names(own), full_name=found.full_name),
        )


def plan_install(host: Host, task: InstallTask) -> MsixInstall:
    """Plan the deployment of a package for the user or for all users."""
    installed, installer = task.installed, task.installer
    is_msix = installed is not None and parse_installer_type(installed.installer_type) in ("msix", "msstore")
    scope = task.options.scope or Scope.user
    if installed is not None and is_msix:
        scope = scope_of_installed(host, installed, task.options.scope)
    named = (installed.family_name if installed else None, installer.package_family_name)
    families = tuple(dict.fromkeys(one for one in named if one))
    previous = removal_of_previous(host, task)
    what = task.installer.installer_url or task.package
    whom = "the user" if scope is Scope.user else "all users"
    steps = (*(previous.preview.steps if previous else ()), PlanStep("Deploy", what, f"Deploy {what} for {whom}"))
    return MsixInstall(
        task=task,
        scope=scope,
        families=families,
        seen=seen_of(host, families),
        previous=previous,
        preview=WorkPreview(from_version=installed.version if installed else "", scope=scope.value, steps=steps),
        refusal=host.packages.refusal(task.package)
        or refused_scope(host, scope, task.package)
        or (previous.refusal if previous is not None else None),
    )


def _names(packages: list[MsixPackage]) -> tuple[str, ...]:
    return tuple(one.full_name for one in packages)


def _expected(task: InstallTask) -> tuple[ExitMeaning, ...]:
    return tuple(
        ExitMeaning(code=one.installer_return_code, response=one.return_response, url=one.return_response_url or "")
        for one in task.installer.expected_return_codes
    )

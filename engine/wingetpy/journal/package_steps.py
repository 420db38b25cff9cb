"""Steps that deploy MSIX packages. Each is a request to the system, which does all of it or nothing.

A package that came new is taken away again by the undo. What the system replaced or removed it has no way back to: such
a step is not undoable, and its undo says what is there now.
"""

from __future__ import annotations

from typing import ClassVar

from wingetpy.errors import ErrorCode, OperationError
from wingetpy.errors.remedies import REINSTALL
from wingetpy.hosts.host import Host
from wingetpy.hosts.packages import (
    AddPackageOptions,
    DeploymentAnswer,
    InstallState,
    MsixPackage,
    ProvisionPackageOptions,
    RegisterPackageOptions,
    RemovePackageOptions,
    StagePackageOptions,
    Status,
)
from wingetpy.hosts.packages.file_uri import is_file_uri
from wingetpy.hosts.packages.provisioned import provisioned_as_told, provisioned_families
from wingetpy.journal.deployments import deploying, undoing
from wingetpy.journal.family_step import OF_A_FAMILY, FamilyStep
from wingetpy.journal.running import Running
from wingetpy.journal.step import StepResult
from wingetpy.model.text import fold

_STAGED = 0.95
"""Which part of a deployment in two requests is its staging (reference, 5)."""


class AddPackage(FamilyStep, frozen=True, kw_only=True, tag="add-package"):
    """Stage a package and register it for the user, who has none of its family.

    Attributes:
        uri: Where it lies: `file:` with a path of the machine, or http(s).
        full_name: Of the package or bundle at the URI.
        digest: What must be found at the URI; empty: it was verified, and nobody else can change it.
    """

    uri: str
    full_name: str
    digest: str = ""

    def do_within(self, host: Host, running: Running) -> StepResult:
        """Add it; where a program that runs is in the way, stage it, so that the system registers it later.

        Raises:
            OperationError: why the system does not.
        """
        digests = {self.uri: self.digest} if self.digest else {}
        answer = host.packages.add(
            self.uri, AddPackageOptions(expected_digests=digests), deploying(host, running, self.package)
        )
        if answer.succeeded:
            return _result(answer, uri=self.uri)
        if not _is_in_use(answer):
            raise self._failure(answer, running)
        staged = host.packages.stage(
            self.uri,
            StagePackageOptions(expected_digests=digests),
            deploying(host, running, self.package, (0.0, _STAGED)),
        )
        if not staged.succeeded:
            raise self._failure(staged, running)
        answer = host.packages.register_by_full_name(
            self.full_name, RegisterPackageOptions(), deploying(host, running, self.package, (_STAGED, 1.0))
        )
        if answer.succeeded:
            return _result(staged, uri=self.uri)
        if _is_in_use(answer):
            deferred = f"{self.package} is in use: its registration is deferred until it has ended."
            return _result(staged, deferred, uri=self.uri)
        host.packages.remove(self.full_name, RemovePackageOptions(), undoing(host))
        raise self._failure(answer, running)

    def undo(self, host: Host) -> str | None:
        self._take_away(host, self._new(host))
        return None

    def sentence(self) -> str:
        return f"Deploy {self.full_name}"


class UpdatePackage(AddPackage, frozen=True, kw_only=True, tag="update-package"):
    """Likewise, where the user has a package of the family, which it replaces."""

    undoable: ClassVar[bool] = False

    def undo(self, host: Host) -> str | None:
        return self._left(self._new(host))


class StagePackage(FamilyStep, frozen=True, kw_only=True, tag="stage-package"):
    """Put a package's content on the machine, for all users. See `AddPackage`."""

    uri: str
    full_name: str
    digest: str = ""

    def do_within(self, host: Host, running: Running) -> StepResult:
        options = StagePackageOptions(expected_digests={self.uri: self.digest} if self.digest else {})
        answer = host.packages.stage(self.uri, options, deploying(host, running, self.package, (0.0, 0.9)))
        if not answer.succeeded:
            raise self._failure(answer, running)
        return _result(answer, uri=self.uri)

    def undo(self, host: Host) -> str | None:
        new = self._new(host)
        taken = [one for one in new if self.before and _is_had(host, one)]
        self._take_away(host, [one for one in new if one not in taken], for_all=True)
        return self._left(taken)

    def sentence(self) -> str:
        return f"Stage {self.full_name}"


class ProvisionPackage(FamilyStep, frozen=True, kw_only=True, tag="provision-package"):
    """Give a staged family to all users. `before` are the full names that they got until now."""

    def do_within(self, host: Host, running: Running) -> StepResult:
        answer = host.packages.provision(
            self.family_name, ProvisionPackageOptions(), deploying(host, running, self.package, (0.9, _STAGED))
        )
        if not answer.succeeded:
            raise self._failure(answer, running)
        return _result(answer)

    def undo(self, host: Host) -> str | None:
        if not self.before and _is_provisioned(host, self.family_name):
            host.packages.deprovision(self.family_name, undoing(host))
        return None

    def sentence(self) -> str:
        return f"Give {self.family_name} to all users"


class RegisterPackage(FamilyStep, frozen=True, kw_only=True, tag="register-package"):
    """Register a staged package for the user at once; where that fails, he gets it at his next sign-in."""

    full_name: str

    def do_within(self, host: Host, running: Running) -> StepResult:
        answer = host.packages.register_by_full_name(
            self.full_name, RegisterPackageOptions(), deploying(host, running, self.package, (_STAGED, 1.0))
        )
        if answer.succeeded:
            return _result(answer)
        reason = self._failure(answer, running).text
        return _result(answer, f"{self.package} is there for all users; you get it when you sign in again. {reason}")

    def undo(self, host: Host) -> str | None:
        new = self._new(host)
        if self.before:
            return self._left(new)
        self._take_away(host, new)
        return None

    def sentence(self) -> str:
        return f"Register {self.full_name}"


class RegisterAgain(FamilyStep, frozen=True, kw_only=True, tag="register-again"):
    """Register what the user has of a family once more, and mend its files: its repair. There is nothing to undo."""

    undoable: ClassVar[bool] = False

    def do_within(self, host: Host, running: Running) -> StepResult:
        answer = host.packages.register_by_family_name(
            self.family_name, RegisterPackageOptions(), deploying(host, running, self.package)
        )
        if not answer.succeeded:
            raise self._failure(answer, running, ErrorCode.ExecRepairFailed)
        for one in self._damaged(host):
            answer = host.packages.repair(one.full_name, deploying(host, running, self.package))
            if not answer.succeeded:
                error = self._failure(answer, running, ErrorCode.ExecRepairFailed)
                raise OperationError(error.text, code=error.code, target=self.package, remedy=REINSTALL)
        if not self._damaged(host):
            return _result(answer)
        return _result(
            answer,
            f"{self.package} was registered again, and its files are still not those of the package. Install it again"
            " with force.",
        )

    def _damaged(self, host: Host) -> list[MsixPackage]:
        found = host.packages.find(family_name=self.family_name, types=OF_A_FAMILY)
        return [one for one in found if one.status & (Status.modified | Status.tampered)]

    def undo(self, host: Host) -> str | None:
        return None

    def sentence(self) -> str:
        return f"Register {self.family_name} again, and mend its files where they were changed"


class DeprovisionPackage(FamilyStep, frozen=True, kw_only=True, tag="deprovision-package"):
    """No longer give a family to new users. `before` are the full names that they got until now; empty where the system
    does not tell, which makes a refusal none: there may be nothing to take away.
    """

    def do_within(self, host: Host, running: Running) -> StepResult:
        answer = host.packages.deprovision(self.family_name, deploying(host, running, self.package, (0.0, 0.05)))
        if answer.succeeded:
            return _result(answer)
        failure = self._failure(answer, running, ErrorCode.ExecUninstallCommandFailed)
        if self.before:
            raise failure
        return _result(
            answer, f"New users may still get {self.family_name}, which this system does not tell. {failure.text}"
        )

    def undo(self, host: Host) -> str | None:
        if not self.before:
            return f"Whether new users got {self.package} is not known; they do not get it any more."
        if _is_provisioned(host, self.family_name):
            return None
        answer = host.packages.provision(self.family_name, ProvisionPackageOptions(), undoing(host))
        return None if answer.succeeded else f"{self.package} is not given to new users any more."

    def sentence(self) -> str:
        return f"No longer give {self.family_name} to new users"


class RemovePackage(FamilyStep, frozen=True, kw_only=True, tag="remove-package"):
    """Take a package from the user, or from all users."""

    undoable: ClassVar[bool] = False

    full_name: str

    def do_within(self, host: Host, running: Running) -> StepResult:
        answer = host.packages.remove(
            self.full_name,
            RemovePackageOptions(remove_for_all_users=self.all_users),
            deploying(host, running, self.package, (0.05 if self.all_users else 0.0, 1.0)),
        )
        if answer.succeeded:
            return _result(answer)
        if answer.error == ErrorCode.InstallPackageNotFound:
            return _result(answer, f"{self.full_name} is there no more; nothing had to be removed.")
        raise self._failure(answer, running, ErrorCode.ExecUninstallCommandFailed)

    def undo(self, host: Host) -> str | None:
        there = host.packages.find(full_name=self.full_name, types=OF_A_FAMILY, all_users=self.all_users)
        return None if there else f"{self.package} is removed; the system has no way back."

    def sentence(self) -> str:
        return f"Remove {self.full_name}{' for all users' if self.all_users else ''}"


def _result(answer: DeploymentAnswer, *warnings: str, uri: str = "") -> StepResult:
    """Return what a step reports; of a package that was read from a server, what that cost."""
    if not uri or is_file_uri(uri):
        return StepResult(warnings=warnings)
    return StepResult(fetched_bytes=answer.fetched_bytes, saved_bytes=answer.saved_bytes, warnings=warnings)


def _is_in_use(answer: DeploymentAnswer) -> bool:
    return ErrorCode.PackagesInUse in (answer.error, answer.extended_error)


def _is_had(host: Host, package: MsixPackage) -> bool:
    """Whether a user has a package, or every new user gets it."""
    if any(user.state is InstallState.installed for user in package.users):
        return True
    return any(fold(one.full_name) == fold(package.full_name) for one in provisioned_as_told(host.packages))


def _is_provisioned(host: Host, family_name: str) -> bool:
    return fold(family_name) in provisioned_families(host.packages)

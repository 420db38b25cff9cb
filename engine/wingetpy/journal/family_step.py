"""What the steps on the packages of one MSIX family have in common."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from wingetpy.errors import ErrorCode, HostError, OperationError
from wingetpy.hosts.host import Host
from wingetpy.hosts.packages import DeploymentAnswer, MsixPackage, PackageTypes, RemovePackageOptions
from wingetpy.journal.deployments import refused, undoing
from wingetpy.journal.exit_meaning import ExitMeaning
from wingetpy.journal.running import Running
from wingetpy.journal.step import BaseStep
from wingetpy.model.text import fold

OF_A_FAMILY = PackageTypes.main | PackageTypes.framework | PackageTypes.optional


class FamilyStep(BaseStep, frozen=True, kw_only=True):
    """What the steps on a family have in common.

    Attributes:
        package: What it is called in messages.
        family_name: The package family.
        before: Full names of what was there of the family.
        all_users: Whether `before` has what other users have, too, and what is only staged.
        expected: What the manifest says of codes.
    """

    package: str
    family_name: str
    before: tuple[str, ...] = ()
    all_users: bool = False
    expected: tuple[ExitMeaning, ...] = ()

    def _failure(
        self, answer: DeploymentAnswer, running: Running, code: ErrorCode = ErrorCode.InstallFailed
    ) -> OperationError:
        """Return the error of a deployment that failed; raises Cancelled, or Timeout, where that is why."""
        if ErrorCode.Cancelled in (answer.error, answer.extended_error):
            running.go_on()
        return refused(f"The deployment of {self.package}", answer, code, self.expected)

    def _new(self, host: Host) -> list[MsixPackage]:
        """Return what is there of the family now and was not before."""
        known = {fold(name) for name in self.before}
        found = host.packages.find(family_name=self.family_name, types=OF_A_FAMILY, all_users=self.all_users)
        return [one for one in found if fold(one.full_name) not in known]

    def _left(self, new: Sequence[MsixPackage]) -> str | None:
        """Say that what somebody has in place of an older package stays."""
        if not new:
            return None
        return f"{self.package} was replaced by {new[0].full_name}; the system has no way back."

    def _take_away(self, host: Host, new: Iterable[MsixPackage], *, for_all: bool = False) -> None:
        """Remove packages.

        Raises:
            HostError: the system does not remove it now.
        """
        for one in new:
            options = RemovePackageOptions(remove_for_all_users=for_all)
            answer = host.packages.remove(one.full_name, options, undoing(host))
            if not answer.succeeded and answer.error != ErrorCode.InstallPackageNotFound:
                error = refused(f"The removal of {one.full_name}", answer, ErrorCode.RemoveFailed)
                raise HostError(error.text, code=error.code, target=one.full_name, remedy=error.advice)

"""One change that a verb would make, and what it comes to beside what is there."""

from __future__ import annotations

import msgspec

from wingetpy.deployment.support import PackageVerb
from wingetpy.errors import EngineError, ErrorReport
from wingetpy.hosts.packages import MsixPackage, StagePackageOptions
from wingetpy.model.text import fold
from wingetpy.msix.identity import PackageIdentity, is_version, packed_version


class ForeseenChange(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """One change that a verb would make.

    Attributes:
        item: The id of the set's item; empty without a set.
        target: As it was given; of an item its URI or family.
        action: The verb, `Update` or `Downgrade` for an addition over another version, or `None`.
        reason: Why nothing would be done: `Registered`, `NewerRegistered`, `Staged`, `NewerStaged`, `NotFound`,
            `Ready`, `Provisioned`, `NotProvisioned`.
        from_version: Of what is there and goes.
        size: Bytes of the file; None where none is read.
        error: What it would fail with; what only shows when it is done is not in it.
    """

    operation: PackageVerb
    item: str = ""
    target: str = ""
    action: str
    reason: str = ""
    family_name: str = ""
    full_name: str = ""
    from_version: str = ""
    to_version: str = ""
    architecture: str = ""
    size: int | None = None
    error: ErrorReport | None = None

    def identified(self, identity: PackageIdentity) -> ForeseenChange:
        """Return it as a change of a package of that identity."""
        return msgspec.structs.replace(
            self,
            family_name=identity.family_name,
            full_name=identity.full_name,
            to_version=identity.version,
            architecture=identity.architecture,
        )

    def about(self, package: MsixPackage) -> ForeseenChange:
        """Return it as a change to a package that is there."""
        return msgspec.structs.replace(
            self,
            family_name=package.family_name,
            full_name=package.full_name,
            to_version=package.version,
            architecture=package.architecture,
        )

    def of_present(self, package: MsixPackage) -> ForeseenChange:
        """Return it as a change from a package that is there, which goes or stays as it is."""
        return msgspec.structs.replace(self.about(package), from_version=package.version, to_version="")

    def refused(self, refusal: EngineError | None) -> ForeseenChange:
        """Return it with what refuses it, if anything does."""
        return self if refusal is None else msgspec.structs.replace(self, error=ErrorReport.of(refusal))

    def nothing(self, reason: str) -> ForeseenChange:
        """Return it as something that need not be done: one of the reasons above."""
        return msgspec.structs.replace(self, action="None", reason=reason)

    def over(self, there: list[MsixPackage], any_version: bool) -> ForeseenChange:
        """Return what an addition comes to where versions of the family are registered."""
        of_others = [one for one in there if is_version(one.version)]
        same = [one for one in of_others if fold(one.full_name) == fold(self.full_name)]
        if same:
            return self.nothing("Registered") if all(one.status.is_ok for one in same) else self
        if not of_others:
            return self
        best = max(of_others, key=lambda one: packed_version(one.version))
        if best.is_framework:  # versions of a framework are side by side
            return self
        changed = msgspec.structs.replace(self, from_version=best.version)
        if packed_version(best.version) <= packed_version(self.to_version):  # the same for another architecture
            return msgspec.structs.replace(changed, action="Update")
        return (
            msgspec.structs.replace(changed, action="Downgrade") if any_version else changed.nothing("NewerRegistered")
        )

    def beside(self, there: list[MsixPackage], options: StagePackageOptions) -> ForeseenChange:
        """Return what staging comes to where other versions of the family are on the machine."""
        architecture = fold(self.architecture)
        others = [one for one in there if is_version(one.version)]
        rivals = [one for one in others if not one.is_framework or fold(one.architecture) == architecture]
        newer = any(packed_version(one.version) > packed_version(self.to_version) for one in rivals)
        return self.nothing("NewerStaged") if newer and not options.force_update_from_any_version else self

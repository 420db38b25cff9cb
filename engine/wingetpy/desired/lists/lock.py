"""Exact versions and installers: what a lock file holds of a package, and whether a plan keeps to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from wingetpy.correlation.correlated import Correlated
from wingetpy.desired.lists.document import ListedPackage, LockedInstaller, PackageListDocument
from wingetpy.errors import EngineError, ErrorCode, OperationError
from wingetpy.manifests.model import Installer, Manifest, PackageDependency
from wingetpy.model.call import Call
from wingetpy.model.text import fold
from wingetpy.model.version import Version
from wingetpy.operations.context import Context
from wingetpy.operations.dependency_walk import DependencyWalk, Needed, least_version
from wingetpy.operations.find_target import choose_version, target_of
from wingetpy.operations.installed import Inventory, installed_as
from wingetpy.operations.plan import Plan, PlannedOperation
from wingetpy.operations.request import PackageRequest
from wingetpy.operations.target import Target
from wingetpy.selection.pinning import PinGuard
from wingetpy.selection.wishes import InstalledFacts

_NO_PINS = PinGuard()


class Locks:
    """The packages of a lock file while it is made. Dependencies come before what needs them.

    Args:
        packages: All that are to be locked, each with its source.

    Attributes:
        order: What is locked so far, by source.
    """

    def __init__(
        self, context: Context, inventory: Inventory, packages: Sequence[tuple[str, ListedPackage]], call: Call
    ) -> None:
        assert inventory.sources is not None
        self._context = context
        self._inventory = inventory
        self._sources = inventory.sources
        self._listed = {(source, fold(one.package_identifier)): one for source, one in packages}
        self._call = call
        self.order: dict[str, list[ListedPackage]] = {}

    def lock(self, installed: Correlated, package: ListedPackage) -> ListedPackage:
        """Lock an installed package, and before it what it depends on.

        Raises:
            EngineError: the source does not give its manifest, or a dependency is not there; nothing of it is locked.
        """
        assert installed.package is not None
        target = target_of(self._sources, installed.package)
        needed = self._needed(target, package.version, installed)
        locked = _with_installers(package, needed.chosen.manifest)
        if needed.chosen.choice.installer is not None:
            walk = DependencyWalk(target, self._choose, self._dependency, self._call)
            walk.below(target.identifier, needed.chosen.choice.installer)
            for one in walk.found.values():
                self._add(installed.package.source, one)
            locked = replace(locked, dependencies=tuple(one.package_identifier for one in walk.found.values()))
        return self._add(installed.package.source, locked)

    def _add(self, source: str, package: ListedPackage) -> ListedPackage:
        order = self.order.setdefault(source, [])
        place = next((place for place, one in enumerate(order) if one.key == package.key), None)
        if place is None:
            order.append(package)
        else:  # it was added as a dependency; now its own dependencies are known
            order[place] = package
        return package

    def _choose(self, _parent: str, needed: PackageDependency, target: Target) -> Needed:
        there = installed_as(self._inventory, target, None)
        version, least = self._installed_version(target, there), least_version(needed)
        if version is not None and least is not None and Version.parse(version) < least:
            version = None
        return self._needed(target, version, there)

    def _installed_version(self, target: Target, there: Correlated | None) -> str | None:
        """Return the installed version in the source's spelling; None where nothing is, or the source lacks it."""
        if there is None:
            return None
        installed = Version.parse(there.version)
        return next((text for text in target.versions if Version.parse(text) == installed), None)

    def _needed(self, target: Target, version: str | None, there: Correlated | None) -> Needed:
        request = PackageRequest(version=version)
        facts = there.facts if there else InstalledFacts()
        chosen = choose_version(self._context, target, request, facts, self._call, guard=_NO_PINS)
        return Needed(target, chosen, there)

    def _dependency(self, needed: Needed, _installer: Installer) -> ListedPackage:
        reference = needed.target.reference
        assert reference is not None
        manifest = needed.chosen.manifest
        bare = ListedPackage(package_identifier=needed.target.identifier)
        known = self._listed.get((reference.source, fold(needed.target.identifier)), bare)
        return _with_installers(replace(known, version=manifest.package_version), manifest)


class LockCheck:
    """Whether plans keep to a lock file."""

    def __init__(self, document: PackageListDocument) -> None:
        self._locked: dict[str, list[ListedPackage]] = {}
        for source in document.sources:
            for one in source.packages:
                self._locked.setdefault(fold(one.package_identifier), []).append(one)

    def fault(self, planned: PlannedOperation) -> EngineError | None:
        """Return why a plan does not keep to the lock; None where it does."""
        if planned.work is None and planned.refusal is None:
            return self._fault_of_installed(planned)
        every = (*planned.dependencies, planned)
        return next((fault for one in every if one.work is not None and (fault := self._fault(one))), None)

    def _fault_of_installed(self, planned: PlannedOperation) -> EngineError | None:
        plan = planned.plan
        locked = self._locked.get(fold(plan.id), [])
        installed = Version.or_unknown(plan.from_version)
        if not plan.from_version or not locked or any(Version.parse(one.version) == installed for one in locked):
            return None
        return OperationError(
            f"{plan.name} [{plan.id}] {plan.from_version} is installed; the lock file has {locked[0].version}.",
            code=ErrorCode.UpgradeVersionNotNewer,
            target=plan.id,
            remedy="Uninstall the package first, or make the lock file again.",
        )

    def _fault(self, planned: PlannedOperation) -> EngineError | None:
        plan = planned.plan
        locked = self._locked.get(fold(plan.id), [])
        there = [one for one in locked if Version.parse(one.version) == Version.parse(plan.to_version)]
        if not there:
            return OperationError(
                f"The lock file does not have {plan.id} {plan.to_version}, which would be installed.",
                code=ErrorCode.MissingPackage,
                target=plan.id,
                remedy="Make the lock file again.",
            )
        sha256 = plan.sha256.upper()
        installers = [installer for one in there for installer in one.installers]
        hashes = [one.installer_sha256.upper() for one in installers]
        if sha256 not in hashes:
            return _other(plan, "installer", sha256, hashes)
        signatures = [one.signature_sha256.upper() for one in installers if one.installer_sha256.upper() == sha256]
        offered = map(LockedInstaller.of, planned.manifest.installers if planned.manifest else ())
        found = (one.signature_sha256 for one in offered if one.installer_sha256 == sha256)
        other = next((text for text in found if text and text not in signatures), None)
        return None if other is None else _other(plan, "signature", other, signatures)


def _with_installers(package: ListedPackage, manifest: Manifest) -> ListedPackage:
    return replace(
        package,
        version=manifest.package_version,
        installers=tuple(LockedInstaller.of(one) for one in manifest.installers),
    )


def _other(plan: Plan, what: str, found: str, locked: Iterable[str]) -> OperationError:
    texts = ", ".join(text or "none" for text in dict.fromkeys(locked))
    return OperationError(
        f"{plan.id} {plan.to_version} has another {what} than when it was locked: its hash is {found or 'not given'},"
        f" and the lock file has {texts}.",
        code=ErrorCode.InstallerHashMismatch,
        category="SecurityError",
        target=plan.id,
        remedy="Find out why its publisher replaced the installer; make the lock file again if it is right.",
    )

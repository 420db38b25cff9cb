"""PackageDeploymentManager: the seed's verbs on its targets.

A method returns a result whatever the system answers; raised are an argument that the verb does not take (BadRequest)
and HostCannot. Progress goes to `progress`; the call's `cancelled` is asked between parts of the work, and ends as the
error 0x800704C7 of the result.
"""

from __future__ import annotations

from typing import Self

from wingetpy.deployment.api_names import MANAGER, SeedNames
from wingetpy.deployment.foresight import Foresight
from wingetpy.deployment.package_set import PackageSet, PackageSetItem, validated_set
from wingetpy.deployment.progress import RequestProgress
from wingetpy.deployment.readiness import NOT_READY, READY, ItemState, Readiness
from wingetpy.deployment.request import Requests
from wingetpy.deployment.results import Listener, PackageDeploymentResult, PackageReadyOrNewerAvailableStatus
from wingetpy.deployment.support import PackageVerb, TargetKind
from wingetpy.deployment.targets import PackageTarget, family_target, full_name_target, parse_target, parse_uri
from wingetpy.deployment.work import DeploymentWork, VerbOptions
from wingetpy.hosts.host import Host
from wingetpy.hosts.packages import (
    AddPackageOptions,
    Deploying,
    EnsurePackageIsReadyOptions,
    Feature,
    ProvisionPackageOptions,
    RegisterPackageOptions,
    RemovePackageOptions,
    StagePackageOptions,
)
from wingetpy.journal.opening import PackageOpener
from wingetpy.journal.stop_signal import StopSignal
from wingetpy.model.call import Call
from wingetpy.model.text import fold

Progress = Listener | None


class PackageDeploymentManager(SeedNames):
    """Deploys the packages of a machine for the caller's user.

    Args:
        host: The machine.
        call: Whose proxy is used, and who may stop a request.
        timeout_seconds: For all requests together; None for no limit.

    Attributes:
        foresight: Says what a verb would do.
    """

    _names = MANAGER

    def __init__(self, host: Host, call: Call, timeout_seconds: float | None = None) -> None:
        facts, go_on = host.facts(), StopSignal(call, timeout_seconds)
        self._packages = host.packages
        self._readiness = Readiness(host.packages, facts)
        opener = PackageOpener(host, call, go_on)

        def deploying(progress: RequestProgress) -> Deploying:
            return Deploying(open=opener.open, progress=progress.step, go_on=go_on)

        work = DeploymentWork(host.packages, facts.elevated)
        self._requests = Requests(host.packages, self._readiness, work, deploying)
        self.foresight = Foresight(host, self._readiness, work, opener.open, go_on)

    @classmethod
    def get_default(cls, host: Host, call: Call) -> Self:
        """Return the manager of a machine."""
        return cls(host, call)

    def is_package_ready(self, package: str) -> bool:
        """Whether the package of a full name (or a newer one), any of a family, or all of a product can be used."""
        return self._is_ready(parse_target(PackageVerb.is_ready, package))

    def is_package_by_uri_ready(self, package_uri: str) -> bool:
        return self._is_ready(parse_uri(PackageVerb.is_ready, package_uri))

    def is_package_set_ready(self, package_set: PackageSet) -> bool:
        """Whether every item can be used."""
        items = validated_set(PackageVerb.is_ready, package_set).package_set_items
        return all(self._readiness.has_item(item) for item in items)

    def states(self, package: str) -> list[ItemState]:
        """Return whether each package of a target can be used, and why not."""
        target = parse_target(PackageVerb.is_ready, package)
        if target.kind is TargetKind.family_name:
            return [self._readiness.state(PackageSetItem(package_family_name=target.value))]
        if target.kind is TargetKind.full_name:
            return [self._readiness.state_of_package(target.value)]
        if self._packages.products() is not None:
            reason = READY if self._requests.is_product_ready(target) else NOT_READY
            return [ItemState(item=PackageSetItem(), reason=reason)]
        names = self._packages.product_packages(target.value)
        return [self._readiness.state_of_package(name) for name in names]

    def states_of_set(self, package_set: PackageSet) -> list[ItemState]:
        """Likewise, of each item of a set."""
        items = validated_set(PackageVerb.is_ready, package_set).package_set_items
        return [self._readiness.state(item) for item in items]

    def is_package_ready_or_newer_available(self, package: str) -> PackageReadyOrNewerAvailableStatus:
        return self._readiness.newer_than(full_name_target(package).value)

    def is_package_set_ready_or_newer_available(self, package_set: PackageSet) -> PackageReadyOrNewerAvailableStatus:
        """The worst of its items: one that is not ready, then one with a newer version."""
        states = [
            self._readiness.newer(one) for one in validated_set(PackageVerb.is_ready, package_set).package_set_items
        ]
        not_ready, newer = (
            PackageReadyOrNewerAvailableStatus.NotReady,
            PackageReadyOrNewerAvailableStatus.NewerAvailable,
        )
        if not_ready in states:
            return not_ready
        return newer if newer in states else PackageReadyOrNewerAvailableStatus.Ready

    def ensure_package_is_ready(
        self, package: str, options: EnsurePackageIsReadyOptions | None = None, progress: Progress = None
    ) -> PackageDeploymentResult:
        target = parse_target(PackageVerb.ensure_is_ready, package)
        return self._requests.ensure_product(target, options or EnsurePackageIsReadyOptions(), progress)

    def ensure_package_by_uri_is_ready(
        self, package_uri: str, options: EnsurePackageIsReadyOptions | None = None, progress: Progress = None
    ) -> PackageDeploymentResult:
        target = parse_uri(PackageVerb.ensure_is_ready, package_uri)
        return self._requests.ensure_product(target, options or EnsurePackageIsReadyOptions(), progress)

    def ensure_package_set_is_ready(
        self, package_set: PackageSet, options: EnsurePackageIsReadyOptions | None = None, progress: Progress = None
    ) -> PackageDeploymentResult:
        return self._requests.ensure_set(package_set, options or EnsurePackageIsReadyOptions(), progress)

    def add_package(
        self, package: str, options: AddPackageOptions | None = None, progress: Progress = None
    ) -> PackageDeploymentResult:
        """Stage and register what lies at a path or URI."""
        return self._text(PackageVerb.add, package, options or AddPackageOptions(), progress)

    def add_package_by_uri(
        self, package_uri: str, options: AddPackageOptions | None = None, progress: Progress = None
    ) -> PackageDeploymentResult:
        return self._uri(PackageVerb.add, package_uri, options or AddPackageOptions(), progress)

    def add_package_set(
        self, package_set: PackageSet, options: AddPackageOptions | None = None, progress: Progress = None
    ) -> PackageDeploymentResult:
        return self._requests.several(PackageVerb.add, package_set, options or AddPackageOptions(), progress)

    def stage_package(
        self, package: str, options: StagePackageOptions | None = None, progress: Progress = None
    ) -> PackageDeploymentResult:
        """Put content on the machine; no user gets it."""
        return self._text(PackageVerb.stage, package, options or StagePackageOptions(), progress)

    def stage_package_by_uri(
        self, package_uri: str, options: StagePackageOptions | None = None, progress: Progress = None
    ) -> PackageDeploymentResult:
        return self._uri(PackageVerb.stage, package_uri, options or StagePackageOptions(), progress)

    def stage_package_set(
        self, package_set: PackageSet, options: StagePackageOptions | None = None, progress: Progress = None
    ) -> PackageDeploymentResult:
        return self._requests.several(PackageVerb.stage, package_set, options or StagePackageOptions(), progress)

    def register_package(
        self, package: str, options: RegisterPackageOptions | None = None, progress: Progress = None
    ) -> PackageDeploymentResult:
        """Give the caller's user what is staged, or the folder of an AppxManifest.xml."""
        return self._text(PackageVerb.register, package, options or RegisterPackageOptions(), progress)

    def register_package_by_uri(
        self, package_uri: str, options: RegisterPackageOptions | None = None, progress: Progress = None
    ) -> PackageDeploymentResult:
        return self._uri(PackageVerb.register, package_uri, options or RegisterPackageOptions(), progress)

    def register_package_set(
        self, package_set: PackageSet, options: RegisterPackageOptions | None = None, progress: Progress = None
    ) -> PackageDeploymentResult:
        return self._requests.several(PackageVerb.register, package_set, options or RegisterPackageOptions(), progress)

    def remove_package(
        self, package: str, options: RemovePackageOptions | None = None, progress: Progress = None
    ) -> PackageDeploymentResult:
        return self._text(PackageVerb.remove, package, options or RemovePackageOptions(), progress)

    def remove_package_by_full_name(
        self, package_full_name: str, options: RemovePackageOptions | None = None, progress: Progress = None
    ) -> PackageDeploymentResult:
        target = full_name_target(package_full_name)
        return self._requests.one(PackageVerb.remove, target, options or RemovePackageOptions(), progress)

    def remove_package_by_family_name(
        self, package_family_name: str, options: RemovePackageOptions | None = None, progress: Progress = None
    ) -> PackageDeploymentResult:
        target = family_target(package_family_name)
        return self._requests.one(PackageVerb.remove, target, options or RemovePackageOptions(), progress)

    def remove_package_by_uri(
        self, package_uri: str, options: RemovePackageOptions | None = None, progress: Progress = None
    ) -> PackageDeploymentResult:
        return self._uri(PackageVerb.remove, package_uri, options or RemovePackageOptions(), progress)

    def remove_package_set(
        self, package_set: PackageSet, options: RemovePackageOptions | None = None, progress: Progress = None
    ) -> PackageDeploymentResult:
        return self._requests.several(PackageVerb.remove, package_set, options or RemovePackageOptions(), progress)

    def reset_package(self, package: str, progress: Progress = None) -> PackageDeploymentResult:
        """Delete the application data; the package stays."""
        return self._text(PackageVerb.reset, package, None, progress)

    def reset_package_by_uri(self, package_uri: str, progress: Progress = None) -> PackageDeploymentResult:
        return self._uri(PackageVerb.reset, package_uri, None, progress)

    def reset_package_set(self, package_set: PackageSet, progress: Progress = None) -> PackageDeploymentResult:
        return self._requests.several(PackageVerb.reset, package_set, None, progress)

    def repair_package(self, package: str, progress: Progress = None) -> PackageDeploymentResult:
        """Make the content what it was; the application data stay."""
        return self._text(PackageVerb.repair, package, None, progress)

    def repair_package_by_uri(self, package_uri: str, progress: Progress = None) -> PackageDeploymentResult:
        return self._uri(PackageVerb.repair, package_uri, None, progress)

    def repair_package_set(self, package_set: PackageSet, progress: Progress = None) -> PackageDeploymentResult:
        return self._requests.several(PackageVerb.repair, package_set, None, progress)

    def provision_package(
        self, package: str, options: ProvisionPackageOptions | None = None, progress: Progress = None
    ) -> PackageDeploymentResult:
        """Give a staged family to every user, those to come included."""
        return self._text(PackageVerb.provision, package, options or ProvisionPackageOptions(), progress)

    def provision_package_by_uri(
        self, package_uri: str, options: ProvisionPackageOptions | None = None, progress: Progress = None
    ) -> PackageDeploymentResult:
        return self._uri(PackageVerb.provision, package_uri, options or ProvisionPackageOptions(), progress)

    def provision_package_set(
        self, package_set: PackageSet, options: ProvisionPackageOptions | None = None, progress: Progress = None
    ) -> PackageDeploymentResult:
        return self._requests.several(
            PackageVerb.provision, package_set, options or ProvisionPackageOptions(), progress
        )

    def deprovision_package(self, package: str, progress: Progress = None) -> PackageDeploymentResult:
        """No longer give a family to new users."""
        return self._text(PackageVerb.deprovision, package, None, progress)

    def deprovision_package_by_uri(self, package_uri: str, progress: Progress = None) -> PackageDeploymentResult:
        return self._uri(PackageVerb.deprovision, package_uri, None, progress)

    def deprovision_package_set(self, package_set: PackageSet, progress: Progress = None) -> PackageDeploymentResult:
        return self._requests.several(PackageVerb.deprovision, package_set, None, progress)

    def is_package_provisioned(self, package_family_name: str) -> bool:
        family = fold(family_target(package_family_name).value)
        return any(fold(one.family_name) == family for one in self._packages.find_provisioned())

    def is_package_set_provisioned(self, package_set: PackageSet) -> bool:
        provisioned = {fold(one.family_name) for one in self._packages.find_provisioned()}
        items = validated_set(PackageVerb.provision, package_set).package_set_items
        return all(fold(item.package_family_name) in provisioned for item in items)

    def is_package_registration_pending(self, package: str) -> bool:
        """Whether a newer version waits for the end of what runs, for the caller's user. A family or full name."""
        return self._packages.registration_pending(package)

    def is_package_registration_pending_for_user(self, user_security_id: str, package: str) -> bool:
        return self._packages.registration_pending(package, user=user_security_id)

    def is_feature_supported(self, feature: Feature) -> bool:
        return self._packages.supports(feature)

    def _is_ready(self, target: PackageTarget) -> bool:
        match target.kind:
            case TargetKind.family_name:
                return self._readiness.has_family(target.value)
            case TargetKind.full_name:
                return self._readiness.has_package(target.value)
        return self._requests.is_product_ready(target)

    def _text(self, verb: PackageVerb, text: str, options: VerbOptions, progress: Progress) -> PackageDeploymentResult:
        return self._requests.one(verb, parse_target(verb, text), options, progress)

    def _uri(self, verb: PackageVerb, uri: str, options: VerbOptions, progress: Progress) -> PackageDeploymentResult:
        return self._requests.one(verb, parse_uri(verb, uri), options, progress)

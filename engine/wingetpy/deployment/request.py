"""One request: a verb on a target or on a set, one operation after the other, with one result."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import msgspec

from wingetpy.deployment.faults import not_supported
from wingetpy.deployment.package_set import PackageSet, PackageSetItem, item_target, validated_set
from wingetpy.deployment.progress import CHECKING, VALIDATED, RequestProgress
from wingetpy.deployment.readiness import Readiness
from wingetpy.deployment.results import (
    Listener,
    PackageDeploymentResult,
    PackageReadyOrNewerAvailableStatus,
    result_of,
)
from wingetpy.deployment.support import PackageVerb, TargetKind
from wingetpy.deployment.targets import PackageTarget
from wingetpy.deployment.work import DeploymentWork, VerbOptions
from wingetpy.errors import Cancelled, EngineError, ErrorCode
from wingetpy.hosts.packages import (
    AddPackageOptions,
    Deploying,
    DeploymentAnswer,
    EnsurePackageIsReadyOptions,
    Feature,
    Packages,
    ProvisionPackageOptions,
    RegisterPackageOptions,
    StagePackageOptions,
)

NewDeploying = Callable[[RequestProgress], Deploying]
Operation = Callable[[Deploying], list[DeploymentAnswer]]


class Requests:
    """Carries out requests.

    Args:
        packages: The backend.
        readiness: What the caller's user can use.
        work: Carries out verbs.
        deploying: Makes what a backend is given, for a request's progress.
    """

    def __init__(self, packages: Packages, readiness: Readiness, work: DeploymentWork, deploying: NewDeploying) -> None:
        self._packages = packages
        self._readiness = readiness
        self._work = work
        self._deploying = deploying

    def one(
        self, verb: PackageVerb, target: PackageTarget, options: VerbOptions, listener: Listener | None
    ) -> PackageDeploymentResult:
        """Carry out a verb on one target."""
        require_features(self._packages, options)
        return self._run([lambda deploying: self._work.do(verb, target, options, deploying)], listener, 0.0)

    def several(
        self, verb: PackageVerb, packages: PackageSet, options: VerbOptions, listener: Listener | None
    ) -> PackageDeploymentResult:
        """Carry out a verb on each item of a set, until one fails; what was done before stays."""
        require_features(self._packages, options)
        items = validated_set(verb, packages).package_set_items
        targets = [item_target(verb, packages, item) for item in items]
        return self._run([self._on(verb, target, options) for target in targets], listener, VALIDATED)

    def ensure_product(
        self, target: PackageTarget, options: EnsurePackageIsReadyOptions, listener: Listener | None
    ) -> PackageDeploymentResult:
        """See that all packages of a product can be used; where they are not known, the product is added."""
        require_features(self._packages, options.add_package_options)
        if self.is_product_ready(target):
            return self._run([], listener, VALIDATED)
        return self._run([self._on(PackageVerb.add, target, options.add_package_options)], listener, VALIDATED)

    def ensure_set(
        self, packages: PackageSet, options: EnsurePackageIsReadyOptions, listener: Listener | None
    ) -> PackageDeploymentResult:
        """Add each item of a set that cannot be used, with the caller's options."""
        require_features(self._packages, options.add_package_options)
        items = validated_set(PackageVerb.ensure_is_ready, packages).package_set_items
        operations = [
            self._ensuring(item, item_target(PackageVerb.ensure_is_ready, packages, item), options)
            for item in items
            if options.register_newer_if_available or not self._readiness.has_item(item)
        ]
        return self._run(operations, listener, VALIDATED)

    def is_product_ready(self, target: PackageTarget) -> bool:
        """Whether all packages of a product can be used. False for one that is not known."""
        products = self._packages.products()
        if products is not None:
            return products.is_ready(target.text)
        names = self._packages.product_packages(target.value)
        return bool(names) and all(self._readiness.has_package(name) for name in names)

    def _ensuring(self, item: PackageSetItem, target: PackageTarget, options: EnsurePackageIsReadyOptions) -> Operation:
        def ensure(deploying: Deploying) -> list[DeploymentAnswer]:
            """Look again: an item before may have brought it."""
            if options.register_newer_if_available:
                state = self._readiness.newer(item)
                if state is PackageReadyOrNewerAvailableStatus.NewerAvailable:
                    register = RegisterPackageOptions()
                    return [self._packages.register_by_family_name(item.package_family_name, register, deploying)]
            if self._readiness.has_item(item):
                return []
            answer = self._work.add(target, options.add_package_options, deploying)
            return [self._looked_after(item, target, options.add_package_options, answer)]

        return ensure

    def _looked_after(
        self, item: PackageSetItem, target: PackageTarget, options: AddPackageOptions, answer: DeploymentAnswer
    ) -> DeploymentAnswer:
        """Return the answer to an addition; as a failure where the item cannot be used all the same, because something
        else lies at its URI. A registration that was deferred is no failure.
        """
        is_deferred = options.defer_registration_when_packages_are_in_use and not answer.is_registered
        if not answer.succeeded or is_deferred or target.kind is TargetKind.product_uri:
            return answer
        state = self._readiness.state(item)
        if state.is_ready:
            return answer
        there = f" The user has {state.package.full_name}." if state.package else ""
        return msgspec.structs.replace(
            answer,
            error=ErrorCode.InstallFailed,
            extended_error=ErrorCode.InstallFailed,
            error_text=(
                f"'{target.text}' was added, and {item.package_family_name}, version {item.min_version} or later, is"
                f" still not ready: {state.reason}.{there} Correct the PackageUri of the item, or its family or"
                " MinVersion."
            ),
        )

    def _on(self, verb: PackageVerb, target: PackageTarget, options: VerbOptions) -> Operation:
        return lambda deploying: self._work.do(verb, target, options, deploying)

    def _run(self, operations: Sequence[Operation], listener: Listener | None, begin: float) -> PackageDeploymentResult:
        progress = RequestProgress(listener)
        progress.queued()
        progress.reach(min(begin, CHECKING))
        answers = list(self._answers(operations, progress, begin))
        result = result_of(answers)
        if result.succeeded:
            progress.succeeded()
        return result

    def _answers(
        self, operations: Sequence[Operation], progress: RequestProgress, begin: float
    ) -> Iterator[DeploymentAnswer]:
        for number, operation in enumerate(operations):
            progress.part(number, len(operations), begin)
            try:
                answers = operation(self._deploying(progress))
            except Cancelled as stopped:
                yield DeploymentAnswer(error=ErrorCode.Cancelled, error_text=stopped.text)
                return
            except EngineError as error:
                if error.code is ErrorCode.HostCannot:
                    raise
                yield DeploymentAnswer(error=error.code, error_text=error.text)
                return
            yield from answers
            if answers and not answers[-1].succeeded:
                return
            progress.part_done()


def require_features(packages: Packages, options: VerbOptions) -> None:
    """Refuse options that the system does not have: what a caller asks for is never left out silently.

    Raises:
        BadRequest: NotImplemented.
    """
    match options:
        case ProvisionPackageOptions():
            if options != ProvisionPackageOptions():
                _require(packages, Feature.provision_package_options, "The lists of package families")
        case AddPackageOptions() | StagePackageOptions() | RegisterPackageOptions():
            if options.expected_digests:
                _require(packages, Feature.expected_digests, "ExpectedDigests")
            if isinstance(options, AddPackageOptions) and options.limit_to_existing_packages:
                _require(packages, Feature.limit_to_existing_packages, "LimitToExistingPackages")


def _require(packages: Packages, feature: Feature, option: str) -> None:
    if not packages.supports(feature):
        raise not_supported(
            f"{option} cannot be used: this system is older than the version that has it.",
            option,
            "Leave the option out, or use Windows 11 22H2 or later.",
            ErrorCode.NotImplemented,
        )

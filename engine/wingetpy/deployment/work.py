"""One verb on one target, with a backend's primitives; and the failures that are none to the caller."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec

from wingetpy.deployment.support import PackageVerb, TargetKind
from wingetpy.deployment.targets import PackageTarget
from wingetpy.errors import ErrorCode
from wingetpy.errors.windows_codes import windows_code
from wingetpy.hosts.packages import (
    AddPackageOptions,
    Deploying,
    DeploymentAnswer,
    InstallState,
    MsixPackage,
    Packages,
    PackageTypes,
    Products,
    ProvisionPackageOptions,
    RegisterPackageOptions,
    RemovePackageOptions,
    StagePackageOptions,
)
from wingetpy.hosts.packages import VerbOptions as VerbOptions

_WORKED_ON = PackageTypes.main | PackageTypes.framework | PackageTypes.optional
EVERY_TYPE = _WORKED_ON | PackageTypes.resource | PackageTypes.bundle
DOWNGRADE = ErrorCode.InstallPackageDowngrade


class DeploymentWork:
    """Carries out verbs.

    Args:
        packages: The backend.
        elevated: The caller has administrator rights, and sees what others have.
    """

    def __init__(self, packages: Packages, elevated: bool) -> None:
        self._packages = packages
        self._elevated = elevated

    def do(
        self, verb: PackageVerb, target: PackageTarget, options: VerbOptions, deploying: Deploying
    ) -> list[DeploymentAnswer]:
        """Carry out a verb. The last answer is its end: a failure stops it.

        Raises:
            Cancelled, MsixError, HostError: see `Packages`.
        """
        products = self._products(target)
        if products is not None:
            return [_of_product(verb, options, products.deploy(verb, target.text, options, deploying))]
        match options:
            case AddPackageOptions():
                return [_soft_downgrade(self.add(target, options, deploying))]
            case StagePackageOptions():
                return [_asked_of_no_user(_soft_downgrade(self._packages.stage(_uri(target), options, deploying)))]
            case RegisterPackageOptions():
                return [_soft_downgrade(one) for one in self._register(target, options, deploying)]
            case RemovePackageOptions():
                return self._remove(target, options, deploying)
            case ProvisionPackageOptions():
                return _until_failure(
                    lambda family: _asked_of_no_user(self._packages.provision(family, options, deploying)),
                    self.families(target),
                ) or [_failure(target, ErrorCode.UupProductNotApplicable)]
        if verb is PackageVerb.deprovision:
            return _until_failure(
                lambda family: _asked_of_no_user(self._packages.deprovision(family, deploying)), self.families(target)
            ) or [_failure(target, ErrorCode.UupProductNotApplicable)]
        primitive = self._packages.repair if verb is PackageVerb.repair else self._packages.reset
        return _until_failure(lambda name: primitive(name, deploying), self.registered(target)) or [
            _failure(target, ErrorCode.InstallPackageNotFound, ErrorCode.NotFound)
        ]

    def add(self, target: PackageTarget, options: AddPackageOptions, deploying: Deploying) -> DeploymentAnswer:
        """Add what a path or URI names. Raises as `do`."""
        products = self._products(target)
        if products is not None:
            return products.deploy(PackageVerb.add, target.text, options, deploying)
        return self._packages.add(_uri(target), options, deploying)

    def _products(self, target: PackageTarget) -> Products | None:
        """Return what deploys a target by its URI, where that is a product and the system does so."""
        return self._packages.products() if target.kind is TargetKind.product_uri else None

    def _register(
        self, target: PackageTarget, options: RegisterPackageOptions, deploying: Deploying
    ) -> list[DeploymentAnswer]:
        match target.kind:
            case TargetKind.family_name:
                return [self._packages.register_by_family_name(target.value, options, deploying)]
            case TargetKind.full_name:
                return [self._packages.register_by_full_name(target.value, options, deploying)]
            case TargetKind.product_uri:
                register = lambda name: self._packages.register_by_full_name(name, options, deploying)  # noqa: E731
                return _until_failure(register, self._packages.product_packages(target.value)) or [
                    _failure(target, ErrorCode.UupProductNotApplicable)
                ]
        return [self._packages.register_by_uri(target.value, options, deploying)]

    def _remove(
        self, target: PackageTarget, options: RemovePackageOptions, deploying: Deploying
    ) -> list[DeploymentAnswer]:
        def remove(name: str) -> DeploymentAnswer:
            answer = self._packages.remove(name, options, deploying)
            if options.ok_if_not_found and answer.error == ErrorCode.InstallPackageNotFound:
                return DeploymentAnswer(activity_id=answer.activity_id)
            return answer

        answers = _until_failure(remove, self.removable(target, options))
        if answers:
            return answers
        if options.ok_if_not_found:
            return [DeploymentAnswer()]
        return [_failure(target, ErrorCode.InstallPackageNotFound, ErrorCode.InstallPackageNotFound)]

    def removable(self, target: PackageTarget, options: RemovePackageOptions) -> list[str]:
        """Return the full names that a removal means; a package that was named is passed on as it is."""
        match target.kind:
            case TargetKind.full_name:
                return [target.value]
            case TargetKind.product_uri:
                return self._packages.product_packages(target.value)
        mine = self._packages.find(family_name=target.value, types=_WORKED_ON)
        names = {one.full_name: None for one in mine}
        if self._elevated:
            there = self._packages.find(family_name=target.value, types=_WORKED_ON, all_users=True)
            names |= {one.full_name: None for one in there if options.remove_for_all_users or _is_only_staged(one)}
        return list(names)

    def registered(self, target: PackageTarget) -> list[str]:
        """Return the full names of the caller's packages that a repair or reset means."""
        match target.kind:
            case TargetKind.full_name:
                found = self._packages.find(full_name=target.value, types=EVERY_TYPE)
            case TargetKind.product_uri:
                return self._packages.product_packages(target.value)
            case _:
                found = self._packages.find(family_name=target.value, types=_WORKED_ON)
        return [one.full_name for one in found]

    def families(self, target: PackageTarget) -> list[str]:
        """Return the families that provisioning means."""
        if target.kind is not TargetKind.product_uri:
            return [target.value]
        names = self._packages.product_packages(target.value)
        found = [one for name in names for one in self._packages.find(full_name=name, all_users=self._elevated)]
        return list({one.family_name: None for one in found})


def _of_product(verb: PackageVerb, options: VerbOptions, answer: DeploymentAnswer) -> DeploymentAnswer:
    """Return the answer to a verb on a product, with the failures that are none."""
    if verb in (PackageVerb.add, PackageVerb.stage, PackageVerb.register):
        answer = _soft_downgrade(answer)
    not_found = answer.error == ErrorCode.InstallPackageNotFound
    if not_found and isinstance(options, RemovePackageOptions) and options.ok_if_not_found:
        return DeploymentAnswer(activity_id=answer.activity_id)
    asked = verb in (PackageVerb.add, PackageVerb.register, PackageVerb.repair, PackageVerb.reset)
    return answer if asked else _asked_of_no_user(answer)


def _uri(target: PackageTarget) -> str:
    return target.text if target.kind is TargetKind.product_uri else target.value


def _until_failure(primitive: Callable[[str], DeploymentAnswer], names: Iterable[str]) -> list[DeploymentAnswer]:
    answers: list[DeploymentAnswer] = []
    for name in names:
        answers.append(primitive(name))
        if not answers[-1].succeeded:
            break
    return answers


def _is_only_staged(package: MsixPackage) -> bool:
    return all(user.state is not InstallState.installed for user in package.users)


def _asked_of_no_user(answer: DeploymentAnswer) -> DeploymentAnswer:
    """Return the answer to a verb that asks for no registration: what the user has anyway is not its doing."""
    return msgspec.structs.replace(answer, is_registered=False)


def _soft_downgrade(answer: DeploymentAnswer) -> DeploymentAnswer:
    """Return a success for a version that is older than the one that is there."""
    return DeploymentAnswer(activity_id=answer.activity_id) if answer.error == DOWNGRADE else answer


def _failure(target: PackageTarget, error: ErrorCode, extended: ErrorCode | None = None) -> DeploymentAnswer:
    known = windows_code(error)
    text = known.text if known else "The package is not there."
    return DeploymentAnswer(error=error, extended_error=extended or 0, error_text=f"{target.text}: {text}")

"""The package store of the small machine, as `hosts.packages` has it."""

from __future__ import annotations

from typing import NoReturn

from wingetpy.errors import ErrorCode, HostError
from wingetpy.hosts.packages import (
    AddPackageDependencyOptions,
    AddPackageOptions,
    ArchitectureFilter,
    CreatePackageDependencyOptions,
    Deploying,
    DeploymentAnswer,
    Feature,
    MsixPackage,
    PackageTypes,
    PackageVolume,
    ProvisionPackageOptions,
    RegisterPackageOptions,
    RemovePackageOptions,
    RuntimeDependency,
    StagePackageOptions,
)
from wingetpy.hosts.packages.interface import LISTED, Products
from wingetpy.hosts.sandbox.packages.deployment import Machine, deploy
from wingetpy.hosts.sandbox.packages.graph import PackageGraph, best_for_runtime
from wingetpy.hosts.sandbox.packages.products import read_products
from wingetpy.hosts.sandbox.packages.queries import PackageView
from wingetpy.hosts.sandbox.packages.records import StoredPackage
from wingetpy.hosts.sandbox.packages.state import State
from wingetpy.hosts.sandbox.packages.volumes import read_volumes
from wingetpy.hosts.trusted_certificates import folder_trust
from wingetpy.msix.byte_source import ByteSource
from wingetpy.msix.chain import Trust


def _opens_nothing(uri: str) -> NoReturn:
    raise AssertionError(f"a sign-in opens no package: {uri}")


_NOBODY_WAITS = Deploying(open=_opens_nothing, progress=lambda step: None, go_on=lambda: None)


class SandboxPackages:
    """See `wingetpy.hosts.packages.Packages`.

    Args:
        machine: What deployments work on.
    """

    def __init__(self, machine: Machine) -> None:
        self._machine = machine
        self._folder = machine.folder
        self._facts = machine.facts
        self._repository = machine.repository
        self._files = machine.files
        self._graph = PackageGraph()
        self._signed_in = ""

    def supports(self, feature: Feature) -> bool:
        return True

    def refusal(self, target: str) -> HostError | None:
        return None

    def digest(self, package: ByteSource) -> str | None:
        from wingetpy.hosts.sandbox.packages.opening import digest_of  # late: start time
        from wingetpy.msix.container import Container

        return digest_of(Container(package))

    def trust(self) -> Trust | None:
        return folder_trust(self._machine.trust)

    def find(
        self,
        *,
        family_name: str | None = None,
        full_name: str | None = None,
        types: PackageTypes = LISTED,
        all_users: bool = False,
    ) -> list[MsixPackage]:
        if all_users and not self._facts().elevated:
            raise HostError(
                "The packages of all users can be seen with administrator rights only.",
                code=ErrorCode.CommandRequiresAdmin,
                category="PermissionDenied",
                remedy="Run it elevated, or ask for your own packages.",
            )
        state, sid = self._state(), self._sid
        family = family_name.lower() if family_name is not None else None
        chosen = [
            package
            for package in state.packages.values()
            if _types(package) & types
            and (family is None or package.family == family)
            and (full_name is None or package.key == full_name.lower())
            and (all_users or package.listed is not None or state.has(sid, package.full_name))
        ]
        narrow = family_name is not None or full_name is not None
        view = self._view(state, others_too=all_users, looks=narrow)
        return [view.shown(package) for package in chosen]

    def find_provisioned(self) -> list[MsixPackage]:
        state = self._state()
        packages = [state.package(one.full_name) for one in state.provisioned.values()]
        listed = [one for one in state.packages.values() if one.listed is not None and one.listed.provisioned]
        view = self._view(state, others_too=False, looks=False)
        return [view.shown(one) for one in (*packages, *listed) if one is not None]

    def generation(self) -> str | None:
        return self._repository.generation()

    def registration_pending(self, name: str, *, user: str | None = None) -> bool:
        state, sid, wanted = self._repository.read(), (user or self._sid).lower(), name.lower()
        package = state.package(wanted)
        family = package.family if package is not None and state.has(sid, wanted) else wanted
        return any(one.user.lower() == sid and one.family_name.lower() == family for one in state.pending.values())

    def products(self) -> Products | None:
        return None

    def product_packages(self, product: str) -> list[str]:
        return read_products(self._folder).get(product.lower(), [])

    def add(self, uri: str, options: AddPackageOptions, deploying: Deploying) -> DeploymentAnswer:
        from wingetpy.hosts.sandbox.packages.adding import add

        return deploy(self._machine, f"add {uri}", lambda work: add(work, uri, options), deploying)

    def stage(self, uri: str, options: StagePackageOptions, deploying: Deploying) -> DeploymentAnswer:
        from wingetpy.hosts.sandbox.packages.adding import stage_only

        return deploy(self._machine, f"stage_only {uri}", lambda work: stage_only(work, uri, options), deploying)

    def register_by_uri(self, uri: str, options: RegisterPackageOptions, deploying: Deploying) -> DeploymentAnswer:
        from wingetpy.hosts.sandbox.packages.register_verbs import register_uri

        return deploy(self._machine, f"register_uri {uri}", lambda work: register_uri(work, uri, options), deploying)

    def register_by_family_name(
        self, family_name: str, options: RegisterPackageOptions, deploying: Deploying
    ) -> DeploymentAnswer:
        from wingetpy.hosts.sandbox.packages.register_verbs import register_family

        return deploy(
            self._machine,
            f"register_family {family_name}",
            lambda work: register_family(work, family_name, options),
            deploying,
        )

    def register_by_full_name(
        self, full_name: str, options: RegisterPackageOptions, deploying: Deploying
    ) -> DeploymentAnswer:
        from wingetpy.hosts.sandbox.packages.register_verbs import register_full_name

        return deploy(
            self._machine,
            f"register_full_name {full_name}",
            lambda work: register_full_name(work, full_name, options),
            deploying,
        )

    def remove(self, full_name: str, options: RemovePackageOptions, deploying: Deploying) -> DeploymentAnswer:
        from wingetpy.hosts.sandbox.packages.removing import remove

        return deploy(self._machine, f"remove {full_name}", lambda work: remove(work, full_name, options), deploying)

    def repair(self, full_name: str, deploying: Deploying) -> DeploymentAnswer:
        from wingetpy.hosts.sandbox.packages.repairing import repair

        return deploy(self._machine, f"repair {full_name}", lambda work: repair(work, full_name), deploying)

    def reset(self, full_name: str, deploying: Deploying) -> DeploymentAnswer:
        from wingetpy.hosts.sandbox.packages.repairing import reset

        return deploy(self._machine, f"reset {full_name}", lambda work: reset(work, full_name), deploying)

    def provision(self, family_name: str, options: ProvisionPackageOptions, deploying: Deploying) -> DeploymentAnswer:
        from wingetpy.hosts.sandbox.packages.provisioning import provision

        return deploy(
            self._machine, f"provision {family_name}", lambda work: provision(work, family_name, options), deploying
        )

    def deprovision(self, family_name: str, deploying: Deploying) -> DeploymentAnswer:
        from wingetpy.hosts.sandbox.packages.provisioning import deprovision

        return deploy(
            self._machine, f"deprovision {family_name}", lambda work: deprovision(work, family_name), deploying
        )

    def volumes(self) -> list[PackageVolume]:
        return [volume.shown() for volume in read_volumes(self._folder)]

    def volume_is_ok(self, name: str) -> bool:
        from wingetpy.hosts.sandbox.packages.volume_check import faults_of_volume

        return not faults_of_volume(self._machine, name)

    def repair_volume(self, name: str) -> None:
        from wingetpy.hosts.sandbox.packages.volume_check import repair_volume

        repair_volume(self._machine, name)

    def add_dependency(
        self,
        family_name: str,
        min_version: str,
        architectures: ArchitectureFilter,
        create: CreatePackageDependencyOptions,
        add: AddPackageDependencyOptions,
    ) -> RuntimeDependency:
        packages = self.find(family_name=family_name)
        best = best_for_runtime(packages, min_version, architectures, self._facts().architecture)
        return self._graph.add(best, add.rank, before_equals=add.prepend_if_rank_collision)

    def remove_dependency(self, dependency: RuntimeDependency) -> None:
        self._graph.remove(dependency)

    def _state(self) -> State:
        """Return the records; what the user gets at a sign-in is there, which is the first look of an engine."""
        state = self._repository.read()
        if self._signed_in == self._sid:
            return state
        self._signed_in = self._sid
        from wingetpy.hosts.sandbox.packages.provisioning import sign_in, waits_for_sign_in

        if not waits_for_sign_in(state, self._sid):
            return state
        deploy(self._machine, "sign in", sign_in, _NOBODY_WAITS, wait_seconds=0)
        return self._repository.read()

    @property
    def _sid(self) -> str:
        return self._facts().sid

    def _view(self, state: State, *, others_too: bool, looks: bool) -> PackageView:
        from wingetpy.hosts.sandbox.packages.content import is_damaged  # late: a listing does not look

        return PackageView(
            state=state,
            user=self._sid,
            native=self._facts().architecture,
            volumes=tuple(read_volumes(self._folder)),
            others_too=others_too,
            is_damaged=(lambda package: is_damaged(package, self._files)) if looks else None,
        )


def _types(package: StoredPackage) -> PackageTypes:
    if package.listed is not None:
        return package.listed.types
    if package.is_bundle:
        return PackageTypes.bundle
    if package.is_framework:
        return PackageTypes.framework
    if package.is_resource:
        return PackageTypes.resource
    return PackageTypes.optional if package.is_optional else PackageTypes.main

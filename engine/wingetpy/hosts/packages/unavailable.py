"""A machine that has no MSIX deployment: nothing is installed by it, and every change is refused with the reason."""

from __future__ import annotations

from typing import NoReturn

from wingetpy.errors import ErrorCode, HostError
from wingetpy.hosts.packages.deploying import (
    ArchitectureFilter,
    Deploying,
    DeploymentAnswer,
    Feature,
    RuntimeDependency,
)
from wingetpy.hosts.packages.interface import LISTED, Products
from wingetpy.hosts.packages.options import (
    AddPackageDependencyOptions,
    AddPackageOptions,
    CreatePackageDependencyOptions,
    ProvisionPackageOptions,
    RegisterPackageOptions,
    RemovePackageOptions,
    StagePackageOptions,
)
from wingetpy.hosts.packages.package import MsixPackage, PackageTypes, PackageVolume
from wingetpy.msix.byte_source import ByteSource
from wingetpy.msix.chain import Trust


class UnavailablePackages:
    """See `Packages`.

    Args:
        reason: Why there is none, as a clause.
        remedy: What the user can do, as a sentence.
    """

    def __init__(self, reason: str, remedy: str) -> None:
        self._reason = reason
        self._remedy = remedy

    def supports(self, feature: Feature) -> bool:
        return False

    def refusal(self, target: str) -> HostError | None:
        return HostError(
            f"This machine has no deployment of MSIX packages: {self._reason}.",
            code=ErrorCode.HostCannot,
            category="NotImplemented",
            target=target,
            remedy=self._remedy,
        )

    def digest(self, package: ByteSource) -> str | None:
        return None

    def trust(self) -> Trust | None:
        return None

    def find(
        self,
        *,
        family_name: str | None = None,
        full_name: str | None = None,
        types: PackageTypes = LISTED,
        all_users: bool = False,
    ) -> list[MsixPackage]:
        return []

    def find_provisioned(self) -> list[MsixPackage]:
        return []

    def generation(self) -> str | None:
        return ""

    def registration_pending(self, name: str, *, user: str | None = None) -> bool:
        return False

    def products(self) -> Products | None:
        return None

    def product_packages(self, product: str) -> list[str]:
        self._refuse(product)

    def add(self, uri: str, options: AddPackageOptions, deploying: Deploying) -> DeploymentAnswer:
        self._refuse(uri)

    def stage(self, uri: str, options: StagePackageOptions, deploying: Deploying) -> DeploymentAnswer:
        self._refuse(uri)

    def register_by_uri(self, uri: str, options: RegisterPackageOptions, deploying: Deploying) -> DeploymentAnswer:
        self._refuse(uri)

    def register_by_family_name(
        self, family_name: str, options: RegisterPackageOptions, deploying: Deploying
    ) -> DeploymentAnswer:
        self._refuse(family_name)

    def register_by_full_name(
        self, full_name: str, options: RegisterPackageOptions, deploying: Deploying
    ) -> DeploymentAnswer:
        self._refuse(full_name)

    def remove(self, full_name: str, options: RemovePackageOptions, deploying: Deploying) -> DeploymentAnswer:
        self._refuse(full_name)

    def repair(self, full_name: str, deploying: Deploying) -> DeploymentAnswer:
        self._refuse(full_name)

    def reset(self, full_name: str, deploying: Deploying) -> DeploymentAnswer:
        self._refuse(full_name)

    def provision(self, family_name: str, options: ProvisionPackageOptions, deploying: Deploying) -> DeploymentAnswer:
        self._refuse(family_name)

    def deprovision(self, family_name: str, deploying: Deploying) -> DeploymentAnswer:
        self._refuse(family_name)

    def volumes(self) -> list[PackageVolume]:
        return []

    def volume_is_ok(self, name: str) -> bool:
        self._refuse(name)

    def repair_volume(self, name: str) -> None:
        self._refuse(name)

    def add_dependency(
        self,
        family_name: str,
        min_version: str,
        architectures: ArchitectureFilter,
        create: CreatePackageDependencyOptions,
        add: AddPackageDependencyOptions,
    ) -> RuntimeDependency:
        self._refuse(family_name)

    def remove_dependency(self, dependency: RuntimeDependency) -> None:
        self._refuse(dependency.full_name)

    def _refuse(self, target: str) -> NoReturn:
        refusal = self.refusal(target)
        assert refusal is not None
        raise refusal

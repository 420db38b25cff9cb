"""`Packages` through Windows.Management.Deployment.PackageManager."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from wingetpy.errors import ErrorCode, HostError, MsixError
from wingetpy.hosts.packages import (
    AddPackageDependencyOptions,
    AddPackageOptions,
    ArchitectureFilter,
    CreatePackageDependencyOptions,
    Deploying,
    DeployingStage,
    DeploymentAnswer,
    Feature,
    MsixPackage,
    PackageTypes,
    PackageVolume,
    Products,
    ProvisionPackageOptions,
    RegisterPackageOptions,
    RemovePackageOptions,
    RuntimeDependency,
    StagePackageOptions,
)
from wingetpy.hosts.packages.interface import LISTED
from wingetpy.hosts.winrt import names
from wingetpy.hosts.winrt.deployment import Deployment, failed, not_registered
from wingetpy.hosts.winrt.finding import Finder, Surroundings, asking, refuse
from wingetpy.hosts.winrt.functions import PackageFunctions, new_dependency
from wingetpy.hosts.winrt.loading import Missing
from wingetpy.hosts.winrt.operations import Bounds
from wingetpy.hosts.winrt.options import app_installer_options, older_options, options_of, removal_options
from wingetpy.hosts.winrt.runtime import WinRt, WinRtRefusal
from wingetpy.msix.byte_source import ByteSource
from wingetpy.msix.chain import Trust

_FAILED, _FIRST_ERROR = 0x80004005, 0x80000000
_FULL_NAME = re.compile(r"[A-Za-z0-9._~-]+")


class WinRtPackages:
    """See `Packages`.

    Args:
        products: Deploys products by their URI; raises Missing where nothing does.

    Raises:
        WinRtRefusal: Windows' package manager cannot be made.
    """

    def __init__(
        self,
        winrt: WinRt,
        functions: PackageFunctions,
        machine: Surroundings,
        *,
        products: Callable[[], Products],
        generation: Callable[[], str | None] = lambda: None,
        bounds: Bounds | None = None,
    ) -> None:
        self._winrt = winrt
        self._functions = functions
        self._machine = machine
        self._manager = winrt.make(names.MANAGER)
        self._finder = Finder(winrt, self._manager, machine)
        self._deployment = Deployment(winrt, bounds or Bounds())
        self._products = products
        self._generation = generation

    def supports(self, feature: Feature) -> bool:
        match feature:
            case Feature.expected_digests | Feature.limit_to_existing_packages:
                return self._machine.build >= names.BUILD_OF_DIGESTS
            case Feature.provision_package_options:
                return self._machine.build >= names.BUILD_OF_PROVISIONING_OPTIONS
            case Feature.reset_package:
                return self._machine.build >= names.BUILD_OF_RESET
            case Feature.repair_package | Feature.is_package_ready_or_newer_available:
                return True
            case Feature.package_uri_scheme_ms_uup:
                return self.products() is not None
        return False

    def refusal(self, target: str) -> HostError | None:
        return None

    def digest(self, package: ByteSource) -> str | None:
        return self._functions.digest(package) if self.supports(Feature.expected_digests) else None

    def trust(self) -> Trust | None:
        return None

    def generation(self) -> str | None:
        return self._generation()

    def find(
        self,
        *,
        family_name: str | None = None,
        full_name: str | None = None,
        types: PackageTypes = LISTED,
        all_users: bool = False,
    ) -> list[MsixPackage]:
        return self._finder.find(family_name, full_name, types, all_users=all_users)

    def find_provisioned(self) -> list[MsixPackage]:
        return self._finder.provisioned()

    def registration_pending(self, name: str, *, user: str | None = None) -> bool:
        full_names = [name] if name.count("_") > 1 else [one.full_name for one in self.find(family_name=name)]
        try:
            return any(self._functions.registration_pending(one, user) for one in full_names)
        except WinRtRefusal as error:
            if error.code in (ErrorCode.InstallPackageNotFound, ErrorCode.NotFound):
                return False
            refuse("whether a registration is pending", name, error)

    def products(self) -> Products | None:
        try:
            return self._products()
        except Missing:
            return None

    def product_packages(self, product: str) -> list[str]:
        try:
            self._products()
        except Missing as missing:
            raise HostError(
                f"The packages of the product {product} are not known: {missing.reason}.",
                code=ErrorCode.HostCannot,
                category="NotImplemented",
                target=product,
                remedy=missing.remedy,
            ) from missing
        return []  # deployed by its URI

    def add(self, uri: str, options: AddPackageOptions, deploying: Deploying) -> DeploymentAnswer:
        def start() -> Any:
            if urlsplit(uri).path.lower().endswith(".appinstaller"):
                return self._manager.AddPackageByAppInstallerFileAsync(
                    self._winrt.uri(uri),
                    app_installer_options(self._winrt, options),
                    self._finder.volume(options.target_volume),
                )
            if self._machine.build >= names.BUILD_OF_OPTIONS:
                made = options_of(self._winrt, names.ADD_OPTIONS, options, self._finder.volume)
                return self._manager.AddPackageByUriAsync(self._winrt.uri(uri), made)
            return self._manager.AddPackageAsync(self._winrt.uri(uri), *self._older_arguments(options))

        return self._deployment.run(start, DeployingStage.staging, deploying)

    def stage(self, uri: str, options: StagePackageOptions, deploying: Deploying) -> DeploymentAnswer:
        def start() -> Any:
            if self._machine.build >= names.BUILD_OF_OPTIONS:
                made = options_of(self._winrt, names.STAGE_OPTIONS, options, self._finder.volume)
                return self._manager.StagePackageByUriAsync(self._winrt.uri(uri), made)
            return self._manager.StagePackageAsync(self._winrt.uri(uri), *self._older_arguments(options))

        return self._deployment.run(start, DeployingStage.staging, deploying)

    def register_by_uri(self, uri: str, options: RegisterPackageOptions, deploying: Deploying) -> DeploymentAnswer:
        def start() -> Any:
            if self._machine.build >= names.BUILD_OF_OPTIONS:
                return self._manager.RegisterPackageByUriAsync(self._winrt.uri(uri), self._register_options(options))
            return self._manager.RegisterPackageAsync(
                self._winrt.uri(uri),
                self._uris(options.dependency_package_uris),
                older_options(self._winrt, options),
                self._finder.volume(options.app_data_volume),
            )

        return self._deployment.run(start, DeployingStage.registering, deploying)

    def register_by_family_name(
        self, family_name: str, options: RegisterPackageOptions, deploying: Deploying
    ) -> DeploymentAnswer:
        not_heeded = (
            "allow_unsigned",
            "external_location_uri",
            "defer_registration_when_packages_are_in_use",
            "expected_digests",
        )

        def start() -> Any:
            return self._manager.RegisterPackageByFamilyNameAsync(
                family_name,
                self._texts(options.dependency_package_family_names),
                older_options(self._winrt, options, dropped=not_heeded),
                self._finder.volume(options.app_data_volume),
                self._texts(options.optional_package_family_names),
            )

        return self._deployment.run(start, DeployingStage.registering, deploying)

    def register_by_full_name(
        self, full_name: str, options: RegisterPackageOptions, deploying: Deploying
    ) -> DeploymentAnswer:
        def start() -> Any:
            if self._machine.build >= names.BUILD_OF_OPTIONS:
                return self._manager.RegisterPackagesByFullNameAsync(
                    self._texts((full_name,)), self._register_options(options)
                )
            return self._manager.RegisterPackageByFullNameAsync(full_name, None, older_options(self._winrt, options))

        return self._deployment.run(start, DeployingStage.registering, deploying)

    def remove(self, full_name: str, options: RemovePackageOptions, deploying: Deploying) -> DeploymentAnswer:
        def start() -> Any:
            return self._manager.RemovePackageAsync(full_name, removal_options(self._winrt, options))

        return self._deployment.run(start, DeployingStage.removing, deploying)

    def repair(self, full_name: str, deploying: Deploying) -> DeploymentAnswer:
        if not self.find(full_name=full_name):
            return not_registered(full_name)
        return self.register_by_full_name(full_name, RegisterPackageOptions(), deploying)

    def reset(self, full_name: str, deploying: Deploying) -> DeploymentAnswer:
        if not _FULL_NAME.fullmatch(full_name) or not self.find(full_name=full_name):
            return not_registered(full_name)
        if not self.supports(Feature.reset_package):
            return failed(ErrorCode.NotImplemented, "Windows before Windows 11 does not reset packages.")
        try:
            code = self._functions.reset(full_name, deploying.go_on)
        except WinRtRefusal as error:
            return failed(error.code, error.text)
        if not code:
            return DeploymentAnswer(is_registered=True)
        if code < _FIRST_ERROR:  # of the shell, not of Windows' deployment
            return failed(_FAILED, f"Reset-AppxPackage of Windows PowerShell ended with {code}.")
        return failed(code, "")

    def provision(self, family_name: str, options: ProvisionPackageOptions, deploying: Deploying) -> DeploymentAnswer:
        def start() -> Any:
            if options == ProvisionPackageOptions():
                return self._manager.ProvisionPackageForAllUsersAsync(family_name)
            if not self.supports(Feature.provision_package_options):
                raise WinRtRefusal(ErrorCode.NotImplemented, "This Windows has no options for provisioning")
            made = options_of(self._winrt, names.PROVISIONING_OPTIONS, options, self._finder.volume)
            return self._manager.ProvisionPackageForAllUsersAsync(family_name, made)

        return self._deployment.run(start, DeployingStage.provisioning, deploying)

    def deprovision(self, family_name: str, deploying: Deploying) -> DeploymentAnswer:
        def start() -> Any:
            return self._manager.DeprovisionPackageForAllUsersAsync(family_name)

        return self._deployment.run(start, DeployingStage.provisioning, deploying)

    def volumes(self) -> list[PackageVolume]:
        return self._finder.volumes()

    def volume_is_ok(self, name: str) -> bool:
        store = self._store_path(name)
        with asking("whether the volume is whole", name):
            return not self._functions.volume_needs_repair(store)

    def repair_volume(self, name: str) -> None:
        store = self._store_path(name)
        with asking("to repair the volume", name, administrator=True):
            self._functions.repair_volume(store)

    def add_dependency(
        self,
        family_name: str,
        min_version: str,
        architectures: ArchitectureFilter,
        create: CreatePackageDependencyOptions,
        add: AddPackageDependencyOptions,
    ) -> RuntimeDependency:
        new = new_dependency(family_name, min_version, architectures, create, add)
        try:
            full_name, dependency_id, context = self._functions.add_dependency(new)
        except WinRtRefusal as error:
            if error.code == ErrorCode.DependencyNotResolved:
                raise MsixError(
                    f"No package of the family {family_name} with version {min_version} or newer is registered.",
                    code=ErrorCode.DependencyNotResolved,
                    target=family_name,
                    remedy="Install one, for an architecture that fits.",
                ) from error
            refuse("for a package of the family", family_name, error)
        return RuntimeDependency(full_name=full_name, dependency_id=dependency_id, context_id=context)

    def remove_dependency(self, dependency: RuntimeDependency) -> None:
        with asking("to let go of the package", dependency.full_name):
            self._functions.remove_dependency(dependency.dependency_id, dependency.context_id)

    def _register_options(self, options: RegisterPackageOptions) -> Any:
        return options_of(self._winrt, names.REGISTER_OPTIONS, options, self._finder.volume)

    def _older_arguments(self, options: AddPackageOptions | StagePackageOptions) -> tuple[Any, ...]:
        """The arguments after the URI of AddPackageAsync and StagePackageAsync, of Windows 10 1803."""
        return (
            self._uris(options.dependency_package_uris),
            older_options(self._winrt, options),
            self._finder.volume(options.target_volume),
            self._texts(options.optional_package_family_names),
            self._uris(options.optional_package_uris),
            self._uris(options.related_package_uris),
        )

    def _uris(self, texts: Iterable[str]) -> Any:
        uris = [self._winrt.uri(one) for one in texts]
        return self._winrt.list_of(self._winrt.system.Uri, uris) if uris else None

    def _texts(self, texts: tuple[str, ...]) -> Any:
        return self._winrt.list_of(self._winrt.system.String, texts) if texts else None

    def _store_path(self, name: str) -> str:
        for volume in self._finder.volumes():
            if volume.name.lower() == name.lower():
                return volume.package_store_path
        raise HostError(
            f"There is no package volume {name}.",
            code=ErrorCode.NotFound,
            category="ObjectNotFound",
            target=name,
            remedy="List the volumes to see their names.",
        )

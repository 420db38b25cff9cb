"""The primitives of MSIX deployment, one method each.

A failure that the system reports is a `DeploymentAnswer`; raised is only what stops the engine itself: `Cancelled`,
and HostCannot where the machine has no such thing at all. HRESULTs are those of the reference (`msix.md`, 2 to 4).
"""

from __future__ import annotations

from typing import Protocol

from wingetpy.errors import HostError
from wingetpy.hosts.change import change
from wingetpy.hosts.packages.deploying import (
    ArchitectureFilter,
    Deploying,
    DeploymentAnswer,
    Feature,
    PackageVerb,
    RuntimeDependency,
)
from wingetpy.hosts.packages.options import (
    AddPackageDependencyOptions,
    AddPackageOptions,
    CreatePackageDependencyOptions,
    ProvisionPackageOptions,
    RegisterPackageOptions,
    RemovePackageOptions,
    StagePackageOptions,
    VerbOptions,
)
from wingetpy.hosts.packages.package import MsixPackage, PackageTypes, PackageVolume
from wingetpy.msix.byte_source import ByteSource
from wingetpy.msix.chain import Trust

LISTED = PackageTypes.main | PackageTypes.framework


class Products(Protocol):
    """The products that `ms-uup:` names, on a system that takes them by their URI."""

    def is_ready(self, uri: str) -> bool:
        """Return whether all packages of a product can be used; False for one that is not known.

        Raises:
            HostError: The system's own code.
        """

    @change("{uri}")
    def deploy(self, verb: PackageVerb, uri: str, options: VerbOptions, deploying: Deploying) -> DeploymentAnswer:
        """Carry out a verb that changes the machine on all packages of a product. 0x80004001 where the system does
        not have it for products.
        """


class Packages(Protocol):
    """The packages of the machine. Names are compared without case."""

    def supports(self, feature: Feature) -> bool:
        """Whether this system has a feature."""

    def refusal(self, target: str) -> HostError | None:
        """Return why this machine deploys no packages at all; None: it does. A plan shows it before anything is done.

        Args:
            target: What was to be deployed.
        """

    def digest(self, package: ByteSource) -> str | None:
        """Return what `expected_digests` has to say of a package that is read here, so that its deployment takes no
        other one; None where the system does not tell. Reads what it says of itself, not what it holds.

        Raises:
            MsixError: it is no package.
        """

    def trust(self) -> Trust | None:
        """Return whose signatures the machine accepts; None where only the system's deployment can tell."""

    def find(
        self,
        *,
        family_name: str | None = None,
        full_name: str | None = None,
        types: PackageTypes = LISTED,
        all_users: bool = False,
    ) -> list[MsixPackage]:
        """The packages that the caller's user has registered; with `all_users` (an administrator) also what others
        have, and what is only staged.

        Raises:
            HostError: CommandRequiresAdmin for all users without the rights; HostCannot.
        """

    def find_provisioned(self) -> list[MsixPackage]:
        """The packages that every new user gets.

        Raises:
            HostError: CommandRequiresAdmin, where the system tells administrators only; HostCannot. See
                `provisioned_as_told`.
        """

    def generation(self) -> str | None:
        """A text that is another one whenever a package or one of its users has come, gone or changed, by any process;
        None where the system has no such thing: then what was read cannot be kept.
        """

    def registration_pending(self, name: str, *, user: str | None = None) -> bool:
        """Whether a newer version waits for the end of what is running.

        Args:
            name: Full name of the registered package, or its family name. Unknown: False.
            user: Security id; None: the caller.
        """

    def products(self) -> Products | None:
        """Return what deploys products by their URI; None where the packages of one are known by their names instead,
        or not at all: see `product_packages`.
        """

    def product_packages(self, product: str) -> list[str]:
        """The full names of the packages of a product that ms-uup: names; empty where it is not known.

        Raises:
            HostError: HostCannot where the service is not there, with the reason.
        """

    @change("{uri}")
    def add(self, uri: str, options: AddPackageOptions, deploying: Deploying) -> DeploymentAnswer:
        """Stage a package or bundle and register it for the caller's user; updates what is older."""

    @change("{uri}")
    def stage(self, uri: str, options: StagePackageOptions, deploying: Deploying) -> DeploymentAnswer:
        """Put a package's content on the machine; no user gets it."""

    @change("{uri}")
    def register_by_uri(self, uri: str, options: RegisterPackageOptions, deploying: Deploying) -> DeploymentAnswer:
        """Register from the AppxManifest.xml of a folder (developer mode), or a package from where it lies."""

    @change("{family_name}")
    def register_by_family_name(
        self, family_name: str, options: RegisterPackageOptions, deploying: Deploying
    ) -> DeploymentAnswer:
        """Register the newest staged version of a family."""

    @change("{full_name}")
    def register_by_full_name(
        self, full_name: str, options: RegisterPackageOptions, deploying: Deploying
    ) -> DeploymentAnswer:
        """Register a staged package."""

    @change("{full_name}")
    def remove(self, full_name: str, options: RemovePackageOptions, deploying: Deploying) -> DeploymentAnswer:
        """Take a package from the caller's user, or from all; its content goes when nobody has it. Not found is
        0x80073CF1, whatever the options say: `deployment` makes a success of it.
        """

    @change("{full_name}")
    def repair(self, full_name: str, deploying: Deploying) -> DeploymentAnswer:
        """Make the content what it was, and register again; application data stays."""

    @change("{full_name}")
    def reset(self, full_name: str, deploying: Deploying) -> DeploymentAnswer:
        """Likewise, and application data is as after the first registration."""

    @change("{family_name}")
    def provision(self, family_name: str, options: ProvisionPackageOptions, deploying: Deploying) -> DeploymentAnswer:
        """Give a staged family to all users, those to come included."""

    @change("{family_name}")
    def deprovision(self, family_name: str, deploying: Deploying) -> DeploymentAnswer:
        """No longer give a family to new users; who has it keeps it."""

    def volumes(self) -> list[PackageVolume]:
        """All volumes that packages may lie on, whatever their state."""

    def volume_is_ok(self, name: str) -> bool:
        """PackageVolume.VerifyIfOK.

        Raises:
            HostError: HostCannot where the system has no such check; NotFound for an unknown volume.
        """

    @change("{name}")
    def repair_volume(self, name: str) -> None:
        """PackageVolume.Repair; raises as `volume_is_ok`, and CommandRequiresAdmin."""

    def add_dependency(
        self,
        family_name: str,
        min_version: str,
        architectures: ArchitectureFilter,
        create: CreatePackageDependencyOptions,
        add: AddPackageDependencyOptions,
    ) -> RuntimeDependency:
        """Put the best registered package of a family into the engine's package graph. No change of
        the machine: it ends with the engine.

        Raises:
            MsixError: STATEREPOSITORY_E_DEPENDENCY_NOT_RESOLVED (0x80670016) where none fits.
        """

    def remove_dependency(self, dependency: RuntimeDependency) -> None:
        """Take it out again. Unknown: nothing happens."""

"""The MSIX packages of a machine, as every host offers them: the joint that `deployment` and the inventory stand on.

package     what is there: a package, its users, its status; a volume
options     the options of the verbs, with the names and defaults of the seed on MSIX (003, section 6)
deploying   what a verb is given besides (bytes, progress, a way to stop) and what it answers
interface   `Packages`: one method a primitive of the system. Sets, targets as text and `IsReady` are made of these in
            `deployment`, the same for every host. `Products`: of a system that takes a product by its URI.

provisioned what every new user gets, for a caller who may not be told
unavailable a machine that has no deployment

Backends: `hosts/windows` asks Windows; `hosts/sandbox` has a package store in a folder.
"""

from __future__ import annotations

from wingetpy.hosts.packages.deploying import (
    ArchitectureFilter,
    Deploying,
    DeployingStage,
    DeploymentAnswer,
    Feature,
    PackageVerb,
    RuntimeDependency,
    Step,
)
from wingetpy.hosts.packages.interface import Packages, Products
from wingetpy.hosts.packages.options import (
    AddPackageDependencyOptions,
    AddPackageOptions,
    CreatePackageDependencyOptions,
    EnsurePackageIsReadyOptions,
    ProvisionPackageOptions,
    RegisterPackageOptions,
    RemovePackageOptions,
    StagePackageOptions,
    StubPackageOption,
    VerbOptions,
)
from wingetpy.hosts.packages.package import (
    InstallState,
    MsixPackage,
    PackageTypes,
    PackageUser,
    PackageVolume,
    SignatureKind,
    Status,
)
from wingetpy.hosts.packages.unavailable import UnavailablePackages

__all__ = [
    "AddPackageDependencyOptions",
    "AddPackageOptions",
    "ArchitectureFilter",
    "CreatePackageDependencyOptions",
    "Deploying",
    "DeployingStage",
    "DeploymentAnswer",
    "EnsurePackageIsReadyOptions",
    "Feature",
    "InstallState",
    "MsixPackage",
    "PackageTypes",
    "PackageUser",
    "PackageVerb",
    "PackageVolume",
    "Packages",
    "Products",
    "ProvisionPackageOptions",
    "RegisterPackageOptions",
    "RemovePackageOptions",
    "RuntimeDependency",
    "SignatureKind",
    "StagePackageOptions",
    "Status",
    "Step",
    "StubPackageOption",
    "UnavailablePackages",
    "VerbOptions",
]

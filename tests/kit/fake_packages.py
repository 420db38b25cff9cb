"""A backend of MSIX deployment that remembers what it is asked and answers what a test wants."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, cast

from wingetpy.errors import ErrorCode, HostError, MsixError
from wingetpy.hosts.facts import MachineFacts
from wingetpy.hosts.host import Host
from wingetpy.hosts.packages import (
    Deploying,
    DeployingStage,
    DeploymentAnswer,
    Feature,
    MsixPackage,
    PackageTypes,
    PackageUser,
    PackageVerb,
    PackageVolume,
    Products,
    RuntimeDependency,
    Status,
    Step,
    VerbOptions,
)
from wingetpy.hosts.packages.interface import LISTED
from wingetpy.msix.byte_source import ByteSource
from wingetpy.msix.chain import Trust
from wingetpy.msix.identity import FullName, packed_version

ME = "S-1-5-21-1-2-3-1001"
OTHER = "S-1-5-21-1-2-3-1002"
ACTIVITY = "12345678-0000-0000-0000-000000000001"
DONE = DeploymentAnswer(activity_id=ACTIVITY, is_registered=True)


def answer(error: ErrorCode, extended: ErrorCode | None = None) -> DeploymentAnswer:
    """What a system answers that fails."""
    return DeploymentAnswer(
        error=error, extended_error=extended or 0, error_text=f"it failed with {error.hex}", activity_id=ACTIVITY
    )


def package(full_name: str, *, users: tuple[str, ...] = (ME,), status: Status = Status.ok, **more: Any) -> MsixPackage:
    """A package of that name, which these users have registered; none: it is only staged."""
    parts = FullName.parse(full_name)
    assert parts is not None
    return MsixPackage(
        full_name=full_name,
        family_name=parts.family_name,
        version=parts.version,
        architecture=parts.architecture,
        users=tuple(PackageUser(one) for one in users),
        status=status,
        **more,
    )


@dataclass
class FakePackages:
    """See `wingetpy.hosts.packages.Packages`.

    Attributes:
        there: What is on the machine.
        answers: What a primitive answers, by its name; then by default that it is done.
        calls: Primitive, its target and its options, in order.
        steps: What each change reports of its progress.
        raises: What a primitive raises instead.
        effects: What a primitive does to this machine, by its name.
    """

    there: list[MsixPackage] = field(default_factory=list)
    answers: dict[str, list[DeploymentAnswer]] = field(default_factory=dict)
    calls: list[tuple[str, str, Any]] = field(default_factory=list)
    steps: tuple[float, ...] = (0.5, 1.0)
    raises: dict[str, Exception] = field(default_factory=dict)
    features: set[Feature] = field(default_factory=lambda: set(Feature))
    provisioned: list[MsixPackage] = field(default_factory=list)
    product_names: dict[str, list[str]] = field(default_factory=dict)
    by_uri: Products | None = None
    pending: list[tuple[str, str | None]] = field(default_factory=list)
    known_volumes: list[PackageVolume] = field(default_factory=list)
    broken_volumes: set[str] = field(default_factory=set)
    graph: list[RuntimeDependency] = field(default_factory=list)
    refused: HostError | None = None
    effects: dict[str, Callable[[], None]] = field(default_factory=dict)

    def supports(self, feature: Feature) -> bool:
        return feature in self.features

    def find(
        self,
        *,
        family_name: str | None = None,
        full_name: str | None = None,
        types: PackageTypes = LISTED,
        all_users: bool = False,
    ) -> list[MsixPackage]:
        return [
            one
            for one in self.there
            if one.types & types
            and (family_name is None or one.family_name.lower() == family_name.lower())
            and (full_name is None or one.full_name.lower() == full_name.lower())
            and (all_users or any(user.security_id == ME for user in one.users))
        ]

    def generation(self) -> str | None:
        return None

    def refusal(self, target: str) -> HostError | None:
        return self.refused

    def digest(self, package: ByteSource) -> str | None:
        return f"digest of {package.size} bytes"

    def trust(self) -> Trust | None:
        return None

    def find_provisioned(self) -> list[MsixPackage]:
        if "find_provisioned" in self.raises:
            raise self.raises["find_provisioned"]
        return self.provisioned

    def registration_pending(self, name: str, *, user: str | None = None) -> bool:
        if "registration_pending" in self.raises:
            raise self.raises["registration_pending"]
        return (name, user) in self.pending

    def products(self) -> Products | None:
        return self.by_uri

    def product_packages(self, product: str) -> list[str]:
        if "product_packages" in self.raises:
            raise self.raises["product_packages"]
        return self.product_names.get(product, [])

    def volumes(self) -> list[PackageVolume]:
        return self.known_volumes

    def volume_is_ok(self, name: str) -> bool:
        return name not in self.broken_volumes

    def repair_volume(self, name: str) -> None:
        self.broken_volumes.discard(name)

    def add_dependency(self, family_name: str, min_version: str, *_: Any) -> RuntimeDependency:
        fitting = [
            one
            for one in self.find(family_name=family_name)
            if packed_version(one.version) >= packed_version(min_version) and one.status.is_ok
        ]
        if not fitting:
            raise MsixError(f"no package of {family_name} fits", code=ErrorCode.DependencyNotResolved)
        number = len(self.graph) + 1
        self.graph.append(
            RuntimeDependency(full_name=fitting[0].full_name, dependency_id=f"pd:{number}", context_id=number)
        )
        return self.graph[-1]

    def remove_dependency(self, dependency: RuntimeDependency) -> None:
        self.graph = [one for one in self.graph if one != dependency]

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)

        def primitive(target: str, *given: Any) -> DeploymentAnswer:
            *options, deploying = given
            assert isinstance(deploying, Deploying)
            self.calls.append((name, target, options[0] if options else None))
            deploying.go_on()
            if name in self.raises:
                raise self.raises[name]
            if name in self.effects:
                self.effects[name]()
            for fraction in self.steps:
                deploying.progress(Step(stage=DeployingStage.staging, fraction=fraction))
            answers = self.answers.get(name)
            return answers.pop(0) if answers else DONE

        return primitive


class FakeProducts:
    """`wingetpy.hosts.packages.Products` that remembers what it is asked.

    Attributes:
        ready: URIs of products that can be used.
        answers: What each verb answers; then that it is done.
        calls: Verb, URI and options, in order.
    """

    def __init__(self, *ready: str) -> None:
        self.ready = set(ready)
        self.answers: dict[PackageVerb, DeploymentAnswer] = {}
        self.calls: list[tuple[PackageVerb, str, VerbOptions]] = []

    def is_ready(self, uri: str) -> bool:
        return uri in self.ready

    def deploy(self, verb: PackageVerb, uri: str, options: VerbOptions, deploying: Deploying) -> DeploymentAnswer:
        self.calls.append((verb, uri, options))
        deploying.go_on()
        deploying.progress(Step(stage=DeployingStage.staging, fraction=0.5))
        return self.answers.get(verb, DONE)


class FakeHost:
    """A machine that has nothing but packages."""

    def __init__(self, packages: FakePackages, facts: MachineFacts | None = None) -> None:
        self.packages = packages
        self._facts = facts or X64

    def facts(self) -> MachineFacts:
        return self._facts


X64 = MachineFacts(architecture="x64", emulated_architectures=("x86",), os_version="10.0.22631", elevated=True)


def as_host(packages: FakePackages, facts: MachineFacts | None = None) -> Host:
    return cast(Host, FakeHost(packages, facts))

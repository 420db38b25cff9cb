"""What a verb is given besides its target and options, and what it answers."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from enum import IntEnum, IntFlag, StrEnum

import msgspec

from wingetpy.msix.byte_source import ByteSource

NO_ACTIVITY = "00000000-0000-0000-0000-000000000000"


class PackageVerb(StrEnum):
    """What is done with packages; the seed's words."""

    is_ready = "IsReady"
    ensure_is_ready = "EnsureIsReady"
    add = "Add"
    stage = "Stage"
    register = "Register"
    remove = "Remove"
    repair = "Repair"
    reset = "Reset"
    provision = "Provision"
    deprovision = "Deprovision"


class DeployingStage(StrEnum):
    """What a deployment does at the moment."""

    queued = "Queued"
    staging = "Staging"
    registering = "Registering"
    removing = "Removing"
    provisioning = "Provisioning"


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """How far a deployment is.

    Attributes:
        fraction: Of the whole, 0.0 to 1.0; never goes back.
        bytes_done, total_bytes: Of the stage's content; None where the system does not say.
        saved_bytes: Of `total_bytes`, those that an older version or another package had already.
    """

    stage: DeployingStage
    fraction: float
    bytes_done: int | None = None
    total_bytes: int | None = None
    saved_bytes: int | None = None


class Deploying(msgspec.Struct, frozen=True, kw_only=True):
    """A running verb as its backend sees it.

    Attributes:
        open: Opens a URI (file:, http:, https:) for reading; raises MsixError or an EngineError. A backend that hands
            the URI to the system does not use it.
        progress: Told how far it is; may be called often and from any thread.
        go_on: Called between parts of the work; raises Cancelled to stop. Removing goes on once it has begun.
    """

    open: Callable[[str], AbstractContextManager[ByteSource]]
    progress: Callable[[Step], None]
    go_on: Callable[[], None]


class DeploymentAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What the system answered to one deployment; see the reference, 4.4.

    Attributes:
        error: HRESULT, unsigned 32-bit; 0: success.
        extended_error: The system's nearer reason, likewise.
        error_text: For a person; empty on success.
        activity_id: A GUID, under which the system (or the store's log) has the details.
        is_registered: The caller's user has the package now. False of a success: registration waits until it is no
            longer in use, or was not asked for.
        fetched_bytes, total_bytes, saved_bytes: What was transferred, out of how much, and what needed no transfer;
            None where the system does not say.
    """

    error: int = 0
    extended_error: int = 0
    error_text: str = ""
    activity_id: str = NO_ACTIVITY
    is_registered: bool = False
    fetched_bytes: int | None = None
    total_bytes: int | None = None
    saved_bytes: int | None = None

    @property
    def succeeded(self) -> bool:
        return self.error == 0


class Feature(IntEnum):
    """What a system may have: PackageDeploymentFeature of the shipped API, and what the seed's options ask."""

    package_uri_scheme_ms_uup = 1
    is_package_ready_or_newer_available = 2
    remove_package_by_uri = 3
    reset_package = 4
    repair_package = 5
    provision_package_framework = 6
    expected_digests = 101
    limit_to_existing_packages = 102
    provision_package_options = 103


class ArchitectureFilter(IntFlag):
    """PackageDependencyProcessorArchitectures. None: the caller's own and neutral."""

    none = 0
    neutral = 1
    x86 = 2
    x64 = 4
    arm = 8
    arm64 = 16
    x86_on_arm64 = 32


class RuntimeDependency(msgspec.Struct, frozen=True, kw_only=True):
    """A package that was put into the engine's package graph."""

    full_name: str
    dependency_id: str
    context_id: int

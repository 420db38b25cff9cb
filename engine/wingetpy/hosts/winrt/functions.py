"""What Windows has of MSIX as plain functions, in COM, or as a command of PowerShell, and not in WinRT."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import msgspec

from wingetpy.hosts.packages import AddPackageDependencyOptions, ArchitectureFilter, CreatePackageDependencyOptions
from wingetpy.msix.byte_source import ByteSource


class NewDependency(msgspec.Struct, frozen=True, kw_only=True):
    """The arguments of TryCreatePackageDependency and AddPackageDependency.

    Attributes:
        version: The least one, packed into 64 bits.
        architectures: PackageDependencyProcessorArchitectures.
        verify: Fail where nothing fits now.
        lifetime_kind: 0 process, 1 file path, 2 registry key; `lifetime_artifact` names it.
    """

    family_name: str
    version: int
    architectures: int
    verify: bool
    lifetime_kind: int
    lifetime_artifact: str
    rank: int
    prepend: bool


class PackageFunctions(Protocol):
    """Each raises WinRtRefusal with the HRESULT; NotImplemented (0x80004001) where Windows has no such function."""

    def volume_needs_repair(self, store_path: str) -> bool: ...

    def repair_volume(self, store_path: str) -> None: ...

    def registration_pending(self, full_name: str, user: str | None) -> bool: ...

    def add_dependency(self, new: NewDependency) -> tuple[str, str, int]:
        """Return the full name of the package, the dependency's id and the number of its context."""

    def remove_dependency(self, dependency_id: str, context: int) -> None: ...

    def reset(self, full_name: str, go_on: Callable[[], None]) -> int:
        """Reset-AppxPackage; returns its HRESULT."""

    def digest(self, package: ByteSource) -> str | None:
        """See `Packages.digest`; raises what it raises."""


def new_dependency(
    family_name: str,
    min_version: str,
    architectures: ArchitectureFilter,
    create: CreatePackageDependencyOptions,
    add: AddPackageDependencyOptions,
) -> NewDependency:
    """Return the arguments of Windows for those of `Packages.add_dependency`."""
    return NewDependency(
        family_name=family_name,
        version=packed(min_version),
        architectures=int(architectures),
        verify=create.verify_dependency_resolution,
        lifetime_kind=_lifetime_kind(create.lifetime_artifact),
        lifetime_artifact=create.lifetime_artifact,
        rank=add.rank,
        prepend=add.prepend_if_rank_collision,
    )


def packed(version: str) -> int:
    """`1.2.3.4` as PACKAGE_VERSION: 16 bits each, the first highest."""
    number = 0
    for part in version.split("."):
        number = number << 16 | int(part)
    return number


def _lifetime_kind(artifact: str) -> int:
    """Process without an artifact, else a key of the registry or a file, by how it begins."""
    if not artifact:
        return 0
    return 2 if artifact.upper().startswith(("HKEY_", "HKCU\\", "HKLM\\", "HKCR\\", "HKU\\")) else 1

"""What Windows has of MSIX as plain functions, or as a command of PowerShell, and not in WinRT."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import msgspec


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

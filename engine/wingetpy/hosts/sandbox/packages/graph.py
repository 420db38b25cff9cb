"""The engine's package graph: which packages were added to it at run time."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from itertools import count
from uuid import uuid4

from wingetpy.errors import ErrorCode, MsixError
from wingetpy.hosts.packages import ArchitectureFilter, MsixPackage, RuntimeDependency
from wingetpy.msix.identity import is_version, packed_version

_FLAGS = {
    "neutral": ArchitectureFilter.neutral,
    "x86": ArchitectureFilter.x86,
    "x64": ArchitectureFilter.x64,
    "arm": ArchitectureFilter.arm,
    "arm64": ArchitectureFilter.arm64,
    "x86a64": ArchitectureFilter.x86_on_arm64,
}


class PackageGraph:
    """What was added. Several threads may use it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._contexts = count(1)
        self._order: list[tuple[int, RuntimeDependency]] = []

    def add(self, package: MsixPackage, rank: int, *, before_equals: bool) -> RuntimeDependency:
        """Add a package. Among those of one rank it comes last, or first."""
        with self._lock:
            new = RuntimeDependency(
                full_name=package.full_name, dependency_id=f"pd:{uuid4()}", context_id=next(self._contexts)
            )
            at = sum(1 for other, _ in self._order if other < rank or (other == rank and not before_equals))
            self._order.insert(at, (rank, new))
            return new

    def remove(self, dependency: RuntimeDependency) -> None:
        """Take a package out; nothing happens if it is not there."""
        with self._lock:
            self._order = [(rank, one) for rank, one in self._order if one.context_id != dependency.context_id]

    def packages(self) -> list[str]:
        """The full names of what was added, in the order in which they are searched."""
        with self._lock:
            return [one.full_name for _, one in self._order]


def best_for_runtime(
    packages: Iterable[MsixPackage], min_version: str, architectures: ArchitectureFilter, native: str
) -> MsixPackage:
    """Return the newest usable package that fits.

    Args:
        packages: A family's, of the caller's user.
        min_version: Empty: any.
        architectures: None: the native one and neutral.
        native: The machine's architecture.

    Raises:
        MsixError: DependencyNotResolved.
    """
    packages = list(packages)
    wanted = architectures or _FLAGS.get(native, ArchitectureFilter.neutral) | ArchitectureFilter.neutral
    least = packed_version(min_version) if is_version(min_version) else 0
    fitting = [
        one
        for one in packages
        if one.is_framework
        and one.status.is_ok
        and packed_version(one.version) >= least
        and _FLAGS.get(one.architecture, ArchitectureFilter.none) & wanted
    ]
    if not fitting:
        found = ", ".join(one.full_name for one in packages) or "none"
        raise MsixError(
            f"No package fits: a usable framework of version {min_version or 'any'} is needed; the user has {found}.",
            code=ErrorCode.DependencyNotResolved,
            category="NotInstalled",
            remedy="Install the framework, or a newer version of it.",
        )
    return max(fitting, key=lambda one: packed_version(one.version))

"""PackageRuntimeManager: the packages of a set for the process of the engine, for as long as it runs."""

from __future__ import annotations

from typing import Self

import msgspec

from wingetpy.deployment.api_names import RUNTIME, SeedNames
from wingetpy.deployment.package_set import PackageSet, validated_set
from wingetpy.deployment.support import PackageVerb
from wingetpy.hosts.packages import (
    AddPackageDependencyOptions,
    CreatePackageDependencyOptions,
    Packages,
    RuntimeDependency,
)


class PackageSetItemRuntimeDisposition(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """What an item of a set was resolved to."""

    package_set_item_id: str
    package_full_name: str
    package_dependency_id: str
    package_dependency_context_id: int


class PackageSetRuntimeDisposition(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """What a set was resolved to: what takes it out again."""

    package_set_id: str
    package_set_item_runtime_dispositions: tuple[PackageSetItemRuntimeDisposition, ...]


class PackageRuntimeManager(SeedNames):
    """Puts packages into the package graph of the engine's process, and takes them out."""

    _names = RUNTIME

    def __init__(self, packages: Packages) -> None:
        self._packages = packages

    @classmethod
    def get_default(cls, packages: Packages) -> Self:
        """Return the manager of a machine."""
        return cls(packages)

    def add_package_set(
        self,
        package_set: PackageSet,
        create_options: CreatePackageDependencyOptions | None = None,
        add_options: AddPackageDependencyOptions | None = None,
    ) -> PackageSetRuntimeDisposition:
        """Put every item in, or none: where one cannot be resolved, those before it are taken out again.

        Raises:
            BadRequest: InvalidParameter: the set has no id, no items, or an item without family name or URI.
            MsixError: DependencyNotResolved: no registered package fits an item.
        """
        create = create_options or CreatePackageDependencyOptions()
        add = add_options or AddPackageDependencyOptions()
        items = validated_set(PackageVerb.ensure_is_ready, package_set).package_set_items
        added: list[RuntimeDependency] = []
        try:
            for item in items:
                added.append(
                    self._packages.add_dependency(
                        item.package_family_name, item.min_version, item.architectures, create, add
                    )
                )
        except BaseException:
            self._remove(added)
            raise
        return PackageSetRuntimeDisposition(
            package_set_id=package_set.id,
            package_set_item_runtime_dispositions=tuple(
                PackageSetItemRuntimeDisposition(
                    package_set_item_id=item.id,
                    package_full_name=one.full_name,
                    package_dependency_id=one.dependency_id,
                    package_dependency_context_id=one.context_id,
                )
                for item, one in zip(items, added, strict=True)
            ),
        )

    def add_package_set_with_options(
        self,
        package_set: PackageSet,
        create_options: CreatePackageDependencyOptions,
        add_options: AddPackageDependencyOptions,
    ) -> PackageSetRuntimeDisposition:
        """The seed's second form of `add_package_set`."""
        return self.add_package_set(package_set, create_options, add_options)

    def remove_package_set(self, disposition: PackageSetRuntimeDisposition) -> None:
        """Take out what `add_package_set` has put in, the last first."""
        self._remove(
            [
                RuntimeDependency(
                    full_name=one.package_full_name,
                    dependency_id=one.package_dependency_id,
                    context_id=one.package_dependency_context_id,
                )
                for one in disposition.package_set_item_runtime_dispositions
            ]
        )

    def _remove(self, added: list[RuntimeDependency]) -> None:
        for dependency in reversed(added):
            self._packages.remove_dependency(dependency)

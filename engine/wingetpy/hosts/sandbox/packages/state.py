"""All records of a store in memory, and what follows from them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields

from wingetpy.hosts.sandbox.packages.records import (
    Declined,
    Pending,
    Preserved,
    Provisioned,
    Registration,
    StoredPackage,
    StoreRecord,
    StubPreference,
    User,
    key_of,
)


@dataclass
class State:
    """What a store knows, by key. A change works on a copy, and is made true by one transaction."""

    packages: dict[str, StoredPackage] = field(default_factory=dict)
    registrations: dict[str, Registration] = field(default_factory=dict)
    pending: dict[str, Pending] = field(default_factory=dict)
    provisioned: dict[str, Provisioned] = field(default_factory=dict)
    declined: dict[str, Declined] = field(default_factory=dict)
    preserved: dict[str, Preserved] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    stubs: dict[str, StubPreference] = field(default_factory=dict)

    def copy(self) -> State:
        return State(**{one.name: dict(getattr(self, one.name)) for one in fields(self)})

    def records(self) -> Iterator[StoreRecord]:
        for one in fields(self):
            yield from getattr(self, one.name).values()

    def put(self, record: StoreRecord) -> None:
        """Add a record, or replace the one of its key."""
        TABLE_OF[record.kind](self)[record.key] = record

    def package(self, full_name: str) -> StoredPackage | None:
        return self.packages.get(full_name.lower())

    def of_family(self, family_name: str) -> list[StoredPackage]:
        """The packages of a family, the newest first."""
        family = family_name.lower()
        found = [package for package in self.packages.values() if package.family == family and not package.listed]
        return sorted(found, key=lambda package: package.identity.version_number, reverse=True)

    def has(self, user: str, full_name: str) -> bool:
        """Whether a user has a package."""
        return key_of(user, full_name) in self.registrations

    def packages_of(self, user: str) -> list[StoredPackage]:
        """What a user has."""
        return [
            self.packages[one.full_name.lower()]
            for one in self.registrations.values()
            if one.user.lower() == user.lower() and one.full_name.lower() in self.packages
        ]

    def users_of(self, full_name: str) -> list[str]:
        """Security ids of all who have a package."""
        name = full_name.lower()
        return [one.user for one in self.registrations.values() if one.full_name.lower() == name]

    def group_of(self, package: StoredPackage) -> list[StoredPackage]:
        """A package with what came out of the same bundle, and the bundle; itself first."""
        bundle = package.full_name if package.is_bundle else package.bundle
        if not bundle:
            return [package]
        others = [
            one
            for one in self.packages.values()
            if one.key != package.key and bundle.lower() in (one.key, one.bundle.lower())
        ]
        return [package, *others]

    def forget(self, package: StoredPackage) -> None:
        """Take a package out of all records."""
        self.packages.pop(package.key, None)
        for table in (self.registrations, self.pending, self.provisioned):
            for key in [key for key, one in table.items() if one.full_name.lower() == package.key]:
                table.pop(key)

    def is_wanted(self, package: StoredPackage) -> bool:
        """Whether anybody has a package, will have it, or every new user gets it, or needs it for what they get."""
        names = {one.key for one in self.group_of(package)}
        return (
            any(one.full_name.lower() in names for one in self.registrations.values())
            or any(one.full_name.lower() in names for one in self.pending.values())
            or any(one.full_name.lower() in names for one in self.provisioned.values())
            or (package.is_framework and self._is_awaited(package))
        )

    def _is_awaited(self, framework: StoredPackage) -> bool:
        """Whether a package that somebody will have needs a framework, of which this is the newest version."""
        mine = framework.identity
        newer = (
            one.identity.architecture == mine.architecture and one.identity.version_number > mine.version_number
            for one in self.of_family(framework.family)
        )
        names = {one.full_name for one in self.pending.values()} | {one.full_name for one in self.provisioned.values()}
        coming = [package for package in map(self.package, names) if package is not None]
        needed = (need.family_name.lower() == framework.family for one in coming for need in one.needs)
        return not any(newer) and any(needed)


TABLE_OF = {
    StoredPackage.kind: lambda state: state.packages,
    Registration.kind: lambda state: state.registrations,
    Pending.kind: lambda state: state.pending,
    Provisioned.kind: lambda state: state.provisioned,
    Declined.kind: lambda state: state.declined,
    Preserved.kind: lambda state: state.preserved,
    User.kind: lambda state: state.users,
    StubPreference.kind: lambda state: state.stubs,
}
KINDS: tuple[type[StoreRecord], ...] = (
    StoredPackage,
    Registration,
    Pending,
    Provisioned,
    Declined,
    Preserved,
    User,
    StubPreference,
)
"""Every kind of record."""

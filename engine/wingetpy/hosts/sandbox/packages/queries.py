"""What a store shows of its packages."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

import msgspec

from wingetpy.hosts.packages import InstallState, MsixPackage, PackageUser, Status
from wingetpy.hosts.sandbox.packages.application_data import data_roots
from wingetpy.hosts.sandbox.packages.dependencies import frameworks_of
from wingetpy.hosts.sandbox.packages.records import Registration, StoredPackage, key_of
from wingetpy.hosts.sandbox.packages.refusals import Refused
from wingetpy.hosts.sandbox.packages.state import State
from wingetpy.hosts.sandbox.packages.volumes import Volume


@dataclass(frozen=True)
class PackageView:
    """Whose view of the packages is shown.

    Attributes:
        user: Security id of who asks.
        others_too: Whether all who have a package are named.
        is_damaged: Looks at the content of a package; None: the last look counts.
    """

    state: State
    user: str
    native: str
    volumes: tuple[Volume, ...]
    others_too: bool = False
    is_damaged: Callable[[StoredPackage], bool] | None = None

    def shown(self, package: StoredPackage) -> MsixPackage:
        """Return a package as this user sees it."""
        registration = self.state.registrations.get(key_of(self.user, package.full_name))
        users = tuple(self._users(package))
        provisioned = package.family in self.state.provisioned
        if package.listed is not None:
            return package.listed
        frameworks, complete = self._frameworks(package)
        return MsixPackage(
            full_name=package.full_name,
            family_name=package.family_name,
            display_name=package.display_name,
            publisher=package.identity.publisher,
            publisher_display_name=package.publisher_display_name,
            version=package.identity.version,
            architecture=package.identity.architecture,
            resource_id=package.identity.resource,
            install_location=package.location or None,
            data_location=self._data_location(registration) if package.is_main else None,
            is_framework=package.is_framework,
            is_bundle=package.is_bundle,
            is_resource_package=package.is_resource,
            is_optional=package.is_optional,
            is_stub=package.is_stub,
            is_development_mode=package.is_development,
            signature_kind=package.signature_kind,
            status=self._status(package, registration, complete=complete),
            users=users,
            provisioned=provisioned,
            dependencies=frameworks,
            volume=package.volume,
        )

    def _users(self, package: StoredPackage) -> Iterable[PackageUser]:
        if self.others_too:
            users = self._all_users.get(package.key, [])
        else:
            users = [self.user] if self.state.has(self.user, package.full_name) else []
        return (PackageUser(one, InstallState.installed) for one in users)

    @cached_property
    def _all_users(self) -> dict[str, list[str]]:
        """Who has what, by full name."""
        users: dict[str, list[str]] = {}
        for one in self.state.registrations.values():
            users.setdefault(one.full_name.lower(), []).append(one.user)
        return users

    def _data_location(self, registration: Registration | None) -> str | None:
        if registration is None or registration.data_volume not in self._data_roots:
            return None
        return f"{self._data_roots[registration.data_volume]}\\{registration.family_name}"

    @cached_property
    def _data_roots(self) -> dict[str, str]:
        """Where the user's data lie, by the name of the volume; the profile has none."""
        user = self.state.users.get(self.user.lower())
        names = ("", *(volume.name for volume in self.volumes))
        return dict(zip(names, map(str, data_roots(user, self.volumes)), strict=True)) if user else {}

    def _frameworks(self, package: StoredPackage) -> tuple[tuple[str, ...], bool]:
        """Return the full names of the frameworks that a package uses, and whether it has all that it needs."""
        if not package.needs:
            return (), True
        mine = self.state.packages_of(self.user) if self.state.has(self.user, package.full_name) else None
        known = mine if mine is not None else list(self.state.packages.values())
        try:
            return tuple(one.full_name for one in frameworks_of(package, known, self.native)), True
        except Refused:
            return (), False

    def _status(self, package: StoredPackage, registration: Registration | None, *, complete: bool) -> Status:
        status = package.flags
        if package.volume and self._is_offline(package.volume):
            status |= Status.package_offline
        elif self.is_damaged is not None and self.is_damaged(package):
            status |= Status.modified
        if registration is not None and registration.data_volume and self._is_offline(registration.data_volume):
            status |= Status.data_offline
        return status if complete else status | Status.dependency_issue

    def _is_offline(self, name: str) -> bool:
        """Whether a volume is offline, or not there any more."""
        found = next((one for one in self.volumes if one.name.lower() == name.lower()), None)
        return found is None or found.is_offline


def with_user(package: MsixPackage, user: str) -> MsixPackage:
    """Return a declared package with the user that has it, unless it names users itself."""
    return package if package.users else msgspec.structs.replace(package, users=(PackageUser(user),))

"""What the machine has of package families, as a plan sees it and as its steps find it."""

from __future__ import annotations

from collections.abc import Iterable

from wingetpy.hosts.host import Host
from wingetpy.hosts.packages import MsixPackage
from wingetpy.hosts.packages.provisioned import provisioned_as_told
from wingetpy.inventory.entry import InstalledEntry
from wingetpy.model.scope import Scope
from wingetpy.model.text import fold


def of_user(host: Host, family_name: str, *, all_users: bool = False) -> list[MsixPackage]:
    """Return the packages of a family that the user has; with `all_users` also those of others, and staged ones."""
    return host.packages.find(family_name=family_name, all_users=all_users)


def of_new_users(host: Host, family_name: str) -> list[MsixPackage]:
    """Return the packages of a family that every new user gets, as far as the caller is told."""
    return [one for one in provisioned_as_told(host.packages) if fold(one.family_name) == fold(family_name)]


def seen_of(host: Host, families: Iterable[str]) -> tuple[str, ...]:
    """Return what there is of families, in a form that is another one when any of it changes."""
    return tuple(
        f"{place}:{one.full_name}:{int(one.status)}"
        for family in families
        for place, found in (("user", of_user(host, family)), ("new", of_new_users(host, family)))
        for one in sorted(found, key=lambda package: package.full_name)
    )


def scope_of_installed(host: Host, installed: InstalledEntry, asked: Scope | None) -> Scope:
    """Return for whom an installed package is changed: as asked, else for all users where it is theirs and this
    process may, else for the user who has it."""
    if asked is not None:
        return asked
    if installed.scope is Scope.machine and Scope.user in installed.scopes and not host.facts().elevated:
        return Scope.user
    return installed.scope

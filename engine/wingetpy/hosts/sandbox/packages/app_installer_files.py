"""Adds what an `.appinstaller` file names: the package, and with it its frameworks, optional and related packages."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from wingetpy.errors import ErrorCode, MsixError
from wingetpy.hosts.packages import AddPackageOptions
from wingetpy.hosts.packages.file_uri import is_on_server, same_uri
from wingetpy.hosts.sandbox.packages.opening import Offer
from wingetpy.hosts.sandbox.packages.refusals import Refused, cannot_open
from wingetpy.hosts.sandbox.packages.work import StoreDeployment
from wingetpy.msix.app_installer import (
    LARGEST_APP_INSTALLER,
    AppInstaller,
    NamedPackage,
    check_named,
    parse_app_installer,
)
from wingetpy.msix.faults import invalid

_MOST_REDIRECTIONS = 3


def read_app_installer(work: StoreDeployment, uri: str) -> AppInstaller:
    """Read the file, at most three times at the place that it names as its own.

    Raises:
        Refused: InstallOpenPackageFailed; also for a file on a server that names something else than what is on one,
            and for one that always is at another place.
    """
    for _ in range(_MOST_REDIRECTIONS + 1):
        source = work.open(uri)
        try:
            found = parse_app_installer(source.read(0, min(source.size, LARGEST_APP_INSTALLER + 1)), source.name)
        except MsixError as error:
            raise cannot_open(error) from error
        if is_on_server(uri):
            _need_servers(found, source.name)
        if not found.uri or same_uri(found.uri, uri):
            return found
        uri = found.uri
    raise _refused(source.name, f"it is at another place, and that more than {_MOST_REDIRECTIONS} times")


def _need_servers(found: AppInstaller, name: str) -> None:
    """Check that a file on a server leads to no file of this machine or of its network."""
    named = (found.main, *found.dependencies, *found.optional, *found.related)
    for uri in (*(one.uri for one in named), *([found.uri] if found.uri else ())):
        if not is_on_server(uri):
            raise _refused(name, f"it is on a server and names a file that is not: '{uri[:200]}'")


def _refused(name: str, reason: str) -> Refused:
    return cannot_open(invalid(name, reason, ErrorCode.AppxInvalidAppInstaller))


def with_its_packages(work: StoreDeployment, found: AppInstaller, options: AddPackageOptions) -> AddPackageOptions:
    """Return options that also bring along what the file names. Limited to existing packages, only those come along
    whose family the user has.
    """
    mine = {package.family for package in work.state.packages_of(work.sid)}

    def uris(named: Iterable[NamedPackage]) -> tuple[str, ...]:
        everything = not options.limit_to_existing_packages
        return tuple(one.uri for one in named if everything or one.identity.family_name.lower() in mine)

    return msgspec.structs.replace(
        options,
        dependency_package_uris=(*options.dependency_package_uris, *(one.uri for one in found.dependencies)),
        optional_package_uris=(*options.optional_package_uris, *uris(found.optional)),
        related_package_uris=(*options.related_package_uris, *uris(found.related)),
        force_update_from_any_version=options.force_update_from_any_version
        or (found.updates is not None and found.updates.from_any_version),
    )


def need_named(found: AppInstaller, offers: Iterable[Offer], uri: str) -> None:
    """Check that packages are those that the file names.

    Raises:
        Refused: PackageNameMismatch.
    """
    named = {one.uri: one for one in (found.main, *found.optional, *found.related, *found.dependencies)}
    for offer in offers:
        if offer.uri in named:
            try:
                check_named(named[offer.uri], offer.identity, uri)
            except MsixError as error:
                raise Refused(error.code, error.text) from error

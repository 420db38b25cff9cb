"""Which packages and volumes there are, as PackageManager lists them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, NoReturn

import msgspec
from msgspec.structs import replace

from wingetpy.errors import ErrorCode, HostError
from wingetpy.hosts.packages import MsixPackage, PackageTypes, PackageUser, PackageVolume
from wingetpy.hosts.winrt import names
from wingetpy.hosts.winrt.reading import package_of, users_of, volume_of
from wingetpy.hosts.winrt.runtime import WinRt, WinRtRefusal, needed
from wingetpy.model.text import fold

_CALLER = ""  # WinRT's name for the caller's user
_GONE = (ErrorCode.NotFound, ErrorCode.InstallPackageNotFound)
_NOT_OF_ONE = (ErrorCode.AccessDenied, 0x8007000E)
"""Refusals, out of memory among them, that every package would get."""


class Surroundings(msgspec.Struct, frozen=True, kw_only=True):
    """What the backend has to know of the machine.

    Attributes:
        build: Of Windows: 19045.
        user: Security id of the caller.
        data_root: The folder of the caller's application data, %LocalAppData%\\Packages.
    """

    build: int
    user: str
    data_root: str


class Finder:
    """Queries of one PackageManager."""

    def __init__(self, winrt: WinRt, manager: Any, machine: Surroundings) -> None:
        self._winrt = winrt
        self._manager = manager
        self._machine = machine

    def find(
        self, family_name: str | None, full_name: str | None, types: PackageTypes, *, all_users: bool
    ) -> list[MsixPackage]:
        """See `Packages.find`."""
        with asking("for the MSIX packages", family_name or full_name or "", administrator=all_users):
            found = self._of_name(full_name, all_users) if full_name else self._of_types(family_name, types, all_users)
            packages = self._read(found, all_users=all_users)
        return [
            one
            for one in packages
            if one.types & types and (family_name is None or one.family_name.lower() == family_name.lower())
        ]

    def provisioned(self) -> list[MsixPackage]:
        """See `Packages.find_provisioned`."""
        with asking("for the provisioned MSIX packages", "", administrator=True):
            read = self._readable(
                self._of_new_users(), lambda one: self._one(one, users=(), provisioned=frozenset(), volumes=())
            )
        return [replace(one, provisioned=True) for one in read]

    def volumes(self) -> list[PackageVolume]:
        """See `Packages.volumes`."""
        with asking("for the volumes of MSIX packages", ""):
            return self._volumes()

    def volume(self, name: str | None) -> Any:
        """Return WinRT's volume; None for no name, or one that Windows does not know. Raises WinRtRefusal."""
        if name is None:
            return None
        try:
            with self._winrt.errors():
                return self._manager.FindPackageVolume(name)
        except WinRtRefusal as error:
            if error.code == ErrorCode.NotFound:
                return None
            raise

    def _volumes(self) -> list[PackageVolume]:
        with self._winrt.errors():
            found = self._manager.FindPackageVolumes()
        return [volume_of(self._winrt, one) for one in self._winrt.elements(found, names.VOLUME)]

    def _of_name(self, full_name: str, all_users: bool) -> list[Any]:
        with self._winrt.errors():
            if all_users:
                found = self._manager.FindPackage(full_name)
            else:
                found = self._manager.FindPackageForUser(_CALLER, full_name)
        return [] if found is None else [found]

    def _of_types(self, family_name: str | None, types: PackageTypes, all_users: bool) -> list[Any]:
        try:
            return self._query(family_name, types, all_users)
        except WinRtRefusal as error:
            if error.code != ErrorCode.NotFound:  # E_NOT_SET: one of the kinds is in the way of the others
                raise
        found = []
        for kind in types:
            try:
                found += self._query(family_name, kind, all_users)
            except WinRtRefusal as error:
                if error.code != ErrorCode.NotFound:
                    raise
        return found

    def _query(self, family_name: str | None, types: PackageTypes, all_users: bool) -> list[Any]:
        family = () if family_name is None else (family_name,)
        kinds = self._winrt.enum(names.PACKAGE_TYPES, types)
        with self._winrt.errors():
            if all_users:
                found = self._manager.FindPackagesWithPackageTypes(*family, kinds)
            else:
                found = self._manager.FindPackagesForUserWithPackageTypes(_CALLER, *family, kinds)
        return self._winrt.elements(found, names.PACKAGE)

    def _read(self, found: list[Any], *, all_users: bool) -> list[MsixPackage]:
        if not found:
            return []
        provisioned, volumes = self._provisioned_families(), self._volumes_or_none()
        mine = None if all_users else (PackageUser(self._machine.user),)
        return self._readable(found, lambda one: self._one(one, users=mine, provisioned=provisioned, volumes=volumes))

    def _readable(self, found: list[Any], read: Callable[[Any], MsixPackage]) -> list[MsixPackage]:
        """Return packages without those that have no name to Windows, damaged or gone meanwhile: no failure of a list.

        Raises:
            WinRtRefusal: Windows does not answer any more, or all are damaged.
        """
        packages, refusals = [], []
        for one in found:
            try:
                packages.append(read(one))
            except WinRtRefusal as error:
                if _is_of_windows(error.code):
                    raise
                if error.code not in _GONE:
                    refusals.append(error)
        if refusals and not packages:
            raise refusals[0]
        return packages

    def _one(
        self,
        package: Any,
        *,
        users: tuple[PackageUser, ...] | None,
        provisioned: frozenset[str],
        volumes: tuple[PackageVolume, ...],
    ) -> MsixPackage:
        """Read a package.

        Args:
            users: None: Windows is asked for them.

        Raises:
            WinRtRefusal: It has no name.
        """
        return package_of(
            self._winrt,
            package,
            users=self._users(package) if users is None else users,
            provisioned=provisioned,
            volumes=volumes,
            data_root=self._machine.data_root,
        )

    def _users(self, package: Any) -> tuple[PackageUser, ...]:
        with self._winrt.errors():
            found = self._manager.FindUsers(needed(package.Id, "name of a package").FullName)
        return users_of(self._winrt, self._winrt.elements(found, names.USER))

    def _of_new_users(self) -> list[Any]:
        if self._machine.build < names.BUILD_OF_OPTIONS:
            raise WinRtRefusal(ErrorCode.NotImplemented, "Windows before Windows 10 2004 does not list them")
        with self._winrt.errors():
            found = self._manager.FindProvisionedPackages()
        return self._winrt.elements(found, names.PACKAGE)

    def _provisioned_families(self) -> frozenset[str]:
        """Empty for a caller who may not see them: Windows tells administrators only."""
        families: set[str] = set()
        with suppress(WinRtRefusal):
            for package in self._of_new_users():
                with suppress(WinRtRefusal), self._winrt.errors():
                    families.add(fold(str(needed(package.Id, "name of a package").FamilyName)))
        return frozenset(families)

    def _volumes_or_none(self) -> tuple[PackageVolume, ...]:
        try:
            return tuple(self._volumes())
        except WinRtRefusal:
            return ()


@contextmanager
def asking(what: str, target: str, *, administrator: bool = False) -> Iterator[None]:
    """What Windows refuses as a HostError.

    Args:
        what: What Windows was asked for.
        administrator: An administrator may do it.
    """
    try:
        yield
    except WinRtRefusal as error:
        refuse(what, target, error, administrator=administrator)


def refuse(what: str, target: str, error: WinRtRefusal, *, administrator: bool = False) -> NoReturn:
    """Raise the HostError of a refusal: CommandRequiresAdmin, HostCannot, or Windows' own code."""
    code, category, remedy = _known(error.code), "InvalidResult", "Look up the code; restart Windows if it stays."
    if error.code == ErrorCode.AccessDenied:
        category, remedy = "PermissionDenied", "Run the command as an administrator."
        code = ErrorCode.CommandRequiresAdmin if administrator else ErrorCode.AccessDenied
    elif error.code == ErrorCode.NotImplemented:
        code, category, remedy = ErrorCode.HostCannot, "NotImplemented", "Use a newer Windows."
    text = f": {error.text.rstrip('.')}" if error.text else ""
    raise HostError(
        f"Windows was asked {what} and answered 0x{error.code:08X}{text}.",
        code=code,
        category=category,
        target=target,
        remedy=remedy,
    ) from error


def _is_of_windows(code: int) -> bool:
    """Whether a refusal is not about one package: the service that knows them ended (RPC), or no package is told."""
    return code in _NOT_OF_ONE or code >> 16 == 0x8001 or 0x800706A4 <= code <= 0x80070720


def _known(code: int) -> ErrorCode:
    """HostCannot for a code that is none of ours; the message has the code itself."""
    try:
        return ErrorCode(code)
    except ValueError:
        return ErrorCode.HostCannot

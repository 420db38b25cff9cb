"""Repair and reset: the content of a package is made what it was, its data may be what they were at the beginning."""

from __future__ import annotations

from pathlib import PureWindowsPath

import msgspec

from wingetpy.errors import ErrorCode
from wingetpy.errors.secrets import MASK
from wingetpy.hosts.packages import DeployingStage, Status, StubPackageOption
from wingetpy.hosts.sandbox.packages.application_data import data_folder
from wingetpy.hosts.sandbox.packages.content import block_map_of, damaged_files, likely_older
from wingetpy.hosts.sandbox.packages.disk import Unpacking
from wingetpy.hosts.sandbox.packages.opening import CheckedPackage, OpeningWishes, open_offer
from wingetpy.hosts.sandbox.packages.records import StoredPackage, key_of
from wingetpy.hosts.sandbox.packages.refusals import Refused
from wingetpy.hosts.sandbox.packages.work import StoreDeployment
from wingetpy.msix.payload import payload_of
from wingetpy.msix.unpack import KEPT


def repair(work: StoreDeployment, full_name: str) -> bool:
    """Make a package of the caller's user what it was. Returns True: the user has it.

    Raises:
        Refused: InstallPackageNotFound; InstallOpenPackageFailed where damaged content is nowhere else.
    """
    package = _own(work, full_name)
    work.report(DeployingStage.staging, 0.1)
    for one in work.state.group_of(package):
        mend(work, one)
    work.report(DeployingStage.registering, 0.9)
    return True


def reset(work: StoreDeployment, full_name: str) -> bool:
    """Likewise, and its application data are as after the first registration. Returns True."""
    repair(work, full_name)
    registration = work.state.registrations[key_of(work.sid, full_name)]
    folder = data_folder(work.user, registration, work.volumes)
    if folder is not None:
        work.disk.remove_folder(folder)  # `settle` makes it again
    return True


def mend(work: StoreDeployment, package: StoredPackage, member: CheckedPackage | None = None) -> None:
    """Make the content of a package what it was, and clear what an administrator has set.

    Each damaged file is replaced by one rename: a cut mending leaves fewer damaged files, never a torn one.

    Args:
        member: The package where it came from, if it is open already.

    Raises:
        Refused: InstallOpenPackageFailed.
    """
    if package.flags:
        work.state.put(msgspec.structs.replace(package, flags=Status.ok))
    damaged = damaged_files(package, work.files)
    if not damaged:
        return
    volume = work.volume(package.volume)
    work.disk.make_folder(volume.staging)
    folder = work.staging_folder(volume)
    older = tuple(likely_older(package.family_name, package.identity.publisher_id, work.state, work.files))
    block_map = block_map_of(package, work.files)
    if block_map is None or not work.disk.rebuild(folder, block_map, damaged, older):
        member = member or _from_source(work, package)
        unpacking = Unpacking(member.verified, older, is_remote=True, links=False, go_on=work.deploying.go_on)
        work.disk.unpack(folder, unpacking)
        damaged = [*(file.name for file in payload_of(member.verified)), *KEPT] if block_map is None else damaged
    work.disk.replace_files(folder, PureWindowsPath(package.location), tuple(damaged))


def _own(work: StoreDeployment, full_name: str) -> StoredPackage:
    package = work.state.package(full_name)
    if package is None or not work.state.has(work.sid, full_name):
        text = f"The package {full_name} is not installed for this user."
        raise Refused(ErrorCode.InstallPackageNotFound, text, ErrorCode.NotFound)
    return package


def _from_source(work: StoreDeployment, package: StoredPackage) -> CheckedPackage:
    """Open a package where it came from.

    Raises:
        Refused: InstallOpenPackageFailed; it is not there, or another one is.
    """
    if MASK in package.source:
        text = f"The package {package.full_name} cannot be repaired: the secret in its address is not kept."
        raise Refused(ErrorCode.InstallOpenPackageFailed, f"{text} Add the package again.", ErrorCode.AccessDenied)
    asked = OpeningWishes(allow_unsigned=True, all_resources=True, stub=_stub(package))
    try:
        offer = open_offer(work, package.source, asked)
    except Refused as error:
        if error.nearer != ErrorCode.PathNotFound:
            raise
        text = f"The package {package.full_name} cannot be repaired: what it was added from is not there any more."
        raise Refused(error.code, f"{text} Add the package again.", error.nearer) from error
    for member in offer.members:
        if member.record.key == package.key and member.record.digest == package.digest:
            return member
    text = f"The package {package.full_name} cannot be repaired: '{package.source}' is another package now."
    raise Refused(ErrorCode.InstallOpenPackageFailed, text, ErrorCode.AppxDigestMismatch)


def _stub(package: StoredPackage) -> StubPackageOption:
    return StubPackageOption.InstallStub if package.is_stub else StubPackageOption.InstallFull

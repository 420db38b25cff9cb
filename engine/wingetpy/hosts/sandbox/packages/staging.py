"""Puts packages on the machine: unpacks beside their places what is not there, and mends what is and was damaged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from wingetpy.errors import ErrorCode, MsixError
from wingetpy.hosts.packages import DeployingStage
from wingetpy.hosts.sandbox.packages.content import likely_older, stamp_of
from wingetpy.hosts.sandbox.packages.disk import Unpacking
from wingetpy.hosts.sandbox.packages.opening import CheckedPackage, Offer
from wingetpy.hosts.sandbox.packages.records import StoredPackage
from wingetpy.hosts.sandbox.packages.refusals import Refused
from wingetpy.hosts.sandbox.packages.repairing import mend
from wingetpy.hosts.sandbox.packages.volumes import Volume
from wingetpy.hosts.sandbox.packages.work import StoreDeployment
from wingetpy.msix.payload import payload_of


def stage(work: StoreDeployment, offers: Iterable[Offer], volume: Volume) -> None:
    """Unpack the packages of offers that are not there, and mend those that are and were damaged.

    Raises:
        Refused: PackageAlreadyExists for the same name with other content; InstallFailed for damaged content.
        HostError: DiskFull, and what else the system says.
    """
    offers = list(offers)
    for offer in offers:
        for member in offer.members:
            if (there := _same_there(work, member)) is not None:
                mend(work, there, member)
    todo = list(_lacking(work, offers))
    sizes = [sum(file.size for file in payload_of(member.verified)) for member, _ in todo]
    work.to_write = sum(sizes)
    if todo:
        work.need_space(volume.store, work.to_write, todo[0][0].record.full_name)
    work.report(DeployingStage.staging, 0.0)
    for member, offer in todo:
        _stage_one(work, member, offer, volume)


def _lacking(work: StoreDeployment, offers: Iterable[Offer]) -> Iterator[tuple[CheckedPackage, Offer]]:
    """Yield what is not on the machine, once each. Raises Refused where two packages of one name differ."""
    seen: dict[str, CheckedPackage] = {}
    for offer in offers:
        for member in offer.members:
            if work.state.package(member.record.full_name) is not None:
                continue
            known = seen.setdefault(member.record.key, member)
            if known is member:
                yield member, offer
            elif known.record.digest != member.record.digest:
                text = f"Two packages are {member.record.full_name}, and their content differs."
                raise Refused(ErrorCode.PackageAlreadyExists, text)


def _same_there(work: StoreDeployment, member: CheckedPackage) -> StoredPackage | None:
    """Return the same package where it is on the machine already. Raises Refused where another of its name is."""
    there = work.state.package(member.record.full_name)
    if there is not None and (there.digest != member.record.digest or there.is_in_place):
        text = f"The package {there.full_name} is already installed, with other content."
        raise Refused(ErrorCode.PackageAlreadyExists, text)
    return there


def _stage_one(work: StoreDeployment, member: CheckedPackage, offer: Offer, volume: Volume) -> None:
    identity = member.record.identity
    folder = work.staging_folder(volume)
    older = tuple(likely_older(identity.family_name, identity.publisher_id, work.state, work.files))
    unpacking = Unpacking(
        package=member.verified,
        older=older,
        is_remote=offer.is_remote,
        links=volume.supports_hard_links,
        go_on=work.deploying.go_on,
        planned=work.will_fetch,
        written=work.wrote,
    )
    work.disk.make_folder(volume.staging)
    try:
        work.disk.unpack(folder, unpacking)
    except MsixError as error:
        raise Refused(ErrorCode.InstallFailed, error.text, error.code) from error
    place = volume.store / identity.full_name
    work.placements.append((folder, place))
    stamp = stamp_of(work.files.local(folder), member.verified.block_map)
    work.state.put(msgspec.structs.replace(member.record, volume=volume.name, location=str(place), stamp=stamp))

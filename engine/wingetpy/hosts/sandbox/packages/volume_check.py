"""Whether a volume's packages are as the records say, and its repair."""

from __future__ import annotations

import os
from collections.abc import Iterator

from wingetpy.errors import ErrorCode, HostError
from wingetpy.errors.system import as_host_error
from wingetpy.hosts.native_files import read_own_file
from wingetpy.hosts.sandbox.packages.deployment import Machine, locked
from wingetpy.hosts.sandbox.packages.records import StoredPackage
from wingetpy.hosts.sandbox.packages.settling import settle
from wingetpy.hosts.sandbox.packages.state import State
from wingetpy.hosts.sandbox.packages.volumes import Volume, read_volumes


def faults_of_volume(machine: Machine, name: str) -> list[str]:
    """Return what is wrong with a volume, as clauses; none of one that has no packages yet.

    Raises:
        HostError: RequestNotFound for an unknown volume.
    """
    volume = _volume(machine, name)
    state = machine.repository.read()
    wanted = {package.full_name.lower() for package in _packages(state, volume)}
    folder = machine.files.local(volume.store)
    with as_host_error("read", str(volume.store)):
        if not folder.is_dir():
            return [f"its folder {volume.store} is not there"] if wanted else []
        found = {one.lower() for one in os.listdir(folder) if (folder / one).is_dir()}
    faults = [f"the folder {one} belongs to no package" for one in sorted(found - wanted - {"staging"})]
    faults += [f"the folder of {one} is not there" for one in sorted(wanted - found)]
    if _media_id(machine, volume) != volume.name:
        faults.append(f"the file {volume.media_id} does not say which volume it is")
    return faults


def repair_volume(machine: Machine, name: str) -> None:
    """Make a volume what the records say: folders without a record go, records without a folder, too.

    Raises:
        HostError: RequestNotFound; CommandRequiresAdmin.
    """
    volume = _volume(machine, name)
    if not machine.facts().elevated:
        raise HostError(
            f"The volume {volume.mount_point} can be repaired with administrator rights only.",
            code=ErrorCode.CommandRequiresAdmin,
            category="PermissionDenied",
            target=name,
            remedy="Run it elevated.",
        )
    with locked(machine, lambda: None):
        before = machine.repository.read()
        after = before.copy()
        folder = machine.files.local(volume.store)
        with as_host_error("read", str(volume.store)):  # what cannot be looked into is not gone
            is_there = folder.is_dir()
            gone = [one for one in _packages(before, volume) if not (folder / one.full_name).is_dir()]
        for package in gone:
            after.forget(package)
        if is_there:
            machine.disk.write_file(volume.media_id, volume.name.encode())
        machine.disk.commit(before, after)
        settle(after, read_volumes(machine.folder), machine.files, machine.disk)


def _packages(state: State, volume: Volume) -> Iterator[StoredPackage]:
    for package in state.packages.values():
        if package.volume.lower() == volume.name.lower() and not package.is_in_place:
            yield package


def _media_id(machine: Machine, volume: Volume) -> str:
    try:
        return read_own_file(machine.files.local(volume.media_id)).decode("utf-8", "replace")
    except OSError:
        return ""


def _volume(machine: Machine, name: str) -> Volume:
    found = next((one for one in read_volumes(machine.folder) if one.name.lower() == name.lower()), None)
    if found is None:
        raise HostError(
            f"The volume '{name}' is not there.",
            code=ErrorCode.NotFound,
            category="ObjectNotFound",
            target=name,
            remedy="List the volumes to see their names.",
        )
    return found

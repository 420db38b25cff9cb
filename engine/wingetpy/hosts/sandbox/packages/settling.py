"""Makes the disk agree with the records: before a change, for what a killed one left, and after each.

The records decide. A folder without a record goes; data of a family that a user no longer has go, unless they were
kept on purpose; a user that has a family has its folders for data.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path, PureWindowsPath

from wingetpy.errors import HostError
from wingetpy.hosts.files import Files
from wingetpy.hosts.sandbox.packages.application_data import DATA_FOLDERS, ROAMABLE, data_folder, data_roots
from wingetpy.hosts.sandbox.packages.disk import StoreDisk
from wingetpy.hosts.sandbox.packages.records import key_of
from wingetpy.hosts.sandbox.packages.state import State
from wingetpy.hosts.sandbox.packages.volumes import Volume


def settle(state: State, volumes: Iterable[Volume], files: Files, disk: StoreDisk) -> None:
    """Make the disk agree with a state. A folder that cannot be removed or made now is so after a later change."""
    volumes = [volume for volume in volumes if not volume.is_offline]
    for volume in volumes:
        for folder in _orphans(state, volume, files):
            with suppress(HostError):
                disk.remove_folder(folder)
    for folder in _data_without_family(state, volumes, files):
        with suppress(HostError):
            disk.remove_folder(folder)
    for user in {one.user.lower() for one in state.registrations.values()}:
        with suppress(HostError):
            for folder in data_lacking(state, volumes, files, user):
                disk.make_folder(folder)


def _orphans(state: State, volume: Volume, files: Files) -> Iterator[PureWindowsPath]:
    native = files.local(volume.store)
    known = {package.location.lower() for package in state.packages.values()}
    for name in _names_in(native):
        path = volume.store / name
        if os.path.isdir(native / name) and str(path).lower() not in known:
            yield path


def _data_without_family(state: State, volumes: Iterable[Volume], files: Files) -> Iterator[PureWindowsPath]:
    wanted = {key_of(one.user, one.family_name) for one in state.registrations.values()}
    for user in state.users.values():
        for root in data_roots(user, volumes):
            native = files.local(root)
            for name in _names_in(native):
                key = key_of(user.security_id, name)
                kept = state.preserved.get(key)
                if key in wanted or (kept is not None and not kept.roamable_only):
                    continue
                if kept is None:
                    yield root / name
                else:
                    yield from (
                        root / name / one
                        for one in DATA_FOLDERS
                        if one not in ROAMABLE and os.path.isdir(native / name / one)
                    )


def _names_in(folder: Path) -> list[str]:
    """Return what is in a folder; nothing of one that is not there, or that may not be looked into."""
    try:
        return sorted(os.listdir(folder))
    except OSError:
        return []


def data_lacking(state: State, volumes: Iterable[Volume], files: Files, sid: str) -> Iterator[PureWindowsPath]:
    """Yield the folders for data that a user has to have and that are not there.

    Raises:
        HostError: the name of one cannot be one.
    """
    made, user = set(), state.users.get(sid.lower())
    for one in state.registrations.values() if user is not None else ():
        package = state.package(one.full_name)
        if user is None or one.user.lower() != sid.lower() or package is None or not package.is_main or package.listed:
            continue
        folder = data_folder(user, one, volumes)
        if folder is None or folder in made:
            continue
        made.add(folder)
        native = files.local(folder)
        for name in DATA_FOLDERS:
            if not os.path.isdir(native / name):
                yield folder / name
